"""Sentences in the manner of news agencies, and what is read in them."""

from __future__ import annotations

from datetime import date

import pytest

from debar.news import Reading, read

DAY = date(2024, 9, 10)
Event = tuple[str, list[str], list[str]]

READ: list[tuple[str, list[Event]]] = [
    (
        "Sanctions on Rosneft were lifted in 2016 and reimposed in 2025.",
        [("LIFT_SANCTION", [], ["Rosneft"]), ("IMPOSE_SANCTION", [], ["Rosneft"])],
    ),
    (
        "Britain imposed an asset freeze and travel ban on Roman Abramovich in March 2022.",
        [("IMPOSE_SANCTION", ["United Kingdom"], ["Roman Abramovich"])],
    ),
    (
        "The EU removed three Russian businessmen from its sanctions list last week.",
        [("LIFT_SANCTION", ["European Union"], ["three Russian businessmen"])],
    ),
    (
        "Rosneft and Lukoil were added to the sanctions list in October 2025.",
        [("IMPOSE_SANCTION", [], ["Rosneft", "Lukoil"])],
    ),
    (
        "The U.S. Commerce Department on Tuesday eased export restrictions on Syria.",
        [("AMEND_SANCTION", ["Commerce Department"], ["Syria"])],
    ),
    (
        "Poland closed its border crossings and suspended the agreement on cross-border traffic with Belarus.",
        [("TERMINATE_AGREEMENT", ["Poland"], ["Belarus"])],
    ),
    (
        "Deutsche Bank was fined $186 million by the Federal Reserve.",
        [("ENFORCE", ["Federal Reserve"], ["Deutsche Bank"])],
    ),
    (
        "Oleg Deripaska sued the Treasury Department in 2019.",
        [("APPEAL", ["Oleg Deripaska"], ["U.S. Treasury"])],
    ),
    (
        "The vessel, identified as the Adrian Darya 1, is controlled by the National Iranian Tanker Company.",
        [("RELATE", ["National Iranian Tanker Company"], ["Adrian Darya 1"])],
    ),
    (
        "The Kremlin has repeatedly denied receiving weapons from North Korea.",
        [("DENY", ["Russia"], []), ("SUPPLY_ARMS", ["North Korea"], ["Russia"])],
    ),
    (
        "Tehran has acknowledged sending drones to Russia.",
        [("ADMIT", ["Iran"], []), ("SUPPLY_ARMS", ["Iran"], ["Russia"])],
    ),
    (
        "Belarus is suspected of re-exporting Western microchips to Russia.",
        [("SUPPLY_DUAL_USE", ["Belarus"], ["Russia"])],
    ),
    (
        "Mali's junta has bought attack drones from Turkey's Baykar, a source close to the presidency told AFP.",
        [("PROCURE", ["Mali"], ["Baykar"])],
    ),
    (
        "Australia has joined Britain in imposing sanctions on a Russian cyber criminal, Aleksandr Ermakov.",
        [("IMPOSE_SANCTION", ["Australia"], ["Aleksandr Ermakov"])],
    ),
    (
        "The U.K. froze assets belonging to Suleiman Kerimov worth 400 million pounds.",
        [("IMPOSE_SANCTION", ["United Kingdom"], ["Suleiman Kerimov"])],
    ),
    (
        "The General Court annulled the sanctions on Mikhail Fridman and Petr Aven.",
        [("LIFT_SANCTION", ["EU General Court"], ["Mikhail Fridman", "Petr Aven"])],
    ),
    (
        "Saudi Arabia has long accused Iran of arming the Houthis.",
        [("ACCUSE", ["Saudi Arabia"], ["Iran"]), ("SUPPLY_ARMS", ["Iran"], ["Houthis"])],
    ),
    (
        "The tanker Bella 1 was seized by U.S. forces on Wednesday, two U.S. officials said.",
        [("ENFORCE", ["U.S. forces"], ["Bella 1"])],
    ),
    ("“It's a lie,” said Iranian Foreign Minister Abbas Araghchi.", [("DENY", ["Abbas Araghchi"], [])]),
    (
        "Canada's government said Friday it would freeze the assets of 42 individuals.",
        [("IMPOSE_SANCTION", ["Canada"], ["42 individuals"])],
    ),
    (
        "President Alexander Lukashenko said Moscow would respond in kind.",
        [("THREATEN", ["Russia"], [])],
    ),
]

NOTHING = [
    "The State Department declined to comment.",
    "Lavrov, who was visiting Pyongyang, thanked North Korea for its support.",
    "Frost destroyed about half of the blossom in southern Moravia.",
    "The Netherlands, which chairs the talks, wants Brussels to cut tariffs.",
    "Physical Address\n\n304 North Cardinal St.\nDorchester Center, MA 02124",
]


def events(reading: Reading) -> list[Event]:
    names = {party.id: party.name for party in reading.parties}
    return [
        (claim.type, [names[each] for each in claim.actors], [names[each] for each in claim.targets])
        for claim in reading.claims
    ]


@pytest.mark.parametrize(("text", "expected"), READ, ids=lambda value: value[:40] if isinstance(value, str) else "")
def test_who_does_what_to_whom(text: str, expected: list[Event]) -> None:
    assert events(read(text, published=DAY)) == expected


@pytest.mark.parametrize("text", NOTHING)
def test_where_nothing_is_claimed_nothing_is_read(text: str) -> None:
    assert events(read(text, published=DAY)) == []


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("The EU imposed sanctions on Sberbank.", "announced"),
        ("The EU will impose sanctions on Sberbank.", "announced"),
        ("The EU plans to impose sanctions on Sberbank.", "mooted"),
        ("The EU is considering sanctions on Sberbank.", "mooted"),
        ("The EU could impose sanctions on Sberbank.", "mooted"),
        ("The EU threatened to impose sanctions on Sberbank.", "mooted"),
        ("If Moscow attacks, the EU will impose sanctions on Sberbank.", "mooted"),
        ("The European Commission proposed imposing sanctions on Sberbank.", "proposed"),
    ],
)
def test_the_news_never_put_a_measure_in_force(text: str, stage: str) -> None:
    assert [measure.stage for measure in read(text).measures] == [stage]


@pytest.mark.parametrize(
    ("text", "polarity", "certainty"),
    [
        ("Iran sent missiles to Russia.", "positive", "CT"),
        ("Iran has not sent missiles to Russia.", "negative", "CT"),
        ("Iran refrained from sending missiles to Russia.", "negative", "CT"),
        ("Iran has probably sent missiles to Russia.", "positive", "PR"),
        ("Iran is believed to have sent missiles to Russia.", "positive", "PR"),
        ("Iran may have sent missiles to Russia.", "positive", "PS"),
        ("Iran could send missiles to Russia.", "positive", "PS"),
        ("Iran reportedly sent missiles to Russia.", "positive", "PS"),
        ("Iran allegedly sent missiles to Russia.", "positive", "U"),
        ("The allegations that Iran sent missiles to Russia drew protests.", "positive", "U"),
    ],
)
def test_how_sure_it_is_said(text: str, polarity: str, certainty: str) -> None:
    claim = next(each for each in read(text).claims if each.type == "SUPPLY_ARMS")
    assert (claim.polarity, claim.certainty) == (polarity, certainty)


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        ("Lavrov said Iran had sent missiles to Kyiv.", [("Lavrov", 0)]),
        ("Iran had sent missiles to Russia, Lavrov said.", [("Lavrov", 0)]),
        ("“Iran has sent missiles to Russia,” said Lavrov.", [("Lavrov", 0)]),
        ("According to Lavrov, Iran had sent missiles to Russia.", [("Lavrov", 0)]),
        ("Reuters, citing Lavrov, reported that Iran had sent missiles to Russia.", [("Reuters", 0), ("Lavrov", 1)]),
        ("TASS reported that Lavrov said that Iran had sent missiles to Russia.", [("TASS", 0), ("Lavrov", 1)]),
        ("Lavrov spoke. “We know it,” he said. “Iran has sent missiles to Russia.”", [("Lavrov", 0)]),
        ("Two diplomats said Iran had sent missiles to Russia.", [(None, 0)]),
    ],
)
def test_who_says_it(text: str, chain: list[tuple[str | None, int]]) -> None:
    claim = next(each for each in read(text).claims if each.type == "SUPPLY_ARMS")
    assert [(source.name, source.level) for source in claim.source_chain] == chain
    assert claim.author_certainty == "U"


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("Iran met its partners. It sent missiles to Russia.", "Iran"),
        ("Foreign Minister Abbas Araghchi spoke. He has sent missiles to Russia.", "Abbas Araghchi"),
        ("The US and Britain met. The allies sent missiles to Ukraine.", "United States"),
        ("France, Germany and Britain met. The three sent missiles to Ukraine.", "France"),
        ("Antony Blinken and David Lammy met. The two sent missiles to Ukraine.", "Antony Blinken"),
        ("Silver Gulf Trading Company denied it. The company sent missiles to Russia.", "Silver Gulf Trading Company"),
        ("The E3 sent missiles to Ukraine.", "E3"),
        ("Pyongyang sent missiles to Russia.", "North Korea"),
    ],
)
def test_who_is_meant(text: str, actor: str) -> None:
    reading = read(text)
    claim = next(each for each in reading.claims if each.type == "SUPPLY_ARMS")
    assert next(party.name for party in reading.parties if party.id == claim.actors[0]) == actor


def test_a_group_with_known_members_names_them() -> None:
    reading = read("The E3 condemned Iran.")
    group = next(party for party in reading.parties if party.name == "E3")
    names = {party.id: party.name for party in reading.parties}
    assert group.members == () or {names[each] for each in group.members} <= {"France", "Germany", "United Kingdom"}


def test_a_capital_is_a_town_where_somebody_is_and_a_government_where_it_acts() -> None:
    reading = read("Lavrov arrived in Tehran. Tehran sent missiles to Russia.")
    kinds = {party.name: party.kind for party in reading.parties}
    assert kinds["Tehran"] == "place"
    assert kinds["Iran"] == "government"
