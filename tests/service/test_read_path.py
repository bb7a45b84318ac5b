"""`POST /read`: the reading of `debar read`, by a process that costs nobody else anything."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import jsonschema
import pytest
from fastapi import FastAPI

from article_files import HEADLINE, PARAGRAPHS, page, pdf
from debar.news import schema
from debar.service.app import create_app
from debar.service.settings import Settings
from debar_process import debar
from service_process import running_here

TEXT = (
    "Britain on Tuesday sanctioned Iran Air, saying that the airline had carried missile parts to Russia. "
    "The measures bar the airline from British financial markets."
)
CUSTOMERS = "id,name,country\nc-1,Iran Air,ir\nc-2,Zebulon Quackenbush,\nc-3,,\n"
QUERY = {"queries": {"q": {"schema": "Person", "properties": {"name": ["Zebulon Quackenbush"]}}}}
LONG = (TEXT + "\n\n") * 20_000
"""Some 3 MB: many times what the tests give it."""


def listed(answer: httpx.Response) -> dict[str, str | None]:
    assert answer.status_code == 200, answer.text
    return {one["name"]: one["entity"] for one in answer.json()["parties"]}


def problem(answer: httpx.Response) -> tuple[int, str]:
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"]
    return answer.status_code, answer.json()["code"]


@contextmanager
def served(home: Path, **settings: Any) -> Iterator[tuple[httpx.Client, FastAPI]]:
    app = create_app(Settings(home=home, **settings))
    with running_here(app) as client:
        yield client, app


def test_it_is_the_json_of_the_command_line(client: httpx.Client, sample_home: Path, tmp_path: Path) -> None:
    article, customers = tmp_path / "article.txt", tmp_path / "customers.csv"
    article.write_text(TEXT)
    customers.write_text(CUSTOMERS)
    done = debar(
        "read", article, "--date", "2024-09-10", "--format", "json", "--customers", customers, home=sample_home
    )
    told = json.loads(done.stdout)
    files = {"article": ("article.txt", TEXT), "customers": ("customers.csv", CUSTOMERS)}
    answer = client.post("/read", params={"date": "2024-09-10"}, files=files).json()
    assert answer.pop("taken")["media_type"] == "text/plain"
    assert {one["source"] for one in answer.pop("record")["lists"]} >= {"us-ofac-sdn", "un-sc"}
    told["document"]["source"] = "article.txt"
    assert answer == told
    assert answer["exposure"]["exposed"][0]["id"] == "c-1"
    assert answer["exposure"]["rejected"] == 1


def test_the_answer_keeps_to_the_published_schema(client: httpx.Client) -> None:
    answer = client.post("/read", content=TEXT).json()
    reading = {
        name: answer[name] for name in ("document", "engine", "parties", "claims", "measures", "effects", "warnings")
    }
    jsonschema.validate(reading, schema())


def test_a_party_has_its_standing_on_the_day_of_the_article_and_today(client: httpx.Client) -> None:
    answer = client.post("/read", params={"date": "1990-01-01"}, content=TEXT).json()
    (airline,) = [one for one in answer["parties"] if one["name"] == "Iran Air"]
    assert airline["listed_on"] == {"published": None, "today": True}
    answer = client.post("/read", params={"date": "2024-09-11"}, content=TEXT).json()
    (airline,) = [one for one in answer["parties"] if one["name"] == "Iran Air"]
    assert airline["listed_on"] == {"published": True, "today": True}
    assert airline["entity"] == "us-ofac-25237"


@pytest.mark.parametrize(
    ("media_type", "data"),
    [
        ("text/plain; charset=utf-16", TEXT.encode("utf-16")),
        ("text/html", page().encode()),
        ("application/pdf", pdf([(HEADLINE, *PARAGRAPHS)])),
        ("application/octet-stream", pdf([(HEADLINE, *PARAGRAPHS)])),
        ("application/json", json.dumps({"text": TEXT}).encode()),
    ],
)
def test_text_pages_and_pdf_are_read_whatever_they_are_called(
    client: httpx.Client, media_type: str, data: bytes
) -> None:
    assert listed(client.post("/read", content=data, headers={"Content-Type": media_type}))["Iran Air"]


def test_without_the_lists_there_is_no_record_and_nobody_is_looked_up(client: httpx.Client) -> None:
    answer = client.post("/read", params={"tie": False}, content=TEXT)
    assert not any(listed(answer).values())
    assert "record" not in answer.json()


def test_a_home_that_is_not_fit_gives_no_reading(sample_home: Path, tmp_path: Path) -> None:
    home = Path(shutil.copytree(sample_home, tmp_path / "home"))
    (home / "policy.toml").write_text('required = ["ch-seco"]\n')
    with served(home) as (client, _):
        assert problem(client.post("/read", content=TEXT)) == (503, "screen.unfit")
        assert client.post("/read", params={"tie": False}, content=TEXT).status_code == 200


@pytest.mark.parametrize(
    ("media_type", "data", "code"),
    [
        ("text/plain", b"", "document.empty"),
        ("image/png", b"\x89PNG\r\n", "document.unreadable"),
        ("application/pdf", b"%PDF-1.7 and no more", "document.unreadable"),
        ("text/html", b"<html><body></body></html>", "document.empty"),
        ("text/plain", bytes(range(1, 32)) * 40 + b"word " * 4, "document.unreadable"),
        ("application/json", b"{", "input.query"),
        ("application/json", b'{"text": "a", "url": "http://example.org/"}', "input.query"),
        ("application/json", b'{"text": "\\ud800"}', "input.query"),
        ("multipart/form-data", b"", "http.400"),
        ("multipart/form-data; boundary=x", b"--x\r\n", "input.query"),
        ("application/json", b'{"url": "http://example.org/"}', "document.refused"),
        ("application/json", b'{"url": "/etc/hostname"}', "document.refused"),
    ],
)
def test_garbage_is_a_problem(client: httpx.Client, media_type: str, data: bytes, code: str) -> None:
    assert problem(client.post("/read", content=data, headers={"Content-Type": media_type})) == (400, code)


def test_parts_that_make_no_sense_are_named(client: httpx.Client) -> None:
    other = client.post("/read", files={"articel": ("a.txt", TEXT)})
    assert problem(other) == (400, "input.query")
    assert "articel" in other.json()["detail"]
    stakes = client.post("/read", files={"article": ("a.txt", TEXT), "stakes": ("s.csv", "owner,owned,percent\n")})
    assert problem(stakes) == (400, "input.query")
    table = client.post("/read", files={"article": ("a.txt", TEXT), "customers": ("../../../tmp/c.pdf", b"%PDF-")})
    assert problem(table) == (400, "input.file")
    assert "/tmp" not in table.json()["detail"]


def test_a_language_without_tables_is_not_read_as_english(client: httpx.Client) -> None:
    german = (
        "Die Regierung hat am Dienstag neue Maßnahmen gegen die Fluggesellschaft und ihre Eigentümer beschlossen. " * 3
    )
    assert problem(client.post("/read", content=german)) == (400, "input.query")
    assert client.post("/read", params={"lang": "en"}, content=german).status_code == 200


def test_a_slow_article_is_ended_and_keeps_no_screening_waiting(sample_home: Path) -> None:
    with served(sample_home, article_s=6, readers=1, waiting_articles=1) as (client, app):
        answers: list[httpx.Response] = []
        slow = threading.Thread(target=lambda: answers.append(client.post("/read", content=LONG)))
        slow.start()
        while not app.state.service.articles.waiting:
            assert slow.is_alive()
        for _ in range(50):
            assert client.post("/match/default", json=QUERY).status_code == 200
        assert app.state.service.articles.waiting == 1, "the article was to be slower than the screening"
        assert problem(client.post("/read", content=TEXT)) == (503, "service.busy")
        slow.join()
        assert problem(answers[0]) == (400, "document.refused")
        assert "takes longer" in answers[0].json()["title"]
        assert listed(client.post("/read", content=TEXT))["Iran Air"]


def test_an_article_has_a_size_and_a_memory_of_its_own(sample_home: Path) -> None:
    with served(sample_home, article_bytes=10_000_000, article_memory=400 * 2**20) as (client, _):
        hungry = client.post("/read", content=LONG)
        assert problem(hungry) == (400, "document.refused")
        assert "memory" in hungry.json()["title"]
        assert listed(client.post("/read", content=TEXT))["Iran Air"]
        assert problem(client.post("/read", content=LONG * 4)) == (413, "input.request-too-large")


class Publisher(BaseHTTPRequestHandler):
    """Has one article, and leads to another host."""

    def do_GET(self) -> None:
        if self.path == "/away":
            self.send_response(302)
            self.send_header("Location", f"http://127.0.0.2:{self.server.server_port}/article")  # type: ignore[attr-defined]
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        data = page().encode()
        self.send_response(200 if self.path == "/article" else 404)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def publisher() -> Iterator[int]:
    server = ThreadingHTTPServer(("", 0), Publisher)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join()
    server.server_close()


def test_an_address_is_fetched_only_where_that_is_allowed(sample_home: Path, publisher: int) -> None:
    asked = {"url": f"http://127.0.0.1:{publisher}/article"}
    with served(sample_home) as (client, _):
        assert problem(client.post("/read", json=asked)) == (400, "document.refused")
    with served(sample_home, fetch_articles=True) as (client, _):
        private = client.post("/read", json=asked)
        assert problem(private) == (400, "document.refused")
        assert "public net" in private.json()["title"]
    with served(sample_home, fetch_articles=True, article_networks=("127.0.0.1/32",)) as (client, _):
        assert listed(client.post("/read", json=asked))["Iran Air"]
        assert listed(client.post("/read", data=asked, files={"customers": ("c.csv", CUSTOMERS)}))["Iran Air"]
        away = client.post("/read", json={"url": f"http://127.0.0.1:{publisher}/away"})
        assert problem(away) == (400, "document.refused")
        missing = client.post("/read", json={"url": f"http://127.0.0.1:{publisher}/nothing"})
        assert problem(missing) == (502, "document.not-fetched")
        assert problem(client.post("/read", json={"url": "file:///etc/hostname"})) == (400, "document.refused")
