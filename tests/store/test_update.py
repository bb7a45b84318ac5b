"""What may be published, and what must be refused."""

from __future__ import annotations

import os
import random
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

import sample_lists as sample
from debar.errors import BadFile, HomeLocked, ListUnrecognised, NotScreened
from debar.lists.catalog import Source, official
from debar.match import build
from debar.model.policy import Policy
from debar.store import Home
from debar.store.update import Choices, Outcome, update

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def load(home: Path, start: Path, **choices: object) -> tuple[Outcome, ...]:
    return update(home, official(), Choices(start=start, **choices), build=build, now=NOW)  # type: ignore[arg-type]


def editions(home: Path) -> list[tuple[str, str]]:
    return [(one.source, one.edition) for one in Home(home).history.snapshots()]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with the sample's first SDN edition."""
    path = tmp_path / "home"
    assert [one.outcome for one in load(path, sample.SDN_BEFORE)] == ["published"]
    return path


def test_a_folder_with_every_list_becomes_a_fit_home(tmp_path: Path) -> None:
    outcomes = load(tmp_path / "home", sample.LISTS)
    assert [one.message for one in outcomes if one.bad] == []
    home = Home(tmp_path / "home")
    assert all(one.fit for one in home.lists(NOW))
    folder, _ = home.index_folder(NOW)
    assert (folder / "manifest.json").is_file()


def test_a_newer_edition_follows_the_older_one(home: Path) -> None:
    assert [one.outcome for one in load(home, sample.SDN_AFTER)] == ["published"]
    (comparison,) = Home(home).changes("2024-05-03", "2024-09-10")
    iran_air = next(change for change in comparison.changes if change.id == "us-ofac-25237")
    programs = next(one for one in iran_air.fields if one.field == "program")
    assert iran_air.change == "amended"
    assert set(programs.added) == {"IRAN-CON-ARMS-EO", "RUSSIA-EO14024"}


def test_the_same_files_again_are_unchanged_and_count_as_a_check(home: Path) -> None:
    later = datetime(2026, 11, 25, tzinfo=UTC)
    (outcome,) = update(home, official(), Choices(start=sample.SDN_BEFORE), build=build, now=later)
    assert outcome.outcome == "unchanged"
    assert Home(home).lists(later)[0].checked == "2026-11-25T00:00:00Z"
    assert len(editions(home)) == 1


@pytest.mark.parametrize("missing", ["alt.csv", "add.csv", "sdn_comments.csv", "sdn.csv"])
def test_an_incomplete_set_is_refused_and_names_the_missing_file(tmp_path: Path, missing: str) -> None:
    folder = sample.copy(sample.SDN_BEFORE, tmp_path / "2024-05-03")
    (folder / missing).unlink()
    outcomes = load(tmp_path / "home", folder)
    assert all(one.bad for one in outcomes)
    assert any(missing in one.message for one in outcomes)
    with pytest.raises(NotScreened):
        Home(tmp_path / "home").index_folder(NOW)


def test_a_partial_edition_is_history_and_never_fit(tmp_path: Path) -> None:
    folder = sample.copy(sample.SDN_BEFORE, tmp_path / "2024-05-03")
    for name in ("alt.csv", "add.csv", "sdn_comments.csv"):
        (folder / name).unlink()
    (outcome,) = load(tmp_path / "home", folder, allow_partial=True)
    assert outcome.outcome == "history"
    home = Home(tmp_path / "home")
    assert home.entity("us-ofac-25237").caption == "IRAN AIR"
    (state,) = home.lists(NOW)
    assert not state.fit
    assert "partial" in state.reasons[0]
    with pytest.raises(NotScreened):
        home.index_folder(NOW)
    with pytest.raises(NotScreened):
        home.index_folder_as_of("2024-06-01", build=build)


def test_an_older_edition_is_refused_and_the_newer_stays(tmp_path: Path) -> None:
    load(tmp_path / "home", sample.SDN_AFTER)
    (outcome,) = load(tmp_path / "home", sample.SDN_BEFORE)
    assert outcome.outcome == "refused"
    assert "newer" in outcome.message
    assert [one.edition for one in Home(tmp_path / "home").lists(NOW)] == ["2024-09-10"]


def test_an_older_edition_can_join_the_history(tmp_path: Path) -> None:
    load(tmp_path / "home", sample.SDN_AFTER)
    (outcome,) = load(tmp_path / "home", sample.SDN_BEFORE, allow_older=True)
    assert outcome.outcome == "history"
    home = Home(tmp_path / "home")
    assert [one.edition for one in home.lists(NOW)] == ["2024-09-10"]
    assert [version.first for version in home.entity_history("us-ofac-25237")] == ["2024-05-03", "2024-09-10"]


def test_an_html_page_is_refused_and_the_last_good_edition_stays(home: Path, tmp_path: Path) -> None:
    page = tmp_path / "2024-10-01" / "sdn.csv"
    page.parent.mkdir()
    page.write_text("<!DOCTYPE html><html><body>Service unavailable</body></html>")
    (outcome,) = load(home, page.parent)
    assert outcome.bad
    assert "HTML" in outcome.message
    assert Home(home).index_folder(NOW)


def _cut_points(size: int, row_ends: list[int], tries: int) -> list[int]:
    chance = random.Random(size)
    points = {0, 1, size - 1, size - 2, size // 2, *row_ends[-4:-1], *(end - 1 for end in row_ends[-3:])}
    points |= {chance.randrange(size) for _ in range(tries)}
    return sorted(point for point in points if 0 <= point < size)


@pytest.mark.parametrize(
    "file",
    sorted(
        (
            path
            for path in sample.LISTS.rglob("*")
            if path.is_file() and "2024-05-03" not in path.parts and "own" not in str(path)
        ),
        key=str,
    ),
    ids=lambda path: "-".join(path.parts[-2:]),
)
def test_a_file_cut_at_any_byte_is_never_published(tmp_path: Path, file: Path) -> None:
    """With a last good edition of the same list in the home, at many points, the ends of rows among them.

    A cut that takes nothing but white space behind the closing tag of XML takes nothing.
    """
    home = tmp_path / "home"
    whole = sample.copy(file.parent, tmp_path / "whole" / "2026-10-01")
    assert not any(one.bad for one in load(home, whole)), "the whole edition must be good"
    before = editions(home)
    body = file.read_bytes()
    row_ends = [i + 1 for i, byte in enumerate(body) if byte == 0x0A]
    cut = sample.copy(file.parent, tmp_path / "cut" / "2026-10-02")
    size = len(body.rstrip()) if file.suffix == ".xml" else len(body)
    for point in _cut_points(size, row_ends, 12):
        (cut / file.name).write_bytes(body[:point])
        try:
            outcomes = load(home, cut)
        except ListUnrecognised:
            continue
        assert not any(one.outcome == "published" for one in outcomes), (
            f"cut at byte {point} of {len(body)} was published"
        )
    assert editions(home) == before


def test_one_failing_source_does_not_stop_the_others(tmp_path: Path) -> None:
    folder = sample.copy(sample.LISTS, tmp_path / "lists")
    un = next((folder / "un-sc").rglob("*.xml"))
    un.write_bytes(un.read_bytes()[:-200])
    outcomes = {one.source: one.outcome for one in load(tmp_path / "home", folder)}
    assert (outcomes["us-ofac-sdn"], outcomes["uk-sl"]) == ("published", "published")
    assert not any(source == "un-sc" and outcome == "published" for source, outcome in outcomes.items())


def test_a_shrunken_edition_needs_a_person(home: Path, tmp_path: Path) -> None:
    folder = sample.copy(sample.SDN_BEFORE, tmp_path / "2024-06-01")
    keep = (folder / "sdn.csv").read_bytes().split(b"\r\n")
    ids = {row.split(b",")[0] for row in keep[:16]}
    for path in folder.iterdir():
        rows = path.read_bytes().removesuffix(b"\x1a").split(b"\r\n")
        path.write_bytes(
            b"".join(
                row + b"\r\n" for row in rows if row and (row.split(b",")[0] in ids or path.name == "sdn_comments.csv")
            )
            + b"\x1a"
        )
    (refused,) = load(home, folder)
    assert refused.outcome == "refused"
    assert "count" in refused.message
    (accepted,) = load(home, folder, accept=frozenset({"us-ofac-sdn"}))
    assert accepted.outcome == "published"


def test_an_edition_without_its_sentinels_is_refused(tmp_path: Path) -> None:
    catalog = {"us-ofac-sdn": Source(id="us-ofac-sdn", title="SDN", sentinels=(("us-ofac-1", "2000-01-01"),))}
    choices = Choices(start=sample.SDN_BEFORE)
    (outcome,) = update(tmp_path / "home", catalog, choices, build=build, now=NOW)
    assert outcome.outcome == "refused"
    assert "us-ofac-1" in outcome.message


def test_an_edition_from_the_future_is_refused(tmp_path: Path) -> None:
    folder = sample.copy(sample.SDN_BEFORE, tmp_path / "2031-01-01")
    (outcome,) = load(tmp_path / "home", folder)
    assert outcome.outcome == "refused"
    assert "future" in outcome.message


def test_the_home_is_unfit_when_its_lists_were_not_checked_for_too_long(home: Path) -> None:
    late = datetime(2026, 11, 26, tzinfo=UTC)
    with pytest.raises(NotScreened, match="hours ago"):
        Home(home).index_folder(late)
    assert Home(home, policy=Policy(max_age_h=1000)).index_folder(late)


def test_a_required_list_that_is_not_held_makes_the_home_unfit(home: Path) -> None:
    with pytest.raises(NotScreened, match="eu-fsf"):
        Home(home, policy=Policy(required=("us-ofac-sdn", "eu-fsf"))).index_folder(NOW)


def test_a_source_that_was_refused_and_never_held_makes_the_home_unfit(home: Path, tmp_path: Path) -> None:
    broken = tmp_path / "un" / "consolidated.xml"
    broken.parent.mkdir()
    un = next((sample.LISTS / "un-sc").rglob("*.xml")).read_bytes()
    broken.write_bytes(un[: len(un) * 3 // 4])
    assert load(home, broken)[0].bad
    with pytest.raises(NotScreened, match="un-sc"):
        Home(home).index_folder(NOW)


def test_a_missing_index_makes_the_home_unfit(home: Path) -> None:
    folder, _ = Home(home).index_folder(NOW)
    shutil.rmtree(folder)
    with pytest.raises(NotScreened, match="index"):
        Home(home).index_folder(NOW)


def test_a_second_update_at_the_same_time_is_refused(home: Path) -> None:
    import fcntl

    with (home / "lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(HomeLocked):
            load(home, sample.SDN_AFTER)


def test_an_own_watchlist_is_loaded_under_its_name(tmp_path: Path) -> None:
    # Such a list is as old as its file, which a fresh checkout has just written.
    start = sample.copy(sample.LISTS / "own-watchlist", tmp_path / "lists")
    os.utime(start / "watchlist.csv", (NOW.timestamp(), NOW.timestamp()))
    (outcome,) = load(tmp_path / "home", start, sources=("my-watchlist",))
    assert (outcome.source, outcome.outcome) == ("my-watchlist", "published")


def test_a_customer_file_is_not_taken_for_a_list(tmp_path: Path) -> None:
    (outcome,) = load(tmp_path / "home", sample.SAMPLE / "customers.csv")
    assert outcome.bad
    assert "no list format" in outcome.message


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(BadFile):
        load(tmp_path / "home", tmp_path / "nothing")


@pytest.mark.parametrize(
    ("folder", "source"), [(sample.SDN_AFTER, "us-ofac-sdn"), (sample.LISTS / "us-ofac-cons", "us-ofac-cons")]
)
def test_a_list_that_cannot_be_read_at_all_is_still_known_by_its_beginning(
    tmp_path: Path, folder: Path, source: str
) -> None:
    load(tmp_path / "home", sample.LISTS / "un-sc")
    cut = sample.copy(folder, tmp_path / "2026-10-02")
    for path in cut.iterdir():
        path.write_bytes(path.read_bytes()[:-40])
    (outcome,) = load(tmp_path / "home", cut)
    assert (outcome.source, outcome.bad) == (source, True)
    with pytest.raises(NotScreened, match=source):
        Home(tmp_path / "home").index_folder(NOW)


def test_the_same_edition_in_another_format_is_named_and_not_read_twice(shared_lists: Path, tmp_path: Path) -> None:
    said: list[str] = []
    folder = shared_lists / "opensanctions" / "format_sample_wd_persons_2024-03"
    outcomes = update(tmp_path / "home", official(), Choices(start=folder), build=build, now=NOW, report=said.append)
    assert [(one.outcome, one.entities) for one in outcomes] == [("published", 607)]
    assert sum("in another format" in line for line in said) >= 2
