"""What every command shares: formats, the home, colours off the data stream, exit codes."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer

EXIT_HITS = 1
EXIT_USAGE = 2
EXIT_UNFIT = 3
EXIT_REJECTED = 4


class Format(StrEnum):
    """How a table is written to stdout."""

    table = "table"
    json = "json"
    jsonl = "jsonl"
    csv = "csv"


ExhaustiveOption = Annotated[
    bool, typer.Option("--exhaustive", help="Compare with every listed name, not only those with a like word.")
]
AlgorithmOption = Annotated[
    str,
    typer.Option(
        "--algorithm",
        metavar="NAME",
        help="debar, or ofac-sls: the scores of the US Treasury's search tool, by name alone; "
        "a match from 0.85 on, shown from 0.75 on, unless told otherwise.",
    ),
]
FormatOption = Annotated[Format, typer.Option("--format", help="How to write the answer to stdout.")]
HomeOption = Annotated[
    Path | None, typer.Option("--home", envvar="DEBAR_HOME", help="The folder of lists, history and index [~/.debar].")
]
AsOfOption = Annotated[
    str | None,
    typer.Option("--as-of", metavar="DATE", help="Against the editions that counted on that day (YYYY-MM-DD)."),
]


def say(text: str) -> None:
    """Talk to the person, on stderr."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def write(rows: Sequence[Mapping[str, Any]], format: Format, columns: Sequence[str], title: str = "") -> None:
    """Write rows to stdout in one of the formats; ``columns`` are those of the table and the CSV."""
    if format is Format.json:
        emit_json(list(rows))
    elif format is Format.jsonl:
        for row in rows:
            sys.stdout.write(msgspec.json.encode(row).decode() + "\n")
    elif format is Format.csv:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([defuse(_cell(row.get(column))) for column in columns] for row in rows)
    else:
        print_table(rows, columns, title)


def emit_json(value: object) -> None:
    """Write one JSON document to stdout, indented."""
    sys.stdout.write(json_of(value))


def json_of(value: object) -> str:
    """One JSON document, indented."""
    return msgspec.json.format(msgspec.json.encode(value), indent=2).decode() + "\n"


def print_table(rows: Iterable[Mapping[str, Any]], columns: Sequence[str], title: str = "") -> None:
    """A table for reading."""
    from rich.table import Table
    from rich.text import Text

    table = Table(title=title or None, title_justify="left", header_style="bold", box=_box(), pad_edge=False)
    for column in columns:
        numeric = column in ("entities", "names", "rejects", "events", "score", "added", "amended", "removed")
        table.add_column(column, justify="right" if numeric else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(_cell(row.get(column))) for column in columns))
    console().print(table)


def console() -> Any:
    """A rich console over stdout; plain when stdout is no terminal."""
    from rich.console import Console

    width = None if sys.stdout.isatty() else 160
    return Console(file=sys.stdout, width=width, highlight=False, soft_wrap=False)


def defuse(text: str) -> str:
    """A cell that a spreadsheet will not take for a formula.

    >>> defuse("=HYPERLINK(1)"), defuse("ACME")
    ("'=HYPERLINK(1)", 'ACME')
    """
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return "; ".join(_cell(one) for one in value)
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def _box() -> Any:
    from rich import box

    return box.SIMPLE_HEAD
