"""The gates that an edition passes before it may be published.

An edition that fails one is refused and the last good edition stays. Three of them (count, tail, emptied) compare with
the last good edition and can be opened by a person who has looked (`debar update --accept SOURCE`): a real mass
delisting looks like a cut file. The others never open.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date, timedelta

import msgspec

from debar.lists.reading import Tally
from debar.model import Entity

# Bounds of the record count against the last good edition. OFAC's largest day in the 308 editions 2021-08 … 2024-05 is
# +4 % (2024-02-23) and its largest drop 0.6 %; the revocation of a whole programme (Syria, 2025-06-30) was about 3 %.
# Editions may lie far apart, so the bounds widen with the days between them.
SHRINK_AT_ONCE, SHRINK_PER_DAY, SHRINK_AT_MOST = 0.02, 0.001, 0.30
GROW_AT_ONCE, GROW_PER_DAY = 0.20, 0.02
SMALL_LIST = 20  # below this many entities a count of ± a few is no sign of anything

REJECTED_AT_MOST = 0.25  # of a file's records; de-listed records that a publisher keeps in the file do not count
CLOCK_SKEW = timedelta(days=2)  # a publication date further in the future than any time zone explains is wrong

FIELDS = ("aliases", "identifiers", "dates", "countries", "addresses", "programs", "properties")
EMPTIED_FROM, EMPTIED_TO = 0.05, 0.5  # a field that ≥ 5 % of the entities had must not fall below half its share


class Profile(msgspec.Struct, frozen=True):
    """What the gates know of an edition.

    Args:
        edition: publication date (ISO).
        format: the format it came in; a field may be absent from one format and stand in another.
        entities, names, rejects: counts.
        fields: how many entities have a value in each of `FIELDS`.
        last: the id of the last entity in the file's order.
        complete: whether no file of the set was missing.
    """

    edition: str
    format: str
    entities: int
    names: int
    rejects: int
    fields: dict[str, int]
    last: str | None
    complete: bool = True


class Gate(msgspec.Struct, frozen=True):
    """The result of one gate; ``human`` gates may be opened by a person."""

    name: str
    passed: bool
    detail: str
    human: bool = False


class Profiler:
    """Adds up a `Profile` while entities stream by."""

    def __init__(self) -> None:
        self.entities = 0
        self.names = 0
        self._fields: Counter[str] = Counter()
        self._last: str | None = None

    def add(self, entity: Entity) -> None:
        """Count one entity."""
        self.entities += 1
        self.names += len(entity.names)
        fields = self._fields
        fields["aliases"] += len(entity.names) > 1
        fields["identifiers"] += bool(entity.identifiers)
        fields["dates"] += bool(entity.dates)
        fields["countries"] += bool(entity.countries)
        fields["addresses"] += bool(entity.addresses)
        fields["programs"] += any(designation.programs for designation in entity.designations)
        fields["properties"] += bool(entity.properties)
        self._last = entity.id

    def profile(self, edition: str, format: str, rejects: int, *, complete: bool) -> Profile:
        """The profile of everything counted."""
        return Profile(edition, format, self.entities, self.names, rejects, dict(self._fields), self._last, complete)


def check_account(tallies: Iterable[Tally], rejects: Counter[str], delisted: Counter[str]) -> list[Gate]:
    """Every record is an entity's or a reject, and not too many are rejects."""
    gates = []
    for tally in tallies:
        rejected = rejects[tally.file]
        passed = tally.records == tally.used + rejected
        gates.append(
            Gate("account", passed, f"{tally.file}: {tally.records} records, {tally.used} used, {rejected} rejected")
        )
        bad = rejected - delisted[tally.file]
        if tally.records >= SMALL_LIST and bad > REJECTED_AT_MOST * tally.records:
            gates.append(Gate("rejects", False, f"{tally.file}: {bad} of {tally.records} records cannot be used"))
    return gates


def check_declared(declared: int | None, found: int) -> list[Gate]:
    """The file holds as many records as it says."""
    if declared is None:
        return []
    return [Gate("declared", declared == found, f"the file declares {declared} records and holds {found}")]


def check_sentinels(due: Collection[str], present: Collection[str]) -> list[Gate]:
    """Long-standing listings are there; more than half of those due must be (a single one may have been delisted)."""
    if not due:
        return []
    absent = sorted(set(due) - set(present))
    detail = f"{len(due) - len(absent)} of {len(due)} long-standing listings are present"
    if absent:
        detail += f" (absent: {', '.join(absent)})"
    return [Gate("sentinels", 2 * len(absent) < len(due), detail)]


def check_against(new: Profile, good: Profile | None, *, cut: bool) -> list[Gate]:
    """Compare with the last good edition.

    Args:
        cut: the format has no end mark, and the file is the beginning of the good one; or the last record of the good
            edition is gone and the new one ends in a record that the good one held too. That is what a file looks like
            that was cut at the end of a row.
    """
    if good is None:
        return []
    return [_count(new, good), _tail(good, cut=cut), *_emptied(new, good)]


def check_date(new: Profile, good: Profile | None, today: date) -> list[Gate]:
    """Neither older than the last good edition nor from the future."""
    gates = []
    if good is not None:
        older = new.edition < good.edition[: len(new.edition)]
        gates.append(Gate("newer", not older, f"edition {new.edition}; the last good one is {good.edition}"))
    future = first_day(new.edition) > today + CLOCK_SKEW
    if future:
        gates.append(Gate("future", False, f"edition {new.edition} lies in the future (today is {today})"))
    return gates


def first_day(edition: str) -> date:
    """The day of an edition; the first of its month where no day is known."""
    text = edition[:10]
    return date.fromisoformat(text if len(text) == 10 else f"{text}-01" if len(text) == 7 else f"{text}-01-01")


def _count(new: Profile, good: Profile) -> Gate:
    days = max(0, (first_day(new.edition) - first_day(good.edition)).days)
    shrink = min(SHRINK_AT_MOST, SHRINK_AT_ONCE + SHRINK_PER_DAY * days)
    grow = GROW_AT_ONCE + GROW_PER_DAY * days
    low = int(good.entities * (1 - shrink)) - (good.entities < SMALL_LIST) * 3
    high = int(good.entities * (1 + grow)) + 10
    detail = f"{new.entities} entities; {low} to {high} expected after {good.entities} in edition {good.edition}"
    return Gate("count", low <= new.entities <= high, detail, human=True)


def _tail(good: Profile, *, cut: bool) -> Gate:
    gone = f"nothing follows where the last record of edition {good.edition} stood: the file looks cut"
    return Gate("tail", not cut, gone if cut else "the end of the list is there", human=True)


def _emptied(new: Profile, good: Profile) -> list[Gate]:
    if new.format != good.format or not new.entities or not good.entities or good.entities < SMALL_LIST:
        return []
    gates = []
    for field in FIELDS:
        before = good.fields.get(field, 0) / good.entities
        after = new.fields.get(field, 0) / new.entities
        if before >= EMPTIED_FROM and after < before * EMPTIED_TO:
            detail = f"{after:.1%} of the entities have {field}; {before:.1%} had in edition {good.edition}"
            gates.append(Gate("emptied", False, detail, human=True))
    return gates
