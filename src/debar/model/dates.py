"""Dates as lists give them: a year, a month, a day, about then, or between two.

The text form is that of ISO 8601-2 (EDTF level 1): ``1952``, ``1952-10``, ``1952-10-07``, ``1952~`` (about),
``1952/1955`` (somewhere from the one to the other).
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache

import msgspec

_REMEMBERED = 1 << 15
_ISO_PREFIX = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


class PartialDate(msgspec.Struct, frozen=True, array_like=True, omit_defaults=True, gc=False):
    """A date known to the year, month or day; ``until`` makes it a range; ``circa`` marks it as approximate.

    Args:
        value: ISO prefix, ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``; the start, where ``until`` is given.
        until: the last possible date of a range, in the same form.
        circa: the source says "about".

    >>> str(PartialDate("1952", circa=True))
    '1952~'
    >>> PartialDate("1952-02").earliest, PartialDate("1952-02").latest
    (datetime.date(1952, 2, 1), datetime.date(1952, 2, 29))
    """

    value: str
    until: str | None = None
    circa: bool = False

    def __str__(self) -> str:
        text = self.value if self.until is None else f"{self.value}/{self.until}"
        return f"{text}~" if self.circa else text

    @property
    def earliest(self) -> date:
        """The first day that this may be."""
        return _first_day(self.value)

    @property
    def latest(self) -> date:
        """The last day that this may be."""
        return _last_day(self.until or self.value)

    @property
    def year(self) -> int:
        """The (first) year."""
        return int(self.value[:4])

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read the text form back.

        Raises:
            ValueError: the text is no date in that form, or names a day that no calendar has.

        >>> PartialDate.parse("1952/1955~")
        PartialDate(value='1952', until='1955', circa=True)
        """
        return _parsed(text)


@lru_cache(maxsize=_REMEMBERED)
def _parsed(text: str) -> PartialDate:
    body = text.strip()
    circa = body.endswith("~")
    start, slash, end = body.rstrip("~").partition("/")
    parsed = PartialDate(start, end if slash else None, circa)
    if parsed.latest < parsed.earliest:
        raise ValueError(f"a date range must not end before it starts (got {text!r})")
    return parsed


@lru_cache(maxsize=_REMEMBERED)
def is_iso_prefix(text: str) -> bool:
    """Whether the text is a true ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``.

    >>> is_iso_prefix("1952-02-30"), is_iso_prefix("1980-00")
    (False, False)
    """
    try:
        _first_day(text)
    except ValueError:
        return False
    return True


def _parts(text: str) -> tuple[int, int | None, int | None]:
    match = _ISO_PREFIX.fullmatch(text)
    if match is None:
        raise ValueError(f"a date must be YYYY, YYYY-MM or YYYY-MM-DD (got {text!r})")
    year, month, day = match.groups()
    return int(year), int(month) if month else None, int(day) if day else None


def _first_day(text: str) -> date:
    year, month, day = _parts(text)
    return date(year, 1 if month is None else month, 1 if day is None else day)


def _last_day(text: str) -> date:
    year, month, day = _parts(text)
    if day is not None and month is not None:
        return date(year, month, day)
    if month is None or month == 12:
        return date(year, 12, 31)
    return date(year, month + 1, 1) - timedelta(days=1)
