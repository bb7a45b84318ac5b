"""Several names in one field: "X / Y", "X (Y)", "X или Y", "X a.k.a. Y", "X c/o Y", "X, formerly Y".

A party whose own name holds a slash or a bracket is asked for whole too, and listed whole: the parts are further names.
``data/several.csv`` has the words between two names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from debar.names.concepts import concept_of
from debar.names.forms import is_form
from debar.names.romanise import romanise
from debar.names.tables import rows

_SLASH = re.compile(r"(?<=[^\W\d]{3})(?<!import)(?<!export)/(?=[^\W\d]{3})", re.IGNORECASE)
_BEYOND_LATIN = re.compile("[^\\W\u0000-\u024f\u1e00-\u1eff]")
_EITHER = re.compile("\\s+(?:or|или|либо|або|ці)\\s+|\\s+and\\s+(?=АО\\b|ООО\\b|ПАО\\b|ОАО\\b|ЗАО\\b)")
_JOINT = r"\s+(?:or|and|&)\s+(?=(?:mr|mrs|ms|miss|dr)\b)"
"""Holders of one account: "Mr A or Mrs B"."""
_BRACKET = re.compile(r"(?P<outer>[^()]{4,})\((?P<inner>[^()]+)\)[\s.,;]*")
_HALF_BRACKET = re.compile(r"\s*\([^()]*$")
_LANGUAGE = re.compile(r"^(?:[^:]{0,30}\b)?in\s+\w+\s*:|^[a-z\s]{4,30}:", re.IGNORECASE)
_CODE = re.compile(
    r"^\s*(?:\d/(?=[^\W\d]{2})|(?:/\S{4,}|\d{7,}|\d{3,}\s*[:–-]|(?:ref|acc?t?|a/c|id|iban|cust(?:omer)?)\b\W*\w*\d{2,}\w*)[\s:–-]+(?=\D))"
    r"|[\s(#/-]+(?:(?:imo|mmsi)\b\D{0,6})?\d{7,}\W*$",
    re.IGNORECASE,
)
"""What leads or trails a name and is none: an account, the number of a line, a reference, the number of a ship."""
_FEW_WORDS = "or and & или либо або ці ref acc acct a/c id iban cust customer"
_WORD = re.compile(r"[^\W_]+")
_EDGES = " \t\n,;:/()-–"
_LEAST_LETTERS = 5
_FIELD, _LEAST_KEPT, _LONGEST_REST = 35, 3, 4
"""What a line of a payment message holds; how many words must be left without the last; how much may be left of that."""


@cache
def _between() -> str:
    """The words between two names, as a pattern."""
    longest_first = sorted((row["words"] for row in rows("several.csv")), key=len, reverse=True)
    words = "|".join(re.escape(words).replace(r"\ ", r"\s+") for words in longest_first)
    return rf"(?:^|[\s(,;]+)(?:{words})(?![\w.])[\s:,–-]*"


@cache
def words_between() -> frozenset[str]:
    """Words that may be the first of those between two names, in small letters."""
    return frozenset({*(row["words"].split()[0] for row in rows("several.csv")), *_FEW_WORDS.split()})


@cache
def _first_words() -> frozenset[str]:
    # In every case that people write them in: to lower each name for the question would cost more than the rest of it.
    return frozenset(
        written for word in words_between() for written in (word, word.upper(), word.title(), word.capitalize())
    )


@cache
def _latin() -> re.Pattern[str]:
    return re.compile(rf"\s+/\s+|{_JOINT}|{_between()}", re.IGNORECASE)


@cache
def _other() -> re.Pattern[str]:
    return re.compile(rf"\s+/\s+|{_SLASH.pattern}|\s*[;\n]\s*|{_between()}", re.IGNORECASE)


def all_names(names: Iterable[str]) -> tuple[str, ...]:
    """The names, and those that stand in one of them beside another; without its last word what just fills a field.

    >>> all_names(["Иван Петров / Іван Петров"])
    ('Иван Петров / Іван Петров', 'Иван Петров', 'Іван Петров')
    >>> all_names(["A/S Dampskibet", "Rock and Roll Trading"])
    ('A/S Dampskibet', 'Rock and Roll Trading')
    """
    found: dict[str, None] = {}
    for name in names:
        found[name] = None
        if may_be_several(name):
            found.update(dict.fromkeys(parts_of(name)))
        if len(name) == _FIELD and name.count(" ") >= _LEAST_KEPT and _is_cut_off(name.rpartition(" ")[2]):
            found[name.rpartition(" ")[0]] = None
    return tuple(found)


def _is_cut_off(word: str) -> bool:
    """Whether the last word of a full field is but the beginning of one: short, and none that is known."""
    latin = romanise(word.lower())
    return word.isalpha() and len(word) <= _LONGEST_REST and not is_form(latin) and concept_of(latin) is None


def may_be_several(name: str) -> bool:
    """Whether a name need be looked at: it holds a sign or a word that may stand between two
    names, or fills a field."""
    if "/" in name or "(" in name or ";" in name or "\n" in name or name[:1].isdigit() or name[-1:].isdigit():
        return True
    if len(name) == _FIELD:
        return True
    return not _first_words().isdisjoint(name.split()) or "ex-" in name or "Ex-" in name or "EX-" in name


def parts_of(name: str) -> list[str]:
    """The names within one, where its writing says that there are several; none where it is one.

    >>> parts_of("Министерство обороны или Минобороны России")
    ['Министерство обороны', 'Минобороны России']
    >>> parts_of("АО «Уральский завод» (УрАЗ)"), parts_of("Санкт-Петербург / Москва Трейд")
    (['АО «Уральский завод»'], ['Санкт-Петербург', 'Москва Трейд'])
    >>> parts_of("Harbour Lines d/b/a Falcon Freight"), parts_of("Falcon Front/Army of the Falcon"), parts_of("Falcon Import/Export")
    (['Harbour Lines', 'Falcon Freight'], ['Falcon Front', 'Army of the Falcon'], [])
    """
    if not may_be_several(name):
        return []
    bare = _CODE.sub("", name)
    pieces = [bare, *_cut(bare, latin=not _BEYOND_LATIN.search(bare))]
    whole = name.strip(_EDGES)
    parts = [_HALF_BRACKET.sub("", part) for piece in pieces if (part := piece.strip(_EDGES)) != whole]
    return [part for part in dict.fromkeys(parts) if _is_name(part)]


def _cut(name: str, *, latin: bool) -> Iterator[str]:
    if latin:
        for piece in _latin().split(name):
            yield from [piece, *(part for part in _SLASH.split(piece) if part != piece and _is_of_its_own(part))]
        return
    for piece in _other().split(name):
        bracket = _BRACKET.fullmatch(piece.strip())
        for part in (bracket["outer"], _LANGUAGE.sub("", bracket["inner"])) if bracket else (piece,):
            yield from _EITHER.split(part)


def _is_of_its_own(part: str) -> bool:
    """Whether a part tells who is meant without the rest: a slash may stand between two words of one name as well."""
    concepts = [concept_of(romanise(word.lower())) for word in _WORD.findall(part)]
    return None in concepts or (len(concepts) > 1 and any(each and each.role == "place" for each in concepts))


def _is_name(part: str) -> bool:
    """Whether a part can be a name of its own: two words that are no mere legal form, or one that says something."""
    found = _WORD.findall(part)
    telling = [word for word in found if len(word) > 1 and not is_form(romanise(word.lower()))]
    if len(telling) > 1:
        return True
    return len(telling) == 1 and len(telling[0]) >= _LEAST_LETTERS and concept_of(romanise(telling[0].lower())) is None
