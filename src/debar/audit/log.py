"""The audit log as programs use it: `append` returns when the record is durable.

One thread writes. While it makes one group of records durable the next one gathers, so that many callers share one
transaction, one signature and one sync of the disk: a caller alone waits for one sync, a thousand do not wait longer.
Every group ends in a signed checkpoint, so there is never a record that is not signed.
"""

from __future__ import annotations

import os
import queue
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from datetime import datetime
from pathlib import Path
from types import TracebackType

import msgspec

from debar._version import __version__
from debar.audit.canonical import canonical, now, sha256, stamp
from debar.audit.chain import Checkpoint, Draft, Header, Record, link
from debar.audit.databases import shown
from debar.audit.entries import Entry, Who
from debar.audit.ledger import Ledger
from debar.audit.signing import Signer
from debar.errors import AuditError, AuditKey, AuditNotWritten

GROUP = 1_000
"""At most so many records in one transaction: a lock on the log is held for some ten milliseconds."""
WAITING = 10_000
"""So many records may wait to be written; who comes then waits: memory is bounded, and a slow disk is felt."""


class Receipt(msgspec.Struct, frozen=True):
    """Where a record stands. ``seq`` is what `debar audit export` is asked for."""

    seq: int
    hash: str
    at: str


class AuditLog:
    """The log of one home or service, for writing. Threads share one; processes open one each.

    Args:
        database: the path of a SQLite file, or ``postgresql://…``.
        key: the file of the signing key; made with the log's first record, never later.
        clock: for tests.

    Raises:
        AuditError: the database cannot be opened.

    A record that could not be made durable raises `AuditNotWritten` in whoever waits for it; the answer that it was to
    prove must then not be given. Where the connection breaks in the middle it may be in the log all the same.
    """

    def __init__(self, database: str, key: Path, *, clock: Callable[[], datetime] = now) -> None:
        self._database, self._key, self._clock = database, key, clock
        self._closed = False
        self._begin()

    def _begin(self) -> None:
        self._process = os.getpid()
        self._starting = threading.Lock()
        self._queue: queue.Queue[tuple[Entry, Future[Receipt]] | None] = queue.Queue(WAITING)
        self._thread: threading.Thread | None = None
        self._ledger: Ledger | None = Ledger(self._database, write=True)
        self._signer: Signer | None = None
        self._begun = False
        self._known_lists: set[str] = set()

    def __repr__(self) -> str:
        return f"AuditLog({shown(self._database)!r})"

    def __enter__(self) -> AuditLog:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def append(self, entry: Entry) -> Receipt:
        """Record something; returns when it is durable.

        Raises:
            AuditNotWritten: it is not.
        """
        return self.submit(entry).result()

    def append_all(self, entries: Sequence[Entry]) -> list[Receipt]:
        """Record several things, in this order; returns when all are durable."""
        return [future.result() for future in [self.submit(entry) for entry in entries]]

    def submit(self, entry: Entry) -> Future[Receipt]:
        """Record something without waiting; the future has the receipt when it is durable.

        For an event loop: ``await asyncio.wrap_future(log.submit(entry))``. It waits only while `WAITING` others do.
        """
        if os.getpid() != self._process:
            # A forked child shares no thread, lock or connection with its parent, and must not close what it inherits.
            self._begin()
        future: Future[Receipt] = Future()
        with self._starting:
            if self._closed:
                raise AuditNotWritten(shown(self._database), got="the log is closed")
            if self._thread is None:
                self._thread = threading.Thread(target=self._write, name="debar audit", daemon=True)
                self._thread.start()
            # Inside the lock: what is accepted stands before the end that `close` puts.
            self._queue.put((entry, future))
        return future

    def close(self) -> None:
        """Write what waits, then close."""
        with self._starting:
            if self._closed:
                return
            self._closed = True
        if self._thread is not None:
            self._queue.put(None)
            self._thread.join()
        if self._ledger is not None:
            self._ledger.close()

    def _write(self) -> None:
        while (first := self._queue.get()) is not None:
            group = [first]
            last = False
            while len(group) < GROUP and not last:
                try:
                    following = self._queue.get_nowait()
                except queue.Empty:
                    break
                if following is None:
                    last = True
                else:
                    group.append(following)
            self._settle(group)
            if last:
                return

    def _settle(self, group: list[tuple[Entry, Future[Receipt]]]) -> None:
        try:
            receipts = self._commit([entry for entry, _ in group])
        except Exception as error:  # noqa: BLE001  every caller waits for an outcome, and this thread must live
            self._disconnect()
            for _, future in group:
                refused = AuditNotWritten(shown(self._database), got=str(error), fix="do not give the answer")
                refused.__cause__ = error
                future.set_exception(refused)
            return
        for (_, future), receipt in zip(group, receipts, strict=True):
            future.set_result(receipt)

    def _disconnect(self) -> None:
        # The connection may be what failed. The next group tries a new one, and fails by itself if there is none.
        if self._ledger is not None:
            self._ledger.close()
        self._ledger = None

    def _commit(self, entries: Sequence[Entry]) -> list[Receipt]:
        self._begun = False
        try:
            return self._commit_on(self._ledger or Ledger(self._database, write=True), entries)
        except AuditError:
            if self._begun:
                raise
            # A server that was restarted leaves a dead connection. Nothing was sent on it: once more, on a new one.
            self._disconnect()
            return self._commit_on(Ledger(self._database, write=True), entries)

    def _commit_on(self, ledger: Ledger, entries: Sequence[Entry]) -> list[Receipt]:
        self._ledger = ledger
        with ledger.writing():
            self._begun = True
            head = ledger.head()
            self._signer = signer = signer_of(ledger, self._key, self._signer, begins=head is None)
            drafts, places, named = self._drafts(ledger, entries)
            first = [] if head else [begin_draft(signer)]
            records = seal(ledger, signer, [*first, *drafts], head, stamp(self._clock()))
        self._known_lists |= named
        written = [records[place + len(first)] for place in places]
        return [Receipt(record.seq, record.hash, record.header.at) for record in written]

    def _drafts(self, ledger: Ledger, entries: Sequence[Entry]) -> tuple[list[Draft], list[int], set[str]]:
        """The records to be, where each entry is among them, and the lists that they name; unknown lists go before."""
        drafts: list[Draft] = []
        places: list[int] = []
        named: set[str] = set()
        for entry in entries:
            if entry.lists is not None:
                digest = sha256(entry.lists)
                if digest not in self._known_lists | named and ledger.lists(digest) is None:
                    drafts.append(Draft("lists", entry.lists))
                named.add(digest)
            places.append(len(drafts))
            drafts.append(Draft(entry.kind, entry.body))
        return drafts, places, named


def seal(ledger: Ledger, signer: Signer, drafts: Sequence[Draft], head: Header | None, moment: str) -> list[Record]:
    """Chain drafts behind the head and sign the new one, inside a transaction."""
    records = list(link(drafts, head, moment))
    last = records[-1]
    ledger.add(records, signer.checkpoint(last.seq, last.hash, last.header.at))
    return records


def begin_draft(signer: Signer) -> Draft:
    """The first record: with which key the log begins."""
    body = {"engine": f"debar/{__version__}", "public_key": signer.public.hex()}
    return Draft("begin", canonical(body))


def signer_of(ledger: Ledger, path: Path, known: Signer | None, *, begins: bool) -> Signer:
    """The key that is to sign now: the one that signed last.

    Raises:
        AuditKey: the key at hand is another one; a log never changes its key silently.
    """
    if begins:
        if not path.exists():
            Signer.new().save(path)
        return Signer.load(path)
    last: Checkpoint | None = ledger.last_checkpoint()
    if last is None:
        raise AuditError(
            str(path), rule="the log has records and no signature", fix="look at it with `debar audit verify`"
        )
    if known is not None and known.id == last.key:
        return known
    _finish_rotation(path, last.key)
    if not path.exists():
        fix = "bring the key file back, or begin with another by `debar audit rotate-key --lost`"
        raise AuditKey(
            str(path), rule="the key that signs this log is missing", got=f"last signed by {last.key}", fix=fix
        )
    signer = Signer.load(path)  # another process may have rotated it
    if signer.id != last.key:
        fix = "use the log's own key, or rotate with `debar audit rotate-key`"
        raise AuditKey(
            str(path), rule="the log is signed with another key", got=f"{signer.id}, not {last.key}", fix=fix
        )
    return signer


def rotate_key(
    database: str, path: Path, who: Who, *, lost: bool = False, clock: Callable[[], datetime] = now
) -> Signer:
    """Make a new key, endorsed by the old one, and record it in the log; the old private key is gone after that.

    Args:
        lost: the old key is lost: the new one begins without its signature, and `verify` wants it given by hand.

    Raises:
        AuditError: there is no log; its key is missing and not said to be lost.
    """
    ledger = Ledger(database, write=True)
    try:
        with ledger.writing():
            head = ledger.head()
            if head is None:
                raise AuditError(shown(database), rule="the log is empty: its first record makes the first key")
            old = None if lost else signer_of(ledger, path, None, begins=False)
            new = Signer.new()
            body: dict[str, object] = {"public_key": new.public.hex(), "at": stamp(clock()), "who": who}
            if old is not None:
                body |= {"previous": old.public.hex(), "endorsement": old.endorse(new.public)}
            new.save(_pending(path))
            seal(ledger, new, [Draft("key", canonical(body))], head, stamp(clock()))
        _finish_rotation(path, new.id)
    finally:
        ledger.close()
    return new


def _pending(path: Path) -> Path:
    return path.with_name(path.name + ".next")


def _finish_rotation(path: Path, current: str) -> None:
    """Put the next key in its place, if the log already has it: a rotation may have been killed between the two."""
    pending = _pending(path)
    try:
        if pending.exists() and Signer.load(pending).id == current:
            pending.replace(path)
    except (OSError, AuditKey):
        return  # another process was first, or the file is not ours to move: the key file itself decides
