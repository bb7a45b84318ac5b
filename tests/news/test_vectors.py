"""C1 to C14 of the domain reference, §5.4, as claims about what is read."""

from __future__ import annotations

from datetime import date

from debar.news import Claim, Reading, read

DAY = date(2024, 9, 10)


def reading_of(text: str, day: date | None = DAY) -> Reading:
    return read(text, published=day)


def names(reading: Reading, ids: tuple[str, ...]) -> list[str]:
    by_id = {party.id: party.name for party in reading.parties}
    return [by_id[each] for each in ids]


def only(reading: Reading, type_: str) -> Claim:
    found = [claim for claim in reading.claims if claim.type == type_]
    assert len(found) == 1, [claim.type for claim in reading.claims]
    return found[0]


ACCUSATION = "The US, UK and Germany accused Iran of supplying ballistic missiles to Russia."


def test_c1_an_accusation_is_its_speakers_and_certain_for_them_alone() -> None:
    reading = reading_of(ACCUSATION)
    accusation, supply = only(reading, "ACCUSE"), only(reading, "SUPPLY_ARMS")
    assert names(reading, accusation.actors) == ["United States", "United Kingdom", "Germany"]
    assert names(reading, accusation.targets) == ["Iran"]
    assert names(reading, supply.actors) == ["Iran"]
    assert names(reading, supply.targets) == ["Russia"]
    assert [source.name for source in supply.source_chain] == ["United States", "United Kingdom", "Germany"]
    assert {source.level for source in supply.source_chain} == {0}
    assert (supply.certainty, supply.author_certainty, supply.polarity) == ("CT", "U", "positive")
    assert supply.object is not None
    assert supply.object.text == "ballistic missiles"
    assert accusation.object is not None
    assert accusation.object.claims == (supply.id,)


def test_c2_a_denial_turns_what_it_denies_and_stands_against_the_accusation() -> None:
    reading = reading_of(ACCUSATION + " Iran denied it had transferred the weapons.")
    denial, accusation = only(reading, "DENY"), only(reading, "ACCUSE")
    assert names(reading, denial.actors) == ["Iran"]
    denied = next(claim for claim in reading.claims if claim.type == "SUPPLY_ARMS" and claim.polarity == "negative")
    assert names(reading, denied.actors) == ["Iran"]
    assert denial.object is not None
    assert denial.object.claims == (denied.id,)
    assert (accusation.id, "denies") in [(each.claim, each.stance) for each in denial.stance]


def test_c3_a_cancellation_that_is_announced_lies_ahead_and_is_announced_only() -> None:
    reading = reading_of("The allies met. They announced the cancellation of bilateral air services agreements.")
    claim = only(reading, "TERMINATE_AGREEMENT")
    assert claim.tense == "future"
    assert [(each.kind, each.act, each.stage) for each in reading.measures] == [
        ("air_services_agreement", "terminate", "announced")
    ]


def test_c4_working_towards_sanctions_is_mooted() -> None:
    reading = reading_of("“We will also work towards imposing sanctions on Iran Air.”")
    claim = only(reading, "IMPOSE_SANCTION")
    assert claim.tense == "future"
    assert names(reading, claim.targets) == ["Iran Air"]
    assert [each.stage for each in reading.measures] == ["mooted"]


def test_c5_sanctioned_on_tuesday_is_dated_and_announced_until_a_list_says_so() -> None:
    reading = reading_of("Washington on Tuesday sanctioned 10 people and six entities.")
    claim = only(reading, "IMPOSE_SANCTION")
    assert names(reading, claim.actors) == ["United States"]
    assert names(reading, claim.targets) == ["10 people", "six entities"]
    assert claim.tense == "past"
    assert claim.date is not None
    assert (claim.date.text, claim.date.resolved, claim.date.precision) == ("on Tuesday", "2024-09-10", "day")
    assert [each.stage for each in reading.measures] == ["announced"]


def test_c6_anonymous_officials_are_a_source_that_cannot_be_judged() -> None:
    reading = reading_of("Two US officials, speaking on condition of anonymity, said Russia had received the missiles.")
    claim = only(reading, "SUPPLY_ARMS")
    assert names(reading, claim.targets) == ["Russia"]
    assert claim.actors == ()
    (source,) = claim.source_chain
    assert (source.anonymous, source.reliability, source.name) == (True, "F", None)
    assert source.descriptor == "Two US officials"
    assert source.org == "United States"


def test_c7_what_follows_if_is_a_threat_and_no_event() -> None:
    reading = reading_of("If the transfer happens, the response will be swift.")
    claim = only(reading, "THREATEN")
    assert (claim.tense, claim.certainty) == ("hypothetical", "U")
    assert len(reading.claims) == 1


def test_c8_according_to_names_the_source() -> None:
    reading = reading_of("China has increased sales of critical technology, according to a US assessment.")
    claim = only(reading, "SUPPLY_DUAL_USE")
    assert names(reading, claim.actors) == ["China"]
    (source,) = claim.source_chain
    assert (source.name, source.descriptor) == ("United States", "a US assessment")
    assert (claim.certainty, claim.author_certainty) == ("CT", "U")


def test_c9_without_attribution_the_author_says_it() -> None:
    claim = only(reading_of("North Korea has supplied missiles and munitions."), "SUPPLY_ARMS")
    assert claim.source_chain == ()
    assert (claim.certainty, claim.author_certainty) == ("CT", "CT")


def test_c10_a_headline_that_says_designates_is_no_more_than_announced() -> None:
    reading = reading_of("EU designates Iran's IRGC as terrorist organisation", date(2026, 1, 29))
    claim = only(reading, "IMPOSE_SANCTION")
    assert names(reading, claim.actors) == ["European Union"]
    assert names(reading, claim.targets) == ["Islamic Revolutionary Guard Corps"]
    assert [(each.kind, each.stage) for each in reading.measures] == [("terrorist_designation", "announced")]


def test_c11_neither_confirmed_nor_denied_takes_no_side() -> None:
    reading = reading_of(ACCUSATION + " Tehran neither confirmed nor denied the report.")
    claim = only(reading, "CONFIRM")
    assert (claim.polarity, claim.certainty, claim.stance) == ("none", "U", ())
    assert names(reading, claim.actors) == ["Iran"]
    assert not [each for each in reading.claims if each.type == "DENY"]


def test_c12_an_effect_sentence_says_who_is_bound() -> None:
    reading = reading_of(
        "The U.S. sanctioned Iran Air. The sanctions bar access to US financial assets and restrict US businesses "
        "and citizens from dealing with them."
    )
    assert [(each.kind, each.bound) for each in reading.effects] == [("asset_freeze", "us"), ("dealing_ban", "us")]
    assert all(names(reading, each.targets) == ["Iran Air"] for each in reading.effects)


def test_c13_a_source_chain_is_kept_link_by_link() -> None:
    reading = reading_of("Reuters, citing Blinken, reported that Iran had trained Russian personnel.")
    claim = only(reading, "STATE")
    assert [(source.name, source.level) for source in claim.source_chain] == [("Reuters", 0), ("Blinken", 1)]


def test_c14_lifted_and_reimposed_are_two_events_on_two_dates() -> None:
    reading = reading_of("Sanctions on Rosneft were lifted in 2016 and reimposed in 2025.", date(2025, 10, 22))
    lifted, imposed = only(reading, "LIFT_SANCTION"), only(reading, "IMPOSE_SANCTION")
    assert names(reading, lifted.targets) == names(reading, imposed.targets) == ["Rosneft"]
    assert lifted.date is not None
    assert imposed.date is not None
    assert (lifted.date.resolved, imposed.date.resolved) == ("2016", "2025")
    assert (lifted.historical, imposed.historical) == (True, False)
