"""How alike two words are, and the keys under which like words are found.

A word pair stands at one of these levels:

- ``same``: 1.0
- ``spelling``: spellings of one name (``data/spellings.csv``): 0.95
- ``typo``: edits (insert, delete, replace, swap neighbours) within what the shorter word allows: none up to 2 letters, at 3
  one letter more or less, one edit for 4 to 7, two from 8 on. 0.66 at 3 letters, rising to 0.9; the second edit costs 0.1
  more; where only a vowel or a doubling changes, 0.88 at least. Words with digits: none.
- ``stem``: two words of the vocabulary (``data/words.csv``) are not each other's typos ("Iraq", "Iran"), but may be
  forms of one ("Iran", "Iranian"): 0.9
- ``sound``: the same consonant skeleton of three sounds or more and 0.6 of the letters alike: 0.8; where
  one side has no e, i, o or u (Arabic, Hebrew) its skeleton is all there is: 0.8
- Two short words of one syllable each are different people's ("Zhang", "Zhong") unless vowels and consonants sound the
  same ("Karl", "Carl"): 0.85
- ``near``: the spelling goes beyond these but is alike by 0.75 or more: 0.5
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal

from rapidfuzz.distance import OSA, Indel

from debar.names.tables import known_words, spellings

Level = Literal["same", "spelling", "typo", "stem", "sound", "near", "none"]
Likeness = tuple[float, Level]

_SAME: Likeness = (1.0, "same")
_NONE: Likeness = (0.0, "none")
_SYLLABLE: Likeness = (0.85, "sound")
_STEM: Likeness = (0.9, "stem")
_LEAST_ALIKE = 0.5
# One edit in 4 letters or two in 8 leave three quarters of the letters in common, never less.
_NEAR = 0.75
_SOUND = 0.6
_DIGRAPHS = (
    ("shch", "s"), ("sch", "s"), ("tsch", "c"), ("tch", "c"), ("dzh", "j"), ("dj", "j"), ("sh", "s"), ("zh", "j"), ("ch", "c"),
    ("kh", "h"), ("gh", "g"), ("ph", "f"), ("th", "t"), ("dh", "d"), ("ts", "c"), ("tz", "c"), ("ck", "k"), ("x", "ks"),
)  # fmt: skip
_SOUNDS = str.maketrans({"q": "k", "g": "k", "p": "b", "f": "v", "z": "s", "c": "s", "j": "s", "d": "t"})
_SHORT_VOWELS = frozenset("eiou")
_VOWEL_GROUPS = re.compile(r"[aeiouy]+")
_LONGEST_SYLLABLE = 5
_VOWELS = re.compile(r"[aeiouyhw]")
_HARD_C = re.compile(r"c(?![hkeiyz])")
_REPEATS = re.compile(r"(.)\1+")


@lru_cache(maxsize=1 << 17)
def likeness(one: str, other: str) -> Likeness:
    """How alike two romanised words are: a degree in 0..1 and its level. Symmetric.

    >>> likeness("vladimir", "volodymyr")
    (0.95, 'spelling')
    >>> likeness("kim", "kin")
    (0.0, 'none')
    """
    if one == other:
        return _SAME
    alike = Indel.normalized_similarity(one, other, score_cutoff=_LEAST_ALIKE)
    classes = spellings()
    known = classes.get(one)
    if known is not None and known == classes.get(other):
        return 0.95, "spelling"
    if not alike:
        return (0.8, "sound") if _unvowelled(one, other) else _NONE
    if one[0] == "+" or other[0] == "+" or _has_digit(one) or _has_digit(other):
        return _NONE
    vocabulary = known_words()
    if one in vocabulary and other in vocabulary:
        return _STEM if _same_stem(one, other) else _NONE
    vowels, others = _syllable(one), _syllable(other)
    if vowels and others:
        return _SYLLABLE if vowels == others and skeleton(one) == skeleton(other) else _NONE
    found = _typo(one, other) if alike >= _NEAR else None
    return found if found is not None else _sound(one, other, alike)


def _typo(one: str, other: str) -> Likeness | None:
    shorter = min(len(one), len(other))
    allowed = 0 if shorter <= 2 else 1 if shorter <= 7 else 2
    # Two three-letter words that differ in a letter are two words ("Kim", "Kin").
    if allowed == 0 or len(one) == len(other) == 3 or abs(len(one) - len(other)) > allowed:
        return None
    edits = OSA.distance(one, other, score_cutoff=allowed)
    if edits > allowed:
        return None
    if edits == 1 and one[0] == other[0] and skeleton(one) == skeleton(other):
        return 0.88, "typo"
    return round(min(0.9, 0.48 + 0.06 * shorter) - 0.1 * (edits - 1), 4), "typo"


def _same_stem(one: str, other: str) -> bool:
    stem = min(len(one), len(other)) - 1
    return stem >= 3 and one[: max(stem, 4)] == other[: max(stem, 4)]


def _sound(one: str, other: str, alike: float) -> Likeness:
    bones = skeleton(one)
    if len(bones) >= 3 and bones == skeleton(other) and (alike >= _SOUND or _unvowelled(one, other)):
        return 0.8, "sound"
    if alike >= _NEAR and min(len(one), len(other)) >= 5:
        return 0.5, "near"
    return _NONE


@lru_cache(maxsize=1 << 16)
def skeleton(word: str) -> str:
    """The consonants of a word, those that transliterations take for one another made one.

    >>> skeleton("gaddafi") == skeleton("kadafi") == skeleton("qadhafi")
    True
    """
    word = _HARD_C.sub("k", word)
    for letters, sound in _DIGRAPHS:
        if letters in word:
            word = word.replace(letters, sound)
    if word[:1] == "w":
        word = f"v{word[1:]}"
    return _REPEATS.sub(r"\1", _VOWELS.sub("", word.translate(_SOUNDS)))


def _unvowelled(one: str, other: str) -> bool:
    """Whether one is the other as a script without short vowels writes it."""
    if not (_may_lack_vowels(one) or _may_lack_vowels(other)):
        return False
    return skeleton(one) == skeleton(other)


@lru_cache(maxsize=1 << 16)
def _may_lack_vowels(word: str) -> bool:
    """Long vowels are written, and A is one of them: with an A only a longer word is taken for such writing."""
    return len(skeleton(word)) >= (4 if "a" in word else 3) and _SHORT_VOWELS.isdisjoint(word)


@lru_cache(maxsize=1 << 16)
def _syllable(word: str) -> str:
    """The vowels of a short word of one syllable; nothing for other words."""
    groups = _VOWEL_GROUPS.findall(word)
    return groups[0].replace("y", "i") if len(groups) == 1 and len(word) <= _LONGEST_SYLLABLE else ""


def word_keys(word: str) -> Iterator[str]:
    """The keys that a word shares with words like it: itself, less one letter, its spelling class, its skeleton.

    >>> sorted(word_keys("omar"))
    ['-mar', '-oar', '-oma', '-omar', '-omr', '=omar', '@omar', '~mr']
    """
    yield f"={word}"
    known = spellings().get(word)
    if known is not None:
        yield f"@{known}"
    if word[:1] == "+" or _has_digit(word):
        return
    if len(word) >= 3:
        yield f"-{word}"
        yield from {f"-{word[:place]}{word[place + 1 :]}" for place in range(len(word))}
    bones = skeleton(word)
    if len(bones) >= 2:
        yield f"~{bones}"


def _has_digit(word: str) -> bool:
    return not word.isalpha() and any(char.isdigit() for char in word)
