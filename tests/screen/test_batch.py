"""The batch job: as many answers as rows, whatever happens in between."""

from __future__ import annotations

import csv
import json
import os
import random
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from exact_screener import ARARAT, PUTIN, Exact

from debar.errors import BadFile, BadQuery
from debar.match import Index, build
from debar.model import Result
from debar.screen.account import TOP, Summary
from debar.screen.batch import Progress, run

NAMES = ("Vladimir Putin", "Ada King", "فلاديمير بوتين", "ARARAT", "", "José", "=cmd|' /C calc'!A0")


def customers(folder: Path, rows: int = 20) -> Path:
    path = folder / "in.csv"
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(["id", "name", "dob"])
        writer.writerows([f"c-{n}", NAMES[n % len(NAMES)], "1952-10-07" if n % 2 else "1980"] for n in range(rows))
    return path


def screen(source: Path, output: Path, engine: Any = None, **options: Any) -> Summary:
    return run(engine or Exact(), source, output, **({"cutoff": 0.5, "threshold": 0.7} | options))


def lines_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_as_many_lines_as_rows_in_order(tmp_path: Path) -> None:
    summary = screen(customers(tmp_path), tmp_path / "out.jsonl", chunk=3)
    lines = lines_of(tmp_path / "out.jsonl")
    assert [line["id"] for line in lines] == [f"c-{n}" for n in range(20)]
    assert [line["row"] for line in lines] == list(range(1, 21))
    assert {line["status"] for line in lines} == {"screened", "rejected"}
    counted = summary.matched + summary.below + summary.clear + summary.rejected + summary.not_screened
    assert counted == summary.rows == 20
    assert summary.rejected == sum(line["status"] == "rejected" for line in lines) == 3


def test_a_hit_says_who_and_why(tmp_path: Path) -> None:
    screen(customers(tmp_path), tmp_path / "out.jsonl")
    line = lines_of(tmp_path / "out.jsonl")[7]
    (found,) = line["results"]
    assert found["id"] == "us-ofac-35096"
    assert found["caption"] == "PUTIN, Vladimir Vladimirovich"
    assert (found["score"], found["match"], found["datasets"]) == (0.9, True, ["us-ofac-sdn"])
    assert found["properties"] == PUTIN.to_properties()
    assert found["explanations"][0]["text"] == "the name Vladimir Putin is listed word for word"
    assert found["designations"][0]["listed_on"] == "2022-02-25"
    assert line["lists"] == {"us-ofac-sdn": "2023-12-28"}
    assert line["query"]["properties"]["birthDate"] == ["1952-10-07"]


def test_a_file_is_screened_against_an_index(tmp_path: Path) -> None:
    class Indexed(Exact):
        def __init__(self, folder: Path) -> None:
            super().__init__()
            folder.mkdir()
            build([PUTIN, ARARAT], folder, about={})
            self._index = Index.open(folder)

        def screen_many(self, queries: Any, **options: Any) -> Any:
            found = self._index.search_many(queries, **options)
            pairs = zip(queries, found, strict=True)
            return [Result(query, "screened", tuple(hits), self.lists(), "default/1", "debar") for query, hits in pairs]

    source = tmp_path / "in.csv"
    source.write_text("name,type,dob,imo\nWladimir Putin,person,1952-10-07,\nAda King,,,\nArrarat,ship,,9187631\n")
    summary = screen(source, tmp_path / "out.jsonl", Indexed(tmp_path / "index"))
    best = [line["results"][0]["id"] if line["results"] else None for line in lines_of(tmp_path / "out.jsonl")]
    assert best == ["us-ofac-35096", None, "us-ofac-15008"]
    assert (summary.matched, summary.clear) == (2, 1)


def test_only_screened_rows_have_results(tmp_path: Path) -> None:
    screen(customers(tmp_path), tmp_path / "out.jsonl")
    for line in lines_of(tmp_path / "out.jsonl"):
        assert ("results" in line) == (line["status"] == "screened")
        assert ("reason" in line) == (line["status"] != "screened")


def test_unfit_lists_clear_nobody(tmp_path: Path) -> None:
    summary = screen(customers(tmp_path), tmp_path / "out.jsonl", Exact(unfit="us-ofac-sdn is missing"))
    lines = lines_of(tmp_path / "out.jsonl")
    assert {line["status"] for line in lines} == {"not_screened", "rejected"}
    assert (summary.clear, summary.matched, summary.not_screened, summary.rejected) == (0, 0, 17, 3)
    assert lines[0]["reason"] == "us-ofac-sdn is missing"
    assert not any("results" in line for line in lines)
    assert summary.reasons == ("us-ofac-sdn is missing",)


def test_results_that_say_not_screened_are_not_clear(tmp_path: Path) -> None:
    class Unfit(Exact):
        def screen_many(self, *args: Any, **options: Any) -> Any:
            results = super().screen_many(*args, **options)
            return [replace(result, status="not_screened", hits=(), reasons=("too old",)) for result in results]

    summary = screen(customers(tmp_path), tmp_path / "out.jsonl", Unfit())
    assert (summary.clear, summary.not_screened) == (0, 17)
    assert lines_of(tmp_path / "out.jsonl")[0]["reason"] == "too old"


def test_an_engine_that_loses_queries_is_an_error(tmp_path: Path) -> None:
    class Lossy(Exact):
        def screen_many(self, *args: Any, **options: Any) -> Any:
            return super().screen_many(*args, **options)[1:]

    with pytest.raises(RuntimeError, match="16 results for 17 queries"):
        screen(customers(tmp_path), tmp_path / "out.jsonl", Lossy())


def test_an_existing_output_stands_until_the_job_is_done(tmp_path: Path) -> None:
    class Broken(Exact):
        def screen_many(self, *args: Any, **options: Any) -> Any:
            if len(self.calls) == 2:
                raise KeyboardInterrupt
            return super().screen_many(*args, **options)

    output = tmp_path / "out.jsonl"
    output.write_text("before")
    with pytest.raises(KeyboardInterrupt):
        screen(customers(tmp_path), output, Broken(), chunk=5)
    assert output.read_text() == "before"
    summary = screen(customers(tmp_path), output, resume=True, chunk=5)
    assert summary.rows == len(lines_of(output)) == 20
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.csv", "out.jsonl"]


CHILD = """
import os, random, signal, sys
from pathlib import Path
from exact_screener import Exact
from debar.screen.batch import run

source, output, seed = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
dice = random.Random(seed)
fatal, inside = dice.randrange(1, 9), dice.random() < 0.5
die = lambda: os.kill(os.getpid(), signal.SIGKILL)

class Mortal(Exact):
    def screen_many(self, queries, **options):
        if inside and len(self.calls) == fatal:
            die()
        return super().screen_many(queries, **options)

done = []
def progress(now):
    done.append(now)
    if not inside and len(done) == fatal:
        die()

run(Mortal(), source, output, cutoff=0.5, threshold=0.7, chunk=13, progress=progress, resume=True)
"""


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("suffix", ["jsonl", "csv"])
def test_a_killed_job_goes_on_to_the_same_bytes(tmp_path: Path, seed: int, suffix: str) -> None:
    source = customers(tmp_path, 240)
    whole = screen(source, tmp_path / f"whole.{suffix}", chunk=50)
    output = tmp_path / f"out.{suffix}"
    path = os.pathsep.join([*sys.path, str(Path(__file__).parent)])
    died = subprocess.run(
        [sys.executable, "-c", CHILD, str(source), str(output), str(seed)],
        env=os.environ | {"PYTHONPATH": path},
        check=False,
    )
    assert died.returncode == -signal.SIGKILL
    assert not output.exists()
    part = tmp_path / f"out.{suffix}.part"
    with part.open("ab") as stream:  # as if it had been killed in the middle of a write
        stream.write(random.Random(seed).randbytes(50))
    engine = Exact()
    resumed = screen(source, output, engine, chunk=13, resume=True)
    assert sum(engine.calls) < 240
    assert output.read_bytes() == (tmp_path / f"whole.{suffix}").read_bytes()
    same = {"output": whole.output, "started": whole.started, "finished": whole.finished}
    assert replace(resumed, **same) == whole


def stopped(folder: Path, source: Path) -> Path:
    class Stops(Exact):
        def screen_many(self, *args: Any, **options: Any) -> Any:
            if self.calls:
                raise KeyboardInterrupt
            return super().screen_many(*args, **options)

    output = folder / "out.jsonl"
    with pytest.raises(KeyboardInterrupt):
        screen(source, output, Stops(), chunk=5)
    return output


def test_resume_refuses_another_input(tmp_path: Path) -> None:
    output = stopped(tmp_path, customers(tmp_path))
    with pytest.raises(BadFile, match=r"other terms .*input was"):
        screen(customers(tmp_path, 21), output, resume=True)


@pytest.mark.parametrize(
    ("option", "value"),
    [("limit", 9), ("cutoff", 0.4), ("threshold", 0.8), ("columns", {"dob": ""}), ("as_of", "2024-01-01")],
)
def test_resume_refuses_other_parameters(tmp_path: Path, option: str, value: object) -> None:
    source = customers(tmp_path)
    output = stopped(tmp_path, source)
    with pytest.raises(BadFile, match=f"{option} was"):
        screen(source, output, resume=True, **{option: value})


def test_resume_refuses_other_lists(tmp_path: Path) -> None:
    class Newer(Exact):
        def lists(self) -> Any:
            return tuple(replace(state, edition="2024-01-02") for state in super().lists())

    source = customers(tmp_path)
    output = stopped(tmp_path, source)
    with pytest.raises(BadFile, match="lists was"):
        screen(source, output, Newer(), resume=True)


@pytest.mark.parametrize("harm", [lambda data: data[:-1], lambda data: b"x" + data[1:], lambda data: data[:9]])
def test_resume_refuses_damaged_answers(tmp_path: Path, harm: Any) -> None:
    source = customers(tmp_path)
    output = stopped(tmp_path, source)
    part = tmp_path / "out.jsonl.part"
    part.write_bytes(harm(part.read_bytes()))
    with pytest.raises(BadFile, match="damaged"):
        screen(source, output, resume=True)


def test_a_job_killed_after_its_last_rename_starts_anew(tmp_path: Path) -> None:
    source = customers(tmp_path)
    output = stopped(tmp_path, source)
    (tmp_path / "out.jsonl.part").replace(output)
    assert screen(source, output, resume=True, limit=9).rows == len(lines_of(output)) == 20


def test_without_resume_a_job_starts_anew(tmp_path: Path) -> None:
    source = customers(tmp_path)
    output = stopped(tmp_path, source)
    engine = Exact()
    screen(source, output, engine)
    assert sum(engine.calls) == 17


def test_two_jobs_do_not_write_one_output(tmp_path: Path) -> None:
    source, output = customers(tmp_path), tmp_path / "out.jsonl"
    problems = []

    def second(now: Progress) -> None:
        with pytest.raises(BadFile, match="another job") as caught:
            screen(source, output)
        problems.append(caught.value)

    screen(source, output, progress=second)
    assert problems
    assert len(lines_of(output)) == 20


@pytest.mark.parametrize("output", ["in.csv", "none/out.jsonl", "."])
def test_an_unusable_output_is_an_error_before_the_work(tmp_path: Path, output: str) -> None:
    engine = Exact()
    with pytest.raises(BadFile):
        screen(customers(tmp_path), tmp_path / output, engine)
    assert engine.calls == []


def test_an_input_that_changes_while_it_is_read_is_an_error(tmp_path: Path) -> None:
    source = customers(tmp_path)

    def meddle(now: Progress) -> None:
        with source.open("a") as stream:
            stream.write("c-x,Eve,\n")

    with pytest.raises(BadFile, match="changed while"):
        screen(source, tmp_path / "out.jsonl", progress=meddle)
    assert not (tmp_path / "out.jsonl").exists()


def test_csv_has_one_line_per_row_with_its_best_hit(tmp_path: Path) -> None:
    screen(customers(tmp_path), tmp_path / "out.csv")
    lines = list(csv.DictReader((tmp_path / "out.csv").read_text("utf-8").splitlines()))
    assert len(lines) == 20
    hit, clear, rejected = lines[7], lines[1], lines[4]
    assert (hit["best_id"], hit["best_score"], hit["matches"]) == ("us-ofac-35096", "0.9000", "1")
    assert hit["best_program"] == "RUSSIA-EO14024"
    assert (clear["status"], clear["hits"], clear["best_id"]) == ("screened", "0", "")
    assert (rejected["status"], rejected["hits"]) == ("rejected", "")


def test_csv_runs_no_formula(tmp_path: Path) -> None:
    screen(customers(tmp_path), tmp_path / "out.csv")
    line = list(csv.DictReader((tmp_path / "out.csv").read_text("utf-8").splitlines()))[6]
    assert line["name"] == line["best_caption"] == "'=cmd|' /C calc'!A0"


def test_parquet_holds_the_whole_answers(tmp_path: Path) -> None:
    pq = pytest.importorskip("pyarrow.parquet")
    screen(customers(tmp_path), tmp_path / "out.parquet")
    rows = pq.read_table(tmp_path / "out.parquet").to_pylist()
    assert [row["id"] for row in rows] == [f"c-{n}" for n in range(20)]
    assert rows[7]["results"][0]["explanations"][0]["kind"] == "name"
    assert json.loads(rows[7]["results"][0]["properties"]) == PUTIN.to_properties()
    assert (rows[4]["status"], rows[4]["results"]) == ("rejected", None)
    assert rows[1]["results"] == []


def test_warnings_stand_in_the_answer(tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    source.write_text("name,dob\nAda,soon\n")
    summary = screen(source, tmp_path / "out.jsonl")
    assert "'soon' is no date" in lines_of(tmp_path / "out.jsonl")[0]["warnings"][0]
    assert summary.warned == 1


def test_a_long_rejected_row_is_shown_with_its_length(tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    source.write_text("id,name\na," + "x" * 5000 + "\n")
    screen(source, tmp_path / "out.jsonl")
    assert lines_of(tmp_path / "out.jsonl")[0]["given"].endswith("x… (5,002 characters)")


def test_progress_counts_and_estimates(tmp_path: Path) -> None:
    seen: list[Progress] = []
    screen(customers(tmp_path, 1000), tmp_path / "out.jsonl", progress=seen.append, chunk=100)
    assert [now.rows for now in seen] == list(range(100, 1001, 100))
    assert all(900 < (now.total_estimate or 0) < 1100 for now in seen)
    assert seen[-1].seconds_left == 0
    assert seen[-1].rejected == 143


def test_the_summary_keeps_the_best_rows_only(tmp_path: Path) -> None:
    summary = screen(customers(tmp_path, 1000), tmp_path / "out.jsonl")
    assert len(summary.top) == TOP
    assert summary.matched + summary.below > TOP
    assert all(answer.matched for answer in summary.top)
    scores = [answer.found[0].score for answer in summary.top]
    assert scores == sorted(scores, reverse=True)
    assert sum(summary.histogram) == summary.matched + summary.below
    assert [answer.row for answer in summary.top] == sorted(answer.row for answer in summary.top)


def test_the_summary_knows_the_job(tmp_path: Path) -> None:
    import hashlib

    source = customers(tmp_path)
    summary = screen(source, tmp_path / "out.jsonl", as_of="2024-01-01")
    assert summary.sha256 == hashlib.sha256(source.read_bytes()).hexdigest()
    assert (summary.engine, summary.policy, summary.as_of) == ("exact/1", "default/1", "2024-01-01")
    assert summary.columns == (("id", "id"), ("name", "name"), ("dob", "birthDate"))


@pytest.mark.parametrize("other", [{"exhaustive": True}, {"algorithm": "ofac-sls"}])
def test_a_stopped_job_does_not_go_on_in_another_way_of_searching(tmp_path: Path, other: dict[str, Any]) -> None:
    source = customers(tmp_path)
    output = stopped(tmp_path, source)
    with pytest.raises(BadFile, match=next(iter(other))):
        screen(source, output, resume=True, chunk=5, **other)


def test_the_way_of_searching_reaches_the_engine_and_the_answers(tmp_path: Path) -> None:
    asked: list[dict[str, Any]] = []

    class Asked(Exact):
        def screen_many(self, *args: Any, **options: Any) -> Any:
            asked.append(options)
            return super().screen_many(*args, **options)

    summary = screen(customers(tmp_path), tmp_path / "out.jsonl", Asked(), exhaustive=True, algorithm="ofac-sls")
    assert (summary.exhaustive, summary.algorithm) == (True, "ofac-sls")
    assert (asked[0]["exhaustive"], asked[0]["algorithm"]) == (True, "ofac-sls")
    answers = [line for line in lines_of(tmp_path / "out.jsonl") if line["status"] == "screened"]
    assert {line["algorithm"] for line in answers} == {"ofac-sls"}


def test_an_unknown_algorithm_starts_no_job(tmp_path: Path) -> None:
    with pytest.raises(BadQuery, match="soundex"):
        screen(customers(tmp_path), tmp_path / "out.jsonl", algorithm="soundex")
    assert [path.name for path in tmp_path.iterdir()] == ["in.csv"]
