"""CSV files with a header, read strictly: UTF-8, every row as wide as the header, the last line ended."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import NamedTuple

from debar.errors import ListMalformed, ListTruncated
from debar.lists.files import Head, ListFile

DELIMITERS = (",", ";", "\t")
# A party of OpenSanctions may have thousands of aliases in one cell; the csv module stops at 128 KiB by default.
_LARGEST_CELL = 1 << 27


class Row(NamedTuple):
    """A row: the line on which it starts (from 1), and its cells, stripped."""

    line: int
    cells: list[str]


def header_of(head: Head) -> tuple[str, list[str]]:
    """The delimiter that the header line shows (the one that gives most columns), and the column names."""
    line = head.text.lstrip("\ufeff").split("\n", 1)[0].rstrip("\r")
    best = max(((delimiter, _split(line, delimiter)) for delimiter in DELIMITERS), key=lambda found: len(found[1]))
    return best[0], [cell.strip() for cell in best[1]]


def read_rows(file: ListFile, delimiter: str) -> Iterator[Row]:
    """The header and every row that is not blank.

    Raises:
        ListTruncated: a quote stays open, or the last line has no line end.
        ListMalformed: the file is not UTF-8 (the offset is named), or a row is not as wide as the header.
    """
    csv.field_size_limit(_LARGEST_CELL)
    reader = csv.reader(_decoded(file), delimiter=delimiter, strict=True)
    width = None
    start = 1
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise _broken(file, start, error) from error
        if cells is None:
            return
        line, start = start, reader.line_num + 1
        if not any(cell.strip() for cell in cells):
            continue
        width = width or len(cells)
        if len(cells) != width:
            got = f"{len(cells)} columns where the header has {width}"
            fix = "put cells that hold the delimiter into double quotes"
            raise ListMalformed(
                f"{file.name}, line {line}", rule="a row must be as wide as the header", got=got, fix=fix
            )
        yield Row(line, [cell.strip() for cell in cells])


def values_in(cell: str) -> list[str] | None:
    """The values of a cell that holds several, parted by ``;``; None when its quotes do not pair.

    A value that has a semicolon itself stands in double quotes within the cell, as in OpenSanctions' exports.

    >>> values_in('ARARAT; "Smith; Sons"')
    ['ARARAT', 'Smith; Sons']
    """
    try:
        cells = next(csv.reader([cell], delimiter=";", strict=True, skipinitialspace=True), [])
    except csv.Error:
        return None
    return list(dict.fromkeys(value.strip() for value in cells if value.strip()))


def _split(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter, strict=True), [])
    except csv.Error:
        return []


def _decoded(file: ListFile) -> Iterator[str]:
    offset = 0
    number = 0
    with file.open() as stream:
        for number, raw in enumerate(stream, 1):
            try:
                text = raw.decode("utf-8-sig" if number == 1 else "utf-8")
            except UnicodeDecodeError as error:
                got = f"byte {raw[error.start]:#04x} at offset {offset + error.start} (line {number})"
                fix = "save it as CSV in UTF-8"
                raise ListMalformed(file.name, rule="the file must be UTF-8", got=got, fix=fix) from error
            if not raw.endswith(b"\n"):
                got = f"line {number} has no line end"
                raise ListTruncated(file.name, got=got, fix="get the whole file, or end its last line")
            offset += len(raw)
            yield text


def _broken(file: ListFile, line: int, error: csv.Error) -> ListMalformed | ListTruncated:
    about = f"{file.name}, line {line}"
    if "unexpected end of data" in str(error):
        return ListTruncated(about, got="a quote that is never closed", fix="get the whole file")
    return ListMalformed(about, rule="the row is not well-formed", got=str(error), fix="check its double quotes")
