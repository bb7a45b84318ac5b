"""What OFAC says of a party, in no file format: the readers make these, `parties` makes the entity of them."""

from __future__ import annotations

from typing import TypeAlias

import msgspec

from debar.lists.reading import EventKind

Odd: TypeAlias = tuple[EventKind, str, str]
"""What is unknown or odd in a party: the kind of event, the field, the text."""

KINDS = ("individual", "entity", "vessel", "aircraft")


class Feature(msgspec.Struct, frozen=True, gc=False):
    """A labelled fact (``Passport`` / ``A123 (Iran)``, ``DOB`` / ``circa 1952``).

    ``value`` may hold country and validity, as remarks do, or they stand apart, as in XML. ``main`` is false for what
    OFAC calls an alternative.
    """

    label: str
    value: str
    country: str | None = None
    issued: str | None = None
    expires: str | None = None
    main: bool = True


class Alias(msgspec.Struct, frozen=True, gc=False):
    """Another name; ``kind`` is ``aka``, ``fka`` or ``nka``; OFAC's "weak" is low quality."""

    name: str
    kind: str
    weak: bool = False
    script: str | None = None


class Place(msgspec.Struct, frozen=True, gc=False):
    """An address; ``locality`` is city, region and postal code in one, as the CSV has it."""

    street: str = ""
    locality: str = ""
    country: str = ""
    city: str | None = None
    region: str | None = None
    postal_code: str | None = None


class Relation(msgspec.Struct, frozen=True, gc=False):
    """A tie to another listed party, which the Advanced XML alone gives with its number."""

    kind: str
    name: str
    uid: str | None = None
    note: str | None = None


class Party(msgspec.Struct, frozen=True):
    """A listed party.

    Args:
        uid: OFAC's number (``ent_num``, ``uid``, ``FixedRef``).
        kind: one of `KINDS`.
        name: the primary name, ``LAST, First Middle`` for individuals.
        texts: remarks without a label.
        given: what is to be kept word for word.
        unknown: what the reader met and does not know.
    """

    uid: str
    kind: str
    name: str
    programs: tuple[str, ...] = ()
    title: str | None = None
    aliases: tuple[Alias, ...] = ()
    places: tuple[Place, ...] = ()
    features: tuple[Feature, ...] = ()
    texts: tuple[str, ...] = ()
    relations: tuple[Relation, ...] = ()
    legal_basis: tuple[str, ...] = ()
    listed_on: str | None = None
    given: tuple[tuple[str, str], ...] = ()
    unknown: tuple[Odd, ...] = ()


def person_name(last: str | None, first: str | None) -> str:
    """The name as OFAC's CSV writes it.

    >>> person_name("PUTIN", "Vladimir Vladimirovich")
    'PUTIN, Vladimir Vladimirovich'
    """
    return ", ".join(part for part in (last, first) if part)


def locality(city: str | None, region: str | None, postal_code: str | None) -> str:
    """City, region and postal code as OFAC's CSV joins them.

    >>> locality("London", None, "EC3N 1DY"), locality("Miami", "FL", "33101")
    ('London EC3N 1DY', 'Miami, FL 33101')
    """
    town = ", ".join(part for part in (city, region) if part)
    return " ".join(part for part in (town, postal_code) if part)
