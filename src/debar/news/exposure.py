"""Exposure: which customers an article touches, before any list changes.

A customer is *named* (it may be a party of the article), *owned* (a company in a file of stakes that a party of the
article holds), or *deals* in the goods and countries of the measures that the article announces. Each reason says by which
party, by which measures and claims, where in the text, and with what score. Who is not found is not cleared: an article
names few of those whom a list will hold.

The customer file is that of ``debar batch``: CSV, JSON lines or Parquet. Of its columns count, besides names, identifiers
and dates:

======================================  ================================================================================
``country``, ``nationality`` …          the customer's own countries
``counterparty countries``, ``markets``  countries that it trades with; several parted by ``;``, ``,`` or ``|``
``goods``, ``products``, ``activity``    words for what it deals in (``data/trade_goods.csv`` knows them)
``hs``, ``tariff code``                  HS codes, with or without dots
======================================  ================================================================================

The file is streamed against an index over the few parties of the article, so that memory is bounded and a row costs what it
costs in a batch.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec

from debar.law.ownership import Assessment, Holdings, assess
from debar.law.ownership import Party as Holder
from debar.law.ownership.reading import read_all
from debar.law.ownership.wording import number
from debar.match import DEFAULT_THRESHOLD, Index, build
from debar.model import SCHEMATA, Country, Entity, Identifier, Name, Query
from debar.model.countries import code_of, name_of
from debar.model.query import IDENTIFIER_PROPERTIES
from debar.news.authorities import authority_of
from debar.news.trade import concerns, goods_in, goods_of_code, goods_of_kind
from debar.news.values import Measure, Party, Reading, Span
from debar.news.watch import why_not_open
from debar.screen.columns import kinds
from debar.screen.rows import Row, iterate

if TYPE_CHECKING:
    from debar.screen import Screener

Why = Literal["named", "owned", "goods_and_country", "country", "goods"]

NOTE = (
    "Before the lists change: nothing here is in force by the news. Customers that are not shown were not found by what "
    "was looked at, which is no clearance."
)

_SCHEMA = {
    "person": "Person",
    "company": "LegalEntity",
    "agency": "Organization",
    "group": "LegalEntity",
    "vessel": "Vessel",
}
_SHORTEST = 4  # "Ali" is no name to look customers up by
_CHUNK = 5_000
_LIMIT = 10
_REJECTS = 100
_ABOUT = 240  # characters after a measure's words in which its sentence may name goods and countries
_SEVERAL = re.compile(r"[;,|/\n]")
_END = re.compile(r"[.!?][\"”’)]*\s|\n")
_DEALT = ("goods", "activity", "sector", "keywords")


class Place(msgspec.Struct, frozen=True):
    """A claim, a measure or a mention of the article, and where its words stand."""

    id: str
    span: Span


class Reason(msgspec.Struct, frozen=True, kw_only=True):
    """Why a customer is exposed.

    Args:
        why: see the module; ``country`` and ``goods`` where only the one agrees, and the measure or the customer says
            nothing of the other.
        party: the party of the article; None where a measure alone is the reason.
        targeted: whether an open measure of the article is aimed at that party.
        score: of a name, 0 to 1; of ``owned``, the share that is surely held, 0 to 1; None for codes and words, which
            are equal or not.
        measures, claims, mentions: where it stands in the article.
        entity: the listed entity that the party is, where it is one.
        text: the sentence.
    """

    why: Why
    party: str | None = None
    name: str | None = None
    targeted: bool = False
    score: float | None = None
    measures: tuple[Place, ...] = ()
    claims: tuple[Place, ...] = ()
    mentions: tuple[Span, ...] = ()
    entity: str | None = None
    text: str = ""


class Exposed(msgspec.Struct, frozen=True, kw_only=True):
    """A customer and the reasons, the strongest first."""

    row: int
    id: str
    name: str
    reasons: tuple[Reason, ...]


class RejectedRow(msgspec.Struct, frozen=True):
    """A row of an input that could not be read, so that nothing is known of it."""

    file: str
    row: int | str
    id: str
    reason: str


class Exposure(msgspec.Struct, frozen=True, kw_only=True):
    """What was looked at and who was found.

    Args:
        rows: of the customer file.
        rejected, rejected_stakes: how many rows of either file could not be read.
        rejects: the first of them.
        exposed: in the order of the file.
        warnings: values that could not be used, and what else a reader must know.
        note: what this is not.
    """

    customers: str
    rows: int
    looked_at: int
    rejected: int
    rejected_stakes: int = 0
    rejects: tuple[RejectedRow, ...]
    exposed: tuple[Exposed, ...]
    stakes: str | None = None
    warnings: tuple[str, ...] = ()
    note: str = NOTE


def exposure(
    reading: Reading,
    customers: Path,
    *,
    stakes: Path | None = None,
    screener: Screener | None = None,
    on: date | None = None,
    threshold: float = DEFAULT_THRESHOLD,
    columns: Mapping[str, str] | None = None,
) -> Exposure:
    """Which customers an article touches.

    Args:
        reading: of the article.
        customers: CSV, JSON lines or Parquet, as for `debar.screen.batch`.
        stakes: a file of who owns whom, in any format of `debar.law.ownership.reading`.
        screener: gives the further names and identifiers of parties that are listed already; None: their names alone.
        on: the day for which stakes count; the article's by default.
        threshold: the score from which a name counts.
        columns: header of the customer file to property, where the headers do not say it.

    Raises:
        BadFile: a file cannot be used at all. Rows that cannot be read are counted and named.
    """
    rows = iterate(customers, columns)
    day = on or (date.fromisoformat(reading.document.published[:10]) if reading.document.published else None)
    article = _Article(reading, screener)
    warnings: list[str] = []
    rejects: list[RejectedRow] = []
    rejected = refused_stakes = 0
    owned: dict[str, _Owned] = {}
    with tempfile.TemporaryDirectory(prefix="debar-exposure-") as folder:
        if stakes is not None:
            owned, refused = _owned(article, stakes, day, Path(folder), threshold, warnings)
            refused_stakes = len(refused)
            rejects += refused[:_REJECTS]
        watch = _Look(
            article, owned, _index((*article.entities, *_as_entities(owned)), Path(folder) / "all"), threshold
        )
        found: list[Exposed] = []
        total = 0
        unusable = 0
        while chunk := list(islice(rows, _CHUNK)):
            total += len(chunk)
            refused = [
                RejectedRow(customers.name, one.number, one.id, one.problem or "") for one in chunk if not one.query
            ]
            rejected += len(refused)
            rejects += refused[: max(0, _REJECTS - len(rejects))]
            unusable += sum(bool(one.warnings) for one in chunk)
            found += watch.among([one for one in chunk if one.query])
    if unusable:
        warnings.append(f"{customers.name}: {unusable:,} rows have values that could not be used and did not count")
    return Exposure(
        customers=customers.name,
        rows=total,
        looked_at=total - rejected,
        rejected=rejected,
        rejected_stakes=refused_stakes,
        rejects=tuple(rejects),
        exposed=tuple(found),
        stakes=stakes.name if stakes else None,
        warnings=(*warnings, *article.warnings),
    )


class _Aim(msgspec.Struct, frozen=True):
    """The goods and countries of one measure."""

    measure: Measure
    groups: tuple[tuple[str, str], ...]
    countries: tuple[str, ...]


class _Article:
    """A reading, turned to be asked by customers."""

    def __init__(self, reading: Reading, screener: Screener | None) -> None:
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

    def _aim(self, measure: Measure) -> _Aim:
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
        return _Aim(measure, tuple(groups.items()), tuple(countries))

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


class _Owned(msgspec.Struct, frozen=True):
    """A company of the stakes in which parties of the article hold something."""

    holder: Holder
    reasons: tuple[Reason, ...]


class _Look:
    """Looks customers up."""

    def __init__(self, article: _Article, owned: Mapping[str, _Owned], index: Index | None, threshold: float) -> None:
        self.article, self.owned, self.index, self.threshold = article, owned, index, threshold

    def among(self, rows: Sequence[Row]) -> Iterator[Exposed]:
        queries = [row.query for row in rows if row.query is not None]
        hits = (
            self.index.search_many(queries, limit=_LIMIT, cutoff=self.threshold, threshold=self.threshold)
            if self.index is not None
            else [()] * len(queries)
        )
        for row, query, found in zip(rows, queries, hits, strict=True):
            reasons: dict[tuple[object, ...], Reason] = {}
            for reason in self._reasons(
                row, query, [(hit.entity, hit.score, hit.evidence) for hit in found if hit.match]
            ):
                key = (reason.why, reason.party, reason.text if reason.why == "owned" else reason.measures)
                reasons.setdefault(key, reason)
            if reasons:
                ranked = sorted(reasons.values(), key=_rank)
                yield Exposed(row=row.number, id=row.id, name=next(iter(query.names), ""), reasons=tuple(ranked))

    def _reasons(
        self, row: Row, query: Query, hits: Iterable[tuple[Entity, float, Sequence[object]]]
    ) -> Iterator[Reason]:
        same = self.owned.get(row.id)
        if same is not None:  # the stakes name it by the customer's own id
            yield from same.reasons
        for entity, score, evidence in hits:
            kind, _, id = entity.id.partition(":")
            if kind == "owned":
                for reason in self.owned[id].reasons:
                    text = (
                        f"{reason.text} The customer is {entity.caption} of the stakes by its name (score {score:.2f})."
                    )
                    yield msgspec.structs.replace(reason, text=text)
                continue
            party = self.article.parties[id]
            why = " ".join(getattr(one, "text", "") for one in list(evidence)[:2])
            aimed = "a target of the announced measures" if self.article.targeted(id) else "named in the article"
            yield self.article.reason("named", id, round(score, 4), f"It may be {party.name}, {aimed}. {why}".strip())
        yield from self._deals(query)

    def _deals(self, query: Query) -> Iterator[Reason]:
        if not self.article.aims:
            return
        own = _countries_of(query)
        goods = _goods_of(query)
        for aim in self.article.aims:
            places = [f"{name_of(code) or code}{own[code]}" for code in aim.countries if code in own]
            dealt = [
                f"{words} ({group.replace('_', ' ')})"
                for group, words in goods.items()
                if any(concerns(measured, group) for measured, _ in aim.groups)
            ]
            why = _why(aim, places=bool(places), dealt=bool(dealt), says_goods=bool(goods), says_places=bool(own))
            if why is None:
                continue
            yield Reason(
                why=why,
                targeted=True,
                measures=(Place(aim.measure.id, aim.measure.span),),
                claims=tuple(
                    Place(one.id, one.span) for one in self.article.reading.claims if one.id == aim.measure.claim
                ),
                text=_dealing(aim, places, dealt, why),
            )


def _why(aim: _Aim, *, places: bool, dealt: bool, says_goods: bool, says_places: bool) -> Why | None:
    """What of a measure's goods and countries agrees; a side that one of the two does not speak of cannot disagree."""
    if aim.groups and aim.countries:
        if places and dealt:
            return "goods_and_country"
        if places and not says_goods:
            return "country"
        return "goods" if dealt and not says_places else None
    if aim.countries:
        return "country" if places else None
    return "goods" if dealt else None


def _dealing(aim: _Aim, places: list[str], dealt: list[str], why: Why) -> str:
    measure = aim.measure
    kind = f"{measure.act} {measure.kind}".replace("_", " ")
    parts = []
    if dealt:
        parts.append("it deals in " + ", ".join(dealt))
    if places:
        parts.append("with ties to " + ", ".join(places))
    if why == "country" and aim.groups:
        parts.append("what it deals in the file does not say")
    if why == "goods" and aim.countries:
        parts.append("with which countries the file does not say")
    said = ", ".join(words for _, words in aim.groups)
    about = " and ".join(part for part in (said, ", ".join(name_of(one) or one for one in aim.countries)) if part)
    text = " ".join(measure.text.split())
    sentence = f"{'; '.join(parts)}: {measure.id} ({kind}, {measure.stage}, “{text}”) is about {about}."
    return sentence[:1].upper() + sentence[1:]


def _countries_of(query: Query) -> dict[str, str]:
    """The customer's countries, each with the words that say how it is tied to it."""
    found: dict[str, str] = {}
    for prop, values in query.properties.items():
        own = kinds().get(prop) == "country"
        if not own and prop != "counterpartyCountry":
            continue
        for value in values:
            for part in _SEVERAL.split(value):
                code = code_of(part) if part.strip() else None
                if code is not None:
                    found.setdefault(code, f" ({prop})" if own else " (counterparty)")
    return found


def _goods_of(query: Query) -> dict[str, str]:
    """The classes of goods that the customer deals in, with its own words or codes."""
    found: dict[str, str] = {}
    for prop in _DEALT:
        for value in query.properties.get(prop, ()):
            for one in goods_in(value):
                found.setdefault(one.group, f"“{one.words}”")
    for value in query.properties.get("hsCode", ()):
        for part in _SEVERAL.split(value):
            for one in goods_of_code(part):
                found.setdefault(one.group, one.words)
    return found


_ORDER: dict[str, int] = {"named": 0, "owned": 1, "goods_and_country": 2, "country": 3, "goods": 4}


def _rank(reason: Reason) -> tuple[bool, int, float]:
    return not reason.targeted, _ORDER[reason.why], -(reason.score or 0)


def _is_asked(party: Party) -> bool:
    if party.kind not in _SCHEMA or len(party.name) < _SHORTEST:
        return False
    if party.kind == "person":
        return " " in party.name.strip()
    return any(one.form == "name" for one in party.mentions)


def _entity(party: Party, screener: Screener | None) -> Entity:
    """A party as somebody that customers are screened against; a listed one with its other names and identifiers."""
    schema = _SCHEMA[party.kind]
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


def _as_entities(owned: Mapping[str, _Owned]) -> Iterator[Entity]:
    for id, one in owned.items():
        made = _holder_entity(f"owned:{id}", one.holder)
        if made is not None:
            yield made


def _holder_entity(id: str, holder: Holder) -> Entity | None:
    """A party of the stakes; one that is known by an id alone has no name to go by, unless the id reads like one."""
    name = holder.name or (holder.id if re.search(r"[^\W\d_]{2,}\s+\S", holder.id) else "")
    if not name and not holder.identifiers:
        return None
    return Entity(
        id,
        "stakes",
        holder.schema if holder.schema in SCHEMATA else "LegalEntity",
        (Name(name or holder.id),),
        tuple(Identifier(prop, value) for prop, value in holder.identifiers),
        countries=(Country("country", holder.country),) if holder.country else (),
    )


def _index(entities: Sequence[Entity], folder: Path) -> Index | None:
    if not entities:
        return None
    folder.mkdir()
    build(entities, folder, about={})
    return Index.open(folder)


def _owned(
    article: _Article, stakes: Path, day: date | None, folder: Path, threshold: float, warnings: list[str]
) -> tuple[dict[str, _Owned], list[RejectedRow]]:
    """The companies of the stakes in which the article's parties hold something, and the rows that could not be read."""
    holdings = read_all([stakes])
    refused = [
        RejectedRow(stakes.name, one.origin.removeprefix(f"{stakes.name} "), one.about, one.text)
        for one in holdings.notices
        if one.row == "rejected"
    ]
    if day is None:
        warnings.append("the article has no date: stakes were not looked at, give --date")
        return {}, refused
    ties = _holders(article, holdings, folder, threshold)
    if not ties:
        warnings.append(f"{stakes.name}: none of its parties is a party of the article")
        return {}, refused
    found: dict[str, list[tuple[str, Reason]]] = {}
    aimed = [id for id, (party, _) in ties.items() if article.targeted(party)]
    for listed in ([aimed] if aimed else []) + ([[*ties]] if len(aimed) < len(ties) else []):
        for rule in article.rules():
            for id, reason in _reached(article, assess(holdings, listed, rule=rule, on=day), ties):
                known = found.setdefault(id, [])
                # What the targets alone reach says more than what all who are named do.
                if not any(rule == seen for seen, _ in known):
                    known.append((rule, reason))
    described = holdings.parties
    owned = {id: _Owned(described.get(id) or Holder(id), tuple(reason for _, reason in of)) for id, of in found.items()}
    return owned, refused


def _holders(
    article: _Article, holdings: Holdings, folder: Path, threshold: float
) -> dict[str, tuple[str, float | None]]:
    """Parties of the stakes that are parties of the article: by the listed entity's id, or by name and identifiers."""
    entities = {one.entity: one.id for one in article.parties.values() if one.entity}
    ids = dict.fromkeys(id for one in holdings.stakes for id in (one.owner, one.owned))
    found: dict[str, tuple[str, float | None]] = {id: (entities[id], None) for id in ids if id in entities}
    index = _index(article.entities, folder / "parties")
    if index is None:
        return found
    asked: list[str] = []
    queries: list[Query] = []
    for id in dict.fromkeys((*ids, *holdings.parties)):
        holder = holdings.parties.get(id) or Holder(id)
        made = _holder_entity(id, holder)
        if made is not None and id not in found:
            asked.append(id)
            pairs = [one for one in holder.identifiers if one[0] in IDENTIFIER_PROPERTIES]
            queries.append(
                Query(schema=made.schema, name=made.caption, country=holder.country or (), identifiers=pairs, id=id)
            )
    for id, hits in zip(asked, index.search_many(queries, limit=1, cutoff=threshold, threshold=threshold), strict=True):
        for hit in hits:
            found[id] = (hit.entity.id.partition(":")[2], round(hit.score, 4))
    return found


def _reached(
    article: _Article, assessment: Assessment, ties: Mapping[str, tuple[str, float | None]]
) -> Iterator[tuple[str, Reason]]:
    for verdict in assessment:
        behind = [id for id in verdict.listed if id in ties] or list(verdict.listed)
        if verdict.id in ties or (verdict.verdict == "not_blocked" and not verdict.share_high) or not behind:
            continue
        party, score = ties.get(behind[0], ("", None))
        if not party:
            continue
        share = number(verdict.share_high if verdict.verdict == "possible" else verdict.share)
        owner = article.parties[party].name
        rule = assessment.rule.title
        held = f"held to {share:g} % by {behind[0]}, which may be {owner} of the article"
        held += f" (score {score:.2f})" if score is not None else ""
        what = {
            "blocked": f"it would be reached under {rule}",
            "possible": f"it may be reached under {rule}",
            "not_blocked": f"too little to be reached under {rule}",
        }[verdict.verdict]
        name = assessment.party(verdict.id).name or verdict.id
        flags = f" Flags: {', '.join(verdict.flags)}." if verdict.flags else ""
        text = f"{name}: {what}, were the party listed; {held}.{flags} No legal advice."
        yield verdict.id, article.reason("owned", party, float(verdict.share), text)


__all__ = ["NOTE", "Exposed", "Exposure", "Place", "Reason", "RejectedRow", "exposure"]
