"""What is done with an article in a process of its own, which has neither the lists nor the keys.

Whoever sends an article chooses its bytes. They are parsed here, where a slow or broken one costs nobody else anything: the
process may be ended at any moment, its memory has a bound, and screening goes before it.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

import msgspec

from debar.model import Entity
from debar.news.articles import read_article
from debar.news.documents import Document, Limits, document_at, document_of
from debar.news.exposure import Exposure, exposure
from debar.news.values import Reading

_NICE = 10
_SAFE_NAME = re.compile(r"[^\w .-]+")
encode = msgspec.msgpack.Encoder().encode


class File(NamedTuple):
    """A file as it was sent; its name is only shown."""

    name: str
    data: bytes


class Sent(NamedTuple):
    """An article as it was sent: its bytes, or its address.

    Args:
        media_type, charset: as the sender declares them; the bytes decide.
        customers, stakes: tables that came with it.
    """

    data: bytes = b""
    name: str = "article"
    media_type: str | None = None
    charset: str | None = None
    url: str | None = None
    customers: File | None = None
    stakes: File | None = None


class Bounds(NamedTuple):
    """How much an article may take.

    Args:
        size: bytes; of an address, as unpacked.
        seconds: for all of it.
        memory: bytes of address space.
        networks: that addresses may lead to besides the public net.
    """

    size: int
    seconds: float
    memory: int
    networks: tuple[str, ...] = ()

    @property
    def limits(self) -> Limits:
        """As the intake takes them."""
        return Limits(size=self.size, seconds=self.seconds)


class Taken(msgspec.Struct, frozen=True):
    """An article that was taken in, and what was read in it; nobody is looked up yet."""

    document: Document
    reading: Reading


class Known(dict[str, Entity]):
    """Listed entities by their ids."""

    def entity(self, entity_id: str) -> Entity | None:
        """The entity, where it is one of them."""
        return self.get(entity_id)


def take(sent: Sent, day: date | None, language: str | None, bounds: Bounds) -> bytes:
    """Take an article in and read it; a `Taken` as MessagePack.

    Raises:
        DocumentError, BadText, BadQuery, BadFile: as `document_of` and `read_article`.
        MemoryError: it would take more than the bounds allow.
    """
    bound(bounds.memory)
    document = _document(sent, bounds)
    return encode(Taken(document, read_article(document, day=day, language_code=language)))


def expose(reading: bytes, sent: Sent, entities: Mapping[str, bytes], threshold: float, bounds: Bounds) -> bytes:
    """Whom of the customers an article touches; an `Exposure` as MessagePack.

    Args:
        reading: tied to listed entities; as MessagePack.
        entities: those entities by their ids; as MessagePack.
        threshold: the score from which a name counts.

    Raises:
        BadFile: a table cannot be used at all.
        MemoryError: as `take`.
    """
    bound(bounds.memory)
    assert sent.customers is not None
    decode = msgspec.msgpack.Decoder(Entity).decode
    with tempfile.TemporaryDirectory(prefix="debar-read-") as folder:
        found: Exposure = exposure(
            msgspec.msgpack.decode(reading, type=Reading),
            _written(Path(folder) / "customers", sent.customers),
            stakes=_written(Path(folder) / "stakes", sent.stakes) if sent.stakes else None,
            screener=Known({id: decode(one) for id, one in entities.items()}),
            threshold=threshold,
        )
    return encode(found)


def bound(memory: int) -> None:
    """Bound this process's memory, and let others go before it; once. Only Linux keeps such a bound."""
    if sys.platform != "linux" or _BOUND:
        return
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = memory if hard == resource.RLIM_INFINITY else min(memory, hard)
    resource.setrlimit(resource.RLIMIT_AS, (most, hard))
    os.nice(_NICE)
    _BOUND.append(True)


_BOUND: list[bool] = []


def _document(sent: Sent, bounds: Bounds) -> Document:
    if sent.url is None:
        return document_of(
            sent.data, source=sent.name, media_type=sent.media_type, charset=sent.charset, limits=bounds.limits
        )
    from debar.news.documents.guard import Guard

    return document_at(sent.url, limits=bounds.limits, guard=Guard(bounds.networks))


def _written(folder: Path, file: File) -> Path:
    folder.mkdir()
    # The name is a stranger's: no folder, nothing odd, and the end that tells its format.
    path = folder / (_SAFE_NAME.sub("_", file.name.replace("\\", "/").rpartition("/")[2])[-100:].strip(". ") or "table")
    path.write_bytes(file.data)
    return path
