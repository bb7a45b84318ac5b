"""The rows of the EU's CSV files, native or re-saved by a spreadsheet.

A spreadsheet that opens the native file splits it at its commas. Saved again, each row is one quoted cell in which the
commas have become tabs, padded with tabs to one width, in the encoding of the machine that saved it. Both forms give
the same rows here.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from debar.errors import ListMalformed, ListTruncated
from debar.lists.files import ListFile

AGAIN = "download the file again"


def is_resaved(file: ListFile) -> bool:
    """Whether the whole header is one quoted cell."""
    return file.head.text.lstrip("\ufeff").startswith('"')


def rows_of(file: ListFile) -> Iterator[list[str]]:
    """Every row, the header first, each with as many fields as the header.

    Raises:
        ListTruncated: the file ends within a row.
        ListMalformed: a row has too few or too many fields, or a byte is not of the file's encoding.
    """
    resaved = is_resaved(file)
    _check_end(file)
    with file.open() as stream:
        text = io.TextIOWrapper(stream, encoding=_encoding(file, resaved=resaved), newline="")
        reader = csv.reader(text, delimiter="," if resaved else ";", strict=True)
        width = 0
        while True:
            try:
                row = next(reader, None)
                if row is not None and resaved:
                    row = _unpacked(row)
            except csv.Error as error:
                raise _broken(file, reader.line_num, str(error)) from error
            except UnicodeDecodeError as error:
                raise _bad_byte(file, error) from error
            if row is None:
                return
            width = width or len(row)
            if len(row) != width:
                got = f"{len(row)} fields in line {reader.line_num}, {width} in the header"
                raise ListMalformed(
                    file.name, rule="every row must have as many fields as the header", got=got, fix=AGAIN
                )
            yield row


def _encoding(file: ListFile, *, resaved: bool) -> str:
    """UTF-8; a file saved again may be in the spreadsheet's Windows-1252."""
    if resaved:
        try:
            file.read().decode("utf-8")
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8-sig"


def _unpacked(row: list[str]) -> list[str]:
    """The fields in the one cell of a row that was saved again."""
    if len(row) != 1:
        raise csv.Error("a row that a spreadsheet saved again must be one quoted cell")
    return next(csv.reader([row[0].rstrip("\t").replace("\t", ",")], delimiter=";", strict=True))


def _check_end(file: ListFile) -> None:
    with file.open() as stream:
        stream.seek(max(0, file.size - 1))
        if stream.read() != b"\n":
            raise ListTruncated(file.name, got="no line end after the last row", fix=AGAIN)


def _broken(file: ListFile, line: int, message: str) -> ListMalformed | ListTruncated:
    if "unexpected end of data" in message:
        return ListTruncated(file.name, got=f"a quote that is not closed, line {line}", fix=AGAIN)
    return ListMalformed(file.name, got=f"{message}, line {line}", fix=AGAIN)


def _bad_byte(file: ListFile, error: UnicodeDecodeError) -> ListMalformed:
    """Name the byte's place in the file, not in the reader's buffer."""
    try:
        file.read().decode(error.encoding)
    except UnicodeDecodeError as whole:
        got = f"byte 0x{whole.object[whole.start]:02x} at offset {whole.start}"
        return ListMalformed(file.name, rule=f"the file must be in {error.encoding}", got=got, fix=AGAIN)
    return ListMalformed(file.name, rule=f"the file must be in {error.encoding}", got=str(error), fix=AGAIN)
