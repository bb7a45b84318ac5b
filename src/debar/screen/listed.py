"""A party as it was listed on a day, and what was looked at to say so."""

from __future__ import annotations

from datetime import date

import msgspec

from debar.errors import EntityNotFound
from debar.law.effects import dates_itself
from debar.model import Entity
from debar.store import Home


def listed_on(home: Home, entity_id: str, day: date) -> tuple[Entity, str]:
    """The entity as listed on a day, and what was looked at.

    A day before the first edition held is answered from that edition where the listing's own date says that it stood
    already; the answer says so.

    Raises:
        EntityNotFound: no edition of that day or before lists it.
    """
    try:
        entity = home.entity(entity_id, day.isoformat())
    except EntityNotFound:
        return _at_another_time(home, entity_id, day)
    return entity, f"{entity.source}, edition {_edition(home, entity.source, day)}"


def _at_another_time(home: Home, entity_id: str, day: date) -> tuple[Entity, str]:
    """The entity as it was last listed before the day, or first after it, with the day of the change in its designations."""
    versions = home.entity_history(entity_id)
    text = day.isoformat()
    source = versions[0].source
    held = _edition(home, source, day)
    past = [one for one in versions if one.first[:10] <= text]
    if past:
        last = max(past, key=lambda one: one.first)
        gone = min(
            one.edition[:10]
            for one in home.history.snapshots(source)
            if one.complete and one.edition > (last.last or "")
        )
        return _dated(last.entity, ended_on=gone), f"{source}, edition {held}, which lists it no more"
    first = min(versions, key=lambda one: one.first)
    entity, edition = first.entity, first.first[:10]
    if dates_itself(entity):
        return entity, f"{source}, edition {edition}, which says since when (none of {day} is held)"
    if held is None:
        raise EntityNotFound(
            entity_id,
            rule=f"no edition of {day} or before is held, so nobody can say whether it was listed then",
            got=f"the first edition that lists it is of {edition}",
            fix="take in older editions with `debar update --from`",
        )
    dated = tuple(msgspec.structs.replace(one, listed_on=one.listed_on or edition) for one in entity.designations)
    return msgspec.structs.replace(entity, designations=dated), f"{source}, edition {held}, which does not list it yet"


def _dated(entity: Entity, *, ended_on: str) -> Entity:
    dated = tuple(msgspec.structs.replace(one, ended_on=one.ended_on or ended_on) for one in entity.designations)
    return msgspec.structs.replace(entity, designations=dated)


def _edition(home: Home, source: str, day: date) -> str | None:
    """The newest edition of a day or before."""
    held = (one.edition[:10] for one in home.history.snapshots(source))
    return max((edition for edition in held if edition <= day.isoformat()), default=None)
