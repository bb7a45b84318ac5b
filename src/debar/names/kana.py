"""Kana in Hepburn as passports have it: long vowels are written short."""

from __future__ import annotations

import re
import unicodedata

KANA = re.compile("[\u3041-\u3096\u30a1-\u30fa\u30fc\uff66-\uff9d]")
_ROWS = {
    "": "アイウエオ", "k": "カキクケコ", "g": "ガギグゲゴ", "s": "サシスセソ", "z": "ザジズゼゾ", "t": "タチツテト", "d": "ダヂヅデド",
    "n": "ナニヌネノ", "h": "ハヒフヘホ", "b": "バビブベボ", "p": "パピプペポ", "m": "マミムメモ", "r": "ラリルレロ",
}  # fmt: skip
_SPECIAL = {
    "シ": "shi", "チ": "chi", "ツ": "tsu", "フ": "fu", "ジ": "ji", "ヂ": "ji", "ヅ": "zu", "ヤ": "ya", "ユ": "yu", "ヨ": "yo",
    "ワ": "wa", "ヰ": "i", "ヱ": "e", "ヲ": "o", "ヴ": "v", "ン": "n", "ヵ": "ka", "ヶ": "ke",
    "ァ": "a", "ィ": "i", "ゥ": "u", "ェ": "e", "ォ": "o", "ャ": "ya", "ュ": "yu", "ョ": "yo", "ヮ": "wa", "ー": "", "ッ": "",
}  # fmt: skip
_SIGNS = {
    sign: f"{sound}{vowel}" for sound, row in _ROWS.items() for sign, vowel in zip(row, "aiueo", strict=True)
} | _SPECIAL
_SMALL_Y = "ャュョ"
_SMALL = "ァィゥェォ"
_SIBILANTS = ("sh", "ch", "j")
_LONG = re.compile(r"ou(?!e)|oo|uu|aa")


def hepburn(word: str) -> str:
    """A word of hiragana or katakana in Latin letters; other signs are left out.

    >>> hepburn("あべしんぞう"), hepburn("ジョージ"), hepburn("いっぺい"), hepburn("なんば")
    ('abeshinzo', 'joji', 'ippei', 'namba')
    """
    signs = [_katakana(sign) for sign in unicodedata.normalize("NFKC", word)]
    found = ""
    doubled = False
    for sign in signs:
        if sign not in _SIGNS:
            continue
        sound = _SIGNS[sign]
        if sign == "ッ":
            doubled = True
        elif sign in _SMALL_Y and found.endswith("i"):
            stem = found[:-1]
            found = stem + (sound[1:] if stem.endswith(_SIBILANTS) else sound)
        elif sign in _SMALL and found.endswith(("u", "i", "o", "e", "v")):
            found = _small(found, sound)
        else:
            found += ("t" if sound.startswith("ch") else sound[:1]) + sound if doubled else sound
            doubled = False
    return _LONG.sub(lambda long: long.group()[0], re.sub("n(?=[bmp])", "m", re.sub("v(?![aeiou])", "vu", found)))


def _small(found: str, vowel: str) -> str:
    """A small vowel takes the place of the one before it: ファ is *fa*, ティ *ti*, ウィ *wi*."""
    if found.endswith("v"):
        return found + vowel
    if found == "u" or (found.endswith("u") and found[-2] in "aeiou"):
        return f"{found[:-1]}w{vowel}"
    return found[:-1] + vowel


def _katakana(sign: str) -> str:
    return chr(ord(sign) + 0x60) if "\u3041" <= sign <= "\u3096" else sign
