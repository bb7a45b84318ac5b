"""The project's own sample keeps its publishers' formats to the byte; checked without debar's readers."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from lxml import etree

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "sample"
LISTS = SAMPLE / "lists"
EDITIONS = ("2024-05-03", "2024-09-10")
COLUMNS = {"sdn.csv": 12, "alt.csv": 5, "add.csv": 6, "sdn_comments.csv": 2}
NEW_ON_2024_09_10 = {"50583", "50585", "50596"}
CONS = "{https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/XML}"
FSF = "{http://eu.europa.ec/fpi/fsd/export}"


def ofac(edition: str, file: str) -> list[list[str]]:
    text = (LISTS / "us-ofac-sdn" / edition / file).read_bytes().decode("ascii").removesuffix("\x1a")
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


def plain(path: Path, skip: int = 0) -> list[list[str]]:
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    return list(csv.reader(lines[skip:], strict=True))


def root(*parts: str) -> etree._Element:
    return etree.parse(str(LISTS.joinpath(*parts))).getroot()


def text(element: etree._Element, tag: str) -> str:
    return (element.findtext(tag) or "").strip()


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize(("file", "columns"), COLUMNS.items())
def test_ofac_rows_have_their_columns_and_the_file_its_end_mark(edition: str, file: str, columns: int) -> None:
    content = (LISTS / "us-ofac-sdn" / edition / file).read_bytes()
    assert content[-1] == 0x1A
    assert content.count(b"\x1a") == 1
    assert {len(row) for row in ofac(edition, file)} == {columns}


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("file", ["sdn.csv", "alt.csv", "add.csv"])
def test_ofac_lines_end_in_crlf_and_null_has_its_trailing_blank(edition: str, file: str) -> None:
    content = (LISTS / "us-ofac-sdn" / edition / file).read_bytes()
    assert content.endswith(b"\r\n\x1a")
    assert content.count(b"\r\n") == content.count(b"\n")
    assert content.count(b"-0-") == content.count(b",-0- ")
    assert b'"-0-' not in content


@pytest.mark.parametrize("edition", EDITIONS)
def test_ofac_ids_are_unique_and_in_order(edition: str) -> None:
    ids = [int(row[0]) for row in ofac(edition, "sdn.csv")]
    assert ids == sorted(set(ids))


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_ofac_side_row_has_its_primary_row(edition: str) -> None:
    primary = {row[0] for row in ofac(edition, "sdn.csv")}
    for file in ("alt.csv", "sdn_comments.csv"):
        assert {row[0] for row in ofac(edition, file)} <= primary
    assert {row[0] for row in ofac(edition, "add.csv")} == primary


@pytest.mark.parametrize("edition", EDITIONS)
def test_only_a_full_remark_is_continued(edition: str) -> None:
    remarks = {row[0]: row[11] for row in ofac(edition, "sdn.csv")}
    assert {row[0] for row in ofac(edition, "sdn_comments.csv")} == {
        number for number, remark in remarks.items() if len(remark) == 1000
    }


def test_the_later_edition_differs_by_the_action_of_that_day() -> None:
    before, after = ({row[0]: row for row in ofac(edition, "sdn.csv")} for edition in EDITIONS)
    assert after.keys() - before.keys() == NEW_ON_2024_09_10
    assert before.keys() <= after.keys()
    assert [number for number in before if before[number] != after[number]] == ["25237"]
    assert before["25237"][3] == "IRAN"
    assert after["25237"][3] == "IRAN] [IRAN-CON-ARMS-EO] [RUSSIA-EO14024"


def test_cons_record_count_equals_its_entries() -> None:
    tree = root("us-ofac-cons", "sdnlist.xml")
    entries = tree.findall(f"{CONS}sdnEntry")
    assert int(text(tree, f"{CONS}publshInformation/{CONS}Record_Count")) == len(entries)
    uids = [text(entry, f"{CONS}uid") for entry in entries]
    assert len(set(uids)) == len(uids)
    programs = {program.text for program in tree.iter(f"{CONS}program")}
    assert {"NS-PLC", "UKRAINE-EO13662", "CMIC-EO13959"} <= programs


def test_un_ids_are_unique_and_parties_stand_in_their_section() -> None:
    tree = root("un-sc", "consolidated.xml")
    assert tree.get("dateGenerated", "").startswith("2026-02-27")
    assert [section.tag for section in tree] == ["INDIVIDUALS", "ENTITIES"]
    assert {party.tag for party in tree[0]} == {"INDIVIDUAL"}
    assert {party.tag for party in tree[1]} == {"ENTITY"}
    ids = [text(party, "DATAID") for section in tree for party in section]
    assert len(set(ids)) == len(ids) == 10


def test_uk_rows_have_58_columns_below_the_report_date() -> None:
    path = LISTS / "uk-sl" / "UK-Sanctions-List.csv"
    assert path.read_text(encoding="utf-8").startswith("Report Date: 08-Oct-2026\n")
    rows = plain(path, skip=1)
    assert {len(row) for row in rows} == {58}
    assert rows[0][:2] == ["Last Updated", "Unique ID"]
    primary = {row[1] for row in rows[1:] if row[rows[0].index("Name type")] == "Primary Name"}
    assert primary == {row[1] for row in rows[1:]}


def test_eu_logical_ids_are_unique() -> None:
    tree = root("eu-fsf", "xmlFullSanctionsList_1_1.xml")
    entities = tree.findall(f"{FSF}sanctionEntity")
    ids = [entity.get("logicalId") for entity in entities]
    assert len(set(ids)) == len(ids) == 6
    for entity in entities:
        assert entity.find(f"{FSF}subjectType") is not None
        assert all(alias.get("wholeName") for alias in entity.findall(f"{FSF}nameAlias"))
        assert entity.find(f"{FSF}nameAlias") is not None


def test_canadian_records_have_a_name_and_an_item_of_their_own() -> None:
    records = root("ca-sema/2025-05", "sema-lmes.xml").findall("record")
    assert all(text(record, "LastName") or text(record, "EntityOrShip") for record in records)
    assert all(text(record, "DateOfListing") for record in records)
    keys = [tuple(text(record, tag) for tag in ("Country", "Schedule", "Item")) for record in records]
    assert len(set(keys)) == len(keys) == 10


def test_australian_lettered_rows_belong_to_the_number_above() -> None:
    book = openpyxl.load_workbook(LISTS / "au-dfat" / "Australian_Sanctions_Consolidated_List.xlsx")
    header, *rows = book.worksheets[0].iter_rows(values_only=True)
    assert (header[0], header[11], len(header)) == ("Reference", "Control Date", 12)
    references = [str(row[0]) for row in rows]
    assert len(set(references)) == len(references)
    numbers = {reference for reference in references if reference.isdigit()}
    assert {reference.rstrip("abcdefgh") for reference in references} == numbers
    assert {row[3] for row in rows if str(row[0]).isdigit()} == {"Primary Name"}


def test_the_workbook_is_what_its_script_makes() -> None:
    script = "import sys, make_sample_workbook as m; sys.stdout.buffer.write(m.workbook())"
    made = subprocess.run([sys.executable, "-c", script], cwd=ROOT / "tools", capture_output=True, check=True).stdout
    assert made == (LISTS / "au-dfat" / "Australian_Sanctions_Consolidated_List.xlsx").read_bytes()


def test_csl_rows_fit_their_header() -> None:
    header, *rows = plain(LISTS / "us-csl" / "2022-04" / "consolidated.csv")
    assert {len(row) for row in rows} == {len(header)} == {29}
    ids = [row[0] for row in rows]
    assert len(set(ids)) == len(ids)
    sources = " ".join(row[1] for row in rows)
    assert all(name in sources for name in ("(EL)", "(DPL)", "(UVL)", "(MEU)", "(SDN)"))


def test_own_watchlist_says_that_it_is_invented() -> None:
    _, *rows = plain(LISTS / "own-watchlist" / "watchlist.csv")
    assert len(rows) == 3
    assert all(row[-1].startswith("Invented") for row in rows)


def test_customers_show_clear_hits_and_rejects() -> None:
    header, *rows = plain(SAMPLE / "customers.csv")
    kinds = [row[0].split("-")[0] for row in rows]
    assert {kind: kinds.count(kind) for kind in set(kinds)} == {"inv": 11, "lst": 28, "nam": 1, "rej": 2}
    short = [row[0] for row in rows if len(row) != len(header)]
    blank = [row[0] for row in rows if len(row) == len(header) and not row[1]]
    assert (blank, short) == (["rej-01"], ["rej-02"])
    assert len({row[0] for row in rows}) == len(rows)


def listed() -> list[tuple[str, str]]:
    """Every party of the sample: its list, and the id that the README must name it by."""
    found = [("us-ofac-sdn", f"us-ofac-{row[0]}") for row in ofac(EDITIONS[1], "sdn.csv")]
    cons = root("us-ofac-cons", "sdnlist.xml")
    found += [("us-ofac-cons", f"us-ofac-{text(e, f'{CONS}uid')}") for e in cons.iter(f"{CONS}sdnEntry")]
    found += [("un-sc", f"un-{e.text}") for e in root("un-sc", "consolidated.xml").iter("DATAID")]
    rows = plain(LISTS / "uk-sl" / "UK-Sanctions-List.csv", skip=2)
    found += [("uk-sl", f"uk-{number}") for number in dict.fromkeys(row[1] for row in rows)]
    eu = root("eu-fsf", "xmlFullSanctionsList_1_1.xml")
    found += [("eu-fsf", f"eu-{e.get('logicalId')}") for e in eu.iter(f"{FSF}sanctionEntity")]
    for record in root("ca-sema/2025-05", "sema-lmes.xml").iter("record"):
        country, schedule, item = (text(record, tag) for tag in ("Country", "Schedule", "Item"))
        found.append(("ca-sema", f"{country}; schedule {schedule or 'none'}; item {item}"))
    sheet = openpyxl.load_workbook(LISTS / "au-dfat" / "Australian_Sanctions_Consolidated_List.xlsx").worksheets[0]
    found += [
        ("au-dfat", f"au-{row[0]}") for row in sheet.iter_rows(min_row=2, values_only=True) if str(row[0]).isdigit()
    ]
    found += [("us-csl", f"us-csl-{row[0]}") for row in plain(LISTS / "us-csl" / "2022-04" / "consolidated.csv")[1:]]
    found += [
        ("own-watchlist", f"own-watchlist-{row[0]}") for row in plain(LISTS / "own-watchlist" / "watchlist.csv")[1:]
    ]
    return found


def test_readme_names_every_listing_and_no_other() -> None:
    named = []
    source = None
    for line in (SAMPLE / "README.md").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            source = line.removeprefix("### `lists/").removesuffix("/`") if line.startswith("### `lists/") else None
        elif source is not None and line.startswith("| ") and not line.startswith("| id |"):
            named.append((source, line.split(" | ")[0].removeprefix("| ")))
    assert sorted(named) == sorted(listed())


def test_readme_says_what_every_listed_row_should_hit() -> None:
    readme = (SAMPLE / "README.md").read_text(encoding="utf-8")
    for row in plain(SAMPLE / "customers.csv")[1:]:
        if row[0].startswith(("lst", "nam", "rej")):
            assert f"| {row[0]} | " in readme or f"`{row[0]}`" in readme
