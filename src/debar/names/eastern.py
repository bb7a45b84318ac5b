"""Words in Han signs, kana and Hangul, read with what their neighbours in the name tell."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import NamedTuple

from rapidfuzz.distance import Indel

from debar.names import han, hangul, kana
from debar.names.sounds import FOREIGN
from debar.names.tables import rows, words

Piece = tuple[str, str]
"""Latin letters, and the signs that they stand for."""

EASTERN = re.compile(f"{han.HAN.pattern}|{kana.KANA.pattern}|[\uac00-\ud7a3]")
_RUNS = re.compile(
    f"(?:{han.HAN.pattern}|{kana.KANA.pattern})+|[\uac00-\ud7a3]+|[^\uac00-\ud7a3]+?(?={EASTERN.pattern}|\\Z)"
)
_HAN_OR_KANA = re.compile(f"{han.HAN.pattern}+|{kana.KANA.pattern}+")
_ABD = re.compile(
    "(?:阿卜杜勒|阿卜杜[尔爾]|阿布杜[勒尔爾]|阿[卜布]都[勒尔爾]|アブドゥル|アブドル|アブデル|アブドゥッ|압둘|압델)(?=..)"
)
"""Abd al-, as it begins a name that is written as one word."""
_SURE_LENGTH = 3
_FOREIGN_DOTS = frozenset("·・•‧･")
_COARSE = str.maketrans(
    {"l": "r", "v": "b", "w": "b", "f": "h", "p": "b", "j": "z", "d": "z", "c": "k", "q": "k", "y": None}
)
_COARSE_VOWELS = re.compile("[aeiou]")
_ALIKE = 0.6


class Neighbours(NamedTuple):
    """What the rest of a text tells about a word in it."""

    person: bool
    japanese: bool
    foreign: bool
    words: int


def neighbours(text: str, parts: list[str], *, person: bool) -> Neighbours:
    """What a text tells about its words; a dot between parts is how foreign names are written."""
    eastern = [word for word in parts if EASTERN.search(word)]
    family = eastern[0] if len(eastern) > 1 else ""
    japanese = han.is_japanese(text) or (len(family) > 1 and bool(han.japanese_word(family, family=True)))
    return Neighbours(person, japanese, not _FOREIGN_DOTS.isdisjoint(text), len(eastern))


def runs(word: str) -> list[str]:
    """A word in runs of one kind of writing: signs and kana, Hangul, anything else."""
    return _RUNS.findall(word)


def read(run: str, around: Neighbours, known: Callable[[str], str], *, first: bool) -> list[Piece]:
    """The words of one run.

    Args:
        run: signs of one kind, as `runs` gives them.
        around: what the rest of the text tells.
        known: what a dictionary of names has for a word; empty where it has nothing.
        first: whether the run begins the name.
    """
    if around.person and (servant := _ABD.match(run)):
        return [
            ("abd", run[: servant.end()]),
            *read(run[servant.end() :], around._replace(foreign=True), known, first=False),
        ]
    if around.person and (title := _title(run)):
        # Kings and princes of today are foreigners to Chinese.
        around = around._replace(foreign=around.foreign or "王" in title)
        return [*read(run.removesuffix(title), around, known, first=first), (title, title)]
    if hangul.HANGUL.fullmatch(run):
        return _hangul(run, around, known, first=first)
    if not han.HAN.search(run):
        return [(_heard(run, kana.hepburn(run), known) or run, run)]
    if not around.person:
        return [piece for part in _HAN_OR_KANA.findall(run) for piece in _signs(part)]
    return [(latin or native, native) for latin, native in _person(run, around, known, first=first)]


def _title(run: str) -> str:
    """The title that stands behind a name, if there is one."""
    table = words("person")
    return next((run[-size:] for size in (4, 3, 2) if len(run) > size and table.get(run[-size:]) == "title"), "")


def _signs(part: str) -> list[Piece]:
    if kana.KANA.search(part):
        return [(kana.hepburn(part) or part, part)]
    return [(han.sign(each) or each, each) for each in part]


def _person(run: str, around: Neighbours, known: Callable[[str], str], *, first: bool) -> list[Piece]:
    if (around.foreign or len(run) >= _SURE_LENGTH) and (customary := _customary().get(run)):
        return [(customary, run + FOREIGN)]
    if around.foreign:
        return [(known(run) or han.pinyin(run), run + FOREIGN)]
    if around.words > 1:
        if around.japanese:
            return [(han.japanese_word(run, family=first) or _japanese(run, known) or han.pinyin(run), run)]
        return [(han.surname(run) if first else han.pinyin(run), run)]
    if pieces := han.japanese(run, known):
        return [(_short(latin), native) for latin, native in pieces]
    if kana.KANA.search(run):
        return [piece for part in _HAN_OR_KANA.findall(run) for piece in _mixed(part, known)]
    # Four signs are seldom a Chinese name, so one that the dictionary knows as a foreign name goes before.
    found = known(run)
    if han.is_chinese(run) and not (found and len(run) > 3):
        return han.chinese(run)
    if found:
        return [(found, run)]
    return han.chinese(run) if 1 < len(run) <= 3 else [(han.pinyin(run), run)]


@cache
def _customary() -> Mapping[str, str]:
    """Names and small words within names that Chinese has a customary spelling for."""
    return {row["signs"]: row["latin"] for row in rows("han_foreign.csv")}


def _mixed(part: str, known: Callable[[str], str]) -> list[Piece]:
    return _signs(part) if kana.KANA.search(part) else [(_japanese(part, known) or han.pinyin(part), part)]


def _japanese(word: str, known: Callable[[str], str]) -> str:
    return _short(known(word))


def _short(latin: str) -> str:
    """Long vowels as passports write them: "junichirou" is "junichiro"."""
    return re.sub("ou(?!e)|oo", "o", latin).replace("uu", "u")


def _hangul(run: str, around: Neighbours, known: Callable[[str], str], *, first: bool) -> list[Piece]:
    if not around.person:
        return [(hangul.syllable(each), each) for each in run]
    parts = hangul.divide(run)
    # Beside other words, such as a title, only what cannot be a foreign name is divided.
    if parts and (around.words == 1 or (first and len(parts[1]) > 1 and hangul.is_given(parts[1]))):
        return [(hangul.surname(parts[0]), parts[0]), (hangul.given(parts[1]), parts[1])]
    if first and around.words > 1 and hangul.is_surname(run):
        return [(hangul.surname(run), run)]
    if len(run) <= 2 and (not first or hangul.is_given(run)):
        return [(hangul.given(run), run)]
    return [(_heard(run, hangul.transcribed(run), known), run)]


def _heard(run: str, spelled: str, known: Callable[[str], str]) -> str:
    """What the dictionary has for a foreign name, if the signs sound like it; else the sounds themselves."""
    found = known(run)
    if found and Indel.normalized_similarity(_coarse(found), _coarse(spelled)) >= _ALIKE:
        return found
    return spelled


def _coarse(word: str) -> str:
    """The consonants, those that Japanese and Korean cannot tell apart made one."""
    return _COARSE_VOWELS.sub("", word.translate(_COARSE))
