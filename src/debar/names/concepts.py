"""Concepts: what the generic words and the places in the names of organisations mean, across languages and scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Literal, cast

import msgspec

from debar.names.classes import fold
from debar.names.script import clean, words_of
from debar.names.tables import ready, rows

_ARTICLE = "al"
_LEAST = 2
_SHORTEST = 4
_UNVOWELLED, _WRITTEN_ARTICLE = re.compile("[\u0590-\u06ff]"), "ال"
_UNDIVIDED = re.compile("[\u0e00-\u0e7f\u1000-\u109f\u3040-\u9fff\uac00-\ud7a3]")


class Concept(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What a word means.

    Args:
        name: an English word, which is itself a word of that concept.
        role: a ``generic`` word or a ``place``.
        weight: how much it says about who is meant, in hundredths of an ordinary word.
    """

    name: str
    role: Literal["generic", "place"]
    weight: int


class Concepts(msgspec.Struct, frozen=True, array_like=True):
    """Every concept once, and the place of the one that each word has: romanised, in undivided writing, or as it is written
    in a script that has no short vowels, whose short words romanise to what is too like others."""

    concepts: tuple[Concept, ...]
    romanised: dict[str, int]
    undivided: dict[str, int]
    unvowelled: dict[str, int]


def concept_of(word: str) -> Concept | None:
    """The concept of one word, as `words_of` gives it; None for any other word.

    >>> concept_of("sherkat") == concept_of("company")
    True
    >>> concept_of("gosudarstvennoye").name
    'state'
    >>> concept_of("romashka")
    """
    return romanised().get(word)


def written_concept(word: str) -> Concept | None:
    """The concept of one word as it stands in Arabic or Hebrew letters, with or without its article.

    >>> written_concept("نفط").name, written_concept("النفط").name
    ('oil', 'oil')
    """
    found = _concepts()
    place = found.unvowelled.get(fold(word))
    return None if place is None else found.concepts[place]


def cut_undivided(text: str) -> list[tuple[str, Concept | None]]:
    """Divide writing without spaces at the words that are known; the longest known word goes first.

    >>> [(piece, concept and concept.name) for piece, concept in cut_undivided("华为技术")]
    [('华为', None), ('技术', 'technology')]
    """
    table, longest = _undivided()
    pieces: list[tuple[str, Concept | None]] = []
    begin = place = 0
    while place < len(text):
        size = _known_at(text, place, table, longest)
        if not size:
            place += 1
            continue
        if begin < place:
            pieces.append((text[begin:place], None))
        pieces.append((text[place : place + size], table[text[place : place + size]]))
        begin = place = place + size
    if begin < len(text):
        pieces.append((text[begin:], None))
    return pieces


def _known_at(text: str, place: int, table: Mapping[str, Concept], longest: int) -> int:
    for size in range(min(longest, len(text) - place), _LEAST - 1, -1):
        if text[place : place + size] in table:
            return size
    return 0


@cache
def romanised() -> Mapping[str, Concept]:
    """Every romanised word of the table; a word that is written in Latin letters there goes before one romanised here."""
    found = _concepts()
    return {word: found.concepts[place] for word, place in found.romanised.items()}


@cache
def _concepts() -> Concepts:
    found = ready("concepts", Concepts)
    return make_concepts() if found is None else found


def make_concepts() -> Concepts:
    """The concepts from the tables."""
    undivided = {row["word"]: _concept(row) for row in rows("concepts.csv") if is_undivided(row["word"])}
    unvowelled: dict[str, Concept] = {}
    for row in rows("concepts.csv"):
        if _UNVOWELLED.match(row["word"]) and (key := fold(row["word"])):
            for form in (key, key.removeprefix(_WRITTEN_ARTICLE)):
                if len(form) > _LEAST:
                    unvowelled.setdefault(form, _concept(row))
    romanised = _romanise()
    concepts = {
        concept: place
        for place, concept in enumerate(dict.fromkeys([*romanised.values(), *undivided.values(), *unvowelled.values()]))
    }
    return Concepts(
        tuple(concepts),
        {word: concepts[concept] for word, concept in romanised.items()},
        {word: concepts[concept] for word, concept in undivided.items()},
        {word: concepts[concept] for word, concept in unvowelled.items()},
    )


def _romanise() -> dict[str, Concept]:
    written: dict[str, Concept] = {}
    read: dict[str, Concept] = {}
    for row in rows("concepts.csv"):
        concept = _concept(row)
        for word in _spelt(row):
            if word.isascii():
                written.setdefault(word, concept)
            elif not is_undivided(word) and (key := _one_word(word)):
                read.setdefault(key, concept)
    return read | written


def _spelt(row: Mapping[str, str]) -> Iterator[str]:
    """The words of a row: the one that stands there, or a stem with each of its endings."""
    if not row["endings"]:
        yield row["word"]
    for ending in _endings().get(row["endings"], ()):
        yield row["word"] + ending


@cache
def _endings() -> Mapping[str, tuple[str, ...]]:
    table: dict[str, list[str]] = {}
    for row in rows("endings.csv"):
        table.setdefault(row["endings"], []).append(row["ending"])
    return {name: tuple(endings) for name, endings in table.items()}


def _one_word(text: str) -> str | None:
    """The romanised word without an article; None where it is none, several, or too short to be told from others.

    Some scripts write no short vowels: what is left of their short words is like too many others.
    """
    found = words_of(clean(text))
    if len(found) > 1 and found[0] == _ARTICLE:
        found = found[1:]
    return found[0] if len(found) == 1 and len(found[0]) >= _SHORTEST else None


@cache
def _undivided() -> tuple[Mapping[str, Concept], int]:
    found = _concepts()
    table = {word: found.concepts[place] for word, place in found.undivided.items()}
    return table, max(map(len, table))


def _concept(row: Mapping[str, str]) -> Concept:
    return Concept(row["concept"], cast('Literal["generic", "place"]', row["role"]), int(row["weight"]))


def is_undivided(text: str) -> bool:
    """Whether a text has signs of a script whose words are not divided: Han, kana, Hangul, Thai, Burmese.

    >>> is_undivided("银行"), is_undivided("банк")
    (True, False)
    """
    return not text.isascii() and _UNDIVIDED.search(text) is not None
