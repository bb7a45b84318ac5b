"""Spellings of one name share a class, other names do not."""

from __future__ import annotations

import gzip
import importlib.util
import random
import sys
from collections import Counter
from itertools import combinations
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debar.names import classes, frequency
from debar.names.classes import class_ids, fold, is_latin, key, latin, latin_of, size

ROOT = Path(__file__).resolve().parents[2]


def share(one: str, other: str) -> bool:
    return not set(class_ids(one)).isdisjoint(class_ids(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("vladimir", "wladimir"),
        ("vladimir", "wolodymyr"),
        ("vladimir", "uladzimir"),
        ("Владимир", "弗拉基米尔"),
        ("ولادیمیر", "vladimir"),
        ("mohammed", "magomed"),
        ("محمد", "mehmet"),
        ("aleksandr", "alexander"),
        ("nikolai", "mykola"),
        ("sergey", "serhii"),
        ("hussein", "husayn"),
        ("zhang", "chang"),
        ("xi", "hsi"),
        ("pak", "park"),
        ("李", "lee"),
        ("陳", "tan"),
        ("김", "kim"),
    ],
)
def test_forms_of_one_name_share_a_class(one: str, other: str) -> None:
    assert share(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("li", "lu"),
        ("li", "lei"),
        ("song", "sung"),
        ("sung", "seung"),
        ("chan", "tan"),
        ("ali", "eli"),
        ("ali", "alison"),
        ("lana", "rana"),
        ("hassan", "hussein"),
        ("john", "juan"),
        ("daniel", "daniela"),
        ("Иванов", "Петров"),
    ],
)
def test_names_that_are_merely_near_share_none(one: str, other: str) -> None:
    assert class_ids(one)
    assert class_ids(other)
    assert not share(one, other)


@pytest.mark.parametrize(
    ("written", "otherwise"),
    [
        ("VLADIMIR", "vladimir"),
        ("Владимир", "Влади́мир"),
        ("محمد", "مُحَمَّد"),
        ("علي", "علی"),
        ("ひろし", "ヒロシ"),
        ("Πούτιν", "ΠΟΥΤΙΝ"),
        ("O’Neil", "oneil"),
        ("Пётр", "Петр"),
    ],
)
def test_marks_and_case_make_no_difference(written: str, otherwise: str) -> None:
    assert fold(written) == fold(otherwise)
    assert class_ids(written) == class_ids(otherwise)


@pytest.mark.parametrize(
    ("native", "spelling"),
    [
        ("Владимир", "vladimir"),
        ("حسين", "hussein"),
        ("محمد", "mohammed"),
        ("弗拉基米尔", "vladimir"),
        ("김", "kim"),
        ("王", "wang"),
        ("近平", "jinping"),
    ],
)
def test_a_word_of_another_script_has_its_usual_latin_spelling(native: str, spelling: str) -> None:
    assert latin_of(native) == spelling


@pytest.mark.parametrize("word", ["", "'", "de la", "jean-luc", "x", "qwxyzzy", "王小明王小明"])
def test_what_is_no_known_single_word_has_no_class(word: str) -> None:
    assert class_ids(word) == ()
    assert latin_of(word) == ""


@given(st.text(max_size=12))
def test_any_text_is_looked_up_and_folding_twice_changes_nothing(word: str) -> None:
    assert list(class_ids(word)) == sorted(set(class_ids(word)))
    assert fold(fold(word)) == fold(word)
    assert is_latin(latin_of(word))


def test_an_unknown_class_is_an_error() -> None:
    for number in (-1, 10**9):
        with pytest.raises(IndexError):
            latin(number)
        with pytest.raises(IndexError):
            size(number)


def postings() -> Counter[int]:
    """How many words stand in each class, read off the bytes of the table."""
    data = (ROOT / "src/debar/names/data/classes.bin").read_bytes()
    _, slots, count, _, _ = classes.HEADER.unpack_from(data)
    start = classes.HEADER.size + slots * classes.SLOT.size
    values = [value for _, value in classes.SLOT.iter_unpack(data[classes.HEADER.size : start])]
    table = [number for (number,) in classes.U32.iter_unpack(data[start : start + count * classes.U32.size])]
    found: Counter[int] = Counter()
    for value in values:
        if value == classes.EMPTY:
            continue
        at = value - classes.MANY
        ids = [value] if at < 0 else table[at + 1 : at + 1 + table[at]]
        assert ids == sorted(set(ids))
        found.update(ids)
    return found


def test_every_class_has_two_forms_or_more_and_a_spelling_that_leads_back_to_it() -> None:
    words = postings()
    assert sorted(words) == list(range(len(words)))
    assert min(words.values()) >= 2
    assert all(min(words[number], 255) == size(number) for number in words)
    for number in range(0, len(words), 97):
        assert not latin(number) or number in class_ids(latin(number))


def test_the_key_of_a_word_never_changes() -> None:
    assert key("vladimir") == 0xCDDD7BD1614AAB86
    assert key("владимир") != key("vladimir")


def test_published_groups_of_spellings_share_classes_and_strangers_do_not(shared: Path) -> None:
    with gzip.open(shared / "data" / "names" / "wikidata_name_synonyms.gz", "rt", encoding="utf-8") as lines:
        groups = [line.rpartition(" => ")[0].split(", ") for line in lines]
    chosen = random.Random(7)
    sample = [[form for form in group if len(fold(form)) > 1] for group in chosen.sample(groups, 1000)]
    across = [
        share(one, other)
        for group in sample
        for one, other in combinations(group, 2)
        if is_latin(one) != is_latin(other)
    ]
    assert sum(across) > 0.8 * len(across)
    heads = [group[0] for group in sample if group]
    strangers = [share(*chosen.sample(heads, 2)) for _ in range(20_000)]
    assert sum(strangers) < 0.001 * len(strangers)


def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_names", ROOT / "tools" / "make_names.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["make_names"] = module
    spec.loader.exec_module(module)
    return module


def test_spelling_habits_are_one_sound_and_other_vowels_are_not() -> None:
    make = generator()
    assert make.near("tschaikowski", "chaykovskiy", syllables=False)
    assert make.near("mohammed", "mehmet", syllables=False)
    assert not make.near("li", "lu", syllables=True)
    assert not make.near("song", "sung", syllables=True)
    assert not make.near("lana", "rana", syllables=False)


@pytest.mark.long
def test_the_shipped_tables_are_what_the_generator_makes(tmp_path: Path) -> None:
    make = generator()
    parts = make.make_parts(tmp_path, Counter())
    data = ROOT / "src" / "debar" / "names" / "data"
    assert make.pack_classes(parts, make.make_common(tmp_path, by_class=False)) == (data / "classes.bin").read_bytes()
    found = make.spread(make.make_common(tmp_path, by_class=True), parts)
    assert make.pack_frequency(found) == (data / "frequency.bin").read_bytes()
    assert max(found.values()) <= frequency.HIGHEST
