"""Who consolidates whom: the relationship records ("level 2") of the Global LEI System.

The records speak of accounting consolidation, which is control, and hold a percentage only seldom. What is decided here
(the table ``gleif_relationships.csv`` has it by type):

- *A parent that consolidates* a company controls it, and holds some share of it that the record does not say: a control
  stake, and a stake of unknown share. Under a rule of ownership alone that makes "possible", never "blocked".
- *A percentage*, where a record has one, is the share. An amount up to 1 may be meant as a fraction: it counts as both.
- *Ultimate parents* are not counted beside the direct ones: where the chain of direct parents leads from the company to
  its ultimate parent, for all the time, the ultimate relationship says nothing more and is set aside.
- *A branch* is its head office; a sub-fund is held by its umbrella; a feeder fund holds its master; a fund's manager
  perhaps controls it and owns nothing.
- *Time* is that of the relationship's own period. A relationship that is over without an end date ended when its record
  was last updated. Records that were annulled, are duplicates or not validated are set aside; lapsed ones are kept.

The records name their parties by LEI alone: `debar.law.ownership.inputs.gleif_entities` reads who they are.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from debar.law.ownership.inputs.gleif_records import Relation, form_of, records
from debar.law.ownership.inputs.items import Item, Remarks, Tally, anybody
from debar.law.ownership.inputs.spans import Span, iso_day, span
from debar.law.ownership.inputs.tables import table
from debar.law.ownership.shares import UNKNOWN, WHOLE, Share, in_percent
from debar.law.ownership.stakes import Notice, Party, Stake
from debar.lists.files import Head, ListFile

NAME = "gleif"
FARTHEST = 500
"""How many companies are looked at between a company and its ultimate parent; the longest true chains have some twenty."""


class Meaning(NamedTuple):
    """What a type of relationship is.

    Args:
        owner: which end holds, ``start`` or ``end``.
        shares: ``whole``, ``unknown`` or ``none``.
        control: ``yes``, ``perhaps`` or ``none``.
        is_: what to call it.
    """

    owner: str
    shares: str
    control: str
    is_: str


class Link(NamedTuple):
    """A relationship that counts, with its time."""

    relation: Relation
    meaning: Meaning
    owner: str
    owned: str
    when: Span


@cache
def types() -> Mapping[str, Meaning]:
    """Every type of relationship that the table has.

    >>> types()["IS_FEEDER_TO"].owner
    'start'
    """
    return MappingProxyType(
        {row["type"]: Meaning(row["owner"], row["shares"], row["control"], row["is"]) for row in _rows()}
    )


@cache
def statuses() -> Mapping[tuple[str, str], tuple[str, str]]:
    """What a status does to a record (``keep``, ``end``, ``doubt``, ``drop``), and its text."""
    rows = table("gleif_statuses.csv")
    return MappingProxyType({(row["field"], row["code"]): (row["does"], row["text"]) for row in rows})


def knows(head: Head) -> bool:
    """Whether a file begins like relationship records."""
    return form_of(head) is not None


def read(file: ListFile) -> Iterator[Item]:
    """Read relationship records.

    Raises:
        BadFile: the file is cut or not well-formed.
    """
    reader = _Reader(file.name)
    direct: dict[str, list[Link]] = {}
    ultimate: list[Link] = []
    for relation in records(file, form_of(file.head) or "csv"):
        link = yield from reader.link(relation)
        if link is None:
            continue
        if link.meaning.is_ == "ultimate":
            ultimate.append(link)
            continue
        if link.meaning.is_ == "direct":
            direct.setdefault(link.owned, []).append(link)
        yield from reader.items(link)
    for link in ultimate:
        if _leads_to(link, direct):
            reader.aside += 1
            text = "set aside: the chain of direct parents leads to the ultimate parent"
            reader.remarks.count("gleif.ultimate", link.relation.origin, text)
        else:
            yield from reader.items(link)
    yield from reader.remarks.notices()
    yield Tally(file.name, NAME, reader.records, reader.records - reader.aside, reader.aside)


class _Reader:
    def __init__(self, file: str) -> None:
        self.remarks = Remarks(file)
        self.records = self.aside = 0
        self._known: set[str] = set()

    def link(self, relation: Relation) -> Generator[Item, None, Link | None]:
        """The relationship of a record, as the value that the generator returns; None where it is set aside."""
        self.records += 1
        meaning = types().get(relation.type)
        fault = relation.fault or _fault(relation)
        if fault or meaning is None:
            self.aside += 1
            yield from _rejected(relation, fault)
            return None
        when, dropped = yield from self._when(relation)
        if dropped:
            self.aside += 1
            self.remarks.count("gleif.status", relation.origin, f"set aside: {dropped}")
            return None
        ends = (f"lei-{relation.start}", f"lei-{relation.end}")
        owner, owned = ends if meaning.owner == "start" else ends[::-1]
        return Link(relation, meaning, owner, owned, when)

    def items(self, link: Link) -> Iterator[Item]:
        """The parties and stakes of a relationship."""
        for id in (link.owner, link.owned):
            if id not in self._known:
                self._known.add(id)
                lei = id.removeprefix("lei-")
                yield Party(id, "", "LegalEntity", None, False, (("leiCode", lei),), link.relation.origin)
        if link.owner == link.owned:
            text = f"{link.owned} is recorded as its own parent"
            yield Notice("stake.self", link.relation.origin, text, link.owned)
        yield from self._stakes(link)

    def _stakes(self, link: Link) -> Iterator[Item]:
        relation, meaning, owner, owned, when = link
        document = f"GLEIF relationship record {relation.start} {relation.type} {relation.end}"
        share = {"whole": WHOLE, "unknown": UNKNOWN}.get(meaning.shares)
        if relation.percent:
            share = _share(relation.percent)
            if share is None:
                text = f"the quantifier {relation.percent!r} is no percentage; counted as a stake of unknown share"
                yield Notice("stake.share", relation.origin, text, owned, field="QuantifierAmount")
                share = UNKNOWN
            elif meaning.is_ == "ultimate" and share != WHOLE:
                # Through others it is a product along the chain, which says nothing about what they hold.
                share = UNKNOWN
        if share == UNKNOWN:
            text = f"{relation.type}: the share is not given; it could be anything"
            self.remarks.count("gleif.no-share", relation.origin, text)
        if share is not None:
            low = share.low if when.certain else UNKNOWN.low
            yield Stake(owner, owned, low, share.high, "shares", when.start, when.end, None, document, relation.origin)
        if meaning.control != "none":
            text = (
                f"{relation.type} is recorded; it counts as {'perhaps ' if meaning.control == 'perhaps' else ''}control"
            )
            self.remarks.count("gleif.control", relation.origin, text)
            low = WHOLE.low if meaning.control == "yes" and when.certain else UNKNOWN.low
            yield Stake(owner, owned, low, WHOLE.high, "control", when.start, when.end, None, document, relation.origin)

    def _when(self, relation: Relation) -> Generator[Item, None, tuple[Span, str]]:
        """The span of a relationship and why it is dropped, as the value that the generator returns."""
        ended = False
        for field, code in (("relationship", relation.status), ("registration", relation.registration)):
            does, text = statuses().get((field, code), ("", ""))
            if does == "drop":
                return Span(None, None), f"{code}: {text}"
            if does == "doubt":
                self.remarks.count("gleif.status", relation.origin, f"{code}: {text}")
            if not does:
                text = (
                    f"the {field} status {code or 'that is not given'!r} is none that debar knows; the record is kept"
                )
                self.remarks.count("gleif.unknown-status", relation.origin, text)
            ended = ended or does == "end"
        end = relation.ends
        if ended and not end:
            end = iso_day(relation.updated) or ""
            text = "the relationship is over, but its end is not given; it is taken to have ended when the record was updated"
            self.remarks.count("gleif.ended", relation.origin, text)
        when = span(relation.starts or None, end or None)
        if ended and not end:
            when = Span(when.start, None, False, when.problem)
        if when.problem:
            yield Notice("stake.dates", relation.origin, when.problem, f"lei-{relation.start}", field="Period")
        return when, ""


def _leads_to(ultimate: Link, direct: Mapping[str, list[Link]]) -> bool:
    """Whether direct parents, each for all the time of the ultimate one, lead from the company to the ultimate parent.

    Past `FARTHEST` companies the search is given up: the ultimate parent then counts beside the chain, which changes no
    verdict.
    """
    seen = {ultimate.owned}
    waiting = [ultimate.owned]
    while waiting and len(seen) <= FARTHEST:
        for link in direct.get(waiting.pop(), ()):
            if not _covers(link.when, ultimate.when):
                continue
            if link.owner == ultimate.owner:
                return True
            if link.owner not in seen:
                seen.add(link.owner)
                waiting.append(link.owner)
    return False


def _covers(wide: Span, narrow: Span) -> bool:
    starts = wide.start is None or (narrow.start is not None and wide.start <= narrow.start)
    ends = wide.end is None or (narrow.end is not None and narrow.end <= wide.end)
    return starts and ends and wide.certain


def _fault(relation: Relation) -> str:
    missing = [field for field, value in (("StartNode", relation.start), ("EndNode", relation.end)) if not value]
    return f"{' and '.join(missing)} not given" if missing else ""


def _rejected(relation: Relation, fault: str) -> Iterator[Item]:
    """A record that cannot be read; of a start node that is known somebody may hold anything."""
    text = fault or f"{relation.type or 'no type'!r} is no type of relationship that debar knows"
    about = f"lei-{relation.start}" if relation.start else ""
    field = "RelationshipType" if not fault else "NodeID"
    other = f" (the other end is {relation.end})" if relation.end else ""
    yield Notice("record.unreadable", relation.origin, f"{text}{other}", about, "rejected", field)
    if about:
        yield anybody(about, relation.origin)


def _share(text: str) -> Share | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    share = in_percent(number)
    if share is None:
        return None
    # 1.00 has been seen for all of it, and for one per cent.
    return Share(share, share * 100) if 0 < number <= 1 else Share(share, share)


def _rows() -> tuple[dict[str, str], ...]:
    return table("gleif_relationships.csv")
