"""Taking editions in: from publishers or from a folder, through the gates, into the history, onto the index.

One call is one transaction. It reads every edition, refuses what fails its gates, builds the index over the new state,
and then commits all of it at once; until that moment the home holds the old state, from then on the new one.
"""

from __future__ import annotations

import fcntl
import re
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from debar.errors import (
    BadFile,
    DebarError,
    HomeLocked,
    ListIncomplete,
    ListMalformed,
    ListRefused,
    ListUnrecognised,
    StoreError,
)
from debar.lists import gates
from debar.lists.archives import Unpacker
from debar.lists.catalog import Catalog, Source
from debar.lists.fetching import Progress, Validators, fetch_set
from debar.lists.formats import recognise
from debar.lists.gates import Gate, Profile
from debar.lists.reading import Context, Preface
from debar.lists.sets import FileSet, find, group, one_format_each
from debar.store.history import COMPLETE, History, Snapshot
from debar.store.index_folder import IndexBuilder, discard_old, ensure_index
from debar.store.intake import Intake
from debar.store.state import Attempt, Standing, State

EXCERPT = "excerpt"  # the track of editions known to be a part of their list, though no file of the set is missing

Report = Callable[[str], None]
"""Called with a sentence whenever something starts or ends."""


class Outcome(msgspec.Struct, frozen=True):
    """How one edition of one source fared.

    Args:
        source: the list; ``?`` where the files did not even tell that.
        outcome: ``published``, ``unchanged``, ``history`` (kept, not screened against), ``refused`` or ``failed``.
        edition, entities, names, rejects, events: of the edition, where it could be read.
        message: why it was refused, or what a reader should know.
    """

    source: str
    outcome: str
    edition: str | None = None
    entities: int = 0
    names: int = 0
    rejects: int = 0
    events: int = 0
    message: str = ""

    @property
    def bad(self) -> bool:
        """Whether the edition was not taken."""
        return self.outcome in ("refused", "failed")


class Choices(msgspec.Struct, frozen=True, kw_only=True):
    """What the caller of an update decides.

    Args:
        sources: only these; empty: every official one (download), or whatever is found (folder).
        start: a folder, file or archive to load from; None: download.
        allow_partial: take editions that lack files or are known excerpts, for history only.
        allow_older: take complete editions older than the current one, for history only.
        accept: sources whose count, tail and emptied gates a person has looked at and opens.
    """

    sources: tuple[str, ...] = ()
    start: Path | None = None
    allow_partial: bool = False
    allow_older: bool = False
    accept: frozenset[str] = frozenset()


def update(
    root: Path,
    catalog: Catalog,
    choices: Choices,
    *,
    build: IndexBuilder,
    now: datetime,
    report: Report = lambda text: None,
    downloading: Progress = lambda role, done, total: None,
) -> tuple[Outcome, ...]:
    """Update a home; make it if there is none.

    Args:
        root: the home's folder.
        build: writes an index (`debar.match.build`).
        now: the time that goes into the record, in UTC.
        report, downloading: are told what is going on.

    Returns:
        What became of every edition met, in the order in which they were read.

    Raises:
        HomeLocked: another update is running.
        BadFile: there is nothing at ``start``, or a source is neither official nor given a file.
        StoreError: the disk is full or fails. The home is as it was before.
    """
    root.mkdir(parents=True, exist_ok=True)
    with _locked(root), tempfile.TemporaryDirectory(prefix="debar-update-") as scratch, Unpacker() as unpacker:
        history = History(root / "history.sqlite", write=True)
        try:
            history.begin()
            run = _Run(history, catalog, choices, now, report, downloading)
            if choices.start is not None:
                run.load(unpacker, choices.start)
            else:
                run.download(Path(scratch))
            state = ensure_index(root, history, run.state, build=build, report=report)
            history.commit(state)
            discard_old(root, state)
        except (OSError, sqlite3.Error) as error:
            history.rollback()
            fix = "free some space; the home is as it was before"
            raise StoreError(str(root), rule="the home cannot be written", got=str(error), fix=fix) from error
        except BaseException:
            history.rollback()
            raise
        finally:
            history.close()
    return tuple(run.outcomes)


@contextmanager
def _locked(root: Path) -> Iterator[None]:
    with (root / "lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise HomeLocked(str(root), fix="wait for the other `debar update` to end") from error
        yield


class _Run:
    """The course of one update."""

    def __init__(
        self,
        history: History,
        catalog: Catalog,
        choices: Choices,
        now: datetime,
        report: Report,
        downloading: Progress,
    ) -> None:
        self.downloading = downloading
        self.history = history
        self.catalog = catalog
        self.choices = choices
        self.now = now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        self.today = now.astimezone(UTC).date()
        self.report = report
        state = history.state()
        self.sources: dict[str, Standing] = dict(state.sources)
        self.generation = state.generation
        self.index = state.index
        self.outcomes: list[Outcome] = []
        self.memo: dict[str, dict[object, object]] = {}

    @property
    def state(self) -> State:
        """The state as it would be committed now."""
        return State(self.generation + 1, self.index, dict(sorted(self.sources.items())))

    def load(self, unpacker: Unpacker, start: Path) -> None:
        """Everything that lies in a folder or archive."""
        own = [
            source for source in self.choices.sources if source not in self.catalog or not self.catalog[source].files
        ]
        if len(own) > 1:
            raise BadFile(str(start), rule="one own list can be loaded at a time", got=", ".join(own))
        self.report(f"looking for official files in {start}")
        found = find(unpacker, start, own_watchlists=bool(own))
        for broken in found.broken:
            self._note(Outcome("?", "refused", message=str(broken)))
        dated = []
        for file_set in found.sets:
            try:
                dated.append(self._peek(file_set, own[0] if own else None))
            except DebarError as error:
                self._note(Outcome("?", "refused", file_set.dated, message=str(error)))
        wanted = [one for one in dated if not self.choices.sources or one[0] in self.choices.sources]
        chosen = list(one_format_each(wanted))
        for source, edition, file_set in sorted(chosen, key=lambda one: one[:2]):
            self._take(source, edition, file_set)
        met = {source for source, _, _ in chosen}
        for source in self.choices.sources:
            if source not in met:
                missing = ListUnrecognised(str(start), rule=f"no file of {source} was found", fix="check the folder")
                self._fail(source, "failed", missing)
        if not found.sets and not found.broken and not self.choices.sources:
            raise ListUnrecognised(
                str(start), rule="no official file was found", got=f"{len(found.ignored)} other files"
            )

    def download(self, scratch: Path) -> None:
        """Every wanted source from its publisher."""
        names = self.choices.sources or tuple(name for name, source in self.catalog.items() if source.files)
        for name in names:
            source = self.catalog.get(name)
            if source is None or not source.files:
                raise BadFile(
                    name,
                    rule="there is no such source to download",
                    fix="give `--from`, or see `debar lists --catalog`",
                )
            try:
                self._download(source, scratch)
            except DebarError as error:
                self._fail(name, "failed", error)

    def _download(self, source: Source, scratch: Path) -> None:
        self.report(f"{source.id}: asking {source.publisher or 'its publisher'}")
        standing = self.sources.get(source.id, Standing())

        def known(url: str) -> Validators | None:
            row = self.history.fetched(url) if standing.snapshot is not None else None
            return Validators(row[0], row[1]) if row else None

        downloads = fetch_set(source.files, scratch, known=known, progress=self.downloading)
        if all(one.file is None for one in downloads.values()):
            self._unchanged(source.id, standing)
            return
        members = []
        for one in downloads.values():
            assert one.file is not None
            found = recognise(one.file.head, own_watchlists=not source.sentinels)
            if found is None:
                rule = "this is an HTML page, not a list" if one.file.head.is_html else None
                raise ListMalformed(one.url, rule=rule, fix="the last good edition stays; look at the address")
            members.append((found[0], found[1], one.file))
        file_set = group(members[0][0], [(role, file) for _, role, file in members])[0]
        if len({one[0].name for one in members}) > 1 or len(file_set.files) != len(members):
            raise ListMalformed(source.id, rule="the files at the source's addresses are not one set")
        # What an official file is, its content decides; only data that anybody may publish takes the name it is given.
        own = source.id if file_set.format.anybody else None
        name, edition, file_set = self._peek(file_set, own)
        if name != source.id:
            raise ListMalformed(source.id, rule="another list lies at its address", got=name, fix="look at the address")
        outcome = self._take(name, edition, file_set)
        if not outcome.bad:
            for one in downloads.values():
                assert one.file is not None
                self.history.remember_fetch(
                    one.url, one.validators.etag, one.validators.modified, one.file.sha256, self.now
                )

    def _peek(self, file_set: FileSet, own: str | None) -> tuple[str, str, FileSet]:
        """Source and edition of a set, from its first words."""
        if (
            file_set.missing
            and not self.choices.allow_partial
            and file_set.format.primary not in (None, *file_set.files)
        ):
            raise self._incomplete(file_set)
        items = file_set.format.read(file_set.files, Context(source=own, partial=file_set.partial))
        try:
            preface = next(items)
        except StopIteration as error:
            raise ListMalformed(file_set.name, rule="the reader found nothing") from error
        finally:
            items.close()  # type: ignore[attr-defined]
        if not isinstance(preface, Preface):
            raise TypeError(f"a reader must start with a Preface (got {preface!r})")
        edition = _to_the_second(preface.published or file_set.dated or self.now)
        return preface.source, edition, file_set

    def _take(self, source: str, edition: str, file_set: FileSet) -> Outcome:
        """Read one edition and publish or refuse it."""
        self.report(f"{source}: reading edition {edition} from {file_set.name}")
        standing = self.sources.get(source, Standing())
        good = self._good(source, standing)
        self.history.savepoint()
        try:
            if file_set.missing and not self.choices.allow_partial:
                raise self._incomplete(file_set)
            if known := self._already(source, file_set, edition):
                self.history.keep()
                return self._unchanged(source, standing, known)
            outcome = self._read_and_publish(source, edition, file_set, good)
        except DebarError as error:
            self.history.undo()
            return self._fail(source, "refused", error, edition)
        except sqlite3.Error:
            raise  # our own disk, not the list: it ends the whole update
        except Exception as error:  # noqa: BLE001 - one source's surprise must not stop the others; the cause is shown
            self.history.undo()
            wrapped = ListMalformed(file_set.name, rule="the reader failed", got=f"{type(error).__name__}: {error}")
            return self._fail(source, "failed", wrapped, edition)
        self.history.keep()
        return self._note(outcome)

    def _read_and_publish(self, source: str, edition: str, file_set: FileSet, good: Snapshot | None) -> Outcome:
        context = Context(source=source, partial=file_set.partial, memo=self.memo.setdefault(source, {}))
        intake = Intake(file_set.format.read(file_set.files, context))
        self.history.stage(intake.entities())
        partial = file_set.partial
        profile = intake.profiler.profile(edition, file_set.format.name, len(intake.rejects), complete=not partial)
        checks = intake.gates()
        judged = self._judge(source, edition, file_set, profile, good)
        older = any(gate.name == "newer" and not gate.passed for gate in judged)
        track = COMPLETE
        if partial:
            track = "+".join(sorted(file_set.files))
        elif self.choices.allow_partial and any(
            gate.name in ("sentinels", "count") and not gate.passed for gate in judged
        ):
            track = EXCERPT
        if track == COMPLETE:
            checks += [gate for gate in judged if not (gate.name == "newer" and self.choices.allow_older)]
        else:
            checks += [gate for gate in judged if gate.name == "future"]
        self._refuse_if_failed(source, file_set, checks)
        snapshot = self.history.publish(
            source=source,
            track=track,
            edition=edition,
            retrieved=self.now,
            sha256=file_set.sha256,
            format=file_set.format.name,
            described={
                role: {"name": f.name, "sha256": f.sha256, "bytes": f.size} for role, f in file_set.files.items()
            },
            profile=profile,
            gates=checks,
            events=intake.events(),
            rejects=intake.rejects,
        )
        history_only = track != COMPLETE or older
        self._stand(snapshot, intake, history_only=history_only)
        return Outcome(
            source,
            "history" if history_only else "published",
            edition,
            profile.entities,
            profile.names,
            profile.rejects,
            intake.event_count,
            f"{'older' if track == COMPLETE else 'partial'} edition, for history only" if history_only else "",
        )

    def _judge(
        self, source: str, edition: str, file_set: FileSet, profile: Profile, good: Snapshot | None
    ) -> list[Gate]:
        catalogued = self.catalog.get(source)
        due = catalogued.sentinels_due(edition) if catalogued else ()
        good_profile = good.profile if good else None
        cut = False
        if (
            good is not None
            and good.profile.last is not None
            and profile.last is not None
            and not file_set.format.end_mark
        ):
            last_is_gone = not self.history.staged_among([good.profile.last])
            cut = last_is_gone and self.history.holds(good, profile.last)
        older = good is not None and edition < good.edition[: len(edition)]
        return [
            *gates.check_date(profile, good_profile, self.today),
            *gates.check_sentinels(due, self.history.staged_among(due)),
            *([] if older else gates.check_against(profile, good_profile, cut=cut)),
        ]

    def _refuse_if_failed(self, source: str, file_set: FileSet, checks: Sequence[Gate]) -> None:
        failed = [gate for gate in checks if not gate.passed and not (gate.human and source in self.choices.accept)]
        if not failed:
            return
        fix = "the last good edition stays"
        if all(gate.human for gate in failed):
            fix += f"; if you have looked and it is right: --accept {source}"
        elif any(gate.name == "sentinels" for gate in failed):
            fix += "; a known excerpt can be kept with --allow-partial, for history only"
        elif any(gate.name == "newer" for gate in failed):
            fix += "; an older edition can be kept with --allow-older, for history only"
        raise ListRefused(
            file_set.name,
            rule="the edition did not pass its gates",
            got="; ".join(f"{gate.name}: {gate.detail}" for gate in failed),
            fix=fix,
        )

    def _stand(self, snapshot: Snapshot, intake: Intake, *, history_only: bool) -> None:
        source = snapshot.source
        standing = self.sources.get(source, Standing())
        attempt = Attempt(self.now, "history" if history_only else "published")
        counts = {
            "edition": snapshot.edition,
            "retrieved": self.now,
            "sha256": snapshot.sha256,
            "entities": snapshot.profile.entities,
            "names": snapshot.profile.names,
            "rejects": snapshot.profile.rejects,
            "events": intake.event_count,
        }
        if not history_only:
            changes = {"snapshot": snapshot.id, "checked": self.now, "attempt": attempt, **counts}
        elif snapshot.complete:
            changes = {"attempt": attempt}
        else:
            newest = standing.partial is None or snapshot.edition >= standing.partial
            changes = {"attempt": attempt}
            if newest:
                changes |= {"partial": snapshot.edition, "partial_files": snapshot.track}
                if standing.snapshot is None:
                    changes |= counts
        self.sources[source] = msgspec.structs.replace(standing, **changes)

    def _good(self, source: str, standing: Standing) -> Snapshot | None:
        if standing.snapshot is None:
            return None
        return next(one for one in self.history.snapshots(source) if one.id == standing.snapshot)

    def _already(self, source: str, file_set: FileSet, edition: str) -> Snapshot | None:
        """The same bytes, taken before: as the current edition, or as this very edition of the history."""
        standing = self.sources.get(source, Standing())
        for one in self.history.snapshots(source):
            if one.sha256 == file_set.sha256 and (one.id == standing.snapshot or one.edition == edition):
                return one
        return None

    def _unchanged(self, source: str, standing: Standing, known: Snapshot | None = None) -> Outcome:
        current = known is None or known.id == standing.snapshot
        attempt = Attempt(self.now, "unchanged")
        checked = self.now if current else standing.checked
        self.sources[source] = msgspec.structs.replace(standing, checked=checked, attempt=attempt)
        edition = known.edition if known else standing.edition
        counts = (
            (known.profile.entities, known.profile.names, known.profile.rejects)
            if known
            else (
                standing.entities,
                standing.names,
                standing.rejects,
            )
        )
        return self._note(Outcome(source, "unchanged", edition, *counts))

    def _fail(self, source: str, outcome: str, error: DebarError, edition: str | None = None) -> Outcome:
        standing = self.sources.get(source, Standing())
        self.sources[source] = msgspec.structs.replace(standing, attempt=Attempt(self.now, outcome, str(error)))
        return self._note(Outcome(source, outcome, edition, message=str(error)))

    def _note(self, outcome: Outcome) -> Outcome:
        self.outcomes.append(outcome)
        return outcome

    @staticmethod
    def _incomplete(file_set: FileSet) -> ListIncomplete:
        return ListIncomplete(
            file_set.name,
            got=f"{', '.join(sorted(file_set.files))}; missing {', '.join(file_set.missing)}",
            fix="get the whole set; a partial edition can be kept with --allow-partial, for history only",
        )


def _to_the_second(edition: str) -> str:
    """An ISO date or time without fractions of a second, so that editions sort as text; the publisher's day stays.

    >>> _to_the_second("2024-11-30T00:00:00.875Z"), _to_the_second("2024-12-11T21:24:35.826+01:00")
    ('2024-11-30T00:00:00Z', '2024-12-11T21:24:35+01:00')
    """
    return re.sub(r"(T\d\d:\d\d:\d\d)[.,]\d+", r"\1", edition)
