"""What changed between two editions of a list."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import msgspec

from debar.model import Entity
from debar.store.history import COMPLETE, History, Snapshot, Span

_Facts = dict[str, dict[str, None]]
"""The values of each field, in order and without repeats."""


class FieldChange(msgspec.Struct, frozen=True):
    """One field of an entity: the values that came and those that went."""

    field: str
    added: tuple[str, ...]
    removed: tuple[str, ...]


class Change(msgspec.Struct, frozen=True):
    """One entity between two editions."""

    id: str
    source: str
    change: Literal["added", "amended", "removed"]
    caption: str
    schema: str
    fields: tuple[FieldChange, ...] = ()


class Version(msgspec.Struct, frozen=True):
    """A version of an entity.

    Args:
        first, last: the editions from and to which it stood; ``last`` None: it stands in the newest complete edition.
        partial: the files of the partial editions that held it; None for complete ones.
        changes: what is different from the version before it.
    """

    source: str
    entity: Entity
    first: str
    last: str | None
    partial: str | None
    changes: tuple[FieldChange, ...] = ()


class Comparison(msgspec.Struct, frozen=True):
    """Two editions of one source and what lies between them.

    Args:
        old: the edition compared with; None when none of the earlier day or before is held.
        new: the later edition.
        changes: in the order of the ids.
        note: what a reader must know: a partial edition, an earliest edition later than asked.
    """

    source: str
    old: str | None
    new: str
    changes: tuple[Change, ...]
    note: str = ""


def compare_editions(history: History, source: str, since: str, until: str | None) -> Comparison | None:
    """Compare the editions of a source that counted on two days; None when nothing is held by the later day.

    Where the two come from different tracks (a complete edition and a partial one), only what both can hold is compared.
    """
    snapshots = history.snapshots(source)
    new = _latest(snapshots, until)
    if new is None:
        return None
    old = _latest(snapshots, since, track=new.track) or _latest(snapshots, since)
    better = _latest(snapshots, since)
    if old is not None and better is not None and old.edition[:10] < better.edition[:10]:
        old = better
    notes = []
    if old is None:
        earliest = min((one for one in snapshots if one.track == new.track), key=lambda one: one.key)
        if earliest.key != new.key:
            old = earliest
            notes.append(f"no edition of {since} or before is held; compared with the earliest, {earliest.edition}")
        else:
            notes.append(f"no edition of {since} or before is held; everything counts as added")
    notes += [
        f"edition {one.edition} is partial ({one.track})" for one in (old, new) if one is not None and not one.complete
    ]
    same_track = old is None or old.track == new.track
    pairs = history.difference(old, new) if same_track else _across_tracks(history, old, new)
    changes = tuple(change for change in (_change(source, *pair) for pair in pairs) if change is not None)
    return Comparison(source, old.edition if old else None, new.edition, changes, "; ".join(dict.fromkeys(notes)))


def field_changes(before: Entity, after: Entity) -> tuple[FieldChange, ...]:
    """What differs between two versions of an entity, field by field.

    >>> from debar.model import Designation, Name
    >>> old = Entity("x-1", "x", "Vessel", (Name("A"),), designations=(Designation("X", ("IRAN",)),))
    >>> new = Entity("x-1", "x", "Vessel", (Name("A"),), designations=(Designation("X", ("IRAN", "NPWMD")),))
    >>> field_changes(old, new)
    (FieldChange(field='program', added=('NPWMD',), removed=()),)
    """
    # What has no field of its own is told only where nothing else tells the difference: OFAC's raw remark, say, holds
    # again what its parts say.
    return _differences(_facts(before), _facts(after)) or _differences(_given(before), _given(after))


def _differences(old: _Facts, new: _Facts) -> tuple[FieldChange, ...]:
    found = []
    for field in sorted({*old, *new}):
        was, now = old.get(field, {}), new.get(field, {})
        added = tuple(value for value in now if value not in was)
        removed = tuple(value for value in was if value not in now)
        if added or removed:
            found.append(FieldChange(field, added, removed))
    return tuple(found)


def versions(history: History, entity_id: str) -> tuple[Version, ...]:
    """Every version of an entity in the order of time, each compared with the one before it on the same list.

    Versions from a complete and from a partial edition are compared by what both can hold.
    """
    newest = {(one.source, one.track): one.edition for one in history.snapshots()}
    before: dict[str, Span] = {}
    found = []
    for span in sorted(history.spans(entity_id), key=lambda one: (one.source, one.first)):
        previous = before.get(span.source)
        changes: tuple[FieldChange, ...] = ()
        if previous is not None and previous.track == span.track:
            changes = field_changes(previous.entity, span.entity)
        elif previous is not None:
            changes = field_changes(_reduced(previous.entity), _reduced(span.entity))
        before[span.source] = span
        partial = None if span.track == COMPLETE else span.track
        last = span.last.partition("#")[0] if span.last else newest[span.source, span.track] if partial else None
        found.append(Version(span.source, span.entity, span.first.partition("#")[0], last, partial, changes))
    return tuple(found)


def _latest(snapshots: list[Snapshot], day: str | None, track: str | None = None) -> Snapshot | None:
    fitting = [one for one in snapshots if (day is None or one.edition[:10] <= day[:10]) and track in (None, one.track)]
    return max(fitting, key=lambda one: (one.edition, one.complete, one.key), default=None)


def _across_tracks(
    history: History, old: Snapshot | None, new: Snapshot
) -> Iterator[tuple[str, Entity | None, Entity | None]]:
    before = {one.id: _reduced(one) for one in history.entities(old)} if old else {}
    after = {one.id: _reduced(one) for one in history.entities(new)}
    for entity_id in sorted({*before, *after}):
        if before.get(entity_id) != after.get(entity_id):
            yield entity_id, before.get(entity_id), after.get(entity_id)


def _reduced(entity: Entity) -> Entity:
    """What OFAC's primary file alone can tell: no strong aliases, no addresses, no countries of addresses."""
    names = tuple(name for name in entity.names if name.kind in ("primary", "weak"))
    return msgspec.structs.replace(entity, names=names, addresses=(), given=())


def _change(source: str, entity_id: str, before: Entity | None, after: Entity | None) -> Change | None:
    if after is None and before is not None:
        return Change(entity_id, source, "removed", before.caption, before.schema)
    if before is None and after is not None:
        return Change(entity_id, source, "added", after.caption, after.schema)
    assert before is not None
    assert after is not None
    return Change(entity_id, source, "amended", after.caption, after.schema, field_changes(before, after))


def _given(entity: Entity) -> _Facts:
    facts: _Facts = {}
    for field, value in entity.given:
        facts.setdefault(f"given: {field}", {})[value] = None
    return facts


def _facts(entity: Entity) -> _Facts:
    facts: _Facts = {"schema": {entity.schema: None}}

    def put(field: str, value: str | None) -> None:
        if value:
            facts.setdefault(field, {})[value] = None

    for prop, value in entity.statements():
        put(prop, value)
    for one in entity.identifiers:
        details = [
            one.country,
            str(one.issued) if one.issued else None,
            str(one.expires) if one.expires else None,
            one.note,
        ]
        put(f"{one.type} details", " ".join([one.value, *(part for part in details if part)]) if any(details) else None)
    for designation in entity.designations:
        for program in designation.programs:
            put("program", program)
        for field in ("listed_on", "amended_on", "ended_on", "reason", "list_name", "reference"):
            put(field, getattr(designation, field))
        for field in ("legal_basis", "measures", "remarks"):
            for value in getattr(designation, field):
                put(field, value)
    for link in entity.links:
        put(link.kind, link.name)
    return facts
