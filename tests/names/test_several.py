"""Several names in one field, and words that stand for several."""

from __future__ import annotations

import pytest

from debar.names import read
from debar.names.abbreviations import spelled
from debar.names.concepts import concept_of
from debar.names.several import all_names, parts_of
from debar.names.tables import rows


@pytest.mark.parametrize(
    ("field", "parts"),
    [
        ("Олег Баранов / Алег Баранаў", ["Олег Баранов", "Алег Баранаў"]),
        ("Министерство обороны или Минобороны России", ["Министерство обороны", "Минобороны России"]),
        ("عمر الورداني/عمر محمد الورداني", ["عمر الورداني", "عمر محمد الورداني"]),
        ("Oleg Baranov (in Russian: Олег Баранов)", ["Oleg Baranov", "Олег Баранов"]),
        ("Oleg Baranov a.k.a. Ivan Petrov", ["Oleg Baranov", "Ivan Petrov"]),
        ("Harbour Lines (formerly Falcon Freight)", ["Harbour Lines", "Falcon Freight"]),
        ("HARBOUR LINES D/B/A FALCON FREIGHT", ["HARBOUR LINES", "FALCON FREIGHT"]),
        ("Mr Rashid Qureshi or Mrs Amina Baranov", ["Mr Rashid Qureshi", "Mrs Amina Baranov"]),
        ("Harbour Lines c/o Falcon Freight", ["Harbour Lines", "Falcon Freight"]),
        ("Harbour Pearl ex-Falcon Star", ["Harbour Pearl", "Falcon Star"]),
        ("T/A Falcon Freight", ["Falcon Freight"]),
        ("Falcon Front/Army of the Falcon", ["Falcon Front", "Army of the Falcon"]),
        ("Iranian Army/Armée iranienne", ["Iranian Army", "Armée iranienne"]),
        ("Завод Искорка, также известный как Завод Зарница", ["Завод Искорка", "Завод Зарница"]),
    ],
)
def test_names_side_by_side_are_each_a_name(field: str, parts: list[str]) -> None:
    assert parts_of(field) == parts


@pytest.mark.parametrize(
    "name",
    [
        "A/S Dampskibet",
        "Rock and Roll Trading",
        "Falcon Import/Export",
        "Олег Баранов",
        "ООО Ромашка",
        "Smith or Sons",
        "Завод (АО)",
    ],
)
def test_one_name_stays_one(name: str) -> None:
    assert all_names([name])[0] == name
    assert not [part for part in all_names([name])[1:] if part != name.partition("(")[0].strip()]


def test_the_whole_is_asked_for_first() -> None:
    assert all_names(["Иван Петров / Іван Петров"])[0] == "Иван Петров / Іван Петров"


def test_a_name_that_is_but_an_abbreviation_stays_it() -> None:
    assert read("NPO", "organisation").tokens == ("npo",)
    assert read("НПО", "organisation").tokens == ("npo",)


def test_an_abbreviation_reads_alike_in_both_scripts() -> None:
    russian, english = read("НИИ Искорка", "organisation"), read("NII Iskorka", "organisation")
    assert russian.tokens == english.tokens


def test_an_abbreviation_is_of_words_that_have_a_meaning() -> None:
    plain = {"imeni", "faculty", "local", "saint", "lore", "first", "second", "third"}
    words = {word for several in spelled().values() for word in several if not word.isdigit()}
    assert sorted(word for word in words - plain if concept_of(word) is None) == []


def test_no_abbreviation_stands_twice() -> None:
    assert len(spelled()) == len(rows("abbreviations.csv"))


@pytest.mark.parametrize(
    ("field", "name"),
    [
        ("/12345678 Viktor Baranov", "Viktor Baranov"),
        ("1/VIKTOR BARANOV", "VIKTOR BARANOV"),
        ("REF 8837 Falcon Freight LLC", "Falcon Freight LLC"),
        ("4711 - Falcon Freight LLC", "Falcon Freight LLC"),
        ("Harbour Pearl (IMO 9074729)", "Harbour Pearl"),
    ],
)
def test_a_code_before_or_behind_a_name_is_none_of_it(field: str, name: str) -> None:
    assert all_names([field])[1:] == (name,)


@pytest.mark.parametrize("name", ["Military Unit 26165", "1917 Films", "Factory 2034", "3M Company", "7/11 Stores"])
def test_a_number_of_a_name_stays_in_it(name: str) -> None:
    assert all_names([name]) == (name,)


def test_the_last_word_of_what_just_fills_a_field_may_be_cut_off() -> None:
    assert all_names(["MARIA DE LOS ANGELES HERNANDEZ ECHE"])[1:] == ("MARIA DE LOS ANGELES HERNANDEZ",)
    assert all_names(["MARIA DE LOS ANGELES HERNANDEZ ECHEVERRIA"])[1:] == ()
