"""What the letters of other scripts may sound like."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debar.names import likeness, read
from debar.names.sounds import (
    LOOSE,
    MOST_LETTERS,
    MOST_SKELETONS,
    SHORT,
    WRITTEN,
    choices,
    classes_of_frames,
    frame_of,
    frames_in,
    keys_of,
    own_sounds,
    pattern,
    skeletons,
)
from debar.names.tables import rows

CODES = st.integers(1, len(choices()) - 1).flatmap(lambda code: st.sampled_from([code, code + SHORT]))
FRAMES = st.lists(CODES, min_size=2, max_size=MOST_LETTERS).map(tuple)


def degree(native: str, latin: str) -> int:
    """How alike the first words of two names are."""
    one, other = read(native, "person"), read(latin, "person")
    return likeness(one.tokens[0], one.classes[0], other.tokens[0], other.classes[0])[0]


@given(st.lists(FRAMES, max_size=3, unique=True))
def test_the_classes_of_a_word_keep_its_frames(frames: list[tuple[int, ...]]) -> None:
    kept = classes_of_frames(frames)
    assert frames_in(kept) == tuple(frames)
    assert list(kept) == sorted(kept)
    assert all(-(1 << 31) <= each < 0 for each in kept)
    assert len(keys_of(kept)) <= MOST_SKELETONS


@given(FRAMES)
def test_a_frame_has_at_least_one_skeleton(frame: tuple[int, ...]) -> None:
    assert next(skeletons(frame), None) is not None
    assert pattern(frame) == pattern((WRITTEN, *frame)) == pattern((LOOSE, *frame))


def test_every_choice_of_the_table_is_small_latin_letters() -> None:
    assert [
        each for spellings in choices() for each in spellings if each and not (each.isascii() and each.islower())
    ] == []


def test_every_letter_stands_in_the_table_once_for_its_place() -> None:
    letters = [(row["script"], row["letters"], row["where"]) for row in rows("letter_sounds.csv")]
    assert len(letters) == len(set(letters))


def test_a_word_with_a_letter_that_is_not_in_the_table_has_no_frame() -> None:
    assert frame_of("путин", "Cyrl")
    assert frame_of("пу‡ин", "Cyrl") == ()
    assert own_sounds("", "putin") == ()


@pytest.mark.parametrize(
    ("native", "latin"),
    [
        ("ثابت", "Sabet"),
        ("ثابت", "Thabit"),
        ("ظريف", "Zarif"),
        ("ذاكر", "Zakir"),
        ("جبران", "Gubran"),
        ("غزالي", "Ghazali"),
        ("مختار", "Mokhtar"),
        ("بورقيبة", "Bourguiba"),
        ("شوشان", "Chouchane"),
        ("יעקב", "Yaakov"),
        ("Хабаров", "Habarov"),
        ("Ющенко", "Iouchtchenko"),
        ("Τσίπρας", "Tsipras"),
        ("ჭავჭავაძე", "Chavchavadze"),
        ("Սարգսյան", "Sarkisian"),
        ("メルケル", "Merkel"),
        ("エルドアン", "Erdoan"),
        ("เปรม", "Prem"),
    ],
)
def test_a_spelling_of_lists_is_a_reading_of_the_letters(native: str, latin: str) -> None:
    assert degree(native, latin) >= 860


@pytest.mark.parametrize(
    ("native", "latin"),
    [
        ("سالم", "Sulayman"),
        ("خالد", "Walid"),
        ("نبيل", "Nabhan"),
        ("كريم", "Akram"),
        ("טל", "Tolya"),
        ("Петров", "Petrenko"),
        ("メルケル", "Macron"),
    ],
)
def test_another_name_is_no_reading_of_the_letters(native: str, latin: str) -> None:
    assert degree(native, latin) < 860
