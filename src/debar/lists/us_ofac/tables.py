"""OFAC's vocabularies, from the tables in ``data/``."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

import msgspec


class Label(msgspec.Struct, frozen=True):
    """What a label of OFAC's (``"Tax ID No."``, ``"POB"``) says its value is.

    Args:
        label: as it stands in remarks and as ``idType`` in XML.
        kind: ``identifier``, ``date``, ``country``, ``place``, ``property``, ``tonnage``, ``link``, ``target``,
            ``measure`` (a note on the sanction itself) or ``given`` (kept, without a field of its own).
        target: the property, identifier type or kind of link.
        pattern: what the value has to look like for ``target`` to hold; else it is ``otherwise``.
    """

    label: str
    kind: str
    target: str
    pattern: re.Pattern[str] | None
    otherwise: str


class Prose(msgspec.Struct, frozen=True):
    """A remark without a label: what the pattern makes of it (``value`` and ``note`` are its groups)."""

    kind: str
    target: str
    scope: str
    pattern: re.Pattern[str]


def rows(name: str) -> list[dict[str, str]]:
    """The rows of one table."""
    text = files(__package__).joinpath("data", name).read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


@cache
def labels() -> Mapping[str, Label]:
    """Every label by its words."""
    found = {
        row["label"]: Label(
            row["label"],
            row["kind"],
            row["target"],
            re.compile(row["pattern"]) if row["pattern"] else None,
            row["otherwise"],
        )
        for row in rows("labels.csv")
    }
    return MappingProxyType(found)


@cache
def labels_by_word() -> Mapping[str, tuple[str, ...]]:
    """The labels by their first word, the longest first."""
    found: dict[str, list[str]] = {}
    for label in sorted(labels(), key=len, reverse=True):
        found.setdefault(label.split(" ", 1)[0], []).append(label)
    return MappingProxyType({word: tuple(some) for word, some in found.items()})


@cache
def prose() -> tuple[Prose, ...]:
    """The patterns of remarks without a label, in the order in which they are tried."""
    return tuple(
        Prose(row["kind"], row["target"], row["scope"], re.compile(row["pattern"])) for row in rows("prose.csv")
    )


@cache
def program_lists() -> Mapping[str, str]:
    """Programme tag to the list that uses it: ``sdn``, ``non-sdn`` or ``both``."""
    return MappingProxyType({row["tag"]: row["list"] for row in rows("program_tags.csv")})


@cache
def schemata() -> Mapping[tuple[str, str], str]:
    """``(label, value)`` of a feature to the schema it is evidence for; ``*`` stands for any value."""
    return MappingProxyType({(row["label"], row["value"]): row["schema"] for row in rows("target_types.csv")})


@cache
def no_countries() -> frozenset[str]:
    """Words that stand where a country would and say that there is none."""
    return frozenset(row["words"] for row in rows("no_country.csv"))
