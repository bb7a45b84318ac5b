"""How alike two words are, and the keys under which like words are found.

A word pair stands at one of these levels; degrees are in thousandths:

- ``same``: 1000
- ``class``: spellings or language forms of one name, or words of one meaning (`debar.names.classes`,
  ``data/spellings.csv``, `debar.names.concepts`): 960
- ``spelling``: the same letters but for doubled ones: 940
- ``typo``: one edit (insert, delete, replace, swap neighbours), where the shorter word has 3 letters (640, and none may
  be replaced: "Kim", "Kin") or more: from 740 at 4 to 900. Where only vowels change, 900. Two different known names
  ("Mario", "Maria"): 100 less. Words with digits, and two words of general meaning ("Iraq", "Iran"): none.
- ``sound``: a Latin word that is a reading of the other one's letters (`debar.names.sounds`): by the consonants in common
  950 to 860, 60 less where the script tells sounds apart less well; or the same consonant skeleton: 820 with three sounds,
  700 with two, 850 for a short syllable

Two short words of one syllable each are different people's ("Zhang", "Zhong") unless vowels and consonants sound the
same ("Karl", "Carl"). All is integers, so that every machine and every implementation comes to the same.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from rapidfuzz.distance import OSA, Indel

from debar.names.sounds import LOOSE, WRITTEN, frames_in, pattern, sounding

Level = Literal["none", "same", "class", "spelling", "typo", "sound"]
Likeness = tuple[int, Level]
Classes = tuple[int, ...]

VOWELLESS = (1 << 23) - 1
"""Stands among the classes of a word whose script does not write short vowels; it is no class, and nothing shares it."""
SYLLABIC = VOWELLESS - 1
"""The same for a word read from Chinese or Korean signs: another letter in it is another sign, and so another name."""
FIRST_CONCEPT = 1 << 24
"""Classes from here on are meanings (`debar.names.concepts`); those below are names."""

FIRST_HASHED, END_HASHED = (1 << 23) + (1 << 21), (1 << 23) + (1 << 22)
"""Classes between these are of spellings that names have in common (`debar.names.surnames`): a word that
has no other class is no known name."""

CLASH, SOUND_CLASH = 150, 80
FINAL_A = 720
SYLLABIC_SOUND, UNWRITTEN_TYPO = 700, 200
_SHORTEST_AFTER_ABD = 3
ABD = 850
"""A name and the same with Abd before it ("Hanif", "Abdul Hanif"); readings write Abd so."""
LONGEST_COMPARED = 48
"""What is longer is no word: it is only equal or not."""

_READINGS = {0: 860, 1: 860, 2: 900, 3: 930, 4: 930}
READING, LOOSE_READING = 950, 60
"""Of a word as a reading of another's letters: by how many consonants they have in common, from five on the first."""

_NO_CLASS = frozenset({VOWELLESS, SYLLABIC})
_SAME: Likeness = (1000, "same")
_NONE: Likeness = (0, "none")
_DIGRAPHS = (
    ("shch", "s"), ("tsch", "c"), ("sch", "s"), ("tch", "c"), ("dzh", "j"), ("dj", "j"), ("sh", "s"), ("zh", "j"), ("ch", "c"),
    ("kh", "h"), ("gh", "g"), ("ph", "f"), ("th", "t"), ("dh", "d"), ("ts", "c"), ("tz", "c"), ("ck", "k"), ("x", "ks"),
)  # fmt: skip
_WRITTEN_ALIKE = (
    ("tch", "ch"), ("sch", "sh"), ("kh", "ch"), ("dj", "j"), ("ph", "f"), ("ck", "k"), ("oe", "u"), ("ou", "u"), ("oo", "u"), ("ee", "i"), ("rn", "m"),
    ("y", "i"), ("w", "v"), ("q", "k"), ("x", "ks"),
)  # fmt: skip
_FINAL_F = ("ef", "of")
"""As French and old writings end what others end in v: "Petroff"."""
_LONG = 5
_SOUNDS = str.maketrans("qgpfzcjd", "kkbvssst", "aeiouyhw")
_SHORT_VOWELS = frozenset("eiou")
_VOWEL_GROUPS = re.compile(r"[aeiouy]+")
_LONGEST_SYLLABLE = 5
_ONE_VOWEL = {"oo": "u", "ou": "u", "ee": "i", "ie": "i", "ei": "i", "aa": "a"}
_HARD_C = re.compile(r"c(?![hkeiyz])")
_GLIDE = re.compile("(?<=[ioy])j$")
"""A j at the end that English writes y: "Tolstoj", "-skij"."""
_REPEATS = re.compile(r"(.)\1+")


@lru_cache(maxsize=1 << 18)
def likeness(one: str, one_classes: Classes, other: str, other_classes: Classes) -> Likeness:
    """How alike two romanised words are: a degree in 0..1000 and its level. Symmetric.

    >>> likeness("laden", (), "ladin", ())
    (900, 'typo')
    >>> likeness("kim", (), "kin", ())
    (0, 'none')
    """
    if one == other:
        return _SAME
    # A letter alone is an initial: whether it is one of a name is not a matter of likeness.
    if len(one) == 1 or len(other) == 1:
        return _NONE
    if one[0] == "+" or other[0] == "+" or has_digit(one) or has_digit(other):
        return _NONE
    if (
        one_classes
        and other_classes
        and any(each >= 0 and each not in _NO_CLASS for each in set(one_classes).intersection(other_classes))
    ):
        return 960, "class"
    if min(len(one), len(other)) >= _SHORTEST_AFTER_ABD and (one == f"abd{other}" or other == f"abd{one}"):
        return ABD, "class"
    # Words of general meaning are not each other's typos ("Iraq", "Iran"); other scripts' letters are not compared.
    if (_is_concept(one_classes) and _is_concept(other_classes)) or not (is_comparable(one) and is_comparable(other)):
        return _NONE
    if squeeze(one) == squeeze(other):
        return 940, "spelling"
    return _by_letters(one, one_classes, other, other_classes)


def _by_letters(one: str, one_classes: Classes, other: str, other_classes: Classes) -> Likeness:
    unwritten = VOWELLESS in one_classes or VOWELLESS in other_classes
    if read_as := reading_degree(one, one_classes, other, other_classes):
        # Both are known, as different names: محمد can be read so, but is not Mahmoud.
        known = unwritten and _is_known(one_classes) and _is_known(other_classes)
        different = known and OSA.distance(one, other, score_cutoff=1) > 1
        return read_as - (CLASH if different else 0), "sound"
    same_bones = skeleton(one) == skeleton(other)
    vowels, others = syllable(one), syllable(other)
    if vowels and others and not unwritten:
        if vowels == others and same_bones:
            return 850, "sound"
        if same_bones or min(len(one), len(other)) <= 3:
            return _NONE
    if SYLLABIC in one_classes or SYLLABIC in other_classes:
        return (SYLLABIC_SOUND, "sound") if same_bones and len(skeleton(one)) >= 2 else _NONE
    degree, level = _typo(one, other, same_bones) or _sound(one, other, same_bones, unwritten=unwritten)
    if unwritten and level == "typo" and not same_bones:
        degree -= UNWRITTEN_TYPO
    # Both are known, as different names: "Mario" is no slip for "Maria".
    if degree and not unwritten and _is_known(one_classes) and _is_known(other_classes):
        degree -= CLASH if not same_bones else SOUND_CLASH
    return degree, level


def reading_degree(one: str, one_classes: Classes, other: str, other_classes: Classes) -> int:
    """How sure it is that the one word is a reading of the other's letters; 0 where it is none."""
    mine, theirs = _has_sounds(one_classes), _has_sounds(other_classes)
    if mine == theirs:
        return 0
    return _read_as(other, one_classes) if mine else _read_as(one, other_classes)


def _has_sounds(classes: Classes) -> bool:
    return bool(classes) and classes[0] < 0


def _read_as(word: str, classes: Classes) -> int:
    bones = skeleton(word)
    if sounding(bones) not in classes:
        return 0
    for frame in frames_in(classes):
        if pattern(frame).fullmatch(word):
            degree = READING if frame[0] == WRITTEN else _READINGS.get(len(bones), READING)
            return degree - (LOOSE_READING if frame[0] == LOOSE else 0)
    return 0


def _is_known(classes: Classes) -> bool:
    """Whether a word is in the dictionary, as a name or by its meaning."""
    return any(each >= 0 and each not in _NO_CLASS and not FIRST_HASHED <= each < END_HASHED for each in classes)


def is_comparable(word: str) -> bool:
    """Whether a word is compared by its letters: romanised, and of a length that words have."""
    return len(word) <= LONGEST_COMPARED and word.isascii()


def _is_concept(classes: Classes) -> bool:
    return bool(classes) and classes[-1] >= FIRST_CONCEPT


def _typo(one: str, other: str, same_bones: bool) -> Likeness | None:
    shorter = min(len(one), len(other))
    # Two three-letter words that differ in a letter are two words ("Kim", "Kin").
    if shorter <= 2 or len(one) == len(other) == 3 or abs(len(one) - len(other)) > 1:
        return None
    if OSA.distance(one, other, score_cutoff=1) > 1:
        return None
    # A final a makes another person of the other sex of a given name, if not of a family name.
    if one + "a" == other or other + "a" == one:
        return FINAL_A, "typo"
    if one[0] == other[0] and same_bones:
        return 900, "typo"
    return (640 if shorter == 3 else min(900, 500 + 60 * shorter)), "typo"


def _sound(one: str, other: str, same_bones: bool, *, unwritten: bool) -> Likeness:
    bones = len(skeleton(one)) if same_bones else 0
    alike = Indel.similarity(one, other)
    total = len(one) + len(other)
    if bones >= 3 and (unwritten or 10 * alike >= 6 * total or _lacks_vowels(one) or _lacks_vowels(other)):
        return 820, "sound"
    least = 7 if min(len(one), len(other)) >= _LONG else 8
    if bones == 2 and (unwritten or 10 * alike >= least * total):
        return 700, "sound"
    return _NONE


@lru_cache(maxsize=1 << 16)
def squeeze(word: str) -> str:
    """The word without doubled letters; in longer ones what transliterations write in two ways is written in one.

    >>> squeeze("hassan"), squeeze("soleymani") == squeeze("soleimani"), squeeze("makhlouf") == squeeze("makhluf")
    ('hasan', True, True)
    >>> squeeze("chodorkowski") == squeeze("khodorkovsky"), squeeze("petroff") == squeeze("petrov")
    (True, True)
    """
    if len(word) >= _LONG:
        if word[-1] == "j":
            word = _GLIDE.sub("y", word)
        for letters, one in _WRITTEN_ALIKE:
            if letters in word:
                word = word.replace(letters, one)
        word = _REPEATS.sub(r"\1", word)
        return f"{word[:-1]}v" if word.endswith(_FINAL_F) else word
    return _REPEATS.sub(r"\1", word)


@lru_cache(maxsize=1 << 16)
def skeleton(word: str) -> str:
    """The consonants of a word, those that transliterations take for one another made one.

    >>> skeleton("gaddafi") == skeleton("kadafi") == skeleton("qadhafi")
    True
    """
    if len(word) >= _LONG and word[-1] == "j":
        word = _GLIDE.sub("y", word)
    if "c" in word:
        word = _HARD_C.sub("k", word)
    for letters, sound in _DIGRAPHS:
        if letters in word:
            word = word.replace(letters, sound)
    if word[:1] == "w":
        word = f"v{word[1:]}"
    return _REPEATS.sub(r"\1", word.translate(_SOUNDS))


@lru_cache(maxsize=1 << 16)
def _lacks_vowels(word: str) -> bool:
    """Long vowels are written, and A is one of them: with an A only a longer word is taken for such writing."""
    return len(skeleton(word)) >= (4 if "a" in word else 3) and _SHORT_VOWELS.isdisjoint(word)


@lru_cache(maxsize=1 << 16)
def syllable(word: str) -> str:
    """The vowels of a short word of one syllable; nothing for other words."""
    groups = _VOWEL_GROUPS.findall(word)
    if len(groups) != 1 or len(word) > _LONGEST_SYLLABLE:
        return ""
    vowels: str = groups[0]
    return _ONE_VOWEL.get(vowels, vowels.replace("y", "i"))


def has_digit(word: str) -> bool:
    """Whether there is a digit among the letters."""
    return not word.isalpha() and any(char.isdigit() for char in word)
