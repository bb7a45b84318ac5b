"""The lists as they stand, ready to answer; and how the service keeps up with its home.

Each state of the home is a `Lists` of its own, made aside and put in place by one assignment. A request keeps the one that
it began with, so that editions are swapped under load without a failed request.
"""

from __future__ import annotations

import asyncio
import functools
import gc
import logging
import weakref
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import NamedTuple, ParamSpec, TypeVar

import msgspec

from debar.errors import DayNotHeld, HomeNotFound, NotScreened
from debar.match.algorithms import DEBAR
from debar.model import Entity, ListState, Query
from debar.model.entity import Link
from debar.model.policy import Policy
from debar.screen.meaning import Meaning
from debar.screen.screener import ENGINE, Screener, engine_label
from debar.service.datasets import MANIFEST, Datasets, declared
from debar.service.parties import Dates, Document, flat, sanction, tie, told_by
from debar.service.searching import Row, row_of
from debar.service.settings import Settings
from debar.store import Home
from debar.store.state import State, age_h, judge, unfit_reasons

_PAST_DAYS = 4
_REMEMBERED = 20_000
_WARMING = "Jane Doe"

log = logging.getLogger("debar.service")
encode = msgspec.json.Encoder().encode

P = ParamSpec("P")
T = TypeVar("T")


class Standing(NamedTuple):
    """What of a home decides whether the lists in memory are still the right ones."""

    generation: int
    index_name: str | None
    database: int
    files: tuple[tuple[int, int] | None, ...]


class Told(NamedTuple):
    """A tie that another party's entry tells: who tells it, and where among its ties it stands."""

    teller: str
    number: int
    link: Link


class Lists:
    """One state of the home: a screener, its datasets, what was said of its parties. Safe to use from several threads.

    Args:
        home: kept open for as long as anything uses this.
        as_of: a past day, instead of now.
    """

    def __init__(self, home: Home, *, as_of: str | None = None, verify: bool = True) -> None:
        self.home, self.as_of = home, as_of
        self.screener, self._state = _screener(home, as_of, verify=verify)
        self.lists: tuple[ListState, ...] = self.screener.lists()
        self.datasets = Datasets((one.source for one in self.lists), declared(home.path))
        self._editions = {one.source: one.edition for one in self.lists}
        # Of a past day only the editions before it could tell; the dates of today would mislead.
        known = home.history.dates() if as_of is None else ()
        self._dates = {entity: Dates(first, changed) for entity, first, changed in known}
        self._parties: dict[tuple[str, str], bytes] = {}
        self._effects: dict[tuple[str, str, Meaning], bytes] = {}
        self._meanings: dict[tuple[tuple[str, ...], str | None, str], Meaning] = {}
        self._records: dict[tuple[frozenset[str], str], msgspec.Raw] = {}
        self.reasons: tuple[str, ...] = self.screener.reasons
        self.screener.screen(Query(schema="Person", name=_WARMING))  # the first question reads the tables of names

    @property
    def fit(self) -> bool:
        """Whether it can be screened against."""
        return not self.reasons

    def look(self, now: datetime) -> None:
        """Judge the lists anew: they age while the service runs."""
        if self.as_of is None and self.screener.fit:
            self.lists = judge(self._state, self.home.policy, now)
            self.reasons = unfit_reasons(self.lists, self.home.policy)
            self._records = {}

    def must_be_fit(self) -> None:
        """Raises:
        NotScreened: nothing can be screened against this.
        """
        if self.reasons:
            kind = NotScreened if self.as_of is None else DayNotHeld
            raise kind(str(self.home.path), reasons=self.reasons)

    def record(self, sources: frozenset[str], algorithm: str = DEBAR) -> msgspec.Raw:
        """On what an answer rests, as JSON: the lists with their editions and ages, the policy, the engine."""
        known = self._records.get((sources, algorithm))
        if known is None:
            known = msgspec.Raw(encode(record_of(self, sources, algorithm, datetime.now(UTC))))
            self._records[sources, algorithm] = known
        return known

    def dates(self, entity_id: str) -> Dates:
        """Since when a party is listed, as far as the editions held tell."""
        return self._dates.get(entity_id, Dates(None, None))

    def party(self, entity: Entity) -> bytes:
        """A party as JSON, flat."""
        key = (entity.id, entity.source)
        known = self._parties.get(key)
        if known is None:
            if len(self._parties) >= _REMEMBERED:
                self._parties.clear()
            known = self._parties[key] = encode(self.flat(entity))
        return known

    def flat(self, entity: Entity) -> Document:
        """A party with its own properties."""
        return flat(entity, self.dates(entity.id), self._editions.get(entity.source))

    def nested(self, entity: Entity) -> Document:
        """A party with its sanctions and the parties that it is tied to, one step away."""
        document = self.flat(entity)
        properties = document["properties"]
        for number, designation in enumerate(entity.designations, 1):
            properties.setdefault("sanctions", []).append(sanction(entity, number, designation))
        for number, link in enumerate(entity.links, 1):
            other = self.screener.entity(link.entity_id) if link.entity_id else None
            stub, edge = tie(entity, number, link, self.flat(other) if other else None)
            properties.setdefault(stub, []).append(edge)
        for told in self._told.get(entity.id, ()):
            teller = self.screener.entity(told.teller)
            if teller is not None:
                stub, edge = told_by(entity, told.number, told.link, self.flat(teller))
                properties.setdefault(stub, []).append(edge)
        return document

    def meaning(self, nexuses: tuple[str, ...], role: str | None, day: str) -> Meaning:
        """The effects for some nexuses on a day; remembered."""
        key = (nexuses, role, day)
        if key not in self._meanings:
            self._meanings[key] = Meaning(nexuses, datetime.fromisoformat(day).date(), role)
        return self._meanings[key]

    def effects(self, entity: Entity, meaning: Meaning) -> bytes:
        """The effects of a party, as JSON."""
        key = (entity.id, entity.source, meaning)
        known = self._effects.get(key)
        if known is None:
            if len(self._effects) >= _REMEMBERED:
                self._effects.clear()
            known = self._effects[key] = encode(meaning.documents(entity))
        return known

    def entities(self) -> Iterator[Entity]:
        """All parties."""
        return self.screener.entities()

    @cached_property
    def rows(self) -> Sequence[Row]:
        """All parties, ready to be looked up; made when first asked for."""
        return [row_of(entity) for entity in self.entities()]

    @cached_property
    def _told(self) -> Mapping[str, list[Told]]:
        """By party, the ties that others' entries tell of it."""
        found: dict[str, list[Told]] = {}
        for entity in self.entities():
            for number, link in enumerate(entity.links, 1):
                if link.entity_id:
                    found.setdefault(link.entity_id, []).append(Told(entity.id, number, link))
        return found


def _screener(home: Home, as_of: str | None, *, verify: bool) -> tuple[Screener, State]:
    """A screener, and the very state that it screens against: an update may come between the two."""
    while True:
        state = home.state
        screener = Screener(home, as_of=as_of, verify=verify)
        if home.state.generation == state.generation:
            return screener, state


def record_of(lists: Lists, sources: frozenset[str], algorithm: str, now: datetime) -> Document:
    """On what answers rest."""
    return {
        "lists": [
            {
                "source": one.source,
                "edition": one.edition,
                "retrieved": one.retrieved,
                "checked": one.checked,
                "age_h": round(age_h(one.checked, now), 2) if one.checked else None,
                "sha256": one.sha256,
                "entities": one.entities,
                "fit": one.fit,
                "reasons": one.reasons,
                "notes": one.notes,
            }
            for one in lists.lists
            if one.source in sources
        ],
        "policy": lists.home.policy.label,
        "engine": engine_label(algorithm) if algorithm != DEBAR else ENGINE,
        "as_of": lists.as_of,
    }


class Current:
    """Keeps up with a home. Make one per service; `start` it in the event loop."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._lists: Lists | None = None
        self._standing: Standing | None = None
        self._trouble: tuple[str, ...] = ("the service is starting",)
        self._past: OrderedDict[tuple[int, str], Lists] = OrderedDict()
        self._turn, self._looking = asyncio.Lock(), asyncio.Lock()
        self._loading = ThreadPoolExecutor(2, "debar-lists")
        self._reading = ThreadPoolExecutor(2, "debar-read")
        self._watching: asyncio.Task[None] | None = None
        self.swaps = 0

    async def start(self) -> None:
        """Load the lists and begin to watch the home."""
        await self.look()
        self._watching = asyncio.create_task(self._watch(), name="debar-watch")

    async def stop(self) -> None:
        """Stop watching."""
        if self._watching is not None:
            self._watching.cancel()
            await asyncio.gather(self._watching, return_exceptions=True)
        self._loading.shutdown(wait=True)
        self._reading.shutdown(wait=True)

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why nothing can be screened; empty when it can."""
        return self._trouble or (self._lists.reasons if self._lists is not None else ())

    @property
    def known(self) -> Lists | None:
        """The lists as they stand, fit or not; None where there is no home."""
        return self._lists

    def now(self) -> Lists:
        """The lists as they stand.

        Raises:
            NotScreened: they are not fit to screen.
        """
        if self._lists is None or self._trouble:
            raise NotScreened(str(self.settings.home), reasons=self._trouble)
        self._lists.must_be_fit()
        return self._lists

    async def at(self, day: str | None) -> Lists:
        """The lists as they stand, or stood on a day.

        Raises:
            NotScreened: they are not fit to screen.
        """
        now = self.now()
        if day is None:
            return now
        async with self._turn:
            key = (self.swaps, day)  # an update may bring older editions too
            if key not in self._past:
                self._past[key] = await self._load(Lists, now.home, as_of=day, verify=False)
                while len(self._past) > _PAST_DAYS:
                    self._past.popitem(last=False)
            self._past.move_to_end(key)
            lists = self._past[key]
        lists.must_be_fit()
        return lists

    async def aside(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do what a request asks for, and is no screening, in a thread that screens nothing."""
        return await _in(self._reading, functools.partial(work, *args, **kwargs))

    async def _load(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Load lists in a thread of their own, so that no request can keep new ones waiting."""
        return await _in(self._loading, functools.partial(work, *args, **kwargs))

    async def look(self) -> bool:
        """Look at the home once; put its lists in place if they are others. Says whether they are."""
        try:
            async with self._looking:
                return await self._look()
        except Exception as error:
            # Whatever it is, the lists in memory may no longer be what the home is: saying so is safer than going on.
            self._trouble = (str(error),)
            log.exception("lists.unusable", extra={"reason": str(error)})
            return False

    async def _look(self) -> bool:
        lists = self._lists
        standing = await self._load(standing_of, self.settings.home, lists.home if lists else None)
        swapped = lists is None or standing != self._standing
        if swapped:
            home = await self._load(_open, self.settings.home)
            lists = await self._load(_made, home, verify=self.settings.verify)
            if not lists.fit and await self._load(standing_of, self.settings.home, home) != standing:
                # An update came between looking and opening, and took the index away: look again, go on with the old.
                return False
            self._lists, self._standing, self._trouble = lists, standing, ()
            self._past.clear()
            self.swaps += 1
            log.info("lists.in-place", extra={"generation": standing.generation, "index": standing.index_name})
        assert lists is not None
        was = lists.reasons
        lists.look(datetime.now(UTC))
        self._trouble = ()
        if lists.reasons != was:
            log.warning("lists.fitness", extra={"reasons": list(lists.reasons)})
        return swapped

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(self.settings.poll_s)
            await self.look()


def _made(home: Home, *, verify: bool) -> Lists:
    lists = Lists(home, verify=verify)
    # What has come to stay need not be looked through by the collector, which would hold up requests for some 50 ms.
    gc.collect()
    gc.freeze()
    return lists


async def _in(pool: ThreadPoolExecutor, work: Callable[[], T]) -> T:
    return await asyncio.get_running_loop().run_in_executor(pool, work)


def standing_of(path: Path, home: Home | None) -> Standing:
    """How a home stands at this moment.

    Raises:
        HomeNotFound: there is none.
    """
    if not (path / "history.sqlite").is_file():
        raise HomeNotFound(str(path), fix="make one with `debar update`")
    stale = home is None or home.history.frozen  # on a read-only medium it would never see what another writes
    opened = Home(path, policy=Policy()) if home is None or stale else home
    try:
        state, frozen = opened.state, opened.history.frozen
    finally:
        if stale:
            opened.close()
    database = (path / "history.sqlite").stat().st_ino  # a home may be put in another's place
    watched = ("policy.toml", MANIFEST, *(("history.sqlite",) if frozen else ()))
    return Standing(state.generation, state.index, database, tuple(_stamp(path / name) for name in watched))


def _open(path: Path) -> Home:
    home = Home(path)
    # Requests may still use it when its lists have been replaced: it is closed when the last one lets go.
    weakref.finalize(home, home.history.close)
    return home


def _stamp(file: Path) -> tuple[int, int] | None:
    try:
        about = file.stat()
    except OSError:
        return None
    return about.st_mtime_ns, about.st_size
