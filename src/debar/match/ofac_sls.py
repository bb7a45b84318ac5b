"""The scores of the US Treasury's Sanctions List Search, for users who compare with it.

The Treasury says what its tool does (OFAC FAQ 249): Jaro-Winkler on the entire name; Jaro-Winkler and Soundex on each
part of the name asked for against the parts of the listed name, made into one composite; the higher of the two is
reported. What it does not say was fitted to scores that the tool gave:

- hyphens, apostrophes, commas and dots divide parts; the listed name is compared as it is written, "LAST, First";
- a common beginning counts up to 5 letters, a tenth of what is missing to 1 for each;
- parts of 1 or 2 letters asked for are left out of the composite unless there are no others;
- each part asked for counts its best likeness among the listed parts, a tenth of what is missing to 1 added
  where Soundex is the same, nothing where the likeness is under a half; the composite is the mean;
- a score is cut to a whole number, not rounded.

Parts of the listed name that nothing asked for met cost nothing: "Hussein" alone finds every Hussein at 100.
The tool knows no other script than Latin: a name without Latin letters or digits scores 0.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from anyascii import anyascii
from rapidfuzz.distance import Jaro
from rapidfuzz.process import cdist

from debar.names.script import clean

Likenesses: TypeAlias = npt.NDArray[np.float64]

_NOT_PART = re.compile("[^A-Z0-9]+")
_LONGEST_PREFIX = 5
_SHARE_PER_LETTER = 0.1
_SHORT = 2
_SHARE_OF_SOUND = 0.1
_LEAST_ALIKE = 0.5
# Sums of floats may fall a hair short of the whole number that they mean.
_HAIR = 1e-9
_CODES = {
    letter: code for code, letters in enumerate(("BFPV", "CGJKQSXZ", "DT", "L", "MN", "R"), 1) for letter in letters
}
_SILENT = frozenset("HW")
_SOUNDEX_LENGTH = 4


def ofac_score(query: str, listed: str) -> int:
    """The score of one listed name, 0 to 100; for many names `ofac_scores` is faster.

    >>> ofac_score("Poutine", "PUTIN, Vladimir")
    92
    """
    return ofac_scores(query, [listed])[0]


def ofac_scores(query: str, listed: Sequence[str]) -> list[int]:
    """The score of each listed name, 0 to 100, in their order.

    >>> ofac_scores("Kim Jong Un", ["KIM, Jong Man", "KIM, So'ng-hun"])
    [100, 91]
    """
    asked = _parts(query)
    if not asked or not listed:
        return [0] * len(listed)
    names = [_parts(name) for name in listed]
    whole = _alike(" ".join(asked), [" ".join(name) for name in names])
    return [_points(likeness) for likeness in np.maximum(whole, _composites(_counted(asked), names)).tolist()]


def explain(query: str, listed: str) -> str:
    """One sentence on where the score comes from: which technique gave it, which parts met which at what.

    >>> explain("Poutine", "PUTIN, Vladimir")
    '92 of 100 by parts (POUTINE met PUTIN at 92, same sound); the whole names compare at 72.'
    """
    asked, name = _parts(query), _parts(listed)
    if not asked or not name:
        without = "listed" if asked else "asked for"
        return f"0 of 100: the name {without} has no Latin letters or digits."
    counted = _counted(asked)
    whole, composite = _alike(" ".join(asked), [" ".join(name)])[0], _composites(counted, [name])[0]
    met = ", ".join(_meeting(part, name) for part in counted)
    if left_out := [part for part in asked if part not in counted]:
        met += f"; too short to count: {', '.join(left_out)}"
    if composite >= whole:
        return f"{_points(composite)} of 100 by parts ({met}); the whole names compare at {_points(whole)}."
    return f"{_points(whole)} of 100 by the whole names; by parts {_points(composite)} ({met})."


def _points(likeness: float) -> int:
    return int(100 * likeness + _HAIR)


@lru_cache(maxsize=1 << 17)
def _parts(name: str) -> tuple[str, ...]:
    return tuple(_NOT_PART.sub(" ", (name if name.isascii() else _latin(name)).upper()).split())


def _latin(name: str) -> str:
    """Latin letters without their accents; every other script's letters become spaces."""
    return "".join(
        anyascii(char) if char.isascii() or unicodedata.name(char, "").startswith("LATIN ") else " "
        for char in clean(name)
        if not unicodedata.combining(char)
    )


def _counted(asked: Sequence[str]) -> list[str]:
    return [part for part in asked if len(part) > _SHORT] or list(asked)


def _alike(one: str, others: Sequence[str]) -> Likenesses:
    """Jaro-Winkler; not RapidFuzz's own, which counts a common beginning up to 4 letters only."""
    jaro = cdist([one], others, scorer=Jaro.similarity, dtype=np.float64)[0]
    prefix = _LONGEST_PREFIX
    codes = np.array([other[:prefix] for other in others], dtype=f"U{prefix}").view(np.uint32).reshape(-1, prefix)
    beginning = np.array([ord(char) for char in one[:prefix]], dtype=np.uint32)
    common = np.logical_and.accumulate(codes[:, : len(beginning)] == beginning, axis=1).sum(axis=1)
    alike: Likenesses = jaro + common * _SHARE_PER_LETTER * (1 - jaro)
    return alike


def _composites(counted: Sequence[str], names: Sequence[Sequence[str]]) -> Likenesses:
    """Per name the mean over the counted parts of the best likeness; each distinct listed part is compared once."""
    places: dict[str, int] = {}
    flat = np.array([places.setdefault(part, len(places)) for name in names for part in name], dtype=np.intp)
    sizes = np.array([len(name) for name in names])
    composites = np.zeros(len(names))
    if not places:
        return composites
    filled = sizes > 0
    starts = (np.cumsum(sizes) - sizes)[filled]
    for part in counted:
        composites[filled] += np.maximum.reduceat(_met(part, list(places))[flat], starts)
    return composites / len(counted)


def _met(part: str, listed: Sequence[str]) -> Likenesses:
    alike = _alike(part, listed)
    sound = _soundex(part)
    # Soundex keeps the first letter, so that the others need no code.
    same = np.array([other[0] == part[0] and _soundex(other) == sound for other in listed])
    alike += np.where(same, _SHARE_OF_SOUND * (1 - alike), 0.0)
    alike[alike < _LEAST_ALIKE] = 0.0
    return alike


def _meeting(part: str, listed: Sequence[str]) -> str:
    met = _met(part, listed)
    best = int(met.argmax())
    if not met[best]:
        return f"{part} met nothing"
    sound = ", same sound" if part != listed[best] and _soundex(part) == _soundex(listed[best]) else ""
    return f"{part} met {listed[best]} at {_points(met[best])}{sound}"


@lru_cache(maxsize=1 << 17)
def _soundex(part: str) -> str:
    """American Soundex; a part that begins with a digit sounds like itself only."""
    if part[0].isdigit():
        return part
    codes, last = "", _CODES.get(part[0])
    for letter in part[1:]:
        code = _CODES.get(letter)
        if code and code != last:
            codes += str(code)
        if letter not in _SILENT:
            last = code
    return (part[0] + codes)[:_SOUNDEX_LENGTH].ljust(_SOUNDEX_LENGTH, "0")
