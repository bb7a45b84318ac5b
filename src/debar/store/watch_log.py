"""What is watched in a home: events that are only ever added to, in ``watch.sqlite`` beside the history.

An event says that a measure of an article was ``added``, ``read`` again with another outcome, or ``removed``, and when
that became known. Nothing is ever changed or taken out (triggers refuse it), so the state of any past moment can be told.
What a measure is, the log does not know: a body is a JSON text of its owner (`debar.news.watch`).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import msgspec

from debar.errors import HomeDamaged, StoreError
from debar.store.connection import connect

FILE = "watch.sqlite"
_VERSION = 1
_BUSY_S = 10.0
_SCHEMA = """
CREATE TABLE IF NOT EXISTS events (
    id      INTEGER PRIMARY KEY,
    at      TEXT NOT NULL,                -- UTC, ISO: when it became known here
    kind    TEXT NOT NULL CHECK (kind IN ('added', 'read', 'removed')),
    watch   TEXT NOT NULL,                -- w1, w2 …
    body    TEXT NOT NULL                 -- JSON; of a removal, why
);
CREATE INDEX IF NOT EXISTS events_of_watch ON events (watch, id);
CREATE TRIGGER IF NOT EXISTS events_stay BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'events are only added'); END;
CREATE TRIGGER IF NOT EXISTS events_last BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'events are only added'); END;
"""

Kind = Literal["added", "read", "removed"]


class WatchEvent(msgspec.Struct, frozen=True):
    """One event.

    Args:
        number: its place in the log.
        at: when it became known (UTC, ISO).
        kind: what happened.
        watch: the id of what is watched.
        body: JSON.
    """

    number: int
    at: str
    kind: Kind
    watch: str
    body: str


class NewEvent(msgspec.Struct, frozen=True):
    """An event to be added; ``watch`` None asks for a new id."""

    kind: Kind
    watch: str | None
    body: str


def read_log(home: Path) -> tuple[WatchEvent, ...]:
    """All events of a home, oldest first; none where nothing was ever watched.

    Raises:
        HomeDamaged: the file is no log of this version.
        StoreError: it cannot be opened.
    """
    path = home / FILE
    if not path.is_file():
        return ()
    with _opened(path, write=False) as db:
        return tuple(_events(db))


def extend_log(
    home: Path, at: str, made: Callable[[tuple[WatchEvent, ...]], Sequence[NewEvent]]
) -> tuple[WatchEvent, ...]:
    """Add events, all of them or none.

    Args:
        home: the folder of the home.
        at: the time of knowledge.
        made: is given the events so far and gives those to add; nobody else writes in between.

    Returns:
        The added events.

    Raises:
        HomeDamaged: the file is no log of this version.
        StoreError: the disk is full or fails; nothing is added.
    """
    with _opened(home / FILE, write=True) as db:
        db.execute("BEGIN IMMEDIATE")
        try:
            before = tuple(_events(db))
            number = 1 + len({one.watch for one in before})
            added = []
            for one in made(before):
                watch = one.watch
                if watch is None:
                    watch, number = f"w{number}", number + 1
                cursor = db.execute(
                    "INSERT INTO events (at, kind, watch, body) VALUES (?, ?, ?, ?)", (at, one.kind, watch, one.body)
                )
                added.append(WatchEvent(int(cursor.lastrowid or 0), at, one.kind, watch, one.body))
            db.execute("COMMIT")
        except BaseException:
            if db.in_transaction:
                db.execute("ROLLBACK")
            raise
    return tuple(added)


def _events(db: sqlite3.Connection) -> Iterator[WatchEvent]:
    for row in db.execute("SELECT id, at, kind, watch, body FROM events ORDER BY id"):
        yield WatchEvent(*row)


@contextmanager
def _opened(path: Path, *, write: bool) -> Iterator[sqlite3.Connection]:
    db: sqlite3.Connection | None = None
    try:
        db = connect(path, write=write)
        db.execute(f"PRAGMA busy_timeout = {int(_BUSY_S * 1000)}")
        _check(db, path, write=write)
        yield db
    except sqlite3.OperationalError as error:
        fix = "look at the disk and the rights of the folder"
        raise StoreError(str(path), rule="the watch cannot be read or written", got=str(error), fix=fix) from error
    except sqlite3.DatabaseError as error:
        raise HomeDamaged(str(path), got=str(error), fix="restore it from a backup, or move it away") from error
    finally:
        if db is not None:
            db.close()


def _check(db: sqlite3.Connection, path: Path, *, write: bool) -> None:
    version = db.execute("PRAGMA user_version").fetchone()[0]
    if version == 0 and write:
        db.execute("PRAGMA synchronous = FULL")
        db.executescript(f"BEGIN IMMEDIATE; {_SCHEMA} PRAGMA user_version = {_VERSION}; COMMIT;")
    elif version != _VERSION:
        raise HomeDamaged(str(path), rule=f"the watch must be of version {_VERSION}", got=str(version))
    elif write:
        db.execute("PRAGMA synchronous = FULL")


__all__ = ["Kind", "NewEvent", "WatchEvent", "extend_log", "read_log"]
