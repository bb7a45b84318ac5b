"""Watched measures held against the lists: fulfilled, partly, open, or fulfilled before the article.

News puts nothing in force. A measure is in force for an imposer when a list of that authority (`debar.news.authorities`)
shows it: the target was added, or put under a further programme, on a day that counts (`authorities.windows`). The day is
the listing's own date where the list gives one, else that of the first edition held that shows it; how far back it may
lie then is said.

Who the target is on a list is asked of the screener, at the time of asking: so a party that is listed later is found.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

import msgspec

from debar.model.countries import name_of
from debar.news.acts import Act, acts_of, standing_before
from debar.news.authorities import Authority, authority_of, kind_on_lists, link_of, windows
from debar.news.held_lists import Lists, Names, is_named
from debar.news.states import Held, ImposerState, Listing, Status, TargetState
from debar.news.watch import Watched, WatchedParty

if TYPE_CHECKING:
    from debar.screen import Screener
    from debar.store import Home


# What a measure's act looks like on a list.
_SHOWN: dict[str, frozenset[str]] = {
    "impose": frozenset({"designated", "retagged"}),
    "amend": frozenset({"designated", "retagged", "untagged"}),
    "lift": frozenset({"delisted", "untagged"}),
    "terminate": frozenset({"delisted", "untagged"}),
}
_EXAMPLES = 10


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
    names = Names([one for each in watched for one in each.targets], screener)
    lists = Lists(home, as_of)
    return tuple(_Holding(one, lists, names).held() for one in watched)


class _Holding:
    """One measure, held."""

    def __init__(self, watched: Watched, lists: Lists, names: Names) -> None:
        self.watched, self.lists, self.names = watched, lists, names
        self.published = date.fromisoformat(watched.article.published)
        self.named = [one for one in watched.targets if is_named(one)]
        self.unnamed = [one for one in watched.targets if not is_named(one)]

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
        acts = list(acts_of(self.lists, source, held))
        counted = [(act, self._days(act)) for act in acts if act.how in _SHOWN[self.watched.act]]
        counted = [(act, days) for act, days in counted if link_of(days)]
        if counted:
            act, days = min(counted, key=lambda each: (link_of(each[1]) != "this", each[0].day, each[0].how))
            yield _listing(entity_id, caption, source, act, score, days)
            return
        act = standing_before(held, acts)
        known = act.how == "undated" and act.edition[:10] < _moved(self.published, windows()[0].from_day)
        if known:
            act = msgspec.structs.replace(act, how="before")
        yield _listing(entity_id, caption, source, act, score, None)

    def _days(self, act: Act) -> int:
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


def _listing(entity: str, caption: str, source: str, act: Act, score: float | None, days: int | None) -> Listing:
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
