"""Building an index directory from the listed parties."""

from __future__ import annotations

import os
from array import array
from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec
import numpy as np

from debar.errors import StoreError
from debar.match.arrays import write_array, write_bytes, write_keyed, write_manifest, write_table
from debar.match.identifiers import marks_of_entity
from debar.match.keys import digest, encoded, posted, word_keys
from debar.match.listing import ListedReader
from debar.match.rating import KIND_RANK, names_of
from debar.match.schemata import group_of
from debar.model import SCHEMATA, Entity, Name
from debar.names import VERSION, Group

_TOGETHER = 4_096
"""Names that are read together."""


def build(entities: Iterable[Entity], directory: Path, *, about: Mapping[str, object]) -> None:
    """Write an immutable index of the entities into an empty directory.

    Args:
        entities: whom to index; they are streamed.
        directory: where to; it must exist and be empty.
        about: what the index was made from; it stands in the manifest as given.

    Raises:
        StoreError: the directory is not empty, or two entities bear one id.
    """
    if any(directory.iterdir()):
        raise StoreError(str(directory), rule="an index is written into an empty directory", got="files in it")
    builder = _Builder(directory)
    with builder.bodies:
        for entity in entities:
            builder.add(entity)
    builder.finish(about)


class _Blobs:
    """A file of byte strings, written as they come."""

    def __init__(self, directory: Path, name: str) -> None:
        self._directory, self._name = directory, name
        self._file = (directory / f"{name}.bin").open("xb")
        self.offsets = array("q", [0])

    def __enter__(self) -> _Blobs:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()

    def append(self, data: bytes) -> None:
        self._file.write(data)
        self.offsets.append(self.offsets[-1] + len(data))

    def finish(self) -> None:
        write_array(self._directory, f"{self._name}_offsets.i64", np.asarray(self.offsets))


class _Keyed:
    """Keys with values, on their way into a table."""

    def __init__(self) -> None:
        self._digests = bytearray()
        self._values = array("i")

    def add(self, key: str, value: int) -> None:
        self._digests += digest(key)
        self._values.append(value)

    def write(self, directory: Path, name: str) -> None:
        write_table(directory, name, self._digests, np.asarray(self._values, dtype=np.int32))


class _Builder:
    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self.bodies = _Blobs(directory, "entities")
        self._encoder = msgspec.msgpack.Encoder()
        self._sources: dict[str, int] = {}
        self._reader = ListedReader()
        self._unread: list[tuple[Name, Group]] = []
        self._ids: set[tuple[str, str]] = set()
        self._by_id, self._identifiers = _Keyed(), _Keyed()
        self._schema, self._source, self._first_name = array("B"), array("H"), array("i", [0])
        self._name_entity, self._name_kind, self._name_raw = array("i"), array("B"), array("Q")
        self._token_at, self._token_word = array("q", [0]), array("i")
        self._token_role, self._token_weight = bytearray(), bytearray()
        self._join_key, self._join_name = array("I"), array("i")

    def add(self, entity: Entity) -> None:
        place = len(self._schema)
        # OFAC has one id space over two lists: a party that stands on both is two entities with one id.
        if (entity.source, entity.id) in self._ids:
            raise StoreError(entity.id, rule=f"an id stands for one entity of {entity.source}", got="two with it")
        self._ids.add((entity.source, entity.id))
        self.bodies.append(self._encoder.encode(entity))
        self._by_id.add(entity.id, place)
        self._schema.append(SCHEMATA.index(entity.schema))
        self._source.append(self._sources.setdefault(entity.source, len(self._sources)))
        for mark in marks_of_entity(entity):
            self._identifiers.add(mark.key, place)
        group = group_of(entity.schema)
        for name in names_of(entity):
            self._name_entity.append(place)
            self._name_kind.append(KIND_RANK[name.kind])
            self._unread.append((name, group))
        self._first_name.append(len(self._name_entity))
        if len(self._unread) >= _TOGETHER:
            self._read()

    def _read(self) -> None:
        """The names that wait to be read; many at once, which is quicker than one by one."""
        for place, name in enumerate(self._reader.read(self._unread), len(self._name_raw)):
            self._name_raw.append(name.raw)
            self._token_word.extend(name.words)
            self._token_role += name.roles
            self._token_weight += name.weights
            self._token_at.append(len(self._token_word))
            self._join_key.extend(name.keys)
            self._join_name.extend([place] * len(name.keys))
        self._unread.clear()

    def finish(self, about: Mapping[str, object]) -> None:
        directory = self._directory
        self._read()
        self.bodies.finish()
        self._by_id.write(directory, "ids")
        self._identifiers.write(directory, "identifiers")
        for name, values in (
            ("entity_schema.u8", self._schema),
            ("entity_source.u16", self._source),
            ("entity_names.i32", self._first_name),
            ("name_entity.i32", self._name_entity),
            ("name_kind.u8", self._name_kind),
            ("name_raw.u64", self._name_raw),
            ("token_at.i64", self._token_at),
            ("token_word.i32", self._token_word),
        ):
            write_array(directory, name, np.asarray(values))
        write_bytes(directory, "token_role.u8", bytes(self._token_role))
        write_bytes(directory, "token_weight.u8", bytes(self._token_weight))
        names = np.arange(len(self._name_entity), dtype=np.int32)
        write_keyed(directory, "raw", np.asarray(self._name_raw, dtype=np.uint64), names)
        write_keyed(
            directory, "joins", np.asarray(self._join_key, dtype=np.uint32), np.asarray(self._join_name, np.int32)
        )
        self._write_postings()
        self._write_words()
        counts = {"entities": len(self._schema), "names": len(self._name_entity), "words": len(self._reader.words)}
        write_manifest(directory, VERSION, about, counts, tuple(self._sources))

    def _write_postings(self) -> None:
        """For every word the names that are filed under it, in order, and what it weighs in them."""
        sizes = np.diff(np.asarray(self._token_at))
        names = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)
        words, weights = np.asarray(self._token_word), np.frombuffer(bytes(self._token_weight), dtype=np.uint8)
        filed = posted(np.frombuffer(bytes(self._token_role), dtype=np.uint8), names, len(sizes))
        names, words, weights = names[filed], words[filed], weights[filed]
        order = np.lexsort((names, words))
        names, words, weights = names[order], words[order], weights[order]
        # A word that stands in a name more than once is filed once, with all that it weighs.
        firsts = np.flatnonzero(np.concatenate(([True], (names[1:] != names[:-1]) | (words[1:] != words[:-1]))))
        if not len(names):
            firsts = firsts[:0]
        counts = np.bincount(words[firsts], minlength=len(self._reader.words))
        write_array(self._directory, "postings_at.i64", np.concatenate(([0], np.cumsum(counts))))
        write_array(self._directory, "postings_names.i32", names[firsts])
        total = np.add.reduceat(weights, firsts, dtype=np.int64) if len(firsts) else weights
        write_array(self._directory, "postings_weights.u8", np.minimum(total, 255))

    def _write_words(self) -> None:
        """The distinct words, their classes, and the keys under which like words are found."""
        texts, classes = _Blobs(self._directory, "words"), array("i")
        classes_at, keys, values = array("q", [0]), array("I"), array("i")
        with texts:
            for (text, belongs), place in self._reader.words.items():
                texts.append(encoded(text))
                classes.extend(belongs)
                classes_at.append(len(classes))
                for key in word_keys(text, belongs):
                    keys.append(key)
                    values.append(place)
        texts.finish()
        write_array(self._directory, "word_classes.i32", np.asarray(classes))
        write_array(self._directory, "word_classes_at.i64", np.asarray(classes_at))
        write_keyed(self._directory, "near", np.asarray(keys, dtype=np.uint32), np.asarray(values, dtype=np.int32))
