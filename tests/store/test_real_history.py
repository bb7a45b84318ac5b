"""The archive of daily SDN editions, and the action of 2024-09-10, as history."""

from __future__ import annotations

import shutil
import tarfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from debar.errors import NotScreened
from debar.lists.catalog import official
from debar.match import build
from debar.store import Home
from debar.store.update import Choices, update

NOW = datetime.now(UTC)
ARCHIVE = "ofac/history/sdn_csv_2021-08_2024-05.tar.xz"
EDITIONS = ("sdn_2024-02-20T1843Z.csv", "sdn_2024-02-23T1843Z.csv", "sdn_2024-05-03T1843Z.csv")


def members(archive: Path, wanted: tuple[str, ...]) -> Iterator[tuple[str, bytes]]:
    with tarfile.open(archive) as stream:
        for member in stream:
            if member.name in wanted:
                body = stream.extractfile(member)
                assert body is not None
                yield member.name, body.read()


@pytest.fixture(scope="module")
def lists(shared_lists: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three editions of the archive, and an edition of 2024-09-10 made of that day's rows."""
    folder = tmp_path_factory.mktemp("lists")
    found = dict(members(shared_lists / ARCHIVE, EDITIONS))
    assert set(found) == set(EDITIONS)
    (folder / "archive").mkdir()
    for name, body in found.items():
        (folder / "archive" / name).write_bytes(body)
    rows = found[EDITIONS[-1]].removesuffix(b"\x1a").splitlines(keepends=True)
    changed = (shared_lists / "ofac/2024-09-10/after_from_2026_sdn.csv").read_bytes().splitlines()
    by_id = {row.partition(b",")[0]: row + b"\r\n" for row in changed if row.strip()}
    kept = [by_id.pop(row.partition(b",")[0], row) for row in rows]
    edition = folder / "2024-09-10"
    edition.mkdir()
    (edition / "sdn.csv").write_bytes(b"".join([*kept, *by_id.values()]) + b"\x1a")
    for source in ("alt-2024-09-25/alt.csv", "2023-12-28/add.csv", "2023-12-28/sdn_comments.csv"):
        shutil.copy(shared_lists / "ofac" / source, edition)
    return folder


@pytest.fixture(scope="module")
def home(lists: Path, tmp_path_factory: pytest.TempPathFactory) -> Home:
    path = tmp_path_factory.mktemp("history") / "home"
    choices = Choices(start=lists / "archive", allow_partial=True)
    outcomes = update(path, official(), choices, build=build, now=NOW)
    assert [one.outcome for one in outcomes] == ["history"] * 3
    assert outcomes[-1].entities == 14_965
    return Home(path)


def test_a_home_of_partial_editions_is_never_fit(home: Home) -> None:
    with pytest.raises(NotScreened, match="partial"):
        home.index_folder()


def test_553_listings_came_between_2024_02_20_and_2024_02_23(home: Home) -> None:
    (comparison,) = home.changes("2024-02-20", "2024-02-23")
    kinds = [change.change for change in comparison.changes]
    assert kinds.count("added") == 553
    assert kinds.count("removed") == 0
    assert "partial" in comparison.note


def test_the_day_before_an_edition_still_has_the_old_one(home: Home) -> None:
    (comparison,) = home.changes("2024-02-20", "2024-02-22")
    assert comparison.changes == ()


def test_iran_air_is_retagged_on_2024_09_10(home: Home, lists: Path) -> None:
    (outcome,) = update(home.path, official(), Choices(start=lists / "2024-09-10"), build=build, now=NOW)
    assert (outcome.outcome, outcome.entities) == ("published", 14_979)
    (comparison,) = home.changes("2024-05-03", "2024-09-10")
    added = [change.id for change in comparison.changes if change.change == "added"]
    assert len(added) == 14
    iran_air = next(change for change in comparison.changes if change.id == "us-ofac-25237")
    programs = next(one for one in iran_air.fields if one.field == "program")
    assert (set(programs.added), programs.removed) == ({"IRAN-CON-ARMS-EO", "RUSSIA-EO14024"}, ())
    before, after = home.entity_history("us-ofac-25237")
    assert (before.partial, after.partial) == ("sdn.csv", None)
    assert home.entity("us-ofac-25237", "2024-09-09").values("program") == before.entity.values("program")
    assert home.index_folder()
    with pytest.raises(NotScreened):
        home.index_folder_as_of("2024-09-09", build=build)


@pytest.mark.long
def test_all_308_editions_fit_in_100_mb_and_can_be_read_back(shared_lists: Path, tmp_path: Path) -> None:
    choices = Choices(start=shared_lists / ARCHIVE, allow_partial=True)
    outcomes = update(tmp_path / "home", official(), choices, build=build, now=NOW)
    assert [one.outcome for one in outcomes] == ["history"] * 308
    size = sum(path.stat().st_size for path in (tmp_path / "home").rglob("*") if path.is_file())
    assert size < 100e6
    home = Home(tmp_path / "home")
    snapshots = home.history.snapshots("us-ofac-sdn")
    for snapshot, outcome in zip(snapshots[::50], outcomes[::50], strict=True):
        assert sum(1 for _ in home.history.bodies(snapshot)) == outcome.entities
