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
    found = {row["word"]: row["role"] for row in rows("words.csv") if row["group"] == group}
    if group == "organisation":
        # Concepts stand in original letters too, and reading those rests on the other tables of this module.
        from debar.names.concepts import romanised

        found = {word: concept.role for word, concept in romanised().items()} | found
    return found


@cache
def spellings() -> tuple[tuple[str, str], ...]:
    """Romanised spellings, each with the class of spellings of one name; a spelling may stand in several."""
    found = [(row["spelling"], row["class"]) for row in rows("spellings.csv")]
    for row in rows("chinese_surnames.csv"):
        found += [(row["pinyin"], f"zh {row['pinyin']}"), (row["spelling"], f"zh {row['pinyin']}")]
    found += [(row["spelling"], f"ko {row['hangul']}") for row in rows("korean_surnames.csv")]
    found += [(row["form"], f"given {row['family']}") for row in rows("given_names.csv")]
    for row in rows("korean_syllables.csv"):
        found += [(spelling, f"ko {row['hangul']}") for spelling in (row["latin"], *row["variants"].split())]
    return tuple(found)


@cache
def common_words() -> frozenset[str]:
    """Words of everyday language, which say little in the name of an organisation."""
    return frozenset(row["word"] for row in rows("common_words.csv"))


@cache
def lookalikes() -> Mapping[int, str]:
    """Letters of other scripts that are drawn like Latin ones, for `str.translate`."""
    return {ord(row["letter"]): row["latin"] for row in rows("lookalikes.csv")}
