"""Likeness of words, and the keys that find like words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debar.names import likeness, skeleton

WORDS = st.text(alphabet="abcdefghijklmnopqrstuvwxyz0123456789", min_size=1, max_size=20)


def level(one: str, other: str) -> str:
    return likeness(one, (), other, ())[1]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("putin", "putin", "same"),
        ("hassan", "hasan", "spelling"),
        ("kalashnikov", "kalasnikov", "typo"),
        ("laden", "ladin", "typo"),
        ("jon", "john", "sound"),
        ("karl", "carl", "sound"),
        ("noor", "nur", "sound"),
        ("qadhafi", "kadafi", "sound"),
    ],
)
def test_like_words_are_at_their_level(one: str, other: str, expected: str) -> None:
    assert level(one, other) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("kim", "kin"),
        ("li", "lu"),
        ("zhang", "zhong"),
        ("m23", "m24"),
        ("2005", "2008"),
        ("olga", "oleg"),
        ("+ltd", "+jsc"),
    ],
)
def test_other_words_are_not_alike(one: str, other: str) -> None:
    assert likeness(one, (), other, ()) == (0, "none")


def test_words_of_a_class_are_alike_whatever_their_letters() -> None:
    assert likeness("vladimir", (7,), "uladzimir", (3, 7)) == (960, "class")


def test_two_known_names_are_less_likely_slips_of_each_other() -> None:
    assert likeness("mario", (1,), "maria", (2,))[0] < likeness("mario", (), "maria", ())[0]


def test_words_of_general_meaning_are_no_typos_of_each_other() -> None:
    concept = (1 << 24) + 5
    assert likeness("iran", (concept,), "iraq", (concept + 1,)) == (0, "none")


def test_the_sex_of_a_given_name_is_more_than_a_letter() -> None:
    assert likeness("valentin", (), "valentina", ())[0] < likeness("valentin", (), "valentim", ())[0]


@given(WORDS, WORDS)
def test_likeness_is_symmetric_and_within_bounds(one: str, other: str) -> None:
    assert likeness(one, (), other, ()) == likeness(other, (), one, ())
    assert 0 <= likeness(one, (), other, ())[0] <= 1000
    assert (likeness(one, (), other, ())[0] == 1000) == (one == other)


def test_transliterations_have_one_skeleton() -> None:
    assert skeleton("wladimir") == skeleton("vladimir")
    assert skeleton("khrushchev") == skeleton("hrusev")
