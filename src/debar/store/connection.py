"""Opening the history database."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from urllib.parse import quote


def connect(path: Path, *, write: bool) -> sqlite3.Connection:
    """Open the file; on a read-only medium, where WAL can make no shared-memory file, as immutable."""
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
