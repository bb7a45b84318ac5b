"""The compiled kernel, the search in NumPy and the plain comparison with every name find the same, with the same scores."""

from __future__ import annotations

import csv
import random
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from debar.match import Index, build
from debar.match.alignment import align
from debar.match.arrays import Array
from debar.match.asking import Question, lay_out
from debar.match.kernel import GROUPS, Pairs, library, prices
from debar.match.keys import word_keys
from debar.match.rating import Asked
from debar.model import Entity, Name, Query
from debar.names import Group, likeness, read

needs_kernel = pytest.mark.skipif(library() is None, reason="there is no compiled kernel here (no C compiler)")

SCHEMATA = {"person": "Person", "organisation": "Company", "object": "Vessel"}
LETTERS = "aeiouhjklmnrsty"
PIECES = st.one_of(
    st.text(alphabet=LETTERS, min_size=1, max_size=9),
    st.sampled_from(
        [
            "al",
            "bin",
            "abu",
            "dr",
            "abd",
            "mohammed",
            "vladimir",
            "volodymyr",
            "ltd",
            "bank",
            "iran",
            "iranian",
            "trading",
            "company",
            "ii",
            "7",
            "m23",
            "putin",
            "putina",
            "xi",
            "jinping",
            "jin",
            "ping",
            "shipping",
            "lines",
            "o",
            "v",
            "习近平",
            "путин",
            "محمد",
            "김정은",
            "first",
            "d.o.o.",
            "&",
            "(co)",
            "ivanovich",
        ]
    ),
)
NAMES = st.lists(PIECES, min_size=1, max_size=6).map(" ".join)


def found(rows: Array) -> set[tuple[int, ...]]:
    """Question, entity and score; which of two equal names of an entity is named does not matter."""
    return {(question, entity, score) for question, entity, _, score in rows.tolist()}


def questions(index: Index, queries: list[Query]) -> list[Question]:
    return [question for query in queries for question in index._ways_to_ask(Asked(query), None)]


@needs_kernel
@settings(max_examples=60, deadline=None)
@given(
    st.lists(NAMES, min_size=1, max_size=12),
    st.lists(NAMES, min_size=1, max_size=6),
    st.sampled_from(GROUPS),
    st.booleans(),
)
def test_kernel_numpy_and_every_name_compared_agree(
    tmp_path_factory: pytest.TempPathFactory, listed: list[str], asked: list[str], group: Group, near: bool
) -> None:
    schema = SCHEMATA[group]
    directory = tmp_path_factory.mktemp("agree")
    entities = [
        Entity(f"x-{place}", "x", schema, (Name(name), Name(f"{name} other", "weak")))
        for place, name in enumerate(listed)
    ]
    build(entities, directory, about={})
    index = Index.open(directory)
    assert index._kernel is not None
    if near:
        asked = [name[1:] + name[:1] if len(name) > 3 else name for name in listed]
    ways = questions(index, [Query(schema=schema, name=name) for name in asked if name.strip()])
    every = found(index._candidates.search(ways, least=700, most=1_000, exhaustive=True))
    assert found(index._kernel.search(lay_out(ways), least=700, most=1_000, exhaustive=True)) == every
    assert found(index._kernel.search(lay_out(ways), least=700, most=1_000, exhaustive=False)) == every
    assert found(index._candidates.search(ways, least=700, most=1_000, exhaustive=False)) == every


@needs_kernel
@settings(deadline=None)
@given(NAMES, NAMES, st.sampled_from(GROUPS))
def test_names_in_pairs_score_in_the_kernel_as_in_the_plain_twin(one: str, other: str, group: Group) -> None:
    loaded = library()
    assert loaded is not None
    sides = [read(one, group), read(other, group)]
    asked, listed = (lay_out([Question("", reading, group, np.zeros(1, np.uint8))]) for reading in sides)
    place = np.zeros(1, np.int32)
    score, rarity = Pairs(loaded, asked, listed).score(place, place, prices())
    found = align(*sides, group)
    assert (int(score[0]), int(rarity[0])) == (found.score, found.rarity) or not all(each.tokens for each in sides)


@needs_kernel
def test_on_real_names_the_index_misses_nothing_that_comparing_with_every_name_finds(
    shared: Path, tmp_path: Path
) -> None:
    lines = (shared / "data" / "lists" / "ofac" / "2023-12-28" / "alt.csv").read_text("ascii").splitlines()
    names = [line.split('"')[-2] for line in lines if line.count('"') >= 4][::6]
    entities = [
        Entity(f"x-{place}", "x", "Person" if place % 2 else "Company", (Name(name),))
        for place, name in enumerate(names)
    ]
    build(entities, tmp_path, about={})
    index = Index.open(tmp_path)
    assert index._kernel is not None
    draw = random.Random(5)
    asked = []
    for name in draw.sample(names, 400):
        place = draw.randrange(len(name))
        asked.append(name[:place] + draw.choice("aeinrs") + name[place + 1 :])
    ways = questions(index, [Query(schema=draw.choice(["Person", "Company"]), name=name) for name in asked])
    every = found(index._kernel.search(lay_out(ways), least=700, most=1_000, exhaustive=True))
    assert len(every) > 100
    assert found(index._kernel.search(lay_out(ways), least=700, most=1_000, exhaustive=False)) == every
    assert found(index._candidates.search(ways[:60], least=700, most=1_000, exhaustive=False)) == {
        each for each in every if each[0] < 60
    }


@given(st.text(alphabet=LETTERS, min_size=1, max_size=10), st.data())
def test_words_that_are_alike_share_a_key(word: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(word)))
    letter = data.draw(st.sampled_from(LETTERS))
    others = {
        word[:place] + letter + word[place:],
        word[:place] + word[place + 1 :],
        word[:place] + letter + word[place + 1 :],
    }
    for other in filter(None, others):
        if likeness(word, (), other, ())[0]:
            assert set(word_keys(word, ())) & set(word_keys(other, ()))


def test_without_the_kernel_the_answers_are_the_same(tmp_path: Path) -> None:
    build([Entity("x-1", "x", "Person", (Name("PUTIN, Vladimir Vladimirovich"),))], tmp_path, about={})
    program = (
        "import sys; from pathlib import Path; from debar.match import Index; from debar.match.kernel import library;"
        "from debar.model import Query; hits = Index.open(Path(sys.argv[1])).search(Query(name='Wladimir Putin'));"
        "assert library() is None; print(hits[0].score)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)],
        env={"DEBAR_KERNEL": "off", "PYTHONPATH": str(Path(__file__).parents[2] / "src")},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert float(done.stdout) == Index.open(tmp_path).search(Query(name="Wladimir Putin"))[0].score


SHORT = {
    "query": "query omission",
    "listed": "listed omission",
    "son": "father and son",
    "given": "family and given name",
}
LONG = {"family": "family name", "first family": "first family name", "thin most": "thin at most"}


def test_prices_are_read_in_the_order_that_the_kernel_knows() -> None:
    package = Path(__file__).parents[2] / "src" / "debar" / "match"
    source = (package / "kernel.c").read_text("utf-8")
    listed = re.findall(r"P_(\w+)", source[source.index("P_UNLIKE") : source.index("PRICES")])
    known = [name.lower().replace("_", " ") for name in listed]
    table = csv.DictReader((package / "data" / "points.csv").read_text("utf-8").splitlines())
    assert [{**SHORT, **LONG}.get(name, name) for name in known] == [row["difference"] for row in table]
