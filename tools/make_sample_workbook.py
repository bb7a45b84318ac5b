"""Write the sample of the Australian list as the workbook that its publisher would send.

A workbook is a binary file; this script is its source. It gives the same bytes on every run.

    python tools/make_sample_workbook.py
"""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime
from pathlib import Path

from lxml import etree
from openpyxl import Workbook
from openpyxl.styles import Font

TARGET = Path(__file__).parent.parent / "sample" / "lists" / "au-dfat" / "Australian_Sanctions_Consolidated_List.xlsx"
STAMP = datetime(2024, 11, 11, 1, 1, 21)  # noqa: DTZ001 - when DFAT last saved the edition whose facts these are
HEADER = (
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

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
TYPES, CORE = "[Content_Types].xml", "docProps/core.xml"
RELATIONS, SHEET, STRINGS = "xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
STRINGS_TYPE = (
    b'<Override PartName="/xl/sharedStrings.xml" '
    b'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>'
)
STRINGS_RELATION = (
    b'<Relationship Id="rIdStrings" Target="sharedStrings.xml" '
    b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"/>'
)

Cell = str | int | datetime | None

# Each party: its reference, type, names (kind and name), then the seven columns that every row of it repeats.
PARTIES: tuple[tuple[int, str, tuple[tuple[str, str], ...], tuple[Cell, ...]], ...] = (
    (
        2,
        "Individual",
        (("Primary Name", "MOHAMMAD HASSAN AKHUND"), ("Original Script", "محمد حسن أخوند")),
        (
            "a) Approximately 1955- 1958 b) Approximately 1945-1950",
            "Pashmul village, Panjwai District, Kandahar Province, Afghanistan",
            "Afghanistan",
            "NA",
            "Title: a) Mullah b) Haji. A close associate of Mullah Mohammed Omar (TI.O.4.01)",
            (
                "Listed by UN 1267 Committee on 25 January 2001 "
                "(amended on 20 December 2005, 9 July 2007 and 21 Sep 2007, 29 Nov. 2011)"
            ),
            "1988 (Taliban)",
            datetime(2014, 12, 15),  # noqa: DTZ001 - a day, as a sheet holds it
        ),
    ),
    (
        1113,
        "Entity",
        (
            ("Primary Name", "Korea Mining Development Trading Corporation"),
            ("aka", "Changgwang Sinyong Corporation"),
            ("aka", "External Technology General Corporation"),
            ("aka", "DPRKN Mining Development Trading Cooperation"),
            ("aka", "KOMID"),
        ),
        (
            None,
            None,
            None,
            "Central District, Pyongyang, DPRK",
            (
                "Primary arms dealer and main exporter of goods and equipment related to ballistic missiles and "
                "conventional weapons."
            ),
            "Listed by the UN1718 committee on 24 Apr. 2009",
            "1718 (DPRK)",
            datetime(2009, 4, 27),  # noqa: DTZ001
        ),
    ),
    (
        1865,
        "Individual",
        (("Primary Name", "Ratko Mladić"),),
        (
            datetime(1942, 3, 12),  # noqa: DTZ001
            "Municipality of Kalinovik, Bosnia and Herzegovina",
            None,
            None,
            "ICTY Indictee",
            (
                "Designated under the Autonomous Sanctions Regulations 2011 on 2 March 2012. "
                "Formerly listed on the RBA as 2001FRY0049. (Relisted on 12 January 2024) "
            ),
            "Autonomous (FFRY)",
            datetime(2024, 1, 12),  # noqa: DTZ001
        ),
    ),
    (
        2075,
        "Entity",
        (
            ("Primary Name", "Islamic Revolutionary Guards Corps "),
            ("aka", "IRGC"),
            ("aka", "Pasdaran"),
            ("aka", "Pasdaran-e Enghelab-e Islami"),
        ),
        (
            None,
            None,
            None,
            "Tehran, Iran",
            None,
            (
                "Designated under the Autonomous Sanctions Regulations 2011 on 2 March 2012 (F2012L00479). "
                "Formerly listed on the RBA Consolidated List as 2010IRN0102. Relisted 12 January 2024"
            ),
            "Autonomous (Iran)",
            datetime(2024, 1, 12),  # noqa: DTZ001
        ),
    ),
    (
        6678,
        "Individual",
        (("Primary Name", "Vladimir Vladimirovich PUTIN"),),
        (
            datetime(1952, 10, 7),  # noqa: DTZ001
            "Saint Petersburg, Russia",
            None,
            None,
            "President of the Russian Federation",
            (
                "Instrument of first designation and declaration: Autonomous Sanctions (Designated Persons and Entities "
                "and Declared Persons—Russia and Ukraine) Amendment (No. 2) Instrument 2022"
            ),
            "Autonomous (Russia)",
            datetime(2022, 2, 28),  # noqa: DTZ001
        ),
    ),
    (
        7994,
        "Individual",
        (("Primary Name", "Osman Mohamed Hamid Mohamed"),),
        (
            datetime(1966, 1, 1),  # noqa: DTZ001
            "Kadiqali, South Darfur, Sudan",
            "Sudan",
            None,
            (
                "Male; \nRapid Support Forces (RSF) Major General and Head of RSF Operations Department;\n"
                "National Identification Number: Sudan 11540384888"
            ),
            "Listed by the UN 1591 Committee on 8 November 2024",
            "1591 (Sudan)",
            datetime(2024, 11, 11),  # noqa: DTZ001
        ),
    ),
)


def rows() -> list[tuple[Cell, ...]]:
    """The sheet's rows: the first name of a party under its number, the further ones under number and letter."""
    found: list[tuple[Cell, ...]] = [HEADER]
    for number, kind, names, rest in PARTIES:
        for place, (name_type, name) in enumerate(names):
            reference: Cell = number if place == 0 else f"{number}{chr(ord('a') + place - 1)}"
            found.append((reference, name, kind, name_type, *rest))
    return found


def workbook() -> bytes:
    """The workbook, without anything of the hour at which it is made."""
    book = Workbook()
    book.properties.creator = ""
    book.properties.title = "Consolidated List"
    book.properties.created = STAMP
    sheet = book.active
    assert sheet is not None
    sheet.title = "Sheet1"
    for row in rows():
        sheet.append(row)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for (cell,) in sheet.iter_rows(min_row=2, min_col=12, max_col=12):
        cell.number_format = "mm-dd-yy"
    buffer = io.BytesIO()
    book.save(buffer)
    return _as_excel_saves(buffer.getvalue())


def _as_excel_saves(content: bytes) -> bytes:
    """The same workbook laid out as Excel lays it out, and stamped with `STAMP` instead of now.

    openpyxl puts each text into its cell and says of numbers that they are numbers; Excel, and so the publisher's
    file, keeps the texts in a table of their own and says nothing of numbers.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        parts = {entry.filename: source.read(entry) for entry in source.infolist()}
    parts[SHEET], parts[STRINGS] = _share_strings(parts[SHEET])
    parts[TYPES] = parts[TYPES].replace(b"</Types>", STRINGS_TYPE + b"</Types>")
    parts[RELATIONS] = parts[RELATIONS].replace(b"</Relationships>", STRINGS_RELATION + b"</Relationships>")
    stamp = STAMP.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    parts[CORE] = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + stamp, parts[CORE])
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as target:
        for name in sorted(parts, key=lambda name: (name != TYPES, name)):
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, parts[name])
    return buffer.getvalue()


def _share_strings(sheet: bytes) -> tuple[bytes, bytes]:
    """The sheet with numbers in place of its texts, and the table of the texts."""
    tree = etree.fromstring(sheet)
    places: dict[str, int] = {}
    for cell in tree.iter(f"{{{MAIN}}}c"):
        if cell.get("t") == "n":
            del cell.attrib["t"]
        elif cell.get("t") == "inlineStr":
            words = "".join(str(part) for part in cell.itertext())
            cell.set("t", "s")
            cell[:] = [etree.Element(f"{{{MAIN}}}v")]
            cell[0].text = str(places.setdefault(words, len(places)))
    table = etree.fromstring(f'<sst xmlns="{MAIN}" uniqueCount="{len(places)}"/>')
    for words in places:
        element = etree.SubElement(etree.SubElement(table, f"{{{MAIN}}}si"), f"{{{MAIN}}}t")
        element.text = words
        if words != words.strip():
            element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return _document(tree), _document(table)


def _document(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


if __name__ == "__main__":
    TARGET.write_bytes(workbook())
    print(f"{TARGET}: {TARGET.stat().st_size} bytes")
