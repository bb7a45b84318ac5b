"""``debar ownership STAKES --listed LIST --rule …``: whom a rule reaches through ownership."""

from __future__ import annotations

import gc
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TextIO

import typer

from debar.cli.output import EXIT_REJECTED, Format, FormatOption, defuse, emit_json, print_table, say

if TYPE_CHECKING:
    from debar.law.ownership import Assessment, Holdings, Notice, Verdict

_SHOWN = 10
"""How many notices of a kind are said; all of them go to ``--notices``."""
_TABLE_ROWS = 500
_COLLECT_AFTER = 1_000_000
_COLUMNS = ("id", "name", "verdict", "share", "share_high", "listed", "flags", "proof", "unaccounted")
_COMMON = ("rule", "on", "standing", "source", "status", "verified_on")


def command(
    source: Annotated[
        Path, typer.Argument(metavar="STAKES", help="CSV: owner,owned,percent[,percent_high,from,until,document].")
    ],
    listed: Annotated[Path, typer.Option("--listed", help="The listed ids, one per line; # begins a comment.")],
    rule: Annotated[str, typer.Option("--rule", help="ofac, eu, eu_sectoral, uk or bis.")],
    on: Annotated[str | None, typer.Option("--on", metavar="DATE", help="Stakes and rule of that day [today].")] = None,
    entity: Annotated[str | None, typer.Option("--entity", metavar="ID", help="One party, with its proof.")] = None,
    parties: Annotated[
        Path | None, typer.Option("--parties", help="CSV: id,name,schema,country,government; says who is who.")
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", help="Write the verdicts here [stdout]: as .csv, .json or else JSON lines."),
    ] = None,
    notices: Annotated[Path | None, typer.Option("--notices", help="Write every notice here, as JSON lines.")] = None,
    format: FormatOption = Format.table,
) -> None:
    """Say of every party whether a rule on owned companies reaches it, and prove it.

    Exit code 0 done, 4 some rows were rejected. This is no legal advice.
    """
    # Millions of objects come to stay and hold no cycles: looking for them took a quarter of the time.
    gc.set_threshold(_COLLECT_AFTER)
    day = _day(on)
    holdings, ids = _read(source, listed, parties)
    assessment = _assess(holdings, ids, rule, day)
    _account(assessment, source)
    _say_notices(assessment.notices, notices)
    if assessment.untied:
        say(f"  {assessment.untied:,} rejected rows name no company: any verdict may lack their stakes")
    _warn_of_rule(assessment)
    if output is not None and format is Format.table and entity is None:
        format = {".csv": Format.csv, ".json": Format.json}.get(output.suffix, Format.jsonl)
    if entity is not None:
        _one(assessment, entity, format, output)
    else:
        with _target(output) as stream:
            _all(assessment, format, stream)
        _summary(assessment)
    if any(notice.row == "rejected" for notice in assessment.notices):
        raise typer.Exit(EXIT_REJECTED)


def _day(text: str | None) -> date:
    from debar.errors import BadQuery

    if text is None:
        return date.today()  # noqa: DTZ011  the user's own day; the edge is the one place that may ask for it
    try:
        return date.fromisoformat(text) if len(text) == 10 else _no_day()
    except ValueError as error:
        raise BadQuery("--on", rule="a day is written YYYY-MM-DD", got=repr(text)) from error


def _no_day() -> date:
    raise ValueError("not ten characters")


def _read(source: Path, listed: Path, parties: Path | None) -> tuple[Holdings, list[str]]:
    import msgspec

    from debar.law.ownership import parties_csv, reading

    holdings = reading.read(source, parties)
    ids, notices = parties_csv.read_listed(listed)
    return msgspec.structs.replace(holdings, notices=(*holdings.notices, *notices)), ids


def _assess(holdings: Holdings, ids: list[str], rule: str, day: date) -> Assessment:
    from debar.law.ownership import assess

    return assess(holdings, ids, rule=rule, on=day)


def _account(assessment: Assessment, source: Path) -> None:
    holdings = assessment.holdings
    fates = Counter(notice.row for notice in holdings.notices if notice.code.startswith("stake."))
    kept = holdings.rows - fates["rejected"] - fates["set aside"]
    if not holdings.rows:
        say(f"{source.name}: {len(holdings.stakes):,} stakes, {len(holdings.unread):,} doubtful")
        return
    say(
        f"{source.name}: {holdings.rows:,} rows = {kept:,} stakes + {fates['rejected']:,} rejected "
        f"+ {fates['set aside']:,} set aside"
    )


def _say_notices(notices: Iterable[Notice], path: Path | None) -> None:
    import msgspec

    said: Counter[str] = Counter()
    for notice in notices:
        said[notice.code] += 1
        if said[notice.code] <= _SHOWN:
            row = f"{notice.row}: " if notice.row != "kept" else ""
            field = f" {notice.field}:" if notice.field else ""
            say(f"  {notice.origin}:{field} {row}{notice.text} [{notice.code}]")
    for code, count in said.items():
        if count > _SHOWN:
            say(f"  … {count - _SHOWN:,} more of {code}{'' if path else '; --notices FILE has them all'}")
    if path is not None:
        with _target(path) as stream:
            stream.writelines(msgspec.json.encode(notice).decode() + "\n" for notice in notices)


def _warn_of_rule(assessment: Assessment) -> None:
    from debar.law.ownership.wording import FLAGS, definition

    rule = assessment.rule
    for flag in assessment.rule_flags:
        say(f"WARNING: {rule.title} on {assessment.on}: {FLAGS[flag]} [{flag}]")
    say(
        f"{rule.title} ({rule.rule}) on {assessment.on}; source: {rule.source}; {rule.status}, as of {rule.verified_on}; "
        "no legal advice"
    )
    for government in assessment.by_definition:
        say(definition(government))


def _one(assessment: Assessment, entity: str, format: Format, output: Path | None) -> None:
    from debar.errors import BadQuery
    from debar.law.ownership.wording import Rows, explain

    if entity not in assessment:
        raise BadQuery("--entity", rule="the input names no such party", got=repr(entity))
    if format is Format.table:
        with _target(output) as stream:
            stream.write(explain(assessment, entity) + "\n")
    elif format is Format.json and output is None:
        emit_json(Rows(assessment).row(assessment[entity]))
    else:
        with _target(output) as stream:
            _write([assessment[entity]], Rows(assessment), format, stream)


def _all(assessment: Assessment, format: Format, stream: TextIO) -> None:
    from debar.law.ownership.wording import Rows

    rows = Rows(assessment)
    if format is not Format.table:
        _write(assessment, rows, format, stream)
        return
    shown: list[dict[str, Any]] = []
    more = 0
    for verdict in assessment:
        if len(shown) < _TABLE_ROWS and (len(assessment) <= _TABLE_ROWS or _worth_a_row(verdict)):
            shown.append({**rows.row(verdict), "proof": _path(verdict)})
        else:
            more += 1
    print_table(shown, ("id", "verdict", "share", "share_high", "listed", "flags"))
    if more:
        say(f"… and {more:,} more; --format jsonl has all")


def _worth_a_row(verdict: Verdict) -> bool:
    return verdict.verdict != "not_blocked" or bool(verdict.share_high)


def _write(verdicts: Iterable[Verdict], rows: Any, format: Format, stream: TextIO) -> None:
    import msgspec

    encode = msgspec.json.Encoder().encode
    if format is Format.csv:
        import csv

        writer = csv.writer(stream, lineterminator="\n")
        columns = (*_COLUMNS, *_COMMON)
        writer.writerow(columns)
        for verdict in verdicts:
            row = {**rows.row(verdict), "proof": _path(verdict)}
            row |= {name: "; ".join(row[name]) for name in ("listed", "flags")}
            writer.writerow([defuse("" if row[column] is None else str(row[column])) for column in columns])
    elif format is Format.json:
        between = "[\n"
        for verdict in verdicts:
            stream.write(between + encode(rows.row(verdict)).decode())
            between = ",\n"
        stream.write("\n]\n" if between != "[\n" else "[]\n")
    else:
        for verdict in verdicts:
            stream.write(encode(rows.row(verdict)).decode() + "\n")


def _path(verdict: Verdict) -> str:
    """A proof in one cell."""
    return "; ".join(
        f"… {step.continues_at}"
        if hasattr(step, "continues_at")
        else f"{step.owner} {step.percent} % {step.interest} of {step.owned}"
        for step in verdict.proof
    )


def _summary(assessment: Assessment) -> None:
    counts = Counter(assessment.outcomes())
    say(
        f"{len(assessment):,} parties: {counts['blocked']:,} blocked, {counts['possible']:,} possible, "
        f"{counts['not_blocked']:,} not reached by the stakes looked at"
    )


@contextmanager
def _target(path: Path | None) -> Iterator[TextIO]:
    """Where to write: stdout, or a file that is there when it is whole."""
    if path is None:
        yield sys.stdout
        return
    part = path.with_name(path.name + ".part")
    with part.open("w", encoding="utf-8", newline="") as stream:
        yield stream
    part.replace(path)
