"""The article with its claims, parties, sources and dates marked at their very characters.

Spans nest and overlap as they like. The text is cut at every end of a span; each piece knows all that covers it, has the
colour of the innermost claim and a line in that of the next one around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from debar.news.page.kinds import kind_of
from debar.news.page.wording import Book, chip, joined, listed, shown
from debar.news.values import Effect, Party, Span

_DEEPEST = 4
_LONGEST_HELD = 24
_GAP = re.compile(r"\n[ \n]*\n")


class _Cover(NamedTuple):
    """Something that covers characters: which (``claim``, ``cue``, ``source``, ``date``, ``effect``, ``party``), and its number.

    ``depth`` is how many claims a claim is told within; ``form`` that of a mention.
    """

    what: str
    number: int
    form: str = ""
    depth: int = 0


_Entry = tuple[int, int, int, _Cover]
"""A cover in the order of nesting: its depth, the longer first, the earlier first."""


class _Piece(NamedTuple):
    start: int
    end: int
    covers: tuple[_Cover, ...]

    def numbers(self, what: str) -> tuple[int, ...]:
        return tuple(dict.fromkeys(cover.number for cover in self.covers if cover.what == what))


def article(book: Book) -> str:
    """The whole text: with the marks of the claims taken out, its characters are those of the document."""
    text = book.reading.document.text
    chips = _chips(book, len(text))
    pieces = list(_pieces(len(text), _covers(book), sorted({*chips, *_edges(text)})))
    title = book.reading.document.title
    parts: list[str] = []
    at = 0
    known: set[int] = set()
    for start, end in _paragraphs(text):
        parts.append(shown(text[at:start]))
        inside = [piece for piece in pieces[_first(pieces, start) : _first(pieces, end)] if piece.start < piece.end]
        headline = start == 0 and title is not None and " ".join(text[start:end].split()) == " ".join(title.split())
        tag = 'h1 class="headline"' if headline else "p"
        parts.append(f'<{tag} dir="auto">{"".join(_runs(book, text, inside, chips, known))}</{tag.split()[0]}>')
        at = end
    # A claim without a place in the text is shown all the same.
    rest = "".join(mark for place in sorted(chips) for mark in chips[place])
    return "".join(parts) + shown(text[at:]) + rest


def _paragraphs(text: str) -> Iterator[Span]:
    start = 0
    for gap in [*_GAP.finditer(text), None]:
        end = gap.start() if gap else len(text)
        if text[start:end].strip():
            yield start, end
            start = gap.end() if gap else end


def _edges(text: str) -> Iterator[int]:
    for start, end in _paragraphs(text):
        yield from (start, end)


def _first(pieces: Sequence[_Piece], place: int) -> int:
    low, high = 0, len(pieces)
    while low < high:
        middle = (low + high) // 2
        if pieces[middle].start < place:
            low = middle + 1
        else:
            high = middle
    return low


def _chips(book: Book, length: int) -> dict[int, list[str]]:
    """The marks of the claims, where their cues begin."""
    found: dict[int, list[str]] = {}
    for number, claim in enumerate(book.reading.claims):
        place = min(max(claim.cue.span[0], 0), length)
        found.setdefault(place, []).append(chip(book, claim.id, at=f"t{number}"))
    return found


def _covers(book: Book) -> Iterator[tuple[Span, _Cover]]:
    deep = _depths(book)
    for number, claim in enumerate(book.reading.claims):
        yield claim.span, _Cover("claim", number, depth=deep[number])
        if claim.object is not None:
            yield claim.object.span, _Cover("claim", number, depth=deep[number])
        yield claim.cue.span, _Cover("cue", number)
        for source in claim.source_chain:
            yield source.span, _Cover("source", number)
        if claim.date is not None:
            yield claim.date.span, _Cover("date", number)
    for number, effect in enumerate(book.reading.effects):
        yield effect.span, _Cover("effect", number)
    for number, party in enumerate(book.reading.parties):
        for mention in party.mentions:
            yield mention.span, _Cover("party", number, mention.form)


def _depths(book: Book) -> list[int]:
    """How deep each claim is told within others: of "accused Iran of supplying …" the supply is inside, however long."""
    depths = [0] * len(book.reading.claims)
    # Claims come in the order of the text and mostly after those that tell them; a few rounds settle the others, and a
    # reading that goes in a circle ends.
    for _ in range(_DEEPEST):
        for number, claim in enumerate(book.reading.claims):
            for id in claim.object.claims if claim.object else ():
                if id in book.claims:
                    inner = book.claims[id][0]
                    depths[inner] = min(max(depths[inner], depths[number] + 1), _DEEPEST)
    return depths


def _pieces(length: int, covers: Iterable[tuple[Span, _Cover]], cuts: Iterable[int]) -> Iterator[_Piece]:
    """The text from end to end, cut wherever something begins or ends; what covers a piece stands outermost first."""
    begins: dict[int, list[_Entry]] = {}
    ends: dict[int, list[_Entry]] = {}
    for (start, end), cover in covers:
        first, last = max(start, 0), min(end, length)
        if first < last:
            entry = (cover.depth, first - last, first, cover)
            begins.setdefault(first, []).append(entry)
            ends.setdefault(last, []).append(entry)
    active: list[_Entry] = []
    for start, end in pairwise(sorted({0, length, *begins, *ends, *(place for place in cuts if 0 < place < length)})):
        for entry in ends.get(start, ()):
            active.remove(entry)
        active += begins.get(start, ())
        active.sort()
        yield _Piece(start, end, tuple(cover for *_, cover in active))


def _runs(
    book: Book, text: str, pieces: Sequence[_Piece], chips: dict[int, list[str]], known: set[int]
) -> Iterator[str]:
    """Pieces that the same claims cover stand in one element."""
    open_claims: tuple[int, ...] = ()
    for piece in pieces:
        claims = piece.numbers("claim")
        if claims != open_claims:
            yield "</span>" if open_claims else ""
            yield _opening(book, claims) if claims else ""
            open_claims = claims
        marks, words = "".join(chips.pop(piece.start, ())), _marked(book, text, piece, known)
        # A mark stays on one line with its cue.
        held = marks and piece.end - piece.start <= _LONGEST_HELD and " " not in text[piece.start : piece.end]
        yield f'<span class="held">{marks}{words}</span>' if held else marks + words
    yield "</span>" if open_claims else ""


def _opening(book: Book, claims: tuple[int, ...]) -> str:
    families = [kind_of(book.reading.claims[number].type).family for number in claims]
    around = f" o-{families[-2]}" if len(families) > 1 else ""
    return f'<span class="c f-{families[-1]}{around}" data-c="{" ".join(map(str, claims))}">'


def _marked(book: Book, text: str, piece: _Piece, known: set[int]) -> str:
    words = shown(text[piece.start : piece.end])
    parties = [cover for cover in piece.covers if cover.what == "party"]
    if parties:
        words = _mention(book, parties, words, known)
    cues = piece.numbers("cue")
    if cues:
        family = kind_of(book.reading.claims[cues[-1]].type).family
        words = f'<b class="cue f-{family}">{words}</b>'
    for what in ("date", "source"):
        if numbers := piece.numbers(what):
            words = f'<span data-{what[0]}="{" ".join(map(str, numbers))}">{words}</span>'
    if effects := piece.numbers("effect"):
        told = "; ".join(_effect(book.reading.effects[number]) for number in effects)
        words = f'<span class="effect" data-e="{" ".join(map(str, effects))}" title="{shown(told)}">{words}</span>'
    return words


def _effect(effect: Effect) -> str:
    """What is shown of an effect where its words stand."""
    bound = f" binds {effect.bound.upper()}" if effect.bound else ""
    return f"{effect.id}: {effect.kind.replace('_', ' ')}{bound}"


def _mention(book: Book, covers: Sequence[_Cover], words: str, known: set[int]) -> str:
    """The name leads to the innermost party; only the first mention of each is a stop of the Tab key."""
    number, form = covers[-1].number, covers[-1].form
    meant = [book.reading.parties[cover.number] for cover in covers]
    told = "; ".join(dict.fromkeys(map(_party, meant)))
    tie = " listed" if any(each.entity for each in meant) else ""
    stop = ' tabindex="-1"' if number in known else ""
    known.add(number)
    all_numbers = " ".join(dict.fromkeys(str(cover.number) for cover in covers))
    return (
        f'<a class="p k-{_style(meant[-1])}{tie}{" weak" if form == "pronoun" else ""}" href="#p{number}" '
        f'data-p="{all_numbers}"{stop} title="{shown(told)}">{words}</a>'
    )


def _party(party: Party) -> str:
    return joined(f"{party.name} ({party.kind})", listed(party))


def _style(party: Party) -> str:
    """How a party is underlined."""
    return _UNDERLINES.get(party.kind, "other")


_UNDERLINES = {
    "person": "person",
    "government": "state",
    "organisation": "state",
    "agency": "state",
    "company": "company",
    "vessel": "company",
    "outlet": "company",
    "weapon": "goods",
    "goods": "goods",
}
