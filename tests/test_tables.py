"""Vocabularies are tables, and every row says where it comes from."""

from __future__ import annotations

import csv
import tomllib
from pathlib import Path

import pytest

import debar
from debar.lists.catalog import official
from debar.lists.formats import all_formats

PACKAGE = Path(debar.__file__).parent
TABLES = sorted(path for path in PACKAGE.rglob("data/*.csv"))
# Words of debar's own interface and rules of its own, no facts about the world.
OWN = {
    "screen/data/columns.csv",
    "screen/data/properties.csv",
    "screen/data/schemata.csv",
    "match/data/schemata.csv",
    "news/page/data/kinds.csv",
    "news/page/data/families.csv",
}


def name_of(path: Path) -> str:
    return str(path.relative_to(PACKAGE))


@pytest.mark.parametrize("path", TABLES, ids=name_of)
def test_every_row_is_whole(path: Path) -> None:
    header, *rows = list(csv.reader(path.read_text("utf-8").splitlines()))
    assert len(set(header)) == len(header)
    assert rows
    assert all(len(row) == len(header) for row in rows)


@pytest.mark.parametrize("path", [path for path in TABLES if name_of(path) not in OWN], ids=name_of)
def test_every_row_of_a_table_of_facts_names_its_source_or_status(path: Path) -> None:
    rows = list(csv.DictReader(path.read_text("utf-8").splitlines()))
    origin = "source" if "source" in rows[0] else "status"
    assert [row for row in rows if not row[origin].strip()] == []


def test_the_catalog_says_of_every_source_what_a_user_must_know() -> None:
    for source in official().values():
        assert source.title, source.id
        assert source.publisher, source.id
        assert source.licence, source.id
        assert source.cadence, source.id
        assert source.format, source.id
        assert source.verified, source.id
        assert all(address.startswith("https://") for address in source.files.values())


def test_every_source_that_a_format_reads_is_in_the_catalog() -> None:
    assert {source for one in all_formats() for source in one.sources} == set(official())


def test_the_roles_that_the_catalog_downloads_are_a_whole_set_of_some_format() -> None:
    for source in official().values():
        if source.files:
            assert any(source.id in one.sources and one.required == set(source.files) for one in all_formats()), (
                source.id
            )


def test_sentinels_belong_to_their_source_and_are_dated() -> None:
    text = (PACKAGE / "lists" / "data" / "catalog.toml").read_text("utf-8")
    for source, table in tomllib.loads(text).items():
        for entity_id, since, *until in table.get("sentinels", []):
            assert entity_id.split("-")[0] == source.split("-")[0]
            assert all(date[:2] in ("19", "20") for date in (since, *until))
