"""The verdict on every party of an ownership graph, with its proof.

A verdict says no more than the input does: ``not_blocked`` means that the stakes looked at do not reach the threshold, and
flags say what was not looked at. Nothing here is legal advice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Literal

import msgspec

from debar.law.ownership import percent
from debar.law.ownership.findings import ALL, EachAlone, Findings, Together
from debar.law.ownership.graph import UNKNOWN, Graph
from debar.law.ownership.rules import Rule, Standing, Test, blocked_governments, rule
from debar.law.ownership.stakes import Holdings, Interest, Notice, Party

Outcome = Literal["blocked", "not_blocked", "possible"]
Because = Literal["listed", "government", "owned", "controlled", "possible", "unknown", "joint"]

STEPS = 50
"""The most stakes that a proof shows; beyond them it says where it goes on."""

_NOTHING = Fraction(0)
_WHOLE = Fraction(1)
_STANDING_FLAGS: Mapping[Standing, str] = {
    "before its start": "rule_before_start",
    "suspended": "rule_suspended",
    "resumed, unverified": "rule_resumption_unverified",
}


class Step(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """One stake of a proof.

    Args:
        owner, owned: party ids; the owner of a rejected row that names none is empty.
        percent: the exact share or band, in per cent (``50``, ``100/3``, ``25-50``).
        interest: what is held.
        document: the document that says so.
        because: why the owner counts: it is ``listed``; a ``government`` blocked by definition; itself reached by ``owned``
            stakes or ``controlled``; only ``possible``; ``unknown`` (a row names no owner); or it holds the stake
            ``joint`` with one that counts.
        origin: file and line or record.
        doubtful: the row was rejected or set aside, and counts in the upper bound alone.
    """

    owner: str
    owned: str
    percent: str
    interest: Interest
    document: str
    because: Because
    origin: str = ""
    doubtful: bool = False


class Continued(msgspec.Struct, frozen=True, gc=False):
    """Where a proof was cut: the verdict on that party has what is above it."""

    continues_at: str


class Verdict(msgspec.Struct, frozen=True, gc=False):
    """What a rule says of one party.

    Args:
        id: the party.
        verdict: ``blocked`` (what is surely held suffices), ``not_blocked`` (the most that may be held does not), or
            ``possible``. The words are those of a block; what follows is the rule's (`Rule.must`).
        share, share_high: what counts towards the threshold, at least and at most, as shares of the whole. Under a rule
            that asks person by person it is the largest of one person. Rights that are had or not had are no share.
        listed: the ids behind it, as far as the proof goes: listed parties and governments blocked by definition; itself,
            where it is one.
        flags: see `debar.law.ownership.wording.FLAGS`.
        proof: the stakes that count, from the listed down to the party, each once.
        unaccounted: how much of its shares the input names no holder of, at most; None: it names no stake in it.
    """

    id: str
    verdict: Outcome
    share: Fraction
    share_high: Fraction
    listed: tuple[str, ...]
    flags: tuple[str, ...]
    proof: tuple[Step | Continued, ...]
    unaccounted: Fraction | None


class Assessment:
    """The verdicts on all parties, by one rule for one day; made one by one when they are asked for.

    ``assessment["A"]`` is the verdict on one party, iteration gives all, in the order in which the input names them.

    Attributes:
        rule: the rule in the version of that day.
        on: the day.
        standing: whether the rule is in force on it, as far as its table knows.
        by_definition: the governments among the parties that the rule blocks by definition.
        rule_flags: the flags that every verdict has, of the rule itself.
        holdings: the input.
        notices: of the input, and of what was found when it was put together.
    """

    def __init__(self, holdings: Holdings, listed: Iterable[str], rule: Rule, on: date, steps: int = STEPS) -> None:
        self.rule = rule
        self.on = on
        self.standing = rule.standing(on)
        self.holdings = holdings
        self._steps = steps
        named = dict.fromkeys(listed)
        self._graph = graph = Graph(holdings, rule, on, named)
        self._listed = {graph.index[id] for id in named}
        by_definition = blocked_governments(rule.rule, on)
        governments = [one for one in holdings.parties.values() if one.government and one.country in by_definition]
        self.by_definition = tuple(
            by_definition[country] for country in sorted({one.country for one in governments if one.country})
        )
        self._governments = {graph.index[party.id] for party in governments} - self._listed
        seeds = sorted(self._listed | self._governments)
        self._findings: Findings = (Together if rule.across_persons == "together" else EachAlone)(graph, seeds)
        self.rule_flags = tuple(
            flag
            for flag in (
                _STANDING_FLAGS.get(self.standing),
                "rule_unverified" if _unverified(rule) else None,
            )
            if flag
        )
        control = [test for test in rule.tests if test.limb == "control"]
        self._control_flags = ("control", *(["control_unverified"] if any(map(_on_memory, control)) else []))
        self._input_flags = self._flags_of_notices()
        self._counted: dict[tuple[int, int], list[int]] = {}
        self._made: dict[int, Step] = {}

    def __len__(self) -> int:
        return len(self._graph.ids) - (UNKNOWN in self._graph.index)

    def __contains__(self, id: object) -> bool:
        return id != UNKNOWN and id in self._graph.index

    def __getitem__(self, id: str) -> Verdict:
        """The verdict on one party.

        Raises:
            KeyError: the input does not name it.
        """
        if id == UNKNOWN:
            raise KeyError(id)
        return self._verdict(self._graph.index[id])

    def __iter__(self) -> Iterator[Verdict]:
        return (self._verdict(party) for party, id in enumerate(self._graph.ids) if id != UNKNOWN)

    def outcomes(self) -> Iterator[Outcome]:
        """The bare verdict on every party, without shares and proof."""
        for party, id in enumerate(self._graph.ids):
            if id != UNKNOWN:
                yield self._outcome(party)

    def party(self, id: str) -> Party:
        """What the input says of a party; its id alone where it says nothing."""
        return self.holdings.parties.get(id) or Party(id)

    @cached_property
    def notices(self) -> tuple[Notice, ...]:
        """Notices of the input, and those of the stakes taken together on this day."""
        return (*self.holdings.notices, *self._over_100(), *self._unnamed())

    def _verdict(self, party: int) -> Verdict:
        graph = self._graph
        outcome = self._outcome(party)
        share, share_high = self._shares(party)
        seed = party in self._listed or party in self._governments
        id = graph.ids[party]
        listed: tuple[str, ...] = (id,) if seed else ()
        proof: tuple[Step | Continued, ...] = ()
        if outcome != "not_blocked" or share_high:
            behind, proof = self._proof(party)
            listed = listed or behind
        unaccounted = self._unaccounted(party)
        flags = self._flags(party, outcome, share_high, unaccounted)
        if _repeats(id, proof):
            flags = ("repeated_owner", *flags)
        return Verdict(id, outcome, share, share_high, listed, flags, proof, unaccounted)

    def _outcome(self, party: int) -> Outcome:
        if self._findings.at_least(party):
            return "blocked"
        return "possible" if self._findings.at_most(party) else "not_blocked"

    def _shares(self, party: int) -> tuple[Fraction, Fraction]:
        graph = self._graph
        share = share_high = _NOTHING
        for slot in graph.slots_of.get(party, ()):
            test = graph.slot_test[slot]
            low, high = self._findings.parts(slot)
            if high and test.limb == "ownership" and test.threshold is not None:
                share = max(share, graph.share(slot, low))
                share_high = max(share_high, graph.share(slot, high))
        return share, share_high

    def _unaccounted(self, party: int) -> Fraction | None:
        if party not in self._graph.owned:
            return None
        return max(_NOTHING, _WHOLE - self._known(party))

    def _known(self, party: int) -> Fraction:
        """The share of its shares whose holders the input names, own shares included."""
        graph = self._graph
        known = graph.treasury.get(party, _NOTHING)
        for slot in graph.slots_of.get(party, ()):
            if graph.slot_test[slot].interest == "shares":
                parts, whole = graph.shares_known[slot], graph.slot_denominator[slot]
                share = _WHOLE if parts == whole else Fraction(parts, whole)
                known = known + share if known else share
        return known

    def _flags(
        self, party: int, outcome: Outcome, share_high: Fraction, unaccounted: Fraction | None
    ) -> tuple[str, ...]:
        findings = self._findings
        found = []
        if party in self._listed:
            found.append("listed")
        if party in self._governments:
            found.append("government")
        if party in findings.control:
            found += self._control_flags
        if party in findings.circular:
            found.append("review_circular")
        if party in findings.if_joint:
            found.append("review_joint")
        if outcome == "not_blocked" and share_high and 100 * share_high >= self.rule.near_miss_from:
            found.append("near_miss")
        if outcome != "blocked":
            found += self._flags_if_open(party)
        found += self._flags_of_input(party, unaccounted)
        found += self.rule_flags
        return tuple(found)

    def _flags_if_open(self, party: int) -> Iterator[str]:
        """What matters where a party is not blocked anyway."""
        if party in self._held_jointly:
            yield "joint_holding"
        if party in self._divested:
            yield "divested"
        if self.untied:
            yield "input_incomplete"

    def _flags_of_input(self, party: int, unaccounted: Fraction | None) -> Iterator[str]:
        """What the input lacks or has too much of."""
        if unaccounted is None:
            if self.holdings.parties.get(self._graph.ids[party], _SOMEBODY).schema != "Person":
                yield "no_owners"
        elif unaccounted:
            yield "unaccounted"
        if party in self._over:
            yield "over_100"
        yield from self._input_flags.get(party, ())

    def _flags_of_notices(self) -> dict[int, list[str]]:
        flags: dict[int, list[str]] = {party: ["treasury"] for party in self._graph.treasury}
        for notice in self.holdings.notices:
            flag = "incomplete" if notice.row == "rejected" else _SET_ASIDE.get(notice.code)
            party = self._graph.index.get(notice.about) if notice.about else None
            if flag and party is not None and flag not in flags.setdefault(party, []):
                flags[party].append(flag)
        return flags

    @cached_property
    def untied(self) -> int:
        """How many rejected rows of stakes name no company, so that any verdict may lack them."""
        return sum(
            notice.row == "rejected" and not notice.about and not notice.code.startswith(("party.", "listed."))
            for notice in self.holdings.notices
        )

    @cached_property
    def _over(self) -> dict[int, Fraction]:
        """Companies whose known shares are more than all."""
        graph = self._graph
        suspects = set(graph.treasury)
        for slot, known in enumerate(graph.shares_known):
            if known > graph.slot_denominator[slot] and graph.slot_test[slot].interest == "shares":
                suspects.add(graph.slot_company[slot])
        shares = ((company, self._known(company)) for company in sorted(suspects))
        return {company: known for company, known in shares if known > 1}

    @cached_property
    def _divested(self) -> set[int]:
        """Companies of which one that counts today has sold a stake."""
        return {company for owner, company in self._graph.ended if self._findings.at_most(owner)}

    @cached_property
    def _held_jointly(self) -> set[int]:
        """Companies of which one that counts holds a stake jointly with one that does not, where only its part counts."""
        if self.rule.joint != "own part":
            return set()
        blocks: dict[tuple[str, str], list[bool]] = {}
        for stake in self.holdings.stakes:
            if stake.joint is not None and stake.held_on(self.on):
                counts = self._findings.at_most(self._graph.index[stake.owner])
                blocks.setdefault((stake.owned, stake.joint), []).append(counts)
        return {self._graph.index[owned] for (owned, _), counts in blocks.items() if any(counts) and not all(counts)}

    def _over_100(self) -> Iterator[Notice]:
        for company, known in self._over.items():
            id = self._graph.ids[company]
            units = self._graph.held_in(company)
            origin = self._graph.stakes[self._graph.unit_stake[units[0]]].origin if units else ""
            text = f"the shares of {id} held on {self.on} add up to {percent.about(known, known)} %, more than all"
            yield Notice("stake.over-100", origin, f"{text}; all are counted as given", id, field="percent")

    def _unnamed(self) -> Iterator[Notice]:
        stakes = {id for stake in self._graph.stakes for id in (stake.owner, stake.owned)}
        for party in sorted(self._listed):
            if (id := self._graph.ids[party]) not in stakes:
                yield Notice("listed.unknown", "the listed", f"no stake names the listed id {id!r}", id, field="id")
        for one in self.holdings.parties.values():
            if one.government and one.country is None:
                text = f"{one.id} is a government of no known country, so that no rule can block it by definition"
                yield Notice("party.country", one.origin, text, one.id, field="country")

    def _proof(self, party: int) -> tuple[tuple[str, ...], tuple[Step | Continued, ...]]:
        """The ids behind a verdict, and the stakes that count, those of the earliest reached first."""
        graph, findings = self._graph, self._findings
        steps: dict[int, tuple[int, int]] = {}
        behind: dict[int, None] = {}
        cut: dict[int, None] = {}
        strands = findings.strands(party)
        if len(strands) > self._steps:
            cut[party] = None
        for number, strand in enumerate(strands[: self._steps]):
            if strand in self._listed or strand in self._governments:
                behind[strand] = None
            queue = [party]
            walked = {party}
            for company in queue:
                if len(steps) >= self._steps:
                    cut[company] = None
                    continue
                for stake in self._counted_in(strand, company):
                    if len(steps) >= self._steps:
                        cut[company] = None
                        break
                    owner = graph.index[graph.stakes[stake].owner]
                    rank = findings.rank(strand, owner)
                    steps.setdefault(stake, (number, len(graph.ids) if rank is None else rank))
                    if rank is None:
                        continue
                    if strand == ALL and (owner in self._listed or owner in self._governments):
                        behind[owner] = None
                    elif owner != strand and owner not in walked and graph.ids[owner] != UNKNOWN:
                        walked.add(owner)
                        queue.append(owner)
        order = sorted(steps, key=steps.__getitem__)
        shown = tuple(self._step(stake) for stake in order)
        continued = tuple(Continued(graph.ids[company]) for company in cut)
        return tuple(graph.ids[owner] for owner in behind), (*continued, *shown)

    def _counted_in(self, strand: int, company: int) -> list[int]:
        """The stakes in a company that count, a few more than a proof shows at most."""
        counted = self._counted.get((strand, company))
        if counted is None:
            graph, findings = self._graph, self._findings
            counted = self._counted[strand, company] = []
            for unit in graph.held_in(company):
                stakes = graph.stakes_of(unit)
                if graph.unit_high[unit] and any(
                    findings.rank(strand, graph.index[graph.stakes[stake].owner]) is not None for stake in stakes
                ):
                    counted.extend(stakes)
                if len(counted) > self._steps:
                    break
        return counted

    def _step(self, number: int) -> Step:
        step = self._made.get(number)
        if step is None:
            stake = self._graph.stakes[number]
            step = self._made[number] = Step(
                stake.owner,
                stake.owned,
                percent.text_of(stake.low, stake.high),
                stake.interest,
                stake.document,
                self._because(self._graph.index[stake.owner]),
                stake.origin,
                number >= self._graph.first_unread,
            )
        return step

    def _because(self, owner: int) -> Because:
        if owner in self._listed:
            return "listed"
        if owner in self._governments:
            return "government"
        if self._graph.ids[owner] == UNKNOWN:
            return "unknown"
        if owner in self._findings.control:
            return "controlled"
        if self._findings.at_least(owner):
            return "owned"
        return "possible" if self._findings.at_most(owner) else "joint"


_SOMEBODY = Party("")
_SET_ASIDE = {"stake.duplicate": "duplicate"}


def _repeats(id: str, proof: tuple[Step | Continued, ...]) -> bool:
    """Whether two stakes of one owner in the party itself were added."""
    direct = [
        (step.owner, step.interest)
        for step in proof
        if isinstance(step, Step) and step.owned == id and not step.doubtful
    ]
    return len(set(direct)) < len(direct)


def _on_memory(row: Rule | Test) -> bool:
    return row.status != "verified"


def _unverified(rule: Rule) -> bool:
    return _on_memory(rule) or any(_on_memory(test) for test in rule.tests if test.limb == "ownership")


def assess(holdings: Holdings, listed: Iterable[str], *, rule: str, on: date) -> Assessment:
    """Whom a rule reaches through ownership on a day.

    Args:
        holdings: stakes and parties; see `debar.law.ownership.reading.read`.
        listed: the ids of the listed, as the stakes name them.
        rule: ``ofac``, ``eu``, ``eu_sectoral``, ``uk`` or ``bis``.
        on: the day; stakes count that are held on it, by the version of the rule for it.

    Raises:
        BadQuery: there is no such rule.

    >>> from debar.law.ownership import Stake
    >>> half = Fraction(1, 2)
    >>> holdings = Holdings((Stake("X", "A", half, half), Stake("A", "B", half, half)), {})
    >>> verdict = assess(holdings, ["X"], rule="ofac", on=date(2026, 11, 26))["B"]
    >>> verdict.verdict, verdict.share, verdict.listed
    ('blocked', Fraction(1, 2), ('X',))
    >>> [(step.owner, step.owned, step.percent, step.because) for step in verdict.proof]
    [('X', 'A', '50', 'listed'), ('A', 'B', '50', 'owned')]
    >>> assess(holdings, ["X"], rule="uk", on=date(2026, 11, 26))["B"].verdict
    'not_blocked'
    """
    return Assessment(holdings, listed, _rule(rule, on), on)


_rule = rule  # `assess` has an argument of that name
