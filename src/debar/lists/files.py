"""Official files, wherever they lie: on disk, in memory, inside ``.gz``, ``.xz``, ``.zip``, ``.tar.xz``."""

from __future__ import annotations

import codecs
import hashlib
import io
from functools import cached_property
from pathlib import Path
from typing import BinaryIO

HEAD_BYTES = 65_536


class Head:
    """The beginning of a file, for telling what it is.

    Args:
        data: the first `HEAD_BYTES` bytes.
        size: of the whole file, in bytes.
    """

    def __init__(self, data: bytes, size: int) -> None:
        self.data = data
        self.size = size

    @cached_property
    def text(self) -> str:
        """The bytes as text: BOM honoured, else UTF-8, else Latin-1; an unfinished last character is dropped."""
        if self.data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return self.data.decode("utf-16", errors="ignore")
        body = self.data.removeprefix(codecs.BOM_UTF8)
        try:
            return codecs.getincrementaldecoder("utf-8")().decode(body)
        except UnicodeDecodeError:
            return body.decode("latin-1")

    @cached_property
    def is_xml(self) -> bool:
        """Whether it starts like XML (and not like an HTML page)."""
        start = self.text.lstrip()[:200].lower()
        return start.startswith("<") and not start.startswith(("<!doctype html", "<html"))

    @cached_property
    def is_html(self) -> bool:
        """Whether it is an HTML page, as publishers send with status 200 when something is wrong."""
        start = self.text.lstrip()[:2000].lower()
        return start.startswith(("<!doctype html", "<html")) or (start.startswith("<?xml") and "<html" in start)

    @cached_property
    def is_zip(self) -> bool:
        """Whether it is a zip container (an .xlsx workbook is one)."""
        return self.data.startswith(b"PK\x03\x04")


class ListFile:
    """One official file, whole.

    Args:
        name: what to call it in messages (``history.tar.xz!sdn_2024-02-23.csv``).
        path: where it lies, unless ``content`` is given.
        content: its bytes, unless ``path`` is given.
        modified: ISO time that the file system, archive or publisher gives it.
    """

    def __init__(
        self, name: str, *, path: Path | None = None, content: bytes | None = None, modified: str | None = None
    ) -> None:
        if (path is None) == (content is None):
            raise ValueError("a ListFile needs a path or its content")
        self.name = name
        self.path = path
        self.content = content
        self.modified = modified

    def __repr__(self) -> str:
        return f"ListFile({self.name!r})"

    def open(self) -> BinaryIO:
        """A fresh stream over the whole file."""
        if self.content is not None:
            return io.BytesIO(self.content)
        assert self.path is not None
        return self.path.open("rb")

    def read(self) -> bytes:
        """All its bytes."""
        if self.content is not None:
            return self.content
        with self.open() as stream:
            return stream.read()

    @cached_property
    def size(self) -> int:
        """In bytes."""
        if self.content is not None:
            return len(self.content)
        assert self.path is not None
        return self.path.stat().st_size

    @cached_property
    def head(self) -> Head:
        """Its beginning."""
        with self.open() as stream:
            return Head(stream.read(HEAD_BYTES), self.size)

    def row_marks(self) -> tuple[bytes, bytes]:
        """A mark for the whole file, and the marks of all its beginnings that end with a line, 8 bytes each.

        A file that was cut at the end of a line bears a mark that the whole one has among its beginnings.
        """
        running = hashlib.blake2b(digest_size=8)
        beginnings = bytearray()
        with self.open() as stream:
            for line in stream:
                beginnings += running.digest()
                running.update(line)
        return running.digest(), bytes(beginnings)

    @cached_property
    def sha256(self) -> str:
        """Of the whole file, in hexadecimal."""
        digest = hashlib.sha256()
        with self.open() as stream:
            while chunk := stream.read(1 << 20):
                digest.update(chunk)
        return digest.hexdigest()
