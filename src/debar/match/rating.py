"""One query against one listed party: the score that search and compare share, and what it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from debar.match.alignment import EXACT, Alignment, align
from debar.match.attributes import Attributes, Finding, attributes_of, compare_attributes
from debar.match.identifiers import Mark, marks_of_entity, marks_of_query
from debar.match.schemata import group_of, identifiers_may_match, names_may_match
from debar.model import Entity, Name, NameKind, Query
from debar.names import Group, Reading, clean, read

IDENTIFIED = 0.95
"""The least that an identifier in common gives."""
IDENTIFIED_OTHER_KIND = 0.65
"""An identifier in common with another kind of party: shown, but no match by itself."""
NOT_EXACT_MOST = 0.99
SUPPORTED_FROM = 0.5
"""Names less alike than this get no support from birth date or country: many strangers share those."""

KIND_DISCOUNT: dict[NameKind, float] = {"primary": 0.0, "alias": 0.0, "former": 0.0, "weak": 0.04}
KIND_RANK: dict[NameKind, int] = {"primary": 0, "alias": 1, "former": 2, "weak": 3}
_SUPPORTING_IDENTIFIER = 0.03
_OTHER_IDENTIFIER = -0.15


class Asked:
    """A query read once: its names for each group, on demand, its identifiers and attributes."""

    __slots__ = ("_readings", "attributes", "marks", "names", "query")

    def __init__(self, query: Query) -> None:
        self.query = query
        self.names = tuple(dict.fromkeys(query.names))
        self.marks: tuple[Mark, ...] = tuple(marks_of_query(query))
        self.attributes: Attributes = attributes_of(query)
        self._readings: dict[Group, tuple[Reading, ...]] = {}

    def readings(self, group: Group) -> tuple[Reading, ...]:
        """The query's names, read as those of such a party."""
        found = self._readings.get(group)
        if found is None:
            found = self._readings[group] = tuple(read(name, group) for name in self.names)
        return found


class NameMatch(NamedTuple):
    """The best pair of names."""

    score: float
    query: str
    listed: Name
    alignment: Alignment
    query_reading: Reading
    listed_reading: Reading
    group: Group
    exactness: int


class Rating(NamedTuple):
    """The score of a query and an entity with all that it rests on."""

    entity: Entity
    score: float
    name: NameMatch | None
    shared: Mark | None
    same_kind: bool
    findings: tuple[Finding, ...]

    @property
    def order(self) -> tuple[float, int, int, str]:
        """Best first: the score, then how exact the name is to the letter, then its kind, then the id."""
        exactness = self.name.exactness if self.name else 3
        kind = KIND_RANK[self.name.listed.kind] if self.name else 0
        return -self.score, exactness, kind, self.entity.id


def readings_of(entity: Entity) -> tuple[Reading, ...]:
    """The listed names, read as those of the entity's kind of party; in the order of ``entity.names``."""
    group = group_of(entity.schema)
    return tuple(
        read(name.value, group, family=[text for prop, text in name.parts if prop == "lastName"])
        for name in entity.names
    )


def rate(asked: Asked, entity: Entity, readings: Sequence[Reading]) -> Rating:
    """Score a query against an entity whose names are read."""
    schema = asked.query.schema
    name = best_name(asked, entity, readings) if names_may_match(schema, entity.schema) else None
    shared = _shared_identifier(asked, entity)
    same_kind = identifiers_may_match(schema, entity.schema)
    if name is None and shared is None:
        return Rating(entity, 0.0, None, None, same_kind, ())
    score, base = _base(name, shared, same_kind)
    room = 1.0 if shared is not None or (name is not None and name.alignment.exact) else NOT_EXACT_MOST
    findings = list(base)
    for finding in _supporting(asked, entity, shared, name):
        points = finding.points
        if points > 0:
            points = min(points, max(0.0, room - score)) if score >= SUPPORTED_FROM else 0.0
        # What an identifier proves no attribute takes back.
        if shared is not None and same_kind and shared.decides:
            points = max(points, IDENTIFIED - score)
        score = score + points
        findings.append(finding._replace(points=round(points, 4)))
    return Rating(entity, min(1.0, max(0.0, round(score, 4))), name, shared, same_kind, tuple(findings))


def best_name(asked: Asked, entity: Entity, readings: Sequence[Reading]) -> NameMatch | None:
    """The pair of names with the highest score."""
    group = group_of(entity.schema)
    best: NameMatch | None = None
    for query, query_reading in zip(asked.names, asked.readings(group), strict=True):
        for listed, reading in zip(entity.names, readings, strict=True):
            alignment = align(query_reading, reading, group)
            exactness = _exactness(query, listed.value, alignment)
            # Who asks for a weak alias to the letter is shown its bearer first, before others who are only like it.
            discount = 0.0 if exactness <= 1 else KIND_DISCOUNT[listed.kind]
            score = max(0.0, round(alignment.score - discount, 4))
            if best is not None and score < best.score:
                continue
            found = NameMatch(
                score,
                query,
                listed,
                alignment,
                query_reading,
                reading,
                group,
                exactness,
            )
            if best is None or _name_order(found) < _name_order(best):
                best = found
    return best


def _name_order(found: NameMatch) -> tuple[float, int, int]:
    return -found.score, found.exactness, KIND_RANK[found.listed.kind]


def _exactness(query: str, listed: str, alignment: Alignment) -> int:
    if query == listed:
        return 0
    if not alignment.exact:
        return 3
    return 1 if clean(query).casefold() == clean(listed).casefold() else 2


def _base(name: NameMatch | None, shared: Mark | None, same_kind: bool) -> tuple[float, Iterable[Finding]]:
    by_name = name.score if name is not None else 0.0
    if shared is None or not shared.decides:
        return by_name, ()
    decided = IDENTIFIED + 0.04 * by_name / EXACT if same_kind else IDENTIFIED_OTHER_KIND
    added = max(0.0, round(decided - by_name, 4))
    return by_name + added, (Finding("identifier", "same", shared.value, shared.value, added),)


def _supporting(asked: Asked, entity: Entity, shared: Mark | None, name: NameMatch | None) -> Iterable[Finding]:
    if shared is not None and not shared.decides:
        points = _SUPPORTING_IDENTIFIER if name is not None else 0.0
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
