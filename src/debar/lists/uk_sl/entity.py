"""From a listing to an entity: the one constructor for all files of this source."""

from __future__ import annotations

import re
from collections.abc import Callable

from debar.lists.cells import country_and_remark, partial_date
from debar.lists.reading import Event, EventKind
from debar.lists.uk_sl.listing import Listing
from debar.lists.uk_sl.names import names_of
from debar.lists.uk_sl.tables import Field, by_name, fields, patterns, words
from debar.model.entity import Address, Country, Dated, Designation, Entity, Identifier, Link

_AUTHORITY = {"uk": "Foreign, Commonwealth and Development Office", "uk-ofsi": "HM Treasury"}
_ANOTHER_NUMBER = re.compile(r"\d{5}")
_LINES = ("line1", "line2", "line3", "line4", "line5", "line6", "postal_code")


def entity_of(listing: Listing, id_: str, prefix: str, file: str) -> tuple[Entity | None, list[Event]]:
    """The entity (None when the listing has no name) and the events that arose."""
    draft = _Draft(listing, file)
    names = names_of(listing, draft.report)
    if not names:
        return None, draft.events
    draft.fill()
    entity = Entity(
        id=id_,
        source="uk-sl",
        schema=draft.schema(),
        names=names,
        identifiers=tuple(dict.fromkeys(draft.identifiers)),
        dates=tuple(dict.fromkeys(draft.dates)),
        countries=tuple(dict.fromkeys(draft.countries)),
        addresses=tuple(dict.fromkeys(draft.addresses)),
        designations=draft.designations(_AUTHORITY[prefix]),
        links=tuple(dict.fromkeys(draft.links)),
        properties=tuple(dict.fromkeys(draft.properties)),
        given=tuple(dict.fromkeys(draft.given)),
    )
    return entity, draft.events


class _Draft:
    def __init__(self, listing: Listing, file: str) -> None:
        self.listing = listing
        self.file = file
        self.events: list[Event] = []
        self.identifiers: list[Identifier] = []
        self.dates: list[Dated] = []
        self.countries: list[Country] = []
        self.addresses: list[Address] = []
        self.links: list[Link] = []
        self.properties: list[tuple[str, str]] = []
        self.given: list[tuple[str, str]] = []

    def event(self, kind: EventKind, field: str, given: str) -> None:
        self.events.append(Event(kind, self.file, self.listing.record, field, given))

    def report(self, kind: EventKind, field: str, given: str) -> None:
        """An event; words that say something we do not know are kept as well."""
        self.event(kind, field, given)
        if kind != "repaired" and given:
            self.given.append((field, given))

    def fill(self) -> None:
        for field in fields():
            kind, _, prop = field.target.partition(":")
            take = _TAKE.get(kind)
            if take is not None:
                for text in self.listing.facts(field.field):
                    take(self, field, prop, text)
        for record in self.listing.records("address"):
            self._address(record)
        for group, prop in (("passport", "passportNumber"), ("national_id", "idNumber")):
            for record in self.listing.records(group):
                self._document(group, prop, record)
        for text in self.listing.facts("other_information"):
            self._mine(text)
        self.given += self.listing.indicators
        for label, text in self.listing.unknown:
            self.event("unknown_column" if self.file.endswith(".csv") else "unknown_tag", label, text)
            self.given.append((label, text))

    def keep(self, field: Field, _prop: str, text: str) -> None:
        self.given.append((field.label, text))

    def property(self, _field: Field, prop: str, text: str) -> None:
        self.properties.append((prop, text))

    def date(self, field: Field, prop: str, text: str) -> None:
        parsed = partial_date(text)
        if parsed is None:
            self.report("bad_value", field.label, text)
        else:
            self.dates.append(Dated(prop, parsed))

    def country(self, field: Field, prop: str, text: str) -> None:
        code, _ = country_and_remark(text)
        if code is None:
            self.event("unknown_country", field.label, text)
        self.countries.append(Country(prop, code, text))

    def identifier(self, field: Field, prop: str, text: str) -> None:
        value = text
        if prop == "imoNumber":
            value = text.upper().removeprefix("IMO").strip(" :.")
            if not (value.isdigit() and len(value) == 7):
                self.report("bad_value", field.label, text)
                return
        self.identifiers.append(Identifier(prop, value, None, field.label))

    def link(self, field: Field, prop: str, text: str) -> None:
        self.links.append(Link(prop, text, note=field.label))

    def gender(self, field: Field, _prop: str, text: str) -> None:
        value = words("gender").get(text.lower())
        if value is None:
            self.report("unknown_value", field.label, text)
        else:
            self.properties.append(("gender", value))

    def schema(self) -> str:
        """The type that the list states, made narrower only on certain evidence."""
        stated = self.listing.facts("type")
        known = [words("type")[text.lower()] for text in stated if text.lower() in words("type")]
        if not known:
            self.event("unknown_value", by_name()["type"].label, ", ".join(stated))
            self.given += [(by_name()["type"].label, text) for text in stated]
            return "LegalEntity"
        if known[0] != "Organization":
            return known[0]
        notes = "\n".join(self.listing.facts("other_information"))
        for pattern in patterns("vessel"):
            if pattern.regex.search(notes):
                return pattern.target.partition(":")[2]
        forms = {words("entity_type").get(text.lower()) for text in self.listing.facts("entity_type")}
        return "Company" if "Company" in forms else known[0]

    def designations(self, authority: str) -> tuple[Designation, ...]:
        """One per regime, as a party may be listed under several."""
        amended = [self._iso("last_updated", text) for text in self.listing.facts("last_updated")]
        reasons = self.listing.facts("reason")
        found = []
        for record in self.listing.records("listing") or [{}]:
            regime = (record["regime"],) if "regime" in record else ()
            found.append(
                Designation(
                    authority=authority,
                    programs=regime,
                    legal_basis=tuple(name for name in regime if "Regulations" in name),
                    reference=self.listing.record,
                    listed_on=self._iso("designated", record["designated"]) if "designated" in record else None,
                    amended_on=max((day for day in amended if day), default=None),
                    measures=tuple(self.listing.facts("measure")),
                    reason="\n".join(reasons) or None,
                )
            )
        return tuple(found)

    def _iso(self, field: str, text: str) -> str | None:
        parsed = partial_date(text)
        if parsed is None:
            self.report("bad_value", by_name()[field].label, text)
            return None
        return parsed.value

    def _address(self, record: dict[str, str]) -> None:
        country = record.get("address_country")
        code, note = country_and_remark(country) if country else (None, None)
        if country and code is None:
            self.event("unknown_country", by_name()["address_country"].label, country)
            note = country
        full = ", ".join(record[line] for line in _LINES if line in record)
        self.addresses.append(Address(full, code, postal_code=record.get("postal_code"), note=note))

    def _document(self, group: str, prop: str, record: dict[str, str]) -> None:
        field = by_name()[group]
        note = record.get(f"{group}_note")
        if group in record:
            code, _ = country_and_remark(note) if note else (None, None)
            self.identifiers.append(Identifier(prop, record[group], code, field.label, note=note))
            return
        # The OFSI files of 2018 write the number into the free text.
        text = note or ""
        for pattern in patterns(group):
            match = pattern.regex.fullmatch(text)
            if match is not None and not _ANOTHER_NUMBER.search(text, match.end("value")):
                kept = None if match["value"] == text else text
                code = _issuer(match["issuer"], text)
                prop = pattern.target.partition(":")[2]
                self.identifiers.append(Identifier(prop, match["value"], code, field.label, note=kept))
                return
        self.report("unknown_remark", field.label, text)

    def _mine(self, notes: str) -> None:
        for pattern in patterns("notes"):
            kind, _, name = pattern.target.partition(":")
            for value in dict.fromkeys(match["value"] for match in pattern.regex.finditer(notes)):
                if kind == "given":
                    self.given.append((name, value))
                elif (name, value) not in {(known.type, known.value) for known in self.identifiers}:
                    self.identifiers.append(Identifier(name, value, None, by_name()["other_information"].label))


def _issuer(adjective: str | None, text: str) -> str | None:
    """The country named before "passport" or in the first brackets."""
    if adjective is not None:
        return country_and_remark(adjective)[0]
    bracketed = re.search(r"\(([^()]*?)(?: passport\b[^()]*)?\)", text)
    return country_and_remark(bracketed[1])[0] if bracketed and bracketed[1] else None


_TAKE: dict[str, Callable[[_Draft, Field, str, str], None]] = {
    "given": _Draft.keep,
    "property": _Draft.property,
    "date": _Draft.date,
    "country": _Draft.country,
    "identifier": _Draft.identifier,
    "link": _Draft.link,
    "gender": _Draft.gender,
}
