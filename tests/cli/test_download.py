"""`debar update` against a publisher: a real server on the loopback interface that serves the sample."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

import sample_lists as sample
from debar_process import debar

Files = dict[str, bytes]


@pytest.fixture
def publisher() -> Iterator[tuple[str, Files]]:
    """Serves whatever stands in the dict, with ETags; what does not is a 404."""
    files: Files = {}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = files.get(self.path)
            if body is None:
                self.send_error(404)
                return
            tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
            same = self.headers.get("If-None-Match") == tag
            self.send_response(304 if same else 200)
            self.send_header("ETag", tag)
            if not same:
                self.send_header("Last-Modified", "Tue, 10 Sep 2024 14:00:00 GMT")
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if not same:
                self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Keep the tests' output clean."""

    httpd = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{httpd.server_address[1]}", files
    httpd.shutdown()
    thread.join()
    httpd.server_close()


@pytest.fixture
def catalog(publisher: tuple[str, Files], tmp_path: Path) -> Path:
    base, files = publisher
    for name in ("sdn.csv", "alt.csv", "add.csv", "sdn_comments.csv"):
        files[f"/{name}"] = (sample.SDN_AFTER / name).read_bytes()
    files["/un.xml"] = (sample.LISTS / "un-sc" / "consolidated.xml").read_bytes()
    lines = ["[us-ofac-sdn.files]"]
    lines += [f'"{name}" = "{base}/{name}"' for name in ("sdn.csv", "alt.csv", "add.csv", "sdn_comments.csv")]
    lines += ["[un-sc.files]", f'"consolidated.xml" = "{base}/un.xml"']
    path = tmp_path / "catalog.toml"
    path.write_text("\n".join(lines))
    return path


def update(catalog: Path, home: Path) -> tuple[int, dict[str, dict[str, Any]]]:
    done = debar("update", "us-ofac-sdn", "un-sc", "--catalog", catalog, "--format", "json", home=home)
    return done.returncode, {one["source"]: one for one in json.loads(done.stdout)}


def test_lists_are_downloaded_and_the_second_time_found_unchanged(catalog: Path, tmp_path: Path) -> None:
    code, first = update(catalog, tmp_path / "home")
    assert code == 0, first
    assert {name: (one["outcome"], one["edition"]) for name, one in first.items()} == {
        "us-ofac-sdn": ("published", "2024-09-10T14:00:00Z"),
        "un-sc": ("published", "2026-02-27T00:00:09Z"),
    }
    code, second = update(catalog, tmp_path / "home")
    assert code == 0
    assert {one["outcome"] for one in second.values()} == {"unchanged"}
    assert debar("screen", "Vladimir Putin", home=tmp_path / "home").returncode == 1


def test_a_missing_file_fails_its_list_and_not_the_other(
    catalog: Path, publisher: tuple[str, Files], tmp_path: Path
) -> None:
    del publisher[1]["/alt.csv"]
    code, outcomes = update(catalog, tmp_path / "home")
    assert code == 3
    assert (outcomes["us-ofac-sdn"]["outcome"], outcomes["un-sc"]["outcome"]) == ("failed", "published")
    assert "404" in outcomes["us-ofac-sdn"]["message"]
    assert debar("screen", "Nobody Atall", home=tmp_path / "home").returncode == 3


@pytest.mark.parametrize("body", [b"<!DOCTYPE html><html>down for maintenance</html>", b"", b'36,"AEROCARI'])
def test_a_broken_answer_leaves_the_last_good_edition(
    catalog: Path, publisher: tuple[str, Files], tmp_path: Path, body: bytes
) -> None:
    update(catalog, tmp_path / "home")
    publisher[1]["/sdn.csv"] = body
    code, outcomes = update(catalog, tmp_path / "home")
    assert code == 3
    assert outcomes["us-ofac-sdn"]["outcome"] in ("failed", "refused")
    lists = {
        one["source"]: one for one in json.loads(debar("lists", "--format", "json", home=tmp_path / "home").stdout)
    }
    assert lists["us-ofac-sdn"]["edition"] == "2024-09-10T14:00:00Z"
    assert lists["us-ofac-sdn"]["fit"] is True
    assert any("last good edition stays" in note for note in lists["us-ofac-sdn"]["notes"])


def test_another_list_at_the_address_is_refused(catalog: Path, publisher: tuple[str, Files], tmp_path: Path) -> None:
    publisher[1]["/un.xml"] = (sample.LISTS / "eu-fsf" / "xmlFullSanctionsList_1_1.xml").read_bytes()
    code, outcomes = update(catalog, tmp_path / "home")
    assert code == 3
    assert outcomes["un-sc"]["outcome"] in ("failed", "refused")
