"""`debar watch` and `debar read --customers`, as a user of the command line meets them."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import sample_lists as sample
from debar.news import schema
from debar_process import debar

ARTICLE = (
    "WASHINGTON - The United States and Britain on Tuesday said they will impose sanctions on Iran Air.\n\n"
    "The sanctions will freeze its U.S. assets.\n"
)


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("loaded")
    assert debar("update", "--from", sample.LISTS, home=path).returncode == 0
    return path


@pytest.fixture
def home(loaded: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(loaded, tmp_path / "home"))


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "article.txt"
    path.write_text(ARTICLE, "utf-8")
    return path


def as_json(*args: object, home: Path) -> Any:
    done = debar(*args, "--format", "json", home=home)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_an_article_is_added_listed_shown_and_removed(home: Path, article: Path) -> None:
    done = debar("watch", "add", article, "--date", "2024-09-10", home=home)
    assert done.returncode == 0, done.stderr
    assert "1 added" in done.stderr
    (held,) = as_json("watch", home=home)
    assert {each["country"]: each["status"] for each in held["imposers"]} == {"us": "fulfilled", "gb": "open"}
    shown = debar("watch", "show", "w1", home=home)
    assert "United States: fulfilled: in force" in shown.stdout
    assert "IRAN-CON-ARMS-EO, RUSSIA-EO14024" in shown.stdout
    assert "article.txt" in shown.stdout
    assert str(article.parent) not in shown.stdout
    assert debar("watch", "remove", "w1", "--reason", "done", home=home).returncode == 0
    assert as_json("watch", home=home) == []


def test_what_is_written_as_json_is_what_the_published_schemas_say(home: Path, article: Path, tmp_path: Path) -> None:
    debar("watch", "add", article, "--date", "2024-09-10", home=home)
    watched = as_json("watch", home=home)
    jsonschema.validate(watched, schema("watch"))
    shown = as_json("watch", "show", "w1", home=home)
    assert shown.pop("events")[0]["event"] == "added"
    jsonschema.validate([shown], schema("watch"))
    customers = tmp_path / "customers.csv"
    customers.write_text("id,name,country\n1,Iran Air,ir\n", "utf-8")
    told = as_json("read", article, "--date", "2024-09-10", "--customers", customers, home=home)
    exposure, law = told.pop("exposure"), told.pop("effects_in_law")
    jsonschema.validate(exposure, schema("exposure"))
    jsonschema.validate(law, schema("effects_in_law"))
    jsonschema.validate(told, schema())
    assert watched
    assert law
    assert exposure["exposed"]


def test_adding_again_adds_nothing(home: Path, article: Path) -> None:
    debar("watch", "add", article, "--date", "2024-09-10", home=home)
    again = debar("watch", "add", article, "--date", "2024-09-10", home=home)
    assert "0 added, 0 read anew, 1 watched already" in again.stderr


def test_the_lists_of_a_past_day_can_be_asked_for(home: Path, article: Path) -> None:
    debar("watch", "add", article, "--date", "2024-09-10", home=home)
    (held,) = as_json("watch", "--as-of", "2024-05-03", home=home)
    us = next(one for one in held["imposers"] if one["country"] == "us")
    assert (us["status"], us["stage"] == "in_force") == ("before", False)
    assert as_json("watch", "--known", "2020-01-01", home=home) == []


def test_csv_has_a_row_per_imposer(home: Path, article: Path) -> None:
    debar("watch", "add", article, "--date", "2024-09-10", home=home)
    rows = list(csv.DictReader(io.StringIO(debar("watch", "--format", "csv", home=home).stdout)))
    assert [(one["watch"], one["imposer"], one["days"]) for one in rows] == [
        ("w1", "United States", "0"),
        ("w1", "United Kingdom", ""),
    ]


def test_the_home_may_stand_before_the_subcommand(home: Path, article: Path) -> None:
    assert debar("watch", "--home", home, "add", article, "--date", "2024-09-10").returncode == 0
    assert debar("watch", "--home", home, "show", "w1").returncode == 0


def test_nothing_watched_is_said(home: Path) -> None:
    done = debar("watch", home=home)
    assert done.returncode == 0
    assert "nothing is watched" in done.stderr


@pytest.mark.parametrize(
    ("args", "code", "words"),
    [
        (("watch", "show", "w9"), 2, "nothing with this id is watched"),
        (("watch", "remove", "w9"), 2, "nothing with this id is watched"),
        (("watch", "--as-of", "yesterday"), 2, "--as-of"),
        (("watch", "add", "no-such-file.txt", "--date", "2024-09-10"), 2, "no-such-file.txt"),
        (("watch", "add", "{article}"), 2, "--date"),
        (("watch", "add", "{article}", "--date", "10.9.2024"), 2, "YYYY-MM-DD"),
    ],
)
def test_bad_input_ends_with_a_reason(home: Path, article: Path, args: tuple[str, ...], code: int, words: str) -> None:
    done = debar(*(one.format(article=article) for one in args), home=home)
    assert done.returncode == code, done.stderr
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_without_a_home_or_with_a_damaged_watch_nothing_is_shown(home: Path, tmp_path: Path) -> None:
    assert debar("watch", home=tmp_path / "none").returncode == 3
    (home / "watch.sqlite").write_bytes(b"scribble" * 400)
    done = debar("watch", home=home)
    assert done.returncode == 3
    assert "home.damaged" in done.stderr


def test_read_shows_customers_and_ends_with_4_where_rows_were_rejected(
    home: Path, article: Path, tmp_path: Path
) -> None:
    customers = tmp_path / "customers.csv"
    customers.write_text("id,name,type\nc1,Iran Air Cargo,company\nc2,,company\n", "utf-8")
    done = debar("read", article, "--date", "2024-09-10", "--customers", customers, "--format", "json", home=home)
    assert done.returncode == 4
    assert "c2" in done.stderr
    found = json.loads(done.stdout)
    assert {"document", "parties", "claims", "measures", "effects", "exposure"} <= set(found)
    (exposed,) = found["exposure"]["exposed"]
    assert exposed["id"] == "c1"
    assert exposed["reasons"][0]["why"] == "named"
    shown = debar("read", article, "--date", "2024-09-10", "--customers", customers, home=home)
    assert "no clearance" in " ".join(shown.stdout.split())


def test_read_ties_effect_sentences_to_the_law(home: Path, article: Path) -> None:
    found = as_json("read", article, "--date", "2024-09-10", home=home)
    assert found["effects"]
    (law,) = [one for one in found["effects_in_law"] if one["entity"] == "us-ofac-25237"]
    assert {one["action"] for one in law["law"]} == {"block"}


def test_stakes_without_customers_are_refused(home: Path, article: Path, tmp_path: Path) -> None:
    done = debar("read", article, "--stakes", tmp_path / "s.csv", home=home)
    assert done.returncode == 2
    assert "--customers" in done.stderr
