"""Every record of every official file is an entity or a reject: counted here by independent means, file by file."""

from __future__ import annotations

import csv
import gzip
import io
import tarfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest
from lxml import etree

from debar.lists import us_ofac
from debar.lists.archives import Unpacker
from debar.lists.files import ListFile
from debar.lists.reading import Context, Event, Preface, Reject, Tally
from debar.lists.sets import FileSet, find
from debar.model import Entity


def rows(content: bytes, encoding: str = "latin-1", skip: int = 0, **options: str) -> int:
    text = content.removesuffix(b"\x1a").decode(encoding)
    return sum(1 for row in csv.reader(io.StringIO(text, newline=""), **options) if row) - skip  # type: ignore[arg-type]


def elements(content: bytes, *paths: str) -> int:
    root = etree.fromstring(content)
    return sum(len(root.findall(path)) for path in paths)


def lines(content: bytes) -> int:
    return sum(1 for line in content.splitlines() if line.strip())


def sheet_rows(content: bytes) -> int:
    sheet = openpyxl.load_workbook(io.BytesIO(content), read_only=True).worksheets[0]
    return sum(1 for row in sheet.iter_rows(values_only=True) if any(cell is not None for cell in row)) - 1


OFAC = "{*}sdnEntry"
UN = ("INDIVIDUALS/INDIVIDUAL", "ENTITIES/ENTITY")

# Folder or file below shared/data/lists → source, entities, and per file of the set how to count its records.
FILES: dict[str, tuple[str, int, dict[str, Callable[[bytes], int]]]] = {
    "ofac/2023-12-28": (
        "us-ofac-sdn",
        13_821,
        dict.fromkeys(("sdn.csv", "alt.csv", "add.csv", "sdn_comments.csv"), rows),
    ),
    "ofac/non-sdn-2025-12-19": (
        "us-ofac-cons",
        442,
        dict.fromkeys(("sdn.csv", "alt.csv", "add.csv", "sdn_comments.csv"), rows),
    ),
    "ofac/consolidated_2025-03-28.xml": ("us-ofac-cons", 443, {"*": lambda body: elements(body, OFAC)}),
    "ofac/consolidated_2018.xml": ("us-ofac-cons", 639, {"*": lambda body: elements(body, OFAC)}),
    "un/consolidated_2024-12.xml": ("un-sc", 879, {"*": lambda body: elements(body, *UN)}),
    "un/consolidated_2025-04.xml": ("un-sc", 877, {"*": lambda body: elements(body, *UN)}),
    "un/consolidated_2026-02.xml": ("un-sc", 730 + 273, {"*": lambda body: elements(body, *UN)}),
    "ca/sema-lmes_2020-04.xml": ("ca-sema", 1_369, {"*": lambda body: elements(body, "record")}),
    "ca/sema-lmes_2025-05.xml": ("ca-sema", 4_759, {"*": lambda body: elements(body, "record")}),
    "au/regulation8_consolidated_2024-12.xlsx": ("au-dfat", 3_062, {"*": sheet_rows}),
    "uk/UK-Sanctions-List_excerpt_2026-09-02.xml": ("uk-sl", 2, {"*": lambda body: elements(body, "Designation")}),
    "uk/UK-Sanctions-List_excerpt_2026-10-08.csv": ("uk-sl", 1, {"*": lambda body: rows(body, "utf-8", skip=2)}),
    "uk/sanctionsconlist_2018-04-13.csv": ("uk-sl", 2_106, {"*": lambda body: rows(body, skip=2)}),
    "eu/EUSanctionsShort_2018-07-04.csv": ("eu-fsf", 93, {"*": lambda body: lines(body) - 1}),
    "eu/xmlFullSanctionsList_1_1_excerpt_2024-12-11.xml": (
        "eu-fsf",
        1,
        {"*": lambda body: elements(body, "{*}sanctionEntity")},
    ),
    "ch/seco_example_amendment_2024-01-17.xml": ("ch-seco", 3, {"*": lambda body: elements(body, "target")}),
    "us-csl/consolidated_2022-04.csv.gz": ("us-csl", 14_048, {"*": lambda body: rows(body, "utf-8", skip=1)}),
    "us-csl/dpl_2023-11-30.txt": ("us-bis-dpl", 547, {"*": lambda body: rows(body, skip=1, delimiter="\t")}),
    "opensanctions/yente_fixtures/zala": ("opensanctions", 17, {"*": lines}),
    "opensanctions/format_sample_wd_persons_2024-03/entities.ftm.json": ("opensanctions", 607, {"*": lines}),
    "opensanctions/format_sample_wd_persons_2024-03/targets.nested.json": ("opensanctions", 9, {"*": lines}),
    "opensanctions/format_sample_wd_persons_2024-03/targets.nested_full.json": ("opensanctions", 100, {"*": lines}),
    "opensanctions/format_sample_wd_persons_2024-03/targets.simple.csv": (
        "opensanctions",
        5,
        {"*": lambda body: rows(body, "utf-8", skip=1)},
    ),
}


def found_set(unpacker: Unpacker, path: Path) -> FileSet:
    (only,) = find(unpacker, path).sets
    return only


@pytest.mark.parametrize("path", FILES)
def test_every_record_is_an_entity_or_a_reject(shared_lists: Path, path: str) -> None:
    source, expected, counters = FILES[path]
    with Unpacker() as unpacker:
        file_set = found_set(unpacker, shared_lists / path)
        items = list(file_set.format.read(file_set.files, Context()))
        contents = {role: file.read() for role, file in file_set.files.items()}
    preface = items[0]
    assert isinstance(preface, Preface)
    assert preface.source == source
    assert sum(isinstance(item, Entity) for item in items) == expected
    rejected = Counter(item.file for item in items if isinstance(item, Reject))
    tallies = {item.file: item for item in items if isinstance(item, Tally)}
    assert set(tallies) == set(contents)
    for role, content in contents.items():
        counted = counters.get(role, counters.get("*", lines))(content)
        assert tallies[role].records == counted, role
        assert tallies[role].used + rejected[role] == counted, role


@pytest.mark.parametrize("path", FILES)
def test_every_entity_has_a_name_an_id_of_its_own_and_a_designation(shared_lists: Path, path: str) -> None:
    source, _, _ = FILES[path]
    with Unpacker() as unpacker:
        file_set = found_set(unpacker, shared_lists / path)
        items = list(file_set.format.read(file_set.files, Context()))
    entities = [item for item in items if isinstance(item, Entity)]
    assert len({entity.id for entity in entities}) == len(entities)
    for entity in entities:
        assert entity.source == source
        assert entity.names[0].kind == "primary"
        assert all(name.value == name.value.strip() != "" for name in entity.names)
        assert [name.kind for name in entity.names].count("primary") == 1
    if source != "opensanctions":
        assert all(entity.designations for entity in entities)


def test_every_reject_has_a_reason_and_the_record_as_it_stood(shared_lists: Path) -> None:
    with Unpacker() as unpacker:
        file_set = found_set(unpacker, shared_lists / "ofac/2023-12-28")
        rejects = [item for item in file_set.format.read(file_set.files, Context()) if isinstance(item, Reject)]
    assert len(rejects) == 3
    for reject in rejects:
        assert reject.file == "sdn_comments.csv"
        assert reject.reason
        assert reject.record is not None
        assert reject.record in reject.given


def test_events_of_the_full_lists_are_few_and_named(shared_lists: Path) -> None:
    """What the tables do not know is shown, and is little: under one event per ten entities in every list."""
    for path in (
        "ofac/2023-12-28",
        "un/consolidated_2026-02.xml",
        "ca/sema-lmes_2025-05.xml",
        "us-csl/consolidated_2022-04.csv.gz",
    ):
        with Unpacker() as unpacker:
            file_set = found_set(unpacker, shared_lists / path)
            items = list(file_set.format.read(file_set.files, Context()))
        events = [item for item in items if isinstance(item, Event)]
        assert len(events) < FILES[path][1] / 10, path
        assert all(event.given for event in events)


def test_no_file_is_taken_for_another_list(shared: Path) -> None:
    """Files that are no list: names, companies, evaluation sets, metadata."""
    others = [shared / "data" / "names", shared / "data" / "companies", shared / "data" / "reference", shared / "eval"]
    others += [
        shared / "reference",
        shared / "seed",
        shared / "data" / "lists" / "ofac" / "crypto_addresses_2024-09-27",
    ]
    for folder in others:
        with Unpacker() as unpacker:
            found = find(unpacker, folder)
        assert [file_set.name for file_set in found.sets] == [], folder


def test_a_gzipped_list_is_the_list(shared_lists: Path, tmp_path: Path) -> None:
    whole = (shared_lists / "un/consolidated_2026-02.xml").read_bytes()
    (tmp_path / "x.gz").write_bytes(gzip.compress(whole, 1))
    with Unpacker() as unpacker:
        file_set = found_set(unpacker, tmp_path / "x.gz")
        file = next(iter(file_set.files.values()))
        assert file.read() == whole
        assert isinstance(file, ListFile)


def editions_of_the_archive(archive: Path, wanted: set[str] | None) -> Iterator[tuple[str, int]]:
    """Name and entities of each edition (or the wanted ones) in the archive of daily editions."""
    memo: dict[object, object] = {}
    with tarfile.open(archive) as members:
        for member in members:
            if wanted is not None and member.name not in wanted:
                continue
            stream = members.extractfile(member)
            assert stream is not None
            file = ListFile(member.name, content=stream.read())
            context = Context(source="us-ofac-sdn", partial=True, memo=memo)
            items = us_ofac.FORMATS[0].read({"sdn.csv": file}, context)
            yield member.name, sum(isinstance(item, Entity) for item in items)


def manifest(shared_lists: Path) -> dict[str, int]:
    text = (shared_lists / "ofac/history/MANIFEST.csv").read_text()
    return {row["file"]: int(row["rows"]) for row in csv.DictReader(text.splitlines())}


def test_the_archive_holds_what_its_manifest_says_at_either_end(shared_lists: Path) -> None:
    expected = manifest(shared_lists)
    ends = {"sdn_2021-08-18T0939Z.csv", "sdn_2024-02-23T1843Z.csv", "sdn_2024-05-03T1843Z.csv"}
    archive = shared_lists / "ofac/history/sdn_csv_2021-08_2024-05.tar.xz"
    found = dict(editions_of_the_archive(archive, ends))
    assert found == {name: expected[name] for name in ends}
    assert found["sdn_2024-05-03T1843Z.csv"] == 14_965


@pytest.mark.long
def test_all_308_editions_hold_what_their_manifest_says(shared_lists: Path) -> None:
    archive = shared_lists / "ofac/history/sdn_csv_2021-08_2024-05.tar.xz"
    found = dict(editions_of_the_archive(archive, None))
    assert found == manifest(shared_lists)
    assert len(found) == 308
