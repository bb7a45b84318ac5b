"""The tables of the law: they load, they agree with each other, and they know what the official lists write."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import get_args

import pytest

from debar.law import tables
from debar.law.effects import effects_of
from debar.law.tables import (
    ROOT,
    Conflict,
    Dated,
    Duty,
    Embargo,
    Licence,
    Measure,
    Nexus,
    Programme,
    Role,
    Row,
    Words,
)
from debar.lists.archives import Unpacker
from debar.lists.reading import Context
from debar.lists.sets import find
from debar.model import Entity
from sample_lists import LISTS

TABLES: dict[str, type[Row]] = {
    "measures.csv": Measure,
    "programmes.csv": Programme,
    "words.csv": Words,
    "duties.csv": Duty,
    "licences.csv": Licence,
    "embargoes.csv": Embargo,
    "conflicts.csv": Conflict,
    "roles.csv": Role,
}
SOURCES = {
    "un-sc": "un",
    "uk-sl": "uk",
    "eu-fsf": "eu",
    "ca-sema": "ca",
    "au-dfat": "au",
    "ch-seco": "ch",
    "us-ofac-sdn": "us",
    "us-ofac-cons": "us",
    "us-csl": "us",
    "us-bis-dpl": "us",
}
"""The lists whose words a table must know, and whose law they state."""

FIELDS = {"us": ("programs", "measures")}
"""Where those words stand; elsewhere the legal bases and the remarks count too."""

OFFICIAL = (
    "un/consolidated_2024-12.xml",
    "un/consolidated_2025-04.xml",
    "un/consolidated_2026-02.xml",
    "uk/UK-Sanctions-List_excerpt_2026-09-02.xml",
    "uk/UK-Sanctions-List_excerpt_2026-10-08.csv",
    "uk/sanctionsconlist_2018-04-13.csv",
    "eu/EUSanctionsShort_2018-07-04.csv",
    "eu/xmlFullSanctionsList_1_1_excerpt_2024-12-11.xml",
    "ca/sema-lmes_2020-04.xml",
    "ca/sema-lmes_2025-05.xml",
    "au/regulation8_consolidated_2024-12.xlsx",
    "ch/seco_example_amendment_2024-01-17.xml",
    "ofac/2023-12-28",
    "ofac/non-sdn-2025-12-19",
    "ofac/consolidated_2025-03-28.xml",
    "us-csl/consolidated_2022-04.csv.gz",
)
OWNERSHIP = {"ofac", "uk", "eu", "eu_sectoral", "bis", "none", "unsettled"}


def all_rows() -> Iterator[tuple[str, Row]]:
    for name, kind in TABLES.items():
        for row in tables.rows(kind, name):
            yield name, row


def law_of(place: str) -> bool:
    """Whether the tables of that jurisdiction are there."""
    return bool(tables.programmes(place))


def word_for(place: str, field: str, text: str) -> Words | None:
    """The row that decides, as the tables define it: the first whose pattern fits the whole text."""
    return next(
        (row for pattern, row in tables.words(place) if row.field in (field, "any") and pattern.fullmatch(text)), None
    )


def programmes_for(place: str, tag: str) -> list[Programme]:
    return [row for pattern, row in tables.programmes(place) if pattern.fullmatch(tag)]


def entities_of(path: Path) -> list[Entity]:
    with Unpacker() as unpacker:
        sets = find(unpacker, path).sets
        return [
            item
            for one in sets
            for item in one.format.read(one.files, Context(partial=True))
            if isinstance(item, Entity)
        ]


def unknown_words(entities: list[Entity]) -> Counter[tuple[str, str, str]]:
    """What the lists write and no table knows."""
    texts: dict[tuple[str, str, str], None] = {}
    for entity in entities:
        place = SOURCES.get(entity.source)
        if place is None or not law_of(place):
            continue
        for designation in entity.designations:
            for field in FIELDS.get(place, ("programs", "measures", "legal_basis", "remarks")):
                texts.update(dict.fromkeys((place, field, text) for text in getattr(designation, field)))
    unknown: Counter[tuple[str, str, str]] = Counter()
    for place, field, text in texts:
        known = programmes_for(place, text) if field == "programs" else word_for(place, field, text)
        if not known:
            unknown[(place, field, text)] += 1
    return unknown


@pytest.mark.parametrize("name", TABLES)
def test_every_row_loads(name: str) -> None:
    list(tables.rows(TABLES[name], name))


@pytest.mark.parametrize("place", ROOT)
def test_every_pattern_compiles(place: str) -> None:
    tables.programmes(place)
    tables.words(place)


@pytest.mark.parametrize(
    ("kind", "name", "key"),
    [(Measure, "measures.csv", "measure"), (Duty, "duties.csv", "duty"), (Conflict, "conflicts.csv", "conflict")],
)
def test_ids_are_unique(kind: type[Row], name: str, key: str) -> None:
    counts = Counter(getattr(row, key) for row in tables.rows(kind, name))
    assert [one for one, count in counts.items() if count > 1] == []


def test_ids_begin_with_their_jurisdiction() -> None:
    assert [one for one, row in tables.measures().items() if not one.startswith(f"{row.jurisdiction}-")] == []
    assert [one for one, row in tables.duties().items() if not one.startswith(f"{row.jurisdiction}-")] == []


def test_every_row_names_its_source_and_an_unverified_one_says_why() -> None:
    assert [row for _, row in all_rows() if not row.source.strip()] == []
    assert [row for _, row in all_rows() if not row.verified and not row.note.strip()] == []


def test_every_key_of_a_source_is_explained() -> None:
    """``[OS]`` in a source is a key of the README that stands beside the tables."""
    readme = (Path(tables.__file__).parent / "data" / "README.md").read_text(encoding="utf-8")
    keys = {key for line in re.findall(r"^\| ([^|]+) \|", readme, re.MULTILINE) for key in line.split(", ")}
    used = {key for _, row in all_rows() for key in re.findall(r"\[([^\]]+)\]", row.source)}
    assert {key for key in used if key not in keys and key.split()[0] not in keys} == set()


def test_what_users_read_is_no_pattern() -> None:
    """A name or a legal basis is shown as it stands: nothing of a regular expression may be left in it."""
    for _, row in all_rows():
        shown = [getattr(row, one, "") for one in ("name", "legal_basis", "meaning", "prohibited", "programme", "what")]
        assert [text for text in shown if re.search(r"\(\?|\[[^\]]*\]|\\", text)] == []


def test_every_life_begins_before_it_ends() -> None:
    dated = [row for _, row in all_rows() if isinstance(row, Dated) and row.start and row.end]
    assert [row for row in dated if row.start and row.end and row.start >= row.end] == []


def test_every_measure_that_is_named_exists() -> None:
    known = tables.measures()
    for programme in tables.rows(Programme, "programmes.csv"):
        named = (*programme.measures, *programme.non_sdn, *programme.risks)
        assert [one for one in named if one not in known] == [], programme.tag
        assert all(known[one].action == "risk_flag" for one in programme.risks), programme.tag
    for words in tables.rows(Words, "words.csv"):
        if words.kind in ("measure", "only", "risk", "starts", "ends"):
            assert [one for one in words.value if one not in known] == [], words.pattern
            assert words.value, words.pattern
        if words.kind == "none":
            assert not words.value, words.pattern
        if words.kind in ("starts", "ends"):
            assert "date" in re.compile(words.pattern).groupindex, words.pattern
    for embargo in tables.embargoes():
        assert [one for one in embargo.measures if one not in known] == [], embargo.programme


def programmes_and_embargoes() -> list[Programme | Embargo]:
    return [*tables.rows(Programme, "programmes.csv"), *tables.embargoes()]


def test_every_nexus_that_is_named_exists() -> None:
    nexuses = set(get_args(Nexus))
    for measure in tables.measures().values():
        assert set(measure.binds) <= nexuses, measure.measure
        assert measure.action == "unknown" or bool(measure.binds) == (measure.action != "risk_flag"), measure.measure
    assert {one for row in programmes_and_embargoes() for one in row.binds_also} <= nexuses
    for words in tables.rows(Words, "words.csv"):
        assert words.kind != "binds" or set(words.value) <= nexuses, words.pattern
    assert {one.nexus for one in tables.conflicts().values()} <= nexuses


def test_every_duty_dealing_and_ownership_rule_that_is_named_exists() -> None:
    dealings = {*tables.dealing_kinds(), "any"}
    for measure in tables.measures().values():
        assert [one for one in measure.duties if one not in tables.duties()] == [], measure.measure
        assert set(measure.covers) <= dealings, measure.measure
        assert measure.owned in OWNERSHIP, measure.measure
        assert measure.bound, measure.measure
        if measure.action not in ("risk_flag", "unknown"):
            assert measure.prohibited.split()[0] in {"must", "may", "should", "needs"}, measure.measure


def test_every_conflict_that_is_named_exists() -> None:
    for row in programmes_and_embargoes():
        assert [one for one in row.conflict if one not in tables.conflicts()] == []


def test_every_deadline_can_be_read() -> None:
    for duty in tables.duties().values():
        assert re.fullmatch(r"business_days(?:_after)?:\d+|days:\d+|years:\d+|yearly:\d\d-\d\d|prompt", duty.within), (
            duty.duty
        )
        assert re.fullmatch(r"(?:\d\d-\d\d)?", duty.as_at), duty.duty
        assert (duty.kind == "annual") == duty.within.startswith("yearly:"), duty.duty
        assert (duty.kind == "records") == duty.within.startswith("years:"), duty.duty


def test_a_law_that_freezes_says_which_ownership_rule_it_has_and_what_to_report() -> None:
    for measure in tables.measures().values():
        if measure.action in ("block", "freeze"):
            assert measure.owned != "none", measure.measure
            assert measure.duties, measure.measure


MEASURE_WORDS = (
    "Asset freeze",
    "Assets freeze",
    "(Asset Freeze)",
    "Travel ban",
    "Travel Ban",
    "(Travel Ban)",
    "Arms embargo",
    "Investment ban",
    "Financial measures, annex 2",
    "Prohibition of port entry",
    "Shipping sanctions: (see 'Other information')",
    "Regulation (EU) No 833/2014, Annex XLII",
    "Executive Order 13662 Directive Determination - Subject to Directive 2",
    "Additional Sanctions Information - Subject to Secondary Sanctions",
)


@pytest.mark.parametrize("place", ROOT)
def test_no_row_that_says_nothing_swallows_a_word_of_the_law(place: str) -> None:
    """A pattern of kind ``none`` must not fit what names a measure, in whatever field it stands."""
    for pattern, row in tables.words(place):
        if row.kind == "none":
            assert [text for text in MEASURE_WORDS if pattern.fullmatch(text)] == [], row.pattern


def test_what_the_sample_lists_write_is_known() -> None:
    entities = [entity for source in SOURCES if (LISTS / source).is_dir() for entity in entities_of(LISTS / source)]
    assert {entity.source for entity in entities} >= {"un-sc", "uk-sl", "eu-fsf", "ca-sema", "au-dfat", "us-ofac-sdn"}
    assert unknown_words(entities) == Counter()
    day = date(2024, 9, 11)
    assert Counter(event for entity in entities for event in effects_of(entity, "us", day).events) == Counter()


TODAY = date(2026, 11, 22)


def ambiguous_tags(entities: list[Entity]) -> dict[str, list[str]]:
    """Tags of lists that several rows of one day claim."""
    found = {}
    for place, tag in {
        (SOURCES.get(e.source, ""), tag) for e in entities for d in e.designations for tag in d.programs
    }:
        names = [row.name for row in programmes_for(place, tag) if row.holds_on(TODAY)] if place else []
        if len(names) > 1:
            found[f"{place} {tag}"] = names
    return found


@pytest.mark.parametrize("path", OFFICIAL)
def test_what_the_official_lists_write_is_known(shared_lists: Path, path: str) -> None:
    entities = entities_of(shared_lists / path)
    assert entities
    if not any(law_of(SOURCES[entity.source]) for entity in entities):
        pytest.skip(f"the tables of {SOURCES[entities[0].source]} are not written yet")
    assert ambiguous_tags(entities) == {}
    assert unknown_words(entities) == Counter()
    day = date(2024, 9, 11)
    assert Counter(event for entity in entities for event in effects_of(entity, "us", day).events) == Counter()


# What the tables say, as the reference (§1.4 to §1.7) has it.


def measures_of(place: str, field: str, text: str) -> tuple[str, ...]:
    """The measures that a text leads to, by the words of lists or by the programmes."""
    if field == "programs":
        return tuple(dict.fromkeys(one for row in programmes_for(place, text)[:1] for one in row.measures))
    row = word_for(place, field, text)
    return row.value if row and row.kind in ("measure", "only") else ()


def actions_of(measures: tuple[str, ...]) -> set[str]:
    return {tables.measures()[one].action for one in measures}


@pytest.mark.parametrize(
    ("text", "measures"),
    [
        ("Asset freeze", ("uk-freeze",)),
        ("AssetFreeze", ("uk-freeze",)),
        ("SanctionsImposedIndicators/AssetFreeze", ("uk-freeze",)),
        ("Travel Ban", ("uk-travel-ban",)),
        ("TravelBan", ("uk-travel-ban",)),
        ("Director Disqualification Sanction", ("uk-director-disqualification",)),
        ("DirectorDisqualificationSanction", ("uk-director-disqualification",)),
        ("Trust Services Sanctions", ("uk-trust-services",)),
        ("TrustServicesSanctions", ("uk-trust-services",)),
        ("Targeted Arms Embargo", ("uk-targeted-arms-embargo",)),
        ("TargetedArmsEmbargo", ("uk-targeted-arms-embargo",)),
        ("ArmsEmbargo", ("uk-arms-embargo",)),
        ("ProhibitionOfPortEntry", ("uk-ship-port", "uk-ship-directions")),
        ("Deflag", ("uk-ship-registration",)),
        ("CharteringOfShips", ("uk-chartering",)),
        ("PreventionOfCharteringOfShips", ("uk-chartering",)),
        ("PreventionOfCharteringOfShipsAndAircraft", ("uk-chartering",)),
        ("CrewServicingOfShipsAndAircraft", ("uk-crewing",)),
        ("TechnicalAssistanceRelatedToAircraft", ("uk-aircraft-help",)),
        ("PreventionOfBusinessArrangements", ("uk-business-arrangements",)),
        ("ClosureOfRepresentativeOffices", ("uk-representative-offices",)),
        ("PreciousMetals", ("uk-precious-metals",)),
        ("Investment ban", ("uk-schedule-2-loans", "uk-schedule-2-securities")),
        ("Financial restrictions", ("uk-schedule-2-loans", "uk-schedule-2-securities")),
        (
            "Shipping sanctions: (see 'Other information')",
            ("uk-ship-port", "uk-ship-directions", "uk-ship-registration"),
        ),
    ],
)
def test_a_measure_of_the_uk_list_is_that_measure_alone(text: str, measures: tuple[str, ...]) -> None:
    row = word_for("uk", "measures", text)
    assert row is not None
    assert (row.kind, row.value) == ("only", measures)


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("programs", "Russia (Sanctions) (EU Exit) Regulations 2019, Schedule 2"),
        ("legal_basis", "Russia (Sanctions) (EU Exit) Regulations 2019, Schedule 2"),
        ("legal_basis", "The Russia (Sanctions) (EU Exit) Regulations 2019 (SI 2019/855), Sch. 2"),
        ("list_name", "Russia: financial and investment restrictions"),
        ("programs", "GB-RUS-INV"),
    ],
)
def test_schedule_2_forbids_a_loan_and_freezes_nothing(field: str, text: str) -> None:
    """L7."""
    measures = measures_of("uk", field, text)
    assert actions_of(measures) == {"restrict"}
    assert any("loan" in tables.measures()[one].covers for one in measures)


def test_an_entry_of_the_former_uk_list_is_frozen() -> None:
    assert measures_of("uk", "programs", "Iran (nuclear proliferation)") == ("uk-freeze",)
    assert measures_of("uk", "programs", "The ISIL (Da'esh) and Al-Qaida organisations") == ("uk-freeze",)


ANNEXES = {
    "III": "eu-833-iii",
    "IV": "eu-833-iv",
    "V": "eu-833-v",
    "VI": "eu-833-vi",
    "XII": "eu-833-xii",
    "XIII": "eu-833-xiii",
    "XIV": "eu-833-xiv",
    "XV": "eu-833-xv",
    "XIX": "eu-833-xix",
    "XIX.B": "eu-833-xix",
    "XL": "eu-833-xl",
    "XLII": "eu-833-xlii-ports",
    "XLIV": "eu-833-xliv",
    "XLV": "eu-833-xlv",
    "XLV.D": "eu-833-xlv",
    "XLVII": "eu-833-xlvii",
    "XLVII.A": "eu-833-xlvii",
    "XLVII, Part C": "eu-833-xlvii",
    "XLIX": "eu-833-xlix",
    "LII": "eu-833-lii",
    "LIII": "eu-833-liii",
    "XXXIX": "eu-833-other",
}


@pytest.mark.parametrize("annex", ANNEXES)
@pytest.mark.parametrize(
    "form",
    [
        "Regulation (EU) No 833/2014, Annex {}",
        "Council Regulation (EU) No 833/2014 of 31 July 2014, annex {}",
        "833/2014 Annex {}",
        "EU 833/2014 annex {}",
        "833/2014 (OJ L229) Annex {}",
        "Annex {} to Council Regulation (EU) No 833/2014",
    ],
)
@pytest.mark.parametrize("field", ["legal_basis", "list_name", "programs"])
def test_each_annex_of_regulation_833_is_its_own_measure_and_no_freeze(field: str, form: str, annex: str) -> None:
    measures = measures_of("eu", field, form.format(annex))
    assert measures[:1] == (ANNEXES[annex],)
    assert not actions_of(measures) & {"freeze", "block"}


def test_a_military_end_user_is_no_matter_of_funds() -> None:
    """L8."""
    measure = tables.measures()["eu-833-iv"]
    assert measure.action == "prohibit_export"
    assert "dual_use_goods" in measure.covers
    assert not {"any", "payment", "services", "account"} & set(measure.covers)


def test_a_ship_of_annex_42_gets_neither_port_nor_services() -> None:
    """L9."""
    ports, services = (
        tables.measures()[one] for one in measures_of("eu", "legal_basis", "Regulation (EU) No 833/2014, Annex XLII")
    )
    assert (ports.action, ports.covers) == ("deny_entry", ("port_call",))
    assert "insurance" in services.covers
    assert (ports.schemata, ports.owned) == (("Vessel",), "none")


def test_a_un_listing_that_the_eu_has_yet_to_adopt_is_held() -> None:
    """L12."""
    assert actions_of(measures_of("eu", "programs", "UNLI")) == {"hold"}


def test_terrorists_listed_by_the_eu_are_frozen_and_not_banned_from_travel() -> None:
    assert measures_of("eu", "programs", "TERR") == ("eu-freeze",)
    assert measures_of("eu", "programs", "TAQA") == ("eu-freeze", "eu-travel-ban")


@pytest.mark.parametrize(
    "text",
    [
        "269/2014",
        "Council Regulation (EU) No 269/2014",
        "269/2014 (OJ L78)",
        "267/2012 Annex IX",
        "Reg 2023/1529 Annex III.B #12",
        "2580/2001 #9",
        "Council Implementing Regulation (EU) 2022/336 of 28 February 2022 implementing Regulation (EU) No 269/2014",
        "765/2006 Annex I",
    ],
)
def test_a_freezing_regulation_freezes_and_the_act_that_changed_an_entry_says_nothing(text: str) -> None:
    assert "eu-freeze" in measures_of("eu", "legal_basis", text)
    changed = word_for("eu", "legal_basis", "2018/468 (OJ L79)")
    assert changed is not None
    assert changed.kind == "none"


@pytest.mark.parametrize("text", ["765/2006, Annex V", "Regulation (EU) 2017/1509, Annex XIV", "833/2014 and 269/2014"])
def test_an_annex_that_is_not_the_freeze_is_not_taken_for_it(text: str) -> None:
    assert actions_of(measures_of("eu", "legal_basis", text)) == {"unknown"}


@pytest.mark.parametrize(
    ("day", "names"),
    [
        (date(2010, 6, 1), ["before the nuclear agreement"]),
        (date(2016, 1, 15), ["before the nuclear agreement"]),
        (date(2016, 1, 16), ["resolution 2231"]),
        (date(2024, 9, 10), []),
        (date(2025, 9, 27), []),
        (date(2025, 9, 28), ["contest"]),
    ],
)
def test_the_iran_resolutions_hold_again_since_snapback_and_that_is_contested(day: date, names: list[str]) -> None:
    holding = [row for row in programmes_for("un", "Iran") if row.holds_on(day)]
    assert [any(name in row.name for name in names) for row in holding] == [True] * len(names)


def test_a_un_listing_binds_states_and_is_a_flag_to_others() -> None:
    for _, row in tables.programmes("un"):
        assert row.risks == ("un-listed-flag",)
        assert all(tables.measures()[one].binds == ("un",) for one in row.measures)
    assert tables.measures()["un-listed-flag"].binds == ()


def test_a_canadian_schedule_that_is_about_debt_is_no_dealings_ban() -> None:
    assert measures_of("ca", "programs", "Russia / Russie") == ("ca-dealings", "ca-inadmissible")
    assert measures_of("ca", "programs", "Russia / Russie, Schedule 2, Item 1") == ("ca-debt-30",)
    assert measures_of("ca", "programs", "Russia / Russie, Schedule 3, Item 2") == ("ca-debt-90",)
    assert measures_of("ca", "programs", "Russia / Russie, Schedule 1.1, Item 100") == ("ca-ship",)


@pytest.mark.parametrize("text", ["Financial measures, annex 2", "Finanzsanktionen, Anhang 2", "Vermögenssperre"])
def test_swiss_financial_measures_are_a_freeze(text: str) -> None:
    assert measures_of("ch", "measures", text) == ("ch-freeze",)
