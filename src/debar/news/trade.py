"""Goods in words and codes: what classes of goods a measure, or a customer, speaks of.

``data/trade_goods.csv``   a class of goods, the wider class it belongs to, its words and its HS headings
``data/trade_kinds.csv``   kinds of measure that mean goods without naming them (an arms embargo)
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple


class Goods(NamedTuple):
    """A class of goods, and the words or the code that mean it."""

    group: str
    words: str
    start: int = 0
    end: int = 0


def goods_in(text: str) -> tuple[Goods, ...]:
    """The classes that a text names, each with its longest words.

    >>> [one[:2] for one in goods_in("drone engines and Ballistic Missiles")]
    [('drones', 'drone engines'), ('missiles', 'Ballistic Missiles')]
    """
    found: dict[str, Goods] = {}
    for match in _pattern().finditer(text):
        group = _words()[" ".join(match[0].lower().split())]
        known = found.get(group)
        if known is None or len(known.words) < len(match[0]):
            found[group] = Goods(group, match[0], match.start(), match.end())
    return tuple(found.values())


def goods_of_code(code: str) -> tuple[Goods, ...]:
    """The classes that an HS code belongs to; dots and blanks do not count.

    >>> [one.group for one in goods_of_code("8542.31")], goods_of_code("0101")
    (['electronics'], ())
    """
    digits = re.sub(r"\D", "", code)
    return tuple(
        Goods(group, f"HS {code.strip()}") for group, heading in _headings() if digits and digits.startswith(heading)
    )


def goods_of_kind(kind: str) -> tuple[str, ...]:
    """The classes that a kind of measure means by itself.

    >>> goods_of_kind("arms_embargo"), goods_of_kind("sanctions")
    (('arms',), ())
    """
    return tuple(group for row in _rows("trade_kinds.csv") if row["kind"] == kind for group in row["classes"].split())


def concerns(measured: str, dealt: str) -> bool:
    """Whether a measure on one class touches who deals in another: the same, a narrower or a wider one.

    >>> concerns("arms", "missiles"), concerns("missiles", "arms"), concerns("missiles", "drones")
    (True, True, False)
    """
    return measured == dealt or dealt in _within(measured) or measured in _within(dealt)


@cache
def _within(group: str) -> frozenset[str]:
    return frozenset(row["class"] for row in _rows("trade_goods.csv") if row["within"] == group)


@cache
def _words() -> dict[str, str]:
    return {word: row["class"] for row in _rows("trade_goods.csv") for word in row["words"].split("|") if word}


@cache
def _headings() -> tuple[tuple[str, str], ...]:
    return tuple((row["class"], heading) for row in _rows("trade_goods.csv") for heading in row["hs"].split())


@cache
def _pattern() -> re.Pattern[str]:
    words = sorted(_words(), key=len, reverse=True)
    either = "|".join(r"\s+".join(map(re.escape, word.split())) for word in words)
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)", re.IGNORECASE)


@cache
def _table(name: str) -> tuple[dict[str, str], ...]:
    text = files("debar.news").joinpath("data", name).read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


def _rows(name: str) -> Iterator[dict[str, str]]:
    yield from _table(name)
