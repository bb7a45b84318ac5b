"""FollowTheMoney objects as JSON lines: one object per line, whole or not at all.

The publisher's exporter writes every key once and every value as a list of text; such lines are decoded straight into
`FtmObject`. Lines that were written or mended by hand (a key twice, a bare text for a list, properties outside of
``properties``) are read the slow way, and what had to be mended is said.
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from debar.errors import ListError, ListMalformed, ListTruncated
from debar.lists.files import ListFile

_BLANK = frozenset({""})


class FtmObject(msgspec.Struct, frozen=True, omit_defaults=True):
    """An object as it stands in the file; in nested exports a property's value may be an object itself."""

    id: str
    schema: str
    properties: dict[str, list[str | FtmObject]] = {}
    caption: str | msgspec.UnsetType | None = msgspec.UNSET
    datasets: list[str] | msgspec.UnsetType = msgspec.UNSET
    referents: list[str] | msgspec.UnsetType = msgspec.UNSET
    target: bool | msgspec.UnsetType | None = msgspec.UNSET
    first_seen: str | msgspec.UnsetType | None = msgspec.UNSET
    last_seen: str | msgspec.UnsetType | None = msgspec.UNSET
    last_change: str | msgspec.UnsetType | None = msgspec.UNSET

    def texts(self, prop: str) -> list[str]:
        """The stripped texts of one property, without blanks and repeats, in alphabetical order.

        The values of a property are a set, which exporters write in another order every time.
        """
        found = {value.strip() for value in self.properties.get(prop, ()) if isinstance(value, str)}
        return sorted(found - _BLANK)

    def first(self, prop: str) -> str | None:
        """The text that stands first."""
        return next((value.strip() for value in self.properties.get(prop, ()) if isinstance(value, str)), None) or None


class Line(NamedTuple):
    """A line and what it holds.

    Args:
        number: from 1, blank lines counted.
        body: its bytes.
        object: what it says, or None.
        fault: why there is no object, as (field, sentence).
        mended: what had to be mended to read it, as (field, text).
    """

    number: int
    body: bytes
    object: FtmObject | None
    fault: tuple[str, str] | None = None
    mended: tuple[tuple[str, str], ...] = ()


_DECODER = msgspec.json.Decoder(FtmObject)
_FIELDS = FtmObject.__struct_fields__
_OPTIONAL = _FIELDS[3:]


def raw_lines(file: ListFile) -> Iterator[tuple[int, bytes, bool]]:
    """The lines that are not blank: number, bytes, and whether the line ends with a line end."""
    with file.open() as stream:
        for number, raw in enumerate(stream, 1):
            body = raw.removeprefix(codecs.BOM_UTF8) if number == 1 else raw
            stripped = body.strip()
            if stripped:
                yield number, stripped, raw.endswith(b"\n")


def read_lines(file: ListFile) -> Iterator[Line]:
    """Every line as an object.

    Raises:
        ListTruncated: the last line breaks off. (A file cut between two lines looks whole; only the checksum in the
            publisher's ``index.json``, or the last good edition, can tell.)
        ListMalformed: a line is not JSON in UTF-8.
    """
    for number, body, ended in raw_lines(file):
        yield decode_line(file, number, body, ended)


def decode_line(file: ListFile, number: int, body: bytes, ended: bool = True) -> Line:
    """One line as an object."""
    try:
        found = _DECODER.decode(body)
    except msgspec.ValidationError:
        return _mend(number, body, json_of(file, number, body, ended))
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise broken_line(file, number, body, error, ended) from error
    if body.count(b'":') - body.count(b'\\":') != _keys(found):
        return _mend(number, body, json_of(file, number, body, ended))
    return Line(number, body, found)


def broken_line(file: ListFile, number: int, body: bytes, error: Exception, ended: bool) -> ListError:
    """The error for a line that is not JSON; one without a line end broke off."""
    about = f"{file.name}, line {number}"
    if isinstance(error, UnicodeDecodeError):
        got = f"byte {error.object[error.start]:#04x} at offset {error.start} of the line"
        return ListMalformed(about, rule="the file must be UTF-8", got=got, fix="download the file again")
    got = f"{error}: {body[-40:].decode('utf-8', errors='backslashreplace')!r}"
    if not ended:
        return ListTruncated(about, got=got, fix="download the file again")
    return ListMalformed(about, rule="every line must be one JSON object", got=got, fix="download the file again")


class Pairs(list[tuple[str, object]]):
    """A JSON object with all its keys, those that stand there twice included."""


def json_of(file: ListFile, number: int, body: bytes, ended: bool) -> object:
    """A line as plain JSON, objects as `Pairs`."""
    try:
        return json.loads(body.decode("utf-8"), object_pairs_hook=Pairs)
    except (ValueError, RecursionError) as error:
        raise broken_line(file, number, body, error, ended) from error


def _keys(found: FtmObject) -> int:
    """How many keys the line must have if nothing of it was left aside."""
    count = 3 + len(found.properties)
    for field in _OPTIONAL:
        if getattr(found, field) is not msgspec.UNSET:
            count += 1
    for values in found.properties.values():
        for value in values:
            if value.__class__ is FtmObject:
                count += _keys(value)
    return count


def _mend(number: int, body: bytes, given: object) -> Line:
    if not isinstance(given, Pairs):
        return Line(number, body, None, ("line", "a line must be a JSON object"))
    mended: list[tuple[str, str]] = []
    found = mend(given, mended)
    if isinstance(found, tuple):
        return Line(number, body, None, found)
    return Line(number, body, found, None, tuple(mended))


def mend(given: Pairs, mended: list[tuple[str, str]]) -> FtmObject | tuple[str, str]:
    """An object from JSON that is not quite FollowTheMoney, or why it cannot be one."""
    fields: dict[str, object] = {}
    properties: dict[str, list[str | FtmObject]] = {}
    for key, value in given:
        if key == "properties" and isinstance(value, Pairs):
            for prop, values in value:
                _put(properties, prop, values, mended)
        elif key in _FIELDS and key not in fields and key != "properties":
            fields[key] = value
        elif not _is_empty(value):
            mended.append((key, "stands outside of the properties"))
            _put(properties, key, value, mended)
    for field in ("id", "schema"):
        if not isinstance(fields.get(field), str) or not fields[field]:
            return field, f"an object must have {'an id' if field == 'id' else 'a schema'} that is text"
    try:
        return msgspec.convert({**fields, "properties": properties}, FtmObject)
    except msgspec.ValidationError as error:
        return "line", f"this is no FollowTheMoney object: {error}"


def _put(
    properties: dict[str, list[str | FtmObject]], prop: str, values: object, mended: list[tuple[str, str]]
) -> None:
    plain = prop.rpartition(":")[2] or prop
    if plain != prop:
        mended.append((prop, f"taken as {plain}"))
    if plain in properties:
        mended.append((plain, "stands there twice; its values are put together"))
    if not isinstance(values, list) or isinstance(values, Pairs):
        mended.append((plain, "is no list of values"))
        values = [values]
    kept = properties.setdefault(plain, [])
    for value in values:
        if isinstance(value, Pairs):
            nested = mend(value, mended)
            kept.append(nested if isinstance(nested, FtmObject) else json.dumps(dict(value), ensure_ascii=False))
        elif isinstance(value, str):
            kept.append(value)
        elif value is not None:
            mended.append((plain, "holds a value that is no text"))
            kept.append(json.dumps(value, ensure_ascii=False))


def _is_empty(value: object) -> bool:
    return value is None or value == [] or value == ""
