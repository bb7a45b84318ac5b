"""The article that the project starts from: every attributed statement in it is found.

The article itself is no part of the project. Its gold, written by hand before any reading, holds offsets and few words.
"""

from __future__ import annotations

import json
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from debar.news import Claim, Measure, Reading, read
from news import corpus, judge
from news_scores import unpaired

GOLD: dict[str, Any] = json.loads((Path(__file__).parent / "gold" / "seed.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def text(shared: Path) -> str:
    path = shared / GOLD["article"]
    if not path.is_file():
        pytest.skip(f"needs the article {path} (set DEBAR_SHARED to the folder that holds it)")
    found = path.read_text("utf-8")
    assert sha256(found.encode()).hexdigest() == GOLD["sha256"]
    return found


@pytest.fixture(scope="module")
def reading(text: str) -> Reading:
    return read(text, published=date.fromisoformat(GOLD["published"]))


def meant(reading: Reading, ids: tuple[str, ...], wanted: list[str]) -> bool:
    """Whether the parties are those of the gold: by country for states, else by their name or a part of it."""
    parties = {party.id: party for party in reading.parties}
    found = [parties[each] for each in ids]
    wanted = [one for each in wanted for one in each.split(" and ")]
    if len(found) != len(wanted):
        return False
    return all(
        any(
            (party.kind == "government" and party.country == one) or one.casefold() in party.name.casefold()
            for party in found
        )
        for one in wanted
    )


def find(reading: Reading, gold: dict[str, Any]) -> Claim | None:
    start, end = gold["cue"]
    return next(
        (each for each in reading.claims if each.type == gold["type"] and start <= each.cue.span[0] < end), None
    )


@pytest.mark.parametrize("gold", GOLD["claims"], ids=lambda gold: f"{gold['cue'][0]}-{gold['type']}-{gold['words']}")
def test_the_statement_is_found_and_understood(reading: Reading, gold: dict[str, Any]) -> None:
    claim = find(reading, gold)
    assert claim is not None, [
        each.type for each in reading.claims if gold["cue"][0] - 40 < each.cue.span[0] < gold["cue"][1] + 40
    ]
    assert meant(reading, claim.actors, gold["actors"])
    assert meant(reading, claim.targets, gold["targets"])
    assert claim.polarity == gold["polarity"]
    assert claim.certainty == gold["certainty"]
    assert claim.tense == gold["tense"]
    if gold["date"]:
        assert claim.date is not None
        assert (claim.date.resolved or "").startswith(gold["date"])
    said = [
        *(source.name or "" for source in claim.source_chain),
        *(source.descriptor or "" for source in claim.source_chain),
    ]
    parties = {party.id: party for party in reading.parties}
    countries = {parties[source.party].country for source in claim.source_chain if source.party}
    assert all(one in countries or any(one.casefold() in each.casefold() for each in said) for one in gold["sources"])
    assert bool(gold["sources"]) == bool(claim.source_chain)


def test_the_gold_holds_37_statements_and_6_measures() -> None:
    assert (len(GOLD["claims"]), len(GOLD["measures"])) == (37, 6)


def test_taken_in_as_a_file_the_article_loses_nothing_and_its_headline_neither(text: str) -> None:
    (seed,) = corpus("seed")
    assert seed.document.title is not None
    judged = judge(seed)
    assert unpaired(judged.gold, judged.read) == ([], [])
    for field in ("claims: type, actor, target", "measures: imposer", "measures: target", "measures: all four"):
        assert judged.scores[field].f1 == 1.0, field
    assert judged.scores["claims: type"].right == len(GOLD["claims"])


def test_nothing_is_claimed_that_nobody_said(reading: Reading) -> None:
    wanted = {(gold["type"], gold["cue"][0]) for gold in GOLD["claims"]}
    assert {(claim.type, claim.cue.span[0]) for claim in reading.claims} == wanted


@pytest.mark.parametrize("gold", GOLD["measures"], ids=lambda gold: f"{gold['at'][0]}-{gold['kind']}")
def test_the_measure_is_found_with_its_stage(reading: Reading, gold: dict[str, Any]) -> None:
    def fits(measure: Measure) -> bool:
        start, end = measure.span
        return start <= gold["at"][0] < end and measure.act == gold["act"]

    (measure,) = [each for each in reading.measures if fits(each)]
    assert meant(reading, measure.imposers, gold["imposers"])
    assert meant(reading, measure.targets, gold["targets"])
    assert measure.stage == gold["stage"]
    assert measure.kind == gold["kind"]


def test_there_are_no_other_measures(reading: Reading) -> None:
    assert len(reading.measures) == len(GOLD["measures"])


def test_the_effects_bind_us_persons_and_fall_on_those_whom_the_treasury_sanctioned(reading: Reading) -> None:
    assert [(each.kind, each.bound) for each in reading.effects] == [
        (one["kind"], one["bound"]) for one in GOLD["effects"]
    ]
    for effect, gold in zip(reading.effects, GOLD["effects"], strict=True):
        assert effect.span[0] == gold["at"][0]
        assert meant(reading, effect.targets, ["individuals", "companies"])


def test_the_parties_of_the_article_are_found(reading: Reading) -> None:
    for one in GOLD["parties"]:
        assert any(one in (party.country, party.name) for party in reading.parties), one


def test_irans_denial_stands_against_the_accusation(reading: Reading) -> None:
    claims = {claim.id: claim for claim in reading.claims}
    denial = next(claim for claim in reading.claims if claim.type == "DENY" and claim.cue.text == "denied")
    denied = {claims[each.claim].type for each in denial.stance if each.stance == "denies"}
    assert {"ACCUSE", "SUPPLY_ARMS"} <= denied
