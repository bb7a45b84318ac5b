"""One party on two lists: links made by identifiers and by the United Nations' own reference, never by names alone.

Two records are linked when they share an identifier that only one party of each list bears, are of one kind, and either
the birth dates agree or the names are not wholly unlike (a passport number may be filed with a relative or an
associate). Where the birth dates contradict, the names must be alike. A UN reference that the UK list states in a column of its own is wrong now and then, so the names must be
alike there. A third kind of link is the same name in the original script with the same day of birth; it says nothing on how either list romanises the name, so it
is fair to ask one romanisation and expect the other, but not to ask the original name.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import combinations
from types import MappingProxyType
from typing import NamedTuple

from anyascii import anyascii
from rapidfuzz import fuzz

from debar.model import Entity
from sets.lists import is_latin, kind_of, listed

LINKED = ("SDN", "non-SDN", "UN", "CA", "AU", "UK", "EU")
_FAMILY: Mapping[str, tuple[str, int]] = MappingProxyType(
    {
        "passportNumber": ("document", 6),
        "idNumber": ("document", 6),
        "taxNumber": ("registration", 7),
        "registrationNumber": ("registration", 6),
        "innCode": ("registration", 9),
        "ogrnCode": ("registration", 12),
        "imoNumber": ("imo", 7),
        "leiCode": ("lei", 20),
        "swiftBic": ("bic", 8),
    }
)
# Companies with one registration number and a likeness of 57 proved right when read; references below 70 proved wrong.
_LEAST_ALIKE: Mapping[str, float] = MappingProxyType({"identifier": 55.0, "reference": 80.0, "original name": 0.0})
# From here on birth dates may contradict: lists do disagree on them, and such parties are the ones worth asking for.
_ALIKE_ENOUGH = 85.0


class Link(NamedTuple):
    """Two records of one party. ``why`` is ``identifier``, ``reference`` or ``original name``."""

    one: Entity
    other: Entity
    why: str
    key: str


@cache
def links() -> tuple[Link, ...]:
    """Every link between any two of the lists."""
    found: list[Link] = []
    for one, other in combinations(LINKED, 2):
        for why, keys_of in (("identifier", _identifiers), ("reference", _references), ("original name", _originals)):
            seen = {(link.one.id, link.other.id) for link in found}
            for key, left, right in _shared(_by_key(one, keys_of), _by_key(other, keys_of)):
                if (left.id, right.id) not in seen and _believable(left, right, why):
                    found.append(Link(left, right, why, key))
                    seen.add((left.id, right.id))
    return tuple(found)


@cache
def clusters() -> Mapping[str, str]:
    """The cluster of each linked record by its id; records that any chain of links joins share one."""
    leader: dict[str, str] = {}

    def root(one: str) -> str:
        while leader.setdefault(one, one) != one:
            one = leader[one]
        return one

    for link in links():
        first, second = sorted((root(link.one.id), root(link.other.id)))
        leader[second] = first
    return MappingProxyType({one: root(one) for one in leader})


def cluster_of(entity: Entity) -> str:
    """The cluster of a record, its own id when nothing is linked to it."""
    return clusters().get(entity.id, entity.id)


def _by_key(key: str, keys_of: object) -> dict[str, list[Entity]]:
    assert callable(keys_of)
    found: dict[str, list[Entity]] = defaultdict(list)
    for entity in listed(key):
        for each in set(keys_of(entity)):
            found[each].append(entity)
    return found


def _shared(
    left: Mapping[str, list[Entity]], right: Mapping[str, list[Entity]]
) -> Iterator[tuple[str, Entity, Entity]]:
    for key in sorted(left.keys() & right.keys()):
        if len(left[key]) == len(right[key]) == 1:
            yield key, left[key][0], right[key][0]


def _identifiers(entity: Entity) -> Iterator[str]:
    for each in entity.identifiers:
        family, shortest = _FAMILY.get(each.type, ("", 0))
        value = re.sub(r"\W|_", "", each.value).upper().removeprefix("IMO")
        if family and len(value) >= shortest and any(char.isdigit() or family == "bic" for char in value):
            yield f"{family}:{value[:8] if family == 'bic' else value}"


def _references(entity: Entity) -> Iterator[str]:
    stated = [text for field, text in entity.given if field == "UN Reference Number"]
    if entity.source == "un-sc":
        stated += [each.reference for each in entity.designations if each.reference]
    yield from stated


def _originals(entity: Entity) -> Iterator[str]:
    days = [str(each.date) for each in entity.dates if each.property == "birthDate" and len(str(each.date)) == 10]
    for name in entity.names:
        tokens = sorted(re.findall(r"\w+", name.value.casefold()))
        if len(tokens) > 1 and not is_latin(name.value):
            yield from (f"{day} {' '.join(tokens)}" for day in days)


def _believable(one: Entity, other: Entity, why: str) -> bool:
    if kind_of(one) != kind_of(other):
        return False
    alike = likeness(one, other)
    mine, theirs = birth_years(one), birth_years(other)
    if alike < _ALIKE_ENOUGH and mine and theirs and not any(abs(a - b) <= 1 for a in mine for b in theirs):
        return False
    return alike >= _LEAST_ALIKE[why] or (why == "identifier" and bool(mine & theirs))


def birth_years(entity: Entity) -> set[int]:
    """The years of birth that a record states."""
    return {int(str(each.date)[:4]) for each in entity.dates if each.property == "birthDate"}


def likeness(one: Entity, other: Entity) -> float:
    """0..100, a cheap measure of how alike the two records' names are, whatever their script and order."""
    return max(fuzz.token_sort_ratio(mine, theirs) for mine in plain_names(one) for theirs in plain_names(other))


def plain_names(entity: Entity) -> tuple[str, ...]:
    """Every name in small ASCII letters, punctuation made blanks."""
    return tuple(dict.fromkeys(plain(name.value) for name in entity.names))


@cache
def plain(name: str) -> str:
    """A name in small ASCII letters.

    >>> plain("PUTIN, Владимир")
    'putin vladimir'
    """
    return " ".join(re.findall(r"[a-z0-9]+", anyascii(name).casefold()))
