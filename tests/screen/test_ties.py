"""Owners are tied to listed entities by identifier, by screening, and by a person's decision."""

from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path

import pytest

import sample_lists as sample
from debar.errors import NotScreened
from debar.law.ownership import Holdings, Party, Stake, assess
from debar.law.ownership.inputs import list_links
from debar.lists.catalog import official
from debar.match import build
from debar.screen import Screener
from debar.screen.tie_decisions import Decision
from debar.screen.ties import Tie, Ties, applied, decision_on, tie
from debar.store import Home
from debar.store.taking import Choices
from debar.store.update import update

DAY = date(2026, 11, 26)
ON = date(2024, 9, 12)
SIXTY = Fraction(3, 5)
SBERBANK, IRAN_AIR, MADURO = "us-ofac-17018", "us-ofac-25237", "us-ofac-22790"


@pytest.fixture(scope="module")
def screener(tmp_path_factory: pytest.TempPathFactory) -> Screener:
    path = tmp_path_factory.mktemp("home")
    update(path, official(), Choices(start=sample.SDN), build=build, now=datetime.now(UTC))
    return Screener(Home(path))


def parties(*given: Party) -> Holdings:
    return Holdings((), {party.id: party for party in given})


def owned_by(owner: Party) -> Holdings:
    return Holdings((Stake(owner.id, "company", SIXTY, SIXTY),), {owner.id: owner})


def ties_of(screener: Screener, party: Party, **options: object) -> dict[str, Tie]:
    found = tie(parties(party), screener, **options)  # type: ignore[arg-type]
    return {one.entity: one for one in found.of(party.id)}


def decided(party: Party, entity: str, decision: str) -> Decision:
    return Decision(party.id, party.name, entity, decision, "J. Doe", DAY, "", "decisions.csv, line 2")  # type: ignore[arg-type]


def test_a_tax_number_of_the_same_country_ties_at_once(screener: Screener) -> None:
    party = Party("owner", "Some Bank", "Company", "ru", identifiers=(("innCode", "7707083893"),))
    found = ties_of(screener, party)[SBERBANK]
    assert (found.basis, found.counts) == ("identifier", True)
    assert "ru/tax/7707083893" in found.evidence[0]


def test_the_same_number_in_another_country_does_not_tie_and_is_noticed(screener: Screener) -> None:
    party = Party("owner", "Entirely Different Works", "Company", "kz", identifiers=(("taxNumber", "7707083893"),))
    found = tie(parties(party), screener)
    assert found.ties == ()
    assert [one.code for one in found.notices] == ["tie.number-elsewhere"]


def test_the_same_number_without_a_country_ties_possibly(screener: Screener) -> None:
    party = Party("owner", "Entirely Different Works", "Company", identifiers=(("taxNumber", "7707083893"),))
    assert not ties_of(screener, party)[SBERBANK].counts


def test_a_name_ties_whatever_number_it_has_in_another_country(screener: Screener) -> None:
    party = Party("owner", "Sberbank of Russia", "Company", "kz", identifiers=(("taxNumber", "7707083893"),))
    assert not ties_of(screener, party)[SBERBANK].counts


def test_a_ships_number_ties_whatever_its_flag(screener: Screener) -> None:
    party = Party("ship", "", "Vessel", "pa", identifiers=(("imoNumber", "IMO 9187631"),))
    assert ties_of(screener, party)["us-ofac-15040"].basis == "identifier"


def test_a_name_ties_possibly_with_its_score_and_evidence(screener: Screener) -> None:
    found = ties_of(screener, Party("owner", "Iran Air", "Company", "ir"))[IRAN_AIR]
    assert (found.basis, found.counts) == ("screening", False)
    assert found.score is not None
    assert found.score > 0.7
    assert any("IRAN AIR" in text for text in found.evidence)
    assert "not confirmed" in found.text


def test_a_birth_date_that_contradicts_is_in_the_evidence_or_unties(screener: Screener) -> None:
    def born(day: str) -> Tie | None:
        properties = (("birthDate", day),)
        return ties_of(screener, Party("p", "Nicolas Maduro Moros", "Person", "ve", properties=properties)).get(MADURO)

    same, other = born("1962-11"), born("1941-03")
    assert same is not None
    assert other is None or (other.score or 0) < (same.score or 0)


def test_a_party_that_is_on_no_list_is_tied_to_nobody(screener: Screener) -> None:
    found = tie(parties(Party("p", "Quentin Applegarth Fotheringay", "Person", "gb")), screener)
    assert (found.ties, found.screened) == ((), 1)
    assert [one.source for one in found.lists] == ["us-ofac-sdn"]
    assert found.engine
    assert found.policy


def test_a_party_whose_id_is_an_entitys_is_that_entity_described_or_not(screener: Screener) -> None:
    stakes = (Stake(SBERBANK, "company", SIXTY, SIXTY),)
    found = tie(Holdings(stakes, {}), screener)
    assert [(one.entity, one.basis) for one in found.of(SBERBANK)] == [(SBERBANK, "given")]


def test_what_the_caller_lists_is_listed(screener: Screener) -> None:
    found = tie(parties(Party("a", "Quentin Applegarth Fotheringay")), screener, given=["a", "b"])
    assert found.listed == {"a", "b"}


def test_a_confirmed_tie_counts_and_names_who_confirmed_it(screener: Screener) -> None:
    party = Party("owner", "Iran Air", "Company", "ir")
    found = ties_of(screener, party, decisions=[decided(party, IRAN_AIR, "confirmed")])[IRAN_AIR]
    assert (found.basis, found.counts) == ("confirmed", True)
    assert found.evidence[0] == "It was confirmed by J. Doe on 2026-11-26."


def test_a_confirmed_tie_that_no_screening_finds_counts_too(screener: Screener) -> None:
    party = Party("owner", "Quentin Applegarth Fotheringay", "Person")
    found = ties_of(screener, party, decisions=[decided(party, MADURO, "confirmed")])[MADURO]
    assert (found.basis, found.score) == ("confirmed", None)


def test_a_rejected_tie_is_none_and_is_kept_on_record(screener: Screener) -> None:
    party = Party("owner", "Iran Air", "Company", "ir")
    found = tie(parties(party), screener, decisions=[decided(party, IRAN_AIR, "rejected")])
    assert IRAN_AIR not in {one.entity for one in found.ties}
    assert [one.entity for one in found.rejected] == [IRAN_AIR]


def test_the_last_decision_counts(screener: Screener) -> None:
    party = Party("owner", "Iran Air", "Company", "ir")
    decisions = [decided(party, IRAN_AIR, "rejected"), decided(party, IRAN_AIR, "confirmed")]
    assert ties_of(screener, party, decisions=decisions)[IRAN_AIR].counts


def test_to_reject_a_tie_by_identifier_is_noticed(screener: Screener) -> None:
    party = Party("owner", "Some Bank", "Company", "ru", identifiers=(("innCode", "7707083893"),))
    found = tie(parties(party), screener, decisions=[decided(party, SBERBANK, "rejected")])
    assert SBERBANK not in {one.entity for one in found.ties}
    assert "tie.rejected-identifier" in [one.code for one in found.notices]


def test_a_decision_on_another_party_of_the_same_id_does_not_count(screener: Screener) -> None:
    party = Party("owner", "Iran Air", "Company", "ir")
    of_another = decided(Party("owner", "Harbour Works"), IRAN_AIR, "rejected")
    found = tie(parties(party), screener, decisions=[of_another])
    assert not found.of("owner")[0].counts
    assert [one.code for one in found.notices] == ["tie.other-name"]


def test_decisions_on_who_is_not_here_or_not_listed_are_named(screener: Screener) -> None:
    party = Party("owner", "Quentin Applegarth Fotheringay")
    decisions = [decided(party, "us-ofac-0", "confirmed"), decided(Party("gone"), IRAN_AIR, "confirmed")]
    found = tie(parties(party), screener, decisions=decisions)
    assert found.ties == ()
    assert sorted(one.code for one in found.notices) == ["tie.not-listed", "tie.unused"]


def test_lists_that_are_not_fit_tie_nobody_and_clear_nobody(tmp_path: Path) -> None:
    update(tmp_path, official(), Choices(start=sample.SDN), build=build, now=datetime.now(UTC))
    screener = Screener(Home(tmp_path), as_of="1999-01-01")
    with pytest.raises(NotScreened):
        tie(parties(Party("a", "Iran Air")), screener)


def verdict(screener: Screener, owner: Party, rule: str = "ofac", **options: object) -> str:
    holdings = owned_by(owner)
    changed, listed = applied(holdings, tie(holdings, screener, **options))  # type: ignore[arg-type]
    return assess(changed, listed, rule=rule, on=ON)["company"].verdict


@pytest.mark.parametrize("rule", ["ofac", "eu", "uk"])
def test_what_a_possibly_listed_owner_holds_is_possible_until_a_person_decides(screener: Screener, rule: str) -> None:
    owner = Party("owner", "Iran Air", "Company", "ir")
    assert verdict(screener, owner, rule) == "possible"
    assert verdict(screener, owner, rule, decisions=[decided(owner, IRAN_AIR, "confirmed")]) == "blocked"
    assert verdict(screener, owner, rule, decisions=[decided(owner, IRAN_AIR, "rejected")]) == "not_blocked"


def test_what_an_owner_tied_by_identifier_holds_is_blocked(screener: Screener) -> None:
    assert (
        verdict(screener, Party("o", "Some Bank", "Company", "ru", identifiers=(("innCode", "7707083893"),)))
        == "blocked"
    )


def test_the_proof_of_a_possible_verdict_names_entity_score_and_evidence(screener: Screener) -> None:
    holdings = owned_by(Party("owner", "Iran Air", "Company", "ir"))
    changed, listed = applied(holdings, tie(holdings, screener))
    proof = assess(changed, listed, rule="ofac", on=ON)["company"].proof
    steps = [step for step in proof if getattr(step, "owner", "") == IRAN_AIR]
    assert steps[0].doubtful  # type: ignore[union-attr]
    assert "score 0." in steps[0].document  # type: ignore[union-attr]


def test_a_decision_is_made_of_a_tie_with_the_score_that_was_seen() -> None:
    made = decision_on(
        Tie("a", "us-ofac-1", "screening", 0.91), None, "confirmed", by="J. Doe", on=DAY, note="passport seen"
    )
    assert made.note == "passport seen; score 0.91"


def test_the_lists_own_links_are_read_from_a_home(screener: Screener) -> None:
    entities = list(list_links.listed_entities(screener.home))
    assert SBERBANK in {one.id for one in entities}
    items = list(list_links.read(entities))
    assert items
    assert isinstance(Ties().listed, frozenset)
