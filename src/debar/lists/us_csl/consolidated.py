"""The Consolidated Screening List as trade.gov publishes it: ``consolidated.csv`` and ``consolidated.json``.

Neither format has an end mark, a date or a count. The JSON is closed by its brackets; a CSV that is cut between two rows
looks whole. Its rows stand in the order of ``name``, character by character and without regard to the list (capitals
before small letters, so ``al Tawasul`` comes after ``Zurmat``): a long file in this order that stops before the letter Z
has lost its tail and is refused. A cut within the last hundredth is for the gates to find.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from itertools import count
from typing import Any

import msgspec

from debar.errors import ListMalformed, ListTruncated
from debar.lists.files import Head, ListFile
from debar.lists.reading import Context, Event, Item, Preface, Reject, Tally
from debar.lists.us_csl.cells import Document, Place, document, place
from debar.lists.us_csl.delimited import header_of, rows
from debar.lists.us_csl.party import Party, Record
from debar.lists.us_csl.tables import columns
from debar.model.countries import code_of
from debar.model.entity import Address

SOURCE = "us-csl"
CSV = "consolidated.csv"
JSON = "consolidated.json"

_SEMICOLON = re.compile(r";\s*")
_ADDRESS_PARTS = ("address", "city", "state", "postal_code", "country")
_DOCUMENT_PARTS = ("type", "number", "country", "issue_date", "expiration_date")
_AGAIN = "download the file again"
_LONG = 1_000  # fewer rows may well have no name with Z
_LATE = "Z"


def csv_role(head: Head) -> str | None:
    """``consolidated.csv`` when the first line has the columns of the list."""
    return CSV if _required() <= set(header_of(head, ",")) else None


def json_role(head: Head) -> str | None:
    """``consolidated.json`` when it starts like an object with results of the list."""
    text = head.text.lstrip()
    marks = ('"results"', '"source_list_url"', '"source_information_url"', '"alt_names"', '"federal_register_notice"')
    return JSON if text.startswith("{") and sum(mark in text for mark in marks) >= 4 and marks[0] in text else None


def read_csv(files: Mapping[str, ListFile], context: Context) -> Iterator[Item]:
    """Read ``consolidated.csv``."""
    file = files[CSV]
    yield Preface(SOURCE, "csl-csv")
    header = next(rows(file, ","))
    if missing := _required() - set(header):
        raise ListMalformed(
            file.name, rule="a column of the list is missing", got=", ".join(sorted(missing)), fix=_AGAIN
        )
    if len(set(header)) != len(header):
        raise ListMalformed(file.name, rule="no column may stand twice", got=", ".join(header), fix=_AGAIN)
    for column in header:
        if column not in columns():
            yield Event("unknown_column", CSV, None, column, column)
    ids = _survey(file, header)
    yield from _parties(map(partial(_record_of_row, header), count(1), _below(file)), ids, CSV)


def read_json(files: Mapping[str, ListFile], context: Context) -> Iterator[Item]:
    """Read ``consolidated.json``, or an answer of the search service that holds all its results."""
    file = files[JSON]
    results, total = _results(file)
    yield Preface(SOURCE, "csl-json", declared=total)
    if not results:
        raise ListTruncated(file.name, got="no results", fix=_AGAIN)
    if total is not None and total > len(results):
        raise ListTruncated(file.name, got=f"{len(results)} of {total} results", fix="download the whole list")
    decoded = [msgspec.json.decode(result) for result in results]
    for key in sorted({key for result in decoded if isinstance(result, dict) for key in result} - set(columns())):
        yield Event("unknown_column", JSON, None, key, key)
    ids = Counter(_text(result.get("id")) for result in decoded if isinstance(result, dict))
    yield from _parties(map(_record_of_result, count(1), decoded, results), ids, JSON)


def _required() -> set[str]:
    return {column.name for column in columns().values() if column.required}


def _below(file: ListFile) -> Iterator[list[str]]:
    """The rows under the header."""
    below = rows(file, ",")
    next(below)
    return below


def _survey(file: ListFile, header: list[str]) -> Counter[str]:
    """How many rows each id has; refuses a list that is sorted by name and has no name at the end of the alphabet."""
    id_at, name_at = header.index("_id"), header.index("name")
    ids: Counter[str] = Counter()
    last, in_order = "", True
    for cells in _below(file):
        ids[cells[id_at].strip()] += 1
        in_order = in_order and cells[name_at] >= last
        last = cells[name_at]
    if in_order and ids.total() >= _LONG and last < _LATE:
        raise ListTruncated(file.name, got=f"names in order up to {last.strip()!r} and none from Z on", fix=_AGAIN)
    return ids


def _parties(records: Iterable[Record | Reject], ids: Counter[str], file: str) -> Iterator[Item]:
    """Entities, each as soon as the last of its records is there."""
    waiting: dict[str, list[Record]] = {}
    left = ids.copy()
    used = total = 0
    for record in records:
        total += 1
        id = (record.record or "") if isinstance(record, Reject) else record.id
        left[id] -= 1
        if isinstance(record, Reject):
            yield record
        else:
            used += 1
            waiting.setdefault(id, []).append(record)
        if not left[id] and id in waiting:
            party = Party(waiting.pop(id), file)
            yield party.entity(SOURCE, SOURCE)
            yield from party.events
    yield Tally(file, total, used)


def _refuse(record: Record, file: str, given: str) -> Record | Reject:
    if not record.id:
        return Reject(file, record.row, None, "_id", "a record must have an id", given)
    if not record.name:
        return Reject(file, record.row, record.id, "name", "a record must have a name", given)
    return record


def _record_of_row(header: list[str], number: int, cells: list[str]) -> Record | Reject:
    fields: dict[str, tuple[str, ...]] = {}
    unread = []
    for name, cell in zip(header, cells, strict=True):
        column = columns().get(name)
        text = cell.strip()
        if not text:
            continue
        if column is None:
            unread.append((name, text))
        else:
            fields[name] = tuple(filter(None, _SEMICOLON.split(text))) if column.many else (text,)
    record = Record(
        row=number,
        id="".join(fields.get("_id", ())),
        name="".join(fields.get("name", ())),
        fields=fields,
        addresses=tuple(place(item) for cell in fields.get("addresses", ()) for item in _items(cell)),
        documents=tuple(document(item) for cell in fields.get("ids", ()) for item in _items(cell)),
        unread=tuple(unread),
    )
    return _refuse(record, CSV, ",".join(cells))


def _items(cell: str) -> Iterator[str]:
    return filter(None, (item.strip() for item in _SEMICOLON.split(cell)))


def _results(file: ListFile) -> tuple[list[msgspec.Raw], int | None]:
    if file.head.is_html:
        raise ListMalformed(file.name, rule="this is an HTML page, not a list", fix=_AGAIN)
    content = file.read()
    try:
        content.decode("utf-8")
        answer = msgspec.json.decode(content.removeprefix(b"\xef\xbb\xbf"), type=_Answer)
    except UnicodeDecodeError as error:
        got = f"byte 0x{content[error.start]:02x} at offset {error.start}"
        raise ListMalformed(file.name, rule="the text must be UTF-8", got=got, fix=_AGAIN) from error
    except msgspec.DecodeError as error:
        kind = ListTruncated if "truncated" in str(error) else ListMalformed
        raise kind(file.name, got=str(error), fix=_AGAIN) from error
    return answer.results, answer.total


class _Answer(msgspec.Struct):
    results: list[msgspec.Raw]
    total: int | None = None


def _record_of_result(number: int, result: Any, raw: msgspec.Raw) -> Record | Reject:
    given = bytes(raw).decode("utf-8")
    if not isinstance(result, dict):
        return Reject(JSON, number, None, "results", "a result must be an object", given)
    fields: dict[str, tuple[str, ...]] = {}
    unread = []
    for name, value in result.items():
        column = columns().get(name)
        if value in (None, "", []):
            continue
        if column is None:
            unread.append((name, _text(value)))
        elif column.kind not in ("address", "document"):
            values = [_text(item) for item in _listed(value)]
            if column.many and isinstance(value, str):
                values = _SEMICOLON.split(value.strip())
            fields[name] = tuple(filter(None, values))
    addresses = [_address(item) for item in _listed(result.get("addresses"))]
    record = Record(
        row=number,
        id=_text(result.get("id")),
        name=_text(result.get("name")),
        fields=fields,
        addresses=tuple(address for address in addresses if address is not None),
        documents=tuple(_document(item) for item in _listed(result.get("ids"))),
        unread=tuple(unread) + _unknown_parts(result),
    )
    return _refuse(record, JSON, given)


def _text(value: object) -> str:
    """A value of the JSON as text; what is neither text nor number stays JSON."""
    if value is None:
        return ""
    return value.strip() if isinstance(value, str) else msgspec.json.encode(value).decode("utf-8")


def _listed(value: object) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _address(item: object) -> Address | Place | None:
    if not isinstance(item, dict):
        return place(_text(item)) if _text(item) else None
    street, city, region, postal_code, given = (_text(item.get(part)) or None for part in _ADDRESS_PARTS)
    full = ", ".join(part for part in (street, city, region, postal_code) if part)
    country = code_of(given) if given else None
    if not full:
        return Place("", country, given) if given else None
    note = given if given and country is None else None
    return Address(full, country, street, city, region, postal_code, note)


def _document(item: object) -> Document:
    if not isinstance(item, dict):
        return document(_text(item))
    label, number, country, issued, expires = (_text(item.get(part)) for part in _DOCUMENT_PARTS)
    given = _text(item)
    return Document(label or None, number, given, country or None, issued or None, expires or None)


def _unknown_parts(result: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    """Keys inside addresses and documents that nobody knows yet."""
    return tuple(
        (f"{field}.{key}", _text(value))
        for field, known in (("addresses", _ADDRESS_PARTS), ("ids", _DOCUMENT_PARTS))
        for item in _listed(result.get(field))
        if isinstance(item, dict)
        for key, value in item.items()
        if key not in known and value not in (None, "")
    )
