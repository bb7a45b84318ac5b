"""One query against one listed party: the score that search and compare share, and what it rests on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from debar.match.alignment import EXACT, Alignment, align
from debar.match.attributes import Attributes, Finding, attributes_of, compare_attributes
from debar.match.identifiers import Mark, marks_of_entity, marks_of_query
from debar.match.keys import raw_key
from debar.match.schemata import group_of, identifiers_may_match, names_may_match
from debar.model import Entity, Name, NameKind, Query
from debar.names import Group, Reading, read

IDENTIFIED = 950
"""The least that an identifier in common gives, in thousandths, as all scores here."""
IDENTIFIED_OTHER_KIND = 650
"""An identifier in common with another kind of party: shown, but no match by itself."""
NOT_EXACT_MOST = 990
SUPPORTED_FROM = 500
"""Names less alike than this get no support from birth date or country: many strangers share those."""

WEAK_DISCOUNT = 40
"""What a weak alias costs, unless it is asked for to the letter."""
KIND_RANK: dict[NameKind, int] = {"primary": 0, "alias": 1, "former": 2, "weak": 3}
SUPPORTING_IDENTIFIER = 30
_OTHER_IDENTIFIER = -150


class Asked:
    """A query read once: its names for each group, on demand, its identifiers and attributes."""

    __slots__ = ("_readings", "attributes", "marks", "names", "query")

    def __init__(self, query: Query) -> None:
        self.query = query
        self.names = tuple(dict.fromkeys(query.names))
        self.marks: tuple[Mark, ...] = tuple(marks_of_query(query))
        self.attributes: Attributes = attributes_of(query)
        self._readings: dict[Group, tuple[Reading, ...]] = {}

    @property
    def is_name_only(self) -> bool:
        """Whether there is nothing to go by but names."""
        return not self.marks and self.attributes.is_empty

    def readings(self, group: Group) -> tuple[Reading, ...]:
        """The query's names, read as those of such a party."""
        found = self._readings.get(group)
        if found is None:
            found = self._readings[group] = tuple(read(name, group) for name in self.names)
        return found


class NameMatch(NamedTuple):
    """The best pair of names; the score is in thousandths."""

    score: int
    query: str
    listed: Name
    alignment: Alignment
    query_reading: Reading
    listed_reading: Reading
    group: Group
    verbatim: bool


class Rating(NamedTuple):
    """The score of a query and an entity, in thousandths, with all that it rests on."""

    entity: Entity
    score: int
    name: NameMatch | None
    shared: Mark | None
    same_kind: bool
    findings: tuple[Finding, ...]


def readings_of(entity: Entity) -> tuple[Reading, ...]:
    """The listed names, read as those of the entity's kind of party; in the order of ``entity.names``."""
    group = group_of(entity.schema)
    return tuple([read_listed(name, group) for name in entity.names])


def read_listed(name: Name, group: Group) -> Reading:
    """A listed name, with the family name that the source gives apart."""
    return read(name.value, group, family=[text for prop, text in name.parts if prop == "lastName"])


def rate(asked: Asked, entity: Entity) -> Rating:
    """Score a query against an entity, name by name."""
    comparable = names_may_match(asked.query.schema, entity.schema)
    return settle(asked, entity, best_name(asked, entity) if comparable else None)


def settle(asked: Asked, entity: Entity, name: NameMatch | None) -> Rating:
    """The score of a query and an entity whose best pair of names is known."""
    shared = _shared_identifier(asked, entity)
    same_kind = identifiers_may_match(asked.query.schema, entity.schema)
    if name is None and shared is None:
        return Rating(entity, 0, None, None, same_kind, ())
    score, base = _base(name, shared, same_kind)
    room = 1000 if shared is not None or (name is not None and name.alignment.exact) else NOT_EXACT_MOST
    findings = list(base)
    for finding in _supporting(asked, entity, shared, name):
        points = finding.points
        if points > 0:
            points = min(points, max(0, room - score)) if score >= SUPPORTED_FROM else 0
        # What an identifier proves no attribute takes back.
        if shared is not None and same_kind and shared.decides:
            points = max(points, IDENTIFIED - score)
        score = score + points
        findings.append(finding._replace(points=points))
    return Rating(entity, min(1000, max(0, score)), name, shared, same_kind, tuple(findings))


def best_name(asked: Asked, entity: Entity) -> NameMatch | None:
    """The pair of names with the highest score; of equals the more exact, then the first of the listing's kinds."""
    group = group_of(entity.schema)
    found = [
        match_names(query, reading, listed, listed_reading, group)
        for query, reading in zip(asked.names, asked.readings(group), strict=True)
        for listed, listed_reading in zip(entity.names, readings_of(entity), strict=True)
    ]
    return min(found, key=_name_order, default=None)


def match_names(query: str, reading: Reading, listed: Name, listed_reading: Reading, group: Group) -> NameMatch:
    """One pair of names."""
    alignment = align(reading, listed_reading, group)
    verbatim = raw_key(query) == raw_key(listed.value)
    # Who asks for a weak alias to the letter is shown its bearer first, before others who are only like it.
    discount = WEAK_DISCOUNT if listed.kind == "weak" and not verbatim else 0
    score = max(0, (EXACT if verbatim else alignment.score) - discount)
    return NameMatch(score, query, listed, alignment, reading, listed_reading, group, verbatim)


def _name_order(found: NameMatch) -> tuple[int, bool, bool, int]:
    return -found.score, not found.verbatim, not found.alignment.exact, KIND_RANK[found.listed.kind]


def _base(name: NameMatch | None, shared: Mark | None, same_kind: bool) -> tuple[int, Iterable[Finding]]:
    by_name = name.score if name is not None else 0
    if shared is None or not shared.decides:
        return by_name, ()
    decided = IDENTIFIED + 40 * by_name // EXACT if same_kind else IDENTIFIED_OTHER_KIND
    added = max(0, decided - by_name)
    return by_name + added, (Finding("identifier", "same", shared.value, shared.value, added),)


def _supporting(asked: Asked, entity: Entity, shared: Mark | None, name: NameMatch | None) -> Iterable[Finding]:
    if shared is not None and not shared.decides:
        points = SUPPORTING_IDENTIFIER if name is not None else 0
        yield Finding("identifier", "similar", shared.value, shared.value, points)
    if shared is None:
        yield from _other_identifiers(asked, entity)
    yield from compare_attributes(asked.attributes, entity)


def _shared_identifier(asked: Asked, entity: Entity) -> Mark | None:
    """An identifier that both have; one that decides before one that only supports."""
    if not asked.marks:
        return None
    listed = {mark.key for mark in marks_of_entity(entity)}
    shared = [mark for mark in asked.marks if mark.key in listed]
    return min(shared, key=lambda mark: not mark.decides, default=None)


def _other_identifiers(asked: Asked, entity: Entity) -> Iterable[Finding]:
    """An identifier that a party has one of only, and that differs; the first such."""
    singles = [mark for mark in asked.marks if mark.kind.single]
    if not singles:
        return
    listed = list(marks_of_entity(entity))
    for mark in singles:
        others = [other for other in listed if other.kind.property == mark.kind.property]
        if others:
            yield Finding("identifier", "contradicts", mark.value, others[0].value, _OTHER_IDENTIFIER)
            return
