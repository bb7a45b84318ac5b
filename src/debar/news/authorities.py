"""Whose word becomes which list: tables of imposers, of kinds of measure that lists show, and of the days that link.

``data/authorities.csv``   an imposer (country code, or a body's name) and the lists on which its designations stand
``data/watch_kinds.csv``   kinds of measure, and whether a list of parties can show them at all
``data/watch_window.csv``  how many days from the article a designation may lie, and what it is then
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Literal

import msgspec

Link = Literal["this", "later"]


class Authority(msgspec.Struct, frozen=True):
    """Who lists for an imposer.

    Args:
        imposer: a country code, or the name of a body that has none.
        lists: its lists, the first one first.
        alone: whether it can list by itself; a member state of the EU cannot.
        through: who lists in its stead.
        rule: its rule on owned companies (`debar.law.ownership`); empty where debar knows none.
        note: what a reader must know.
    """

    imposer: str
    lists: tuple[str, ...]
    alone: bool
    through: str
    rule: str
    note: str


class Window(msgspec.Struct, frozen=True):
    """The days from an article within which a designation counts; ``until_day`` None: without end."""

    link: Link
    from_day: int
    until_day: int | None
    meaning: str


class KindOnLists(msgspec.Struct, frozen=True):
    """Whether a list of parties can show a kind of measure, and where to look else."""

    kind: str
    on_lists: bool
    elsewhere: str


def authority_of(country: str | None, name: str) -> Authority | None:
    """Who lists for a party of the news; None where no table knows.

    >>> authority_of("de", "Germany").lists, authority_of("de", "Germany").alone
    (('eu-fsf',), False)
    >>> authority_of(None, "United Nations").lists, authority_of("ru", "Russia")
    (('un-sc',), None)
    """
    table = authorities()
    return table.get(name) or table.get(country or "")


@cache
def authorities() -> dict[str, Authority]:
    """The table of imposers."""
    found: dict[str, Authority] = {}
    for row in _rows("authorities.csv"):
        known = found.get(row["imposer"])
        lists = (*(known.lists if known else ()), row["list"])
        alone = row["alone"] == "yes"
        found[row["imposer"]] = Authority(row["imposer"], lists, alone, row["through"], row["rule"], row["note"])
    return found


@cache
def windows() -> tuple[Window, ...]:
    """The table of days, in order."""
    return tuple(
        Window(
            "this" if row["link"] == "this" else "later",
            int(row["from_day"]),
            int(row["until_day"]) if row["until_day"] else None,
            row["meaning"],
        )
        for row in _rows("watch_window.csv")
    )


def link_of(days: int) -> Link | None:
    """What a designation is that lies so many days after the article; None: it lies before all that counts.

    >>> link_of(-14), link_of(0), link_of(69), link_of(-15)
    ('this', 'this', 'later', None)
    """
    for row in windows():
        if row.from_day <= days and (row.until_day is None or days <= row.until_day):
            return row.link
    return None


def kind_on_lists(kind: str) -> KindOnLists:
    """Whether lists show a kind of measure; of a kind that no table knows, they may.

    >>> kind_on_lists("sanctions").on_lists, kind_on_lists("air_services_agreement").on_lists
    (True, False)
    """
    return _kinds().get(kind) or KindOnLists(kind, True, "")


@cache
def _kinds() -> dict[str, KindOnLists]:
    return {
        row["kind"]: KindOnLists(row["kind"], row["on_lists"] == "yes", row["elsewhere"])
        for row in _rows("watch_kinds.csv")
    }


def _rows(name: str) -> Iterator[dict[str, str]]:
    text = files("debar.news").joinpath("data", name).read_text(encoding="utf-8")
    yield from csv.DictReader(text.splitlines())
