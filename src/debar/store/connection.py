"""Opening the history database."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from urllib.parse import quote


def connect(path: Path, *, write: bool) -> sqlite3.Connection:
    """Open the file; on a read-only medium, where WAL can make no shared-memory file, as immutable.

    An immutable one sees no changes: who keeps it must look whether the file is still the same (`is_frozen`).
    """
    name = quote(str(path))
    connection = sqlite3.connect(
        f"file:{name}?mode={'rwc' if write else 'ro'}", uri=True, isolation_level=None, check_same_thread=False
    )
    if not write:
        try:
            connection.execute("SELECT 1 FROM sqlite_master").fetchone()
        except sqlite3.OperationalError:
            if path.with_name(path.name + "-wal").exists():
                raise
            connection.close()
            connection = sqlite3.connect(
                f"file:{name}?mode=ro&immutable=1", uri=True, isolation_level=None, check_same_thread=False
            )
    return connection


def is_frozen(connection: sqlite3.Connection) -> bool:
    """Whether a connection takes its file for one that never changes."""
    # SQLite ignores then that the file was written with a log beside it, and says so.
    return bool(connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal")
