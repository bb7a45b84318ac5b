"""An index of listed parties: who is like the one asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import numpy as np

from debar.match.alignment import Alignment, align
from debar.match.arrays import Array, Store
from debar.match.asking import Among, Batch, Terms
from debar.match.building import build
from debar.match.candidates import Candidates
from debar.match.compare import DEFAULT_CUTOFF, DEFAULT_THRESHOLD
from debar.match.evidence import evidence_of, hit_of
from debar.match.kernel import Kernel, library
from debar.match.keys import hashes, raw_key
from debar.match.names import ListedNames
from debar.match.rating import (
    COPIES,
    KIND_RANK,
    Asked,
    NameMatch,
    Rating,
    best_inside,
    match_names,
    names_of,
    nearer,
    rate,
    read_listed,
    settle,
)
from debar.match.schemata import group_of, names_may_match
from debar.match.session import GROUPS, Bounds, Question
from debar.match.windows import NEARLY, may_tell
from debar.model import SCHEMATA, Entity, Evidence, Hit, Name, Query
from debar.model.policy import WeakAliases
from debar.names import VERSION, Group, Reading

__all__ = ["Index", "build"]

_BATCH = 2_048
_MOST_AMONG = 64


class _Id(msgspec.Struct, array_like=True):
    """What stands first in an entity; the rest is passed over."""

    id: str


class _Found(NamedTuple):
    """A listed name that answers a name asked for; the score is in thousandths."""

    score: int
    entity: int
    name: int
    asked: str
    match: NameMatch | None = None


@lru_cache(maxsize=1_024)
def _flags(schema: str, group: Group, kinds: frozenset[str]) -> tuple[bool, ...]:
    """For each schema: whether it is of the group, in the index, and may match the one asked for by name."""
    return tuple(other in kinds and group_of(other) == group and names_may_match(schema, other) for other in SCHEMATA)


def _rows(found: Array) -> list[tuple[int, int, int, int]]:
    rows: list[tuple[int, int, int, int]] = found.tolist()
    return rows


def _best_of_each(found: Iterable[_Found]) -> dict[int, _Found]:
    """By entity the find with the highest score, of equals the first."""
    best: dict[int, _Found] = {}
    for each in found:
        known = best.get(each.entity)
        if known is None or each.score > known.score:
            best[each.entity] = each
    return best


class _PlainHit(Hit):
    """A hit by name alone: its score is known, its entity and its evidence are made when first asked for.

    One object, for with the interpreter's lock held there are many of these to make.
    """

    __slots__ = ("_asked", "_found", "_index", "_read", "_told")

    def __init__(self, index: Index, asked: Callable[[], Asked], found: _Found, threshold: float) -> None:
        self.score = found.score / 1000
        self.match = self.score >= threshold
        self._index, self._asked, self._found = index, asked, found
        self._read: Entity | None = None
        self._told: tuple[Evidence, ...] | None = None

    @property
    def entity(self) -> Entity:
        """The listed party."""
        if self._read is None:
            self._read = self._index._entity(self._found.entity)  # noqa: SLF001 - of this module
        return self._read

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """The reasons for the score, the name first."""
        if self._told is None:
            rating = self._index._settle(self._asked(), self._found, self.entity)  # noqa: SLF001 - of this module
            self._told = tuple(evidence_of(rating))
        return self._told


def _rating_order(rating: Rating) -> tuple[int, bool, int, bool, str]:
    verbatim = rating.name is not None and rating.name.verbatim
    kind = KIND_RANK[rating.name.listed.kind] if rating.name else 0
    return -rating.score, not verbatim, kind, rating.entity.source in COPIES, rating.entity.id


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
        self._bodies = store.blobs("entities")
        self._ids, self._identifiers = store.table("ids"), store.table("identifiers")
        self._schema, self._source = store.array("entity_schema.u8"), store.array("entity_source.u16")
        self._first_name, self._kind = store.array("entity_names.i32"), store.array("name_kind.u8")
        self._kinds = frozenset(SCHEMATA[place] for place in np.flatnonzero(np.bincount(self._schema)).tolist())
        self._names = ListedNames(store)
        loaded = library()
        self._kernel = Kernel(loaded, self._names.arrays) if loaded is not None else None
        self._candidates = Candidates(self._names)
        self._known_among: dict[tuple[str, frozenset[str] | None, bool], tuple[Among, ...]] = {}
        self._decode_entity = msgspec.msgpack.Decoder(Entity).decode
        self._decode_id = msgspec.msgpack.Decoder(_Id).decode

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
        exhaustive: bool = False,
        weak_aliases: WeakAliases = "show",
    ) -> tuple[Hit, ...]:
        """The parties most like the one asked for, best first; equals stand by exactness and name kind, a publisher's own
        entry before its copy on another list, then by id.

        Args:
            query: whom to look for.
            limit: how many at most.
            cutoff: the least score shown; a hit exactly on it is shown.
            threshold: the least score that is a match.
            sources: only parties on these lists.
            exhaustive: compare with every name, not only with those that share a word or a sound.
            weak_aliases: ``show`` them, ``confirm``: below the threshold unless more than the name agrees, or ``ignore``.

        Raises:
            BadQuery: a date of the query is none.
        """
        (found,) = self.search_many(
            [query],
            limit=limit,
            cutoff=cutoff,
            threshold=threshold,
            sources=sources,
            exhaustive=exhaustive,
            weak_aliases=weak_aliases,
        )
        return found

    def search_many(
        self,
        queries: Sequence[Query],
        *,
        limit: int = 5,
        cutoff: float = DEFAULT_CUTOFF,
        threshold: float = DEFAULT_THRESHOLD,
        sources: frozenset[str] | None = None,
        exhaustive: bool = False,
        weak_aliases: WeakAliases = "show",
    ) -> list[tuple[Hit, ...]]:
        """`search` for each query, in their order; far faster than one by one. The kernel runs without the
        interpreter's lock: several threads may search one index at a time."""
        terms = Terms(limit, cutoff, threshold, sources, exhaustive, weak_aliases)
        hits: list[tuple[Hit, ...]] = []
        for start in range(0, len(queries), _BATCH):
            hits += self._answer(queries[start : start + _BATCH], terms)
        return hits

    def entity(self, entity_id: str) -> Entity | None:
        """The entity with this id, or None when the index has none."""
        for _, start, end in self._ids.runs(hashes([entity_id])):
            for place in self._ids.values[start:end].tolist():
                entity = self._entity(place)
                if entity.id == entity_id:
                    return entity
        return None

    def entities(self) -> Iterator[Entity]:
        """All entities, in the order in which they were indexed."""
        return map(self._entity, range(self.entity_count))

    def _entity(self, place: int) -> Entity:
        return self._decode_entity(self._bodies[place])

    def _entity_id(self, place: int) -> str:
        return self._decode_id(self._bodies[place]).id

    def _answer(self, queries: Sequence[Query], terms: Terms) -> list[tuple[Hit, ...]]:
        batch = Batch(queries, terms, lambda schema: self._among(schema, terms))
        found: dict[int, list[_Found]] = {}
        for place, entity, name, score in self._search(batch):
            found.setdefault(batch.owners[place], []).append(_Found(score, entity, name, batch.names[place]))
        hits: list[tuple[Hit, ...]] = [()] * len(queries)
        for owner, answers in found.items():
            if batch.is_plain(owner):
                hits[owner] = self._plain_hits(batch.later(owner), answers, terms)
            else:
                batch.of(owner)
        for owner, asked in batch.asked.items():
            answers = found.get(owner, [])
            if asked.windows:
                answers += self._find_inside(asked, terms, batch.bounds.most)
            hits[owner] = self._hits(asked, answers, terms, stand=batch.scores_stand)
        return hits

    def _search(self, batch: Batch) -> Iterable[tuple[int, int, int, int]]:
        """Place of the name asked for, entity, listed name and score of everything that may make a hit."""
        if self._kernel is None:
            questions = [batch.question(place) for place in range(len(batch.names))]
            return _rows(self._candidates.search(questions, batch.bounds))
        with self._kernel.session() as session:
            for place in session.read(batch.names, batch.chosen, batch.kinds):
                session.add(place, batch.question(place))
            return _rows(session.search(batch.bounds))

    def _find_inside(self, asked: Asked, terms: Terms, most: int) -> Iterable[_Found]:
        """The listed names that stand inside a longer text, the best one of each entity."""
        questions, places = [], []
        maritime = any(window.maritime for window in asked.windows)
        for group, allowed, _ in self._among(asked.query.schema, terms):
            if group == "object" and not maritime:
                continue
            for place, (window, reading) in enumerate(zip(asked.windows, asked.window_readings(group), strict=True)):
                if may_tell(window, reading, group):
                    questions.append(Question(window.text, reading, group, allowed))
                    places.append(place)
        best: dict[int, NameMatch] = {}
        if not questions:
            return
        searcher = self._candidates if self._kernel is None else self._kernel
        for place, entity, name, _ in _rows(
            searcher.search(questions, Bounds(NEARLY, most, exhaustive=terms.exhaustive))
        ):
            question, window = questions[place], asked.windows[places[place]]
            names = names_of(self._entity(entity))
            nearest = names[name - int(self._first_name[entity])]
            # The nearest name comes first; the others matter only where it does not tell who is meant.
            for candidates in ([nearest], [each for each in names if each is not nearest]):
                listings = [(each, read_listed(each, question.group)) for each in candidates]
                found = best_inside(None, window, question.reading, listings, question.group)
                if found is not None:
                    best[entity] = nearer(best.get(entity), found)
                    break
        for entity, match in best.items():
            place = int(self._first_name[entity]) + names_of(self._entity(entity)).index(match.listed)
            yield _Found(match.score, entity, place, match.query, match)

    def _hits(self, asked: Asked, found: list[_Found], terms: Terms, *, stand: bool) -> tuple[Hit, ...]:
        if not found and not asked.marks:
            return ()
        if stand and asked.is_name_only:
            return self._plain_hits(lambda: asked, found, terms)
        best = _best_of_each(found)
        ratings = [self._settle(asked, each, self._entity(each.entity)) for each in best.values()]
        ratings += [
            rate(asked, self._entity(place)) for place in self._by_identifier(asked, terms.sources) - best.keys()
        ]
        ratings = [rating for rating in ratings if rating.score >= 1000 * terms.cutoff]
        ratings.sort(key=_rating_order)
        return tuple([hit_of(rating, terms.threshold) for rating in ratings[: terms.limit]])

    def _plain_hits(self, asked: Callable[[], Asked], found: list[_Found], terms: Terms) -> tuple[Hit, ...]:
        """The hits of a query by names alone, which is read when their evidence is asked for."""
        ordered = self._order(_best_of_each(found), terms.limit, terms.cutoff)
        return tuple([_PlainHit(self, asked, each, terms.threshold) for each in ordered])

    def _order(self, best: Mapping[int, _Found], limit: int, cutoff: float) -> list[_Found]:
        """The first so many; equals are told apart by exactness, kind and id, and only they are looked at closely."""
        found = sorted((each for each in best.values() if each.score >= 1000 * cutoff), key=lambda each: -each.score)
        if len(found) > limit:
            found = [each for each in found if each.score >= found[limit - 1].score]
        if len(found) < 2 or len({each.score for each in found}) == len(found):
            return found
        raws = {raw: raw_key(raw) for raw in {each.asked for each in found}}
        listed = self._names.arrays["name_raw"]

        def order(each: _Found) -> tuple[int, bool, int, bool, str]:
            verbatim = each.match is None and int(listed[each.name]) == raws[each.asked]
            copied = self._source_of(each.entity) in COPIES
            return -each.score, not verbatim, int(self._kind[each.name]), copied, self._entity_id(each.entity)

        return sorted(found, key=order)[:limit]

    def _settle(self, asked: Asked, found: _Found, entity: Entity) -> Rating:
        if found.match is not None:
            return settle(asked, entity, found.match)
        place = found.name - int(self._first_name[found.entity])
        name = entity.names[place] if place < len(entity.names) else names_of(entity)[place]
        return settle(asked, entity, self._match(asked, found, name, group_of(entity.schema)))

    def _match(self, asked: Asked, found: _Found, name: Name, group: Group) -> NameMatch:
        def readings() -> tuple[Reading, Reading]:
            listed = self._names.reading(found.name)
            query = asked.readings(group)[asked.names.index(found.asked)]
            return query, listed if listed.tokens else read_listed(name, group)

        if name.kind == "weak" and asked.weak_most < 1000:
            # Its score may have been held back: what it would be is what the evidence begins with.
            query, listed = readings()
            return match_names(found.asked, query, name, listed, group)

        def beside(query: Reading, listed: Reading, group: Group) -> Alignment:
            told = self._kernel.beside(query, listed, group, found.name) if self._kernel is not None else None
            return align(query, listed, group) if told is None else told

        verbatim = int(self._names.arrays["name_raw"][found.name]) == raw_key(found.asked)
        return NameMatch(found.score, found.asked, name, group, verbatim, readings, beside=beside)

    def _by_identifier(self, asked: Asked, sources: frozenset[str] | None) -> set[int]:
        found: set[int] = set()
        if asked.marks:
            for _, start, end in self._identifiers.runs(hashes(mark.key for mark in asked.marks)):
                found.update(self._identifiers.values[start:end].tolist())
        return found if sources is None else {place for place in found if self._source_of(place) in sources}

    def _source_of(self, place: int) -> str:
        return self._sources[int(self._source[place])]

    def _among(self, schema: str, terms: Terms) -> tuple[Among, ...]:
        """The groups that a query of a schema may be found in, each with the listed names that it may meet."""
        weak = terms.weak_aliases != "ignore"
        found = self._known_among.get((schema, terms.sources, weak))
        if found is None:
            if len(self._known_among) >= _MOST_AMONG:
                self._known_among.clear()
            flags = ((group, _flags(schema, group, self._kinds)) for group in GROUPS)
            allowed = [(group, self._allow(kinds, terms.sources, weak=weak)) for group, kinds in flags if any(kinds)]
            found = tuple([Among(group, names, names.ctypes.data) for group, names in allowed])
            self._known_among[schema, terms.sources, weak] = found
        return found

    def _allow(self, flags: tuple[bool, ...], sources: frozenset[str] | None, *, weak: bool) -> Array:
        """One flag per name: whether its entity is of a kind and on a list that may be shown; and weak ones or not."""
        entities = np.asarray(flags, dtype=bool)[self._schema]
        if sources is not None:
            entities &= np.asarray([source in sources for source in self._sources], dtype=bool)[self._source]
        names = self._names.arrays["name_entity"]
        allowed = entities[names] if weak else entities[names] & (self._kind != KIND_RANK["weak"])
        return allowed.astype(np.uint8)
