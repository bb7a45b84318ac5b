"""How common a word is in names."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debar.names.frequency import HIGHEST, per_million
from debar.names.script import words_of

COMMON = [
    "smith",
    "maria",
    "mohammed",
    "muhammad",
    "mohamed",
    "ali",
    "ahmed",
    "wang",
    "li",
    "zhang",
    "kim",
    "nguyen",
    "singh",
    "kumar",
    "ivanov",
    "vladimir",
    "sergei",
    "john",
    "garcia",
    "hussein",
    "hassan",
    "jianguo",
    "khan",
    "fatima",
    "ibrahim",
    "lee",
    "chen",
    "tran",
    "yilmaz",
]
RARE = ["putin", "kuzhugetovich", "qadhafi", "shoigu", "lavrov", "patrushev", "deripaska"]


@pytest.mark.parametrize("word", COMMON)
def test_names_of_many_people_are_common(word: str) -> None:
    assert per_million(word) >= 25


@pytest.mark.parametrize("word", RARE)
def test_names_of_few_people_are_not(word: str) -> None:
    assert per_million(word) <= 2


@pytest.mark.parametrize(("native", "spelling"), [("Владимир", "vladimir"), ("حسين", "hussein"), ("王", "wang")])
def test_a_name_is_as_common_in_its_own_script(native: str, spelling: str) -> None:
    assert per_million(native) == per_million(spelling)


@given(st.text(max_size=12))
def test_any_text_has_a_frequency_of_its_folded_word(word: str) -> None:
    assert 0 <= per_million(word) <= HIGHEST


def test_case_and_accents_make_no_difference() -> None:
    assert per_million("GARCÍA") == per_million("garcia") > 0


def test_no_single_word_has_no_frequency() -> None:
    assert per_million("") == per_million("maria garcia") == per_million("qwxyzzy") == 0


def test_the_commonest_names_of_most_countries_are_known(shared: Path) -> None:
    path = shared / "data" / "names" / "common-forenames-by-country.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        names = {word for row in csv.DictReader(file) for word in words_of(row["Romanized Name"]) if len(word) > 2}
    assert sum(per_million(name) > 0 for name in names) > 0.6 * len(names)
