"""Searching and comparing as the US Treasury's search tool does: by name alone, every listed name, its scores."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple

from debar.match.index import Index
from debar.match.ofac_sls import explain, ofac_scores
from debar.match.rating import COPIES, KIND_RANK
from debar.match.schemata import names_may_match
from debar.model import Entity, Evidence, Hit, Name, Query

_SIMILAR = 0.5


class _Listing(NamedTuple):
    entity: int
    name: Name


class _Best(NamedTuple):
    score: int
    asked: str
    name: Name


def compare_as_treasury(query: Query, entity: Entity, *, threshold: float) -> Hit:
    """Score a query against one party as the Treasury's tool would.

    >>> listed = Entity("x-1", "x", "Person", (Name("PUTIN, Vladimir Vladimirovich"),))
    >>> compare_as_treasury(Query(name="Poutine"), listed, threshold=0.85).score
    0.92
    """
    best: _Best | None = None
    if names_may_match(query.schema, entity.schema):
        for asked in query.names:
            for name, score in zip(entity.names, ofac_scores(asked, _values(entity.names)), strict=True):
                if best is None or score > best.score:
                    best = _Best(score, asked, name)
    return _hit(entity, best or _Best(0, "", Name("")), threshold)


def _values(names: Iterable[Name]) -> list[str]:
    return [name.value for name in names]


def _hit(entity: Entity, best: _Best, threshold: float) -> Hit:
    score = best.score / 100

    def evidence(_: Entity) -> tuple[Evidence, ...]:
        if not best.asked:
            return ()
        level = "same" if best.score == 100 else "similar" if score >= _SIMILAR else "contradicts"
        text = f'"{best.asked}" against "{best.name.value}": {explain(best.asked, best.name.value)}'
        return (Evidence("name", level, best.asked, best.name.value, score, text),)

    return Hit(entity, score, score >= threshold, evidence)


class Treasury:
    """All names of an index, to be searched as the Treasury's tool searches its list.

    Every query is compared with every listed name, which takes some hundred times as long as `Index.search`.
    """

    def __init__(self, index: Index) -> None:
        self._index = index
        self._by_schema: dict[str, list[_Listing]] = {}

    @cached_property
    def _entities(self) -> list[Entity]:
        return list(self._index.entities())

    def search(self, query: Query, *, limit: int, cutoff: float, threshold: float) -> tuple[Hit, ...]:
        """The parties whose names score highest; what is no name is not looked at."""
        listings = self._listings(query.schema)
        values = [listing.name.value for listing in listings]
        best: dict[int, _Best] = {}
        for asked in query.names:
            for listing, score in zip(listings, ofac_scores(asked, values), strict=True):
                if score >= 100 * cutoff and (listing.entity not in best or score > best[listing.entity].score):
                    best[listing.entity] = _Best(score, asked, listing.name)
        found = [(self._entities[place], each) for place, each in best.items()]
        found.sort(key=lambda pair: _order(*pair))
        return tuple(_hit(entity, each, threshold) for entity, each in found[:limit])

    def _listings(self, schema: str) -> list[_Listing]:
        known = self._by_schema.get(schema)
        if known is None:
            known = self._by_schema[schema] = [
                _Listing(place, name)
                for place, entity in enumerate(self._entities)
                if names_may_match(schema, entity.schema)
                for name in entity.names
            ]
        return known


def _order(entity: Entity, best: _Best) -> tuple[int, int, bool, str]:
    return -best.score, KIND_RANK[best.name.kind], entity.source in COPIES, entity.id
