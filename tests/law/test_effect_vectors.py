"""The legal-effect vectors: a user, an event, and what the law asks, on listings as their publishers write them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

import sample_lists as sample
from debar.law.effects import Effect, Effects, country_effects, effects_of, verdict
from debar.model import Designation, Entity, Identifier, Name
from debar.store import Home
from debar_process import debar

BEFORE, AFTER = date(2024, 9, 9), date(2024, 9, 11)
OFAC = "Office of Foreign Assets Control"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    path = tmp_path_factory.mktemp("law") / "home"
    assert debar("update", "--from", sample.LISTS, home=path).returncode == 0
    opened = Home(path)
    yield opened
    opened.close()


def listed(home: Home, entity_id: str, nexus: str, on: date, role: str | None = None) -> Effects:
    return effects_of(home.entity(entity_id, None if on > date(2024, 9, 10) else on.isoformat()), nexus, on, role=role)


def binding(found: Effects) -> dict[str, Effect]:
    return {one.measure: one for one in found.in_force if one.binding}


def risks(found: Effects) -> set[str]:
    return {one.measure for one in found.in_force if one.action == "risk_flag"}


def party(source: str, designation: Designation, schema: str = "Company", *, name: str = "ACME") -> Entity:
    return Entity(f"{source}-1", source, schema, (Name(name),), designations=(designation,))


def test_l1_a_us_bank_blocks_a_payment_to_iran_air_and_reports_within_ten_business_days(home: Home) -> None:
    found = listed(home, "us-ofac-25237", "us", AFTER, "bank")
    blocks = [one for one in found.in_force if one.action == "block"]
    assert [one.programme for one in blocks] == ["IRAN", "IRAN-CON-ARMS-EO", "RUSSIA-EO14024"]
    assert all(one.binding and one.bound == "US persons" for one in blocks)
    due = {duty.rule: duty.due for duty in blocks[0].reporting}
    assert due["31 CFR 501.603"] == date(2024, 9, 25)
    assert due["31 CFR 501.603(b)(2)"] == date(2025, 9, 30)
    assert risks(found) == {"us-risk-iran", "us-risk-14024"}


def test_l1_the_day_before_only_the_older_programme_stood(home: Home) -> None:
    found = listed(home, "us-ofac-25237", "us", BEFORE)
    assert [one.programme for one in found.in_force if one.action == "block"] == ["IRAN"]
    assert risks(found) == {"us-risk-iran"}


def test_l2_a_wire_for_exports_to_a_private_iranian_importer_is_rejected_not_blocked() -> None:
    found = country_effects("ir", "us", AFTER)
    assert [one.action for one in found.in_force] == ["reject"]
    assert [duty.rule for duty in found.in_force[0].reporting] == ["31 CFR 501.604"]
    government = country_effects("ir", "us", AFTER, government=True)
    assert [one.action for one in government.in_force] == ["block"]


def test_l3_shares_of_a_cmic_company_are_rejected_and_its_goods_are_not_touched(home: Home) -> None:
    (ban,) = binding(listed(home, "us-ofac-30947", "us", date(2025, 4, 1))).values()
    assert ban.action == "reject"
    assert (verdict(ban, "securities"), verdict(ban, "goods")) == ("prohibited", "not_covered")
    assert ban.extends_to_owned == "none"


def test_l4_an_ssi_debt_of_ninety_days_is_prohibited_and_one_of_forty_five_is_not(home: Home) -> None:
    found = listed(home, "us-ofac-17022", "us", date(2025, 4, 1))
    debt = binding(found)["us-ssi-2"]
    assert verdict(debt, "loan", tenor_days=90) == "prohibited"
    assert verdict(debt, "loan", tenor_days=45) == "not_covered"
    assert verdict(debt, "loan") == "undecided"
    assert not [one for one in found.in_force if one.action in ("block", "freeze")]


def test_l5_kunlun_gets_no_us_correspondent_account_and_an_eu_bank_sees_a_risk_only(home: Home) -> None:
    (ban,) = binding(listed(home, "us-ofac-15268", "us", date(2025, 4, 1))).values()
    assert ban.action == "account_ban"
    assert (verdict(ban, "correspondent_account"), ban.extends_to_owned) == ("prohibited", "none")
    for_the_eu = listed(home, "us-ofac-15268", "eu", date(2025, 4, 1))
    assert {one.action for one in for_the_eu.in_force} == {"risk_flag"}
    assert not any(one.binding for one in for_the_eu.in_force)


def test_l6_services_to_moge_are_prohibited_from_the_effective_date_only(home: Home) -> None:
    entity = home.entity("us-ofac-46072")
    early, late = (effects_of(entity, "us", day) for day in (date(2023, 11, 15), date(2023, 12, 16)))
    assert not binding(early)
    assert [one.start for one in early.not_in_force if one.measure == "us-14014-1"] == [date(2023, 12, 15)]
    ban = binding(late)["us-14014-1"]
    assert (ban.action, verdict(ban, "financial_services")) == ("restrict", "prohibited")


def test_l7_a_schedule_2_entity_gets_no_loan_and_its_assets_are_not_frozen() -> None:
    schedule = "The Russia (Sanctions) (EU Exit) Regulations 2019, Schedule 2"
    entity = party("uk-sl", Designation("HM Treasury", (schedule,), legal_basis=(schedule,)))
    found = effects_of(entity, "uk", AFTER)
    assert "prohibited" in [verdict(one, "loan", tenor_days=90) for one in found.in_force]
    assert not [one for one in found.in_force if one.action == "freeze"]


def test_l8_dual_use_goods_for_an_annex_iv_entity_need_leave_and_funds_are_not_frozen() -> None:
    entity = party("eu-fsf", Designation("Council of the European Union", legal_basis=("833/2014 Annex IV",)))
    found = effects_of(entity, "eu", AFTER)
    assert [one.action for one in found.in_force] == ["prohibit_export"]
    export = found.in_force[0]
    assert (verdict(export, "dual_use_goods"), verdict(export, "payment")) == ("prohibited", "not_covered")


def test_l9_a_ship_of_annex_xlii_gets_no_port_and_no_services() -> None:
    basis = Designation("Council of the European Union", legal_basis=("Regulation (EU) No 833/2014, Annex XLII",))
    ship = Entity(
        "eu-2", "eu-fsf", "Vessel", (Name("Angara"),), (Identifier("imoNumber", "9179842"),), designations=(basis,)
    )
    found = effects_of(ship, "eu", date(2026, 9, 1), role="port")
    assert "deny_entry" in {one.action for one in found.in_force}
    assert "prohibited" in [verdict(one, "port_call") for one in found.in_force]
    assert "freeze" not in {one.action for one in found.in_force}


def test_l10_an_eu_operator_is_not_bound_by_the_us_embargo_and_is_told_of_the_conflict() -> None:
    found = country_effects("ir", "eu", AFTER)
    us = [one for one in found.in_force if one.jurisdiction == "us"]
    assert us
    assert not any(one.binding for one in us)
    assert all("2271/96" in (one.conflict_of_laws or "") for one in us)


def test_l11_the_hong_kong_programme_blocks_until_it_expired() -> None:
    entity = party("us-ofac-sdn", Designation(OFAC, ("HK-EO13936",)), "Person")
    assert "us-block" in binding(effects_of(entity, "us", date(2026, 7, 13)))
    after = effects_of(entity, "us", date(2026, 7, 15))
    assert not binding(after)
    assert [one.end for one in after.not_in_force] == [date(2026, 7, 14)]
    moved = party("us-ofac-cons", Designation(OFAC, ("HKAA",)), "Person")
    assert [one.action for one in effects_of(moved, "us", date(2026, 7, 15)).in_force if one.binding] == ["restrict"]


def test_l12_a_un_name_that_the_eu_has_yet_to_list_is_held() -> None:
    entity = party("eu-fsf", Designation("Council of the European Union", ("UNLI",)), "Person")
    found = effects_of(entity, "eu", AFTER)
    assert [one.action for one in found.in_force] == ["hold"]
    assert "UN" in found.in_force[0].measure_name
    un = party("un-sc", Designation("United Nations Security Council", ("DRC",)), "Person")
    assert not any(one.binding for one in effects_of(un, "us", AFTER).in_force)


def test_l13_a_contract_signed_by_a_blocked_person_is_a_dealing_with_that_person(home: Home) -> None:
    signatory = listed(home, "us-ofac-16692", "us", AFTER)
    block = binding(signatory)["us-block"]
    assert verdict(block, "contract_signed_by") == "prohibited"
    assert "even where the company is not blocked" in block.conditions
