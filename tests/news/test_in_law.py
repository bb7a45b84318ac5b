"""What an article says of a measure's effects stands beside what the law says for those concerned."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

import made_readings as made
import sample_lists as sample
from debar.lists.catalog import official
from debar.match import build
from debar.model import Designation, Entity, Name
from debar.news import Effect, Party, read
from debar.news.in_law import InLaw, effects_in_law
from debar.screen import Screener
from debar.store import Home
from debar.store.update import Choices, update

AIR = made.party("air", "Iran Air", "company", country="ir", entity="us-ofac-25237", source="us-ofac-sdn")
DAY = date(2024, 9, 10)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    root = tmp_path_factory.mktemp("home")
    update(root, official(), Choices(start=sample.SDN), build=build, now=datetime.now(UTC))
    opened = Home(root)
    yield opened
    opened.close()


def said(kind: str = "asset_freeze", bound: str | None = "us", targets: tuple[str, ...] = ("air",)) -> Effect:
    return Effect(id="e1", kind=kind, bound=bound, targets=targets, text="barring access", span=(0, 14))


def in_law(home: Home, effect: Effect, *parties: Party, published: str | None = "2024-09-10") -> tuple[InLaw, ...]:
    return effects_in_law(made.reading(parties=parties or (AIR,), effects=(effect,), published=published), home)


def test_a_bar_from_us_assets_is_the_block_of_that_day(home: Home) -> None:
    (found,) = in_law(home, said())
    assert (found.nexus, found.basis, found.entity, found.on) == ("us", "sentence", "us-ofac-25237", DAY)
    assert {(one.action, one.programme) for one in found.law} == {
        ("block", "IRAN"),
        ("block", "IRAN-CON-ARMS-EO"),
        ("block", "RUSSIA-EO14024"),
    }
    assert "no legal advice" in found.text


def test_the_listing_is_that_of_the_articles_day(home: Home) -> None:
    (found,) = in_law(home, said(), published="2024-05-03")
    assert {one.programme for one in found.law} == {"IRAN"}


def test_of_a_travel_ban_a_block_says_nothing(home: Home) -> None:
    (found,) = in_law(home, said("travel_ban"))
    assert found.law == ()
    assert found.besides > 0
    assert "nothing was in force" in found.text


def test_a_sentence_that_binds_nobody_in_particular_gets_no_law(home: Home) -> None:
    (found,) = in_law(home, said(bound=None))
    assert (found.basis, found.law) == ("none", ())
    assert "does not say whom it binds" in found.text


def test_a_sentence_about_nobody_listed_says_so(home: Home) -> None:
    (found,) = in_law(home, said(), made.party("air", "Orchard Airways", "company"))
    assert (found.basis, found.entity) == ("none", None)


def test_a_sentence_that_names_nobody_falls_back_on_the_measures_of_the_same_authority_and_says_so(home: Home) -> None:
    mooted = made.measure(imposers=(made.US,), targets=(AIR,))
    reading = made.reading(mooted, parties=(made.US, AIR), effects=(said(targets=()),))
    (found,) = effects_in_law(reading, home)
    assert (found.basis, found.entity) == ("measure", "us-ofac-25237")
    british = made.reading(mooted, parties=(made.US, AIR), effects=(said(bound="uk", targets=()),))
    assert effects_in_law(british, home)[0].basis == "none"


def test_who_was_not_listed_on_that_day_has_no_law(home: Home) -> None:
    katebi = made.party("k", "Ruhollah Katebi", "person", entity="us-ofac-50596", source="us-ofac-sdn")
    (found,) = in_law(home, said(targets=("k",)), katebi, published="2024-05-03")
    assert found.law == ()
    assert "on no list held of 2024-05-03" in found.text


def test_an_undated_article_has_no_day_to_ask_for(home: Home) -> None:
    assert "no date" in in_law(home, said(), published=None)[0].text


def test_a_member_states_law_is_the_unions() -> None:
    listing = Designation("Council of the European Union", ("IRN",), listed_on="2024-10-14")
    entity = Entity("eu-1", "eu-fsf", "Company", (Name("ACME"),), designations=(listing,))
    party = made.party("a", "ACME", "company", entity="eu-1", source="eu-fsf")
    reading = made.reading(parties=(party,), effects=(said(bound="de", targets=("a",)),), published="2024-10-15")
    (found,) = effects_in_law(reading, lambda _, __: entity)
    assert found.nexus == "eu"
    assert {one.action for one in found.law} == {"freeze"}


def test_the_reading_itself_is_left_as_it_was(home: Home) -> None:
    reading = made.reading(parties=(AIR,), effects=(said(),))
    before = repr(reading)
    effects_in_law(reading, home)
    assert repr(reading) == before


def test_the_seeds_bar_from_us_assets_is_tied_to_the_law(shared: Path, home: Home) -> None:
    article = next((shared / "seed").glob("*.txt"), None)
    if article is None:
        pytest.skip("needs the seed article")
    reading = read(article.read_text("utf-8"), published=DAY, screener=Screener(home))
    found = [one for one in effects_in_law(reading, home) if one.nexus == "us" and one.entity == "us-ofac-25237"]
    assert {one.kind for one in found} >= {"asset_freeze"}
    assert all({each.action for each in one.law} == {"block"} for one in found)
