"""The relationship records of the Global LEI System: who consolidates whom, as stakes and control."""

from __future__ import annotations

import csv
import io
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ownership_samples import codes, of, sample, text_of

from debar.errors import BadFile
from debar.law.ownership import Holdings, Stake, assess
from debar.law.ownership.inputs import gleif, gleif_entities
from debar.law.ownership.inputs.items import Tally, holdings
from debar.lists.files import ListFile

HEADER = sample("gleif-rr.csv").read().split(b"\r\n", 1)[0]


@pytest.fixture(scope="module")
def relationships() -> Holdings:
    return holdings(gleif.read(sample("gleif-rr.csv")))


def lei(number: int) -> str:
    return f"lei-9999000000000000{number:04}"


def shares(found: Holdings, owner: int, owned: int) -> Stake:
    (stake,) = of(found, lei(owner), lei(owned))
    return stake


def control(found: Holdings, owner: int, owned: int) -> Stake:
    (stake,) = of(found, lei(owner), lei(owned), "control")
    return stake


@pytest.mark.parametrize("name", ["gleif-rr.csv", "gleif-rr.xml", "gleif-rr.json", "gleif-api.json"])
def test_all_four_forms_are_known_by_their_content(name: str) -> None:
    assert gleif.knows(sample(name).head)
    assert not gleif_entities.knows(sample(name).head)


@pytest.mark.parametrize("name", ["gleif-rr.xml", "gleif-rr.json", "gleif-api.json"])
def test_all_forms_say_the_same(name: str, relationships: Holdings) -> None:
    found = holdings(gleif.read(sample(name)))
    here, there = shares(found, 2, 1), shares(relationships, 2, 1)
    assert (here.low, here.high, here.start, here.end) == (there.low, there.high, there.start, there.end)
    if name != "gleif-api.json":
        assert shares(found, 3, 5).low == shares(relationships, 3, 5).low == Fraction(755, 1000)


def test_a_parent_that_consolidates_controls_and_holds_some_share_that_is_not_known(relationships: Holdings) -> None:
    assert control(relationships, 2, 1).low == 1
    stake = shares(relationships, 2, 1)
    assert (stake.low, stake.high) == (0, 1)
    assert {"gleif.no-share", "gleif.control"} <= set(codes(relationships.notices))


def test_consolidation_blocks_under_a_test_of_control_and_is_possible_under_one_of_ownership(
    relationships: Holdings,
) -> None:
    on = date(2023, 6, 1)
    assert assess(relationships, [lei(3)], rule="eu", on=on)[lei(1)].verdict == "blocked"
    assert assess(relationships, [lei(3)], rule="ofac", on=on)[lei(1)].verdict == "possible"


def test_a_percentage_is_the_share(relationships: Holdings) -> None:
    assert shares(relationships, 3, 5).low == shares(relationships, 3, 5).high == Fraction(151, 200)


def test_an_amount_of_one_may_be_one_per_cent_or_all(relationships: Holdings) -> None:
    stake = shares(relationships, 3, 6)
    assert (stake.low, stake.high) == (Fraction(1, 100), 1)


def test_an_ultimate_parent_is_not_counted_beside_the_chain_that_leads_to_it(relationships: Holdings) -> None:
    assert of(relationships, lei(3), lei(1)) == []
    assert of(relationships, lei(3), lei(2))
    assert "gleif.ultimate" in codes(relationships.notices)


def test_an_ultimate_parent_without_a_chain_counts(relationships: Holdings) -> None:
    assert control(relationships, 3, 4).low == 1


def test_a_chain_that_does_not_last_as_long_does_not_stand_for_the_ultimate_parent() -> None:
    direct, ultimate = "IS_DIRECTLY_CONSOLIDATED_BY", "IS_ULTIMATELY_CONSOLIDATED_BY"
    found = made([1, 2, direct, ""], [2, 3, direct, "2020-01-01"], [1, 3, ultimate, ""])
    assert control(found, 3, 1).end is None


def test_a_branch_is_its_head_office(relationships: Holdings) -> None:
    assert shares(relationships, 3, 7).low == 1


def test_a_funds_manager_owns_nothing_of_it_and_perhaps_controls_it(relationships: Holdings) -> None:
    assert of(relationships, lei(9), lei(8)) == []
    assert (control(relationships, 9, 8).low, control(relationships, 9, 8).high) == (0, 1)


def test_a_feeder_fund_holds_its_master(relationships: Holdings) -> None:
    assert shares(relationships, 11, 8).high == 1


def test_the_time_is_that_of_the_relationship_not_of_the_accounts(relationships: Holdings) -> None:
    assert shares(relationships, 2, 1).start == date(2019, 1, 1)
    assert shares(relationships, 3, 12).end == date(2021, 6, 30)


def test_what_is_over_without_an_end_date_ended_when_it_was_updated(relationships: Holdings) -> None:
    assert shares(relationships, 3, 13).end == date(2020, 2, 2)
    assert "gleif.ended" in codes(relationships.notices)


def test_annulled_records_are_set_aside_and_lapsed_ones_kept(relationships: Holdings) -> None:
    assert of(relationships, lei(3), lei(14)) == []
    assert of(relationships, lei(3), lei(15))
    assert [one.text for one in relationships.notices if one.code == "gleif.status"] == [
        "set aside: NULL: the relationship does not stand",
        "LAPSED: the record was not renewed; it may be out of date",
    ]


def test_records_that_cannot_be_read_are_rejected_by_line(relationships: Holdings) -> None:
    rejected = [(one.origin, one.about, one.field) for one in relationships.notices if one.row == "rejected"]
    assert rejected == [
        ("gleif-rr.csv, line 16", lei(16), "RelationshipType"),
        ("gleif-rr.csv, line 17", lei(17), "NodeID"),
        ("gleif-rr.csv, line 20", "", "NodeID"),
    ]
    assert {one.owned for one in relationships.unread} == {lei(16), lei(17)}
    assert text_of(relationships, "input.counted") == "19 records read as gleif: 14 used, 5 set aside"


def test_a_quantifier_over_100_counts_as_unknown(relationships: Holdings) -> None:
    assert "'250' is no percentage" in text_of(relationships, "stake.share")


def test_cut_files_are_refused() -> None:
    for name, end in (("gleif-rr.xml", 200), ("gleif-rr.json", 20), ("gleif-rr.csv", 10)):
        with pytest.raises(BadFile):
            list(gleif.read(ListFile(name, content=sample(name).read()[:-end])))


def test_entity_records_say_who_the_parties_are() -> None:
    assert gleif_entities.knows(sample("gleif-lei.csv").head)
    found = holdings([*gleif.read(sample("gleif-rr.csv")), *gleif_entities.read(sample("gleif-lei.csv"))])
    lower, upper = found.parties[lei(1)], found.parties[lei(3)]
    assert lower.name == "Lower Limited"
    assert ("registrationNumber", "01000001") in lower.identifiers
    assert (upper.country, upper.properties) == ("us", (("alias", "Upper"),))
    assert found.parties[lei(9)].government
    assert "'SOMETHING_NEW'" in text_of(found, "gleif.category")


def made(*rows: list[object]) -> Holdings:
    names = next(csv.reader([HEADER.decode()]))
    out = io.StringIO()
    table = csv.DictWriter(out, names, restval="")
    table.writeheader()
    for start, end, kind, ends in rows:
        table.writerow(
            {
                "Relationship.StartNode.NodeID": lei(int(str(start))).removeprefix("lei-"),
                "Relationship.EndNode.NodeID": lei(int(str(end))).removeprefix("lei-"),
                "Relationship.RelationshipType": kind,
                "Relationship.RelationshipStatus": "ACTIVE",
                "Relationship.Period.1.periodType": "RELATIONSHIP_PERIOD",
                "Relationship.Period.1.startDate": "2019-01-01",
                "Relationship.Period.1.endDate": ends,
                "Registration.RegistrationStatus": "PUBLISHED",
            }
        )
    return holdings(gleif.read(ListFile("made.csv", content=out.getvalue().encode())))


_KIND = st.one_of(st.sampled_from(sorted(gleif.types())), st.just("IS_WHAT"))
_ROW = st.tuples(st.integers(1, 4), st.integers(1, 4), _KIND, st.sampled_from(["", "2020-01-01", "soon"]))


@given(st.lists(_ROW.map(list), max_size=10))
def test_every_listed_parent_reaches_its_company_whatever_was_set_aside(rows: list[list[object]]) -> None:
    """Setting ultimate parents aside loses nobody: whom any record ties, the graph still ties."""
    found = made(*rows)
    counted = [one for one in found.notices if one.code == "input.counted"]
    assert counted[0].text.startswith(f"{len(rows)} records")
    for start, end, kind, ends in rows:
        if kind in ("IS_DIRECTLY_CONSOLIDATED_BY", "IS_ULTIMATELY_CONSOLIDATED_BY") and not ends:
            owner, owned = lei(int(str(end))), lei(int(str(start)))
            if owner != owned:
                assert assess(found, [owner], rule="eu", on=date(2023, 6, 1))[owned].verdict == "blocked"


@given(st.lists(st.lists(st.text(max_size=5), max_size=27), max_size=4))
def test_whatever_stands_in_the_rows_all_of_them_are_counted(rows: list[list[str]]) -> None:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    content = HEADER + b"\r\n" + out.getvalue().encode(errors="replace")
    items = list(gleif.read(ListFile("x.csv", content=content)))
    tally = items[-1]
    assert isinstance(tally, Tally)
    assert tally.records == sum(bool(row) for row in rows) == tally.used + tally.aside
