"""``debar ownership`` as a user meets it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from debar_process import debar

STAKES = """owner,owned,percent,percent_high,from,until,document
X,A,50,,,,register 2024
A,B,50,,,,annual report
Y,C,25,50,,,register 2024
Y,D,30,,,,
X,E,60,,,2024-09-11,
"""


@pytest.fixture
def stakes(tmp_path: Path) -> Path:
    path = tmp_path / "stakes.csv"
    path.write_text(STAKES, "utf-8")
    return path


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    path = tmp_path / "listed.txt"
    path.write_text("# who\nX\nY\n", "utf-8")
    return path


def test_jsonl_has_a_line_per_party_with_its_proof(stakes: Path, listed: Path) -> None:
    done = debar("ownership", stakes, "--listed", listed, "--rule", "ofac", "--on", "2026-11-26", "--format", "jsonl")
    assert done.returncode == 0, done.stderr
    lines = {one["id"]: one for one in map(json.loads, done.stdout.splitlines())}
    assert {id: one["verdict"] for id, one in lines.items()} == {
        "X": "blocked",
        "Y": "blocked",
        "A": "blocked",
        "B": "blocked",
        "C": "possible",
        "D": "not_blocked",
        "E": "not_blocked",
    }
    assert lines["B"] == {
        "id": "B",
        "name": "",
        "verdict": "blocked",
        "share": 50,
        "share_high": 50,
        "listed": ["X"],
        "flags": ["unaccounted"],
        "proof": [
            {
                "owner": "X",
                "owned": "A",
                "percent": "50",
                "interest": "shares",
                "document": "register 2024",
                "because": "listed",
                "origin": "stakes.csv line 2",
            },
            {
                "owner": "A",
                "owned": "B",
                "percent": "50",
                "interest": "shares",
                "document": "annual report",
                "because": "owned",
                "origin": "stakes.csv line 3",
            },
        ],
        "unaccounted": 50,
        "rule": "ofac",
        "on": "2026-11-26",
        "standing": "in force",
        "source": "OFAC FAQ 398, 399, 401, 402 (ofac.treasury.gov/faqs)",
        "status": "verified",
        "verified_on": "2026-11-22",
    }
    assert "5 rows = 5 stakes + 0 rejected + 0 set aside" in done.stderr
    assert "7 parties: 4 blocked, 1 possible, 2 not reached" in done.stderr


def test_every_format_has_every_party(stakes: Path, listed: Path, tmp_path: Path) -> None:
    asked = ("ownership", stakes, "--listed", listed, "--rule", "eu", "--on", "2026-11-26")
    table, whole, delimited = (debar(*asked, "--format", format).stdout for format in ("table", "json", "csv"))
    ids = [one["id"] for one in json.loads(whole)]
    rows = list(csv.DictReader(io.StringIO(delimited)))
    assert ids == [row["id"] for row in rows]
    assert all(row["source"] and row["verified_on"] for row in rows)
    assert all(f" {id} " in table for id in ids)
    out = tmp_path / "out.csv"
    assert debar(*asked, "-o", out).stdout == ""
    assert out.read_text("utf-8") == delimited


def test_on_a_past_day_the_stakes_of_that_day_count(stakes: Path, listed: Path) -> None:
    asked = ("ownership", stakes, "--listed", listed, "--rule", "ofac", "--entity", "E", "--format", "json")
    before, after = (json.loads(debar(*asked, "--on", day).stdout) for day in ("2024-09-10", "2024-09-11"))
    assert (before["verdict"], before["on"]) == ("blocked", "2024-09-10")
    assert (after["verdict"], "divested" in after["flags"]) == ("not_blocked", True)


def test_one_entity_is_told_in_sentences(stakes: Path, listed: Path) -> None:
    done = debar("ownership", stakes, "--listed", listed, "--rule", "ofac", "--on", "2026-11-26", "--entity", "B")
    assert done.returncode == 0
    assert (
        "US persons must treat it as blocked under OFAC's 50 percent rule on 2026-11-26; behind it: X." in done.stdout
    )
    assert "X (listed) holds 50 % of A, per register 2024 (stakes.csv line 2)" in done.stdout
    assert "This is no legal advice." in done.stdout


def test_rejected_rows_are_named_and_end_with_4(stakes: Path, listed: Path, tmp_path: Path) -> None:
    with stakes.open("a", encoding="utf-8") as stream:
        stream.write("X,F,half,,,,\nX,,50,,,,\nG,G,10,,,,\n")
    notices = tmp_path / "notices.jsonl"
    asked = ("ownership", stakes, "--listed", listed, "--rule", "ofac", "--on", "2026-11-26", "--format", "jsonl")
    done = debar(*asked, "--notices", notices)
    assert done.returncode == 4
    assert "8 rows = 5 stakes + 2 rejected + 1 set aside" in done.stderr
    assert "stakes.csv line 7: percent: rejected: percent must be a number" in done.stderr
    assert "1 rejected rows name no company" in done.stderr
    lines = {one["id"]: one for one in map(json.loads, done.stdout.splitlines())}
    assert (lines["F"]["verdict"], "incomplete" in lines["F"]["flags"]) == ("possible", True)
    told = [json.loads(line) for line in notices.read_text("utf-8").splitlines()]
    assert [(one["code"], one["row"]) for one in told] == [
        ("stake.percent", "rejected"),
        ("stake.owned", "rejected"),
        ("stake.self", "set aside"),
    ]


def test_the_suspended_affiliates_rule_is_said_loudly(stakes: Path, listed: Path) -> None:
    asked = ("ownership", stakes, "--listed", listed, "--rule", "bis", "--format", "jsonl", "--on")
    suspended, resumed = debar(*asked, "2026-06-01"), debar(*asked, "2026-11-26")
    assert "WARNING: the BIS affiliates rule on 2026-06-01: The rule is suspended" in suspended.stderr
    assert "WARNING: the BIS affiliates rule on 2026-11-26: The rule's text put it back into force" in resumed.stderr
    assert all("rule_suspended" in json.loads(line)["flags"] for line in suspended.stdout.splitlines())
    assert all("rule_resumption_unverified" in json.loads(line)["flags"] for line in resumed.stdout.splitlines())


def test_governments_come_from_the_parties(stakes: Path, listed: Path, tmp_path: Path) -> None:
    parties = tmp_path / "parties.csv"
    parties.write_text("id,name,schema,country,government\nM,Ministry,PublicBody,ir,yes\nX,Xavier,Person,,\n", "utf-8")
    with stakes.open("a", encoding="utf-8") as stream:
        stream.write("M,H,51,,,,\n")
    asked = ("ownership", stakes, "--listed", listed, "--parties", parties, "--on", "2026-11-26", "--entity", "H")
    us, uk = (debar(*asked, "--rule", rule) for rule in ("ofac", "uk"))
    assert "Ministry (M) (a government blocked by definition) holds 51 % of H" in us.stdout
    assert "the stakes looked at do not reach it" in uk.stdout
    assert "no row of parties.csv describes the owner A" in us.stderr


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("--rule", "ofsi"), "give one of ofac, eu, eu_sectoral, uk, bis"),
        (("--on", "2026-13-01"), "a day is written YYYY-MM-DD"),
        (("--on", "20261126"), "a day is written YYYY-MM-DD"),
        (("--entity", "NOBODY"), "the input names no such party"),
        (("--listed", "none.txt"), "give a file of listed ids"),
    ],
)
def test_wrong_usage_ends_with_2_and_says_what_to_do(
    change: tuple[str, str], words: str, stakes: Path, listed: Path
) -> None:
    options = {"--listed": str(listed), "--rule": "ofac", "--on": "2026-11-26", **dict([change])}
    done = debar("ownership", stakes, *(word for option in options.items() for word in option))
    assert done.returncode == 2
    assert words in done.stderr
    assert done.stdout == ""


def test_a_wrong_header_says_which_one_is_right(tmp_path: Path, listed: Path) -> None:
    path = tmp_path / "wrong.csv"
    path.write_text("parent,child,share\nX,A,50\n", "utf-8")
    done = debar("ownership", path, "--listed", listed, "--rule", "ofac")
    assert done.returncode == 2
    assert "begin the file with owner,owned,percent" in done.stderr
