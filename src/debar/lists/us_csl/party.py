"""One party out of all its records: names, facts, and a designation per record."""

from __future__ import annotations

import re

import msgspec

from debar.lists.reading import Event, EventKind
from debar.lists.us_csl.cells import Document, Place, partial_date, place
from debar.lists.us_csl.tables import Column, authorities, columns, labels, words
from debar.model.countries import code_of
from debar.model.entity import Address, Country, Dated, Designation, Entity, Identifier, Link, Name

_LINKED = re.compile(r"\(Linked To: (.+?)\)(?=\s*(?:;|$))")


class Record(msgspec.Struct, frozen=True):
    """One row of the CSV or result of the JSON: every field with its values, blanks left out.

    Args:
        fields: by column; a column with one value has a tuple of one.
        addresses: read already, as either format writes them in its own way; so are the ``documents``.
        unread: fields that no column knows, as ``(field, text)``.
    """

    row: int
    id: str
    name: str
    fields: dict[str, tuple[str, ...]]
    addresses: tuple[Address | Place, ...] = ()
    documents: tuple[Document, ...] = ()
    unread: tuple[tuple[str, str], ...] = ()

    def first(self, column: str) -> str | None:
        """The first value of a column, or None."""
        return next(iter(self.fields.get(column, ())), None)


class Party:
    """Gathers the records of one party; `entity` and `events` are what came of them."""

    def __init__(self, records: list[Record], file: str) -> None:
        self.events: list[Event] = []
        self._file = file
        self._id = records[0].id
        self._schema = self._read_schema(records[0])
        self._names: dict[Name, None] = {}
        self._identifiers: dict[Identifier, None] = {}
        self._dates: dict[Dated, None] = {}
        self._countries: dict[Country, None] = {}
        self._addresses: dict[Address, None] = {}
        self._designations: dict[Designation, None] = {}
        self._links: dict[Link, None] = {}
        self._properties: dict[tuple[str, str], None] = {}
        self._given: dict[tuple[str, str], None] = {}
        for record in records:
            self._read(record)

    def entity(self, source: str, prefix: str) -> Entity:
        """The party as it stands after all its records."""
        return Entity(
            id=f"{prefix}-{self._id}",
            source=source,
            schema=self._schema,
            names=tuple(self._names),
            identifiers=tuple(self._identifiers),
            dates=tuple(self._dates),
            countries=tuple(self._countries),
            addresses=tuple(self._addresses),
            designations=tuple(self._designations),
            links=tuple(self._links),
            properties=tuple(self._properties),
            given=tuple(self._given),
        )

    def _event(self, kind: EventKind, field: str, given: str) -> None:
        self.events.append(Event(kind, self._file, self._id, field, given))

    def _read_schema(self, record: Record) -> str:
        given = record.first("type") or ""
        schema = words("schema").get(given.casefold())
        if schema is None:
            self._event("unknown_value", "type", given)
            return words("schema")[""]
        return schema

    def _read(self, record: Record) -> None:
        self._name(record.name, "name")
        measures: list[str] = []
        for column in columns().values():
            for value in record.fields.get(column.name, ()):
                self._field(column, value)
        for address in record.addresses:
            self._address(address)
        for document in record.documents:
            self._document(document, measures)
        for field, text in record.unread:
            self._given[field, text] = None
        self._designations[self._designation(record, measures)] = None

    def _name(self, value: str, field: str) -> None:
        kind = "alias" if self._names else "primary"
        if any(name.value == value for name in self._names):
            return
        if field == "name" and self._names:
            self._event("repaired", field, value)
        self._names[Name(value, kind)] = None  # type: ignore[arg-type]

    def _field(self, column: Column, value: str) -> None:
        """A fact of the party; what belongs to the designation is read there."""
        match column.kind:
            case "alias":
                self._alias(value)
            case "identifier":
                self._identifiers[Identifier(column.target, value, label=column.name)] = None
            case "property":
                self._properties[column.target, value] = None
            case "position" if self._schema == "Person":
                self._properties[column.target, value] = None
            case "country":
                self._country(column.target, value, column.name)
            case "date":
                self._date(column.target, value, column.name)
            case "place":
                self._place(column.target, value)
            case "link":
                self._links[Link(column.target, value)] = None
            case "given" | "position":
                self._given[column.name, value] = None
            case "schema" if value.casefold() not in words("schema"):
                self._given[column.name, value] = None
            case "remark":
                for linked in _LINKED.findall(value):
                    self._links[Link("linkedTo", linked)] = None

    def _alias(self, value: str) -> None:
        """BIS writes its aliases as a sentence (``X; Y; and Z``): the "and" is no part of the name."""
        name = value.removeprefix("and ").strip()
        if name != value:
            self._event("repaired", "alt_names", value)
        if name in {"", "and"}:
            self._given["alt_names", value] = None
        else:
            self._name(name, "alt_names")

    def _country(self, prop: str, given: str, field: str) -> None:
        code = code_of(given)
        if code is None:
            self._event("unknown_country", field, given)
        self._countries[Country(prop, code, given)] = None

    def _date(self, prop: str, given: str, field: str) -> None:
        date = partial_date(given)
        if date is None:
            self._event("bad_value", field, given)
            self._given[field, given] = None
        else:
            self._dates[Dated(prop, date)] = None

    def _place(self, prop: str, given: str) -> None:
        self._properties[prop, given] = None
        found = place(given)
        if found.country is not None:
            self._countries[Country("birthCountry", found.country, found.given)] = None

    def _address(self, found: Address | Place) -> None:
        if isinstance(found, Address):
            if found.note is not None:
                self._event("unknown_country", "addresses", found.note)
            self._addresses[found] = None
        elif found.full:
            self._addresses[Address(found.full, found.country)] = None
        else:
            self._countries[Country("country", found.country, found.given)] = None

    def _document(self, document: Document, measures: list[str]) -> None:
        label = labels().get(document.label or "")
        if label is None or document.label is None:
            self._event("unknown_value", "ids", document.given)
            self._given["ids", document.given] = None
            return
        if not document.number:
            self._event("bad_value", "ids", document.given)
            self._given["ids", document.given] = None
            return
        match label.kind:
            case "identifier":
                self._identifier(document, document.label)
            case "property":
                self._property(label.target, document)
            case "country":
                self._country(label.target, document.number, document.label)
            case "date":
                self._date(label.target, document.number, document.label)
            case "link":
                self._links[Link(label.target, document.number)] = None
            case "measure":
                measures.append(f"{document.label} {document.number}")
            case "given":
                self._given[document.label, document.number] = None

    def _identifier(self, document: Document, words_of_list: str) -> None:
        target, value = labels()[words_of_list].read(document.number)
        notes = [document.note] if document.note else []
        country = code_of(document.country) if document.country else None
        if document.country and country is None:
            self._event("unknown_country", "ids", document.country)
            notes.append(document.country)
        dates = {}
        for field, given in (("issued", document.issued), ("expires", document.expires)):
            dates[field] = partial_date(given) if given else None
            if given and dates[field] is None:
                self._event("bad_value", "ids", given)
                notes.append(f"{field} {given}")
        note = "; ".join(notes) or None
        found = Identifier(target, value, country, words_of_list, dates["issued"], dates["expires"], note)
        self._identifiers[found] = None

    def _property(self, target: str, document: Document) -> None:
        value: str | None = document.number
        if target == "gender":
            value = words("gender").get(document.number.casefold())
        if value is None:
            self._event("unknown_value", "ids", document.given)
            self._given["ids", document.given] = None
        else:
            self._properties[target, value] = None

    def _designation(self, record: Record, measures: list[str]) -> Designation:
        given = record.first("source") or ""
        authority = authorities().get(given)
        if authority is None:
            self._event("unknown_value", "source", given)
            authority = given.rpartition(" - ")[2] or given
        return Designation(
            authority=authority,
            programs=record.fields.get("programs", ()),
            legal_basis=record.fields.get("federal_register_notice", ()),
            list_name=given or None,
            reference=record.first("entity_number"),
            listed_on=self._day(record, "start_date"),
            ended_on=self._day(record, "end_date"),
            measures=tuple(
                [
                    value
                    for column in ("license_requirement", "license_policy")
                    for value in record.fields.get(column, ())
                ]
                + measures
            ),
            remarks=record.fields.get("remarks", ()),
        )

    def _day(self, record: Record, column: str) -> str | None:
        given = record.first(column)
        if given is None:
            return None
        date = partial_date(given)
        if date is None or date.until is not None or date.circa:
            self._event("bad_value", column, given)
            self._given[column, given] = None
            return None
        return date.value
