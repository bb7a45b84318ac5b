"""The index: every listed name is found, answers are those of `compare`, damage is refused."""

from __future__ import annotations

import csv
import json
import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from debar.errors import HomeDamaged, StoreError
from debar.match import Index, build, compare
from debar.match.rating import readings_of
from debar.model import Entity, Identifier, Name, Query

HARD_NAMES = [
    "603",
    "M23",
    "'",
    "...",
    "!!! ???",
    "A",
    "Ы",
    "\u200b",
    "LLC",
    "OOO",
    "Limited Liability Company",
    "Bank",
    "Dr.",
    "Al",
    "ABDULLAH",
    "HLAING, Min Aung",
    "李",
    "习近平",
    "大连海运有限公司",
    "有限公司",
    "ウラジーミル・プーチン",
    "김정은",
    "محمد بن سلمان",
    "דוד",
    "Владимир Владимирович Путин",
    "Κωνσταντίνος",
    "საქართველოს ბანკი",
    "Հայաստան",
    "ประเทศไทย",
    "မင်းအောင်လှိုင်",
    "ዐቢይ አሕመድ",
    "ⅣⅤ",
    "々",
    "☭",
    "EP-GOM",
    "Iß, Ürsula ğ ı",
    "Scientific " * 30 + "Institute 17",
    "x" * 300,
]


def made(directory: Path, entities: list[Entity]) -> Index:
    directory.mkdir(parents=True, exist_ok=True)
    build(entities, directory, about={"edition": "2024-09-10"})
    return Index.open(directory, verify=True)


@pytest.fixture(scope="module")
def hard(tmp_path_factory: pytest.TempPathFactory) -> tuple[Index, list[Entity]]:
    entities = [
        Entity(f"x-{schema}-{place}", "x", schema, (Name(f"PRIMARY {place}"), Name(name, kind)))
        for place, (name, kind) in enumerate((name, kind) for name in HARD_NAMES for kind in ("alias", "weak"))
        for schema in ("Person", "Company", "Vessel")
    ]
    return made(tmp_path_factory.mktemp("hard"), entities), entities


def test_every_listed_name_whatever_it_is_finds_its_entity_first(hard: tuple[Index, list[Entity]]) -> None:
    index, entities = hard
    for entity in entities:
        for name in entity.names:
            hits = index.search(Query(schema=entity.schema, name=name.value), limit=50)
            scores = {hit.entity.id: hit.score for hit in hits}
            assert entity.id in scores, name
            assert scores[entity.id] >= 0.7
            assert scores[entity.id] == hits[0].score or hits[0].entity.names[1].value == name.value


def test_a_thing_is_asked_among_all_kinds(hard: tuple[Index, list[Entity]]) -> None:
    index, _ = hard
    hits = index.search(Query(name="EP-GOM"), limit=10)
    assert {hit.entity.schema for hit in hits} == {"Person", "Company", "Vessel"}


def test_ties_stand_by_exactness_then_kind_then_id(tmp_path: Path) -> None:
    entities = [
        Entity("x-4", "x", "Person", (Name("Other A"), Name("Ana Roth", "alias"))),
        Entity("x-3", "x", "Person", (Name("Ana Roth"),)),
        Entity("x-2", "x", "Person", (Name("ROTH, Ana"),)),
        Entity("x-1", "x", "Person", (Name("Ana Roth"),)),
    ]
    hits = made(tmp_path, entities).search(Query(schema="Person", name="Ana Roth"))
    assert [hit.entity.id for hit in hits] == ["x-1", "x-3", "x-4", "x-2"]


def test_lists_that_divide_the_same_letters_differently_stand_level(tmp_path: Path) -> None:
    # With the family name told, "Abd" at the end belongs to it.
    told = Name("RAHMAN UMAR ABD", parts=(("lastName", "Rahman"),))
    entities = [
        Entity("x-1", "x", "Person", (Name("Rahman Umar Abd"),)),
        Entity("y-1", "y", "Person", (told,)),
    ]
    asked = Query(schema="Person", name="rahman umar abd")
    assert len({reading.tokens for entity in entities for reading in readings_of(entity)}) == 2
    scores = {hit.score for hit in made(tmp_path, entities).search(asked)}
    assert len(scores) == 1
    assert {compare(asked, entity).score for entity in entities} == scores


def test_a_listed_name_that_holds_several_is_found_by_each(tmp_path: Path) -> None:
    listed = Entity("x-1", "x", "Organization", (Name("AL-FAJR FRONT/ARMY OF SUNRISE"),))
    index = made(tmp_path, [listed, Entity("x-2", "x", "Organization", (Name("Zarnitsa"),))])
    for name in ("Al Fajr Front", "Army of Sunrise", "AL-FAJR FRONT/ARMY OF SUNRISE"):
        (hit,) = index.search(Query(schema="Organization", name=name), cutoff=0.7)
        assert (hit.entity.id, hit.score) == ("x-1", compare(Query(schema="Organization", name=name), listed).score)
        assert abs(sum(reason.points for reason in hit.evidence) - hit.score) < 1e-9


def test_a_hit_on_the_line_is_shown_and_matches(tmp_path: Path) -> None:
    index = made(tmp_path, [Entity("x-1", "x", "Person", (Name("PUTIN, Vladimir Vladimirovich"),))])
    query = Query(schema="Person", name="Vladimir Putin")
    score = index.search(query)[0].score
    assert index.search(query, cutoff=score, threshold=score)[0].match
    assert not index.search(query, cutoff=score, threshold=score + 0.0001)[0].match
    assert index.search(query, cutoff=score + 0.0001) == ()


def test_only_the_sources_asked_for_are_searched(tmp_path: Path) -> None:
    wallet = (Identifier("publicKey", "0x" + "ab" * 20),)
    index = made(
        tmp_path, [Entity(f"{source}-1", source, "Person", (Name("Ana Roth"),), wallet) for source in ("x", "y")]
    )
    for query in (Query(name="Ana Roth"), Query(identifiers=[("publicKey", "0x" + "AB" * 20)])):
        assert [hit.entity.id for hit in index.search(query, sources=frozenset({"y"}))] == ["y-1"]
        assert len(index.search(query)) == 2


def test_entities_come_back_whole(tmp_path: Path) -> None:
    entity = Entity("x-1", "x", "Vessel", (Name("ARARAT"),), (Identifier("imoNumber", "9187631"),))
    index = made(tmp_path, [entity])
    assert index.entity("x-1") == entity
    assert index.entity("x-2") is None
    assert (index.entity_count, index.name_count, index.about) == (1, 1, {"edition": "2024-09-10"})


def test_an_empty_index_answers_nothing(tmp_path: Path) -> None:
    index = made(tmp_path, [])
    assert index.search(Query(name="Ana", identifiers=[("imoNumber", "9187631")])) == ()
    assert index.entity("x-1") is None


def test_several_names_of_a_query_are_all_asked(tmp_path: Path) -> None:
    index = made(tmp_path, [Entity("x-1", "x", "Person", (Name("ROTH, Ana"),))])
    assert index.search(Query(schema="Person", name=["Somebody Else", "Ana Roth"]))[0].match


def test_two_entities_with_one_id_are_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="x-1"):
        build([Entity("x-1", "x", "Person", (Name("A"),))] * 2, tmp_path, about={})


def test_a_directory_that_is_not_empty_is_refused(tmp_path: Path) -> None:
    (tmp_path / "readme").write_text("here")
    with pytest.raises(StoreError, match="empty"):
        build([], tmp_path, about={})


def test_every_damaged_file_is_refused(tmp_path: Path) -> None:
    made(tmp_path, [Entity("x-1", "x", "Person", (Name("ROTH, Ana"),), (Identifier("passportNumber", "A123456"),))])
    names = json.loads((tmp_path / "manifest.json").read_text())["files"]
    for name, facts in names.items():
        path = tmp_path / name
        body = path.read_bytes()
        path.write_bytes(body + b"x")
        with pytest.raises(HomeDamaged, match=name):
            Index.open(tmp_path)
        path.unlink()
        with pytest.raises(HomeDamaged, match=name):
            Index.open(tmp_path)
        if facts["bytes"]:
            path.write_bytes(bytes([body[0] ^ 1]) + body[1:])
            with pytest.raises(HomeDamaged, match=name):
                Index.open(tmp_path, verify=True)
        path.write_bytes(body)
    Index.open(tmp_path, verify=True)


@pytest.mark.parametrize("body", [b"", b"<html>", b"{}", b"\xff\xfe"])
def test_a_broken_manifest_is_refused(tmp_path: Path, body: bytes) -> None:
    made(tmp_path, [])
    (tmp_path / "manifest.json").write_bytes(body)
    with pytest.raises(HomeDamaged, match="manifest"):
        Index.open(tmp_path)


def test_an_index_that_reads_names_in_another_way_is_refused(tmp_path: Path) -> None:
    made(tmp_path, [])
    path = tmp_path / "manifest.json"
    path.write_text(path.read_text().replace('"names_version": ', '"names_version": 9'))
    with pytest.raises(HomeDamaged, match="names"):
        Index.open(tmp_path)


def test_building_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    entities = [Entity(f"x-{name}", "x", "Person", (Name(name),)) for name in ("Ana Roth", "习近平", "603")]
    for directory in ("one", "two"):
        made(tmp_path / directory, entities)
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()


LISTED_NAMES = st.lists(
    st.text(min_size=1, max_size=30).filter(lambda text: bool(text.strip())), min_size=1, max_size=8
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(LISTED_NAMES)
def test_any_text_that_is_listed_is_found(tmp_path_factory: pytest.TempPathFactory, names: list[str]) -> None:
    entities = [Entity(f"x-{place}", "x", "Organization", (Name(name),)) for place, name in enumerate(names)]
    index = made(tmp_path_factory.mktemp("any"), entities)
    for entity in entities:
        hits = index.search(Query(schema="Organization", name=entity.caption), limit=len(entities))
        scores = {hit.entity.id: hit.score for hit in hits}
        assert scores.get(entity.id) == hits[0].score


@pytest.fixture(scope="module")
def ofac(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Index, list[Entity]]:
    """Every seventh party of a real SDN edition with its aliases."""
    edition = shared / "data" / "lists" / "ofac" / "2023-12-28"
    kinds = {"individual": "Person", "vessel": "Vessel", "aircraft": "Airplane"}
    names: dict[str, list[Name]] = {}
    with (edition / "alt.csv").open(newline="", encoding="ascii") as file:
        for row in csv.reader(file):
            if len(row) > 1:
                names.setdefault(row[0], []).append(Name(row[3].strip(), "alias"))
    with (edition / "sdn.csv").open(newline="", encoding="ascii") as file:
        entities = [
            Entity(
                f"us-ofac-{row[0]}",
                "x",
                kinds.get(row[2].strip(), "Organization"),
                (Name(row[1].strip()), *names.get(row[0], ())),
            )
            for row in list(csv.reader(file))[::7]
            if len(row) > 1
        ]
    return made(tmp_path_factory.mktemp("ofac"), entities), entities


def test_every_name_of_a_real_edition_finds_its_entity(ofac: tuple[Index, list[Entity]]) -> None:
    index, entities = ofac
    for entity in entities:
        for name in entity.names:
            hits = index.search(Query(schema=entity.schema, name=name.value), limit=100)
            scores = {hit.entity.id: hit.score for hit in hits}
            assert scores.get(entity.id) == hits[0].score, name.value


def test_search_gives_the_score_of_compare(ofac: tuple[Index, list[Entity]]) -> None:
    index, entities = ofac
    draw = random.Random(7)
    for entity in draw.sample(entities, 150):
        words = draw.choice(entity.names).value.split()
        words[draw.randrange(len(words))] = draw.choice(draw.choice(entities).caption.split())
        query = Query(
            schema=entity.schema, name=" ".join(words), birth_date="1970" if entity.schema == "Person" else ()
        )
        for hit in index.search(query):
            assert hit == compare(query, hit.entity)


def test_search_many_is_search_many_times(ofac: tuple[Index, list[Entity]]) -> None:
    index, entities = ofac
    queries = [Query(name=entity.caption) for entity in entities[:40]]
    assert index.search_many(queries) == [index.search(query) for query in queries]
