"""OFAC's remarks, item by item; the strings are those of published editions."""

from __future__ import annotations

import pytest

from debar.lists.us_ofac.facts import Alias, Feature, Party
from debar.lists.us_ofac.parties import entity_of
from debar.lists.us_ofac.remarks import read_remark
from debar.lists.us_ofac.words import date_of
from debar.model.dates import PartialDate
from debar.model.entity import Country, Dated, Entity, Identifier, Link

PASSPORT = "passportNumber"


def entity(remark: str, kind: str = "individual", title: str | None = None) -> Entity:
    found = read_remark(remark, title)
    party = Party("1", kind, "X", (), title, found.aliases, (), found.features, found.texts)
    return entity_of(party, "us-ofac-sdn", "sdn.csv")[0]


def events(remark: str, kind: str = "individual") -> list[tuple[str, str]]:
    found = read_remark(remark)
    party = Party("1", kind, "X", features=found.features, texts=found.texts)
    return [(event.kind, event.given) for event in entity_of(party, "us-ofac-sdn", "sdn.csv")[1]]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("17 Feb 1965", "1965-02-17"),
        ("Aug 1995", "1995-08"),
        ("1952", "1952"),
        ("circa 1952", "1952~"),
        ("circa 1979-1982", "1979/1982~"),
        ("1950 to 1955", "1950/1955"),
        ("01 Jan 1960 to 31 Dec 1962", "1960-01-01/1962-12-31"),
        ("12 September 1993", "1993-09-12"),
        ("30 Feb 1960", None),
        ("1955 to 1950", None),
        ("unknown", None),
        ("12 Foo 1993", None),
    ],
)
def test_dates(words: str, expected: str | None) -> None:
    assert date_of(words) == (PartialDate.parse(expected) if expected else None)


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ("Passport 716765654 (Russia)", Identifier(PASSPORT, "716765654", "ru", "Passport")),
        (
            "alt. Passport D9008347 (Iran) issued 18 Jul 2010 expires 18 Jul 2015",
            Identifier(PASSPORT, "D9008347", "ir", "Passport", PartialDate("2010-07-18"), PartialDate("2015-07-18")),
        ),
        (
            "Folio Mercantil No. 82219 (Jalisco) (Mexico)",
            Identifier("registrationNumber", "82219", "mx", "Folio Mercantil No.", note="Jalisco"),
        ),
        (
            "Commercial Registry Number CD/KNG/RCCM/18-B-01188 (Congo, Democratic Republic of the)",
            Identifier("registrationNumber", "CD/KNG/RCCM/18-B-01188", "cd", "Commercial Registry Number"),
        ),
        (
            "Vessel Registration Identification IMO 9187631",
            Identifier("imoNumber", "9187631", None, "Vessel Registration Identification"),
        ),
        ("Identification Number IMO 5724311", Identifier("imoNumber", "5724311", None, "Identification Number")),
        ("MMSI 352003073", Identifier("mmsi", "352003073", None, "MMSI")),
        ("Aircraft Tail Number RA-78762", Identifier("registrationNumber", "RA-78762", None, "Aircraft Tail Number")),
        (
            "Aircraft Manufacturer's Serial Number (MSN) 83486590",
            Identifier("serialNumber", "83486590", None, "Aircraft Manufacturer's Serial Number (MSN)"),
        ),
        (
            "alt. Digital Currency Address - XBT 14kqryJUxM3a7aEi117KX9hoLUw592WsMR",
            Identifier(
                "publicKey",
                "14kqryJUxM3a7aEi117KX9hoLUw592WsMR",
                None,
                "Digital Currency Address - XBT",
                note="XBT",
            ),
        ),
        ("SWIFT/BIC RUAGRUMM", Identifier("swiftBic", "RUAGRUMM", None, "SWIFT/BIC")),
        (
            "Legal Entity Number 253400V1H6ART1UQ0N98 (Russia)",
            Identifier("leiCode", "253400V1H6ART1UQ0N98", "ru", "Legal Entity Number"),
        ),
        (
            "Legal Entity Number 856458879 (Netherlands)",
            Identifier("registrationNumber", "856458879", "nl", "Legal Entity Number"),
        ),
        ("Tax ID No. 7449044990 (Russia)", Identifier("taxNumber", "7449044990", "ru", "Tax ID No.")),
        (
            "Unified Social Credit Code (USCC) 91120118MA05X7CE1K (China)",
            Identifier("uscCode", "91120118MA05X7CE1K", "cn", "Unified Social Credit Code (USCC)"),
        ),
        (
            "Moroccan Personal ID No. E 427689 (Morocco) issued 20 Mar 2001",
            Identifier("idNumber", "E 427689", "ma", "Moroccan Personal ID No.", PartialDate("2001-03-20")),
        ),
    ],
)
def test_identifiers(item: str, expected: Identifier) -> None:
    assert entity(f"{item}.").identifiers == (expected,)


def test_dates_and_places_of_birth_come_with_the_main_one_first() -> None:
    found = entity(
        "DOB 1968; alt. DOB 30 Apr 1964; POB Chauk, Burma; alt. POB Gaza; nationality Burma; alt. citizen Iran."
    )
    assert found.dates == (
        Dated("birthDate", PartialDate("1968")),
        Dated("birthDate", PartialDate("1964-04-30")),
    )
    assert set(found.values("birthPlace")) == {"Chauk, Burma", "Gaza"}
    assert set(found.countries) == {
        Country("birthCountry", "mm", "Burma"),
        Country("birthCountry", "ps", "Gaza"),
        Country("nationality", "mm", "Burma"),
        Country("citizenship", "ir", "Iran"),
    }


def test_aliases_in_quotes_are_weak_and_may_hold_semicolons_and_quotes() -> None:
    found = read_remark("a.k.a. 'BNC'; f.k.a. 'OSLO'; a.k.a. 'A; B'; a.k.a. 'O'Neil'.")
    assert found.aliases == (
        Alias("BNC", "aka", weak=True),
        Alias("OSLO", "fka", weak=True),
        Alias("A; B", "aka", weak=True),
        Alias("O'Neil", "aka", weak=True),
    )


def test_a_former_weak_name_stays_known_as_former() -> None:
    found = entity("f.k.a. 'OSLO'.", "vessel")
    assert found.names[1].kind == "weak"
    assert ("f.k.a.", "OSLO") in found.given


def test_notes_on_the_sanction_stand_in_the_designation_word_for_word() -> None:
    notes = (
        "Additional Sanctions Information - Subject to Secondary Sanctions",
        "Executive Order 13662 Directive Determination - Subject to Directive 1",
        "Secondary sanctions risk: See Section 11 of Executive Order 14024.",
    )
    found = entity(f"{notes[0]}; {notes[1]}; alt. {notes[2]}; Gender Male.")
    assert found.designations[0].remarks == notes


def test_the_day_of_listing_is_taken_where_there_is_one_programme() -> None:
    remark = read_remark("Listing Date (CMIC) 03 Jun 2021; Effective Date (CMIC) 02 Aug 2021.")
    one = Party("1", "entity", "X", ("CMIC-EO13959",), features=remark.features)
    two = Party("1", "entity", "X", ("CMIC-EO13959", "SDGT"), features=remark.features)
    assert entity_of(one, "us-ofac-cons", "sdn.csv")[0].designations[0].listed_on == "2021-06-03"
    assert entity_of(two, "us-ofac-cons", "sdn.csv")[0].designations[0].listed_on is None


def test_links_keep_the_full_stop_that_a_name_cannot_do_without() -> None:
    assert entity("Linked To: GRUPO COMERCIAL ROOL, S.A. DE C.V.", "entity").links == (
        Link("linkedTo", "GRUPO COMERCIAL ROOL, S.A. DE C.V."),
    )
    assert entity("wife of Izzat Ibrahim Al-Duri.").links == (Link("family", "Izzat Ibrahim Al-Duri", note="wife of"),)
    assert entity("Aircraft Operator Iran Air.", "aircraft").links == (Link("operator", "Iran Air"),)


def test_a_title_with_semicolons_is_not_split_from_itself() -> None:
    title = "Major General; Commander FDLR/FOCA"
    found = entity(f"DOB 1960; {title}; Linked To: FDLR.", title=title)
    assert found.values("position") == ("Commander FDLR/FOCA", "Major General")
    assert found.links == (Link("linkedTo", "FDLR"),)


@pytest.mark.parametrize(
    ("text", "prop"),
    [
        ("Former Minister of Culture and Information", "position"),
        ("ICTY indictee at large", "notes"),
        ("all offices worldwide", "notes"),
        ("www.manartv.com", "website"),
        ("info@manartv.com", "email"),
    ],
)
def test_remarks_without_a_label(text: str, prop: str) -> None:
    assert entity(f"{text}.").values(prop) == (text,)
    assert events(f"{text}.") == []


def test_what_no_pattern_knows_raises_an_event_and_is_kept() -> None:
    assert events("Zodiac sign Leo.") == [("unknown_remark", "Zodiac sign Leo")]
    assert entity("Zodiac sign Leo.").values("notes") == ("Zodiac sign Leo",)


def test_values_that_are_none_are_kept_as_given() -> None:
    assert set(events("DOB long ago; nationality Atlantis; Passport A1 (Nowhere).")) == {
        ("bad_value", "long ago"),
        ("unknown_country", "Atlantis"),
    }
    found = entity("DOB long ago; nationality Atlantis; Passport A1 (Nowhere).")
    assert ("DOB", "long ago") in found.given
    assert found.countries == (Country("nationality", None, "Atlantis"),)
    assert found.identifiers[0].note == "Nowhere"


def test_an_item_broken_off_at_the_width_of_the_column_is_named() -> None:
    assert read_remark("DOB 1960; Passport A12").broken == "Passport A12"
    assert read_remark("DOB 1960;").broken is None
    assert read_remark("DOB 1960;").features == (Feature("DOB", "1960"),)
