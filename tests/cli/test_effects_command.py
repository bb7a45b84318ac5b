"""What a hit means, as a user of the command line meets it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import sample_lists as sample
from debar_process import debar


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("home")
    assert debar("update", "--from", sample.LISTS, home=path).returncode == 0
    return path


def effects(home: Path, *args: str) -> list[dict[str, object]]:
    done = debar("effects", *args, "--format", "json", home=home)
    assert done.returncode == 0, done.stderr
    found: list[dict[str, object]] = json.loads(done.stdout)
    return found


def test_effects_is_an_array_with_every_field(home: Path) -> None:
    found = effects(home, "us-ofac-25237", "--nexus", "us", "--on", "2024-09-11")
    assert {
        "nexus", "binding", "jurisdiction", "authority", "legal_basis", "programme", "programme_name", "action", "bound",
        "prohibited", "conditions", "extends_to_owned", "reporting", "records", "licences", "secondary_exposure",
        "conflict_of_laws", "start", "end", "status", "source", "verified_on",
    } <= set(found[0])  # fmt: skip
    assert [one["programme"] for one in found if one["action"] == "block"] == [
        "IRAN",
        "IRAN-CON-ARMS-EO",
        "RUSSIA-EO14024",
    ]
    assert found[0]["reporting"][0]["due"] == "2024-09-25"  # type: ignore[index]


def test_effects_travel_in_time_with_the_listing(home: Path) -> None:
    found = effects(home, "us-ofac-25237", "--nexus", "us", "--on", "2024-09-09")
    assert [one["programme"] for one in found if one["action"] == "block"] == ["IRAN"]


def test_a_listing_that_dates_itself_needs_no_edition_of_that_day(home: Path) -> None:
    done = debar("effects", "us-ofac-46072", "--nexus", "us", "--on", "2023-11-15", "--format", "json", home=home)
    assert [one["action"] for one in json.loads(done.stdout) if one["binding"]] == []
    assert "not in force on 2023-11-15" in done.stderr
    later = effects(home, "us-ofac-46072", "--nexus", "us", "--on", "2023-12-16")
    assert [one["action"] for one in later if one["binding"]] == ["restrict"]


def test_what_was_listed_before_the_first_edition_is_not_guessed(home: Path) -> None:
    done = debar("effects", "us-ofac-25237", "--nexus", "us", "--on", "2020-01-01", home=home)
    assert done.returncode == 2
    assert "nobody can say whether it was listed then" in done.stderr


def test_a_new_entry_is_not_in_force_before_the_edition_that_brought_it(home: Path) -> None:
    done = debar("effects", "us-ofac-50585", "--nexus", "us", "--on", "2024-09-09", "--format", "json", home=home)
    assert json.loads(done.stdout) == []
    assert "not in force" in done.stderr
    shown = effects(home, "us-ofac-50585", "--nexus", "us", "--on", "2024-09-09", "--all")
    assert {(one["start"], one["in_force"]) for one in shown} == {("2024-09-10", False)}


def test_the_sentences_name_who_is_bound_and_that_they_are_no_advice(home: Path) -> None:
    text = debar("effects", "us-ofac-25237", "--nexus", "us,eu,uk", "--on", "2024-09-11", home=home).stdout
    for words in ("for a US person", "for an EU person", "for a UK person", "US persons must block", "no legal advice"):
        assert words in text
    assert "2271/96" in text


def test_a_dealing_is_held_against_each_effect(home: Path) -> None:
    args = ("us-ofac-17022", "--nexus", "us", "--on", "2025-04-01", "--dealing", "loan", "--tenor-days")
    verdicts = [
        {one["measure"]: one["dealing"] for one in effects(home, *args, days) if one["binding"]}
        for days in ("90", "45")
    ]
    assert [one["us-ssi-2"] for one in verdicts] == ["prohibited", "not_covered"]


def test_a_country_without_a_listing_has_effects_too(home: Path) -> None:
    found = effects(home, "--country", "Iran", "--nexus", "us", "--on", "2024-09-11")
    assert [one["action"] for one in found] == ["reject"]
    found = effects(home, "--country", "ir", "--government", "--nexus", "us", "--on", "2024-09-11")
    assert [one["action"] for one in found] == ["block"]


@pytest.mark.parametrize(
    "args",
    [
        (),
        ("us-ofac-25237", "--country", "ir"),
        ("us-ofac-25237", "--nexus", "mars"),
        ("us-ofac-25237", "--on", "yesterday"),
        ("us-ofac-25237", "--role", "wizard"),
        ("us-ofac-25237", "--dealing", "magic"),
        ("--country", "Atlantis"),
        ("us-ofac-0",),
    ],
)
def test_what_cannot_be_asked_is_refused(home: Path, args: tuple[str, ...]) -> None:
    done = debar("effects", *args, home=home)
    assert done.returncode == 2
    assert done.stderr.startswith("debar: ")
    assert "Traceback" not in done.stderr


def test_show_says_what_the_listing_means_to_those_whom_it_binds(home: Path) -> None:
    assert "US persons must block" in debar("show", "us-ofac-25237", home=home).stdout
    document = json.loads(debar("show", "uk-AFG0006", "--format", "json", home=home).stdout)
    assert {one["action"] for one in document["effects"]} == {"freeze", "deny_entry"}


def test_screen_says_what_each_match_means(home: Path) -> None:
    done = debar("screen", "Iran Air", "--nexus", "us", "--role", "bank", home=home)
    assert done.returncode == 1
    assert "US persons must block" in done.stdout
    answer = json.loads(debar("screen", "Iran Air", "--nexus", "us", "--format", "json", home=home).stdout)
    assert answer["results"][0]["effects"][0]["action"] == "block"
    plain = json.loads(debar("screen", "Iran Air", "--format", "json", home=home).stdout)
    assert "effects" not in plain["results"][0]


def test_batch_writes_and_reports_what_each_hit_means(home: Path, tmp_path: Path) -> None:
    customers = tmp_path / "customers.csv"
    customers.write_text("id,name\n1,Iran Air\n2,Marigold Fennimore-Tack\n")
    out, report = tmp_path / "out.jsonl", tmp_path / "report.html"
    args = ("batch", customers, "-o", out, "--report", report, "--nexus", "us,eu", "--as-of", "2024-09-10")
    # Lists of later editions are not held for that day: the policy of this home asks for OFAC alone.
    (home / "policy.toml").write_text('required = ["us-ofac-sdn"]\n')
    try:
        done = debar(*args, home=home)
    finally:
        (home / "policy.toml").unlink()
    assert done.returncode == 0, done.stderr
    first = json.loads(out.read_text().splitlines()[0])
    assert {(one["nexus"], one["action"]) for one in first["results"][0]["effects"]} >= {
        ("us", "block"),
        ("eu", "risk_flag"),
    }
    page = report.read_text()
    assert "What it means" in page
    assert "US persons must block" in page
    assert "no legal advice" in page
