"""From a listing to what it asks: of whom, what exactly, from when to when, and what to report by which day.

``effect = f(listing, nexus, day, role)``. The listing is an `Entity` as its source lists it on that day; everything else
stands in tables (`debar.law.tables`). A tag or a remark that no table knows becomes an effect with the action ``unknown``
and an event: it is neither dropped nor guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from functools import lru_cache
from typing import Any

import msgspec

from debar.errors import BadQuery
from debar.law.deadlines import Due, due
from debar.law.tables import (
    Embargo,
    Listing,
    Measure,
    Nexus,
    Programme,
    Words,
    bound,
    conflicts,
    dealing_kinds,
    duties,
    embargoes,
    licences,
    listings,
    measures,
    nexuses,
    programmes,
    roles,
    words,
)
from debar.model import Designation, Entity
from debar.model.countries import name_of

NO_ADVICE = "This is information, no legal advice."
_READ = ("measures", "remarks", "legal_basis", "list_name")
_MUST_BE_KNOWN = ("measures", "remarks")
_ANY_KIND = ("LegalEntity", "Thing")
_NAMED_ALONE = ("travel", "directorship", "contract_signed_by")


class Effect(msgspec.Struct, frozen=True, kw_only=True):
    """One consequence of one listing for somebody.

    Args:
        nexus: for whom it was asked: ``us``, ``us_owned``, ``uk``, ``eu``, ``un``, ``ca``, ``au``, ``ch`` or ``none``.
        binding: whether it binds them; False for ``risk_flag`` and ``unknown``.
        jurisdiction: whose law: ``us``, ``uk`` … ; None where no table knows.
        authority, legal_basis: who administers it, and the rule.
        list: the source, and the list within it where it publishes several.
        programme, programme_name: the tag as listed, and what it stands for.
        measure, measure_name: the id in the tables, and its name.
        action: see `debar.law.tables.Action`.
        bound: who is bound, in words.
        prohibited: what they must or may not do; a sentence with ``bound`` before it.
        covers: the kinds of dealing meant; ``any``; empty where the entry itself must be read.
        tenor_days: for debt, the longest tenor in days that stays permitted.
        conditions: what further decides, in words.
        extends_to_owned: the ownership rule by which it reaches owned companies, ``none``, or ``unsettled``.
        start, end: first day, and first day no more; None where unknown or open.
        reporting, records: duties with their days.
        licences: licences and exceptions of the programme that hold on the day; whether one fits is for a person.
        secondary_exposure: what those risk who are not bound, in words.
        conflict_of_laws: the law that forbids to obey this one, in words.
        for_role: what it comes to in the trade asked for.
        note: what the rows say of themselves: above all what of them is from memory.
        flags: ``unverified``, ``contested``, ``unknown_programme``, ``unknown_words`` …
        status, source, verified_on: whether the rows behind it were verified, where, and when.
    """

    nexus: str
    binding: bool
    jurisdiction: str | None
    authority: str
    legal_basis: str
    list: str
    programme: str
    programme_name: str
    measure: str
    measure_name: str
    action: str
    bound: str
    prohibited: str
    covers: tuple[str, ...] = ()
    tenor_days: int | None = None
    conditions: str = ""
    extends_to_owned: str = "none"
    start: date | None = None
    end: date | None = None
    reporting: tuple[Due, ...] = ()
    records: tuple[Due, ...] = ()
    licences: tuple[str, ...] = ()
    secondary_exposure: str | None = None
    conflict_of_laws: str | None = None
    for_role: str | None = None
    note: str = ""
    flags: tuple[str, ...] = ()
    status: str
    source: str
    verified_on: date

    def holds_on(self, day: date) -> bool:
        """Whether it is in force on that day."""
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)


class Event(msgspec.Struct, frozen=True):
    """Something about the data that a person must look at.

    Args:
        code: ``law.unknown-programme``, ``law.unknown-words`` or ``law.unknown-listing``.
        about: the entity.
        text: the words that no table knows.
    """

    code: str
    about: str
    text: str


class Effects(msgspec.Struct, frozen=True, kw_only=True):
    """All effects of one party on one day for one nexus.

    Args:
        about: the entity's id and name, or the country.
        nexus, on, role: as asked.
        in_force: the effects of that day.
        not_in_force: those that are over, or still to come.
        events: what no table knows.
    """

    about: str
    nexus: str
    on: date
    role: str | None
    in_force: tuple[Effect, ...]
    not_in_force: tuple[Effect, ...]
    events: tuple[Event, ...]


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
        reading = _Reading(entity, designation, nexus, on, event or on, role)
        for effect in reading.effects():
            key = (effect.list, effect.programme, effect.measure, effect.prohibited, str(effect.start))
            found.setdefault(key, effect)
        events += reading.events
    if not entity.designations:
        bare = _Reading(entity, Designation(entity.source), nexus, on, event or on, role)
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
        found = _listing(entity.source, one.list_name or "", one.authority)
        if found is not None:
            return found.jurisdiction
    return None


def dates_itself(entity: Entity) -> bool:
    """Whether the listing itself says since when every measure of it holds, so that an edition of a later day will do."""
    found = effects_of(entity, own_nexus(entity) or "none", date.min, event=date(2000, 1, 1))
    starts = [one.start for one in (*found.in_force, *found.not_in_force) if one.action != "risk_flag"]
    return bool(starts) and None not in starts


_NEXUS_OF_RULE = {"ofac": "us", "bis": "us", "uk": "uk", "eu": "eu", "eu_sectoral": "eu"}


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
    nexus = _NEXUS_OF_RULE.get(rule)
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


class _Reading:
    """One designation, read: its words first, for they may replace what its programmes would bring."""

    def __init__(
        self, entity: Entity, designation: Designation, nexus: str, on: date, event: date, role: str | None
    ) -> None:
        self.entity, self.designation, self.nexus, self.role = entity, designation, nexus, role
        self.on, self.event = on, event
        self.events: list[Event] = []
        self.listing = _listing(entity.source, designation.list_name or "", designation.authority)
        self.said: list[tuple[Words, str]] = []
        self.unknown: list[str] = []
        self.dates: dict[str, dict[str, date]] = {"starts": {}, "ends": {}}
        if self.listing:
            self._read_words(self.listing.jurisdiction)

    def _read_words(self, jurisdiction: str) -> None:
        for field in _READ:
            given = getattr(self.designation, field) or ()
            for text in (given,) if isinstance(given, str) else given:
                row, match = _words(jurisdiction, field, text.strip())
                if row is None:
                    if field in _MUST_BE_KNOWN and not self._is_free_prose(field):
                        self.unknown.append(text.strip())
                    continue
                self.said.append((row, text))
                if row.kind in self.dates and match is not None:
                    for measure in row.value:
                        self.dates[row.kind][measure] = _day(match["date"])

        for note in self.entity.values("notes"):
            # Prose about the party: only what a row expects there counts, and the rest is no unknown.
            row, _ = _words(jurisdiction, "notes", " ".join(note.split()))
            if row is not None and row.field == "notes":
                self.said.append((row, note))

    def _is_free_prose(self, field: str) -> bool:
        """Remarks are the words of the law on OFAC's own lists alone; elsewhere they are prose about the party."""
        return field == "remarks" and not self.entity.source.startswith("us-ofac")

    def effects(self) -> Iterator[Effect]:
        if self.listing is None:
            yield self.unknown_effect(
                f"no table knows the list {self.entity.source} of {self.designation.authority!r}",
                "law.unknown-listing",
                "unknown_listing",
                self.entity.source,
            )
            return
        imposed = list(self._imposed())
        for (programme, tag), of in _by_programme(imposed):
            yield from self._of(programme, tag, of)
        yield from self._risks()
        for tag in self._tags():
            if self._programme(tag) is None:
                yield self.unknown_effect(
                    f"the programme {tag!r} is in no table: look it up with {self.designation.authority}",
                    "law.unknown-programme",
                    "unknown_programme",
                    tag,
                )
        for text in self.unknown:
            yield self.unknown_effect(
                f"the entry says {text!r}, which is in no table: read it",
                "law.unknown-words",
                "unknown_words",
                text,
            )
        if not imposed and not self.unknown and all(self._programme(tag) for tag in self._tags()):
            tags = "; ".join(self._tags()) or "no programme"
            yield self.unknown_effect(
                f"the entry ({tags}) names no measure that the tables know: read it",
                "law.unknown-listing",
                "unknown_measure",
                tags,
            )

    def _programme(self, tag: str) -> Programme | None:
        assert self.listing is not None
        return _programme(self.listing.jurisdiction, tag, self.designation.reference or "", self.on)

    def _tags(self) -> tuple[str, ...]:
        return tuple(tag.strip() for tag in self.designation.programs)

    def _imposed(self) -> Iterator[tuple[Programme | None, str, Measure]]:
        """Every measure with the programme that it belongs to."""
        assert self.listing is not None
        rows = {tag: self._programme(tag) for tag in self._tags()}
        instead = [row for row, _ in self.said if row.kind == "only"]
        seen: set[str] = set()
        for tag, programme in rows.items():
            if programme is None:
                continue
            mine = [row for row in instead if _fits(row.programme, tag)]
            ids: Iterable[str] = programme.measures if self.listing.sdn == "yes" else programme.non_sdn
            if mine:
                ids = dict.fromkeys(id for row in mine for id in row.value)
            for id in ids:
                seen.add(id)
                yield programme, tag, measures()[id]
        said = dict.fromkeys(
            id for row, _ in self.said if row.kind in ("measure", "only", "starts") for id in row.value
        )
        known = next((one for one in rows.values() if one is not None), None)
        for id in said:
            if id not in seen:
                seen.add(id)
                yield known, "; ".join(rows), measures()[id]
        if not seen:
            for id in self.listing.default:
                yield known, "; ".join(rows), measures()[id]

    def _of(self, programme: Programme | None, tag: str, of: list[Measure]) -> Iterator[Effect]:
        """The effects under one programme; where none binds, one line says so and names whom they bind."""
        also = {*(programme.binds_also if programme else ()), *self._bound_besides()}
        schema = self.entity.schema
        # A party of a kind that says nothing may be of any kind: no measure is dropped for it.
        fitting = [one for one in of if not one.schemata or schema in one.schemata or schema in _ANY_KIND]
        if of and not fitting:
            names = "; ".join(one.name for one in of)
            yield self.unknown_effect(
                f"the measures of the entry ({names}) are for other kinds of party than a {schema}: read it",
                "law.unknown-listing",
                "unknown_measure",
                names,
            )
        unbound: list[Measure] = []
        binding = 0
        for measure in fitting:
            if self.nexus in measure.binds or measure.action == "risk_flag":
                binding += 1
                yield self._effect(programme, tag, measure, binding=self.nexus in measure.binds)
            elif measure.binds and self.nexus in also:
                binding += 1
                effect = self._effect(programme, tag, measure, binding=True)
                yield msgspec.structs.replace(effect, bound=bound()[self.nexus].who)
            else:
                unbound.append(measure)
        if unbound and not binding:
            yield self._not_bound(programme, tag, unbound)

    def _risks(self) -> Iterator[Effect]:
        assert self.listing is not None
        from_tags: dict[str, list[tuple[str, Programme]]] = {}
        known: list[tuple[str, Programme]] = []
        for tag in self._tags():
            programme = self._programme(tag)
            if programme is not None:
                known.append((tag, programme))
                for id in programme.risks:
                    from_tags.setdefault(id, []).append((tag, programme))
        for row, _ in self.said:
            for id in row.value if row.kind == "risk" else ():
                narrowed = [(tag, one) for tag, one in known if _fits(row.programme, tag)]
                from_tags.setdefault(id, narrowed or known)
        for id, of in from_tags.items():
            tags = "; ".join(tag for tag, _ in of) or "; ".join(self._tags())
            effect = self._effect(None, tags, measures()[id], binding=False)
            ends = [programme.end for _, programme in of]
            conflict = tuple(dict.fromkeys(one for _, programme in of for one in programme.conflict))
            yield msgspec.structs.replace(
                effect,
                programme_name="; ".join(programme.name for _, programme in of),
                end=max((end for end in ends if end), default=None) if ends and all(ends) else effect.end,
                conflict_of_laws=_conflict(conflict, self.nexus, self.event),
            )

    def _bound_besides(self) -> set[str]:
        return {nexus for row, _ in self.said if row.kind == "binds" for nexus in row.value}

    def _effect(self, programme: Programme | None, tag: str, measure: Measure, *, binding: bool) -> Effect:
        listed_on = self.designation.listed_on
        starts = [
            one
            for one in (
                date.fromisoformat(listed_on) if listed_on and len(listed_on) == len("2024-09-10") else None,
                programme.start if programme else None,
                measure.start,
                self.dates["starts"].get(measure.measure),
            )
            if one is not None
        ]
        ended_on = self.designation.ended_on
        ends = [
            one
            for one in (
                date.fromisoformat(ended_on) if ended_on and len(ended_on) == len("2024-09-10") else None,
                programme.end if programme else None,
                measure.end,
                self.dates["ends"].get(measure.measure),
            )
            if one is not None
        ]
        said = [row.meaning for row, _ in self.said if row.meaning and row.kind in ("starts", "ends", "binds", "none")]
        fate = programme.fate if programme else ""
        return _made(
            measure,
            nexus=self.nexus,
            binding=binding,
            listed=" · ".join(part for part in (self.entity.source, self.designation.list_name) if part),
            programme=tag,
            programme_name=programme.name if programme else "",
            legal_basis=(programme.legal_basis if programme else "") or "; ".join(self.designation.legal_basis),
            conditions="; ".join(part for part in (measure.conditions, *said, fate) if part),
            start=max(starts, default=None),
            end=min(ends, default=None),
            event=self.event,
            role=self.role,
            conflict=programme.conflict if programme else (),
            rows=(measure, programme) if programme else (measure,),
        )

    def _not_bound(self, programme: Programme | None, tag: str, of: list[Measure]) -> Effect:
        """A live listing always shows: where it does not bind somebody, it says whom it binds."""
        assert self.listing is not None
        effect = self._effect(programme, tag, of[0], binding=False)
        risk = measures().get(self.listing.unbound) if self.listing.unbound else None
        says = [f"{measure.name}: it binds {measure.bound}" for measure in of]
        fate = programme.fate if programme else ""
        return msgspec.structs.replace(
            effect,
            measure_name="; ".join(measure.name for measure in of),
            conditions="; ".join(part for part in (*says, fate) if part),
            **_unbound(risk, effect, self.nexus),
            for_role=_for_role(self.role, "risk_flag", self.listing.jurisdiction),
        )

    def unknown_effect(self, text: str, code: str, flag: str, words: str) -> Effect:
        """What no table knows, to be seen by a person."""
        self.events.append(Event(code, self.entity.id, words))
        designation = self.designation
        return Effect(
            nexus=self.nexus,
            binding=False,
            jurisdiction=self.listing.jurisdiction if self.listing else None,
            authority=designation.authority,
            legal_basis="; ".join(designation.legal_basis),
            list=self.entity.source,
            programme="; ".join(self._tags()),
            programme_name="",
            measure="",
            measure_name="unknown",
            action="unknown",
            bound="nobody can say who",
            prohibited=text,
            flags=(flag,),
            status="unverified",
            source="the entry itself",
            verified_on=self.event,
        )


def _embargoed(row: Embargo, nexus: str, event: date, role: str | None, schema: str | None) -> Iterator[Effect]:
    of = [one for one in (measures()[id] for id in row.measures) if not one.schemata or schema in one.schemata]
    bound_by = [one for one in of if nexus in one.binds or nexus in row.binds_also]
    risk = next((one.unbound for one in listings() if one.jurisdiction == row.jurisdiction and one.unbound), "")
    # Where nothing reaches those whom it does not bind, another's embargo is no concern of theirs.
    for measure in bound_by or (of[:1] if risk else ()):
        binding = measure in bound_by
        country = name_of(row.country) or row.country.upper()
        where = f"{country} ({row.region})" if row.region else country
        effect = _made(
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
                **_unbound(measures()[risk], effect, nexus),
                for_role=_for_role(role, "risk_flag", row.jurisdiction),
            )
        yield effect


def _by_programme(
    imposed: Iterable[tuple[Programme | None, str, Measure]],
) -> Iterator[tuple[tuple[Programme | None, str], list[Measure]]]:
    found: dict[str, tuple[Programme | None, list[Measure]]] = {}
    for programme, tag, measure in imposed:
        found.setdefault(tag, (programme, []))[1].append(measure)
    for tag, (programme, of) in found.items():
        yield (programme, tag), of


def _unbound(risk: Measure | None, effect: Effect, nexus: str) -> dict[str, Any]:
    """What stands in place of a prohibition for those whom it does not bind."""
    return {
        "action": "risk_flag",
        "bound": risk.bound if risk else bound()[nexus].words,
        "prohibited": risk.prohibited
        if risk
        else "is not bound by this measure itself; their own law and lists decide",
        "legal_basis": "; ".join(part for part in (risk.legal_basis if risk else "", effect.legal_basis) if part),
        "covers": (),
        "tenor_days": None,
        "secondary_exposure": risk.prohibited if risk else None,
        "source": f"{risk.source}; {effect.source}" if risk else effect.source,
    }


def _made(
    measure: Measure,
    *,
    nexus: str,
    binding: bool,
    listed: str,
    programme: str,
    programme_name: str,
    legal_basis: str,
    conditions: str,
    start: date | None,
    end: date | None,
    event: date,
    role: str | None,
    conflict: tuple[str, ...],
    rows: tuple[Measure | Programme | Embargo, ...],
) -> Effect:
    known = [duties()[id] for id in measure.duties if duties()[id].holds_on(event)] if binding else []
    tags = {tag.strip() for tag in programme.split(";")}
    home = nexus.partition("_")[0] == measure.jurisdiction
    permits = [
        one
        for one in licences()
        if binding
        and one.jurisdiction == measure.jurisdiction
        and (not one.programmes or tags & {*one.programmes})
        and (not one.actions or measure.action in one.actions)
        and one.holds_on(event)
    ]
    unverified = [row for row in rows if not row.verified]
    return Effect(
        nexus=nexus,
        binding=binding,
        jurisdiction=measure.jurisdiction,
        authority=measure.authority,
        legal_basis="; ".join(dict.fromkeys(part for part in (legal_basis, measure.legal_basis) if part)),
        list=listed,
        programme=programme,
        programme_name=programme_name,
        measure=measure.measure,
        measure_name=measure.name,
        action=measure.action,
        bound=measure.bound,
        prohibited=measure.prohibited,
        covers=measure.covers,
        tenor_days=measure.tenor_days,
        conditions=conditions,
        extends_to_owned=measure.owned,
        start=start,
        end=end,
        reporting=tuple(due(one, event) for one in known if one.kind != "records"),
        records=tuple(due(one, event) for one in known if one.kind == "records"),
        licences=tuple(f"{one.licence}: {one.permits}" + ("" if one.verified else " (unverified)") for one in permits),
        secondary_exposure=measure.prohibited if measure.action == "risk_flag" else None,
        conflict_of_laws=_conflict(conflict, nexus, event),
        # What others risk is no advice to those whom the law binds anyway.
        for_role=None
        if home and measure.action == "risk_flag"
        else _for_role(role, measure.action, measure.jurisdiction),
        note=" ".join(dict.fromkeys(f"{row.note[:1].upper()}{row.note[1:].rstrip('.')}." for row in rows if row.note)),
        flags=("unverified",) if unverified else (),
        status="unverified" if unverified else "verified",
        source="; ".join(dict.fromkeys(row.source for row in rows)),
        verified_on=min(row.verified_on for row in rows),
    )


def _conflict(ids: tuple[str, ...], nexus: str, day: date) -> str | None:
    found = [conflicts()[id] for id in ids if id in conflicts()]
    said = [
        f"{one.name}: {one.prohibited}."
        + (f" {one.duty}" if one.duty else "")
        + ("" if one.verified else " (unverified)")
        for one in found
        if one.nexus == nexus and one.holds_on(day)
    ]
    return "; ".join(said) or None


def _for_role(role: str | None, action: str, jurisdiction: str) -> str | None:
    fitting = [one for one in roles() if one.role == role and one.action == action]
    own = [one.means for one in fitting if one.jurisdiction == jurisdiction]
    return next(iter([*own, *(one.means for one in fitting if not one.jurisdiction)]), None)


def _check(nexus: str, role: str | None) -> None:
    if nexus not in nexuses():
        raise BadQuery("nexus", rule="the nexus must be one of " + ", ".join(nexuses()), got=repr(nexus))
    known = sorted({one.role for one in roles()})
    if role is not None and role not in known:
        raise BadQuery("role", rule="the role must be one of " + ", ".join(known), got=repr(role))


@lru_cache(maxsize=1024)
def _listing(source: str, list_name: str, authority: str) -> Listing | None:
    return next(
        (
            one
            for one in listings()
            if re.fullmatch(one.list, source)
            and re.fullmatch(one.list_name, list_name, re.DOTALL)
            and re.fullmatch(one.authority, authority, re.DOTALL)
        ),
        None,
    )


@lru_cache(maxsize=4096)
def _programmes(jurisdiction: str, tag: str) -> tuple[Programme, ...]:
    return tuple(row for pattern, row in programmes(jurisdiction) if pattern.fullmatch(tag))


def _programme(jurisdiction: str, tag: str, reference: str, on: date) -> Programme | None:
    """The row for a tag: of several periods the one that holds on the day, else the one that ended or will begin last.

    A row may speak of the tag with the reference of the entry (a schedule of Canada's regulations); it comes first.
    """
    for text in (f"{tag}, {reference}", tag) if reference else (tag,):
        fitting = _programmes(jurisdiction, text)
        holding = [row for row in fitting if row.holds_on(on)]
        if fitting:
            return (holding or sorted(fitting, key=lambda row: row.start or date.min))[0 if holding else -1]
    return None


@lru_cache(maxsize=16384)
def _words(jurisdiction: str, field: str, text: str) -> tuple[Words | None, re.Match[str] | None]:
    for pattern, row in words(jurisdiction):
        if row.field in (field, "any") and (match := pattern.fullmatch(text)):
            return row, match
    return None, None


def _fits(pattern: str, tag: str) -> bool:
    return not pattern or re.fullmatch(pattern, tag, re.IGNORECASE) is not None


def _day(text: str) -> date:
    return datetime.strptime(text, "%d %b %Y").date()  # noqa: DTZ007
