"""Which language a text is in, by its commonest words."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from debar.news.documents.tables import rows

_LOOKED_AT = 20_000  # characters; more of them change nothing
_SHARE = 0.08  # of all words; running text has a fifth to a half of its words among these
_AHEAD = 1.3  # times the next language; kin languages share many of them


@cache
def _words() -> dict[str, frozenset[str]]:
    return {row["language"]: frozenset(row["words"].split()) for row in rows("language_words.csv")}


def language_of(text: str) -> str | None:
    """ISO 639-1 of the language, or None where the words do not tell.

    >>> language_of("The allies said that the transfer of missiles to Russia was a threat.")
    'en'
    >>> language_of("Iran Air")
    """
    text = text[:_LOOKED_AT].lower()
    words = re.findall(r"[^\W\d_]+", text)
    if "zh" in _words() and sum("一" <= sign <= "鿿" for sign in text) > len(text) / 4:
        return None if re.search(r"[぀-ヿ]", text) else "zh"
    counts = Counter({language: sum(word in common for word in words) for language, common in _words().items()})
    (best, most), (_, next_most) = counts.most_common(2)
    return best if most > max(1, len(words) * _SHARE) and most >= next_most * _AHEAD else None


def code_of(declared: str | None) -> str | None:
    """ISO 639-1 in a declared language (``en-US``, ``ru_RU``); None for what is none."""
    found = re.match(r"[A-Za-z]{2}(?![A-Za-z])", declared or "")
    return found[0].lower() if found else None
