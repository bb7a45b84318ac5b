"""The table of given names across languages and of their short forms, and that of everyday words."""

from __future__ import annotations

from collections import Counter

import pytest

from debar.names import words_of
from debar.names.classes import class_ids
from debar.names.concepts import concept_of
from debar.names.tables import common_words, rows


def families() -> dict[str, list[str]]:
    """Each family of the table with its forms."""
    found: dict[str, list[str]] = {}
    for row in rows("given_names.csv"):
        found.setdefault(row["family"], []).append(row["form"])
    return found


def are_of_one_family(one: str, other: str) -> bool:
    return any(one in forms and other in forms for forms in families().values())


@pytest.mark.parametrize("table", ["given_names.csv", "common_words.csv"])
def test_every_row_says_where_it_is_from(table: str) -> None:
    assert all(row["source"] and row["verified"] for row in rows(table))


def test_every_form_is_a_word_as_names_are_read() -> None:
    forms = {row["form"] for row in rows("given_names.csv")}
    assert [form for form in forms if words_of(form) != [form] or not form.isascii()] == []


def test_every_family_has_two_forms_or_more_and_one_kind() -> None:
    assert [family for family, forms in families().items() if len(forms) < 2] == []
    kinds = {(row["family"], row["kind"]) for row in rows("given_names.csv")}
    assert len(kinds) == len(families())
    assert {kind for _, kind in kinds} == {"nickname", "language"}


def test_no_form_is_repeated_in_a_family() -> None:
    counted = Counter((row["family"], row["form"]) for row in rows("given_names.csv"))
    assert [row for row, count in counted.items() if count > 1] == []


def test_every_family_joins_names_that_the_classes_of_spellings_leave_apart() -> None:
    assert [
        family
        for family, forms in families().items()
        if all(set(class_ids(one)) & set(class_ids(other)) for one in forms for other in forms)
    ] == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("bill", "william"),
        ("bob", "robert"),
        ("joe", "joseph"),
        ("betsy", "elizabeth"),
        ("ted", "theodore"),
        ("ted", "edward"),
        ("sasha", "aleksandr"),
        ("sasha", "alexandra"),
        ("vova", "vladimir"),
        ("kolya", "mykola"),
        ("gosha", "georgy"),
        ("pepe", "jose"),
        ("paco", "francisco"),
        ("chuy", "jesus"),
        ("beppe", "giuseppe"),
        ("sepp", "josef"),
        ("kuba", "jakub"),
        ("apo", "abdullah"),
        ("soso", "ioseb"),
        ("mujo", "mustafa"),
        ("kostas", "konstantinos"),
        ("itzik", "yitzhak"),
    ],
)
def test_a_short_form_stands_with_its_name(one: str, other: str) -> None:
    assert are_of_one_family(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("john", "yahya"),
        ("juan", "ivan"),
        ("giuseppe", "yusuf"),
        ("jorge", "georgi"),
        ("boutros", "pyotr"),
        ("michele", "mikhail"),
        ("mehmet", "magomed"),
        ("ibrahim", "avraham"),
        ("suleiman", "solomon"),
        ("moshe", "musa"),
        ("jaime", "james"),
        ("iskandar", "alejandro"),
        ("caterina", "yekaterina"),
        ("isabel", "yelizaveta"),
        ("hatice", "khadija"),
        ("cemal", "jamal"),
        ("recep", "rajab"),
    ],
)
def test_a_name_stands_with_its_forms_in_other_languages(one: str, other: str) -> None:
    assert are_of_one_family(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("tim", "tom"),
        ("tom", "timothy"),
        ("ali", "alison"),
        ("ali", "alexander"),
        ("bill", "bob"),
        ("hassan", "hussein"),
        ("hamid", "ahmad"),
        ("mahmoud", "mohammed"),
        ("salim", "salman"),
        ("salih", "salim"),
        ("sadiq", "siddiq"),
        ("khalid", "khalil"),
        ("vladimir", "vladislav"),
        ("stanislav", "vyacheslav"),
        ("sergei", "grigory"),
        ("maria", "marina"),
        ("juan", "juana"),
        ("alexander", "alexandra"),
        ("matthew", "matthias"),
        ("isa", "isabel"),
    ],
)
def test_names_that_are_two_stand_apart(one: str, other: str) -> None:
    assert not are_of_one_family(one, other)


def test_everyday_words_are_words_as_names_are_read() -> None:
    assert [word for word in common_words() if words_of(word) != [word] or not word.isascii()] == []


def test_everyday_words_are_not_repeated() -> None:
    words = [row["word"] for row in rows("common_words.csv")]
    assert len(words) == len(set(words))
    assert words == sorted(words)


def test_words_that_are_a_concept_stand_in_no_second_table() -> None:
    assert [word for word in common_words() if concept_of(word) is not None] == []


@pytest.mark.parametrize(
    "word",
    [
        "target", "crown", "navigator", "banner", "orange", "eagle", "titan", "grace", "range", "alpha", "delta",
        "prime", "phoenix", "horizon", "summit", "pioneer", "zvezda", "almaz", "noor", "omid", "yildiz", "xinghe",
    ],
)  # fmt: skip
def test_words_that_many_companies_bear_are_everyday_words(word: str) -> None:
    assert word in common_words()


@pytest.mark.parametrize("word", ["romashka", "rosneft", "huawei", "siemens", "qaida", "sberbank"])
def test_distinctive_words_are_no_everyday_words(word: str) -> None:
    assert word not in common_words()
