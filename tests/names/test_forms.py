"""Legal forms: where they are found, and where words like them are none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debar.names.forms import cut, cut_unspaced, forms, is_form, spellings
from debar.names.script import clean, words_of
from debar.names.tables import rows

CLASSES = {"ltd", "jsc", "inc", "co", "state", "sole", "partnership", "coop", "assoc"}
WORDS = st.lists(st.sampled_from(["ao", "sa", "co", "ltd", "bank", "romashka", "a", "s", "limited", "ooo"]), min_size=1)


def both(name: str) -> tuple[list[str], set[str]]:
    """The words that are left of a name, and the classes of its forms."""
    rest, unspaced = cut_unspaced(clean(name))
    left, found = cut(words_of(rest))
    return left, {*unspaced, *found}


@pytest.mark.parametrize(
    ("name", "left", "name_of_class"),
    [
        ("ООО Ромашка", "romashka", "ltd"),
        ('OOO "Romashka"', "romashka", "ltd"),
        ("Romashka (OOO)", "romashka", "ltd"),
        ("ЗАО «Ромашка»", "romashka", "jsc"),
        ("ТОВ Калина", "kalina", "ltd"),
        ("ТАА Калина", "kalina", "ltd"),
        ("ТОО Калина", "kalina", "ltd"),
        ("Kalina TOO", "kalina", "ltd"),
        ("НКО Калина", "kalina", "assoc"),
        ("ИП Иванов", "ivanov", "sole"),
        ('АТ "Калина"', "kalina", "jsc"),
        ('AT "Kalina"', "kalina", "jsc"),
        ("Fiat S. p. A.", "fiat", "jsc"),
        ("Fiat S.p.A", "fiat", "jsc"),
        ("Kalina L.L.C", "kalina", "ltd"),
        ("Maersk A / S", "maersk", "jsc"),
        ("Kalina Sp. z o.o.", "kalina", "ltd"),
        ("STEP Ltd. Şti.", "step", "ltd"),
        ("ACME S. de R.L. de C.V.", "acme", "ltd"),
        ("PT Kalina", "kalina", "ltd"),
        ("Kalina (Pvt) Ltd", "kalina", "ltd"),
        ("ΑΛΦΑ Α.Ε.", "alfa", "jsc"),
        ("შპს კალინა", "kalina", "ltd"),
        ("Limited Liability Company Romashka", "romashka", "ltd"),
        ("Obshchestvo s ogranichennoy otvetstvennostyu Romashka", "romashka", "ltd"),
        ("Obschestvo s ogranichennoi otvetstvennostiu Romashka", "romashka", "ltd"),
        ("Otkrytoye aktsionernoye obshchestvo Kamaz", "kamaz", "jsc"),
        ("Sociedad Anónima Kalina", "kalina", "jsc"),
        ("Kalina Société par actions simplifiée", "kalina", "ltd"),
        ("Kalina Gesellschaft mit beschränkter Haftung", "kalina", "ltd"),
        ("Federal State Unitary Enterprise Kalina", "kalina", "state"),
        ("Public Joint Stock Company Kalina", "kalina", "jsc"),
        ("SiemensAG", "siemens", "jsc"),
        ("GazpromOAO", "gazprom", "jsc"),
        ("OAOGazprom", "gazprom", "jsc"),
        ("Eastern TRADINGLLC", "eastern trading", "ltd"),
        ("Bank Kalina OJSC Moscow branch", "bank kalina moscow branch", "jsc"),
        ("Kalina Co Ltd Iran", "kalina iran", "ltd"),
        ("Trading House OOO Romashka", "trading house romashka", "ltd"),
    ],
)
def test_a_form_is_found_and_the_name_is_left(name: str, left: str, name_of_class: str) -> None:
    words, classes = both(name)
    assert " ".join(words) == left
    assert name_of_class in classes


@pytest.mark.parametrize(
    ("name", "left", "name_of_class"),
    [
        ("华为技术有限公司", "华为技术", "ltd"),
        ("株式会社日立", "日立", "jsc"),
        ("㈱日立", "日立", "jsc"),
        ("주식회사 삼성", "삼성", "jsc"),
        ("บริษัท ปตท. จำกัด (มหาชน)", "ปตท.", "jsc"),
    ],
)
def test_forms_are_found_in_writing_without_spaces(name: str, left: str, name_of_class: str) -> None:
    rest, classes = cut_unspaced(clean(name))
    assert rest == left
    assert name_of_class in classes


def test_a_hebrew_form_with_its_mark_is_found() -> None:
    assert both('אלביט בע"מ')[1] == {"ltd"}


@pytest.mark.parametrize("name", ["AO", "SA", "Co", "AS", "Limited", "OOO", "AB"])
def test_a_name_of_a_forms_letters_keeps_them(name: str) -> None:
    assert both(name) == ([name.lower()], set())


@pytest.mark.parametrize(
    "name",
    [
        "Sa Sa Holdings",
        "AS Roma",
        "Se Ri Pak",
        "Oy Vey Trading",
        "Rt Systems",
        "At Home Trading",
        "Pat Trading",
        "No Limits",
        "Too Good Foods",
        "Moo Brands",
        "VAT Vacuum",
        "SS Shipping",
        "Limited Brands",
        "Trans Sa Marine",
        "eBay",
        "McDonald",
    ],
)
def test_words_like_short_forms_are_no_forms_elsewhere(name: str) -> None:
    assert both(name) == (words_of(name), set())


@given(WORDS)
def test_one_word_at_least_is_left_and_none_is_invented(words: list[str]) -> None:
    left, classes = cut(words)
    assert left
    assert len(set(classes)) == len(classes)
    assert len(left) <= len(words)
    assert bool(classes) == (left != words)


@pytest.mark.parametrize("name", ["有限公司", "株式会社", "(株)", "บริษัท จำกัด"])
def test_undivided_writing_that_is_all_form_stays(name: str) -> None:
    assert cut_unspaced(clean(name)) == (clean(name), [])


@given(st.text(min_size=1) | st.text(alphabet='有限公司株式会社(株) ขก"ОАОao', min_size=1))
def test_any_text_keeps_something(text: str) -> None:
    rest, classes = cut_unspaced(text)
    assert rest
    assert bool(classes) == (rest != text)


def test_alternatives_are_all_spelt() -> None:
    assert {("aktsionernoe", "obshchestvo"), ("aktsionernoye", "obshchestvo")} <= set(
        spellings("aktsionernoe|aktsionernoye obshchestvo")
    )


@pytest.mark.parametrize("table", ["legal_forms.csv", "org_types.csv"])
def test_every_form_stands_once_with_a_known_class_place_and_source(table: str) -> None:
    found = rows(table)
    assert len({row["form"] for row in found}) == len(found)
    assert {each for row in found for each in row["class"].split()} <= CLASSES
    assert {row["place"] for row in found} <= {"start", "end", "both", "undivided", "written"}
    assert all(row["source"] and row["verified"] for row in found)


def test_our_own_table_goes_before_the_other() -> None:
    assert forms("end")["gmbh",] == "ltd"
    assert {row["form"] for row in rows("legal_forms.csv")}.isdisjoint(row["form"] for row in rows("org_types.csv"))


def test_no_two_letters_are_a_form_at_the_start_but_the_usual_ones() -> None:
    short = {form[0] for form in forms("start") if len(form) == 1 and len(form[0]) <= 2}
    assert short <= {"ao", "pt", "cv", "ip"}
    assert is_form("oy")
    assert ("oy",) not in forms("start")
