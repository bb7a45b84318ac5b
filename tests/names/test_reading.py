"""Reading names: scripts, words, roles, legal forms."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debar.names import Group, clean, read, words_of
from debar.names.tables import rows

GROUPS: tuple[Group, ...] = ("person", "organisation", "object")


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("Владимир Путин", ["vladimir", "putin"]),
        ("İSMAİL IŞIK ılık", ["ismail", "isik", "ilik"]),
        ("Weiß", ["weiss"]),
        ("O'Neil Al-Qa’ida", ["oneil", "al", "qaida"]),
        ("习近平", ["xi", "jin", "ping"]),
        ("김정은", ["kim", "jong", "un"]),
        ("ウラジーミル・プーチン", ["vladimir", "puchin"]),
        ("القذافي", ["al", "qadhafi"]),
        ("Ｆｕｌｌ　Ｗｉｄｔｈ", ["full", "width"]),
        ("۶۰۳", ["603"]),
    ],
)
def test_words_are_romanised(raw: str, expected: list[str]) -> None:
    assert words_of(clean(raw)) == expected


def test_invisible_characters_are_dropped() -> None:
    assert clean("Pu\u200btin\u202e,\u00a0 Vladimir\u2066") == "Putin, Vladimir"


def test_a_name_of_invisible_characters_is_not_made_empty() -> None:
    assert clean("\u200b") == "\u200b"


def test_letters_drawn_like_latin_ones_are_read_as_latin_in_a_latin_word() -> None:
    assert words_of("Рutin") == ["putin"]  # the first letter is Cyrillic


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("SIS DOO", "SIS d.o.o."),
        ("OOO Romashka", "Romashka LLC"),
        ("ООО Ромашка", "ROMASHKA LIMITED LIABILITY COMPANY"),
        ("Siemens Aktiengesellschaft", "Siemens AG"),
        ("ACME S.A. de C.V.", "ACME SA DE CV"),
        ("STEP Ltd. Şti.", "Step Limited Şirketi"),
        ("大连海运有限公司", "大连海运 LTD"),
    ],
)
def test_legal_forms_of_a_class_read_alike(one: str, other: str) -> None:
    assert read(one, "organisation").key == read(other, "organisation").key


@pytest.mark.parametrize("raw", ["LLC", "S.A. de C.V.", "OOO", "Limited Liability Company", "有限公司", "LLC LLC"])
def test_a_name_that_is_nothing_but_legal_form_keeps_words(raw: str) -> None:
    assert set(read(raw, "organisation").roles) - {"x"}


def test_the_family_name_stands_before_the_comma() -> None:
    assert read("PUTIN, Vladimir V.", "person").roles == "fni"


def test_the_family_name_that_the_source_gives_goes_before_the_comma() -> None:
    assert read("Kim Jong Un", "person", family=["Kim"]).roles == "fnn"


def test_numbers_of_vessels_are_one_in_roman_and_arabic() -> None:
    assert read("M/V HYOK SIN II", "object").key == read("MV Hyok Sin 2", "object").key


def test_legal_forms_are_not_repeated_in_the_table() -> None:
    forms = [row["form"] for row in rows("legal_forms.csv")]
    assert len(forms) == len(set(forms))
    assert len(forms) >= 150


@given(st.text(min_size=1), st.sampled_from(GROUPS))
def test_every_text_reads_as_something(raw: str, group: Group) -> None:
    reading = read(raw, group)
    assert reading.tokens or reading.plain
    assert len(reading.tokens) == len(reading.roles) == len(reading.weights)
    assert all(reading.tokens)
    assert all(reading.weights)
    assert reading.key


@given(st.text())
def test_cleaning_twice_is_cleaning_once(raw: str) -> None:
    assert clean(clean(raw)) == clean(raw)
