"""The rows of a customer file, each as a query or with the reason why it is none.

Three formats, told by content: JSON lines (the queries of yente's ``/match``: ``{"id", "schema", "properties"}``), CSV
(with commas, semicolons, tabs or bars; UTF-8; a header line) and Parquet. Columns are told by their names (`columns`);
one cell is one value, several columns may give the same property.

Nothing is dropped: a row that cannot be read is given with its ``problem``, in its place. The number of rows is that of
the lines of JSON, or of the records of CSV after the header; blank lines in between are rows (rejected ones), blank lines
at the end are not. Files that are no such file at all raise `BadFile`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from debar.errors import BadFile
from debar.screen.asking import Row
from debar.screen.delimited import Delimited
from debar.screen.jsonlines import JsonLines
from debar.screen.parquet import Parquet

__all__ = ["Row", "Rows", "iterate"]

Format = Literal["csv", "jsonl", "parquet"]

_Reader = Delimited | JsonLines | Parquet
_READERS: dict[Format, Callable[[Path, Mapping[str, str]], _Reader]] = {
    "csv": Delimited,
    "jsonl": JsonLines,
    "parquet": Parquet,
}
_HEAD = 65_536
_FOREIGN = (
    (b"PK\x03\x04", "a workbook or an archive", "save the sheet as CSV (UTF-8)"),
    (b"\xd0\xcf\x11\xe0", "an old workbook", "save the sheet as CSV (UTF-8)"),
    (b"\x1f\x8b", "gzip", "unpack it first"),
    (b"\xfd7zXZ", "xz", "unpack it first"),
    (b"(\xb5/\xfd", "zstandard", "unpack it first"),
    (b"%PDF", "a PDF", "give a table: CSV, JSON lines or Parquet"),
    (b"\xff\xfe", "UTF-16", "save it as UTF-8"),
    (b"\xfe\xff", "UTF-16", "save it as UTF-8"),
    (b"<", "XML or a web page", "give a table: CSV, JSON lines or Parquet"),
    (b"[", "a JSON array", "give one JSON object per line"),
)


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a file, to be gone through once.

    Args:
        format: ``csv``, ``jsonl`` or ``parquet``.
        columns: each column with the property it gives, None for one that is not used; empty for JSON lines.
    """

    format: Format
    columns: tuple[tuple[str, str | None], ...]
    _reader: _Reader
    _rows: Iterator[Row]

    def __iter__(self) -> Iterator[Row]:
        return self._rows

    def __next__(self) -> Row:
        return next(self._rows)

    @property
    def fraction(self) -> float:
        """How much of the file has been read, from 0 to 1."""
        return self._reader.fraction()


def iterate(path: Path, columns: Mapping[str, str] | None = None) -> Rows:
    """The rows of a customer file.

    Args:
        path: a file of JSON lines, CSV or Parquet.
        columns: the caller's own assignments, header to FollowTheMoney property (or ``id``, ``schema``; or empty, to
            leave the column unused); the others are told by their headers.

    Raises:
        BadFile: it is no such file, is empty, or no column holds a name or an identifier.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "customers.csv")
    ...     _ = path.write_text("ref;full name;dob\\nc-1;Ada King;1815-12-10\\nc-2;;\\n")
    ...     [(row.id, row.problem) for row in iterate(path)]
    [('c-1', None), ('c-2', 'c-2: a query needs a name or an identifier; give `name`, or an id')]
    """
    if not path.is_file():
        raise BadFile(str(path), rule="there is no such file" if not path.exists() else "this is no file")
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    known = _format(head, path)
    reader = _READERS[known](path, columns or {})
    return Rows(known, reader.columns, reader, reader.rows())


def _format(head: bytes, path: Path) -> Format:
    if head.startswith(b"PAR1"):
        return "parquet"
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not text and path.stat().st_size <= _HEAD:
        raise BadFile(path.name, rule="the file is empty", fix="give at least one row")
    for mark, what, fix in _FOREIGN:
        if (head if len(mark) > 1 else text).startswith(mark):
            raise BadFile(path.name, rule="the file is no CSV, JSON lines or Parquet", got=what, fix=fix)
    first = text.split(b"\n", 1)[0].strip()
    if first == b"{":
        raise BadFile(path.name, rule="JSON must stand one object per line", got="an object over several lines")
    if first.startswith(b"{") or path.suffix.lower() in (".jsonl", ".ndjson", ".json"):
        return "jsonl"
    return "csv"
