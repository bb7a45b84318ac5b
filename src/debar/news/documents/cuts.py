"""Lines into paragraphs, and what is no part of the article out of them."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from debar.news.documents.document import Cut
from debar.news.documents.tables import rows

Lines = tuple[str, ...]

_BLANKS = re.compile(r"[^\S\n]+")
# Controls and halves of characters come out of PDFs and JSON; soft hyphens, zero-width blanks and direction marks break
# words for a reader of characters. Joiners stay: Persian has them.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]"
)
_SENTENCE_END = re.compile(r"[.!?…。！？۔؟।][\"'”’»)\]]*$")
_LONG = 100  # characters; a line beyond is a paragraph of its own, not one that was wrapped by hand
_SHORT = 40
_HEADLINE = 200
_PROSE_WORDS = 8
_NO_RULE_BEYOND = 700  # characters: no rule cuts a paragraph as long as that
_WORD = re.compile(r"\w[\w'’-]*")


class Rule(NamedTuple):
    """A line that matches as a whole is cut: anywhere, or only at the edges of the article."""

    anywhere: bool
    reason: str
    pattern: re.Pattern[str]


@cache
def rules() -> tuple[Rule, ...]:
    """The table of what is no part of an article."""
    return tuple(Rule(row["where"] == "any", row["reason"], re.compile(row["pattern"])) for row in rows("cuts.csv"))


def clean(text: str) -> str:
    """Composed characters, plain blanks, ``\\n`` between lines, nothing invisible.

    >>> clean("Iran\\u00a0Air\\u200b\\r\\nTehran")
    'Iran Air\\nTehran'
    """
    text = re.sub(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]", "\n", text)
    return _BLANKS.sub(" ", _INVISIBLE.sub("", unicodedata.normalize("NFC", text)))


def blocks_of(text: str) -> list[Lines]:
    """The blocks of a plain text: what stands between empty lines."""
    blocks = (tuple(line.strip() for line in block.split("\n")) for block in re.split(r"\n(?: *\n)+", text))
    return [lines for block in blocks if (lines := tuple(line for line in block if line))]


def is_prose(line: str) -> bool:
    """Whether a line reads like running text: longer than any headline, or a sentence of some words."""
    if len(line) > _HEADLINE:
        return True
    return len(_WORD.findall(line)) >= _PROSE_WORDS and _SENTENCE_END.search(line) is not None


def reason_to_cut(line: str, *, at_edge: bool) -> str | None:
    """The rule that cuts a line.

    >>> reason_to_cut("Source: AP", at_edge=True), reason_to_cut("Source: AP", at_edge=False)
    ('credit', None)
    """
    if len(line) > _NO_RULE_BEYOND:
        return None
    for rule in rules():
        if (rule.anywhere or at_edge) and rule.pattern.fullmatch(line):
            return rule.reason
    return None


def cut(paragraphs: Sequence[str]) -> tuple[list[str], tuple[Cut, ...]]:
    """Leave out the lines that a rule names; the edges end where running text begins.

    >>> cut(["Physical Address", "1 North Main St.", "Iran denied that it had sent missiles to Russia."])[0]
    ['Iran denied that it had sent missiles to Russia.']
    """
    reasons: list[str | None] = [None] * len(paragraphs)
    for order in (range(len(paragraphs)), range(len(paragraphs) - 1, -1, -1)):
        for at in order:
            reasons[at] = reasons[at] or reason_to_cut(paragraphs[at], at_edge=True)
            if reasons[at] is None and is_prose(paragraphs[at]):
                break
    reasons = [reason or reason_to_cut(line, at_edge=False) for reason, line in zip(reasons, paragraphs, strict=True)]
    judged = list(zip(paragraphs, reasons, strict=True))
    return [line for line, reason in judged if not reason], tuple(
        Cut(line, reason) for line, reason in judged if reason
    )


def paragraphs_of(blocks: Iterable[Lines]) -> list[str]:
    """One string per paragraph: lines wrapped by hand are joined, others stand for themselves.

    >>> paragraphs_of([("The allies said on Tuesday that they would take", "decisive measures."), ("Iran", "Russia")])
    ['The allies said on Tuesday that they would take decisive measures.', 'Iran', 'Russia']
    """
    blocks = list(blocks)
    words = words_of(line for lines in blocks for line in lines)
    found: list[str] = []
    for lines in blocks:
        found += [joined(lines, words)] if _is_wrapped(lines) else lines
    return found


def _is_wrapped(lines: Lines) -> bool:
    longest = max(map(len, lines))
    if len(lines) < 2 or not _SHORT <= longest <= _LONG:
        return False
    return all(len(line) >= longest * 0.6 or after[:1].islower() for line, after in itertools.pairwise(lines))


def words_of(lines: Iterable[str]) -> frozenset[str]:
    """Every word of a text, in lower case."""
    return frozenset(word for line in lines for word in _WORD.findall(line.lower()))


def joined(lines: Sequence[str], words: frozenset[str]) -> str:
    """Lines as one; a hyphen at a line's end goes when the word without it stands elsewhere in the text."""
    text = lines[0]
    for line in lines[1:]:
        if text.endswith("-") and line[:1].islower():
            whole = re.search(r"\w*$", text[:-1])
            start = re.match(r"\w*", line)
            assert whole is not None
            assert start is not None
            text = text[:-1] + line if (whole[0] + start[0]).lower() in words else text + line
        else:
            text = f"{text} {line}"
    return text


def headline_of(paragraphs: Sequence[str]) -> str | None:
    """The first line of a plain text when it is a headline: short, no sentence, and something follows it."""
    if len(paragraphs) < 2 or len(paragraphs[0]) > _HEADLINE or re.search(r"[.;:,…]$", paragraphs[0]):
        return None
    return paragraphs[0]
