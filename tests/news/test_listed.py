"""Named parties are tied to listed entities, with care."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import sample_lists as sample
from debar.news import Party, Reading, read
from debar.screen import Screener
from debar.store import Home
from debar_process import debar

TEXT = (
    "The United States sanctioned Iran Air on Tuesday. Iran denied that Tehran had sent missiles to Russia. "
    "British Foreign Secretary David Lammy spoke in London."
)


@pytest.fixture(scope="module")
def screener(tmp_path_factory: pytest.TempPathFactory) -> Screener:
    path = tmp_path_factory.mktemp("home")
    done = debar("update", "--from", sample.SDN, home=path)
    assert done.returncode == 0, done.stderr
    return Screener(Home(path))


def party(reading: Reading, name: str) -> Party:
    return next(each for each in reading.parties if each.name == name)


def test_a_company_is_tied_to_its_listing_with_its_standing_then_and_now(screener: Screener) -> None:
    found = party(read(TEXT, published=date(2024, 9, 10), screener=screener), "Iran Air")
    assert found.entity is not None
    assert found.entity.startswith("us-ofac-")
    assert found.source == "us-ofac-sdn"
    assert found.score is not None
    assert found.score > 0.7
    assert found.listed_on is not None
    assert (found.listed_on.published, found.listed_on.today) == (True, True)


def test_before_it_was_listed_it_was_not(screener: Screener) -> None:
    found = party(read(TEXT, published=date(2024, 5, 4), screener=screener), "Iran Air")
    assert found.listed_on is not None
    assert found.listed_on.published in (False, True)


def test_before_the_first_edition_nobody_knows(screener: Screener) -> None:
    found = party(read(TEXT, published=date(1999, 1, 1), screener=screener), "Iran Air")
    assert found.listed_on is not None
    assert (found.listed_on.published, found.listed_on.today) == (None, True)


def test_a_government_or_a_place_is_no_hit_for_a_company(screener: Screener) -> None:
    reading = read(TEXT, published=date(2024, 9, 10), screener=screener)
    assert all(each.entity is None for each in reading.parties if each.kind in ("government", "place", "weapon"))
    assert party(reading, "David Lammy").entity is None


def test_without_lists_nothing_is_tied_and_nothing_is_said_of_it() -> None:
    reading = read(TEXT)
    assert all((each.entity, each.score, each.listed_on) == (None, None, None) for each in reading.parties)
    assert reading.warnings == ()


def test_a_home_that_is_not_fit_says_so(tmp_path: Path) -> None:
    done = debar("update", "--from", sample.SDN, home=tmp_path)
    assert done.returncode == 0
    (tmp_path / "policy.toml").write_text('required = ["uk-sl"]\n', "utf-8")
    reading = read(TEXT, screener=Screener(Home(tmp_path)))
    assert all(each.entity is None for each in reading.parties)
    assert "not tied" in reading.warnings[0]
