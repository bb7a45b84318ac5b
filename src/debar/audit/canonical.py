"""Bytes that are the same wherever they are made: what the audit log hashes and signs."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import Any

import msgspec

_encode = msgspec.json.Encoder(order="sorted").encode


def canonical(value: object) -> bytes:
    r"""JSON with sorted keys, no white space, UTF-8, floats in their shortest form.

    Half a surrogate pair, as it comes from a command line with broken bytes, has no UTF-8; it is written as the six
    characters ``\udcff``, so that the record says what stood there.

    >>> canonical({"b": 1.50, "a": "Šojgu"}).decode()
    '{"a":"Šojgu","b":1.5}'
    """
    try:
        return _encode(value)
    except UnicodeEncodeError:
        return _encode(_printable(msgspec.to_builtins(value)))


def sha256(content: bytes) -> str:
    """The digest as hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def stamp(moment: datetime) -> str:
    """A time as records have it: UTC, microseconds, sorting as text as it does in time.

    >>> stamp(datetime(2026, 11, 26, 12, 0, tzinfo=UTC))
    '2026-11-26T12:00:00.000000Z'
    """
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def now() -> datetime:
    """The clock."""
    return datetime.now(UTC)


def _printable(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode("utf-8")
    if isinstance(value, dict):
        return {_printable(key): _printable(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(one) for one in value]
    return value
