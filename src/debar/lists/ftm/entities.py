"""FollowTheMoney objects as JSON lines: ``entities.ftm.json`` (with deltas), ``targets.nested.json``, own ``.jsonl``.

The publication date is None: the files do not say it. (``index.json`` beside them does, but is no part of the list;
``last_change`` is a date per object.)
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

import msgspec

from debar.errors import ListIncomplete, ListMalformed
from debar.lists.files import Head, ListFile
from debar.lists.ftm.delta import is_delta
from debar.lists.ftm.nested import flat
from debar.lists.ftm.objects import read_lines
from debar.lists.ftm.overlay import Overlay
from debar.lists.ftm.resolve import Placed, resolve
from debar.lists.ftm.source import Source, source_of
from debar.lists.reading import Context, Item, Preface, Tally

BASE = "entities.ftm.json"
NESTED = "targets.nested.json"
DELTA = "delta"

_NESTS = re.compile(r'"[A-Za-z]+"\s*:\s*\[\s*\{')
_LONG_LINE = re.compile(r'\{\s*"id"\s*:\s*"[^"]+".{0,4000}?"schema"\s*:\s*"[A-Z][A-Za-z]+"', re.DOTALL)


def entities_role(head: Head) -> str | None:
    """``entities.ftm.json`` for objects as JSON lines that name their data sets, ``delta`` for a file of changes to them.

    The caller puts deltas into order and gives them to `read_entities` as ``delta/<version>``.
    """
    if is_delta(head):
        return DELTA
    found = glimpse(head)
    return BASE if found is not None and found.exported and not found.nested else None


def nested_role(head: Head) -> str | None:
    """``targets.nested.json`` when an object among the first holds others."""
    found = glimpse(head)
    return NESTED if found is not None and found.nested else None


def own_role(head: Head) -> str | None:
    """``entities.ftm.json`` for objects as JSON lines that do not say whose they are.

    A file of customers to be screened looks just like that: ask only when the caller named the source.
    """
    found = glimpse(head)
    return BASE if found is not None and not found.exported and not found.nested else None


def read_entities(files: Mapping[str, ListFile], context: Context) -> Iterator[Item]:
    """Read an export, or an own list in its form, with the deltas ``delta/…`` in the order of their roles.

    The records of the export that a delta changes or removes, and changes that a later delta overtakes, count as used:
    the edition is what it is through them.

    Raises:
        ListIncomplete: there is no export for the deltas to apply to.
        ListTruncated, ListMalformed: as `read_lines`, or the content does not say whose list it is.
    """
    yield from _read(files, context, "ftm-entities")


def read_own(files: Mapping[str, ListFile], context: Context) -> Iterator[Item]:
    """Read an own list in the same form; ``context.source`` names it.

    Raises:
        ListIncomplete, ListTruncated, ListMalformed: as `read_entities`.
    """
    yield from _read(files, context, "watchlist-ftm")


def _read(files: Mapping[str, ListFile], context: Context, name: str) -> Iterator[Item]:
    if BASE not in files:
        raise ListIncomplete(", ".join(sorted(files)) or "the set", got=f"no {BASE}", fix="give the whole export too")
    deltas = {role: files[role] for role in sorted(files) if role.startswith(DELTA)}
    source = _source(files[BASE], context)
    yield Preface(source.name, name)
    overlay = Overlay((BASE, files[BASE]), deltas)
    rejected: Counter[str] = Counter()
    try:
        yield from overlay.lay()
        yield from resolve(lambda: flat(overlay.stream()), source, rejected)
    finally:
        overlay.close()
    for role, records in overlay.records.items():
        yield Tally(role, records, records - rejected[role])


def read_nested(files: Mapping[str, ListFile], context: Context) -> Iterator[Item]:
    """Read an export of targets with what belongs to them nested.

    Raises:
        ListIncomplete, ListTruncated, ListMalformed: as `read_entities`.
    """
    if NESTED not in files:
        raise ListIncomplete("the set", got=f"no {NESTED}", fix="give the file")
    file = files[NESTED]
    source = _source(file, context)
    yield Preface(source.name, "ftm-nested")
    rejected: Counter[str] = Counter()
    records = 0

    def stream() -> Iterator[Placed]:
        nonlocal records
        records = 0
        for line in read_lines(file):
            records += 1
            yield Placed(NESTED, line.number, line.body, line.object, line.fault, mended=line.mended)

    yield from resolve(lambda: flat(stream()), source, rejected)
    yield Tally(NESTED, records, records - rejected[NESTED])


def _source(file: ListFile, context: Context) -> Source:
    first = next((line.object for line in read_lines(file) if line.object), None)
    if first is None:
        raise ListMalformed(file.name, rule="the file holds no FollowTheMoney object", fix="download the file again")
    return source_of(file, context, exported=isinstance(first.datasets, list))


class Glimpse(msgspec.Struct, frozen=True):
    """What the first objects of a file show: whether any holds others, and whether they name their data sets."""

    nested: bool
    exported: bool


def glimpse(head: Head) -> Glimpse | None:
    """What the first objects show; None when the file does not begin with FollowTheMoney objects."""
    text = head.text.lstrip()
    if not text.startswith("{"):
        return None
    lines = text.split("\n")
    whole = [line for line in (lines if len(head.data) == head.size else lines[:-1]) if line.strip()]
    if not whole:
        # One line is longer than the head, so the keys after its properties are not to be seen.
        return Glimpse(_NESTS.search(text) is not None, True) if _LONG_LINE.match(text) else None
    found: list[_Object] = []
    for line in whole:
        try:
            found.append(msgspec.json.decode(line, type=_Object))
        except msgspec.DecodeError:
            break
    return Glimpse(any(map(_holds, found)), found[0].datasets is not None) if found else None


class _Object(msgspec.Struct):
    id: str
    schema: str
    properties: dict[str, object]
    datasets: list[str] | None = None


def _holds(found: _Object) -> bool:
    return any(isinstance(v, dict) for values in found.properties.values() if isinstance(values, list) for v in values)
