"""What the words of the news come to: nots that stand in nouns, denials, stakes, lists, suppositions, unknown names."""

from __future__ import annotations

from datetime import date

import pytest

from debar.news import Claim, Reading, read

DAY = date(2025, 6, 18)


def named(reading: Reading, ids: tuple[str, ...]) -> list[str]:
    names = {party.id: party.name for party in reading.parties}
    return [names[each] for each in ids]


def one(reading: Reading, kind: str) -> Claim:
    return next(each for each in reading.claims if each.type == kind)


@pytest.mark.parametrize(
    "text",
    [
        "The minister said nobody wanted another war.",
        "The minister said there was no proof of that.",
        "The minister said no request had been received.",
        "The minister said Norway had yet to decide.",
        "The minister said the port would no longer take such ships.",
        "The minister said the talks were unlikely to succeed.",
        "The minister said the ministry was not aware of the case.",
        "Bankers doubted that the rules would work.",
        "“Nothing has changed,” the minister said.",
    ],
)
def test_the_not_of_what_is_said_may_stand_in_any_word(text: str) -> None:
    assert [(each.type, each.polarity) for each in read(text, published=DAY).claims] == [("STATE", "negative")]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("No missiles were sent to Russia by Iran.", "SUPPLY_ARMS"),
        ("Nobody in Tehran sent missiles to Russia.", "SUPPLY_ARMS"),
        ("Norinco denied that it had ever sold rifles to Myanmar.", "SUPPLY_ARMS"),
        ("Rwanda has always denied arming the rebels.", "SUPPLY_ARMS"),
        ("Petr Novak resigned from the board of Severkhim Holding.", "RELATE"),
        ("Petr Novak stepped down as chairman of Severkhim Holding in May.", "RELATE"),
    ],
)
def test_deeds_denied_and_relations_ended_are_negative(text: str, kind: str) -> None:
    assert one(read(text, published=DAY), kind).polarity == "negative"


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("Ukraine accused Belarus of shipping shells to Russia. Minsk rejected the accusation.", "ACCUSE"),
        ("A newspaper reported that Serbia had sold rockets to Ukraine. Belgrade dismissed the report.", "SUPPLY_ARMS"),
        ("Chad accused Sudan of shelling a village. Khartoum called the allegations a farce.", "ACCUSE"),
        (
            "Rwanda has repeatedly denied arming the rebels. Congo said Rwanda had sent rockets to the rebels.",
            "SUPPLY_ARMS",
        ),
    ],
)
def test_a_denial_is_tied_to_what_it_denies(text: str, denied: str) -> None:
    reading = read(text, published=DAY)
    types = {each.id: each.type for each in reading.claims}
    assert denied in {
        types[stance.claim] for each in reading.claims for stance in each.stance if stance.stance == "denies"
    }


@pytest.mark.parametrize(
    ("text", "actor", "target"),
    [
        ("Oleg Petrov holds 60 percent of Corvus Shipping.", "Oleg Petrov", "Corvus Shipping"),
        ("Corvus Shipping denied it. Oleg Petrov kept 49 percent.", "Oleg Petrov", "Corvus Shipping"),
        ("Corvus Shipping is controlled by Oleg Petrov.", "Oleg Petrov", "Corvus Shipping"),
        ("Corvus Shipping belongs to Oleg Petrov.", "Oleg Petrov", "Corvus Shipping"),
        ("Oleg Petrov sat on the board of Corvus Shipping.", "Oleg Petrov", "Corvus Shipping"),
        ("Oleg Petrov founded Corvus Shipping.", "Oleg Petrov", "Corvus Shipping"),
        ("Oleg Petrov is chairman of Corvus Shipping.", "Oleg Petrov", "Corvus Shipping"),
    ],
)
def test_who_owns_leads_or_sits_where(text: str, actor: str, target: str) -> None:
    reading = read(text, published=DAY)
    claim = one(reading, "RELATE")
    assert (named(reading, claim.actors), named(reading, claim.targets)) == ([actor], [target])


@pytest.mark.parametrize(
    ("text", "kind", "act", "targets"),
    [
        ("Washington put Corvus Shipping on the Entity List in May.", "export_control", "impose", ["Corvus Shipping"]),
        ("China added Corvus Shipping to its unreliable entity list.", "sanctions", "impose", ["Corvus Shipping"]),
        ("The General Court annulled the listing of Oleg Petrov.", "sanctions", "lift", ["Oleg Petrov"]),
        (
            "The Council of the European Union renewed the listing of Oleg Petrov.",
            "sanctions",
            "amend",
            ["Oleg Petrov"],
        ),
        ("London froze the yacht and the villa of Oleg Petrov.", "asset_freeze", "impose", ["Oleg Petrov"]),
        ("Australia suspended its travel ban on Oleg Petrov.", "travel_ban", "amend", ["Oleg Petrov"]),
        ("Japan extended a ban on port calls by Iranian ships.", "port_ban", "amend", ["Iranian ships"]),
        ("An arms embargo on Sudan has been in place since 2004.", "arms_embargo", "impose", ["Sudan"]),
    ],
)
def test_how_measures_are_worded(text: str, kind: str, act: str, targets: list[str]) -> None:
    reading = read(text, published=DAY)
    found = [
        ("sanctions" if each.kind == "designation" else each.kind, each.act, named(reading, each.targets))
        for each in reading.measures
    ]
    assert found == [(kind, act, targets)]


@pytest.mark.parametrize(
    "text",
    [
        "Should Washington blacklist Corvus Shipping, its banks would suffer.",
        "Suppose that Washington blacklisted Corvus Shipping.",
        "If Washington blacklists Corvus Shipping, its banks will suffer.",
    ],
)
def test_a_condition_is_no_event(text: str) -> None:
    assert [each.type for each in read(text, published=DAY).claims if each.type == "IMPOSE_SANCTION"] == []


def test_a_court_of_appeal_is_a_body_and_no_appeal() -> None:
    reading = read("Britain's Court of Appeal on Friday threw out a challenge by Oleg Petrov.", published=DAY)
    claim = one(reading, "APPEAL")
    assert named(reading, claim.actors) == ["Oleg Petrov"]
    assert len(reading.claims) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Golden Plain Aviation was fined by Canada. Golden Plain sold jet fuel to Myanmar.",
        "Pelikan Denizcilik was fined by Canada. Pelikan sold jet fuel to Myanmar.",
        "Harlan & Voss was fined by Canada. Harlan & Voss sold jet fuel to Myanmar.",
        "Canada fined Seri Maju, a trading company. Seri Maju sold jet fuel to Myanmar.",
    ],
)
def test_a_company_is_one_party_by_its_full_name_and_its_short_one(text: str) -> None:
    reading = read(text, published=DAY)
    claim = one(reading, "SUPPLY_DUAL_USE")
    assert {each.kind for each in reading.parties if each.id in claim.actors} == {"company"}
    assert one(reading, "ENFORCE").targets == claim.actors


@pytest.mark.parametrize(
    ("text", "anonymous"),
    [
        ("A Western envoy said Iran had sent missiles to Russia.", True),
        ("Bankers and exporters said Iran had sent missiles to Russia.", True),
        ("Two persons close to the talks said Iran had sent missiles to Russia.", True),
        ("Its lawyer said Iran had sent missiles to Russia.", True),
        ("The White House said Iran had sent missiles to Russia.", False),
        ("Foreign Minister Sergei Lavrov said Iran had sent missiles to Russia.", False),
    ],
)
def test_people_whom_nobody_names_are_anonymous(text: str, anonymous: bool) -> None:
    chain = one(read(text, published=DAY), "SUPPLY_ARMS").source_chain
    assert any(each.anonymous for each in chain) is anonymous


def test_a_deed_that_the_doer_tells_afterwards_has_no_source() -> None:
    reading = read("Czech prosecutors have charged an arms dealer with fraud, they said on Tuesday.", published=DAY)
    assert one(reading, "ENFORCE").source_chain == ()


def test_who_speaks_after_his_words_is_not_who_they_are_about() -> None:
    text = "The U.S. Treasury published a notice. Corvus Shipping had sold gyroscopes to Iran, it said."
    reading = read(text, published=DAY)
    claim = one(reading, "SUPPLY_DUAL_USE")
    assert named(reading, claim.actors) == ["Corvus Shipping"]
    assert [each.name for each in claim.source_chain] == ["U.S. Treasury"]


def test_an_outlet_that_cites_somebody_before_what_it_tells() -> None:
    text = "Reuters reported, citing two diplomats, that Iran had sent missiles to Russia."
    claim = one(read(text, published=DAY), "SUPPLY_ARMS")
    assert [(each.name or each.descriptor, each.anonymous) for each in claim.source_chain] == [
        ("Reuters", False),
        ("two diplomats", True),
    ]


def test_two_of_them_which_did_it() -> None:
    reading = read("Germany and Austria, which imposed entry bans on Oleg Petrov, will not follow.", published=DAY)
    assert named(reading, one(reading, "IMPOSE_SANCTION").actors) == ["Germany", "Austria"]


def test_the_name_of_a_company_lends_no_country_to_an_effect() -> None:
    text = "The sanctions on Iran Air bar Iran Air from access to U.S. financial assets."
    assert [each.bound for each in read(text, published=DAY).effects] == ["us"]


@pytest.mark.parametrize(
    "text",
    [
        "The Russian foreign ministry said the step would not go unanswered.",
        "Pyongyang vowed retaliation should Japan join the embargo.",
        "Maria Zakharova said Moscow would retaliate.",
    ],
)
def test_threats_without_the_word(text: str) -> None:
    assert "THREATEN" in [each.type for each in read(text, published=DAY).claims]


def test_a_date_of_what_somebody_is_accused_of_is_not_that_of_the_accusation() -> None:
    reading = read("Chad has accused Sudan of killing villagers last year.", published=DAY)
    assert one(reading, "ACCUSE").date is None
