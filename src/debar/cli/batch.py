"""``debar batch IN -o OUT``: a customer file against the lists."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from debar.cli.output import (
    EXIT_REJECTED,
    EXIT_UNFIT,
    AlgorithmOption,
    AsOfOption,
    ExhaustiveOption,
    HomeOption,
    console,
    say,
)
from debar.cli.recording import AuditOption, recording

if TYPE_CHECKING:
    from debar.audit import Settings
    from debar.model.policy import Policy
    from debar.screen.account import Summary
    from debar.screen.batch import Progress
    from debar.screen.screener import Screener, Unfit

_COLLECT_AFTER = 100_000


def command(
    source: Annotated[Path, typer.Argument(metavar="IN", help="CSV, JSON lines or Parquet.")],
    output: Annotated[Path, typer.Option("-o", "--output", metavar="OUT", help="Answers as .jsonl, .csv or .parquet.")],
    report: Annotated[Path | None, typer.Option("--report", help="Also write an HTML report.")] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help="At most so many hits per row.")] = 5,
    cutoff: Annotated[
        float | None, typer.Option("--cutoff", min=0, max=1, help="Show hits from this score on [policy].")
    ] = None,
    threshold: Annotated[
        float | None, typer.Option("--threshold", min=0, max=1, help="A match from this score on [policy].")
    ] = None,
    exhaustive: ExhaustiveOption = False,
    algorithm: AlgorithmOption = "debar",
    column: Annotated[
        list[str] | None,
        typer.Option("--column", metavar="NAME=PROPERTY", help="What a column holds, where its name does not say it."),
    ] = None,
    nexus: Annotated[
        str | None, typer.Option("--nexus", help="Say what each hit means for: us, uk, eu …; parted by commas.")
    ] = None,
    role: Annotated[
        str | None,
        typer.Option("--role", help="With --nexus, your trade: bank, insurer, airport, port, exporter, broker."),
    ] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on where a stopped job was.")] = False,
    as_of: AsOfOption = None,
    audit: AuditOption = None,
    home: HomeOption = None,
) -> None:
    """Screen a file: as many answers as rows, in order.

    Exit code 0 done, 3 the lists are not fit (every row says `not_screened`), 4 some rows were rejected.
    """
    from debar.cli.effects import nexuses_of
    from debar.match.algorithms import Lines, lines_for
    from debar.screen.batch import run
    from debar.screen.report import render

    settings = recording(home, audit)
    if settings is not None:
        settings.log().close()  # a log that cannot be reached is noticed before the work, not after it
    screener, policy = _screener(home, as_of)
    usual = Lines(policy.threshold, policy.cutoff)
    lines = lines_for(algorithm, threshold=threshold, cutoff=cutoff, default=usual)
    # Millions of objects come and go here and hold no cycles: looking for them took a quarter of the time.
    gc.freeze()
    gc.set_threshold(_COLLECT_AFTER)
    with _progress() as progress:
        summary = run(
            screener,
            source,
            output,
            cutoff=lines.cutoff,
            threshold=lines.threshold,
            limit=limit,
            exhaustive=exhaustive,
            algorithm=algorithm,
            columns=_columns(column or []),
            as_of=as_of,
            nexus=nexuses_of(nexus) if nexus else (),
            role=role,
            progress=progress,
            resume=resume,
        )
    if settings is not None:
        _record(settings, summary, output, role)
    if report is not None:
        part = report.with_name(report.name + ".part")
        part.write_text(render(summary), "utf-8")
        part.replace(report)
    _print(summary, report)
    if summary.not_screened or summary.reasons:
        say("debar: not screened: " + "; ".join(summary.reasons))
        raise typer.Exit(EXIT_UNFIT)
    if summary.rejected:
        raise typer.Exit(EXIT_REJECTED)


def _screener(home: Path | None, as_of: str | None) -> tuple[Screener | Unfit, Policy]:
    from debar.errors import HomeNotFound
    from debar.model.policy import Policy
    from debar.screen import Screener
    from debar.screen.screener import Unfit
    from debar.store import Home

    try:
        opened = Home(home)
    except HomeNotFound as error:
        return Unfit((str(error),)), Policy()
    return Screener(opened, as_of=as_of), opened.policy


def _record(settings: Settings, summary: Summary, output: Path, role: str | None) -> None:
    """Put the job on record, as one entry."""
    from debar.audit import Who, batch
    from debar.errors import AuditError

    try:
        with settings.log() as log:
            receipt = log.append(batch(summary, output, Who.at_the_terminal(), role=role))
    except AuditError:
        aside = output.with_name(output.name + ".unrecorded")
        output.replace(aside)
        say(f"debar: the answers are not on record and were put aside: {aside}")
        raise
    say(f"debar: audit record {receipt.seq}")


def _columns(options: list[str]) -> dict[str, str]:
    from debar.errors import BadQuery

    found = {}
    for option in options:
        name, equals, prop = option.rpartition("=")
        if not equals or not name or not prop:
            raise BadQuery("--column", rule="a column is NAME=PROPERTY", got=repr(option))
        found[name] = prop
    return found


@contextmanager
def _progress() -> Iterator[Callable[[Progress], None]]:
    if not sys.stderr.isatty():
        yield _plain_progress()
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}"), TimeRemainingColumn())
    with Bar(*columns, console=Console(stderr=True, highlight=False)) as bar:
        task = bar.add_task("", total=None)

        def show(done: Progress) -> None:
            text = f"{done.rate:,.0f} rows/s, {done.hits:,} with a match, {done.rejected:,} rejected"
            bar.update(task, completed=done.rows, total=done.total_estimate, description=text)

        yield show


def _plain_progress() -> Callable[[Progress], None]:
    import time

    last = time.monotonic()

    def show(done: Progress) -> None:
        nonlocal last
        if time.monotonic() - last < 5:
            return
        last = time.monotonic()
        left = f", about {done.seconds_left:,.0f} s left" if done.seconds_left is not None else ""
        say(
            f"  {done.rows:,} rows, {done.rate:,.0f} rows/s{left}, {done.hits:,} with a match, {done.rejected:,} rejected"
        )

    return show


def _print(summary: Summary, report: Path | None) -> None:
    from rich.table import Table
    from rich.text import Text

    out = console()
    if summary.top:
        table = Table(header_style="bold", box=None, pad_edge=False, padding=(0, 2, 0, 0))
        for title in ("row", "customer", "score", "match", "listed party", "id", "why"):
            table.add_column(title, justify="right" if title in ("row", "score") else "left", overflow="fold")
        for answer in summary.top[:40]:
            best = answer.found[0]
            asked = "" if not answer.query else next(iter(answer.query.properties.get("name", ())), "")
            why = max(best.explanations, key=lambda one: one.points).text if best.explanations else ""
            cells = (answer.id, asked, f"{best.score:.3f}", "yes" if best.match else "no", best.caption, best.id, why)
            table.add_row(*(Text(cell) for cell in cells))
        out.print(table)
        if len(summary.top) > 40:
            out.print(f"… and {len(summary.top) - 40} more in the report")
    for answer in summary.rejects[:10]:
        out.print(f"rejected: row {answer.row}: {answer.reason}", markup=False)
    out.print(
        f"{summary.rows:,} rows: {summary.matched:,} with a match, {summary.below:,} below the threshold, "
        f"{summary.clear:,} clear, {summary.rejected:,} rejected, {summary.not_screened:,} not screened",
        style="bold",
    )
    editions = ", ".join(f"{one.source} {one.edition}" for one in summary.lists if one.fit)
    if summary.not_screened:
        out.print("NOT SCREENED: " + "; ".join(summary.reasons), style="bold red", markup=False)
    else:
        out.print(f"Screened against {editions or 'nothing'}", markup=False)
    out.print(f"Answers: {summary.output}", markup=False)
    if report is not None:
        out.print(f"Report:  {report}", markup=False)
