"""Which script a text is written in, as far as its letters tell."""

from __future__ import annotations

import unicodedata
from functools import cache

from debar.lists.tables import mapping

MIXED = "Zyyy"


@cache
def _script_of_letter(letter: str) -> str | None:
    words = unicodedata.name(letter, "").split(" ")
    return mapping("un_scripts.csv", "unicode", "script").get(words[0])


def scripts_in(text: str) -> tuple[str, ...]:
    """The ISO 15924 codes of the letters in a text, in order, without repeats; letters of no known script are left out.

    >>> scripts_in("حسن غول (Hassan Ghul)")
    ('Arab', 'Latn')
    """
    found = (_script_of_letter(letter) for letter in text if letter.isalpha())
    return tuple(dict.fromkeys(script for script in found if script is not None))


def script_of(text: str) -> str | None:
    """The one script of a text, or None where it has several (Japanese apart) or none.

    >>> script_of("Акрин"), script_of("朝鲜"), script_of("平成の"), script_of("Ансар al-Sharia")
    ('Cyrl', 'Hani', 'Jpan', None)
    """
    found = set(scripts_in(text))
    if found & {"Hira", "Kana"} and found <= {"Hira", "Kana", "Hani"}:
        return "Jpan"
    return found.pop() if len(found) == 1 else None


def language_of(script: str | None) -> str | None:
    """The language, where a script is that of one language alone.

    >>> language_of("Hang"), language_of("Arab")
    ('ko', None)
    """
    return mapping("un_scripts.csv", "script", "language").get(script or "") or None
