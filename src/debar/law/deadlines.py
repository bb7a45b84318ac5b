"""When a duty falls due: terms in business days, in days, on a day of every year."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

import msgspec

from debar.law.tables import Duty, Holiday, holidays

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SATURDAY = 5


class Due(msgspec.Struct, frozen=True, kw_only=True):
    """A duty, and the day by which it is to be done.

    Args:
        kind: ``report``, ``annual`` or ``records``.
        who, to, what, rule: as of the `Duty`.
        due: ISO date; None where no day can be computed (``when`` says then what the rule says).
        when: the term in words ("within 10 US business days").
        years: for records, how many.
        source, verified_on, status: as of the `Duty`.
    """

    kind: str
    who: str
    to: str
    what: str
    rule: str
    due: date | None
    when: str
    years: int | None
    source: str
    verified_on: date
    status: str


def due(duty: Duty, event: date) -> Due:
    """When the duty falls due after an event (the day of blocking, of rejecting, of coming to know).

    >>> from debar.law.tables import duties
    >>> due(duties()["us-report-blocking"], date(2024, 9, 11)).due
    datetime.date(2024, 9, 25)
    """
    term, _, value = duty.within.partition(":")
    day: date | None = None
    years: int | None = None
    if term == "business_days":
        day = add_business_days(event, int(value), duty.jurisdiction)
        when = f"within {value} {duty.jurisdiction.upper()} business days"
    elif term == "business_days_after":
        when = f"within {value} {duty.jurisdiction.upper()} business days of it"
    elif term == "days":
        day = event + timedelta(days=int(value))
        when = f"within {value} days"
    elif term == "yearly":
        day = _yearly(event, value, duty.as_at)
        when = f"every year by {_spoken(value)}" + (
            f", for what is held on {_spoken(duty.as_at)}" if duty.as_at else ""
        )
    elif term == "years":
        years = int(value)
        when = f"for {value} years"
    elif term == "prompt":
        when = "as soon as practicable"
    else:
        raise ValueError(f"{duty.duty}: no such term (got {duty.within!r})")
    return Due(
        kind=duty.kind,
        who=duty.who,
        to=duty.to,
        what=duty.what,
        rule=duty.rule,
        due=day,
        when=when,
        years=years,
        source=duty.source,
        verified_on=duty.verified_on,
        status=duty.status,
    )


def add_business_days(day: date, count: int, jurisdiction: str = "us") -> date:
    """The ``count``-th business day after a day, which itself does not count.

    Business days leave out Saturdays, Sundays and the jurisdiction's public holidays (US: 5 USC 6103, each observed on
    the nearest weekday; days on which an executive order closes federal offices are not known here).

    >>> add_business_days(date(2026, 11, 25), 1)  # the day before Thanksgiving
    datetime.date(2026, 11, 27)
    """
    while count:
        day += timedelta(days=1)
        if is_business_day(day, jurisdiction):
            count -= 1
    return day


def is_business_day(day: date, jurisdiction: str = "us") -> bool:
    """Whether offices are open on that day.

    >>> is_business_day(date(2021, 12, 24)), is_business_day(date(2021, 12, 31))  # Christmas and New Year, observed
    (False, False)
    """
    return day.weekday() < _SATURDAY and day not in _observed(jurisdiction, day.year)


@lru_cache(maxsize=512)
def _observed(jurisdiction: str, year: int) -> frozenset[date]:
    """The holidays that are observed in a year; New Year's Day of the next may fall on its last day."""
    found = set()
    for holiday in holidays(jurisdiction):
        for of in (year, year + 1):
            day = _day_of(holiday, of)
            if holiday.holds_on(day):
                found.add(day + timedelta(days={5: -1, 6: 1}.get(day.weekday(), 0)))
    return frozenset(day for day in found if day.year == year)


def _day_of(holiday: Holiday, year: int) -> date:
    if ":" not in holiday.rule:
        month, day = holiday.rule.split("-")
        return date(year, int(month), int(day))
    month, weekday, which = holiday.rule.split(":")
    first = date(year, int(month), 1)
    ahead = (_WEEKDAYS.index(weekday) - first.weekday()) % 7
    days = [first + timedelta(days=ahead + 7 * week) for week in range(5)]
    in_month = [day for day in days if day.month == first.month]
    return in_month[-1] if which == "last" else in_month[int(which) - 1]


def _yearly(event: date, on: str, as_at: str) -> date:
    """The first such day whose holdings can include those of the event."""
    counted = _next(event, as_at) if as_at else event
    return _next(counted, on)


def _next(day: date, month_day: str) -> date:
    month, of_month = (int(part) for part in month_day.split("-"))
    this_year = date(day.year, month, of_month)
    return this_year if this_year >= day else date(day.year + 1, month, of_month)


def _spoken(month_day: str) -> str:
    month, day = (int(part) for part in month_day.split("-"))
    return f"{day} {date(2000, month, 1):%B}"
