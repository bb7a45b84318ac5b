"""A log to write to: each test runs on SQLite and on PostgreSQL."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from debar.audit import AuditLog
from debar.audit.databases import is_postgresql
from debar.audit.ledger import Ledger

Tamper = Callable[..., None]


@pytest.fixture
def key(tmp_path: Path) -> Path:
    """Where the signing key will be."""
    return tmp_path / "audit.key"


@pytest.fixture
def log(database: str, key: Path) -> Iterator[AuditLog]:
    """The log, for writing."""
    with AuditLog(database, key) as opened:
        yield opened


@pytest.fixture
def ledger(log: AuditLog, database: str) -> Iterator[Ledger]:
    """The log, for reading."""
    opened = Ledger(database)
    yield opened
    opened.close()


@pytest.fixture
def tamper(database: str) -> Tamper:
    """Somebody who has the database, and gets past its triggers."""

    def run(sql: str, *values: Any) -> None:
        if is_postgresql(database):
            import psycopg

            with psycopg.connect(database, autocommit=True) as connection:
                connection.execute("SET session_replication_role = replica")
                connection.execute(sql.replace("?", "%s"), values or None)
            return
        connection = sqlite3.connect(database, isolation_level=None)
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute(sql, values)
        connection.close()

    return run
