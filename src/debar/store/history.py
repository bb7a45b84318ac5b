"""The history database: every edition ever published here, and the versions of every entity."""

from __future__ import annotations

import contextlib
import hashlib
import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Sequence
from importlib.resources import files
from pathlib import Path

import msgspec

from debar.errors import HomeDamaged, StoreError
from debar.lists.gates import Gate, Profile
from debar.lists.reading import Reject
from debar.model import Entity
from debar.store.connection import connect, is_frozen
from debar.store.state import State

COMPLETE = "complete"
_SCHEMA_VERSION = 1

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Entity).decode


class Snapshot(msgspec.Struct, frozen=True):
    """One published edition. ``key`` orders the editions of a track; ``track`` is ``complete`` or the files it has."""

    id: int
    source: str
    track: str
    edition: str
    key: str
    retrieved: str
    sha256: str
    format: str
    profile: Profile
    gates: tuple[Gate, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether it may be screened against."""
        return self.track == COMPLETE


class Span(msgspec.Struct, frozen=True):
    """A version of an entity and the editions between which it stood; ``last`` None: it still stands."""

    source: str
    track: str
    entity: Entity
    first: str
    last: str | None


class History:
    """The database behind a home. Open it for reading by many, for writing by one.

    Raises:
        HomeDamaged: the file is no database of this version.
    """

    def __init__(self, path: Path, *, write: bool = False) -> None:
        self._path = path
        try:
            self._db = connect(path, write=write)
            if write:
                self._db.execute("PRAGMA journal_mode = WAL")
                self._db.execute("PRAGMA synchronous = FULL")
                self._db.executescript((files("debar.store") / "schema.sql").read_text("utf-8"))
                self._db.execute(f"PRAGMA user_version = {_SCHEMA_VERSION}")
            version = self._db.execute("PRAGMA user_version").fetchone()[0]
        except sqlite3.OperationalError as error:
            rule, fix = "the history cannot be opened, or cannot be written", "look at the disk and the folder's rights"
            raise StoreError(str(path), rule=rule, got=str(error), fix=fix) from error
        except sqlite3.DatabaseError as error:
            fix = "restore the home from a backup, or load it anew"
            raise HomeDamaged(str(path), got=str(error), fix=fix) from error
        if version != _SCHEMA_VERSION:
            raise HomeDamaged(str(path), rule=f"the history must be of version {_SCHEMA_VERSION}", got=str(version))

    @property
    def frozen(self) -> bool:
        """Whether changes of the file are not seen: it was opened on a read-only medium while nobody wrote."""
        return is_frozen(self._db)

    def close(self) -> None:
        """Close the database."""
        self._db.close()

    # One transaction holds a whole update: begin, stage and publish editions, commit.

    def begin(self) -> None:
        """Start the one transaction of an update."""
        self._db.execute("BEGIN IMMEDIATE")
        self._db.execute(
            "CREATE TEMP TABLE IF NOT EXISTS staged (entity TEXT PRIMARY KEY, version INTEGER NOT NULL) WITHOUT ROWID"
        )

    def commit(self, state: State) -> None:
        """Make everything since `begin` durable, together with the state that names it.

        Raises:
            StoreError: the disk is full or fails; nothing of the update is kept.
        """
        try:
            self._db.execute(
                "INSERT INTO state VALUES (1, ?) ON CONFLICT (one) DO UPDATE SET body = excluded.body",
                (msgspec.json.encode(state).decode(),),
            )
            self._db.execute("COMMIT")
        except sqlite3.DatabaseError as error:
            self.rollback()
            raise StoreError(str(self._path), rule="the history cannot be written", got=str(error)) from error

    def rollback(self) -> None:
        """Forget everything since `begin`."""
        if self._db.in_transaction:
            with contextlib.suppress(
                sqlite3.Error
            ):  # on a failing disk; what is not committed is gone at the next open
                self._db.execute("ROLLBACK")

    def state(self) -> State:
        """The committed state; the empty one for a new home."""
        row = self._db.execute("SELECT body FROM state").fetchone()
        return msgspec.json.decode(row[0], type=State) if row else State()

    def stage(self, entities: Iterable[Entity]) -> None:
        """Hold the entities of an edition ready, before it is known whether it will be published.

        Raises:
            StoreError: two entities have the same id.
        """
        self._db.execute("DELETE FROM staged")
        cursor = self._db.cursor()
        for entity in entities:
            body = _encode(entity)
            digest = hashlib.blake2b(body, digest_size=16).digest()
            row = cursor.execute(
                "SELECT id FROM versions WHERE entity = ? AND digest = ?", (entity.id, digest)
            ).fetchone()
            if row is None:
                cursor.execute(
                    "INSERT INTO versions (entity, digest, body) VALUES (?, ?, ?)",
                    (entity.id, digest, zlib.compress(body)),
                )
                row = (cursor.lastrowid,)
            try:
                cursor.execute("INSERT INTO staged VALUES (?, ?)", (entity.id, row[0]))
            except sqlite3.IntegrityError as error:
                rule = "two records of the edition have the same id"
                raise StoreError(entity.id, rule=rule, got=entity.caption) from error

    def savepoint(self) -> None:
        """Mark where `undo` goes back to."""
        self._db.execute("SAVEPOINT edition")

    def undo(self) -> None:
        """Forget everything since `savepoint`."""
        self._db.execute("ROLLBACK TO edition")
        self._db.execute("RELEASE edition")

    def keep(self) -> None:
        """Keep what was done since `savepoint`, until `commit` or `rollback`."""
        self._db.execute("RELEASE edition")

    def staged_among(self, ids: Sequence[str]) -> frozenset[str]:
        """Those of the ids that the staged edition holds."""
        found = (self._db.execute("SELECT entity FROM staged WHERE entity = ?", (one,)).fetchone() for one in ids)
        return frozenset(row[0] for row in found if row)

    def publish(
        self,
        *,
        source: str,
        track: str,
        edition: str,
        retrieved: str,
        sha256: str,
        format: str,
        described: dict[str, object],
        profile: Profile,
        gates: Sequence[Gate],
        marks: bytes | None,
        events: Sequence[Sequence[object]],
        rejects: Sequence[Reject],
    ) -> Snapshot:
        """Make the staged entities an edition of the source, at its place in date order."""
        cursor = self._db.execute(
            "INSERT INTO snapshots (source, track, edition, key, retrieved, sha256, format, files, profile, gates, marks, events, rejects)"
            " VALUES (?, ?, ?, '', ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                source,
                track,
                edition,
                retrieved,
                sha256,
                format,
                json.dumps(described),
                msgspec.json.encode(profile).decode(),
                msgspec.json.encode(gates).decode(),
                marks,
                zlib.compress(json.dumps(events).encode()),
                len(rejects),
            ),
        )
        number = cursor.lastrowid
        assert number is not None
        key = f"{edition}#{number:09}"
        self._db.execute("UPDATE snapshots SET key = ? WHERE id = ?", (key, number))
        self._db.executemany(
            "INSERT INTO rejects VALUES (?, ?, ?, ?, ?, ?, ?)",
            [(number, one.file, one.row, one.record, one.field, one.reason, one.given) for one in rejects],
        )
        self._insert_spans(source, track, key)
        return Snapshot(number, source, track, edition, key, retrieved, sha256, format, profile, tuple(gates))

    def _insert_spans(self, source: str, track: str, key: str) -> None:
        """Fit the staged edition between its neighbours: the edition before it, P, and the one after it, N.

        Spans that stand in both P and N and change in between are cut in two; the rest is extended or added.
        """
        here = (source, track)
        before, after = (
            self._db.execute(
                f"SELECT {end}(key) FROM snapshots WHERE source = ? AND track = ? AND key {sign} ?",  # noqa: S608
                (*here, key),
            ).fetchone()[0]
            for end, sign in (("max", "<"), ("min", ">"))
        )
        run = self._db.execute
        # A span that stood in the newest edition is open; when a newer one comes, those that did not stay are closed.
        if after is None:
            if before is not None:
                run(
                    "UPDATE spans SET last = ? WHERE source = ? AND track = ? AND last IS NULL AND NOT EXISTS"
                    " (SELECT 1 FROM staged s WHERE s.entity = spans.entity AND s.version = spans.version)",
                    (before, *here),
                )
            run(
                "INSERT INTO spans SELECT ?, ?, s.entity, s.version, ?, NULL FROM staged s WHERE NOT EXISTS (SELECT 1 FROM"
                " spans o WHERE o.entity = s.entity AND o.source = ? AND o.track = ? AND o.version = s.version"
                " AND o.last IS NULL)",
                (*here, key, *here),
            )
            return
        self._insert_between(here, key, before, after)

    def _insert_between(self, here: tuple[str, str], key: str, before: str | None, after: str) -> None:
        run = self._db.execute
        if before is not None:
            # Cut the spans over both neighbours whose version does not stand here.
            gone = (
                "source = ? AND track = ? AND first <= ? AND (last IS NULL OR last >= ?) AND NOT EXISTS"
                " (SELECT 1 FROM staged s WHERE s.entity = spans.entity AND s.version = spans.version)"
            )
            run(
                f"INSERT INTO spans SELECT source, track, entity, version, ?, last FROM spans WHERE {gone}",  # noqa: S608
                (after, *here, before, after),
            )
            run(f"UPDATE spans SET last = ? WHERE {gone}", (before, *here, before, after))  # noqa: S608
            run(
                "UPDATE spans SET last = ? WHERE source = ? AND track = ? AND last = ? AND EXISTS"
                " (SELECT 1 FROM staged s WHERE s.entity = spans.entity AND s.version = spans.version)",
                (key, *here, before),
            )
        run(
            "UPDATE spans SET first = ? WHERE source = ? AND track = ? AND first = ? AND EXISTS"
            " (SELECT 1 FROM staged s WHERE s.entity = spans.entity AND s.version = spans.version)",
            (key, *here, after),
        )
        run(
            "INSERT INTO spans SELECT ?, ?, s.entity, s.version, ?, ? FROM staged s WHERE NOT EXISTS (SELECT 1 FROM spans o"
            " WHERE o.entity = s.entity AND o.source = ? AND o.track = ? AND o.version = s.version AND o.first <= ?"
            " AND (o.last IS NULL OR o.last >= ?))",
            (*here, key, key, *here, key, key),
        )

    # Reading.

    def snapshots(self, source: str | None = None) -> list[Snapshot]:
        """All editions, or one source's, in order."""
        rows = self._db.execute(
            "SELECT id, source, track, edition, key, retrieved, sha256, format, profile, gates FROM snapshots"
            " WHERE ? IS NULL OR source = ? ORDER BY source, key",
            (source, source),
        )
        return [_snapshot(row) for row in rows]

    def entities(self, snapshot: Snapshot) -> Iterator[Entity]:
        """All entities of an edition, by id of the version."""
        for _, body in self.bodies(snapshot):
            yield _decode(zlib.decompress(body))

    def bodies(self, snapshot: Snapshot) -> Iterator[tuple[str, bytes]]:
        """The entities' ids and stored bodies."""
        yield from self._db.execute(
            "SELECT v.entity, v.body FROM spans s JOIN versions v ON v.id = s.version"
            " WHERE s.source = ? AND s.track = ? AND s.first <= ? AND (s.last IS NULL OR s.last >= ?) ORDER BY v.id",
            (snapshot.source, snapshot.track, snapshot.key, snapshot.key),
        )

    def holds(self, snapshot: Snapshot, entity_id: str) -> bool:
        """Whether an edition lists the entity."""
        return self.entity_in(snapshot, entity_id) is not None

    def entity_in(self, snapshot: Snapshot, entity_id: str) -> Entity | None:
        """The entity as an edition lists it."""
        row = self._db.execute(
            "SELECT v.body FROM spans s JOIN versions v ON v.id = s.version WHERE s.entity = ? AND s.source = ? AND s.track = ?"
            " AND s.first <= ? AND (s.last IS NULL OR s.last >= ?)",
            (entity_id, snapshot.source, snapshot.track, snapshot.key, snapshot.key),
        ).fetchone()
        return _decode(zlib.decompress(row[0])) if row else None

    def difference(self, old: Snapshot | None, new: Snapshot) -> Iterator[tuple[str, Entity | None, Entity | None]]:
        """Entities that are not the same in two editions: id, before, after. ``old`` None: everything is new."""
        before = self._versions(old) if old is not None else {}
        after = self._versions(new)
        for entity_id in sorted({*before, *after}):
            if before.get(entity_id) != after.get(entity_id):
                yield entity_id, self._version(before.get(entity_id)), self._version(after.get(entity_id))

    def _versions(self, snapshot: Snapshot) -> dict[str, int]:
        rows = self._db.execute(
            "SELECT entity, version FROM spans WHERE source = ? AND track = ? AND first <= ? AND (last IS NULL OR last >= ?)",
            (snapshot.source, snapshot.track, snapshot.key, snapshot.key),
        )
        return dict(rows.fetchall())

    def _version(self, number: int | None) -> Entity | None:
        if number is None:
            return None
        row = self._db.execute("SELECT body FROM versions WHERE id = ?", (number,)).fetchone()
        return _decode(zlib.decompress(row[0]))

    def spans(self, entity_id: str) -> list[Span]:
        """Every version of an entity, oldest first."""
        rows = self._db.execute(
            "SELECT s.source, s.track, v.body, s.first, s.last FROM spans s JOIN versions v ON v.id = s.version"
            " WHERE s.entity = ? ORDER BY s.source, s.track, s.first",
            (entity_id,),
        )
        return [
            Span(source, track, _decode(zlib.decompress(body)), first, last)
            for source, track, body, first, last in rows
        ]

    def dates(self) -> Iterator[tuple[str, str, str]]:
        """Of every listed party its id, the first complete edition held that lists it, and the one that last changed it."""
        rows = self._db.execute(
            "SELECT entity, MIN(first), MAX(CASE WHEN last IS NULL THEN first END) AS changed FROM spans"
            " WHERE track = ? GROUP BY entity HAVING changed IS NOT NULL",
            (COMPLETE,),
        )
        for entity, first, changed in rows:
            yield entity, first.partition("#")[0], changed.partition("#")[0]

    def events(self, snapshot_id: int) -> list[list[object]]:
        """The data-quality events of an edition: ``[kind, file, field, given, count, first record]``, most frequent first."""
        row = self._db.execute("SELECT events FROM snapshots WHERE id = ?", (snapshot_id,)).fetchone()
        found: list[list[object]] = json.loads(zlib.decompress(row[0])) if row else []
        return found

    def rejects(self, snapshot_id: int) -> list[Reject]:
        """The rejected records of an edition."""
        rows = self._db.execute(
            "SELECT file, row, record, field, reason, given FROM rejects WHERE snapshot = ? ORDER BY rowid",
            (snapshot_id,),
        )
        return [Reject(*row) for row in rows]

    def begins_with(self, snapshot: Snapshot, mark: bytes) -> bool:
        """Whether a file with this mark is the beginning of the snapshot's file, up to the end of some line."""
        row = self._db.execute("SELECT marks FROM snapshots WHERE id = ?", (snapshot.id,)).fetchone()
        marks: bytes = row[0] or b""
        return any(marks[at : at + len(mark)] == mark for at in range(0, len(marks), len(mark)))

    def fetched(self, url: str) -> tuple[str | None, str | None, str] | None:
        """ETag, Last-Modified and sha256 of the last good download of an address."""
        row: tuple[str | None, str | None, str] | None = self._db.execute(
            "SELECT etag, modified, sha256 FROM fetched WHERE url = ?", (url,)
        ).fetchone()
        return row

    def remember_fetch(self, url: str, etag: str | None, modified: str | None, sha256: str, at: str) -> None:
        """Keep the validators of a download, for asking "changed since?" the next time."""
        self._db.execute("INSERT OR REPLACE INTO fetched VALUES (?, ?, ?, ?, ?)", (url, etag, modified, sha256, at))


def _snapshot(row: tuple[int, str, str, str, str, str, str, str, str, str]) -> Snapshot:
    profile = msgspec.json.decode(row[8], type=Profile)
    gates = msgspec.json.decode(row[9], type=tuple[Gate, ...])
    number, source, track, edition, key, retrieved, sha256, format = row[:8]
    return Snapshot(number, source, track, edition, key, retrieved, sha256, format, profile, gates)
