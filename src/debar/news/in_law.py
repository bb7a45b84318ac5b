"""Effect sentences of an article tied to the law: what the listings of those concerned ask on the article's day.

"Barring access to U.S. financial assets" is what a newspaper says; what is asked of whom stands in `debar.law`, entity by
entity and programme by programme. This puts one beside the other and changes nothing of the reading.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Literal

import msgspec

from debar.errors import EntityNotFound
from debar.law.effects import NO_ADVICE, Effect, dates_itself, effects_of
from debar.law.tables import nexuses
from debar.news.authorities import authority_of
from debar.news.values import Effect as Said
from debar.news.values import Party, Reading

if TYPE_CHECKING:
    from debar.model import Entity
    from debar.store import Home

Lookup = Callable[[str, date], "Entity | None"]
"""The entity as it was listed on a day; None where it was not, or nobody can say."""

Basis = Literal["sentence", "measure", "none"]


class InLaw(msgspec.Struct, frozen=True, kw_only=True):
    """One effect sentence and one listed party that it falls on.

    Args:
        effect: the id of the effect in the reading.
        nexus: whose law, as the sentence says it; None where it says nothing.
        basis: ``sentence``: the party is a target of the sentence; ``measure``: the sentence names nobody on a list,
            and the party is the target of a measure of the same authority in the same article; ``none``: neither.
        party, entity, caption, source: who; None for ``none``.
        on: the day of the article.
        law: the effects in force on that day that are of the kind the sentence says.
        besides: how many further effects of the listing were in force for that nexus.
        text: the sentence that a reader needs.
    """

    effect: str
    kind: str
    nexus: str | None
    basis: Basis
    party: str | None = None
    entity: str | None = None
    caption: str | None = None
    source: str | None = None
    on: date | None = None
    law: tuple[Effect, ...] = ()
    besides: int = 0
    text: str = ""


class _Kind(msgspec.Struct, frozen=True):
    actions: frozenset[str]
    covers: frozenset[str]

    def is_meant(self, effect: Effect) -> bool:
        return effect.action in self.actions and (not self.covers or bool(self.covers & {*effect.covers}))


def effects_in_law(reading: Reading, home_or_lookup: Home | Lookup, *, on: date | None = None) -> tuple[InLaw, ...]:
    """What the law asks where the article says what a measure does.

    Args:
        reading: of the article; its parties tied to listed entities (`debar.news.read` with a screener).
        home_or_lookup: the lists, or a function from entity id and day to the entity.
        on: the day; the article's by default.

    Returns:
        For each effect sentence one value for each listed party that it falls on, or one that says why there is none.
    """
    day = on or (date.fromisoformat(reading.document.published[:10]) if reading.document.published else None)
    lookup = home_or_lookup if callable(home_or_lookup) else lookup_in(home_or_lookup)
    parties = {one.id: one for one in reading.parties}
    return tuple(found for said in reading.effects for found in _of(said, reading, parties, lookup, day))


def lookup_in(home: Home) -> Lookup:
    """Entities of a home as they were listed on a day.

    An entity whose home holds no edition of that day counts where its listing says by itself since when it holds.
    """

    def lookup(entity_id: str, day: date) -> Entity | None:
        try:
            return home.entity(entity_id, day.isoformat())
        except EntityNotFound:
            pass
        try:
            newest = home.entity(entity_id)
        except EntityNotFound:
            return None
        held = (one.edition[:10] for one in home.history.snapshots(newest.source))
        return newest if dates_itself(newest) and not any(one <= day.isoformat() for one in held) else None

    return lookup


def nexus_of(bound: str | None) -> str | None:
    """Whose law a sentence names: a member state's is the Union's.

    >>> nexus_of("us"), nexus_of("de"), nexus_of("jp"), nexus_of(None)
    ('us', 'eu', None, None)
    """
    if bound is None or bound in nexuses():
        return bound
    authority = authority_of(bound, "")
    return authority.through if authority and authority.through in nexuses() else None


def _of(said: Said, reading: Reading, parties: dict[str, Party], lookup: Lookup, day: date | None) -> Iterator[InLaw]:
    nexus = nexus_of(said.bound)
    empty = InLaw(effect=said.id, kind=said.kind, nexus=nexus, basis="none", on=day)
    if nexus is None:
        why = f"no table knows the law of {said.bound!r}" if said.bound else "the sentence does not say whom it binds"
        yield msgspec.structs.replace(empty, text=why)
        return
    if day is None:
        yield msgspec.structs.replace(empty, text="the article has no date, so no day to ask the law for")
        return
    basis: Basis = "sentence"
    concerned = list(_tied(said.targets, parties))
    if not concerned:
        basis = "measure"
        concerned = list(_tied(_measure_targets(said, reading, parties, nexus), parties))
    if not concerned:
        yield msgspec.structs.replace(empty, text="nobody whom it falls on is tied to a listed entity")
        return
    for party in concerned:
        yield _in_force(msgspec.structs.replace(empty, basis=basis), party, lookup, day, nexus)


def _measure_targets(said: Said, reading: Reading, parties: dict[str, Party], nexus: str) -> Iterator[str]:
    """Targets of the article's measures by the authority whose law the sentence names."""
    for measure in reading.measures:
        imposers = (parties[each] for each in measure.imposers if each in parties)
        if measure.id in said.measures or any(_nexus_of_party(one) == nexus for one in imposers):
            yield from (*measure.targets, *measure.named)


def _nexus_of_party(party: Party) -> str | None:
    return "uk" if party.country == "gb" else nexus_of(party.country)


def _tied(ids: Iterable[str], parties: dict[str, Party]) -> Iterator[Party]:
    seen: set[str] = set()
    for id in ids:
        party = parties.get(id)
        for each in (id, *(party.members if party else ())):
            one = parties.get(each)
            if one is not None and one.entity and one.id not in seen:
                seen.add(one.id)
                yield one


def _in_force(empty: InLaw, party: Party, lookup: Lookup, day: date, nexus: str) -> InLaw:
    about = msgspec.structs.replace(
        empty, party=party.id, entity=party.entity, caption=party.caption, source=party.source
    )
    entity = lookup(str(party.entity), day)
    if entity is None:
        text = f"{party.name} ({party.entity}) was on no list held of {day}: the law asks nothing that debar can show"
        return msgspec.structs.replace(about, text=text)
    found = effects_of(entity, nexus, day).in_force
    kind = _kinds().get(empty.kind)
    meant = tuple(one for one in found if kind is not None and kind.is_meant(one))
    how = "is named by the sentence" if empty.basis == "sentence" else "is the target of a measure of this article"
    tags = ", ".join(dict.fromkeys(one.programme for one in meant))
    said = (
        f"in force for {nexus} on {day}: {tags}"
        if meant
        else f"of what the sentence says nothing was in force on {day}"
    )
    text = f"{party.name} ({party.entity}) {how}; {said}. {NO_ADVICE}"
    return msgspec.structs.replace(about, law=meant, besides=len(found) - len(meant), text=text)


@cache
def _kinds() -> dict[str, _Kind]:
    text = files("debar.news").joinpath("data", "effects_in_law.csv").read_text(encoding="utf-8")
    return {
        row["kind"]: _Kind(frozenset(row["actions"].split()), frozenset(row["covers"].split()))
        for row in csv.DictReader(text.splitlines())
    }


__all__ = ["InLaw", "Lookup", "effects_in_law", "lookup_in", "nexus_of"]
