"""Kinds of claims as the page tells them apart: a family with a colour and a shape, a noun and a verb."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import NamedTuple


class Kind(NamedTuple):
    """What the page knows of a type of claim.

    Args:
        family: whose colour and shape it has.
        noun, verb: what it is called alone, and on a line between two parties.
        deed: somebody does something to somebody; other kinds are words.
    """

    family: str
    noun: str
    verb: str
    deed: bool


_UNKNOWN = Kind("state", "claim", "says", deed=False)


def kind_of(claimed: str) -> Kind:
    """The kind of a type of claim; one that is not in the table is shown as a plain statement.

    >>> kind_of("SUPPLY_ARMS").noun, kind_of("NEW_TYPE").family
    ('supply of arms', 'state')
    """
    return _kinds().get(claimed, _UNKNOWN)


@cache
def families() -> Mapping[str, str]:
    """The families with their names, the weightiest first."""
    return {row["family"]: row["words"] for row in _rows("families.csv")}


@cache
def _kinds() -> Mapping[str, Kind]:
    return {
        row["type"]: Kind(row["family"], row["noun"], row["verb"], deed=row["deed"] == "yes")
        for row in _rows("kinds.csv")
    }


def _rows(table: str) -> list[dict[str, str]]:
    return list(csv.DictReader(data(table).splitlines()))


@cache
def data(name: str) -> str:
    """A file of the page's own."""
    return files("debar.news.page").joinpath("data", name).read_text("utf-8")
