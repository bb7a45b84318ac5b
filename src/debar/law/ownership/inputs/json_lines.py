"""JSON, line by line, for files of any size."""

from __future__ import annotations

import codecs
from collections.abc import Iterator

import msgspec

from debar.errors import BadFile
from debar.law.ownership.stakes import Notice
from debar.lists.files import Head, ListFile

_SHOWN = 120
NOT_JSON = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
"""What decoding raises for what is no JSON of the kind asked for, or is nested without end."""


def raw_lines(file: ListFile) -> Iterator[tuple[int, bytes]]:
    """Every line that is not blank, with its number.

    Raises:
        BadFile: the last line has no line end and is no whole JSON value: the file was cut.
    """
    number = 0
    with file.open() as stream:
        for number, raw in enumerate(stream, 1):
            body = raw.removeprefix(codecs.BOM_UTF8) if number == 1 else raw
            if not raw.endswith(b"\n"):
                _check_whole(file, number, body)
            if not body.isspace():
                yield number, body


def first_line(head: Head) -> object:
    """The first line that is not blank, decoded; None where it is no whole JSON value.

    >>> first_line(Head(b'\\n{"a": 1}\\n{"a"', 20))
    {'a': 1}
    """
    for line in head.text.lstrip("\ufeff").splitlines():
        if line.strip():
            try:
                return msgspec.json.decode(line)
            except NOT_JSON:
                return None
    return None


def has_keys(head: Head, *keys: str) -> bool:
    """Whether the first line is an object with those keys; of a line longer than the head, whether they stand in what of it
    there is.

    >>> has_keys(Head(b'{"id": 1, "schema": 2}\\n', 30), "id", "schema"), has_keys(Head(b'["id"]\\n', 7), "id")
    (True, False)
    >>> has_keys(Head(b'{"id": 1, "names": ["a", "b', 90_000), "id")
    True
    """
    line = first_line(head)
    if isinstance(line, dict):
        return set(keys) <= line.keys()
    text = head.text.lstrip("\ufeff \t\r\n")
    cut = head.size > len(head.data) and "\n" not in text.rstrip()
    return cut and text.startswith("{") and all(f'"{key}"' in text for key in keys)


def unreadable(origin: str, body: bytes, error: Exception, about: str = "") -> Notice:
    """The notice for a record that is not what it should be; ``about`` is the company it concerns, where that can be told."""
    shown = " ".join(body[: 2 * _SHOWN].decode(errors="backslashreplace").split())[:_SHOWN]
    text = f"it cannot be read ({error}): {shown}"
    if not about:
        text += "; which company it is about cannot be told"
    field = str(error).partition("`$.")[2].partition("`")[0]
    return Notice("record.unreadable", origin, text, about, "rejected", field)


def _check_whole(file: ListFile, number: int, body: bytes) -> None:
    try:
        if body.strip():
            msgspec.json.decode(body, type=msgspec.Raw)
    except NOT_JSON as error:
        about = f"{file.name}, line {number}"
        got = f"{body[-40:].decode(errors='backslashreplace')!r}"
        raise BadFile(about, rule="the file ends before its end", got=got, fix="get the whole file") from error
