"""Named parties tied to listed entities: asked in one batch, taken only when the kinds agree and it is a match."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import msgspec

from debar.errors import EntityNotFound
from debar.model import Query
from debar.news.language import language
from debar.news.values import Party, Standing

if TYPE_CHECKING:
    from debar.model import Hit
    from debar.screen import Screener
    from debar.store import Home

# A government, a place, a newspaper is nobody that a list means by such a name; goods are no party to a payment.
_ASKED = {
    "person": "Person",
    "company": "LegalEntity",
    "agency": "Organization",
    "group": "LegalEntity",
    "vessel": "Vessel",
}
_FITS = {
    "person": frozenset({"Person"}),
    "company": frozenset({"Company", "Organization", "LegalEntity", "PublicBody"}),
    "agency": frozenset({"Company", "Organization", "LegalEntity", "PublicBody"}),
    "group": frozenset({"Company", "Organization", "LegalEntity", "PublicBody"}),
    "vessel": frozenset({"Vessel"}),
}
# A surname alone, or one short word, is no name to screen: every "Ali" would be a hit.
_SHORTEST = 4


def tied(
    parties: tuple[Party, ...], screener: Screener, published: date | None
) -> tuple[tuple[Party, ...], tuple[str, ...]]:
    """The parties with the listed entities that they are, and what a reader should know of it."""
    asked = [each for each in parties if _is_asked(each)]
    queries = [Query(schema=_schema(each), name=each.name, country=_country(each), id=each.id) for each in asked]
    results = screener.screen_many(queries, limit=5) if queries else []
    if results and results[0].status != "screened":
        return parties, ("parties are not tied to listed entities: " + "; ".join(results[0].reasons),)
    found: dict[str, Party] = {}
    for party, result in zip(asked, results, strict=True):
        hit = _best(party, result.hits)
        if hit is not None:
            found[party.id] = msgspec.structs.replace(
                party,
                kind="company" if party.kind == "person" and hit.entity.schema != "Person" else party.kind,
                entity=hit.entity.id,
                caption=hit.entity.caption,
                source=hit.entity.source,
                score=round(hit.score, 4),
                listed_on=_standing(screener.home, hit.entity.id, hit.entity.source, published),
            )
    return tuple(found.get(each.id, each) for each in parties), ()


def _schema(party: Party) -> str:
    """What to ask as; a name that only its capitals make a person's ("Lockheed Martin") is asked among all kinds."""
    return "Thing" if _is_unsure(party) else _ASKED[party.kind]


def _is_unsure(party: Party) -> bool:
    known = language().given_names
    return party.kind == "person" and party.role is None and party.name.split()[0].lower() not in known


def _is_asked(party: Party) -> bool:
    if party.kind not in _ASKED or len(party.name) < _SHORTEST:
        return False
    if party.kind == "person":
        return " " in party.name.strip()
    # A group that is only described ("Iranian officials") has no name to ask for.
    return any(mention.form == "name" for mention in party.mentions)


def _country(party: Party) -> tuple[str, ...]:
    return (party.country,) if party.country and party.kind != "person" and party.country != "eu" else ()


# A body without any country to compare is taken for a listed one only where the names are all but the same.
_SURE = 0.85


def _best(party: Party, hits: Sequence[Hit]) -> Hit | None:
    """The best match of the right kind, if it is meant; where it is not, a lesser one is not meant either."""
    fits = _FITS["person"] | _FITS["company"] if _is_unsure(party) else _FITS[party.kind]
    hit = next((hit for hit in hits if hit.match and hit.entity.schema in fits), None)
    return hit if hit is not None and _is_meant(party, hit) else None


def _is_meant(party: Party, hit: Hit) -> bool:
    """Whether a match is more than a like name.

    A body of one state is none of another: the State Department is not China's Ministry of State Security. Two words that
    are only somebody's alias ("Ali Hassan") are many people's name, unless the country is his too.
    """
    entity = hit.entity
    countries = {one.code for one in entity.countries if one.code} | {
        one.country for one in entity.addresses if one.country
    }
    agrees = party.country in countries if party.country and countries else None
    if party.kind in ("agency", "group"):
        return agrees is not False and (agrees or hit.score >= _SURE)
    if party.kind == "person" and len(party.name.split()) <= 2 and not agrees:
        listed = {word for one in hit.evidence if one.kind == "name" for word in _words(one.listed)}
        primary = {word for one in entity.names if one.kind == "primary" for word in _words(one.value)}
        return bool(listed & primary)
    return True


def _words(name: str) -> list[str]:
    return re.findall(r"[^\W_]+", name.lower())


def _standing(home: Home, entity_id: str, source: str, published: date | None) -> Standing:
    if published is None:
        return Standing(published=None, today=True)
    day = published.isoformat()
    if not any(one.source == source and one.edition[:10] <= day for one in home.history.snapshots(source)):
        return Standing(published=None, today=True)
    try:
        home.entity(entity_id, day)
    except EntityNotFound:
        return Standing(published=False, today=True)
    return Standing(published=True, today=True)


__all__ = ["tied"]
