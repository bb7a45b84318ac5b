"""Families of sentences in the manner of news agencies: who is meant, who says it, what a denial answers."""

from __future__ import annotations

from datetime import date

import pytest

from debar.news import Claim, Reading, read

DAY = date(2025, 6, 12)


def reading_of(text: str) -> Reading:
    return read(text, published=DAY)


def names(reading: Reading, ids: tuple[str, ...]) -> list[str]:
    known = {party.id: party.name for party in reading.parties}
    return [known[each] for each in ids]


def told(text: str) -> list[tuple[str, list[str], list[str]]]:
    reading = reading_of(text)
    return [(each.type, names(reading, each.actors), names(reading, each.targets)) for each in reading.claims]


def only(text: str, kind: str) -> Claim:
    (claim,) = [each for each in reading_of(text).claims if each.type == kind]
    return claim


def sources(text: str, kind: str) -> list[str]:
    return [one.name or one.descriptor or "" for one in only(text, kind).source_chain]


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        (
            "Moscow's envoy in Geneva, Pavel Grishin, said the decision harmed trade.",
            [("STATE", ["Pavel Grishin"], [])],
        ),
        (
            "“He promised us the same,” said Green lawmaker Nele Brandt.",
            [("STATE", ["Nele Brandt"], [])],
        ),
        (
            "The Federal Office for Economic Affairs and Export Control said the rules were clear.",
            [("STATE", ["Federal Office for Economic Affairs and Export Control"], [])],
        ),
        (
            "The International Committee of the Blue Cross said that it had last been admitted in May.",
            [("STATE", ["International Committee of the Blue Cross"], [])],
        ),
        (
            "Zhao said by telephone that he had rented out two flats.",
            [("STATE", ["Zhao"], [])],
        ),
        (
            "Kremlin aide Oleg Titov said the warning was unjustified, and accused Poland of double standards.",
            [("STATE", ["Oleg Titov"], []), ("ACCUSE", ["Oleg Titov"], ["Poland"])],
        ),
        (
            "Armenia and Azerbaijan accused each other on Tuesday of breaking a truce.",
            [("ACCUSE", ["Armenia", "Azerbaijan"], ["Armenia", "Azerbaijan"])],
        ),
        (
            "North Korea denounced the measures as a smear campaign.",
            [("STATE", ["North Korea"], [])],
        ),
        (
            "The African Union urged all parties to return to the table.",
            [("STATE", ["African Union"], ["parties"])],
        ),
        (
            "The Green Party demanded that the Federal Council publish the reasons.",
            [("STATE", ["Green Party"], ["Federal Council"])],
        ),
    ],
)
def test_who_says_what_to_whom(text: str, claims: list[tuple[str, list[str], list[str]]]) -> None:
    assert told(text) == claims


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        (
            "Norway imposed sanctions on two Russian men and a shipping firm.",
            [("IMPOSE_SANCTION", ["Norway"], ["two Russian men", "shipping firm"])],
        ),
        (
            "The Treasury last imposed sanctions in January, on two refineries in China.",
            [("IMPOSE_SANCTION", ["U.S. Treasury"], ["two refineries"])],
        ),
        (
            "UN sanctions on Iran were restored in May.",
            [("IMPOSE_SANCTION", ["United Nations"], ["Iran"])],
        ),
        (
            "The United States has had sanctions on its owner, Pelikan Shipping Ltd, since 2019.",
            [("IMPOSE_SANCTION", ["United States"], ["Pelikan Shipping Ltd"])],
        ),
        (
            "The Security Council voted on Friday to extend the Sudan sanctions for a year.",
            [("AMEND_SANCTION", ["UN Security Council"], ["Sudan"])],
        ),
        (
            "Norway widened its controls on machines that make chips.",
            [("AMEND_SANCTION", ["Norway"], [])],
        ),
        (
            "Switzerland has removed Larisa Golovina, the former wife of the billionaire Yuri Golovin, from its list.",
            [("LIFT_SANCTION", ["Switzerland"], ["Larisa Golovina"])],
        ),
        (
            "Anton Orlov himself remains on the Swiss list.",
            [("IMPOSE_SANCTION", ["Switzerland"], ["Anton Orlov"])],
        ),
        (
            "Countries that keep buying Russian oil will face U.S. sanctions.",
            [("IMPOSE_SANCTION", ["United States"], ["Countries"])],
        ),
        (
            "France may propose former senator Jean Petit for listing next month.",
            [("IMPOSE_SANCTION", ["France"], ["Jean Petit"])],
        ),
        (
            "The finance ministry of Norway approved the freezing of assets of three people and two firms.",
            [("IMPOSE_SANCTION", ["finance ministry"], ["three people", "two firms"])],
        ),
        (
            "Poland will go on buying Iranian oil.",
            [("PROCURE", ["Poland"], ["Iran"])],
        ),
    ],
)
def test_by_whom_and_on_whom_a_measure_is(text: str, claims: list[tuple[str, list[str], list[str]]]) -> None:
    assert told(text) == claims


def test_the_parent_is_not_the_daughter_that_bears_its_name() -> None:
    text = (
        "The firm Orlan Bulgaria sells fuel. Washington imposed sanctions on its Russian parent Orlan in May, freezing its "
        "assets. Orlan has challenged the sanctions in a U.S. court."
    )
    assert told(text) == [
        ("IMPOSE_SANCTION", ["United States"], ["Orlan"]),
        ("IMPOSE_SANCTION", ["United States"], ["Orlan"]),
        ("APPEAL", ["Orlan"], []),
    ]


def test_the_junta_is_not_the_general_who_heads_it() -> None:
    text = "Canada sanctioned the head of the junta, General Omar Diallo, on Monday. The EU froze the junta’s accounts."
    assert told(text) == [
        ("IMPOSE_SANCTION", ["Canada"], ["Omar Diallo"]),
        ("IMPOSE_SANCTION", ["European Union"], ["junta"]),
    ]


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        (
            "Officers of the National Crime Agency arrested the captain.",
            [("ENFORCE", ["National Crime Agency"], ["captain"])],
        ),
        (
            "Customs officers have searched the offices of a tool maker.",
            [("ENFORCE", ["Customs officers"], ["tool maker"])],
        ),
        ("Two managers are under investigation.", [("ENFORCE", [], ["Two managers"])]),
        ("Anna Berg is to stand trial in May.", [("ENFORCE", [], ["Anna Berg"])]),
        ("The junta seized power in Mali in August.", []),
        ("Ghana is on the Swiss list of safe countries.", []),
        (
            "The firm Orlan has agreed to pay $61 million to the U.S. Treasury Department over 900 transfers.",
            [("ENFORCE", ["U.S. Treasury"], ["Orlan"])],
        ),
        (
            "Larisa Golovina still holds 40 percent of Alpina Resorts AG.",
            [("RELATE", ["Larisa Golovina"], ["Alpina Resorts AG"])],
        ),
        (
            "The tanker Sea Star carried oil, the Department for Transport said. It is managed by Bright Shipping.",
            [("STATE", ["Department for Transport"], []), ("RELATE", ["Bright Shipping"], ["Sea Star"])],
        ),
    ],
)
def test_what_courts_and_owners_do(text: str, claims: list[tuple[str, list[str], list[str]]]) -> None:
    assert told(text) == claims


@pytest.mark.parametrize(
    "text",
    [
        "Norway has not sanctioned the bank Rostal.",
        "Norway will not impose sanctions on the bank Rostal.",
        "Anton Orlov is not on the U.S. list.",
        "Norway denied that it had sanctioned the bank Rostal.",
    ],
)
def test_a_measure_denied_or_refused_is_a_negative_claim_and_no_measure(text: str) -> None:
    reading = reading_of(text)
    assert [each.polarity for each in reading.claims if each.type == "IMPOSE_SANCTION"] == ["negative"]
    assert reading.measures == ()


@pytest.mark.parametrize(
    "text",
    [
        "Their funds in Europe are frozen.",
        "His accounts at U.S. banks are blocked.",
        "All member states must freeze any assets of Rostal Bank.",
    ],
)
def test_what_a_measure_does_is_an_effect_and_no_further_measure(text: str) -> None:
    reading = reading_of(text)
    assert (reading.claims, reading.measures) == ((), ())


def test_a_reason_that_is_cited_says_nothing_and_a_paper_does() -> None:
    reason = "Britain sanctioned the bank Rostal, citing the treatment of prisoners and the delay of elections."
    assert sources(reason, "IMPOSE_SANCTION") == []
    paper = "Britain sanctioned the bank Rostal, citing a draft agreement with Norway."
    assert sources(paper, "IMPOSE_SANCTION") == ["a draft agreement"]


def test_what_a_second_speaker_says_is_not_the_first_ones() -> None:
    text = (
        "Moscow disputes that they are valid, and a Chinese official said that Beijing would go on buying Russian oil."
    )
    assert sources(text, "PROCURE") == ["a Chinese official"]


def test_an_admission_that_was_not_made_is_no_claim() -> None:
    assert told("The bank Rostal did not admit that its managers had known.") == []


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        (
            "Two fishermen told the Courier that they had heard a shot. The navy of Norway denied that shots had been fired.",
            ["STATE"],
        ),
        ("The navy of Norway said that a ship had left. The bank Rostal denied that it had lent money.", []),
        ("Anna Berg said the fleet was safe. The bank Rostal denied any wrongdoing.", []),
        (
            "Poland accused Russia of lying. Ukraine’s air force said that 62 drones had been launched. Russia dismissed the report.",
            ["STATE"],
        ),
    ],
)
def test_a_denial_answers_what_shares_its_words_or_stands_right_before(text: str, denied: list[str]) -> None:
    reading = reading_of(text)
    kinds = {claim.id: claim.type for claim in reading.claims}
    (denial,) = [claim for claim in reading.claims if claim.type == "DENY"]
    assert [kinds[each.claim] for each in denial.stance if each.stance == "denies"] == denied


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("The Security Council voted on Friday to extend the Sudan sanctions.", "2025-06-06"),
        ("The bank has been under EU sanctions since 2023, and on Monday Norway listed its director.", "2025-06-09"),
    ],
)
def test_the_date_of_a_deed_is_found_where_it_stands(text: str, day: str) -> None:
    dates = [each.date.resolved for each in reading_of(text).claims if each.date is not None]
    assert day in dates


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("Neither bank was sanctioned by Norway.", "negative"),
        ("Neither Rostal nor Orlan was sanctioned by Norway.", "negative"),
        ("Neither company is on the Swiss list.", "negative"),
        ("Both banks were sanctioned by Norway.", "positive"),
    ],
)
def test_neither_of_two_is_not_both(text: str, polarity: str) -> None:
    reading = reading_of(text)
    assert [each.polarity for each in reading.claims] == [polarity]
    assert bool(reading.measures) == (polarity == "positive")


def test_the_rows_of_a_list_are_whom_the_sentence_before_it_lists() -> None:
    text = (
        "Norway has listed the following, the ministry said:\n\n- Ri Chol Ho, 44, North Korean national\n\n"
        "- Zhao Weimin, 51, based in Dandong\n\n- Dandong Haeyang Software Co., China\n\nThe network stole money."
    )
    assert told(text) == [
        ("IMPOSE_SANCTION", ["Norway"], ["Ri Chol Ho", "Zhao Weimin", "Dandong Haeyang Software Co."])
    ]


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        (
            "France, Norway and Britain denied it. “Our offer of talks stands,” the three said in a joint statement.",
            ("STATE", ["France", "Norway", "United Kingdom"], []),
        ),
        (
            "The weekly Brennglas, citing leaked e-mails, had reported that two machines stood in the Urals.",
            ("STATE", ["Brennglas"], []),
        ),
        (
            "The rebels left the talks, citing sanctions that the European Union had imposed hours earlier on five people.",
            ("IMPOSE_SANCTION", ["European Union"], ["five people"]),
        ),
        ("The bloc ECOWAS halted flights to Niamey.", ("IMPOSE_SANCTION", ["ECOWAS"], ["Niamey"])),
    ],
)
def test_further_ways_to_say_who_did_it(text: str, claim: tuple[str, list[str], list[str]]) -> None:
    assert claim in told(text)


def test_who_is_expected_to_announce_has_not_spoken_and_a_register_has() -> None:
    expected = "Australia and Norway are expected to announce similar listings next week, a senior official said."
    assert sources(expected, "IMPOSE_SANCTION") == ["a senior official"]
    register = "Orlan Ltd, according to the company register, is owned by Gleb Morozov."
    assert sources(register, "RELATE") == ["the company register"]
