"""The vocabularies that reading a name rests on, from the tables in ``data/``.

What takes long to work out of them stands ready in ``data/tables.msgpack``, made by ``tools/make_tables.py``. That file
counts only while it was made of the very tables that lie beside it; otherwise all is worked out anew, which is slower.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Literal, TypeVar

import msgspec

Group = Literal["person", "organisation", "object"]
"""How a name is read: people, bodies of any kind, and things that bear names (vessels, aircraft, vehicles)."""

READY = "tables.msgpack"
T = TypeVar("T")
_Words = dict[str, dict[str, str]]
_Spellings = tuple[tuple[str, str], ...]


class Ready(msgspec.Struct, frozen=True, array_like=True):
    """What stands ready: the digest of the tables that it was made of, and the parts by their names."""

    sources: str
    parts: dict[str, msgspec.Raw]


@cache
def rows(table: str) -> tuple[Mapping[str, str], ...]:
    """The rows of one table in ``data/``."""
    text = files("debar.names").joinpath("data", table).read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


def digest_of_tables() -> str:
    """One SHA-256 of all the tables in ``data/``."""
    found = sha256()
    folder = files("debar.names").joinpath("data")
    for table in sorted((each for each in folder.iterdir() if each.name.endswith(".csv")), key=lambda each: each.name):
        data = table.read_bytes()
        found.update(f"{table.name} {len(data)}\n".encode())
        found.update(data)
    return found.hexdigest()


@cache
def _ready() -> Mapping[str, msgspec.Raw]:
    file = files("debar.names").joinpath("data", READY)
    if not file.is_file():
        return {}
    found = msgspec.msgpack.decode(file.read_bytes(), type=Ready)
    return found.parts if found.sources == digest_of_tables() else {}


def ready(part: str, kind: type[T]) -> T | None:
    """A part of what stands ready; None where it does not fit the tables as they are."""
    found = _ready().get(part)
    return None if found is None else msgspec.msgpack.decode(found, type=kind)


@cache
def words(group: Group) -> Mapping[str, str]:
    """Romanised word to its role (``particle``, ``title``, ``generic``, ``place``, ``common``) in such names."""
    found: Mapping[str, str] = _words().get(group, {})
    if group == "organisation":
        # Concepts stand in original letters too, and reading those rests on the other tables of this module.
        from debar.names.concepts import romanised

        found = {word: concept.role for word, concept in romanised().items()} | dict(found)
    return found


@cache
def _words() -> _Words:
    found = ready("words", _Words)
    return make_words() if found is None else found


def make_words() -> _Words:
    """The words of each group and their roles, from the table."""
    found: _Words = {}
    for row in rows("words.csv"):
        found.setdefault(row["group"], {})[row["word"]] = row["role"]
    return found


@cache
def spellings() -> _Spellings:
    """Romanised spellings, each with the class of spellings of one name; a spelling may stand in several."""
    found = ready("spellings", _Spellings)
    return make_spellings() if found is None else found


def make_spellings() -> _Spellings:
    """The spellings from the tables."""
    found = [(row["spelling"], row["class"]) for row in rows("spellings.csv")]
    for row in rows("chinese_surnames.csv"):
        found += [(row["pinyin"], f"zh {row['pinyin']}"), (row["spelling"], f"zh {row['pinyin']}")]
    for row in rows("korean_surnames.csv"):
        found += [(row["hangul"], f"ko {row['hangul']}"), (row["spelling"], f"ko {row['hangul']}")]
    found += [(row["form"], f"given {row['family']}") for row in rows("given_names.csv")]
    for row in rows("korean_syllables.csv"):
        spelt = (row["hangul"], row["latin"], *row["variants"].split())
        found += [(spelling, f"ko {row['hangul']}") for spelling in spelt]
    return tuple(found)


@cache
def common_words() -> frozenset[str]:
    """Words of everyday language, which say little in the name of an organisation."""
    found = ready("common words", list[str])
    return frozenset(make_common_words() if found is None else found)


def make_common_words() -> list[str]:
    """The common words from the table."""
    return [row["word"] for row in rows("common_words.csv")]


@cache
def lookalikes() -> Mapping[int, str]:
    """Letters of other scripts that are drawn like Latin ones, for `str.translate`."""
    return {ord(row["letter"]): row["latin"] for row in rows("lookalikes.csv")}
