"""The gold of the news corpus says what it may say, about words that are there."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

CORPUS = Path(__file__).parent / "corpus"
GOLD = sorted(CORPUS.glob("*/*.json"))
DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?(/\d{4}(-\d\d(-\d\d)?)?)?")
GUIDE = (CORPUS / "README.md").read_text("utf-8")
SPEECH = "ACCUSE DENY CONFIRM ADMIT ANNOUNCE_MEASURE THREATEN STATE"
DEEDS = "IMPOSE_SANCTION LIFT_SANCTION AMEND_SANCTION TERMINATE_AGREEMENT SUPPLY_ARMS SUPPLY_DUAL_USE PROCURE APPEAL ENFORCE RELATE"
VALUES = {
    "type": {*SPEECH.split(), *DEEDS.split()},
    "polarity": {"positive", "negative"},
    "certainty": {"CT", "PR", "PS", "U"},
    "tense": {"past", "present", "future", "hypothetical"},
    "stage": {"mooted", "announced"},
    "act": {"impose", "lift", "amend", "terminate"},
}

Gold = dict[str, Any]


@pytest.fixture(params=GOLD, ids=lambda path: f"{path.parent.name}/{path.stem}")
def article(request: pytest.FixtureRequest) -> tuple[str, Gold]:
    path: Path = request.param
    return path.with_suffix(".txt").read_text("utf-8"), json.loads(path.read_text("utf-8"))


def test_every_article_has_its_gold() -> None:
    assert {path.with_suffix("") for path in GOLD} == {path.with_suffix("") for path in CORPUS.glob("*/*.txt")}


def test_an_article_has_the_length_of_an_agency_report(article: tuple[str, Gold]) -> None:
    assert 150 <= len(article[0].split()) <= 450


def test_every_anchor_stands_once_in_the_body(article: tuple[str, Gold]) -> None:
    text, gold = article
    _, _, body = text.partition("\n\n")
    anchors = [one["anchor"] for one in gold["claims"] + gold["measures"]]
    assert [anchor for anchor in anchors if text.count(anchor) != 1 or anchor not in body] == []


def test_every_value_is_one_of_the_guide(article: tuple[str, Gold]) -> None:
    for one in article[1]["claims"] + article[1]["measures"]:
        assert {name: one[name] for name in VALUES if name in one and one[name] not in VALUES[name]} == {}
        assert one["date"] is None or DATE.fullmatch(one["date"]), one
        assert "kind" not in one or one["kind"] in GUIDE, one


def test_everybody_in_a_claim_is_a_party(article: tuple[str, Gold]) -> None:
    names = {one["name"] for one in article[1]["parties"]}
    for one in article[1]["claims"] + article[1]["measures"]:
        for role in ("actors", "targets", "source", "imposers"):
            assert set(one.get(role, ())) <= names, one


def test_every_alias_stands_in_the_text(article: tuple[str, Gold]) -> None:
    text, gold = article
    assert [alias for one in gold["parties"] for alias in one["aliases"] if alias not in text] == []


def test_a_stance_is_to_another_claim(article: tuple[str, Gold]) -> None:
    anchors = {one["anchor"] for one in article[1]["claims"]}
    for one in article[1]["claims"]:
        assert {stance["anchor"] for stance in one["stance"]} <= anchors - {one["anchor"]}


def test_little_is_optional(article: tuple[str, Gold]) -> None:
    claims = article[1]["claims"]
    assert sum(one.get("optional", False) for one in claims) <= max(2, len(claims) / 4)
