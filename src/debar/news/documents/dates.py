"""The day of publication as publishers write it; nothing is guessed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from email.utils import parsedate_to_datetime

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
_ISO = re.compile(r"(?P<year>\d{4})-(?P<number>\d{2})-(?P<day>\d{2})(?!\d)")
_COMPACT = re.compile(r"(?P<year>\d{4})(?P<number>\d{2})(?P<day>\d{2})(?:T\d{4,6}.*)?$")
_WRITTEN = (
    re.compile(rf"\b{_MONTH} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year>\d{{4}})\b", re.I),
    re.compile(rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)? {_MONTH},? (?P<year>\d{{4}})\b", re.I),
)
# "LONDON, Sept. 10, 2024 (Reuters) -", "WASHINGTON — September 10, 2024 —": capitals, the date, then the text's dash.
_DATELINE = re.compile(
    r"[A-ZÀ-Þ][\w .,'’/-]{1,60}?(?:\([A-Z][\w ]+\))? ?[,–—-] ?(?P<date>[^–—()]{8,30}?) ?(?:\([A-Za-z][\w ]+\) ?)?(?:[-–—:])"
)
_CHANGED = re.compile(r"\s*(?:last )?(?:updated|modified)\b", re.I)


def day_of(text: str) -> date | None:
    """The day that a value of a page's metadata, or a date line, names; the local day where it has a time zone.

    >>> day_of("2024-09-10T23:30:00-04:00"), day_of("Tue, 10 Sep 2024 14:00:00 GMT"), day_of("10/09/2024")
    (datetime.date(2024, 9, 10), datetime.date(2024, 9, 10), None)
    """
    text = text.strip()
    found = _ISO.match(text) or _COMPACT.match(text)
    if found is not None:
        return _date(found["year"], found["number"], found["day"])
    for pattern in _WRITTEN:
        if (found := pattern.search(text)) is not None:
            month = 1 + _MONTHS.index(found["month"][:3].lower())
            return _date(found["year"], month, found["day"])
    try:
        return parsedate_to_datetime(text).date()
    except (ValueError, TypeError, OverflowError):
        return None


def _date(year: str, month: str | int, day: str) -> date | None:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found if found.year >= 1900 else None


def day_of_text(lines: Sequence[str], first: str) -> date | None:
    """The day in the lines that were cut as date lines, or in the dateline of the first paragraph.

    >>> day_of_text((), "LONDON, Sept. 10, 2024 (Reuters) - Britain sanctioned Iran Air.")
    datetime.date(2024, 9, 10)
    >>> day_of_text((), "LONDON (AP) — On September 10, 2024, Britain sanctioned Iran Air.")
    """
    for line in lines:
        if not _CHANGED.match(line) and (found := day_of(re.sub(r"^[A-Za-z ]+: ?", "", line))) is not None:
            return found
    dateline = _DATELINE.match(first)
    return day_of(dateline["date"]) if dateline is not None and dateline["date"][:1].isalnum() else None
