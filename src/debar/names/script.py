"""From any writing to words of Latin letters and digits."""

from __future__ import annotations

import re
import unicodedata

from anyascii import anyascii

from debar.names.tables import lookalikes

_SPACES = re.compile(r"\s+")
_NOT_WORD = re.compile(r"[^a-z0-9]+")
_SYLLABLES = re.compile("[\u3400-\u9fff\uf900-\ufaff\uac00-\ud7a3\U00020000-\U0003ffff]")
_SYLLABLE = re.compile("[A-Z]?[a-z0-9]+|[A-Z0-9]+")
_ARABIC_ARTICLE = "ال"
_APOSTROPHES = frozenset("'’‘ʼʻ`´ʹʾʿ′＇ـ")
_KEPT_CATEGORIES = frozenset("LMN")


def clean(raw: str) -> str:
    """The text without what the eye cannot see: NFKC, no format characters (zero-width, bidi), single spaces.

    A text of nothing but such characters is returned as it stands, so that no name is ever empty.

    >>> clean("Pu\\u200btin,\\u00a0 V.")
    'Putin, V.'
    """
    if raw.isascii() and raw.isprintable():
        return " ".join(raw.split()) or raw
    visible = "".join(char for char in unicodedata.normalize("NFKC", raw) if unicodedata.category(char) != "Cf")
    return _SPACES.sub(" ", visible).strip() or raw


def words_of(text: str) -> list[str]:
    """The words of a cleaned text, romanised, in lower case; hyphens and dots divide, apostrophes do not.

    A word that romanises to nothing stands as it is, in lower case.

    >>> words_of("Владимир О'Нил-Straße")
    ['vladimir', 'onil', 'strasse']
    >>> words_of("习近平")
    ['xi', 'jin', 'ping']
    """
    if text.isascii():
        return _NOT_WORD.sub(" ", text.lower().replace("'", "").replace("`", "")).split()
    return [found for word in _divide(text) for found in _romanise(word)]


def _divide(text: str) -> list[str]:
    """Split where the original writing does, before romanisation blurs it; a lone apostrophe's sides stay joined."""
    chars = []
    for char in text:
        if char in _APOSTROPHES:
            continue
        chars.append(char if unicodedata.category(char)[0] in _KEPT_CATEGORIES else " ")
    return "".join(chars).split()


def _romanise(word: str) -> list[str]:
    if word.isascii():
        return [word.lower()]
    if _SYLLABLES.search(word):
        # Han and Hangul come out as one capitalised syllable per sign; people are told apart by single syllables.
        return [part.lower() for part in _SYLLABLE.findall(anyascii(word))] or [word.casefold()]
    if word.startswith(_ARABIC_ARTICLE) and len(word) > len(_ARABIC_ARTICLE) + 2:
        return ["al", *_romanise(word.removeprefix(_ARABIC_ARTICLE))]
    word = _unmask(word)
    # Dotless i and its like must be Latin before the case is folded: "İ".lower() leaves a combining dot behind.
    latin = _NOT_WORD.sub("", anyascii(word).lower())
    return [latin or word.casefold()]


def _unmask(word: str) -> str:
    """A word that mixes Latin with letters drawn like Latin ones is Latin in disguise."""
    if any(char.isascii() and char.isalpha() for char in word):
        return word.translate(lookalikes())
    return word
