"""OFAC's Advanced XML, on an excerpt in its published schema with facts of the published lists."""

from __future__ import annotations

import pytest

from debar.errors import ListMalformed, ListTruncated
from debar.lists.files import Head, ListFile
from debar.lists.reading import Context, Event, Item, Preface, Reject, Tally
from debar.lists.us_ofac import FORMATS, comparable, csv_set
from debar.lists.us_ofac.advanced_xml import ROLE, read, role
from debar.model.dates import PartialDate
from debar.model.entity import Address, Country, Dated, Entity, Identifier, Link

OLD = "http://www.un.org/sanctions/1.0"
NEW = "https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/ADVANCED_XML"

REFERENCES = """
<ReferenceValueSets>
  <AliasTypeValues><AliasType ID="1400">A.K.A.</AliasType><AliasType ID="1401">F.K.A.</AliasType><AliasType ID="1403">Name</AliasType></AliasTypeValues>
  <AreaCodeValues><AreaCode ID="11086" CountryID="11086" Description="Iran" AreaCodeTypeID="2">IR</AreaCode></AreaCodeValues>
  <CountryValues><Country ID="11086" ISO2="IR">Iran</Country><Country ID="11087" ISO2="IQ">Iraq</Country></CountryValues>
  <DetailReferenceValues><DetailReference ID="91526">Male</DetailReference></DetailReferenceValues>
  <EntryEventTypeValues><EntryEventType ID="1">Created</EntryEventType></EntryEventTypeValues>
  <FeatureTypeValues>
    <FeatureType ID="8">Birthdate</FeatureType><FeatureType ID="9">Place of Birth</FeatureType>
    <FeatureType ID="10">Nationality Country</FeatureType><FeatureType ID="14">Website</FeatureType>
    <FeatureType ID="224">Gender</FeatureType><FeatureType ID="25">Location</FeatureType>
    <FeatureType ID="2">VESSEL TYPE</FeatureType><FeatureType ID="3">Vessel Flag</FeatureType>
    <FeatureType ID="26">Title</FeatureType>
    <FeatureType ID="125">Additional Sanctions Information -</FeatureType>
    <FeatureType ID="344">Digital Currency Address - XBT</FeatureType>
  </FeatureTypeValues>
  <IDRegDocDateTypeValues><IDRegDocDateType ID="1480">Issue Date</IDRegDocDateType><IDRegDocDateType ID="1481">Expiration Date</IDRegDocDateType></IDRegDocDateTypeValues>
  <IDRegDocTypeValues>
    <IDRegDocType ID="1584">National ID No.</IDRegDocType><IDRegDocType ID="1626">Vessel Registration Identification</IDRegDocType>
    <IDRegDocType ID="1571">Passport</IDRegDocType>
  </IDRegDocTypeValues>
  <LegalBasisValues><LegalBasis ID="1806" LegalBasisShortRef="Executive Order 13599 (Iran)" SanctionsProgramID="1">EO 13599</LegalBasis></LegalBasisValues>
  <ListValues><List ID="1550">SDN List</List><List ID="91243">Consolidated List</List></ListValues>
  <LocPartTypeValues><LocPartType ID="1451">ADDRESS1</LocPartType><LocPartType ID="1454">CITY</LocPartType><LocPartType ID="1456">POSTAL CODE</LocPartType></LocPartTypeValues>
  <NamePartTypeValues>
    <NamePartType ID="1520">Last Name</NamePartType><NamePartType ID="1521">First Name</NamePartType>
    <NamePartType ID="1525">Entity Name</NamePartType><NamePartType ID="1526">Vessel Name</NamePartType>
  </NamePartTypeValues>
  <PartySubTypeValues>
    <PartySubType ID="1" PartyTypeID="4">Vessel</PartySubType><PartySubType ID="3" PartyTypeID="2">Unknown</PartySubType>
    <PartySubType ID="4" PartyTypeID="1">Unknown</PartySubType>
  </PartySubTypeValues>
  <PartyTypeValues><PartyType ID="1">Individual</PartyType><PartyType ID="2">Entity</PartyType><PartyType ID="4">Transport</PartyType></PartyTypeValues>
  <RelationTypeValues><RelationType ID="15003">Providing support to:</RelationType></RelationTypeValues>
  <SanctionsTypeValues><SanctionsType ID="1">Program</SanctionsType></SanctionsTypeValues>
  <ScriptValues><Script ID="215" ScriptCode="Latn">Latin</Script><Script ID="160" ScriptCode="Arab">Arabic</Script></ScriptValues>
</ReferenceValueSets>"""


def day(year: int, month: int, date: int) -> str:
    return f"<Year>{year}</Year><Month>{month}</Month><Day>{date}</Day>"


def period(start: str, end: str, *, circa: bool = False) -> str:
    approximate = str(circa).lower()
    return (
        f'<DatePeriod CalendarTypeID="1"><Start Approximate="{approximate}"><From>{start}</From><To>{start}</To></Start>'
        f'<End Approximate="{approximate}"><From>{end}</From><To>{end}</To></End></DatePeriod>'
    )


def alias(kind: int, parts: str, *, primary: bool = False, weak: bool = False, script: int = 215) -> str:
    return (
        f'<Alias AliasTypeID="{kind}" Primary="{str(primary).lower()}" LowQuality="{str(weak).lower()}">'
        '<DocumentedName DocNameStatusID="1">'
        + "".join(
            f'<DocumentedNamePart><NamePartValue NamePartGroupID="{group}" ScriptID="{script}">{text}</NamePartValue>'
            "</DocumentedNamePart>"
            for group, text in (pair.split("=", 1) for pair in parts.split("|"))
        )
        + "</DocumentedName></Alias>"
    )


def feature(kind: int, body: str) -> str:
    return (
        f'<Feature FeatureTypeID="{kind}"><FeatureVersion ReliabilityID="1"><Comment/>{body}</FeatureVersion></Feature>'
    )


def detail(text: str) -> str:
    return f'<VersionDetail DetailTypeID="1432">{text}</VersionDetail>'


def party(uid: int, subtype: int, aliases: str, groups: str, features: str) -> str:
    pairs = (pair.split("=") for pair in groups.split("|"))
    masters = "".join(
        f'<MasterNamePartGroup><NamePartGroup ID="{group}" NamePartTypeID="{kind}"/></MasterNamePartGroup>'
        for group, kind in pairs
    )
    return (
        f'<DistinctParty FixedRef="{uid}"><Comment/><Profile ID="{uid}" PartySubTypeID="{subtype}">'
        f'<Identity ID="{uid}0" FixedRef="{uid}" Primary="true" False="false">{aliases}'
        f"<NamePartGroups>{masters}</NamePartGroups></Identity>{features}</Profile></DistinctParty>"
    )


def entry(uid: int, *programs: str, list_id: int = 1550) -> str:
    measures = "".join(
        f'<SanctionsMeasure SanctionsTypeID="1"><Comment>{tag}</Comment></SanctionsMeasure>' for tag in programs
    )
    return (
        f'<SanctionsEntry ID="{uid}" ProfileID="{uid}" ListID="{list_id}"><EntryEvent EntryEventTypeID="1" '
        f'LegalBasisID="1806"><Comment/><Date CalendarTypeID="1">{day(2018, 11, 5)}</Date></EntryEvent>{measures}</SanctionsEntry>'
    )


LOCATIONS = """
<Locations>
  <Location ID="1"><LocationCountry CountryID="11086"/>
    <LocationPart LocPartTypeID="1451"><LocationPartValue Primary="true"><Value>Postal Box 13185-775</Value></LocationPartValue></LocationPart>
    <LocationPart LocPartTypeID="1454"><LocationPartValue Primary="true"><Value>Tehran</Value></LocationPartValue></LocationPart></Location>
  <Location ID="2"><LocationCountry CountryID="11087"/></Location>
  <Location ID="3"><LocationCountry CountryID="11086"/></Location>
</Locations>"""
DOCUMENTS = f"""
<IDRegDocuments>
  <IDRegDocument ID="1" IDRegDocTypeID="1584" IdentityID="252370" IssuedBy-CountryID="11086"><IDRegistrationNo>10100354259</IDRegistrationNo></IDRegDocument>
  <IDRegDocument ID="2" IDRegDocTypeID="1626" IdentityID="253470"><IDRegistrationNo>IMO 9193202</IDRegistrationNo></IDRegDocument>
  <IDRegDocument ID="3" IDRegDocTypeID="1571" IdentityID="78490" IssuedBy-CountryID="11087"><IDRegistrationNo>A1</IDRegistrationNo>
    <DocumentDate IDRegDocDateTypeID="1481">{period(day(2008, 1, 2), day(2008, 1, 2))}</DocumentDate></IDRegDocument>
</IDRegDocuments>"""
IRAN_AIR = party(
    25237,
    3,
    alias(1403, "1=IRAN AIR", primary=True) + alias(1400, "1=IRANAIR") + alias(1400, "1=HOMA", weak=True),
    "1=1525",
    feature(14, detail("www.iranair.com"))
    + feature(25, '<VersionLocation LocationID="1"/>')
    + feature(125, detail("Subject to Secondary Sanctions")),
)
ARVIN = party(
    25347,
    1,
    alias(1403, "1=ARVIN", primary=True),
    "1=1526",
    feature(2, detail("Bulk Carrier")) + feature(3, '<VersionLocation LocationID="3"/>'),
)
PERSON = party(
    7849,
    4,
    alias(1403, "1=AL-TIKRITI|2=Hani abd-al-Latif Tilfah", primary=True) + alias(1403, "1=التكريتي|2=هاني", script=160),
    "1=1520|2=1521",
    feature(8, period(day(1962, 1, 1), day(1962, 12, 31), circa=True))
    + feature(9, detail("al-Awja, near Tikrit, Iraq"))
    + feature(10, '<VersionLocation LocationID="2"/>')
    + feature(224, '<VersionDetail DetailTypeID="1431" DetailReferenceID="91526"/>')
    + feature(344, detail("17a5bpKvEp1j1Trs4qTbcNZrby53JbaS9C")),
)
RELATIONS = (
    '<ProfileRelationships><ProfileRelationship From-ProfileID="25347" To-ProfileID="25237" RelationTypeID="15003" '
    'Former="false"><Comment/></ProfileRelationship></ProfileRelationships>'
)
ENTRIES = entry(25237, "IRAN") + entry(25347, "IRAN", "NPWMD", "IFSR") + entry(7849, "IRAQ2")


def document(parties: str = IRAN_AIR + ARVIN + PERSON, entries: str = ENTRIES, namespace: str = NEW) -> str:
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n<Sanctions xmlns="{namespace}" Version="3">'
        f'<DateOfIssue CalendarTypeID="1">{day(2024, 9, 10)}</DateOfIssue>{REFERENCES}{LOCATIONS}{DOCUMENTS}'
        f"<DistinctParties>{parties}</DistinctParties>{RELATIONS}<SanctionsEntries>{entries}</SanctionsEntries>"
        "<SanctionsEntryLinks/></Sanctions>"
    )


def items(text: str, context: Context | None = None) -> list[Item]:
    return list(read({ROLE: ListFile("advanced.xml", content=text.encode())}, context or Context()))


def entities(found: list[Item]) -> dict[str, Entity]:
    return {item.id: item for item in found if isinstance(item, Entity)}


@pytest.mark.parametrize("namespace", [OLD, NEW])
def test_both_namespaces_are_read(namespace: str) -> None:
    found = items(document(namespace=namespace))
    assert found[0] == Preface("us-ofac-sdn", "ofac-advanced-xml", "2024-09-10")
    assert found[-1] == Tally(ROLE, 3, 3)
    assert not [item for item in found if isinstance(item, Event | Reject)]


def test_an_airline() -> None:
    airline = entities(items(document()))["us-ofac-25237"]
    assert [(name.value, name.kind) for name in airline.names] == [
        ("IRAN AIR", "primary"),
        ("IRANAIR", "alias"),
        ("HOMA", "weak"),
    ]
    assert airline.identifiers == (Identifier("idNumber", "10100354259", "ir", "National ID No."),)
    assert airline.addresses == (
        Address("Postal Box 13185-775, Tehran", "ir", street="Postal Box 13185-775", city="Tehran"),
    )
    designation = airline.designations[0]
    assert designation.programs == ("IRAN",)
    assert designation.listed_on == "2018-11-05"
    assert designation.legal_basis == ("Executive Order 13599 (Iran)",)
    assert designation.remarks == ("Additional Sanctions Information - Subject to Secondary Sanctions",)


def test_a_vessel_and_its_tie_by_number() -> None:
    ship = entities(items(document()))["us-ofac-25347"]
    assert ship.schema == "Vessel"
    assert ship.values("imoNumber") == ("9193202",)
    assert ship.values("flag") == ("ir",)
    assert ship.links == (Link("linkedTo", "IRAN AIR", "us-ofac-25237", "Providing support to:"),)


def test_a_person_with_an_approximate_birth_date_a_name_in_arabic_and_a_wallet() -> None:
    person = entities(items(document()))["us-ofac-7849"]
    assert person.schema == "Person"
    assert person.caption == "AL-TIKRITI, Hani abd-al-Latif Tilfah"
    assert (person.names[1].value, person.names[1].script) == ("التكريتي, هاني", "Arab")
    assert person.dates == (Dated("birthDate", PartialDate("1962", circa=True)),)
    assert Country("nationality", "iq", "Iraq") in person.countries
    assert person.values("publicKey") == ("17a5bpKvEp1j1Trs4qTbcNZrby53JbaS9C",)
    assert [(document.expires, document.country) for document in person.identifiers if document.value == "A1"] == [
        (PartialDate("2008-01-02"), "iq")
    ]


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ((1962, 1, 1), (1962, 12, 31), "1962"),
        ((1950, 1, 1), (1955, 12, 31), "1950/1955"),
        ((1960, 2, 1), (1960, 2, 29), "1960-02"),
        ((1965, 2, 17), (1965, 2, 17), "1965-02-17"),
        ((1960, 3, 5), (1960, 4, 6), "1960-03-05/1960-04-06"),
    ],
)
def test_a_span_of_days_is_the_date_that_it_stands_for(
    start: tuple[int, int, int], end: tuple[int, int, int], expected: str
) -> None:
    one = party(1, 4, alias(1403, "1=X", primary=True), "1=1520", feature(8, period(day(*start), day(*end))))
    (person,) = entities(items(document(one, entry(1, "CUBA")))).values()
    assert person.dates == (Dated("birthDate", PartialDate.parse(expected)),)


def test_a_party_comes_out_the_same_from_the_csv() -> None:
    sdn = (
        '7849,"AL-TIKRITI, Hani abd-al-Latif Tilfah","individual","IRAQ2",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,'
        '"DOB circa 1962; POB al-Awja, near Tikrit, Iraq; nationality Iraq; Gender Male; Passport A1 (Iraq) expires '
        '02 Jan 2008; Digital Currency Address - XBT 17a5bpKvEp1j1Trs4qTbcNZrby53JbaS9C."\r\n'
        '25237,"IRAN AIR",-0- ,"IRAN",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"Website www.iranair.com; Additional Sanctions '
        "Information - Subject to Secondary Sanctions; National ID No. 10100354259 (Iran); a.k.a. 'HOMA'.\"\r\n"
        '25347,"ARVIN","vessel","IRAN] [NPWMD] [IFSR",-0- ,-0- ,"Bulk Carrier",-0- ,-0- ,"Iran",-0- ,'
        '"Vessel Registration Identification IMO 9193202; Linked To: IRAN AIR."\r\n\x1a'
    )
    rest = {
        "alt.csv": '25237,39781,"aka","IRANAIR",-0- \r\n\x1a',
        "add.csv": '25237,38217,"Postal Box 13185-775","Tehran","Iran",-0- \r\n\x1a',
        "sdn_comments.csv": "\x1a",
    }
    files = {name: ListFile(name, content=text.encode()) for name, text in {"sdn.csv": sdn, **rest}.items()}
    from_csv = entities(list(csv_set.read(files, Context())))
    from_xml = entities(items(document()))
    assert from_csv.keys() == from_xml.keys()
    for id_, entity in from_csv.items():
        assert comparable(entity) == comparable(from_xml[id_])


def test_the_list_is_the_one_that_the_entries_name() -> None:
    preface = items(document(IRAN_AIR, entry(25237, "IRAN", list_id=91243)))[0]
    assert isinstance(preface, Preface)
    assert preface.source == "us-ofac-cons"


def test_parties_without_a_name_are_rejected_and_without_an_entry_reported() -> None:
    nameless = '<DistinctParty FixedRef="5"><Profile ID="5" PartySubTypeID="3"/></DistinctParty>'
    found = items(document(IRAN_AIR + ARVIN + nameless, entry(25237, "IRAN")))
    assert [item.record for item in found if isinstance(item, Reject)] == ["5"]
    assert [(item.record, item.field) for item in found if isinstance(item, Event)] == [("25347", "SanctionsEntry")]
    assert found[-1] == Tally(ROLE, 3, 2)


def test_values_that_the_tables_do_not_know_raise_events_and_are_kept() -> None:
    text = document().replace('<FeatureType ID="14">Website<', '<FeatureType ID="14">Shoe Size<')
    found = items(text.replace('ID="1400">A.K.A.<', 'ID="1400">P.K.A.<'))
    events = {(item.kind, item.field) for item in found if isinstance(item, Event)}
    assert events == {("unknown_remark", "Shoe Size"), ("unknown_value", "AliasTypeID")}
    assert ("Shoe Size", "www.iranair.com") in entities(found)["us-ofac-25237"].given


def test_a_document_cut_at_any_byte_is_refused() -> None:
    whole = document().encode()
    for size in range(0, len(whole), 97):
        with pytest.raises((ListTruncated, ListMalformed)):
            items(whole[:size].decode(errors="ignore"))


def test_files_are_told_by_their_root() -> None:
    text = document().encode()
    assert role(Head(text, len(text))) == ROLE
    assert role(Head(b"<Sanctions/>", 12)) is None
    assert [form.role(Head(text, len(text))) for form in FORMATS] == [None, None, ROLE]
