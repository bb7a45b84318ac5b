"""Watched measures held against the lists: fulfilled, partly, open, or fulfilled before the article.

News puts nothing in force. A measure is in force for an imposer when a list of that authority (`debar.news.authorities`)
shows it: the target was added, or put under a further programme, on a day that counts (`authorities.windows`). The day is
the listing's own date where the list gives one, else that of the first edition held that shows it; how far back it may
lie then is said.

Who the target is on a list is asked of the screener, at the time of asking: so a party that is listed later is found.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Literal

import msgspec

from debar.model import Query
from debar.model.countries import name_of
from debar.news.authorities import Authority, Link, authority_of, kind_on_lists, link_of, windows
from debar.news.watch import Watched, WatchedParty
from debar.store.changes import Version, versions

if TYPE_CHECKING:
    from debar.model import Designation, Entity, Hit
    from debar.screen import Screener
    from debar.store import Home
    from debar.store.history import Snapshot

How = Literal["designated", "retagged", "delisted", "untagged", "before", "undated"]
Status = Literal["fulfilled", "partly", "before", "undated", "open"]
Standing = Literal["designated", "retagged", "delisted", "untagged", "before", "undated", "not_listed", "unnamed"]

# What a measure's act looks like on a list.
_SHOWN: dict[str, frozenset[str]] = {
    "impose": frozenset({"designated", "retagged"}),
    "amend": frozenset({"designated", "retagged", "untagged"}),
    "lift": frozenset({"delisted", "untagged"}),
    "terminate": frozenset({"delisted", "untagged"}),
}
# Whom a list can name, and as what.
_SCHEMA = {
    "person": "Person",
    "company": "LegalEntity",
    "agency": "Organization",
    "group": "LegalEntity",
    "vessel": "Vessel",
}
_ORGANISATIONS = frozenset({"Company", "Organization", "LegalEntity", "PublicBody"})
_FITS = {
    "person": frozenset({"Person"}),
    "company": _ORGANISATIONS,
    "agency": _ORGANISATIONS,
    "group": _ORGANISATIONS,
    "vessel": frozenset({"Vessel"}),
}
_HITS = 50
_EXAMPLES = 10


class Listing(msgspec.Struct, frozen=True, kw_only=True):
    """What a list shows of a target.

    Args:
        how: ``designated`` (added), ``retagged`` (a further programme), ``delisted``, ``untagged``; ``before``: it stood
            there already and nothing changed since; ``undated``: it stands there, and nobody can say since when.
        programs: those that the act brings or takes; of ``before`` and ``undated``, those that it stands under.
        earlier: the programmes that it stood under before.
        day: the day of the act: the list's own date, or that of the edition that first shows it.
        dated: the list itself says the day.
        edition: the edition that shows it first.
        after: the edition before that; None where none is held. An undated act lies after it, up to ``day``.
        days: from the article to ``day``.
        link: ``this`` very measure, or ``later``; None where it counts for nothing.
        score: of the name; None where the tie was made when the article was added.
    """

    entity: str
    caption: str
    source: str
    how: How
    programs: tuple[str, ...] = ()
    earlier: tuple[str, ...] = ()
    day: str | None = None
    dated: bool = False
    edition: str
    after: str | None = None
    days: int | None = None
    link: Link | None = None
    score: float | None = None


class TargetState(msgspec.Struct, frozen=True, kw_only=True):
    """One target, and what the imposer's lists show of it; ``others``: what further lists or entities show."""

    party: str
    name: str
    standing: Standing
    listing: Listing | None = None
    others: tuple[Listing, ...] = ()


class ImposerState(msgspec.Struct, frozen=True, kw_only=True):
    """One imposer of a measure.

    Args:
        status: ``fulfilled``: all named targets by acts that count; ``partly``: some; ``before``: they stood on its
            lists already; ``undated``: they stand there, since when nobody can say; ``open``: nothing is shown.
        stage: ``in_force`` when fulfilled; else as the news has it.
        looked: whether an edition of the day of the article or later is held. Without one, ``open`` means "not known".
        lists: the lists and the newest edition held of each.
        days: from the article to the last act that fulfils it.
        new: where the article names no target, the first of the parties added between the editions around the days that
            count as this measure, ``count`` in all; whom of them it means nobody says.
        text: the sentence.
    """

    imposer: str
    names: tuple[str, ...]
    country: str | None
    status: Status
    stage: str
    looked: bool
    lists: tuple[tuple[str, str | None], ...] = ()
    targets: tuple[TargetState, ...] = ()
    days: int | None = None
    new: tuple[str, ...] = ()
    count: int = 0
    text: str = ""


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """A watched measure and how it stands with each imposer."""

    watched: Watched
    status: Status
    imposers: tuple[ImposerState, ...] = ()
    as_of: str | None = None
    notes: tuple[str, ...] = ()


def hold(watched: Watched, home: Home, screener: Screener | None, *, as_of: str | None = None) -> Held:
    """Hold a watched measure against the lists.

    Args:
        watched: the measure.
        home: the lists and their history.
        screener: says who the targets are on the lists; None: only what they were tied to at first.
        as_of: an ISO day; editions after it do not count.
    """
    return hold_all([watched], home, screener, as_of=as_of)[0]


def hold_all(
    watched: Sequence[Watched], home: Home, screener: Screener | None, *, as_of: str | None = None
) -> tuple[Held, ...]:
    """`hold` for several, their names screened in one call."""
    names = _Names([one for each in watched for one in each.targets], screener)
    lists = _Lists(home, as_of)
    return tuple(_Holding(one, lists, names).held() for one in watched)


class _Names:
    """Which listed entities bear the targets' names now."""

    def __init__(self, parties: Iterable[WatchedParty], screener: Screener | None) -> None:
        asked = {(one.kind, one.name): one for one in parties if _is_named(one)}
        self.notes: tuple[str, ...] = ()
        self._hits: dict[tuple[str, str], tuple[Hit, ...]] = {}
        if screener is None or not asked:
            return
        queries = [Query(schema=_SCHEMA[one.kind], name=one.name, country=_country(one)) for one in asked.values()]
        results = screener.screen_many(queries, limit=_HITS)
        if results[0].status != "screened":
            self.notes = ("names were not looked up: " + "; ".join(results[0].reasons),)
            return
        for key, result in zip(asked, results, strict=True):
            self._hits[key] = tuple(hit for hit in result.hits if hit.match and hit.entity.schema in _FITS[key[0]])

    def on(self, party: WatchedParty, source: str) -> Iterator[tuple[str, float | None]]:
        """The entities of a list that the party is by its name, the best one alone; and what it was tied to at first."""
        hits = [hit for hit in self._hits.get((party.kind, party.name), ()) if hit.entity.source == source]
        best = max(hits, key=lambda hit: hit.score, default=None)
        if best is not None:
            yield best.entity.id, round(best.score, 4)
        tied = party.tied
        if tied is not None and tied.source == source and (best is None or best.entity.id != tied.entity):
            yield tied.entity, None


class _Lists:
    """The lists of a home up to a day."""

    def __init__(self, home: Home, as_of: str | None) -> None:
        self.as_of = as_of
        self.history = home.history
        self._snapshots: dict[str, list[Snapshot]] = {}
        self._versions: dict[str, tuple[Version, ...]] = {}
        self._added: dict[tuple[str, str, str], tuple[str, list[str]]] = {}

    def snapshots(self, source: str) -> list[Snapshot]:
        """The editions that count, in order."""
        if source not in self._snapshots:
            found = self.history.snapshots(source)
            self._snapshots[source] = [one for one in found if self.counts(one.edition)]
        return self._snapshots[source]

    def counts(self, edition: str) -> bool:
        return self.as_of is None or edition[:10] <= self.as_of

    def newest(self, source: str) -> str | None:
        return max((one.edition for one in self.snapshots(source)), default=None)

    def before(self, source: str, edition: str) -> str | None:
        """The edition before one."""
        return max((one.edition for one in self.snapshots(source) if one.edition < edition), default=None)

    def between(self, source: str, after: str, before: str) -> bool:
        """Whether a complete edition lies between two."""
        return any(one.complete and after < one.edition < before for one in self.snapshots(source))

    def after(self, source: str, edition: str) -> str | None:
        """The complete edition after one."""
        held = (one.edition for one in self.snapshots(source) if one.complete and one.edition > edition)
        return min(held, default=None)

    def versions(self, entity_id: str, source: str) -> list[Version]:
        if entity_id not in self._versions:
            self._versions[entity_id] = versions(self.history, entity_id)
        return [one for one in self._versions[entity_id] if one.source == source and self.counts(one.first)]

    def added_between(self, source: str, first: str, last: str) -> tuple[str, list[str]]:
        """Between which editions around two days the list grew, and by whom."""
        key = (source, first, last)
        if key not in self._added:
            self._added[key] = self._difference(source, first, last)
        return self._added[key]

    def _difference(self, source: str, first: str, last: str) -> tuple[str, list[str]]:
        held = [one for one in self.snapshots(source) if one.complete]
        old = max((one for one in held if one.edition[:10] < first), key=lambda one: one.key, default=None)
        new = max((one for one in held if one.edition[:10] <= last), key=lambda one: one.key, default=None)
        if old is None or new is None or old.key == new.key:
            return "", []
        added = [
            f"{id} {after.caption}"
            for id, before, after in self.history.difference(old, new)
            if before is None and after is not None and not self._seen_before(id, first)
        ]
        return f"{source} from {old.edition[:10]} to {new.edition[:10]}", added

    def _seen_before(self, entity_id: str, day: str) -> bool:
        """Whether a partial edition before the day holds it already."""
        return any(span.first[:10] < day for span in self.history.spans(entity_id))


class _Act(msgspec.Struct, frozen=True):
    """Something that a list did with an entity."""

    how: How
    day: str
    edition: str
    after: str | None = None
    programs: tuple[str, ...] = ()
    earlier: tuple[str, ...] = ()
    dated: bool = False


class _Holding:
    """One measure, held."""

    def __init__(self, watched: Watched, lists: _Lists, names: _Names) -> None:
        self.watched, self.lists, self.names = watched, lists, names
        self.published = date.fromisoformat(watched.article.published)
        self.named = [one for one in watched.targets if _is_named(one)]
        self.unnamed = [one for one in watched.targets if not _is_named(one)]

    def held(self) -> Held:
        grouped: dict[str, list[WatchedParty]] = {}
        for one in self.watched.imposers:
            grouped.setdefault(one.country or one.name, []).append(one)
        states = tuple(self._imposer(parties) for parties in grouped.values())
        notes = list(self.names.notes)
        if not states:
            notes.append("the article does not say who imposes it, so no list can be held against it")
        return Held(
            watched=self.watched,
            status=_overall([one.status for one in states]),
            imposers=states,
            as_of=self.lists.as_of,
            notes=tuple(notes),
        )

    def _imposer(self, parties: list[WatchedParty]) -> ImposerState:
        first = parties[0]
        label = (name_of(first.country) if first.country else None) or first.name
        if first.country == "eu":
            label = "European Union"
        authority = authority_of(first.country, first.name)
        names = tuple(one.name for one in parties)
        kind = kind_on_lists(self.watched.kind)
        if authority is None or not kind.on_lists:
            where = kind.elsewhere or "look for its own publication"
            text = "no list that debar reads shows such a measure: " + where if authority else _NO_LIST
            return ImposerState(
                imposer=label,
                names=names,
                country=first.country,
                status="open",
                stage=self.watched.stage,
                looked=False,
                text=text,
            )
        return self._listed(label, names, first.country, authority)

    def _listed(self, label: str, names: tuple[str, ...], country: str | None, authority: Authority) -> ImposerState:
        editions = tuple((source, self.lists.newest(source)) for source in authority.lists)
        looked = any(edition and edition[:10] >= self.published.isoformat() for _, edition in editions)
        targets = tuple(self._target(one, authority) for one in self.named) + tuple(
            TargetState(party=one.id, name=one.name, standing="unnamed") for one in self.unnamed
        )
        status = _status([one for one in targets if one.standing != "unnamed"], _SHOWN[self.watched.act])
        between, new = ("", []) if self.named else self._new(authority)
        shown = [
            one.listing.days for one in targets if one.listing and one.listing.link and one.listing.days is not None
        ]
        state = ImposerState(
            imposer=label,
            names=names,
            country=country,
            status=status,
            stage="in_force" if status == "fulfilled" else self.watched.stage,
            looked=looked,
            lists=editions,
            targets=targets,
            days=max(shown, default=None),
            new=tuple(new[:_EXAMPLES]),
            count=len(new),
        )
        return msgspec.structs.replace(state, text=self._sentence(state, authority, between))

    def _new(self, authority: Authority) -> tuple[str, list[str]]:
        near = windows()[0]
        first, last = (_moved(self.published, days) for days in (near.from_day, near.until_day or 0))
        found = [self.lists.added_between(source, first, last) for source in authority.lists]
        return ", ".join(editions for editions, new in found if new), [one for _, new in found for one in new]

    def _target(self, party: WatchedParty, authority: Authority) -> TargetState:
        found = [
            listing
            for source in authority.lists
            for entity, score in self.names.on(party, source)
            for listing in self._listings(entity, source, score)
        ]
        found.sort(key=_rank)
        if not found:
            return TargetState(party=party.id, name=party.name, standing="not_listed")
        best, *others = found
        return TargetState(party=party.id, name=party.name, standing=best.how, listing=best, others=tuple(others))

    def _listings(self, entity_id: str, source: str, score: float | None) -> Iterator[Listing]:
        """What a list shows of an entity: the act that counts, or that it stood there before."""
        held = self.lists.versions(entity_id, source)
        if not held:
            return
        caption = held[-1].entity.caption
        acts = list(_acts(self.lists, source, held))
        counted = [(act, self._days(act)) for act in acts if act.how in _SHOWN[self.watched.act]]
        counted = [(act, days) for act, days in counted if link_of(days)]
        if counted:
            act, days = min(counted, key=lambda each: (link_of(each[1]) != "this", each[0].day, each[0].how))
            yield _listing(entity_id, caption, source, act, score, days)
            return
        act = _standing_before(held, acts)
        known = act.how == "undated" and act.edition[:10] < _moved(self.published, windows()[0].from_day)
        if known:
            act = msgspec.structs.replace(act, how="before")
        yield _listing(entity_id, caption, source, act, score, None)

    def _days(self, act: _Act) -> int:
        return (date.fromisoformat(act.day) - self.published).days

    def _sentence(self, state: ImposerState, authority: Authority, between: str) -> str:
        parts = [_words(one) for one in state.targets if one.listing is not None]
        missing = [one.name for one in state.targets if one.standing == "not_listed"]
        held = ", ".join(f"{source} {edition[:10] if edition else 'not held'}" for source, edition in state.lists)
        if missing:
            parts.append(f"{', '.join(missing)}: on none of its lists held ({held})")
        if not self.named:
            parts.append("the article names no target that could stand on a list")
            if state.count:
                more = f" and {state.count - len(state.new)} more" if state.count > len(state.new) else ""
                parts.append(f"whom it may mean, added on {between}: {', '.join(state.new)}{more}")
        elif self.unnamed:
            parts.append("besides it names " + ", ".join(one.name for one in self.unnamed))
        if not authority.alone:
            through = "the EU" if authority.through == "eu" else authority.through
            parts.append(f"{state.imposer} cannot list alone, {through} does ({authority.note})")
        if not state.looked:
            parts.append("no edition of the article's day or later is held: not known, not “no”")
        return "; ".join(parts)


_NO_LIST = "no table knows a list of this imposer"


def _acts(lists: _Lists, source: str, held: Sequence[Version]) -> Iterator[_Act]:
    """What the list did with an entity, edition by edition, and by its own dates."""
    previous: Version | None = None
    for one in held:
        programs = _programs(one.entity)
        after = lists.before(source, one.first)
        if previous is None or (previous.last and lists.between(source, previous.last, one.first)):
            yield from _arrival(one, after, programs)
        else:
            yield from _retags(one, after, _programs(previous.entity), programs)
        previous = one
    assert previous is not None
    gone = lists.after(source, previous.last) if previous.last and previous.partial is None else None
    if gone is not None and lists.counts(gone):
        yield _Act("delisted", gone[:10], gone, previous.last, earlier=_programs(previous.entity))


def _arrival(one: Version, after: str | None, programs: tuple[str, ...]) -> Iterator[_Act]:
    """The entity comes: on the list's own days, or with the edition; in the first edition held nobody knows when."""
    dated = sorted(
        (day, designation) for designation in one.entity.designations if (day := _day(designation)) is not None
    )
    earlier: tuple[str, ...] = ()
    for day, designation in dated:
        yield _Act(
            "retagged" if earlier else "designated", day, one.first, after, designation.programs, earlier, dated=True
        )
        earlier = (*earlier, *designation.programs)
    if not dated and after is not None:
        yield _Act("designated", one.first[:10], one.first, after, programs)


def _retags(one: Version, after: str | None, old: tuple[str, ...], new: tuple[str, ...]) -> Iterator[_Act]:
    came = tuple(tag for tag in new if tag not in old)
    went = tuple(tag for tag in old if tag not in new)
    if came:
        days = [
            day
            for designation in one.entity.designations
            if {*designation.programs} & {*came} and (day := _day(designation)) is not None
        ]
        # A date older than the edition that lacked the tag is that of the first listing.
        day = max(days, default="")
        dated = bool(day) and (after is None or day >= after[:10])
        yield _Act("retagged", day if dated else one.first[:10], one.first, after, came, old, dated)
    if went:
        yield _Act("untagged", one.first[:10], one.first, after, went, old)


def _standing_before(held: Sequence[Version], acts: Sequence[_Act]) -> _Act:
    """Of an entity without an act that counts: it stood there, or it stands there since nobody knows when."""
    first = held[0]
    programs = _programs(held[-1].entity)
    came = [act for act in acts if act.how in ("designated", "retagged")]
    if came:
        latest = max(came, key=lambda act: act.day)
        return _Act("before", latest.day, latest.edition, latest.after, programs, latest.earlier, latest.dated)
    return _Act("undated", first.first[:10], first.first, None, programs)


def _listing(entity: str, caption: str, source: str, act: _Act, score: float | None, days: int | None) -> Listing:
    return Listing(
        entity=entity,
        caption=caption,
        source=source,
        how=act.how,
        programs=act.programs,
        earlier=act.earlier,
        day=act.day if act.how != "undated" else None,
        dated=act.dated,
        edition=act.edition,
        after=act.after,
        days=days,
        link=link_of(days) if days is not None else None,
        score=score,
    )


def _programs(entity: Entity) -> tuple[str, ...]:
    return tuple(dict.fromkeys(tag for one in entity.designations for tag in one.programs))


def _day(designation: Designation) -> str | None:
    """The day of a designation; of a year or month alone, its last possible day would be a guess: None."""
    given = designation.listed_on or ""
    return given if len(given) == len("2024-09-10") else None


def _is_named(party: WatchedParty) -> bool:
    return party.kind in _SCHEMA and party.named


def _country(party: WatchedParty) -> tuple[str, ...]:
    return (party.country,) if party.country and party.kind != "person" and party.country != "eu" else ()


_ORDER = {"designated": 0, "retagged": 0, "delisted": 0, "untagged": 0, "before": 1, "undated": 2}


def _rank(one: Listing) -> tuple[bool, int, str, str]:
    return one.link != "this", _ORDER[one.how] if one.link else 3 + _ORDER[one.how], one.day or "9999", one.source


def _status(targets: Sequence[TargetState], shown: frozenset[str]) -> Status:
    """How a measure stands with an imposer, by its named targets."""
    done = [one for one in targets if one.listing is not None and one.listing.link and one.standing in shown]
    if not targets:
        return "open"
    if len(done) == len(targets):
        return "fulfilled"
    if done:
        return "partly"
    if "delisted" in shown:  # a party that stands on the list is what lifting has yet to change
        return "open"
    if all(one.standing in ("before", "undated") for one in targets):
        return "undated" if any(one.standing == "undated" for one in targets) else "before"
    return "open"


def _overall(statuses: Sequence[Status]) -> Status:
    """How a measure stands with all of its imposers."""
    if statuses and len(set(statuses)) == 1:
        return statuses[0]
    return "partly" if any(one in ("fulfilled", "partly") for one in statuses) else "open"


_VERBS = {
    "designated": "listed",
    "retagged": "put under further programmes",
    "delisted": "taken off the list",
    "untagged": "taken out of programmes",
    "before": "stood there before the article",
    "undated": "stands there, since when nobody can say",
}


def _words(one: TargetState) -> str:
    listing = one.listing
    assert listing is not None
    tags = f" ({', '.join(listing.programs)})" if listing.programs else ""
    text = f"{listing.caption} [{listing.entity}] {_VERBS[listing.how]}{tags} on {listing.source}"
    if listing.days is None:
        return f"{text}, edition {listing.edition[:10]}"
    when = f"{listing.days:+d} days" if listing.days else "the same day"
    text += f", {'dated ' + str(listing.day) if listing.dated else 'edition ' + listing.edition[:10]}, {when}"
    if not listing.dated and listing.after:
        text += f" (the edition before it that is held is of {listing.after[:10]})"
    if listing.link == "later":
        text += "; later than a fortnight, so perhaps by another act"
    if listing.earlier:
        text += f"; before under {', '.join(listing.earlier)}"
    return text


def _moved(day: date, days: int) -> str:
    return date.fromordinal(day.toordinal() + days).isoformat()


__all__ = ["Held", "ImposerState", "Listing", "TargetState", "hold", "hold_all"]
