"""The UK register of persons with significant control: the snapshot of Companies House, one JSON object per line.

A line says that somebody holds natures of control over a company (a table, ``psc_natures.csv``, says what each stands
for), or that the company has stated something, or is exempt. What is decided here:

- *Ids.* A company is ``gb-coh-`` and its number in eight characters, as an owner too where the register it is entered in
  is that of Companies House: so chains meet. Any other owner is ``gb-psc-`` and the number of its record. The register
  has no id for people: one who controls two companies is two parties, each of them screened by itself.
- *Bands* are intervals, their open ends drawn in (see `shares`). A nature that is not in the table is named in a notice
  and counts as a stake of unknown share.
- *Trusts and firms.* Of what a trust or firm holds, whose trustees or partner somebody is, that person's own part is
  not known: from nothing to the whole of the band.
- *Jointly held* shares are entered in full for every holder; nothing in the record tells them from others. They add up.
- *Time.* It is held from ``notified_on`` (the register knows of nothing before) until ``ceased_on``.
- *Directly or indirectly.* The register does not tell the two apart. Who holds through another registered company is
  not entered beside it, so chains of UK companies are not counted twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Literal, NamedTuple, cast

import msgspec

from debar.law.ownership.inputs.items import Item, Remarks, Tally, anybody
from debar.law.ownership.inputs.json_lines import NOT_JSON, first_line, raw_lines, unreadable
from debar.law.ownership.inputs.spans import Span, iso_day, span
from debar.law.ownership.inputs.tables import table
from debar.law.ownership.inputs.uk_companies import company_id, company_in, is_government, register_country
from debar.law.ownership.shares import UNKNOWN, WHOLE, Share, share_in
from debar.law.ownership.stakes import Interest, Notice, Party, Stake
from debar.lists.files import Head, ListFile
from debar.model.countries import code_of

NAME = "uk-psc"


class Nature(NamedTuple):
    """What a nature of control stands for; ``holder`` says whether it is held by oneself, a trust or a firm."""

    interest: Interest | Literal["none"]
    share: Share
    holder: str


class _Born(msgspec.Struct):
    year: int | None = None
    month: int | None = None
    day: int | None = None


class _Identification(msgspec.Struct):
    registration_number: str | None = None
    country_registered: str | None = None
    place_registered: str | None = None
    legal_authority: str | None = None
    legal_form: str | None = None


class _Address(msgspec.Struct):
    country: str | None = None


class _Links(msgspec.Struct):
    own: str | None = msgspec.field(default=None, name="self")


class _Data(msgspec.Struct):
    kind: str = ""
    name: str | None = None
    natures_of_control: list[str] | None = None
    notified_on: str | None = None
    ceased_on: str | None = None
    ceased: bool | None = None
    date_of_birth: _Born | None = None
    nationality: str | None = None
    country_of_residence: str | None = None
    identification: _Identification | None = None
    address: _Address | None = None
    links: _Links | None = None
    etag: str | None = None
    is_sanctioned: bool | None = None
    statement: str | None = None
    linked_psc_name: str | None = None
    exemptions: dict[str, msgspec.Raw] | None = None
    persons_of_significant_control_count: int | None = None
    statements_count: int | None = None
    exemptions_count: int | None = None


class _Subject(msgspec.Struct):
    company_number: str


class _Line(msgspec.Struct):
    data: _Data
    company_number: str | None = None


_DECODE = msgspec.json.Decoder(_Line).decode
_COUNTED = {"holder": "persons", "withheld": "persons", "statement": "statements", "exemption": "exemptions"}
_DOCUMENT = "Companies House, register of persons with significant control"

_NOT_ALONE = MappingProxyType(
    {
        "trust": "held through a trust of which the holder's own part is not known",
        "firm": "held through a firm of which the holder's own part is not known",
        "part": "a part of a right that is shared; how large a part is not known",
    }
)
_ANYBODY = Party("")
_THRESHOLD = (
    "the register enters holdings of more than 25 per cent only: two holders of 25 per cent each, who own a half together,"
    " do not stand in it"
)


def knows(head: Head) -> bool:
    """Whether a file begins like the snapshot."""
    line = first_line(head)
    if not isinstance(line, dict):
        return False
    data = line.get("data")
    return isinstance(data, dict) and ("company_number" in line or data.get("kind") in kinds())


@cache
def natures() -> Mapping[str, Nature]:
    """Every nature of control that the table has.

    >>> natures()["ownership-of-shares-75-to-100-percent"].share
    Share(low=Fraction(3, 4), high=Fraction(1, 1))
    """
    return MappingProxyType({row["nature"]: _nature(row) for row in table("psc_natures.csv")})


@cache
def kinds() -> Mapping[str, tuple[str, str]]:
    """What a line of each kind is, and the schema of the party that it enters."""
    return MappingProxyType({row["kind"]: (row["is"], row["schema"]) for row in table("psc_kinds.csv")})


def read(file: ListFile) -> Iterator[Item]:
    """Read a snapshot or a part of one.

    Raises:
        BadFile: the file is cut.
    """
    reader = _Reader(file.name)
    yield Notice("psc.threshold", file.name, _THRESHOLD)
    for number, body in raw_lines(file):
        yield from reader.line(number, body)
    yield from reader.remarks.notices()
    yield Tally(file.name, NAME, reader.used + reader.aside, reader.used, reader.aside)


class _Reader:
    def __init__(self, file: str) -> None:
        self.file = file
        self.used = self.aside = 0
        self.remarks = Remarks(file)
        self._counts = {"persons": 0, "statements": 0, "exemptions": 0}
        self._company = ""

    def line(self, number: int, body: bytes) -> Iterator[Item]:
        origin = f"{self.file}, line {number}"
        try:
            line = _DECODE(body)
        except NOT_JSON as error:
            self.aside += 1
            yield from _unread(unreadable(origin, body, error, _company_of(body)))
            return
        data = line.data
        what, schema = kinds().get(data.kind, ("", ""))
        if what == "totals":
            self.used += 1
            yield from self._totals(data, origin)
            return
        company = (line.company_number or "").strip()
        if not company or (not what and not data.natures_of_control):
            self.aside += 1
            yield from _unread(_rejected(data, company, origin))
            return
        self.used += 1
        self._counts[_COUNTED.get(what, "persons")] += 1
        owned = company_id(company)
        if owned != self._company:
            self._company = owned
            yield _company(owned, origin)
        if what in ("statement", "exemption"):
            yield _stated(data, what, owned, origin)
            return
        if not what:
            text = f"{data.kind!r} is no kind of record that debar knows; read as an owner's"
            yield Notice("psc.unknown-kind", origin, text, owned, field="kind")
        yield from self._holder(data, schema or "LegalEntity", owned, origin, withheld=what == "withheld")

    def _holder(self, data: _Data, schema: str, owned: str, origin: str, *, withheld: bool) -> Iterator[Item]:
        """The owner and its stakes."""
        owner = _owner(data, schema, owned, origin)
        if withheld:
            text = "the owner's particulars are withheld by law; it could be anybody"
            self.remarks.count("psc.withheld", origin, text)
        elif not owner.name:
            text = "the owner has no name; it could be anybody"
            yield Notice("stake.owner-unknown", origin, text, owned, field="name")
        if withheld or not owner.name:
            owner = _ANYBODY
        else:
            yield owner
            yield from self._remarks_on(owner, data, owned, origin)
        when = span(data.notified_on, data.ceased_on)
        if data.ceased and not data.ceased_on:
            problem = "it ceased, but the record does not say when; counted as perhaps still held"
            when = Span(when.start, None, False, problem)
        if when.problem:
            yield Notice("stake.dates", origin, when.problem, owned, field="ceased_on")
        link = data.links.own if data.links else None
        document = f"{_DOCUMENT}: {link}" if link else _DOCUMENT
        if not data.natures_of_control:
            text = "no nature of control is given; the share is counted as unknown"
            self.remarks.count("psc.no-nature", origin, text)
            yield _stake(owner.id, owned, "shares", UNKNOWN, when, document, origin)
            return
        for given in dict.fromkeys(data.natures_of_control):
            yield from self._stakes(given, owner.id, owned, when, document, origin)

    def _remarks_on(self, owner: Party, data: _Data, owned: str, origin: str) -> Iterator[Notice]:
        if _is_unplaced(data, owner):
            text = "the owner has a company number, but its register is not named; it is not tied to a UK company by it"
            self.remarks.count("psc.unplaced", origin, text)
        if owner.government:
            text = f"{owner.name!r} is taken for a government or a part of one, by its name"
            yield Notice("party.government", origin, text, owned, field="name")
        if data.is_sanctioned:
            text = f"the register itself marks {owner.name} as sanctioned"
            yield Notice("psc.sanctioned", origin, text, owned, field="is_sanctioned")
        if owner.id == owned:
            yield Notice("stake.self", origin, f"{owned} is entered as its own owner", owned)

    def _stakes(self, given: str, owner: str, owned: str, when: Span, document: str, origin: str) -> Iterator[Item]:
        nature = natures().get(given)
        if nature is None:
            text = f"{given!r} is no nature of control that debar knows; counted as a stake of unknown share"
            yield Notice("psc.unknown-nature", origin, text, owned, field="natures_of_control")
            yield _stake(owner, owned, "shares", UNKNOWN, when, document, origin)
            return
        if nature.interest == "none":
            self.remarks.count("psc.no-stake", origin, f"{given!r} is no holding in the company")
            return
        share = nature.share
        if nature.holder != "own":
            self.remarks.count("psc.not-alone", origin, _NOT_ALONE[nature.holder])
            share = Share(UNKNOWN.low, share.high) if nature.interest in ("shares", "votes") else share
        yield _stake(owner, owned, nature.interest, share, when, document, origin)

    def _totals(self, data: _Data, origin: str) -> Iterator[Item]:
        """A snapshot that is published in parts has its counts in one of them: a difference is no error."""
        stated = {
            "persons": data.persons_of_significant_control_count,
            "statements": data.statements_count,
            "exemptions": data.exemptions_count,
        }
        odd = [
            f"{what}: {number:,} in the snapshot, {self._counts[what]:,} here"
            for what, number in stated.items()
            if number is not None and number != self._counts[what]
        ]
        if odd:
            text = "the snapshot's own counts differ; the rest stands in other parts of it, or is missing"
            yield Notice("psc.totals", origin, f"{text}: {'; '.join(odd)}")


def _unread(notice: Notice) -> Iterator[Item]:
    """The notice of a rejected record; of its company it says that somebody unknown may hold any share."""
    yield notice
    if notice.about:
        yield anybody(notice.about, notice.origin)


def _rejected(data: _Data, company: str, origin: str) -> Notice:
    if not company:
        text = f"company_number is missing (kind {data.kind!r}, name {data.name!r}); which company it is about cannot be told"
        return Notice("record.no-subject", origin, text, "", "rejected", "company_number")
    text = f"{data.kind!r} is no kind of record that debar knows, and it has no natures of control"
    return Notice("psc.unknown-kind", origin, text, company_id(company), "rejected", "kind")


def _company_of(body: bytes) -> str:
    """The company that a line is about, where no more than that can be read of it; else empty."""
    try:
        number = msgspec.json.decode(body, type=_Subject).company_number.strip()
    except NOT_JSON:
        return ""
    return company_id(number) if number else ""


def _nature(row: Mapping[str, str]) -> Nature:
    share = share_in(f"{row['low']} - {row['high']}") if row["low"] else WHOLE
    assert share is not None, row
    return Nature(cast("Interest", row["interest"]), share, row["holder"])


def _company(id: str, origin: str) -> Party:
    number = id.removeprefix("gb-coh-")
    # An overseas entity (OE…) is only entered in the UK; where it is incorporated the line does not say.
    country = None if number.startswith("OE") else "gb"
    return Party(id, "", "Company", country, False, (("registrationNumber", number),), origin)


def _stated(data: _Data, what: str, owned: str, origin: str) -> Notice:
    until = f", until {data.ceased_on}" if data.ceased_on else ""
    if what == "statement":
        about = f" about {data.linked_psc_name}" if data.linked_psc_name else ""
        stated = f"{owned} stated {data.statement or 'something that the line does not say'}{about}"
        text = f"{stated} (from {data.notified_on or 'an unknown day'}{until})"
        return Notice("psc.statement", origin, text, owned, field="statement")
    grounds = ", ".join(data.exemptions or {}) or "no ground given"
    return Notice("psc.exempt", origin, f"{owned} need not name its owners ({grounds}){until}", owned)


def _stake(owner: str, owned: str, interest: Interest, share: Share, when: Span, document: str, origin: str) -> Stake:
    low = share.low if when.certain else UNKNOWN.low
    return Stake(owner, owned, low, share.high, interest, when.start, when.end, None, document, origin)


def _owner(data: _Data, schema: str, owned: str, origin: str) -> Party:
    entered = data.identification or _Identification()
    name = (data.name or "").strip()
    country = register_country(entered.country_registered) or register_country(
        data.address.country if data.address else None
    )
    number = (entered.registration_number or "").strip()
    company = company_in(number, entered.country_registered, entered.place_registered) if number else None
    identifiers = (("registrationNumber", company.removeprefix("gb-coh-") if company else number),) if number else ()
    government = schema == "Organization" and is_government(name)
    if schema == "Person":
        country = register_country(data.country_of_residence) or country
    elif company is not None:
        country = "gb"
    return Party(
        company or f"gb-psc-{_record(data, owned, origin)}",
        name,
        "PublicBody" if government else schema,
        country,
        government,
        identifiers,
        origin,
        _properties(data),
    )


def _is_unplaced(data: _Data, owner: Party) -> bool:
    """Whether it cannot be told which register an owner's number is of."""
    entered = data.identification
    if entered is None or not owner.identifiers or owner.id.startswith("gb-coh-"):
        return False
    return register_country(entered.country_registered) is None and not (entered.place_registered or "").strip()


def _record(data: _Data, owned: str, origin: str) -> str:
    """The number of the record; the last part of its own address."""
    link = (data.links.own if data.links else None) or ""
    return link.rstrip("/").rpartition("/")[2] or data.etag or f"{owned} {origin}"


def _properties(data: _Data) -> tuple[tuple[str, str], ...]:
    found: list[tuple[str, str]] = []
    born = data.date_of_birth
    if born is not None and born.year:
        month = f"-{born.month:02}" if born.month else ""
        day = f"-{born.day:02}" if born.month and born.day else ""
        birth_date = iso_day(f"{born.year:04}{month}{day}") or iso_day(f"{born.year:04}")
        found += [("birthDate", birth_date)] if birth_date else []
    if data.nationality:
        found += [("nationality", one) for one in _nationalities(data.nationality)]
    return tuple(found)


@lru_cache(1 << 12)
def _nationalities(given: str) -> tuple[str, ...]:
    """``British,Russian`` and the like, as codes; what names no country is kept as it stands."""
    return tuple(_country(one) or one.strip() for one in given.split(",") if one.strip())


@lru_cache(1 << 14)
def _country(given: str | None) -> str | None:
    return code_of(given) if given else None
