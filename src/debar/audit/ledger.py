"""The tables of the audit log, read and written as records and checkpoints."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager

from debar.audit.chain import Checkpoint, Header, Record
from debar.audit.databases import Database, Rows, connect

PAGE = 1_000
"""Records per query when many are read: a reader never holds up a writer, and keeps little in memory."""

_RECORD = "seq, at, clock, kind, digest, prev, hash, body"


class Ledger:
    """The log in its database.

    Args:
        database: a path, or ``postgresql://…``.
        write: make it where it is not there yet.
    """

    def __init__(self, database: str, *, write: bool = False) -> None:
        self._db: Database = connect(database, write=write)

    def close(self) -> None:
        """Close the connection."""
        self._db.close()

    def writing(self) -> AbstractContextManager[None]:
        """A transaction that no other writer shares."""
        return self._db.writing()

    def head(self) -> Header | None:
        """The last header; None in an empty log."""
        rows = self._db.execute(f"SELECT {_RECORD} FROM audit_records ORDER BY seq DESC LIMIT 1")  # noqa: S608
        return _record(rows[0]).header if rows else None

    def last_checkpoint(self) -> Checkpoint | None:
        """The newest signed statement."""
        rows = self._db.execute("SELECT seq, hash, at, key, signature FROM audit_checkpoints ORDER BY seq DESC LIMIT 1")
        return Checkpoint(*rows[0]) if rows else None

    def add(self, records: Sequence[Record], checkpoint: Checkpoint) -> None:
        """Write records and the checkpoint over them, inside `writing`."""
        self._db.executemany(
            f"INSERT INTO audit_records ({_RECORD}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
            [_row(record) for record in records],
        )
        one = checkpoint
        self._db.execute(
            "INSERT INTO audit_checkpoints VALUES (?, ?, ?, ?, ?)", (one.seq, one.hash, one.at, one.key, one.signature)
        )

    def record(self, seq: int) -> Record | None:
        """The record with this number."""
        rows = self._db.execute(f"SELECT {_RECORD} FROM audit_records WHERE seq = ?", (seq,))  # noqa: S608
        return _record(rows[0]) if rows else None

    def lists(self, digest: str) -> Record | None:
        """The record of the lists that a screening names by the digest of its body."""
        rows = self._db.execute(
            f"SELECT {_RECORD} FROM audit_records WHERE kind = 'lists' AND digest = ? ORDER BY seq LIMIT 1",  # noqa: S608
            (digest,),
        )
        return _record(rows[0]) if rows else None

    def records(self, *, after: int = 0, since: str = "", page: int = PAGE) -> Iterator[Record]:
        """Records in order, behind a number and from a time on."""
        if since:
            rows = self._db.execute("SELECT min(seq) FROM audit_records WHERE at >= ?", (since,))
            if rows[0][0] is None:
                return
            after = max(after, rows[0][0] - 1)
        while rows := self._page("audit_records", _RECORD, after, page):
            for row in rows:
                yield _record(row)
            after = rows[-1][0]

    def newest(self, *, until: str = "", page: int = PAGE) -> Iterator[Record]:
        """Records from the last one back, those before a time."""
        below = self._db.execute("SELECT max(seq) FROM audit_records WHERE ? = '' OR at < ?", (until, until))[0][0]
        while below is not None:
            rows = self._db.execute(
                f"SELECT {_RECORD} FROM audit_records WHERE seq <= ? ORDER BY seq DESC LIMIT ?",  # noqa: S608
                (below, page),
            )
            for row in rows:
                yield _record(row)
            below = rows[-1][0] - 1 if len(rows) == page else None

    def administration(self) -> Iterator[Record]:
        """The records that are about the log itself: keys, holds, removals."""
        rows = self._db.execute(
            f"SELECT {_RECORD} FROM audit_records WHERE kind NOT IN ('screening', 'batch', 'lists') ORDER BY seq"  # noqa: S608
        )
        return map(_record, rows)

    def checkpoints(self, *, after: int = 0) -> Iterator[Checkpoint]:
        """Checkpoints in order, behind a number."""
        while rows := self._page("audit_checkpoints", "seq, hash, at, key, signature", after, PAGE):
            for row in rows:
                yield Checkpoint(*row)
            after = rows[-1][0]

    def remove_bodies(self, first: int, last: int) -> None:
        """Take away the bodies of a range of records, inside `writing`."""
        self._db.execute("UPDATE audit_records SET body = NULL WHERE seq BETWEEN ? AND ?", (first, last))

    def forget_removed(self) -> None:
        """Leave no bytes of removed bodies behind."""
        self._db.forget_removed()

    def _page(self, table: str, columns: str, after: int, page: int) -> Rows:
        return self._db.execute(
            f"SELECT {columns} FROM {table} WHERE seq > ? ORDER BY seq LIMIT ?",  # noqa: S608
            (after, page),
        )


def _row(record: Record) -> tuple[object, ...]:
    one = record.header
    return one.seq, one.at, one.clock, one.kind, one.body, one.prev, record.hash, record.body


def _record(row: tuple[object, ...]) -> Record:
    seq, at, clock, kind, digest, prev, hash, body = row
    return Record(Header(seq, at, clock, kind, digest, prev), hash, body)  # type: ignore[arg-type]
