"""A customer file through the console: what is screened is what was confirmed, by the very engine of `debar batch`."""

from __future__ import annotations

import csv
import json
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import Request
from lxml import html
from openpyxl import Workbook

from debar.audit import settings_of
from debar.audit.search import Search
from debar.errors import AuditNotWritten, NotKept
from debar.screen.account import Summary
from debar.service.access import Caller, Scope
from debar.service.app import create_app
from debar.service.console.jobs import KEPT_S, Jobs
from debar.service.console.navigation import PREFIX
from debar.service.settings import Settings
from debar_process import debar
from sample_lists import SAMPLE
from service_process import running_here

CUSTOMERS = SAMPLE / "customers.csv"
COLUMNS = ("id", "name", "schema", "birthDate", "country", "passportNumber", "imoNumber", "publicKey")


def upload(client: httpx.Client, name: str, data: bytes) -> str:
    """The address of the job."""
    answer = client.post(f"{PREFIX}/batch", files={"file": (name, data)})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def finished(client: httpx.Client, job: str) -> str:
    """The page of a job that has ended."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        page = client.get(job).text
        if "hx-trigger" not in page:
            return page
        time.sleep(0.05)
    raise AssertionError(page)


def guessed(client: httpx.Client, job: str) -> dict[str, str]:
    """The columns as the page asks for them to be confirmed: the name of the field, and the guess."""
    selects = html.fromstring(client.get(job).text).xpath("//select[starts-with(@name, 'column-')]")
    return {one.get("name"): one.xpath("string(.//option[@selected]/@value)") for one in selects}


def run(client: httpx.Client, name: str, data: bytes, **more: Any) -> str:
    job = upload(client, name, data)
    client.post(f"{job}/start", data={**guessed(client, job), **more})
    finished(client, job)
    return job


def test_the_columns_are_guessed_and_nothing_is_screened_before_they_are_confirmed(pages: httpx.Client) -> None:
    job = upload(pages, "customers.csv", CUSTOMERS.read_bytes())
    assert tuple(guessed(pages, job).values()) == COLUMNS
    assert "Wladimir Putin" in pages.get(job).text
    assert pages.get(f"{job}/answers.csv").status_code == 404


def test_the_answers_are_those_of_the_command_line(pages: httpx.Client, console_home: Path, tmp_path: Path) -> None:
    job = run(pages, "customers.csv", CUSTOMERS.read_bytes(), nexus="us")
    out = tmp_path / "answers.jsonl"
    done = debar("batch", CUSTOMERS, "-o", out, "--nexus", "us", home=console_home)
    assert done.returncode == 4, done.stderr
    assert pages.get(f"{job}/answers.jsonl").text == out.read_text("utf-8")
    table = list(csv.DictReader(pages.get(f"{job}/answers.csv").text.splitlines()))
    assert len(table) == len(out.read_text("utf-8").splitlines())
    assert "attachment" in pages.get(f"{job}/answers.csv").headers["content-disposition"]
    assert "screening report" in pages.get(f"{job}/report.html").text


def test_a_workbook_gives_the_answers_of_its_rows(pages: httpx.Client) -> None:
    book = Workbook()
    book.active.title = "Notes"
    sheet = book.create_sheet("Kunden")
    for row in csv.reader(CUSTOMERS.read_text("utf-8").splitlines()):
        sheet.append(row)
    book.remove(book["Notes"])
    stream = BytesIO()
    book.save(stream)
    job = run(pages, "Kunden.xlsx", stream.getvalue())
    plain = run(pages, "customers.csv", CUSTOMERS.read_bytes())

    def told(address: str) -> dict[str, Any]:
        lines = [json.loads(line) for line in pages.get(f"{address}/answers.jsonl").text.splitlines()]
        return {one["id"]: one.get("results") for one in lines}

    # A row with too few cells is a fault of the CSV alone.
    screened = {id: results for id, results in told(plain).items() if results is not None}
    assert len(screened) > 30
    assert screened.items() <= told(job).items()
    assert "the sheet “Kunden”" in pages.get(job).text


def test_a_file_whose_headers_say_nothing_is_screened_as_its_owner_says(pages: httpx.Client) -> None:
    job = upload(pages, "liste.csv", b"Nr;Wer;Wann\n1;Wladimir Putin;07.10.1952\n")
    assert guessed(pages, job) == {"column-0": "", "column-1": "", "column-2": ""}
    nobody = pages.post(f"{job}/start", data={"column-0": "id"})
    assert nobody.status_code == 400
    assert "no column holds a name or an identifier" in nobody.text.lower()
    pages.post(f"{job}/start", data={"column-0": "id", "column-1": "name", "column-2": "birthDate"})
    finished(pages, job)
    (line,) = pages.get(f"{job}/answers.jsonl").text.splitlines()
    assert "us-ofac-35096" in [one["id"] for one in json.loads(line)["results"]]


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("customers.pdf", b"%PDF-1.7 nothing", "a pdf"),
        ("customers.csv", b"", "the file is empty"),
        ("customers.csv", b"name\n", "there is no row after the header line"),
        ("customers.csv", "näme\nAda".encode("utf-16"), "utf-16"),
        ("customers.xlsx", b"PK\x03\x04 but nothing after it", "a workbook or an archive"),
        ("customers.txt", b"wer\nAda\n", "no column holds a name"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_what_to_do(
    pages: httpx.Client, name: str, data: bytes, says: str
) -> None:
    answer = pages.post(f"{PREFIX}/batch", files={"file": (name, data)})
    if answer.status_code == 303:  # any text may be a table: then its columns are asked for, and none of them is a name
        answer = pages.post(f"{answer.headers['location']}/start", data={})
    assert answer.status_code == 400
    assert says in answer.text.lower()
    assert "What to do" in answer.text


def test_a_damaged_workbook_is_named_as_such(pages: httpx.Client) -> None:
    book = Workbook()
    book.active.append(["name"])
    book.active.append(["Ada"])
    stream = BytesIO()
    book.save(stream)
    data = stream.getvalue().replace(b"sheetData", b"sheetDatX")
    answer = pages.post(f"{PREFIX}/batch", files={"file": ("a.xlsx", data[: len(data) // 2])})
    assert answer.status_code == 400
    assert "save the sheet as csv" in answer.text.lower()


def test_a_form_without_a_file_is_told_so(pages: httpx.Client) -> None:
    answer = pages.post(f"{PREFIX}/batch", files={"other": ("x", b"x")})
    assert answer.status_code == 400
    assert "no file was chosen" in answer.text.lower()


def test_a_file_larger_than_the_service_takes_is_refused_with_a_page(console_home: Path) -> None:
    with running_here(create_app(Settings(home=console_home, body_bytes=10_000))) as client:
        answer = client.post(f"{PREFIX}/batch", files={"file": ("a.csv", b"name\n" + b"x" * 20_000)})
    assert answer.status_code == 413
    assert answer.headers["content-type"].startswith("text/html")
    assert "of 10,000 bytes" in answer.text


class ByHeader:
    """Says who somebody is by what they say themselves; for tests."""

    open = False

    def __call__(self, request: Request, scope: Scope) -> str:
        return request.headers.get("x-name", "nobody")


def test_a_job_is_for_whoever_began_it(console_home: Path) -> None:
    with running_here(create_app(Settings(home=console_home), authoriser=ByHeader())) as client:
        client.headers["x-name"] = "ada"
        job = upload(client, "customers.csv", CUSTOMERS.read_bytes())
        assert "customers.csv" in client.get(f"{PREFIX}/batch").text
        client.headers["x-name"] = "bea"
        assert client.get(job).status_code == 404
        assert client.post(f"{job}/remove").status_code == 404
        assert "customers.csv" not in client.get(f"{PREFIX}/batch").text


def folders(tmp: Path) -> list[Path]:
    return list(tmp.glob("debar-batch-*"))


def test_the_files_of_a_job_go_when_it_is_removed_and_when_the_service_ends(
    console_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with running_here(create_app(Settings(home=console_home))) as client:
        job = run(client, "customers.csv", CUSTOMERS.read_bytes())
        assert [one.stat().st_mode & 0o777 for one in folders(tmp_path)] == [0o700]
        client.post(f"{job}/remove")
        assert not folders(tmp_path)
        assert client.get(job).status_code == 404
        upload(client, "customers.csv", CUSTOMERS.read_bytes())
        assert len(folders(tmp_path)) == 1
    assert not folders(tmp_path)


def test_a_job_is_gone_with_its_files_an_hour_after_the_last_that_happened_to_it() -> None:
    now = [0.0]
    jobs = Jobs(clock=lambda: now[0])
    job = jobs.new("ada", "customers.csv")
    now[0] = KEPT_S
    jobs.sweep()
    assert jobs.get("ada", job.id).folder.is_dir()
    now[0] = KEPT_S + 1
    jobs.sweep()
    assert not job.folder.exists()
    with pytest.raises(NotKept):
        jobs.get("ada", job.id)
    jobs.close()


def test_a_job_is_one_record_with_the_digests_of_both_files(recorded: httpx.Client, own_home: Path) -> None:
    job = run(recorded, "customers.csv", CUSTOMERS.read_bytes())
    answers = recorded.get(f"{job}/answers.jsonl").content
    ledger = settings_of(own_home, {}).ledger()
    (found,) = Search(kinds=("batch",)).newest(ledger, 5)
    assert found.said is not None
    assert found.said.who is not None
    assert (found.said.who.name, found.said.who.by) == ("local", "loopback")
    assert found.said.input is not None
    assert found.said.input.name == "customers.csv"
    assert found.said.counts["rows"] == len(answers.splitlines())


class Fails:
    """A recorder that can record nothing."""

    def __call__(self, screenings: object, /) -> None:
        raise AuditNotWritten("audit", got="the disk is full")

    def job(self, summary: Summary, output: Path, caller: Caller, role: str | None = None) -> None:
        raise AuditNotWritten("audit", got="the disk is full")


def test_a_job_that_could_not_be_recorded_has_no_answers(console_home: Path) -> None:
    with running_here(create_app(Settings(home=console_home), recorder=Fails())) as client:
        job = run(client, "customers.csv", CUSTOMERS.read_bytes())
        assert "nobody of the file is cleared" in client.get(job).text
        assert "the disk is full" in client.get(job).text
        for name in ("answers.jsonl", "answers.csv", "report.html"):
            assert client.get(f"{job}/{name}").status_code == 404


def test_nothing_is_screened_for_a_recorder_that_knows_no_jobs(console_home: Path) -> None:
    recorded: list[Any] = []
    keep: Callable[..., None] = recorded.extend
    with running_here(create_app(Settings(home=console_home), recorder=keep)) as client:
        job = upload(client, "customers.csv", CUSTOMERS.read_bytes())
        answer = client.post(f"{job}/start", data=guessed(client, job))
        assert answer.status_code == 500
        assert "knows no batch jobs" in answer.text


def test_lists_that_are_not_fit_screen_no_file(own_home: Path) -> None:
    (own_home / "policy.toml").write_text('required = ["ch-seco"]\n')
    with running_here(create_app(Settings(home=own_home))) as client:
        job = upload(client, "customers.csv", CUSTOMERS.read_bytes())
        answer = client.post(f"{job}/start", data=guessed(client, job))
        assert answer.status_code == 503
        assert "NOT SCREENED" in answer.text
