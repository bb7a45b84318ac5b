"""What the rest of a record says for or against: birth date, country, gender. Each is bounded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rapidfuzz.distance import OSA

from debar.errors import BadQuery
from debar.model import Entity, PartialDate, Query
from debar.model.countries import code_of
from debar.model.query import NAME_PROPERTIES

DATE_PROPERTIES = ("birthDate", "incorporationDate", "buildDate")
TIES = ("nationality", "citizenship", "country", "jurisdiction", "flag", "mainCountry")
"""Countries that tell parties apart. A place of birth or a past flag may agree, but never contradicts."""
_SOFT_TIES = ("birthCountry", "pastFlags")

_POINTS = {
    ("date", "same"): 180,
    ("date", "compatible"): 50,
    ("date", "similar"): 20,
    ("date", "contradicts"): -150,
    ("country", "same"): 20,
    ("country", "contradicts"): -50,
    ("gender", "same"): 5,
    ("gender", "contradicts"): -120,
}
# How far apart contradicting dates are: at least so many years, and what that takes off. Never so much that it alone
# would push an exact full name under the line.
_YEARS_APART = ((5, -260), (2, -200), (0, -150))
_RANK = {"same": 0, "compatible": 1, "similar": 2, "contradicts": 3}
# "About 1960" has been seen to be off by two years between lists that mean one person.
_CIRCA_YEARS = 2
_YEARS_MISWRITTEN = 20
_UNKNOWN_DAY = "-01-01"


class Finding(NamedTuple):
    """One attribute compared; points in thousandths."""

    kind: str
    level: str
    query: str
    listed: str
    points: int


class Attributes(NamedTuple):
    """The attributes that a query asks with, read once."""

    dates: tuple[tuple[str, tuple[PartialDate, ...]], ...]
    countries: frozenset[str]
    unknown_countries: tuple[str, ...]
    genders: frozenset[str]

    @property
    def is_empty(self) -> bool:
        """Whether nothing of the kind is asked with."""
        return not (self.dates or self.countries or self.unknown_countries or self.genders)


_NOTHING = Attributes((), frozenset(), (), frozenset())
_NAMES_ALONE = frozenset(NAME_PROPERTIES)


def attributes_of(query: Query) -> Attributes:
    """Read a query's attributes.

    Raises:
        BadQuery: a date is none.
    """
    if query.properties.keys() <= _NAMES_ALONE:
        return _NOTHING
    dates = [
        (prop, tuple(_date(prop, text) for text in texts))
        for prop in DATE_PROPERTIES
        if (texts := query.properties.get(prop, ()))
    ]
    words = [word for prop in TIES for word in query.properties.get(prop, ())]
    codes = {word: code_of(word) for word in words}
    return Attributes(
        tuple(dates),
        frozenset(code for code in codes.values() if code is not None),
        tuple(word for word, code in codes.items() if code is None),
        frozenset(text.strip().casefold()[:1] for text in query.properties.get("gender", ())) & {"m", "f"},
    )


def most_gained(asked: Attributes) -> int:
    """What the attributes asked with can add at most."""
    gained = sum(_POINTS["date", "same"] for _ in asked.dates)
    gained += _POINTS["country", "same"] if asked.countries or asked.unknown_countries else 0
    return gained + (_POINTS["gender", "same"] if asked.genders else 0)


def _date(prop: str, text: str) -> PartialDate:
    try:
        return PartialDate.parse(text)
    except ValueError as error:
        raise BadQuery(prop, rule=str(error), fix="write it as 1952, 1952-10 or 1952-10-07") from error


def compare_attributes(asked: Attributes, entity: Entity) -> list[Finding]:
    """Everything that both sides state, best reading of each."""
    found = []
    for prop, dates in asked.dates:
        listed = [dated.date for dated in entity.dates if dated.property == prop]
        if listed:
            found.append(_compare_dates(prop, dates, listed))
    if asked.countries or asked.unknown_countries:
        found += _compare_countries(asked, entity)
    genders = {text.casefold()[:1] for text in entity.values("gender")} & {"m", "f"} if asked.genders else set()
    if genders:
        level = "same" if asked.genders & genders else "contradicts"
        found.append(Finding("gender", level, _listing(asked.genders), _listing(genders), _POINTS["gender", level]))
    return found


def _compare_dates(prop: str, asked: Sequence[PartialDate], listed: Sequence[PartialDate]) -> Finding:
    level, one, other = min(
        ((_date_level(one, other), one, other) for one in asked for other in listed),
        key=lambda found: _RANK[found[0]],
    )
    points = _POINTS["date", level]
    if level == "contradicts":
        apart = abs(one.year - other.year)
        points = next(points for years, points in _YEARS_APART if apart >= years)
    return Finding(prop, level, str(one), str(other), points)


def _date_level(one: PartialDate, other: PartialDate) -> str:
    to_the_day = len(one.value) == len(other.value) == 10 and not (one.until or other.until)
    if to_the_day and one.value == other.value:
        return "same"
    if not to_the_day and one.earliest <= other.latest and other.earliest <= one.latest:
        return "compatible"
    if (one.circa or other.circa) and abs(one.year - other.year) <= _CIRCA_YEARS:
        return "compatible"
    return "similar" if _may_be_slip(one, other, to_the_day=to_the_day) else "contradicts"


def _may_be_slip(one: PartialDate, other: PartialDate, *, to_the_day: bool) -> bool:
    """Whether two dates differ as slips of the pen do: a digit, two neighbours or day and month swapped, a wrong year."""
    if not to_the_day:
        near = abs(one.year - other.year) <= 1 and not (one.circa or other.circa)
        return near or OSA.distance(str(one.year), str(other.year)) == 1
    if _swapped(one.value) == other.value or OSA.distance(one.value, other.value) == 1:
        return True
    # One day in 365 is shared by chance; the first of January stands for "some day of that year".
    shared = one.value[4:] == other.value[4:] != _UNKNOWN_DAY
    return shared and abs(one.year - other.year) <= _YEARS_MISWRITTEN


def _swapped(day: str) -> str:
    return f"{day[:4]}-{day[8:]}-{day[5:7]}"


def _compare_countries(asked: Attributes, entity: Entity) -> list[Finding]:
    query = _listing([*sorted(asked.countries), *asked.unknown_countries])
    firm = {tie.code for tie in entity.countries if tie.code and tie.property in TIES}
    soft = {tie.code for tie in entity.countries if tie.code and tie.property in _SOFT_TIES}
    soft |= {address.country for address in entity.addresses if address.country}
    words = {tie.given.casefold() for tie in entity.countries if tie.given}
    shared = asked.countries & (firm | soft)
    if shared or any(word.casefold() in words for word in asked.unknown_countries):
        return [Finding("country", "same", query, _listing(shared) or query, _POINTS["country", "same"])]
    if asked.unknown_countries:
        # Words that the table does not know may name a listed country all the same: they prove nothing.
        return [Finding("country", "unknown", _listing(asked.unknown_countries), _listing(firm), 0)]
    if firm:
        return [Finding("country", "contradicts", query, _listing(firm), _POINTS["country", "contradicts"])]
    return []


def _listing(values: Iterable[str]) -> str:
    return ", ".join(sorted(values))
