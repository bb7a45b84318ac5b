"""``debar changes``: what was added, amended and removed between two days."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from debar.cli.output import EXIT_USAGE, Format, FormatOption, HomeOption, print_table, say, write
from debar.cli.show import change_lines


def command(
    since: Annotated[
        str, typer.Option("--since", metavar="DATE", help="Compare with the edition that counted on that day.")
    ],
    until: Annotated[
        str | None, typer.Option("--until", metavar="DATE", help="Up to that day [the newest edition].")
    ] = None,
    source: Annotated[str | None, typer.Argument(metavar="[SOURCE]", help="One list [all].")] = None,
    summary: Annotated[bool, typer.Option("--summary", help="Only the counts.")] = False,
    format: FormatOption = Format.table,
    home: HomeOption = None,
) -> None:
    """Show what changed on the lists between two days."""
    from debar.errors import BadQuery
    from debar.model import is_iso_prefix
    from debar.store import Home

    for option, day in (("--since", since), ("--until", until)):
        if day is not None and not (len(day) == 10 and is_iso_prefix(day)):
            raise BadQuery(option, rule="a day is written YYYY-MM-DD", got=repr(day))
    comparisons = Home(home).changes(since, until, source)
    if not comparisons:
        say(f"debar: the home holds no edition{f' of {source}' if source else ''} by {until or 'now'}")
        raise typer.Exit(EXIT_USAGE)
    rows: list[dict[str, Any]] = [
        {
            "id": change.id,
            "source": comparison.source,
            "change": change.change,
            "caption": change.caption,
            "schema": change.schema,
            "from": comparison.old,
            "to": comparison.new,
            "fields": [
                {"field": one.field, "added": list(one.added), "removed": list(one.removed)} for one in change.fields
            ],
        }
        for comparison in comparisons
        for change in comparison.changes
    ]
    for comparison in comparisons:
        if comparison.note:
            say(f"{comparison.source}: {comparison.note}")
    counts = [
        {
            "source": one.source,
            "from": one.old or "nothing",
            "to": one.new,
            **{kind: sum(change.change == kind for change in one.changes) for kind in ("added", "amended", "removed")},
        }
        for one in comparisons
    ]
    count_columns = ("source", "from", "to", "added", "amended", "removed")
    if summary:
        write(counts, format, count_columns)
        return
    if format in (Format.table, Format.csv):
        rows = [{**row, "fields": change_lines(row["fields"])} for row in rows]
    write(rows, format, ("change", "id", "caption", "schema", "source", "fields"))
    if format is Format.table:
        print_table(counts, count_columns)
