"""Hangul: family and given names as lists spell them, and foreign names behind their Korean spelling.

Korean names stand on lists as the DPRK spells them (Kim Jong Un), seldom by the official romanisation of the South; the
other spellings of each syllable stand as data in ``data/korean_surnames.csv`` and ``data/korean_syllables.csv``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from debar.names.tables import rows

HANGUL = re.compile("[\uac00-\ud7a3]+")
_FIRST = 0xAC00
_INITIALS = ("k", "kk", "n", "t", "tt", "r", "m", "p", "pp", "s", "ss", "", "j", "jj", "ch", "k", "t", "p", "h")
_VOWELS = (
    "a", "ae", "ya", "yae", "o", "e", "yo", "ye", "o", "wa", "wae", "oe", "yo", "u", "wo", "we", "wi", "yu", "u", "ui", "i",
)  # fmt: skip
_FINALS = (
    "", "k", "k", "k", "n", "n", "n", "t", "l", "k", "m", "l", "l", "l", "p", "l", "m", "p", "p", "t", "t", "ng", "t", "t",
    "k", "t", "p", "t",
)  # fmt: skip
# Foreign sounds: b and d are written ㅂ and ㄷ, p and t ㅍ and ㅌ; ㅡ is not spoken; a final ㄹ before ㄹ is one l.
_FOREIGN = {"k": "g", "t": "d", "p": "b"}
_ASPIRATES = {15: "k", 16: "t", 17: "p"}
_UNSPOKEN = 18
_LONGEST_GIVEN = 2


def divide(name: str) -> tuple[str, str] | None:
    """Family and given name of a Korean name written without a space; nothing if it is not built like one.

    >>> divide("김정은"), divide("남궁민수"), divide("블라디미르")
    (('김', '정은'), ('남궁', '민수'), None)
    """
    for length in (2, 1):
        if name[:length] in _surnames() and 0 < len(name) - length <= _LONGEST_GIVEN:
            return name[:length], name[length:]
    return None


def is_surname(word: str) -> bool:
    """Whether a word is one of the family names of the table."""
    return word in _surnames()


def surname(word: str) -> str:
    """A family name as lists spell it.

    >>> surname("김"), surname("최")
    ('kim', 'choe')
    """
    return _surnames().get(word) or given(word)


def given(word: str) -> str:
    """A given name as one word, each syllable as lists spell it.

    >>> given("정은"), given("영철")
    ('jongun', 'yongchol')
    """
    return "".join(map(syllable, word))


def is_given(word: str) -> bool:
    """Whether a word is made of syllables that given names are made of."""
    return all(sign in _syllables() for sign in word)


def syllable(sign: str) -> str:
    """One syllable as lists spell it."""
    return _syllables().get(sign) or _spell(sign)


def transcribed(word: str) -> str:
    """A foreign name written in Hangul.

    >>> transcribed("블라디미르"), transcribed("푸틴")
    ('bladimir', 'putin')
    """
    found = ""
    for sign in word:
        initial, vowel, final = _parts(sign)
        first = _ASPIRATES.get(initial) or _FOREIGN.get(_INITIALS[initial], _INITIALS[initial])
        if first == "r" and found.endswith("l"):
            first = ""
        found += (
            first + ("" if vowel == _UNSPOKEN and (first or found.endswith("l")) else _VOWELS[vowel]) + _FINALS[final]
        )
    return found


def _parts(sign: str) -> tuple[int, int, int]:
    number = ord(sign) - _FIRST
    return number // 588, number // 28 % 21, number % 28


def _spell(sign: str) -> str:
    initial, vowel, final = _parts(sign)
    return _INITIALS[initial] + _VOWELS[vowel] + _FINALS[final]


@cache
def _surnames() -> Mapping[str, str]:
    return {row["hangul"]: row["latin"] for row in rows("korean_surnames.csv")}


@cache
def _syllables() -> Mapping[str, str]:
    return {row["hangul"]: row["latin"] for row in rows("korean_syllables.csv")}
