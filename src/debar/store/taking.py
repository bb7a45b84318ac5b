"""Taking one edition: read it, hold it against its gates, publish or refuse it, and note how it went."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from debar.errors import (
    DebarError,
    ListIncomplete,
    ListMalformed,
    ListRefused,
)
from debar.lists import gates
from debar.lists.catalog import Catalog
from debar.lists.gates import Gate, Profile
from debar.lists.reading import Context
from debar.lists.sets import FileSet
from debar.store.history import COMPLETE, History, Snapshot
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


class Taking:
    """The editions that one update takes, one after the other, and the state that they make.

    Attributes:
        sources: every source as it stands after the editions taken so far.
        outcomes: what became of each.
    """

    def __init__(
        self,
        history: History,
        catalog: Catalog,
        choices: Choices,
        now: datetime,
        report: Report,
    ) -> None:
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

    def take(self, source: str, edition: str, file_set: FileSet) -> Outcome:
        """Read one edition and publish or refuse it."""
        self.report(f"{source}: reading edition {edition} from {file_set.name}")
        standing = self.sources.get(source, Standing())
        good = self._good(source, standing)
        self.history.savepoint()
        try:
            if file_set.missing and not self.choices.allow_partial:
                raise self.incomplete(file_set)
            if known := self._already(source, file_set, edition):
                self.history.keep()
                return self.unchanged(source, standing, known)
            outcome = self._read_and_publish(source, edition, file_set, good)
        except DebarError as error:
            self.history.undo()
            return self.fail(source, "refused", error, edition)
        except sqlite3.Error:
            raise  # our own disk, not the list: it ends the whole update
        except Exception as error:  # noqa: BLE001 - one source's surprise must not stop the others; the cause is shown
            self.history.undo()
            wrapped = ListMalformed(file_set.name, rule="the reader failed", got=f"{type(error).__name__}: {error}")
            return self.fail(source, "failed", wrapped, edition)
        self.history.keep()
        return self.note(outcome)

    def _read_and_publish(self, source: str, edition: str, file_set: FileSet, good: Snapshot | None) -> Outcome:
        context = Context(source=source, partial=file_set.partial, memo=self.memo.setdefault(source, {}))
        intake = Intake(file_set.format.read(file_set.files, context))
        self.history.stage(intake.entities())
        partial = file_set.partial
        profile = intake.profiler.profile(edition, file_set.format.name, len(intake.rejects), complete=not partial)
        checks = intake.gates()
        mark, marks = _marks(file_set)
        cut = good is not None and self._looks_cut(profile, good, mark)
        judged = self._judge(source, edition, profile, good, cut=cut)
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
            marks=marks,
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

    def _judge(self, source: str, edition: str, profile: Profile, good: Snapshot | None, *, cut: bool) -> list[Gate]:
        catalogued = self.catalog.get(source)
        due = catalogued.sentinels_due(edition) if catalogued else ()
        good_profile = good.profile if good else None
        older = good is not None and edition < good.edition[: len(edition)]
        return [
            *gates.check_date(profile, good_profile, self.today),
            *gates.check_sentinels(due, self.history.staged_among(due)),
            *([] if older else gates.check_against(profile, good_profile, cut=cut)),
        ]

    def _looks_cut(self, profile: Profile, good: Snapshot, mark: bytes | None) -> bool:
        """Whether a file without end mark is the beginning of the good one, or ends where that one went on."""
        if mark is None or good.profile.last is None or profile.last is None:
            return False
        if self.history.begins_with(good, mark):
            return True
        return not self.history.staged_among([good.profile.last]) and self.history.holds(good, profile.last)

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

    def unchanged(self, source: str, standing: Standing, known: Snapshot | None = None) -> Outcome:
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
        return self.note(Outcome(source, "unchanged", edition, *counts))

    def fail(self, source: str, outcome: str, error: DebarError, edition: str | None = None) -> Outcome:
        standing = self.sources.get(source, Standing())
        self.sources[source] = msgspec.structs.replace(standing, attempt=Attempt(self.now, outcome, str(error)))
        return self.note(Outcome(source, outcome, edition, message=str(error)))

    def note(self, outcome: Outcome) -> Outcome:
        self.outcomes.append(outcome)
        return outcome

    @staticmethod
    def incomplete(file_set: FileSet) -> ListIncomplete:
        return ListIncomplete(
            file_set.name,
            got=f"{', '.join(sorted(file_set.files))}; missing {', '.join(file_set.missing)}",
            fix="get the whole set; a partial edition can be kept with --allow-partial, for history only",
        )


def _marks(file_set: FileSet) -> tuple[bytes | None, bytes | None]:
    """The marks of the file that holds the listings, for formats in which a cut does not show."""
    if file_set.format.end_mark:
        return None, None
    role = file_set.format.primary or min(file_set.format.required)
    return file_set.files[role].row_marks() if role in file_set.files else (None, None)
