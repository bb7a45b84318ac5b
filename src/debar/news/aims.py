"""An article as customers are held against it: its parties, and the goods and countries of its measures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Protocol

import msgspec

from debar.model import Country, Entity, Name
from debar.news.authorities import authority_of
from debar.news.exposed import Place, Reason, Why
from debar.news.held_lists import SCHEMA_OF_KIND
from debar.news.trade import goods_in, goods_of_kind
from debar.news.values import Measure, Party, Reading, Span
from debar.news.watch import why_not_open

_SHORTEST = 4  # "Ali" is no name to look customers up by


_ABOUT = 240  # characters after a measure's words in which its sentence may name goods and countries


_END = re.compile(r"[.!?][\"”’)]*\s|\n")


class Listed(Protocol):
    """Knows listed entities by their ids; a `debar.screen.Screener` does."""

    def entity(self, entity_id: str) -> Entity | None:
        """The entity, where there is one."""
        ...


class Aim(msgspec.Struct, frozen=True):
    """The goods and countries of one measure."""

    measure: Measure
    groups: tuple[tuple[str, str], ...]
    countries: tuple[str, ...]


class Article:
    """A reading, turned to be asked by customers."""

    def __init__(self, reading: Reading, screener: Listed | None) -> None:
        self.reading = reading
        self.parties = {one.id: one for one in reading.parties}
        published = date.fromisoformat(reading.document.published[:10]) if reading.document.published else None
        self.open = [one for one in reading.measures if one.act != "lift" and not why_not_open(one, published)]
        self._targets: dict[str, list[Measure]] = {}
        for measure in self.open:
            for id in (*measure.targets, *measure.named):
                for each in (id, *(self.parties[id].members if id in self.parties else ())):
                    self._targets.setdefault(each, []).append(measure)
        self.entities = tuple(_entity(one, screener) for one in reading.parties if _is_asked(one))
        self.aims = tuple(aim for aim in map(self._aim, self.open) if aim.groups or aim.countries)
        self.warnings: tuple[str, ...] = ()
        if not self.open:
            self.warnings = ("the article announces no measure; customers are held against its parties alone",)

    def targeted(self, party: str) -> bool:
        return party in self._targets

    def rules(self) -> tuple[str, ...]:
        """The rules on owned companies of those who announce measures; OFAC's where they have none."""
        found: dict[str, None] = {}
        for measure in self.open:
            for id in measure.imposers:
                party = self.parties.get(id)
                for each in (
                    [self.parties[one] for one in party.members if one in self.parties] or [party] if party else []
                ):
                    authority = authority_of(each.country, each.name)
                    if authority is not None and authority.rule:
                        found[authority.rule] = None
        return tuple(found) or ("ofac",)

    def reason(self, why: Why, id: str, score: float | None, text: str) -> Reason:
        """A reason that rests on a party, with all places of the article that speak of it."""
        party = self.parties[id]
        claims = [
            one
            for one in self.reading.claims
            if id in one.actors or id in one.targets or (one.object is not None and id in one.object.parties)
        ]
        return Reason(
            why=why,
            party=id,
            name=party.name,
            targeted=self.targeted(id),
            score=score,
            measures=tuple(Place(one.id, one.span) for one in self._targets.get(id, ())),
            claims=tuple(Place(one.id, one.span) for one in claims),
            mentions=tuple(one.span for one in party.mentions),
            entity=party.entity,
            text=text,
        )

    def _aim(self, measure: Measure) -> Aim:
        """The goods and countries of a measure: those it names, those of its kind, those in the rest of its sentence.

        A measure on a party with a name is about that party: what else its sentence tells is no aim of it.
        """
        about = self._sentence_of(measure)
        groups = {group: group.replace("_", " ") for group in goods_of_kind(measure.kind)}
        for named in (self.parties[id].name for id in measure.goods if id in self.parties):
            groups |= {one.group: one.words for one in goods_in(named)}
        countries = dict.fromkeys(self._countries(measure))
        if not any(_is_asked(self.parties[id]) for id in (*measure.targets, *measure.named) if id in self.parties):
            words = self.reading.document.text[slice(*about)]
            groups |= {one.group: one.words for one in goods_in(words) if one.group not in groups}
            countries = countries or dict.fromkeys(self._countries_within(measure, *about))
        return Aim(measure, tuple(groups.items()), tuple(countries))

    def _sentence_of(self, measure: Measure) -> Span:
        """From the measure's words to the end of the sentence, or to the next measure of it."""
        begin, end = measure.span
        text = self.reading.document.text
        stop = _END.search(text, end, end + _ABOUT)
        others = (one.span[0] for one in self.reading.measures if one.span[0] >= end)
        return begin, min(stop.start() if stop else end + _ABOUT, *others, len(text))

    def _countries(self, measure: Measure) -> Iterator[str]:
        """A measure on a state, a place, or a group of a state's people is about its country; one on a company is not."""
        for id in (*measure.targets, *measure.named):
            party = self.parties.get(id)
            if party is not None and party.country and party.kind in ("government", "place", "group"):
                yield party.country

    def _countries_within(self, measure: Measure, begin: int, end: int) -> Iterator[str]:
        for party in self.parties.values():
            about = any(begin <= one.span[0] < end for one in party.mentions) and party.id not in measure.imposers
            if about and party.country and party.kind in ("government", "place"):
                yield party.country


def _is_asked(party: Party) -> bool:
    if party.kind not in SCHEMA_OF_KIND or len(party.name) < _SHORTEST:
        return False
    if party.kind == "person":
        return " " in party.name.strip()
    return any(one.form == "name" for one in party.mentions)


def _entity(party: Party, screener: Listed | None) -> Entity:
    """A party as somebody that customers are screened against; a listed one with its other names and identifiers."""
    schema = SCHEMA_OF_KIND[party.kind]
    listed = screener.entity(party.entity) if screener is not None and party.entity else None
    names = [Name(party.name)]
    if listed is not None:
        names += [
            msgspec.structs.replace(one, kind="alias" if one.kind == "primary" else one.kind)
            for one in listed.names
            if one.value.casefold() != party.name.casefold()
        ]
        return msgspec.structs.replace(listed, id=f"party:{party.id}", source="article", names=tuple(names))
    country = party.country if party.country and party.country != "eu" and party.kind != "person" else None
    countries = (Country("country", country),) if country else ()
    return Entity(f"party:{party.id}", "article", schema, tuple(names), countries=countries)
