"""From a listing to what it asks: of whom, what exactly, from when to when, and what to report by which day.

``effect = f(listing, nexus, day, role)``. The listing is an `Entity` as its source lists it on that day; everything else
stands in tables (`debar.law.tables`). A tag or a remark that no table knows becomes an effect with the action ``unknown``
and an event: it is neither dropped nor guessed.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import msgspec

from debar.errors import BadQuery
from debar.law.consequences import NO_ADVICE, Effect, Effects, Event
from debar.law.lookups import listing_of
from debar.law.making import in_the_trade, made, unbound
from debar.law.ownership.rules import rules
from debar.law.readings import Reading
from debar.law.tables import Embargo, Nexus, dealing_kinds, embargoes, listings, measures, nexuses, roles
from debar.model import Designation, Entity
from debar.model.countries import name_of

__all__ = [
    "NO_ADVICE",
    "Effect",
    "Effects",
    "Event",
    "country_effects",
    "dates_itself",
    "effects_of",
    "own_nexus",
    "reaches_owned",
    "verdict",
]

_NAMED_ALONE = ("travel", "directorship", "contract_signed_by")


def effects_of(
    entity: Entity, nexus: Nexus | str, on: date, *, role: str | None = None, event: date | None = None
) -> Effects:
    """What the listing of an entity means for somebody on a day.

    Args:
        entity: the party as its source lists it on that day (`Home.entity` with ``as_of``).
        nexus: whose law reaches them.
        on: the day.
        role: their trade (``bank``, ``insurer``, ``airport`` …), for ``for_role``.
        event: the day from which reports are due (of blocking or rejecting); ``on`` by default.

    Raises:
        BadQuery: no such nexus or role.

    >>> from debar.model import Name
    >>> listing = Designation("Office of Foreign Assets Control", ("RUSSIA-EO14024",))
    >>> entity = Entity("us-ofac-1", "us-ofac-sdn", "Company", (Name("ACME"),), designations=(listing,))
    >>> [one.action for one in effects_of(entity, "us", date(2024, 9, 11)).in_force]
    ['block']
    >>> [(one.action, one.binding) for one in effects_of(entity, "eu", date(2024, 9, 11)).in_force]
    [('risk_flag', False)]
    """
    _check(nexus, role)
    found: dict[tuple[str, ...], Effect] = {}
    events: list[Event] = []
    for designation in entity.designations:
        reading = Reading(entity, designation, nexus, on, event or on, role)
        for effect in reading.effects():
            key = (effect.list, effect.programme, effect.measure, effect.prohibited, str(effect.start))
            found.setdefault(key, effect)
        events += reading.events
    if not entity.designations:
        bare = Reading(entity, Designation(entity.source), nexus, on, event or on, role)
        undesignated = bare.unknown_effect(
            f"{entity.source} names no act that lists this party: ask its publisher what follows",
            "law.unknown-listing",
            "unknown_listing",
            "no designation",
        )
        found[("",)] = undesignated
        events += bare.events
    effects = tuple(found.values())
    return Effects(
        about=f"{entity.caption} ({entity.id})",
        nexus=nexus,
        on=on,
        role=role,
        in_force=tuple(one for one in effects if one.holds_on(on)),
        not_in_force=tuple(one for one in effects if not one.holds_on(on)),
        events=tuple(dict.fromkeys(events)),
    )


def country_effects(
    country: str,
    nexus: Nexus | str,
    on: date,
    *,
    government: bool = False,
    schema: str | None = None,
    role: str | None = None,
    event: date | None = None,
) -> Effects:
    """What holds for parties of a country without any listing (embargoes, governments blocked by definition).

    Args:
        country: ISO 3166-1 alpha-2, any case.
        government: the party is the country's government or a part of it; False: a private party there.
        schema: the kind of party (``Vessel``, ``Airplane`` …): measures on ships and aircraft are shown for them alone.

    Raises:
        BadQuery: no such nexus or role.

    >>> [one.action for one in country_effects("ir", "us", date(2024, 9, 11)).in_force]
    ['reject']
    >>> country_effects("ir", "eu", date(2024, 9, 11)).in_force[0].conflict_of_laws is None
    False
    """
    _check(nexus, role)
    party = "government" if government else "private"
    code = country.strip().lower()
    effects = tuple(
        effect
        for row in embargoes()
        if row.country == code and row.party == party
        for effect in _embargoed(row, nexus, event or on, role, schema)
    )
    return Effects(
        about=f"{'the government of' if government else 'a private party in'} {name_of(code) or code.upper()}",
        nexus=nexus,
        on=on,
        role=role,
        in_force=tuple(one for one in effects if one.holds_on(on)),
        not_in_force=tuple(one for one in effects if not one.holds_on(on)),
        events=(),
    )


def own_nexus(entity: Entity) -> str | None:
    """The nexus of those whom the entity's own list binds; None where no table knows the list.

    >>> from debar.model import Name
    >>> listing = Designation("Council of the European Union", ("IRN",))
    >>> own_nexus(Entity("eu-1", "eu-fsf", "Company", (Name("ACME"),), designations=(listing,)))
    'eu'
    """
    for one in entity.designations:
        found = listing_of(entity.source, one.list_name or "", one.authority)
        if found is not None:
            return found.jurisdiction
    return None


def dates_itself(entity: Entity) -> bool:
    """Whether the listing itself says since when every measure of it holds, so that an edition of a later day will do."""
    found = effects_of(entity, own_nexus(entity) or "none", date.min, event=date(2000, 1, 1))
    starts = [one.start for one in (*found.in_force, *found.not_in_force) if one.action != "risk_flag"]
    return bool(starts) and None not in starts


def reaches_owned(entity: Entity, rule: str, on: date) -> bool:
    """Whether a listing reaches the companies that the party owns, by an ownership rule, on a day.

    Being listed is not being blocked: an investment ban (NS-CMIC) or a correspondent-account ban reaches nobody else.

    >>> from debar.model import Name
    >>> tags = ("CMIC-EO13959",), ("SDGT",)
    >>> listings = [Designation("Office of Foreign Assets Control", tag) for tag in tags]
    >>> [reaches_owned(Entity("us-1", "us-ofac-sdn", "Company", (Name("A"),), designations=(one,)), "ofac", date(2024, 9, 11))
    ...  for one in listings]
    [False, True]
    """
    nexus = next((one.jurisdiction.lower() for one in rules() if one.rule == rule), None)
    return nexus is not None and any(
        one.extends_to_owned == rule and one.binding for one in effects_of(entity, nexus, on).in_force
    )


def verdict(effect: Effect, dealing: str, *, tenor_days: int | None = None) -> str:
    """Whether an effect stands against a kind of dealing: ``prohibited``, ``not_covered`` or ``undecided``.

    ``not_covered`` speaks of this one effect alone and never means that the dealing is permitted. For a debt whose
    measure leaves short tenors, a tenor up to the limit is not covered; without a tenor it is ``undecided``.

    Raises:
        BadQuery: no such kind of dealing.

    >>> from debar.model import Name
    >>> remark = "Executive Order 13662 Directive Determination - Subject to Directive 2"
    >>> listing = Designation("Office of Foreign Assets Control", ("UKRAINE-EO13662",), remarks=(remark,))
    >>> entity = Entity("us-ofac-2", "us-ofac-cons", "Company", (Name("ACME"),), designations=(listing,))
    >>> debt = effects_of(entity, "us", date(2024, 9, 11)).in_force[0]
    >>> verdict(debt, "loan", tenor_days=90), verdict(debt, "loan", tenor_days=45), verdict(debt, "goods")
    ('prohibited', 'not_covered', 'not_covered')
    """
    if dealing not in dealing_kinds():
        raise BadQuery("dealing", rule="the dealing must be one of " + ", ".join(dealing_kinds()), got=repr(dealing))
    if not effect.binding:
        return "undecided" if effect.action in ("unknown", "hold") else "not_covered"
    if not effect.covers:
        return "undecided"
    if dealing not in effect.covers and ("any" not in effect.covers or dealing in _NAMED_ALONE):
        return "not_covered"
    if dealing == "loan" and effect.tenor_days is not None:
        if tenor_days is None:
            return "undecided"
        return "prohibited" if tenor_days > effect.tenor_days else "not_covered"
    return "prohibited"


def _embargoed(row: Embargo, nexus: str, event: date, role: str | None, schema: str | None) -> Iterator[Effect]:
    of = [one for one in (measures()[id] for id in row.measures) if not one.schemata or schema in one.schemata]
    bound_by = [one for one in of if nexus in one.binds or nexus in row.binds_also]
    risk = next((one.unbound for one in listings() if one.jurisdiction == row.jurisdiction and one.unbound), "")
    # Where nothing reaches those whom it does not bind, another's embargo is no concern of theirs.
    for measure in bound_by or (of[:1] if risk else ()):
        binding = measure in bound_by
        country = name_of(row.country) or row.country.upper()
        where = f"{country} ({row.region})" if row.region else country
        effect = made(
            measure,
            nexus=nexus,
            binding=binding,
            listed=f"no list: {where}, {row.party} parties",
            programme=where,
            programme_name=row.programme,
            legal_basis=row.legal_basis,
            conditions="; ".join(part for part in (measure.conditions, row.fate) if part),
            start=row.start,
            end=row.end,
            event=event,
            role=role,
            conflict=row.conflict,
            rows=(measure, row),
        )
        if not binding:
            effect = msgspec.structs.replace(
                effect,
                conditions="; ".join(part for part in (f"{measure.name}: it binds {measure.bound}", row.fate) if part),
                **unbound(measures()[risk], effect, nexus),
                for_role=in_the_trade(role, "risk_flag", row.jurisdiction),
            )
        yield effect


def _check(nexus: str, role: str | None) -> None:
    if nexus not in nexuses():
        raise BadQuery("nexus", rule="the nexus must be one of " + ", ".join(nexuses()), got=repr(nexus))
    known = sorted({one.role for one in roles()})
    if role is not None and role not in known:
        raise BadQuery("role", rule="the role must be one of " + ", ".join(known), got=repr(role))
