"""The entities and people of BODS statements as parties."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from debar.law.ownership.inputs.bods_statements import Entity, Identifier, Jurisdiction, Person
from debar.law.ownership.inputs.schemes import scheme
from debar.law.ownership.inputs.spans import iso_day
from debar.law.ownership.inputs.uk_companies import company_id
from debar.law.ownership.stakes import Party
from debar.model.countries import code_of

_SCHEMA: Mapping[str, str] = MappingProxyType(
    {"registeredEntity": "Company", "state": "PublicBody", "stateBody": "PublicBody"}
)
_STATES = frozenset({"state", "stateBody"})
_HIDDEN = frozenset({"anonymousEntity", "unknownEntity", "anonymousPerson", "unknownPerson"})
Pairs = tuple[tuple[str, str], ...]


def entity_party(id: str, details: Entity, origin: str) -> tuple[Party, bool]:
    """The party, and whether it is anonymous or unknown."""
    identifiers, others, country = _identifiers(details.identifiers or ())
    names = [name.strip() for name in (details.name or "", *(details.alternate_names or ())) if name.strip()]
    party = Party(
        id,
        names[0] if names else "",
        _SCHEMA.get(details.type, "LegalEntity"),
        _country(details.jurisdiction or details.incorporated_in_jurisdiction) or country,
        details.type in _STATES,
        identifiers,
        origin,
        (*(("alias", name) for name in names[1:]), *others),
    )
    return party, details.type in _HIDDEN or not names


def person_party(id: str, details: Person, origin: str) -> tuple[Party, bool]:
    """The party, and whether it is anonymous or unknown."""
    identifiers, others, _ = _identifiers(details.identifiers or ())
    names = list(dict.fromkeys(name.whole for name in details.names or () if name.whole))
    nationalities = [code for one in details.nationalities or () if (code := _country(one))]
    born = iso_day(details.birth_date)
    properties = (
        *(("alias", name) for name in names[1:]),
        *((("birthDate", born),) if born else ()),
        *(("nationality", code) for code in nationalities),
        *others,
    )
    country = nationalities[0] if nationalities else None
    party = Party(id, names[0] if names else "", "Person", country, False, identifiers, origin, properties)
    return party, details.person_type in _HIDDEN or not names


def _identifiers(given: Iterable[Identifier]) -> tuple[Pairs, Pairs, str | None]:
    """Those of a known scheme, the others as they stand, and the country of the first register."""
    known: dict[tuple[str, str], None] = {}
    others: dict[tuple[str, str], None] = {}
    country = None
    for one in given:
        number = (one.id or "").strip()
        found = scheme(one.scheme) if one.scheme and number else None
        if found is None:
            shown = ": ".join(text for text in (one.scheme or one.scheme_name, number or one.uri) if text)
            others |= {("sourceIdentifier", shown): None} if shown else {}
            continue
        if one.scheme == "GB-COH":
            number = company_id(number).removeprefix("gb-coh-")
        known[found.property, number] = None
        country = country or found.country
    return tuple(known), tuple(others), country


def _country(given: Jurisdiction | None) -> str | None:
    """The country of a jurisdiction; of a part of one (``US-DE``) the whole country."""
    if given is None:
        return None
    return code_of((given.code or "").partition("-")[0]) or code_of(given.name or "")
