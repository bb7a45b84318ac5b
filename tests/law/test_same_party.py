"""Parties that share an identifier are one, where the identifier says so."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from debar.law.ownership import Holdings, Notice, Party, Stake, assess
from debar.law.ownership.same_party import joined, key_of, keys_of

HALF = Fraction(1, 2)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("leiCode", "529900ODI3047E2LIV03", None), ("leiCode", "529900odi3047e2liv03", "de")),
        (("innCode", "7707083893", None), ("taxNumber", "7707083893", "ru")),
        (("ogrnCode", "1027700132195", None), ("registrationNumber", "1027700132195", "ru")),
        (("registrationNumber", "01000001", "gb"), ("registrationNumber", "01000001", "gb")),
        (("passportNumber", "AB 123456", "fr"), ("idNumber", "AB123456", "fr")),
    ],
)
def test_the_same_number_is_one_however_it_is_filed(one: tuple[str, str, str], other: tuple[str, str, str]) -> None:
    assert key_of(*one) is not None
    assert key_of(*one) == key_of(*other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("registrationNumber", "01000001", "gb"), ("registrationNumber", "01000001", "ie")),
        (("innCode", "7707083893", None), ("taxNumber", "7707083893", "kz")),
        (("registrationNumber", "01000001", "gb"), ("taxNumber", "01000001", "gb")),
    ],
)
def test_the_same_number_of_another_register_is_another(one: tuple[str, str, str], other: tuple[str, str, str]) -> None:
    assert key_of(*one) != key_of(*other)


@pytest.mark.parametrize(
    "given",
    [
        ("registrationNumber", "HRB 12345", "de"),
        ("registrationNumber", "7654321", "us"),
        ("registrationNumber", "01000001", None),
        ("registrationNumber", "12", "gb"),
        ("phone", "0044 20 7946 0000", "gb"),
        ("isinCode", "US0378331005", None),
    ],
)
def test_what_need_not_be_one_ties_nobody(given: tuple[str, str, str | None]) -> None:
    assert key_of(*given) is None


def test_chains_meet_where_two_files_share_a_company() -> None:
    upper = Party("ent-1", "Quay Holding", "Company", "gb", identifiers=(("registrationNumber", "01000001"),))
    lower = Party("gb-coh-01000001", "", "Company", "gb", identifiers=(("registrationNumber", "01000001"),))
    stakes = (Stake("x", "ent-1", HALF, HALF), Stake("gb-coh-01000001", "below", HALF, HALF))
    notice = Notice("stake.dates", "f, line 1", "…", "gb-coh-01000001")
    apart = Holdings(stakes, {one.id: one for one in (upper, lower)}, (notice,), (), 2)
    assert assess(apart, ["x"], rule="ofac", on=date(2026, 1, 1))["below"].verdict == "not_blocked"
    one = joined(apart)
    assert assess(one, ["x"], rule="ofac", on=date(2026, 1, 1))["below"].verdict == "blocked"
    assert set(one.parties) == {"ent-1"}
    assert one.notices[0].about == "ent-1"
    assert one.notices[1].code == "party.joined"
    assert one.rows == 2


def test_several_identifiers_join_several_parties() -> None:
    inn, lei = ("innCode", "7707083893"), ("leiCode", "529900ODI3047E2LIV03")
    given = [Party("a", identifiers=(inn,)), Party("b", identifiers=(lei,)), Party("c", identifiers=(lei, inn))]
    assert set(joined(Holdings((), {one.id: one for one in given})).parties) in ({"a"}, {"b"})
    assert keys_of(given[2]) == ("lei/529900ODI3047E2LIV03", "ru/tax/7707083893")


def test_nothing_in_common_changes_nothing() -> None:
    holdings = Holdings((), {"a": Party("a"), "b": Party("b")})
    assert joined(holdings) is holdings
