"""Addresses that others give lead to the public net alone, whatever they are called and however often they are asked."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest

from debar.errors import DocumentNotFetched, DocumentRefused
from debar.news.documents import document_at, read_document
from debar.news.documents.guard import Guard, addresses


class Named(BaseHTTPRequestHandler):
    """Says by which name it was asked."""

    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(self.headers["Host"])
        data = b"<p>Britain on Tuesday sanctioned Iran Air, the carrier.</p>"
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[tuple[int, list[str]]]:
    asked: list[str] = []
    found = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (Named,), {"asked": asked}))
    thread = threading.Thread(target=found.serve_forever)
    thread.start()
    yield found.server_port, asked
    found.shutdown()
    thread.join()
    found.server_close()


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "2130706433",  # the same, as one number
        "0x7f.1",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[64:ff9b::7f00:1]",
        "0.0.0.0",
        "10.0.0.1",
        "169.254.169.254",  # where clouds keep their keys
        "100.64.0.1",
        "user:word@example.org",
    ],
)
def test_no_address_of_this_machine_or_its_network_is_reached(host: str, server: tuple[int, list[str]]) -> None:
    port, asked = server
    with pytest.raises(DocumentRefused) as refused:
        read_document(f"http://{host}:{port}/", public=True)
    assert not asked
    assert "127.0.0.1 " not in str(refused.value)


def test_a_name_that_means_another_host_a_moment_later_is_refused_then(server: tuple[int, list[str]]) -> None:
    port, asked = server
    meant = iter([["127.0.0.1"], ["127.0.0.2"]])
    guard = Guard(["127.0.0.1/32"], resolve=lambda host, port: next(meant))
    with httpx.Client(transport=guard) as client:
        assert client.get(f"http://news.example:{port}/").status_code == 200
        assert asked == [f"news.example:{port}"]
        with pytest.raises(DocumentRefused):
            client.get(f"http://news.example:{port}/")


def test_one_address_that_may_not_be_reached_is_enough_to_refuse_the_name() -> None:
    guard = Guard(resolve=lambda host, port: ["93.184.215.14", "10.0.0.1"])
    with pytest.raises(DocumentRefused):
        document_at("http://news.example/", guard=guard)


def test_only_the_ports_of_the_web_are_reached() -> None:
    with pytest.raises(DocumentRefused):
        document_at("http://news.example:22/", guard=Guard(resolve=lambda host, port: ["93.184.215.14"]))


def test_a_name_that_nobody_knows_is_not_fetched() -> None:
    with pytest.raises(DocumentNotFetched):
        document_at("http://nobody.invalid/", guard=Guard())


def test_a_name_is_looked_up() -> None:
    assert "127.0.0.1" in addresses("localhost", 80)
