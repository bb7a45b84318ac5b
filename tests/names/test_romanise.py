"""Romanisation by script, on names that the whole world writes in one way."""

from __future__ import annotations

import csv
from importlib.resources import files

import pytest

from debar.names.likeness import skeleton
from debar.names.script import clean, words_of

TABLES = [
    "letters.csv", "arabic_words.csv", "brahmic_letters.csv", "burmese.csv", "chinese_surnames.csv", "han_signs.csv",
    "han_surnames.csv", "japanese_names.csv", "korean_surnames.csv", "korean_syllables.csv", "lookalikes.csv", "thai_letters.csv",
]  # fmt: skip


@pytest.mark.parametrize(
    ("written", "latin"),
    [
        ("Хрущёв", "khrushchev"),
        ("Горбачёв", "gorbachev"),
        ("Михаил Ходорковский", "mikhail khodorkovskiy"),
        ("Юлия Навальная", "yuliya navalnaya"),
        ("Жириновский", "zhirinovskiy"),
        ("Объедков", "obedkov"),
        ("Сергій Гриценко", "serhiy hrytsenko"),
        ("Володимир Зеленський", "volodymyr zelensky"),
        ("Ґонґадзе Георгій", "gongadze heorhiy"),
        ("Павлов Петро", "pavlov petro"),
        ("Їжакевич", "yizhakevych"),
        ("Уладзімір Рыгоравіч", "uladzimir ryhoravich"),
        ("Зоран Ђинђић", "zoran djindjic"),
        ("Љубиша Његош", "ljubisa njegos"),
        ("Ќосев", "kjosev"),
        ("Първанов", "parvanov"),
        ("Щерев Първан", "shterev parvan"),
        ("Нұрсұлтан Әбішұлы", "nursultan abyshuly"),
    ],
)
def test_cyrillic_is_read_by_the_language_that_its_letters_tell(written: str, latin: str) -> None:
    assert " ".join(words_of(clean(written))) == latin


@pytest.mark.parametrize(
    ("written", "latin"),
    [
        ("Παπανδρέου", "papandreou"),
        ("Κυριάκος Μητσοτάκης", "kyriakos mitsotakis"),
        ("Αλέξης Τσίπρας", "alexis tsipras"),
        ("Μπακογιάννη", "bakogianni"),
        ("Ευάγγελος Βενιζέλος", "evangelos venizelos"),
        ("Παύλος Ευθυμίου", "pavlos efthymiou"),
        ("სააკაშვილი", "saakashvili"),
        ("ბიძინა ივანიშვილი", "bidzina ivanishvili"),
        ("Սերժ Սարգսյան", "serzh sargsyan"),
        ("Երևան", "yerevan"),
        ("नरेन्द्र मोदी", "narendra modi"),
        ("मनमोहन", "manmohan"),
        ("राहुल गांधी", "rahul gandhi"),
        ("শেখ হাসিনা রহমান", "shekh hasina rahman"),
        ("အောင်ဆန်းစုကြည်", "aung san su kyi"),
        ("မင်းအောင်လှိုင်", "min aung hlaing"),
        ("သန်းရွှေ", "than shwe"),
        ("ทักษิณ ชินวัตร", "thaksin chinwat"),
        ("สมชาย", "somchai"),
    ],
)
def test_alphabets_and_syllables_meet_the_usual_spelling(written: str, latin: str) -> None:
    assert " ".join(words_of(clean(written))) == latin


@pytest.mark.parametrize(
    ("written", "latin"),
    [
        ("Müller Straße", "muller strasse"),
        ("Łukasz Błażej", "lukasz blazej"),
        ("İlham Əliyev", "ilham aliyev"),
        ("Recep Tayyip Erdoğan", "recep tayyip erdogan"),
        ("Işık ılık", "isik ilik"),
        ("Şükrü Çelik", "sukru celik"),
        ("Søren Ærø Åse", "soren aero ase"),
        ("Đorđe Šešelj", "djordje seselj"),
        ("Đặng Nguyễn Tấn Dũng", "dang nguyen tan dung"),
        ("Þór Guðmundsson", "thor gudmundsson"),
        ("Peña Nieto", "pena nieto"),
    ],
)
def test_marks_of_latin_letters_are_dropped_as_lists_drop_them(written: str, latin: str) -> None:
    assert " ".join(words_of(clean(written))) == latin


@pytest.mark.parametrize(
    ("written", "listed"),
    [
        ("צחי", "tsahi"),
        ("שרון", "sharon"),
        ("נתניהו", "netanyahu"),
        ("ליברמן", "liberman"),
        ("ג׳ורג׳", "jorj"),
        ("صدام حسين", "saddam hussein"),
        ("بشار الأسد", "bashar al assad"),
        ("قاسم سلیمانی", "qasem soleimani"),
        ("گلبدین حکمتیار", "gulbuddin hekmatyar"),
        ("أيمن الظواهري", "ayman al zawahiri"),
        ("رؤوف", "rauf"),
        ("جعفر", "jafar"),
        ("فائزة", "faiza"),
        ("پرویز مشرف", "pervez musharraf"),
    ],
)
def test_writing_without_vowels_has_the_consonants_of_the_listed_name(written: str, listed: str) -> None:
    assert [skeleton(word) for word in words_of(clean(written))] == [skeleton(word) for word in listed.split()]


@pytest.mark.parametrize(("geresh", "apostrophe"), [("ג׳ורג׳", "ג'ורג'"), ("צ׳רצ׳יל", "צ’רצ’יל")])
def test_a_geresh_is_one_however_it_is_typed(geresh: str, apostrophe: str) -> None:
    assert words_of(clean(geresh)) == words_of(clean(apostrophe))


def test_points_and_stretched_letters_do_not_change_an_arabic_word() -> None:
    assert words_of(clean("مُحَمَّد")) == words_of(clean("محـمد")) == words_of(clean("محمد")) == ["muhammad"]


def test_stress_marks_do_not_change_a_word() -> None:
    assert words_of(clean("Влади́мир ПУ́ТИН")) == ["vladimir", "putin"]


def test_kana_is_hepburn_with_long_vowels_short() -> None:
    assert words_of("とうきょう") == words_of("トーキョー") == ["tokyo"]
    assert words_of("いのうえ") == ["inoue"]
    assert words_of("ひろし") == ["hiroshi"]


@pytest.mark.parametrize("table", TABLES)
def test_every_row_says_where_it_comes_from(table: str) -> None:
    text = files("debar.names").joinpath("data", table).read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    assert rows
    assert all(row["source"] and row["verified"] for row in rows)
    assert len({tuple(row.values()) for row in rows}) == len(rows)
