"""An index of listed parties: who is like the one asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from debar.match.alignment import align
from debar.match.arrays import Array, Store
from debar.match.building import build
from debar.match.candidates import Candidates
from debar.match.compare import DEFAULT_CUTOFF, DEFAULT_THRESHOLD
from debar.match.evidence import hit_of
from debar.match.keys import hashes
from debar.match.rating import SUPPORTED_FROM, Asked, Rating, rate
from debar.match.schemata import group_of, names_may_match
from debar.model import SCHEMATA, Entity, Hit, Query
from debar.names import VERSION, Group, Reading

__all__ = ["Index", "build"]

_GROUPS: tuple[Group, ...] = ("person", "organisation", "object")
_MOST_NAMES = 24
_MOST_RATED = 12
# Birth date, country, gender and an identifier in support can lift a name so much at most; another of the entity's names,
# which was no candidate, hardly more.
_MOST_GAINED = 0.16


@lru_cache(maxsize=1_024)
def _flags(schema: str, group: Group, kinds: frozenset[str]) -> tuple[bool, ...]:
    """For each schema: whether it is of the group, in the index, and may match the one asked for by name."""
    return tuple(other in kinds and group_of(other) == group and names_may_match(schema, other) for other in SCHEMATA)


class Index:
    """An index directory, opened read-only by mmap; cheap to open, safe to share between threads.

    Attributes:
        about: what `build` was told about it.
        entity_count, name_count: how much it holds.
    """

    def __init__(self, store: Store) -> None:
        self.about: Mapping[str, Any] = store.manifest.about
        self.entity_count = store.manifest.counts["entities"]
        self.name_count = store.manifest.counts["names"]
        self._sources = store.manifest.sources
        self._bodies, self._readings = store.blobs("entities"), store.blobs("readings")
        self._ids, self._identifiers = store.table("ids"), store.table("identifiers")
        self._schema, self._source = store.array("entity_schema.u8"), store.array("entity_source.u16")
        self._first_name, self._name_entity = store.array("entity_names.i32"), store.array("name_entity.i32")
        self._kinds = frozenset(SCHEMATA[place] for place in np.unique(self._schema).tolist())
        self._candidates = Candidates(store)
        self._allowed: dict[tuple[tuple[bool, ...], frozenset[str] | None], Array] = {}
        self._decode_entity = msgspec.msgpack.Decoder(Entity).decode
        self._decode_reading = msgspec.msgpack.Decoder(Reading).decode

    @classmethod
    def open(cls, directory: Path, *, verify: bool = False) -> Index:
        """Open an index.

        Args:
            directory: where `build` wrote it.
            verify: read all files and compare their sha256.

        Raises:
            HomeDamaged: a file is missing, has another size or (with ``verify``) another digest, or the index was
                built by a version that reads names in another way.
        """
        return cls(Store(directory, names_version=VERSION, verify=verify))

    def search(
        self,
        query: Query,
        *,
        limit: int = 5,
        cutoff: float = DEFAULT_CUTOFF,
        threshold: float = DEFAULT_THRESHOLD,
        sources: frozenset[str] | None = None,
    ) -> tuple[Hit, ...]:
        """The parties most like the one asked for, best first; equals stand by exactness, name kind and id.

        Args:
            query: whom to look for.
            limit: how many at most.
            cutoff: the least score shown; a hit exactly on it is shown.
            threshold: the least score that is a match.
            sources: only parties on these lists.

        Raises:
            BadQuery: a date of the query is none.
        """
        asked = Asked(query)
        found = [rating for rating in self._ratings(asked, limit, cutoff, sources) if rating.score >= cutoff]
        found.sort(key=lambda rating: rating.order)
        return tuple(hit_of(rating, threshold) for rating in found[:limit])

    def search_many(
        self,
        queries: Sequence[Query],
        *,
        limit: int = 5,
        cutoff: float = DEFAULT_CUTOFF,
        threshold: float = DEFAULT_THRESHOLD,
        sources: frozenset[str] | None = None,
    ) -> list[tuple[Hit, ...]]:
        """`search` for each query, in their order."""
        return [
            self.search(query, limit=limit, cutoff=cutoff, threshold=threshold, sources=sources) for query in queries
        ]

    def entity(self, entity_id: str) -> Entity | None:
        """The entity with this id, or None when the index has none."""
        for _, start, end in self._ids.runs(hashes([entity_id])):
            for place in self._ids.values[start:end].tolist():
                entity = self._entity(place)
                if entity.id == entity_id:
                    return entity
        return None

    def _entity(self, place: int) -> Entity:
        return self._decode_entity(self._bodies[place])

    def _rate(self, asked: Asked, place: int) -> Rating:
        names = range(int(self._first_name[place]), int(self._first_name[place + 1]))
        return rate(asked, self._entity(place), [self._decode_reading(self._readings[name]) for name in names])

    def _ratings(self, asked: Asked, limit: int, cutoff: float, sources: frozenset[str] | None) -> list[Rating]:
        """Ratings of those that may be among the best: by identifier, by exact name, and the most alike by name."""
        certain, likely = self._worth_rating(asked, limit, cutoff, sources)
        ratings = [self._rate(asked, place) for place in sorted(certain)]
        scores = sorted((rating.score for rating in ratings), reverse=True)
        for place, score in likely[: max(_MOST_RATED, 2 * limit)]:
            if len(scores) >= limit and score + _MOST_GAINED < scores[limit - 1]:
                break
            ratings.append(self._rate(asked, place))
            scores = sorted([*scores, ratings[-1].score], reverse=True)[:limit]
        return ratings

    def _worth_rating(
        self, asked: Asked, limit: int, cutoff: float, sources: frozenset[str] | None
    ) -> tuple[set[int], list[tuple[int, float]]]:
        """Entities with an identifier or an exact name asked for, and others with the score of their best name met."""
        certain = self._by_identifier(asked, sources)
        best: dict[int, float] = {}
        # Support counts from there on only, so that names below both lines cannot reach the cutoff.
        least = min(cutoff, SUPPORTED_FROM)
        most = max(_MOST_NAMES, 3 * limit)
        for raw, reading, group, allowed in self._ways_to_ask(asked, sources):
            exact = self._candidates.exact(raw, reading)
            certain.update(self._name_entity[exact[allowed[exact]]].tolist())
            for name in self._candidates.likely(reading, group, allowed, least=least, most=most).tolist():
                entity = int(self._name_entity[name])
                if entity in certain:
                    continue
                score = align(reading, self._decode_reading(self._readings[name]), group).score
                if score >= least and score > best.get(entity, -1.0):
                    best[entity] = score
        likely = sorted(best.items(), key=lambda item: (-item[1], item[0]))
        return certain, [(entity, score) for entity, score in likely if entity not in certain]

    def _by_identifier(self, asked: Asked, sources: frozenset[str] | None) -> set[int]:
        found: set[int] = set()
        if asked.marks:
            for _, start, end in self._identifiers.runs(hashes(mark.key for mark in asked.marks)):
                found.update(self._identifiers.values[start:end].tolist())
        return found if sources is None else {place for place in found if self._source_of(place) in sources}

    def _source_of(self, place: int) -> str:
        return self._sources[int(self._source[place])]

    def _ways_to_ask(self, asked: Asked, sources: frozenset[str] | None) -> Iterable[tuple[str, Reading, Group, Array]]:
        """Each name of the query, read for each group that it may be found in, with the names it may meet."""
        schema = asked.query.schema
        for group in _GROUPS:
            flags = _flags(schema, group, self._kinds)
            if any(flags):
                allowed = self._allow(flags, sources)
                for raw, reading in zip(asked.names, asked.readings(group), strict=True):
                    yield raw, reading, group, allowed

    def _allow(self, flags: tuple[bool, ...], sources: frozenset[str] | None) -> Array:
        """One flag per name: whether its entity is of a kind and on a list that may be shown."""
        found = self._allowed.get((flags, sources))
        if found is None:
            entities = np.asarray(flags, dtype=bool)[self._schema]
            if sources is not None:
                entities &= np.asarray([source in sources for source in self._sources], dtype=bool)[self._source]
            if len(self._allowed) >= 64:
                self._allowed.clear()
            found = self._allowed[flags, sources] = entities[self._name_entity]
        return found
