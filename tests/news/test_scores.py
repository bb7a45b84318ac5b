"""The scorer of the news benchmark: gold against itself is perfect, and every flaw costs what it should."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assignment import assigned
from news import mixed
from news_scores import (
    Article,
    Count,
    Mapped,
    Party,
    Scores,
    names_of,
    normalised,
    of_gold,
    of_reading,
    scores,
    together,
    unpaired,
)
from seed_gold import gold_of_seed

DEV = Path(__file__).parent / "corpus" / "dev"
GOLD = sorted(DEV.glob("*.json"))
FIRST = DEV / "01-drone-parts-network.json"

Json = dict[str, Any]


def article(path: Path) -> tuple[str, Json]:
    return path.with_suffix(".txt").read_text("utf-8"), json.loads(path.read_text("utf-8"))


def as_reading(gold: Json, text: str) -> Json:
    """A reading that says just what the gold says."""

    def at(anchor: str) -> list[int]:
        return [text.index(anchor), text.index(anchor) + len(anchor)]

    ids = {one["name"]: f"p{place}" for place, one in enumerate(gold["parties"])}
    places = {one["anchor"]: f"c{place}" for place, one in enumerate(gold["claims"])}
    return {
        "document": {"text": text, "title": text.partition("\n\n")[0]},
        "parties": [
            {
                "id": ids[one["name"]],
                "name": one["name"],
                "kind": one["kind"],
                "mentions": [{"text": alias, "form": "name"} for alias in one["aliases"]],
            }
            for one in gold["parties"]
        ],
        "claims": [
            {
                "id": places[one["anchor"]],
                "type": one["type"],
                "span": at(one["anchor"]),
                "cue": {"span": at(one["anchor"])},
                "actors": [ids[name] for name in one["actors"]],
                "targets": [ids[name] for name in one["targets"]],
                # Whoever speaks without a name is the source of his own words.
                "source_chain": [
                    {"party": ids[name], "anonymous": one["anonymous"]}
                    for name in one["source"] or one["actors"] * one["anonymous"]
                ],
                "polarity": one["polarity"],
                "certainty": one["certainty"],
                "tense": one["tense"],
                "date": {"resolved": one["date"]} if one["date"] else None,
                "stance": [{"claim": places[each["anchor"]], "stance": each["stance"]} for each in one["stance"]],
            }
            for one in gold["claims"]
        ],
        "measures": [
            {
                "kind": one["kind"],
                "act": one["act"],
                "span": at(one["anchor"]),
                "imposers": [ids[name] for name in one["imposers"]],
                "targets": [ids[name] for name in one["targets"]],
                "stage": one["stage"],
            }
            for one in gold["measures"]
        ],
    }


def score(change: Callable[[Json], object] = lambda reading: None, path: Path = FIRST) -> Scores:
    """The scores of a reading that is the gold but for a change."""
    text, gold = article(path)
    reading = as_reading(gold, text)
    change(reading)
    return scores(of_gold(gold, text), of_reading(reading))


def flaws(found: Scores) -> dict[str, tuple[int, int, int]]:
    """The counts that are not perfect, as right, read, gold."""
    return {
        name: (count.right, count.read, count.gold)
        for name, count in found.items()
        if not count.right == count.read == count.gold
    }


@pytest.mark.parametrize("path", GOLD, ids=lambda path: path.stem)
def test_gold_against_itself_is_perfect(path: Path) -> None:
    found = score(path=path)
    assert flaws(found) == {}
    text, gold = article(path)
    assert unpaired(of_gold(gold, text), of_reading(as_reading(gold, text))) == ([], [])


def test_nothing_read_is_nothing_found() -> None:
    found = score(lambda reading: reading.update(parties=[], claims=[], measures=[]))
    for name in ("parties", "claims: type", "source", "date", "stance", "measures"):
        assert (found[name].read, found[name].right, found[name].recall) == (0, 0, 0.0), name


def test_a_lost_claim_costs_recall_and_a_claim_too_many_precision() -> None:
    whole = score()["claims: type"]
    lost = score(lambda reading: reading["claims"].pop(0))["claims: type"]
    assert lost == Count(whole.read - 1, whole.gold, whole.right - 1)
    more = score(lambda reading: reading["claims"].append(reading["claims"][0] | {"id": "x", "type": "ADMIT"}))[
        "claims: type"
    ]
    assert more == Count(whole.read + 1, whole.gold, whole.right)


def test_the_same_claim_twice_is_found_once() -> None:
    whole = score()["claims: type"]
    twice = score(lambda reading: reading["claims"].append(reading["claims"][0]))["claims: type"]
    assert twice == Count(whole.read + 1, whole.gold, whole.right)


def test_what_is_optional_counts_neither_way() -> None:
    _, gold = article(FIRST)
    places = [place for place, one in enumerate(gold["claims"]) if one.get("optional")]
    assert places

    def leave_out(reading: Json) -> None:
        reading["claims"] = [one for place, one in enumerate(reading["claims"]) if place not in places]

    assert score(leave_out)["claims: type"] == score()["claims: type"]


def test_the_headline_is_not_scored() -> None:
    def add(reading: Json) -> None:
        reading["claims"].append(reading["claims"][0] | {"id": "x", "span": [0, 12], "cue": {"span": [3, 12]}})

    assert score(add) == score()


def change_first(**fields: object) -> Callable[[Json], object]:
    return lambda reading: reading["claims"][0].update(fields)


@pytest.mark.parametrize(
    ("change", "costs"),
    [
        (change_first(actors=[]), {"claims: type, actor, target"}),
        (change_first(targets=["p0"]), {"claims: type, actor, target"}),
        (change_first(date=None), {"date"}),
        (change_first(date={"resolved": "2025-03-11"}), {"date"}),
        (change_first(certainty="PS"), {"certainty, of those found"}),
        (change_first(tense="future"), {"tense, of those found"}),
        (change_first(polarity="negative"), {"polarity, of those found", "negative polarity"}),
        (change_first(source_chain=[{"party": "p1"}]), {"source"}),
        (lambda reading: reading["claims"][2].update(source_chain=[]), {"source"}),
        (lambda reading: reading["measures"][0].update(stage="mooted"), {"measures: stage", "measures: all four"}),
        (lambda reading: reading["measures"][0].update(kind="travel_ban"), {"measures: kind", "measures: all four"}),
        (lambda reading: reading["measures"][0].update(imposers=[]), {"measures: imposer", "measures: all four"}),
        (lambda reading: reading["measures"][0].update(targets=[]), {"measures: target", "measures: all four"}),
        (lambda reading: reading["parties"][0].update(kind="place"), {"kind of party"}),
    ],
)
def test_a_wrong_field_costs_its_own_row_alone(change: Callable[[Json], object], costs: set[str]) -> None:
    whole, changed = score(), score(change)
    assert {name for name in whole if whole[name] != changed[name]} == costs


def test_a_measure_proposed_in_a_draft_is_what_the_guide_calls_mooted() -> None:
    def mooted(reading: Json) -> None:
        mooted = next(one for one in reading["measures"] if one["stage"] == "mooted")
        mooted["stage"] = "proposed"

    assert flaws(score(mooted)) == {}


def test_a_speaker_named_as_source_of_his_own_words_changes_nothing() -> None:
    def name_speakers(reading: Json) -> None:
        for one in reading["claims"]:
            if one["type"] in ("ACCUSE", "DENY", "STATE"):
                one["source_chain"] = [{"party": id, "anonymous": False} for id in one["actors"]]

    assert score(name_speakers)["source"] == score()["source"]


def test_a_government_is_known_by_any_of_its_names_and_by_its_country() -> None:
    def rename(reading: Json) -> None:
        reading["parties"][1].update(name="the Islamic Republic", country="ir", kind="government", mentions=[])

    assert score(rename)["parties"] == score()["parties"]


def test_a_group_is_known_by_a_part_of_its_description_and_is_not_counted_as_a_party() -> None:
    def rename(reading: Json) -> None:
        for one in reading["parties"]:
            if one["kind"] == "group":
                one.update(name=f"{one['name']} in Geneva", mentions=[])

    assert score(rename) == score()
    extra = score(lambda reading: reading["parties"].append({"id": "x", "name": "some lawmakers", "kind": "group"}))
    assert extra["parties"] == score()["parties"]


def test_a_party_that_the_gold_does_not_know_is_one_too_many() -> None:
    whole = score()["parties"]
    extra = score(lambda reading: reading["parties"].append({"id": "x", "name": "Nobody Ltd", "kind": "company"}))
    assert extra["parties"] == Count(whole.read + 1, whole.gold, whole.right)


def test_a_denial_of_another_claim_is_no_denial_of_this_one() -> None:
    def turn(reading: Json) -> None:
        for one in reading["claims"]:
            for stance in one["stance"]:
                stance["claim"] = reading["claims"][0]["id"]

    assert score()["stance"].right > 0
    assert score(turn)["stance"].right == 0


def test_the_counts_of_articles_add_up() -> None:
    many = [score(path=path) for path in GOLD]
    assert together(many)["claims: type"] == Count(
        *(sum(getattr(one["claims: type"], name) for one in many) for name in ("read", "gold", "right"))
    )


def test_precision_recall_and_f1() -> None:
    count = Count(read=4, gold=8, right=2)
    assert (count.precision, count.recall, round(count.f1, 4)) == (0.5, 0.25, 0.3333)
    assert (Count().precision, Count().recall, Count().f1) == (1.0, 1.0, 1.0)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("the U.S.", "US"),
        ("Iran’s", "Iran"),
        ("“Ledger,”", "Ledger"),
        ("The Treasury Department", "Treasury department"),
    ],
)
def test_names_are_the_same_however_they_are_written(one: str, other: str) -> None:
    assert normalised(one) == normalised(other)


def test_the_gold_of_the_seed_is_brought_to_the_form_of_the_corpus() -> None:
    raw = "Physical Address\n\nIran accused\n\nLondon accused Iran, anonymous officials said, which Iran denied."
    text = raw.removeprefix("Physical Address\n\n")
    claim = {"targets": [], "polarity": "positive", "certainty": "CT", "tense": "past", "date": None}
    cue, denial = raw.index("accused Iran,"), raw.index("denied")
    gold = {
        "published": "2024-09-10",
        "parties": ["gb", "ir", "Antony Blinken"],
        "claims": [
            {
                **claim,
                "type": "ACCUSE",
                "actors": ["gb"],
                "sources": ["officials"],
                "words": "accused",
                "cue": [cue, cue + 7],
            },
            {
                **claim,
                "type": "DENY",
                "actors": ["Blinken"],
                "sources": [],
                "words": "denied",
                "cue": [denial, denial + 6],
            },
        ],
        "measures": [],
        "denies": [["denied", "accused"]],
    }
    found = of_gold(gold_of_seed(gold, raw, text), text)
    accused, denied = found.claims
    assert (text[slice(*accused.span)], accused.anonymous, accused.source) == ("accused", True, {"officials"})
    assert (denied.actors, denied.stances) == ({"Antony Blinken"}, (("denies", accused.span),))
    assert [party.kind for party in found.parties] == ["government", "government", "", "group"]


def test_a_headline_counts_where_its_gold_has_it() -> None:
    text = "Britain accuses Iran\n\nBritain said no more."
    claim = {
        "id": "c1", "type": "ACCUSE", "span": [0, 15], "actors": [], "targets": [],
        "polarity": "positive", "certainty": "CT", "tense": "present",
    }  # fmt: skip
    reading = {
        "document": {"text": text, "title": text.partition("\n\n")[0]},
        "parties": [],
        "claims": [claim],
        "measures": [],
    }
    assert of_reading(reading).claims == ()
    assert [one.type for one in of_reading(reading, headline=True).claims] == ["ACCUSE"]


def test_descriptions_read_one_by_one_are_the_one_that_joins_them_and_no_other() -> None:
    def described(place: str, name: str) -> Party:
        return Party(place, names_of([name]), "group")

    gold = Article((described("g1", "firms and banks"), described("g2", "firms and ships")), (), ())
    read = Article((described("r1", "firms"), described("r2", "banks"), described("r3", "ships")), (), ())
    mapped = Mapped(gold, read)
    assert mapped.ids(frozenset(("r1", "r2"))) == {"g1"}
    assert mapped.ids(frozenset(("r1", "r3"))) == {"g2"}


def test_the_reports_for_the_speed_have_so_many_words_and_are_always_the_same() -> None:
    reports = list(mixed(3, 800))
    assert all(800 <= len(report.split()) < 1000 for report in reports)
    assert reports == list(mixed(3, 800))
    assert len(set(reports)) == 3


MATRICES = st.tuples(st.integers(1, 5), st.integers(1, 5)).flatmap(
    lambda size: st.lists(
        st.lists(st.integers(0, 9), min_size=size[1], max_size=size[1]), min_size=size[0], max_size=size[0]
    )
)


@given(MATRICES)
def test_no_other_assignment_is_worth_more(worth: list[list[int]]) -> None:
    pairs = assigned(worth)
    assert len({row for row, _ in pairs}) == len({column for _, column in pairs}) == len(pairs)
    turned = len(worth) > len(worth[0])
    table = [list(column) for column in zip(*worth, strict=True)] if turned else worth
    best = max(
        sum(row[column] for row, column in zip(table, columns, strict=True))
        for columns in itertools.permutations(range(len(table[0])), len(table))
    )
    assert sum(worth[row][column] for row, column in pairs) == best
