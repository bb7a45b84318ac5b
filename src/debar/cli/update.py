"""``debar update``: official files from their publishers, or from a folder."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from debar.cli.output import EXIT_UNFIT, Format, FormatOption, HomeOption, say, write


def command(
    sources: Annotated[list[str] | None, typer.Argument(metavar="[SOURCE]...", help="Only these lists.")] = None,
    start: Annotated[
        Path | None,
        typer.Option(
            "--from", metavar="DIR", help="Load local files instead: a folder, a file or an archive, searched in depth."
        ),
    ] = None,
    allow_partial: Annotated[
        bool,
        typer.Option(
            "--allow-partial",
            help="Keep editions that lack files or are excerpts; for history only, never to screen against.",
        ),
    ] = False,
    allow_older: Annotated[
        bool, typer.Option("--allow-older", help="Keep editions older than the current one; for history only.")
    ] = False,
    accept: Annotated[
        list[str] | None,
        typer.Option(
            "--accept", metavar="SOURCE", help="You have looked: open the count, tail and emptied gates for this list."
        ),
    ] = None,
    catalog: Annotated[
        Path | None,
        typer.Option("--catalog", help="A TOML file with further sources, or other addresses for known ones."),
    ] = None,
    format: FormatOption = Format.table,
    home: HomeOption = None,
) -> None:
    """Take official files in: download them, or load them from a folder.

    Every edition passes gates before it is published; one that fails is refused and the last good edition stays. Exit code
    3 when anything was refused.
    """
    from debar.cli.progress import reporting
    from debar.lists.catalog import load, official
    from debar.match import build
    from debar.store import home_path
    from debar.store.update import Choices, update

    choices = Choices(
        sources=tuple(sources or ()),
        start=start,
        allow_partial=allow_partial,
        allow_older=allow_older,
        accept=frozenset(accept or ()),
    )
    root = home_path(home)
    with reporting() as report:
        outcomes = update(
            root,
            load(catalog) if catalog else official(),
            choices,
            build=build,
            now=datetime.now(UTC),
            report=report.say,
            downloading=report.downloading,
        )
    columns = ("source", "outcome", "edition", "entities", "names", "rejects", "events", "message")
    rows = [{column: getattr(outcome, column) for column in columns} for outcome in outcomes]
    shown = rows
    if format is Format.table and len(rows) > 40:
        shown = [*rows[:15], {"source": "…", "message": f"{len(rows) - 30} more"}, *rows[-15:]]
    write(shown, format, columns)
    bad = [outcome for outcome in outcomes if outcome.bad]
    say(f"{len(outcomes) - len(bad)} of {len(outcomes)} editions taken into {root}")
    if bad:
        raise typer.Exit(EXIT_UNFIT)
