"""``debar screen NAME``: one party against the lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from debar.cli.output import (
    EXIT_HITS,
    EXIT_UNFIT,
    AlgorithmOption,
    AsOfOption,
    ExhaustiveOption,
    Format,
    FormatOption,
    HomeOption,
    console,
    emit_json,
    say,
    write,
)
from debar.cli.recording import AuditOption, recording

if TYPE_CHECKING:
    from debar.audit import Settings
    from debar.model import Query, Result
    from debar.screen.meaning import Meaning


def command(
    name: Annotated[
        list[str] | None, typer.Argument(metavar="[NAME]", help="The name; several words need no quotes.")
    ] = None,
    schema: Annotated[str, typer.Option("--schema", help="Person, Company, Vessel … [any].")] = "Thing",
    birth_date: Annotated[list[str] | None, typer.Option("--birth-date", help="YYYY, YYYY-MM or YYYY-MM-DD.")] = None,
    country: Annotated[list[str] | None, typer.Option("--country", help="A country's code or name.")] = None,
    id: Annotated[
        list[str] | None,
        typer.Option("--id", metavar="TYPE:VALUE", help="An identifier: passportNumber:AB1234, imoNumber:9187631 …"),
    ] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help="At most so many hits.")] = 5,
    cutoff: Annotated[
        float | None, typer.Option("--cutoff", min=0, max=1, help="Show hits from this score on [policy].")
    ] = None,
    threshold: Annotated[
        float | None, typer.Option("--threshold", min=0, max=1, help="A match from this score on [policy].")
    ] = None,
    exhaustive: ExhaustiveOption = False,
    algorithm: AlgorithmOption = "debar",
    nexus: Annotated[
        str | None, typer.Option("--nexus", help="Say what each match means for: us, uk, eu …; parted by commas.")
    ] = None,
    role: Annotated[
        str | None,
        typer.Option("--role", help="With --nexus, your trade: bank, insurer, airport, port, exporter, broker."),
    ] = None,
    explain: Annotated[bool, typer.Option("--explain", help="Show the evidence of every hit.")] = False,
    as_of: AsOfOption = None,
    audit: AuditOption = None,
    format: FormatOption = Format.table,
    home: HomeOption = None,
) -> None:
    """Screen one party. Exit code 0 clear, 1 hits (a match at or above the threshold), 3 not screened."""
    from debar.match.algorithms import check
    from debar.screen import Screener
    from debar.screen.asking import query_of
    from debar.store import Home

    pairs = [
        *([("name", " ".join(name))] if name else []),
        *(("birthDate", one) for one in birth_date or ()),
        *(("country", one) for one in country or ()),
        *(_identifier(one) for one in id or ()),
    ]
    query, warnings = query_of("" if schema == "Thing" else schema, pairs, None)
    for warning in warnings:
        say(f"debar: {warning}")
    options: dict[str, Any] = {"limit": limit, "cutoff": cutoff, "threshold": threshold}
    check(algorithm)
    meaning = _meaning(nexus, role, as_of)
    options |= {"exhaustive": exhaustive, "algorithm": algorithm}
    settings = recording(home, audit)
    result = _screen(Screener, Home, home, as_of, query, **options)
    if settings is not None:
        _record(settings, result, meaning, options, warnings)
    if format in (Format.json, Format.jsonl):
        _write_json(result, warnings, format, algorithm, meaning)
    elif format is Format.csv:
        columns = ("status", "score", "match", "id", "caption", "schema", "source", "programs")
        rows = _rows(result) or [{"status": result.status if result.status != "screened" else "clear"}]
        write(rows, format, columns)
    else:
        _write_table(result, explain=explain, meaning=meaning)
    if result.status != "screened":
        say("debar: not screened: " + "; ".join(result.reasons))
        raise typer.Exit(EXIT_UNFIT)
    if any(hit.match for hit in result.hits):
        raise typer.Exit(EXIT_HITS)


def _screen(screener: Any, home_type: Any, home: Any, as_of: str | None, query: Query, **options: Any) -> Result:
    """The result; a home that does not exist is unfit like any other: it must not look like an answer."""
    from debar.errors import HomeNotFound
    from debar.model import Result

    try:
        opened = home_type(home)
    except HomeNotFound as error:
        return Result(query, "not_screened", reasons=(str(error),), as_of=as_of)
    result: Result = screener(opened, as_of=as_of).screen(query, **options)
    return result


def _record(
    settings: Settings, result: Result, meaning: Meaning | None, options: dict[str, Any], warnings: tuple[str, ...]
) -> None:
    """Put the answer on record; where that fails there is no answer."""
    from debar.audit import Who, screening

    entry = screening(result, Who.at_the_terminal(), meaning=meaning, options=options, warnings=warnings)
    with settings.log() as log:
        receipt = log.append(entry)
    say(f"debar: audit record {receipt.seq}")


def _identifier(text: str) -> tuple[str, str]:
    from debar.errors import BadQuery
    from debar.model.query import IDENTIFIER_PROPERTIES
    from debar.screen.columns import property_of

    word, colon, value = text.partition(":")
    prop = word if word in IDENTIFIER_PROPERTIES else property_of(word)
    if not colon or prop not in IDENTIFIER_PROPERTIES or not value.strip():
        raise BadQuery(
            "--id",
            rule="an identifier is TYPE:VALUE",
            got=repr(text),
            fix="TYPE is one of " + ", ".join(IDENTIFIER_PROPERTIES),
        )
    return prop, value


def _meaning(nexus: str | None, role: str | None, as_of: str | None) -> Meaning | None:
    from debar.cli.effects import day_of, nexuses_of
    from debar.errors import BadQuery
    from debar.screen.meaning import Meaning

    if nexus is None:
        if role is not None:
            raise BadQuery("--role", rule="a role needs --nexus: whose law reaches you")
        return None
    return Meaning(nexuses_of(nexus), day_of(as_of, "--as-of"), role)


def _write_json(
    result: Result, warnings: tuple[str, ...], format: Format, algorithm: str, meaning: Meaning | None
) -> None:
    import sys

    import msgspec

    from debar.screen.answers import answer_document

    document = answer_document(result, warnings, algorithm, meaning)
    if format is Format.json:
        emit_json(document)
    else:
        sys.stdout.write(msgspec.json.encode(document).decode() + "\n")


def _rows(result: Result) -> list[dict[str, object]]:
    return [
        {
            "status": "match" if hit.match else "below threshold",
            "score": hit.score,
            "match": hit.match,
            "id": hit.entity.id,
            "caption": hit.entity.caption,
            "schema": hit.entity.schema,
            "source": hit.entity.source,
            "programs": [program for one in hit.entity.designations for program in one.programs],
        }
        for hit in result.hits
    ]


def _write_table(result: Result, *, explain: bool, meaning: Meaning | None) -> None:
    out = console()
    if result.status != "screened":
        out.print("NOT SCREENED", style="bold red")
        for reason in result.reasons:
            out.print(f"  {reason}", markup=False)
        return
    matches = sum(hit.match for hit in result.hits)
    if result.hits:
        write(_rows(result), Format.table, ("score", "match", "id", "caption", "schema", "source", "programs"))
    if explain:
        for hit in result.hits:
            out.print(f"{hit.entity.id}  {hit.entity.caption}", style="bold", markup=False)
            for evidence in hit.evidence:
                out.print(f"  {evidence.points:+.3f}  {evidence.text}", markup=False)
    if meaning is not None:
        _write_meaning(result, meaning)
    out.print(f"{matches} match{'es' if matches != 1 else ''}." if matches else "Clear: no match.", style="bold")
    editions = ", ".join(f"{one.source} {one.edition}" for one in result.lists if one.fit)
    out.print(f"Screened against {editions} (policy {result.policy}, {result.engine}).", markup=False)
    for one in result.lists:
        for note in (*one.notes, *one.reasons):
            out.print(f"  {one.source}: {note}", markup=False)


def _write_meaning(result: Result, meaning: Meaning) -> None:
    from debar.cli.effects import print_effects, warn

    editions = {one.source: one.edition for one in result.lists}
    for hit in result.hits:
        if not hit.match:
            continue
        found = meaning.of(hit.entity)
        warn(list(found))
        for one in found:
            edition = (editions.get(hit.entity.source) or "unknown")[:10]
            print_effects(one, f"{hit.entity.source}, edition {edition}", short=True)
