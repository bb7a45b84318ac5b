"""The compiled kernel, the search in NumPy and the plain comparison with every name find the same, with the same scores."""

from __future__ import annotations

import csv
import os
import random
import re
import shutil
import subprocess
import sys
from array import array
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from debar.match import Index, build
from debar.match.alignment import align
from debar.match.arrays import Array
from debar.match.asking import Batch, Terms
from debar.match.costs import points
from debar.match.kernel import library, perhaps_several, prices
from debar.match.keys import raw_key, word_keys
from debar.match.session import GROUPS, Bounds, Kind, Pairs, Question, Session
from debar.match.windows import windows_of
from debar.model import Entity, Name, Query
from debar.names import Group, likeness, read
from debar.names.several import may_be_several

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
            "박근혜",
            "geun",
            "hye",
            "梁國雄",
            "kwok",
            "hung",
            "ثابت",
            "sabet",
            "عيسى",
            "issa",
            "خدايرحيم",
            "khudai",
            "rahim",
            "хабаров",
            "habarov",
            "メルケル",
            "merkel",
            "שרון",
            "sharon",
            "สุเทพ",
            "suthep",
        ]
    ),
)
FAMILIES = ["PUTIN", "PETROV", "SIDOROV", "ZARUBEZHKOV", "KUZNETSOV", "ABRAMOV", "MAMONTOV"]
NAMES = st.lists(PIECES, min_size=1, max_size=6).map(" ".join)


def found(rows: Array) -> set[tuple[int, ...]]:
    """Question, entity and score; which of two equal names of an entity is named does not matter."""
    return {(question, entity, score) for question, entity, _, score in rows.tolist()}


def questions(index: Index, queries: list[Query]) -> list[Question]:
    terms = Terms(5, 0.5, 0.7, None, False, "show")
    batch = Batch(queries, terms, lambda schema: index._among(schema, terms))
    return [batch.question(place) for place in range(len(batch.names))]


@needs_kernel
@example(listed=["atskaaaaj"], asked=[], group="organisation", near=True)  # "ts" is read "c", and so may make a "ck"
@example(listed=["Donetsk", "Donieck"], asked=["Doneck", "Donezk"], group="organisation", near=False)
@settings(max_examples=60, deadline=None)
@given(
    listed=st.lists(NAMES, min_size=1, max_size=12),
    asked=st.lists(NAMES, min_size=1, max_size=6),
    group=st.sampled_from(GROUPS),
    near=st.booleans(),
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
    every = found(index._candidates.search(ways, Bounds(700, 1_000, exhaustive=True)))
    assert found(index._kernel.search(ways, Bounds(700, 1_000, exhaustive=True))) == every
    assert found(index._kernel.search(ways, Bounds(700, 1_000, exhaustive=False))) == every
    assert found(index._candidates.search(ways, Bounds(700, 1_000, exhaustive=False))) == every


@needs_kernel
@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["박근혜", "梁國雄", "ثابت", "عيسى", "خدايرحيم", "хабаров", "メルケル", "שרון", "สุเทพ", "עזרא"]
        ),
        min_size=1,
        max_size=3,
    ),
    st.lists(
        st.sampled_from(
            [
                "geun",
                "hye",
                "geunhye",
                "kwok",
                "hung",
                "kwokhung",
                "sabet",
                "thabit",
                "issa",
                "essa",
                "eisa",
                "khudai",
                "rahim",
                "khudairahim",
                "habarov",
                "khabarov",
                "merkel",
                "sharon",
                "sharona",
                "suthep",
                "sutep",
                "ezra",
                "azra",
                "park",
                "leung",
            ]
        ),
        min_size=1,
        max_size=4,
    ),
    st.booleans(),
)
def test_readings_of_other_scripts_are_found_either_way(
    tmp_path_factory: pytest.TempPathFactory, native: list[str], latin: list[str], turned: bool
) -> None:
    listed, asked = (" ".join(words) for words in ((latin, native) if turned else (native, latin)))
    directory = tmp_path_factory.mktemp("readings")
    build([Entity("x-1", "x", "Person", (Name(listed),))], directory, about={})
    index = Index.open(directory)
    assert index._kernel is not None
    ways = questions(index, [Query(schema="Person", name=asked)])
    every = found(index._candidates.search(ways, Bounds(100, 10, exhaustive=True)))
    for exhaustive in (True, False):
        assert found(index._kernel.search(ways, Bounds(100, 10, exhaustive=exhaustive))) == every
    assert found(index._candidates.search(ways, Bounds(100, 10, exhaustive=False))) == every


@needs_kernel
@settings(deadline=None)
@given(NAMES, NAMES, st.sampled_from(GROUPS))
def test_names_in_pairs_score_in_the_kernel_as_in_the_plain_twin(one: str, other: str, group: Group) -> None:
    loaded = library()
    assert loaded is not None
    sides = [read(one, group), read(other, group)]
    asked, listed = ([Question("", reading, group, np.zeros(1, np.uint8))] for reading in sides)
    place = np.zeros(1, np.int32)
    score, rarity = Pairs(loaded, asked, listed).score(place, place, prices())
    found = align(*sides, group)
    assert (int(score[0]), int(rarity[0])) == (found.score, found.rarity) or not all(each.tokens for each in sides)


@needs_kernel
@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.sampled_from(["saturn", "oasis", "nedra", "rg", "one", "zarya", "trading"]), min_size=1, max_size=3),
    st.lists(st.sampled_from(["saturn", "nedra", "rg", "one", "zarya", "holding"]), min_size=1, max_size=3),
    st.lists(st.sampled_from(["ltd", "co", "ooo", "llc", "limited liability company", "c.a.", "ek"]), max_size=2),
    st.lists(st.sampled_from(["ltd", "ooo", "ek", "llc", "jsc"]), max_size=2),
)
def test_legal_forms_in_common_are_not_missed(
    tmp_path_factory: pytest.TempPathFactory, one: list[str], other: list[str], forms: list[str], listed: list[str]
) -> None:
    directory = tmp_path_factory.mktemp("forms")
    build([Entity("x-1", "x", "Company", (Name(" ".join([*other, *listed])),))], directory, about={})
    index = Index.open(directory)
    assert index._kernel is not None
    ways = questions(index, [Query(schema="Company", name=" ".join([*one, *forms]))])
    for least in range(500, 960, 20):
        every = found(index._kernel.search(ways, Bounds(least, 10, exhaustive=True)))
        assert found(index._kernel.search(ways, Bounds(least, 10, exhaustive=False))) == every


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
    every = found(index._kernel.search(ways, Bounds(700, 1_000, exhaustive=True)))
    assert len(every) > 100
    assert found(index._kernel.search(ways, Bounds(700, 1_000, exhaustive=False))) == every
    assert found(index._candidates.search(ways[:60], Bounds(700, 1_000, exhaustive=False))) == {
        each for each in every if each[0] < 60
    }


@pytest.mark.parametrize(("together", "names"), [(1, 20_000), (64, 1), (7, 5)])
def test_it_does_not_matter_how_many_questions_are_looked_at_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, together: int, names: int
) -> None:
    entities = [
        Entity(f"{schema}-{place}", "x", schema, (Name(f"{name} {FAMILIES[place - 1]}"),))
        for schema in SCHEMATA.values()
        for place, name in enumerate(FAMILIES)
    ]
    build(entities, tmp_path, about={})
    index = Index.open(tmp_path)
    asked = [
        Query(schema="Thing", name=f"{name[1:]} {FAMILIES[place - 1]} {name[:1]}.")
        for place, name in enumerate(FAMILIES)
    ]
    ways = questions(index, [*asked, Query(schema="Thing", name="!"), *asked])
    found = index._candidates.search(ways, Bounds(500, 50)).tolist()
    assert found
    monkeypatch.setattr("debar.match.candidates._TOGETHER", together)
    monkeypatch.setattr("debar.match.candidates._MOST_TOGETHER", names)
    assert index._candidates.search(ways, Bounds(500, 50)).tolist() == found


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


def test_threads_share_an_index_and_find_the_same(tmp_path: Path) -> None:
    build(
        [Entity(f"x-{place}", "x", "Person", (Name(f"{name}, Vladimir"),)) for place, name in enumerate(FAMILIES)],
        tmp_path,
        about={},
    )
    index = Index.open(tmp_path)
    asked = [Query(schema="Person", name=f"Wladimir {name[1:]}{name[:1]} {name}") for name in FAMILIES * 50]
    alone = [[(hit.entity.id, hit.score) for hit in hits] for hits in index.search_many(asked)]
    assert any(alone)
    with ThreadPoolExecutor(4) as pool:
        for together in pool.map(index.search_many, [asked] * 8):
            assert [[(hit.entity.id, hit.score) for hit in hits] for hits in together] == alone


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


@needs_kernel
def test_a_kernel_made_from_other_sources_is_refused(tmp_path: Path) -> None:
    source = Path(__file__).parents[2] / "src" / "debar"
    copy = shutil.copytree(source, tmp_path / "debar", ignore=shutil.ignore_patterns("__pycache__"))
    program = [sys.executable, "-c", "from debar.match.kernel import library; assert library() is not None"]
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    assert subprocess.run(program, env=environment, check=False).returncode == 0
    with (copy / "match" / "native" / "words.c").open("a") as words:
        words.write("/* newer */")
    done = subprocess.run(program, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "[kernel.stale]" in done.stderr


PLAIN_PIECES = [
    "O'Neil", "d`Arc", "Chang", "Hsiao-p'ing", "Chih-chieh", "tso", "Guoqiang", "dba", "(formerly", "L", "lpg", "ABD", "abdullah", "Saif", "al", "din", "Abu", "Umm", "BIN", "bint", "Ibn", "Dr.", "Haji", "Amir",
    "Sheikh", "JR", "McDonald", "PetroIran", "AB", "XYZ", "S.A.", "d.o.o.", "Ltd", "LTD.", "Co.,", "Company", "GmbH", "LLC",
    "tradingllc", "OOO", "Inc", "de", "C.V.", "sa", "and", "&", "Sons", "First", "forty", "four", "II", "XIV", "the", "of",
    "Bank", "Iran", "Iranian", "Holding", "(OMM)", "Ocean", "Maritime", "Management", "OMM", "MV", "M/V", "Star", "-", "Anne-Marie",
    "PUTIN,", "Vladimir", "Empresa", "Compania", "SARL", "pty", "(Pty)", "Stock", "joint", "public", "open", "one", "S.A", "y", "m", "v", "v.", "a-b-c", "A", "B", ",", "x_y", "“", "Müller", "JOSÉ", "Ångström", "Đorđe", "Nguyễn", "Văn", "ÉB", "é", "Łódź", "ßen", "İstanbul", "Şirketi", "GarcíaLópez", "D’Été", "ﬁrma", "k0d", "7", "Fund", "Trust", "Partners", "V", "X", "L.P.", "payment", "invoice", "Jones;",
    "Abdulaziz", "abdelkader", "AbdurRahman", "Abdi", "Đức", "Đỗ", "đ", "STRAẞE", "ŉ", "Ǆ", "ſan", "×", "ƻa", "Ýý", "nul\0", "\ud800",
]  # fmt: skip
PLAIN = st.lists(st.one_of(st.sampled_from(PLAIN_PIECES), PIECES), min_size=1, max_size=8).flatmap(
    lambda words: st.sampled_from([" ", "  ", "-", ", "]).map(lambda gap: gap.join(words))
)


KINDS = [Kind(place, 32, 0) for place in range(len(GROUPS))]


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Session:
    directory = tmp_path_factory.mktemp("session")
    build([Entity("x-1", "x", "Person", (Name("Vladimir Putin"),))], directory, about={})
    kernel = Index.open(directory)._kernel
    assert kernel is not None
    with kernel.session() as found:
        found.kernel = kernel  # type: ignore[attr-defined]
        return found


@needs_kernel
@settings(max_examples=1_000, deadline=None)
@given(
    names=st.lists(PLAIN.filter(str.strip), min_size=1, max_size=4), cased=st.sampled_from([str, str.upper, str.title])
)
def test_the_kernel_reads_plain_names_as_python_does(session: Session, names: list[str], cased: type[str]) -> None:
    given = [cased(name) for name in names for _ in GROUPS]
    groups = array("H", range(len(GROUPS))) * len(names)
    left = session.read(given, groups, KINDS)
    found = {owner: (group, reading, key) for owner, group, reading, key in session.readings()}
    assert sorted([*left, *found]) == list(range(len(given)))
    for owner, (group, reading, key) in found.items():
        assert (group, reading, key) == (GROUPS[groups[owner]], read(given[owner], group), raw_key(given[owner]))
        assert windows_of(given[owner], "Person") == () or given[owner].count(" ") >= 6


@needs_kernel
def test_the_kernel_reads_names_with_accents_itself(session: Session) -> None:
    names = ["José Müller-Łukasz", "Nguyễn Văn Đức", "ĐORĐE PETROVIĆ", "Zoé  Strauß", "Abdülaziz Şahin"]
    assert session.read(names, array("H", [0] * len(names)), KINDS) == []
    found = {owner: (reading, key) for owner, _, reading, key in session.readings()}
    assert found == {place: (read(name, "person"), raw_key(name)) for place, name in enumerate(names)}
    assert found[1][0].tokens == ("nguyen", "van", "duc")
    assert found[2][0].tokens == ("djordje", "petrovic")


@needs_kernel
def test_the_kernel_leaves_names_with_other_signs_and_letters_to_python(session: Session) -> None:
    names = ["D'Été", "Иван Müller", "é Müller", "GarcíaLópez", "José\0Müller", "\ud800é", "Müller/Meyer", ""]
    assert session.read(names, array("H", [0] * len(names)), KINDS) == list(range(len(names)))


@needs_kernel
def test_after_enough_finds_only_those_level_with_the_last_are_given(tmp_path: Path) -> None:
    listed = ["Zubayr Quxton", "Zubayr Quxton", "Zubayr Quxton", "Zubayr Quxten", "Zubayr Qixten Jones"]
    build([Entity(f"x-{place}", "x", "Person", (Name(name),)) for place, name in enumerate(listed)], tmp_path, about={})
    index = Index.open(tmp_path)
    assert index._kernel is not None
    ways = questions(index, [Query(schema="Person", name="Zubayr Quxton")])
    every = index._kernel.search(ways, Bounds(100, 100)).tolist()
    assert len(every) == len(listed)
    for searcher in (index._kernel, index._candidates):
        assert searcher.search(ways, Bounds(100, 100, 2)).tolist() == every[:3]
        assert searcher.search(ways, Bounds(100, 2, 2)).tolist() == every[:2]
        assert searcher.search(ways, Bounds(100, 100, 4)).tolist() == every[:4]


@needs_kernel
def test_the_kernel_reads_nearly_all_ordinary_names_itself(session: Session, shared: Path) -> None:
    lines = (shared / "data" / "lists" / "ofac" / "2023-12-28" / "sdn.csv").read_text("ascii").splitlines()
    rows = [row for row in csv.reader(lines) if len(row) > 3]
    persons = [row[1] for row in rows if row[2].strip() == "individual"][:3_000]
    companies = [row[1] for row in rows if row[2].strip() == "-0-"][:3_000]
    names = [*persons, *companies]
    groups = array("H", [0] * len(persons) + [1] * len(companies))
    left = session.read(names, groups, KINDS)
    found = {owner: reading for owner, _, reading, _ in session.readings()}
    assert all(found[owner] == read(names[owner], GROUPS[groups[owner]]) for owner in found)
    assert sum(place < len(persons) for place in left) < 0.1 * len(persons)
    assert sum(place >= len(persons) for place in left) < 0.3 * len(companies)


SHORT = {
    "query": "query omission",
    "listed": "listed omission",
    "son": "father and son",
    "given": "family and given name",
}
LONG = {"family": "family name", "first family": "first family name", "thin most": "thin at most"}


def test_prices_are_read_in_the_order_that_the_kernel_knows() -> None:
    package = Path(__file__).parents[2] / "src" / "debar" / "match"
    source = (package / "native" / "kernel.c").read_text("utf-8")
    listed = re.findall(r"P_(\w+)", source[source.index("P_UNLIKE") : source.index("PRICES")])
    known = [name.lower().replace("_", " ") for name in listed]
    table = csv.DictReader((package / "data" / "points.csv").read_text("utf-8").splitlines())
    assert [{**SHORT, **LONG}.get(name, name) for name in known] == [row["difference"] for row in table]


@pytest.mark.parametrize("group", GROUPS)
def test_what_is_left_over_on_a_second_side_never_makes_names_more_alike(group: Group) -> None:
    price = points(group)
    assert price["contradiction"] >= max(price["query omission"], price["listed omission"])


@needs_kernel
@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.lists(
            st.sampled_from(
                ["Ada", "king", "AKA", "a.k.a.", "&", "or", "Or", "f/k/a", "ex-Ada", "EX-", "(Lines", "x;y", "\n", "\t", "id", "Ян", "он", "\x1d"]
            ),
            max_size=4,
        ).map(" ".join)
        | st.text(max_size=40),
        min_size=9,
        max_size=20,
    )
)  # fmt: skip
def test_no_name_that_may_be_several_is_passed_over_by_the_kernel(names: list[str]) -> None:
    assert set(perhaps_several(names)) >= {place for place, name in enumerate(names) if may_be_several(name)}


@needs_kernel
def test_names_beside_each_other_are_asked_apart_in_a_batch_as_alone(tmp_path: Path) -> None:
    build([Entity("x-1", "x", "Company", (Name("Falcon Freight"),))], tmp_path, about={})
    index = Index.open(tmp_path)
    asked = [
        Query(schema=schema, properties={"name": names})
        for schema in ("Company", "Thing")
        for names in (("Harbour Lines d/b/a Falcon Freight",), ("Harbour Lines", "Dune aka Falcon Freight"), ("Dune",))
    ]
    together = index.search_many(asked * 5)
    assert [[hit.entity.id for hit in hits] for hits in together] == [["x-1"], ["x-1"], []] * 10
    assert together == [index.search(query) for query in asked * 5]
