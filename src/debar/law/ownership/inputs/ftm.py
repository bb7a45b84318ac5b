"""FollowTheMoney entities, one JSON object per line: `Ownership` and `Control` objects, and the parties they tie.

What is decided here (the table ``ftm_links.csv`` says what each kind of link is):

- *Percentages* are texts: ``50``, ``50%``, ``25-50``, ``>25`` are read (see `shares.share_in`); ``0.75`` may be per cents or
  a fraction and counts as both. What cannot be read, and what is not given, is a stake of unknown share.
- *The register's own words* in ``role`` count where they are a nature of control of the UK register.
- *Indirect and ultimate* ownership (``ownershipType``) is of unknown share, whatever its figure: that is a product along
  a chain. Only "indirectly all of it" is what it says.
- *Other links* (directorships, unknown links, family …) are no ownership; they are counted.
- ``parent`` of a company and ``owner`` of a vessel or other vehicle, which are properties of the party itself, are stakes
  of unknown share.
- *Several values* of one date or share: the earliest start, the latest end, the widest share.
- An object that stands twice counts once. Objects nested in others are taken out of them.
- A `PublicBody` is a government of its country.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping, Sequence
from functools import cache
from itertools import product
from types import MappingProxyType
from typing import NamedTuple, cast

import msgspec

from debar.errors import ListError
from debar.law.ownership.inputs.items import Item, Remarks, Tally
from debar.law.ownership.inputs.json_lines import has_keys, raw_lines
from debar.law.ownership.inputs.spans import Span, iso_day, span
from debar.law.ownership.inputs.tables import table
from debar.law.ownership.inputs.uk_psc import natures
from debar.law.ownership.shares import UNKNOWN, WHOLE, Share, may_be_a_fraction, share_in
from debar.law.ownership.stakes import Interest, Notice, Party, Stake
from debar.lists.files import Head, ListFile
from debar.lists.ftm.nested import flat
from debar.lists.ftm.objects import FtmObject, decode_line
from debar.lists.ftm.resolve import Placed, name_of
from debar.lists.ftm.source import OPENSANCTIONS, Source
from debar.lists.ftm.vocabulary import schemata
from debar.model.countries import code_of
from debar.model.query import IDENTIFIER_PROPERTIES

NAME = "ftm"
_OWN_LINKS = ("parent", "owner")
_INDIRECT = frozenset({"indirect", "ultimate"})
_COUNTRIES = ("jurisdiction", "mainCountry", "country", "nationality", "citizenship", "flag")
_PROPERTIES = ("alias", "weakAlias", "previousName", "birthDate", "nationality", "citizenship")
_EXPORTED = Source(OPENSANCTIONS, "os")


class Kind(NamedTuple):
    """What a kind of link is: the properties of its ends, and what is held, or ``none``."""

    owner: str
    owned: str
    interest: str
    note: str


@cache
def links() -> Mapping[str, Kind]:
    """Every kind of link that the table has.

    >>> links()["Ownership"].interest, links()["UnknownLink"].interest
    ('shares', 'none')
    """
    rows = table("ftm_links.csv")
    return MappingProxyType(
        {row["schema"]: Kind(row["owner"], row["owned"], row["interest"], row["note"]) for row in rows}
    )


def knows(head: Head) -> bool:
    """Whether a file begins like FollowTheMoney objects."""
    return has_keys(head, "id", "schema", "properties")


def read(file: ListFile) -> Iterator[Item]:
    """Read FollowTheMoney objects.

    Raises:
        BadFile: the file is cut.
    """
    reader = _Reader(file.name)
    for number, body in raw_lines(file):
        yield from reader.line(file, number, body)
    reader.undescribed()
    yield from reader.remarks.notices()
    yield Tally(file.name, NAME, reader.records, reader.records - reader.aside, reader.aside)


class _Reader:
    def __init__(self, file: str) -> None:
        self.file = file
        self.remarks = Remarks(file)
        self.records = self.aside = 0
        self._links: set[str] = set()
        self._described: set[str] = set()
        self._named: dict[str, str] = {}

    def line(self, file: ListFile, number: int, body: bytes) -> Iterator[Item]:
        origin = f"{self.file}, line {number}"
        self.records += 1
        try:
            line = decode_line(file, number, body.strip())
        except ListError as error:
            self.aside += 1
            yield Notice(
                "record.unreadable",
                origin,
                f"it cannot be read ({error.got}); whom it ties cannot be told",
                "",
                "rejected",
            )
            return
        if line.object is None:
            self.aside += 1
            field, sentence = line.fault or ("line", "")
            yield Notice("record.unreadable", origin, f"{sentence}; whom it ties cannot be told", "", "rejected", field)
            return
        for field, text in line.mended:
            self.remarks.count("ftm.mended", origin, f"{field} {text}")
        found = [
            item
            for placed in flat(iter((Placed(NAME, number, body, line.object),)))
            if placed.object is not None
            for item in self._object(placed.object, origin)
        ]
        self.aside += not any(isinstance(item, Party | Stake) for item in found)
        yield from found

    def undescribed(self) -> None:
        """Remark on the parties that stakes name and no object describes."""
        for id, origin in self._named.items():
            if id not in self._described:
                text = f"{id} is named by its id only; no object describes it"
                self.remarks.count("party.undescribed", origin, text)

    def _object(self, found: FtmObject, origin: str) -> Iterator[Item]:
        """The parties and stakes of an object; nothing where it is no ownership."""
        kind = links().get(found.schema)
        if kind is not None and kind.interest != "none":
            yield from self._link(found, kind, origin)
            return
        schema = schemata().get(found.schema)
        if schema is not None and schema.kind == "party":
            self._described.add(found.id)
            yield party_of(found, schema.becomes, origin)
            yield from self._own_links(found, origin)
            return
        text = f"set aside: {found.schema} is no {'ownership' if schema else 'schema that debar knows'}"
        note = f": {kind.note}" if kind is not None and kind.note else ""
        self.remarks.count("ftm.no-ownership", origin, text + note)

    def _link(self, found: FtmObject, kind: Kind, origin: str) -> Iterator[Item]:
        """The stakes of a link: of each owner in each asset."""
        if found.id in self._links:
            self.remarks.count("ftm.twice", origin, "set aside: a link with this id stands in an earlier line")
            return
        self._links.add(found.id)
        owners, assets = found.texts(kind.owner), found.texts(kind.owned)
        if not assets:
            text = f"{kind.owned} is not given; whom {found.id} ties cannot be told"
            yield Notice("record.no-subject", origin, text, "", "rejected", kind.owned)
            return
        if not owners:
            text = f"{kind.owner} is not given; it could be anybody"
            yield Notice("stake.owner-unknown", origin, text, assets[0], field=kind.owner)
            owners = [""]
        when = span(*_widest(found))
        if when.problem:
            yield Notice("stake.dates", origin, when.problem, assets[0], field="endDate")
        if status := found.first("status"):
            self.remarks.count(
                "ftm.status", origin, f"its status {status!r} is not read; it is counted by its dates alone"
            )
        held = yield from self._held(found, kind, assets[0], origin)
        for owner, owned in product(owners, assets):
            yield from self._stakes(found, held, (owner, owned), when, origin)

    def _held(
        self, found: FtmObject, kind: Kind, about: str, origin: str
    ) -> Generator[Notice, None, list[tuple[Interest, Share]]]:
        """What is held and how much of it."""
        if kind.interest != "shares":
            return [(cast("Interest", kind.interest), WHOLE)]
        given = found.texts("percentage")
        indirect = not _INDIRECT.isdisjoint(text.casefold() for text in found.texts("ownershipType"))
        if not given:
            by_role = [natures()[role] for role in found.texts("role") if role in natures()]
            if by_role and not indirect:
                return [
                    (
                        one.interest,
                        one.share if one.holder == "own" else Share(UNKNOWN.low, one.share.high),
                    )
                    for one in by_role
                    if one.interest != "none"
                ]
            self.remarks.count("ftm.no-share", origin, "no percentage is given; the share is counted as unknown")
            return [("shares", UNKNOWN)]
        share = _share(given)
        if share is None:
            text = f"percentage must be one from 0 to 100 (got {', '.join(map(repr, given))[:80]}); the share is counted as unknown"
            yield Notice("stake.share", origin, text, about, field="percentage")
            return [("shares", UNKNOWN)]
        if len(given) > 1:
            text = f"several percentages ({', '.join(given)}); the widest share counts"
            yield Notice("stake.share", origin, text, about, field="percentage")
        if indirect and share != WHOLE:
            self.remarks.count(
                "ftm.indirect", origin, "an indirect share is a product along a chain; it is counted as unknown"
            )
            share = UNKNOWN
        return [("shares", share)]

    def _stakes(
        self,
        found: FtmObject,
        held: Sequence[tuple[Interest, Share]],
        ends: tuple[str, str],
        when: Span,
        origin: str,
    ) -> Iterator[Item]:
        owner, owned = ends
        for id in ends:
            if id:
                self._named.setdefault(id, origin)
        if owner == owned:
            yield Notice("stake.self", origin, f"{owned} is said to own itself", owned)
        for interest, share in held:
            low = share.low if when.certain else UNKNOWN.low
            document = _document(found)
            yield Stake(owner, owned, low, share.high, interest, when.start, when.end, None, document, origin)

    def _own_links(self, found: FtmObject, origin: str) -> Iterator[Item]:
        """Owners that stand in the party itself."""
        for prop in _OWN_LINKS:
            for owner in found.texts(prop):
                self.remarks.count(
                    "ftm.no-share", origin, f"{prop} says who holds, not how much; the share is counted as unknown"
                )
                yield from self._stakes(found, [("shares", UNKNOWN)], (owner, found.id), Span(None, None), origin)


def party_of(found: FtmObject, schema: str, origin: str) -> Party:
    """The party that an object describes."""
    names = [name for prop in ("name", *_PROPERTIES[:1]) for name in found.texts(prop)]
    name = name_of(found) or (names[0] if names else "")
    countries = [code for prop in _COUNTRIES for text in found.texts(prop) if (code := code_of(text))]
    identifiers = [(prop, text) for prop in IDENTIFIER_PROPERTIES for text in found.texts(prop)]
    properties = [("alias", text) for text in found.texts("name") if text != name]
    properties += [(prop, text) for prop in _PROPERTIES for text in found.texts(prop) if text != name]
    if found.datasets is not msgspec.UNSET:
        properties.append(("entityId", _EXPORTED.entity_id(found.id)))
    government = found.schema == "PublicBody"
    country = countries[0] if countries else None
    return Party(found.id, name, schema, country, government, tuple(identifiers), origin, tuple(properties))


def _share(texts: Sequence[str]) -> Share | None:
    """The widest share that the texts name; None where one of them names none."""
    found = []
    for text in texts:
        share = share_in(text)
        if share is None:
            return None
        if may_be_a_fraction(text):
            share = Share(share.low, share.high * 100)
        found.append(share)
    return Share(min(one.low for one in found), max(one.high for one in found))


def _widest(found: FtmObject) -> tuple[str | None, str | None]:
    """The earliest start and the latest end; a text that is no date counts before all others, so that it is noticed."""
    starts = sorted(found.texts("startDate"), key=lambda text: (iso_day(text) is not None, text))
    ends = sorted(found.texts("endDate"), key=lambda text: (iso_day(text) is None, text))
    return (starts[0] if starts else None), (ends[-1] if ends else None)


def _document(found: FtmObject) -> str:
    datasets = found.datasets if found.datasets is not msgspec.UNSET else []
    said = found.texts("sourceUrl")[:1] or list(datasets)
    return f"FollowTheMoney {found.schema} {found.id}" + (f" ({', '.join(said)})" if said else "")
