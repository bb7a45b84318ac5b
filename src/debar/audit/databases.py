"""Where the audit log is kept: a SQLite file, or PostgreSQL. Each is a connection with the same few verbs.

psycopg and not SQLAlchemy: there are a dozen statements, the same on both but for the sign of a parameter.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import time
from collections.abc import Iterator, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import quote, urlsplit

from debar.errors import AuditError
from debar.store.connection import connect as read_only

_BUSY_S = 60.0
"""How long a writer waits for the others before it gives up: far longer than a group of records takes."""

Rows = list[tuple[Any, ...]]

NO_LOG = "there is no audit log here"
"""The rule that is broken where none has been begun, which is no fault of a log."""


class Database(Protocol):
    """What the ledger needs of a database."""

    def execute(self, sql: str, values: Sequence[object] = ()) -> Rows:
        """Run one statement; its rows, if it has any."""

    def executemany(self, sql: str, values: Sequence[Sequence[object]]) -> None:
        """Run one statement for many rows."""

    def writing(self) -> contextlib.AbstractContextManager[None]:
        """A transaction that no other writer shares; durable when it ends, undone by an error."""

    def forget_removed(self) -> None:
        """Leave no bytes of removed bodies where the database itself would keep them."""

    def close(self) -> None:
        """Close the connection."""


def is_postgresql(database: str) -> bool:
    """Whether the setting names a PostgreSQL database.

    >>> is_postgresql("postgresql://db/audit"), is_postgresql("/var/lib/debar/audit.sqlite")
    (True, False)
    """
    return database.startswith(("postgresql://", "postgres://"))


def shown(database: str) -> str:
    """The setting without its password and options, for messages.

    >>> shown("postgresql://debar:s3cret@db:5432/audit?sslpassword=x")
    'postgresql://db:5432/audit'
    """
    if not is_postgresql(database):
        return database
    parts = urlsplit(database)
    return f"postgresql://{parts.netloc.rpartition('@')[2]}{parts.path}"


def connect(database: str, *, write: bool) -> Database:
    """Open the log; make it where it is not there yet and is to be written.

    Raises:
        AuditError: it is not there, cannot be reached, or is no audit log.
    """
    return Postgresql(database) if is_postgresql(database) else Sqlite(database, write=write)


class Sqlite:
    """A SQLite file: WAL, synchronous FULL; only its owner may read it, since queries hold people's data."""

    def __init__(self, database: str, *, write: bool) -> None:
        path = Path(database.removeprefix("sqlite://"))
        if not write and not path.exists():
            raise AuditError(str(path), rule=NO_LOG, fix="screen with `--audit` to begin one")
        self._name = str(path)
        with self._named():
            self._db = _open_for_writing(path) if write else read_only(path, write=False)
        try:
            with self._named():
                self._prepare(write=write)
        except AuditError:
            self._db.close()
            raise

    def _prepare(self, *, write: bool) -> None:
        if not write:
            self._db.execute("SELECT 1 FROM audit_records LIMIT 1").fetchall()
            return
        self._go_wal()
        self._db.execute("PRAGMA synchronous = FULL")
        self._db.execute("PRAGMA secure_delete = ON")
        self._db.executescript((files("debar.audit") / "data" / "sqlite.sql").read_text("utf-8"))

    def _go_wal(self) -> None:
        # The switch does not wait for other connections as statements do.
        until = time.monotonic() + _BUSY_S
        while True:
            try:
                self._db.execute("PRAGMA journal_mode = WAL")
            except sqlite3.OperationalError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.01)
            else:
                return

    def execute(self, sql: str, values: Sequence[object] = ()) -> Rows:
        """Run one statement; its rows, if it has any."""
        with self._named():
            return self._db.execute(sql, values).fetchall()

    def executemany(self, sql: str, values: Sequence[Sequence[object]]) -> None:
        """Run one statement for many rows."""
        with self._named():
            self._db.executemany(sql, values)

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """A transaction that no other writer shares."""
        self.execute("BEGIN IMMEDIATE")
        try:
            yield
            self.execute("COMMIT")
        except BaseException:
            if self._db.in_transaction:
                with contextlib.suppress(
                    sqlite3.Error
                ):  # a failing disk: nothing uncommitted is there at the next open
                    self._db.execute("ROLLBACK")
            raise

    def forget_removed(self) -> None:
        """Empty the write-ahead log; `secure_delete` has overwritten the pages."""
        self.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    @contextlib.contextmanager
    def _named(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            raise AuditError(self._name, rule="the audit log cannot be used", got=str(error)) from error


def _open_for_writing(path: Path) -> sqlite3.Connection:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
    name = f"file:{quote(str(path))}?mode=rw"
    return sqlite3.connect(name, uri=True, isolation_level=None, check_same_thread=False, timeout=_BUSY_S)


class Postgresql:
    """A PostgreSQL database. Writers queue for a lock on the table; readers never wait."""

    def __init__(self, database: str) -> None:
        try:
            import psycopg
        except ModuleNotFoundError as error:
            raise AuditError(
                shown(database), rule="PostgreSQL needs a library", fix="pip install 'debar[service]'"
            ) from error

        self._name, self._errors = shown(database), psycopg.Error
        with self._named():
            self._db = psycopg.connect(database, autocommit=True, application_name="debar audit")
            self._db.execute("SET synchronous_commit = on")
            if self._db.execute("SELECT to_regclass('audit_checkpoints')").fetchone() == (None,):
                self._make()

    def _make(self) -> None:
        schema = (files("debar.audit") / "data" / "postgresql.sql").read_text("utf-8")
        with self._db.transaction():
            # Two processes that start together would both create; the second must wait and find it done.
            self._db.execute("SELECT pg_advisory_xact_lock(hashtext('debar audit schema'))")
            self._db.execute(schema.encode())

    def execute(self, sql: str, values: Sequence[object] = ()) -> Rows:
        """Run one statement; its rows, if it has any."""
        with self._named():
            done = self._db.execute(sql.replace("?", "%s").encode(), values or None)
            return done.fetchall() if done.description else []

    def executemany(self, sql: str, values: Sequence[Sequence[object]]) -> None:
        """Run one statement for many rows."""
        with self._named(), self._db.cursor() as cursor:
            cursor.executemany(sql.replace("?", "%s").encode(), values)

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """A transaction that no other writer shares."""
        with self._named(), self._db.transaction():
            self._db.execute("LOCK TABLE audit_records IN SHARE ROW EXCLUSIVE MODE")
            yield

    def forget_removed(self) -> None:
        """Vacuum, so that the old row versions go."""
        self.execute("VACUUM audit_records")

    def close(self) -> None:
        """Close the connection."""
        self._db.close()

    @contextlib.contextmanager
    def _named(self) -> Iterator[None]:
        try:
            yield
        except self._errors as error:
            # The driver's text can repeat the connection string; the first line of the server's own words cannot.
            said = (getattr(error, "diag", None) and error.diag.message_primary) or type(error).__name__
            raise AuditError(self._name, rule="the audit log cannot be used", got=said) from None
