"""The Denied Persons List as BIS publishes it: an id of name and order date, one party per order."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from debar.errors import ListError
from debar.lists import us_csl
from debar.lists.files import ListFile
from debar.lists.reading import Context, Event, Item, Tally
from debar.model.entity import Address, Entity

DPL = us_csl.FORMATS[2]
DPL_COLUMNS = [
    "Name",
    "Street_Address",
    "City",
    "State",
    "Country",
    "Postal_Code",
    "Effective_Date",
    "Expiration_Date",
    "Standard_Order",
    "Last_Update",
    "Action",
    "FR_Citation",
]
ORDER = ("I. ASH", "2113 HIGHWAY 175", "SEAGOVILLE", "TX", "US", "75159", "06/19/2003", "06/29/2056", "Y", "2007-01-31")
NOTICE = ("FR NOTICE ADDED", "68 F.R. 38290 6/27/03")


def dpl_bytes(*rows: tuple[str, ...]) -> bytes:
    return "".join("\t".join(f'"{cell}"' for cell in cells) + "\n" for cells in (DPL_COLUMNS, *rows)).encode()


def read(content: bytes) -> list[Item]:
    return list(DPL.read({"dpl.txt": ListFile("dpl.txt", content=content)}, Context()))


def entities(items: list[Item]) -> list[Entity]:
    return [item for item in items if isinstance(item, Entity)]


def test_denied_person_has_an_id_of_name_and_order_date() -> None:
    (entity,) = entities(read(dpl_bytes((*ORDER, *NOTICE))))
    assert entity.id == "us-bis-dpl-" + hashlib.sha256(b"i. ash|2003-06-19").hexdigest()[:16]
    assert entity.source == "us-bis-dpl"
    assert entity.addresses == (
        Address("2113 HIGHWAY 175, SEAGOVILLE, TX, 75159", "us", "2113 HIGHWAY 175", "SEAGOVILLE", "TX", "75159"),
    )
    (designation,) = entity.designations
    assert (designation.listed_on, designation.ended_on) == ("2003-06-19", "2056-06-29")
    assert designation.legal_basis == (NOTICE[1],)
    assert entity.given == (("Standard_Order", "Y"),)


def test_rows_of_one_order_are_one_denied_person_with_all_addresses() -> None:
    elsewhere = ("I.  ASH", "", "", "", "NM", "", *ORDER[6:], *NOTICE)
    again = (*ORDER[:6], "13/45/2003", *ORDER[7:], *NOTICE)
    items = read(dpl_bytes((*ORDER, *NOTICE), elsewhere, again, ("", *ORDER[1:], *NOTICE)))
    assert [len(entity.addresses) for entity in entities(items)] == [1, 1]
    assert [(item.kind, item.field) for item in items if isinstance(item, Event)] == [
        ("unknown_country", "Country"),
        ("bad_value", "Effective_Date"),
    ]
    assert items[-1] == Tally("dpl.txt", 4, 3)


def test_denied_persons_cut_inside_a_row_are_refused() -> None:
    content = dpl_bytes((*ORDER, *NOTICE))
    for size in range(len(content)):
        with pytest.raises(ListError):
            read(content[:size])


def test_file_is_told_by_its_first_line() -> None:
    roles = [format.role(ListFile("x", content=dpl_bytes()).head) for format in us_csl.FORMATS]
    assert roles == [None, None, "dpl.txt"]


def test_whole_denied_persons_list_is_accounted_for(shared_lists: Path) -> None:
    items = read((shared_lists / "us-csl" / "dpl_2023-11-30.txt").read_bytes())
    assert items[-1] == Tally("dpl.txt", 665, 665)
    assert len({entity.id for entity in entities(items)}) == len(entities(items)) == 547
