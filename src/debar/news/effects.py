"""Sentences that say what a measure does to those it binds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from debar.news.chunks import NounGroup
from debar.news.clause import Parsed
from debar.news.language import Language

_NEXUS = {"us": "us", "gb": "uk", "eu": "eu"}
_MARKS = (
    "ban",
    "bar",
    "froz",
    "freez",
    "block",
    "restrict",
    "prohibit",
    "forbid",
    "forbad",
    "subject",
    "cut",
    "shut",
    "deny",
    "denie",
    "prevent",
    "secondary",
    "depriv",
    "preclud",
    "risk",
    "face",
    "facing",
    "lose",
    "losing",
)


class Said(NamedTuple):
    """An effect as a sentence says it."""

    start: int
    end: int
    kind: str
    bound: str | None


def effects(text: str, parsed: Parsed, language: Language) -> Iterator[Said]:
    """The effects that a sentence tells of."""
    low = text[parsed.start : parsed.end].lower()
    if not any(mark in low for mark in _MARKS):
        return
    seen: set[str] = set()
    for pattern, kind in language.effects:
        match = pattern.search(text, parsed.start, parsed.end)
        if match is None or kind in seen:
            continue
        seen.add(kind)
        yield Said(match.start(), match.end(), kind, _bound(match.start(), match.end(), parsed, language))


def _bound(start: int, end: int, parsed: Parsed, language: Language) -> str | None:
    """The nexus that the words name: ``U.S. businesses``, ``British banks``, ``assets in the EU``."""
    first = next((at for at, token in enumerate(parsed.tokens) if token.start >= start), 0)
    # "U.S. persons are prohibited": whose they are stands before the words of the effect.
    begin = parsed.tokens[max(0, first - 2)].start
    tokens = [token for token in parsed.tokens if begin <= token.start < end]
    named = {
        at
        for each in parsed.chunks
        if isinstance(each, NounGroup)
        for found in each.names
        if found.kind not in ("country", "demonym")
        for at in range(found.first, found.last)
    }
    own = {parsed.tokens[at].start for at in named}
    for at, token in enumerate(tokens):
        if token.start in own:
            # The "Iran" of Iran Air is no country here.
            continue
        for words, known in language.names.get(token.text, ()):
            if (
                known.country
                and tuple(each.text for each in tokens[at : at + len(words)]) == words
                and known.kind in ("country", "demonym")
            ):
                return _NEXUS.get(known.country, known.country)
    return None
