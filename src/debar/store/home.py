"""A home: the lists, their history and the index, in one folder."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from debar.errors import EntityNotFound, HomeNotFound, NotScreened
from debar.model import Entity, ListState
from debar.model.policy import Policy
from debar.store.changes import Comparison, Version, compare_editions, versions
from debar.store.history import COMPLETE, History, Snapshot
from debar.store.index_folder import IndexBuilder
from debar.store.past_indexes import PastIndexes
from debar.store.state import State, judge, unfit_reasons

DEFAULT_HOME = "~/.debar"


class Home:
    """The lists of one user or service. It is made by `debar update`; this opens it for reading.

    Args:
        path: the folder; by default ``$DEBAR_HOME``, else ``~/.debar``.
        policy: what it must hold to be fit to screen; by default the file ``policy.toml`` in the folder, else `Policy()`.

    Raises:
        HomeNotFound: there is no home at that place.
        HomeDamaged: its history cannot be read.
    """

    def __init__(self, path: str | os.PathLike[str] | None = None, *, policy: Policy | None = None) -> None:
        self.path = home_path(path)
        if not (self.path / "history.sqlite").is_file():
            raise HomeNotFound(str(self.path), fix="make one with `debar update`")
        self._policy = policy
        self.history = History(self.path / "history.sqlite")

    def __repr__(self) -> str:
        return f"Home({str(self.path)!r})"

    def close(self) -> None:
        """Close the history database."""
        self.history.close()

    @cached_property
    def policy(self) -> Policy:
        """The policy in force."""
        if self._policy is not None:
            return self._policy
        file = self.path / "policy.toml"
        return Policy.load(file) if file.exists() else Policy()

    @property
    def state(self) -> State:
        """The state as it is committed at this moment."""
        return self.history.state()

    def lists(self, now: datetime | None = None) -> tuple[ListState, ...]:
        """Every source: its edition, counts, and whether it is fit to screen against."""
        return judge(self.state, self.policy, now or datetime.now(UTC))

    def index_folder(self, now: datetime | None = None) -> tuple[Path, tuple[ListState, ...]]:
        """The folder of the current index and the lists it stands for.

        Raises:
            NotScreened: the home is not fit to screen under its policy.
        """
        state = self.state
        lists = judge(state, self.policy, now or datetime.now(UTC))
        reasons = unfit_reasons(lists, self.policy)
        if not reasons and state.index is None:
            reasons = ("the home has no index",)
        if not reasons and not (self.path / "index" / str(state.index)).is_dir():
            reasons = (f"the index {state.index} is missing from the home",)
        if reasons:
            raise NotScreened(str(self.path), reasons=reasons)
        return self.path / "index" / str(state.index), lists

    def index_folder_as_of(
        self, day: str, *, build: IndexBuilder, indexes: PastIndexes | None = None
    ) -> tuple[Path, tuple[ListState, ...]]:
        """The folder of the index over the editions that counted on a day, built if need be; never in the home.

        Args:
            day: ISO date; an edition published on that very day counts.
            indexes: where indexes of past days are kept.

        Raises:
            NotScreened: for a required list there is no complete edition of that day or before.
            StoreError: there is no place for the index.
        """
        state = self.state
        required = self.policy.required if self.policy.required is not None else tuple(sorted(state.sources))
        chosen: list[Snapshot] = []
        reasons: list[str] = [] if required else ["the home holds no list"]
        for source in sorted({*state.sources, *required}):
            snapshot = latest(self.history.snapshots(source), day, complete=True)
            if snapshot is not None:
                chosen.append(snapshot)
            elif source in required:
                reasons.append(f"{source}: no complete edition of {day} or before is held")
        if reasons:
            raise NotScreened(str(self.path), reasons=tuple(reasons))
        folder = (indexes or PastIndexes()).get(self.path, self.history, chosen, build=build)
        return folder, tuple(_as_of_state(one) for one in chosen)

    def entity(self, entity_id: str, as_of: str | None = None) -> Entity:
        """The entity as its newest edition (of a day or before) lists it; the complete edition before a partial one.

        Raises:
            EntityNotFound: no such edition lists it.
        """
        found: list[tuple[bool, str, Entity]] = []
        for span in self.history.spans(entity_id):
            if as_of is None:
                stands = span.last is None
            else:
                # An edition counts until the next one of its kind, not only on its own day.
                kind = [one for one in self.history.snapshots(span.source) if one.track == span.track]
                counted = latest(kind, as_of, complete=False)
                stands = (
                    counted is not None and span.first <= counted.key and (not span.last or counted.key <= span.last)
                )
            if stands:
                found.append((span.track == COMPLETE, span.first, span.entity))
        if not found:
            raise self._not_found(entity_id, as_of)
        return max(found, key=lambda one: one[:2])[2]

    def entity_history(self, entity_id: str) -> tuple[Version, ...]:
        """Every version of an entity, oldest first, with what changed between them.

        Raises:
            EntityNotFound: no edition lists it.
        """
        found = versions(self.history, entity_id)
        if not found:
            raise self._not_found(entity_id, None)
        return found

    def changes(self, since: str, until: str | None = None, source: str | None = None) -> tuple[Comparison, ...]:
        """What was added, amended and removed between two days, source by source.

        Args:
            since, until: ISO dates; ``until`` defaults to the newest edition held.
        """
        sources = [source] if source else sorted({one.source for one in self.history.snapshots()})
        found = (compare_editions(self.history, one, since, until) for one in sources)
        return tuple(one for one in found if one is not None)

    def _not_found(self, entity_id: str, as_of: str | None) -> EntityNotFound:
        former = self.history.spans(entity_id)
        if former and as_of is None:
            last = max(span.last or "" for span in former).partition("#")[0]
            return EntityNotFound(
                entity_id,
                rule=f"it is no longer listed; the last edition that did is {last}",
                fix="see it with --history",
            )
        return EntityNotFound(
            entity_id, got=f"as of {as_of}" if as_of else None, fix="look it up with `debar screen NAME`"
        )


def home_path(path: str | os.PathLike[str] | None = None) -> Path:
    """Where the home lies: the given folder, ``$DEBAR_HOME``, or ``~/.debar``."""
    return Path(path or os.environ.get("DEBAR_HOME") or DEFAULT_HOME).expanduser()


def latest(snapshots: list[Snapshot], day: str | None, *, complete: bool) -> Snapshot | None:
    """The newest edition of a day or before."""
    fitting = [
        one for one in snapshots if (day is None or one.edition[:10] <= day[:10]) and (one.complete or not complete)
    ]
    return max(fitting, key=lambda one: one.key, default=None)


def _as_of_state(snapshot: Snapshot) -> ListState:
    profile = snapshot.profile
    return ListState(
        snapshot.source,
        snapshot.edition,
        snapshot.retrieved,
        snapshot.retrieved,
        snapshot.sha256,
        profile.entities,
        profile.names,
        profile.rejects,
        True,
    )
