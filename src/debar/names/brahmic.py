"""Scripts of South Asia: every consonant bears an *a* unless another vowel or a sign takes it away.

The letters of Devanagari, Bengali, Gurmukhi, Gujarati, Odia, Tamil, Telugu, Kannada, and Malayalam have the same
names in Unicode, so that one table (``data/brahmic_letters.csv``) serves them all.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from debar.names.tables import rows

BRAHMIC = re.compile("[\u0900-\u0d7f]")
_LETTER = re.compile(r"(?:[A-Z]+) (?:LETTER|VOWEL SIGN|SIGN|VOWEL) (?P<name>.+)")
# In these the last "a" of a word is not spoken, in the others it is.
_SILENT_END = ("DEVANAGARI", "BENGALI", "GURMUKHI", "GUJARATI")
_INHERENT = "ə"
_DOTTED = {"kh": "kh", "ph": "f", "dh": "rh", "k": "q", "g": "gh", "j": "z", "d": "r"}
_MEDIAL = re.compile("(?<=[aeiou])(?P<before>[^aeiouə]{1,2})ə(?=[^aeiouəh][h]?[aeiou])")


class _Letter(NamedTuple):
    kind: str
    latin: str


def romanise(word: str) -> str:
    """A word in Latin letters; in Northern scripts without the vowels that are written but not spoken.

    >>> romanise("नरेन्द्र"), romanise("मनमोहन"), romanise("রহমান"), romanise("ರಾಮ")
    ('narendra', 'manmohan', 'rahman', 'rama')
    """
    found = ""
    for char in unicodedata.normalize("NFC", word):
        letter = _letter(char)
        if letter.kind == "consonant":
            found += letter.latin + _INHERENT
        elif letter.kind == "vowel":
            dependent = "VOWEL SIGN" in unicodedata.name(char)
            found = (found.removesuffix(_INHERENT) if dependent else found) + letter.latin
        elif letter.kind == "nukta":
            found = _dotted(found)
        elif "VIRAMA" in unicodedata.name(char, ""):
            found = found.removesuffix(_INHERENT)
        else:
            found += letter.latin
    if unicodedata.name(word[0], "").startswith(_SILENT_END):
        found = _unspoken(found)
    return found.replace(_INHERENT, "a")


def _dotted(found: str) -> str:
    """A dot below makes another letter of the last consonant: *j* is *z*, *ph* is *f*."""
    plain = found.removesuffix(_INHERENT)
    stem = next((each for each in _DOTTED if plain.endswith(each)), "")
    return plain.removesuffix(stem) + _DOTTED[stem] + _INHERENT if stem and plain != found else found


def _unspoken(found: str) -> str:
    """Without the "a" at the end, but after two consonants, and without that between two open syllables."""
    if re.search(f"[aeiou{_INHERENT}][^aeiou{_INHERENT}]h?{_INHERENT}\\Z", found):
        found = found.removesuffix(_INHERENT)
    # From the end, as speech does it: the first "a" of "manmohan" stays, the second goes.
    full = found.replace(_INHERENT, "a", 1) if re.match(f"[^aeiou{_INHERENT}]*{_INHERENT}", found) else found
    return _MEDIAL.sub(lambda match: match["before"], full)


@lru_cache(maxsize=1 << 11)
def _letter(char: str) -> _Letter:
    match = _LETTER.fullmatch(unicodedata.name(char, ""))
    if match is None:
        digit = unicodedata.digit(char, None)
        return _Letter("sign", "" if digit is None else str(digit))
    kind = "nukta" if match["name"] == "NUKTA" else ""
    return _Letter(kind, "") if kind else _letters().get(match["name"], _Letter("sign", ""))


@cache
def _letters() -> Mapping[str, _Letter]:
    return {row["letter"]: _Letter(row["kind"], row["latin"]) for row in rows("brahmic_letters.csv")}
