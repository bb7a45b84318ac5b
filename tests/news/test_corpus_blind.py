"""The blind articles hold what the guide asks of them beyond the other folders: effects, and a page with its article."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

CORPUS = Path(__file__).parent / "corpus"
BLIND = CORPUS / "blind"
PAGES = sorted(BLIND.glob("*.html"))
KINDS = {
    "person", "government", "agency", "company", "organisation", "place", "weapon", "goods", "vessel", "group",
}  # fmt: skip
MEASURES = {
    "sanctions", "asset_freeze", "travel_ban", "arms_embargo", "export_control", "import_ban", "port_ban", "flight_ban",
    "price_cap", "services_ban", "air_services_agreement", "agreement", "terrorist_designation", "snapback", "unspecified",
}  # fmt: skip
EFFECTS = {"asset_freeze", "dealing_ban", "travel_ban", "export_control", "port_ban", "services_ban"}
FIELDS = {
    "parties": {"name", "kind", "aliases"},
    "claims": {
        "type", "actors", "targets", "object", "source", "anonymous", "polarity", "certainty", "tense", "date", "anchor",
        "stance",
    },
    "measures": {"kind", "act", "imposers", "targets", "stage", "date", "anchor"},
    "effects": {"kind", "bound", "targets", "anchor"},
}  # fmt: skip
SPEECH = {"ACCUSE", "DENY", "CONFIRM", "ADMIT", "ANNOUNCE_MEASURE", "THREATEN", "STATE"}

Gold = dict[str, Any]


@pytest.fixture(params=sorted(BLIND.glob("*.json")), ids=lambda path: path.stem)
def article(request: pytest.FixtureRequest) -> tuple[str, Gold]:
    path: Path = request.param
    return path.with_suffix(".txt").read_text("utf-8"), json.loads(path.read_text("utf-8"))


class Paragraphs(HTMLParser):
    """The words of every heading and paragraph of a page, spaces as one."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("h1", "p"):
            self.open = True
            self.found.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("h1", "p"):
            self.open = False
            self.found[-1] = " ".join(self.found[-1].split())

    def handle_data(self, data: str) -> None:
        if self.open:
            self.found[-1] += data


def test_every_row_has_the_fields_of_the_guide_and_no_others(article: tuple[str, Gold]) -> None:
    _, gold = article
    assert set(gold) == {"published", *FIELDS}
    for section, fields in FIELDS.items():
        assert [row for row in gold[section] if set(row) - {"optional"} != fields] == []


def test_every_kind_is_one_of_the_guide(article: tuple[str, Gold]) -> None:
    _, gold = article
    assert {one["kind"] for one in gold["parties"]} <= KINDS
    assert {one["kind"] for one in gold["measures"]} <= MEASURES
    assert {one["kind"] for one in gold["effects"]} <= EFFECTS


def test_a_party_is_listed_once(article: tuple[str, Gold]) -> None:
    names = [one["name"] for one in article[1]["parties"]]
    assert sorted(names) == sorted(set(names))


def test_a_party_stands_in_the_text_under_its_name_or_an_alias(article: tuple[str, Gold]) -> None:
    text, gold = article
    assert [one for one in gold["parties"] if not any(name in text for name in (one["name"], *one["aliases"]))] == []


def test_a_group_is_listed_only_when_something_needs_it(article: tuple[str, Gold]) -> None:
    _, gold = article
    roles = ("actors", "targets", "source", "imposers")
    rows = [one for section in ("claims", "measures", "effects") for one in gold[section]]
    needed = {name for one in rows for role in roles for name in one.get(role, ())}
    needed |= {one["object"] for one in gold["claims"]}
    unneeded = [one["name"] for one in gold["parties"] if one["kind"] == "group" and one["name"] not in needed]
    assert unneeded == []


def test_an_effect_stands_once_in_the_text_and_falls_on_parties(article: tuple[str, Gold]) -> None:
    text, gold = article
    names = {one["name"] for one in gold["parties"]}
    for one in gold["effects"]:
        assert text.count(one["anchor"]) == 1, one
        assert set(one["targets"]) <= names, one
        assert one["bound"] is None or re.fullmatch(r"[a-z]{2}", one["bound"]), one


def test_who_speaks_is_the_actor_and_no_other_the_source_of_a_speech_act(article: tuple[str, Gold]) -> None:
    for one in article[1]["claims"]:
        if one["type"] == "STATE":
            assert one["actors"], one
            assert set(one["actors"]) <= set(one["source"]), one
        elif one["type"] in SPEECH:
            assert set(one["source"]) <= set(one["actors"]), one


def test_anonymous_is_only_said_of_somebody_who_speaks(article: tuple[str, Gold]) -> None:
    kinds = {one["name"]: one["kind"] for one in article[1]["parties"]}
    for one in article[1]["claims"]:
        assert not one["anonymous"] or "group" in {kinds[name] for name in one["source"]}, one


def test_only_a_denial_or_what_it_says_has_a_stance(article: tuple[str, Gold]) -> None:
    for one in article[1]["claims"]:
        assert {stance["stance"] for stance in one["stance"]} <= {"denies", "supports"}
        assert one["type"] == "DENY" or one["polarity"] == "negative" or one["stance"] == [], one


def test_a_measure_is_mooted_unless_its_claim_is_certain_and_not_supposed(article: tuple[str, Gold]) -> None:
    claims = {one["anchor"]: one for one in article[1]["claims"]}
    for one in article[1]["measures"]:
        claim = claims.get(one["anchor"])
        if claim is not None:
            sure = claim["certainty"] == "CT" and claim["tense"] != "hypothetical"
            assert (one["stage"] == "announced") == sure, one


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_holds_its_article_word_for_word_and_more(page: Path) -> None:
    found = Paragraphs()
    found.feed(page.read_text("utf-8"))
    wanted = page.with_suffix(".txt").read_text("utf-8").strip().split("\n\n")
    assert [each for each in found.found if each in wanted] == wanted
    assert len(found.found) > len(wanted)


def test_there_is_a_page() -> None:
    assert PAGES
