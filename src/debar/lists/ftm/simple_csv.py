"""``targets.simple.csv``: OpenSanctions' flat export, one target per row.

Several values in one cell are parted by ``;`` (see `values_in`). The export names its identifiers without their types:
they become ``idNumber`` with the label ``identifiers``, except where the form itself tells (``Q…`` of Wikidata, ``IMO…``).
Its ``sanctions`` are texts that the export does not tie to an authority: they become the remarks of one designation,
whose authority is the ``dataset`` cell as it stands. ``last_seen`` is left out for the reason told in `resolve`. All
rows are targets, so ``target`` is ``true``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from debar.errors import ListIncomplete
from debar.lists.files import Head, ListFile
from debar.lists.ftm.delimited import Row, header_of, read_rows, values_in
from debar.lists.ftm.draft import Draft
from debar.lists.ftm.source import Source, source_of
from debar.lists.ftm.vocabulary import schemata
from debar.lists.reading import Context, Event, Item, Preface, Reject, Tally
from debar.model.entity import Designation, Identifier

SIMPLE = "targets.simple.csv"

_PROPERTY = {
    "aliases": "alias",
    "birth_date": "birthDate",
    "countries": "country",
    "addresses": "address",
    "phones": "phone",
    "emails": "email",
}
_OTHER = ("id", "schema", "name", "identifiers", "sanctions", "dataset", "first_seen", "last_seen", "last_change")
_COLUMNS = frozenset((*_PROPERTY, *_OTHER, "program_ids"))
_MARKS = frozenset(_COLUMNS - {"program_ids", "last_change"})
_SHAPES = ((re.compile(r"Q[1-9]\d*"), "wikidataId"), (re.compile(r"IMO\d{7}"), "imoNumber"))


def simple_role(head: Head) -> str | None:
    """``targets.simple.csv`` when the header has its columns (``program_ids`` came later, ``last_change`` too)."""
    if not head.text.lstrip("\ufeff").startswith(('"id"', "id")):
        return None
    delimiter, columns = header_of(head)
    return SIMPLE if delimiter == "," and set(columns) >= _MARKS else None


def read_simple(files: Mapping[str, ListFile], context: Context) -> Iterator[Item]:
    """Read the flat export.

    Raises:
        ListIncomplete, ListTruncated, ListMalformed: as `read_rows`.
    """
    if SIMPLE not in files:
        raise ListIncomplete("the set", got=f"no {SIMPLE}", fix="give the file")
    source = source_of(files[SIMPLE], context, exported=True)
    yield Preface(source.name, "ftm-simple-csv")
    rows = read_rows(files[SIMPLE], ",")
    columns = next(rows).cells
    for column in columns:
        if column not in _COLUMNS:
            yield Event("unknown_column", SIMPLE, None, column, "its cells are kept as given")
    seen: dict[str, int] = {}
    records = used = 0
    for row in rows:
        records += 1
        cells = dict(zip(columns, row.cells, strict=True))
        fault = _fault(cells, seen)
        if fault:
            yield Reject(SIMPLE, row.line, cells["id"] or None, *fault, given=",".join(row.cells))
            continue
        seen[cells["id"]] = row.line
        used += 1
        yield from _entity(row, cells, source)
    yield Tally(SIMPLE, records, used)


def _fault(cells: Mapping[str, str], seen: Mapping[str, int]) -> tuple[str, str] | None:
    schema = schemata().get(cells["schema"])
    if not cells["id"]:
        return "id", "a row must have an id"
    if cells["id"] in seen:
        return "id", f"line {seen[cells['id']]} has this id already"
    if schema is None or schema.kind != "party":
        return "schema", f"{cells['schema'] or 'nothing'} is no party that can be screened"
    if not cells["name"]:
        return "name", "a party must have a name"
    return None


def _entity(row: Row, cells: Mapping[str, str], source: Source) -> Iterator[Item]:
    draft = Draft()
    draft.put("name", [cells["name"]])
    for column, cell in cells.items():
        if column in _PROPERTY:
            draft.put(_PROPERTY[column], _values(draft, column, cell))
        elif column not in _COLUMNS and cell:
            draft.given.append((column, cell))
    for value in _values(draft, "identifiers", cells["identifiers"]):
        kind = next((kind for shape, kind in _SHAPES if shape.fullmatch(value)), "idNumber")
        draft.put_identifier(Identifier(kind, value, label="identifiers"))
    sanctions = _values(draft, "sanctions", cells["sanctions"])
    programs = _values(draft, "program_ids", cells.get("program_ids", ""))
    if sanctions or programs:
        authority = cells["dataset"] or source.name
        draft.designations.append(Designation(authority, programs=tuple(programs), remarks=tuple(sanctions)))
    draft.properties += [("target", "true")]
    draft.properties += [("datasets", name) for name in _values(draft, "dataset", cells["dataset"])]
    draft.given += [(column, cells[column]) for column in ("first_seen", "last_change") if cells.get(column)]
    schema = schemata()[cells["schema"]].becomes
    draft.given += [("schema", cells["schema"])] if schema != cells["schema"] else []
    entity = draft.entity(source.entity_id(cells["id"]), source.name, schema, cells["name"])
    for kind_of_event, field, given in draft.events:
        yield Event(kind_of_event, SIMPLE, cells["id"], field, given)
    yield entity


def _values(draft: Draft, column: str, cell: str) -> list[str]:
    values = values_in(cell) if cell else []
    if values is None:
        draft.event("repaired", column, f"quotes that do not pair; parted at each semicolon: {cell}")
        return [value.strip() for value in cell.split(";") if value.strip()]
    return values
