"""The reader of SECO's list.

The entries follow public ones; ids, document numbers and some dates are made up.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from debar.errors import ListMalformed, ListTruncated
from debar.lists.ch_seco import FORMATS
from debar.lists.files import ListFile
from debar.lists.reading import Context, Event, Item, Preface, Reject, Tally
from debar.model.entity import Address, Country, Entity, Identifier, Link

FORMAT = FORMATS[0]
ROLE = "consolidated-list.xml"

PROGRAM = """<sanctions-program ssid="28049" version-date="2024-01-16">
  <program-key lang="ger">Ukraine</program-key><program-key lang="eng">Ukraine</program-key>
  <program-name lang="ger">Verordnung über Massnahmen im Zusammenhang mit der Situation in der Ukraine</program-name>
  <program-name lang="eng">Ordinance on measures connected with the situation in Ukraine</program-name>
  <sanctions-set ssid="28050" lang="ger">Finanzsanktionen, Anhang 8</sanctions-set>
  <sanctions-set ssid="28050" lang="eng">Financial sanctions, annex 8</sanctions-set>
  <origin>EU</origin></sanctions-program>"""
PERSON = """<target ssid="28051"><sanctions-set-id>28050</sanctions-set-id><foreign-identifier>EU.0.1</foreign-identifier>
  <individual sex="male"><identity ssid="28052" main="true">
    <name ssid="28053" name-type="primary-name" quality="good" lang="eng">
      <name-part ssid="1" order="2" name-part-type="family-name"><value>Aksyonov</value>
        <spelling-variant ssid="2" lang="rus" script="Cyrl">Аксёнов</spelling-variant></name-part>
      <name-part ssid="3" order="1" name-part-type="given-name"><value>Sergey Valeryevich</value>
        <spelling-variant ssid="4" lang="rus" script="Cyrl">Сергей Валерьевич</spelling-variant></name-part></name>
    <name ssid="5" name-type="alias" quality="low" lang="eng">
      <name-part order="1" name-part-type="whole-name"><value>Goblin</value></name-part></name>
    <name ssid="6" name-type="formerly-known-as" quality="good" lang="eng">
      <name-part order="1" name-part-type="whole-name"><value>Sergey Aksenov</value></name-part></name>
    <nationality ssid="7"><country iso-code="RU">Russian Federation</country></nationality>
    <place-of-birth ssid="8" place-id="900" quality="good"/>
    <day-month-year ssid="9" day="26" month="11" year="1972" calendar="Gregorian" quality="good"/>
    <day-month-year ssid="10" year="1970" year-to="1973" calendar="Gregorian" quality="low"/>
    <address ssid="11" place-id="901" quality="good" main="true"><address-details>Kirova 13</address-details>
      <p-o-box>5</p-o-box><zip-code>295005</zip-code><remark>office</remark></address>
    <identification-document ssid="12" document-type="passport"><number>000000001</number><issuer code="RU">Russia</issuer>
      <date-of-issue>2010-01-02</date-of-issue><expiry-date>2020-01-02</expiry-date></identification-document>
  </identity>
  <justification ssid="13">Elected Prime Minister of Crimea.</justification>
  <relation ssid="14" target-id="28090" relation-type="related-to"><remark>chairman</remark></relation>
  <other-information ssid="15">Date of UN designation: none.</other-information></individual>
  <generic-attribute ssid="16" name="eye-colour">brown</generic-attribute>
  <modification ssid="17" modification-type="listed" enactment-date="2014-04-02" publication-date="2014-04-02" effective-date="2014-04-02"/>
  <modification ssid="18" modification-type="amended" effective-date="2022-03-04"><removed><individual sex="male">
    <identity ssid="28052" main="true"><name ssid="1" name-type="primary-name"><name-part order="1" name-part-type="whole-name">
    <value>Old Spelling</value></name-part></name></identity></individual></removed></modification></target>"""
SHIP = """<target ssid="28090"><sanctions-set-id>28050</sanctions-set-id><object object-type="vessel"><identity ssid="28091" main="true">
  <name ssid="28092" name-type="primary-name" quality="good" lang="eng"><name-part order="1" name-part-type="whole-name">
  <value>PORT OLYA-3</value></name-part></name>
  <identification-document ssid="28093" document-type="imo"><number>9481910</number></identification-document></identity></object>
  <modification modification-type="listed" effective-date="2024-12-01"/></target>"""
DELISTED = """<target ssid="1"><sanctions-set-id>28050</sanctions-set-id><individual sex="female"><identity ssid="2" main="true">
  <name ssid="3" name-type="primary-name"><name-part order="1" name-part-type="whole-name"><value>Somebody Once</value></name-part></name>
  </identity></individual><modification modification-type="listed" effective-date="2014-01-01"/>
  <modification modification-type="de-listed" effective-date="2019-06-07"/></target>"""
PLACES = """<place ssid="900"><location>Beltsy</location><area>Bălți</area><country iso-code="MD">Moldova</country></place>
<place ssid="901"><location>Simferopol</location><country iso-code="UA">Ukraine</country></place>"""


def document(*targets: str) -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><swiss-sanctions-list list-type="full" date="2024-12-17">'
        f"{PROGRAM}{''.join(targets)}{PLACES}</swiss-sanctions-list>"
    ).encode()


def read(content: bytes) -> list[Item]:
    return list(FORMAT.read({ROLE: ListFile("ch.xml", content=content)}, Context()))


def entities(items: list[Item]) -> dict[str, Entity]:
    return {item.id: item for item in items if isinstance(item, Entity)}


def aksyonov() -> Entity:
    return entities(read(document(PERSON, SHIP)))["ch-28051"]


def test_names_are_composed_in_order_and_spelled_in_each_script() -> None:
    assert [(name.value, name.kind, name.language, name.script) for name in aksyonov().names] == [
        ("Sergey Valeryevich Aksyonov", "primary", "en", None),
        ("Сергей Валерьевич Аксёнов", "alias", "ru", "Cyrl"),
        ("Goblin", "weak", "en", None),
        ("Sergey Aksenov", "former", "en", None),
    ]
    assert aksyonov().names[0].parts == (("firstName", "Sergey Valeryevich"), ("lastName", "Aksyonov"))


def test_a_part_without_a_spelling_is_not_mixed_into_a_name_of_another_script() -> None:
    half = PERSON.replace("Сергей Валерьевич", "")
    names = entities(read(document(half)))["ch-28051"].names
    assert names[1].value == "Аксёнов"


def test_places_are_found_though_they_stand_after_the_targets() -> None:
    assert aksyonov().values("birthPlace") == ("Beltsy, Bălți",)
    assert Country("birthCountry", "md", "Moldova") in aksyonov().countries
    full = "Kirova 13, P.O. Box 5, 295005, Simferopol"
    assert aksyonov().addresses == (Address(full, "ua", "Kirova 13", "Simferopol", None, "295005", "office"),)


def test_dates_documents_and_ties_are_read() -> None:
    assert aksyonov().values("birthDate") == ("1972-11-26", "1970/1973~")
    (passport,) = aksyonov().identifiers
    assert (passport.type, passport.value, passport.country) == ("passportNumber", "000000001", "ru")
    assert (str(passport.issued), str(passport.expires)) == ("2010-01-02", "2020-01-02")
    assert aksyonov().links == (Link("linkedTo", "PORT OLYA-3", "ch-28090", "related-to, chairman"),)


def test_the_designation_carries_programme_measure_reason_and_dates() -> None:
    (designation,) = aksyonov().designations
    assert designation.programs == ("Ukraine",)
    assert designation.legal_basis == ("Ordinance on measures connected with the situation in Ukraine",)
    assert designation.measures == ("Financial sanctions, annex 8",)
    assert designation.reason == "Elected Prime Minister of Crimea."
    assert (designation.listed_on, designation.amended_on) == ("2014-04-02", "2022-03-04")


def test_an_older_state_is_kept_but_is_no_name() -> None:
    assert "Old Spelling" not in [name.value for name in aksyonov().names]
    assert ("modification/removed", "Old Spelling") in aksyonov().given


def test_a_target_nested_in_an_older_state_is_no_record() -> None:
    nested = SHIP.replace(
        'effective-date="2024-12-01"/>', f'effective-date="2024-12-01"><removed>{DELISTED}</removed></modification>'
    )
    items = read(document(nested))
    assert list(entities(items)) == ["ch-28090"]
    assert items[-1] == Tally(ROLE, 1, 1)


def test_a_vessel_is_a_vessel() -> None:
    ship = entities(read(document(SHIP)))["ch-28090"]
    assert ship.schema == "Vessel"
    assert ship.identifiers == (Identifier("imoNumber", "9481910", None, "imo"),)


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        (DELISTED, "de-listed on 2019-06-07"),
        (SHIP.replace("PORT OLYA-3", ""), "no name"),
        (SHIP.replace('target ssid="28090"', "target"), "no ssid"),
        (SHIP + SHIP, "same ssid"),
    ],
)
def test_a_target_that_is_not_live_or_cannot_be_taken_is_rejected(target: str, reason: str) -> None:
    items = read(document(PERSON, target))
    (reject,) = (item for item in items if isinstance(item, Reject))
    assert reason in reject.reason
    tally = items[-1]
    assert isinstance(tally, Tally)
    assert tally.records == tally.used + 1


def test_a_target_listed_again_is_live_whatever_the_order_of_its_modifications() -> None:
    again = '<modification modification-type="listed" effective-date="2022-02-25"/><modification modification-type="listed" effective-date="2014-01-01"/>'
    back = DELISTED.replace('<modification modification-type="listed" effective-date="2014-01-01"/>', again)
    (entity,) = entities(read(document(back))).values()
    assert entity.designations[0].listed_on == "2014-01-01"


def test_unknown_tags_attributes_and_codes_raise_events_and_are_kept() -> None:
    odd = PERSON.replace("<nationality", '<mood tone="2">grim</mood><nationality').replace(
        '"passport"', '"ration-card"'
    )
    items = read(document(odd))
    given = entities(items)["ch-28051"].given
    assert Event("unknown_tag", ROLE, "28051", "identity/mood", "grim") in items
    assert Event("unknown_value", ROLE, "28051", "identification-document/document-type", "ration-card") in items
    assert ("identity/mood", "grim") in given
    assert ("mood/@tone", "2") in given


def test_a_place_that_is_not_in_the_file_raises_an_event() -> None:
    items = read(document(PERSON.replace('place-id="900"', 'place-id="77"')))
    assert Event("bad_value", ROLE, "28051", "place-of-birth/place-id", "77") in items


def test_a_file_cut_at_any_byte_is_refused() -> None:
    content = document(PERSON, SHIP, DELISTED)
    for end in (*range(0, len(content), 29), len(content) - 1):
        with pytest.raises((ListTruncated, ListMalformed)):
            read(content[:end])


@pytest.mark.parametrize("content", [b"<html/>", b"<CONSOLIDATED_LIST dateGenerated='x'>", b"ssid;name\n", b"{}"])
def test_no_other_content_is_taken_for_this_list(content: bytes) -> None:
    assert FORMAT.role(ListFile("x", content=content).head) is None


def test_the_official_example_is_read_without_an_event(shared_lists: Path) -> None:
    items = read((shared_lists / "ch" / "seco_example_amendment_2024-01-17.xml").read_bytes())
    assert items[0] == Preface("ch-seco", "ch-xml", "2024-01-17")
    assert [entity.caption for entity in entities(items).values()] == ["Test B", "Test C", "Test A"]
    assert items[-1] == Tally(ROLE, 3, 3)
    assert not [item for item in items if isinstance(item, Event)]
