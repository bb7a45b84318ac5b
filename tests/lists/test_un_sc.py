"""The reader of the UN Security Council's consolidated list.

The entries follow public ones; to show every form, some of their documents, aliases and dates are made up.
"""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest

from debar.errors import ListMalformed, ListTruncated
from debar.lists.files import ListFile
from debar.lists.reading import Context, Event, Item, Preface, Reject, Tally
from debar.lists.un_sc import FORMATS
from debar.model.entity import Entity, Name

FORMAT = FORMATS[0]
ROLE = "consolidated.xml"

INDIVIDUAL = """
    <INDIVIDUAL>
      <DATAID>2983746</DATAID><VERSIONNUM>1</VERSIONNUM>
      <FIRST_NAME>MUSTAFA</FIRST_NAME><SECOND_NAME>HAJJI MUHAMMAD</SECOND_NAME><THIRD_NAME>KHAN</THIRD_NAME>
      <UN_LIST_TYPE>Al-Qaida</UN_LIST_TYPE><REFERENCE_NUMBER>QDi.306</REFERENCE_NUMBER>
      <LISTED_ON>2012-03-14</LISTED_ON><GENDER>Male</GENDER>
      <NAME_ORIGINAL_SCRIPT>مصطفى حاجي محمد خان</NAME_ORIGINAL_SCRIPT>
      <COMMENTS1>Al-Qaida facilitator, courier and operative.</COMMENTS1>
      <TITLE><VALUE>Dr.</VALUE></TITLE>
      <DESIGNATION><VALUE>Courier</VALUE><VALUE>Facilitator</VALUE></DESIGNATION>
      <NATIONALITY><VALUE>Pakistan</VALUE></NATIONALITY>
      <LIST_TYPE><VALUE>UN List</VALUE></LIST_TYPE>
      <LAST_DAY_UPDATED><VALUE>2013-05-13</VALUE><VALUE>2019-05-01</VALUE><VALUE/></LAST_DAY_UPDATED>
      <INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>حسن غول (Hassan Ghul; Hassan Gul)</ALIAS_NAME></INDIVIDUAL_ALIAS>
      <INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>Abu Shaima</ALIAS_NAME></INDIVIDUAL_ALIAS>
      <INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>Khalid Mahmud</ALIAS_NAME><NOTE>previously listed as</NOTE></INDIVIDUAL_ALIAS>
      <INDIVIDUAL_ALIAS><QUALITY/><ALIAS_NAME/></INDIVIDUAL_ALIAS>
      <INDIVIDUAL_ALIAS><QUALITY/><ALIAS_NAME/><DATE_OF_BIRTH>1958 - 1964</DATE_OF_BIRTH></INDIVIDUAL_ALIAS>
      <INDIVIDUAL_ADDRESS><CITY>Karachi</CITY><COUNTRY>Pakistan</COUNTRY><NOTE>as of 2004</NOTE></INDIVIDUAL_ADDRESS>
      <INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>BETWEEN</TYPE_OF_DATE><FROM_YEAR>1976</FROM_YEAR><TO_YEAR>1977</TO_YEAR></INDIVIDUAL_DATE_OF_BIRTH>
      <INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>APPROXIMATELY</TYPE_OF_DATE><YEAR>1975</YEAR></INDIVIDUAL_DATE_OF_BIRTH>
      <INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>EXACT</TYPE_OF_DATE><DATE>1977-08-01</DATE></INDIVIDUAL_DATE_OF_BIRTH>
      <INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>EXACT</TYPE_OF_DATE><NOTE>Nov. 1973</NOTE></INDIVIDUAL_DATE_OF_BIRTH>
      <INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>EXACT</TYPE_OF_DATE><NOTE>30-35 years old</NOTE></INDIVIDUAL_DATE_OF_BIRTH>
      <INDIVIDUAL_PLACE_OF_BIRTH><CITY>Al-Madinah</CITY><COUNTRY>Saudi Arabia</COUNTRY></INDIVIDUAL_PLACE_OF_BIRTH>
      <INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT><NUMBER>Libyan passport No. 513519</NUMBER><NOTE>expired on 25 May 2008</NOTE></INDIVIDUAL_DOCUMENT>
      <INDIVIDUAL_DOCUMENT/>
      <SORT_KEY/><SORT_KEY_LAST_MOD/>
    </INDIVIDUAL>"""

BANK = """
    <ENTITY>
      <DATAID>6908563</DATAID><VERSIONNUM>1</VERSIONNUM><FIRST_NAME>KOREA UNITED DEVELOPMENT BANK</FIRST_NAME>
      <UN_LIST_TYPE>DPRK</UN_LIST_TYPE><REFERENCE_NUMBER>KPe.038</REFERENCE_NUMBER><LISTED_ON>2016-11-30-05:00</LISTED_ON>
      <COMMENTS1>Operates in the financial services industry. SWIFT/BIC: KUDBKPPY</COMMENTS1>
      <LIST_TYPE><VALUE>UN List</VALUE></LIST_TYPE>
      <ENTITY_ALIAS><QUALITY>f.k.a.</QUALITY><ALIAS_NAME>Korea Foreign Bank</ALIAS_NAME></ENTITY_ALIAS>
      <ENTITY_ADDRESS><CITY>Pyongyang</CITY><COUNTRY>Democratic People's Republic of Korea</COUNTRY></ENTITY_ADDRESS>
    </ENTITY>"""


def document(individuals: str = INDIVIDUAL, entities: str = BANK) -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<CONSOLIDATED_LIST dateGenerated="2026-02-27T00:00:09.554Z">'
        f"<INDIVIDUALS>{individuals}</INDIVIDUALS><ENTITIES>{entities}</ENTITIES></CONSOLIDATED_LIST>"
    ).encode()


def read(content: bytes) -> list[Item]:
    return list(FORMAT.read({ROLE: ListFile("un.xml", content=content)}, Context()))


def entities(items: list[Item]) -> dict[str, Entity]:
    return {item.id: item for item in items if isinstance(item, Entity)}


def khan() -> Entity:
    return entities(read(document()))["un-2983746"]


def test_names_keep_their_kinds_scripts_and_parts() -> None:
    assert khan().names[0] == Name(
        "MUSTAFA HAJJI MUHAMMAD KHAN",
        "primary",
        None,
        "Latn",
        (("firstName", "MUSTAFA"), ("secondName", "HAJJI MUHAMMAD"), ("middleName", "KHAN")),
    )
    assert [(name.value, name.kind, name.script) for name in khan().names[1:]] == [
        ("مصطفى حاجي محمد خان", "alias", "Arab"),
        ("حسن غول", "alias", "Arab"),
        ("Hassan Ghul", "alias", "Latn"),
        ("Hassan Gul", "alias", "Latn"),
        ("Abu Shaima", "weak", "Latn"),
        ("Khalid Mahmud", "former", "Latn"),
    ]


def test_every_form_of_a_birth_date_is_read() -> None:
    assert khan().values("birthDate") == ("1958/1964", "1976/1977", "1975~", "1977-08-01", "1973-11")


def test_words_that_are_no_date_raise_an_event_and_stay() -> None:
    events = [item for item in read(document()) if isinstance(item, Event)]
    assert Event("bad_value", ROLE, "2983746", "INDIVIDUAL_DATE_OF_BIRTH/NOTE", "30-35 years old") in events
    assert ("INDIVIDUAL_DATE_OF_BIRTH/NOTE", "30-35 years old") in khan().given


def test_a_passport_number_is_freed_of_its_words() -> None:
    (passport,) = khan().identifiers
    assert (passport.type, passport.value, passport.country) == ("passportNumber", "513519", "ly")
    assert passport.expires is not None
    assert str(passport.expires) == "2008-05-25"


def test_the_designation_carries_reference_and_dates() -> None:
    (designation,) = khan().designations
    assert designation.programs == ("Al-Qaida",)
    assert designation.reference == "QDi.306"
    assert (designation.listed_on, designation.amended_on) == ("2012-03-14", "2019-05-01")


def test_an_organisation_keeps_the_identifiers_of_its_comments() -> None:
    bank = entities(read(document()))["un-6908563"]
    assert bank.schema == "Organization"
    assert bank.values("swiftBic") == ("KUDBKPPY",)
    assert bank.values("previousName") == ("Korea Foreign Bank",)
    assert bank.designations[0].listed_on == "2016-11-30"


def test_an_unknown_tag_raises_an_event_and_is_kept() -> None:
    items = read(document(INDIVIDUAL.replace("<SORT_KEY/>", "<HAIR>red</HAIR>")))
    assert Event("unknown_tag", ROLE, "2983746", "HAIR", "red") in items
    assert ("HAIR", "red") in entities(items)["un-2983746"].given


@pytest.mark.parametrize(
    ("entry", "field", "reason"),
    [
        (BANK.replace("6908563", ""), "DATAID", "no DATAID"),
        (BANK.replace("KOREA UNITED DEVELOPMENT BANK", "").replace("Korea Foreign Bank", ""), "FIRST_NAME", "no name"),
        (BANK + BANK, "DATAID", "same DATAID"),
        (
            BANK.replace("<LIST_TYPE>", "<DELISTED_ON>2024-01-01</DELISTED_ON><LIST_TYPE>"),
            "DELISTED_ON",
            "delisted on 2024",
        ),
    ],
)
def test_an_entry_that_cannot_be_taken_is_rejected_and_counted(entry: str, field: str, reason: str) -> None:
    items = read(document(entities=entry))
    (reject,) = (item for item in items if isinstance(item, Reject))
    assert reject.field == field
    assert reason in reject.reason
    tally = items[-1]
    assert isinstance(tally, Tally)
    assert tally.records == tally.used + 1


def test_a_file_cut_at_any_byte_is_refused() -> None:
    content = document()
    for end in range(0, len(content), 7):
        with pytest.raises((ListTruncated, ListMalformed)):
            read(content[:end])
    with pytest.raises(ListTruncated):
        read(content[:-1])


def test_a_doctype_and_a_foreign_root_are_refused() -> None:
    with pytest.raises(ListMalformed):
        read(document().replace(b"<CONSOLIDATED_LIST", b"<!DOCTYPE x><CONSOLIDATED_LIST", 1))
    with pytest.raises(ListMalformed):
        read(b"<export/>")


@pytest.mark.parametrize(
    "content", [b"<html>CONSOLIDATED_LIST</html>", b"CONSOLIDATED_LIST;dateGenerated\n", b"<export/>", b"{}"]
)
def test_no_other_content_is_taken_for_this_list(content: bytes) -> None:
    assert FORMAT.role(ListFile("x", content=content).head) is None


@pytest.mark.parametrize(("edition", "count"), [("2024-12", 879), ("2025-04", 877), ("2026-02", 730 + 273)])
def test_every_record_of_an_official_edition_becomes_an_entity(shared_lists: Path, edition: str, count: int) -> None:
    file = ListFile(edition, path=shared_lists / "un" / f"consolidated_{edition}.xml")
    assert FORMAT.role(file.head) == ROLE
    items = list(FORMAT.read({ROLE: file}, Context()))
    assert isinstance(items[0], Preface)
    assert len(entities(items)) == count
    assert items[-1] == Tally(ROLE, count, count)
    assert len(re.findall(rb"<DATAID>", file.read())) == count


def test_every_name_number_and_comment_of_an_official_edition_is_kept(shared_lists: Path) -> None:
    from lxml import etree

    path = shared_lists / "un" / "consolidated_2026-02.xml"
    found = entities(list(FORMAT.read({ROLE: ListFile("un", path=path)}, Context())))
    tags = (
        "ALIAS_NAME",
        "NAME_ORIGINAL_SCRIPT",
        "COMMENTS1",
        "NOTE",
        "STREET",
        "CITY",
        "VALUE",
        "DATE",
        "YEAR",
        "TO_YEAR",
    )
    for element in etree.parse(path).iter("INDIVIDUAL", "ENTITY"):
        entity = found[f"un-{element.findtext('DATAID')}"]
        kept = " ".join(" ".join(_texts(msgspec.to_builtins(entity))).split())
        for child in element.iter(*tags):
            assert " ".join((child.text or "").split()) in kept


def _texts(value: object) -> list[str]:
    if isinstance(value, (list, tuple)):
        return [text for item in value for text in _texts(item)]
    if isinstance(value, dict):
        return [text for item in value.values() for text in _texts(item)]
    return [value] if isinstance(value, str) else []
