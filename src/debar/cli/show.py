"""``debar show ENTITY_ID``: a whole listing, or its history."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from debar.cli.output import AsOfOption, Format, FormatOption, HomeOption, console, emit_json, write

if TYPE_CHECKING:
    from debar.law.effects import Effects
    from debar.model import Entity


def command(
    entity_id: Annotated[str, typer.Argument(metavar="ENTITY_ID", help="us-ofac-25237, un-6907993 …")],
    history: Annotated[
        bool, typer.Option("--history", help="Every version it had, and what changed between them.")
    ] = False,
    nexus: Annotated[
        str | None,
        typer.Option(
            "--nexus", help="What it means for: us, uk, eu … [those whom its own list binds]; none to leave it out."
        ),
    ] = None,
    as_of: AsOfOption = None,
    format: FormatOption = Format.table,
    home: HomeOption = None,
) -> None:
    """Show the whole listing: names, identifiers, dates, addresses, designations, links, and what it means."""
    from debar.store import Home

    opened = Home(home)
    if history:
        _history(opened, entity_id, format)
        return
    entity = opened.entity(entity_id, as_of)
    effects = _effects(entity, nexus, as_of)
    if format in (Format.json, Format.jsonl):
        document = {**entity_document(entity), "effects": [one for found in effects for one in _in_force(found)]}
        emit_json(document) if format is Format.json else write([document], format, ())
    elif format is Format.csv:
        write([{"property": prop, "value": value} for prop, value in _lines(entity)], format, ("property", "value"))
    else:
        _print(entity)
        _print_effects(entity, effects)


def _effects(entity: Entity, nexus: str | None, as_of: str | None) -> list[Effects]:
    from debar.cli.effects import day_of, nexuses_of, warn
    from debar.law.effects import effects_of, own_nexus

    wanted = nexuses_of(nexus) if nexus else [one for one in (own_nexus(entity),) if one]
    found = [effects_of(entity, one, day_of(as_of, "--as-of")) for one in wanted]
    warn(found)
    return found


def _in_force(found: Effects) -> list[dict[str, Any]]:
    from debar.cli.effects import effect_document

    return [effect_document(one) for one in found.in_force]


def _print_effects(entity: Entity, effects: list[Effects]) -> None:
    from debar.cli.effects import print_effects

    if not effects:
        console().print(f"What a listing on {entity.source} means is in no table: ask its authority.", markup=False)
    for found in effects:
        console().print()
        print_effects(found, entity.source, short=True)


def entity_document(entity: Entity) -> dict[str, Any]:
    """The entity as JSON: FollowTheMoney's shape, and the typed fields in full beside it."""
    import msgspec

    from debar.model import Address, Country, Dated, Designation, Identifier, Link, Name

    def full(one: Name | Identifier | Dated | Country | Address | Designation | Link) -> dict[str, Any]:
        found = {field: getattr(one, field) for field in one.__struct_fields__}
        return {
            field: str(value) if type(value).__name__ == "PartialDate" else msgspec.to_builtins(value)
            for field, value in found.items()
            if value not in (None, ())
        }

    return {
        "id": entity.id,
        "caption": entity.caption,
        "schema": entity.schema,
        "datasets": [entity.source],
        "properties": entity.to_properties(),
        "names": [full(one) for one in entity.names],
        "identifiers": [full(one) for one in entity.identifiers],
        "dates": [full(one) for one in entity.dates],
        "countries": [full(one) for one in entity.countries],
        "addresses": [full(one) for one in entity.addresses],
        "designations": [full(one) for one in entity.designations],
        "links": [full(one) for one in entity.links],
        "given": [{"field": field, "value": value} for field, value in entity.given],
    }


def _history(home: Any, entity_id: str, format: Format) -> None:
    rows: list[dict[str, Any]] = [
        {
            "source": version.source,
            "from": version.first,
            "until": version.last,
            "partial": version.partial,
            "caption": version.entity.caption,
            "programs": [program for one in version.entity.designations for program in one.programs],
            "changes": [
                {"field": c.field, "added": list(c.added), "removed": list(c.removed)} for c in version.changes
            ],
            "entity": entity_document(version.entity),
        }
        for version in home.entity_history(entity_id)
    ]
    if format in (Format.json, Format.jsonl):
        write(rows, format, ())
        return
    for row in rows:
        row["changes"] = change_lines(row["changes"]) or ["first seen"]
        row["until"] = row["until"] or "now"
        row["partial"] = row["partial"] or ""
    write(rows, format, ("source", "from", "until", "partial", "caption", "programs", "changes"))


def change_lines(changes: list[dict[str, Any]]) -> list[str]:
    """Each changed field in a line: what came with +, what went with -."""
    return [
        f"{one['field']}: " + ", ".join([*(f"+{v}" for v in one["added"]), *(f"-{v}" for v in one["removed"])])
        for one in changes
    ]


def _lines(entity: Entity) -> list[tuple[str, str]]:
    lines = [("id", entity.id), ("source", entity.source), ("schema", entity.schema)]
    for name in entity.names:
        details = ", ".join(part for part in (name.kind, name.language, name.script) if part)
        lines.append(("name", f"{name.value}  ({details})"))
    for identifier in entity.identifiers:
        known = [identifier.country, identifier.label, identifier.note]
        known += [f"issued {identifier.issued}"] if identifier.issued else []
        known += [f"expires {identifier.expires}"] if identifier.expires else []
        shown = ", ".join(part for part in known if part)
        lines.append((identifier.type, identifier.value + (f"  ({shown})" if shown else "")))
    lines += [(one.property, str(one.date)) for one in entity.dates]
    for country in entity.countries:
        given = f"  ({country.given})" if country.given and country.given != country.code else ""
        lines.append((country.property, (country.code or "?") + given))
    lines += [
        ("address", ", ".join(part for part in (one.full, one.country, one.note) if part)) for one in entity.addresses
    ]
    lines += list(entity.properties)
    for designation in entity.designations:
        lines.append(("designated by", designation.authority))
        lines += [("  program", program) for program in designation.programs]
        for field in ("list_name", "reference", "listed_on", "amended_on", "ended_on", "reason"):
            value = getattr(designation, field)
            lines += [(f"  {field.replace('_', ' ')}", value)] if value else []
        for field in ("legal_basis", "measures", "remarks"):
            lines += [(f"  {field.replace('_', ' ')}", value) for value in getattr(designation, field)]
    lines += [
        (link.kind, " ".join(part for part in (link.name, link.entity_id, link.note) if part)) for link in entity.links
    ]
    lines += [(f"given: {field}", value) for field, value in entity.given]
    return lines


def _print(entity: Entity) -> None:
    out = console()
    out.print(entity.caption, style="bold", markup=False)
    from rich.table import Table
    from rich.text import Text

    table = Table.grid(padding=(0, 2))
    for prop, value in _lines(entity):
        table.add_row(Text(prop, style="dim"), Text(value))
    out.print(table)
