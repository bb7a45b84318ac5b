"""Indexes of past days: bounded, shared by processes, and never in the home."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

import sample_lists as sample
from debar.errors import StoreError
from debar.lists.catalog import official
from debar.match import Index, build
from debar.model import Entity, Query
from debar.model.policy import Policy
from debar.screen import Screener
from debar.store import Home
from debar.store.past_indexes import PastIndexes, cache_folder
from debar.store.update import Choices, update

NOW = datetime(2026, 11, 26, tzinfo=UTC)
POLICY = Policy(required=("us-ofac-sdn",))


@pytest.fixture
def home(tmp_path: Path) -> Home:
    update(tmp_path / "home", official(), Choices(start=sample.LISTS), build=build, now=NOW, report=lambda text: None)
    return Home(tmp_path / "home", policy=POLICY)


def days(home: Home) -> list[str]:
    """Days that each have other editions, the newest of all left out."""
    editions = {one.edition[:10] for one in home.history.snapshots() if one.complete}
    return sorted(day for day in editions if day >= "2024-05-03")[:-1]


def folders(cache: Path) -> set[str]:
    return {one.name for one in (cache / "index").iterdir()}


def test_the_home_stays_as_it_is(home: Home, tmp_path: Path) -> None:
    before = sorted(home.path.rglob("*"))
    folder, _ = home.index_folder_as_of(days(home)[0], build=build, indexes=PastIndexes(tmp_path / "cache"))
    assert sorted(home.path.rglob("*")) == before
    assert folder.is_relative_to(tmp_path / "cache")


def test_a_day_with_the_editions_of_today_needs_no_index(home: Home, tmp_path: Path) -> None:
    folder, _ = home.index_folder_as_of("2099-01-01", build=build, indexes=PastIndexes(tmp_path / "cache"))
    assert folder.parent == home.path / "index"
    assert not (tmp_path / "cache").exists()


def test_however_many_days_are_asked_for_few_indexes_stay_the_last_asked_for(home: Home, tmp_path: Path) -> None:
    indexes = PastIndexes(tmp_path / "cache", most=2)
    first, second, third, *_ = days(home)
    names = {
        day: home.index_folder_as_of(day, build=build, indexes=indexes)[0].name for day in (first, second, first, third)
    }
    assert folders(tmp_path / "cache") == {names[first], names[third]}
    for day in days(home):
        home.index_folder_as_of(day, build=build, indexes=indexes)
    assert len(folders(tmp_path / "cache")) == 2


def test_the_bytes_are_bounded_too_and_the_last_index_always_stays(home: Home, tmp_path: Path) -> None:
    indexes = PastIndexes(tmp_path / "cache", most_bytes=1)
    for day in days(home):
        folder, _ = home.index_folder_as_of(day, build=build, indexes=indexes)
        assert folders(tmp_path / "cache") == {folder.name}


def test_who_has_an_index_open_keeps_it(home: Home, tmp_path: Path) -> None:
    indexes = PastIndexes(tmp_path / "cache", most=1)
    first, second, *_ = days(home)
    index = Index.open(home.index_folder_as_of(first, build=build, indexes=indexes)[0])
    home.index_folder_as_of(second, build=build, indexes=indexes)
    assert index.search(Query(name="Iran Air"))[0].entity.id == "us-ofac-25237"


def test_what_a_killed_builder_left_goes(home: Home, tmp_path: Path) -> None:
    left = tmp_path / "cache" / "index" / ".building-killed"
    left.mkdir(parents=True)
    home.index_folder_as_of(days(home)[0], build=build, indexes=PastIndexes(tmp_path / "cache"))
    assert not left.exists()


def test_a_damaged_index_is_built_anew(home: Home, tmp_path: Path) -> None:
    indexes = PastIndexes(tmp_path / "cache")
    folder, _ = home.index_folder_as_of(days(home)[0], build=build, indexes=indexes)
    victim = next(one for one in sorted(folder.iterdir()) if one.name != "manifest.json" and one.stat().st_size)
    victim.write_bytes(b"")
    Index.open(home.index_folder_as_of(days(home)[0], build=build, indexes=indexes)[0], verify=True)


def test_several_who_ask_for_a_day_at_once_build_it_once(home: Home, tmp_path: Path) -> None:
    built: list[Path] = []

    def building(entities: Iterable[Entity], directory: Path, *, about: Mapping[str, object]) -> None:
        built.append(directory)
        build(entities, directory, about=about)

    def ask() -> None:
        own = Home(home.path, policy=POLICY)
        own.index_folder_as_of(days(own)[0], build=building, indexes=PastIndexes(tmp_path / "cache"))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(built) == 1


ASK = """
import json, sys
from debar import Home, Query, Screener
from debar.model.policy import Policy
home = Home(sys.argv[1], policy=Policy(required=("us-ofac-sdn",)))
found = {}
for day in sys.argv[2:]:
    result = Screener(home, as_of=day).screen(Query(name="Iran Air"))
    found[day] = result.hits[0].entity.id if result.status == "screened" else result.reasons
print(json.dumps(found))
"""


def test_processes_share_a_small_cache_and_all_are_answered(home: Home, tmp_path: Path) -> None:
    environment = {**os.environ, "DEBAR_CACHE": str(tmp_path / "cache")}
    asked = days(home)
    orders = (asked, asked[::-1], asked * 2)
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", ASK, str(home.path), *order], stdout=subprocess.PIPE, text=True, env=environment
        )
        for order in orders
    ]
    for process in processes:
        said, _ = process.communicate(timeout=120)
        assert process.returncode == 0
        assert set(json.loads(said).values()) == {"us-ofac-25237"}


def test_a_cache_that_cannot_be_written_is_an_error_and_no_answer(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("DEBAR_CACHE", str(tmp_path / "file" / "cache"))
    with pytest.raises(StoreError, match="DEBAR_CACHE"):
        Screener(home, as_of=days(home)[0])


def test_a_cache_of_somebody_else_is_not_trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DEBAR_CACHE", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    (tmp_path / "cache" / "debar").mkdir(parents=True)
    assert cache_folder() == tmp_path / "cache" / "debar"
    (tmp_path / "cache" / "debar").chmod(0o777)
    assert cache_folder() == tmp_path / f"debar-{os.geteuid()}"
    cache_folder().rmdir()
    (tmp_path / f"debar-{os.geteuid()}").symlink_to(tmp_path / "cache")
    with pytest.raises(StoreError):
        cache_folder()
