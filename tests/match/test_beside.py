"""What the kernel tells of two names side by side, which evidence is put into words from, is what the plain twin tells."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from debar.match import Index, build
from debar.match.alignment import align
from debar.match.kernel import library
from debar.match.session import GROUPS
from debar.model import Entity, Name, Query
from debar.names import Group, read

pytestmark = pytest.mark.skipif(library() is None, reason="there is no compiled kernel here (no C compiler)")

SCHEMATA = {"person": "Person", "organisation": "Company", "object": "Vessel"}
KNOWN = [
    "Vladimir", "Volodymyr", "Putin", "PUTINA", "V.", "bin", "Ali", "Omar", "Abd", "Abdullah", "Mohammed",
    "Muhammad", "Dr.", "al-", "Hassan", "Hasan", "ivanovich", "Li", "Wei", "Ltd", "LLC", "d.o.o.", "Bank", "Iran",
    "Iranian", "Petro", "Petroiran", "Trading", "Company", "First", "7", "M23", "II", "NIOC", "National", "Oil",
    "Star", "путин", "习近平", "محمد",
]  # fmt: skip
WORDS = st.one_of(st.text(alphabet="aeiouhjklmnrsty", min_size=1, max_size=9), st.sampled_from(KNOWN))
NAMES = st.lists(WORDS, min_size=1, max_size=7).map(" ".join)


@settings(max_examples=150, deadline=None)
@given(asked=st.lists(NAMES, min_size=1, max_size=8), listed=NAMES, group=st.sampled_from(GROUPS))
def test_the_kernel_lays_names_beside_each_other_as_python_does(
    tmp_path_factory: pytest.TempPathFactory, asked: list[str], listed: str, group: Group
) -> None:
    directory = tmp_path_factory.mktemp("beside")
    build([Entity("x-1", "x", SCHEMATA[group], (Name(listed),))], directory, about={})
    index = Index.open(directory)
    assert index._kernel is not None
    reading = index._names.reading(0)
    for name in asked:
        query = read(name, group)
        told = index._kernel.beside(query, reading, group, 0)
        if not query.tokens or not reading.tokens:
            assert told is None
        else:
            assert told == align(query, reading, group)


def test_on_real_names_the_evidence_is_the_same_without_the_kernel(shared: Path, tmp_path: Path) -> None:
    lines = (shared / "data" / "lists" / "ofac" / "2023-12-28" / "alt.csv").read_text("ascii").splitlines()
    names = [line.split('"')[-2] for line in lines if line.count('"') >= 4][::4]
    draw = random.Random(11)
    entities = [
        Entity(f"x-{place}", "x", "Person" if place % 2 else "Company", (Name(name, draw.choice(["primary", "weak"])),))
        for place, name in enumerate(names)
    ]
    build(entities, tmp_path, about={})
    asked = []
    for name in draw.sample(names, 300):
        at = draw.randrange(len(name))
        changed = name[:at] + draw.choice("aeinrs ") + name[at + 1 :]
        words = changed.split()
        draw.shuffle(words)
        asked.append(Query(schema=draw.choice(["Person", "Company", "Thing"]), name=" ".join(words) or name))
    with_kernel, without = Index.open(tmp_path), Index.open(tmp_path)
    without._kernel = None
    told, twin = with_kernel.search_many(asked), without.search_many(asked)
    assert sum(map(len, told)) > 200
    assert told == twin
