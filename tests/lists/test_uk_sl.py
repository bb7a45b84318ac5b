"""The sanctions list of the United Kingdom: XML and CSV of the current list, CSV of OFSI's former one."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from debar.errors import ListError, ListMalformed, ListTruncated
from debar.lists.cells import enumerated, partial_date
from debar.lists.files import Head, ListFile
from debar.lists.reading import Context, Event, Item, Preface, Reject, Tally
from debar.lists.uk_sl import FORMATS
from debar.model import Country, Entity, Identifier, Link, Name, PartialDate

XML_FORMAT, CSV_FORMAT, OFSI_FORMAT = FORMATS

HEADER = (
    "Last Updated,Unique ID,OFSI Group ID,UN Reference Number,Name 6,Name 1,Name 2,Name 3,Name 4,Name 5,Name type,"
    "Alias strength,Title,Name non-latin script,Non-latin script type,Non-latin script language,Regime Name,"
    "Designation Type,Designation source,Sanctions Imposed,Other Information,UK Statement of Reasons,Address Line 1,"
    "Address Line 2,Address Line 3,Address Line 4,Address Line 5,Address Line 6,Address Postal Code,Address Country,"
    "Phone number,Website,Email address,Date Designated,D.O.B,Nationality(/ies),National Identifier number,"
    "National Identifier additional information,Passport number,Passport additional information,Position,Gender,"
    "Town of birth,Country of birth,Type of entity,Subsidiaries,Parent company,Business registration number (s),"
    "IMO number,Current owner/operator (s),Previous owner/operator (s),Current believed flag of ship,Previous flags,"
    "Type of ship,Tonnage of ship,Length of ship,Year Built,Hull identification number (HIN)"
)
COLUMNS = HEADER.split(",")

LIST_XML = """<?xml version="1.0" encoding="utf-8"?>
<Designations xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
  <DateGenerated>02/09/2026</DateGenerated>
  <Designation>
    <LastUpdated>14/04/2026</LastUpdated>
    <DateDesignated>25/02/2022</DateDesignated>
    <UniqueID>RUS0251</UniqueID>
    <OFSIGroupID>14196</OFSIGroupID>
    <Names>
      <Name><Name1>Vladimir</Name1><Name2>Vladimirovich</Name2><Name6>PUTIN</Name6><NameType>Primary Name</NameType></Name>
      <Name><Name1>Wladimir</Name1><Name6>PUTIN</Name6><NameType>Alias</NameType><AliasStrength>Low quality</AliasStrength></Name>
    </Names>
    <NonLatinNames>
      <NonLatinName>
        <NameNonLatinScript>Владимир Владимирович ПУТИН</NameNonLatinScript>
        <NonLatinScriptType>Cyrillic</NonLatinScriptType><NonLatinScriptLanguage>Russian</NonLatinScriptLanguage>
      </NonLatinName>
    </NonLatinNames>
    <Titles><Title>President</Title></Titles>
    <RegimeName>The Russia (Sanctions) (EU Exit) Regulations 2019</RegimeName>
    <IndividualEntityShip>Individual</IndividualEntityShip>
    <DesignationSource>UK</DesignationSource>
    <SanctionsImposed>Asset freeze|Trust Services Sanctions</SanctionsImposed>
    <UKStatementofReasons>President of the Russian Federation.</UKStatementofReasons>
    <Addresses>
      <Address><AddressLine1>The Kremlin</AddressLine1><AddressLine6>Moscow</AddressLine6>
        <AddressPostalCode>103132</AddressPostalCode><AddressCountry>Russia</AddressCountry></Address>
    </Addresses>
    <IndividualDetails><Individual>
      <DOBs><DOB>07/10/1952</DOB><DOB>dd/mm/1952</DOB></DOBs>
      <Nationalities><Nationality>Russia</Nationality></Nationalities>
      <BirthDetails><Location><TownOfBirth>Leningrad (now St Petersburg)</TownOfBirth>
        <CountryOfBirth>Russia</CountryOfBirth></Location></BirthDetails>
      <Positions><Position>President of the Russian Federation</Position></Positions>
      <Genders><Gender>Male</Gender></Genders>
    </Individual></IndividualDetails>
  </Designation>
  <Designation>
    <LastUpdated>04/08/2026</LastUpdated>
    <DateDesignated>24/03/2022</DateDesignated>
    <UniqueID>RUS1081</UniqueID>
    <Names>
      <Name><Name6>ALFA-BANK JSC</Name6><NameType>Primary Name</NameType></Name>
      <Name><Name6>Alfa-Bank</Name6><NameType>Primary Name Variation</NameType></Name>
    </Names>
    <RegimeName>The Russia (Sanctions) (EU Exit) Regulations 2019</RegimeName>
    <IndividualEntityShip>Entity</IndividualEntityShip>
    <SanctionsImposed>Asset freeze</SanctionsImposed>
    <Websites><Website>https://alfabank.ru</Website></Websites>
    <EntityDetails><Entity>
      <TypeOfEntities><TypeOfEntity>Joint Stock Company</TypeOfEntity></TypeOfEntities>
      <ParentCompanies><ParentCompany>AB Holding</ParentCompany></ParentCompanies>
      <BusinessRegistrationNumbers><BusinessRegistrationNumber>1027700067328</BusinessRegistrationNumber></BusinessRegistrationNumbers>
    </Entity></EntityDetails>
  </Designation>
  <Designation>
    <LastUpdated>31/07/2024</LastUpdated>
    <DateDesignated>31/07/2024</DateDesignated>
    <UniqueID>RUS2176</UniqueID>
    <Names><Name><Name6>KOROLEV PROSPECT</Name6><NameType>Primary Name</NameType></Name></Names>
    <RegimeName>The Russia (Sanctions) (EU Exit) Regulations 2019</RegimeName>
    <IndividualEntityShip>Ship</IndividualEntityShip>
    <ShipDetails><Ship>
      <IMONumbers><IMONumber>IMO9826902</IMONumber></IMONumbers>
      <CurrentOwnerOperators><CurrentOwnerOperator>Stream Ship Management FZCO</CurrentOwnerOperator></CurrentOwnerOperators>
      <CurrentBelievedFlagOfShips><CurrentBelievedFlagOfShip>Gabon</CurrentBelievedFlagOfShip></CurrentBelievedFlagOfShips>
      <PreviousFlags><PreviousFlag>Liberia</PreviousFlag></PreviousFlags>
      <TypeOfShipDetails><TypeOfShipDetail><TypeOfShip>Oil Tanker</TypeOfShip></TypeOfShipDetail></TypeOfShipDetails>
      <YearBuilt>2019</YearBuilt>
    </Ship></ShipDetails>
  </Designation>
</Designations>
"""

PUTIN = {
    "Last Updated": "14/04/2026",
    "Unique ID": "RUS0251",
    "OFSI Group ID": "14196",
    "Name 6": "PUTIN",
    "Title": "President",
    "Regime Name": "The Russia (Sanctions) (EU Exit) Regulations 2019",
    "Designation Type": "Individual",
    "Designation source": "UK",
    "Sanctions Imposed": "Asset freeze|Trust Services Sanctions",
    "UK Statement of Reasons": "President of the Russian Federation. ",
    "Address Line 1": "The Kremlin",
    "Address Line 6": "Moscow",
    "Address Postal Code": "103132",
    "Address Country": "Russia",
    "Date Designated": "25/02/2022",
    "D.O.B": "07/10/1952|dd/mm/1952",
    "Nationality(/ies)": "Russia",
    "Position": "President of the Russian Federation",
    "Gender": "Male",
    "Town of birth": "Leningrad (now St Petersburg)",
    "Country of birth": "Russia",
}
ROWS = (
    PUTIN | {"Name 1": "Vladimir", "Name 2": "Vladimirovich", "Name type": "Primary Name"},
    {
        "Unique ID": "RUS1081",
        "Last Updated": "04/08/2026",
        "Name 6": "ALFA-BANK JSC",
        "Name type": "Primary Name",
        "Regime Name": "The Russia (Sanctions) (EU Exit) Regulations 2019",
        "Designation Type": "Entity",
        "Sanctions Imposed": "Asset freeze",
        "Website": "https://alfabank.ru",
        "Date Designated": "24/03/2022",
        "Type of entity": "Joint Stock Company",
        "Parent company": "AB Holding",
        "Business registration number (s)": "1027700067328",
    },
    PUTIN
    | {
        "Name 1": "Wladimir",
        "Name type": "Alias",
        "Alias strength": "Low quality",
        "Name non-latin script": "Владимир Владимирович ПУТИН",
        "Non-latin script type": "Cyrillic",
        "Non-latin script language": "Russian",
    },
    {"Unique ID": "RUS1081", "Name 6": "Alfa-Bank", "Name type": "Primary Name Variation"},
    {
        "Unique ID": "RUS2176",
        "Last Updated": "31/07/2024",
        "Name 6": "KOROLEV PROSPECT",
        "Name type": "Primary Name",
        "Regime Name": "The Russia (Sanctions) (EU Exit) Regulations 2019",
        "Designation Type": "Ship",
        "Date Designated": "31/07/2024",
        "IMO number": "IMO9826902",
        "Current owner/operator (s)": "Stream Ship Management FZCO",
        "Current believed flag of ship": "Gabon",
        "Previous flags": "Liberia",
        "Type of ship": "Oil Tanker",
        "Year Built": "2019",
    },
)

OFSI_HEADER = (
    "Last Updated,13/04/2018,,,,,,,,,,,,,,,,,,,,,,,,,,,\n"
    "Name 6,Name 1,Name 2,Name 3,Name 4,Name 5,Title,DOB,Town of Birth,Country of Birth,Nationality,Passport Details,"
    "NI Number,Position,Address 1,Address 2,Address 3,Address 4,Address 5,Address 6,Post/Zip Code,Country,"
    "Other Information,Group Type,Alias Type,Regime,Listed On,Last Updated,Group ID\n"
)
TONG_SAN = (
    " TONG SAN 2,,,,,,,,,,,,,,,,,,,,,,IMO: 8937675. MMSI: 445539000. The following vessel has been added to the list of "
    "vessels subject to restrictive measures set out in Annex XIV.,Entity,Prime Alias,North Korea,19/10/2017,19/10/2017,13556\n"
)
QAHTANI = (
    " AL-QAHTANI,Sheikh,Farooq,,,,,00/00/1980,,Saudi Arabia,1) Saudi Arabia 2) Qatar,"
    "Passport No: 592667 (Qatari passport issued on 3 May 2007).,,,,,,,,,,Afghanistan (since 2009),UN Ref QDe.004.,"
    "Individual,AKA,ISIL,01/04/2016,01/04/2016,13349\n"
)
HABABI = (
    "AL-HABABI,Nayef,Salam,,,,,00/00/1981,,Saudi Arabia,1) Saudi Arabia 2) Qatar,,,,,,,,,,,Afghanistan (since 2009),"
    "UN Ref QDe.004.,Individual,{kind},ISIL,01/04/2016,01/04/2016,13349\n"
)


def csv_of(*rows: dict[str, str], columns: list[str] = COLUMNS) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return f"Report Date: 08-Oct-2026\n{out.getvalue()}"


def items_of(text: str | bytes, name: str = "list") -> list[Item]:
    content = text.encode() if isinstance(text, str) else text
    file = ListFile(name, content=content)
    for known in FORMATS:
        role = known.role(file.head)
        if role is not None:
            return list(known.read({role: file}, Context()))
    raise AssertionError("no format knows this")


def entities(items: list[Item]) -> dict[str, Entity]:
    return {item.id: item for item in items if isinstance(item, Entity)}


def events(items: list[Item]) -> list[tuple[str, str]]:
    return [(item.kind, item.field) for item in items if isinstance(item, Event)]


def test_the_same_party_is_equal_from_xml_and_csv() -> None:
    from_xml, from_csv = entities(items_of(LIST_XML)), entities(items_of(csv_of(*ROWS)))
    assert from_xml == from_csv
    assert list(from_xml) == ["uk-RUS0251", "uk-RUS1081", "uk-RUS2176"]


def test_a_person_has_names_dates_and_designation() -> None:
    putin = entities(items_of(LIST_XML))["uk-RUS0251"]
    parts = (("firstName", "Vladimir"), ("secondName", "Vladimirovich"), ("lastName", "PUTIN"))
    assert putin.schema == "Person"
    assert putin.names[0] == Name("Vladimir Vladimirovich PUTIN", parts=parts)
    assert [(name.value, name.kind) for name in putin.names[1:]] == [
        ("Wladimir PUTIN", "weak"),
        ("Владимир Владимирович ПУТИН", "alias"),
    ]
    assert (putin.names[2].script, putin.names[2].language) == ("Cyrl", "ru")
    assert [dated.date for dated in putin.dates] == [PartialDate("1952-10-07"), PartialDate("1952")]
    assert Country("nationality", "ru", "Russia") in putin.countries
    assert putin.addresses[0].full == "The Kremlin, Moscow, 103132"
    designation = putin.designations[0]
    assert (designation.listed_on, designation.amended_on) == ("2022-02-25", "2026-04-14")
    assert designation.measures == ("Asset freeze", "Trust Services Sanctions")
    assert ("OFSI Group ID", "14196") in putin.given


def test_documents_are_equal_from_xml_and_csv() -> None:
    details = (
        "<IndividualDetails><Individual><PassportDetails><Passport><PassportNumber>592667</PassportNumber>"
        "<PassportAdditionalInformation>Qatar</PassportAdditionalInformation></Passport><Passport><PassportNumber>A1"
        "</PassportNumber></Passport></PassportDetails><NationalIdentifierDetails><NationalIdentifier>"
        "<NationalIdentifierNumber>27</NationalIdentifierNumber><NationalIdentifierAdditionalInformation>issued in Doha"
        "</NationalIdentifierAdditionalInformation></NationalIdentifier></NationalIdentifierDetails>"
    )
    xml = LIST_XML.replace("<IndividualDetails><Individual>", details, 1)
    row = ROWS[0] | {"Passport number": "592667", "Passport additional information": "Qatar"}
    identity = {"National Identifier number": "27", "National Identifier additional information": "issued in Doha"}
    text = csv_of(row, ROWS[2] | {"Passport number": "A1"} | identity)
    from_xml, from_csv = entities(items_of(xml))["uk-RUS0251"], entities(items_of(text))["uk-RUS0251"]
    assert from_xml == from_csv
    assert from_xml.identifiers == (
        Identifier("passportNumber", "592667", "qa", "Passport number", note="Qatar"),
        Identifier("passportNumber", "A1", None, "Passport number"),
        Identifier("idNumber", "27", None, "National Identifier number", note="issued in Doha"),
    )


def test_a_stated_legal_form_makes_a_company_and_a_ship_a_vessel() -> None:
    found = entities(items_of(LIST_XML))
    assert found["uk-RUS1081"].schema == "Company"
    assert Link("parent", "AB Holding", note="Parent company") in found["uk-RUS1081"].links
    ship = found["uk-RUS2176"]
    assert (ship.schema, ship.values("imoNumber"), ship.values("flag")) == ("Vessel", ("9826902",), ("ga",))
    assert ship.links[0].kind == "linkedTo"  # "owner/operator" does not say which


def test_every_record_is_counted() -> None:
    for text, records in ((LIST_XML, 3), (csv_of(*ROWS), 5)):
        items = items_of(text)
        tally = next(item for item in items if isinstance(item, Tally))
        assert (tally.records, tally.used) == (records, records)
        assert isinstance(items[0], Preface)
    assert items_of(LIST_XML)[0] == Preface("uk-sl", "uk-xml", "2026-09-02")
    assert items_of(csv_of(*ROWS))[0] == Preface("uk-sl", "uk-csv", "2026-10-08")


def test_unknown_tags_and_columns_are_kept_and_reported() -> None:
    xml = LIST_XML.replace("<Gender>Male</Gender>", '<Gender>Unknown</Gender><Mood since="2000">grim</Mood>')
    items = items_of(xml)
    putin = entities(items)["uk-RUS0251"]
    assert {("Mood", "grim"), ("Mood@since", "2000"), ("Gender", "Unknown")} <= set(putin.given)
    assert {("unknown_tag", "Mood"), ("unknown_value", "Gender")} <= set(events(items))
    items = items_of(csv_of(PUTIN | {"Mood": "grim"}, columns=[*COLUMNS, "Mood"]))
    assert ("Mood", "grim") in entities(items)["uk-RUS0251"].given
    assert ("unknown_column", "Mood") in events(items)


def test_a_true_indicator_is_kept_and_a_false_one_is_not() -> None:
    indicators = "<SanctionsImposedIndicators><AssetFreeze>true</AssetFreeze><TravelBan>false</TravelBan></SanctionsImposedIndicators>"
    xml = LIST_XML.replace("<DesignationSource>UK</DesignationSource>", indicators)
    putin = entities(items_of(xml))["uk-RUS0251"]
    assert [pair for pair in putin.given if "Indicators" in pair[0]] == [
        ("SanctionsImposedIndicators/AssetFreeze", "true")
    ]


def test_bad_values_are_kept_as_given() -> None:
    items = items_of(csv_of(ROWS[0] | {"D.O.B": "31/02/1952", "Nationality(/ies)": "Ruritania", "IMO number": "123"}))
    putin = entities(items)["uk-RUS0251"]
    assert {("D.O.B", "31/02/1952"), ("IMO number", "123")} <= set(putin.given)
    assert Country("nationality", None, "Ruritania") in putin.countries
    assert {("bad_value", "D.O.B"), ("bad_value", "IMO number"), ("unknown_country", "Nationality(/ies)")} <= set(
        events(items)
    )


def test_a_listing_without_name_or_id_is_rejected() -> None:
    nameless = PUTIN | {"Unique ID": "RUS9999", "Name 6": ""}
    items = items_of(csv_of(*ROWS, nameless, nameless, PUTIN | {"Unique ID": ""}))
    rejects = [item for item in items if isinstance(item, Reject)]
    assert [(reject.row, reject.record) for reject in rejects] == [(10, None), (8, "RUS9999"), (9, "RUS9999")]
    tally = next(item for item in items if isinstance(item, Tally))
    assert tally.records == tally.used + len(rejects) == 8


def test_two_designations_never_share_an_id() -> None:
    items = items_of(LIST_XML.replace("RUS1081", "RUS0251"))
    assert list(entities(items)) == ["uk-RUS0251", "uk-RUS0251-2", "uk-RUS2176"]
    assert ("repaired", "UniqueID") in events(items)


@pytest.mark.parametrize(
    "text", [LIST_XML, csv_of(*ROWS), OFSI_HEADER + TONG_SAN + QAHTANI], ids=["xml", "csv", "ofsi"]
)
def test_a_cut_file_is_refused(text: str) -> None:
    content = text.encode()
    known, role = next((known, role) for known in FORMATS if (role := known.role(Head(content, len(content)))))
    ends = {at + 1 for at, byte in enumerate(content) if byte == ord("\n")} if not known.end_mark else set()
    last = len(content.rstrip()) if known.end_mark else len(content)
    for cut in range(0, last, 7):
        if cut not in ends:
            with pytest.raises(ListError) as caught:
                list(known.read({role: ListFile("cut", content=content[:cut])}, Context()))
            assert isinstance(caught.value, (ListTruncated, ListMalformed))


def test_a_row_with_the_wrong_number_of_columns_is_refused() -> None:
    lines = csv_of(*ROWS).splitlines(keepends=True)
    with pytest.raises(ListMalformed, match="58 columns"):
        items_of("".join([*lines[:3], "RUS,2\n", *lines[3:]]))
    with pytest.raises(ListTruncated, match="last row"):
        items_of("".join([*lines, "31/07/2024,RUS2177,\n"]))


def test_other_content_is_not_taken_for_this_list() -> None:
    others = (
        b"<html><body>Designations</body></html>",
        b'<?xml version="1.0"?><CONSOLIDATED_LIST dateGenerated="2024-12-01"><Designations/></CONSOLIDATED_LIST>',
        b"name,Unique ID\nx,1\n",
        b'{"Report Date": "08-Oct-2026"}',
        b"Last Updated,13/04/2018\nname,dob\n",
    )
    for content in others:
        assert [known.role(Head(content, len(content))) for known in FORMATS] == [None, None, None]


def test_ofsi_rows_fold_by_group_and_ids_are_their_own() -> None:
    items = items_of(OFSI_HEADER + QAHTANI + TONG_SAN + HABABI.format(kind="Prime Alias"))
    found = entities(items)
    person = found["uk-ofsi-13349"]
    assert [(name.value, name.kind) for name in person.names] == [
        ("Nayef Salam AL-HABABI", "primary"),
        ("Sheikh Farooq AL-QAHTANI", "alias"),
    ]
    assert [str(dated.date) for dated in person.dates] == ["1980", "1981"]
    assert person.values("nationality") == ("sa", "qa")
    assert person.identifiers[0].value == "592667"
    assert person.identifiers[0].country == "qa"
    assert ("UN Reference Number", "QDe.004") in person.given
    assert (person.addresses[0].country, person.addresses[0].note) == ("af", "since 2009")
    assert items[-1] == Tally("ofsi-consolidated-list.csv", 3, 3)


def test_ofsi_vessels_are_told_by_certain_evidence() -> None:
    company = (
        "SHIP CO,,,,,,,,,,,,,,,,,,,,,,IMO Number: 5342883. Through its vessel.,Entity,Prime Alias,North Korea,,,1\n"
    )
    found = entities(items_of(OFSI_HEADER + TONG_SAN + company))
    vessel = found["uk-ofsi-13556"]
    assert (vessel.schema, vessel.caption) == ("Vessel", "TONG SAN 2")
    assert (vessel.values("imoNumber"), vessel.values("mmsi")) == (("8937675",), ("445539000",))
    assert found["uk-ofsi-1"].schema == "Organization"
    assert found["uk-ofsi-1"].values("imoNumber") == ("5342883",)


def test_a_group_without_a_prime_alias_is_repaired() -> None:
    items = items_of(OFSI_HEADER + QAHTANI + HABABI.format(kind="AKA"))
    assert entities(items)["uk-ofsi-13349"].caption == "Sheikh Farooq AL-QAHTANI"
    assert ("repaired", "Name type") in events(items)


def test_windows_1252_is_decoded_strictly_and_said() -> None:
    text = (OFSI_HEADER + TONG_SAN).replace("Annex", "l’Annexe")
    items = items_of(text.encode("cp1252"))
    assert ("repaired", "encoding") in events(items)
    assert "l’Annexe" in entities(items)["uk-ofsi-13556"].values("notes")[0]
    with pytest.raises(ListMalformed, match="offset"):
        items_of(text.encode("cp1252").replace(b"\x92", b"\x81"))
    with pytest.raises(ListMalformed, match="offset"):  # UTF-8 with one bad byte is no windows-1252
        items_of((OFSI_HEADER + TONG_SAN + "é\n").encode().replace(b"TONG", b"T\xffNG"))
    with pytest.raises(ListMalformed, match="offset"):
        items_of(csv_of(*ROWS).encode().replace(b"Kremlin", b"Kr\xffmlin"))


def test_enumerations_are_cut_only_when_they_count_up() -> None:
    assert enumerated("(1)-(2) Tunisia (3) Morocco") == ("Tunisia", "Morocco")
    assert enumerated("a) French, b) Tunisian") == ("French", "Tunisian")
    assert enumerated("(1) Germany (b) Algeria") == ("(1) Germany (b) Algeria",)
    assert enumerated("") == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("dd/07/1945", "1945-07"),
        ("00/00/1980", "1980"),
        ("circa 1960", "1960~"),
        ("12/mm/1960", "None"),
        ("1/13/1960", "None"),
    ],
)
def test_partial_dates(text: str, expected: str) -> None:
    assert str(partial_date(text)) == expected


def test_official_excerpts_are_read(shared_lists: Path) -> None:
    xml = entities(items_of((shared_lists / "uk" / "UK-Sanctions-List_excerpt_2026-09-02.xml").read_bytes()))
    assert xml["uk-AFG0006"].caption == "MOHAMMAD HASSAN AKHUND"
    assert [str(dated.date) for dated in xml["uk-AFG0006"].dates] == ["1945", "1946"]
    ship = entities(items_of((shared_lists / "uk" / "UK-Sanctions-List_excerpt_2026-10-08.csv").read_bytes()))
    assert ship["uk-RUS2176"].values("imoNumber") == ("9826902",)


def test_the_whole_ofsi_list_of_2018_is_read(shared_lists: Path) -> None:
    path = shared_lists / "uk" / "sanctionsconlist_2018-04-13.csv"
    with path.open(encoding="cp1252", newline="") as stream:
        rows = list(csv.reader(stream))[2:]
    items = items_of(path.read_bytes())
    found = entities(items)
    assert items[0] == Preface("uk-sl", "uk-ofsi-csv", "2018-04-13")
    assert (
        items[-1]
        == Tally("ofsi-consolidated-list.csv", len(rows), len(rows))
        == Tally("ofsi-consolidated-list.csv", 9487, 9487)
    )
    assert {entity.id for entity in found.values()} == {f"uk-ofsi-{row[-1]}" for row in rows}
    assert sum(entity.schema == "Vessel" for entity in found.values()) == 25
    spelt = {name.value for entity in found.values() for name in entity.names}
    assert {" ".join(part.strip() for part in [*row[1:6], row[0]] if part.strip()) for row in rows} <= spelt
