"""Every listed name finds its own entity as first hit: over all names of all lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from debar.lists.archives import Unpacker
from debar.lists.reading import Context
from debar.lists.sets import find
from debar.match import Index, build
from debar.match.schemata import group_of
from debar.model import Entity, Hit, Query

LISTS = (
    "ofac/2023-12-28",
    "ofac/non-sdn-2025-12-19",
    "ofac/consolidated_2018.xml",
    "un/consolidated_2026-02.xml",
    "ca/sema-lmes_2025-05.xml",
    "au/regulation8_consolidated_2024-12.xlsx",
    "uk/sanctionsconlist_2018-04-13.csv",
    "eu/EUSanctionsShort_2018-07-04.csv",
    "us-csl/consolidated_2022-04.csv.gz",
    "us-csl/dpl_2023-11-30.txt",
    "opensanctions/yente_fixtures/zala",
    "opensanctions/format_sample_wd_persons_2024-03/entities.ftm.json",
)
CHUNK = 2_000


def entities_of(path: Path) -> list[Entity]:
    with Unpacker() as unpacker:
        (file_set,) = find(unpacker, path).sets
        return [item for item in file_set.format.read(file_set.files, Context()) if isinstance(item, Entity)]


def index_over(entities: Iterable[Entity], folder: Path) -> Index:
    folder.mkdir()
    build(entities, folder, about={})
    return Index.open(folder)


def bears(hit: Hit, name: str) -> bool:
    """Whether the entity of the hit has the very name: then it may stand level with the one asked for."""
    return any(one.value.casefold() == name.casefold() for one in hit.entity.names)


def strays(index: Index, entities: list[Entity]) -> Iterator[str]:
    """Names whose own entity is neither the first hit nor level with a first hit that looks the same.

    Each is asked among its own kind: how much a word says differs between the kinds ("HADI" is a common name of people
    and a rare one of ships), so that across them the rarer stands first.
    """
    asked = [(entity, name.value) for entity in entities for name in entity.names]
    for start in range(0, len(asked), CHUNK):
        chunk = asked[start : start + CHUNK]
        found = index.search_many([Query(schema=entity.schema, name=name) for entity, name in chunk], limit=3)
        for (entity, name), hits in zip(chunk, found, strict=True):
            first = hits[0] if hits else None
            if first is not None and (first.entity.id == entity.id or bears(first, name)):
                continue
            # Level with the first, by another spelling that reads alike ("AL-HASAN", "al Hasan").
            level = index.search(Query(schema=entity.schema, name=name), limit=200)
            own = next((hit for hit in level if hit.entity.id == entity.id), None)
            # A list that does not know the kind is asked among people and bodies.
            if own and first and group_of(first.entity.schema) != group_of(entity.schema):
                continue
            if own is None or first is None or own.score < first.score:
                yield f"{entity.id} {name!r}: first {first and (first.entity.id, first.score)}, own {own and own.score}"


@pytest.mark.parametrize("path", LISTS)
def test_every_listed_name_finds_its_own_entity_first(shared_lists: Path, tmp_path: Path, path: str) -> None:
    entities = entities_of(shared_lists / path)
    index = index_over(entities, tmp_path / "index")
    assert list(strays(index, entities)) == []


@pytest.mark.long
def test_every_listed_name_finds_its_own_entity_first_among_all_lists_together(
    shared_lists: Path, tmp_path: Path
) -> None:
    """One index over every list at hand; an older edition of a list that is there already is left out."""
    entities: dict[tuple[str, str], Entity] = {}
    for path in LISTS:
        for entity in entities_of(shared_lists / path):
            entities.setdefault((entity.source, entity.id), entity)
    index = index_over(entities.values(), tmp_path / "index")
    assert list(strays(index, list(entities.values()))) == []
