"""Likeness of words, and the keys that find like words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debar.names import likeness, skeleton, word_keys

WORDS = st.text(alphabet="abcdefghijklmnopqrstuvwxyz0123456789", min_size=1, max_size=20)


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("putin", "putin", "same"),
        ("vladimir", "volodymyr", "spelling"),
        ("kalashnikov", "kalasnikov", "typo"),
        ("laden", "ladin", "typo"),
        ("iran", "iranian", "stem"),
        ("shcherbakov", "scherbakow", "typo"),
        ("karl", "carl", "sound"),
    ],
)
def test_like_words_are_at_their_level(one: str, other: str, level: str) -> None:
    assert likeness(one, other)[1] == level


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("kim", "kin"),
        ("li", "lu"),
        ("iran", "iraq"),
        ("zhang", "zhong"),
        ("m23", "m24"),
        ("2005", "2008"),
        ("olga", "oleg"),
    ],
)
def test_other_words_are_not_alike(one: str, other: str) -> None:
    assert likeness(one, other) == (0.0, "none")


@given(WORDS, WORDS)
def test_likeness_is_symmetric_and_within_bounds(one: str, other: str) -> None:
    assert likeness(one, other) == likeness(other, one)
    assert 0.0 <= likeness(one, other)[0] <= 1.0
    assert (likeness(one, other)[0] == 1.0) == (one == other)


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=4, max_size=12), st.data())
def test_words_one_edit_apart_share_a_key(word: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(word) - 1))
    letter = data.draw(st.sampled_from("aeioumnrst"))
    for other in (
        word[:place] + word[place + 1 :],
        word[:place] + letter + word[place + 1 :],
        word[:place] + letter + word[place:],
    ):
        assert set(word_keys(word)) & set(word_keys(other))


def test_transliterations_have_one_skeleton() -> None:
    assert skeleton("wladimir") == skeleton("vladimir")
    assert skeleton("khrushchev") == skeleton("hrusev")
