"""Watching: the measures that an article announces are kept open until a list shows them.

    watched, left_out = of_article(reading, sha256=…)    # what of a reading can be watched
    add(home.path, watched, at=now)                      # one transaction; the same again changes nothing
    for one in watching(home.path): ...                  # what is watched, as known now or at a past moment

`debar.news.fulfilment` holds them against the lists. Two times are kept apart: when it was known here (the log's events)
and the day that the article and the lists speak of.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import msgspec

from debar.errors import BadQuery, HomeDamaged
from debar.news.authorities import windows
from debar.news.values import Act, Measure, Party, PartyKind, Polarity, Reading, Span, Stage
from debar.store.watch_log import FILE, NewEvent, WatchEvent, extend_log, read_log

_CONTEXT = 160
_OPEN: frozenset[Stage] = frozenset({"mooted", "proposed", "announced"})


class Article(msgspec.Struct, frozen=True, kw_only=True):
    """The article that a measure was read in; its text is not kept.

    Args:
        sha256: of the bytes as they were read. Offsets count characters of the text that `debar.news.documents` makes of
            them.
        published: the day that "within 14 days" counts from.
        engine: what read it.
    """

    sha256: str
    published: str
    title: str | None = None
    source: str | None = None
    engine: str = ""


class Tied(msgspec.Struct, frozen=True):
    """A listed entity that a party was tied to when the article was added."""

    entity: str
    source: str
    caption: str = ""
    score: float = 0.0


class WatchedParty(msgspec.Struct, frozen=True, kw_only=True):
    """A party of a watched measure, with the words that name it."""

    id: str
    name: str
    kind: PartyKind
    country: str | None = None
    named: bool = True
    mentions: tuple[Span, ...] = ()
    tied: Tied | None = None


class Watched(msgspec.Struct, frozen=True, kw_only=True):
    """A measure that the news announced, and that no list has shown yet, or has.

    Args:
        id: ``w1`` …; empty before it is in a log.
        measure: its id in the reading.
        imposers, targets: who; groups with known members stand as their members.
        span: of the measure; ``claim_span``: of the claim that announces it.
        known_at: when it became known here (UTC, ISO); of what was read again, the last time.
    """

    id: str = ""
    measure: str
    kind: str
    act: Act
    stage: Stage
    polarity: Polarity = "positive"
    imposers: tuple[WatchedParty, ...] = ()
    targets: tuple[WatchedParty, ...] = ()
    goods: tuple[str, ...] = ()
    text: str
    span: Span
    claim: str | None = None
    claim_span: Span | None = None
    words: str = ""
    article: Article
    known_at: str = ""


class LeftOut(NamedTuple):
    """A measure of the article that is not watched, and why."""

    measure: str
    text: str
    reason: str


class Added(NamedTuple):
    """What became of adding an article."""

    added: tuple[Watched, ...]
    again: tuple[Watched, ...]
    known: tuple[Watched, ...]


def of_article(
    reading: Reading, *, sha256: str, source: str | None = None, title: str | None = None
) -> tuple[tuple[Watched, ...], tuple[LeftOut, ...]]:
    """What of a reading can be watched, and what is left out and why.

    Raises:
        BadQuery: the article has no date, so that no list can be held against it.
    """
    published = reading.document.published
    if published is None:
        raise BadQuery("--date", rule="a watch needs the day of the article", fix="give --date YYYY-MM-DD")
    article = Article(
        sha256=sha256,
        published=published[:10],
        title=title or reading.document.title,
        source=source or reading.document.source,
        engine=reading.engine,
    )
    parties = {one.id: one for one in reading.parties}
    claims = {one.id: one for one in reading.claims}
    watched: list[Watched] = []
    left: list[LeftOut] = []
    for measure in reading.measures:
        reason = why_not_open(measure, date.fromisoformat(article.published))
        if reason:
            left.append(LeftOut(measure.id, measure.text, reason))
            continue
        claim = claims.get(measure.claim or "")
        watched.append(
            Watched(
                measure=measure.id,
                kind=measure.kind,
                act=measure.act,
                stage=measure.stage,
                polarity=measure.polarity,
                imposers=tuple(_parties(measure.imposers, parties)),
                targets=tuple(_parties(dict.fromkeys((*measure.targets, *measure.named)), parties)),
                goods=tuple(parties[one].name for one in measure.goods if one in parties),
                text=measure.text,
                span=measure.span,
                claim=measure.claim,
                claim_span=claim.span if claim else None,
                words=_around(reading.document.text, measure.span),
                article=article,
            )
        )
    return tuple(watched), tuple(left)


def why_not_open(measure: Measure, published: date | None) -> str:
    """Why a measure of an article is nothing that is still to come; empty where it is.

    >>> why_not_open(Measure(id="m1", kind="sanctions", stage="mooted", text="sanctions", span=(0, 9)), None)
    ''
    """
    if measure.stage not in _OPEN:
        return f"it is {measure.stage.replace('_', ' ')} by the article"
    if measure.polarity == "negative":
        return "the article says that it is not to be"
    if measure.historical or (published is not None and _begins_before(measure, published)):
        return "it lies before what the article announces"
    return ""


def add(home: Path, watched: Sequence[Watched], *, at: datetime) -> Added:
    """Keep measures open; all of them or none.

    The same measure of the same article changes nothing; one that is read otherwise now (by another engine, or with
    other lists) is kept under its id, and the earlier reading stays in the log.

    Raises:
        HomeDamaged, StoreError: the log cannot be read or written.
    """
    found: dict[str, list[Watched]] = {"added": [], "read": [], "known": []}

    def events(before: tuple[WatchEvent, ...]) -> list[NewEvent]:
        standing = {one.id: one for one in _standing(before, None)}
        made = []
        for one in watched:
            same = next((each for each in standing.values() if _is_same(each, one)), None)
            if same is None:
                made.append(NewEvent("added", None, _body(one)))
            elif _read(same) == _read(one):
                found["known"].append(same)
            else:
                made.append(NewEvent("read", same.id, _body(one)))
        return made

    for event in extend_log(home, at.isoformat(timespec="seconds"), events):
        found[event.kind].append(_watched(event))
    return Added(tuple(found["added"]), tuple(found["read"]), tuple(found["known"]))


def remove(home: Path, id: str, *, at: datetime, reason: str = "") -> Watched:
    """Stop watching a measure. Its events stay in the log.

    Raises:
        BadQuery: nothing with this id is watched.
    """
    one = the_one(home, id)
    body = msgspec.json.encode({"reason": reason}).decode()
    extend_log(home, at.isoformat(timespec="seconds"), lambda _: [NewEvent("removed", id, body)])
    return one


def watching(home: Path, *, known: str | None = None) -> tuple[Watched, ...]:
    """What is watched, in the order in which it was added.

    Args:
        known: an ISO day or time: as it was known here at its end.

    Raises:
        HomeDamaged, StoreError: the log cannot be read.
    """
    return tuple(_standing(read_log(home), known))


def the_one(home: Path, id: str, *, known: str | None = None) -> Watched:
    """One watched measure.

    Raises:
        BadQuery: nothing with this id is watched.
    """
    found = next((one for one in watching(home, known=known) if one.id == id), None)
    if found is None:
        raise BadQuery(id, rule="nothing with this id is watched", fix="look at `debar watch`")
    return found


def events_of(home: Path, id: str) -> tuple[WatchEvent, ...]:
    """All that was recorded of a watched measure, oldest first."""
    return tuple(one for one in read_log(home) if one.watch == id)


def _standing(events: Iterable[WatchEvent], known: str | None) -> Iterator[Watched]:
    standing: dict[str, Watched] = {}
    for event in events:
        # "2024-09-10" means the whole of that day.
        if known is not None and event.at[: len(known)] > known:
            break
        if event.kind == "removed":
            standing.pop(event.watch, None)
        else:
            standing[event.watch] = _watched(event)
    yield from standing.values()


def _watched(event: WatchEvent) -> Watched:
    try:
        body = msgspec.json.decode(event.body, type=Watched)
    except msgspec.DecodeError as error:
        raise HomeDamaged(FILE, rule=f"event {event.number} cannot be read", got=str(error)) from error
    return msgspec.structs.replace(body, id=event.watch, known_at=event.at)


def _body(one: Watched) -> str:
    return msgspec.json.encode(msgspec.structs.replace(one, id="", known_at="")).decode()


def _read(one: Watched) -> Watched:
    """What was read, apart from where the file lay, and by which version."""
    article = msgspec.structs.replace(one.article, source=None, title=None, engine="")
    return msgspec.structs.replace(one, id="", known_at="", measure="", article=article)


def _is_same(one: Watched, other: Watched) -> bool:
    """The same words of the same article, whatever they are read as."""
    return (
        one.article.sha256 == other.article.sha256
        and one.act == other.act
        and one.span[0] < other.span[1]
        and other.span[0] < one.span[1]
    )


def _begins_before(measure: Measure, published: date) -> bool:
    """Whether the article dates it earlier than any designation would count as this very measure."""
    resolved = (measure.date.resolved or "") if measure.date else ""
    first = resolved.split("/")[0].strip(".")
    earliest = published + timedelta(days=windows()[0].from_day)
    return bool(first) and first < earliest.isoformat()[: len(first)]


def _around(text: str, span: Span) -> str:
    """The words of the paragraph around a span, as many as a reader needs to know it again."""
    begin = max(text.rfind("\n", 0, span[0]) + 1, span[0] - _CONTEXT)
    end = text.find("\n", span[1])
    end = min(len(text) if end < 0 else end, span[1] + _CONTEXT)
    return " ".join(text[begin:end].split())


def _parties(ids: Iterable[str], parties: Mapping[str, Party]) -> Iterator[WatchedParty]:
    seen: set[str] = set()
    for id in ids:
        party = parties.get(id)
        members = [parties[each] for each in party.members if each in parties] if party else []
        for one in members or ([party] if party else []):
            if one.id not in seen:
                seen.add(one.id)
                yield _party(one)


def _party(party: Party) -> WatchedParty:
    tied = None
    if party.entity and party.source:
        tied = Tied(party.entity, party.source, party.caption or "", party.score or 0.0)
    return WatchedParty(
        id=party.id,
        name=party.name,
        kind=party.kind,
        country=party.country,
        named=any(each.form == "name" for each in party.mentions),
        mentions=tuple(each.span for each in party.mentions),
        tied=tied,
    )


__all__ = [
    "Added",
    "Article",
    "LeftOut",
    "Tied",
    "Watched",
    "WatchedParty",
    "add",
    "events_of",
    "of_article",
    "remove",
    "the_one",
    "watching",
    "why_not_open",
]
