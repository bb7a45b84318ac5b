"""CSV for ownership: records of cells from files that people and registers made, however large or broken.

Lines without a quote, nearly all of them, are split and done with. A quote opens a cell only at its start; a record whose
quotes break the rules costs its first line alone, so that no quote can swallow other rows.
"""

from __future__ import annotations

import csv
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO, NamedTuple

from debar.errors import BadFile

DELIMITERS = (",", ";", "\t", "|")
MAX_LINE = 1 << 20
"""The longest line that is taken, in bytes; of a longer one the rest is passed over and the row rejected."""
MAX_QUOTED_LINES = 50
"""The most lines that one record may span: a quote that is not closed by then was never meant to open."""


class Record(NamedTuple):
    """A record: the line it begins on, its cells, and the rule that it breaks, if any."""

    line: int
    cells: Sequence[str]
    error: str | None = None


class Table:
    """A CSV file whose header is read: where each column stands, and the records below it.

    Args:
        path: the file.
        required: columns that must be there.
        optional: columns that may be.

    Attributes:
        at: by column, the number of its cell.
        ignored: columns of the file that are neither.

    Raises:
        BadFile: the file is not there or no text in UTF-8, or its header lacks a required column or names one twice.
    """

    def __init__(self, path: Path, required: Sequence[str], optional: Sequence[str]) -> None:
        self._path = path
        with _open(path) as stream:
            head = next((line for line in _Lines(stream) if line.error or line.text.strip()), None)
        if head is None:
            raise BadFile(path.name, rule="the file is empty", fix=f"give a header line: {','.join(required)}")
        if head.error is not None:
            raise BadFile(path.name, rule=f"the header line cannot be read: {head.error}", fix="save the file as UTF-8")
        if "\r" in head.text:
            raise BadFile(path.name, rule="lines must end with LF or CR LF", got="CR alone", fix="save the file again")
        self._header_line = head.number
        known = {*required, *optional}
        headers = {delimiter: _header(head.text, delimiter) for delimiter in DELIMITERS}
        self.delimiter = max(DELIMITERS, key=lambda one: (len(known.intersection(headers[one])), len(headers[one])))
        self.header = headers[self.delimiter]
        if missing := [column for column in required if column not in self.header]:
            raise BadFile(
                path.name,
                rule=f"the header must name the columns {', '.join(required)}",
                got=f"{', '.join(self.header)[:200]!r} without {', '.join(missing)}",
                fix=f"begin the file with {','.join(required)}[,{','.join(optional)}]",
            )
        if twice := [column for column in known if self.header.count(column) > 1]:
            raise BadFile(path.name, rule="the header must name a column once", got=f"{', '.join(sorted(twice))} twice")
        self.at: Mapping[str, int] = {column: number for number, column in enumerate(self.header) if column in known}
        self.ignored = tuple(column for column in self.header if column not in known and column)

    def records(self) -> Iterator[Record]:
        """The records, in order; blank lines are passed over."""
        width, delimiter = len(self.header), self.delimiter
        with _open(self._path) as stream:
            lines = _Again(_Lines(stream), self._header_line)
            for line in lines:
                if line.error is not None:
                    yield Record(line.number, line.text.split(delimiter), line.error)
                    continue
                if '"' in line.text:
                    record = _quoted(line, lines, delimiter)
                elif not line.text or line.text.isspace():
                    continue
                else:
                    record = Record(line.number, line.text.split(delimiter))
                cells = record.cells
                if record.error is None and len(cells) != width and (len(cells) < width or any(cells[width:])):
                    error = f"the row has {len(cells)} cells, the header {width}; look for a delimiter inside a cell"
                    record = Record(record.line, cells, error)
                yield record


class _Line(NamedTuple):
    number: int
    text: str
    error: str | None = None


class _Lines:
    """The lines of a file as text, however broken; one at a time, so that memory stays bounded."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def __iter__(self) -> Iterator[_Line]:
        number = 0
        read = self._stream.readline
        while data := read(MAX_LINE + 1):
            number += 1
            if number == 1:
                data = data.removeprefix(BOM_UTF8)
            error = None
            if len(data) > MAX_LINE and not data.endswith(b"\n"):
                error = f"a line must not be longer than {MAX_LINE:,} bytes"
                while (rest := read(MAX_LINE)) and not rest.endswith(b"\n"):
                    pass
                data = data[:200]
            try:
                text = data.decode()
            except UnicodeDecodeError as broken:
                text = data.decode(errors="backslashreplace")
                error = error or f"text must be UTF-8 (got byte 0x{data[broken.start]:02x}); save the file as UTF-8"
            if "\0" in text:
                error = error or "text must not hold a NUL byte"
                text = text.replace("\0", "\\0")
            yield _Line(number, text.removesuffix("\n").removesuffix("\r"), error)


class _Again:
    """The lines after the header, of which some can be put back."""

    def __init__(self, lines: _Lines, after: int) -> None:
        self._lines = iter(lines)
        self._put: deque[_Line] = deque()
        for line in self._lines:
            if line.number >= after:
                break

    def __iter__(self) -> _Again:
        return self

    def __next__(self) -> _Line:
        return self._put.popleft() if self._put else next(self._lines)

    def put_back(self, lines: Sequence[_Line]) -> None:
        self._put.extendleft(reversed(lines))


def _quoted(first: _Line, lines: _Again, delimiter: str) -> Record:
    """A record with quotes, which may span lines."""
    taken = [first]
    while True:
        text = "\n".join(line.text for line in taken)
        try:
            (cells,) = csv.reader([text + "\n"], delimiter=delimiter, strict=True, skipinitialspace=True)
            return Record(first.number, cells)
        except csv.Error as error:
            broken = str(error)
        following = None
        # An open quote may close on a later line; any other fault will not mend.
        if "unexpected end" in broken and len(taken) < MAX_QUOTED_LINES:
            following = next(lines, None)
        if following is None or following.error is not None:
            lines.put_back([*taken[1:], *([following] if following else [])])
            return Record(first.number, first.text.split(delimiter), f"the row breaks the rules of CSV: {broken}")
        taken.append(following)


def _header(text: str, delimiter: str) -> list[str]:
    try:
        cells = next(csv.reader([text], delimiter=delimiter, strict=True, skipinitialspace=True))
    except csv.Error:
        cells = text.split(delimiter)
    return [cell.strip().casefold() for cell in cells]


def _open(path: Path) -> BinaryIO:
    try:
        stream = path.open("rb")
    except OSError as error:
        raise BadFile(
            str(path), got=error.strerror or str(error), fix="give the path of a file that can be read"
        ) from error
    if stream.peek(2)[:2] in (BOM_UTF16_LE, BOM_UTF16_BE):
        stream.close()
        raise BadFile(path.name, rule="text must be UTF-8", got="UTF-16", fix="save the file as CSV in UTF-8")
    return stream
