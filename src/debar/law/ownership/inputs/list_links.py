"""The links that the lists themselves name: a listed company's parent, its subsidiaries, a vessel's owner.

The table ``link_kinds.csv`` says which kinds of link are a holding. ``linkedTo`` (OFAC's "Linked To:") never is, nor is any
kind that the table does not name. Lists hardly ever say how much is held: a stake is of unknown share unless the source's
own words about the link hold a percentage. A party that the list names by its name alone is a party of its own, to be
screened like any other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple, cast

from debar.law.ownership.inputs.items import Item, Remarks, Tally
from debar.law.ownership.inputs.spans import Span, span
from debar.law.ownership.inputs.tables import table
from debar.law.ownership.shares import UNKNOWN, WHOLE, Share, share_in
from debar.law.ownership.stakes import Interest, Notice, Party, Stake
from debar.model import Entity, Link
from debar.model.query import IDENTIFIER_PROPERTIES
from debar.store import Home

NAME = "list-links"
_FIELD = re.compile(r"(?:^|;\s*)(percentage|startDate|endDate|ownershipType): ([^;]+)")
_PERCENT = re.compile(r"(?<![\d.,-])\d{1,3}(?:[.,]\d+)?\s?(?:%|per ?cent)")
_COUNTRIES = ("jurisdiction", "country", "nationality", "citizenship", "flag")
_PROPERTIES = ("alias", "weakAlias", "previousName", "birthDate", "nationality")


class Kind(NamedTuple):
    """What a kind of link is: who holds (``other`` or ``self``), and what, or ``none``."""

    words: re.Pattern[str]
    owner: str
    interest: str
    note: str


@cache
def kinds() -> dict[str, tuple[Kind, ...]]:
    """The meanings of every kind of link that the table has; the first whose words fit the link's note counts.

    >>> kinds()["parent"][0].owner, kinds()["linkedTo"][0].interest
    ('other', 'none')
    """
    found: dict[str, list[Kind]] = {}
    for row in table("link_kinds.csv"):
        kind = Kind(re.compile(row["words"] or ".*", re.DOTALL), row["owner"], row["interest"], row["note"])
        found.setdefault(row["kind"], []).append(kind)
    return {name: tuple(rows) for name, rows in found.items()}


def listed_entities(home: Home) -> Iterator[Entity]:
    """Every entity of the editions that a home screens against."""
    current = {standing.snapshot for standing in home.state.sources.values() if standing.snapshot is not None}
    for snapshot in home.history.snapshots():
        if snapshot.id in current:
            yield from home.history.entities(snapshot)


def read(entities: Iterable[Entity]) -> Iterator[Item]:
    """The stakes among listed entities and those they name, with the parties at both ends. Records are the links.

    >>> ship = Entity("x-1", "x", "Vessel", (), links=(Link("owner", "Quay Ltd"), Link("linkedTo", "Harbour Ltd")))
    >>> [(item.owner, item.owned) for item in read([ship]) if isinstance(item, Stake)]
    [('x-1/owner/Quay Ltd', 'x-1')]
    """
    reader = _Reader()
    for entity in entities:
        for link in entity.links:
            yield from reader.link(entity, link)
        reader.listed.add(entity.id)
    reader.undescribed()
    yield from reader.remarks.notices()
    yield Tally("the lists", NAME, reader.records, reader.records - reader.aside, reader.aside)


def party_of(entity: Entity) -> Party:
    """A listed entity as a party."""
    name = entity.names[0].value if entity.names else ""
    countries = [one.code for prop in _COUNTRIES for one in entity.countries if one.property == prop and one.code]
    identifiers = [(one.type, one.value) for one in entity.identifiers if one.type in IDENTIFIER_PROPERTIES]
    properties = [(prop, text) for prop in _PROPERTIES for text in entity.values(prop)]
    country = countries[0] if countries else None
    government = entity.schema == "PublicBody"
    return Party(
        entity.id, name, entity.schema, country, government, tuple(identifiers), _origin(entity), tuple(properties)
    )


class _Reader:
    def __init__(self) -> None:
        self.remarks = Remarks("the lists")
        self.records = self.aside = 0
        self.listed: set[str] = set()
        self._named: dict[str, str] = {}
        self._told: set[tuple[object, ...]] = set()

    def link(self, entity: Entity, link: Link) -> Iterator[Item]:
        """The stake that a link is, if it is one."""
        self.records += 1
        origin = f"{_origin(entity)}, link {link.kind!r} to {link.name or link.entity_id}"
        kind = next((one for one in kinds().get(link.kind, ()) if one.words.fullmatch(link.note or "")), None)
        if kind is None or kind.interest == "none":
            self.aside += 1
            note = f": {kind.note}" if kind is not None else ""
            self.remarks.count("link.no-ownership", origin, f"set aside: {link.kind!r} is no ownership{note}")
            return
        other = _other(entity, link)
        if other is None and kind.owner == "self":
            self.aside += 1
            text = f"the link {link.kind!r} names nobody; what {entity.id} holds cannot be told"
            yield Notice("record.no-subject", origin, text, "", "rejected", "links")
            return
        if other is None:
            yield Notice("stake.owner-unknown", origin, "the owner has no name; it could be anybody", entity.id)
            other = ""
        owner, owned = (other, entity.id) if kind.owner == "other" else (entity.id, other)
        share, when = self._held(kind, link, origin)
        if when.problem:
            yield Notice("stake.dates", origin, when.problem, owned)
        low = share.low if when.certain else UNKNOWN.low
        interest = cast("Interest", kind.interest)
        # Both ends may tell of it, each in its own entry.
        told = (owner, owned, low, share.high, interest, when.start, when.end)
        if told in self._told:
            self.aside += 1
            self.remarks.count("link.twice", origin, "set aside: the entry of the other party tells of it too")
            return
        self._told.add(told)
        yield party_of(entity)
        if link.entity_id:
            self._named.setdefault(link.entity_id, origin)
        elif other:
            yield Party(other, link.name, origin=origin)
        yield Stake(*told, None, f"{entity.source}: {entity.id}", origin)

    def undescribed(self) -> None:
        """Remark on the parties that links name and no entry describes: delisted ones, or those of another list."""
        for id, origin in self._named.items():
            if id not in self.listed:
                self.remarks.count(
                    "party.undescribed", origin, f"{id} is named by its id only; it stands on no list here"
                )

    def _held(self, kind: Kind, link: Link, origin: str) -> tuple[Share, Span]:
        """How much is held, and when, as far as the source's own words say."""
        note = link.note or ""
        said = dict(_FIELD.findall(note))
        when = span(said.get("startDate"), said.get("endDate"))
        if kind.interest != "shares":
            return WHOLE, when
        percent = said.get("percentage") or next(iter(_PERCENT.findall(note)), "")
        share = share_in(percent.strip()) if percent else None
        if share is not None and (
            said.get("ownershipType", "").strip() not in ("indirect", "ultimate") or share == WHOLE
        ):
            return share, when
        self.remarks.count(
            "link.no-share", origin, f"{link.kind!r} says who holds, not how much; the share is counted as unknown"
        )
        return UNKNOWN, when


def _other(entity: Entity, link: Link) -> str | None:
    """The id of the party at the other end; one that is named only has an id of its own."""
    if link.entity_id:
        return link.entity_id
    return f"{entity.id}/{link.kind}/{link.name}" if link.name.strip() else None


def _origin(entity: Entity) -> str:
    return f"{entity.source}, {entity.id}"
