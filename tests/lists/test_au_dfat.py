"""Australia's workbook."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from debar.errors import ListError, ListMalformed, ListTruncated
from debar.lists.au_dfat import FORMATS, ROLE, _date
from debar.lists.files import Head, ListFile
from debar.lists.reading import Context, Event, Item, Preface, Reject, Tally
from debar.model import Address, Country, Entity, Name, PartialDate

FORMAT = FORMATS[0]
COLUMNS = (
    "Reference",
    "Name of Individual or Entity",
    "Type",
    "Name Type",
    "Date of Birth",
    "Place of Birth",
    "Citizenship",
    "Address",
    "Additional Information",
    "Listing Information",
    "Committees",
    "Control Date",
)
AKHUND = (
    2,
    "MOHAMMAD HASSAN AKHUND",
    "Individual",
    "Primary Name",
    "a) Approximately 1955- 1958 b) Approximately 1945-1950",
    "Pashmul village, Panjwai District, Kandahar Province, Afghanistan",
    "Afghanistan",
    "NA",
    "Title: a) Mullah b) Haji.",
    "Listed by UN 1267 Committee on 25 January 2001 (amended on 20 December 2005)",
    "1988 (Taliban)",
    date(2014, 12, 15),
)
AKHUND_SCRIPT = ("2a", "محمد حسن أخوند", "individual ", "Original Script ", *AKHUND[4:])
OMM = (
    2947,
    "OCEAN MARITIME MANAGEMENT COMPANY, LIMITED (OMM)",
    "Entity ",
    "Primary name",
    None,
    None,
    None,
    "Donghung Dong, Central District, Pyongyang, DPRK; Taedonggang District, Pyongyang, DPRK",
    "International Maritime Organization (IMO) Number: 1790183.",
    date(2014, 7, 28),
    "1718 (DPRK)",
    date(2014, 7, 29),
)


def workbook(*rows: tuple[Any, ...], columns: tuple[str, ...] = COLUMNS) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (columns, *rows):
        sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def items_of(content: bytes) -> list[Item]:
    file = ListFile("list.xlsx", content=content)
    assert FORMAT.role(file.head) == ROLE
    return list(FORMAT.read({ROLE: file}, Context()))


def entities(items: list[Item]) -> dict[str, Entity]:
    return {item.id: item for item in items if isinstance(item, Entity)}


def events(items: list[Item]) -> list[tuple[str, str]]:
    return [(item.kind, item.field) for item in items if isinstance(item, Event)]


def test_rows_of_one_reference_are_one_party_wherever_they_stand() -> None:
    items = items_of(workbook(AKHUND, OMM, AKHUND_SCRIPT))
    found = entities(items)
    assert list(found) == ["au-2", "au-2947"]
    assert found["au-2"].names == (Name("MOHAMMAD HASSAN AKHUND"), Name("محمد حسن أخوند", "alias"))
    assert items[-1] == Tally(ROLE, 3, 3)
    assert events(items) == []


def test_a_person_has_dates_places_and_designation() -> None:
    person = entities(items_of(workbook(AKHUND)))["au-2"]
    assert person.schema == "Person"
    assert [str(dated.date) for dated in person.dates] == ["1955/1958~", "1945/1950~"]
    assert person.countries == (
        Country("birthCountry", "af", "Afghanistan"),
        Country("citizenship", "af", "Afghanistan"),
    )
    assert person.addresses == ()
    designation = person.designations[0]
    assert (designation.listed_on, designation.amended_on) == ("2001-01-25", "2014-12-15")
    assert designation.programs == ("1988 (Taliban)",)


def test_addresses_are_cut_and_their_country_is_read() -> None:
    company = entities(items_of(workbook(OMM)))["au-2947"]
    assert company.addresses == (
        Address("Donghung Dong, Central District, Pyongyang", "kp"),
        Address("Taedonggang District, Pyongyang", "kp"),
    )
    assert company.values("imoNumber") == ("1790183",)
    assert company.designations[0].listed_on == "2014-07-28"


def rewritten(content: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            body = source.read(name)
            target.writestr(name, change(body) if name == part else body)
    return out.getvalue()


@pytest.mark.parametrize(
    ("saved", "published"), [(b"2024-11-11T01:01:21Z", "2024-11-11"), (b"", None), (b"2024-13-01", None)]
)
def test_the_day_of_the_last_saving_is_the_day_of_publication(saved: bytes, published: str | None) -> None:
    core = b"<cp:coreProperties><dcterms:modified>" + saved + b"</dcterms:modified></cp:coreProperties>"
    content = rewritten(workbook(AKHUND), "docProps/core.xml", lambda _: core)
    file = ListFile("list.xlsx", content=content)
    assert next(FORMAT.read({ROLE: file}, Context())) == Preface("au-dfat", "au-xlsx", published)


def test_columns_of_later_workbooks_are_known_and_others_kept() -> None:
    more = (*COLUMNS, "Alias Strength", "IMO Number", "Instrument of Designation", "Mood")
    weak = ("2b", "Mullah Akhund", "Individual", "aka", *AKHUND[4:], "Weak", None, "An Instrument", "grim")
    ship = (9000, "X", "Vessel", "Primary Name", *[None] * 8, None, 9826902, None, None)
    items = items_of(workbook((*AKHUND, None, None, "An Instrument", None), weak, ship, columns=more))
    person, vessel = entities(items).values()
    assert person.names[1] == Name("Mullah Akhund", "weak")
    assert person.designations[0].legal_basis == ("An Instrument",)
    assert person.given == (("Mood", "grim"),)
    assert events(items) == [("unknown_column", "Mood")]
    assert (vessel.schema, vessel.values("imoNumber")) == ("Vessel", ("9826902",))


def test_rows_without_reference_or_name_are_rejected_and_blank_rows_are_none() -> None:
    nameless, unnumbered = (3, None, *AKHUND[2:]), (None, "X", *AKHUND[2:])
    items = items_of(workbook(AKHUND, nameless, unnumbered, (None,) * 12, AKHUND_SCRIPT))
    rejects = [(item.row, item.record, item.field) for item in items if isinstance(item, Reject)]
    assert rejects == [(3, "3", "Name of Individual or Entity"), (4, None, "Reference")]
    assert items[-1] == Tally(ROLE, 4, 2)


def test_a_party_has_exactly_one_primary_name() -> None:
    items = items_of(workbook(AKHUND_SCRIPT))
    assert [name.kind for name in entities(items)["au-2"].names] == ["primary"]
    assert events(items) == [("repaired", "Name Type")]
    items = items_of(workbook(AKHUND, (*("2a", "M. H. AKHUND"), *AKHUND[2:])))
    assert [name.kind for name in entities(items)["au-2"].names] == ["primary", "alias"]
    assert events(items) == [("repaired", "Name Type")]


def test_unread_values_are_kept_as_given() -> None:
    odd = (4, "X", "Robot", "nickname", "Approximately (30-35 years old)", None, "Ruritanian", *AKHUND[7:])
    items = items_of(workbook(odd))
    (entity,) = entities(items).values()
    assert entity.schema == "LegalEntity"
    assert {("Type", "robot"), ("Name Type", "nickname"), ("Date of Birth", "Approximately (30-35 years old)")} == set(
        entity.given
    )
    assert Country("citizenship", None, "Ruritanian") in entity.countries
    assert ("unknown_country", "Citizenship") in events(items)


def test_several_citizenships_are_cut_but_not_countries_with_and() -> None:
    rows = [
        (at, "X", "Individual", "Primary Name", None, None, words, *AKHUND[7:])
        for at, words in enumerate(
            ("Russian and Ukrainian", "Trinidad and Tobago", "a) French b) Tunisian", "Somalia;\nKenya"), 10
        )
    ]
    found = entities(items_of(workbook(*rows)))
    assert [entity.values("citizenship") for entity in found.values()] == [
        ("ru", "ua"),
        ("tt",),
        ("fr", "tn"),
        ("so", "ke"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("20 Jun. 1987", "1987-06-20"),
        ("17 Jan. 1967\xa0\xa0", "1967-01-17"),
        ("23/06/1972", "1972-06-23"),
        ("05.09.1990", "1990-09-05"),
        ("March 16, 1972", "1972-03-16"),
        ("1965, 29 March", "1965-03-29"),
        ("June 1960", "1960-06"),
        ("03/1965", "1965-03"),
        ("c. 1947", "1947~"),
        ("Circa 1979-1982", "1979/1982~"),
        ("approximately 1977/1978", "1977/1978~"),
        ("Between 1963 to 1968", "1963/1968"),
        ("Between Aug. and Sep 1977", "1977-08/1977-09"),
        ("21 March 1962 to 20 April 1962", "1962-03-21/1962-04-20"),
        ("1968-12-18", "1968-12-18"),
        ("07/04/62", "None"),
        ("10/061962", "None"),
        ("31/02/1962", "None"),
        ("24/06/1402", "None"),
        ("1970-1960", "None"),
    ],
)
def test_dates_of_birth(text: str, expected: str) -> None:
    assert str(_date(text)) == expected


def test_one_cell_may_hold_several_dates() -> None:
    cells = {
        "a) 23/06/1972;                     b) 23/07/1972": ["1972-06-23", "1972-07-23"],
        "14 Mar 1974 >> 13 Apr 1974": ["1974-03-14", "1974-04-13"],
        "1961 or 1962 or 1963": ["1961", "1962", "1963"],
        "09/05/1982; alt DOB: 09/05/1981": ["1982-05-09", "1981-05-09"],
        "1987;1988;1991": ["1987", "1988", "1991"],
        "a) 1966, b) 1961, c) Between 1968 and 1970, d) 1962": ["1966", "1961", "1968/1970", "1962"],
    }
    for cell, expected in cells.items():
        (entity,) = entities(items_of(workbook((*AKHUND[:4], cell, *AKHUND[5:])))).values()
        assert [str(dated.date) for dated in entity.dates] == expected
    (entity,) = entities(items_of(workbook((*AKHUND[:4], date(1968, 12, 18), *AKHUND[5:])))).values()
    assert entity.dates[0].date == PartialDate("1968-12-18")


def test_a_cut_workbook_is_refused() -> None:
    content = workbook(AKHUND, AKHUND_SCRIPT, OMM)
    for cut in range(0, len(content), 97):
        with pytest.raises(ListError) as caught:
            list(FORMAT.read({ROLE: ListFile("cut", content=content[:cut])}, Context()))
        assert isinstance(caught.value, (ListTruncated, ListMalformed))
    with pytest.raises(ListTruncated):
        list(FORMAT.read({ROLE: ListFile("cut", content=content[:-1])}, Context()))


def test_a_damaged_workbook_is_refused() -> None:
    content = rewritten(workbook(AKHUND), "xl/worksheets/sheet1.xml", lambda body: body[: len(body) // 2])
    with pytest.raises(ListMalformed):
        list(FORMAT.read({ROLE: ListFile("damaged", content=content)}, Context()))


def test_other_workbooks_are_not_taken_for_this_list() -> None:
    customers = workbook(("C1", "Ann", 1), columns=("id", "name", "country"))
    for content in (customers, b"PK\x03\x04", b"name,Reference\n", b"<html></html>"):
        assert FORMAT.role(Head(content[:65_536], len(content))) is None
    with pytest.raises(ListMalformed, match="Name of Individual"):
        list(FORMAT.read({ROLE: ListFile("customers", content=customers)}, Context()))


def test_every_row_of_the_official_workbook_is_used(shared_lists: Path) -> None:
    path = shared_lists / "au" / "regulation8_consolidated_2024-12.xlsx"
    file = ListFile(path.name, path=path)
    assert FORMAT.role(file.head) == ROLE
    items = list(FORMAT.read({ROLE: file}, Context()))
    book = openpyxl.load_workbook(path, read_only=True)
    rows = [row[:12] for row in book.worksheets[0].iter_rows(min_row=2, values_only=True) if any(row)]
    book.close()
    found = entities(items)
    assert items[0] == Preface("au-dfat", "au-xlsx", "2024-11-11")
    assert items[-1] == Tally(ROLE, len(rows), len(rows)) == Tally(ROLE, 9553, 9553)
    assert len(found) == 3062
    assert Counter(entity.schema for entity in found.values()) == {"Person": 2316, "Organization": 746}
    assert {str(row[1]).strip() for row in rows} == {name.value for entity in found.values() for name in entity.names}
