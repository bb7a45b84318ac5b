"""The Denied Persons List as BIS publishes it: tab-separated text, one row per name and address of an order.

The list gives no ids. A party's is ``us-bis-dpl-`` and the first 16 hexadecimal digits of the SHA-256 of its name (in
lower case, spaces single) and the date of the order (``name|2003-06-19``). Both are what an order is about, and neither
changes when BIS corrects an address or adds a Federal Register notice; a renewed temporary order has a new date and so a
new id. Rows with the same name and order date are one party with several addresses.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping

from debar.errors import ListMalformed
from debar.lists.files import Head, ListFile
from debar.lists.reading import Context, Event, Item, Preface, Reject, Tally
from debar.lists.us_csl.cells import partial_date
from debar.lists.us_csl.delimited import header_of, rows
from debar.model.countries import code_of
from debar.model.entity import Address, Country, Designation, Entity, Name

SOURCE = "us-bis-dpl"
ROLE = "dpl.txt"

_COLUMNS = (
    "Name",
    "Street_Address",
    "City",
    "State",
    "Country",
    "Postal_Code",
    "Effective_Date",
    "Expiration_Date",
    "Standard_Order",
    "Last_Update",
    "Action",
    "FR_Citation",
)
_AUTHORITY = "Bureau of Industry and Security"
_LIST = "Denied Persons List (DPL)"


def role(head: Head) -> str | None:
    """``dpl.txt`` when the first line has the columns of the list."""
    return ROLE if set(_COLUMNS) <= set(header_of(head, "\t")) else None


def read(files: Mapping[str, ListFile], context: Context) -> Iterator[Item]:
    """Read the Denied Persons List."""
    file = files[ROLE]
    yield Preface(SOURCE, "bis-dpl")
    header = next(rows(file, "\t"))
    if missing := set(_COLUMNS) - set(header):
        got = ", ".join(sorted(missing))
        raise ListMalformed(file.name, rule="a column of the list is missing", got=got, fix="download the file again")
    for column in header:
        if column not in _COLUMNS:
            yield Event("unknown_column", ROLE, None, column, column)
    left = Counter(_key(row) for row in _orders(file, header))
    waiting: dict[str, list[dict[str, str]]] = {}
    used = total = 0
    for total, row in enumerate(_orders(file, header), 1):
        key = _key(row)
        left[key] -= 1
        if not row["Name"]:
            yield Reject(ROLE, total, None, "Name", "a row must have a name", "\t".join(row.values()))
            continue
        used += 1
        waiting.setdefault(key, []).append(row)
        if not left[key]:
            yield from _party(waiting.pop(key), f"{SOURCE}-{key}")
    yield Tally(ROLE, total, used)


def _orders(file: ListFile, header: list[str]) -> Iterator[dict[str, str]]:
    below = rows(file, "\t")
    next(below)
    for cells in below:
        yield {name: cell.strip() for name, cell in zip(header, cells, strict=True)}


def _key(row: Mapping[str, str]) -> str:
    date = partial_date(row["Effective_Date"])
    name = " ".join(row["Name"].casefold().split())
    told = f"{name}|{row['Effective_Date'] if date is None else date.value}"
    return hashlib.sha256(told.encode("utf-8")).hexdigest()[:16]


def _party(orders: list[dict[str, str]], id: str) -> Iterator[Entity | Event]:
    events: list[Event] = []
    given: dict[tuple[str, str], None] = {}
    places = [_place(row, id, events) for row in orders]
    designations = [_designation(row, id, events, given) for row in orders]
    for row in orders:
        extra = (column for column in row if column == "Standard_Order" or column not in _COLUMNS)
        given.update(((column, row[column]), None) for column in extra if row[column])
    yield Entity(
        id=id,
        source=SOURCE,
        schema="LegalEntity",
        names=tuple(
            Name(name, "alias" if at else "primary")
            for at, name in enumerate(dict.fromkeys(row["Name"] for row in orders))
        ),
        countries=tuple(dict.fromkeys(found for found in places if isinstance(found, Country))),
        addresses=tuple(dict.fromkeys(found for found in places if isinstance(found, Address))),
        designations=tuple(dict.fromkeys(designations)),
        given=tuple(given),
    )
    yield from events


def _place(row: Mapping[str, str], id: str, events: list[Event]) -> Address | Country | None:
    street, city, state, postal_code, words = (
        row[column] or None for column in ("Street_Address", "City", "State", "Postal_Code", "Country")
    )
    country = code_of(words) if words else None
    if words and country is None:
        events.append(Event("unknown_country", ROLE, id, "Country", words))
    full = ", ".join(part for part in (street, city, state, postal_code) if part)
    if not full:
        return Country("country", country, words) if words else None
    return Address(full, country, street, city, state, postal_code, words if country is None else None)


def _designation(
    row: Mapping[str, str],
    id: str,
    events: list[Event],
    given: dict[tuple[str, str], None],
) -> Designation:
    days: dict[str, str | None] = {}
    for column in ("Effective_Date", "Last_Update", "Expiration_Date"):
        date = partial_date(row[column])
        days[column] = date.value if date is not None else None
        if row[column] and date is None:
            events.append(Event("bad_value", ROLE, id, column, row[column]))
            given[column, row[column]] = None
    return Designation(
        authority=_AUTHORITY,
        legal_basis=(row["FR_Citation"],) if row["FR_Citation"] else (),
        list_name=_LIST,
        listed_on=days["Effective_Date"],
        amended_on=days["Last_Update"],
        ended_on=days["Expiration_Date"],
        remarks=(row["Action"],) if row["Action"] else (),
    )
