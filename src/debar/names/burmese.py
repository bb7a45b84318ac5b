"""Burmese: syllables as names spell them, the commonest by table, the rest from consonant, medials and rhyme."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from debar.names.tables import rows

BURMESE = re.compile("[\u1000-\u109f]")
_TONES = re.compile("[\u1037\u1038]")
_STACKED = "\u1039"
_ASAT = "\u103a"
_LETTER = "[\u1000-\u1021\u103f]"
# A syllable: a letter that no asat closes and that does not hang under another, and all up to the next such letter.
_SYLLABLE = re.compile(
    f"(?:{_LETTER}|[\u1023-\u102a])"
    f"(?:[\u102b-\u1038\u103a-\u103e]|{_STACKED}{_LETTER}|{_LETTER}[\u1037\u1038]?{_ASAT}|{_LETTER}(?={_STACKED}))*"
)


def romanise(word: str) -> list[str]:
    """The syllables of a word, as Burmese names are spelled; those of a foreign name are joined.

    >>> romanise("အောင်ဆန်းစုကြည်"), romanise("မင်းအောင်လှိုင်")
    (['aung', 'san', 'su', 'kyi'], ['min', 'aung', 'hlaing'])
    """
    syllables = _SYLLABLE.findall(word)
    read = [latin for syllable in syllables if (latin := _read(syllable))]
    # Syllables that names are not made of spell a foreign name, which is one word.
    return read if all(map(_is_known, syllables)) or not read else ["".join(read)]


def _is_known(syllable: str) -> bool:
    return syllable in _table("syllable") or _TONES.sub("", syllable) in _table("syllable")


def _read(syllable: str) -> str:
    for form in (syllable, _TONES.sub("", syllable)):
        if form in _table("syllable"):
            return _table("syllable")[form]
    bare = _TONES.sub("", syllable).replace(_STACKED, _ASAT)
    if bare[0] in _table("vowel"):
        return _table("vowel")[bare[0]]
    consonant = _table("consonant").get(bare[0], "")
    rest = bare[1:]
    medials = ""
    while rest and rest[0] in _table("medial"):
        medials += _table("medial")[rest[0]]
        rest = rest[1:]
    if "h" in medials:
        consonant, medials = (
            ("sh", medials.replace("h", "")) if consonant == "y" else (f"h{consonant}", medials.replace("h", ""))
        )
    return consonant + medials + _rhyme(rest)


def _rhyme(written: str) -> str:
    """The longest rhyme of the table at the start of what is written."""
    table = _table("rhyme")
    return next((table[written[:end]] for end in range(len(written), -1, -1) if written[:end] in table), "")


@cache
def _table(kind: str) -> Mapping[str, str]:
    return {row["written"]: row["latin"] for row in rows("burmese.csv") if row["kind"] == kind}
