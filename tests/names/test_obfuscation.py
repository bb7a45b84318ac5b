"""Disguises are found out and undone; honest names are left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debar.names.obfuscation import disguises, undisguise

NAME_WORDS = st.from_regex(r"[A-Za-z]{2,10}", fullmatch=True)
LATIN_TO_CYRILLIC = str.maketrans("aeopcxyAEOPCXTHKMB", "аеорсхуАЕОРСХТНКМВ")


@pytest.mark.parametrize(
    ("raw", "honest", "worn"),
    [
        ("Vladimir Рutin", "Vladimir Putin", {"look-alike letters", "mixed scripts"}),
        ("Пyтин", "Путин", {"look-alike letters", "mixed scripts"}),
        ("Pu\u200btin", "Putin", {"invisible characters"}),
        ("\u202ePutin", "Putin", {"invisible characters"}),
        ("P U T I N", "PUTIN", {"spaced letters"}),
        ("P.u.t.i.n", "Putin", {"spaced letters"}),
        ("V l a d i m i r   P u t i n", "Vladimir Putin", {"spaced letters"}),
        ("Vlad1m1r Put1n", "Vladimir Putin", {"digits for letters"}),
        ("R0sneft", "Rosneft", {"digits for letters"}),
        ("VO1KOV", "VOLKOV", {"digits for letters"}),
        ("Ｐｕｔｉｎ", "Putin", {"full-width letters"}),
        ("𝐏𝐮𝐭𝐢𝐧", "Putin", {"look-alike letters"}),
        ("Putin!!!", "Putin!", set()),
    ],
)
def test_a_disguise_is_undone_and_named(raw: str, honest: str, worn: set[str]) -> None:
    assert undisguise(raw) == honest
    assert set(disguises(raw)) == worn


@pytest.mark.parametrize(
    "raw",
    [
        "J. R. R. Tolkien", "M23", "B2B", "2Pac", "Hyok Sin 2", "Su34", "7Eleven", "C4ISR", "G4S", "Il-76TD", "F. W. de Klerk",
        "U.S.S.R.", "S.A. de C.V.", "محمود احمدی‌نژاد", "क्‍षेत्र", "習近平", "Владимир Путин", "Ａ社", "김 정 은 이", "Žižek",
        "O'Neil", "d.o.o.", "Κυριάκος", "3M", "4x4 Ltd", "Web3Labs", "F5Networks", "A1Net",
    ],
)  # fmt: skip
def test_an_honest_name_wears_no_disguise(raw: str) -> None:
    assert disguises(raw) == ()


@given(st.lists(NAME_WORDS, min_size=1, max_size=6))
def test_a_plain_name_is_left_as_it_is(words: list[str]) -> None:
    name = " ".join(words)
    assert undisguise(name) == name
    assert disguises(name) == ()


@given(NAME_WORDS.filter(lambda word: not set(word) <= set("aeopcxyAEOPCXTHKMB")))
def test_any_letter_drawn_like_a_latin_one_is_read_as_it(word: str) -> None:
    assert undisguise(word.translate(LATIN_TO_CYRILLIC)) == word


@given(st.from_regex(r"[A-Z]{4,12}", fullmatch=True), st.sampled_from([" ", ".", "-", "_"]))
def test_letters_apart_are_joined_whatever_stands_between(word: str, gap: str) -> None:
    assert undisguise(gap.join(word)) == word


@given(st.text())
def test_undoing_twice_is_undoing_once(raw: str) -> None:
    assert undisguise(undisguise(raw)) == undisguise(raw)
