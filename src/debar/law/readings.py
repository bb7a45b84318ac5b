"""One designation of a listing, read: what its words and programmes bring, for whom, since when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

import msgspec

from debar.law.consequences import Effect, Event
from debar.law.lookups import day_of, fits, listing_of, programme_of, words_of
from debar.law.making import conflict_with, in_the_trade, made, unbound
from debar.law.tables import Measure, Programme, Words, bound, measures
from debar.model import Designation, Entity

_READ = ("measures", "remarks", "legal_basis", "list_name")
_MUST_BE_KNOWN = ("measures", "remarks")
_ANY_KIND = ("LegalEntity", "Thing")


class Reading:
    """One designation, read: its words first, for they may replace what its programmes would bring."""

    def __init__(
        self, entity: Entity, designation: Designation, nexus: str, on: date, event: date, role: str | None
    ) -> None:
        self.entity, self.designation, self.nexus, self.role = entity, designation, nexus, role
        self.on, self.event = on, event
        self.events: list[Event] = []
        self.listing = listing_of(entity.source, designation.list_name or "", designation.authority)
        self.said: list[tuple[Words, str]] = []
        self.unknown: list[str] = []
        self.dates: dict[str, dict[str, date]] = {"starts": {}, "ends": {}}
        if self.listing:
            self._read_words(self.listing.jurisdiction)

    def _read_words(self, jurisdiction: str) -> None:
        for field in _READ:
            given = getattr(self.designation, field) or ()
            for text in (given,) if isinstance(given, str) else given:
                row, match = words_of(jurisdiction, field, text.strip())
                if row is None:
                    if field in _MUST_BE_KNOWN and not self._is_free_prose(field):
                        self.unknown.append(text.strip())
                    continue
                self.said.append((row, text))
                if row.kind in self.dates and match is not None:
                    for measure in row.value:
                        self.dates[row.kind][measure] = day_of(match["date"])

        for note in self.entity.values("notes"):
            # Prose about the party: only what a row expects there counts, and the rest is no unknown.
            row, _ = words_of(jurisdiction, "notes", " ".join(note.split()))
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
        return programme_of(self.listing.jurisdiction, tag, self.designation.reference or "", self.on)

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
            mine = [row for row in instead if fits(row.programme, tag)]
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
                narrowed = [(tag, one) for tag, one in known if fits(row.programme, tag)]
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
                conflict_of_laws=conflict_with(conflict, self.nexus, self.event),
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
        return made(
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
            **unbound(risk, effect, self.nexus),
            for_role=in_the_trade(self.role, "risk_flag", self.listing.jurisdiction),
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


def _by_programme(
    imposed: Iterable[tuple[Programme | None, str, Measure]],
) -> Iterator[tuple[tuple[Programme | None, str], list[Measure]]]:
    found: dict[str, tuple[Programme | None, list[Measure]]] = {}
    for programme, tag, measure in imposed:
        found.setdefault(tag, (programme, []))[1].append(measure)
    for tag, (programme, of) in found.items():
        yield (programme, tag), of
