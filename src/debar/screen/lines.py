"""The physical lines of a text file, however broken the file is, with their numbers and the way gone so far."""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

import msgspec

from debar.errors import BadRow

MAX_LINE = 1_048_576
"""The longest line that is taken, in bytes; a longer one is rejected as a row, its bytes are passed over."""


class Lines:
    """The lines of a file as bytes without their ends; one at a time, so that memory stays bounded.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "names.csv")
    ...     _ = path.write_bytes(b"\\xef\\xbb\\xbfname\\r\\nAda\\n")
    ...     with Lines(path) as lines:
    ...         list(lines), lines.number
    ([b'name', b'Ada'], 2)
    """

    def __init__(self, path: Path) -> None:
        self.number = 0
        self.position = 0
        self.size = path.stat().st_size
        self._path = path
        self._stream: BinaryIO | None = None

    def __enter__(self) -> Lines:
        self._stream = self._path.open("rb")
        self.number = self.position = 0
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._stream is not None:
            self._stream.close()

    def __iter__(self) -> Lines:
        return self

    def __next__(self) -> bytes:
        """The next line.

        Raises:
            BadRow: the line is longer than `MAX_LINE`; the call after it gives the next line.
        """
        line = self._read()
        if not line:
            raise StopIteration
        self.number += 1
        if len(line) > MAX_LINE and not line.endswith(b"\n"):
            length = len(line) + self._pass_over()
            raise BadRow("line", rule=f"a line must not be longer than {MAX_LINE:,} bytes", got=f"{length:,} bytes")
        if self.number == 1:
            line = line.removeprefix(BOM_UTF8)
        return line.removesuffix(b"\n").removesuffix(b"\r")

    @property
    def fraction(self) -> float:
        """How much of the file has been read, from 0 to 1."""
        return self.position / self.size if self.size else 1.0

    def _read(self) -> bytes:
        if self._stream is None:
            raise ValueError("Lines must be entered (`with lines:`) before they are read")
        line = self._stream.readline(MAX_LINE + 1)
        self.position += len(line)
        return line

    def _pass_over(self) -> int:
        passed = 0
        while line := self._read():
            passed += len(line)
            if line.endswith(b"\n"):
                break
        return passed


class Line(msgspec.Struct, frozen=True):
    """A line as text; or, with ``error``, what can be shown of a line that cannot be read."""

    number: int
    text: str
    error: BadRow | None = None


def texts(lines: Lines) -> Iterator[Line]:
    """The lines as text; one that is too long, holds a NUL byte or is not UTF-8 comes with its error."""
    while True:
        try:
            data = next(lines)
        except StopIteration:
            return
        except BadRow as error:
            yield Line(lines.number, "", error)
            continue
        try:
            yield Line(lines.number, _text(data))
        except BadRow as error:
            yield Line(lines.number, data.decode(errors="backslashreplace"), error)


def _text(line: bytes) -> str:
    if b"\0" in line:
        raise BadRow("line", rule="text must not hold a NUL byte", got=f"one at byte {line.index(0) + 1}")
    try:
        return line.decode()
    except UnicodeDecodeError as error:
        raise BadRow(
            "line",
            rule="text must be UTF-8",
            got=f"byte 0x{line[error.start]:02x} at byte {error.start + 1}",
            fix="save the file as UTF-8",
        ) from error
