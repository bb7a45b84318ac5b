"""Families of sentences in the manner of news agencies: plans, listings by name, what ends, what the law does, who owns."""

from __future__ import annotations

from datetime import date

import pytest

from debar.news import Claim, Reading, read
from debar.news.watch import of_article

DAY = date(2025, 6, 12)
# Type, actors, targets, and the stage of its measure.
Told = tuple[str, list[str], list[str], str | None]

PLANNED: list[tuple[str, list[Told]]] = [
    (
        "The European Union is weighing sanctions on three Chinese refiners that buy Russian crude.",
        [
            ("IMPOSE_SANCTION", ["European Union"], ["three Chinese refiners"], "mooted"),
        ],
    ),
    (
        "Britain is preparing to sanction two Georgian judges, the minister said.",
        [
            ("IMPOSE_SANCTION", ["United Kingdom"], ["two Georgian judges"], "mooted"),
        ],
    ),
    (
        "The bill would ban imports of Russian uranium.",
        [
            ("IMPOSE_SANCTION", [], ["Russia"], "proposed"),
        ],
    ),
    (
        "Lithuania called for a full trade embargo on Belarus.",
        [
            ("IMPOSE_SANCTION", [], ["Belarus"], "mooted"),
        ],
    ),
    (
        "Poland urged the EU to sanction Belarusian potash producers.",
        [
            ("IMPOSE_SANCTION", ["European Union"], ["Belarusian potash producers"], "mooted"),
        ],
    ),
    (
        "Poland urged the European Union to halt imports of fertiliser from Russia and Belarus.",
        [
            ("IMPOSE_SANCTION", ["European Union"], ["Russia", "Belarus"], "mooted"),
        ],
    ),
    (
        "Canada plans to impose sanctions on 20 Russian officials next month.",
        [
            ("IMPOSE_SANCTION", ["Canada"], ["20 Russian officials"], "mooted"),
        ],
    ),
    (
        "Officials in Brussels are discussing a ban on Russian liquefied gas.",
        [
            ("IMPOSE_SANCTION", ["Officials"], ["Russia"], "mooted"),
        ],
    ),
    (
        "The proposal would freeze the assets of two Serbian banks.",
        [
            ("IMPOSE_SANCTION", [], ["two Serbian banks"], "proposed"),
        ],
    ),
    (
        "Washington is considering whether to blacklist the Chinese chipmaker Lonxin Technologies.",
        [
            ("IMPOSE_SANCTION", ["United States"], ["Lonxin Technologies"], "mooted"),
        ],
    ),
    (
        "Senators introduced a bill that would impose sanctions on buyers of Venezuelan oil.",
        [
            ("IMPOSE_SANCTION", [], ["buyers"], "proposed"),
        ],
    ),
    (
        "Sweden said it would back an EU arms embargo against Georgia.",
        [
            ("IMPOSE_SANCTION", ["European Union"], ["Georgia"], "mooted"),
        ],
    ),
    (
        "Japan may follow with asset freezes against two North Korean traders.",
        [
            ("IMPOSE_SANCTION", ["Japan"], ["two North Korean traders"], "mooted"),
        ],
    ),
    (
        "The White House has not ruled out sanctions on Indian refiners.",
        [
            ("IMPOSE_SANCTION", ["White House"], ["Indian refiners"], "mooted"),
        ],
    ),
    (
        "Ankara could face sanctions over the deal, two diplomats said.",
        [
            ("IMPOSE_SANCTION", [], ["Türkiye"], "mooted"),
        ],
    ),
    (
        "The panel recommended that the council blacklist Royal Lotus Trading.",
        [
            ("IMPOSE_SANCTION", ["council"], ["Royal Lotus Trading"], "mooted"),
        ],
    ),
    (
        "Britain imposed sanctions on a bank. The draft, seen by diplomats, would also bar EU ports from handling 60 tankers.",
        [
            ("IMPOSE_SANCTION", ["United Kingdom"], ["bank"], "announced"),
            ("IMPOSE_SANCTION", ["United Kingdom"], ["60 tankers"], "proposed"),
        ],
    ),
    (
        "Council lawyers have two months to appeal, and Brussels may list Anton Harbuz again.",
        [
            ("APPEAL", ["Council lawyers"], [], None),
            ("IMPOSE_SANCTION", ["European Union"], ["Anton Harbuz"], "mooted"),
        ],
    ),
    (
        "The Security Council is to vote next month on whether to extend an arms embargo on Haiti for a year.",
        [("AMEND_SANCTION", ["UN Security Council"], ["Haiti"], "mooted")],
    ),
]

LISTED: list[tuple[str, list[Told]]] = [
    (
        "Those listed include Marwan Haddad, Cedar Crest Shipping and the tanker Nadine.",
        [
            ("IMPOSE_SANCTION", [], ["Marwan Haddad", "Cedar Crest Shipping", "Nadine"], None),
        ],
    ),
    (
        "Among those listed are the Moscow-based Institute for Data Research and Vadim Ceban, a businessman.",
        [
            ("IMPOSE_SANCTION", [], ["Institute for Data Research", "Vadim Ceban"], None),
        ],
    ),
    (
        "Also designated was Viktor Lysenko, who runs the network.",
        [
            ("IMPOSE_SANCTION", [], ["Viktor Lysenko"], None),
        ],
    ),
    (
        "Among the targets: Orlan Trading, a Dubai broker, and its director, Pavel Zorin.",
        [
            ("IMPOSE_SANCTION", [], ["Orlan Trading", "Pavel Zorin"], None),
        ],
    ),
    (
        "Among the targets are Orlan Trading and its director, Pavel Zorin.",
        [
            ("IMPOSE_SANCTION", [], ["Orlan Trading", "Pavel Zorin"], None),
        ],
    ),
    (
        "The designations also cover Orlan Trading and two banks.",
        [
            ("IMPOSE_SANCTION", [], ["Orlan Trading", "two banks"], None),
        ],
    ),
    (
        "The Canadian list includes Andrei Palchyk, who has run Penal Colony No. 19.",
        [
            ("IMPOSE_SANCTION", ["Canada"], ["Andrei Palchyk"], None),
        ],
    ),
    (
        "Also on the list is Viktor Lysenko.",
        [
            ("IMPOSE_SANCTION", [], ["Viktor Lysenko"], None),
        ],
    ),
    (
        "Also hit were three refineries.",
        [
            ("IMPOSE_SANCTION", [], ["three refineries"], None),
        ],
    ),
    (
        "Added to the list were Orlan Trading and Cedar Crest Shipping.",
        [
            ("IMPOSE_SANCTION", [], ["Orlan Trading", "Cedar Crest Shipping"], None),
        ],
    ),
    (
        "Orlan Trading was among those sanctioned.",
        [
            ("IMPOSE_SANCTION", [], ["Orlan Trading"], None),
        ],
    ),
    (
        "Sanctioned on Tuesday were Orlan Trading and its owner.",
        [
            ("IMPOSE_SANCTION", [], ["Orlan Trading", "its owner"], None),
        ],
    ),
    (
        "Britain sanctioned five oil traders. London named Vitalis Trading and four others.",
        [
            ("IMPOSE_SANCTION", ["United Kingdom"], ["five oil traders"], "announced"),
            ("IMPOSE_SANCTION", ["United Kingdom"], ["Vitalis Trading"], None),
        ],
    ),
    (
        "Igor Sedov and Grigory Lanin, both of whom were blacklisted by Washington in April 2018, denied it.",
        [
            ("IMPOSE_SANCTION", ["United States"], ["Igor Sedov", "Grigory Lanin"], "announced"),
        ],
    ),
    (
        "Orlan Trading, sanctioned by Washington in 2022, bought the ships.",
        [
            ("IMPOSE_SANCTION", ["United States"], ["Orlan Trading"], "announced"),
        ],
    ),
    (
        "Britain sanctioned five oil traders on Monday. Canada followed suit on Wednesday.",
        [
            ("IMPOSE_SANCTION", ["United Kingdom"], ["five oil traders"], "announced"),
            ("IMPOSE_SANCTION", ["Canada"], ["five oil traders"], "announced"),
        ],
    ),
    (
        "Grigory Lanin, whose assets in the EU have been frozen since 2022, lives in Dubai.",
        [
            ("IMPOSE_SANCTION", [], ["Grigory Lanin"], "announced"),
        ],
    ),
]

LIFTED: list[tuple[str, list[Told]]] = [
    (
        "The EU delisted two Russian businessmen last week.",
        [
            ("LIFT_SANCTION", ["European Union"], ["two Russian businessmen"], "announced"),
        ],
    ),
    (
        "Washington removed the shipping company Delta Mar from its blacklist.",
        [
            ("LIFT_SANCTION", ["United States"], ["Delta Mar"], "announced"),
        ],
    ),
    (
        "Ksenia Veksler was taken off the list last year.",
        [
            ("LIFT_SANCTION", [], ["Ksenia Veksler"], "announced"),
        ],
    ),
    (
        "The Security Council on Friday extended an arms embargo on South Sudan for a year.",
        [
            ("AMEND_SANCTION", ["UN Security Council"], ["South Sudan"], "announced"),
        ],
    ),
    (
        "Sanctions against Venezuela's central bank were eased.",
        [
            ("AMEND_SANCTION", [], ["Venezuela's central bank"], "announced"),
        ],
    ),
    (
        "Brussels granted the refinery an exemption from the oil embargo until December.",
        [
            ("AMEND_SANCTION", ["European Union"], ["refinery"], "announced"),
        ],
    ),
    (
        "Britain revoked a licence that let the law firm take payments.",
        [
            ("AMEND_SANCTION", ["United Kingdom"], [], "announced"),
        ],
    ),
    (
        "The EU has lifted restrictions on 11 Belarusians since 2022.",
        [
            ("LIFT_SANCTION", ["European Union"], ["11 Belarusians"], "announced"),
        ],
    ),
]

ENFORCED: list[tuple[str, list[Told]]] = [
    (
        "Petrolux will pay a fine of 3 million euros for breaching sanctions on Syria.",
        [
            ("ENFORCE", [], ["Petrolux"], None),
        ],
    ),
    (
        "Petrolux agreed to pay $4.2 million to settle allegations that it violated Iran sanctions.",
        [
            ("ENFORCE", [], ["Petrolux"], None),
        ],
    ),
    (
        "Petrolux reached a settlement with the Treasury.",
        [
            ("ENFORCE", ["U.S. Treasury"], ["Petrolux"], None),
        ],
    ),
    (
        "The Treasury and the Justice Department said Banque Helvion had agreed to pay $95 million to settle allegations.",
        [
            ("ENFORCE", ["U.S. Treasury", "Justice Department"], ["Banque Helvion"], None),
        ],
    ),
    (
        "It fined a London broker 1.2 million pounds in April.",
        [
            ("ENFORCE", [], ["London broker"], None),
        ],
    ),
    (
        "The Commerce Department imposed a $300 million penalty on the disk maker Stratus Drives.",
        [
            ("ENFORCE", ["Commerce Department"], ["Stratus Drives"], None),
        ],
    ),
    (
        "Prosecutors in Hamburg have opened an investigation into the trading house Nordkontor.",
        [
            ("ENFORCE", ["Prosecutors"], ["Nordkontor"], None),
        ],
    ),
    (
        "The Department of Justice unsealed an indictment against Sergei Malkin.",
        [
            ("ENFORCE", ["Justice Department"], ["Sergei Malkin"], None),
        ],
    ),
    (
        "A court in Rotterdam ordered the company to pay 200,000 euros.",
        [
            ("ENFORCE", ["court"], ["company"], None),
        ],
    ),
    (
        "The Swiss bank faces a criminal investigation in France.",
        [
            ("ENFORCE", [], ["Swiss bank"], None),
        ],
    ),
    (
        "Lithuania's customs service has seized 12 trucks.",
        [
            ("ENFORCE", ["Lithuania's customs service"], ["12 trucks"], None),
        ],
    ),
    (
        "Panama had already struck the tanker Sea Lark 7 from its register in January.",
        [
            ("ENFORCE", ["Panama"], ["Sea Lark 7"], None),
        ],
    ),
    (
        "A Chinese citizen named Gao Feng was indicted by a federal grand jury in Missouri in December.",
        [
            ("ENFORCE", ["federal grand jury"], ["Gao Feng"], None),
        ],
    ),
]

RELATED: list[tuple[str, list[Told]]] = [
    (
        "Nordkontor, a subsidiary of the Belarusian group Zubr Holding, supplies optics to Moscow.",
        [
            ("RELATE", ["Zubr Holding"], ["Nordkontor"], None),
        ],
    ),
    (
        "The company, which is half-owned by Viktor Melnik, makes gearboxes.",
        [
            ("RELATE", ["Viktor Melnik"], ["company"], None),
        ],
    ),
    (
        "Viktor Melnik, who controls Zubr Holding through two trusts, lives in Dubai.",
        [
            ("RELATE", ["Viktor Melnik"], ["Zubr Holding"], None),
        ],
    ),
    (
        "The Russian bank, owned by Viktor Melnik, was hit with sanctions in March.",
        [
            ("RELATE", ["Viktor Melnik"], ["Russian bank"], None),
        ],
    ),
    (
        "Nordkontor is part of Zubr Holding.",
        [
            ("RELATE", ["Nordkontor"], ["Zubr Holding"], None),
        ],
    ),
    (
        "Zubr Holding controls Nordkontor.",
        [
            ("RELATE", ["Zubr Holding"], ["Nordkontor"], None),
        ],
    ),
    (
        "Yulong Energy, which is owned by a local investment fund, bought oil.",
        [
            ("RELATE", ["local investment fund"], ["Yulong Energy"], None),
        ],
    ),
    (
        "Zubr Holding bought a 51 percent stake in Nordkontor last year.",
        [
            ("RELATE", ["Zubr Holding"], ["Nordkontor"], None),
        ],
    ),
]


def told(reading: Reading, types: frozenset[str]) -> list[Told]:
    names = {party.id: party.name for party in reading.parties}
    stages = {measure.claim: measure.stage for measure in reading.measures}
    return [
        (
            claim.type,
            [names[each] for each in claim.actors],
            [names[each] for each in claim.targets],
            stages.get(claim.id),
        )
        for claim in reading.claims
        if claim.type in types
    ]


SANCTIONS = frozenset({"IMPOSE_SANCTION", "LIFT_SANCTION", "AMEND_SANCTION", "APPEAL"})


@pytest.mark.parametrize(("text", "claims"), PLANNED, ids=lambda each: each if isinstance(each, str) else "")
def test_a_plan_of_policy_is_a_measure_that_is_not_yet_made(text: str, claims: list[Told]) -> None:
    assert told(read(text, published=DAY), SANCTIONS) == claims


@pytest.mark.parametrize(("text", "claims"), LISTED, ids=lambda each: each if isinstance(each, str) else "")
def test_a_listing_is_read_however_it_names_who_is_listed(text: str, claims: list[Told]) -> None:
    assert told(read(text, published=DAY), SANCTIONS) == claims


@pytest.mark.parametrize(("text", "claims"), LIFTED, ids=lambda each: each if isinstance(each, str) else "")
def test_what_ends_eases_or_prolongs_a_sanction_is_told_by_its_verb(text: str, claims: list[Told]) -> None:
    assert told(read(text, published=DAY), SANCTIONS) == claims


@pytest.mark.parametrize(("text", "claims"), ENFORCED, ids=lambda each: each if isinstance(each, str) else "")
def test_fines_charges_and_seizures_are_enforcement_and_no_measures(text: str, claims: list[Told]) -> None:
    reading = read(text, published=DAY)
    assert told(reading, frozenset({"ENFORCE"})) == claims
    assert reading.measures == ()


@pytest.mark.parametrize(("text", "claims"), RELATED, ids=lambda each: each if isinstance(each, str) else "")
def test_who_owns_or_runs_whom(text: str, claims: list[Told]) -> None:
    assert told(read(text, published=DAY), frozenset({"RELATE"})) == claims


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The EU is discussing a ban on Russian liquefied gas.", "import_ban"),
        ("Lithuania proposed a ban on exports to Belarus.", "export_control"),
        ("The Commission proposed a ban on transactions with 12 Russian banks.", "transaction_ban"),
        ("The draft would ban EU firms from insuring 60 tankers.", "services_ban"),
        ("The bill would bar ports from handling 60 tankers.", "port_ban"),
        ("Britain banned six officials from entering the country.", "travel_ban"),
        ("Canada banned the export, shipping and insurance of aviation fuel to Myanmar.", "export_control"),
    ],
)
def test_what_is_banned_says_of_which_kind_a_ban_is(text: str, kind: str) -> None:
    assert [measure.kind for measure in read(text, published=DAY).measures] == [kind]


def event(text: str, type_: str = "SUPPLY_ARMS") -> Claim:
    return next(each for each in read(text, published=DAY).claims if each.type == type_)


@pytest.mark.parametrize(
    ("text", "polarity", "certainty", "tense"),
    [
        ("There is no evidence that Iran sent missiles to Russia, the agency said.", "positive", "U", "past"),
        ("Investigators found no proof that China had supplied shells to Russia.", "positive", "U", "past"),
        ("Iran denied reports that it had sent missiles to Russia.", "negative", "CT", "past"),
        ("Tehran rejected the claim that it was arming the Houthis.", "negative", "CT", "past"),
        ("Iran is believed to have shipped drones to Sudan.", "positive", "PR", "past"),
        ("It is unclear whether Iran shipped drones to Sudan.", "positive", "U", "past"),
        ("Washington has never confirmed that Iran shipped drones to Sudan.", "positive", "U", "past"),
        ("Belarus no longer supplies tanks to Russia.", "negative", "CT", "present"),
        ("China supplied neither shells nor drones to Russia, Wang Yi said.", "negative", "CT", "past"),
        ("Iran did not send missiles to Russia, the ministry said.", "negative", "CT", "past"),
    ],
)
def test_what_nobody_proved_and_what_is_denied_by_its_report(
    text: str, polarity: str, certainty: str, tense: str
) -> None:
    claim = event(text)
    assert (claim.polarity, claim.certainty, claim.tense) == (polarity, certainty, tense)


def test_what_neither_did_is_told_of_both() -> None:
    reading = read("Neither the EU nor Britain has sanctioned Viktor Melnik.", published=DAY)
    names = {party.id: party.name for party in reading.parties}
    (claim,) = reading.claims
    assert ([names[each] for each in claim.actors], claim.polarity) == (
        ["European Union", "United Kingdom"],
        "negative",
    )


def test_had_it_happened_is_no_claim_of_it() -> None:
    reading = read("Had Iran shipped the missiles, Britain would have sanctioned Iran Air.", published=DAY)
    assert [(claim.type, claim.tense) for claim in reading.claims] == [("IMPOSE_SANCTION", "hypothetical")]


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        ("Iran sent missiles to Russia, shipping data from the analytics firm Tankwise show.", ["Tankwise"]),
        ("Documents reviewed by Reuters show that Iran sent missiles to Russia.", ["Documents"]),
        ("Iran sent missiles to Russia, according to Singapore's company register.", ["Singapore's company register"]),
        (
            "Iran sent missiles to Russia, the Treasury and the Justice Department said.",
            ["U.S. Treasury", "Justice Department"],
        ),
        (
            "The report, submitted by independent experts, cites records. It says that Iran sent missiles to Russia.",
            ["report"],
        ),
        ("The Treasury accused a firm. Iran sent missiles to Russia, it added.", ["U.S. Treasury"]),
        ("In a letter, Anton Harbuz denied it. “Iran sent missiles to Russia,” it said.", ["Anton Harbuz"]),
        (
            "Leaked minutes published last month by the newspaper Le Monde suggest that Iran sent missiles to Russia.",
            ["Leaked minutes"],
        ),
        (
            "Two people familiar with the matter said Iran sent missiles to Russia.",
            ["Two people familiar with the matter"],
        ),
        ("A woman who answered the phone at Royal Lotus said Iran sent missiles to Russia.", ["A woman"]),
        (
            "Three diplomats, who asked not to be named because talks go on, said Iran and Syria sent missiles to Russia.",
            ["Three diplomats"],
        ),
    ],
)
def test_papers_bodies_and_people_are_the_sources_of_what_they_say(text: str, sources: list[str]) -> None:
    assert [each.name or each.descriptor for each in event(text).source_chain] == sources


@pytest.mark.parametrize(
    ("text", "resolved"),
    [
        ("Iran sent missiles to Russia between March and May.", "2025-03/2025-05"),
        ("Iran sent missiles to Russia between June 2023 and February 2024.", "2023-06/2024-02"),
        ("Iran sent missiles to Russia between November and February.", "2024-11/2025-02"),
        ("Iran sent missiles to Russia from 2019 to 2021.", "2019/2021"),
        ("Iran sent missiles to Russia from March 3 to 9 April 2024.", "2024-03-03/2024-04-09"),
        ("Iran sent missiles to Russia in the first quarter of 2024.", "2024-01/2024-03"),
        ("Iran sent missiles to Russia on Monday, June 2.", "2025-06-02"),
        ("Iran sent missiles to Russia late on Monday.", "2025-06-09"),
        ("Iran sent missiles to Russia a month before the attack.", None),
    ],
)
def test_stretches_and_days_are_resolved_from_the_day_of_the_article(text: str, resolved: str | None) -> None:
    when = event(text).date
    assert (when.resolved if when is not None else None) == resolved


def test_what_a_term_runs_to_is_not_when_it_was_set() -> None:
    claim = event("The Treasury extended until Dec. 20 a license for dealings with the bank.", "AMEND_SANCTION")
    assert claim.date is None


def test_a_statement_is_not_dated_by_what_it_tells() -> None:
    (claim,) = read("The bank lost two clients in 2019, Viktor Melnik said.", published=DAY).claims
    assert (claim.type, claim.date) == ("STATE", None)


def test_a_surname_means_who_was_spoken_of_and_not_his_wife() -> None:
    reading = read(
        "Roman Veksler founded Oktan Bank. Britain sanctioned Veksler in 2022. His wife, Ksenia Veksler, lives in Paris.",
        published=DAY,
    )
    names = {party.id: party.name for party in reading.parties}
    claim = next(each for each in reading.claims if each.type == "IMPOSE_SANCTION")
    assert [names[each] for each in claim.targets] == ["Roman Veksler"]


def test_a_threat_stands_where_what_it_holds_out_stands() -> None:
    claim = event("Should talks fail, she warned, further measures would be taken, Anna Berg said.", "THREATEN")
    assert claim.tense == "hypothetical"


def test_those_named_after_a_listing_are_of_its_measure_and_are_watched() -> None:
    reading = read(
        "Britain sanctioned five companies on Thursday. Those listed include Marwan Haddad and Cedar Crest Shipping.",
        published=DAY,
    )
    names = {party.id: party.name for party in reading.parties}
    (measure,) = reading.measures
    assert [names[each] for each in measure.targets] == ["five companies"]
    assert [names[each] for each in measure.named] == ["Marwan Haddad", "Cedar Crest Shipping"]
    ((watched,), _) = of_article(reading, sha256="0" * 64)
    assert [one.name for one in watched.targets] == ["five companies", "Marwan Haddad", "Cedar Crest Shipping"]


def test_who_may_not_enter_are_those_who_are_listed_and_not_those_who_may_be() -> None:
    reading = read(
        "Canada imposed sanctions on three Haitian businessmen, and said it was considering visa restrictions on their "
        "families. They are barred from entering Canada, Foreign Minister Claire Beaulieu told reporters.",
        published=DAY,
    )
    names = {party.id: party.name for party in reading.parties}
    bans = [measure for measure in reading.measures if measure.kind == "travel_ban"]
    assert [([names[each] for each in ban.targets], ban.stage) for ban in bans] == [
        (["their families"], "mooted"),
        (["three Haitian businessmen"], "announced"),
    ]
