"""Whether the log is what was signed: from the first record to the last, with nothing but the log and public keys."""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections.abc import Sequence

import msgspec

from debar.audit.canonical import sha256
from debar.audit.chain import GENESIS, Checkpoint, Record
from debar.audit.ledger import Ledger
from debar.audit.signing import endorsed_by, key_id, signed_by
from debar.errors import AuditBroken, DebarError

Ranges = tuple[tuple[int, int], ...]


class Verdict(msgspec.Struct, frozen=True):
    """What a verification found.

    Args:
        records, checkpoints: how many were read.
        head: the number of the last record; ``hash`` its hash.
        first_at, last_at: from when to when.
        removed: records whose bodies were removed, as a ``prune`` record says.
        behind: records whose writer's clock was behind the record before.
        keys: ids of the keys that signed, in their order.
        anchored: whether the last signature is by a key that was given, and not just named by the log itself.
        broken: the number of the first record that is not in order; None when all are.
        how: what is wrong with it.
        notes: what a reader should know all the same.
    """

    records: int
    checkpoints: int
    head: int
    hash: str
    first_at: str | None
    last_at: str | None
    removed: int
    behind: int
    keys: tuple[str, ...]
    anchored: bool
    broken: int | None
    how: str | None
    notes: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether everything is in order."""
        return self.broken is None


class _Break(Exception):
    def __init__(self, seq: int, how: str) -> None:
        super().__init__(seq, how)
        self.seq, self.how = seq, how


class _Key(msgspec.Struct, frozen=True):
    public_key: str
    previous: str | None = None
    endorsement: str | None = None


class _Prune(msgspec.Struct, frozen=True):
    ranges: Ranges


def verify(ledger: Ledger, *, trusted: Sequence[bytes] = (), kept: Sequence[Checkpoint] = ()) -> Verdict:
    """Read the whole log and compare every link, body and signature.

    Args:
        ledger: the log.
        trusted: public keys from elsewhere. Without one the log's own first key is believed, which shows damage and
            tampering, but not a whole log written anew by somebody with a key of their own.
        kept: checkpoints that were put away: a log whose end was cut off is whole in itself, and lacks these.
    """
    reading = _Reading(trusted, kept)
    broken: _Break | None = None
    try:
        reading.read(ledger)
    except _Break as found:
        broken = found
    except (DebarError, msgspec.MsgspecError, TypeError, ValueError) as error:
        broken = _Break(reading.head + 1, f"it cannot be read: {error}")
    return reading.verdict(broken)


def must_be_whole(verdict: Verdict) -> None:
    """Raises:
    AuditBroken: the log is not in order.
    """
    if not verdict.whole:
        raise AuditBroken(f"record {verdict.broken}", got=verdict.how, fix="keep a copy of the database as it is now")


class _Reading:
    """The state of a verification between two records."""

    def __init__(self, trusted: Sequence[bytes], kept: Sequence[Checkpoint]) -> None:
        self._given = frozenset(trusted)
        self._trusted = set(trusted)
        self._kept = {one.seq: one for one in kept}
        self._met: set[int] = set()
        self._key: bytes | None = None
        self._keys: dict[str, None] = {}
        self._known: dict[str, bytes] = {key_id(one): one for one in trusted}
        self._signed = 0
        self._signer: bytes | None = None
        self._checkpoints = 0
        self._missing: list[tuple[int, int]] = []
        self._pruned: list[tuple[int, int]] = []
        self._behind = 0
        self._first_at: str | None = None
        self._last_at: str | None = None
        self._notes: list[str] = []
        self.head, self.hash = 0, GENESIS

    def read(self, ledger: Ledger) -> None:
        """Go through the log; stops at the first record that is not in order."""
        checkpoints = ledger.checkpoints()
        following = next(checkpoints, None)
        for record in ledger.records():
            self._take(record)
            if following is not None and following.seq < record.seq:
                raise _Break(following.seq, "a signature names a record that is not there")
            if following is not None and following.seq == record.seq:
                self._sign(following)
                following = next(checkpoints, None)
            self._compare_kept()
        self._end(following or next(checkpoints, None))

    def _take(self, record: Record) -> None:
        header, at = record.header, record.seq
        if at != self.head + 1:
            last = f"–{at - 1}" if at - 1 > self.head + 1 else ""
            raise _Break(self.head + 1, f"missing: {self.head + 1}{last} is not there, {at} follows {self.head}")
        if header.prev != self.hash:
            raise _Break(at, f"it does not follow record {self.head}: it names another hash before it")
        if header.hash != record.hash:
            raise _Break(
                at, "its header was changed: the hash is not that of its number, time, kind, body and predecessor"
            )
        if record.body is not None and sha256(record.body) != header.body:
            raise _Break(at, "its body was changed: the digest in its header is another")
        if self._last_at is not None and header.at < self._last_at:
            raise _Break(at, f"its time {header.at} is before that of record {self.head}")
        if record.body is None:
            self._miss(at)
        self._administer(record)
        self._behind += header.clock is not None
        self._first_at = self._first_at or header.at
        self._last_at = header.at
        self.head, self.hash = at, record.hash

    def _miss(self, at: int) -> None:
        if self._missing and self._missing[-1][1] == at - 1:
            self._missing[-1] = self._missing[-1][0], at
        else:
            self._missing.append((at, at))

    def _administer(self, record: Record) -> None:
        kind, at = record.header.kind, record.seq
        if (at == 1) != (kind == "begin"):
            raise _Break(at, "a log begins with a record `begin`, and has no other")
        if kind in ("begin", "key"):
            self._turn(at, msgspec.json.decode(_body(record), type=_Key))
        elif kind == "prune":
            self._pruned += msgspec.json.decode(_body(record), type=_Prune).ranges

    def _turn(self, at: int, named: _Key) -> None:
        """A key begins to sign."""
        new = bytes.fromhex(named.public_key)
        old = self._key
        if old is not None:
            endorsed = named.endorsement is not None and endorsed_by(old, new, named.endorsement)
            if named.endorsement is not None and not endorsed:
                raise _Break(at, "the new key is not signed by the one before it")
            if endorsed and old in self._trusted:
                self._trusted.add(new)
            if not endorsed and new not in self._given:
                raise _Break(at, f"the key changes to {key_id(new)} without the signature of the one before it")
        elif not self._given:
            self._trusted.add(new)
        self._key = new
        self._keys[key_id(new)] = None

    def _sign(self, checkpoint: Checkpoint) -> None:
        at = checkpoint.seq
        if checkpoint.hash != self.hash:
            raise _Break(at, "it is not the record that was signed: the signature is over another hash")
        if self._key is None or checkpoint.key != key_id(self._key):
            raise _Break(at, f"it is signed with a key that is not the log's: {checkpoint.key}")
        if not signed_by(self._key, checkpoint):
            raise _Break(at, "its signature is forged or damaged")
        if checkpoint.at != self._last_at:
            raise _Break(at, "its signature is of another time")
        self._signed, self._signer = at, self._key
        self._checkpoints += 1

    def _compare_kept(self) -> None:
        kept = self._kept.get(self.head)
        if kept is None:
            return
        if kept.hash != self.hash:
            raise _Break(self.head, f"the checkpoint kept elsewhere has another hash for it: {kept.hash}")
        self._met.add(self.head)

    def _end(self, following: Checkpoint | None) -> None:
        if following is not None:
            raise _Break(self.head + 1, f"the end is cut off: a signature reaches to record {following.seq}")
        if self.head > self._signed:
            raise _Break(self._signed + 1, f"not signed: the last signature is over record {self._signed}")
        for seq in sorted(self._kept.keys() - self._met):
            raise _Break(self.head + 1, f"the end is cut off: the checkpoint kept elsewhere reaches to record {seq}")
        uncovered = _uncovered(self._missing, self._pruned)
        if uncovered is not None:
            raise _Break(uncovered, "its body is gone, and no record `prune` says that it was removed")
        if self._signer is not None and self._signer not in self._trusted:
            raise _Break(self.head, f"the log is signed with a key that was not given: {key_id(self._signer)}")

    def verdict(self, broken: _Break | None) -> Verdict:
        """What was found so far."""
        if not self._given:
            self._notes.append("no public key was given: the log's own first key was believed")
        return Verdict(
            records=self.head,
            checkpoints=self._checkpoints,
            head=self.head,
            hash=self.hash,
            first_at=self._first_at,
            last_at=self._last_at,
            removed=sum(last - first + 1 for first, last in self._missing),
            behind=self._behind,
            keys=tuple(self._keys),
            anchored=broken is None and bool(self._given),
            broken=broken.seq if broken else None,
            how=broken.how if broken else None,
            notes=tuple(self._notes),
        )


def _body(record: Record) -> bytes:
    if record.body is None:
        raise _Break(record.seq, f"the body of a record `{record.header.kind}` is never removed")
    return record.body


def _uncovered(missing: Sequence[tuple[int, int]], pruned: Sequence[tuple[int, int]]) -> int | None:
    """The first missing body that no removal covers; both are ranges, those missing in order.

    >>> _uncovered([(3, 4), (9, 9)], [(1, 2), (3, 8)]), _uncovered([(3, 6)], [(5, 8), (1, 4)])
    (9, None)
    """
    spans: list[tuple[int, int]] = []
    for first, last in sorted(pruned):
        if spans and first <= spans[-1][1] + 1:
            spans[-1] = spans[-1][0], max(spans[-1][1], last)
        else:
            spans.append((first, last))
    for first, last in missing:
        place = bisect_right(spans, (first, sys.maxsize)) - 1
        reach = spans[place][1] if place >= 0 else 0
        if reach < last:
            return max(first, reach + 1)
    return None
