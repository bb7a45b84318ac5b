"""Rows of a delimited text file, strictly: what is cut off or broken is refused, never read as far as it goes."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from debar.errors import ListMalformed, ListTruncated
from debar.lists.files import Head, ListFile

_AGAIN = "download the file again"


def header_of(head: Head, delimiter: str) -> tuple[str, ...]:
    """The cells of a file's first line; empty when the line is not whole or is no such row."""
    line, end, _ = head.text.removeprefix("\ufeff").partition("\n")
    if not end:
        return ()
    try:
        return tuple(next(csv.reader([line], delimiter=delimiter, strict=True), ()))
    except csv.Error:
        return ()


def rows(file: ListFile, delimiter: str) -> Iterator[list[str]]:
    """The header and then every row, all with as many cells as the header; blank lines are no rows.

    Raises:
        ListTruncated: the last line has no end, a quote is never closed, the last row is short, or there is no row.
        ListMalformed: bytes that are not UTF-8, a broken quote, a row of another length, an HTML page.
    """
    if file.head.is_html:
        raise ListMalformed(file.name, rule="this is an HTML page, not a list", fix=_AGAIN)
    reader = csv.reader(_lines(file), delimiter=delimiter, strict=True)
    width = 0
    count = 0
    try:
        for cells in reader:
            if not cells:
                continue
            width = width or len(cells)
            if len(cells) != width:
                raise _wrong_width(file, reader.line_num, len(cells), width, last=next(reader, None) is None)
            count += 1
            yield cells
    except csv.Error as error:
        kind = ListTruncated if "unexpected end of data" in str(error) else ListMalformed
        raise kind(f"{file.name}, line {reader.line_num}", got=str(error), fix=_AGAIN) from error
    if count < 2:
        raise ListTruncated(file.name, got="no row below the header" if count else "no header", fix=_AGAIN)


def _wrong_width(file: ListFile, line: int, got: int, width: int, *, last: bool) -> ListTruncated | ListMalformed:
    about = f"{file.name}, line {line}"
    if last and got < width:
        return ListTruncated(about, got=f"{got} of {width} columns in the last row", fix=_AGAIN)
    return ListMalformed(about, rule=f"every row must have {width} columns", got=str(got), fix=_AGAIN)


def _lines(file: ListFile) -> Iterator[str]:
    """The file's lines, each checked on its own, so that bytes that are no UTF-8 are named by where they stand."""
    offset = 0
    line = b"\n"
    with file.open() as stream:
        for line in stream:
            try:
                text = line.decode("utf-8")
            except UnicodeDecodeError as error:
                raise ListMalformed(
                    file.name,
                    rule="the text must be UTF-8",
                    got=f"byte 0x{line[error.start]:02x} at offset {offset + error.start}",
                    fix=_AGAIN,
                ) from error
            yield text if offset else text.removeprefix("\ufeff")
            offset += len(line)
    if not line.endswith(b"\n"):
        raise ListTruncated(file.name, got="a last line without its end", fix=_AGAIN)
