"""The reader of the EU's consolidated list of financial sanctions: XML 1.1, current CSV, CSV of 2018.

The entries follow public ones; ids, reference and document numbers and some dates are made up.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from debar.errors import ListMalformed, ListTruncated
from debar.lists.eu_fsf import FORMATS
from debar.lists.files import ListFile
from debar.lists.reading import Context, Event, Item, Preface, Reject, Tally
from debar.model.entity import Address, Country, Entity

XML_ROLE, CSV_ROLE, OLD_ROLE = "xmlFullSanctionsList_1_1.xml", "csvFullSanctionsList_1_1.csv", "EUSanctionsShort.csv"
REGULATION = (
    '<regulation regulationType="amendment" organisationType="council" publicationDate="{date}"'
    ' entryIntoForceDate="{date}" numberTitle="{title}" programme="{programme}" logicalId="1">'
    "<publicationUrl>http://eur-lex.europa.eu/</publicationUrl></regulation>"
)
PERSON = (
    '<sanctionEntity designationDate="2014-03-17" designationDetails="" unitedNationId="" euReferenceNumber="EU.0.1" logicalId="7165">'
    + REGULATION.format(date="2014-03-17", title="2014/284 (OJ L86)", programme="UKR")
    + """<subjectType code="person" classificationCode="P"/>
    <nameAlias wholeName="Сергей Валерьевич Аксёнов" nameLanguage="RU" strong="true" logicalId="1"/>
    <nameAlias firstName="Sergey" middleName="Valeryevich" lastName="Aksyonov" wholeName="Sergey Valeryevich Aksyonov"
      function="Head of the Republic of Crimea" gender="M" title="Mr" nameLanguage="" strong="true" logicalId="2"/>
    <nameAlias wholeName="Goblin" strong="false" logicalId="3"/>
    <nameAlias wholeName="Korean:" strong="true" logicalId="4"/>
    <nameAlias wholeName="S" strong="true" logicalId="5"/>
    <nameAlias wholeName="Serhiy Aksionov; Serghei Axionov a.k.a. Sergej Aksenov" strong="true" logicalId="6"/>
    <citizenship countryIso2Code="RU" countryDescription="RUSSIAN FEDERATION" logicalId="8"/>
    <citizenship countryIso2Code="00" countryDescription="UNKNOWN" logicalId="9"/>
    <birthdate circa="false" calendarType="GREGORIAN" city="Beltsy (Bălți)" birthdate="1972-11-26" dayOfMonth="26"
      monthOfYear="11" year="1972" countryIso2Code="MD" countryDescription="MOLDOVA, REPUBLIC OF" logicalId="10"/>
    <birthdate circa="true" calendarType="GREGORIAN" yearRangeFrom="1970" yearRangeTo="1973" logicalId="11"/>
    <birthdate circa="false" calendarType="ISLAMIC" year="1392" logicalId="12"/>
    <identification diplomatic="false" knownExpired="true" knownFalse="false" reportedLost="false" revokedByIssuer="false"
      issuedBy="FMS" issuedDate="2010-01-02" validTo="2015-01-02" number="000000001" latinNumber="000000001" countryIso2Code="RU"
      countryDescription="RUSSIAN FEDERATION" identificationTypeCode="passport"
      identificationTypeDescription="National passport" logicalId="13"><remark>(passport)</remark></identification>
    <identification number="12" identificationTypeCode="libraryCard" logicalId="14"/>
    <address city="Simferopol" street="Kirova 13" poBox="5" zipCode="295005" asAtListingTime="true" region="Crimea"
      countryIso2Code="UA" countryDescription="UKRAINE" logicalId="15">
      <contactInfo key="EMAIL" value="info@example.org"/><contactInfo key="FAX" value="123"/></address>
    <remark>First remark</remark>
    </sanctionEntity>"""
)
VESSEL = (
    '<sanctionEntity euReferenceNumber="EU.1" logicalId="4711">'
    + REGULATION.format(date="2018-03-01", title="2018/324 (OJ L63)", programme="PRK")
    + """<subjectType code="enterprise" classificationCode="E"/><nameAlias wholeName="CHON MA SAN" strong="true"/>
    <identification number="8660313" identificationTypeCode="imo" identificationTypeDescription="IMO number"/>
    </sanctionEntity>"""
)


def export(*entries: str) -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<export xmlns="http://eu.europa.ec/fpi/fsd/export"'
        f' generationDate="2024-12-11T21:24:35.826+01:00" globalFileId="1">{"".join(entries)}</export>'
    ).encode()


def read(content: bytes) -> list[Item]:
    file = ListFile("eu", content=content)
    found = [(format, role) for format in FORMATS if (role := format.role(file.head)) is not None]
    ((format, role),) = found
    return list(format.read({role: file}, Context()))


def entities(items: list[Item]) -> dict[str, Entity]:
    return {item.id: item for item in items if isinstance(item, Entity)}


def aksyonov() -> Entity:
    return entities(read(export(PERSON, VESSEL)))["eu-7165"]


def test_the_first_latin_name_leads_and_a_weak_one_is_weak() -> None:
    assert [(name.value, name.kind) for name in aksyonov().names] == [
        ("Sergey Valeryevich Aksyonov", "primary"),
        ("Сергей Валерьевич Аксёнов", "alias"),
        ("Goblin", "weak"),
        ("Serhiy Aksionov", "alias"),
        ("Serghei Axionov", "alias"),
        ("Sergej Aksenov", "alias"),
    ]
    assert ("lastName", "Aksyonov") in aksyonov().names[0].parts
    assert aksyonov().names[1].language == "ru"


@pytest.mark.parametrize("junk", ["Korean:", "S"])
def test_a_bare_label_or_letter_is_no_name_but_stays(junk: str) -> None:
    items = read(export(PERSON))
    assert Event("bad_value", XML_ROLE, "7165", "nameAlias/wholeName", junk) in items
    assert ("nameAlias/wholeName", junk) in aksyonov().given


def test_birth_dates_are_days_ranges_or_kept_when_of_another_calendar() -> None:
    assert aksyonov().values("birthDate") == ("1972-11-26", "1970/1973~")
    assert ("birthdate", "ISLAMIC, 1392") in aksyonov().given
    assert aksyonov().values("birthPlace") == ("Beltsy (Bălți)",)


def test_countries_keep_the_words_and_an_unknown_one_is_none() -> None:
    ties = [country for country in aksyonov().countries if country.property == "citizenship"]
    assert ties == [Country("citizenship", "ru", "RUSSIAN FEDERATION")]
    assert ("citizenship/countryDescription", "UNKNOWN") in aksyonov().given


def test_a_document_keeps_type_validity_and_flags() -> None:
    passport, unknown = aksyonov().identifiers
    assert (passport.type, passport.value, passport.country) == ("passportNumber", "000000001", "ru")
    assert (str(passport.issued), str(passport.expires)) == ("2010-01-02", "2015-01-02")
    assert passport.note == "known to be expired, issued by FMS, (passport)"
    assert (unknown.type, unknown.label) == ("idNumber", "libraryCard")
    field = "identification/identificationTypeCode"
    assert Event("unknown_value", XML_ROLE, "7165", field, "libraryCard") in read(export(PERSON))


def test_addresses_and_contacts_are_told_apart() -> None:
    full = "Kirova 13, P.O. Box 5, 295005, Simferopol, Crimea"
    note = "as at the time of listing"
    assert aksyonov().addresses == (Address(full, "ua", "Kirova 13", "Simferopol", "Crimea", "295005", note),)
    assert aksyonov().values("email") == ("info@example.org",)
    assert ("contactInfo/FAX", "123") in aksyonov().given


def test_the_designation_names_regulation_and_reference() -> None:
    (designation,) = aksyonov().designations
    assert designation.legal_basis == ("2014/284 (OJ L86)",)
    assert (designation.programs, designation.reference) == (("UKR",), "EU.0.1")
    assert (designation.listed_on, designation.remarks) == ("2014-03-17", ("First remark",))


def test_an_enterprise_with_a_ships_number_is_a_vessel() -> None:
    ship = entities(read(export(PERSON, VESSEL)))["eu-4711"]
    company = entities(read(export(VESSEL.replace("8660313", "5342883"))))["eu-4711"]
    assert (ship.schema, company.schema) == ("Vessel", "Organization")
    assert ship.values("imoNumber") == ("8660313",)


def test_an_unknown_attribute_raises_an_event_and_is_kept() -> None:
    items = read(export(VESSEL.replace('wholeName="', 'colour="red" wholeName="')))
    assert Event("unknown_tag", XML_ROLE, "4711", "nameAlias/colour", "red") in items
    assert ("nameAlias/colour", "red") in entities(items)["eu-4711"].given


@pytest.mark.parametrize(
    ("entries", "reason"),
    [
        ((VESSEL.replace("CHON MA SAN", ""),), "no name"),
        ((VESSEL, VESSEL), "same logicalId"),
        ((VESSEL.replace("4711", ""),), "no logicalId"),
        ((VESSEL.replace("logicalId", 'delistingDate="2024-05-01" logicalId', 1),), "delisted on 2024-05-01"),
    ],
)
def test_an_entry_that_cannot_be_taken_is_rejected_and_counted(entries: tuple[str, ...], reason: str) -> None:
    items = read(export(PERSON, *entries))
    (reject,) = (item for item in items if isinstance(item, Reject))
    assert reason in reject.reason
    assert items[-1] == Tally(XML_ROLE, 1 + len(entries), len(entries))


def test_xml_cut_at_any_byte_is_refused() -> None:
    content = export(PERSON, VESSEL)
    reader = FORMATS[0].read
    for end in (*range(0, len(content), 23), len(content) - 1):
        with pytest.raises((ListTruncated, ListMalformed)):
            list(reader({XML_ROLE: ListFile("eu", content=content[:end])}, Context()))


OLD_HEADER = (
    "Date_file;Entity_logical_id;Subject_type;Leba_numtitle;Leba_publication_date;Leba_url;Programme;Entity_remark;"
    + "".join(
        f"{block}_logical_id;Entity_logical_id;{block}_leba_numtitle;{block}_leba_publication_date;{block}_leba_url;{block}_programme;{own};"
        for block, own in (
            (
                "Naal",
                "Naal_lastname;Naal_firstname;Naal_middlename;Naal_wholename;Naal_gender;Naal_title;Naal_function;Naal_language",
            ),
            ("Addr", "Addr_number;Addr_street;Addr_zipcode;Addr_city;Addr_country;Addr_other"),
            ("Birt", "Birt_date;Birt_place;Birt_country"),
            ("Iden", "Iden_number;Iden_country"),
            ("Citi", "Citi_country"),
        )
    )
    + "EU_ref_num"
).split(";")


def old_rows() -> list[list[str]]:
    """Saddam Hussein and Robert Mugabe as the file of 2018 has them, one row per fact, the two interleaved."""

    def row(logical_id: str, reference: str, **own: str) -> list[str]:
        fields = dict.fromkeys(OLD_HEADER, "") | {
            "Date_file": "04/07/2018",
            "Subject_type": "P",
            "EU_ref_num": reference,
        }
        fields |= {"Leba_numtitle": "1210/2003 (OJ L169)", "Programme": "IRQ"} | own
        values = [fields[column] for column in OLD_HEADER]
        values[OLD_HEADER.index("Entity_logical_id")] = logical_id
        return values

    return [
        row("13", "EU.27.28", Naal_logical_id="17", Naal_wholename="Saddam Hussein Al-Tikriti", Naal_gender="M"),
        row(
            "1",
            "EU.36.64",
            Naal_logical_id="1",
            Naal_wholename="Robert Gabriel Mugabe",
            Naal_function='"President; former"',
        ),
        row("13", "EU.27.28", Naal_logical_id="19", Naal_wholename="????? ???"),
        row(
            "13",
            "EU.27.28",
            Birt_logical_id="14",
            Birt_date="1937-04-28",
            Birt_place="al-Awja, near Tikrit",
            Birt_country="IRQ",
        ),
        row("1", "EU.36.64", Birt_logical_id="2", Birt_date="N/A", Birt_place="Kutama"),
        row("1", "EU.36.64", Iden_logical_id="3", Iden_number="AD001095 (passport-National passport) ((passport))"),
        row("1", "EU.36.64", Addr_logical_id="4", Addr_city="Harare", Addr_other="PHONE[70 70 91]\\nFAX[70 70 92]"),
    ]


def native(header: list[str], rows: list[list[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\n").writerows([header, *rows])
    return text.getvalue().encode()


def resaved(content: bytes) -> bytes:
    """As a spreadsheet saves it again: split at the commas, joined by tabs, padded, each row one quoted cell."""
    lines = []
    for line in content.decode().splitlines():
        cells = line.split(",")
        lines.append('"' + "\t".join(cells + [""] * (31 - len(cells))).replace('"', '""') + '"\n')
    return "".join(lines).encode("cp1252")


def test_rows_of_an_entry_are_folded_even_when_they_do_not_stand_together() -> None:
    items = read(native(OLD_HEADER, old_rows()))
    found = entities(items)
    assert items[0] == Preface("eu-fsf", "eu-csv-2018", "2018-07-04")
    assert items[-1] == Tally(OLD_ROLE, 7, 7)
    assert found["eu-13"].values("birthPlace") == ("al-Awja, near Tikrit",)
    assert found["eu-13"].values("birthCountry") == ("iq",)
    assert found["eu-1"].values("passportNumber") == ("AD001095",)
    assert found["eu-1"].values("birthDate") == ()
    assert found["eu-1"].values("phone") == ("70 70 91",)
    assert found["eu-1"].values("position") == ('"President; former"',)


def test_a_name_of_question_marks_is_quarantined() -> None:
    items = read(native(OLD_HEADER, old_rows()))
    assert Event("bad_value", OLD_ROLE, "13", "nameAlias/wholeName", "????? ???") in items
    assert [name.value for name in entities(items)["eu-13"].names] == ["Saddam Hussein Al-Tikriti"]


def test_a_file_saved_again_by_a_spreadsheet_reads_like_the_native_one() -> None:
    rows = [*old_rows(), [*old_rows()[0]]]
    rows[-1][OLD_HEADER.index("Naal_wholename")] = "Qoussaï"
    content = native(OLD_HEADER, rows)
    again = read(resaved(content))
    assert list(entities(again).values()) == list(entities(read(content)).values())
    assert any(isinstance(item, Event) and item.kind == "repaired" for item in again)


CURRENT_HEADER = [
    "fileGenerationDate", "Entity_LogicalId", "Entity_EU_ReferenceNumber", "Entity_Remark", "Entity_SubjectType",
    "Entity_SubjectType_ClassificationCode", "Entity_Regulation_NumberTitle", "Entity_Regulation_Programme",
    "NameAlias_LastName", "NameAlias_FirstName", "NameAlias_WholeName", "NameAlias_NameLanguage", "NameAlias_Gender",
    "Address_City", "Address_CountryIso2Code", "Address_CountryDescription", "BirthDate_BirthDate", "BirthDate_Year",
    "BirthDate_Circa", "BirthDate_CalendarType", "Identification_Number", "Identification_TypeCode",
    "Identification_TypeDescription", "Citizenship_CountryIso2Code", "Citizenship_CountryDescription", "Shoe_Size",
]  # fmt: skip


def current_rows() -> list[list[str]]:
    shared = {
        "fileGenerationDate": "11/12/2024",
        "Entity_LogicalId": "7165",
        "Entity_EU_ReferenceNumber": "EU.0.1",
        "Entity_SubjectType": "P",
        "Entity_SubjectType_ClassificationCode": "person",
        "Entity_Regulation_NumberTitle": "2014/284 (OJ L86)",
        "Entity_Regulation_Programme": "UKR",
    }
    facts = [
        {"NameAlias_WholeName": "Sergey Valeryevich Aksyonov", "NameAlias_Gender": "M", "Shoe_Size": "43"},
        {"NameAlias_WholeName": "Сергей\nАксёнов", "NameAlias_NameLanguage": "RU"},
        {"BirthDate_Year": "1972", "BirthDate_Circa": "true", "BirthDate_CalendarType": "GREGORIAN"},
        {"Identification_Number": "000000001", "Identification_TypeCode": "passport"},
        {"Citizenship_CountryIso2Code": "RU", "Citizenship_CountryDescription": "RUSSIAN FEDERATION"},
    ]
    return [
        [(dict.fromkeys(CURRENT_HEADER, "") | shared | fact)[column] for column in CURRENT_HEADER] for fact in facts
    ]


def test_the_current_csv_gives_one_entity_for_all_its_rows() -> None:
    items = read(b"\xef\xbb\xbf" + native(CURRENT_HEADER, current_rows()))
    party = entities(items)["eu-7165"]
    assert items[0] == Preface("eu-fsf", "eu-csv-1.1", "2024-12-11")
    assert items[-1] == Tally(CSV_ROLE, 5, 5)
    assert party.schema == "Person"
    assert party.values("birthDate") == ("1972~",)
    assert party.values("passportNumber") == ("000000001",)
    assert party.values("citizenship") == ("ru",)
    assert party.values("gender") == ("male",)
    assert party.designations[0].reference == "EU.0.1"


def test_an_unknown_column_raises_one_event_and_its_values_are_kept() -> None:
    items = read(native(CURRENT_HEADER, current_rows()))
    assert [item.field for item in items if isinstance(item, Event) and item.kind == "unknown_column"] == ["Shoe_Size"]
    assert ("Shoe_Size", "43") in entities(items)["eu-7165"].given


def test_rows_of_an_entry_without_a_name_are_rejected_one_by_one() -> None:
    rows = [row for row in current_rows() if not any("Aks" in field or "Акс" in field for field in row)]
    items = read(native(CURRENT_HEADER, rows))
    assert [item.row for item in items if isinstance(item, Reject)] == [1, 2, 3]
    assert items[-1] == Tally(CSV_ROLE, 3, 0)


@pytest.mark.parametrize("resave", [False, True])
def test_csv_cut_within_a_row_is_refused(resave: bool) -> None:
    content = native(OLD_HEADER, old_rows())
    whole = resaved(content) if resave else content
    form = next(format for format in FORMATS if OLD_ROLE in format.required)
    ends = {index + 1 for index, byte in enumerate(whole) if byte == ord("\n")}
    for end in set(range(len(whole.split(b"\n")[0]), len(whole), 13)) - ends:
        with pytest.raises(ListTruncated):
            list(form.read({OLD_ROLE: ListFile("eu.csv", content=whole[:end])}, Context()))


def test_csv_cut_at_a_line_end_inside_a_quoted_field_is_refused() -> None:
    whole = native(CURRENT_HEADER, current_rows())
    end = whole.index("Сергей\n".encode()) + len("Сергей\n".encode())
    with pytest.raises(ListTruncated):
        read(whole[:end])


def test_a_row_of_another_width_and_a_wrong_byte_are_refused() -> None:
    whole = native(CURRENT_HEADER, current_rows())
    with pytest.raises(ListMalformed, match="line 4"):
        read(whole.replace(b";RU;", b";RU;;", 1))
    with pytest.raises(ListMalformed, match=f"offset {whole.index(b'Sergey')}"):
        read(whole.replace(b"Sergey", b"\xe9ergey"))


@pytest.mark.parametrize(
    "content",
    [
        b"<html><export/></html>",
        b'<export xmlns="urn:other"/>',
        b"name;logicalId\n1;2\n",
        b'{"a": 1}',
        b'36,"AEROCARIBBEAN"\r\n',
    ],
)
def test_no_other_content_is_taken_for_this_list(content: bytes) -> None:
    assert not [format.name for format in FORMATS if format.role(ListFile("x", content=content).head)]


def test_the_official_rows_of_2018_are_all_used(shared_lists: Path) -> None:
    path = shared_lists / "eu" / "EUSanctionsShort_2018-07-04.csv"
    items = read(path.read_bytes())
    assert items[0] == Preface("eu-fsf", "eu-csv-2018", "2018-07-04")
    assert items[-1] == Tally(OLD_ROLE, path.read_bytes().count(b"\n") - 1, 999)
    assert len(entities(items)) == 93
    assert entities(items)["eu-13"].values("birthPlace")[0] == "al-Awja, near Tikrit"


def test_the_official_excerpt_of_the_xml_is_read_without_an_event(shared_lists: Path) -> None:
    items = read((shared_lists / "eu" / "xmlFullSanctionsList_1_1_excerpt_2024-12-11.xml").read_bytes())
    assert [type(item) for item in items] == [Preface, Entity, Tally]
    assert entities(items)["eu-13"].caption == "Saddam Hussein Al-Tikriti"
