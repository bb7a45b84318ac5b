"""Where objects wait for each other: a private SQLite database that spills to a temporary file.

A `Sanction` may stand millions of lines away from the party it sanctions. The first pass over a list puts everything
that is said *about* parties here, and of each party its id and name; the second pass takes it out party by party. The
database keeps `CACHE_KIB` of pages in memory and the rest in a nameless temporary file that vanishes with the
connection, so memory does not grow with the list.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import NamedTuple

CACHE_KIB = 65_536
BATCH = 10_000

_TABLES = """
CREATE TABLE party (id TEXT, place INTEGER, name TEXT);
CREATE TABLE side (seq INTEGER PRIMARY KEY, id TEXT, kind TEXT, body BLOB, file TEXT, row INTEGER, nested INTEGER);
CREATE TABLE tie (party TEXT, seq INTEGER);
CREATE TABLE used (seq INTEGER PRIMARY KEY);
"""
_INDEXES = """
CREATE INDEX party_id ON party (id, place);
CREATE INDEX side_id ON side (id);
CREATE INDEX tie_party ON tie (party, seq);
CREATE TABLE twin AS SELECT id, min(place) AS place FROM party GROUP BY id HAVING count(*) > 1;
CREATE INDEX twin_id ON twin (id);
"""
_INSERT = {
    "party": "INSERT INTO party VALUES (?, ?, ?)",
    "side": "INSERT INTO side VALUES (?, ?, ?, ?, ?, ?, ?)",
    "tie": "INSERT INTO tie VALUES (?, ?)",
    "used": "INSERT OR IGNORE INTO used VALUES (?)",
}


class Side(NamedTuple):
    """Something said about parties: its place in the list, its kind, its bytes, and where it stands."""

    seq: int
    id: str
    kind: str
    body: bytes
    file: str
    row: int
    nested: bool


class Shelf:
    """The database, for the time of one reading; use it in a ``with`` block."""

    def __init__(self) -> None:
        self._base = sqlite3.connect("", isolation_level=None)
        self._base.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
        self._base.execute("PRAGMA journal_mode = OFF")
        self._base.execute("PRAGMA synchronous = OFF")
        self._base.executescript(_TABLES)
        self._waiting: dict[str, list[tuple[object, ...]]] = {table: [] for table in _INSERT}
        self._sides = 0
        self._twins = False

    def __enter__(self) -> Shelf:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._base.close()

    def put_party(self, id: str, place: int, name: str | None) -> None:
        """Note that a party stands at ``place``, and what it is called."""
        self._put("party", (id, place, name))

    def put_side(self, side: Side, parties: Iterable[str]) -> None:
        """Keep something said about ``parties``."""
        self._put("side", tuple(side))
        self._sides += 1
        for party in dict.fromkeys(parties):
            self._put("tie", (party, side.seq))

    def close_first_pass(self) -> None:
        """Everything is in; from now on it is only taken out."""
        self._flush_all()
        self._base.executescript(_INDEXES)
        self._twins = self._base.execute("SELECT 1 FROM twin LIMIT 1").fetchone() is not None

    def about(self, party: str) -> list[Side]:
        """What is said about a party, in the order of its ids (that of the file is not the same in every export)."""
        if not self._sides:
            return []
        rows = self._base.execute(
            "SELECT side.* FROM tie JOIN side USING (seq) WHERE party = ? ORDER BY id, seq", (party,)
        )
        return [Side(*row) for row in rows]

    def called(self, id: str) -> list[Side]:
        """The sides with this id (an address, a position)."""
        return [Side(*row) for row in self._base.execute("SELECT * FROM side WHERE id = ? ORDER BY seq", (id,))]

    def name_of(self, party: str) -> tuple[bool, str | None]:
        """Whether the list has this party, and its name."""
        row = self._base.execute("SELECT name FROM party WHERE id = ? ORDER BY place LIMIT 1", (party,)).fetchone()
        return (False, None) if row is None else (True, row[0])

    def twin_of(self, party: str) -> int | None:
        """Where a party with this id stands first, if several do."""
        if not self._twins:
            return None
        row = self._base.execute("SELECT place FROM twin WHERE id = ?", (party,)).fetchone()
        return None if row is None else int(row[0])

    def use(self, seqs: Iterable[int]) -> None:
        """These went into an entity."""
        for seq in seqs:
            self._put("used", (seq,))

    def unused(self) -> Iterator[Side]:
        """What went into no entity."""
        self._flush_all()
        rows = self._base.execute("SELECT * FROM side WHERE seq NOT IN (SELECT seq FROM used) ORDER BY seq")
        return (Side(*row) for row in rows)

    def _put(self, table: str, row: tuple[object, ...]) -> None:
        waiting = self._waiting[table]
        waiting.append(row)
        if len(waiting) >= BATCH:
            self._flush(table)

    def _flush(self, table: str) -> None:
        self._base.execute("BEGIN")
        self._base.executemany(_INSERT[table], self._waiting[table])
        self._base.execute("COMMIT")
        self._waiting[table].clear()

    def _flush_all(self) -> None:
        for table in _INSERT:
            self._flush(table)
