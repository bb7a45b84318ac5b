"""From any writing to words."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debar.names.script import Word, clean, read_words, words_of

APOSTROPHES = "ʼʻʹʾʿـ"
PLAIN = st.text(alphabet="abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ '-.,&2689")


def person(raw: str) -> list[str]:
    return [word.text for word in read_words(clean(raw), person=True)]


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("习近平", ["xi", "jinping"]),
        ("習近平", ["xi", "jinping"]),
        ("毛泽东", ["mao", "zedong"]),
        ("欧阳修", ["ouyang", "xiu"]),
        ("司馬遷", ["sima", "qian"]),
        ("曾国藩", ["zeng", "guofan"]),
        ("单田芳", ["shan", "tianfang"]),
        ("王毅", ["wang", "yi"]),
        ("林鄭月娥", ["lin", "zheng", "yuee"]),
        ("李 小龙", ["li", "xiaolong"]),
    ],
)
def test_a_chinese_name_is_a_family_name_and_one_given_name(raw: str, words: list[str]) -> None:
    assert person(raw) == words


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("安倍晋三", ["abe", "shinzo"]),
        ("小泉純一郎", ["koizumi", "junichiro"]),
        ("佐々木太郎", ["sasaki", "taro"]),
        ("あべ しんぞう", ["abe", "shinzo"]),
        ("高橋みなみ", ["takahashi", "minami"]),
        ("鈴木 一郎", ["suzuki", "ichiro"]),
    ],
)
def test_a_japanese_name_is_read_as_japanese(raw: str, words: list[str]) -> None:
    assert person(raw) == words


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("김정은", ["kim", "jongun"]),
        ("김 정은", ["kim", "jongun"]),
        ("박근혜", ["pak", "kunhye"]),
        ("남궁민수", ["namgung", "minsu"]),
        ("최룡해", ["choe", "ryonghae"]),
        ("김정은 동지", ["kim", "jongun", "tongji"]),
    ],
)
def test_a_korean_name_is_spelled_as_lists_do(raw: str, words: list[str]) -> None:
    assert person(raw) == words


@pytest.mark.parametrize("raw", ["弗拉基米尔", "ウラジーミル", "블라디미르 레닌", "ولادیمیر", "ולדימיר", "Βλαντίμιρ"])
def test_a_foreign_name_is_known_behind_the_signs(raw: str) -> None:
    assert person(raw)[0] == "vladimir"


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("عبدالرحمن", ["abd", "al", "rahman"]),
        ("عبد الرحمن", ["abd", "al", "rahman"]),
        ("عبد الله", ["abdullah"]),
        ("عبدالله", ["abdullah"]),
        ("صلاح الدين", ["salah", "al", "din"]),
        ("صلاح‌الدین", ["salah", "al", "din"]),
        ("معمر القذافي", ["muammar", "al", "qadhafi"]),
        ("محمود احمدی‌نژاد", ["mahmud", "ahmadinejad"]),
        ("أسامة بن لادن", ["usama", "bin", "laden"]),
    ],
)
def test_arabic_and_persian_names_are_divided_where_lists_divide_them(raw: str, words: list[str]) -> None:
    assert person(raw) == words


def test_and_before_the_article_is_a_word_within_a_name_only() -> None:
    assert person("العراق والشام") == ["al", "iraq", "wa", "al", "sham"]
    assert person("والي")[0] == "wali"


def test_signs_of_bodies_stand_for_themselves() -> None:
    assert words_of("大连海运") == ["da", "lian", "hai", "yun"]
    assert words_of("조선") == ["jo", "son"]


def test_signs_of_more_readings_are_read_as_names_read_them() -> None:
    assert words_of("长安") == words_of("長安") == ["chang", "an"]


def test_the_word_as_written_is_kept_unless_it_was_latin() -> None:
    assert read_words("ПУТИН Vladimír", person=True) == [Word("putin", "путин"), Word("vladimir", "")]
    assert read_words("القذافي", person=True)[1].native == "قذافي"
    assert [word.native for word in read_words("习近平", person=True)] == ["习", "近平"]


def test_letters_that_stand_apart_are_one_word() -> None:
    assert words_of(clean("P U T I N")) == words_of(clean("P.u.t.i.n")) == ["putin"]
    assert words_of(clean("V L A D I M I R   P U T I N")) == ["vladimir", "putin"]


def test_digits_for_letters_are_letters() -> None:
    assert words_of("Vlad1m1r") == ["vladimir"]
    assert words_of("Hyok Sin 2 M23 Su34") == ["hyok", "sin", "2", "m23", "su34"]


@pytest.mark.parametrize("raw", ["Ƹ", "ّ", "ꙮ", "ー", "ฯ", "々", "ལ"])
def test_a_letter_that_nothing_reads_stands_as_it_is_written(raw: str) -> None:
    assert all(word.text for word in read_words(raw, person=True))
    assert read_words(raw, person=True)


@given(st.text(min_size=1), st.booleans())
def test_a_name_that_can_be_seen_is_never_without_words(raw: str, who: bool) -> None:
    text = clean(raw)
    words = read_words(text, person=who)
    assert words or not any(unicodedata.category(char)[0] in "LN" and char not in APOSTROPHES for char in text)
    assert all(word.text for word in words)


@given(st.text(), st.booleans())
def test_a_word_is_plain_letters_and_digits_or_stands_as_written(raw: str, who: bool) -> None:
    for word in read_words(clean(raw), person=who):
        assert (word.text.isascii() and word.text.isalnum() and word.text == word.text.lower()) or word.text == (
            word.native or word.text
        )


@given(PLAIN)
def test_reading_plain_words_again_changes_nothing(raw: str) -> None:
    once = words_of(raw)
    assert words_of(" ".join(once)) == once


@given(st.text())
def test_cleaning_twice_is_cleaning_once(raw: str) -> None:
    assert clean(clean(raw)) == clean(raw)


@given(st.text())
def test_words_of_are_those_of_a_body(raw: str) -> None:
    text = clean(raw)
    assert words_of(text) == [word.text for word in read_words(text, person=False)]
