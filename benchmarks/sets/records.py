"""Labelled pairs of whole records: linked parties, and other parties whose names come nearest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

import numpy as np
from rapidfuzz import fuzz, process

from debar.model import Entity
from debar.model.query import IDENTIFIER_PROPERTIES
from sets.linking import LINKED, birth_years, cluster_of, likeness, links, plain
from sets.lists import kind_of, listed, record_query
from sets.rows import Half, Pair, keep, rank

_WITHOUT = frozenset({*IDENTIFIER_PROPERTIES, "sourceUrl", "program", "notes"})
_NEAREST = 2
_OF_ONE_LIST = 600
_MAY_BE_ONE = 95.0


@cache
def whole_records(*, identifiers: bool = False) -> tuple[Pair, ...]:
    """Pairs of records with everything in them; by default without the identifiers that made the links.

    The hazards are ``linked`` (matches), ``another list`` and ``same list`` (other parties with names close by).
    """
    leave = _WITHOUT - frozenset(IDENTIFIER_PROPERTIES) if identifiers else _WITHOUT
    name = "whole records" + (", identifiers too" if identifiers else "")
    found = []
    for hazard, one, other in (*_true(), *_false()):
        match = hazard == "linked"
        found.append(Pair(name, hazard, record_query(one, leave=leave), other, match, cluster_of(one)))
    return tuple(found)


def records(share: Half | None = None, *, identifiers: bool = False) -> list[Pair]:
    """`whole_records` of one half."""
    return [pair for pair in whole_records(identifiers=identifiers) if keep(share, pair.cluster)]


def _true() -> Iterator[tuple[str, Entity, Entity]]:
    for link in links():
        yield "linked", link.one, link.other


def _false() -> Iterator[tuple[str, Entity, Entity]]:
    for key in LINKED:
        askers = {link.one.id: link.one for link in links() if link.other in listed(key)}
        yield from _near(list(askers.values()), listed(key), "another list")
    sample = sorted(listed("SDN"), key=lambda entity: rank("same list" + entity.id))[:_OF_ONE_LIST]
    yield from _near(sample, listed("SDN"), "same list")


def _near(askers: Sequence[Entity], others: Sequence[Entity], hazard: str) -> Iterator[tuple[str, Entity, Entity]]:
    """For each record the parties of the other list that are not it and have the most similar primary names."""
    texts = [plain(entity.caption) for entity in others]
    asked = [plain(entity.caption) for entity in askers]
    scores = process.cdist(asked, texts, scorer=fuzz.token_sort_ratio, dtype=np.uint8)
    for asker, row in zip(askers, scores, strict=True):
        taken = 0
        for place in np.argsort(-row.astype(np.int16), kind="stable")[:20].tolist():
            other = others[place]
            if taken < _NEAREST and _another(asker, other):
                taken += 1
                yield hazard, asker, other


def _another(one: Entity, other: Entity) -> bool:
    """Whether two records are surely two parties: equal names on two lists may be one party that nothing links."""
    if one.id == other.id or cluster_of(one) == cluster_of(other) or kind_of(one) != kind_of(other):
        return False
    if sorted(plain(one.caption).split()) == sorted(plain(other.caption).split()):
        return False
    if one.source == other.source:
        return True
    mine, theirs = birth_years(one), birth_years(other)
    return bool(mine and theirs and not mine & theirs) or likeness(one, other) < _MAY_BE_ONE
