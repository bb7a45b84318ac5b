"""``debar effects ENTITY_ID``: what a listing asks of whom."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from debar.cli.output import Format, FormatOption, HomeOption, console, emit_json, say, write

if TYPE_CHECKING:
    from datetime import date

    from debar.law.effects import Effect, Effects
    from debar.store import Home

NEXUS_HELP = "Whose law reaches you: us, us_owned, uk, eu, un, ca, au, ch, none; several parted by commas."
_COLUMNS = (
    "nexus",
    "action",
    "binding",
    "bound",
    "programme",
    "measure_name",
    "start",
    "end",
    "due",
    "status",
    "source",
)


def command(
    entity_id: Annotated[str | None, typer.Argument(metavar="[ENTITY_ID]", help="us-ofac-25237, un-6907993 …")] = None,
    nexus: Annotated[str, typer.Option("--nexus", help=NEXUS_HELP)] = "us,uk,eu",
    on: Annotated[str | None, typer.Option("--on", metavar="DATE", help="The day (YYYY-MM-DD) [today].")] = None,
    role: Annotated[
        str | None, typer.Option("--role", help="Your trade: bank, insurer, airport, port, exporter, broker.")
    ] = None,
    dealing: Annotated[
        str | None,
        typer.Option("--dealing", help="A dealing to hold against each effect: loan, payment, goods, securities …"),
    ] = None,
    tenor_days: Annotated[
        int | None, typer.Option("--tenor-days", min=1, help="For --dealing loan: the tenor of the debt.")
    ] = None,
    event: Annotated[
        str | None,
        typer.Option("--event", metavar="DATE", help="The day from which reports are due [the day asked for]."),
    ] = None,
    country: Annotated[
        str | None, typer.Option("--country", help="Instead of an entity: what holds for parties there, unlisted.")
    ] = None,
    government: Annotated[
        bool, typer.Option("--government", help="With --country: its government or a part of it.")
    ] = False,
    schema: Annotated[
        str | None, typer.Option("--schema", help="With --country: the kind of party, Vessel, Airplane …")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Effects that are over or still to come as well.")] = False,
    format: FormatOption = Format.table,
    home: HomeOption = None,
) -> None:
    """Show what a listing means: who is bound, what is prohibited, what to report by when. No legal advice."""
    from debar.errors import BadQuery
    from debar.law.effects import country_effects, effects_of
    from debar.screen.listed import listed_on

    if (entity_id is None) == (country is None):
        raise BadQuery("effects", rule="name one entity, or a country with --country")
    day = day_of(on, "--on")
    since = day_of(event, "--event") if event else None
    wanted = nexuses_of(nexus)
    if country is not None:
        looked_at = "the tables of embargoes"
        code = _country(country)
        found = [
            country_effects(code, one, day, government=government, schema=schema, role=role, event=since)
            for one in wanted
        ]
    else:
        entity, looked_at = listed_on(_open(home), str(entity_id), day)
        found = [effects_of(entity, one, day, role=role, event=since) for one in wanted]
    warn(found)
    if format is Format.table:
        for one in found:
            print_effects(one, looked_at, dealing, tenor_days)
        return
    documents = [
        effect_document(effect, dealing, tenor_days, in_force=effect.holds_on(day))
        for one in found
        for effect in (*one.in_force, *(one.not_in_force if every else ()))
    ]
    hidden = 0 if every else sum(len(one.not_in_force) for one in found)
    if hidden:
        say(f"debar: {hidden} effect{'s' if hidden > 1 else ''} not in force on {day}; --all shows them")
    if format is Format.csv:
        rows = [{**one, "due": [duty["due"] for duty in one["reporting"] if duty["due"]]} for one in documents]
        write(rows, format, (*_COLUMNS, "dealing") if dealing else _COLUMNS)
    elif format is Format.json:
        emit_json(documents)
    else:
        write(documents, format, ())


def nexuses_of(text: str) -> list[str]:
    """The nexuses of a comma-separated option, each once.

    Raises:
        BadQuery: one is unknown, or there is none.
    """
    from debar.errors import BadQuery
    from debar.law.tables import nexuses

    found = list(dict.fromkeys(part.strip().lower() for part in text.split(",") if part.strip()))
    if not found or not {*found} <= {*nexuses()}:
        raise BadQuery("--nexus", rule="each must be one of " + ", ".join(nexuses()), got=repr(text))
    return found


def day_of(text: str | None, option: str) -> date:
    """A day as given, or today.

    Raises:
        BadQuery: it is no day of the calendar.
    """
    from datetime import date

    from debar.errors import BadQuery

    if text is None:
        return datetime.now(UTC).date()
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise BadQuery(option, rule="a day is YYYY-MM-DD", got=repr(text)) from None


def warn(found: list[Effects]) -> None:
    """Say on stderr what no table knows."""
    for event in dict.fromkeys(event for one in found for event in one.events):
        say(f"debar: {event.about}: in no table: {event.text!r} [{event.code}]")


def effect_document(
    effect: Effect, dealing: str | None = None, tenor_days: int | None = None, *, in_force: bool = True
) -> dict[str, Any]:
    """An effect as JSON."""
    import msgspec

    from debar.law.effects import verdict

    document: dict[str, Any] = msgspec.to_builtins(effect)
    document["in_force"] = in_force
    if dealing:
        document["dealing"] = verdict(effect, dealing, tenor_days=tenor_days)
    return document


def print_effects(
    found: Effects,
    looked_at: str,
    dealing: str | None = None,
    tenor_days: int | None = None,
    *,
    short: bool = False,
) -> None:
    """Effects in sentences on stdout; ``short`` leaves out what only a second look needs."""
    from debar.law.sentences import brief, foot, heading, later, paragraphs

    out = console()
    out.print(heading(found), style="bold", markup=False)
    shown = paragraphs(found.in_force, dealing, tenor_days)
    if short:
        shown = [brief(one) for one in shown]
    if not shown:
        out.print("No effect is known to be in force on that day by what was looked at.", markup=False)
    for one in shown:
        out.print()
        out.print(f"{one.head}. {one.text}", markup=False)
        for label, text in one.details:
            out.print(f"  {label}: {text}", markup=False)
    for line in later(found):
        out.print()
        out.print(line, markup=False)
    out.print()
    out.print(foot(found, looked_at), style="dim", markup=False)
    out.print()


def _country(text: str) -> str:
    from debar.errors import BadQuery
    from debar.model.countries import code_of

    code = code_of(text)
    if code is None:
        raise BadQuery("--country", rule="no such country is known", got=repr(text))
    return code


def _open(home: Any) -> Home:
    from debar.store import Home

    return Home(home)
