"""OFAC's sdnList XML, and that a party comes out the same from it and from the CSV."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from debar.errors import ListMalformed, ListTruncated
from debar.lists.files import Head, ListFile
from debar.lists.reading import Context, Event, Item, Preface, Reject, Tally
from debar.lists.us_ofac import comparable, csv_set
from debar.lists.us_ofac.sdn_list_xml import ROLE, read, role
from debar.model.dates import PartialDate
from debar.model.entity import Address, Country, Dated, Entity, Identifier, Link

OLD = "http://tempuri.org/sdnList.xsd"
NEW = "https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/XML"

PERSON = """
  <sdnEntry>
    <uid>50476</uid><firstName>Michel Joseph</firstName><lastName>MARTELLY</lastName><sdnType>Individual</sdnType>
    <programList><program>ILLICIT-DRUGS-EO14059</program></programList>
    <idList>
      <id><uid>1</uid><idType>National ID No.</idType><idNumber>0032768386</idNumber><idCountry>Haiti</idCountry></id>
      <id><uid>2</uid><idType>Gender</idType><idNumber>Male</idNumber></id>
      <id><uid>3</uid><idType>Executive Order 14059 information:</idType><idNumber>Prohibition on loans</idNumber></id>
    </idList>
    <akaList>
      <aka><uid>78896</uid><type>a.k.a.</type><category>strong</category><lastName>MARTELLY</lastName><firstName>Michael</firstName></aka>
      <aka><uid>78897</uid><type>a.k.a.</type><category>weak</category><lastName>Sweet Micky</lastName></aka>
    </akaList>
    <addressList>
      <address><uid>76536</uid><city>Miami</city><stateOrProvince>FL</stateOrProvince><country>United States</country></address>
    </addressList>
    <nationalityList><nationality><uid>1</uid><country>Haiti</country><mainEntry>true</mainEntry></nationality></nationalityList>
    <dateOfBirthList>
      <dateOfBirthItem><uid>2</uid><dateOfBirth>1960</dateOfBirth><mainEntry>false</mainEntry></dateOfBirthItem>
      <dateOfBirthItem><uid>1</uid><dateOfBirth>12 Feb 1961</dateOfBirth><mainEntry>true</mainEntry></dateOfBirthItem>
    </dateOfBirthList>
    <placeOfBirthList>
      <placeOfBirthItem><uid>1</uid><placeOfBirth>Port-au-Prince, Haiti</placeOfBirth><mainEntry>true</mainEntry></placeOfBirthItem>
    </placeOfBirthList>
  </sdnEntry>"""
SHIP = """
  <sdnEntry>
    <uid>15725</uid><lastName>DESTINY</lastName><sdnType>Vessel</sdnType>
    <remarks>(Linked To: NATIONAL IRANIAN TANKER COMPANY)</remarks>
    <programList><program>NPWMD</program></programList>
    <idList>
      <id><uid>4</uid><idType>Vessel Registration Identification</idType><idNumber>IMO 9177155</idNumber></id>
      <id><uid>5</uid><idType>Former Vessel Flag</idType><idNumber>Liberia</idNumber></id>
    </idList>
    <vesselInfo>
      <callSign>5IM592</callSign><vesselType>Crude Oil Tanker</vesselType><vesselFlag>Iran</vesselFlag>
      <vesselOwner>NITC</vesselOwner><tonnage>318000</tonnage><grossRegisteredTonnage>163660</grossRegisteredTonnage>
    </vesselInfo>
  </sdnEntry>"""


def document(entries: str = PERSON + SHIP, namespace: str = NEW, count: int = 2) -> str:
    return (
        f'<?xml version="1.0" standalone="yes"?>\n<sdnList xmlns="{namespace}">\n  <publshInformation>'
        f"<Publish_Date>03/28/2025</Publish_Date><Record_Count>{count}</Record_Count></publshInformation>"
        f"{entries}\n</sdnList>\n"
    )


def items(text: str, context: Context | None = None) -> list[Item]:
    return list(read({ROLE: ListFile("sdn.xml", content=text.encode())}, context or Context()))


def entities(found: Iterable[Item]) -> dict[str, Entity]:
    return {item.id: item for item in found if isinstance(item, Entity)}


@pytest.mark.parametrize("namespace", [OLD, NEW])
def test_both_namespaces_are_read(namespace: str) -> None:
    found = items(document(namespace=namespace))
    assert found[0] == Preface("us-ofac-sdn", "ofac-sdnlist-xml", "2025-03-28", 2)
    assert found[-1] == Tally(ROLE, 2, 2)
    assert not [item for item in found if isinstance(item, Event | Reject)]


def test_a_person() -> None:
    person = entities(items(document()))["us-ofac-50476"]
    assert [(name.value, name.kind) for name in person.names] == [
        ("MARTELLY, Michel Joseph", "primary"),
        ("MARTELLY, Michael", "alias"),
        ("Sweet Micky", "weak"),
    ]
    assert person.identifiers == (Identifier("idNumber", "0032768386", "ht", "National ID No."),)
    assert person.dates == (Dated("birthDate", PartialDate("1961-02-12")), Dated("birthDate", PartialDate("1960")))
    assert person.addresses == (Address("Miami, FL", "us", city="Miami", region="FL"),)
    assert Country("nationality", "ht", "Haiti") in person.countries
    assert person.designations[0].remarks == ("Executive Order 14059 information: Prohibition on loans",)


def test_a_party_comes_out_the_same_from_the_csv() -> None:
    sdn = (
        '15725,"DESTINY","vessel","NPWMD",-0- ,"5IM592","Crude Oil Tanker","318,000","163,660","Iran","NITC",'
        '"Former Vessel Flag Liberia; Vessel Registration Identification IMO 9177155; '
        'Linked To: NATIONAL IRANIAN TANKER COMPANY."\r\n'
        '50476,"MARTELLY, Michel Joseph","individual","ILLICIT-DRUGS-EO14059",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,'
        '"DOB 12 Feb 1961; alt. DOB 1960; POB Port-au-Prince, Haiti; nationality Haiti; Gender Male; '
        "Executive Order 14059 information: Prohibition on loans; National ID No. 0032768386 (Haiti); "
        "a.k.a. 'Sweet Micky'.\"\r\n\x1a"
    )
    rest = {
        "alt.csv": '50476,78896,"aka","MARTELLY, Michael",-0- \r\n\x1a',
        "add.csv": '50476,76536,-0- ,"Miami, FL","United States",-0- \r\n\x1a',
        "sdn_comments.csv": "\x1a",
    }
    files = {name: ListFile(name, content=text.encode()) for name, text in {"sdn.csv": sdn, **rest}.items()}
    from_csv = entities(csv_set.read(files, Context()))
    from_xml = entities(items(document()))
    assert {id_: comparable(entity) for id_, entity in from_csv.items()} == {
        id_: comparable(entity) for id_, entity in from_xml.items()
    }
    assert Link("owner", "NITC") in from_csv["us-ofac-15725"].links


def test_what_the_reader_does_not_know_raises_events_and_is_kept() -> None:
    odd = PERSON.replace("</uid><firstName>", "</uid><motto>Onward</motto><firstName>", 1).replace("strong", "solid", 1)
    found = items(document(odd, count=1), Context(source="us-ofac-sdn"))
    kinds = {(item.kind, item.field) for item in found if isinstance(item, Event)}
    assert kinds == {("unknown_tag", "motto"), ("unknown_value", "akaList/aka/category")}
    assert ("motto", "Onward") in entities(found)["us-ofac-50476"].given


def test_entries_without_a_name_or_with_a_number_used_before_are_rejected() -> None:
    nameless = "<sdnEntry><uid>7</uid><sdnType>Entity</sdnType></sdnEntry>"
    found = items(document(PERSON + SHIP + SHIP + nameless, count=4))
    rejects = [item for item in found if isinstance(item, Reject)]
    assert [(reject.record, reject.field) for reject in rejects] == [("15725", "uid"), ("7", "lastName")]
    assert found[-1] == Tally(ROLE, 4, 2)


def test_a_count_that_is_not_true_raises_an_event() -> None:
    events = [item for item in items(document(count=5)) if isinstance(item, Event)]
    assert [event.field for event in events] == ["Record_Count"]


def test_a_document_cut_at_any_byte_is_refused() -> None:
    whole = document().rstrip()
    for size in range(0, len(whole), 7):
        with pytest.raises((ListTruncated, ListMalformed)):
            items(whole[:size], Context(source="us-ofac-sdn"))


def test_a_date_that_is_none_is_refused() -> None:
    with pytest.raises(ListMalformed, match="Publish_Date"):
        items(document().replace("03/28/2025", "2025-03-28"))


def test_files_are_told_by_their_root() -> None:
    text = document().encode()
    assert role(Head(text, len(text))) == ROLE
    for other in (b"<Sanctions/>", b"<html><sdnList></html>", b"sdnList", b"<CONSOLIDATED_LIST/>"):
        assert role(Head(other, len(other))) is None


@pytest.mark.parametrize(
    ("name", "published", "count"),
    [("consolidated_2018.xml", "2018-04-06", 639), ("consolidated_2025-03-28.xml", "2025-03-28", 443)],
)
def test_a_real_list_is_read_whole(shared_lists: Path, name: str, published: str, count: int) -> None:
    file = ListFile(name, path=shared_lists / "ofac" / name)
    found = list(read({ROLE: file}, Context()))
    assert found[0] == Preface("us-ofac-cons", "ofac-sdnlist-xml", published, count)
    assert file.read().count(b"<sdnEntry>") == len(entities(found)) == count
    assert not [item for item in found if isinstance(item, Event | Reject)]


def test_only_what_ofac_changed_differs_between_csv_and_xml(shared_lists: Path) -> None:
    folder = shared_lists / "ofac" / "non-sdn-2025-12-19"
    files = {
        csv_set.role(file.head) or "": file for path in folder.iterdir() for file in [ListFile(path.name, path=path)]
    }
    later = entities(csv_set.read(files, Context()))
    xml = ListFile("consolidated.xml", path=shared_lists / "ofac" / "consolidated_2025-03-28.xml")
    earlier = entities(read({ROLE: xml}, Context()))
    shared_ids = later.keys() & earlier.keys()
    changed = {id_ for id_ in shared_ids if comparable(later[id_]) != comparable(earlier[id_])}
    # Rosneft, Lukoil and their subsidiaries came under RUSSIA-EO14024 in October 2025; SYRIA ended on 2025-06-30.
    assert len(shared_ids) == 442
    assert len(changed) == 12
    for id_ in changed:
        assert later[id_].designations[0].programs != earlier[id_].designations[0].programs
