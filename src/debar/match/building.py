"""Building an index directory from the listed parties."""

from __future__ import annotations

import os
from array import array
from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec
import numpy as np

from debar.errors import StoreError
from debar.match.arrays import write_array, write_manifest, write_table
from debar.match.identifiers import marks_of_entity
from debar.match.keys import digest, exact_keys, grams, pair_keys, telling, telling_weight, whole_keys
from debar.match.rating import readings_of
from debar.model import SCHEMATA, Entity
from debar.names import VERSION, Reading, word_keys


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
    with builder.bodies, builder.readings:
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
        self.bodies, self.readings = _Blobs(directory, "entities"), _Blobs(directory, "readings")
        self._encoder = msgspec.msgpack.Encoder()
        self._sources: dict[str, int] = {}
        self._words: dict[str, int] = {}
        self._ids: set[tuple[str, str]] = set()
        self._by_id, self._phrases, self._identifiers = _Keyed(), _Keyed(), _Keyed()
        self._schema, self._source, self._first_name = array("B"), array("H"), array("i", [0])
        self._name_entity, self._name_weight, self._name_telling = array("i"), array("f"), array("f")
        self._word_of, self._name_of = array("i"), array("i")

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
        for name, reading in zip(entity.names, readings_of(entity), strict=True):
            self._add_name(place, name.value, reading)
        self._first_name.append(len(self._name_entity))

    def _add_name(self, entity: int, raw: str, reading: Reading) -> None:
        place = len(self._name_entity)
        self._name_entity.append(entity)
        self._name_weight.append(reading.weight)
        self._name_telling.append(telling_weight(reading, least=True))
        self.readings.append(self._encoder.encode(reading))
        for token in dict.fromkeys(reading.tokens[at] for at in telling(reading)):
            self._word_of.append(self._words.setdefault(token, len(self._words)))
            self._name_of.append(place)
        for key in dict.fromkeys((*exact_keys(raw, reading), *whole_keys(reading), *pair_keys(reading))):
            self._phrases.add(key, place)

    def finish(self, about: Mapping[str, object]) -> None:
        directory = self._directory
        self.bodies.finish()
        self.readings.finish()
        self._by_id.write(directory, "ids")
        self._phrases.write(directory, "phrases")
        self._identifiers.write(directory, "identifiers")
        write_array(directory, "entity_schema.u8", np.asarray(self._schema))
        write_array(directory, "entity_source.u16", np.asarray(self._source))
        write_array(directory, "entity_names.i32", np.asarray(self._first_name))
        write_array(directory, "name_entity.i32", np.asarray(self._name_entity))
        write_array(directory, "name_weight.f32", np.asarray(self._name_weight))
        write_array(directory, "name_telling.f32", np.asarray(self._name_telling))
        self._write_postings()
        self._write_words()
        counts = {"entities": len(self._schema), "names": len(self._name_entity), "words": len(self._words)}
        write_manifest(directory, VERSION, about, counts, tuple(self._sources))

    def _write_postings(self) -> None:
        """For every word the names that have it, in order."""
        words = np.asarray(self._word_of, dtype=np.int32)
        order = np.argsort(words, kind="stable")
        counts = np.bincount(words, minlength=len(self._words))
        write_array(self._directory, "postings_starts.i64", np.concatenate(([0], np.cumsum(counts))))
        write_array(self._directory, "postings_names.i32", np.asarray(self._name_of, dtype=np.int32)[order])

    def _write_words(self) -> None:
        """The distinct words, and the keys under which like words are found."""
        near, pieces = _Keyed(), _Keyed()
        blobs = _Blobs(self._directory, "words")
        with blobs:
            for word, place in self._words.items():
                blobs.append(word.encode("utf-8", "surrogatepass"))
                for key in word_keys(word):
                    near.add(key, place)
                for gram in grams(word):
                    pieces.add(gram, place)
        blobs.finish()
        near.write(self._directory, "near")
        pieces.write(self._directory, "grams")
