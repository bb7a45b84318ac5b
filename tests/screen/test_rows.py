"""The rows of a customer file: nothing is dropped, everything has its place and its reason."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debar.errors import BadFile
from debar.screen.asking import MAX_VALUE, date_of
from debar.screen.columns import kinds
from debar.screen.lines import MAX_LINE
from debar.screen.rows import Row, iterate


def rows_of(
    folder: Path, content: str | bytes, name: str = "in.csv", columns: dict[str, str] | None = None
) -> list[Row]:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return list(iterate(path, columns))


def names_of(rows: list[Row]) -> list[tuple[str, ...] | None]:
    return [row.query.names if row.query else None for row in rows]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_every_delimiter_bom_and_line_end_is_read(tmp_path: Path, delimiter: str, bom: bytes, end: str) -> None:
    lines = [
        ["id", "name", "DOB", "Nationality"],
        ["c-1", "Иван Иванов", "1952-10-07", "Russia"],
        ["c-2", "Ada", "", ""],
    ]
    text = end.join(delimiter.join(line) for line in lines)
    first, second = rows_of(tmp_path, bom + text.encode())
    assert (first.id, second.id) == ("c-1", "c-2")
    assert first.query
    assert first.query.properties == {
        "name": ("Иван Иванов",),
        "birthDate": ("1952-10-07",),
        "nationality": ("Russia",),
    }


def test_first_and_last_name_are_joined_and_kept(tmp_path: Path) -> None:
    (row,) = rows_of(tmp_path, "First Name,surname,type\nAda,King,Individual\n")
    assert row.query
    assert row.query.schema == "Person"
    assert row.query.properties == {"firstName": ("Ada",), "lastName": ("King",), "name": ("Ada King",)}


def test_any_property_name_is_a_column(tmp_path: Path) -> None:
    for prop in kinds():
        (row,) = rows_of(tmp_path, f"name,{prop if prop != 'type' else 'model'}\nAda,1999\n")
        assert row.query, prop


def test_columns_are_assigned_by_the_caller(tmp_path: Path) -> None:
    (row,) = rows_of(tmp_path, "Kunde,type\nAda,gold\n", columns={"Kunde": "name", "type": ""})
    assert row.query
    assert row.query.names == ("Ada",)
    assert row.query.schema == "Thing"


@pytest.mark.parametrize(
    ("columns", "words"),
    [({"nom": "name"}, "there is no column 'nom'"), ({"name": "nmae"}, "did you mean name")],
)
def test_a_wrong_assignment_is_an_error(tmp_path: Path, columns: dict[str, str], words: str) -> None:
    with pytest.raises(BadFile, match=words):
        rows_of(tmp_path, "name\nAda\n", columns=columns)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf\n\n", "empty"),
        (b"name,dob\n", "no row after the header"),
        (b"name,dob\n\n\n", "no row after the header"),
        (b"customer,balance\n1,2\n", "no column holds a name"),
        (b"PK\x03\x04....", "workbook"),
        (b"\x1f\x8b\x08", "unpack"),
        (b"\xff\xfen\0a\0", "UTF-16"),
        (b"<html>", "web page"),
        (b'[{"id": 1}]', "one JSON object per line"),
        (b'{\n "id": 1}', "one object per line"),
        (b"n\xe9me,name\nx,y\n", "header line cannot be read"),
        (b"name\rAda\rBob", "CR alone"),
        (b"PAR1 and no more", "damaged"),
    ],
)
def test_a_file_that_is_none_says_what_to_do(tmp_path: Path, content: bytes, words: str) -> None:
    with pytest.raises(BadFile, match=words):
        rows_of(tmp_path, content)


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="no such file"):
        iterate(tmp_path / "none.csv")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("c,,,", "needs a name or an identifier"),
        ("c,  ,,", "needs a name or an identifier"),
        ("c,---,,", "a letter or a digit"),
        ("c,Ada,wizard,", "'wizard'"),
        ("c,Ada", "2 cells, the header 4"),
        ("c,Ada,person,,too,many", "6 cells, the header 4"),
        ("", "blank"),
        ('c,"Ada,person,', "CSV"),
        ('c,"Ada" King,person,', "CSV"),
        ("c," + "x" * (MAX_VALUE + 1) + ",,", "4,096 characters"),
        ("c," + "x" * 1_000_000 + ",,", "field larger|4,096 characters"),  # as the csv module's limit stands
        ("c," + "x" * (MAX_LINE + 1) + ",,", "1,048,576 bytes"),
        ("c,A\0da,,", "NUL"),
    ],
)
def test_a_bad_row_is_rejected_in_its_place(tmp_path: Path, line: str, words: str) -> None:
    before, bad, after = rows_of(tmp_path, f"id,name,type,dob\na,Ada,,\n{line}\nb,Bob,,\n")
    assert (before.id, before.number, after.id, after.number) == ("a", 1, "b", 3)
    assert bad.query is None
    assert bad.problem is not None
    assert any(word in bad.problem for word in words.split("|"))
    assert bad.number == 2
    assert before.query is not None
    assert after.query is not None


def test_invalid_utf8_rejects_its_row_alone(tmp_path: Path) -> None:
    _, bad, after = rows_of(tmp_path, b"id,name\na,Ada\nb,Jos\xe9\nc,Jos\xc3\xa9\n")
    assert (bad.id, bad.given) == ("b", "b,Jos\\xe9")
    assert "line 3: text must be UTF-8 (got byte 0xe9 at byte 6)" in (bad.problem or "")
    assert after.query is not None


def test_an_open_quote_swallows_no_row(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, 'id,name\na,"Ada\nb,Usama\nc,"Bob"\nd,"Eve\ne,Zoe\n')
    assert [row.id for row in rows] == ["a", "b", "c", "d", "e"]
    assert names_of(rows) == [None, ("Usama",), ("Bob",), None, ("Zoe",)]


def test_an_open_quote_before_an_unreadable_line_swallows_nothing(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, b'id,name\na,"Ada\nb,\xe9\nc,Bob\n')
    assert [(row.id, row.query is None) for row in rows] == [("a", True), ("b", True), ("c", False)]


def test_a_quoted_cell_may_hold_line_ends(tmp_path: Path) -> None:
    (row, after) = rows_of(tmp_path, 'name,address\nAda,"1 High St\n\nLondon"\nBob,x\n')
    assert row.query
    assert row.query.properties["address"] == ("1 High St\n\nLondon",)
    assert after.number == 2


def test_a_name_over_several_lines_is_screened_with_a_warning(tmp_path: Path) -> None:
    (row,) = rows_of(tmp_path, 'id,name\na,"Ada\nKing"\n')
    assert row.query
    assert "several lines" in row.warnings[0]


def test_blank_lines_count_in_between_but_not_at_the_end(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, "name\nAda\n\nBob\n\n\n")
    assert names_of(rows) == [("Ada",), None, ("Bob",)]
    lines = rows_of(tmp_path, '{"properties": {"name": "Ada"}}\n\n{"properties": {"name": "Bob"}}\n\n', "in.jsonl")
    assert names_of(lines) == [("Ada",), None, ("Bob",)]


def test_further_blank_cells_are_no_error(tmp_path: Path) -> None:
    (row,) = rows_of(tmp_path, "id,name\na,Ada,,\n")
    assert row.query


def test_a_bad_birth_date_is_left_out_and_named(tmp_path: Path) -> None:
    (row,) = rows_of(tmp_path, "name,dob\nAda,1815-13-45\n")
    assert row.query
    assert "birthDate" not in row.query.properties
    assert row.warnings == ("birthDate left out: '1815-13-45' is no date; write YYYY-MM-DD",)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("1952", "1952"),
        ("1952-10", "1952-10"),
        ("1952-10-00", "1952-10"),
        ("1952-00-00", "1952"),
        ("1952-10-07T00:00:00Z", "1952-10-07"),
        ("19521007", "1952-10-07"),
        ("1952/10/7", "1952-10-07"),
        ("7.10.1952", "1952-10-07"),
        ("31/10/1952", "1952-10-31"),
        ("10/31/1952", "1952-10-31"),
        ("10/10/1952", "1952-10-10"),
        ("10/07/1952", "1952"),
        ("0000-00-00", None),
        ("31/02/1952", None),
        ("soon", None),
    ],
)
def test_dates_in_the_ways_that_files_write_them(text: str, date: str | None) -> None:
    assert date_of(text)[0] == date


def test_unknown_country_words_are_kept_and_named(tmp_path: Path) -> None:
    (row,) = rows_of(tmp_path, "name,country\nAda,Ruritania\n")
    assert row.query
    assert row.query.properties["country"] == ("Ruritania",)
    assert "'Ruritania' names no country" in row.warnings[0]


def test_json_lines_are_the_queries_of_match(tmp_path: Path) -> None:
    query = {"id": "q1", "schema": "Person", "properties": {"name": ["Ada", "Ада"], "birthDate": [1815], "alias": None}}
    (row,) = rows_of(tmp_path, json.dumps(query))
    assert row.id == "q1"
    assert row.query
    assert row.query.properties == {"name": ("Ada", "Ада"), "birthDate": ("1815",)}


@pytest.mark.parametrize(
    ("line", "own_id", "words"),
    [
        ('{"id": "q", "schema": "Person"', "2", "no JSON"),
        ('"Ada"', "2", "must hold a JSON object"),
        ('{"id": "q", "properties": ["Ada"]}', "q", "object of properties"),
        ('{"id": "q", "properties": {"name": [["Ada"]]}}', "q", "text or a list of texts"),
        ('{"id": "q", "properties": {"name": true}}', "q", "text or a list of texts"),
        ('{"id": "q", "properties": {"name": "A\\u0000"}}', "q", "NUL"),
        ('{"id": "q", "properties": {"name": "\\ud800"}}', "2", "no JSON"),
        ('{"id": "q", "schema": "Wizard", "properties": {"name": "Ada"}}', "q", "'Wizard'"),
        ('{"id": "q", "schema": 5, "properties": {"name": "Ada"}}', "q", "must be text"),
        ('{"id": "q", "properties": {"birthDate": "1952"}}', "q", "needs a name or an identifier"),
        ('{"id": "q", "properties": {"name": "' + "x" * 1_000_000 + '"}}', "q", "4,096 characters"),
        ("[" * 100_000, "2", "no JSON"),
    ],
)
def test_a_bad_line_of_json_is_rejected_in_its_place(tmp_path: Path, line: str, own_id: str, words: str) -> None:
    good = '{"id": "a", "properties": {"name": "Ada"}}'
    _, bad, after = rows_of(tmp_path, f"{good}\n{line}\n{good}\n", "in.jsonl")
    assert (bad.number, bad.id, bad.query) == (2, own_id, None)
    assert words in (bad.problem or "")
    assert after.query is not None


def test_an_unknown_property_is_named(tmp_path: Path) -> None:
    (row,) = rows_of(tmp_path, '{"properties": {"name": "Ada", "nmae": "Bob"}}')
    assert row.warnings == ("nmae: no property that debar knows, so it does not count",)


def test_parquet_has_columns_as_csv_has(tmp_path: Path) -> None:
    pa, pq = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    from datetime import date

    table = pa.table(
        {
            "ref": [1, 2, 3],
            "name": [["Ada", "Ада"], None, ["Bob"]],
            "dob": [date(1815, 12, 10), None, None],
            "imo": [None, None, 9187631.0],
        }
    )
    pq.write_table(table, tmp_path / "in.bin")
    first, second, third = iterate(tmp_path / "in.bin")
    assert first.query
    assert first.query.properties == {"name": ("Ada", "Ада"), "birthDate": ("1815-12-10",)}
    assert (second.id, second.query) == ("2", None)
    assert third.query
    assert third.query.properties["imoNumber"] == ("9187631",)


cell = st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=8)


@given(st.lists(st.tuples(cell, cell), min_size=1, max_size=8))
def test_as_many_rows_as_records_in_order(
    tmp_path_factory: pytest.TempPathFactory, cells: list[tuple[str, str]]
) -> None:
    stream = io.StringIO()
    writer = csv.writer(stream, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerows([("id", "name"), *cells])
    rows = rows_of(tmp_path_factory.mktemp("rows"), stream.getvalue())
    assert [row.number for row in rows] == list(range(1, len(cells) + 1))
    assert [row.id for row in rows] == [ref.strip() or str(n) for n, (ref, _) in enumerate(cells, 1)]
    for row, (_, name) in zip(rows, cells, strict=True):
        assert (row.query is None) == (not any(map(str.isalnum, name)))


@given(st.binary(max_size=200))
def test_any_bytes_give_rows_or_a_clear_error(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    rows = rows_of(tmp_path_factory.mktemp("rows"), b"name,id\nAda,1\n" + data)
    assert rows[0].query is not None
    assert all((row.query is None) != (row.problem is None) for row in rows)
    assert len(rows) <= 2 + data.count(b"\n")


def test_how_much_was_read_is_told(tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text("name\n" + "Ada\n" * 100)
    rows = iterate(path)
    for _ in range(50):
        next(rows)
    assert 0.4 < rows.fraction < 0.6
    assert len(list(rows)) == 50
    assert rows.fraction == 1
