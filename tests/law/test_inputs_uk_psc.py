"""The UK register of persons with significant control: what its lines say becomes stakes, parties and notices."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ownership_samples import codes, of, read_lines, sample, text_of

from debar.errors import BadFile
from debar.law.ownership import Holdings
from debar.law.ownership.inputs import uk_psc
from debar.law.ownership.inputs.items import Tally, holdings
from debar.lists.files import ListFile

HALF, QUARTER = Fraction(1, 2), Fraction(1, 4)


@pytest.fixture(scope="module")
def snapshot() -> Holdings:
    return holdings(uk_psc.read(sample("psc-snapshot.txt")))


def owner(number: str = "01000001", **data: object) -> dict[str, object]:
    kind = "individual-person-with-significant-control"
    return {"company_number": number, "data": {"kind": kind, "name": "A Person", "etag": "e", **data}}


def test_it_is_known_by_its_content() -> None:
    assert uk_psc.knows(sample("psc-snapshot.txt").head)
    assert not uk_psc.knows(ListFile("x", content=b'{"id": "x", "schema": "Company", "properties": {}}\n').head)


def test_more_than_25_per_cent_is_more_than_a_quarter_and_at_most_a_half(snapshot: Holdings) -> None:
    (stake,) = of(snapshot, "gb-psc-aAaAaAaAaAaAaAaAaAaAaAaAaA1", "gb-coh-01000001")
    assert QUARTER < stake.low < QUARTER + Fraction(1, 10**9)
    assert stake.high == HALF
    assert 2 * stake.low > HALF


def test_more_than_50_per_cent_is_more_than_a_half_and_less_than_75(snapshot: Holdings) -> None:
    (stake,) = of(snapshot, "gb-coh-01000002", "gb-coh-01000001")
    assert stake.low > HALF
    assert stake.high < 3 * QUARTER


def test_an_owner_in_the_same_register_is_the_company_of_that_number_so_that_chains_meet(snapshot: Holdings) -> None:
    assert snapshot.parties["gb-coh-01000002"].name == "Holt Holdings Limited"
    assert of(snapshot, "gb-psc-cCcC3", "gb-coh-01000002")


def test_an_owner_of_a_foreign_register_is_no_uk_company(snapshot: Holdings) -> None:
    nordvik = snapshot.parties["gb-psc-eEeE5"]
    assert (nordvik.country, nordvik.identifiers) == ("no", (("registrationNumber", "912345678"),))


def test_the_register_is_told_by_its_country_however_it_is_written() -> None:
    for country in ("England & Wales", "ENGLAND AND WALES", "United Kingdom", "Scotland"):
        given = {"registration_number": "SC1", "country_registered": country}
        found = read_lines(uk_psc.read, owner(identification=given, address={"country": "Jersey"}))
        assert found.parties["gb-coh-SC000001"].country == "gb"
    given = {"registration_number": "1", "country_registered": "Jersey", "place_registered": "UK register of companies"}
    assert "gb-coh-00000001" not in read_lines(uk_psc.read, owner(identification=given)).parties


def test_a_number_without_a_register_ties_nothing_and_is_noticed(snapshot: Holdings) -> None:
    assert "gb-psc-mMmM14" in snapshot.parties
    assert "psc.unplaced" in codes(snapshot.notices)


def test_votes_and_the_right_to_appoint_are_no_shares(snapshot: Holdings) -> None:
    interests = {one.interest for one in snapshot.stakes if one.owner == "gb-coh-01000002"}
    assert interests == {"shares", "votes", "appoint_board"}
    (appoint,) = of(snapshot, "gb-coh-01000002", "gb-coh-01000001", "appoint_board")
    assert appoint.low == appoint.high == 1


def test_a_right_to_surplus_assets_of_a_partnership_is_a_share_in_it(snapshot: Holdings) -> None:
    (stake,) = of(snapshot, "gb-psc-eEeE5", "gb-coh-OC300001")
    assert stake.low > HALF


def test_what_a_trust_holds_is_not_known_to_be_its_trustees(snapshot: Holdings) -> None:
    (stake,) = of(snapshot, "gb-psc-dDdD4", "gb-coh-01000002")
    assert (stake.low, stake.high) == (0, 1)
    assert "psc.not-alone" in codes(snapshot.notices)


def test_it_is_held_from_its_notification_until_the_day_it_ceased(snapshot: Holdings) -> None:
    (stake,) = of(snapshot, "gb-psc-cCcC3", "gb-coh-01000002")
    assert (stake.start, stake.end) == (date(2017, 5, 2), date(2022, 3, 15))
    assert not stake.held_on(date(2022, 3, 15))


def test_people_bear_what_they_are_screened_by(snapshot: Holdings) -> None:
    sokolov = snapshot.parties["gb-psc-cCcC3"]
    assert (sokolov.schema, sokolov.country) == ("Person", "ru")
    assert sokolov.properties == (("birthDate", "1970-01"), ("nationality", "ru"), ("nationality", "cy"))


def test_a_government_is_one_by_its_name_and_that_is_noticed(snapshot: Holdings) -> None:
    ministers = snapshot.parties["gb-psc-fFfF6"]
    assert (ministers.government, ministers.schema, ministers.country) == (True, "PublicBody", "gb")
    assert "The Scottish Ministers" in text_of(snapshot, "party.government")


def test_withheld_particulars_leave_an_owner_who_could_be_anybody(snapshot: Holdings) -> None:
    (stake,) = of(snapshot, "", "gb-coh-01000004")
    assert (stake.low, stake.high) == (0, 1)
    assert "psc.withheld" in codes(snapshot.notices)


def test_statements_and_exemptions_are_noticed(snapshot: Holdings) -> None:
    stated = [one.text for one in snapshot.notices if one.code == "psc.statement"]
    assert "no-individual-or-entity-with-signficant-control" in stated[0]
    assert "about Mr A Person (from 2018-07-01, until 2019-01-01)" in stated[1]
    assert "psc_exempt_as_trading_on_regulated_market" in text_of(snapshot, "psc.exempt")


def test_the_registers_own_mark_of_a_sanction_is_noticed(snapshot: Holdings) -> None:
    assert "Mr Viktor Lang" in text_of(snapshot, "psc.sanctioned")


def test_an_unknown_nature_is_noticed_and_counts_as_some_share(snapshot: Holdings) -> None:
    unknown, known = of(snapshot, "gb-psc-kKkK12", "gb-coh-01000009")
    assert (unknown.low, unknown.high) == (0, 1)
    assert known.high == HALF
    assert "'ownership-of-shares-a-little'" in text_of(snapshot, "psc.unknown-nature")


def test_an_end_before_the_start_leaves_open_whether_it_is_held(snapshot: Holdings) -> None:
    (stake,) = of(snapshot, "gb-psc-lLlL13", "gb-coh-01000009")
    assert (stake.low, stake.start, stake.end) == (0, None, None)
    assert "before it starts" in text_of(snapshot, "stake.dates")


def test_a_company_that_owns_itself_is_kept_and_noticed(snapshot: Holdings) -> None:
    assert of(snapshot, "gb-coh-01000011", "gb-coh-01000011")
    assert "stake.self" in codes(snapshot.notices)


def test_records_that_cannot_be_used_are_set_aside_by_line(snapshot: Holdings) -> None:
    rejected = {one.code: (one.origin, one.about) for one in snapshot.notices if one.row == "rejected"}
    assert rejected == {
        "record.no-subject": ("psc-snapshot.txt, line 16", ""),
        "psc.unknown-kind": ("psc-snapshot.txt, line 17", "gb-coh-01000012"),
        "record.unreadable": ("psc-snapshot.txt, line 18", "gb-coh-01000013"),
    }
    assert text_of(snapshot, "input.counted") == "19 records read as uk-psc: 16 used, 3 set aside"


def test_of_a_rejected_record_it_is_kept_that_somebody_may_hold_anything(snapshot: Holdings) -> None:
    kept = [(one.owner, one.owned, one.low, one.high) for one in snapshot.unread]
    assert kept == [("", "gb-coh-01000012", 0, 1), ("", "gb-coh-01000013", 0, 1)]


def test_the_snapshots_own_counts_are_compared() -> None:
    totals = {
        "data": {"kind": "totals#persons-of-significant-control-snapshot", "persons_of_significant_control_count": 2}
    }
    assert "psc.totals" not in codes(read_lines(uk_psc.read, owner(), owner("2"), totals).notices)
    assert "2 in the snapshot, 1 here" in text_of(read_lines(uk_psc.read, owner(), totals), "psc.totals")


def test_what_the_register_does_not_enter_is_said(snapshot: Holdings) -> None:
    assert "more than 25 per cent only" in text_of(snapshot, "psc.threshold")


def test_a_cut_file_is_refused_with_its_line() -> None:
    whole = sample("psc-snapshot.txt").read()
    with pytest.raises(BadFile, match=r"made, line 2: the file ends before its end"):
        list(uk_psc.read(ListFile("made", content=whole[: whole.index(b"\n") + 300])))


def test_every_nature_of_the_table_is_read() -> None:
    for nature, meaning in uk_psc.natures().items():
        found = read_lines(uk_psc.read, owner(natures_of_control=[nature]))
        assert "psc.unknown-nature" not in codes(found.notices)
        assert [one.interest for one in found.stakes] == ([] if meaning.interest == "none" else [meaning.interest])


_TEXT = st.text(max_size=12)
_DATES = st.one_of(st.none(), st.dates().map(str), _TEXT)
_DATA = st.fixed_dictionaries(
    {},
    optional={
        "kind": st.one_of(st.sampled_from(sorted(uk_psc.kinds())), _TEXT),
        "name": _TEXT,
        "natures_of_control": st.lists(st.one_of(st.sampled_from(sorted(uk_psc.natures())), _TEXT), max_size=3),
        "notified_on": _DATES,
        "ceased_on": _DATES,
        "ceased": st.booleans(),
        "date_of_birth": st.fixed_dictionaries({"year": st.integers(-5, 3000), "month": st.integers(-1, 14)}),
        "nationality": _TEXT,
        "identification": st.dictionaries(
            st.sampled_from(["registration_number", "country_registered", "place_registered"]), _TEXT
        ),
        "statement": _TEXT,
    },
)
_LINE = st.one_of(
    st.fixed_dictionaries({"data": _DATA}, optional={"company_number": st.one_of(_TEXT, st.just("01000001"))}),
    st.recursive(st.none() | st.booleans() | st.integers() | _TEXT, lambda inner: st.lists(inner, max_size=2)),
)


@given(st.lists(_LINE, max_size=6))
def test_whatever_stands_in_the_lines_all_of_them_are_counted(records: list[object]) -> None:
    items = list(uk_psc.read(ListFile("x", content=_json_lines(records))))
    tally = items[-1]
    assert isinstance(tally, Tally)
    assert tally.records == len(records) == tally.used + tally.aside
    found = holdings(items)
    assert all(0 <= one.low <= one.high <= 1 for one in found.stakes)
    assert all(one.owner in {"", *found.parties} and one.owned in found.parties for one in found.stakes)


def _json_lines(records: list[object]) -> bytes:
    import json

    return "".join(f"{json.dumps(one)}\n" for one in records).encode()
