"""Country names, in the words of official lists, to ISO 3166-1 alpha-2 codes in lower case.

A country that ISO does not code (any more) has FollowTheMoney's code: ``xk`` Kosovo, ``suhh`` the Soviet Union.
Two tables hold all of it: ``data/countries.csv``, one row per code, and ``data/country_names.csv``, one row per further
name, adjective or way of writing. Names are compared folded: neither case, accents, punctuation nor spaces count.

Words that may mean two countries give None rather than a guess. Those that somebody decided to be so stand in the table
with the status ``ambiguous`` and no code; "Korea" is one, "Congo" another.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

_THE = re.compile(r"^the | the$")
_UNDECOMPOSED = str.maketrans({"ı": "i", "ø": "o", "ł": "l", "đ": "d", "&": " and "})


def code_of(words: str) -> str | None:
    """The code for a country's name, code or adjective as lists write it, or None when the table knows no such country.

    None is also the answer for words that may mean two countries, or none at all ("Korea", "undetermined"). A name in
    two languages (``Syria / Syrie``) counts when both name the same country. A list's own sign for "nothing given" must
    be taken out before: ``na`` is Namibia here.

    >>> code_of("Korea, North"), code_of("DPRK"), code_of("North Korean"), code_of("prk")
    ('kp', 'kp', 'kp', 'kp')
    >>> code_of("Korea") is None
    True
    """
    if (code := _code_in_one_language(words)) is not None:
        return code
    in_each_language = {_code_in_one_language(part) for part in words.split("/")}
    return in_each_language.pop() if len(in_each_language) == 1 else None


def name_of(code: str) -> str | None:
    """The English short name for a code.

    >>> name_of("kp"), name_of("suhh")
    ('North Korea', 'Soviet Union')
    """
    return _names().get(code.strip().casefold())


def _fold(words: str) -> str:
    """Lower-case letters and digits with single spaces; dots, apostrophes and an outer "the" vanish (``U.S.`` is ``us``)."""
    plain = unicodedata.normalize("NFKD", words.casefold().translate(_UNDECOMPOSED))
    kept = (
        char if char.isalnum() else "" if unicodedata.combining(char) or char in ".'’‘`´ʼ" else " " for char in plain
    )
    return _THE.sub("", " ".join("".join(kept).split()))


def _code_in_one_language(words: str) -> str | None:
    """A code counts only as it stands: ``SA`` is a country, ``S.A.`` a kind of company."""
    return _short().get(words.strip().casefold()) or _spelt().get(_fold(words))


@cache
def _names() -> Mapping[str, str]:
    return MappingProxyType({row["code"]: row["name"] for row in _rows("countries.csv")})


@cache
def _short() -> Mapping[str, str]:
    """Every alpha-2 and alpha-3 code."""
    return MappingProxyType(
        {row[kind]: row["code"] for row in _rows("countries.csv") for kind in ("code", "alpha3") if row[kind]}
    )


@cache
def _spelt() -> Mapping[str, str]:
    """Every folded name and its code.

    Raises:
        ValueError: one spelling stands for two countries, or a name has a code that no country has. The tables are
            wrong then, not the caller.
    """
    found: dict[str, str] = {}
    for row in (*_rows("countries.csv"), *_rows("country_names.csv")):
        words, code = row["name"], row["code"]
        if code and code not in _names():
            raise ValueError(f"{words!r} must have the code of a row of countries.csv (got {code!r})")
        if found.setdefault(_fold(words), code) != code:
            raise ValueError(f"{words!r} must name one country (got {found[_fold(words)]!r} and {code!r})")
    return MappingProxyType({words: code for words, code in found.items() if code})


def _rows(table: str) -> Iterator[dict[str, str]]:
    with files("debar.model").joinpath("data", table).open(encoding="utf-8") as stream:
        yield from csv.DictReader(stream)
