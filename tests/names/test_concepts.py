"""Concepts: one meaning for the generic words and the places of organisations' names in all languages."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debar.names import concepts, forms, tables
from debar.names.concepts import concept_of, cut_undivided, is_undivided, romanised
from debar.names.script import clean, words_of
from debar.names.tables import ready, rows, words

ROOT = Path(__file__).resolve().parents[2]

SIGNS = st.text(alphabet="中国石油天然气华为技术银行大连海运가나조선무역은행あ ", max_size=20)
LETTERS = st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=10)


@pytest.mark.parametrize(
    "spellings",
    [
        "bank banque banco banka bankasi yinhang unhaeng bancaire",
        "company sharikat sherkat kompaniya sirketi compagnie gongsi hoesa",
        "trading handel bazargani maoyi muyok ticaret comercializadora",
        "state gosudarstvennyy gosudarstvenny gosudarstvennoe gosudarstvennoye derzhavnyi",
        "research issledovatelskiy issledovatelsky recherche forschung yanjiu",
        "association obedinenie obyedineniye assoc asociacion",
        "committee lajnat komitet comite komite",
        "movement harakat tehrik dvizhenie mouvement hareketi",
        "iran iranian irani",
        "russia russian rossiya rossii rossiyskaya russkiy",
        "moscow moskva moskovskiy moscou",
        "damascus dimashq",
        "tehran teheran",
        "korea korean chosun",
        "international intl internacional mezhdunarodnyy guoji",
        "university daneshgah universitet daxue",
    ],
)
def test_words_of_one_meaning_have_one_concept(spellings: str) -> None:
    assert len({concept_of(word) for word in spellings.split()}) == 1
    assert concept_of(spellings.split()[0]) is not None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("north", "south"),
        ("iran", "iraq"),
        ("army", "brigade"),
        ("oil", "gas"),
        ("first", "second"),
        ("import", "export"),
    ],
)
def test_siblings_are_told_apart(one: str, other: str) -> None:
    assert concept_of(one) != concept_of(other)


@pytest.mark.parametrize(
    ("written", "name"),
    [("банк", "bank"), ("министерство", "ministry"), ("τράπεζα", "bank"), ("Москва", "moscow"), ("Україна", "ukraine")],
)
def test_words_in_their_own_letters_are_known_by_their_romanisation(written: str, name: str) -> None:
    (word,) = words_of(clean(written))
    concept = concept_of(word)
    assert concept is not None
    assert concept.name == name


@pytest.mark.parametrize("word", ["romashka", "huawei", "gazprom", "kim", "mohammad", "taliban", "hamas", ""])
def test_names_are_no_concepts(word: str) -> None:
    assert concept_of(word) is None


def test_the_name_of_a_concept_is_a_word_of_it() -> None:
    assert [concept.name for concept in romanised().values() if concept_of(concept.name) != concept] == []


def test_weights_are_less_than_that_of_a_name() -> None:
    assert {concept.role for concept in romanised().values()} == {"generic", "place"}
    assert all(5 <= concept.weight <= 60 for concept in romanised().values())


def test_small_words_are_no_concepts() -> None:
    small = {word for word, role in words("organisation").items() if role == "particle"}
    assert small.isdisjoint(romanised())


def test_every_row_stands_once_with_its_source() -> None:
    found = rows("concepts.csv")
    assert len({(row["word"], row["endings"]) for row in found}) == len(found)
    assert all(row["source"] and row["verified"] and row["language"] for row in found)
    assert {row["endings"] for row in found} == {"", *(row["endings"] for row in rows("endings.csv"))}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("华为技术", ["华为", "technology"]),
        ("中国石油天然气集团", ["china", "oil", "gas", "group"]),
        ("조선무역은행", ["korea", "trading", "bank"]),
        ("大连海运", ["dalian", "shipping"]),
        ("日立製造", ["日立", "manufacturing"]),
    ],
)
def test_writing_without_spaces_is_divided_at_known_words(text: str, expected: list[str]) -> None:
    assert [concept.name if concept else piece for piece, concept in cut_undivided(text)] == expected


@given(SIGNS)
def test_dividing_loses_nothing(text: str) -> None:
    pieces = cut_undivided(text)
    assert "".join(piece for piece, _ in pieces) == text
    assert all(piece for piece, _ in pieces)
    assert all(is_undivided(piece) for piece, concept in pieces if concept)


def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_tables", ROOT / "tools" / "make_tables.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_tables_that_stand_ready_are_made_of_those_beside_them() -> None:
    path = ROOT / "src" / "debar" / "names" / "data" / tables.READY
    assert path.read_bytes() == generator().make(), "run tools/make_tables.py"


def test_what_stands_ready_is_what_the_tables_say() -> None:
    assert ready("concepts", concepts.Concepts) == concepts.make_concepts()
    assert ready("forms", forms.Trees) == forms.make_trees()
    assert ready("no such part", list[str]) is None


def test_a_changed_table_counts_at_once(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "src" / "debar" / "names", tmp_path / "debar" / "names")
    (tmp_path / "debar" / "__init__.py").touch()
    with (tmp_path / "debar" / "names" / "data" / "concepts.csv").open("a", encoding="utf-8") as table:
        table.write("romashka,camomile,generic,20,,ru,a test,unchecked\n")
    asked = "from debar.names.concepts import concept_of; print(concept_of('romashka').name, concept_of('bank').name)"
    said = subprocess.run(
        [sys.executable, "-c", asked], env={"PYTHONPATH": str(tmp_path)}, capture_output=True, text=True
    )
    assert said.stdout == "camomile bank\n", said.stderr
