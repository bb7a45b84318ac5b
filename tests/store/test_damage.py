"""No damage to a home lets a listed name come out as clear."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

import sample_lists as sample
from debar import Home, Query, Screener, StoreError
from debar.lists.catalog import official
from debar.match import build
from debar.store.update import Choices, update

LISTED = Query(schema="Person", name="Vladimir Putin")


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("good") / "home"
    update(home, official(), Choices(start=sample.SDN), build=build, now=datetime.now(UTC))
    return home


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def flip(path: Path) -> None:
    body = bytearray(path.read_bytes())
    for at in range(0, len(body), max(1, len(body) // 7)):
        body[at] ^= 0xFF
    path.write_bytes(bytes(body))


def empty(path: Path) -> None:
    path.write_bytes(b"")


def files_of(home: Path) -> list[str]:
    return sorted(str(path.relative_to(home)) for path in home.rglob("*") if path.is_file() and path.name != "lock")


@pytest.mark.parametrize("damage", [cut, flip, empty, Path.unlink], ids=["cut", "flipped", "emptied", "deleted"])
def test_a_damaged_home_never_says_clear(good: Path, tmp_path: Path, damage: Callable[[Path], None]) -> None:
    names = files_of(good)
    assert any(name.startswith("index/") for name in names)
    for number, name in enumerate(names):
        home = tmp_path / f"home-{number}"
        shutil.copytree(good, home)
        path = home / name
        if path.stat().st_size == 0:
            continue
        damage(path)
        try:
            result = Screener(Home(home)).screen(LISTED)
        except StoreError:
            continue
        assert result.status == "not_screened" or result.hits[0].match, name
        if result.status == "not_screened":
            assert result.reasons
        shutil.rmtree(home)


def test_a_damaged_index_is_built_anew_by_the_next_update(good: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(good, home)
    folder, _ = Home(home).index_folder()
    flip(folder / "manifest.json")
    assert Screener(Home(home)).screen(LISTED).status == "not_screened"
    update(home, official(), Choices(start=sample.SDN_AFTER), build=build, now=datetime.now(UTC))
    assert Screener(Home(home)).screen(LISTED).status == "screened"


def test_a_read_only_home_can_be_screened_against(good: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(good, home)
    subprocess.run(["chmod", "-R", "a-w", str(home)], check=True)
    try:
        code = "import sys, debar; r = debar.Screener(debar.Home(sys.argv[1])).screen(debar.Query(name='Vladimir Putin')); print(r.status)"
        done = subprocess.run([sys.executable, "-c", code, str(home)], capture_output=True, text=True, check=True)
    finally:
        subprocess.run(["chmod", "-R", "u+w", str(home)], check=True)
    assert done.stdout.strip() == "screened"
