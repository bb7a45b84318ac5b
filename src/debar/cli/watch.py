"""``debar watch``: measures that the news announced, kept open until a list shows them."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from debar.cli.output import Format, FormatOption, HomeOption, console, emit_json, say, write

if TYPE_CHECKING:
    from debar.news.fulfilment import Held
    from debar.news.watch import Watched
    from debar.screen import Screener
    from debar.store import Home

app = typer.Typer(
    help="Keep the measures that an article announces open, and hold them against the lists.",
    invoke_without_command=True,
    no_args_is_help=False,
)

AsOf = Annotated[
    str | None, typer.Option("--as-of", metavar="DATE", help="By the editions up to that day (YYYY-MM-DD) [all].")
]
Known = Annotated[
    str | None, typer.Option("--known", metavar="DATE", help="What was watched at the end of that day [now].")
]
_COLUMNS = ("watch", "measure", "targets", "published", "imposer", "status", "days", "why")


@app.callback()
def show_all(
    context: typer.Context,
    as_of: AsOf = None,
    known: Known = None,
    format: FormatOption = Format.table,
    home: HomeOption = None,
) -> None:
    """Show how each watched measure stands with each imposer: fulfilled, partly, before, undated or open.

    News alone never puts a measure in force: a list does. Open is never a clearance.
    """
    if context.invoked_subcommand is not None:
        # `debar watch --home H show w1`: what was said before the subcommand holds for it.
        context.obj = home
        return
    from debar.news.fulfilment import hold_all
    from debar.news.watch import watching

    day, moment = _day(as_of, "--as-of"), _day(known, "--known")
    opened = _open(home)
    watched = watching(opened.path, known=moment)
    if not watched:
        say("debar: nothing is watched; `debar watch add ARTICLE` begins")
    _write_all(hold_all(watched, opened, _screener(opened), as_of=day), format)


@app.command("add")
def add_article(
    context: typer.Context,
    article: Annotated[str, typer.Argument(metavar="ARTICLE|URL|-", help="Text, HTML or PDF; - for standard input.")],
    day: Annotated[
        str | None, typer.Option("--date", metavar="DATE", help="The day of publication (YYYY-MM-DD) [the article's].")
    ] = None,
    format: FormatOption = Format.table,
    home: HomeOption = None,
) -> None:
    """Watch the measures that an article announces."""
    from debar.news import read
    from debar.news.documents import read_document
    from debar.news.fulfilment import hold_all
    from debar.news.watch import add, of_article

    given = _day(day, "--date")
    opened = _open(home or context.obj)
    document = read_document(article, stdin=sys.stdin.buffer)
    published = date.fromisoformat(given) if given else document.published
    screener = _screener(opened)
    reading = read(document.text, published=published, screener=screener, title=document.title, source=document.source)
    watched, left = of_article(reading, sha256=document.sha256, source=_source(document.source), title=document.title)
    done = add(opened.path, watched, at=datetime.now(UTC))
    for text in (*document.notes, *reading.warnings):
        say(f"debar: {text}")
    for one in left:
        say(f"debar: not watched: “{one.text}” ({one.measure}): {one.reason}")
    say(f"debar: {len(done.added)} added, {len(done.again)} read anew, {len(done.known)} watched already")
    if not watched:
        say("debar: the article announces no measure that can be watched")
    _write_all(hold_all((*done.added, *done.again, *done.known), opened, screener), format)


@app.command("show")
def show_one(
    context: typer.Context,
    id: Annotated[str, typer.Argument(metavar="ID", help="w1, w2 …")],
    as_of: AsOf = None,
    known: Known = None,
    format: FormatOption = Format.table,
    home: HomeOption = None,
) -> None:
    """Show one watched measure: its words, its article, and what each list shows of it."""
    from debar.news.fulfilment import hold
    from debar.news.watch import events_of, the_one

    day, moment = _day(as_of, "--as-of"), _day(known, "--known")
    opened = _open(home or context.obj)
    held = hold(the_one(opened.path, id, known=moment), opened, _screener(opened), as_of=day)
    events = [{"at": one.at, "event": one.kind} for one in events_of(opened.path, id)]
    if format is Format.json:
        import msgspec

        emit_json({**msgspec.to_builtins(held), "events": events})
    elif format is Format.table:
        _print_one(held, events)
    else:
        _write_all((held,), format)


@app.command("remove")
def remove_one(
    context: typer.Context,
    id: Annotated[str, typer.Argument(metavar="ID", help="w1, w2 …")],
    reason: Annotated[str, typer.Option("--reason", help="Why; it stays in the log.")] = "",
    home: HomeOption = None,
) -> None:
    """Stop watching a measure; what was recorded of it stays in the log."""
    from debar.news.watch import remove

    opened = _open(home or context.obj)
    one = remove(opened.path, id, at=datetime.now(UTC), reason=reason)
    say(f"debar: {id} is watched no more: {_measure(one)} on {_targets(one) or 'nobody named'}")


def _open(home: Path | None) -> Home:
    from debar.store import Home

    return Home(home)


def _screener(home: Home) -> Screener:
    from debar.screen import Screener

    screener = Screener(home)
    if not screener.fit:
        say("debar: names are not looked up on the lists: " + "; ".join(screener.reasons))
    return screener


def _day(text: str | None, option: str) -> str | None:
    from debar.errors import BadQuery
    from debar.model import is_iso_prefix

    if text is not None and not (len(text) == 10 and is_iso_prefix(text)):
        raise BadQuery(option, rule="a day is written YYYY-MM-DD", got=repr(text))
    return text


def _source(given: str) -> str:
    """The name of a file says what it was; its folder is nobody's business in a log."""
    return given if "://" in given or given == "-" else Path(given).name


def _measure(one: Watched) -> str:
    return f"{one.act} {one.kind}".replace("_", " ")


def _targets(one: Watched) -> str:
    return ", ".join(target.name for target in one.targets)


def _write_all(held: tuple[Held, ...], format: Format) -> None:
    if format in (Format.json, Format.jsonl):
        import msgspec

        write([msgspec.to_builtins(one) for one in held], format, ())
        return
    write([row for one in held for row in _rows(one)], format, _COLUMNS)


def _rows(held: Held) -> list[dict[str, Any]]:
    one = held.watched
    shared = {
        "watch": one.id,
        "measure": f"{_measure(one)} ({one.stage})",
        "targets": _targets(one),
        "published": one.article.published,
    }
    found = [
        {
            **shared,
            "imposer": state.imposer,
            "status": _status(state.status, looked=state.looked),
            "days": "" if state.days is None else state.days,
            "why": state.text,
        }
        for state in held.imposers
    ]
    return found or [{**shared, "imposer": "", "status": held.status, "days": "", "why": "; ".join(held.notes)}]


def _status(status: str, *, looked: bool) -> str:
    shown = "fulfilled: in force" if status == "fulfilled" else status
    return shown if looked or status != "open" else "open (not looked)"


def _print_one(held: Held, events: list[dict[str, str]]) -> None:
    out, one = console(), held.watched
    out.print(f"{one.id}  {_measure(one)} on {_targets(one) or 'nobody named'}", style="bold", markup=False)
    out.print(f"  “{one.words}”", markup=False)
    article = one.article
    about = ", ".join(part for part in (article.title, article.source) if part)
    out.print(
        f"  {about}, {article.published}, sha256 {article.sha256[:16]}…, characters {one.span[0]}-{one.span[1]}",
        markup=False,
    )
    out.print(f"  {one.stage} by the article, read by {article.engine}", markup=False)
    for state in held.imposers:
        out.print()
        out.print(f"{state.imposer}: {_status(state.status, looked=state.looked)}", style="bold", markup=False)
        out.print(f"  {state.text}", markup=False)
        for target in state.targets:
            for other in target.others:
                tags = ", ".join(other.programs)
                out.print(f"  also {other.source}: {other.entity} {other.caption} {other.how} ({tags})", markup=False)
    out.print()
    for note in held.notes:
        out.print(note, markup=False)
    for event in events:
        out.print(f"{event['at']}  {event['event']}", style="dim", markup=False)
    out.print("A list puts a measure in force, the news never; open is no clearance.", style="dim", markup=False)
