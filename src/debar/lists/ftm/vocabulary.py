"""What debar knows of FollowTheMoney's vocabulary: four tables in ``data/``.

``properties.csv`` says which field of an `Entity` a property of a party goes to, ``schemata.csv`` what the objects of
a schema are to debar (a party, or something said about parties), ``links.csv`` what the two ends of a link are, and ``reverse.csv`` under which names nested
exports put such objects into a party.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Literal, cast

import msgspec

Goes = Literal["name", "part", "identifier", "date", "country", "address", "reference", "link", "text"]
Kind = Literal["party", "sanction", "address", "identification", "occupancy", "position", "remark", "link", "other"]


class Property(msgspec.Struct, frozen=True):
    """Where a property goes: the field, and the name kind, identifier type or link kind that it has there."""

    name: str
    goes: Goes
    kind: str


class Schema(msgspec.Struct, frozen=True):
    """What an object of a schema is.

    Args:
        kind: a ``party`` becomes an entity; the others say something about parties.
        becomes: the schema of that entity.
        named_by: what to call a party without a name: groups of properties, the first group that has values.
        ties: the properties under which it refers to parties.
        kinds_of: the wider schemata of a party (a Company is an Organization).
    """

    name: str
    kind: Kind
    becomes: str
    named_by: tuple[tuple[str, ...], ...]
    ties: tuple[str, ...]
    kinds_of: tuple[str, ...]


class Ends(msgspec.Struct, frozen=True):
    """The two ends of a link and what the party at each is to the other one."""

    first: str
    second: str
    first_is: str
    second_is: str


@cache
def properties() -> Mapping[str, Property]:
    """Every property that a party may have.

    >>> properties()["weakAlias"].goes, properties()["iban"].kind
    ('name', 'ibanCode')
    """
    rows = _rows("properties.csv")
    return MappingProxyType(
        {row["property"]: Property(row["property"], cast("Goes", row["goes"]), row["as"]) for row in rows}
    )


@cache
def schemata() -> Mapping[str, Schema]:
    """Every schema.

    >>> schemata()["BankAccount"].becomes, schemata()["Sanction"].ties
    ('Thing', ('entity',))
    """
    return MappingProxyType({row["schema"]: _schema(row) for row in _rows("schemata.csv")})


@cache
def links() -> Mapping[str, Ends]:
    """The schemata that link two parties.

    >>> links()["Ownership"].first_is
    'owner'
    """
    return MappingProxyType(
        {
            row["schema"]: Ends(row["first"], row["second"], row["first_is"], row["second_is"])
            for row in _rows("links.csv")
        }
    )


@cache
def reverse() -> Mapping[str, str]:
    """For each name under which objects that refer to a party are nested in it: the property that refers to the party.

    >>> reverse()["familyPerson"]
    'person'
    """
    return MappingProxyType({row["reverse"]: row["property"] for row in _rows("reverse.csv")})


def _schema(row: Mapping[str, str]) -> Schema:
    named_by = tuple(tuple(group.split()) for group in row["named_by"].split(";") if group)
    return Schema(
        row["schema"],
        cast("Kind", row["kind"]),
        row["becomes"],
        named_by,
        tuple(row["ties"].split()),
        tuple(row["kinds_of"].split()),
    )


def _rows(name: str) -> Iterator[dict[str, str]]:
    text = (files("debar.lists.ftm") / "data" / name).read_text(encoding="utf-8")
    yield from csv.DictReader(text.splitlines())
