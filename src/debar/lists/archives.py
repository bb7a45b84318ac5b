"""Finding official files in folders and archives, in depth, recognised by content.

Containers (gzip, xz, bzip2, zip, tar) are told by their first bytes. A workbook is a zip too, but one with
``[Content_Types].xml``; it is a file, not a container. Members are unpacked to a temporary folder, one by one, against
limits, so that an archive of 308 editions does not fill the memory and a hostile one does not fill the disk.
"""

from __future__ import annotations

import bz2
import gzip
import lzma
import re
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import IO

from debar.errors import BadFile, DebarError, ListMalformed, ListTruncated
from debar.lists.files import ListFile

MAX_MEMBERS = 100_000  # the 308 daily editions are 308; a full mirror of every list over 20 years is some 50,000
MAX_DEPTH = 3  # an edition inside a .zip inside a .tar.xz is the deepest that publishers and mirrors offer
MAX_UNPACKED_BYTES = (
    64 * 2**30
)  # OpenSanctions' largest export is 4 GB; an archive beyond this is an attack or a mistake
_CHUNK = 1 << 20

# Time in a file or folder name: 2024-02-23, 2024-02-23T1843Z, 20240223, 2024-02. An edition of a list whose content
# bears no date (OFAC's CSV, Canada's XML) is dated by it.
_DATE_IN_NAME = re.compile(
    r"(?<!\d)(20\d\d)-?(0[1-9]|1[0-2])-?(0[1-9]|[12]\d|3[01])(?:[T_ ]?([01]\d|2[0-3])[:.]?([0-5]\d)(?:[:.]?([0-5]\d))?Z)?(?!\d)"
    r"|(?<!\d)(20\d\d)-(0[1-9]|1[0-2])(?!\d)"
)


class Unreadable:
    """A file or member that could not be unpacked, with the reason."""

    def __init__(self, name: str, error: DebarError) -> None:
        self.name = name
        self.error = error


class Unpacker(AbstractContextManager["Unpacker"]):
    """Walks folders and archives; removes what it unpacked when left.

    >>> with Unpacker() as unpacker:
    ...     list(unpacker.walk(Path("/nonexistent")))
    Traceback (most recent call last):
        ...
    debar.errors.BadFile: /nonexistent: there is no such file or folder; give a folder with official files [input.file]
    """

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="debar-unpacked-")
        self._unpacked_bytes = 0
        self._members = 0

    def __exit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._folder.cleanup()

    def walk(self, start: Path) -> Iterator[ListFile | Unreadable]:
        """Every file below ``start``, containers opened, in the order of their names.

        Raises:
            BadFile: there is no such file or folder.
        """
        if not start.exists():
            raise BadFile(str(start), rule="there is no such file or folder", fix="give a folder with official files")
        paths = [start] if start.is_file() else sorted(path for path in start.rglob("*") if path.is_file())
        for path in paths:
            modified = datetime.fromtimestamp(path.stat().st_mtime, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
            yield from self._open(ListFile(str(path), path=path, modified=modified), 0)

    def _open(self, file: ListFile, depth: int) -> Iterator[ListFile | Unreadable]:
        kind = _container(file)
        if kind is None:
            yield file
            return
        try:
            if depth >= MAX_DEPTH:
                raise ListMalformed(
                    file.name, rule=f"archives are nested more than {MAX_DEPTH} deep", fix="unpack it first"
                )
            if kind == "zip":
                yield from self._zip(file, depth)
            elif kind == "tar":
                yield from self._tar(file, depth)
            else:
                with file.open() as raw, _decompressor(kind, raw) as stream:
                    inner = self._spool(f"{file.name}!{_inner_name(file.name)}", stream, file.modified)
                yield from self._open(inner, depth + 1)
        except (EOFError, lzma.LZMAError, zlib.error, OSError, zipfile.BadZipFile, tarfile.TarError) as error:
            yield Unreadable(file.name, _cannot_unpack(file, error))
        except DebarError as error:
            yield Unreadable(file.name, error)

    def _zip(self, file: ListFile, depth: int) -> Iterator[ListFile | Unreadable]:
        with file.open() as raw, zipfile.ZipFile(raw) as archive:
            for member in sorted(archive.infolist(), key=lambda info: info.filename):
                if member.is_dir():
                    continue
                modified = datetime(*member.date_time, tzinfo=UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
                with archive.open(member) as stream:
                    inner = self._spool(f"{file.name}!{member.filename}", stream, modified)
                yield from self._open(inner, depth + 1)

    def _tar(self, file: ListFile, depth: int) -> Iterator[ListFile | Unreadable]:
        with file.open() as raw, tarfile.open(fileobj=raw) as archive:
            for member in archive:
                if not member.isfile():
                    continue
                stream = archive.extractfile(member)
                assert stream is not None
                modified = datetime.fromtimestamp(member.mtime, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
                yield from self._open(self._spool(f"{file.name}!{member.name}", stream, modified), depth + 1)

    def _spool(self, name: str, stream: IO[bytes], modified: str | None) -> ListFile:
        """Copy a member to the temporary folder under a name of our own (its own could point anywhere)."""
        self._members += 1
        if self._members > MAX_MEMBERS:
            raise ListMalformed(name, rule=f"more than {MAX_MEMBERS} files in the archives", fix="load them in parts")
        path = Path(self._folder.name) / f"{self._members:06}"
        with path.open("wb") as target:
            while chunk := stream.read(_CHUNK):
                self._unpacked_bytes += len(chunk)
                if self._unpacked_bytes > MAX_UNPACKED_BYTES:
                    raise ListMalformed(name, rule=f"the archives unpack to more than {MAX_UNPACKED_BYTES >> 30} GiB")
                target.write(chunk)
        return ListFile(name, path=path, modified=modified)


def date_in_name(name: str) -> str | None:
    """The ISO date or time that a path bears, the innermost part first.

    >>> date_in_name("history.tar.xz!sdn_2024-02-23T1843Z.csv")
    '2024-02-23T18:43:00Z'
    >>> date_in_name("ofac/2023-12-28/sdn.csv"), date_in_name("un/consolidated_2024-12.xml"), date_in_name("sdn.csv")
    ('2023-12-28', '2024-12', None)
    """
    for part in reversed(re.split(r"[/\\!]", name)):
        found = _DATE_IN_NAME.search(part)
        if found is None:
            continue
        year, month, day, hour, minute, second, only_year, only_month = found.groups()
        if only_year:
            return f"{only_year}-{only_month}"
        date = f"{year}-{month}-{day}"
        return f"{date}T{hour}:{minute}:{second or '00'}Z" if hour else date
    return None


def folder_of(name: str) -> str:
    """The folder or archive that a file lies in; files of one set lie in one folder."""
    return re.split(r"[/\\!](?=[^/\\!]*$)", name)[0] if re.search(r"[/\\!]", name) else ""


def _container(file: ListFile) -> str | None:
    start = file.head.data
    if start.startswith(b"\x1f\x8b"):
        return "gzip"
    if start.startswith(b"\xfd7zXZ\x00"):
        return "xz"
    if start.startswith(b"BZh"):
        return "bzip2"
    if start[257:262] == b"ustar":
        return "tar"
    if start.startswith(b"PK\x03\x04") and b"[Content_Types].xml" not in start[:4096] and not _is_workbook(file):
        return "zip"
    return None


def _is_workbook(file: ListFile) -> bool:
    try:
        with file.open() as raw, zipfile.ZipFile(raw) as archive:
            return "[Content_Types].xml" in archive.namelist()
    except zipfile.BadZipFile:
        # A cut workbook has no directory; its parts name themselves in the stream all the same.
        return b"xl/" in file.head.data or b"docProps/" in file.head.data


def _decompressor(kind: str, raw: IO[bytes]) -> IO[bytes]:
    if kind == "gzip":
        return gzip.GzipFile(fileobj=raw)  # type: ignore[return-value]
    return lzma.LZMAFile(raw) if kind == "xz" else bz2.BZ2File(raw)


def _inner_name(name: str) -> str:
    return re.sub(r"\.(gz|xz|bz2)$", "", Path(name.split("!")[-1]).name, flags=re.IGNORECASE)


def _cannot_unpack(file: ListFile, error: Exception) -> DebarError:
    message = str(error) or type(error).__name__
    cut = isinstance(error, EOFError) or any(
        sign in message
        for sign in ("ended before", "end-of-stream", "unexpected end", "not a zip file", "unexpected EOF")
    )
    kind = ListTruncated if cut else ListMalformed
    return kind(file.name, got=message, fix="get the archive again")
