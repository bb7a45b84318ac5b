"""Ownership data is recognised by content, wherever it lies, and read as one."""

from __future__ import annotations

import gzip
import json
import re
import zipfile
from pathlib import Path

import pytest
from ownership_samples import SAMPLES, sample

from debar.errors import BadFile
from debar.law.ownership import inputs
from debar.law.ownership.inputs.tables import table
from debar.law.ownership.shares import HAIR, above, below, in_words, share_in
from debar.lists.files import ListFile

FORMAT_OF = {
    "bods-0.2.jsonl": "bods",
    "bods-0.4.json": "bods",
    "ftm-entities.jsonl": "ftm",
    "gleif-api.json": "gleif",
    "gleif-lei.csv": "gleif-entities",
    "gleif-rr.csv": "gleif",
    "gleif-rr.json": "gleif",
    "gleif-rr.xml": "gleif",
    "psc-snapshot.txt": "uk-psc",
}


def test_every_sample_is_known_by_one_format_and_no_other() -> None:
    assert set(FORMAT_OF) <= {path.name for path in SAMPLES.iterdir()}
    for name, format in FORMAT_OF.items():
        assert [one.name for one in inputs.FORMATS if one.knows(sample(name).head)] == [format]


@pytest.mark.parametrize("name", sorted(FORMAT_OF))
def test_files_are_read_out_of_archives_too(tmp_path: Path, name: str) -> None:
    plain = inputs.read(SAMPLES / name)
    packed = tmp_path / f"{name}.gz"
    packed.write_bytes(gzip.compress((SAMPLES / name).read_bytes()))
    archive = tmp_path / "all.zip"
    with zipfile.ZipFile(archive, "w") as out:
        out.write(SAMPLES / name, name)
        out.writestr("readme.txt", "no data")
    for found in (inputs.read(packed), inputs.read(archive)):
        assert len(found.stakes) == len(plain.stakes)
        assert set(found.parties) == set(plain.parties)
    assert [one.code for one in inputs.read(archive).notices].count("input.unrecognised") == 1
    assert all(one.origin.startswith(name) for one in plain.stakes)


def test_several_files_are_read_as_one() -> None:
    names = ("gleif-rr.csv", "gleif-lei.csv")
    found = inputs.read(*(SAMPLES / name for name in names))
    assert [one.origin for one in found.notices if one.code == "input.counted"] == list(names)
    assert found.parties["lei-99990000000000000001"].name == "Lower Limited"


def test_what_stands_in_two_files_counts_once(tmp_path: Path) -> None:
    path = SAMPLES / "psc-snapshot.txt"
    once = inputs.read(path)
    copy = tmp_path / "psc-next-day.txt"
    copy.write_bytes(path.read_bytes())
    twice = inputs.read(path, copy, path)
    assert twice.stakes == once.stakes
    assert {"stake.twice", "input.twice"} <= {one.code for one in twice.notices}
    assert [one.code for one in twice.notices].count("input.counted") == 2


def test_two_stakes_of_one_record_are_two() -> None:
    natures = [f"ownership-of-shares-25-to-50-percent-as-{holder}" for holder in ("trust", "firm")]
    kind = "individual-person-with-significant-control"
    data = {"kind": kind, "name": "A Person", "etag": "e", "natures_of_control": natures}
    record = json.dumps({"company_number": "01000001", "data": data}).encode() + b"\n"
    found = inputs.read(ListFile("a", content=record), ListFile("b", content=record))
    assert len(found.stakes) == 2


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"owner,owned\nx,a\n", "this is no ownership data that debar reads"),
        (b"", "this is no ownership data"),
        (b"<html><body>not found</body></html>", "this is no ownership data"),
        (b'"LEI","Exception.Category","Exception.Reason.1"\n', "reporting exceptions say why a parent is not named"),
    ],
)
def test_other_content_is_refused_by_name(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "given.csv"
    path.write_bytes(content)
    with pytest.raises(BadFile, match=reason):
        inputs.read(path)
    with pytest.raises(BadFile, match=reason):
        inputs.read(ListFile("given.csv", content=content))
    with pytest.raises(BadFile, match="no file in it"):
        inputs.read(tmp_path)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="no such file"):
        inputs.read(tmp_path / "gone.json")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("50", "50 %"),
        ("25-50", "25 % up to 50 %"),
        (">25 - <=50", "more than 25 % up to 50 %"),
        (">50 - <75", "more than 50 % but less than 75 %"),
        (">=75", "75 % or more"),
        ("75+", "75 % or more"),
        ("<25%", "less than 25 %"),
        ("up to 10 percent", "up to 10 %"),
        ("between 10% and 20%", "10 % up to 20 %"),
        ("over 50 per cent", "more than 50 %"),
        ("33.333", "33.333 %"),
    ],
)
def test_a_share_in_words_says_what_was_given(text: str, words: str) -> None:
    share = share_in(text)
    assert share is not None
    assert in_words(*share) == words


@pytest.mark.parametrize("text", ["", "half", "101", "50-25", "-5", "nan", "1e2", "5 or 6 things", "50 50"])
def test_a_text_that_names_no_share_is_none(text: str) -> None:
    assert share_in(text) is None


def test_an_open_bound_is_on_the_right_side_of_every_threshold() -> None:
    (quarter, half, three) = (share_in(text) for text in ("25", "50", "75"))
    assert quarter
    assert half
    assert three
    assert above(half.low) > half.low > below(half.low)
    assert 2 * above(quarter.low) > half.low
    assert above(quarter.low) - quarter.low == HAIR


def test_every_code_of_a_notice_stands_in_the_table_and_no_other() -> None:
    package = Path(inputs.__file__).parents[3]
    files = [
        *Path(inputs.__file__).parent.glob("*.py"),
        package / "law/ownership/same_party.py",
        package / "screen/ties.py",
    ]
    used = {
        code
        for path in files
        for code in re.findall(r'(?:Notice|count)\(\s*"([a-z]+\.[a-z-]+)"', path.read_text("utf-8"))
        if code != "x.y"
    }
    assert {row["code"] for row in table("input_notices.csv")} == used


def test_a_first_line_of_any_length_is_known() -> None:
    names = [f"name {number}" for number in range(20_000)]
    content = json.dumps({"id": "a", "schema": "Company", "properties": {"name": names}}).encode() + b"\n"
    assert [one.name for one in inputs.FORMATS if one.knows(ListFile("x", content=content).head)] == ["ftm"]


_DEEP = "[" * 100_000 + "]" * 100_000


@pytest.mark.parametrize(
    "line",
    [
        '{"company_number":"1","data":{"kind":"exemptions","exemptions":{"a":%s}}}',
        '{"statementId":"s","recordType":"entity","recordId":"a","recordDetails":{"name":%s}}',
        '{"id":"a","schema":"Company","properties":{"name":%s}}',
    ],
    ids=["uk-psc", "bods", "ftm"],
)
def test_a_line_nested_without_end_is_rejected_and_the_others_are_read(line: str) -> None:
    content = f"{line % '[]'}\n{line % _DEEP}\n".replace('"exemptions":{"a":[]}', '"exemptions":{}')
    content = content.replace('"name":[]}}', '"name":["A"]}}' if "schema" in line else '"name":"A"}}')
    notices = inputs.read(ListFile("deep", content=content.encode())).notices
    assert [one.origin for one in notices if one.row == "rejected"] == ["deep, line 2"]


@pytest.mark.parametrize("text", ['[{"statementId":"s","recordDetails":%s}]', '{"relations":[{"StartNode":%s}]}'])
def test_a_file_nested_without_end_is_refused(text: str) -> None:
    with pytest.raises(BadFile):
        inputs.read(ListFile("deep", content=(text % _DEEP).encode()))
