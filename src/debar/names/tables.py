"""The vocabularies that reading a name rests on, from the tables in ``data/``."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Literal

Group = Literal["person", "organisation", "object"]
"""How a name is read: people, bodies of any kind, and things that bear names (vessels, aircraft, vehicles)."""


@cache
def rows(table: str) -> tuple[Mapping[str, str], ...]:
    """The rows of one table in ``data/``."""
    text = files("debar.names").joinpath("data", table).read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


@cache
def words(group: Group) -> Mapping[str, str]:
    """Romanised word to its role (``particle``, ``title``, ``generic``, ``place``, ``common``) in such names."""
    return {row["word"]: row["role"] for row in rows("words.csv") if row["group"] == group}


@cache
def known_words() -> frozenset[str]:
    """The words of common use in the names of organisations, and the names of places."""
    return frozenset(word for word, role in words("organisation").items() if role in ("generic", "place"))


@cache
def spellings() -> Mapping[str, str]:
    """Romanised spelling to the class of spellings of one name."""
    return {row["spelling"]: row["class"] for row in rows("spellings.csv")}


@cache
def lookalikes() -> Mapping[int, str]:
    """Letters of other scripts that are drawn like Latin ones, for `str.translate`."""
    return {ord(row["letter"]): row["latin"] for row in rows("lookalikes.csv")}
