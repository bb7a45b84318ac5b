"""``debar read`` as a user meets it: real processes, data on stdout or in a file, talk on stderr."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

import article_files
import sample_lists as sample
from debar_process import debar

ARTICLE = (
    "Britain accuses Iran of missile transfers\n\n"
    "LONDON (AP) — On Tuesday, Britain accused Iran of supplying missiles to Russia. Iran denied the accusation. "
    "Officials in London said that Britain would sanction Iran Air within weeks.\n\n"
    "Source: AP\n"
)


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "article.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


@pytest.fixture
def nothing(tmp_path: Path) -> Path:
    return tmp_path / "no-home"


@pytest.fixture
def address() -> Iterator[str]:
    """A server with one page on it."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            data = article_files.page(
                time='<time datetime="2024-09-10T10:00:00Z">Sept. 10, 2024</time>',
                head='<meta property="article:published_time" content="2024-09-10T10:00:00Z">',
            ).encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/story"
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_default_is_tables(article: Path, nothing: Path) -> None:
    done = debar("read", article, "--date", "2024-09-10", home=nothing)
    assert done.returncode == 0
    for title in ("Parties", "Claims", "Measures (as the news has them"):
        assert title in done.stdout


def test_json_is_the_reading_of_what_the_intake_took_in(article: Path, nothing: Path) -> None:
    done = debar("read", article, "--date", "2024-09-10", "--format", "json", home=nothing)
    reading = json.loads(done.stdout)
    document = reading["document"]
    assert document["text"].startswith("Britain accuses Iran of missile transfers\n\nLONDON")
    assert "Source: AP" not in document["text"]
    assert (document["published"], document["language"]) == ("2024-09-10", "en")
    assert document["source"] == str(article)
    assert {"ACCUSE", "DENY"} <= {claim["type"] for claim in reading["claims"]}
    for claim in reading["claims"]:
        start, end = claim["cue"]["span"]
        assert document["text"][start:end] == claim["cue"]["text"]


def test_what_was_cut_and_what_is_not_known_is_told_on_stderr(article: Path, nothing: Path) -> None:
    done = debar("read", article, "--format", "json", home=nothing)
    assert "left out as no part of the article: credit" in done.stderr
    assert "no day of publication is known" in done.stderr
    assert "parties are not tied to listed entities" in done.stderr
    json.loads(done.stdout)


def test_html_is_one_page_on_stdout(article: Path, nothing: Path) -> None:
    done = debar("read", article, "--date", "2024-09-10", "--format", "html", home=nothing)
    assert done.returncode == 0
    assert done.stdout.startswith("<!doctype html>")
    assert done.stdout.rstrip().endswith("</html>")
    assert "accusation: United Kingdom → Iran" in done.stdout


@pytest.mark.parametrize(("name", "begins"), [("out.html", "<!doctype html>"), ("out.json", "{")])
def test_a_file_is_written_in_the_format_of_its_name(
    article: Path, nothing: Path, tmp_path: Path, name: str, begins: str
) -> None:
    done = debar("read", article, "--date", "2024-09-10", "-o", tmp_path / name, home=nothing)
    assert (done.returncode, done.stdout) == (0, "")
    assert f"written: {tmp_path / name}" in done.stderr
    assert (tmp_path / name).read_text("utf-8").startswith(begins)
    assert not (tmp_path / f"{name}.part").exists()


def test_a_file_holds_the_same_as_stdout(article: Path, nothing: Path, tmp_path: Path) -> None:
    args = ("read", article, "--date", "2024-09-10", "--format", "html")
    debar(*args, "-o", tmp_path / "out.html", home=nothing)
    assert (tmp_path / "out.html").read_text("utf-8") == debar(*args, home=nothing).stdout


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("-o", "out.txt"), "a reading is written as .html or .json"),
        (("-o", "no/such/folder/out.html"), "the file cannot be written"),
        (("--date", "tomorrow"), "a day is YYYY-MM-DD"),
        (("--language", "xx"), "no tables for reading this language"),
    ],
)
def test_a_wrong_option_ends_with_2_and_says_what_to_do(
    article: Path, nothing: Path, args: tuple[str, ...], said: str
) -> None:
    done = debar("read", article, *args, home=nothing)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_an_article_in_another_language_is_not_read_as_english_unasked(tmp_path: Path, nothing: Path) -> None:
    path = tmp_path / "article.txt"
    path.write_text(
        "Le ministre a déclaré mardi que la France et ses alliés vont imposer des sanctions à la compagnie, qui est "
        "accusée de livrer des missiles à la Russie pour la guerre dans le pays.",
        encoding="utf-8",
    )
    done = debar("read", path, home=nothing)
    assert done.returncode == 2
    assert "got 'fr'" in done.stderr
    assert "--language en" in done.stderr
    assert debar("read", path, "--language", "en", home=nothing).returncode == 0


def test_standard_input_is_an_article(nothing: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "debar", "read", "-", "--format", "json", "--home", str(nothing)],
        input=ARTICLE.encode("utf-16"),
        capture_output=True,
        check=True,
        timeout=60,
    )
    assert json.loads(done.stdout)["document"]["text"].startswith("Britain accuses Iran")


def test_a_page_at_an_address_brings_its_title_and_its_day(address: str, nothing: Path) -> None:
    done = debar("read", address, "--format", "json", home=nothing)
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)["document"]
    assert (document["title"], document["published"], document["source"]) == (
        article_files.HEADLINE,
        "2024-09-10",
        address,
    )
    assert "cookies" not in document["text"]


def test_the_date_given_overrides_that_of_the_page(address: str, nothing: Path) -> None:
    done = debar("read", address, "--date", "2024-09-17", "--format", "json", home=nothing)
    assert json.loads(done.stdout)["document"]["published"] == "2024-09-17"


def test_what_is_no_article_ends_with_2(tmp_path: Path, nothing: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b" \n")
    for source in (tmp_path / "empty.txt", tmp_path / "absent.txt"):
        done = debar("read", source, home=nothing)
        assert done.returncode == 2
        assert str(source) in done.stderr


def test_with_a_home_the_page_shows_who_is_listed(article: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    assert debar("update", "--from", sample.SDN, home=home).returncode == 0
    done = debar("read", article, "--date", "2024-09-10", "-o", tmp_path / "out.html", home=home)
    assert done.returncode == 0, done.stderr
    text = (tmp_path / "out.html").read_text("utf-8")
    assert "us-ofac-" in text
    assert "on the article’s day listed" in text
