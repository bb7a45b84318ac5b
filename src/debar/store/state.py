"""The state of a home: which edition of which list counts now, and how the last attempts ended.

It is committed to the history database in the same transaction as the editions it names, after the index it names has
been written, and then copied to the file ``CURRENT``. The database decides; ``CURRENT`` is for readers.
"""

from __future__ import annotations

from datetime import datetime

import msgspec

from debar.model import ListState
from debar.model.policy import Policy


class Attempt(msgspec.Struct, frozen=True):
    """How the last `update` of a source ended: ``published``, ``unchanged``, ``history``, ``refused`` or ``failed``."""

    at: str
    outcome: str
    message: str = ""


class Standing(msgspec.Struct, frozen=True):
    """One source in the state.

    Args:
        snapshot: the snapshot screened against; None when there is no complete edition.
        edition, retrieved, sha256, entities, names, rejects: of that snapshot, or of the newest partial one.
        checked: when the publisher or a folder last confirmed or delivered the edition (UTC, ISO).
        partial: the newest partial edition, history only; None when there is none.
        partial_files: the files that it does have.
        attempt: the last attempt.
    """

    snapshot: int | None = None
    edition: str | None = None
    retrieved: str | None = None
    checked: str | None = None
    sha256: str | None = None
    entities: int = 0
    names: int = 0
    rejects: int = 0
    events: int = 0
    partial: str | None = None
    partial_files: str | None = None
    attempt: Attempt | None = None


class State(msgspec.Struct, frozen=True):
    """The state of a home. ``index`` is the name of the index folder over the current snapshots, None without any."""

    generation: int = 0
    index: str | None = None
    sources: dict[str, Standing] = {}


def judge(state: State, policy: Policy, now: datetime) -> tuple[ListState, ...]:
    """Every source of the home, and whether the policy lets one screen against it at that moment.

    A source that the policy requires but the home does not hold appears too, unfit.
    """
    required = policy.required if policy.required is not None else tuple(sorted(state.sources))
    listed = sorted({*state.sources, *required})
    return tuple(_judge_one(source, state.sources.get(source), policy, now) for source in listed)


def unfit_reasons(lists: tuple[ListState, ...], policy: Policy) -> tuple[str, ...]:
    """Why the home as a whole is not fit to screen; empty when it is."""
    required = [item for item in lists if policy.required is None or item.source in policy.required]
    reasons = tuple(f"{item.source}: {reason}" for item in required for reason in item.reasons)
    if not reasons and not any(item.fit for item in required):
        return ("the home holds no list",)
    return reasons


def age_h(checked: str, now: datetime) -> float:
    """Hours since an ISO time."""
    return (now - datetime.fromisoformat(checked)).total_seconds() / 3600


def _judge_one(source: str, standing: Standing | None, policy: Policy, now: datetime) -> ListState:
    if standing is None:
        return ListState(source, None, None, None, None, 0, 0, 0, False, ("required by the policy, and not loaded",))
    reasons: list[str] = []
    notes: list[str] = []
    attempt = standing.attempt
    failed = attempt is not None and attempt.outcome in ("refused", "failed")
    if standing.snapshot is None:
        if standing.partial is not None:
            reasons.append(
                f"only a partial edition is held ({standing.partial}, {standing.partial_files}); it is for history only"
            )
        if failed and attempt is not None:
            reasons.append(f"the last update {attempt.outcome}: {attempt.message}")
        if not reasons:
            reasons.append("no edition has been loaded")
        reasons[-1] += "; to screen without this list, name the required ones in policy.toml"
    else:
        _judge_age(standing, policy, now, reasons, notes)
        if failed and attempt is not None:
            notes.append(
                f"the update of {attempt.at} was {attempt.outcome} and the last good edition stays: {attempt.message}"
            )
        if standing.partial is not None and standing.partial > (standing.edition or ""):
            notes.append(f"a newer edition {standing.partial} is held in part, for history only")
    return ListState(
        source,
        standing.edition,
        standing.retrieved,
        standing.checked,
        standing.sha256,
        standing.entities,
        standing.names,
        standing.rejects,
        not reasons,
        tuple(reasons),
        tuple(notes),
    )


def _judge_age(standing: Standing, policy: Policy, now: datetime, reasons: list[str], notes: list[str]) -> None:
    if standing.checked is None:
        reasons.append("it is not known when the publisher was last asked")
        return
    hours = age_h(standing.checked, now)
    if hours > policy.max_age_h:
        reasons.append(
            f"last checked {hours:.0f} hours ago ({standing.checked}); the policy allows {policy.max_age_h:g}"
        )
    elif hours < -1:
        reasons.append(f"last checked in the future ({standing.checked}): a clock is wrong")
    elif hours > policy.warn_age_h:
        notes.append(f"last checked {hours:.0f} hours ago")
