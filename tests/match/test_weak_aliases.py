"""Weak aliases under a policy that wants them confirmed: however asked, every way of searching gives what one pair gives."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from debar.match.asking import Batch, Terms
from debar.match.building import build
from debar.match.index import Index
from debar.match.kernel import library
from debar.match.rating import Asked, rate
from debar.match.session import Bounds
from debar.model import Dated, Entity, Name, PartialDate, Query

NAMES = st.lists(
    st.sampled_from(["el", "chapo", "chapito", "joaquin", "guzman", "loera", "ivan", "archivaldo"]),
    min_size=1,
    max_size=3,
).map(" ".join)
LISTED = st.lists(st.tuples(NAMES, NAMES, st.booleans()), min_size=1, max_size=6)
ASKED = st.lists(st.tuples(NAMES, st.sampled_from(["", "1954", "1990"])), min_size=1, max_size=6)


def entities_of(listed: list[tuple[str, str, bool]]) -> list[Entity]:
    return [
        Entity(
            f"x-{place}",
            "x",
            "Person",
            (Name(strong), Name(weak, "weak")),
            dates=(Dated("birthDate", PartialDate("1954")),) if dated else (),
        )
        for place, (strong, weak, dated) in enumerate(listed)
    ]


@settings(max_examples=60, deadline=None)
@given(LISTED, ASKED, st.sampled_from([0.5, 0.6, 0.72]), st.booleans())
def test_a_batch_under_the_confirming_policy_gives_what_each_pair_gives(
    tmp_path_factory: pytest.TempPathFactory,
    listed: list[tuple[str, str, bool]],
    asked: list[tuple[str, str]],
    cutoff: float,
    alone: bool,
) -> None:
    entities = entities_of(listed)
    directory = tmp_path_factory.mktemp("weak")
    build(entities, directory, about={})
    index = Index.open(directory)
    queries = [Query(schema="Person", name=name, birth_date="" if alone else born) for name, born in asked]
    answers = index.search_many(queries, limit=50, cutoff=cutoff, threshold=0.7, weak_aliases="confirm")
    for query, hits in zip(queries, answers, strict=True):
        one = Asked(query, weak_aliases="confirm", threshold=0.7)
        every = {entity.id: rate(one, entity).score for entity in entities}
        assert {hit.entity.id: round(1000 * hit.score) for hit in hits} == {
            id: score for id, score in every.items() if score >= 1000 * cutoff
        }
        for hit in hits:
            assert hit.match == (hit.score >= 0.7)
            assert round(sum(each.points for each in hit.evidence), 6) == hit.score


@pytest.mark.skipif(library() is None, reason="no compiled kernel here")
@settings(max_examples=40, deadline=None)
@given(LISTED, st.lists(NAMES, min_size=1, max_size=6), st.integers(0, 1000))
def test_the_kernel_and_numpy_hold_weak_aliases_back_alike(
    tmp_path_factory: pytest.TempPathFactory, listed: list[tuple[str, str, bool]], asked: list[str], most: int
) -> None:
    directory = tmp_path_factory.mktemp("weak")
    build(entities_of(listed), directory, about={})
    index = Index.open(directory)
    assert index._kernel is not None
    terms = Terms(50, 0.3, 0.7, None, False, "confirm")
    batch = Batch(
        [Query(schema="Person", name=name) for name in asked], terms, lambda schema: index._among(schema, terms)
    )
    ways = [batch.question(place) for place in range(len(batch.names))]
    bounds = Bounds(300, 1000, weak_most=most)
    assert index._kernel.search(ways, bounds).tolist() == index._candidates.search(ways, bounds).tolist()


def test_a_strong_name_is_not_hidden_by_a_weak_one_that_is_held_back(tmp_path_factory: pytest.TempPathFactory) -> None:
    directory = tmp_path_factory.mktemp("weak")
    build([Entity("x-1", "x", "Person", (Name("Ivan Guzman Loera"), Name("Ivan Guzman", "weak")))], directory, about={})
    query = Query(schema="Person", name="Ivan Guzman")
    (held,) = Index.open(directory).search(query, weak_aliases="confirm")
    (shown,) = Index.open(directory).search(query, weak_aliases="show")
    assert shown.score > held.score >= 0.69
