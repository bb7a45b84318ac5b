"""JSON lines: one query per line, ``{"id": "q1", "schema": "Person", "properties": {"name": ["…"]}}``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from debar.errors import BadFile, BadRow
from debar.screen.asking import Cells, Row, rejected, row_of
from debar.screen.columns import brief
from debar.screen.lines import Line, Lines, texts

_decode = msgspec.json.Decoder().decode


class JsonLines:
    """A file of queries, one JSON object per line.

    Values are text, whole numbers, or lists of them; ``null`` is no value. Keys beside ``id``, ``schema`` and
    ``properties`` do not count.

    Raises:
        BadFile: columns were assigned (properties have their names already), or it holds no line.
    """

    columns: tuple[tuple[str, str | None], ...] = ()

    def __init__(self, path: Path, chosen: Mapping[str, str]) -> None:
        self._lines = Lines(path)
        if chosen:
            got = ", ".join(f"{column}={prop}" for column, prop in chosen.items())
            raise BadFile(path.name, rule="JSON lines have no columns to assign", got=got, fix="leave --column out")

    def fraction(self) -> float:
        """How much of the file has been read, from 0 to 1."""
        return self._lines.fraction

    def rows(self) -> Iterator[Row]:
        """The rows, in order."""
        number, blanks = 0, 0
        with self._lines:
            for line in texts(self._lines):
                if line.error is None and not line.text.strip():
                    blanks += 1
                    continue
                for _ in range(blanks):
                    number += 1
                    yield rejected(number, None, BadRow("row", rule="the line is blank"), "", number)
                blanks = 0
                number += 1
                yield _row(number, line)


def _row(number: int, line: Line) -> Row:
    found: object = None
    try:
        if line.error is not None:
            raise line.error
        found = _object(line.text)
        cells = _cells(found)
    except BadRow as error:
        own_id = _id(found) if isinstance(found, dict) else None
        return rejected(number, own_id, error, line.text, line.number)
    return row_of(number, line.text, cells)


def _object(text: str) -> dict[str, object]:
    try:
        found = _decode(text)
    except (msgspec.DecodeError, RecursionError) as error:
        raise BadRow("row", rule="the line is no JSON", got=str(error)) from error
    if not isinstance(found, dict):
        raise BadRow("row", rule="a line must hold a JSON object", got=brief(text))
    return found


def _cells(found: dict[str, object]) -> Cells:
    schema, properties = found.get("schema"), found.get("properties")
    if schema is not None and not isinstance(schema, str):
        raise BadRow("schema", rule="the schema must be text", got=brief(repr(schema)))
    if not isinstance(properties, dict):
        fix = 'write {"id": "q1", "schema": "Person", "properties": {"name": ["…"]}}'
        raise BadRow("properties", rule="there must be an object of properties", got=brief(repr(properties)), fix=fix)
    pairs = [(prop, text) for prop, value in properties.items() for text in _texts(prop, value)]
    return Cells(_id(found), schema or "", pairs)


def _texts(prop: str, value: object) -> Iterator[str]:
    for each in value if isinstance(value, list) else (value,):
        if isinstance(each, str):
            yield each
        elif isinstance(each, int) and not isinstance(each, bool):
            yield str(each)
        elif each is not None:
            raise BadRow(prop, rule="a value must be text or a list of texts", got=brief(repr(each)))


def _id(found: dict[str, object]) -> str | None:
    own_id = found.get("id")
    if isinstance(own_id, (str, int)) and not isinstance(own_id, bool):
        return str(own_id).strip() or None
    return None
