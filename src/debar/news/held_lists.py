"""The lists of a home as watched measures are held against them: who bears a name there, and what each edition shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from debar.model import Query
from debar.news.watch import WatchedParty
from debar.store.changes import Version, versions

if TYPE_CHECKING:
    from debar.model import Hit
    from debar.screen import Screener
    from debar.store import Home
    from debar.store.history import Snapshot


# Whom a list can name, by kind of party, and as what.
SCHEMA_OF_KIND = {
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


class Names:
    """Which listed entities bear the targets' names now."""

    def __init__(self, parties: Iterable[WatchedParty], screener: Screener | None) -> None:
        asked = {(one.kind, one.name): one for one in parties if is_named(one)}
        self.notes: tuple[str, ...] = ()
        self._hits: dict[tuple[str, str], tuple[Hit, ...]] = {}
        if screener is None or not asked:
            return
        queries = [
            Query(schema=SCHEMA_OF_KIND[one.kind], name=one.name, country=_country(one)) for one in asked.values()
        ]
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


class Lists:
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


def is_named(party: WatchedParty) -> bool:
    return party.kind in SCHEMA_OF_KIND and party.named


def _country(party: WatchedParty) -> tuple[str, ...]:
    return (party.country,) if party.country and party.kind != "person" and party.country != "eu" else ()
