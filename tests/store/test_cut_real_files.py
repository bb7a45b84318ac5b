"""The official files, cut at many bytes: none of the cuts is published, in a new home or over a good edition."""

from __future__ import annotations

import random
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from debar.errors import DebarError, ListUnrecognised
from debar.lists.catalog import official
from debar.match import build
from debar.store import Home
from debar.store.update import Choices, update

NOW = datetime.now(UTC)
SETS = {
    "ofac/2023-12-28": ("sdn.csv", "alt.csv", "add.csv", "sdn_comments.csv"),
    "ofac/non-sdn-2025-12-19": ("cons_prim.csv", "cons_alt.csv", "cons_add.csv"),
    "un": ("consolidated_2026-02.xml",),
    "ca": ("sema-lmes_2025-05.xml",),
    "au": ("regulation8_consolidated_2024-12.xlsx",),
    "uk": ("sanctionsconlist_2018-04-13.csv",),
    "us-csl": ("consolidated_2022-04.csv.gz",),
}


def row_ends(body: bytes) -> list[int]:
    return [at + 1 for at, byte in enumerate(body) if byte == 0x0A]


def cuts(body: bytes, tries: int, *, at_rows: bool) -> list[int]:
    chance = random.Random(len(body))
    size = len(body.rstrip()) if body.lstrip()[:1] == b"<" else len(body)
    points = {chance.randrange(size) for _ in range(tries)} | {size - 1, size // 2}
    if at_rows and (ends := [end for end in row_ends(body) if end < size]):
        points |= set(chance.sample(ends, min(len(ends), tries))) | set(ends[-3:])
    return sorted(points)


def outcome(home: Path, folder: Path) -> str:
    try:
        outcomes = update(home, official(), Choices(start=folder), build=build, now=NOW)
    except ListUnrecognised:
        return "refused"
    except DebarError as error:
        return error.code
    return "published" if any(one.outcome == "published" for one in outcomes) else "refused"


@pytest.mark.long
@pytest.mark.parametrize(("folder", "name"), [(folder, name) for folder, names in SETS.items() for name in names])
def test_a_cut_official_file_is_never_published(shared_lists: Path, tmp_path: Path, folder: str, name: str) -> None:
    alone = len(SETS[folder]) == 1
    source = shared_lists / folder
    whole, cut = tmp_path / "whole" / "2026-10-01", tmp_path / "cut" / "2026-10-02"
    for target in (whole, cut):
        target.mkdir(parents=True)
        for path in [source / name] if alone else sorted(source.iterdir()):
            shutil.copyfile(path, target / path.name)
    good = tmp_path / "good"
    assert outcome(good, whole) == "published"
    body = (source / name).read_bytes()
    plain_csv = name.startswith("sanctionsconlist")  # no end mark: cut at a row, only the last good edition can tell
    for point in cuts(body, 12, at_rows=True):
        (cut / name).write_bytes(body[:point])
        assert outcome(good, cut) != "published", f"{name} cut at {point} over a good edition"
    for point in cuts(body, 8, at_rows=not plain_csv):
        (cut / name).write_bytes(body[:point])
        new = tmp_path / f"new-{point}"
        assert outcome(new, cut) != "published", f"{name} cut at {point} in a new home"
        shutil.rmtree(new, ignore_errors=True)
    assert Home(good).index_folder()
