"""Where sessions are kept: a SQLite file in the home, or the PostgreSQL database that holds the audit log too."""

from __future__ import annotations

import os
import sqlite3
import threading
from pathlib import Path
from typing import Any, Protocol

from debar.audit.databases import is_postgresql, shown
from debar.errors import SessionsUnusable

_BUSY_S = 10.0

Rows = list[tuple[Any, ...]]

SCHEMA = (
    """
    CREATE TABLE IF NOT EXISTS console_sessions (
        id      TEXT PRIMARY KEY,
        digest  TEXT NOT NULL UNIQUE,  -- sha256 of the token
        name    TEXT NOT NULL,
        subject TEXT NOT NULL,         -- issuer and the issuer's id of the person
        scopes  TEXT NOT NULL,
        address TEXT NOT NULL,
        created TEXT NOT NULL,
        used    TEXT NOT NULL,
        ends    TEXT NOT NULL,
        ended   TEXT,
        hint    TEXT NOT NULL          -- the id token, encrypted with a key that only the token gives
    )
    """,
    """
    CREATE TABLE IF NOT EXISTS console_sign_ins (
        state   TEXT PRIMARY KEY,      -- sha256 of the state
        browser TEXT NOT NULL,         -- sha256 of the cookie of whoever began it
        onward  TEXT NOT NULL,         -- where the person wants to go
        ends    TEXT NOT NULL
    )
    """,
)


class Store(Protocol):
    """A database with one verb; each statement is a transaction of its own. Safe to use from several threads."""

    def run(self, sql: str, *values: object) -> Rows:
        """Run one statement; its rows, if it has any.

        Raises:
            SessionsUnusable: the database cannot be used now.
        """

    def close(self) -> None:
        """Close the connection."""


def open_store(database: str, *, write: bool = True) -> Store | None:
    """Open the sessions; None where there are none yet and none are to be written.

    Args:
        database: a path, or ``postgresql://…``.
        write: make what is not there.

    Raises:
        SessionsUnusable: they cannot be opened.
    """
    if is_postgresql(database):
        return Postgresql(database)
    if not write and not Path(database).exists():
        return None
    return Sqlite(Path(database))


class Sqlite:
    """A file that only its owner may read."""

    def __init__(self, path: Path) -> None:
        self._path, self._lock = path, threading.Lock()
        try:
            if not path.exists():
                path.parent.mkdir(parents=True, exist_ok=True)
                os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
            self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=_BUSY_S)
        except (sqlite3.Error, OSError) as error:
            raise _unusable(str(path), str(error)) from error
        self.run("PRAGMA secure_delete = ON")
        for statement in SCHEMA:
            self.run(statement)

    def run(self, sql: str, *values: object) -> Rows:
        """Run one statement; its rows, if it has any."""
        try:
            with self._lock:
                return self._db.execute(sql, values).fetchall()
        except sqlite3.Error as error:
            raise _unusable(str(self._path), str(error)) from error

    def close(self) -> None:
        """Close the file."""
        self._db.close()


class Postgresql:
    """A PostgreSQL database. A connection that broke is made anew for the next statement."""

    def __init__(self, database: str) -> None:
        self._database, self._lock = database, threading.Lock()
        self._db: Any = None
        self.run("SELECT 1")

    def run(self, sql: str, *values: object) -> Rows:
        """Run one statement; its rows, if it has any."""
        import psycopg

        with self._lock:
            try:
                try:
                    return self._once(sql, values)
                except psycopg.OperationalError:
                    if self._db is not None and not self._db.closed:
                        raise
                    # The server was started anew. Should the statement have been carried out before the connection broke,
                    # then once more it finds or changes nothing, and nobody is signed in.
                    return self._once(sql, values)
            except psycopg.Error as error:
                # The driver's text can repeat the connection string; the server's own words cannot.
                said = error.diag.message_primary or type(error).__name__
                raise _unusable(shown(self._database), said) from None

    def _once(self, sql: str, values: tuple[object, ...]) -> Rows:
        if self._db is None or self._db.closed:
            self._connect()
        done = self._db.execute(sql.replace("?", "%s").encode(), values or None)
        return done.fetchall() if done.description else []

    def _connect(self) -> None:
        import psycopg

        self._db = psycopg.connect(self._database, autocommit=True, application_name="debar sessions")
        with self._db.transaction():
            # Two processes that start together would both create; the second must wait and find it done.
            self._db.execute("SELECT pg_advisory_xact_lock(hashtext('debar sessions schema'))")
            for statement in SCHEMA:
                self._db.execute(statement.encode())

    def close(self) -> None:
        """Close the connection."""
        if self._db is not None:
            self._db.close()


def _unusable(about: str, said: str) -> SessionsUnusable:
    fix = "see that it can be written, or name a PostgreSQL database (DEBAR_AUDIT)"
    return SessionsUnusable(about, got=said, fix=fix)
