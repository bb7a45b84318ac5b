"""A listed party, as one source lists it: frozen values, nothing else.

Property names and schemata are those of FollowTheMoney (https://followthemoney.tech/explorer/), the field's shared
vocabulary: ``Person``, ``Company``, ``Organization``, ``LegalEntity``, ``Vessel``, ``Airplane``, ``CryptoWallet``,
``Address``; ``birthDate``, ``nationality``, ``passportNumber``, ``imoNumber`` and so on.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import msgspec

from debar.model.dates import PartialDate

NameKind = Literal["primary", "alias", "weak", "former"]


class Name(msgspec.Struct, frozen=True, array_like=True, omit_defaults=True, gc=False):
    """A name exactly as the source writes it.

    Args:
        value: the whole name; never empty.
        kind: ``primary`` (one per entity), ``alias``, ``weak`` (the source calls it low quality) or ``former``.
        language: ISO 639 code, where the source says one.
        script: ISO 15924 code (``Latn``, ``Cyrl``, ``Arab``, ``Hans`` …), where the source says one.
        parts: ``(property, text)`` pairs, where the source gives parts: ``firstName``, ``secondName``, ``middleName``,
            ``fatherName``, ``lastName``, ``title``, ``nameSuffix`` …
    """

    value: str
    kind: NameKind = "primary"
    language: str | None = None
    script: str | None = None
    parts: tuple[tuple[str, str], ...] = ()


class Identifier(msgspec.Struct, frozen=True, array_like=True, omit_defaults=True, gc=False):
    """An identifier; it is compared exactly, never fuzzily.

    Args:
        type: a FollowTheMoney property: ``passportNumber``, ``idNumber``, ``taxNumber``, ``registrationNumber``,
            ``innCode``, ``ogrnCode``, ``leiCode``, ``swiftBic``, ``imoNumber``, ``mmsi``, ``callSign``,
            ``serialNumber`` (an aircraft's MSN), ``registrationNumber`` (its tail number), ``publicKey`` (a wallet) …
        value: as given, without the label.
        country: the issuing country, ISO 3166-1 alpha-2 in lower case.
        label: what the source calls it, word for word (``"Tax ID No."``, ``"Digital Currency Address - XBT"``).
        issued, expires: its validity, where given.
        note: whatever else the source says of it ("fraudulent", "issued in Dubai", a country it names but nobody knows).
    """

    type: str
    value: str
    country: str | None = None
    label: str | None = None
    issued: PartialDate | None = None
    expires: PartialDate | None = None
    note: str | None = None


class Dated(msgspec.Struct, frozen=True, array_like=True, omit_defaults=True, gc=False):
    """A date and what it is: ``birthDate``, ``deathDate``, ``incorporationDate``, ``buildDate`` …"""

    property: str
    date: PartialDate


class Country(msgspec.Struct, frozen=True, array_like=True, omit_defaults=True, gc=False):
    """A tie to a country: ``nationality``, ``citizenship``, ``country``, ``jurisdiction``, ``birthCountry``, ``flag``,
    ``pastFlags`` …; ``code`` is ISO 3166-1 alpha-2 in lower case, ``given`` the source's own words.

    ``code`` is None where the words name no country that the table knows; the words are kept all the same.
    """

    property: str
    code: str | None
    given: str | None = None


class Address(msgspec.Struct, frozen=True, array_like=True, omit_defaults=True, gc=False):
    """An address. ``full`` is the whole of it in one line, in the source's order, without the country."""

    full: str
    country: str | None = None
    street: str | None = None
    city: str | None = None
    region: str | None = None
    postal_code: str | None = None
    note: str | None = None


class Designation(msgspec.Struct, frozen=True, array_like=True, omit_defaults=True, gc=False):
    """The act that lists an entity.

    Args:
        authority: who acts ("Office of Foreign Assets Control").
        programs: the programme tags or regimes, as given.
        legal_basis: instruments (executive orders, regulations, resolutions), as given.
        list_name: the list within the source, where a source publishes several.
        reference: the authority's own reference for the entry.
        listed_on, amended_on, ended_on: ISO dates or prefixes.
        measures: what is imposed, in the source's words ("Asset freeze").
        reason: the statement of reasons.
        remarks: comments about the listing, in the source's words.
    """

    authority: str
    programs: tuple[str, ...] = ()
    legal_basis: tuple[str, ...] = ()
    list_name: str | None = None
    reference: str | None = None
    listed_on: str | None = None
    amended_on: str | None = None
    ended_on: str | None = None
    measures: tuple[str, ...] = ()
    reason: str | None = None
    remarks: tuple[str, ...] = ()


class Link(msgspec.Struct, frozen=True, array_like=True, omit_defaults=True, gc=False):
    """A tie to another party. It never means ownership unless ``kind`` says so.

    Args:
        kind: ``linkedTo``, ``owner``, ``parent``, ``subsidiary``, ``operator``, ``family``, ``associate`` …
        name: the other party's name, as given.
        entity_id: its debar id, where the source names it.
        note: whatever else the source says of the tie.
    """

    kind: str
    name: str
    entity_id: str | None = None
    note: str | None = None


class Entity(msgspec.Struct, frozen=True, array_like=True, omit_defaults=True):
    """A listed party.

    Args:
        id: ``<publisher>-<the publisher's own id>`` (``us-ofac-4632``).
        source: the list it stands on (``us-ofac-sdn``).
        schema: its FollowTheMoney schema.
        names: the primary name first.
        properties: further FollowTheMoney properties as ``(property, text)``: ``gender``, ``birthPlace``, ``position``,
            ``title``, ``website``, ``email``, ``phone``, ``type``, ``tonnage``, ``notes`` …
        given: what has no field of its own, as ``(the source's field, text)``; nothing of a source is dropped.

    >>> putin = Entity("us-ofac-35096", "us-ofac-sdn", "Person", (Name("PUTIN, Vladimir Vladimirovich"),))
    >>> putin.caption
    'PUTIN, Vladimir Vladimirovich'
    """

    id: str
    source: str
    schema: str
    names: tuple[Name, ...]
    identifiers: tuple[Identifier, ...] = ()
    dates: tuple[Dated, ...] = ()
    countries: tuple[Country, ...] = ()
    addresses: tuple[Address, ...] = ()
    designations: tuple[Designation, ...] = ()
    links: tuple[Link, ...] = ()
    properties: tuple[tuple[str, str], ...] = ()
    given: tuple[tuple[str, str], ...] = ()

    @property
    def caption(self) -> str:
        """The primary name."""
        return self.names[0].value

    def values(self, prop: str) -> tuple[str, ...]:
        """All values of one FollowTheMoney property, in the source's order, without repeats.

        >>> Entity("x-1", "x", "Person", (Name("A"), Name("B", "alias"))).values("alias")
        ('B',)
        """
        return tuple(dict.fromkeys(value for name, value in self.statements() if name == prop))

    def statements(self) -> Iterator[tuple[str, str]]:
        """Every matchable or showable fact as ``(FollowTheMoney property, text)``."""
        for name in self.names:
            yield _NAME_PROPERTY[name.kind], name.value
            yield from name.parts
        for identifier in self.identifiers:
            yield identifier.type, identifier.value
        for dated in self.dates:
            yield dated.property, str(dated.date)
        for country in self.countries:
            if country.code or country.given:
                yield country.property, country.code or country.given or ""
        for address in self.addresses:
            if address.full:
                yield "address", address.full
            if address.country:
                yield "country", address.country
        yield from self.properties

    def to_properties(self) -> dict[str, list[str]]:
        """The entity as a FollowTheMoney ``properties`` object.

        >>> Entity("x-1", "x", "Vessel", (Name("ARARAT"),), (Identifier("imoNumber", "9187631"),)).to_properties()
        {'name': ['ARARAT'], 'imoNumber': ['9187631']}
        """
        found: dict[str, dict[str, None]] = {}
        for prop, value in self.statements():
            found.setdefault(prop, {})[value] = None
        for designation in self.designations:
            for program in designation.programs:
                found.setdefault("program", {})[program] = None
        return {prop: list(values) for prop, values in found.items()}


_NAME_PROPERTY: dict[NameKind, str] = {
    "primary": "name",
    "alias": "alias",
    "weak": "weakAlias",
    "former": "previousName",
}

SCHEMATA = (
    "Person",
    "Company",
    "Organization",
    "LegalEntity",
    "PublicBody",
    "Vessel",
    "Airplane",
    "Vehicle",
    "CryptoWallet",
    "Security",
    "Address",
    "Thing",
)
