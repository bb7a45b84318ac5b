"""Words and marks that all parts of the page share; every text of others goes through `shown`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from debar.diagram.marks import text_of
from debar.news.page.kinds import kind_of
from debar.news.values import Claim, Measure, Party, Reading, Source, Standing, When

CERTAINTY = {"CT": "certain", "PR": "probable", "PS": "possible", "U": "not said"}
POLARITY = {"positive": "", "negative": "said not to be so", "none": "nothing said either way"}
STANDING = {True: "listed", False: "not listed", None: "not known"}
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
# Blanks without width hide in words and mean nothing there. Joiners stay: Persian has them.
_HIDDEN = dict.fromkeys((0x00AD, 0x180E, 0x200B, 0x2060, 0xFEFF, *range(0x2061, 0x2065)), "\N{REPLACEMENT CHARACTER}")


class Book(NamedTuple):
    """A reading with its numbers: everything on the page is linked by number, whatever an id may hold."""

    reading: Reading
    parties: Mapping[str, tuple[int, Party]]
    claims: Mapping[str, tuple[int, Claim]]
    measures: Mapping[str, tuple[int, Measure]]


def book_of(reading: Reading) -> Book:
    """The reading with its numbers."""
    return Book(
        reading,
        {each.id: (number, each) for number, each in enumerate(reading.parties)},
        {each.id: (number, each) for number, each in enumerate(reading.claims)},
        {each.id: (number, each) for number, each in enumerate(reading.measures)},
    )


def shown(text: str) -> str:
    """A text as it can stand on the page, inert, one character for one.

    >>> shown("<b>\\u202egnp.exe\\u200b")
    '&lt;b&gt;�gnp.exe�'
    """
    return text_of(text.translate(_HIDDEN))


def muted(markup: str) -> str:
    """In the background; nothing of nothing."""
    return f'<span class="muted">{markup}</span>' if markup else ""


def glyph(family: str) -> str:
    """The shape of a family."""
    return f'<svg class="g" aria-hidden="true"><use href="#g-{family}"/></svg>'


def party(book: Book, id: str) -> str:
    """A party's name, leading to its row."""
    if id not in book.parties:
        return f"<bdi>{shown(id)}</bdi>"
    number, found = book.parties[id]
    return f'<a class="who" href="#p{number}"><bdi>{shown(found.name)}</bdi></a>'


def measure(book: Book, id: str) -> str:
    """A measure's id, leading to its row."""
    if id not in book.measures:
        return shown(id)
    return f'<a class="chip f-measure" href="#m{book.measures[id][0]}">{glyph("measure")}{shown(id)}</a>'


def parties(book: Book, ids: Iterable[str]) -> str:
    """Names, leading to their rows."""
    return ", ".join(party(book, id) for id in ids)


def name_of(book: Book, id: str) -> str:
    """A party's name as plain text."""
    return book.parties[id][1].name if id in book.parties else id


def measure_in_words(given: Measure) -> str:
    """What is done: ``impose asset freeze``."""
    kind = "measures of a kind not told" if given.kind == "unspecified" else given.kind
    return f"{spaced(given.act)} {spaced(kind)}"


def chip(book: Book, id: str, *, at: str = "") -> str:
    """A claim's mark, leading to its record; ``at`` is the mark's own id."""
    if id not in book.claims:
        return shown(id)
    number, claim = book.claims[id]
    kind = kind_of(claim.type)
    said = shown(in_short(book, claim))
    denied = " not" if claim.polarity == "negative" else ""
    own = f' id="{at}"' if at else ""
    return (
        f'<a class="chip f-{kind.family}{denied}"{own} href="#c{number}" data-n="{number}" title="{said}" '
        f'aria-label="{shown(claim.id)}: {said}">{glyph(kind.family)}{shown(claim.id)}</a>'
    )


def chips(book: Book, ids: Iterable[str]) -> str:
    """The marks of claims."""
    return " ".join(chip(book, id) for id in ids)


def in_short(book: Book, claim: Claim) -> str:
    """A claim in a line: ``supply of arms, said not to be so: Iran → Russia``."""
    head = ", ".join(word for word in (kind_of(claim.type).noun, POLARITY.get(claim.polarity, "")) if word)
    ends = (", ".join(name_of(book, id) for id in ids) for ids in (claim.actors, claim.targets))
    tail = " → ".join(end for end in ends if end)
    return f"{head}: {tail}" if tail else head


def levels(chain: Iterable[Source]) -> list[list[Source]]:
    """Who speaks, the innermost first; those who speak together stand together."""
    found: dict[int, list[Source]] = {}
    for source in chain:
        found.setdefault(source.level, []).append(source)
    return [found[level] for level in sorted(found, reverse=True)]


def joined(*parts: str) -> str:
    """Those that say something, with a dot between."""
    return " · ".join(part for part in parts if part)


def spaced(word: str | None) -> str:
    """A word of the schema as it is written in text."""
    return shown((word or "").replace("_", " "))


def date_in_words(resolved: str) -> str:
    """A resolved date for a reader; what is no date is left as it is.

    >>> [date_in_words(each) for each in ("2024-09-10", "2022-11/..", "../2016", "2024-09-07/2024-09-08")]
    ['10 September 2024', 'since November 2022', 'until 2016', '7 to 8 September 2024']
    """
    if "/" not in resolved:
        return _point(resolved)
    start, _, end = resolved.partition("/")
    if end == "..":
        return f"since {_point(start)}"
    if start == "..":
        return f"until {_point(end)}"
    first = _point(start)
    if len(start) == len(end) == len("2024-09-10") and start[:7] == end[:7]:
        first = first.split(" ")[0]
    return f"{first} to {_point(end)}"


def _point(day: str) -> str:
    parts = day.split("-")
    if not all(part.isdigit() for part in parts) or len(parts) > 3 or not 1 <= int((*parts, "1")[1]) <= 12:
        return day
    words = [str(int(part)) if at == 2 else _MONTHS[int(part) - 1] if at else part for at, part in enumerate(parts)]
    return " ".join(reversed(words))


def when(given: When | None) -> str:
    """A date as written and what it comes to."""
    if given is None:
        return ""
    written = f"“{shown(' '.join(given.text.split()))}”"
    resolved = resolved_of(given)
    if not resolved:
        return f"{written} {muted('(no date comes of it)')}"
    return f"{time_of(resolved)} {muted(written)}"


def resolved_of(given: When | None) -> str:
    """What a date comes to, one way: ``2022-11/..`` also where the reading says ``2022-11`` with the precision ``since``."""
    if given is None or not given.resolved:
        return ""
    if "/" in given.resolved:
        return given.resolved
    ends = {"since": f"{given.resolved}/..", "until": f"../{given.resolved}"}
    return ends.get(str(given.precision), given.resolved)


def time_of(resolved: str) -> str:
    """A resolved date, readable for people and for programs."""
    words = shown(date_in_words(resolved))
    return f'<span title="{shown(resolved)}">{words}</span>'


def listed(party: Party) -> str:
    """How a party stands to the lists, in words; empty where it is tied to no listed entity."""
    if party.entity is None:
        return ""
    standing = party.listed_on or Standing()
    return joined(
        f"{party.entity} {party.caption or ''}".strip(),
        "" if party.score is None else f"score {party.score:.2f}",
        f"on the article’s day {STANDING[standing.published]}",
        f"today {STANDING[standing.today]}",
    )


def facts(rows: Iterable[tuple[str, str]]) -> str:
    """Terms with what is known of them, as markup; those without anything are left out."""
    lines = "".join(f"<dt>{label}</dt><dd>{value}</dd>" for label, value in rows if value)
    return f'<dl class="facts">{lines}</dl>' if lines else ""


def table(name: str, head: Iterable[str], rows: Iterable[str]) -> str:
    """A table that scrolls by itself where the screen is narrow."""
    cells = "".join(f'<th scope="col">{word}</th>' for word in head)
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-labelledby="{name}"><table><thead><tr>{cells}</tr></thead>'
        "<tbody>\n" + "\n".join(rows) + "\n</tbody></table></div>"
    )


def none() -> str:
    """What stands where a section has nothing to show."""
    return '<p class="muted">There is none.</p>'
