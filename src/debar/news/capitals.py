"""Words with capitals: where a run of them begins and ends, and which of them stand so within a sentence."""

from __future__ import annotations

from collections.abc import Sequence

from debar.news.language import Language
from debar.news.text import Token

OF = frozenset({"of", "for"})

# Small words that stand inside names: Bank of Russia, Mohammed bin Salman, Ursula von der Leyen.
_PARTICLES = frozenset(
    {
        "al",
        "el",
        "bin",
        "ibn",
        "bint",
        "de",
        "del",
        "della",
        "da",
        "di",
        "van",
        "von",
        "der",
        "den",
        "la",
        "le",
        "ul",
        "ad",
        "as",
        "abu",
        "ben",
        "du",
        "dos",
    }
)

_LONGEST_NAME = 9

_CAPITALISED_ANYWAY = frozenset({"I", "A"})

_JOINED = frozenset(
    {"born", "style", "wide", "made", "only", "speaking", "bound", "friendly", "language", "listed", "held", "level"}
    | {
        "nation",
        "member",
        "year",
        "month",
        "week",
        "strong",
        "appointed",
        "built",
        "grown",
        "driven",
        "occupied",
        "like",
    }
)


def run(tokens: Sequence[Token], index: int, language: Language) -> int:
    """Where the run of capitalised words that begins here ends."""
    last = index
    while last < len(tokens) and last - index < _LONGEST_NAME:
        token = tokens[last]
        if token.tag == "DATE":
            break
        if (is_capital(token) and not (last > index and token.low in language.tags and len(token.text) > 3)) or (
            last > index and _goes_on(tokens, last)
        ):
            last += 1
        else:
            break
    return last


def _goes_on(tokens: Sequence[Token], at: int) -> bool:
    """A small word, hyphen, ampersand or number inside a name."""
    token = tokens[at]
    follows = tokens[at + 1] if at + 1 < len(tokens) else None
    if token.low in _PARTICLES or token.text in "-&":
        further = tokens[at + 2] if at + 2 < len(tokens) else None
        double = follows is not None and follows.low in _PARTICLES and further is not None and is_capital(further)
        return follows is not None and (is_capital(follows) or double)
    if token.low in OF:
        return follows is not None and is_capital(follows) and tokens[at - 1].text[-1].isalpha()
    return token.text.isdigit() and len(token.text) <= 5 and tokens[at - 1].text[0].isupper() and len(token.text) != 4


def is_capital(token: Token) -> bool:
    first = token.text[0]
    last = token.text.rpartition("-")[2]
    if "-" in token.text and len(last) > 3 and last.islower() and (last.endswith("ed") or last in _JOINED):
        # "Hong Kong-based", "Panama-flagged"; not "So-young"
        return False
    return (first.isupper() or (first.isalpha() and "-" in token.text and token.text[:3] in ("al-", "el-"))) and (
        token.text not in _CAPITALISED_ANYWAY
    )


def begins(tokens: Sequence[Token], index: int) -> bool:
    return index == 0 or tokens[index - 1].text in '“”"‘«([—–:-' or (tokens[index - 1].text in "'" and index == 1)


def capitals_within(sentences: Sequence[Sequence[Token]]) -> frozenset[str]:
    """Words that stand with a capital somewhere else than at the beginning of a sentence."""
    return frozenset(
        token.text
        for tokens in sentences
        for at, token in enumerate(tokens)
        if at > 0 and token.text[0].isupper() and not begins(tokens, at)
    )
