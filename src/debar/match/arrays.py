"""The files of an index: raw little-endian arrays and blobs beside a manifest, written once, opened by mmap."""

from __future__ import annotations

import hashlib
import mmap
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import msgspec
import numpy as np
import numpy.typing as npt

from debar.errors import HomeDamaged

Array: TypeAlias = npt.NDArray[Any]
MANIFEST = "manifest.json"
FORMAT = 2
_TYPES = {"u8": "<u1", "u16": "<u2", "i32": "<i4", "i64": "<i8", "u32": "<u4", "u64": "<u8", "f32": "<f4", "bin": "<u1"}
_REBUILD = "run `debar update` to build the index anew"


class FileFacts(msgspec.Struct, frozen=True):
    """Size and digest of one file."""

    bytes: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True):
    """``manifest.json``; written last, so that a directory with one is complete."""

    format: int
    names_version: int
    about: dict[str, Any]
    counts: dict[str, int]
    sources: tuple[str, ...]
    files: dict[str, FileFacts]


class Table(NamedTuple):
    """Keys to runs of values: sorted distinct hashes, where each key's run starts, all runs in a row."""

    keys: Array
    starts: Array
    values: Array

    def runs(self, hashes: Array) -> list[tuple[int, int, int]]:
        """For the hashes that the table has: their place among those asked for, and start and end of their run."""
        if not len(self.keys):
            return []
        places = np.searchsorted(self.keys, hashes)
        places[places == len(self.keys)] = 0
        known = np.flatnonzero(self.keys[places] == hashes)
        at = places[known]
        return list(zip(known.tolist(), self.starts[at].tolist(), self.starts[at + 1].tolist(), strict=True))


class Blobs:
    """Many byte strings in one."""

    __slots__ = ("_data", "_offsets")

    def __init__(self, data: memoryview, offsets: Array) -> None:
        self._data, self._offsets = data, offsets

    def __getitem__(self, place: int) -> memoryview:
        return self._data[int(self._offsets[place]) : int(self._offsets[place + 1])]


def write_array(directory: Path, name: str, values: Array) -> None:
    """Write an array under a name whose ending says its type (``name_entity.i32``)."""
    write_bytes(directory, name, np.ascontiguousarray(values, dtype=_TYPES[name.rpartition(".")[2]]).tobytes())


def write_table(directory: Path, name: str, digests: bytes | bytearray, values: Array) -> None:
    """Write a `Table` from 8-byte key digests and the value of each; runs are in the order of the values."""
    write_keyed(directory, name, np.frombuffer(bytes(digests), dtype="<u8"), values)


def write_keyed(directory: Path, name: str, keys: Array, values: Array) -> None:
    """Write keys to runs of values, each value once per key and in order: ``_keys``, ``_at``, ``_values``."""
    order = np.lexsort((values, keys))
    keys, values = keys[order], values[order]
    fresh = np.ones(len(keys), dtype=bool)
    fresh[1:] = (keys[1:] != keys[:-1]) | (values[1:] != values[:-1])
    keys, values = keys[fresh], values[fresh]
    firsts = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1]))) if len(keys) else np.zeros(0, np.int64)
    write_array(directory, f"{name}_keys.{'u64' if keys.dtype.itemsize == 8 else 'u32'}", keys[firsts])
    write_array(directory, f"{name}_at.i64", np.append(firsts, len(keys)))
    write_array(directory, f"{name}_values.i32", values)


def write_bytes(directory: Path, name: str, data: bytes) -> None:
    """Write a file and make it durable."""
    with (directory / name).open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def write_manifest(
    directory: Path, names_version: int, about: Mapping[str, object], counts: dict[str, int], sources: tuple[str, ...]
) -> None:
    """Digest all files there are and write the manifest."""
    files = {
        path.name: FileFacts(path.stat().st_size, _digest(path))
        for path in sorted(directory.iterdir(), key=lambda path: path.name)
    }
    manifest = Manifest(FORMAT, names_version, dict(about), counts, sources, files)
    write_bytes(directory, MANIFEST, msgspec.json.format(msgspec.json.encode(manifest), indent=2))
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class Store:
    """An index directory, opened: arrays, tables and blobs by name, as views of the mapped files."""

    def __init__(self, directory: Path, *, names_version: int, verify: bool) -> None:
        self.directory = directory
        self.manifest = _manifest(directory)
        if (self.manifest.format, self.manifest.names_version) != (FORMAT, names_version):
            got = f"format {self.manifest.format}, names {self.manifest.names_version}"
            rule = f"this version reads indexes of format {FORMAT}, names {names_version}"
            raise HomeDamaged(str(directory), rule=rule, got=got, fix=_REBUILD)
        for name, facts in self.manifest.files.items():
            _check(directory / name, facts, verify=verify)

    def bytes(self, name: str) -> memoryview:
        """A whole file; an empty one cannot be mapped."""
        facts = self.manifest.files.get(name)
        if facts is None:
            raise HomeDamaged(str(self.directory / name), rule="the manifest does not name this file", fix=_REBUILD)
        if not facts.bytes:
            return memoryview(b"")
        with (self.directory / name).open("rb") as file:
            return memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))

    def array(self, name: str) -> Array:
        """An array; its type stands in its name."""
        return np.frombuffer(self.bytes(name), dtype=_TYPES[name.rpartition(".")[2]])

    def table(self, name: str) -> Table:
        """A `Table`."""
        keys, starts, values = f"{name}_keys.u64", f"{name}_at.i64", f"{name}_values.i32"
        return Table(self.array(keys), self.array(starts), self.array(values))

    def blobs(self, name: str) -> Blobs:
        """Byte strings with their offsets."""
        return Blobs(self.bytes(f"{name}.bin"), self.array(f"{name}_offsets.i64"))


def _manifest(directory: Path) -> Manifest:
    path = directory / MANIFEST
    try:
        return msgspec.json.decode(path.read_bytes(), type=Manifest)
    except FileNotFoundError as error:
        raise HomeDamaged(str(path), rule="the index has no manifest", fix=_REBUILD) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise HomeDamaged(str(path), rule="the manifest cannot be read", got=str(error), fix=_REBUILD) from error


def _check(path: Path, facts: FileFacts, *, verify: bool) -> None:
    try:
        size = path.stat().st_size
    except FileNotFoundError as error:
        raise HomeDamaged(str(path), rule="a file of the index is missing", fix=_REBUILD) from error
    if size != facts.bytes:
        rule = f"the manifest says {facts.bytes} bytes"
        raise HomeDamaged(str(path), rule=rule, got=f"{size} bytes", fix=_REBUILD)
    if verify and _digest(path) != facts.sha256:
        raise HomeDamaged(str(path), got="another sha256 than the manifest's", fix=_REBUILD)
