"""The command line as a user meets it: real processes, exit codes, stdout and stderr apart."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

import sample_lists as sample
from debar_process import debar


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("home")
    done = debar("update", "--from", sample.LISTS, home=path)
    assert done.returncode == 0, done.stderr
    done = debar("update", "own-watchlist", "--from", sample.LISTS / "own-watchlist", home=path)
    assert done.returncode == 0, done.stderr
    return path


@pytest.fixture
def nothing(tmp_path: Path) -> Path:
    return tmp_path / "no-home"


def test_update_prints_what_became_of_every_edition(tmp_path: Path) -> None:
    done = debar("update", "--from", sample.SDN, "--format", "json", home=tmp_path)
    assert done.returncode == 0
    assert [(one["source"], one["edition"], one["outcome"]) for one in json.loads(done.stdout)] == [
        ("us-ofac-sdn", "2024-05-03", "published"),
        ("us-ofac-sdn", "2024-09-10", "published"),
    ]


def test_update_ends_with_3_when_anything_is_refused(tmp_path: Path) -> None:
    folder = sample.copy(sample.SDN_BEFORE, tmp_path / "lists")
    (folder / "alt.csv").unlink()
    done = debar("update", "--from", folder, home=tmp_path / "home")
    assert done.returncode == 3
    assert "alt.csv" in done.stdout


def test_lists_is_one_array_with_every_source(home: Path) -> None:
    done = debar("lists", "--format", "json", home=home)
    assert done.returncode == 0
    lists = {one["source"]: one for one in json.loads(done.stdout)}
    sdn = lists["us-ofac-sdn"]
    assert {"source", "edition", "retrieved", "sha256", "entities", "names", "rejects", "fit", "reasons"} <= set(sdn)
    assert (sdn["edition"], sdn["entities"], sdn["fit"], sdn["reasons"]) == ("2024-09-10", 39, True, [])


def test_lists_shows_gates_and_events_and_editions(home: Path) -> None:
    gates = json.loads(debar("lists", "--gates", "us-ofac-sdn", "--format", "json", home=home).stdout)
    assert {"account", "sentinels", "count", "newer"} <= {one["gate"] for one in gates}
    assert all(one["passed"] for one in gates)
    editions = json.loads(debar("lists", "--editions", "us-ofac-sdn", "--format", "json", home=home).stdout)
    assert [one["edition"] for one in editions] == ["2024-05-03", "2024-09-10"]


def test_screen_ends_with_1_on_a_hit(home: Path) -> None:
    done = debar(
        "screen", "Vladimir Putin", "--schema", "Person", "--birth-date", "1952", "--format", "json", home=home
    )
    assert done.returncode == 1
    answer = json.loads(done.stdout)
    assert answer["status"] == "screened"
    assert answer["results"][0]["match"] is True
    assert answer["lists"]["us-ofac-sdn"]["edition"] == "2024-09-10"
    assert answer["policy"].startswith("default@")


def test_screen_ends_with_0_when_clear(home: Path) -> None:
    done = debar("screen", "Marigold Fennimore-Tack", home=home)
    assert done.returncode == 0
    assert "Clear" in done.stdout


def test_screen_by_identifier_alone(home: Path) -> None:
    done = debar("screen", "--id", "imoNumber:9187631", "--format", "json", home=home)
    assert done.returncode == 1
    assert json.loads(done.stdout)["results"][0]["id"] == "us-ofac-15040"


def test_screen_without_a_home_is_not_screened(nothing: Path) -> None:
    done = debar("screen", "Vladimir Putin", "--format", "json", home=nothing)
    assert done.returncode == 3
    answer = json.loads(done.stdout)
    assert answer["status"] == "not_screened"
    assert answer["reason"]
    assert "results" not in answer


def test_screen_as_of_a_day_uses_that_days_edition(home: Path) -> None:
    done = debar("screen", "Boris Kustodiev", "--as-of", "2024-09-09", "--format", "json", home=home)
    assert done.returncode == 3, "the sample holds lists that had no edition by then"
    assert "not_screened" in done.stdout


def test_as_of_with_the_sdn_list_alone(tmp_path: Path) -> None:
    debar("update", "--from", sample.SDN, home=tmp_path)
    before = debar("screen", "Boris Kustodiev", "--as-of", "2024-09-09", "--format", "json", home=tmp_path)
    after = debar("screen", "Boris Kustodiev", "--as-of", "2024-09-10", "--format", "json", home=tmp_path)
    assert (before.returncode, after.returncode) == (0, 1)
    assert json.loads(before.stdout)["lists"]["us-ofac-sdn"]["edition"] == "2024-05-03"


@pytest.mark.parametrize(
    "args",
    [
        ("screen", "x", "--schema", "Unicorn"),
        ("screen",),
        ("screen", "x", "--id", "nonsense"),
        ("changes", "--since", "yesterday"),
        ("nonsense",),
    ],
)
def test_wrong_usage_ends_with_2(home: Path, args: tuple[str, ...]) -> None:
    done = debar(*args, home=home)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr


def test_show_gives_the_whole_listing(home: Path) -> None:
    done = debar("show", "us-ofac-25237", "--format", "json", home=home)
    assert done.returncode == 0
    entity = json.loads(done.stdout)
    assert entity["caption"] == "IRAN AIR"
    assert entity["designations"][0]["programs"] == ["IRAN", "IRAN-CON-ARMS-EO", "RUSSIA-EO14024"]


def test_show_history_tells_what_changed(home: Path) -> None:
    done = debar("show", "us-ofac-25237", "--history", "--format", "json", home=home)
    first, second = json.loads(done.stdout)
    assert (first["from"], first["until"], second["from"], second["until"]) == (
        "2024-05-03",
        "2024-05-03",
        "2024-09-10",
        None,
    )
    assert {"field": "program", "added": ["IRAN-CON-ARMS-EO", "RUSSIA-EO14024"], "removed": []} in second["changes"]


def test_changes_between_two_days(home: Path) -> None:
    done = debar(
        "changes", "--since", "2024-05-03", "--until", "2024-09-10", "us-ofac-sdn", "--format", "json", home=home
    )
    changes = {(one["change"], one["id"]) for one in json.loads(done.stdout)}
    assert changes == {
        ("amended", "us-ofac-25237"),
        ("added", "us-ofac-50583"),
        ("added", "us-ofac-50585"),
        ("added", "us-ofac-50596"),
    }


def test_batch_answers_every_row_in_order(home: Path, tmp_path: Path) -> None:
    output, report = tmp_path / "out.jsonl", tmp_path / "report.html"
    done = debar("batch", sample.SAMPLE / "customers.csv", "-o", output, "--report", report, home=home)
    assert done.returncode == 4, "two rows of the sample are unusable"
    answers = [json.loads(line) for line in output.read_text("utf-8").splitlines()]
    given = [row[0] for row in csv.reader(io.StringIO((sample.SAMPLE / "customers.csv").read_text("utf-8")))][1:]
    assert [answer["id"] for answer in answers if answer["status"] == "screened"] == [
        one for one in given if "rej" not in one
    ]
    assert [answer["status"] for answer in answers].count("rejected") == 2
    matched = {answer["id"] for answer in answers if any(one["match"] for one in answer.get("results", ()))}
    assert {one for one in given if one.startswith("lst")} <= matched
    assert not {one for one in given if one.startswith("inv")} & matched
    assert report.read_text("utf-8").startswith("<!doctype html>")


def test_batch_against_an_unfit_home_screens_nothing(nothing: Path, tmp_path: Path) -> None:
    output, report = tmp_path / "out.jsonl", tmp_path / "report.html"
    done = debar("batch", sample.SAMPLE / "customers.csv", "-o", output, "--report", report, home=nothing)
    assert done.returncode == 3
    answers = [json.loads(line) for line in output.read_text("utf-8").splitlines()]
    assert len(answers) == 42
    assert {answer["status"] for answer in answers} == {"not_screened", "rejected"}
    assert "NOT SCREENED" in report.read_text("utf-8").upper()


def test_compare_two_names_needs_no_home(nothing: Path) -> None:
    done = debar("compare", "Vladimir Putin", "PUTIN, Vladimir", "--schema", "Person", "--format", "json", home=nothing)
    assert done.returncode == 0
    assert json.loads(done.stdout)["match"] is True


def test_compare_a_file_of_pairs_keeps_order_and_count(tmp_path: Path) -> None:
    lines = [
        '{"id": "a", "schema": "Person", "query": {"name": ["Ada King"]}, "candidate": {"name": ["KING, Ada"]}}',
        "not json",
        '{"id": "c", "schema": "Company", "query": {"name": ["SIS DOO"]}, "candidate": {"name": ["SIS d.o.o."]}}',
    ]
    (tmp_path / "pairs.jsonl").write_text("\n".join(lines) + "\n")
    done = debar("compare", tmp_path / "pairs.jsonl", "-o", tmp_path / "scores.jsonl")
    assert done.returncode == 4
    scores = [json.loads(line) for line in (tmp_path / "scores.jsonl").read_text().splitlines()]
    assert [one["id"] for one in scores] == ["a", None, "c"]
    assert [one.get("match") for one in scores] == [True, None, True]


def test_every_command_explains_itself() -> None:
    top = debar("--help")
    for command in ("update", "lists", "screen", "batch", "compare", "show", "changes"):
        assert command in top.stdout
    assert "debar" in debar("--version").stdout


def test_help_loads_no_engine() -> None:
    code = "import sys, debar.cli.app; print([m for m in ('numpy', 'lxml', 'httpx', 'rapidfuzz', 'openpyxl') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_nothing_is_imported_with_the_package() -> None:
    code = "import sys, debar; print([m for m in ('numpy', 'msgspec', 'lxml', 'typer') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_screen_says_in_words_what_each_difference_is_worth(home: Path) -> None:
    done = debar("screen", "Wladimir Putin", "--schema", "Person", "--explain", home=home)
    assert done.returncode == 1
    lines = [" ".join(line.split()) for line in done.stdout.splitlines()]
    assert any(line.startswith("+0.970 ") for line in lines)
    assert any('"Wladimir" is another form of "Vladimir".' in line for line in lines)


def test_screen_finds_a_listed_name_inside_a_payment_line(home: Path) -> None:
    done = debar("screen", "PAYMENT INV 9981 TO IRAN AIR FOR TICKETS", "--format", "json", home=home)
    assert done.returncode == 1
    best = json.loads(done.stdout)["results"][0]
    assert best["caption"] == "IRAN AIR"
    assert "inside the longer text" in best["explanations"][0]["text"]


def test_the_exhaustive_search_gives_what_the_quick_one_gives(home: Path) -> None:
    quick, every = (
        debar("screen", "Wladimir Putin", *options, "--format", "json", home=home)
        for options in ((), ("--exhaustive",))
    )
    assert json.loads(quick.stdout)["results"] == json.loads(every.stdout)["results"]


def test_screen_by_the_treasurys_algorithm_says_so(home: Path) -> None:
    done = debar("screen", "Vladimir Poutine", "--algorithm", "ofac-sls", "--format", "json", home=home)
    assert done.returncode == 1
    answer = json.loads(done.stdout)
    assert answer["algorithm"] == "ofac-sls"
    assert answer["engine"].endswith(" ofac-sls")
    assert all(one["score"] >= 0.75 for one in answer["results"])
    assert " of 100 " in answer["results"][0]["explanations"][0]["text"]


def test_compare_by_the_treasurys_algorithm(nothing: Path) -> None:
    done = debar("compare", "Poutine", "PUTIN, Vladimir", "--algorithm", "ofac-sls", "--format", "json", home=nothing)
    assert (json.loads(done.stdout)["score"], json.loads(done.stdout)["match"]) == (0.92, True)


def test_a_batch_by_another_algorithm_goes_on_only_as_such(home: Path, tmp_path: Path) -> None:
    source, output = tmp_path / "in.csv", tmp_path / "out.jsonl"
    source.write_text("id,name\nq-1,Vladimir Poutine\n")
    done = debar("batch", source, "-o", output, "--algorithm", "ofac-sls", home=home)
    assert done.returncode == 0, done.stderr
    (answer,) = (json.loads(line) for line in output.read_text("utf-8").splitlines())
    assert answer["algorithm"] == "ofac-sls"
    assert answer["results"][0]["match"] is True


@pytest.mark.parametrize("args", [("screen", "x"), ("compare", "x", "y"), ("batch", "in.csv", "-o", "out.jsonl")])
def test_an_unknown_algorithm_is_refused(home: Path, args: tuple[str, ...]) -> None:
    done = debar(*args, "--algorithm", "soundex", home=home)
    assert done.returncode == 2
    assert "debar or ofac-sls" in done.stderr
