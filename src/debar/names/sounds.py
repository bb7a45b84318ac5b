"""What a word of another script may sound like, letter by letter, beyond the one spelling that it is romanised to.

``data/letter_sounds.csv`` has for every letter the Latin spellings that lists use for it: ث is th, s or t; و is w, v, u,
o, ou. A word keeps these choices among its classes as negative numbers, so that the likeness of words (and its compiled
twin) can tell whether a Latin word is one of its readings:

- each skeleton that a reading may have, hashed: the key under which like words are found;
- the choices themselves, as codes of the table: three in a number, with their place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import groupby, islice, product
from zlib import crc32

from debar.names.tables import rows

Frame = tuple[int, ...]
"""The sounds of a word as codes, one for each letter; `SHORT` is added to the code of one that an unwritten vowel may follow."""

SHORT, CODES = 128, 127
WRITTEN, LOOSE = 126, 127
"""Codes that stand first in a frame: vowels are written; the script tells sounds apart less well than Latin letters do."""
MOST_FRAMES, MOST_LETTERS, MOST_SKELETONS = 4, 47, 24
_PER_NUMBER = 3
_CHUNKS = 16
_LEAST = -(1 << 31)
_FRAMES = 1 << 30
_NOTHING = "-"
_UNWRITTEN = "~"
_VOWELS = frozenset("aeiou")
_SCRIPTS = (
    ("Arab", re.compile("[\u0600-\u06ff]")),
    ("Hebr", re.compile("[\u0590-\u05ff]")),
)
_MARKS = re.compile("[\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed'’]")
_CONSONANTS = re.compile(r"(.)\1+")


def sound_key(bones: str) -> int:
    """The key of words that have these consonants; its last two bits are free.

    >>> sound_key("ktv") % 4
    0
    """
    return crc32(b"~" + bones.encode()) & ~3


def sounding(bones: str) -> int:
    """The number among a word's classes that says that it may sound so."""
    return _LEAST + (sound_key(bones) >> 2)


def keys_of(classes: Sequence[int]) -> list[int]:
    """The keys of the skeletons that a word may have, from its classes."""
    return [(each - _LEAST) << 2 for each in classes if each < _LEAST + _FRAMES]


@cache
def choices() -> tuple[tuple[str, ...], ...]:
    """By code, the Latin spellings of a sound."""
    found = dict.fromkeys(_elements())
    if len(found) >= WRITTEN:
        raise ValueError("more kinds of sounds than codes")
    return ((), *(tuple("" if each == _NOTHING else each for each in element.split("/")) for element in found))


def _elements() -> Iterator[str]:
    return (element.rstrip(_UNWRITTEN) for row in rows("letter_sounds.csv") for element in row["sounds"].split())


@cache
def _codes() -> Mapping[str, int]:
    return {element: code for code, element in enumerate(dict.fromkeys(_elements()), start=1)}


@cache
def _letters(script: str) -> Mapping[tuple[str, str], Frame]:
    """Letters of a script and their place (``start``, ``end`` or anywhere) to their sounds."""
    return {
        (row["letters"], row["where"]): tuple(map(_code, row["sounds"].split()))
        for row in rows("letter_sounds.csv")
        if row["script"] == script
    }


def _code(element: str) -> int:
    bare = element.rstrip(_UNWRITTEN)
    return _codes()[bare] + (SHORT if bare != element else 0)


def frame_of(word: str, script: str) -> Frame:
    """The sounds of a word's letters; empty if one of them has none in the table."""
    table = _letters(script)
    longest = max((len(letters) for letters, _ in table), default=0)
    found: list[int] = []
    place = 0
    while place < len(word):
        for size in range(min(longest, len(word) - place), 0, -1):
            letters = word[place : place + size]
            sounds = (
                (table.get((letters, "start")) if place == 0 else None)
                or (table.get((letters, "end")) if place and place + size == len(word) else None)
                or table.get((letters, ""))
            )
            if sounds is not None:
                found += sounds
                place += size
                break
        else:
            return ()
    return tuple(found)


def classes_of_frames(frames: Iterable[Frame]) -> tuple[int, ...]:
    """What a word keeps of its frames among its classes: the hashed skeletons, then the frames."""
    kept = list(islice((frame for frame in dict.fromkeys(frames) if 1 < len(frame) <= MOST_LETTERS), MOST_FRAMES))
    share = MOST_SKELETONS // max(1, len(kept))
    hashed = {sounding(bones) for frame in kept for bones in islice(skeletons(frame), share)}
    packed = [number for place, frame in enumerate(kept) for number in _packed(place, frame)]
    return (*sorted(hashed), *sorted(packed))


def _packed(place: int, frame: Frame) -> Iterator[int]:
    for chunk, start in enumerate(range(0, len(frame), _PER_NUMBER)):
        codes = (*frame[start : start + _PER_NUMBER], 0, 0)
        yield _LEAST + _FRAMES + ((place * _CHUNKS + chunk) << 24) + (codes[0] << 16) + (codes[1] << 8) + codes[2]


@lru_cache(maxsize=1 << 12)
def frames_in(classes: tuple[int, ...]) -> tuple[Frame, ...]:
    """The frames among a word's classes.

    >>> frames_in(classes_of_frames([(1, 2, 3, 4), (5, 6)]))
    ((1, 2, 3, 4), (5, 6))
    """
    numbers = [each - _LEAST - _FRAMES for each in classes if _LEAST + _FRAMES <= each < 0]
    return tuple(
        tuple(code for number in group for code in number.to_bytes(4, "big")[1:] if code)
        for _, group in groupby(numbers, key=lambda number: (number >> 24) // _CHUNKS)
    )


@lru_cache(maxsize=1 << 14)
def own_sounds(native: str) -> tuple[int, ...]:
    """What a word as written keeps of its sounds among its classes; nothing for a script without a table.

    >>> bool(own_sounds("قذافي")), own_sounds("putin")
    (True, ())
    """
    bare = _MARKS.sub("", native)
    script = next((script for script, letters in _SCRIPTS if letters.match(bare)), "")
    return classes_of_frames([frame_of(bare, script)]) if script else ()


def skeletons(frame: Frame) -> Iterator[str]:
    """The consonants of the readings of a frame, the likeliest first."""
    options = [
        _bones(code % SHORT, first=place == 0)
        for place, code in enumerate(code for code in frame if code not in (WRITTEN, LOOSE))
    ]
    # Of few choices all, else those that differ from the usual reading in the fewest letters.
    ranked = [range(len(each)) for each in options]
    total = 1
    for each in ranked:
        total *= len(each)
    if total <= 4096:
        ways = sorted(product(*ranked), key=lambda way: (sum(way), way))
    else:
        usual = (0,) * len(ranked)
        ways = [usual] + [(*usual[:at], rank, *usual[at + 1 :]) for at, each in enumerate(ranked) for rank in each[1:]]
    found = ("".join(each[rank] for each, rank in zip(options, way, strict=True)) for way in ways)
    return iter(dict.fromkeys(_CONSONANTS.sub(r"\1", bones) for bones in found))


@cache
def _bones(code: int, *, first: bool) -> tuple[str, ...]:
    """The consonants of the spellings of a sound; c is soft before some vowels, and w is one at the start only."""
    from debar.names.likeness import skeleton

    found: list[str] = []
    for spelling in choices()[code]:
        inner = "" if first else "a"
        found.append(skeleton(inner + spelling))
        if spelling.endswith("c"):
            found.append(skeleton(f"{inner}{spelling}e"))
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=1 << 12)
def pattern(frame: Frame) -> re.Pattern[str]:
    """What a Latin word must be to be a reading of a frame: a choice for every letter, its last consonant doubled or not,
    and a short vowel where none is written."""
    parts = []
    for code in frame:
        if code in (WRITTEN, LOOSE):
            continue
        spellings = (each + (f"{each[-1]}?" if each and each[-1] not in _VOWELS else "") for each in choices()[code % SHORT])
        parts.append(f"(?:{'|'.join(spellings)})" + ("(?:ou|[aeiou])?" if code >= SHORT else ""))
    return re.compile("".join(parts))
