"""The fixpoints of a rule put together: who is reached at least, who at most, and behind whom.

`Together` adds the stakes of all listed persons (OFAC, EU, BIS); `EachAlone` asks person by person (UK). Both answer alike.
A *strand* is what a proof follows: all listed persons together, or one of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from debar.law.ownership.fixpoint import NOBODY, Reach, circular, least
from debar.law.ownership.graph import UNKNOWN, Graph

ALL = -1
"""The strand of all listed persons together."""
_NO_PARTS = (0, ALL)


class Findings(Protocol):
    """What a verdict is made from; parties and slots by number."""

    control: set[int]
    circular: set[int]
    if_joint: set[int]

    def at_least(self, party: int) -> bool:
        """Whether it is reached with all stakes at their lower bounds."""

    def at_most(self, party: int) -> bool:
        """Whether it is reached with all stakes at their upper bounds."""

    def parts(self, slot: int) -> tuple[int, int]:
        """The parts that count, at least and at most."""

    def strands(self, party: int) -> list[int]:
        """The strands to prove a verdict by."""

    def rank(self, strand: int, party: int) -> int | None:
        """When a strand reached a party; None: it did not."""


class Together:
    """The stakes of all listed persons are added."""

    def __init__(self, graph: Graph, seeds: Iterable[int]) -> None:
        surely = list(seeds)
        maybe = [*surely, *_unknown(graph)]
        self._low = least(graph, surely, graph.unit_low, graph.slot_need)
        self._high = least(graph, maybe, graph.unit_high, graph.slot_need)
        self.circular = circular(graph, self._high)
        self.if_joint: set[int] = set()
        self.control: set[int] = set()
        if (owned := _needs_of_ownership(graph)) is not None:
            low = least(graph, surely, graph.unit_low, owned)
            high = least(graph, maybe, graph.unit_high, owned)
            self.control = _by_control(self._low.rank, self._high.rank, low.rank, high.rank)

    def at_least(self, party: int) -> bool:
        return party in self._low.rank

    def at_most(self, party: int) -> bool:
        return party in self._high.rank

    def parts(self, slot: int) -> tuple[int, int]:
        return self._low.sums.get(slot, 0), self._high.sums.get(slot, 0)

    def strands(self, party: int) -> list[int]:
        return [ALL]

    def rank(self, strand: int, party: int) -> int | None:
        return self._high.rank.get(party)


class EachAlone:
    """Every listed person counts for itself; of its companies those that it reaches, level by level."""

    def __init__(self, graph: Graph, seeds: Iterable[int]) -> None:
        self._unknown = _unknown(graph)
        self._surely: dict[int, set[int]] = {}
        self._maybe: dict[int, dict[int, int]] = {}
        self._best_low: dict[int, int] = {}
        self._best_high: dict[int, tuple[int, int]] = {}
        self._slots = graph.slots_of
        self._of_ownership = [test.limb == "ownership" and test.threshold is not None for test in graph.slot_test]
        self._need = graph.slot_need
        owned = _needs_of_ownership(graph)
        surely_owned: set[int] = set()
        # What unknown owners alone may bring about is the same for every person, and walked once.
        self._nobody = least(graph, self._unknown, graph.unit_high, graph.slot_need)
        nobody = least(graph, self._unknown, graph.unit_high, owned) if owned else NOBODY
        maybe_owned = set(nobody.rank)
        for unknown in self._unknown:
            self._enter_maybe(unknown, self._nobody)
        persons = list(seeds)
        for person in persons:
            self._enter_surely(person, least(graph, [person], graph.unit_low, graph.slot_need))
            self._enter_maybe(person, least(graph, [person], graph.unit_high, graph.slot_need))
            if self._unknown:
                self._enter_maybe(person, least(graph, [person], graph.unit_high, graph.slot_need, self._nobody))
            if owned is not None:
                surely_owned.update(least(graph, [person], graph.unit_low, owned).rank)
                maybe_owned.update(least(graph, [person], graph.unit_high, owned, nobody).rank)
        self.control: set[int] = set()
        if owned is not None:
            self.control = _by_control(self._surely, self._maybe, surely_owned, maybe_owned)
        together = least(graph, [*persons, *self._unknown], graph.unit_high, graph.slot_need)
        self.if_joint = set(together.rank).difference(self._maybe)
        # Person by person a hub of many listed would be walked once for each. Together they may bear a circle that none of
        # them bears alone; a person has to look at it in either case.
        self.circular = circular(graph, together)

    def _enter_surely(self, person: int, reach: Reach) -> None:
        for party in reach.rank:
            self._surely.setdefault(party, set()).add(person)
        for slot, parts in reach.sums.items():
            if parts > self._best_low.get(slot, 0):
                self._best_low[slot] = parts

    def _enter_maybe(self, person: int, reach: Reach) -> None:
        for party, rank in reach.rank.items():
            self._maybe.setdefault(party, {}).setdefault(person, rank)
        for slot, parts in reach.sums.items():
            if parts > self._best_high.get(slot, _NO_PARTS)[0]:
                self._best_high[slot] = (parts, person)

    def at_least(self, party: int) -> bool:
        return party in self._surely

    def at_most(self, party: int) -> bool:
        return party in self._maybe

    def parts(self, slot: int) -> tuple[int, int]:
        return self._best_low.get(slot, 0), self._best_high.get(slot, _NO_PARTS)[0]

    def strands(self, party: int) -> list[int]:
        if surely := self._surely.get(party):
            return sorted(surely)
        if maybe := self._maybe.get(party):
            return sorted(maybe)
        slots = [slot for slot in self._slots.get(party, ()) if slot in self._best_high]
        counted = [slot for slot in slots if self._of_ownership[slot]] or slots
        if not counted:
            return []
        # Needs differ as denominators do, so that parts in terms of what is needed compare.
        best = max(counted, key=lambda slot: self._best_high[slot][0] / self._need[slot])
        return [self._best_high[best][1]]

    def rank(self, strand: int, party: int) -> int | None:
        if party == strand or party in self._unknown:
            return 0
        rank = self._maybe.get(party, {}).get(strand)
        return rank if rank is not None else self._nobody.rank.get(party)


def _unknown(graph: Graph) -> list[int]:
    return [graph.index[UNKNOWN]] if UNKNOWN in graph.index else []


def _needs_of_ownership(graph: Graph) -> list[int] | None:
    """The needs without those of control, which nothing meets here; None where no stake is one of control."""
    if all(test.limb == "ownership" for test in graph.slot_test):
        return None
    beyond = 1 << 64
    return [
        need if test.limb == "ownership" else beyond * denominator
        for need, test, denominator in zip(graph.slot_need, graph.slot_test, graph.slot_denominator, strict=True)
    ]


def _by_control(
    low: Mapping[int, object], high: Mapping[int, object], low_owned: Iterable[int], high_owned: Iterable[int]
) -> set[int]:
    """Those whose verdict would be a weaker one by ownership alone."""
    return set(low).difference(low_owned) | set(high).difference(low, high_owned)
