"""Taking away what may no longer be kept: bodies go, the chain stays; what is held stays."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

import msgspec

from debar.audit.canonical import now, stamp
from debar.audit.chain import Draft, Record
from debar.audit.databases import shown
from debar.audit.entries import Entry, Who, act
from debar.audit.ledger import Ledger
from debar.audit.log import AuditLog, Receipt, seal, signer_of
from debar.audit.search import Search
from debar.errors import AuditError, BadQuery, RecordNotFound

PRUNED = ("screening", "batch")
"""The kinds whose bodies a removal takes: those with people's data. The rest proves what the log itself went through."""

CHUNK = 10_000
"""Records per transaction of a removal: writers wait for one of these, not for all."""


class Hold(msgspec.Struct, frozen=True):
    """A legal hold: what it covers is not removed until it is released.

    Args:
        id: the number of its record.
        covers: which records.
        reason: why, with a reference.
        at: since when.
        who: who ordered it.
    """

    id: int
    covers: Search
    reason: str
    at: str
    who: str


class Removal(msgspec.Struct, frozen=True):
    """What a removal did: bodies taken away, and records left because they are held."""

    removed: int
    held: int


class _HoldBody(msgspec.Struct, frozen=True):
    covers: Search
    reason: str
    at: str
    who: Who


class _Release(msgspec.Struct, frozen=True):
    hold: int


def hold(log: AuditLog, covers: Search, reason: str, who: Who) -> Receipt:
    """Keep records from removal, those that come later included."""
    return log.append(act("hold", who, covers=covers, reason=reason))


def release(log: AuditLog, ledger: Ledger, number: int, reason: str, who: Who) -> Receipt:
    """End a hold.

    Raises:
        RecordNotFound: there is no such hold in force.
    """
    if all(one.id != number for one in holds(ledger)):
        raise RecordNotFound(str(number), rule="there is no such hold in force", fix="see `debar audit holds`")
    return log.append(act("release", who, hold=number, reason=reason))


def holds(ledger: Ledger) -> tuple[Hold, ...]:
    """The holds in force, oldest first."""
    found: dict[int, Hold] = {}
    for record in ledger.administration():
        if record.body is None:
            continue
        if record.header.kind == "hold":
            body = msgspec.json.decode(record.body, type=_HoldBody)
            found[record.seq] = Hold(record.seq, body.covers, body.reason, body.at, body.who.name)
        elif record.header.kind == "release":
            found.pop(msgspec.json.decode(record.body, type=_Release).hold, None)
    return tuple(found.values())


def prune(
    database: str, key: Path, before: str, who: Who, *, reason: str = "", clock: Callable[[], datetime] = now
) -> Removal:
    """Remove the bodies of answers chained before a time, and record that in the log.

    Args:
        before: a day or time (UTC, ISO).
        reason: what it rests on.

    Raises:
        BadQuery: the time has not come yet.
        AuditError: the log cannot be written.
    """
    if before > stamp(clock()):
        raise BadQuery("--before", rule="the time lies ahead", got=before)
    ledger = Ledger(database, write=True)
    try:
        if ledger.head() is None:
            raise AuditError(shown(database), rule="the log is empty")
        removed = held = after = 0
        while True:
            with ledger.writing():
                # Holds are read inside the transaction: one that was ordered a moment ago counts.
                chunk, after = _chunk(ledger, before, after)
                going, kept = _divide(chunk, holds(ledger))
                if going:
                    _remove(ledger, key, going, act("prune", who, before=before, reason=reason, ranges=going), clock)
            removed += sum(last - first + 1 for first, last in going)
            held += kept
            if len(chunk) < CHUNK:
                break
        ledger.forget_removed()
    finally:
        ledger.close()
    return Removal(removed, held)


def _chunk(ledger: Ledger, before: str, after: int) -> tuple[list[Record], int]:
    found: list[Record] = []
    for record in ledger.records(after=after):
        if record.header.at >= before or len(found) == CHUNK:
            break
        after = record.seq
        if record.header.kind in PRUNED and record.body is not None:
            found.append(record)
    return found, after


def _divide(records: Sequence[Record], held: Sequence[Hold]) -> tuple[list[tuple[int, int]], int]:
    """The ranges that go, and how many records stay because of a hold."""
    ranges: list[tuple[int, int]] = []
    kept = 0
    for record in records:
        if any(one.covers.fit(record) for one in held):
            kept += 1
        elif ranges and ranges[-1][1] == record.seq - 1:
            ranges[-1] = ranges[-1][0], record.seq
        else:
            ranges.append((record.seq, record.seq))
    return ranges, kept


def _remove(
    ledger: Ledger, key: Path, ranges: Sequence[tuple[int, int]], entry: Entry, clock: Callable[[], datetime]
) -> None:
    signer = signer_of(ledger, key, None, begins=False)
    for first, last in ranges:
        ledger.remove_bodies(first, last)
    seal(ledger, signer, [Draft("prune", entry.body)], ledger.head(), stamp(clock()))
