"""Listed names become one and the same index, whoever reads them: the kernel or Python."""

from __future__ import annotations

import csv
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from debar.match.kernel import library
from debar.match.listing import ListedName, ListedReader
from debar.model import Name
from debar.names import Group

needs_kernel = pytest.mark.skipif(library() is None, reason="no kernel was built")
GROUPS: tuple[Group, ...] = ("person", "organisation", "object")
WORDS = st.sampled_from(
    [
        "PUTIN,", "Vladimir", "V.", "bin", "al-Din", "Abdul", "Donetsk", "Kamenetsk", "Łódź", "Ölmez", "and", "of", "the", "Trading", "Co.",
        "Ltd", "S.A.", "OOO", "GmbH", "JSC", "Petroleos", "Venezuela", "II", "Seventh", "O'Neill", "Путин", "博", "ابن", "X-Press", "12", "ship's",
    ]
)  # fmt: skip
NAMES = st.lists(WORDS, min_size=1, max_size=7).map(" ".join)


def read_both(names: list[tuple[Name, Group]], together: int) -> tuple[list[ListedName], list[ListedName]]:
    """What the kernel makes of names, so many at a time, and what Python makes of them."""
    quick, plain = ListedReader(), ListedReader()
    plain._library = None
    left = iter(names)
    found = []
    while some := list(islice(left, together)):
        found += list(quick.read(some))
    expected = list(plain.read(names))
    assert list(quick.words) == list(plain.words)
    return found, expected


def shown(names: list[ListedName]) -> list[tuple[object, ...]]:
    """The keys of a name have no order: an index sorts them."""
    return [(*name[:4], sorted(set(name.keys))) for name in names]


@needs_kernel
@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.tuples(st.one_of(NAMES, st.text(max_size=30)), st.sampled_from(GROUPS), st.booleans()), max_size=12),
    st.integers(1, 5),
)
def test_names_are_read_the_same_by_the_kernel_and_by_python(
    given_names: list[tuple[str, Group, bool]], together: int
) -> None:
    names = [
        (Name(value, parts=(("lastName", value.split()[-1]),) if apart and value.split() else ()), group)
        for value, group, apart in given_names
    ]
    found, expected = read_both(names, together)
    assert shown(found) == shown(expected)


@needs_kernel
def test_every_name_of_a_real_list_is_read_the_same(shared_lists: Path) -> None:
    with (shared_lists / "ofac" / "2023-12-28" / "sdn.csv").open(encoding="ascii", newline="") as file:
        rows = [row for row in csv.reader(file) if len(row) > 2]
    groups: dict[str, Group] = {"individual": "person", "vessel": "object", "aircraft": "object"}
    names = [(Name(row[1]), groups.get(row[2].strip(), "organisation")) for row in rows]
    assert len(names) > 10_000
    found, expected = read_both(names, 1_000)
    assert shown(found) == shown(expected)
