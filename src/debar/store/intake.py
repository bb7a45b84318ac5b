"""Sorting what a reader yields: entities are passed on, the rest is counted and kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from debar.lists import gates
from debar.lists.gates import Gate, Profiler
from debar.lists.reading import Event, Item, Reject, Tally
from debar.model import Entity


class Intake:
    """Sorts the items of a reader into entities (passed on), rejects, events and the account."""

    def __init__(self, items: Iterable[Item]) -> None:
        self._items = items
        self.profiler = Profiler()
        self.rejects: list[Reject] = []
        self.event_count = 0
        self._events: dict[tuple[str, str, str, str], list[object]] = {}
        self._tallies: list[Tally] = []
        self._declared: int | None = None
        self._delisted: Counter[str] = Counter()

    def entities(self) -> Iterator[Entity]:
        """Pass the entities on, keep the rest."""
        for item in self._items:
            if isinstance(item, Entity):
                self.profiler.add(item)
                yield item
            elif isinstance(item, Event):
                self._count(item)
            elif isinstance(item, Reject):
                self.rejects.append(item)
                self._delisted[item.file] += item.reason.startswith("de-listed")
            elif isinstance(item, Tally):
                self._tallies.append(item)
            else:
                self._declared = item.declared

    def _count(self, event: Event) -> None:
        self.event_count += 1
        key = (event.kind, event.file, event.field, event.given)
        seen = self._events.get(key)
        if seen is None:
            self._events[key] = [*key, 1, event.record]
        else:
            seen[4] = int(str(seen[4])) + 1

    def events(self) -> list[list[object]]:
        """``[kind, file, field, given, count, first record]``, most frequent first."""
        return sorted(self._events.values(), key=lambda one: -int(str(one[4])))

    def gates(self) -> list[Gate]:
        """What can be said of the edition by itself."""
        rejected = Counter(reject.file for reject in self.rejects)
        records = sum(tally.records for tally in self._tallies)
        checks = gates.check_account(self._tallies, rejected, self._delisted)
        checks += gates.check_declared(self._declared, records)
        if not self.profiler.entities:
            checks.append(Gate("empty", False, f"{records} records and no entity"))
        return checks
