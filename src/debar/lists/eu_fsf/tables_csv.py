"""Reading the EU's CSV files: the layout of 2018 and the current one, both one row per name, address, birth …

The rows of an entry are folded into one record. They stand together in every file seen, but nothing promises it: so
the rows are counted per entry first, and an entry is complete when its last row has been met.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime

from debar.errors import ListMalformed
from debar.lists.eu_fsf.party import SOURCE, items_of
from debar.lists.eu_fsf.record import Record
from debar.lists.eu_fsf.rows import is_resaved, rows_of
from debar.lists.files import Head, ListFile
from debar.lists.reading import Context, Event, Item, Preface, Reject, Tally
from debar.lists.tables import table

CURRENT, OLD = "1.1", "2018"
ROLES = {CURRENT: "csvFullSanctionsList_1_1.csv", OLD: "EUSanctionsShort.csv"}
_HEADERS = {
    CURRENT: re.compile(r'"?fileGenerationDate;Entity_LogicalId;', re.IGNORECASE),
    OLD: re.compile(r'"?Date_file\w*;Entity_logical_id;Subject_type;Leba_numtitle;'),
}
_Place = tuple[str, str]


def role(head: Head) -> str | None:
    """Recognise the layout by the header.

    >>> role(Head(b"fileGenerationDate;Entity_LogicalId;Entity_EU_ReferenceNumber;", 60))
    'csvFullSanctionsList_1_1.csv'
    """
    text = head.text.lstrip("\ufeff")
    return next((ROLES[layout] for layout, header in _HEADERS.items() if header.match(text)), None)


def read(files: Mapping[str, ListFile], context: Context) -> Iterator[Item]:
    """Read one edition in either layout.

    Raises:
        ListTruncated, ListMalformed: the file breaks off or is not well-formed.
    """
    (name, file), *_ = files.items()
    layout = next(layout for layout, role_name in ROLES.items() if role_name == name)
    places = _places(next(rows_of(file)), layout)
    if ("sanctionEntity", "logicalId") not in places:
        raise ListMalformed(
            file.name, rule="the header must name the entity's logical id", fix="download the file again"
        )
    key = places.index(("sanctionEntity", "logicalId"))
    remaining, published = _survey(file, key, places.index(("file", "date")))
    yield Preface(SOURCE, f"eu-csv-{layout}", published)
    if is_resaved(file):
        yield Event(
            "repaired", name, None, "file", "saved again by a spreadsheet: quoted rows, commas turned into tabs"
        )
    for column in (column for kind, column in places if kind == "column"):
        yield Event("unknown_column", name, None, column, column)
    yield from _fold(file, name, places, key, remaining)


def _survey(file: ListFile, key: int, date: int) -> tuple[Counter[str], str | None]:
    """How many rows each entry has, and the date of the file."""
    rows = rows_of(file)
    next(rows)
    count: Counter[str] = Counter()
    published = None
    for row in rows:
        count[row[key].strip()] += 1
        published = published or _day(row[date].strip())
    return count, published


def _fold(file: ListFile, name: str, places: list[_Place], key: int, remaining: Counter[str]) -> Iterator[Item]:
    open_records: dict[str, tuple[Record, list[int]]] = {}
    seen: set[str] = set()
    records = rejected = 0
    rows = rows_of(file)
    next(rows)
    for records, row in enumerate(rows, 1):
        logical_id = row[key].strip()
        record, lines = open_records.setdefault(logical_id, (Record(logical_id), []))
        lines.append(records)
        _add_row(record, places, row)
        remaining[logical_id] -= 1
        if not remaining[logical_id]:
            del open_records[logical_id]
            for item in items_of(record, name, tuple(lines), seen):
                rejected += isinstance(item, Reject)
                yield item
    yield Tally(name, records, records - rejected)


def _add_row(record: Record, places: list[_Place], row: list[str]) -> None:
    """Add the parts of a row; each part is the columns that belong to it."""
    parts: dict[str, dict[str, str]] = {}
    for (kind, name), text in zip(places, row, strict=True):
        if text and kind != "file":
            parts.setdefault(kind, {}).setdefault(name, text)
    for kind, fields in parts.items():
        record.add(kind, fields)


def _places(header: list[str], layout: str) -> list[_Place]:
    """For each column the part and the attribute; an unknown column is a part of its own kind.

    The old layout repeats ``Entity_logical_id`` in every block: all of them say the same.
    """
    columns = {
        row["column"].casefold(): (row["part"], row["attribute"])
        for row in table("eu_columns.csv")
        if row["layout"] == layout
    }
    places = []
    for column in header:
        name = re.sub(r"^date_file\w*$", "date_file", column.strip().casefold())
        places.append(columns.get(name, ("column", column.strip())))
    return places


def _day(text: str) -> str | None:
    """The ISO date of ``04/07/2018`` or of an ISO text."""
    for pattern in ("%d/%m/%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(text[:10], pattern).date().isoformat()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None
