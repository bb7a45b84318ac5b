"""One party, one entity: the shared constructor of all of OFAC's formats.

Every reader hands over the same neutral facts and `entity_of` puts them into one order, so that a party comes out the
same from each format that it stands in. Where a format cannot carry a fact at all, `comparable` takes it away.

Schema: an individual is a Person, a vessel a Vessel, an aircraft an Airplane. What OFAC calls an entity is an
Organization, which says only that it is no human being: OFAC's type does not tell a ministry, a gang and a company
apart. Where a feature does (``Target Type``, or that it issues securities), ``data/target_types.csv`` says what it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

from debar.lists.reading import Event
from debar.lists.us_ofac.facts import Alias, Party, Place
from debar.lists.us_ofac.features import Sorted, sort_out
from debar.lists.us_ofac.tables import program_lists, schemata
from debar.lists.us_ofac.words import country_of, says_no_country
from debar.model.entity import (
    Address,
    Designation,
    Entity,
    Link,
    Name,
    NameKind,
)

AUTHORITY = "Office of Foreign Assets Control"
RAW_FIELDS = frozenset({"Remarks", "remarks", "Comment"})
_SCHEMA = {"individual": "Person", "vessel": "Vessel", "aircraft": "Airplane", "entity": "Organization"}
_LAST_FIRST = re.compile(r"(?P<last>.+?(?:, (?:JR|SR|II|III|IV)\.?)?), (?P<first>.+)", re.IGNORECASE)


def entity_of(party: Party, source: str, file: str) -> tuple[Entity, tuple[Event, ...]]:
    """The entity, and what was odd about the party.

    Args:
        source: the list that it stands on.
        file: which file to name in events.
    """
    found = sort_out(party)
    addresses = tuple(dict.fromkeys(_address(place, found) for place in party.places if _says_something(place)))
    for tag in party.programs:
        if tag not in program_lists():
            found.events.append(("unknown_value", "program", tag))
    entity = Entity(
        id=f"us-ofac-{party.uid}",
        source=source,
        schema=_schema(party),
        names=_names(party, found),
        identifiers=tuple(sorted(set(found.identifiers), key=repr)),
        dates=tuple(dict.fromkeys(found.dates)),
        countries=tuple(sorted(dict.fromkeys(found.countries), key=lambda country: country.property)),
        addresses=addresses,
        designations=(_designation(party, found),),
        links=_links(party, found),
        properties=tuple(sorted(set(found.properties))),
        given=tuple(sorted(set(found.given) | set(party.given))),
    )
    events = (*party.unknown, *found.events)
    return entity, tuple(Event(kind, file, party.uid, field, text) for kind, field, text in events)


def comparable(entity: Entity) -> Entity:
    """The entity without what only some of OFAC's formats can say, for comparing two of them.

    Taken away: the parts of an address (the CSV has street and the rest; its country stays), raw remarks, the day of
    listing and the legal basis (Advanced XML alone, or told by it alone), the number and nature of ties between parties
    (elsewhere all of them are ``Linked To``), names in other scripts than Latin, a full stop at the end of a text (the
    CSV cannot show whether a last value had one) and double quotes (the CSV writes single ones for them).
    """
    return msgspec.structs.replace(
        entity,
        names=tuple(_comparable_name(name) for name in entity.names if name.script in (None, "Latn")),
        addresses=tuple(Address(address.full, address.country, note=address.note) for address in entity.addresses),
        designations=tuple(_comparable_designation(designation) for designation in entity.designations),
        links=tuple(sorted({_comparable_link(link) for link in entity.links}, key=repr)),
        properties=tuple(sorted({(prop, value.rstrip(".")) for prop, value in entity.properties})),
        given=tuple(sorted({(field, text.rstrip(".")) for field, text in entity.given if field not in RAW_FIELDS})),
    )


def _comparable_name(name: Name) -> Name:
    parts = tuple((part, text.replace('"', "'")) for part, text in name.parts)
    return Name(name.value.replace('"', "'"), name.kind, parts=parts)


def _comparable_designation(designation: Designation) -> Designation:
    remarks = tuple(sorted(remark.rstrip(".") for remark in designation.remarks))
    return Designation(designation.authority, designation.programs, remarks=remarks)


def _comparable_link(link: Link) -> Link:
    if link.entity_id is not None:
        return Link("linkedTo", link.name.rstrip("."))
    return Link(link.kind, link.name.rstrip("."), note=link.note)


def _schema(party: Party) -> str:
    if party.kind != "entity":
        return _SCHEMA[party.kind]
    evidence = {
        schema
        for feature in party.features
        for schema in (schemata().get((feature.label, feature.value)), schemata().get((feature.label, "*")))
        if schema is not None
    }
    return next((schema for schema in ("PublicBody", "Company") if schema in evidence), _SCHEMA["entity"])


def _names(party: Party, found: Sorted) -> tuple[Name, ...]:
    """The primary name, the strong aliases in OFAC's order, then the weak ones."""
    is_person = party.kind == "individual"
    names = {(party.name, "primary"): Name(party.name, "primary", parts=_parts(party.name, is_person))}
    for alias in sorted((*party.aliases, *found.aliases), key=lambda alias: alias.weak):
        if not alias.name:
            continue
        kind = _kind(alias)
        if alias.weak and alias.kind != "aka":
            found.given.append((f"{alias.kind[0]}.k.a.", alias.name))
        names.setdefault((alias.name, kind), Name(alias.name, kind, None, alias.script, _parts(alias.name, is_person)))
    return tuple(names.values())


def _kind(alias: Alias) -> NameKind:
    if alias.weak:
        return "weak"
    return "former" if alias.kind == "fka" else "alias"


def _parts(name: str, is_person: bool) -> tuple[tuple[str, str], ...]:
    match = _LAST_FIRST.fullmatch(name) if is_person else None
    return () if match is None else (("lastName", match["last"]), ("firstName", match["first"]))


def _says_something(place: Place) -> bool:
    return bool(place.street or place.locality or place.country)


def _address(place: Place, found: Sorted) -> Address:
    code = country_of(place.country) if place.country else None
    note = place.country if place.country and code is None else None
    if note is not None and not says_no_country(note):
        found.events.append(("unknown_country", "address", note))
    return Address(
        full=", ".join(part for part in (place.street, place.locality) if part),
        country=code,
        street=place.street or None,
        city=place.city,
        region=place.region,
        postal_code=place.postal_code,
        note=note,
    )


def _designation(party: Party, found: Sorted) -> Designation:
    programs = tuple(sorted(set(party.programs)))
    listed_on = party.listed_on
    if listed_on is None and len(programs) == 1 and found.listed:
        # With one programme the day under that programme is the day of listing; with two it may be the later one.
        listed_on = min(found.listed)
    return Designation(
        AUTHORITY,
        programs,
        party.legal_basis,
        listed_on=listed_on,
        remarks=tuple(sorted(set(found.measures))),
    )


def _links(party: Party, found: Sorted) -> tuple[Link, ...]:
    told: Iterable[Link] = (
        Link(relation.kind, relation.name, f"us-ofac-{relation.uid}" if relation.uid else None, relation.note)
        for relation in party.relations
    )
    return tuple(sorted({*found.links, *told}, key=repr))
