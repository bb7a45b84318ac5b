"""Owners tied to the lists of a home, decisions of people on record, and the picture."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

import sample_lists as sample
from debar_process import debar

STAKES = (
    "owner,owned,percent,percent_high,document\nh1,sub1,60,,report\nsub1,sub2,50,,register\nc1,sub3,100,,register\n"
)
PARTIES = (
    "id,name,schema,country,government\nh1,Iran Air,Company,ir,\nc1,Huawei Technologies,Company,cn,\n"
    "sub1,Blue Dune Trading,Company,ae,\nsub2,Blue Dune Logistics,Company,ae,\nsub3,Blue Dune Phones,Company,ae,\n"
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("home")
    assert debar("update", "--from", sample.SDN, home=path).returncode == 0
    assert debar("update", "--from", sample.LISTS / "us-ofac-cons", home=path).returncode == 0
    return path


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, ...]:
    (tmp_path / "stakes.csv").write_text(STAKES)
    (tmp_path / "parties.csv").write_text(PARTIES)
    return ("ownership", str(tmp_path / "stakes.csv"), "--parties", str(tmp_path / "parties.csv"), "--rule", "ofac")


def verdicts(*args: object, home: Path) -> dict[str, str]:
    done = debar(*args, "--tie", "--format", "jsonl", home=home)
    assert done.returncode == 0, done.stderr
    return {one["id"]: one["verdict"] for one in map(json.loads, done.stdout.splitlines())}


def test_a_tie_by_name_alone_makes_nobody_more_than_possible(home: Path, files: tuple[str, ...]) -> None:
    found = verdicts(*files, home=home)
    assert {id: found[id] for id in ("h1", "sub1", "sub2")} == {
        "h1": "possible",
        "sub1": "possible",
        "sub2": "possible",
    }


def test_a_confirmed_tie_blocks_and_stands_on_record(home: Path, files: tuple[str, ...], tmp_path: Path) -> None:
    book = tmp_path / "decisions.csv"
    decide = ("--decisions", book, "--confirm", "h1=us-ofac-25237", "--by", "A. Analyst", "--note", "same id")
    found = verdicts(*files, *decide, home=home)
    assert {id: found[id] for id in ("h1", "sub1", "sub2")} == {"h1": "blocked", "sub1": "blocked", "sub2": "blocked"}
    with book.open(newline="") as stream:
        (row,) = csv.DictReader(stream)
    assert (row["party"], row["name"], row["entity"], row["by"]) == ("h1", "Iran Air", "us-ofac-25237", "A. Analyst")
    assert verdicts(*files, "--decisions", book, home=home)["sub2"] == "blocked"


def test_a_rejected_tie_is_none(home: Path, files: tuple[str, ...], tmp_path: Path) -> None:
    decide = ("--decisions", tmp_path / "d.csv", "--reject", "h1=us-ofac-25237", "--by", "A. Analyst")
    assert verdicts(*files, *decide, home=home)["sub1"] == "not_blocked"


def test_a_listing_that_blocks_nobody_reaches_nobody_it_owns(home: Path, files: tuple[str, ...]) -> None:
    """The NS-CMIC ban on securities: being listed is not being blocked."""
    done = debar(*files, "--tie", "--format", "jsonl", home=home)
    found = {one["id"]: one["verdict"] for one in map(json.loads, done.stdout.splitlines())}
    assert (found["c1"], found["sub3"]) == ("not_blocked", "not_blocked")
    assert "tie.reaches-nobody" in done.stderr


def test_without_fit_lists_nothing_is_said(files: tuple[str, ...], tmp_path: Path) -> None:
    done = debar(*files, "--tie", "--format", "jsonl", home=tmp_path / "no-home")
    assert done.returncode == 3
    assert done.stdout == ""


@pytest.mark.parametrize(
    "args",
    [(), ("--confirm", "h1=x"), ("--tie", "--confirm", "h1=x"), ("--tie", "--graph", "out.png"), ("--links",)],
)
def test_what_cannot_be_asked_is_refused(home: Path, files: tuple[str, ...], args: tuple[str, ...]) -> None:
    done = debar(*files, *args, home=home)
    assert done.returncode == 2
    assert done.stderr.startswith("debar: ")


@pytest.mark.parametrize("suffix", ["svg", "html"])
def test_the_picture_holds_every_party(home: Path, files: tuple[str, ...], tmp_path: Path, suffix: str) -> None:
    out = tmp_path / f"out.{suffix}"
    (tmp_path / "listed.txt").write_text("h1\n")
    done = debar(*files, "--listed", tmp_path / "listed.txt", "--entity", "sub2", "--graph", out, home=home)
    assert done.returncode == 0, done.stderr
    text = out.read_text("utf-8")
    if suffix == "svg":
        text = "".join(ET.fromstring(text).itertext())  # our own file
    for name in ("Iran Air", "Blue Dune Trading", "Blue Dune Logistics"):
        assert name in text


def test_stakes_of_several_files_stand_together(home: Path, files: tuple[str, ...], tmp_path: Path) -> None:
    more = tmp_path / "more.csv"
    more.write_text("owner,owned,percent\nsub2,sub4,51\n")
    (tmp_path / "listed.txt").write_text("h1\n")
    command, first, *rest = files
    done = debar(command, first, more, *rest, "--listed", tmp_path / "listed.txt", "--format", "jsonl", home=home)
    found = {one["id"]: one["verdict"] for one in map(json.loads, done.stdout.splitlines())}
    assert found["sub4"] == "blocked"
