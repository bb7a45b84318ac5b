"""Where the audit log of a home is, and what is kept: ``audit.toml`` in the home, and ``$DEBAR_AUDIT``.

It is no part of the policy: a policy says what a match is, and its label stands in every answer; where answers are
recorded, and for how long, changes nothing in them.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path

import msgspec

from debar.audit.ledger import Ledger
from debar.audit.log import AuditLog
from debar.errors import BadFile


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    record: bool = False
    database: str | None = None
    key: str | None = None
    keep_days: int | None = None


class Settings(msgspec.Struct, frozen=True):
    """The settings of one home.

    Args:
        record: whether `debar screen` and `debar batch` record without being told.
        database: a path, or ``postgresql://…``.
        key: the file of the signing key.
        keep_days: after how many days `debar audit prune` removes bodies; None: only with ``--before``.
    """

    record: bool
    database: str
    key: Path
    keep_days: int | None

    def log(self) -> AuditLog:
        """The log, for writing."""
        return AuditLog(self.database, self.key)

    def ledger(self) -> Ledger:
        """The log, for reading."""
        return Ledger(self.database)


def settings_of(home: Path, environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings: ``$DEBAR_AUDIT`` before ``audit.toml`` before ``audit.sqlite`` in the home.

    Raises:
        BadFile: ``audit.toml`` cannot be read, or has unknown keys.

    >>> settings_of(Path("/srv/debar"), {}).database
    '/srv/debar/audit.sqlite'
    """
    path = home / "audit.toml"
    try:
        given = msgspec.convert(tomllib.loads(path.read_text("utf-8")), _File) if path.exists() else _File()
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise BadFile(str(path), rule="the audit settings cannot be used", got=str(error)) from error
    if given.keep_days is not None and given.keep_days < 1:
        raise BadFile(str(path), rule="keep_days must be positive", got=str(given.keep_days))
    database = environment.get("DEBAR_AUDIT") or given.database or str(home / "audit.sqlite")
    return Settings(given.record, database, home / (given.key or "audit.key"), given.keep_days)
