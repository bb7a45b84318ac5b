"""The Beneficial Ownership Data Standard: its statements become stakes, parties and notices."""

from __future__ import annotations

import itertools
import json
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ownership_samples import codes, of, read_lines, sample, text_of

from debar.errors import BadFile
from debar.law.ownership import Holdings
from debar.law.ownership.inputs import bods
from debar.law.ownership.inputs.bods_interests import interval, types
from debar.law.ownership.inputs.bods_statements import Share
from debar.law.ownership.inputs.items import Tally, holdings
from debar.lists.files import ListFile

HALF = Fraction(1, 2)
_number = itertools.count(1)


@pytest.fixture(scope="module")
def statements() -> Holdings:
    return holdings(bods.read(sample("bods-0.4.json")))


@pytest.fixture(scope="module")
def former() -> Holdings:
    return holdings(bods.read(sample("bods-0.2.jsonl")))


def relationship(record: str, *interests: object, on: str = "2024-03-01", **more: object) -> dict[str, object]:
    details = {"isComponent": False, "subject": "a", "interestedParty": "x", "interests": interests}
    details |= {key: more.pop(key) for key in ("subject", "interestedParty", "componentRecords") if key in more}
    statement = {"statementId": f"s-{next(_number)}", "statementDate": on, "recordId": record}
    return {**statement, "recordType": "relationship", "recordDetails": details, **more}


def shares(exact: object, **more: object) -> dict[str, object]:
    return {"type": "shareholding", "directOrIndirect": "direct", "share": {"exact": exact}, **more}


def indirect(exact: object) -> dict[str, object]:
    return {**shares(exact), "directOrIndirect": "indirect"}


def test_both_forms_are_known_by_their_content() -> None:
    assert bods.knows(sample("bods-0.4.json").head)
    assert bods.knows(sample("bods-0.2.jsonl").head)
    assert not bods.knows(sample("psc-snapshot.txt").head)


def test_an_exact_share_is_exact() -> None:
    (stake,) = read_lines(bods.read, relationship("r", shares(33.3))).stakes
    assert stake.low == stake.high == Fraction(333, 1000)


def test_exclusive_bounds_are_drawn_in(statements: Holdings) -> None:
    (stake,) = of(statements, "per-owner", "ent-holding")
    assert HALF < stake.low < stake.high < Fraction(3, 4)


def test_states_and_their_bodies_are_governments_of_their_jurisdiction(statements: Holdings) -> None:
    for id in ("ent-state", "ent-ministry"):
        party = statements.parties[id]
        assert (party.government, party.country, party.schema) == (True, "ir", "PublicBody")


def test_identifiers_are_read_by_their_scheme_and_the_others_kept(statements: Holdings) -> None:
    assert statements.parties["ent-target"].identifiers == (("registrationNumber", "01000020"),)
    holding = statements.parties["ent-holding"]
    assert ("leiCode", "529900ODI3047E2LIV03") in holding.identifiers
    assert holding.properties == (("alias", "Halte GmbH"), ("sourceIdentifier", "own list: 7"))


def test_people_bear_what_they_are_screened_by(statements: Holdings) -> None:
    kern = statements.parties["per-owner"]
    assert (kern.name, kern.schema, kern.country) == ("Nadia Kern", "Person", "de")
    assert ("birthDate", "1971-02-03") in kern.properties
    assert kern.identifiers == (("passportNumber", "C01X00T47"),)


def test_an_indirect_interest_is_not_counted_beside_its_components(statements: Holdings) -> None:
    assert of(statements, "per-owner", "ent-target") == []
    assert of(statements, "per-owner", "ent-holding")
    assert of(statements, "ent-holding", "ent-target")
    assert "bods.indirect-by-components" in codes(statements.notices)


def test_an_indirect_interest_alone_is_of_unknown_share_whatever_figure_it_has(statements: Holdings) -> None:
    (stake,) = of(statements, "ent-ministry", "ent-target")
    assert (stake.low, stake.high) == (0, 1)
    assert "bods.indirect-alone" in codes(statements.notices)


def test_an_indirect_interest_whose_components_are_partly_missing_is_kept() -> None:
    chain = [relationship("r1", shares(60), interestedParty="x", subject="b")]
    whole = relationship("r", indirect(30), componentRecords=["r1", "r2"])
    found = read_lines(bods.read, *chain, whole)
    assert [(one.low, one.high) for one in of(found, "x", "a")] == [(0, 1)]


@pytest.mark.parametrize(
    ("upper", "lower", "carried"),
    [
        (shares(60), shares(30), True),
        ({"type": "boardMember"}, shares(30), False),
        (shares(60, endDate="2015-01-01"), shares(30), False),
        (shares(60), None, False),
    ],
    ids=["both held", "an office only", "ended", "the chain has a gap"],
)
def test_components_carry_an_indirect_interest_only_where_they_say_all_of_it(
    upper: object, lower: object, carried: bool
) -> None:
    made = [relationship("r1", upper, subject="b"), relationship("r", indirect(30), componentRecords=["r1"])]
    if lower is not None:
        made[1] = relationship("r", indirect(30), componentRecords=["r1", "r2"])
        made.append(relationship("r2", lower, interestedParty="b"))
    assert bool(of(read_lines(bods.read, *made), "x", "a")) is not carried


def test_all_of_it_held_indirectly_is_all_of_it() -> None:
    found = read_lines(bods.read, relationship("r", indirect(100)))
    assert [(one.low, one.high) for one in found.stakes] == [(1, 1)]


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_the_newest_statement_about_a_record_counts_in_whatever_order_they_stand(order: tuple[int, ...]) -> None:
    made = [relationship("r", shares(part), on=f"202{part}-01-01") for part in (1, 2, 3)]
    found = read_lines(bods.read, *(made[place] for place in order))
    assert [one.low for one in found.stakes] == [Fraction(3, 100)]
    assert text_of(found, "input.counted") == "3 records read as bods: 1 used, 2 set aside"


@pytest.mark.parametrize("turned", [False, True])
def test_a_closed_relationship_ends_on_the_day_of_its_statement(turned: bool) -> None:
    made = [
        relationship("r", shares(60, startDate="2010-01-01"), on="2011-01-01"),
        relationship("r", on="2015-06-30", recordStatus="closed"),
    ]
    (stake,) = read_lines(bods.read, *(reversed(made) if turned else made)).stakes
    assert (stake.low, stake.start, stake.end) == (Fraction(3, 5), date(2010, 1, 1), date(2015, 6, 30))


def test_an_owner_who_is_not_named_is_somebody_unknown(statements: Holdings) -> None:
    (stake,) = of(statements, "", "ent-holding")
    assert stake.low > Fraction(1, 4)
    assert "No answer" in text_of(statements, "stake.owner-unknown")


def test_an_anonymous_party_may_be_anybody(statements: Holdings) -> None:
    assert "bods.anonymous-party" in codes(statements.notices)
    assert ("", "per-hidden") in {(one.owner, one.owned) for one in statements.unread}


def test_no_beneficial_owner_makes_no_party(statements: Holdings) -> None:
    assert not [one for one in (*statements.stakes, *statements.unread) if one.owned == "ent-state"]
    assert "ent-state is said to have no beneficial owner" in text_of(statements, "bods.no-owner")


def test_a_share_over_100_is_noticed_and_counts_as_unknown(statements: Holdings) -> None:
    much = of(statements, "ent-elsewhere", "ent-target")[0]
    assert (much.low, much.high) == (0, 1)
    assert text_of(statements, "stake.share").startswith("the share is 120 per cent")


def test_offices_are_no_holdings_and_unknown_types_count_as_some_share(statements: Holdings) -> None:
    assert "boardChair is no holding: an office is no holding" in text_of(statements, "bods.no-stake")
    assert "'goldenShare'" in text_of(statements, "bods.unknown-interest")
    assert len(of(statements, "ent-elsewhere", "ent-target")) == 3


def test_a_right_to_profit_beside_shares_is_no_further_share() -> None:
    profit = {"type": "rightsToProfitOrIncome", "directOrIndirect": "direct", "share": {"exact": 60}}
    alone = read_lines(bods.read, relationship("r", profit)).stakes
    beside = read_lines(bods.read, relationship("r", shares(60), profit)).stakes
    assert [one.low for one in alone] == [Fraction(3, 5)]
    assert sum(one.low for one in beside) == Fraction(3, 5)


def test_a_party_that_no_statement_describes_is_noticed(statements: Holdings) -> None:
    assert text_of(statements, "party.undescribed").startswith("ent-elsewhere is named by its id only")


def test_statements_that_cannot_be_used_are_set_aside_by_place(statements: Holdings) -> None:
    unreadable = [(one.code, one.origin) for one in statements.notices if one.code.startswith("record.")]
    assert unreadable == [
        ("record.unreadable", "bods-0.4.json, statement 20"),
        ("record.no-subject", "bods-0.4.json, statement 19"),
    ]
    (lost,) = [one for one in statements.unread if one.origin == "bods-0.4.json, statement 20"]
    assert (lost.owner, lost.owned, lost.low, lost.high) == ("", "ent-target", 0, 1)
    assert text_of(statements, "input.counted") == "20 records read as bods: 16 used, 4 set aside"


def test_statements_before_version_0_4_are_read_too(former: Holdings) -> None:
    (stake,) = of(former, "old-per-1", "old-ent-1-1")
    assert Fraction(1, 4) < stake.low < stake.high == HALF
    assert former.parties["old-ent-1-1"].name == "Present Name Ltd"
    assert former.parties["old-ent-2"].country == "us"
    assert former.parties["old-per-1"].properties == (("birthDate", "1966-08"), ("nationality", "cz"))


def test_a_relationship_with_a_replaced_statement_is_with_the_one_that_replaced_it(former: Holdings) -> None:
    assert "old-ent-1-0" not in former.parties
    assert {one.owned for one in former.stakes} == {"old-ent-1-1"}


def test_a_version_that_debar_was_not_made_for_is_named() -> None:
    later = relationship("r", shares(60), publicationDetails={"bodsVersion": "0.7", "publicationDate": "2027-01-01"})
    found = read_lines(bods.read, later)
    assert "version 0.7" in text_of(found, "bods.version")
    assert len(found.stakes) == 1
    neither = {"statementId": "s", "kind": "stake", "publicationDetails": {"bodsVersion": "2.0"}}
    assert "it says of itself version 2.0" in text_of(read_lines(bods.read, neither), "bods.version")


def test_a_cut_array_is_refused() -> None:
    whole = sample("bods-0.4.json").read()
    with pytest.raises(BadFile, match="not well-formed, or the file ends before its end"):
        list(bods.read(ListFile("made", content=whole[:-100])))


def test_every_type_of_the_table_is_read() -> None:
    for one, meaning in types().items():
        found = read_lines(bods.read, relationship("r", {"type": one, "directOrIndirect": "direct"}))
        assert "bods.unknown-interest" not in codes(found.notices)
        assert [each.interest for each in found.stakes] == ([] if meaning.interest == "none" else [meaning.interest])


def test_a_figure_of_absurd_precision_is_refused_at_once() -> None:
    assert isinstance(interval(Share(exact=Decimal("1E-9999999"))), str)


_SHARE = st.fixed_dictionaries(
    {},
    optional={
        key: st.one_of(st.integers(-10, 110), st.floats(0, 100), st.booleans(), st.just("NaN"))
        for key in ("exact", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
    },
)
_INTEREST = st.fixed_dictionaries(
    {},
    optional={
        "type": st.one_of(st.sampled_from(sorted(types())), st.text(max_size=5)),
        "directOrIndirect": st.sampled_from(["direct", "indirect", "unknown"]),
        "share": _SHARE,
        "startDate": st.one_of(st.dates().map(str), st.text(max_size=8)),
        "endDate": st.one_of(st.dates().map(str), st.text(max_size=8)),
    },
)
_ID = st.sampled_from("abcr")
_STATEMENT = st.builds(
    lambda id, kind, details, status, on: {
        "statementId": id,
        "recordId": id,
        "recordType": kind,
        "recordStatus": status,
        "statementDate": on,
        "recordDetails": details,
    },
    st.sampled_from("abcrst"),
    st.sampled_from(["entity", "person", "relationship", "thing"]),
    st.fixed_dictionaries(
        {},
        optional={
            "subject": _ID,
            "interestedParty": st.one_of(_ID, st.just({"reason": "unknown"}), st.none()),
            "interests": st.lists(_INTEREST, max_size=2),
            "componentRecords": st.lists(_ID, max_size=2),
            "name": st.text(max_size=4),
        },
    ),
    st.sampled_from(["new", "updated", "closed", None]),
    st.sampled_from(["2020-01-01", "2021-01-01", "", None, "soon"]),
)


@given(st.lists(_STATEMENT, max_size=8))
def test_whatever_stands_in_the_statements_all_of_them_are_counted(made: list[object]) -> None:
    items = list(bods.read(ListFile("x", content=json.dumps(made).encode())))
    tally = items[-1]
    assert isinstance(tally, Tally)
    assert tally.records == len(made) == tally.used + tally.aside
    found = holdings(items)
    assert all(0 <= one.low <= one.high <= 1 for one in found.stakes)
    by_line = read_lines(bods.read, *made)
    assert [(one.owner, one.owned, one.low, one.high) for one in by_line.stakes] == [
        (one.owner, one.owned, one.low, one.high) for one in found.stakes
    ]


def test_statements_that_replace_one_another_in_a_circle_end() -> None:
    def legacy(id: str, replaces: str) -> dict[str, object]:
        return {"statementID": id, "statementType": "entityStatement", "name": id, "replacesStatements": [replaces]}

    link = {
        "statementID": "l",
        "statementType": "ownershipOrControlStatement",
        "subject": {"describedByEntityStatement": "a"},
        "interestedParty": {"describedByEntityStatement": "d"},
        "interests": [{"type": "shareholding", "share": {"exact": 60}}],
    }
    found = read_lines(bods.read, legacy("a", "c"), legacy("b", "a"), legacy("c", "b"), legacy("d", "d"), link)
    assert len(found.stakes) == 1


def test_a_thousand_replacements_lead_to_the_last() -> None:
    made: list[object] = [
        {
            "statementID": f"e{number}",
            "statementType": "entityStatement",
            "name": f"e{number}",
            "replacesStatements": [f"e{number - 1}"] if number else [],
        }
        for number in range(1_000)
    ]
    made += [
        {
            "statementID": f"l{number}",
            "statementType": "ownershipOrControlStatement",
            "subject": {"describedByEntityStatement": f"e{number}"},
            "interestedParty": {"describedByPersonStatement": "p"},
            "interests": [{"type": "shareholding", "share": {"exact": 1}}],
        }
        for number in (0, 1, 500)
    ]
    assert {one.owned for one in read_lines(bods.read, *made).stakes} == {"e999"}
