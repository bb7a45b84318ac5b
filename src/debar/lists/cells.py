"""What stands in one cell: enumerations, countries with remarks, dates as British and Australian files write them."""

from __future__ import annotations

import re

from debar.model.countries import code_of
from debar.model.dates import PartialDate, is_iso_prefix

_MARK = re.compile(r"(?<![^\s;,.])\(?([a-z]|\d{1,2})\)(?:\s*(?:-|to)\s*\((\d{1,2})\))?\s*")
_REMARK = re.compile(r"(?P<bare>[^()]+?)\s*\((?P<remark>[^()]*)\)?[\s.;,]*")
_SLASHED = re.compile(r"(?:(\d{1,2}|dd)/(\d{1,2}|mm)/)?(\d{4})", re.IGNORECASE)
_ABOUT = re.compile(r"(?:circa|c\.|about|approximately|approx\.?)\s+", re.IGNORECASE)


def enumerated(text: str) -> tuple[str, ...]:
    """The items of ``a) … b) …`` or ``(1) … (2) …``; the whole text where it is no such list.

    The marks must begin the cell and count up without a gap, else nothing is cut; ``(1)-(2) …`` counts as two.

    >>> enumerated("1) Saudi Arabia 2) Qatar")
    ('Saudi Arabia', 'Qatar')
    >>> enumerated("Tunis (b) 1960")
    ('Tunis (b) 1960',)
    """
    body = text.strip()
    marks = list(_MARK.finditer(body))
    if not marks or marks[0].start() != 0 or not _counts_up(marks):
        return (body,) if body else ()
    ends = [mark.start() for mark in marks[1:]] + [len(body)]
    items = (body[mark.end() : end].strip(" \t\r\n\xa0;,") for mark, end in zip(marks, ends, strict=True))
    return tuple(item for item in items if item)


def _counts_up(marks: list[re.Match[str]]) -> bool:
    if len({mark[1].isdigit() for mark in marks}) != 1:
        return False
    expected = 1
    for mark in marks:
        if _number(mark[1]) != expected:
            return False
        expected = _number(mark[2] or mark[1]) + 1
    return expected > 2


def _number(mark: str) -> int:
    return int(mark) if mark.isdigit() else ord(mark) - ord("a") + 1


def country_and_remark(words: str) -> tuple[str | None, str | None]:
    """The code that the words name, with or without a remark in brackets behind it, and that remark.

    >>> country_and_remark("nowhere in particular")
    (None, None)
    """
    code = code_of(words)
    if code is not None:
        return code, None
    match = _REMARK.fullmatch(words)
    if match is None:
        return None, None
    code = code_of(match["bare"])
    return (code, match["remark"].strip() or None) if code is not None else (None, None)


def partial_date(text: str) -> PartialDate | None:
    """Read ``07/10/1952``, ``dd/10/1952``, ``00/00/1952``, ``1952``, ``circa 1952``; None when it is no such date.

    >>> str(partial_date("dd/mm/1945"))
    '1945'
    """
    body = text.strip()
    about = _ABOUT.match(body)
    match = _SLASHED.fullmatch(body[about.end() :] if about else body)
    if match is None:
        return None
    day, month, year = (part or "" for part in match.groups())
    value = year
    if month.isdigit() and int(month):
        value += f"-{int(month):02}"
        if day.isdigit() and int(day):
            value += f"-{int(day):02}"
    elif day.isdigit() and int(day):
        return None
    return PartialDate(value, None, bool(about)) if is_iso_prefix(value) else None
