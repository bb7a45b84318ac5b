"""FollowTheMoney entities: ownership objects and the parties they tie become stakes."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ownership_samples import codes, lines, of, read_lines, sample, text_of

from debar.errors import BadFile
from debar.law.ownership import Holdings
from debar.law.ownership.inputs import ftm
from debar.law.ownership.inputs.items import Tally, holdings
from debar.lists.files import ListFile


@pytest.fixture(scope="module")
def entities() -> Holdings:
    return holdings(ftm.read(sample("ftm-entities.jsonl")))


def owned(**properties: object) -> dict[str, object]:
    given = {key: value if isinstance(value, list) else [value] for key, value in properties.items()}
    return {"id": "o", "schema": "Ownership", "properties": {"owner": ["x"], "asset": ["a"], **given}}


def share_of(**properties: object) -> tuple[Fraction, Fraction]:
    (stake,) = read_lines(ftm.read, owned(**properties)).stakes
    return stake.low, stake.high


def test_it_is_known_by_its_content() -> None:
    assert ftm.knows(sample("ftm-entities.jsonl").head)
    assert not ftm.knows(sample("psc-snapshot.txt").head)
    assert not ftm.knows(sample("bods-0.2.jsonl").head)


@pytest.mark.parametrize("text", ["50", "50%", "50 %", "50.0", "50,0", "50 percent"])
def test_a_percentage_is_exact_however_it_is_written(text: str) -> None:
    assert share_of(percentage=text) == (Fraction(1, 2), Fraction(1, 2))


def test_a_range_is_a_band_and_a_bound_is_open() -> None:
    assert share_of(percentage="25-50") == (Fraction(1, 4), Fraction(1, 2))
    low, high = share_of(percentage=">25")
    assert low > Fraction(1, 4)
    assert high == 1


def test_what_cannot_be_read_could_be_anything(entities: Holdings) -> None:
    stakes = of(entities, "c-quay", "NK-export")
    assert (stakes[0].low, stakes[0].high) == (0, 1)
    assert any("'most of it'" in one.text for one in entities.notices if one.code == "stake.share")


def test_half_a_unit_may_be_half_of_it(entities: Holdings) -> None:
    (stake,) = of(entities, "b-fund", "c-harbour")
    assert (stake.low, stake.high) == (Fraction(1, 200), Fraction(1, 2))


def test_of_several_percentages_the_widest_share_counts(entities: Holdings) -> None:
    stake = of(entities, "c-quay", "NK-export")[1]
    assert (stake.low, stake.high) == (Fraction(1, 5), Fraction(3, 10))


def test_an_indirect_share_is_unknown_unless_it_is_all(entities: Holdings) -> None:
    assert of(entities, "p-orlov", "c-harbour")[0].low == 0
    assert share_of(percentage="100", ownershipType="indirect") == (1, 1)


def test_a_nature_of_control_as_the_role_says_how_much(entities: Holdings) -> None:
    (stake,) = of(entities, "p-orlov", "NK-export")
    assert (stake.low, stake.high) == (Fraction(3, 4), 1)


def test_no_percentage_is_an_unknown_share_and_a_status_is_noticed(entities: Holdings) -> None:
    (stake,) = of(entities, "p-orlov", "c-elsewhere")
    assert (stake.low, stake.high) == (0, 1)
    assert "'historic'" in text_of(entities, "ftm.status")


def test_an_object_that_stands_twice_counts_once(entities: Holdings) -> None:
    assert len(of(entities, "p-orlov", "c-elsewhere")) == 1
    assert "ftm.twice" in codes(entities.notices)


def test_a_year_is_taken_as_wide_as_it_may_be(entities: Holdings) -> None:
    (stake,) = of(entities, "p-orlov", "c-quay")
    assert (stake.start, stake.end) == (date(2015, 1, 1), date(2023, 2, 28))


def test_an_owner_that_is_not_given_is_somebody_unknown(entities: Holdings) -> None:
    assert of(entities, "", "c-quay")
    assert "stake.owner-unknown" in codes(entities.notices)


def test_control_is_control(entities: Holdings) -> None:
    assert of(entities, "b-fund", "c-quay", "control")[0].low == 1


def test_other_links_are_no_ownership_and_are_counted(entities: Holdings) -> None:
    texts = [one.text for one in entities.notices if one.code == "ftm.no-ownership"]
    assert any("Directorship is no ownership" in text for text in texts)
    assert any("linked is not owned" in text for text in texts)
    assert any("Widget is no schema that debar knows" in text for text in texts)


def test_owners_that_stand_in_the_party_itself_hold_an_unknown_share(entities: Holdings) -> None:
    assert of(entities, "c-harbour", "v-heron")[0].high == 1
    assert of(entities, "c-quay", "c-harbour")[0].low == 0


def test_nested_objects_are_taken_out(entities: Holdings) -> None:
    (stake,) = of(entities, "c-nest", "c-inner")
    assert stake.low == Fraction(3, 5)
    assert entities.parties["c-inner"].name == "Inner SA"


def test_parties_bear_what_they_are_screened_by(entities: Holdings) -> None:
    harbour, orlov, fund = (entities.parties[id] for id in ("c-harbour", "p-orlov", "b-fund"))
    assert ("innCode", "7700000016") in harbour.identifiers
    assert orlov.properties == (("alias", "Сергей Орлов"), ("birthDate", "1961-04"), ("nationality", "ru"))
    assert (fund.government, fund.country) == (True, "ir")
    assert ("entityId", "os-NK-export") in entities.parties["NK-export"].properties


def test_records_that_cannot_be_read_are_rejected_by_line(entities: Holdings) -> None:
    rejected = [(one.code, one.origin) for one in entities.notices if one.row == "rejected"]
    assert rejected == [
        ("record.no-subject", "ftm-entities.jsonl, line 17"),
        ("record.unreadable", "ftm-entities.jsonl, line 22"),
        ("record.unreadable", "ftm-entities.jsonl, line 23"),
    ]
    assert text_of(entities, "input.counted") == "24 records read as ftm: 17 used, 7 set aside"


def test_a_cut_file_is_refused() -> None:
    with pytest.raises(BadFile, match="the file ends before its end"):
        list(ftm.read(ListFile("made", content=lines(owned(percentage="5")).read()[:-4])))


def test_real_objects_are_read(shared_lists: object) -> None:
    from pathlib import Path

    path = Path(str(shared_lists)) / "opensanctions" / "yente_fixtures" / "zala" / "entities.ftm.json"
    found = holdings(ftm.read(ListFile(path.name, path=path)))
    assert not [one for one in found.notices if one.row == "rejected"]
    assert found.stakes


_VALUES = st.lists(
    st.one_of(st.sampled_from(["x", "a", "50", "25-50", "2019", "indirect"]), st.text(max_size=6)), max_size=2
)
_OBJECT = st.fixed_dictionaries(
    {
        "id": st.sampled_from(["o", "p", "x", "a"]),
        "schema": st.sampled_from(["Ownership", "Control", "Company", "Person", "Directorship", "Sanction", "Vessel"]),
        "properties": st.dictionaries(
            st.sampled_from(
                ["owner", "asset", "controller", "controlled", "percentage", "startDate", "endDate", "role", "parent"]
            ),
            _VALUES,
        ),
    }
)


@given(st.lists(st.one_of(_OBJECT, st.just({"id": 3}), st.just([])), max_size=6))
def test_whatever_stands_in_the_lines_all_of_them_are_counted(records: list[object]) -> None:
    items = list(ftm.read(lines(*records)))
    tally = items[-1]
    assert isinstance(tally, Tally)
    assert tally.records == len(records) == tally.used + tally.aside
    assert all(0 <= one.low <= one.high <= 1 for one in holdings(items).stakes)
