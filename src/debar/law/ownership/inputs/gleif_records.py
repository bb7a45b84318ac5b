"""The relationship records of the Global LEI System as they stand in files: golden copies as CSV, XML and JSON, and answers
of the GLEIF API. All become one form."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import msgspec
from lxml import etree

from debar.errors import BadFile, ListError
from debar.law.ownership.inputs.json_lines import NOT_JSON
from debar.lists import xml
from debar.lists.files import Head, ListFile

RELATIONSHIP_PERIOD = "RELATIONSHIP_PERIOD"
_PERIODS = 10
_QUANTIFIERS = 10


class Relation(msgspec.Struct, frozen=True):
    """One record; a field is empty where it is not given.

    Args:
        origin: file and line or record.
        start, end: the LEIs at both ends: the start *is something of* the end.
        type: ``IS_DIRECTLY_CONSOLIDATED_BY`` …
        status: ``ACTIVE`` …
        starts, ends: the dates of the relationship's own period, not those of accounts or filings.
        registration: ``PUBLISHED`` …
        updated: when the record was last updated.
        percent: the quantifier that is one, in per cent, as it stands.
        fault: why the record could not be read.
    """

    origin: str
    start: str = ""
    end: str = ""
    type: str = ""
    status: str = ""
    starts: str = ""
    ends: str = ""
    registration: str = ""
    updated: str = ""
    percent: str = ""
    fault: str = ""


def form_of(head: Head) -> str | None:
    """``csv``, ``xml`` or ``json`` where a file begins like relationship records, else None.

    >>> form_of(Head(b'"Relationship.StartNode.NodeID","Relationship.EndNode.NodeID"\\n', 60))
    'csv'
    """
    text = head.text.lstrip("\ufeff \t\r\n")
    if "Relationship.StartNode.NodeID" in text.split("\n", 1)[0]:
        return "csv"
    if head.is_xml and "StartNode" in text and "RelationshipRecord" in text:
        return "xml"
    if text.startswith("{") and any(sign in text for sign in ('"StartNode"', '"startNode"')):
        return "json"
    return None


def records(file: ListFile, form: str) -> Iterator[Relation]:
    """Every record of a file.

    Raises:
        BadFile: the file is cut or not well-formed.
    """
    if form == "csv":
        yield from _csv_records(file)
    elif form == "xml":
        yield from _xml_records(file)
    else:
        yield from _json_records(file)


_ONE = MappingProxyType(
    {
        "start": "Relationship.StartNode.NodeID",
        "end": "Relationship.EndNode.NodeID",
        "type": "Relationship.RelationshipType",
        "status": "Relationship.RelationshipStatus",
        "registration": "Registration.RegistrationStatus",
        "updated": "Registration.LastUpdateDate",
    }
)


def _csv_records(file: ListFile) -> Iterator[Relation]:
    with file.open() as raw, io.TextIOWrapper(raw, "utf-8-sig", newline="") as text:
        rows = csv.reader(text, strict=True)
        try:
            header = [cell.strip() for cell in next(rows, [])]
            at = {name: place for place, name in enumerate(header)}
            missing = [name for name in _ONE.values() if name not in at]
            if missing:
                raise BadFile(file.name, rule="a column is missing", got=", ".join(missing), fix="get the whole file")
            line = 1
            for cells in rows:
                line, begins = rows.line_num, line + 1
                if cells:
                    yield _csv_record(f"{file.name}, line {begins}", cells, at, len(header))
        except (csv.Error, UnicodeDecodeError) as error:
            about = f"{file.name}, line {rows.line_num}"
            raise BadFile(
                about, rule="the file is not CSV in UTF-8", got=str(error), fix="get the whole file"
            ) from error


def _csv_record(origin: str, cells: Sequence[str], at: Mapping[str, int], width: int) -> Relation:
    if len(cells) != width:
        return Relation(origin, fault=f"the row has {len(cells)} cells where the header has {width}")

    def cell(name: str) -> str:
        place = at.get(name)
        return cells[place].strip() if place is not None else ""

    one = {field: cell(name) for field, name in _ONE.items()}
    starts = ends = percent = ""
    for number in range(1, _PERIODS + 1):
        kind = cell(f"Relationship.Period.{number}.periodType")
        if not kind:
            break
        if kind == RELATIONSHIP_PERIOD:
            starts, ends = (
                cell(f"Relationship.Period.{number}.startDate"),
                cell(f"Relationship.Period.{number}.endDate"),
            )
    for number in range(1, _QUANTIFIERS + 1):
        amount = cell(f"Relationship.Quantifiers.{number}.QuantifierAmount")
        if not amount:
            break
        if cell(f"Relationship.Quantifiers.{number}.QuantifierUnits") == "PERCENTAGE":
            percent = amount
    return Relation(origin, starts=starts, ends=ends, percent=percent, **one)


def _xml_records(file: ListFile) -> Iterator[Relation]:
    try:
        for number, element in enumerate(xml.iterate(file, ("RelationshipRecord",)), 1):
            yield _xml_record(f"{file.name}, record {number}", element)
    except ListError as error:
        raise BadFile(error.about, rule=error.broken_rule, got=error.got, fix=error.fix) from error


def _xml_record(origin: str, element: etree._Element) -> Relation:
    def text(path: str, under: etree._Element = element) -> str:
        return xml.text_of(under, "/".join(f"{{*}}{part}" for part in path.split("/"))) or ""

    starts = ends = percent = ""
    for period in element.iterfind(".//{*}RelationshipPeriod"):
        if text("PeriodType", period) == RELATIONSHIP_PERIOD:
            starts, ends = text("StartDate", period), text("EndDate", period)
    for quantifier in element.iterfind(".//{*}RelationshipQuantifier"):
        if text("QuantifierUnits", quantifier) == "PERCENTAGE":
            percent = text("QuantifierAmount", quantifier)
    return Relation(
        origin,
        text("Relationship/StartNode/NodeID"),
        text("Relationship/EndNode/NodeID"),
        text("Relationship/RelationshipType"),
        text("Relationship/RelationshipStatus"),
        starts,
        ends,
        text("Registration/RegistrationStatus"),
        text("Registration/LastUpdateDate"),
        percent,
    )


def _json_records(file: ListFile) -> Iterator[Relation]:
    try:
        found = msgspec.json.decode(file.read())
    except NOT_JSON as error:
        rule = "the file is not well-formed JSON, or ends before its end"
        raise BadFile(file.name, rule=rule, got=str(error), fix="get the whole file") from error
    given = _at(found, "relations") or _at(found, "data")
    listed = given if isinstance(given, list) else [given]
    for number, one in enumerate(listed, 1):
        yield _json_record(f"{file.name}, record {number}", one)


def _json_record(origin: str, one: Any) -> Relation:
    """A record of a golden copy, whose texts stand under ``$``, or of the API, whose names begin in lower case."""
    record = _at(one, "RelationshipRecord") or _at(one, "attributes") or one
    link = _at(record, "Relationship") or _at(record, "relationship")
    if link is None:
        return Relation(origin, fault="it holds no relationship")
    registration = _at(record, "Registration") or _at(record, "registration")
    starts = ends = percent = ""
    for period in _each(link, ("RelationshipPeriods", "periods"), "RelationshipPeriod"):
        if _text(period, "PeriodType", "type") == RELATIONSHIP_PERIOD:
            starts, ends = _text(period, "StartDate", "startDate"), _text(period, "EndDate", "endDate")
    for quantifier in _each(link, ("RelationshipQuantifiers", "quantifiers"), "RelationshipQuantifier"):
        if _text(quantifier, "QuantifierUnits", "units") == "PERCENTAGE":
            percent = _text(quantifier, "QuantifierAmount", "amount")
    return Relation(
        origin,
        _text(_at(link, "StartNode") or _at(link, "startNode"), "NodeID", "id"),
        _text(_at(link, "EndNode") or _at(link, "endNode"), "NodeID", "id"),
        _text(link, "RelationshipType", "type"),
        _text(link, "RelationshipStatus", "status"),
        starts,
        ends,
        _text(registration, "RegistrationStatus", "status"),
        _text(registration, "LastUpdateDate", "lastUpdate"),
        percent,
    )


def _at(given: Any, key: str) -> Any:
    return given.get(key) if isinstance(given, dict) else None


def _text(given: Any, *keys: str) -> str:
    for key in keys:
        value = _at(given, key)
        value = value.get("$") if isinstance(value, dict) else value
        if value is not None:
            return str(value).strip()
    return ""


def _each(given: Any, keys: tuple[str, ...], inner: str) -> list[Any]:
    for key in keys:
        value = _at(given, key)
        value = _at(value, inner) if isinstance(value, dict) else value
        if value is not None:
            return value if isinstance(value, list) else [value]
    return []
