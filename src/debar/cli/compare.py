"""``debar compare A B``: one pair, or a file of pairs; needs no home."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from debar.cli.output import EXIT_REJECTED, AlgorithmOption, Format, FormatOption, console, emit_json, say, write


def command(
    a: Annotated[str, typer.Argument(metavar="A", help="A name, or a file of pairs (JSON lines).")],
    b: Annotated[str | None, typer.Argument(metavar="[B]", help="The name to compare with.")] = None,
    schema: Annotated[str, typer.Option("--schema", help="Person, Company, Vessel … [any].")] = "Thing",
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Where the scores of a file of pairs go [stdout].")
    ] = None,
    threshold: Annotated[
        float | None,
        typer.Option("--threshold", min=0, max=1, help="A match from this score on [0.7; of ofac-sls 0.85]."),
    ] = None,
    algorithm: AlgorithmOption = "debar",
    format: FormatOption = Format.table,
) -> None:
    """Compare two names, or every pair of a file ``{"id", "schema", "query": {…}, "candidate": {…}}``."""
    from debar.match.algorithms import lines_for

    line = lines_for(algorithm, threshold=threshold, cutoff=None).threshold
    if b is None:
        _pairs(Path(a), output, line, algorithm)
        return
    from debar.errors import BadQuery
    from debar.screen.pairs import compare_pair

    if not a.strip() or not b.strip():
        raise BadQuery("compare", rule="both names must have a letter or a digit")
    pair = {"id": "1", "schema": schema, "query": {"name": [a]}, "candidate": {"name": [b]}}
    answer = compare_pair(pair, threshold=line, algorithm=algorithm)
    if format is Format.json:
        emit_json(answer)
    elif format in (Format.jsonl, Format.csv):
        write([answer], format, ("id", "score", "match"))
    else:
        _print(answer)


def _print(answer: dict[str, Any]) -> None:
    out = console()
    out.print(f"{answer['score']:.3f}  {'match' if answer['match'] else 'no match'}", style="bold")
    for evidence in answer["evidence"]:
        out.print(f"  {evidence['points']:+.3f}  {evidence['text']}", markup=False)


def _pairs(source: Path, output: Path | None, threshold: float, algorithm: str) -> None:
    from debar.screen.pairs import compare_file

    total, rejected = compare_file(source, output or sys.stdout.buffer, threshold=threshold, algorithm=algorithm)
    say(f"{total} pairs compared, {rejected} rejected")
    if rejected:
        raise typer.Exit(EXIT_REJECTED)
