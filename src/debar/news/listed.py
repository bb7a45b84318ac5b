"""Named parties tied to listed entities: asked in one batch, taken only when the kinds agree and it is a match."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import msgspec

from debar.errors import EntityNotFound
from debar.model import Query
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
    queries = [Query(schema=_ASKED[each.kind], name=each.name, country=_country(each), id=each.id) for each in asked]
    results = screener.screen_many(queries, limit=5) if queries else []
    if results and results[0].status != "screened":
        return parties, ("parties are not tied to listed entities: " + "; ".join(results[0].reasons),)
    found: dict[str, Party] = {}
    for party, result in zip(asked, results, strict=True):
        hit = _best(party, result.hits)
        if hit is not None:
            found[party.id] = msgspec.structs.replace(
                party,
                entity=hit.entity.id,
                caption=hit.entity.caption,
                source=hit.entity.source,
                score=round(hit.score, 4),
                listed_on=_standing(screener.home, hit.entity.id, hit.entity.source, published),
            )
    return tuple(found.get(each.id, each) for each in parties), ()


def _is_asked(party: Party) -> bool:
    if party.kind not in _ASKED or len(party.name) < _SHORTEST:
        return False
    if party.kind == "person":
        return " " in party.name.strip()
    # A group that is only described ("Iranian officials") has no name to ask for.
    return any(mention.form == "name" for mention in party.mentions)


def _country(party: Party) -> tuple[str, ...]:
    return (party.country,) if party.country and party.kind != "person" and party.country != "eu" else ()


def _best(party: Party, hits: Sequence[Hit]) -> Hit | None:
    return next((hit for hit in hits if hit.match and hit.entity.schema in _FITS[party.kind]), None)


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
