"""The links of the audit log: headers that name the header before them, and signed checkpoints.

A record is a header and a body. The header holds the digest of the body, never a word of it, so that a body can be
removed when its time is over and the chain still proves that it stood there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from debar.audit.canonical import canonical, sha256

GENESIS = "0" * 64
"""What the first record names as the one before it."""


class Header(msgspec.Struct, frozen=True):
    """What is chained.

    Args:
        seq: 1, 2, 3 … without a gap.
        at: when it was chained (UTC); never before the record before it.
        clock: what the writer's clock said where that was earlier than the record before; None otherwise.
        kind: ``screening``, ``batch``, ``lists``, ``begin``, ``key``, ``prune``, ``hold``, ``release``, ``access``.
        body: sha256 of the body.
        prev: the hash of the header before.
    """

    seq: int
    at: str
    clock: str | None
    kind: str
    body: str
    prev: str

    @property
    def hash(self) -> str:
        """sha256 of the header's canonical JSON."""
        return sha256(canonical(self))


class Record(msgspec.Struct, frozen=True):
    """A header as it is stored, with its hash, and the body; None where it was removed."""

    header: Header
    hash: str
    body: bytes | None

    @property
    def seq(self) -> int:
        """Its place in the log."""
        return self.header.seq


class Checkpoint(msgspec.Struct, frozen=True):
    """A signed statement: the log up to ``seq`` ends in ``hash``. ``key`` is the id of the key that signed it."""

    seq: int
    hash: str
    at: str
    key: str
    signature: str

    def signed(self) -> bytes:
        """The bytes under the signature."""
        statement = {"seq": self.seq, "hash": self.hash, "at": self.at, "key": self.key}
        return b"debar audit checkpoint 1\n" + canonical(statement)


class Draft(msgspec.Struct, frozen=True):
    """A record before it has its place."""

    kind: str
    body: bytes


def link(drafts: Iterable[Draft], head: Header | None, moment: str) -> Iterator[Record]:
    """Put drafts behind the head.

    >>> first, second = link([Draft("begin", b"{}"), Draft("screening", b"[]")], None, "2026-11-26T12:00:00.000000Z")
    >>> first.header.prev == GENESIS, second.header.prev == first.hash, second.seq
    (True, True, 2)
    """
    seq, prev, last = (head.seq, head.hash, head.at) if head else (0, GENESIS, "")
    at, clock = (moment, None) if moment >= last else (last, moment)
    for draft in drafts:
        seq += 1
        header = Header(seq, at, clock, draft.kind, sha256(draft.body), prev)
        prev = header.hash
        yield Record(header, prev, draft.body)
