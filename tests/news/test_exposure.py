"""Whom of one's customers an article touches, before any list changes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

import made_readings as made
import sample_lists as sample
from debar.errors import BadFile
from debar.lists.catalog import official
from debar.match import build
from debar.news import Reading
from debar.news.exposure import NOTE, Exposure, Reason, exposure
from debar.news.trade import goods_in, goods_of_code
from debar.screen import Screener
from debar.store import Home
from debar.store.update import Choices, update

TEXT = (
    "The United States mooted sanctions on Iran Air. Britain announced the end of its air services agreement with Iran. "
    "It announced penalties on firms linked to missile propellants in Iran. Orlo Vantreese of Kiln Partners was named."
)
AIR = made.party("air", "Iran Air", "company", TEXT, country="ir", entity="us-ofac-25237", source="us-ofac-sdn")
KILN = made.party("kiln", "Kiln Partners", "company", TEXT)
ORLO = made.party("orlo", "Orlo Vantreese", "person", TEXT)
US = made.party("us", "United States", "government", TEXT, country="us")
UK = made.party("uk", "Britain", "government", TEXT, country="gb")
IRAN = made.party("ir", "Iran", "government", TEXT, country="ir")
FIRMS = made.party("firms", "firms", "group", TEXT, country="ir")
PARTIES = (AIR, KILN, ORLO, US, UK, IRAN, FIRMS)
MOOTED = made.measure(imposers=(US,), targets=(AIR,), text=TEXT)
ENDED = made.measure(
    imposers=(UK,),
    targets=(IRAN,),
    text=TEXT,
    words="air services agreement",
    id="m2",
    act="terminate",
    kind="air_services_agreement",
    stage="announced",
)
LINKED = made.measure(imposers=(UK,), targets=(FIRMS,), text=TEXT, words="penalties", id="m3", stage="announced")
READING = made.reading(MOOTED, ENDED, LINKED, parties=PARTIES, text=TEXT)

HEADER = "id,name,type,country,goods,hs,counterparty countries\n"


@pytest.fixture(scope="module")
def screener(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Screener]:
    root = tmp_path_factory.mktemp("home")
    update(root, official(), Choices(start=sample.SDN_AFTER), build=build, now=datetime.now(UTC))
    home = Home(root)
    yield Screener(home)
    home.close()


def look(
    folder: Path, rows: str, *, reading: Reading = READING, stakes: str | None = None, screener: Screener | None = None
) -> Exposure:
    (folder / "customers.csv").write_text(HEADER + rows, "utf-8")
    if stakes is not None:
        (folder / "stakes.csv").write_text("owner,owned,percent\n" + stakes, "utf-8")
    given = folder / "stakes.csv" if stakes is not None else None
    return exposure(reading, folder / "customers.csv", stakes=given, screener=screener)


def reasons(found: Exposure, id: str) -> list[Reason]:
    return [reason for one in found.exposed if one.id == id for reason in one.reasons]


# Named.


def test_a_customer_whom_the_article_names_is_found_with_measure_claims_spans_and_score(tmp_path: Path) -> None:
    (reason,) = reasons(look(tmp_path, "c1,IRAN AIR,company,,,,\n"), "c1")
    assert (reason.why, reason.party, reason.targeted) == ("named", "air", True)
    assert reason.score is not None
    assert reason.score > 0.8
    assert [one.id for one in reason.measures] == ["m1"]
    assert TEXT[slice(*reason.mentions[0])] == "Iran Air"
    assert TEXT[slice(*reason.measures[0].span)] == "sanctions"


def test_a_customer_who_is_named_without_being_a_target_is_found_as_such(tmp_path: Path) -> None:
    (reason,) = reasons(look(tmp_path, "c1,Vantreese Orlo,person,,,,\n"), "c1")
    assert (reason.why, reason.targeted) == ("named", False)


def test_a_listed_party_is_known_by_its_other_names_and_identifiers_too(tmp_path: Path, screener: Screener) -> None:
    rows = "c1,Havapeymayi Melli Iran,company,,,,\n"
    assert not reasons(look(tmp_path, rows), "c1")
    (reason,) = reasons(look(tmp_path, rows, screener=screener), "c1")
    assert (reason.party, reason.entity) == ("air", "us-ofac-25237")


def test_who_has_nothing_to_do_with_it_is_not_shown_and_never_cleared(tmp_path: Path) -> None:
    found = look(tmp_path, "c1,Orchard Lane Bakery,company,gb,bread,1905,fr\n")
    assert found.exposed == ()
    assert "no clearance" in found.note
    assert "clear" not in NOTE.replace("no clearance", "")


# Owned.


def test_a_company_that_a_target_owns_is_found_by_its_id(tmp_path: Path) -> None:
    found = look(tmp_path, "c5,Blue Heron Catering,company,tr,,,\n", stakes="Iran Air,c5,60\n")
    first, *others = [one for one in reasons(found, "c5") if one.why == "owned"]
    assert (first.party, first.targeted, first.score) == ("air", True, 0.6)
    assert "it would be reached under OFAC's 50 percent rule, were the party listed" in first.text
    assert [one.score for one in others] == [0.6]  # by the rule of the other imposer


def test_a_company_that_a_target_owns_through_another_is_found_by_its_name(tmp_path: Path) -> None:
    stakes = "us-ofac-25237,h,100\nh,Blue Heron Catering,70\n"
    found = look(tmp_path, "c5,Blue Heron Catering Ltd,company,tr,,,\n", stakes=stakes)
    assert {one.score for one in reasons(found, "c5") if one.why == "owned"} == {0.7}


def test_a_small_holding_is_shown_as_too_small(tmp_path: Path) -> None:
    found = look(tmp_path, "c5,Blue Heron Catering,company,tr,,,\n", stakes="Iran Air,c5,10\n")
    assert all("too little to be reached" in one.text for one in reasons(found, "c5"))


def test_what_a_party_that_is_only_named_owns_is_found_as_such(tmp_path: Path) -> None:
    found = look(tmp_path, "c5,Blue Heron Catering,company,tr,,,\n", stakes="Kiln Partners,c5,60\n")
    assert {(one.why, one.party, one.targeted) for one in reasons(found, "c5")} == {("owned", "kiln", False)}


def test_stakes_that_name_nobody_of_the_article_are_said_to(tmp_path: Path) -> None:
    found = look(tmp_path, "c5,Blue Heron Catering,company,tr,,,\n", stakes="Quarry One,c5,60\n")
    assert found.exposed == ()
    assert any("none of its parties" in one for one in found.warnings)


# Goods and countries.


def test_goods_and_country_of_a_measure_together_are_a_reason(tmp_path: Path) -> None:
    found = look(tmp_path, "c1,Gulf Spares,company,ae,aircraft parts,,fr; ir\n")
    (reason,) = reasons(found, "c1")
    assert (reason.why, [one.id for one in reason.measures], reason.score) == ("goods_and_country", ["m2"], None)
    assert "Iran (counterparty)" in reason.text


def test_an_hs_code_is_as_good_as_a_word(tmp_path: Path) -> None:
    assert [one.why for one in reasons(look(tmp_path, "c1,Gulf Spares,company,ir,,8807.30,\n"), "c1")] == [
        "goods_and_country"
    ]


def test_goods_that_the_sentence_of_a_measure_names_count_for_that_measure_alone(tmp_path: Path) -> None:
    (reason,) = reasons(look(tmp_path, "c1,Kite Chemicals,company,ir,sodium perchlorate,,\n"), "c1")
    assert [one.id for one in reason.measures] == ["m3"]


def test_the_country_with_other_goods_is_no_reason(tmp_path: Path) -> None:
    assert not reasons(look(tmp_path, "c1,Gulf Fruit,company,ir,fresh fruit and oil,,\n"), "c1")


def test_where_the_file_does_not_say_what_it_deals_in_the_country_alone_counts_and_says_so(tmp_path: Path) -> None:
    found = reasons(look(tmp_path, "c1,Gulf Fruit,company,ir,,,\n"), "c1")
    assert {one.why for one in found} == {"country"}
    assert all("the file does not say" in one.text for one in found)


def test_where_the_file_names_no_country_the_goods_alone_count(tmp_path: Path) -> None:
    assert [one.why for one in reasons(look(tmp_path, "c1,Wing Spares,company,,aircraft parts,,\n"), "c1")] == ["goods"]


def test_the_country_of_a_company_that_is_a_target_makes_no_customer_of_that_country_exposed(tmp_path: Path) -> None:
    alone = made.reading(MOOTED, parties=PARTIES, text=TEXT)
    assert not reasons(look(tmp_path, "c1,Gulf Fruit,company,ir,,,\n", reading=alone), "c1")


def test_lifted_refused_and_past_measures_expose_nobody(tmp_path: Path) -> None:
    for more in ({"act": "lift"}, {"polarity": "negative"}, {"historical": True}, {"stage": "in_force"}):
        one = made.measure(imposers=(UK,), targets=(IRAN,), text=TEXT, **more)
        found = look(tmp_path, "c1,Gulf Fruit,company,ir,,,\n", reading=made.reading(one, parties=PARTIES, text=TEXT))
        assert not reasons(found, "c1"), more


def test_json_lines_give_goods_as_properties(tmp_path: Path) -> None:
    row = {
        "id": "c1",
        "schema": "Company",
        "properties": {"name": ["Gulf Spares"], "goods": ["avionics"], "country": ["ir"]},
    }
    (tmp_path / "customers.jsonl").write_text(json.dumps(row) + "\n", "utf-8")
    found = exposure(READING, tmp_path / "customers.jsonl")
    assert [one.why for one in reasons(found, "c1")] == ["goods_and_country"]


def test_words_are_found_as_words_and_codes_as_beginnings() -> None:
    assert [one.group for one in goods_in("relationships, toil and boat-shells")] == ["ammunition"]
    assert [one.group for one in goods_of_code("93")] == ["arms"]
    assert goods_of_code("") == ()


# Bad input has an end.


def test_rejected_rows_are_counted_and_named(tmp_path: Path) -> None:
    found = look(tmp_path, "c1,IRAN AIR,company,,,,\nc2,,company,,,,\nc3,too,few\n")
    assert (found.rows, found.looked_at, found.rejected) == (3, 1, 2)
    assert [(one.file, one.row, one.id) for one in found.rejects] == [
        ("customers.csv", 2, "c2"),
        ("customers.csv", 3, "c3"),
    ]


def test_rejected_stakes_are_counted_and_named(tmp_path: Path) -> None:
    found = look(tmp_path, "c1,IRAN AIR,company,,,,\n", stakes="Iran Air,c5,lots\n")
    assert (found.rejected, found.rejected_stakes) == (0, 1)
    assert found.rejects[0].file == "stakes.csv"


def test_many_rejected_rows_are_all_counted(tmp_path: Path) -> None:
    found = look(tmp_path, "c1,,company,,,,\n" * 300)
    assert (found.rows, found.looked_at, found.rejected, len(found.rejects)) == (300, 0, 300, 100)


def test_a_file_that_is_no_customer_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "customers.csv").write_text("colour,size\nred,7\n", "utf-8")
    with pytest.raises(BadFile):
        exposure(READING, tmp_path / "customers.csv")
    with pytest.raises(BadFile):
        exposure(READING, tmp_path / "nowhere.csv")


def test_an_article_without_parties_or_measures_touches_nobody_and_says_what_it_lacks(tmp_path: Path) -> None:
    found = look(tmp_path, "c1,IRAN AIR,company,ir,,,\n", reading=made.reading(parties=()))
    assert found.exposed == ()
    assert any("announces no measure" in one for one in found.warnings)


def test_without_a_date_stakes_are_not_looked_at_and_the_answer_says_so(tmp_path: Path) -> None:
    undated = made.reading(MOOTED, parties=PARTIES, text=TEXT, published=None)
    found = look(tmp_path, "c5,Blue Heron,company,tr,,,\n", reading=undated, stakes="Iran Air,c5,60\n")
    assert found.exposed == ()
    assert any("no date" in one for one in found.warnings)


def test_the_day_may_be_given(tmp_path: Path) -> None:
    (tmp_path / "customers.csv").write_text(HEADER + "c5,Blue Heron,company,tr,,,\n", "utf-8")
    (tmp_path / "stakes.csv").write_text("owner,owned,percent,until\nIran Air,c5,60,2024-09-11\n", "utf-8")

    def owned_on(day: date) -> bool:
        found = exposure(READING, tmp_path / "customers.csv", stakes=tmp_path / "stakes.csv", on=day)
        return any(one.score for one in reasons(found, "c5"))

    assert owned_on(date(2024, 9, 10))
    assert not owned_on(date(2024, 9, 12))
