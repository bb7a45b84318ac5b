"""Expressions of time count from the day of publication."""

from __future__ import annotations

from datetime import date

import pytest

from debar.news.dates import expressions, resolve
from debar.news.language import language

DAY = date(2024, 9, 10)  # a Tuesday


def when(text: str, *, future: bool = False, published: date | None = DAY) -> tuple[str | None, str]:
    words = language()
    (found,) = expressions(text, 0, len(text), words)
    resolved = resolve(found, published, words, future=future)
    assert text[slice(*resolved.span)] == resolved.text
    return resolved.resolved, resolved.precision


@pytest.mark.parametrize(
    ("text", "resolved", "precision"),
    [
        ("on Tuesday", "2024-09-10", "day"),
        ("on Friday", "2024-09-06", "day"),
        ("last Tuesday", "2024-09-03", "day"),
        ("Sept. 10", "2024-09-10", "day"),
        ("10 September 2023", "2023-09-10", "day"),
        ("January 29, 2026", "2026-01-29", "day"),
        ("yesterday", "2024-09-09", "day"),
        ("two weeks ago", "2024-08-27", "day"),
        ("last month", "2024-08", "month"),
        ("in March 2022", "2022-03", "month"),
        ("in November", "2023-11", "month"),
        ("since November 2022", "2022-11", "since"),
        ("in 2016", "2016", "year"),
        ("over the weekend", "2024-09-07/2024-09-08", "range"),
        ("last week", "2024-09-02/2024-09-08", "range"),
        ("by the end of the year", "2024-12-31", "until"),
        ("for months", None, "vague"),
    ],
)
def test_what_lies_behind(text: str, resolved: str | None, precision: str) -> None:
    assert when(text) == (resolved, precision)


def test_a_weekday_to_come_is_the_next_one() -> None:
    assert when("on Friday", future=True) == ("2024-09-13", "day")
    assert when("within weeks", future=True) == ("2024-09-10/..", "range")


def test_without_a_day_of_publication_only_full_dates_are_resolved() -> None:
    assert when("on Tuesday", published=None) == (None, "vague")
    assert when("on 10 September 2024", published=None) == ("2024-09-10", "day")


@pytest.mark.parametrize("text", ["the US may act", "2016 ships", "10 days", "in 30,000 cases", "March on Rome"])
def test_what_is_no_time_is_none(text: str) -> None:
    words = language()
    assert not list(expressions(text, 0, len(text), words))


@pytest.mark.parametrize("text", ["on 31 February 2024", "9999-99-99", "on Feb 30"])
def test_a_day_that_no_calendar_has_stays_open(text: str) -> None:
    words = language()
    for found in expressions(text, 0, len(text), words):
        assert resolve(found, DAY, words, future=False).resolved is None
