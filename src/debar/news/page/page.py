"""A reading as one HTML page."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from collections.abc import Mapping
from string import Template
from typing import Any

from debar.news.documents import Document as Taken
from debar.news.page.article import article
from debar.news.page.beside import exposure, in_law
from debar.news.page.graph import graph
from debar.news.page.kinds import data, families, kind_of
from debar.news.page.records import records
from debar.news.page.tables import effects, left_out, measures, people
from debar.news.page.timeline import timeline
from debar.news.page.wording import Book, book_of, date_in_words, glyph, joined, none, shown
from debar.news.values import Reading


def page(reading: Reading, taken: Taken | None = None, *, beside: Mapping[str, Any] | None = None) -> str:
    """The whole page; the same reading gives the same bytes.

    Args:
        reading: what was read.
        taken: the article as it was taken in, for what it says about itself: notes, what was cut, its checksum.
        beside: what else is known, as JSON: ``exposure`` (customers whom the article touches), ``effects_in_law``.

    >>> from debar.news import read
    >>> page(read("Iran denied it had shipped missiles to Russia.")).startswith("<!doctype html>")
    True
    """
    book = book_of(reading)
    script = data("page.js")
    document = reading.document
    return Template(data("page.html")).substitute(
        # The page runs this one script and no other, whatever an article may hold.
        hash=f"sha256-{b64encode(hashlib.sha256(script.encode()).digest()).decode()}",
        title=shown(" ".join((document.title or "An article").split())),
        language=shown(document.language),
        style=data("page.css"),
        symbols=data("symbols.svg"),
        lede=_lede(book),
        notes=_notes(reading, taken),
        key=_key(book),
        headline="" if _holds_title(reading) else f'<h1 dir="auto">{shown(document.title or "An article")}</h1>',
        article=article(book),
        timeline=timeline(book),
        graph=graph(book),
        measures=measures(book),
        effects=effects(book) + in_law(beside or {}),
        exposure=exposure(book, beside or {}),
        records=records(book) or none(),
        parties=people(book),
        cuts=left_out(taken.cut if taken else ()),
        foot=shown(joined(reading.engine, f"sha256 of the source {taken.sha256}" if taken else "")),
        script=script,
    )


def _holds_title(reading: Reading) -> bool:
    """Whether the article begins with its headline, which is then the heading of the page."""
    title = " ".join((reading.document.title or "").split())
    first = reading.document.text.split("\n\n", 1)[0]
    return bool(title) and " ".join(first.split()) == title


def _lede(book: Book) -> str:
    reading = book.reading
    published = reading.document.published
    tied = sum(each.entity is not None for each in reading.parties)
    counts = (
        _counted(len(reading.claims), "claim"),
        _counted(len(reading.measures), "measure"),
        _counted(len(reading.parties), "party", "parties") + (f", {tied} of them listed" if tied else ""),
    )
    source = _named(reading.document.source or "-")
    day = f"published {date_in_words(published)}" if published else "day of publication not known"
    return f"{shown(joined(source, day))}<br>{shown(joined(*counts))}"


def _named(source: str) -> str:
    """An address as it is; of a file its name: where it lies says something of the reader and nothing of the article."""
    if source == "-":
        return ""
    return source if re.match(r"https?://", source) else re.split(r"[/\\]", source)[-1]


def _counted(count: int, one: str, many: str = "") -> str:
    return f"{count:,} {one if count == 1 else many or f'{one}s'}"


def _notes(reading: Reading, taken: Taken | None) -> str:
    said = dict.fromkeys((*(taken.notes if taken else ()), *reading.warnings))
    lines = "".join(f"<li>{shown(each)}</li>" for each in said)
    return f'<ul class="notes">{lines}</ul>' if lines else ""


def _key(book: Book) -> str:
    """The kinds that occur, each with a box to hide it in the article."""
    counts: dict[str, int] = {}
    for claim in book.reading.claims:
        family = kind_of(claim.type).family
        counts[family] = counts.get(family, 0) + 1
    return "".join(
        f'<label class="f-{family}"><input type="checkbox" id="show-{family}" checked>{glyph(family)}'
        f"{shown(words)} <small>{counts[family]}</small></label>"
        for family, words in families().items()
        if family in counts
    )
