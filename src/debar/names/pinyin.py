"""Chinese given names in Latin letters: what Wade-Giles is in pinyin, and two syllables told from two others.

``data/pinyin.csv`` has the syllables of pinyin, each with its spelling in Wade-Giles, marks left out as they mostly are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from zlib import crc32

from debar.names.tables import rows

FIRST = (1 << 23) + (1 << 22)
"""Classes of two syllables are numbered from here on, behind those of spellings."""
_PAIR = re.compile(r"(?<![\w'’-])([A-Za-z'’ʻü]+)-([A-Za-z'’ʻü]+)(?![\w'’-])")
_WORD = re.compile(r"[A-Za-z]+")
_MARKS = str.maketrans({"'": None, "’": None, "ʻ": None, "ü": "u"})
_TELLING = re.compile("zh|x|q|ang|eng|ing|ong|iao|ian|uo|ua|ui|iu|ei|ji[aenu]|ju[aen]|yu[aen]|shu|z[eiu]")


def join_given(text: str) -> tuple[str, Mapping[str, tuple[int, ...]]]:
    """A Chinese name whose given name has the hyphen and the syllables of Wade-Giles, with that made one word; and of the
    word the classes of what it may be in pinyin.

    >>> join_given("TENG, Hsiao-p'ing")[0], join_given("Kim Chong-un")[0], join_given("Jean-Luc Chang")[0]
    ('TENG, Hsiaoping', 'Kim Chong-un', 'Jean-Luc Chang')
    >>> list(join_given("Chang Tso-lin")[1].values()) == [(*two_syllables("cuolin"), *two_syllables("zuolin"))]
    True
    """
    found: dict[str, tuple[int, ...]] = {}

    def joined(pair: re.Match[str]) -> str:
        one, other = (part.lower().translate(_MARKS) for part in pair.groups())
        if wade_giles_alone().isdisjoint((one, other)) or not (one in _pinyin_of() and other in _pinyin_of()):
            return pair.group()
        both = [first + second for first in _pinyin_of()[one] for second in _pinyin_of()[other]]
        found[one + other] = tuple([_class(word) for word in both])
        return (one + other).capitalize()

    if "-" not in text or surnames().isdisjoint(_WORD.findall(text.lower())):
        return text, found
    return _PAIR.sub(joined, text), found


def two_syllables(word: str) -> tuple[int, ...]:
    """The class of a given name of two syllables of pinyin, one of which no other language is likely to have: another
    letter in it makes another name.

    >>> two_syllables("guoqiang") != two_syllables("guoliang"), two_syllables("hasan"), two_syllables("xiang")
    (True, (), ())
    """
    known = syllables()
    if word in known or not _TELLING.search(word):
        return ()
    if any(word[:place] in known and word[place:] in known for place in range(1, len(word))):
        return (_class(word),)
    return ()


def _class(word: str) -> int:
    return FIRST + crc32(word.encode()) % (1 << 22)


@cache
def syllables() -> frozenset[str]:
    """All syllables of pinyin."""
    return frozenset(row["pinyin"] for row in rows("pinyin.csv"))


@cache
def wade_giles_alone() -> frozenset[str]:
    """Syllables that are spelt so in Wade-Giles and not in pinyin."""
    return frozenset(_pinyin_of()) - syllables()


@cache
def surnames() -> frozenset[str]:
    """Chinese family names in pinyin and Wade-Giles; a Cantonese one ("Pak") does not go with such a given name."""
    table = rows("chinese_surnames.csv")
    spelt = {row["spelling"] for row in table if row["kind"] == "Wade-Giles"}
    return frozenset({row["pinyin"] for row in table} | spelt)


@cache
def _pinyin_of() -> Mapping[str, tuple[str, ...]]:
    """What a syllable of Wade-Giles without its mark may be: "chien" is jian, and with the mark qian."""
    found: dict[str, tuple[str, ...]] = {}
    for row in rows("pinyin.csv"):
        found[row["wade_giles"]] = (*found.get(row["wade_giles"], ()), row["pinyin"])
    return found
