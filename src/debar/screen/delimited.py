"""CSV: records of cells, with row-by-row recovery.

A quote opens a cell only at its start. A record that breaks the rules (a quote that never closes, or that closes in the
middle of a cell) costs its first line alone: the lines after it are read again as records of their own, so that no quote
can swallow other rows.
"""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from pathlib import Path

import msgspec

from debar.errors import BadFile, BadRow
from debar.screen.asking import Cells, Row, rejected, row_of
from debar.screen.columns import assign, known
from debar.screen.lines import Line, Lines, texts

DELIMITERS = (",", ";", "\t", "|")


class Delimited:
    """A CSV file: its delimiter, what its columns are, and its rows.

    Raises:
        BadFile: the header cannot be read or names nothing to screen, or there is no row after it.
    """

    def __init__(self, path: Path, chosen: Mapping[str, str]) -> None:
        self._lines = Lines(path)
        self._about = path.name
        with self._lines:
            lines = texts(self._lines)
            self.delimiter, header = _header(lines, self._about)
            self._header_lines = self._lines.number
            if not any(line.error or line.text.strip() for line in lines):
                raise BadFile(self._about, rule="there is no row after the header line", fix="give at least one row")
        self.columns = tuple(zip(header, assign(header, chosen, self._about), strict=True))

    def fraction(self) -> float:
        """How much of the file has been read, from 0 to 1."""
        return self._lines.fraction

    def rows(self) -> Iterator[Row]:
        """The rows, in order."""
        number, blanks = 0, 0
        with self._lines:
            lines = texts(self._lines)
            for record in _Records(islice(lines, self._header_lines, None), self.delimiter):
                if record.error is None and not record.text.strip():
                    blanks += 1
                    continue
                for _ in range(blanks):
                    number += 1
                    yield rejected(number, None, BadRow("row", rule="the line is blank"), "")
                blanks = 0
                number += 1
                yield self._row(number, record)

    def _row(self, number: int, record: _Record) -> Row:
        cells, error = record.cells, record.error
        extra = any(cell.strip() for cell in cells[len(self.columns) :])
        if error is None and (len(cells) < len(self.columns) or extra):
            rule = f"the row has {len(cells)} cells, the header {len(self.columns)}"
            error = BadRow("row", rule=rule, fix="look for a delimiter or a quote inside a cell")
        if error is not None:
            return rejected(number, self._first_id(cells), error, record.text, record.line)
        return row_of(number, record.text, self._cells(cells))

    def _cells(self, cells: list[str]) -> Cells:
        own_id, word, pairs = "", "", []
        for (_, prop), cell in zip(self.columns, cells, strict=False):  # further cells are blank
            if prop == "id":
                own_id = own_id or cell.strip()
            elif prop == "schema":
                word = word or cell
            elif prop is not None and cell:
                pairs.append((prop, cell))
        return Cells(own_id or None, word, pairs)

    def _first_id(self, cells: list[str]) -> str | None:
        # In a broken row the cells after the first may have shifted: only there is an id surely an id.
        return (cells[0].strip() or None) if cells and self.columns[0][1] == "id" else None


class Head(msgspec.Struct, frozen=True):
    """The beginning of a CSV file: its delimiter, the names of its columns, and the cells of its first rows."""

    delimiter: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def head_of(path: Path, rows: int) -> Head:
    """The beginning of a CSV file, whatever its columns are.

    Raises:
        BadFile: the header cannot be read, or there is no row after it.
    """
    with Lines(path) as stream:
        lines = texts(stream)
        delimiter, header = _header(lines, path.name)
        records = (one for one in _Records(lines, delimiter) if one.error is not None or one.text.strip())
        found = tuple(tuple(one.cells) for one in islice(records, rows))
    if not found:
        raise BadFile(path.name, rule="there is no row after the header line", fix="give at least one row")
    return Head(delimiter, tuple(header), found)


def _header(lines: Iterator[Line], about: str) -> tuple[str, list[str]]:
    line = next((line for line in lines if line.error or line.text.strip()), None)
    if line is None:
        raise BadFile(about, rule="the file is empty", fix="give a header line and at least one row")
    if line.error is not None:
        raise BadFile(about, rule="the header line cannot be read", got=str(line.error))
    if "\r" in line.text:
        raise BadFile(about, rule="lines must end with LF or CR LF", got="CR alone", fix="save the file again")
    headers = {delimiter: _split(line.text, delimiter) for delimiter in DELIMITERS}
    delimiter = max(DELIMITERS, key=lambda d: (known(headers[d]), len(headers[d])))
    return delimiter, [cell.strip() for cell in headers[delimiter]]


class _Record(msgspec.Struct, frozen=True):
    """A record of cells; or of its first line alone, with the rule that it broke."""

    line: int
    text: str
    cells: list[str]
    error: BadRow | None = None


class _Records:
    """The records of a file; itself the iterator of lines that the csv reader draws from."""

    def __init__(self, lines: Iterator[Line], delimiter: str) -> None:
        self._lines = lines
        self._delimiter = delimiter
        self._again: deque[Line] = deque()
        self._taken: list[Line] = []

    def __iter__(self) -> Iterator[_Record]:
        reader = csv.reader(_Feed(self._take), delimiter=self._delimiter, strict=True, skipinitialspace=True)
        while True:
            self._taken = []
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                bad = BadRow("row", rule=f"the row breaks the rules of CSV: {error}", fix="look at its quotes")
                yield self._first_line(bad)
            except BadRow as error:
                yield self._first_line(error)
            else:
                yield _Record(self._taken[0].number, "\n".join(line.text for line in self._taken), cells)

    def _take(self) -> str:
        line = self._again.popleft() if self._again else next(self._lines)
        self._taken.append(line)
        if line.error is not None:
            raise line.error
        return line.text + "\n"

    def _first_line(self, error: BadRow) -> _Record:
        first, *others = self._taken
        self._again.extendleft(reversed(others))
        if first.error is None and others and others[-1].error is not None:
            error = BadRow("row", rule="a quote is open when a line follows that cannot be read", fix="close the quote")
        return _Record(first.number, first.text, first.text.split(self._delimiter), error)


class _Feed:
    """An iterator that can go on after its end: lines may have been put back."""

    def __init__(self, take: Callable[[], str]) -> None:
        self._take = take

    def __iter__(self) -> _Feed:
        return self

    def __next__(self) -> str:
        return self._take()


def _split(text: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([text], delimiter=delimiter, strict=True, skipinitialspace=True))
    except csv.Error:
        return text.split(delimiter)
