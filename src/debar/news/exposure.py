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

import msgspec

from debar.match import DEFAULT_THRESHOLD, Index
from debar.model import Entity, Query
from debar.model.countries import code_of, name_of
from debar.news.aims import Aim, Article, Listed
from debar.news.exposed import NOTE, Exposed, Exposure, Place, Reason, RejectedRow, Why
from debar.news.holdings import Owned, as_entities, companies_owned, index_of
from debar.news.trade import concerns, goods_in, goods_of_code
from debar.news.values import Reading
from debar.screen.columns import kinds
from debar.screen.rows import Row, iterate

_CHUNK = 5_000
_LIMIT = 10
_REJECTS = 100
_SEVERAL = re.compile(r"[;,|/\n]")
_DEALT = ("goods", "activity", "sector", "keywords")


def exposure(
    reading: Reading,
    customers: Path,
    *,
    stakes: Path | None = None,
    screener: Listed | None = None,
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
    article = Article(reading, screener)
    warnings: list[str] = []
    rejects: list[RejectedRow] = []
    rejected = refused_stakes = 0
    owned: dict[str, Owned] = {}
    with tempfile.TemporaryDirectory(prefix="debar-exposure-") as folder:
        if stakes is not None:
            owned, refused = companies_owned(article, stakes, day, Path(folder), threshold, warnings)
            refused_stakes = len(refused)
            rejects += refused[:_REJECTS]
        watch = _Look(
            article, owned, index_of((*article.entities, *as_entities(owned)), Path(folder) / "all"), threshold
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


class _Look:
    """Looks customers up."""

    def __init__(self, article: Article, owned: Mapping[str, Owned], index: Index | None, threshold: float) -> None:
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


def _why(aim: Aim, *, places: bool, dealt: bool, says_goods: bool, says_places: bool) -> Why | None:
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


def _dealing(aim: Aim, places: list[str], dealt: list[str], why: Why) -> str:
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


__all__ = ["NOTE", "Exposed", "Exposure", "Place", "Reason", "RejectedRow", "exposure"]
