"""``debar ownership STAKES --listed LIST --rule …``: whom a rule reaches through ownership."""

from __future__ import annotations

import gc
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, TextIO

import typer

from debar.cli.output import EXIT_REJECTED, Format, FormatOption, HomeOption, defuse, emit_json, print_table, say

if TYPE_CHECKING:
    from debar.law.ownership import Assessment, Holdings, Notice, Verdict
    from debar.screen.tie_decisions import Decision

_SHOWN = 10
"""How many notices of a kind are said; all of them go to ``--notices``."""
_TABLE_ROWS = 500
_COLLECT_AFTER = 1_000_000
_COLUMNS = ("id", "name", "verdict", "share", "share_high", "listed", "flags", "proof", "unaccounted")
_COMMON = ("rule", "on", "standing", "source", "status", "verified_on")


def command(
    sources: Annotated[
        list[Path],
        typer.Argument(
            metavar="STAKES…",
            help="CSV owner,owned,percent[,percent_high,from,until,document], Open Ownership BODS, UK PSC snapshot, GLEIF "
            "relationships or FollowTheMoney, recognised by content.",
        ),
    ],
    rule: Annotated[str, typer.Option("--rule", help="ofac, eu, eu_sectoral, uk or bis.")],
    listed: Annotated[
        Path | None, typer.Option("--listed", help="The listed ids, one per line; # begins a comment.")
    ] = None,
    tie: Annotated[
        bool, typer.Option("--tie", help="Tie the parties to the lists of the home, by identifier and by screening.")
    ] = False,
    links: Annotated[
        bool, typer.Option("--links", help="With --tie: the lists' own links (parent, owner …) as stakes besides.")
    ] = False,
    decisions: Annotated[
        Path | None, typer.Option("--decisions", help="CSV of what people decided of ties; only ever added to.")
    ] = None,
    confirm: Annotated[
        list[str] | None,
        typer.Option("--confirm", metavar="PARTY=ENTITY", help="Record in --decisions that the party is the entity."),
    ] = None,
    reject: Annotated[
        list[str] | None,
        typer.Option("--reject", metavar="PARTY=ENTITY", help="Record in --decisions that it is not."),
    ] = None,
    by: Annotated[str | None, typer.Option("--by", help="Who decides, for --confirm and --reject.")] = None,
    note: Annotated[str, typer.Option("--note", help="Why, for --confirm and --reject.")] = "",
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
    graph: Annotated[
        Path | None, typer.Option("--graph", metavar="OUT.svg|html", help="Draw the chain, coloured by verdict.")
    ] = None,
    format: FormatOption = Format.table,
    home: HomeOption = None,
) -> None:
    """Say of every party whether a rule on owned companies reaches it, and prove it.

    Exit code 0 done, 4 some rows were rejected. This is no legal advice.
    """
    # Millions of objects come to stay and hold no cycles: looking for them took a quarter of the time.
    gc.set_threshold(_COLLECT_AFTER)
    from debar.law.ownership import assess

    day = _day(on)
    if graph is not None and graph.suffix.lower() not in (".svg", ".html"):
        raise _bad("--graph", "the picture is .svg or .html", str(graph))
    if listed is None and not tie:
        raise _bad("--listed", "say who is listed: --listed FILE, or --tie to ask the lists of a home", "neither")
    holdings, ids = _read(sources, listed, parties)
    if tie:
        decided = _decisions(decisions, confirm or [], reject or [], by, note, holdings)
        holdings, ids = _tied(holdings, ids, home, rule, day, decided, links)
    elif decisions or confirm or reject or links:
        raise _bad("--tie", "--decisions, --confirm, --reject and --links need --tie", "no --tie")
    assessment = assess(holdings, ids, rule=rule, on=day)
    name = ", ".join(source.name for source in sources)
    _account(assessment, name)
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
    if graph is not None:
        _draw(assessment, name, entity, graph)
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


def _bad(about: str, rule: str, got: str) -> Exception:
    from debar.errors import BadQuery

    return BadQuery(about, rule=rule, got=got)


def _read(sources: list[Path], listed: Path | None, parties: Path | None) -> tuple[Holdings, list[str]]:
    import msgspec

    from debar.law.ownership import parties_csv, reading

    holdings = reading.read_all(sources, parties)
    if listed is None:
        return holdings, []
    ids, notices = parties_csv.read_listed(listed)
    return msgspec.structs.replace(holdings, notices=(*holdings.notices, *notices)), ids


def _decisions(
    path: Path | None, confirm: list[str], reject: list[str], by: str | None, note: str, holdings: Holdings
) -> tuple[Decision, ...]:
    """What people have decided, with what this call decides recorded first."""
    from debar.screen.tie_decisions import Decision, read_decisions, record_decision

    made: list[tuple[str, str, Literal["confirmed", "rejected"]]] = [
        *((text, "--confirm", "confirmed") for text in confirm),
        *((text, "--reject", "rejected") for text in reject),
    ]
    for text, option, decision in made:
        if path is None or not by:
            raise _bad(option, "a decision needs --decisions FILE and --by NAME", text)
        party, equals, entity = (part.strip() for part in text.partition("="))
        if not equals or not party or not entity:
            raise _bad(option, "a decision is PARTY=ENTITY", text)
        name = holdings.parties[party].name if party in holdings.parties else ""
        today = date.today()  # noqa: DTZ011
        record_decision(path, Decision(party, name, entity, decision, by, today, note))
    return read_decisions(path) if path is not None else ()


def _tied(
    holdings: Holdings,
    given: list[str],
    home: Path | None,
    rule: str,
    day: date,
    decided: tuple[Decision, ...],
    links: bool,
) -> tuple[Holdings, list[str]]:
    """The holdings with their parties tied to the lists of the home."""
    from debar.law.ownership import reading
    from debar.law.ownership.inputs import holdings as holdings_of
    from debar.law.ownership.inputs import list_links
    from debar.screen import Screener
    from debar.screen.owners import tied
    from debar.store import Home

    opened = Home(home)
    if links:
        holdings = reading.together([holdings, holdings_of(list_links.read(list_links.listed_entities(opened)))])
    changed, listed, ties = tied(holdings, Screener(opened), rule=rule, on=day, given=given, decisions=decided)
    for one in ties.ties:
        if one.basis != "given" or one.caption:
            say(f"  {one.text}")
    for one in ties.rejected:
        say(f"  not tied: {one.text}" + (f" ({one.decision.text})" if one.decision else ""))
    editions = ", ".join(f"{one.source} {one.edition}" for one in ties.lists if one.fit)
    say(f"{ties.screened:,} parties screened against {editions or 'nothing'} (policy {ties.policy or 'none'})")
    return changed, list(listed)


def _draw(assessment: Assessment, name: str, entity: str | None, path: Path) -> None:
    from debar.law.ownership.picture import page, picture_of, svg

    picture = picture_of(assessment, (verdict.id for verdict in assessment), name, entity)
    with _target(path) as stream:
        stream.write(page(picture) if path.suffix.lower() == ".html" else svg(picture))
    say(f"drawn: {path}")


def _account(assessment: Assessment, name: str) -> None:
    holdings = assessment.holdings
    fates = Counter(notice.row for notice in holdings.notices if notice.code.startswith("stake."))
    kept = holdings.rows - fates["rejected"] - fates["set aside"]
    if not holdings.rows:
        say(f"{name}: {len(holdings.stakes):,} stakes, {len(holdings.unread):,} doubtful")
        return
    say(
        f"{name}: {holdings.rows:,} rows = {kept:,} stakes + {fates['rejected']:,} rejected "
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
