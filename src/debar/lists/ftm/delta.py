"""Changes between two exports: ``entities.delta.json``, one ``{"op": "ADD|MOD|DEL", "entity": {…}}`` per line.

Changes are made to FollowTheMoney objects, before any of them becomes part of an entity: a delta may change the address
of a party that itself did not change. `apply` is the plain rule, over objects in memory; the reader of ``ftm-entities``
does the same over files of any size.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, TypeAlias, cast

import msgspec

from debar.errors import ListMalformed
from debar.lists.files import Head, ListFile
from debar.lists.ftm.objects import FtmObject, Pairs, decode_line, json_of, raw_lines

Op: TypeAlias = Literal["ADD", "MOD", "DEL"]


class Change(msgspec.Struct, frozen=True):
    """One line of a delta.

    Args:
        op: what is done.
        id: the object that it is done to.
        object: its new state; None for ``DEL``.
        row: the line.
        body: the bytes of the object's new state; empty for ``DEL``.
    """

    op: Op
    id: str
    object: FtmObject | None
    row: int = 0
    body: bytes = b""
    mended: tuple[tuple[str, str], ...] = ()


class _Envelope(msgspec.Struct):
    op: str
    entity: msgspec.Raw


def read_delta(file: ListFile) -> Iterator[Change]:
    """The changes in a delta, in its order. A delta may well be empty.

    Raises:
        ListTruncated, ListMalformed: a line is no change; a delta that is not understood whole must not be applied.
    """
    for number, body, ended in raw_lines(file):
        json_of_line = _envelope(file, number, body, ended)
        if json_of_line.op not in {"ADD", "MOD", "DEL"}:
            raise _malformed(file, number, f"op {json_of_line.op!r}")
        op = cast("Op", json_of_line.op)
        inner = bytes(json_of_line.entity)
        if op == "DEL":
            yield Change(op, _id_of(file, number, inner), None, number)
            continue
        line = decode_line(file, number, inner)
        if line.object is None:
            raise _malformed(file, number, ": ".join(line.fault or ()))
        yield Change(op, line.object.id, line.object, number, inner, line.mended)


def apply(objects: Mapping[str, FtmObject], changes: Iterable[Change]) -> dict[str, FtmObject]:
    """The objects after the changes, by id.

    >>> before = {"a": FtmObject("a", "Person"), "b": FtmObject("b", "Person")}
    >>> list(apply(before, [Change("DEL", "a", None), Change("ADD", "c", FtmObject("c", "Vessel"))]))
    ['b', 'c']
    """
    after = dict(objects)
    for change in changes:
        if change.object is None:
            after.pop(change.id, None)
        else:
            after[change.id] = change.object
    return after


def amiss(op: str, there: bool) -> str | None:
    """What is wrong with a change to an object that is, or is not, there before it."""
    if op == "ADD" and there:
        return "ADD of an id that is there already; taken as MOD"
    if op == "MOD" and not there:
        return "MOD of an id that is not there; taken as ADD"
    if op == "DEL" and not there:
        return "DEL of an id that is not there"
    return None


def read_versions(file: ListFile) -> dict[str, str]:
    """The index ``delta.json``: version → address of its delta, in the order in which they apply.

    Raises:
        ListMalformed: it is no such index.
    """
    try:
        found = msgspec.json.decode(file.read(), type=_Index)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ListMalformed(file.name, got=str(error), fix="download the file again") from error
    return dict(sorted(found.versions.items()))


class _Index(msgspec.Struct):
    versions: dict[str, str]


def is_delta(head: Head) -> bool:
    """Whether a file begins like a delta. An empty one does not show; its place among the versions tells."""
    start = head.text.lstrip()
    return start.startswith(('{"op"', '{ "op"'))


def _envelope(file: ListFile, number: int, body: bytes, ended: bool) -> _Envelope:
    try:
        return msgspec.json.decode(body, type=_Envelope)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        json_of(file, number, body, ended)
        raise _malformed(file, number, str(error)) from error


def _id_of(file: ListFile, number: int, body: bytes) -> str:
    found = json_of(file, number, body, ended=True)
    ids = [value for key, value in found if key == "id"] if isinstance(found, Pairs) else []
    if len(ids) != 1 or not isinstance(ids[0], str) or not ids[0]:
        raise _malformed(file, number, "a DEL without one id")
    return ids[0]


def _malformed(file: ListFile, number: int, got: str) -> ListMalformed:
    about = f"{file.name}, line {number}"
    rule = 'every line of a delta must be {"op": "ADD|MOD|DEL", "entity": {…}}'
    return ListMalformed(about, rule=rule, got=got, fix="download the delta again, or take the whole export")
