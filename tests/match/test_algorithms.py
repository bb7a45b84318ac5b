"""The choice of algorithm, weak aliases by policy, ties between a list and its copy, and long answers."""

from __future__ import annotations

from pathlib import Path

import pytest

from debar.errors import BadQuery
from debar.match import Index, build, compare
from debar.match.algorithms import lines_for
from debar.match.ofac_sls import ofac_score
from debar.match.treasury import Treasury, compare_as_treasury
from debar.model import Dated, Entity, Name, PartialDate, Query
from debar.model.policy import WeakAliases

PUTIN = Entity("x-1", "x", "Person", (Name("PUTIN, Vladimir Vladimirovich"), Name("Putin Vladimir", "alias")))
SHIP = Entity("x-2", "x", "Vessel", (Name("PUTINA"),))
CHAPO = Entity(
    "x-3",
    "x",
    "Person",
    (Name("GUZMAN LOERA, Joaquin"), Name("El Chapo Guzman", "weak")),
    dates=(Dated("birthDate", PartialDate("1954-12-25")),),
)


def made(directory: Path, *entities: Entity) -> Index:
    build(entities, directory, about={})
    return Index.open(directory)


def test_the_treasurys_scores_are_given_to_every_name(tmp_path: Path) -> None:
    treasury = Treasury(made(tmp_path, PUTIN, SHIP, CHAPO))
    hits = treasury.search(Query(name="Poutine"), limit=5, cutoff=0.0, threshold=0.85)
    assert [hit.entity.id for hit in hits] == ["x-1", "x-2", "x-3"]
    for hit in hits:
        assert round(100 * hit.score) == max(ofac_score("Poutine", name.value) for name in hit.entity.names)
        assert hit == compare_as_treasury(Query(name="Poutine"), hit.entity, threshold=0.85)
        assert hit.evidence[0].points == hit.score
        assert " of 100 " in hit.evidence[0].text


def test_the_treasurys_scores_keep_to_the_kind_of_party_the_lines_and_the_limit(tmp_path: Path) -> None:
    treasury = Treasury(made(tmp_path, PUTIN, SHIP, CHAPO))
    asked = Query(schema="Person", name="Putin")
    assert [hit.entity.id for hit in treasury.search(asked, limit=9, cutoff=0.75, threshold=0.85)] == ["x-1"]
    assert len(treasury.search(Query(name="Putin"), limit=1, cutoff=0.0, threshold=0.85)) == 1
    assert treasury.search(Query(identifiers=[("imoNumber", "9187631")]), limit=1, cutoff=0.1, threshold=0.5) == ()


def test_an_unknown_algorithm_is_refused() -> None:
    with pytest.raises(BadQuery, match="debar or ofac-sls"):
        lines_for("soundex", threshold=None, cutoff=None)


@pytest.mark.parametrize(
    ("weak_aliases", "asked", "born", "match", "score"),
    [
        ("show", "El Chapo Guzman", "", True, None),
        ("confirm", "El Chapo Guzman", "", False, 0.69),
        ("confirm", "El Chapo Guzman", "1954", True, None),
        ("confirm", "El Chapo Guzman", "1990", False, None),
        ("confirm", "Joaquin Guzman Loera", "", True, 0.97),
        ("ignore", "El Chapo Guzman", "", False, None),
        ("ignore", "Joaquin Guzman Loera", "", True, 0.97),
    ],
)
def test_weak_aliases_count_as_the_policy_says(
    tmp_path: Path, weak_aliases: WeakAliases, asked: str, born: str, match: bool, score: float | None
) -> None:
    query = Query(schema="Person", name=asked, birth_date=born)
    hits = made(tmp_path, CHAPO).search(query, weak_aliases=weak_aliases, cutoff=0.05)
    assert bool(hits and hits[0].match) is match
    if score is not None:
        assert hits[0].score == score
    for hit in hits:
        assert round(sum(each.points for each in hit.evidence), 6) == hit.score


def test_what_holds_a_weak_alias_back_is_said(tmp_path: Path) -> None:
    (hit,) = made(tmp_path, CHAPO).search(Query(schema="Person", name="El Chapo Guzman"), weak_aliases="confirm")
    assert "Only a weak alias agrees" in hit.evidence[-1].text


def test_a_publishers_own_entry_stands_before_its_copy(tmp_path: Path) -> None:
    entities = [
        Entity("a-1", "us-csl", "Person", (Name("Ana Roth"),)),
        Entity("b-1", "us-ofac-sdn", "Person", (Name("Ana Roth"),)),
    ]
    index = made(tmp_path, *entities)
    for query in (Query(schema="Person", name="Ana Roth"), Query(schema="Person", name="Ana Roth", birth_date="1952")):
        assert [hit.entity.id for hit in index.search(query)] == ["b-1", "a-1"]
    found = Treasury(index).search(Query(name="Ana Roth"), limit=2, cutoff=0.5, threshold=0.85)
    assert [hit.entity.id for hit in found] == ["b-1", "a-1"]


@pytest.mark.parametrize("kernel", ["on", "off"])
def test_a_long_answer_is_as_long_as_was_asked(tmp_path: Path, kernel: str, monkeypatch: pytest.MonkeyPatch) -> None:
    index = made(tmp_path, *(Entity(f"x-{place}", "x", "Person", (Name("Ana Roth"),)) for place in range(700)))
    if kernel == "off":
        monkeypatch.setattr(index, "_kernel", None)
    assert len(index.search(Query(name="Ana Roth"), limit=650)) == 650
    assert len(index.search(Query(name="Ana Roth", country="ru"), limit=1000)) == 700
    assert len(index.search(Query(name="Ana Roth"), limit=3)) == 3


def test_comparing_is_by_debars_own_scores_where_nothing_else_is_said() -> None:
    asked = Query(schema="Person", name="Zaurbek Kuzhugetovich Guchaev")
    listed = Entity("x-1", "x", "Person", (Name("GUCHAEV, Zaurbek Kuzhugetovich"),))
    assert compare(asked, listed).score == 0.97
