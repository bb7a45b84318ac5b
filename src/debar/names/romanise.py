"""Words of alphabets (Cyrillic, Greek, Georgian, Armenian, Hebrew, Latin with marks) in plain Latin letters.

The table ``data/letters.csv`` says which letters stand for which, by script and, where the letters of a text tell it, by
language: г is *g* in Russian and *h* in Ukrainian. Spellings are those of the lists: marks are dropped.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from anyascii import anyascii

from debar.names.tables import rows

_NOT_LATIN = re.compile(r"[^a-z0-9]+")
# Arabic letters that stand for vowels: beside them و and ي are consonants, and ع and ه are read in another way.
_LONG = "اآأىةويیۆېێە"
_WHERE = {
    "": "{}",
    "start": "\\A{}",
    "end": "{}\\Z",
    "middle": "(?<!\\A){}(?!\\Z)",
    "voiceless": "{}(?=[θκξπσςτφχψ]|\\Z)",
    "before a vowel": f"{{}}(?=[{_LONG}])",
    "after a vowel": "(?<=[اآ]){}",
    "between consonants": f"(?<=[^{_LONG}]){{}}(?=[^{_LONG}])",
    "end after a consonant": f"(?<=[^{_LONG}]){{}}\\Z",
}
_MARKS = re.compile("[\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed]")
_UNTABLED = "Zzzz"
# Tried in turn: the first whose letters occur tells the language; Cyrillic without any is read as Russian.
_LANGUAGES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("Cyrl-mk", re.compile("[ѓќѕ]")),
    ("Cyrl-sr", re.compile("[ђћљњџј]")),
    ("Cyrl-uz", re.compile("ў(?=.*[қғҳ])|[қғҳ](?=.*ў)")),
    ("Cyrl-kk", re.compile("[әғқңұһ](?=.*і)|і(?=.*[әғқңұһ])")),
    ("Cyrl-be", re.compile("ў|і(?=.*[ыэё])|[ыэё](?=.*і)")),
    ("Cyrl-uk", re.compile("[іїєґ]|ський|цьк|зьк|володимир|олександр|микола|(?:дмитр|михайл|павл|петр)о\\b")),
    ("Cyrl-mn", re.compile("[өү]")),
    ("Cyrl-bg", re.compile("ъ(?![еёюя])")),
    ("Latn-vi", re.compile("đ(?=.*[ăâêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉĩịọỏốồổỗộớờởỡợụủũứừửữựỳỵỷỹàèìòùãõ])|[ăâêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉĩịọỏốồổỗộớờởỡợụủũứừửữựỳỵỷỹàèìòùãõ](?=.*đ)")),
)  # fmt: skip
_BLOCKS: tuple[tuple[int, int, str], ...] = (
    (0x0000, 0x024F, "Latn"), (0x0250, 0x02AF, "Latn"), (0x0370, 0x03FF, "Grek"), (0x0400, 0x052F, "Cyrl"),
    (0x0530, 0x058F, "Armn"), (0x0590, 0x05FF, "Hebr"), (0x0600, 0x06FF, "Arab"), (0x0750, 0x077F, "Arab"), (0x08A0, 0x08FF, "Arab"), (0x10A0, 0x10FF, "Geor"), (0x1C80, 0x1C8F, "Cyrl"),
    (0x1C90, 0x1CBF, "Geor"), (0x1E00, 0x1EFF, "Latn"), (0x1F00, 0x1FFF, "Grek"), (0x2D00, 0x2D2F, "Geor"),
    (0x2C60, 0x2C7F, "Latn"), (0xA640, 0xA69F, "Cyrl"), (0xA720, 0xA7FF, "Latn"), (0xFB13, 0xFB17, "Armn"),
    (0xFB1D, 0xFB4F, "Hebr"),
)  # fmt: skip


# What every pattern above needs to find somewhere: most texts have none of it.
_HINTS = re.compile("[ѓќѕђћљњџјўқғҳәңұһіїєґөүъđ]|ський|цьк|зьк|володимир|олександр|микола|(?:дмитр|михайл|павл|петр)о")


class Letters(NamedTuple):
    """How the letters of one script, in one language, are read."""

    pattern: re.Pattern[str]
    latin: Mapping[str, str]  # by the pattern's group


@lru_cache(maxsize=1 << 12)
def script_of(letter: str) -> str:
    """The script of a letter that `romanise` has a table for, as ISO 15924 code; ``Zzzz`` for any other.

    >>> script_of("ж"), script_of("ü"), script_of("字")
    ('Cyrl', 'Latn', 'Zzzz')
    """
    point = ord(letter)
    return next((script for first, last, script in _BLOCKS if first <= point <= last), _UNTABLED)


def language_of(text: str) -> str:
    """The language that the letters of a text tell, as a key of the table; nothing where they tell none.

    >>> language_of("Сергій Шойгу"), language_of("Сергей Шойгу")
    ('Cyrl-uk', '')
    """
    folded = text.casefold()
    if not _HINTS.search(folded):
        return ""
    return next((language for language, letters in _LANGUAGES if letters.search(folded)), "")


@lru_cache(maxsize=1 << 16)
def romanise(word: str, language: str = "") -> str:
    """One word in lower-case letters a to z and digits; empty where nothing in it can be read.

    >>> romanise("Хрущёв"), romanise("Παπανδρέου"), romanise("Đorđe")
    ('khrushchev', 'papandreou', 'djordje')
    >>> romanise("Гриценко"), romanise("Гриценко", "Cyrl-uk")
    ('gritsenko', 'hrytsenko')
    """
    return _NOT_LATIN.sub("", "".join(_pieces(word, language)))


def _pieces(word: str, language: str) -> Iterable[str]:
    """The word in runs of one script, each read by its own table."""
    folded = _fold(word)
    start = 0
    for place in range(1, len(folded) + 1):
        if place == len(folded) or _script_at(folded, place) != _script_at(folded, start):
            script = _script_at(folded, start)
            yield _read(folded[start:place], language if language.startswith(script) else script)
            start = place


def _script_at(text: str, place: int) -> str:
    """The script there; a mark belongs to the letter before it."""
    while place and unicodedata.combining(text[place]):
        place -= 1
    return script_of(text[place])


def _fold(word: str) -> str:
    """Lower case without accents, except where letter and mark are another letter (й, ї, Latin letters of the table)."""
    # Dotted capital I would leave its dot behind as a mark of its own.
    lower = unicodedata.normalize("NFC", word.replace("İ", "i").casefold())
    return "".join(_unaccented(char) for char in lower)


@lru_cache(maxsize=1 << 12)
def _unaccented(char: str) -> str:
    if _MARKS.match(char):
        return ""
    if script_of(char) in ("Grek", "Cyrl") and char not in _own_letters():
        return unicodedata.normalize("NFD", char)[0]
    return char


@cache
def _own_letters() -> frozenset[str]:
    return frozenset(row["letters"] for row in rows("letters.csv"))


def _read(piece: str, language: str) -> str:
    script = language.partition("-")[0]
    if script == _UNTABLED:
        return anyascii(piece).lower()
    letters = _letters(language)
    return anyascii(letters.pattern.sub(lambda found: letters.latin[str(found.lastgroup)], piece)).lower()


@cache
def _letters(language: str) -> Letters:
    table: dict[tuple[str, str], str] = {}
    for name in dict.fromkeys((language.partition("-")[0], language)):
        table |= {(row["where"], row["letters"]): row["latin"] for row in rows("letters.csv") if row["script"] == name}
    # Longer letters first, and of the same letters those for one place before those for any.
    ordered = sorted(table, key=lambda key: (-len(key[1]), not key[0]))
    groups = (f"(?P<g{at}>{_WHERE[where].format(letters)})" for at, (where, letters) in enumerate(ordered))
    return Letters(re.compile("|".join(groups)), {f"g{at}": table[key] for at, key in enumerate(ordered)})
