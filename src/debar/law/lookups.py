"""Which row of the tables speaks of a list, a tag, or the words of an entry."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import lru_cache

from debar.law.tables import Listing, Programme, Words, listings, programmes, words


@lru_cache(maxsize=1024)
def listing_of(source: str, list_name: str, authority: str) -> Listing | None:
    return next(
        (
            one
            for one in listings()
            if re.fullmatch(one.list, source)
            and re.fullmatch(one.list_name, list_name, re.DOTALL)
            and re.fullmatch(one.authority, authority, re.DOTALL)
        ),
        None,
    )


@lru_cache(maxsize=4096)
def _fitting(jurisdiction: str, tag: str) -> tuple[Programme, ...]:
    return tuple(row for pattern, row in programmes(jurisdiction) if pattern.fullmatch(tag))


def programme_of(jurisdiction: str, tag: str, reference: str, on: date) -> Programme | None:
    """The row for a tag: of several periods the one that holds on the day, else the one that ended or will begin last.

    A row may speak of the tag with the reference of the entry (a schedule of Canada's regulations); it comes first.
    """
    for text in (f"{tag}, {reference}", tag) if reference else (tag,):
        fitting = _fitting(jurisdiction, text)
        holding = [row for row in fitting if row.holds_on(on)]
        if fitting:
            return (holding or sorted(fitting, key=lambda row: row.start or date.min))[0 if holding else -1]
    return None


@lru_cache(maxsize=16384)
def words_of(jurisdiction: str, field: str, text: str) -> tuple[Words | None, re.Match[str] | None]:
    for pattern, row in words(jurisdiction):
        if row.field in (field, "any") and (match := pattern.fullmatch(text)):
            return row, match
    return None, None


def fits(pattern: str, tag: str) -> bool:
    return not pattern or re.fullmatch(pattern, tag, re.IGNORECASE) is not None


def day_of(text: str) -> date:
    return datetime.strptime(text, "%d %b %Y").date()  # noqa: DTZ007
