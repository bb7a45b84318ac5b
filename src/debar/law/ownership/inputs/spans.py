"""From when to when something is held, as inputs date it.

A start is the first day on which it is held. An end is the day on which it ceased, so the first on which it is held no
more: that is how Companies House (``ceased_on``) and BODS ("the date from which this interest ceased to exist") mean it.
A year or a month alone is taken as wide as it may be.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from debar.model.dates import PartialDate, is_iso_prefix


class Span(NamedTuple):
    """From when to when.

    Args:
        start, end: as in `Stake`.
        certain: false where the dates leave open whether it is held; its share then counts from nothing up.
        problem: a sentence about dates that could not be used as they stand; None where there is nothing to say.
    """

    start: date | None
    end: date | None
    certain: bool = True
    problem: str | None = None


ALWAYS = Span(None, None)


@lru_cache(1 << 16)
def span(start: str | None, end: str | None) -> Span:
    """The span between two dates of an input; a time of day is cut off.

    >>> span("2016-04-06", None)
    Span(start=datetime.date(2016, 4, 6), end=None, certain=True, problem=None)
    >>> span("2016", "2019-05").start, span("2016", "2019-05").end
    (datetime.date(2016, 1, 1), datetime.date(2019, 6, 1))
    >>> span("2020-01-01", "2019-01-01").certain, span("2020-01-01", "2019-01-01").problem
    (False, 'it ends (2019-01-01) before it starts (2020-01-01); counted as held at an unknown time')
    >>> span(None, "soon").problem
    "its end 'soon' is no date; counted as perhaps still held"
    """
    first, last = _first(start), _after(end)
    problems = []
    if start and first is None:
        problems.append(f"its start {start!r} is no date; counted as held always so far")
    if end and last is None:
        problems.append(f"its end {end!r} is no date; counted as perhaps still held")
    if first is not None and last is not None and last < first:
        text = f"it ends ({end}) before it starts ({start}); counted as held at an unknown time"
        return Span(None, None, False, text)
    if any(text and day and len(text) < len("YYYY-MM-DD") for text, day in ((start, first), (end, last))):
        problems.append(f"its dates ({start or 'always'} to {end or 'now'}) lack a day; taken as wide as they may be")
    return Span(first, last, not end or last is not None, "; ".join(problems) or None)


def iso_day(text: str | None) -> str | None:
    """The date in front of a date or time, as ISO prefix; None where there is none.

    >>> iso_day("2019-05-07T10:00:00Z"), iso_day("n/a")
    ('2019-05-07', None)
    """
    body = (text or "").strip()
    body = body[:10] if body[10:11] in ("T", " ") else body
    return body if is_iso_prefix(body) else None


def _first(text: str | None) -> date | None:
    body = iso_day(text)
    return PartialDate(body).earliest if body else None


def _after(text: str | None) -> date | None:
    body = iso_day(text)
    if body is None:
        return None
    last = PartialDate(body).latest
    return last if len(body) == len("YYYY-MM-DD") or last == date.max else last + timedelta(1)
