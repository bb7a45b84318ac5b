"""What effects promise beside the vectors: nothing unknown is dropped, nothing is said of people it does not bind."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from debar.errors import BadQuery
from debar.law import tables
from debar.law.deadlines import add_business_days, is_business_day
from debar.law.effects import Effect, effects_of, verdict
from debar.law.sentences import foot, heading, later, paragraphs
from debar.model import Designation, Entity, Name

DAY = date(2024, 9, 11)
OFAC = "Office of Foreign Assets Control"


def party(source: str, *designations: Designation, schema: str = "Company") -> Entity:
    return Entity(f"{source}-1", source, schema, (Name("ACME"),), designations=designations)


def test_an_unknown_tag_is_shown_and_raises_an_event() -> None:
    found = effects_of(party("us-ofac-sdn", Designation(OFAC, ("NEW-EO99999", "SDGT"))), "us", DAY)
    assert [(one.action, one.programme) for one in found.in_force] == [
        ("block", "SDGT"),
        ("unknown", "NEW-EO99999; SDGT"),
    ]
    assert [(one.code, one.text) for one in found.events] == [("law.unknown-programme", "NEW-EO99999")]


def test_an_unknown_remark_is_shown_and_raises_an_event() -> None:
    remark = "Executive Order 99999 Directive Determination - Subject to Directive 7"
    found = effects_of(party("us-ofac-sdn", Designation(OFAC, ("SDGT",), remarks=(remark,))), "us", DAY)
    assert [one.action for one in found.in_force] == ["block", "unknown"]
    assert remark in found.in_force[1].prohibited
    assert [one.code for one in found.events] == ["law.unknown-words"]


def test_a_list_that_no_table_knows_is_not_passed_over() -> None:
    found = effects_of(party("house", Designation("Our own desk", ("BAD",))), "us", DAY)
    assert [one.action for one in found.in_force] == ["unknown"]
    assert [one.code for one in found.events] == ["law.unknown-listing"]


def test_a_party_without_a_designation_is_not_passed_over() -> None:
    found = effects_of(party("us-ofac-sdn"), "us", DAY)
    assert [one.action for one in found.in_force] == ["unknown"]


def test_a_non_sdn_entry_without_words_is_unknown_and_never_blocked() -> None:
    found = effects_of(party("us-ofac-cons", Designation(OFAC, ("UKRAINE-EO13662",))), "us", DAY)
    assert [one.action for one in found.in_force] == ["unknown"]


def test_menu_items_replace_the_block_of_their_programme_alone() -> None:
    remark = "Executive Order 13846 information: FOREIGN EXCHANGE.  Sec. 5(a)(ii)"
    tags = ("IRAN-EO13846", "SDGT")
    found = effects_of(party("us-ofac-sdn", Designation(OFAC, tags, remarks=(remark,))), "us", DAY)
    assert [(one.programme, one.measure) for one in found.in_force] == [
        ("IRAN-EO13846", "us-menu-fx"),
        ("SDGT", "us-block"),
    ]


def test_a_block_among_menu_items_stays_a_block() -> None:
    remarks = (
        "CAATSA Section 235 Information: BLOCKING PROPERTY AND INTERESTS IN PROPERTY. Sec 235(a)(9)",
        "CAATSA Section 235 Information: BANKING TRANSACTIONS. Sec 235(a)(8)",
    )
    found = effects_of(party("us-ofac-sdn", Designation(OFAC, ("CAATSA - RUSSIA",), remarks=remarks)), "us", DAY)
    assert {one.action for one in found.in_force} == {"block", "reject"}


@pytest.mark.parametrize("nexus", tables.nexuses())
def test_a_live_listing_always_shows_whatever_the_nexus(nexus: str) -> None:
    found = effects_of(party("us-ofac-sdn", Designation(OFAC, ("SDGT",))), nexus, DAY)
    assert found.in_force
    assert all(one.binding or one.action == "risk_flag" for one in found.in_force)


def test_foreign_companies_of_us_owners_are_bound_by_the_iran_programme_and_not_by_others() -> None:
    found = effects_of(party("us-ofac-sdn", Designation(OFAC, ("IRAN", "SDGT"))), "us_owned", DAY)
    assert [(one.programme, one.action, one.binding) for one in found.in_force] == [
        ("IRAN", "reject", True),
        ("SDGT", "risk_flag", False),
    ]


def test_foreign_companies_of_us_banks_are_bound_where_the_entry_says_so() -> None:
    remark = (
        "Transactions Prohibited For Persons Owned or Controlled By U.S. Financial Institutions: "
        "North Korea Sanctions Regulations section 510.214"
    )
    found = effects_of(party("us-ofac-sdn", Designation(OFAC, ("DPRK3",), remarks=(remark,))), "us_owned", DAY)
    assert [one.measure for one in found.in_force if one.binding] == ["us-owned-dprk"]


def test_the_entity_list_reaches_whoever_handles_the_goods() -> None:
    listing = Designation(
        "Bureau of Industry and Security", list_name="Entity List (EL) - Bureau of Industry and Security"
    )
    found = effects_of(party("us-csl", listing), "eu", DAY)
    assert [(one.action, one.binding) for one in found.in_force] == [("prohibit_export", True)]
    assert verdict(found.in_force[0], "payment") == "not_covered"


def test_a_revoked_programme_holds_until_its_day_and_is_named_afterwards() -> None:
    entity = party("us-ofac-sdn", Designation(OFAC, ("SYRIA",)))
    assert effects_of(entity, "us", date(2025, 6, 30)).in_force
    after = effects_of(entity, "us", date(2025, 7, 1))
    assert not after.in_force
    (line,) = later(after)
    assert line.startswith("Not in force on 2025-07-01: blocking of property (SYRIA (")
    assert line.endswith(", over since 2025-07-01.")


def test_a_listing_of_a_later_day_is_not_in_force_before_it() -> None:
    entity = party("uk-sl", Designation("FCDO", ("Russia",), listed_on="2024-11-18", measures=("Asset freeze",)))
    assert not effects_of(entity, "uk", date(2024, 9, 11)).in_force
    assert "freeze" in {one.action for one in effects_of(entity, "uk", date(2024, 11, 18)).in_force}


def test_records_are_kept_ten_years_since_march_2025() -> None:
    entity = party("us-ofac-sdn", Designation(OFAC, ("SDGT",)))
    years = [
        {duty.years for duty in effects_of(entity, "us", day).in_force[0].records}
        for day in (date(2025, 3, 11), date(2025, 3, 12))
    ]
    assert years == [{5}, {10}]


def test_reports_are_due_from_the_event_and_not_from_the_day_asked_about() -> None:
    entity = party("us-ofac-sdn", Designation(OFAC, ("SDGT",)))
    found = effects_of(entity, "us", DAY, event=date(2026, 11, 25))
    assert found.in_force[0].reporting[0].due == date(2026, 12, 10)


def test_unverified_rows_say_so() -> None:
    entity = party("us-ofac-sdn", Designation(OFAC, ("CYBER3",)))
    (effect,) = effects_of(entity, "us", DAY).in_force
    assert (effect.status, effect.flags) == ("unverified", ("unverified",))
    assert "UNVERIFIED" in dict(paragraphs([effect])[0].details)["Source"]


@pytest.mark.parametrize(("nexus", "role"), [("mars", None), ("us", "wizard")])
def test_an_unknown_nexus_or_role_is_refused(nexus: str, role: str | None) -> None:
    with pytest.raises(BadQuery):
        effects_of(party("us-ofac-sdn", Designation(OFAC, ("SDGT",))), nexus, DAY, role=role)


def test_thanksgiving_and_the_observed_christmas_are_no_business_days() -> None:
    assert add_business_days(date(2026, 11, 25), 1) == date(2026, 11, 27)
    assert not is_business_day(date(2022, 12, 26))  # Christmas of 2022, a Sunday, observed on Monday
    assert is_business_day(date(2020, 6, 19))
    assert not is_business_day(date(2022, 6, 20))  # Juneteenth of 2022, a Sunday


@given(start=st.dates(date(2000, 1, 1), date(2060, 1, 1)), count=st.integers(1, 30))
def test_a_term_ends_on_a_business_day_after_so_many_of_them(start: date, count: int) -> None:
    end = add_business_days(start, count)
    assert is_business_day(end)
    days = [date.fromordinal(day) for day in range(start.toordinal() + 1, end.toordinal() + 1)]
    assert sum(map(is_business_day, days)) == count


_TAGS = [
    "IRAN", "SDGT", "RUSSIA-EO14024", "UKRAINE-EO13662", "IFSR", "HK-EO13936", "SYRIA", "NS-PLC", "made up", "CUBA",
]  # fmt: skip
_REMARKS = [
    "Additional Sanctions Information - Subject to Secondary Sanctions",
    "Executive Order 13662 Directive Determination - Subject to Directive 2",
    "Effective Date (EO 14024 Directive 3): 26 Mar 2022",
    "made up",
]


@settings(deadline=None)  # the first example reads the tables
@given(
    source=st.sampled_from(["us-ofac-sdn", "us-ofac-cons", "uk-sl", "eu-fsf", "un-sc", "house"]),
    tags=st.lists(st.sampled_from(_TAGS), max_size=4),
    remarks=st.lists(st.sampled_from(_REMARKS), max_size=3),
    nexus=st.sampled_from(tables.nexuses()),
    day=st.dates(date(2010, 1, 1), date(2030, 1, 1)),
)
def test_every_listing_has_an_effect_and_no_prohibition_is_without_whom_it_binds(
    source: str, tags: list[str], remarks: list[str], nexus: str, day: date
) -> None:
    found = effects_of(party(source, Designation(OFAC, tuple(tags), remarks=tuple(remarks))), nexus, day)
    every: tuple[Effect, ...] = (*found.in_force, *found.not_in_force)
    assert every
    for one in every:
        assert one.bound
        assert one.prohibited
        assert one.source
        assert one.holds_on(day) == (one in found.in_force)
        assert one.binding is not (one.action in ("risk_flag", "unknown")) or not one.binding
    said = [heading(found), *later(found), foot(found, "a list"), *(part.text for part in paragraphs(found.in_force))]
    assert all(said)
    assert "no legal advice" in foot(found, "a list")


def test_a_party_of_no_certain_kind_keeps_the_measures_of_every_kind() -> None:
    listing = Designation("FCDO", ("Russia",), measures=("Travel Ban",))
    actions = {
        schema: {one.action for one in effects_of(party("uk-sl", listing, schema=schema), "uk", DAY).in_force}
        for schema in ("Person", "LegalEntity", "Company")
    }
    assert "deny_entry" in actions["Person"]
    assert "deny_entry" in actions["LegalEntity"]
    assert actions["Company"] == {"unknown"}
