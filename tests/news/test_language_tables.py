"""What is known of a language stands in tables; every row is whole and says where it comes from."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

import debar
from debar.model.countries import name_of
from debar.news.language import inflect, language

DATA = Path(debar.__file__).parent / "news" / "data"
TABLES = sorted(DATA.glob("*/*.csv"))


def test_there_are_tables_for_english() -> None:
    assert {path.parent.name for path in TABLES} == {"en"}


@pytest.mark.parametrize("path", TABLES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_row_is_whole_and_names_source_and_status(path: Path) -> None:
    header, *rows = list(csv.reader(path.read_text("utf-8").splitlines()))
    assert header[-2:] == ["source", "status"]
    assert rows
    assert all(len(row) == len(header) for row in rows)
    assert [row for row in rows if not row[-1].strip() or not row[-2].strip()] == []
    assert len({tuple(row) for row in rows}) == len(rows)


def test_every_class_of_cues_has_a_frame_and_every_frame_a_cue_or_a_rule() -> None:
    words = language("en")
    used = {kind for kinds in words.cues.values() for kind, _ in kinds}
    assert used <= set(words.frames)
    assert set(words.frames) - used == {"take", "threat"}


def test_every_cue_can_be_inflected() -> None:
    words = language("en")
    for lemma in words.cues:
        assert any(each == lemma for each, _ in words.verbs[lemma]), lemma


def test_every_country_of_a_table_is_one() -> None:
    for table in ("demonyms.csv", "metonyms.csv", "country_words.csv", "places.csv", "people.csv", "bodies.csv"):
        for row in csv.DictReader((DATA / "en" / table).read_text("utf-8").splitlines()):
            assert row["country"] in ("", "eu") or name_of(row["country"]), (table, row)


@pytest.mark.parametrize(
    ("lemma", "forms"),
    [
        ("accuse", {"accuse", "accuses", "accused", "accusing"}),
        ("deny", {"deny", "denies", "denied", "denying"}),
        ("ship", {"ship", "ships", "shipped", "shipping"}),
        ("withdraw", {"withdraw", "withdraws", "withdrew", "withdrawn", "withdrawing"}),
        ("cancel", {"cancel", "cancels", "canceled", "cancelled", "canceling", "cancelling"}),
        ("say", {"say", "says", "said", "saying"}),
    ],
)
def test_verbs_are_inflected_as_they_are_written(lemma: str, forms: set[str]) -> None:
    irregular = {
        "ship": ("shipped", "shipped"),
        "withdraw": ("withdrew", "withdrawn"),
        "cancel": ("canceled", "cancelled"),
        "say": ("said", "said"),
    }
    assert forms - {"canceling"} <= {form for form, _ in inflect(lemma, irregular)}
