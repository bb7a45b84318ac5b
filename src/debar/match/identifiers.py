"""Identifiers: strict normal forms, compared exactly and never fuzzily.

``data/identifiers.csv`` says which properties are of one family (a passport may be filed as an ID number), which decide
who is meant and from which length on, and which a party has one of only, so that two different ones contradict.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files

import msgspec

from debar.model import Entity, Query
from debar.model.query import NAME_PROPERTIES
from debar.names import clean

_EVM = re.compile(r"0x[0-9a-f]{40}", re.IGNORECASE)
_NAMES_ALONE = frozenset(NAME_PROPERTIES)
_STRIPPED = re.compile(r"[\W_]+")
_IMO = re.compile(r"IMO(?:NUMBER|NO)?(?=\d)")


class Kind(msgspec.Struct, frozen=True):
    """A row of the table."""

    property: str
    family: str
    decides: bool
    shortest: int
    single: bool


class Mark(msgspec.Struct, frozen=True, array_like=True):
    """An identifier ready to compare: equal ``key``, same identifier."""

    kind: Kind
    value: str
    key: str

    @property
    def decides(self) -> bool:
        """Whether agreement on it alone says that two parties are one."""
        return self.kind.decides and len(self.key) - len(self.kind.family) - 1 >= self.kind.shortest


@cache
def kinds() -> Mapping[str, Kind]:
    """The table, by property."""
    table = files("debar.match").joinpath("data", "identifiers.csv").read_text(encoding="utf-8")
    return {
        row["property"]: Kind(
            row["property"], row["family"], row["decides"] == "yes", int(row["shortest"]), row["single"] == "yes"
        )
        for row in csv.DictReader(table.splitlines())
    }


def mark(prop: str, value: str) -> Mark | None:
    """Normalise an identifier; None where nothing is left of it or the property is no identifier.

    >>> mark("imoNumber", "IMO 918-7631").key
    'imo:9187631'
    >>> mark("publicKey", "0xAbC") == mark("publicKey", "0xabc")
    False
    """
    kind = kinds().get(prop)
    if kind is None:
        return None
    normal = _normal(kind.family, clean(value))
    return Mark(kind, value, f"{kind.family}:{normal}") if normal else None


def _normal(family: str, value: str) -> str:
    if family == "wallet":
        bare = "".join(value.split())
        # The same EVM address stands for its holder on every chain, and its capitals are a checksum only.
        return bare.lower() if _EVM.fullmatch(bare) else bare
    if family == "contact":
        return value.casefold().removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/")
    bare = _STRIPPED.sub("", value).upper()
    if family == "imo":
        return _IMO.sub("", bare)
    return bare[:8] if family == "bic" else bare


def marks_of_entity(entity: Entity) -> Iterator[Mark]:
    """The identifiers of a listed party, contact details among its properties included."""
    stated = [(each.type, each.value) for each in entity.identifiers]
    yield from _marks([*stated, *entity.properties])


def marks_of_query(query: Query) -> Iterator[Mark]:
    """The identifiers asked for."""
    if query.properties.keys() <= _NAMES_ALONE:
        return
    if not kinds().keys().isdisjoint(query.properties):
        yield from _marks((prop, value) for prop in kinds() for value in query.properties.get(prop, ()))


def _marks(pairs: Iterable[tuple[str, str]]) -> Iterator[Mark]:
    for prop, value in pairs:
        found = mark(prop, value)
        if found is not None:
            yield found
