"""The scores of the Treasury's search tool, by its method and against scores that it gave."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rapidfuzz.distance import Jaro

from debar.match import ofac_sls
from debar.match.ofac_sls import explain, ofac_score, ofac_scores

NAMES = st.text(alphabet="ABEHIMNORSTabeimnorst12 -,.'éЖ李", max_size=24)


def plain_jaro_winkler(one: str, other: str) -> float:
    jaro = Jaro.similarity(one, other)
    common = 0
    while common < min(5, len(one), len(other)) and one[common] == other[common]:
        common += 1
    return jaro + common * 0.1 * (1 - jaro)


def plain_part(part: str, listed: str) -> float:
    alike = plain_jaro_winkler(part, listed)
    if ofac_sls._soundex(part) == ofac_sls._soundex(listed):
        alike += 0.1 * (1 - alike)
    return alike if alike >= 0.5 else 0.0


def plain_score(query: str, listed: str) -> int:
    """The same rule, one name and one part at a time."""
    asked, name = ofac_sls._parts(query), ofac_sls._parts(listed)
    if not asked or not name:
        return 0
    counted = [part for part in asked if len(part) > 2] or asked
    composite = sum(max(plain_part(part, other) for other in name) for part in counted) / len(counted)
    return int(100 * max(composite, plain_jaro_winkler(" ".join(asked), " ".join(name))) + 1e-9)


def test_the_tools_scores_are_reproduced_within_five_points_on_95_percent_of_the_rows(shared: Path) -> None:
    with (shared / "eval" / "ofac_sls.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    off = [abs(ofac_score(row["query_name"], row["result_name"]) - int(row["ofac_score"])) for row in rows]
    assert sum(points <= 5 for points in off) >= 0.95 * len(rows) > 0


@given(NAMES, st.lists(NAMES, max_size=12))
@example("Z", ["", "Z", "李", "Zz Z"])
@example("", ["Anton"])
def test_many_names_score_as_each_alone_and_as_the_plain_rule(query: str, listed: list[str]) -> None:
    scores = ofac_scores(query, listed)
    assert scores == [ofac_score(query, name) for name in listed]
    assert scores == [plain_score(query, name) for name in listed]
    assert all(0 <= score <= 100 for score in scores)


def test_real_names_score_as_each_alone_and_as_the_plain_rule(shared: Path) -> None:
    with (shared / "eval" / "pairs.csv").open(encoding="utf-8", newline="") as file:
        pairs = list(csv.DictReader(file))
    columns = [column for column in pairs[0] if column.startswith("name")]
    names = [pair[column] for pair in pairs for column in columns]
    for query in names[:: len(names) // 20]:
        assert ofac_scores(query, names) == [ofac_score(query, name) for name in names]
        assert ofac_scores(query, names) == [plain_score(query, name) for name in names]


@pytest.mark.parametrize(
    ("query", "listed"),
    [
        ("Anton Petrov", "PETROV, Anton"),
        ("Petrov", "PETROV, Anton Pavlovich"),
        ("al Masri", "AL-MASRI, Omar"),
        ("José Núñez", "NUNEZ, Jose"),
        ("Łukasz Søren", "SOREN, Lukasz"),
        ("Jose\u0301", "JOSE"),
    ],
)
def test_a_name_all_of_whose_parts_are_met_scores_100(query: str, listed: str) -> None:
    assert ofac_score(query, listed) == 100


def test_a_short_part_counts_only_where_there_is_no_longer_one() -> None:
    assert ofac_score("Li Petrov", "PETROV, Anton") == 100
    assert ofac_score("Li", "PETROV, Anton") < 50


def test_a_part_that_sounds_the_same_scores_more_than_one_as_alike_that_does_not() -> None:
    assert plain_jaro_winkler("SALEM", "SULIM") == plain_jaro_winkler("SALEM", "SPLIM")
    assert ofac_score("Salem", "OLEG SULIM") > ofac_score("Salem", "OLEG SPLIM")


def test_the_whole_name_counts_where_its_parts_do_not() -> None:
    assert ofac_score("Abdulrahman", "ABDUL RAHMAN") > ofac_score("Abdulrahman", "RAHMAN ABDUL")


@pytest.mark.parametrize("name", ["Владимир", "習近平", "", " .-"])
def test_a_name_without_latin_letters_or_digits_finds_nothing(name: str) -> None:
    assert ofac_score(name, "PETROV, Anton") == 0
    assert ofac_score("Petrov", name) == 0


@pytest.mark.parametrize(
    ("part", "code"),
    [
        ("ROBERT", "R163"), ("RUPERT", "R163"), ("ASHCRAFT", "A261"), ("TYMCZAK", "T522"), ("PFISTER", "P236"),
        ("LEE", "L000"), ("747", "747"),
    ],
)  # fmt: skip
def test_soundex_is_the_national_archives(part: str, code: str) -> None:
    assert ofac_sls._soundex(part) == code


def test_the_explanation_names_the_technique_the_parts_and_what_is_left_out() -> None:
    assert explain("Li Petrof", "PETROV, Anton") == (
        "95 of 100 by parts (PETROF met PETROV at 95, same sound; too short to count: LI); the whole names compare at 55."
    )
    assert "by the whole names" in explain("Abdulrahman", "ABDUL RAHMAN")
    assert "met nothing" in explain("Petrov Xyz", "PETROV, Anton")
    assert explain("Владимир", "PETROV") == "0 of 100: the name asked for has no Latin letters or digits."
    assert explain("Petrov", "李") == "0 of 100: the name listed has no Latin letters or digits."


@given(NAMES, NAMES)
def test_the_explanation_begins_with_the_score(query: str, listed: str) -> None:
    assert explain(query, listed).startswith(f"{ofac_score(query, listed)} of 100")
