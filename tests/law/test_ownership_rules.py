"""The rules are rows, each with a source, and apply from day to day."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest

from debar.errors import BadQuery
from debar.law.ownership import rule
from debar.law.ownership.rules import blocked_governments, governments, rules

DAY = date(2026, 11, 26)


def test_every_version_of_every_rule_counts_shares_and_says_who_is_bound() -> None:
    for one in rules():
        assert one.test("shares") is not None, one.rule
        assert one.bound
        assert one.must.startswith("must ")
        assert one.source
        assert one.verified_on <= DAY


def test_every_test_belongs_to_a_version() -> None:
    assert sum(len(one.tests) for one in rules()) == 15


def test_versions_of_a_rule_follow_each_other_without_gap() -> None:
    for name in {one.rule for one in rules()}:
        versions = [one for one in rules() if one.rule == name]
        assert all(older.end == newer.start for older, newer in itertools.pairwise(versions))
        assert versions[-1].end is None


def test_what_stands_on_memory_is_unverified() -> None:
    for one in (*rules(), *governments(), *(test for version in rules() for test in version.tests)):
        assert (one.source == "memory") <= (one.status == "unverified"), one
    assert rule("eu_sectoral", DAY).status == "unverified"


def test_an_unknown_rule_is_an_error_that_names_the_known() -> None:
    with pytest.raises(BadQuery, match="ofac, eu, eu_sectoral, uk, bis"):
        rule("ofsi", DAY)


@pytest.mark.parametrize(
    ("day", "standing"),
    [
        ("2025-09-28", "before its start"),
        ("2025-09-29", "in force"),
        ("2025-11-09", "in force"),
        ("2025-11-10", "suspended"),
        ("2026-11-09", "suspended"),
        ("2026-11-10", "resumed, unverified"),
    ],
)
def test_the_affiliates_rule_stands_as_its_dates_say(day: str, standing: str) -> None:
    on = date.fromisoformat(day)
    assert rule("bis", on).standing(on) == standing


def test_a_government_is_blocked_by_definition_while_its_programme_lasts() -> None:
    assert set(blocked_governments("ofac", DAY)) == {"cu", "ir", "kp", "ve"}
    end = date(2025, 7, 1)
    assert "sy" in blocked_governments("ofac", end - timedelta(1))
    assert "sy" not in blocked_governments("ofac", end)
    assert not blocked_governments("uk", DAY)


def test_the_whole_number_of_parts_that_suffices_is_the_threshold_exactly() -> None:
    shares = rule("ofac", DAY).test("shares")
    more = rule("uk", DAY).test("shares")
    assert shares is not None
    assert more is not None
    for denominator in range(1, 300):
        assert next(parts for parts in range(denominator + 1) if 2 * parts >= denominator) == shares.need(denominator)
        assert next(parts for parts in range(denominator + 2) if 2 * parts > denominator) == more.need(denominator)
