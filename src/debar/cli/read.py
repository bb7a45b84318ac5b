"""``debar read FILE``: who claims what in an article, and what measures it tells of."""

from __future__ import annotations

import sys
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from debar.cli.output import HomeOption, console, emit_json, print_table, say

if TYPE_CHECKING:
    from debar.news import Claim, Party, Reading, When
    from debar.screen import Screener


class ReadFormat(StrEnum):
    """How a reading is written to stdout."""

    table = "table"
    json = "json"


def command(
    article: Annotated[str, typer.Argument(metavar="FILE|-", help="A text file; - for standard input.")],
    day: Annotated[
        str | None,
        typer.Option(
            "--date", metavar="DATE", help='The day of publication (YYYY-MM-DD): "on Tuesday" counts from it.'
        ),
    ] = None,
    language: Annotated[str, typer.Option("--language", help="The language of the article.")] = "en",
    pipeline: Annotated[
        str | None,
        typer.Option("--pipeline", metavar="NAME", help="An installed spaCy pipeline whose entities join the parties."),
    ] = None,
    format: Annotated[
        ReadFormat, typer.Option("--format", help="How to write the answer to stdout.")
    ] = ReadFormat.table,
    home: HomeOption = None,
) -> None:
    """Read an article: parties, claims with their sources, measures with their stage, effects.

    News alone never puts a measure in force. Parties are tied to listed entities where there is a home.
    """
    from debar.news import read
    from debar.news.pipeline import load

    published = _day(day)
    text = _text(article)
    reading = read(
        text,
        published=published,
        screener=_screener(home),
        language_code=language,
        pipeline=load(pipeline) if pipeline else None,
    )
    for warning in reading.warnings:
        say(f"debar: {warning}")
    if format is ReadFormat.json:
        emit_json(reading)
    else:
        _write_tables(reading)


def _day(text: str | None) -> date | None:
    from debar.errors import BadQuery

    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadQuery("--date", rule="a day is YYYY-MM-DD", got=repr(text)) from error


def _text(article: str) -> str:
    from debar.errors import BadFile

    if article == "-":
        data = sys.stdin.buffer.read()
    else:
        try:
            data = Path(article).read_bytes()
        except OSError as error:
            raise BadFile(article, got=error.strerror or str(error)) from error
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadFile(
            article, rule="a text must be UTF-8", got=f"byte {error.object[error.start]:#04x} at {error.start}"
        ) from error


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
