"""``debar lists``: every source, its edition, age, counts, and whether it is fit to screen against."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from debar.cli.output import EXIT_UNFIT, EXIT_USAGE, Format, FormatOption, HomeOption, say, write


def command(
    catalog: Annotated[bool, typer.Option("--catalog", help="Show what debar knows of each source instead.")] = False,
    rejects: Annotated[
        str | None,
        typer.Option("--rejects", metavar="SOURCE", help="The records of its edition that could not be used."),
    ] = None,
    events: Annotated[
        str | None, typer.Option("--events", metavar="SOURCE", help="The data-quality events of its edition.")
    ] = None,
    gates: Annotated[
        str | None, typer.Option("--gates", metavar="SOURCE", help="What its edition was checked for.")
    ] = None,
    editions: Annotated[str | None, typer.Option("--editions", metavar="SOURCE", help="Every edition held.")] = None,
    format: FormatOption = Format.table,
    home: HomeOption = None,
) -> None:
    """Show the lists: edition, age, entities, names, rejects, fit or not and why. Exit code 3 when the home is not fit."""
    if catalog:
        _catalog(format)
        return
    from debar.errors import HomeNotFound
    from debar.store import Home

    try:
        with_home = Home(home)
    except HomeNotFound:
        if format is not Format.table:
            write([], format, ("source",))
        raise
    for source, view in ((rejects, _rejects), (events, _events), (gates, _gates), (editions, _editions)):
        if source is not None:
            view(with_home, source, format)
            return
    _lists(with_home, format)


def _lists(home: Any, format: Format) -> None:
    from debar.store.state import age_h, unfit_reasons

    now = datetime.now(UTC)
    state, lists = home.state, home.lists(now)
    rows = []
    for one in lists:
        standing = state.sources.get(one.source)
        age = age_h(one.checked, now) if one.checked else None
        rows.append(
            {
                "source": one.source,
                "edition": one.edition,
                "retrieved": one.retrieved,
                "checked": one.checked,
                "age_h": round(age, 2) if age is not None else None,
                "sha256": one.sha256,
                "entities": one.entities,
                "names": one.names,
                "rejects": one.rejects,
                "partial": standing.partial if standing else None,
                "events": standing.events if standing else 0,
                "fit": one.fit,
                "reasons": list(one.reasons),
                "notes": list(one.notes),
            }
        )
    if format is Format.table:
        shown = [{**row, "checked": _ago(row["age_h"]), "reasons": [*row["reasons"], *row["notes"]]} for row in rows]
        write(
            shown, format, ("source", "edition", "checked", "entities", "names", "rejects", "events", "fit", "reasons")
        )
    else:
        write(rows, format, tuple(rows[0]) if rows else ("source",))
    reasons = unfit_reasons(lists, home.policy)
    if reasons:
        say("not fit to screen: " + "; ".join(reasons))
        raise typer.Exit(EXIT_UNFIT)


def _ago(hours: float | None) -> str:
    if hours is None:
        return "never"
    return (
        f"{hours * 60:.0f} min ago" if hours < 1 else f"{hours:.0f} h ago" if hours < 72 else f"{hours / 24:.0f} d ago"
    )


def _snapshot(home: Any, source: str) -> Any:
    standing = home.state.sources.get(source)
    snapshots = home.history.snapshots(source)
    if standing is None or not snapshots:
        say(f"debar: the home holds no edition of {source}")
        raise typer.Exit(EXIT_USAGE)
    return next((one for one in snapshots if one.id == standing.snapshot), snapshots[-1])


def _rejects(home: Any, source: str, format: Format) -> None:
    columns = ("file", "row", "record", "field", "reason", "given")
    found = home.history.rejects(_snapshot(home, source).id)
    write([{column: getattr(one, column) for column in columns} for one in found], format, columns)


def _events(home: Any, source: str, format: Format) -> None:
    columns = ("kind", "file", "field", "given", "count", "first record")
    found = home.history.events(_snapshot(home, source).id)
    write([dict(zip(columns, one, strict=True)) for one in found], format, columns)


def _gates(home: Any, source: str, format: Format) -> None:
    columns = ("gate", "passed", "detail")
    found = _snapshot(home, source).gates
    write([{"gate": one.name, "passed": one.passed, "detail": one.detail} for one in found], format, columns)


def _editions(home: Any, source: str, format: Format) -> None:
    columns = ("edition", "complete", "track", "retrieved", "entities", "names", "rejects", "format", "sha256")
    rows = [
        {
            "edition": one.edition,
            "complete": one.complete,
            "track": one.track,
            "retrieved": one.retrieved,
            "entities": one.profile.entities,
            "names": one.profile.names,
            "rejects": one.profile.rejects,
            "format": one.format,
            "sha256": one.sha256,
        }
        for one in home.history.snapshots(source)
    ]
    write(rows, format, columns)


def _catalog(format: Format) -> None:
    from debar.lists.catalog import official

    rows = [
        {
            "source": one.id,
            "title": one.title,
            "publisher": one.publisher,
            "licence": one.licence,
            "cadence": one.cadence,
            "format": one.format,
            "files": list(one.files.values()),
            "verified": one.verified,
        }
        for one in official().values()
    ]
    write(rows, format, ("source", "title", "licence", "cadence", "format"))
