"""A sheet of a workbook as a CSV file, for the readers of customer files."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from debar.errors import BadFile

_MARK = b"PK\x03\x04"
_MOST_BYTES = 512 * 1024 * 1024
"""As unpacked: a sheet of a million rows and ten columns has some 300 MB."""


class Sheet(NamedTuple):
    """What was taken: the name of the sheet, how many rows, and the names of the sheets that were not."""

    name: str
    rows: int
    others: tuple[str, ...]


def is_workbook(path: Path) -> bool:
    """Whether it is an Excel workbook (.xlsx), by its content."""
    with path.open("rb") as stream:
        if stream.read(len(_MARK)) != _MARK:
            return False
    try:
        with zipfile.ZipFile(path) as archive:
            return "xl/workbook.xml" in archive.namelist()
    except zipfile.BadZipFile:
        return False


def to_csv(path: Path, target: Path, about: str) -> Sheet:
    """Write the first sheet that has rows as CSV: values as they are calculated, days as ISO dates.

    Raises:
        BadFile: it is damaged, too large as unpacked, or has no rows.
    """
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(one.file_size for one in archive.infolist())
        if size > _MOST_BYTES:
            raise BadFile(
                about, rule="the workbook is too large as unpacked", got=f"{size:,} bytes", fix="save the sheet as CSV"
            )
        book = load_workbook(path, read_only=True, data_only=True)
    except BadFile:
        raise
    except Exception as error:  # openpyxl lets whatever a broken file causes come through
        raise _damaged(about, error) from error
    try:
        for sheet in book.worksheets:
            rows = _written(sheet.iter_rows(values_only=True), target)
            if rows:
                return Sheet(sheet.title, rows, tuple(one.title for one in book.worksheets if one is not sheet))
    except Exception as error:
        raise _damaged(about, error) from error
    finally:
        book.close()
    raise BadFile(about, rule="no sheet of the workbook has rows", fix="give a header line and at least one row")


def _damaged(about: str, error: Exception) -> BadFile:
    got = f"{type(error).__name__}: {error}"[:200]
    return BadFile(about, rule="the workbook cannot be read", got=got, fix="save the sheet as CSV (UTF-8)")


def _written(rows: Iterable[tuple[Any, ...]], target: Path) -> int:
    """How many rows were written; blank ones at the beginning are passed over, later ones are rows."""
    count = 0
    with target.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        width = 0
        for row in rows:
            cells = [_text(value) for value in row]
            if not count and not any(cells):
                continue
            if not count:
                while cells and not cells[-1]:
                    cells.pop()
                width = len(cells)
            writer.writerow(cells[:width] if not any(cells[width:]) else cells)
            count += 1
    return count


def _text(value: Any) -> str:
    """A cell as somebody sees it.

    >>> _text(7.0), _text(datetime(1952, 10, 7)), _text(None), _text(True)
    ('7', '1952-10-07', '', 'true')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
