"""``debar read FILE``: who claims what in an article, and what measures it tells of."""

from __future__ import annotations

import sys
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from debar.cli.exposure import CustomersOption, StakesOption, beside
from debar.cli.output import HomeOption, console, json_of, print_table, say

if TYPE_CHECKING:
    from debar.news import Claim, Party, Reading, When
    from debar.news.documents import Document
    from debar.screen import Screener


class ReadFormat(StrEnum):
    """How a reading is written."""

    table = "table"
    json = "json"
    html = "html"


def command(
    article: Annotated[
        str,
        typer.Argument(
            metavar="FILE|-|URL",
            help="An article as plain text, HTML or PDF; - for standard input; an http(s) address.",
        ),
    ],
    day: Annotated[
        str | None,
        typer.Option(
            "--date",
            metavar="DATE",
            help='The day of publication (YYYY-MM-DD), whatever the article says of it: "on Tuesday" counts from it.',
        ),
    ] = None,
    language: Annotated[
        str | None,
        typer.Option(
            "--language", metavar="CODE", help="The language of the article, as ISO 639-1 [what it looks like]."
        ),
    ] = None,
    pipeline: Annotated[
        str | None,
        typer.Option("--pipeline", metavar="NAME", help="An installed spaCy pipeline whose entities join the parties."),
    ] = None,
    format: Annotated[
        ReadFormat, typer.Option("--format", help="How to write the answer; html is one page that works offline.")
    ] = ReadFormat.table,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="OUT", help="Write it there and not to stdout: a .html or .json file."),
    ] = None,
    customers: CustomersOption = None,
    stakes: StakesOption = None,
    home: HomeOption = None,
) -> None:
    """Read an article: parties, claims with their sources, measures with their stage, effects.

    News alone never puts a measure in force. Parties are tied to listed entities where there is a home. With --customers:
    whom of them the article touches; exit code 4 where rows were rejected.
    """
    from debar.news.articles import read_article
    from debar.news.documents import read_document
    from debar.news.pipeline import load

    day_given = _day(day)
    wanted = _wanted(format, output)
    taken = read_document(article)
    screener = _screener(home)
    reading = read_article(
        taken,
        day=day_given,
        language_code=language,
        screener=screener,
        pipeline=load(pipeline) if pipeline else None,
        fix="give --language en to read it as English all the same",
    )
    _tell(taken, reading)
    further = beside(reading, screener, customers, stakes)
    if wanted is ReadFormat.table:
        _write_tables(reading)
        further.write()
    elif wanted is ReadFormat.html:
        from debar.news.page import page

        _write(page(reading, taken, beside=further.document(reading)), output)
    else:
        _write(json_of(further.document(reading)), output)
    further.finish()


def _wanted(format: ReadFormat, output: Path | None) -> ReadFormat:
    """The format asked for; with ``-o`` alone, that of the file's name."""
    from debar.errors import BadQuery

    if output is None:
        return format
    by_name = {".html": ReadFormat.html, ".htm": ReadFormat.html, ".json": ReadFormat.json}
    named = by_name.get(output.suffix.lower())
    if format is not ReadFormat.table:
        return format
    if named is None:
        raise BadQuery("-o", rule="a reading is written as .html or .json", got=repr(str(output)), fix="add --format")
    return named


def _tell(taken: Document, reading: Reading) -> None:
    """What a person should know beside the answer."""
    for note in (*taken.notes, *reading.warnings):
        say(f"debar: {note}")
    if taken.cut:
        reasons: dict[str, int] = {}
        for one in taken.cut:
            reasons[one.reason] = reasons.get(one.reason, 0) + 1
        counts = ", ".join(f"{count} {reason}" if count > 1 else reason for reason, count in reasons.items())
        say(f"debar: left out as no part of the article: {counts}")
    if reading.document.published is None:
        say('debar: no day of publication is known, so "on Tuesday" stays open; give --date')


def _write(text: str, output: Path | None) -> None:
    """To stdout, or to a file that is there when it is whole."""
    from debar.errors import BadFile

    data = text.encode()
    if output is None:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    part = output.with_name(f"{output.name}.part")
    try:
        part.write_bytes(data)
        part.replace(output)
    except OSError as error:
        raise BadFile(str(output), rule="the file cannot be written", got=error.strerror or str(error)) from error
    say(f"written: {output}")


def _day(text: str | None) -> date | None:
    from debar.errors import BadQuery

    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadQuery("--date", rule="a day is YYYY-MM-DD", got=repr(text)) from error


def _screener(home: Path | None) -> Screener | None:
    """The screener over the home; None, and a word about it, where there is none or it is not fit."""
    from debar.errors import HomeNotFound
    from debar.screen import Screener
    from debar.store import Home

    try:
        screener = Screener(Home(home))
    except HomeNotFound as error:
        say(f"debar: parties are not tied to listed entities: {error}")
        return None
    return screener


def _write_tables(reading: Reading) -> None:
    names = {party.id: party.name for party in reading.parties}

    def who(ids: tuple[str, ...]) -> str:
        return ", ".join(names[each] for each in ids)

    print_table(
        [_party(each, names) for each in reading.parties], ("name", "kind", "said", "listed", "score"), "Parties"
    )
    print_table(
        [
            {
                "claim": each.id,
                "type": each.type,
                "actors": who(each.actors),
                "targets": who(each.targets),
                "words": _words(each),
                "source": _chain(each),
                "how": _how(each),
                "when": _when(each.date),
            }
            for each in reading.claims
        ],
        ("claim", "type", "actors", "targets", "words", "source", "how", "when"),
        "Claims",
    )
    if reading.measures:
        print_table(
            [
                {
                    "measure": each.id,
                    "kind": f"{each.act} {each.kind}".replace("_", " "),
                    "imposers": who(each.imposers),
                    "targets": who(each.targets),
                    "stage": each.stage,
                    "when": _when(each.date),
                }
                for each in reading.measures
            ],
            ("measure", "kind", "imposers", "targets", "stage", "when"),
            "Measures (as the news has them; only a list puts one in force)",
        )
    for effect in reading.effects:
        bound = f", binding {effect.bound}" if effect.bound else ""
        console().print(f"{effect.id}  {effect.kind.replace('_', ' ')}{bound}: “{effect.text}”", markup=False)


def _party(party: Party, names: dict[str, str]) -> dict[str, object]:
    listed = ""
    if party.entity:
        standing = party.listed_on
        then = {True: "then listed", False: "not listed then", None: ""}[standing.published if standing else None]
        listed = "; ".join(one for one in (f"{party.entity} {party.caption}", then) if one)
    return {
        "name": party.name,
        "kind": party.kind,
        "said": party.role or (names.get(party.part_of or "") and f"of {names[party.part_of or '']}") or "",
        "listed": listed,
        "score": party.score,
    }


def _how(claim: Claim) -> str:
    marks = [claim.tense, "" if claim.polarity == "positive" else claim.polarity, claim.certainty]
    marks += [f"{each.stance} {each.claim}" for each in claim.stance]
    return ", ".join(mark for mark in marks if mark)


def _chain(claim: Claim) -> str:
    """Who says it, the innermost first: ``Blinken < Reuters``."""
    levels: dict[int, list[str]] = {}
    for source in claim.source_chain:
        levels.setdefault(source.level, []).append(source.name or source.descriptor or "")
    return " < ".join(", ".join(levels[level]) for level in sorted(levels, reverse=True))


def _words(claim: Claim) -> str:
    words = claim.cue.text if claim.object is None else f"{claim.cue.text}: {claim.object.text}"
    return " ".join(words.split())[:90]


def _when(when: When | None) -> str:
    return "" if when is None else when.resolved or when.text
