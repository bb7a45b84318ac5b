"""API keys: made, shown once, kept as digests, checked in constant time.

A token is ``debar_<id>_<secret>``. The id finds the row; the secret has 256 bits from the system's generator. What is kept
is HMAC-SHA256 of the secret under a salt of the row. A slow function (scrypt, argon2) makes guessing dear where people
choose secrets; here there is nothing to guess, and every request would pay its 50 ms. The word ``debar_`` is for the tools
that look for secrets in repositories and logs.
"""

from __future__ import annotations

import contextlib
import hmac
import os
import secrets
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import msgspec

from debar.errors import BadQuery, KeyRefused, ScopeMissing, StoreError

SCOPES = {
    "screen": "screen parties, and see what an answer rests on",
    "read": "read lists, entities, changes and ownership",
    "update": "take in new editions of the lists",
    "metrics": "read the figures of the service",
    "admin": "keys, holds and removals; it includes the other scopes",
}

_PREFIX = "debar"
_SECRET_BYTES = 32

_SCHEMA = """
CREATE TABLE IF NOT EXISTS api_keys (
    id       TEXT PRIMARY KEY,
    name     TEXT NOT NULL,
    scopes   TEXT NOT NULL,
    salt     BLOB NOT NULL,
    digest   BLOB NOT NULL,
    created  TEXT NOT NULL,
    expires  TEXT,
    revoked  TEXT
);
"""


class ApiKey(msgspec.Struct, frozen=True):
    """A key as it may be shown: everything but the secret.

    Args:
        id: its public part.
        name: whose it is; at most one key of a name is not revoked and without an end by rotation.
        scopes: what it is good for.
        created, expires, revoked: UTC, ISO.
    """

    id: str
    name: str
    scopes: tuple[str, ...]
    created: str
    expires: str | None
    revoked: str | None

    def state(self, moment: datetime) -> str:
        """``active``, ``expired`` or ``revoked``."""
        if self.revoked is not None:
            return "revoked"
        return "expired" if self.expires is not None and self.expires <= _stamp(moment) else "active"


class Principal(msgspec.Struct, frozen=True):
    """Who asks, once the key was accepted; ``key`` is its id."""

    name: str
    scopes: frozenset[str]
    key: str


class Keys:
    """The keys of a home.

    Args:
        home: the folder; the keys are in ``access.sqlite``, which only its owner may read.
        write: for adding and changing; without it a missing file is an empty one.

    >>> import tempfile
    >>> keys = Keys(Path(tempfile.mkdtemp()), write=True)
    >>> key, token = keys.add("payments", ["screen"])
    >>> keys.authorise(token, "screen").name
    'payments'
    """

    def __init__(
        self, home: Path, *, write: bool = False, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._path = home / "access.sqlite"
        self._clock = clock
        self._lock = threading.Lock()
        self._db: sqlite3.Connection | None = None
        with self._named():
            if write and not self._path.exists():
                home.mkdir(parents=True, exist_ok=True)
                os.close(os.open(self._path, os.O_CREAT | os.O_WRONLY, 0o600))
            self._open(write=write)

    def _open(self, *, write: bool) -> None:
        if not self._path.exists():
            return
        # A rollback journal, not WAL: it can be read where the folder cannot be written.
        name = f"file:{quote(str(self._path))}?mode={'rw' if write else 'ro'}"
        self._db = sqlite3.connect(name, uri=True, isolation_level=None, check_same_thread=False, timeout=10)
        if write:
            self._db.executescript(_SCHEMA)

    def close(self) -> None:
        """Close the file."""
        if self._db is not None:
            self._db.close()

    def __bool__(self) -> bool:
        """Whether there is a key that is accepted now."""
        return any(key.state(self._clock()) == "active" for key in self.all())

    def all(self) -> tuple[ApiKey, ...]:
        """Every key there ever was, oldest first."""
        rows = self._run(f"SELECT {_SHOWN} FROM api_keys ORDER BY created, id")  # noqa: S608
        return tuple(map(_key, rows))

    def add(self, name: str, scopes: Iterable[str], *, expires: datetime | None = None) -> tuple[ApiKey, str]:
        """Make a key; the token is returned here and nowhere else.

        Raises:
            BadQuery: the name is taken or empty, a scope is unknown, the end lies behind.
        """
        wanted = _scopes(scopes)
        if not name.strip():
            raise BadQuery("NAME", rule="a key needs a name", fix="name the program or person that will use it")
        if expires is not None and expires <= self._clock():
            raise BadQuery("--expires", rule="the end of a key must lie ahead", got=_stamp(expires))
        with self._writing():
            if self._active(name):
                raise BadQuery(name, rule="there is a key of this name", fix="rotate it, or revoke it first")
            return self._insert(name, wanted, expires)

    def rotate(self, name: str, *, overlap: timedelta = timedelta(0)) -> tuple[ApiKey, str]:
        """Make a new key with the scopes and end of the old one, which is good for the overlap and no longer.

        Raises:
            BadQuery: there is no active key of this name.
        """
        with self._writing():
            old = self._need(name)
            moment = self._clock()
            ends = _stamp(moment + overlap)
            if not overlap:
                self._run("UPDATE api_keys SET revoked = ? WHERE name = ? AND revoked IS NULL", ends, name)
            else:
                self._run(
                    "UPDATE api_keys SET expires = min(coalesce(expires, ?), ?) WHERE name = ? AND revoked IS NULL",
                    ends,
                    ends,
                    name,
                )
            return self._insert(name, old.scopes, datetime.fromisoformat(old.expires) if old.expires else None)

    def revoke(self, name: str) -> tuple[ApiKey, ...]:
        """End all keys of a name, or the one with this id, now.

        Raises:
            BadQuery: there is no active key of this name or id.
        """
        with self._writing():
            ended = tuple(
                key for key in self.all() if name in (key.name, key.id) and key.state(self._clock()) == "active"
            )
            if not ended:
                raise BadQuery(name, rule="there is no active key of this name or id", fix="see `debar keys list`")
            for key in ended:
                self._run("UPDATE api_keys SET revoked = ? WHERE id = ?", _stamp(self._clock()), key.id)
            return ended

    def authorise(self, token: str, scope: str) -> Principal:
        """Who the token belongs to, if it is good for the scope.

        Raises:
            KeyRefused: there is no such key, or it is expired or revoked.
            ScopeMissing: it is a good key, for other things.
        """
        number, secret = _parts(token)
        rows = self._run(f"SELECT {_SHOWN}, salt, digest FROM api_keys WHERE id = ?", number)  # noqa: S608
        # Where there is no such id the same work is done, so that the time tells nothing.
        salt, digest = rows[0][-2:] if rows else (b"\0" * 16, b"\0" * 32)
        same = hmac.compare_digest(_digest(salt, secret), digest)
        if not rows or not same:
            raise KeyRefused("API key", fix="send the token that `debar keys add` showed")
        key = _key(rows[0][:-2])
        state = key.state(self._clock())
        if state != "active":
            raise KeyRefused(key.name, got=f"a key that is {state}", fix="ask for a new one")
        if scope not in key.scopes and "admin" not in key.scopes:
            raise ScopeMissing(key.name, got=f"scopes {', '.join(key.scopes)}", fix=f"it needs `{scope}`")
        return Principal(key.name, frozenset(SCOPES if "admin" in key.scopes else key.scopes), key.id)

    def _insert(self, name: str, scopes: tuple[str, ...], expires: datetime | None) -> tuple[ApiKey, str]:
        number, secret, salt = secrets.token_hex(6), secrets.token_urlsafe(_SECRET_BYTES), secrets.token_bytes(16)
        end = _stamp(expires) if expires else None
        key = ApiKey(number, name, scopes, _stamp(self._clock()), end, None)
        row = (number, name, " ".join(scopes), salt, _digest(salt, secret), key.created, end, None)
        self._run("INSERT INTO api_keys VALUES (?, ?, ?, ?, ?, ?, ?, ?)", *row)
        return key, f"{_PREFIX}_{number}_{secret}"

    def _active(self, name: str) -> tuple[ApiKey, ...]:
        return tuple(key for key in self.all() if key.name == name and key.state(self._clock()) == "active")

    def _need(self, name: str) -> ApiKey:
        found = self._active(name)
        if not found:
            raise BadQuery(name, rule="there is no active key of this name", fix="see `debar keys list`")
        return found[-1]

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        self._run("BEGIN IMMEDIATE")
        try:
            yield
            self._run("COMMIT")
        except BaseException:
            if self._db is not None and self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise

    def _run(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        if self._db is None:
            # Made while a service was running: it must not need a restart to know its first key.
            with self._named(), self._lock:
                self._open(write=False)
            if self._db is None:
                return []
        with self._named(), self._lock:
            return self._db.execute(sql, values).fetchall()

    @contextlib.contextmanager
    def _named(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            raise StoreError(str(self._path), rule="the API keys cannot be used", got=str(error)) from error


_SHOWN = "id, name, scopes, created, expires, revoked"


def _key(row: tuple[object, ...]) -> ApiKey:
    number, name, scopes, created, expires, revoked = row
    return ApiKey(str(number), str(name), tuple(str(scopes).split()), str(created), _text(expires), _text(revoked))


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _scopes(given: Iterable[str]) -> tuple[str, ...]:
    wanted = tuple(dict.fromkeys(given))
    unknown = [one for one in wanted if one not in SCOPES]
    if unknown or not wanted:
        raise BadQuery("--scope", rule="a scope is one of " + ", ".join(SCOPES), got=", ".join(unknown) or "none")
    return tuple(one for one in SCOPES if one in wanted)


def _parts(token: str) -> tuple[str, str]:
    word, _, rest = token.partition("_")
    number, _, secret = rest.partition("_")
    return (number, secret) if word == _PREFIX else ("", "")


def _digest(salt: bytes, secret: str) -> bytes:
    return hmac.digest(salt, secret.encode("utf-8", "surrogatepass"), "sha256")


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
