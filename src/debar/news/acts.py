"""What a list did with an entity, and when: added, put under a further programme, taken off."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import msgspec

from debar.news.held_lists import Lists
from debar.news.states import How
from debar.store.changes import Version

if TYPE_CHECKING:
    from debar.model import Designation, Entity


class Act(msgspec.Struct, frozen=True):
    """Something that a list did with an entity."""

    how: How
    day: str
    edition: str
    after: str | None = None
    programs: tuple[str, ...] = ()
    earlier: tuple[str, ...] = ()
    dated: bool = False


def acts_of(lists: Lists, source: str, held: Sequence[Version]) -> Iterator[Act]:
    """What the list did with an entity, edition by edition, and by its own dates."""
    previous: Version | None = None
    for one in held:
        programs = programs_of(one.entity)
        after = lists.before(source, one.first)
        if previous is None or (previous.last and lists.between(source, previous.last, one.first)):
            yield from arrival(one, after, programs)
        else:
            yield from _retags(one, after, programs_of(previous.entity), programs)
        previous = one
    assert previous is not None
    gone = lists.after(source, previous.last) if previous.last and previous.partial is None else None
    if gone is not None and lists.counts(gone):
        yield Act("delisted", gone[:10], gone, previous.last, earlier=programs_of(previous.entity))


def arrival(one: Version, after: str | None, programs: tuple[str, ...]) -> Iterator[Act]:
    """The entity comes: on the list's own days, or with the edition; in the first edition held nobody knows when."""
    dated = sorted(
        (day, designation) for designation in one.entity.designations if (day := _day(designation)) is not None
    )
    earlier: tuple[str, ...] = ()
    for day, designation in dated:
        yield Act(
            "retagged" if earlier else "designated", day, one.first, after, designation.programs, earlier, dated=True
        )
        earlier = (*earlier, *designation.programs)
    if not dated and after is not None:
        yield Act("designated", one.first[:10], one.first, after, programs)


def _retags(one: Version, after: str | None, old: tuple[str, ...], new: tuple[str, ...]) -> Iterator[Act]:
    came = tuple(tag for tag in new if tag not in old)
    went = tuple(tag for tag in old if tag not in new)
    if came:
        days = [
            day
            for designation in one.entity.designations
            if {*designation.programs} & {*came} and (day := _day(designation)) is not None
        ]
        # A date older than the edition that lacked the tag is that of the first listing.
        day = max(days, default="")
        dated = bool(day) and (after is None or day >= after[:10])
        yield Act("retagged", day if dated else one.first[:10], one.first, after, came, old, dated)
    if went:
        yield Act("untagged", one.first[:10], one.first, after, went, old)


def standing_before(held: Sequence[Version], acts: Sequence[Act]) -> Act:
    """Of an entity without an act that counts: it stood there, or it stands there since nobody knows when."""
    first = held[0]
    programs = programs_of(held[-1].entity)
    came = [act for act in acts if act.how in ("designated", "retagged")]
    if came:
        latest = max(came, key=lambda act: act.day)
        return Act("before", latest.day, latest.edition, latest.after, programs, latest.earlier, latest.dated)
    return Act("undated", first.first[:10], first.first, None, programs)


def programs_of(entity: Entity) -> tuple[str, ...]:
    return tuple(dict.fromkeys(tag for one in entity.designations for tag in one.programs))


def _day(designation: Designation) -> str | None:
    """The day of a designation; of a year or month alone, its last possible day would be a guess: None."""
    given = designation.listed_on or ""
    return given if len(given) == len("2024-09-10") else None
