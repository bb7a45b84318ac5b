"""A day's stakes as arrays of whole numbers: what the fixpoints run over.

A *slot* is one interest of one company that the rule counts (its shares, its votes). A *unit* is what is added to a slot in
one piece: a stake; or, where the rule counts joint holdings whole for each holder, all stakes with one joint mark. Every
slot has a denominator of its own, so that sums are exact and stay small however odd the fractions are elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from itertools import chain
from math import lcm

import numpy as np

from debar.law.ownership.rules import Rule, Test
from debar.law.ownership.stakes import Holdings, Stake

UNKNOWN = ""
"""The id of an owner that the input does not tell. It may be listed, so it counts in upper bounds."""


class Graph:
    """The stakes of one day that a rule counts.

    Args:
        holdings: the input.
        rule: the rule, whose tests say which interests count.
        on: the day.
        also: ids that must be among the parties, stakes or none (the listed ones).

    Attributes:
        ids: the parties, in the order in which the input first names them; `index` is the way back.
        stakes: all stakes of the input, unread ones at the end, from `first_unread` on.
        slot_company, slot_test, slot_denominator, slot_need: by slot; `slot_need` parts of `slot_denominator` suffice.
        unit_slot, unit_low, unit_high: by unit; how many parts it adds at least and at most.
        joint: the units of more than one stake, with the numbers of these.
        unit_stake: by unit, the number of its stake; of joint ones the first.
        shares_known: by slot, the parts whose holders the input names, own shares of the company included.
        treasury: companies that hold themselves, with the share.
        owned: companies in which the input names a stake of that day.
        ended: owner and company of stakes that ended by that day.
    """

    def __init__(self, holdings: Holdings, rule: Rule, on: date, also: Iterable[str] = ()) -> None:
        self.stakes: tuple[Stake, ...] = (*holdings.stakes, *holdings.unread)
        self.first_unread = len(holdings.stakes)
        self.ids: list[str] = []
        self.index: dict[str, int] = {}
        self.slot_company: list[int] = []
        self.slot_test: list[Test] = []
        self.slot_denominator: list[int] = []
        self.unit_slot: list[int] = []
        self.unit_stake: list[int] = []
        self.joint: dict[int, list[int]] = {}
        self.treasury: dict[int, Fraction] = {}
        self.owned: set[int] = set()
        self.ended: list[tuple[int, int]] = []
        owners, units = self._take(rule, on)
        for id in chain(holdings.parties, also):
            self._node(id)
        self._weigh()
        self._own = _Rows(owners, units, len(self.ids))
        self._held = _Rows(
            [self.slot_company[slot] for slot in self.unit_slot], range(len(self.unit_slot)), len(self.ids)
        )
        self.slots_of: dict[int, list[int]] = {}
        for slot, company in enumerate(self.slot_company):
            self.slots_of.setdefault(company, []).append(slot)

    def holds(self, owner: int) -> list[int]:
        """The units that an owner has a part in."""
        return self._own[owner]

    def held_in(self, company: int) -> list[int]:
        """The units of a company, in input order."""
        return self._held[company]

    def stakes_of(self, unit: int) -> Sequence[int]:
        """The numbers of a unit's stakes."""
        return self.joint.get(unit) or (self.unit_stake[unit],)

    def share(self, slot: int, parts: int) -> Fraction:
        """Parts of a slot as a share of the whole."""
        return Fraction(parts, self.slot_denominator[slot])

    def _node(self, id: str) -> int:
        node = self.index.setdefault(id, len(self.ids))
        if node == len(self.ids):
            self.ids.append(id)
        return node

    def _take(self, rule: Rule, on: date) -> tuple[list[int], list[int]]:
        """Read the stakes; give the owner and the unit of every stake that counts."""
        tests = {test.interest: test for test in rule.tests}
        whole = rule.joint == "whole for each"
        slots: dict[tuple[int, str], int] = {}
        blocks: dict[tuple[int, str], int] = {}
        owners: list[int] = []
        units: list[int] = []
        denominators: dict[int, int] = {}
        node, index = self._node, self.index
        for number, stake in enumerate(self.stakes):
            # A known party costs a look-up alone: this loop is a fifth of the time of a large file.
            owner = index.get(stake.owner)
            if owner is None:
                owner = node(stake.owner)
            company = index.get(stake.owned)
            if company is None:
                company = node(stake.owned)
            if (stake.start is not None or stake.end is not None) and not stake.held_on(on):
                if stake.end is not None and stake.end <= on and owner != company and stake.interest in tests:
                    self.ended.append((owner, company))
                continue
            self.owned.add(company)
            counted = tests.get(stake.interest)
            if counted is None:
                continue
            if owner == company:
                if stake.interest == "shares" and number < self.first_unread:
                    self.treasury[company] = self.treasury.get(company, _NOTHING) + stake.low
                continue
            slot = slots.get(key := (company, counted.interest))
            if slot is None:
                slot = slots[key] = self._slot(company, counted)
            for share in (stake.low, stake.high):
                denominator = denominators.get(id(share))
                if denominator is None:
                    denominator = denominators[id(share)] = share.denominator
                if self.slot_denominator[slot] % denominator:
                    self.slot_denominator[slot] = lcm(self.slot_denominator[slot], denominator)
            mark = None if stake.joint is None or not whole else (slot, stake.joint)
            owners.append(owner)
            units.append(self._unit(slot, number, mark, blocks))
        return owners, units

    def _slot(self, company: int, test: Test) -> int:
        self.slot_company.append(company)
        self.slot_test.append(test)
        self.slot_denominator.append(1)
        return len(self.slot_company) - 1

    def _unit(self, slot: int, stake: int, mark: tuple[int, str] | None, blocks: dict[tuple[int, str], int]) -> int:
        """The unit of a stake: its own, or that of the stakes with the same joint mark."""
        unit = len(self.unit_slot)
        if mark is not None and (known := blocks.setdefault(mark, unit)) != unit:
            self.joint.setdefault(known, [self.unit_stake[known]]).append(stake)
            return known
        self.unit_slot.append(slot)
        self.unit_stake.append(stake)
        return unit

    def _weigh(self) -> None:
        """Every unit's parts, and what suffices, now that the denominators are known."""
        denominator = self.slot_denominator
        self.slot_need = [test.need(denominator[slot]) for slot, test in enumerate(self.slot_test)]
        self.shares_known = [0] * len(denominator)
        self.unit_low: list[int] = []
        self.unit_high: list[int] = []
        parts: dict[tuple[int, int], int] = {}
        for unit, slot in enumerate(self.unit_slot):
            low = high = 0
            for number in self.stakes_of(unit):
                stake = self.stakes[number]
                at_least = _parts(stake.low, denominator[slot], parts)
                low += at_least
                high += at_least if stake.high is stake.low else _parts(stake.high, denominator[slot], parts)
            self.unit_low.append(low)
            self.unit_high.append(high)
            self.shares_known[slot] += low


_NOTHING = Fraction(0)


def _parts(share: Fraction, denominator: int, known: dict[tuple[int, int], int]) -> int:
    # By identity: the readers make equal shares the same object, and to hash a fraction takes longer than all the rest.
    key = (id(share), denominator)
    parts = known.get(key)
    if parts is None:
        parts = known[key] = share.numerator * (denominator // share.denominator)
    return parts


class _Rows:
    """Numbers by the row that they belong to, in one flat list: a list per party would take ten times the memory."""

    def __init__(self, rows: Sequence[int], values: Sequence[int], count: int) -> None:
        of = np.asarray(rows, dtype=np.int64)
        order = np.argsort(of, kind="stable")
        self._values: list[int] = np.asarray(values, dtype=np.int64)[order].tolist()
        starts = np.zeros(count + 1, dtype=np.int64)
        np.cumsum(np.bincount(of, minlength=count), out=starts[1:])
        self._starts: list[int] = starts.tolist()

    def __getitem__(self, row: int) -> list[int]:
        return self._values[self._starts[row] : self._starts[row + 1]]
