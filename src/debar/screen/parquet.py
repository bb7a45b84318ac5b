"""Parquet: rows of typed cells, read batch by batch with pyarrow (the extra ``debar[parquet]``)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from debar.errors import BadFile, BadRow
from debar.screen.asking import Cells, Row, rejected, row_of
from debar.screen.columns import assign, brief

_BATCH = 2_000


class Parquet:
    """A Parquet file with columns as a CSV file has them; a cell may hold a list of values.

    Raises:
        BadFile: pyarrow is not installed, the file is damaged or empty, or no column holds a name or an identifier.
    """

    def __init__(self, path: Path, chosen: Mapping[str, str]) -> None:
        arrow = pyarrow_parquet(path.name)
        self._about = path.name
        try:
            self._file: Any = arrow.ParquetFile(path)
        except (OSError, ValueError) as error:  # pyarrow's own errors are these
            raise BadFile(self._about, rule="the Parquet file is damaged", got=str(error)) from error
        self._total: int = self._file.metadata.num_rows
        self._read = 0
        if not self._total:
            raise BadFile(self._about, rule="there is no row in the file", fix="give at least one row")
        header = list(self._file.schema_arrow.names)
        self.columns = tuple(zip(header, assign(header, chosen, self._about), strict=True))

    def fraction(self) -> float:
        """How much of the file has been read, from 0 to 1."""
        return self._read / self._total

    def rows(self) -> Iterator[Row]:
        """The rows, in order."""
        used = [header for header, prop in self.columns if prop is not None]
        props = [prop for _, prop in self.columns if prop is not None]
        with self._file as file:
            for batch in self._batches(file, used):
                columns = [_values(batch.column(header)) for header in used]
                for cells in zip(*columns, strict=True):
                    self._read += 1
                    yield _row(self._read, list(zip(props, cells, strict=True)))

    def _batches(self, file: Any, used: list[str]) -> Iterator[Any]:
        try:
            yield from file.iter_batches(batch_size=_BATCH, columns=used)
        except (OSError, ValueError) as error:
            raise BadFile(self._about, rule="the Parquet file is damaged", got=str(error)) from error


def pyarrow_parquet(about: str) -> Any:
    """The module `pyarrow.parquet`.

    Raises:
        BadFile: it is not installed.
    """
    try:
        import pyarrow.parquet
    except ImportError as error:
        raise BadFile(about, rule="Parquet needs pyarrow", fix="run `pip install 'debar[parquet]'`") from error
    return pyarrow.parquet


def _values(column: Any) -> list[object]:
    try:
        return list(column.to_pylist())
    except UnicodeDecodeError:
        return [_value(cell) for cell in column]


def _value(cell: Any) -> object:
    try:
        return cell.as_py()
    except UnicodeDecodeError as error:
        return BadRow("row", rule="text must be UTF-8", got=brief(repr(error.object)))


def _row(number: int, pairs: list[tuple[str, object]]) -> Row:
    given = ", ".join(f"{prop}={value}" for prop, value in pairs if value is not None)
    own_id, word, found = "", "", []
    try:
        for prop, value in pairs:
            for text in _texts(prop, value):
                if prop == "id":
                    own_id = own_id or text.strip()
                elif prop == "schema":
                    word = word or text
                else:
                    found.append((prop, text))
    except BadRow as error:
        return rejected(number, own_id or None, error, given)
    return row_of(number, given, Cells(own_id or None, word, found))


def _texts(prop: str, value: object) -> Iterator[str]:
    for each in value if isinstance(value, list) else (value,):
        if isinstance(each, BadRow):
            raise each
        if isinstance(each, str):
            yield each
        elif isinstance(each, (date, datetime)):
            yield each.isoformat()[:10]
        elif isinstance(each, (int, Decimal)) and not isinstance(each, bool):
            yield str(each)
        elif isinstance(each, float) and each.is_integer():
            yield str(int(each))
        elif each is not None and each == each:  # NaN, as data frames mark no value, is not equal to itself
            raise BadRow(prop, rule="a value must be text, a whole number or a date", got=brief(repr(each)))
