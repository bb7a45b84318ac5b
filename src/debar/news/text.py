"""Text to tokens, sentences and quotations, each with its offsets. Linear in the length of the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from debar.news.language import Language

# A sentence of more tokens than this is no prose; it is cut, so that what is quadratic in a sentence stays bounded.
LONGEST_SENTENCE = 160
# Quotations that run over more than so many characters were not closed where they should have been.
LONGEST_QUOTATION = 6_000
# A dateline ("BRUSSELS/WASHINGTON, Sept. 10 (Reuters) -") has no more tokens.
_DATELINE = 16

_TOKEN = re.compile(
    r"(?P<dotted>(?:[^\W\d_]\.){2,}(?![^\W_]))"
    r"|(?P<initial>(?<![^\W\d_])[A-Z]\.(?=[\s,]))"
    r"|(?P<possessive>[’'][sS](?![^\W_]))"
    r"|(?P<number>[$€£]?\d+(?:[.,:]\d+)*(?:st|nd|rd|th|bn|m|%)?(?![^\W_-]))"
    r"|(?P<word>[^\W_]+(?:(?:[-’'](?![sS](?![^\W_]))|[.](?=com\b))[^\W_]+)*)"
    r"|(?P<dash>--+)"
    r"|(?P<mark>[^\w\s]|_)"
)
_NEGATED = re.compile(r"(?i)^(.+)(n[’']t)$")
_BREAK = re.compile(r"\n[ \t\r\f\v]*\n\s*|\r\n?\r\n?\s*|[\u2028\u2029]+")
_LINE = re.compile(r"[ \t]*\r?\n[ \t]*")
_ENDS = frozenset(".!?…。؟")
_OPENS = {"“": "”", "«": "»", "„": "“", "‘": "’"}
# A line shorter than this that does not end a sentence is a heading or a dateline, not a wrapped line of prose.
_SHORT_LINE = 50


class Token:
    """A word, number or mark. ``tag`` and what follows it are the grammar's."""

    __slots__ = ("end", "lemma", "low", "start", "tag", "text", "verbs")

    def __init__(self, text: str, start: int) -> None:
        self.text = text
        self.low = text.lower().replace("’", "'")
        self.start = start
        self.end = start + len(text)
        self.tag = ""
        self.lemma = ""
        self.verbs: tuple[tuple[str, str], ...] = ()

    def __repr__(self) -> str:
        return f"{self.text}/{self.tag}"


@dataclass(frozen=True, slots=True)
class Sentence:
    """Tokens of one sentence; ``paragraph`` counts from 0."""

    tokens: Sequence[Token]
    paragraph: int

    @property
    def start(self) -> int:
        """Where it begins."""
        return self.tokens[0].start

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.tokens[-1].end


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Where each paragraph begins and ends.

    >>> [*paragraphs("One.\\n\\nTwo\\nlines.")]
    [(0, 4), (6, 10), (10, 16)]
    """
    at = 0
    for match in (*_BREAK.finditer(text), None):
        end = len(text) if match is None else match.start()
        yield from _lines(text, at, end)
        at = end if match is None else match.end()


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The paragraphs of a block: a line that is short or ends a sentence ends one; others are wrapped prose."""
    at = line = start
    for match in _LINE.finditer(text, start, end):
        before = text[line : match.start()].rstrip()
        if before and (before[-1] in '.!?”":' or len(before) < _SHORT_LINE):
            yield at, match.end()
            at = match.end()
        line = match.end()
    if text[at:end].strip():
        yield at, end


def tokens(text: str, start: int, end: int, abbreviations: frozenset[str] = frozenset()) -> list[Token]:
    """The tokens between two offsets; an abbreviation keeps its full stop.

    >>> [token.text for token in tokens("U.S. officials didn't say so.", 0, 29)]
    ['U.S.', 'officials', 'did', "n't", 'say', 'so', '.']
    """
    found: list[Token] = []
    for match in _TOKEN.finditer(text, start, end):
        word, at = match.group(), match.start()
        negated = _NEGATED.match(word) if match.lastgroup == "word" and len(word) < 12 else None
        if negated:
            found.append(Token(negated[1], at))
            found.append(Token(negated[2], at + len(negated[1])))
        elif word == "." and found and found[-1].end == at and found[-1].low in abbreviations:
            found[-1] = Token(found[-1].text + ".", found[-1].start)
        else:
            found.append(Token(word, at))
    return found


def sentences(text: str, language: Language) -> list[Sentence]:
    """The sentences of a text, in order."""
    found: list[Sentence] = []
    for number, (start, end) in enumerate(paragraphs(text)):
        row: list[Token] = []
        words = tokens(text, start, end, language.abbreviations)
        for index, token in enumerate(words):
            if row and _ended(words, index, language):
                found.append(Sentence(row, number))
                row = []
            row.append(token)
        if row:
            found.append(Sentence(row, number))
    return found


def _ended(words: list[Token], index: int, language: Language) -> bool:
    """Whether the token at ``index`` begins a new sentence."""
    at = index - 1
    # Closing marks belong to the sentence before them.
    while at > 0 and words[at].text in "”\"’')]»" and words[at].end == words[at - 1].end + len(words[at].text):
        at -= 1
    last, here = words[at], words[index]
    if here.text in "”)]»’" or (here.text in "\"'" and here.start == words[index - 1].end):
        return False
    if last.text in _ENDS:
        if last.text == "." and at and last.start == words[at - 1].end and _abbreviated(words[at - 1], language):
            return False
        return not here.text[0].islower() or last.text != "."
    if last.text.endswith(".") and len(last.text) > 1:
        # "wrote on X. The …", "wrote on X. Iran …": after a small word a letter is no initial.
        stray = len(last.text) == 2 and at > 0 and words[at - 1].text.islower()
        return here.start > last.end and here.text[0].isupper() and (here.low in language.tags or stray)
    if last.text == ";" or (last.text in ("—", "–", "-", "--") and at < _DATELINE and _is_dateline(words, at)):
        return True
    return (index and index % LONGEST_SENTENCE == 0 and not here.text[0].isalnum()) or index % (
        2 * LONGEST_SENTENCE
    ) == 0


def _is_dateline(words: list[Token], at: int) -> bool:
    """``LONDON —``, ``MOSCOW, Nov 3 (Reuters) -``: a place in capitals up to a dash that stands free."""
    first, dash = words[0], words[at]
    free = dash.start > words[at - 1].end and (at + 1 >= len(words) or words[at + 1].start > dash.end)
    return (
        free
        and len(first.text) > 2
        and first.text.isupper()
        and all(word.tag == "" and word.low not in ("is", "was", "the") for word in words[:at])
    )


def _abbreviated(word: Token, language: Language) -> bool:
    initial = len(word.text) == 1 and word.text.isupper() and word.text.isalpha()
    return initial or word.low in language.abbreviations


def quotations(text: str) -> list[tuple[int, int]]:
    """Where quotations stand, without their marks. One that goes on in the next paragraph is two.

    >>> text = '“We will,” he said. "Now."'
    >>> [text[start:end] for start, end in quotations(text)]
    ['We will,', 'Now.']
    """
    found: list[tuple[int, int]] = []
    for start, end in paragraphs(text):
        found.extend(_quotations(text, start, end))
    return found


_QUOTE_MARK = re.compile(r"[“”«»„\"]|(?<!\w)‘|’(?!\w)|(?<![\w’'])'(?=\w)|'(?!\w)")


def _quotations(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    opened, closing = -1, ""
    for match in _QUOTE_MARK.finditer(text, start, end):
        mark = match.group()
        if opened >= 0:
            if mark == closing:
                if match.start() > opened and match.start() - opened < LONGEST_QUOTATION:
                    yield opened, match.start()
                opened = -1
        elif mark in _OPENS:
            opened, closing = match.end(), _OPENS[mark]
        elif mark in "\"'":
            opened, closing = match.end(), mark
    # A paragraph that opens a quotation and does not close it: the speaker goes on in the next one.
    if opened >= 0 and closing != "'" and end > opened and closing != "’" and end - opened < LONGEST_QUOTATION:
        yield opened, end
