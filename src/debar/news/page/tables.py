"""Measures, effects, parties and what was left out, as tables and lists."""

from __future__ import annotations

from collections.abc import Sequence

from debar.news.documents import Cut
from debar.news.page.records import quote
from debar.news.page.wording import (
    POLARITY,
    STANDING,
    Book,
    chip,
    joined,
    measure,
    measure_in_words,
    muted,
    none,
    parties,
    party,
    shown,
    spaced,
    table,
    when,
)
from debar.news.values import Effect, Measure, Party, Standing

_SHOWN_CUTS = 60
_LONGEST_CUT = 300


def measures(book: Book) -> str:
    """Who imposes what on whom, and how far it has come."""
    if not book.reading.measures:
        return none()
    rows = (_measure(book, number, each) for number, each in enumerate(book.reading.measures))
    head = ("Measure", "What", "Imposed by", "On", "Goods", "Stage", "When", "Words of the article", "Claim")
    return table("measures", head, rows)


def _measure(book: Book, number: int, given: Measure) -> str:
    noted = joined(POLARITY.get(given.polarity, ""), "background" if given.historical else "")
    cells = (
        f"{measure_in_words(given)} {muted(shown(noted))}",
        parties(book, given.imposers),
        parties(book, (*given.targets, *given.named)),
        parties(book, given.goods),
        f'<span class="stage">{spaced(given.stage)}</span>',
        when(given.date),
        _words(_told(book, given)),
        chip(book, given.claim) if given.claim else "",
    )
    return _row(f"m{number}", shown(given.id), cells)


def _told(book: Book, given: Measure) -> str:
    """Its words; where those are one word ("sanctions"), all of the claim that tells of it."""
    around = [given.span]
    if given.claim is not None and given.claim in book.claims:
        around.append(book.claims[given.claim][1].span)
    return max((quote(book, span) for span in around), key=len) or given.text


def effects(book: Book) -> str:
    """What the article says that measures do to those they bind."""
    if not book.reading.effects:
        return none()
    head = ("Effect", "What", "Binds", "On", "Of", "Words of the article")
    return table("effects", head, (_effect(book, number, each) for number, each in enumerate(book.reading.effects)))


def _effect(book: Book, number: int, given: Effect) -> str:
    cells = (
        spaced(given.kind),
        shown((given.bound or "").upper()),
        parties(book, given.targets),
        " ".join(measure(book, id) for id in given.measures),
        _words(quote(book, given.span) or given.text),
    )
    return _row(f"e{number}", shown(given.id), cells)


def people(book: Book) -> str:
    """Everybody and everything that is named, those on a list first."""
    if not book.reading.parties:
        return none()
    numbered = sorted(enumerate(book.reading.parties), key=lambda each: each[1].entity is None)
    head = (
        "Party",
        "Kind",
        "As the text has it",
        "Mentions",
        "Listed entity",
        "Score",
        "On the article’s day",
        "Today",
    )
    return table("parties", head, (_party(book, number, each) for number, each in numbered))


def _party(book: Book, number: int, given: Party) -> str:
    standing = given.listed_on or Standing()
    said = joined(given.role or "", (given.country or "").upper())
    belongs = f"of {party(book, given.part_of)}" if given.part_of else ""
    members = f"means {parties(book, given.members)}" if given.members else ""
    tied = given.entity is not None
    cells = (
        spaced(given.kind),
        ", ".join(part for part in (shown(said), belongs, members) if part),
        f"{len(given.mentions):,}",
        f"<code>{shown(given.entity)}</code> {shown(given.caption or '')}" if given.entity else "",
        "" if given.score is None else f"{given.score:.2f}",
        _standing(standing.published) if tied else "",
        _standing(standing.today) if tied else "",
    )
    return _row(f"p{number}", f"<bdi>{shown(given.name)}</bdi>", cells, kind="tied" if tied else "")


def _standing(stood: bool | None) -> str:
    return f'<span class="{"on-list" if stood else "off-list"}">{STANDING[stood]}</span>'


def _row(id: str, head: str, cells: Sequence[str], *, kind: str = "") -> str:
    shape = f' class="{kind}"' if kind else ""
    return f'<tr id="{id}"{shape}><th scope="row">{head}</th>{"".join(f"<td>{cell}</td>" for cell in cells)}</tr>'


def _words(text: str) -> str:
    return f'<q dir="auto">{shown(text)}</q>'


def left_out(cuts: Sequence[Cut]) -> str:
    """What stood in the source and is no part of the article."""
    if not cuts:
        return ""
    lines = "".join(
        f'<li><span class="muted">{spaced(cut.reason)}</span> <bdi>{shown(_short(cut.text))}</bdi></li>'
        for cut in cuts[:_SHOWN_CUTS]
    )
    more = f"<li>and {len(cuts) - _SHOWN_CUTS:,} more</li>" if len(cuts) > _SHOWN_CUTS else ""
    return f'<details class="all"><summary>Left out of the source as no part of the article ({len(cuts)})</summary><ul class="cuts">{lines}{more}</ul></details>'


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _LONGEST_CUT else f"{words[:_LONGEST_CUT]}…"
