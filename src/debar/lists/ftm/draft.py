"""An entity while it is being put together from FollowTheMoney properties."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from debar.lists.ftm.vocabulary import Property, properties, schemata
from debar.lists.reading import EventKind
from debar.model.countries import code_of
from debar.model.dates import PartialDate, is_iso_prefix
from debar.model.entity import (
    Address,
    Country,
    Dated,
    Designation,
    Entity,
    Identifier,
    Link,
    Name,
    NameKind,
)

_KIND_OF_NAME: dict[str, NameKind] = {"primary": "alias", "alias": "alias", "former": "former", "weak": "weak"}


class Draft:
    """Collects facts of one party and the events they raise; `entity` freezes them.

    Properties that the table does not know are kept in ``given`` and raise ``unknown_tag``; dates and countries that
    cannot be read are kept there too (countries in their own words) and raise an event.
    """

    def __init__(self) -> None:
        self.names: dict[str, NameKind] = {}
        self.parts: list[tuple[str, str]] = []
        self.identifiers: list[Identifier] = []
        self.dates: list[Dated] = []
        self.countries: list[Country] = []
        self.addresses: list[Address] = []
        self.designations: list[Designation] = []
        self.links: list[Link] = []
        self.properties: list[tuple[str, str]] = []
        self.given: list[tuple[str, str]] = []
        self.references: list[tuple[Property, str]] = []
        self.events: list[tuple[EventKind, str, str]] = []

    def event(self, kind: EventKind, field: str, given: str) -> None:
        """Note what is odd."""
        self.events.append((kind, field, given))

    def put(self, prop: str, texts: Iterable[str]) -> None:
        """Take the values of a property; they are stripped and not blank."""
        row = properties().get(prop)
        for text in texts:
            if row is None:
                self.event("unknown_tag", prop, text)
                self.given.append((prop, text))
            elif row.goes in {"reference", "link"}:
                self.references.append((row, text))
            else:
                self._put_plain(row, text)

    def put_date(self, prop: str, text: str) -> None:
        """Take a date; of a date with a time the date is read and the whole is kept in ``given``."""
        date = date_in(text)
        if date is None:
            self.event("bad_value", prop, text)
        else:
            self.dates.append(Dated(prop, date))
        if date is None or str(date) != text:
            self.given.append((prop, text))

    def put_country(self, prop: str, text: str) -> str | None:
        """Take a country, in the source's words."""
        code = self.country(prop, text)
        self.countries.append(Country(prop, code, text))
        return code

    def country(self, field: str, text: str) -> str | None:
        """The code for a country's words, which raise an event where nobody knows them."""
        code = code_of(text)
        if code is None:
            self.event("unknown_country", field, text)
        return code

    def put_identifier(self, identifier: Identifier) -> None:
        """Take an identifier; one that says more replaces the bare one of the same type and value."""
        bare = Identifier(identifier.type, identifier.value)
        if identifier != bare and bare in self.identifiers:
            self.identifiers[self.identifiers.index(bare)] = identifier
            return
        known = any((one.type, one.value) == (bare.type, bare.value) for one in self.identifiers)
        if not known or (identifier != bare and identifier not in self.identifiers):
            self.identifiers.append(identifier)

    def put_address(self, address: Address) -> None:
        """Take an address; one in parts replaces the bare line with the same text."""
        bare = Address(address.full)
        if bare in self.addresses:
            self.addresses[self.addresses.index(bare)] = address
        elif address not in self.addresses:
            self.addresses.append(address)

    def entity(self, id: str, source: str, schema: str, primary: str) -> Entity:
        """The entity, with ``primary`` as its first name."""
        names, left = spread(primary, self.names, self.parts)
        return Entity(
            id,
            source,
            schema,
            names,
            tuple(self.identifiers),
            tuple(self.dates),
            tuple(self.countries),
            tuple(self.addresses),
            tuple(self.designations),
            tuple(dict.fromkeys(self.links)),
            tuple(dict.fromkeys((*self.properties, *left))),
            tuple(self.given),
        )

    def _put_plain(self, row: Property, text: str) -> None:
        if row.goes == "text":
            self.properties.append((row.name, text))
        elif row.goes == "name":
            self.names.setdefault(text, _KIND_OF_NAME[row.kind])
        elif row.goes == "part":
            self.parts.append((row.name, text))
        elif row.goes == "identifier":
            self.put_identifier(Identifier(row.kind, text, label=row.name if row.name != row.kind else None))
        elif row.goes == "date":
            self.put_date(row.name, text)
        elif row.goes == "country":
            self.put_country(row.name, text)
        else:
            self.put_address(Address(text))


def date_in(text: str) -> PartialDate | None:
    """The date that a text is, or that stands before its time of day.

    >>> str(date_in("2011-05-02T00:00:00"))
    '2011-05-02'
    """
    body = text[:10] if len(text) > 10 and text[10] in "T " else text
    try:
        return PartialDate.parse(body)
    except ValueError:
        return None


def iso_in(text: str) -> str | None:
    """The ISO date (or prefix) that a text is, or that stands before its time of day.

    >>> iso_in("2022-06"), iso_in("spring")
    ('2022-06', None)
    """
    body = text[:10] if len(text) > 10 and text[10] in "T " else text
    return body if is_iso_prefix(body) else None


def spread(
    primary: str, names: Mapping[str, NameKind], parts: Iterable[tuple[str, str]]
) -> tuple[tuple[Name, ...], tuple[tuple[str, str], ...]]:
    """The names, each with the parts whose words it has; and the parts that fit no name.

    FollowTheMoney lists the parts of all spellings side by side and does not say which belong to which name.

    >>> names, _ = spread("Maria Osetrova", {"Masha": "weak"}, [("firstName", "Maria"), ("firstName", "Мария")])
    >>> [(name.value, name.kind, name.parts) for name in names]
    [('Maria Osetrova', 'primary', (('firstName', 'Maria'),)), ('Masha', 'weak', ())]
    """
    cut = [(part, _words(part[1])) for part in dict.fromkeys(parts)]
    fitting: set[tuple[str, str]] = set()
    found: list[Name] = []
    kinds: dict[str, NameKind] = {primary: "primary", **{text: kind for text, kind in names.items() if text != primary}}
    for text, kind in kinds.items():
        words = _words(text) if cut else frozenset()
        own = tuple(part for part, of_part in cut if of_part and of_part <= words)
        fitting.update(own)
        found.append(Name(text, kind, parts=own))
    return tuple(found), tuple(part for part, _ in cut if part not in fitting)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.replace(",", " ").casefold().split())


def main_name(schema: str, names: Iterable[str], caption: str | None, texts: Mapping[str, list[str]]) -> str | None:
    """What a party is called first: the publisher's caption if it is one of the names, else the first name.

    A party without any name is called by what its schema offers instead (a wallet by its key, a person by the parts),
    or by nothing at all.
    """
    known = list(names)
    if caption is not None and caption.strip() in known:
        return caption.strip()
    if known:
        return known[0]
    row = schemata()[schema]
    of_person = "lastName" in (prop for group in row.named_by for prop in group)
    for group in row.named_by:
        words = [texts[prop][0] for prop in group if texts.get(prop)]
        if words and (not of_person or texts.get("firstName") or texts.get("lastName")):
            return " ".join(words)
    return None
