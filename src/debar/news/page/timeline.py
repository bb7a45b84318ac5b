"""The timeline: statements and measures by the day that the text gives them, the day of publication among them."""

from __future__ import annotations

from typing import NamedTuple

from debar.news.page.records import chain
from debar.news.page.wording import (
    Book,
    chip,
    date_in_words,
    in_short,
    measure,
    measure_in_words,
    muted,
    parties,
    resolved_of,
    shown,
    spaced,
)
from debar.news.values import Claim, Measure, When

_LONGEST_OBJECT = 100


class _Entry(NamedTuple):
    resolved: str
    precision: str
    markup: str


def timeline(book: Book) -> str:
    """Dated entries in order of their days, and apart those whose day the text does not tell."""
    dated: list[_Entry] = []
    undated: list[str] = []
    still: list[str] = []
    for each in book.reading.measures:
        _place(each.date, _measure(book, each), dated, still, _measure(book, each))
    for claim in book.reading.claims:
        _place(claim.date, _claim(book, claim), dated, undated, chip(book, claim.id))
    published = book.reading.document.published
    days: dict[str, list[_Entry]] = {}
    for entry in dated:
        days.setdefault(entry.resolved, []).append(entry)
    if published:
        days.setdefault(published, [])
    rows = [_day(day, days[day], is_published=day == published) for day in sorted(days, key=_key)]
    drawn = f'<ol class="timeline">{"".join(rows)}</ol>' if rows else '<p class="muted">The text gives no date.</p>'
    if not undated and not still:
        return drawn
    return (
        f'{drawn}<div class="undated"><h3>Without a date of their own ({len(undated) + len(still)})</h3>'
        '<p class="muted">The text does not say when, and nothing is guessed.</p>'
        f"{_listed(still, 'still')}{_listed(undated, 'marks')}</div>"
    )


def _listed(lines: list[str], kind: str) -> str:
    return f'<ul class="{kind}">{"".join(f"<li>{line}</li>" for line in lines)}</ul>' if lines else ""


def _place(date: When | None, markup: str, dated: list[_Entry], undated: list[str], mark: str) -> None:
    resolved = resolved_of(date)
    if date is None or not resolved:
        undated.append(mark)
    else:
        dated.append(_Entry(resolved, date.precision, markup))


def _key(resolved: str) -> tuple[str, int, str]:
    """By the beginning; what has only an end, by that and before all else of that day, what has none after it.

    >>> sorted(["2024-09-10/..", "2024-09-10", "../2024-09-10", "2022-11"], key=_key)
    ['2022-11', '../2024-09-10', '2024-09-10', '2024-09-10/..']
    """
    start, _, end = resolved.partition("/")
    return (end, -1, "") if start == ".." else (start, 1 if end == ".." else 0, end)


def _day(day: str, entries: list[_Entry], *, is_published: bool) -> str:
    shape = "range" if "/" in day else "day" if is_published else entries[0].precision
    mark = '<span class="published">publication</span>' if is_published else muted(_precision(day, shape))
    open_end = " open" if day.endswith("..") or day.startswith("..") else ""
    inner = "".join(f"<li>{entry.markup}</li>" for entry in entries) or '<li class="muted">the article appeared</li>'
    kind = shape if shape in ("day", "month", "year", "range") else "vague"
    return (
        f'<li class="d-{kind}{open_end}{" pub" if is_published else ""}"><p class="date"><span>{shown(date_in_words(day))}</span>{mark}</p>'
        f"<ul>{inner}</ul></li>"
    )


def _precision(day: str, shape: str) -> str:
    if day.startswith(".."):
        return "no beginning told"
    return "no end told" if day.endswith("..") else spaced(shape)


def _claim(book: Book, claim: Claim) -> str:
    told = {source.party for source in claim.source_chain} - {*claim.actors}
    said = f" {muted('according to')} {chain(book, claim)}" if told else ""
    words = " ".join(claim.object.text.split()) if claim.object else ""
    words = words if len(words) <= _LONGEST_OBJECT else words[:_LONGEST_OBJECT].rsplit(" ", 1)[0] + " …"
    what = f": <bdi>{shown(words)}</bdi>" if words else ""
    return f"{chip(book, claim.id)} {shown(in_short(book, claim))}{what}{said}{_written(claim.date)}"


def _measure(book: Book, given: Measure) -> str:
    whom = " → ".join(part for part in (parties(book, given.imposers), parties(book, given.targets)) if part)
    return f"{measure(book, given.id)} measure, {spaced(given.stage)}: {measure_in_words(given)}: {whom}{_written(given.date)}"


def _written(date: When | None) -> str:
    return f" {muted(f'“{shown(words)}”')}" if (words := " ".join(date.text.split() if date else ())) else ""
