"""An own watchlist: a plain CSV file with a header, one party per row; or JSON lines in FollowTheMoney's form.

Columns go by their obvious names; case, spaces, underscores and hyphens do not count. ``data/watchlist_columns.csv`` has
them all; beside these every FollowTheMoney property of a party is a column (``leiCode``, ``lei code``). Only the name is
needed. Unknown columns raise an event and their cells are kept in ``given``.

- The delimiter is ``,``, ``;`` or tab, as the header line shows; the encoding is UTF-8, with or without a BOM.
- The ``name`` cell is one name, semicolons and all. Every other cell may hold several values, parted by ``;``; a value
  that has a semicolon itself stands in double quotes of its own within the cell: ``Ararat; "Smith; Sons"`` is two. Reasons and notes are not
  parted.
- The type is a word of ``data/watchlist_types.csv`` or a FollowTheMoney schema; without one the party is a ``Thing``,
  which any question may find. Dates are ISO: ``1952``, ``1952-10``, ``1952-10-07``.
- The id is ``<source>-<id>``. Without an id it is made from a digest of name, schema and birth date as they stand in the
  row (spaces trimmed), so it stays while these stay. A second row with an id that is taken gets ``-2``, and an event.
- Reason, programme, authority and dates of listing make up a designation; its authority is the source where the list
  names none.

FollowTheMoney objects as JSON lines (``watchlist-ftm``) are read as OpenSanctions' exports are, see `ftm.resolve`.
Neither form shows whose list it is, so ``Context.source`` must name it.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files as resources
from types import MappingProxyType

from debar.errors import ListIncomplete, ListMalformed
from debar.lists.files import Head, ListFile
from debar.lists.ftm.delimited import header_of, read_rows, values_in
from debar.lists.ftm.draft import Draft, iso_in
from debar.lists.ftm.entities import BASE, own_role, read_own
from debar.lists.ftm.source import source_of
from debar.lists.ftm.vocabulary import properties, schemata
from debar.lists.reading import Context, Event, Format, Item, Preface, Reject, Tally
from debar.model.entity import Designation, Entity

ROLE = "watchlist.csv"
_WHOLE = frozenset({"@id", "@name", "@schema", "@reason", "@listed_on", "@ended_on"})
_LISTING = ("@program", "@authority", "@reason", "@listed_on", "@ended_on")


def role(head: Head) -> str | None:
    """``watchlist.csv`` for any CSV whose header has a name column and is no official list's.

    A file of customers looks just like that: ask this format last, and only when the caller named the source.
    """
    if head.is_html or head.is_zip or head.text.lstrip().startswith(("{", "[", "<")):
        return None
    columns = [_fold(column) for column in header_of(head)[1]]
    if not columns or sum(_takes(column) == "@name" for column in columns) != 1:
        return None
    return None if any(marks <= set(columns) for marks in _foreign()) else ROLE


def read(files: Mapping[str, ListFile], context: Context) -> Iterator[Item]:
    """Read an own watchlist; ``context.source`` names it.

    Raises:
        ListMalformed: no source is named, there is not one name column, the encoding is not UTF-8, a row is not as wide
            as the header.
        ListTruncated: the file breaks off.
    """
    if ROLE not in files:
        raise ListIncomplete("the set", got=f"no {ROLE}", fix="give the file")
    file = files[ROLE]
    source = source_of(file, context, exported=False).prefix
    yield Preface(context.source or source, "watchlist-csv")
    rows = read_rows(file, header_of(file.head)[0])
    header = next(rows, None)
    takes = [_takes(_fold(column)) for column in header.cells] if header else []
    if header is None or takes.count("@name") != 1:
        raise ListMalformed(file.name, rule="the header must have one name column", fix="name a column `name`")
    for column, meaning in zip(header.cells, takes, strict=True):
        if meaning is None:
            yield Event("unknown_column", ROLE, None, column, "its cells are kept as given")
    records = used = 0
    taken: set[str] = set()
    for row in rows:
        records += 1
        party = _Row(header.cells, takes, row.cells)
        if not party.first("@name"):
            yield Reject(ROLE, row.line, party.first("@id"), "name", "a party must have a name", ",".join(row.cells))
            continue
        used += 1
        entity = party.entity(source, context.source or source, taken)
        for kind, field, given in party.draft.events:
            yield Event(kind, ROLE, party.first("@id") or entity.id, field, given)
        yield entity
    yield Tally(ROLE, records, used)


class _Row:
    """One row while it becomes an entity."""

    def __init__(self, columns: list[str], takes: list[str | None], cells: list[str]) -> None:
        self.draft = Draft()
        self._found: dict[str, list[str]] = {}
        for column, meaning, cell in zip(columns, takes, cells, strict=True):
            if not cell:
                continue
            if meaning is None:
                self.draft.given.append((column, cell))
            else:
                self._found.setdefault(meaning, []).extend(self._values(column, meaning, cell))

    def first(self, meaning: str) -> str | None:
        """The first value of a meaning."""
        return next(iter(self._found.get(meaning, ())), None)

    def entity(self, prefix: str, source: str, taken: set[str]) -> Entity:
        """The entity, with an id that is not taken."""
        name = self.first("@name") or ""
        schema = self._schema()
        for prop, values in self._found.items():
            if not prop.startswith("@"):
                self.draft.put(prop, values)
        for row, text in self.draft.references:
            self.draft.event("unknown_value", row.name, f"{text}: a row cannot refer to others")
            self.draft.given.append((row.name, text))
        self._listing(source)
        own = self.first("@id") or _digest(name, schema, self._found.get("birthDate", []))
        return self.draft.entity(f"{prefix}-{self._free(own, taken)}", source, schema, name)

    def _values(self, column: str, meaning: str, cell: str) -> list[str]:
        row = properties().get(meaning)
        if meaning in _WHOLE or (row is not None and row.name in {"notes", "summary", "description"}):
            return [cell]
        values = values_in(cell)
        if values is None:
            self.draft.event("repaired", column, f"quotes that do not pair; parted at each semicolon: {cell}")
            return [value.strip() for value in cell.split(";") if value.strip()]
        return values

    def _schema(self) -> str:
        given = self.first("@schema")
        if given is None:
            return "Thing"
        schema = _types().get(_fold(given))
        if schema is None:
            self.draft.event("unknown_value", "schema", given)
            self.draft.given.append(("schema", given))
        return schema or "Thing"

    def _listing(self, source: str) -> None:
        if not any(meaning in self._found for meaning in _LISTING):
            return
        authorities = self._found.get("@authority", [])
        remarks = [f"authority: {text}" for text in authorities[1:]]
        dates: dict[str, str | None] = {}
        for meaning in ("@listed_on", "@ended_on"):
            text = self.first(meaning)
            dates[meaning] = iso_in(text) if text else None
            if text and dates[meaning] is None:
                self.draft.event("bad_value", meaning[1:], text)
            if text and dates[meaning] != text:
                remarks.append(f"{meaning[1:]}: {text}")
        self.draft.designations.append(
            Designation(
                authorities[0] if authorities else source,
                programs=tuple(self._found.get("@program", ())),
                listed_on=dates["@listed_on"],
                ended_on=dates["@ended_on"],
                reason="; ".join(self._found.get("@reason", ())) or None,
                remarks=tuple(remarks),
            )
        )

    def _free(self, own: str, taken: set[str]) -> str:
        free, count = own, 1
        while free in taken:
            count += 1
            free = f"{own}-{count}"
        if free != own:
            self.draft.event("repaired", "id", f"{own} is taken by an earlier row; this one is {free}")
        taken.add(free)
        return free


def _digest(name: str, schema: str, born: list[str]) -> str:
    text = "\x1f".join((name, schema, *born))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _fold(word: str) -> str:
    """A word without what does not count: case, spaces, underscores, hyphens, signs."""
    return re.sub(r"[\W_]+", "", word.casefold())


def _takes(column: str) -> str | None:
    return _columns().get(column)


@cache
def _columns() -> Mapping[str, str]:
    own = {_fold(name): name for name in properties()}
    return MappingProxyType({**own, **{row["column"]: row["takes"] for row in _rows("watchlist_columns.csv")}})


@cache
def _types() -> Mapping[str, str]:
    own = {_fold(row.name): row.becomes for row in schemata().values() if row.kind == "party"}
    return MappingProxyType({**own, **{_fold(row["word"]): row["schema"] for row in _rows("watchlist_types.csv")}})


@cache
def _foreign() -> tuple[frozenset[str], ...]:
    return tuple(frozenset(row["columns"].split()) for row in _rows("watchlist_foreign.csv"))


def _rows(name: str) -> list[dict[str, str]]:
    text = (resources("debar.lists") / "data" / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


FORMATS = (
    Format("watchlist-csv", (), role, frozenset({ROLE}), read, end_mark=False, anybody=True),
    Format("watchlist-ftm", (), own_role, frozenset({BASE}), read_own, end_mark=False, anybody=True),
)
