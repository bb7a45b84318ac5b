"""Names in Han signs: Chinese family and given names in pinyin, Japanese names, and foreign names written in signs."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache, lru_cache

from anyascii import anyascii

from debar.names.kana import KANA, hepburn
from debar.names.tables import rows

HAN = re.compile("[\u3005\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
Piece = tuple[str, str]
"""Latin letters, and the signs that they stand for."""

_NOT_LATIN = re.compile("[^a-z0-9]+")
_LONGEST_NAME = 4
_JAPANESE_ONLY = re.compile("[々畑峠辻込榊働枠凪笹栃匂搾塀雫桜沢辺浜渋竜斎斉豊栄実恵徳黒広桧歳氷弥従渓]")


@lru_cache(maxsize=1 << 14)
def sign(one: str) -> str:
    """One sign in pinyin without tones; empty if it has no reading.

    >>> sign("平"), sign("習")
    ('ping', 'xi')
    """
    return _signs().get(one) or _NOT_LATIN.sub("", anyascii(one).lower())


def pinyin(signs: str) -> str:
    """Signs as one word of pinyin.

    >>> pinyin("近平")
    'jinping'
    """
    return "".join(map(sign, signs))


def chinese(name: str) -> list[Piece]:
    """Family and given name of a Chinese name of two to four signs.

    >>> chinese("欧阳娜娜"), chinese("曾庆红")
    ([('ouyang', '欧阳'), ('nana', '娜娜')], [('zeng', '曾'), ('qinghong', '庆红')])
    """
    for length in (4, 3, 2):
        if len(name) > length and name[:length] in _surnames():
            return [(_surnames()[name[:length]], name[:length]), (pinyin(name[length:]), name[length:])]
    if len(name) == _LONGEST_NAME and all(each in _surnames() for each in name[:2]):
        # A married woman's name bears her husband's family name before her own.
        return [*((_surnames()[each], each) for each in name[:2]), (pinyin(name[2:]), name[2:])]
    family = name[0]
    pieces = [(_surnames().get(family) or sign(family), family), (pinyin(name[1:]), name[1:])]
    return [piece for piece in pieces if piece[1]]


def is_chinese(name: str) -> bool:
    """Whether a name is built as Chinese ones are: a family name of the table and a given name of one or two signs."""
    compound = any(name[:length] in _surnames() and 0 < len(name) - length <= 2 for length in (2, 3, 4))
    double = len(name) == _LONGEST_NAME and all(each in _surnames() for each in name[:2])
    return compound or double or (2 <= len(name) <= 3 and name[0] in _surnames())


def surname(word: str) -> str:
    """A word that stands as the family name, in pinyin."""
    return _surnames().get(word) or pinyin(word)


def japanese(name: str, known: Callable[[str], str]) -> list[Piece]:
    """Family and given name of a Japanese name; empty if it is not recognised as one.

    >>> japanese("安倍晋三", lambda word: "")
    [('abe', '安倍'), ('shinzo', '晋三')]
    >>> japanese("习近平", lambda word: "")
    []

    Args:
        known: what a dictionary of names has for a word; empty where it has nothing.
    """
    for length in range(min(3, len(name) - 1), 0, -1):
        family, given = name[:length], name[length:]
        if family not in _names("family"):
            continue
        read = hepburn(given) if not HAN.search(given) else _names("given").get(given) or _dictionary(given, known)
        certain = given in _names("given") or KANA.search(given) or _JAPANESE_ONLY.search(name)
        # 林, 原 and 森 head Chinese names too; so does the first sign of many a longer one (高橋, 石川).
        if read and (certain or (length > 1 and (len(name) > 3 or not is_chinese(name)))):
            return [(_names("family")[family], family), (read, given)]
    if len(name) == _LONGEST_NAME and not is_chinese(name):
        # Four signs are seldom a Chinese name: two names that the dictionary knows by Japanese readings are one.
        halves = [(_dictionary(half, known), half) for half in (name[:2], name[2:])]
        return halves if all(latin for latin, _ in halves) else []
    return []


def japanese_word(word: str, *, family: bool) -> str:
    """A word of a Japanese name that stands apart; empty if the table has none."""
    return _names("family" if family else "given").get(word, "")


def is_japanese(text: str) -> bool:
    """Whether a text shows by kana or by signs of its own that it is Japanese."""
    return bool(KANA.search(text) or _JAPANESE_ONLY.search(text)) and bool(HAN.search(text))


def _dictionary(given: str, known: Callable[[str], str]) -> str:
    """What the dictionary has for a given name, unless that is merely its Chinese reading."""
    found = known(given)
    return "" if found == pinyin(given) else found


@cache
def _surnames() -> Mapping[str, str]:
    return {row["surname"]: row["latin"] for row in rows("han_surnames.csv")}


@cache
def _signs() -> Mapping[str, str]:
    """Signs of more readings than one, read as names read them."""
    return {row["sign"]: row["latin"] for row in rows("han_signs.csv")}


@cache
def _names(part: str) -> Mapping[str, str]:
    return {row["name"]: row["latin"] for row in rows("japanese_names.csv") if row["part"] == part}
