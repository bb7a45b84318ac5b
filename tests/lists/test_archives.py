"""Finding files in folders and archives."""

from __future__ import annotations

import gzip
import io
import lzma
import tarfile
import zipfile
from pathlib import Path

import pytest

from debar.errors import BadFile
from debar.lists.archives import Unpacker, Unreadable, date_in_name, folder_of
from debar.lists.files import ListFile

CONTENT = b"<CONSOLIDATED_LIST/>"


def contents(start: Path) -> dict[str, bytes]:
    with Unpacker() as unpacker:
        return {
            file.name.removeprefix(str(start)): file.read()
            for file in unpacker.walk(start)
            if isinstance(file, ListFile)
        }


def failures(start: Path) -> list[Unreadable]:
    with Unpacker() as unpacker:
        return [file for file in unpacker.walk(start) if isinstance(file, Unreadable)]


def tar_xz(members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w:xz") as archive:
        for name, body in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(body)
            archive.addfile(info, io.BytesIO(body))
    return stream.getvalue()


def zipped(members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in members.items():
            archive.writestr(name, body)
    return stream.getvalue()


def test_every_container_is_opened_whatever_its_name(tmp_path: Path) -> None:
    (tmp_path / "plain").write_bytes(CONTENT)
    (tmp_path / "a.bin").write_bytes(gzip.compress(CONTENT))
    (tmp_path / "b").write_bytes(lzma.compress(CONTENT))
    (tmp_path / "c.dat").write_bytes(zipped({"x/un.xml": CONTENT}))
    (tmp_path / "d.tar.xz").write_bytes(tar_xz({"e/un.xml": CONTENT, "f/un.xml.gz": gzip.compress(CONTENT)}))
    found = contents(tmp_path)
    assert sorted(found) == [
        "/a.bin!a.bin",
        "/b!b",
        "/c.dat!x/un.xml",
        "/d.tar.xz!d.tar!e/un.xml",
        "/d.tar.xz!d.tar!f/un.xml.gz!un.xml",
        "/plain",
    ]
    assert set(found.values()) == {CONTENT}


def test_a_workbook_is_a_file_and_no_container(tmp_path: Path) -> None:
    (tmp_path / "list.xlsx").write_bytes(zipped({"xl/workbook.xml": b"<x/>", "[Content_Types].xml": b"<x/>"}))
    assert list(contents(tmp_path)) == ["/list.xlsx"]


@pytest.mark.parametrize(
    "make", [gzip.compress, lzma.compress, lambda body: zipped({"a": body}), lambda b: tar_xz({"a": b})]
)
def test_a_cut_archive_is_named_and_does_not_stop_the_others(tmp_path: Path, make) -> None:  # type: ignore[no-untyped-def]
    whole = make(bytes(range(256)) * 400)
    (tmp_path / "cut").write_bytes(whole[: len(whole) * 2 // 3])
    (tmp_path / "good").write_bytes(CONTENT)
    assert [one.name.endswith("cut") or "cut" in one.name for one in failures(tmp_path)] == [True]
    assert "/good" in contents(tmp_path)


def test_a_member_cannot_be_written_outside_the_temporary_folder(tmp_path: Path) -> None:
    (tmp_path / "evil.tar.xz").write_bytes(tar_xz({"../../../../tmp/debar-evil": CONTENT}))
    assert list(contents(tmp_path).values()) == [CONTENT]
    assert not Path("/tmp/debar-evil").exists()


def test_nested_archives_have_a_bottom(tmp_path: Path) -> None:
    body = CONTENT
    for _ in range(6):
        body = gzip.compress(body)
    (tmp_path / "deep").write_bytes(body)
    assert "deep" in failures(tmp_path)[0].error.about


def test_a_missing_folder_is_an_error(tmp_path: Path) -> None:
    with Unpacker() as unpacker, pytest.raises(BadFile, match="no such file"):
        list(unpacker.walk(tmp_path / "nothing"))


@pytest.mark.parametrize(
    ("name", "date"),
    [
        ("ofac/2023-12-28/sdn.csv", "2023-12-28"),
        ("x/sdn_20240223.csv", "2024-02-23"),
        ("history.tar.xz!sdn_2021-08-18T0939Z.csv", "2021-08-18T09:39:00Z"),
        ("2023-01-01/sdn_2024-02-23.csv", "2024-02-23"),
        ("regulation8_consolidated_2024-12.xlsx", "2024-12"),
        ("sdn_20249999.csv", None),
        ("sdn.csv", None),
    ],
)
def test_an_edition_is_dated_by_the_innermost_name_that_bears_a_date(name: str, date: str | None) -> None:
    assert date_in_name(name) == date


def test_files_of_a_set_share_their_folder() -> None:
    assert folder_of("a/b/sdn.csv") == "a/b"
    assert folder_of("a/b.zip!c/sdn.csv") == "a/b.zip!c"
    assert folder_of("sdn.csv") == ""
