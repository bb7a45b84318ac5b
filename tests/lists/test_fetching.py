"""Downloads against a real server on the loopback interface."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from debar.errors import ListError, ListNotFetched
from debar.lists.fetching import Validators, fetch_set

BODY = b"36,AEROCARIBBEAN\r\n" * 1000


class Publisher(BaseHTTPRequestHandler):
    """Serves a list; the path says how it behaves."""

    asked: dict[str, int]

    def do_GET(self) -> None:
        count = self.asked[self.path] = self.asked.get(self.path, 0) + 1
        if self.path == "/flaky" and count < 3:
            self.send_error(503)
            return
        if self.path == "/gone":
            self.send_error(404)
            return
        if self.headers.get("If-None-Match") == '"v1"' and self.path != "/changed":
            self.send_response(304)
            self.end_headers()
            return
        self.send_response(200)
        self.send_header("ETag", '"v1"')
        self.send_header("Last-Modified", "Tue, 10 Sep 2024 14:00:00 GMT")
        self.send_header("Content-Length", str(len(BODY) + (100 if self.path == "/short" else 0)))
        self.end_headers()
        self.wfile.write(BODY)

    def log_message(self, format: str, *args: object) -> None:
        """Keep the tests' output clean."""


@pytest.fixture
def server() -> Iterator[tuple[str, dict[str, int]]]:
    handler = type("Handler", (Publisher,), {"asked": {}})
    httpd = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{httpd.server_address[1]}", handler.asked
    httpd.shutdown()
    thread.join()
    httpd.server_close()


def nothing_known(url: str) -> None:
    return None


def test_a_file_is_fetched_whole_and_dated_by_its_publisher(server: tuple[str, dict[str, int]], tmp_path: Path) -> None:
    base, _ = server
    found = fetch_set({"sdn.csv": f"{base}/list"}, tmp_path, known=nothing_known)["sdn.csv"]
    assert found.file is not None
    assert found.file.read() == BODY
    assert found.file.modified == "2024-09-10T14:00:00Z"
    assert found.validators == Validators('"v1"', "Tue, 10 Sep 2024 14:00:00 GMT")


def test_an_unchanged_file_is_not_fetched_again(server: tuple[str, dict[str, int]], tmp_path: Path) -> None:
    base, _ = server
    found = fetch_set({"a": f"{base}/list"}, tmp_path, known=lambda url: Validators('"v1"', None))
    assert found["a"].file is None


def test_a_set_is_fetched_whole_when_one_file_changed(server: tuple[str, dict[str, int]], tmp_path: Path) -> None:
    base, asked = server
    urls = {"sdn.csv": f"{base}/changed", "alt.csv": f"{base}/list"}
    found = fetch_set(urls, tmp_path, known=lambda url: Validators('"v1"', None))
    assert all(one.file is not None for one in found.values())
    assert asked == {"/changed": 1, "/list": 2}


def test_a_failing_server_is_asked_again(server: tuple[str, dict[str, int]], tmp_path: Path) -> None:
    base, asked = server
    found = fetch_set({"a": f"{base}/flaky"}, tmp_path, known=nothing_known)
    assert found["a"].file is not None
    assert asked == {"/flaky": 3}


def test_a_missing_file_is_an_error_at_once(server: tuple[str, dict[str, int]], tmp_path: Path) -> None:
    base, asked = server
    with pytest.raises(ListNotFetched, match="404"):
        fetch_set({"a": f"{base}/gone"}, tmp_path, known=nothing_known)
    assert asked == {"/gone": 1}


def test_a_body_shorter_than_announced_is_an_error(server: tuple[str, dict[str, int]], tmp_path: Path) -> None:
    base, _ = server
    with pytest.raises(ListError):
        fetch_set({"a": f"{base}/short"}, tmp_path, known=nothing_known)


def test_a_server_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ListNotFetched):
        fetch_set({"a": "http://127.0.0.1:9/list"}, tmp_path, known=nothing_known)
