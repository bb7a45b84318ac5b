"""Owners tied to listed entities: which parties of ownership data are on the lists.

A tie has a basis:

``given``        the caller, or the data itself, says so: the party's id is the entity's.
``identifier``   both have an identifier that says they are one (`debar.law.ownership.same_party`). It counts at once.
``screening``    the party, screened like a customer, hits the entity. It does not count until a person has confirmed it:
                 until then the party, and what it owns, is "possible" at most.
``confirmed``    a person has confirmed it (`debar.screen.tie_decisions`).

A person's rejection undoes a tie by screening, and one by identifier too, with a notice. A party that is tied need not be
blocked: what follows from a listing is for `debar.law` to say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from typing import Literal

import msgspec

from debar.errors import BadQuery, NotScreened
from debar.law.ownership.inputs.list_links import party_of
from debar.law.ownership.same_party import keys_of
from debar.law.ownership.shares import UNKNOWN
from debar.law.ownership.stakes import Holdings, Notice, Party, Stake
from debar.match.identifiers import mark
from debar.model import SCHEMATA, Entity, Hit, ListState, Query, is_iso_prefix
from debar.model.query import IDENTIFIER_PROPERTIES
from debar.screen.screener import Screener
from debar.screen.tie_decisions import Decision, newest

Basis = Literal["given", "identifier", "confirmed", "screening"]

LIMIT = 10
"""How many hits of a party are looked at."""
_BATCH = 4_096
_RANK: dict[Basis, int] = {"given": 0, "confirmed": 1, "identifier": 2, "screening": 3}
_ALIASES = ("alias", "weakAlias", "previousName")
_OTHERS = ("nationality", "citizenship")


class Tie(msgspec.Struct, frozen=True):
    """A party and the listed entity that it is, or may be.

    Args:
        party: the party's id.
        entity: the listed entity's debar id; of a ``given`` tie the party's own id, where nothing more is known.
        basis: see the module.
        score: the score of the screening; None where the tie does not rest on one.
        evidence: the reasons, a sentence each.
        caption: the listed entity's name.
        decision: the decision that confirmed it.
    """

    party: str
    entity: str
    basis: Basis
    score: float | None = None
    evidence: tuple[str, ...] = ()
    caption: str = ""
    decision: Decision | None = None

    @property
    def counts(self) -> bool:
        """Whether the party is listed by it; else it is so possibly."""
        return self.basis != "screening"

    @property
    def text(self) -> str:
        """The tie as a sentence.

        >>> Tie("a", "us-ofac-1", "screening", 0.91, ("The name is the same.",), "ADA").text
        'a is possibly the listed us-ofac-1 ADA (screening, score 0.91, not confirmed): The name is the same.'
        """
        how = self.basis if self.score is None else f"{self.basis}, score {self.score:.2f}"
        sure = "" if self.counts else ", not confirmed"
        why = f": {' '.join(self.evidence)}" if self.evidence else ""
        return f"{self.party} is {'' if self.counts else 'possibly '}the listed {self.entity} {self.caption} ({how}{sure}){why}"


class Ties(msgspec.Struct, frozen=True):
    """All ties of holdings, and on what they rest.

    Args:
        ties: the strongest of each party first, in the order of the parties.
        rejected: ties that a person has rejected.
        notices: what a reader must know.
        screened: how many parties were screened.
        lists, policy, engine, as_of: as of a `Result`.
    """

    ties: tuple[Tie, ...] = ()
    rejected: tuple[Tie, ...] = ()
    notices: tuple[Notice, ...] = ()
    screened: int = 0
    lists: tuple[ListState, ...] = ()
    policy: str = ""
    engine: str = ""
    as_of: str | None = None

    @property
    def listed(self) -> frozenset[str]:
        """The parties that are listed."""
        return frozenset(one.party for one in self.ties if one.counts)

    @property
    def possible(self) -> frozenset[str]:
        """The parties that are possibly listed, and not surely."""
        return frozenset(one.party for one in self.ties) - self.listed

    def of(self, party: str) -> tuple[Tie, ...]:
        """The ties of one party."""
        return tuple(one for one in self.ties if one.party == party)


def tie(
    holdings: Holdings,
    screener: Screener,
    *,
    given: Iterable[str] = (),
    decisions: Iterable[Decision] = (),
    threshold: float | None = None,
    report: Callable[[int], None] = lambda done: None,
) -> Ties:
    """Tie the parties of holdings to listed entities.

    Args:
        holdings: stakes and parties; parties that stakes name and nothing describes are looked up by their ids alone.
        screener: over the lists to be tied to.
        given: ids of parties that the caller says are listed.
        decisions: what people have decided; of several on one party and entity the last counts.
        threshold: the score from which a hit is a tie; the policy's by default.
        report: called with the number of parties done.

    Raises:
        NotScreened: the lists are not fit to screen against; nothing is tied then, and nothing is clear.
    """
    if not screener.fit:
        raise NotScreened("the parties", reasons=screener.reasons)
    work = _Work(screener, decisions, threshold)
    for id in dict.fromkeys(given):
        work.put(Tie(id, id, "given", evidence=("The list of the listed names it.",)))
    done = 0
    for parties in _batches(_parties(holdings)):
        work.batch(parties)
        done += len(parties)
        report(done)
    work.settle(holdings)
    return work.ties()


def decision_on(
    one: Tie, party: Party | None, decision: Literal["confirmed", "rejected"], *, by: str, on: date, note: str = ""
) -> Decision:
    """A person's decision on a tie, for `debar.screen.tie_decisions.record_decision`.

    >>> made = decision_on(Tie("a", "us-ofac-1", "screening", 0.91), Party("a", "Ada"), "rejected", by="J. Doe", on=date(2026, 11, 26))
    >>> made.name, made.note
    ('Ada', 'score 0.91')
    """
    seen = "" if one.score is None else f"score {one.score:.2f}"
    text = "; ".join(part for part in (note, seen) if part)
    return Decision(one.party, party.name if party is not None else "", one.entity, decision, by, on, text)


def applied(holdings: Holdings, ties: Ties) -> tuple[Holdings, tuple[str, ...]]:
    """Holdings and the ids of the listed, for `debar.law.ownership.assess`.

    A party that is possibly listed is not among the listed; the entity is that it may be. A stake of it in the party, of
    unknown share, stands among the unread ones, which count in upper bounds alone: so the party, and what it owns, is
    "possible" at most, and the proof names the entity, the score and the evidence.
    """
    listed = dict.fromkeys(one.party for one in ties.ties if one.counts)
    unread = list(holdings.unread)
    entities: dict[str, None] = {}
    parties = dict(holdings.parties)
    for one in ties.ties:
        if one.counts or one.party in listed:
            continue
        entities[one.entity] = None
        parties.setdefault(one.entity, Party(one.entity, one.caption, origin="the lists"))
        document = f"screening: score {one.score or 0:.2f}, not confirmed"
        unread.append(Stake(one.entity, one.party, *UNKNOWN, document=document, origin="tie by screening"))
    notices = (*holdings.notices, *ties.notices)
    changed = msgspec.structs.replace(holdings, parties=parties, unread=tuple(unread), notices=notices)
    return changed, (*listed, *entities)


class _Work:
    def __init__(self, screener: Screener, decisions: Iterable[Decision], threshold: float | None) -> None:
        self._screener = screener
        self._threshold = threshold
        self._decided = newest(decisions)
        self._used: set[tuple[str, str]] = set()
        self._found: dict[str, dict[str, Tie]] = {}
        self._rejected: list[Tie] = []
        self._notices: list[Notice] = []
        self._screened = 0
        self._rest = Ties(lists=screener.lists(), as_of=screener.as_of)

    def put(self, one: Tie) -> None:
        """Take a tie; of several between the same two the strongest stays."""
        ties = self._found.setdefault(one.party, {})
        known = ties.get(one.entity)
        if known is None or _RANK[one.basis] < _RANK[known.basis]:
            ties[one.entity] = one

    def batch(self, parties: Sequence[Party]) -> None:
        """Look parties up by their ids, and screen those that have a name or an identifier."""
        queries: list[Query] = []
        asked: list[Party] = []
        for party in parties:
            self._by_id(party)
            query = self._query(party)
            if query is not None:
                queries.append(query)
                asked.append(party)
        results = self._screener.screen_many(queries, limit=LIMIT, threshold=self._threshold)
        for party, result in zip(asked, results, strict=True):
            if result.status != "screened":
                raise NotScreened(party.id, reasons=result.reasons)
            if result.hits:
                keys = frozenset(keys_of(party))
                for hit in result.hits:
                    self._by_hit(party, keys, hit)
        self._screened += len(asked)
        if results:
            self._rest = msgspec.structs.replace(self._rest, policy=results[0].policy, engine=results[0].engine)

    def settle(self, holdings: Holdings) -> None:
        """Put the confirmed ties in that no screening found, and name decisions that concern nobody here."""
        named = {id for stake in (*holdings.stakes, *holdings.unread) for id in (stake.owner, stake.owned)}
        for key, decision in self._decided.items():
            if key in self._used:
                continue
            party = holdings.parties.get(decision.party)
            if party is None and decision.party not in named:
                text = f"the decision on {decision.party} and {decision.entity} concerns no party here"
                self._notices.append(Notice("tie.unused", decision.origin, text))
                continue
            entity = self._screener.entity(decision.entity)
            if entity is None:
                text = f"{decision.entity}, {decision.text}, stands on no list here (any more); the decision does not count"
                self._notices.append(Notice("tie.not-listed", decision.origin, text, decision.party))
            elif decision.decision == "confirmed" and self._same_name(party, decision):
                self.put(_confirmed(Tie(decision.party, entity.id, "confirmed", caption=entity.caption), decision))

    def ties(self) -> Ties:
        """All that was found."""
        found = [
            one
            for ties in self._found.values()
            for one in sorted(ties.values(), key=lambda one: (_RANK[one.basis], -(one.score or 0), one.entity))
        ]
        return msgspec.structs.replace(
            self._rest,
            ties=tuple(found),
            rejected=tuple(self._rejected),
            notices=tuple(self._notices),
            screened=self._screened,
        )

    def _by_id(self, party: Party) -> None:
        for id in (party.id, *(text for prop, text in party.properties if prop == "entityId")):
            entity = self._screener.entity(id)
            if entity is not None:
                self.put(
                    Tie(party.id, entity.id, "given", evidence=("Its id is the entity's.",), caption=entity.caption)
                )

    def _query(self, party: Party) -> Query | None:
        """What to ask about a party; None where there is nothing to ask by."""
        names = [party.name, *(text for prop, text in party.properties if prop in _ALIASES)]
        identifiers = [(prop, text) for prop, text in party.identifiers if prop in IDENTIFIER_PROPERTIES]
        try:
            return Query(
                schema=party.schema if party.schema in SCHEMATA else "LegalEntity",
                name=[name for name in names if any(map(str.isalnum, name))],
                birth_date=[text for prop, text in party.properties if prop == "birthDate" and is_iso_prefix(text)],
                country=party.country or (),
                identifiers=identifiers,
                properties={prop: [text for one, text in party.properties if one == prop] for prop in _OTHERS},
                id=party.id,
            )
        except BadQuery:
            return None

    def _by_hit(self, party: Party, keys: frozenset[str], hit: Hit) -> None:
        if not keys and not hit.match:
            return
        entity = hit.entity
        shared = keys & {*keys_of(party_of(entity)), *_stated_keys(entity)}
        if not shared and not hit.match:
            return
        if not shared and self._by_number_alone(hit) and _of_other_countries(party, entity):
            text = f"{party.id} has a number in common with {entity.id}, of a register of another country; not tied"
            self._notices.append(Notice("tie.number-elsewhere", party.origin, text, party.id))
            return
        evidence = tuple(one.text for one in hit.evidence)
        if shared:
            evidence = (f"Both have the identifier {', '.join(sorted(shared))}.", *evidence)
        basis: Basis = "identifier" if shared else "screening"
        found = Tie(party.id, entity.id, basis, hit.score, evidence, entity.caption)
        decision = self._decided.get((party.id, entity.id))
        if decision is not None and not self._same_name(party, decision):
            decision = None
        if decision is None:
            self.put(found)
        elif decision.decision == "confirmed":
            self.put(_confirmed(found, decision))
        else:
            self._rejected.append(msgspec.structs.replace(found, decision=decision))
            if shared:
                text = f"{party.id} and {entity.id} share an identifier ({', '.join(sorted(shared))}), but were {decision.text}"
                self._notices.append(Notice("tie.rejected-identifier", decision.origin, text, party.id))

    def _by_number_alone(self, hit: Hit) -> bool:
        """Whether a hit would be no match without the identifier that agrees."""
        points = sum(one.points for one in hit.evidence if one.kind == "identifier" and one.points > 0)
        least = self._screener.home.policy.threshold if self._threshold is None else self._threshold
        return points > 0 and hit.score - points < least

    def _same_name(self, party: Party | None, decision: Decision) -> bool:
        """Whether the decision was on this party; ids of two files may be the same by chance."""
        self._used.add((decision.party, decision.entity))
        name = party.name if party is not None else ""
        if not decision.name or " ".join(name.split()).casefold() == decision.name.casefold():
            return True
        text = f"{decision.party} is called {name or 'nothing'!r} here, not {decision.name!r}; the decision on {decision.entity} does not count"
        self._notices.append(Notice("tie.other-name", decision.origin, text, decision.party))
        return False


def _confirmed(found: Tie, decision: Decision) -> Tie:
    evidence = (f"It was {decision.text}.", *found.evidence)
    return msgspec.structs.replace(found, basis="confirmed", evidence=evidence, decision=decision)


def _stated_keys(entity: Entity) -> Iterator[str]:
    """The keys of a listed entity's identifiers, each with its own country."""
    for one in entity.identifiers:
        if one.country:
            yield from keys_of(Party(entity.id, country=one.country, identifiers=((one.type, one.value),)))


def _of_other_countries(party: Party, entity: Entity) -> bool:
    """Whether every number that both have is of a register of another country; where one is not known, it is not."""
    marks = {found.key for prop, value in party.identifiers if (found := mark(prop, value))}
    listed = party_of(entity).country
    countries = {
        one.country or listed
        for one in entity.identifiers
        if (found := mark(one.type, one.value)) and found.key in marks
    }
    return party.country is not None and bool(countries) and not countries & {party.country, None}


def _parties(holdings: Holdings) -> Iterator[Party]:
    """Every party, those that stakes name by their ids alone included."""
    yield from holdings.parties.values()
    seen: set[str] = {"", *holdings.parties}
    for stake in (*holdings.stakes, *holdings.unread):
        for id in (stake.owner, stake.owned):
            if id not in seen:
                seen.add(id)
                yield Party(id)


def _batches(parties: Iterator[Party]) -> Iterator[list[Party]]:
    while batch := list(islice(parties, _BATCH)):
        yield batch
