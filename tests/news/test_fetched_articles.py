"""Articles from a real server on the loopback interface."""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from article_files import HEADLINE, PARAGRAPHS, page, pdf
from debar.errors import DocumentEmpty, DocumentNotFetched, DocumentRefused, DocumentUnreadable
from debar.news.documents import Limits, read_document

PUBLISHED = '<meta property="article:published_time" content="2024-09-10T14:00:00Z">'
RUSSIAN = "Представитель ведомства отказался отвечать на вопросы журналистов о санкциях против авиакомпании."
SOON = Limits(seconds=0.5)

Answer = tuple[int, dict[str, str], bytes]
HTML = {"Content-Type": "text/html; charset=utf-8"}
ANSWERS: dict[str, Answer] = {
    "/article": (200, HTML, page(head=PUBLISHED).encode()),
    "/moved": (301, {"Location": "/article"}, b""),
    "/loop": (302, {"Location": "/loop"}, b""),
    "/to-file": (302, {"Location": "file:///etc/hostname"}, b""),
    "/text": (200, {"Content-Type": "text/plain", "Content-Language": "de"}, b"Iran Air"),
    "/pdf": (200, {"Content-Type": "text/html"}, pdf([(HEADLINE, *PARAGRAPHS)])),
    "/zipped": (200, {**HTML, "Content-Encoding": "gzip"}, gzip.compress(page().encode())),
    "/bomb": (200, {**HTML, "Content-Encoding": "gzip"}, gzip.compress(b"<p>" + b" " * 30_000_000)),
    "/bad-zip": (200, {**HTML, "Content-Encoding": "gzip"}, b"no gzip at all"),
    "/russian": (200, {"Content-Type": "text/html; charset=windows-1251"}, f"<p>{RUSSIAN}</p>".encode("cp1251")),
    "/odd-charset": (200, {"Content-Type": "text/html; charset=nonsense"}, page().encode()),
    "/empty": (200, HTML, b""),
    "/garbage": (200, HTML, bytes(range(256)) * 50),
    "/api": (200, {"Content-Type": "application/json"}, b'{"headline": "Britain sanctioned Iran Air"}'),
}


class Publisher(BaseHTTPRequestHandler):
    """Serves pages; the path says how it behaves."""

    asked: dict[str, int]

    def do_GET(self) -> None:
        count = self.asked[self.path] = self.asked.get(self.path, 0) + 1
        if self.path == "/flaky" and count < 3:
            self.send_error(503)
        elif self.path == "/slow":
            time.sleep(1)
        elif self.path == "/hops":
            time.sleep(0.2)
            self.answer(302, {"Location": "/hops"}, b"")
        elif self.path == "/drip":
            self.answer(200, HTML, b"", length=1000)
            self.drip()
        elif self.path == "/short":
            self.answer(200, HTML, b"<p>Britain", length=1000)
        elif self.path == "/hung-up":
            self.close_connection = True
        else:
            self.answer(*ANSWERS.get("/article" if self.path == "/flaky" else self.path, (404, {}, b"")))

    def answer(self, status: int, headers: dict[str, str], body: bytes, length: int | None = None) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.end_headers()
        self.wfile.write(body)

    def drip(self) -> None:
        try:
            for _ in range(30):
                self.wfile.write(b"<p>")
                self.wfile.flush()
                time.sleep(0.1)
        except OSError:
            return  # the client has left, as it should

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


def test_a_page_is_read_from_its_address(server: tuple[str, dict[str, int]]) -> None:
    document = read_document(f"{server[0]}/article")
    assert document.text == "\n\n".join([HEADLINE, *PARAGRAPHS])
    assert (document.source, document.published) == (f"{server[0]}/article", date(2024, 9, 10))


def test_the_source_is_where_the_redirects_end(server: tuple[str, dict[str, int]]) -> None:
    assert read_document(f"{server[0]}/moved").source == f"{server[0]}/article"


@pytest.mark.parametrize("path", ["/zipped", "/odd-charset"])
def test_what_the_server_says_oddly_is_read_all_the_same(server: tuple[str, dict[str, int]], path: str) -> None:
    assert read_document(server[0] + path).title == HEADLINE


def test_the_kind_is_that_of_the_bytes(server: tuple[str, dict[str, int]]) -> None:
    assert read_document(f"{server[0]}/pdf").media_type == "application/pdf"


def test_the_declared_charset_and_language_count(server: tuple[str, dict[str, int]]) -> None:
    assert read_document(f"{server[0]}/russian").text == RUSSIAN
    assert read_document(f"{server[0]}/text").language == "de"


def test_a_failing_server_is_asked_again_and_a_missing_page_is_not(server: tuple[str, dict[str, int]]) -> None:
    base, asked = server
    assert read_document(f"{base}/flaky").title == HEADLINE
    with pytest.raises(DocumentNotFetched, match="HTTP 404"):
        read_document(f"{base}/gone")
    assert asked == {"/flaky": 3, "/gone": 1}


@pytest.mark.parametrize("path", ["/slow", "/drip", "/hops"])
def test_a_server_that_is_too_slow_is_left(server: tuple[str, dict[str, int]], path: str) -> None:
    with pytest.raises(DocumentNotFetched, match=r"within 0\.5 s"):
        read_document(server[0] + path, limits=SOON)


@pytest.mark.parametrize(
    ("path", "got"),
    [("/loop", "10 redirects"), ("/short", "body"), ("/bad-zip", "decompress|decod"), ("/hung-up", "disconnected")],
)
def test_a_page_that_does_not_arrive_whole_is_not_read(server: tuple[str, dict[str, int]], path: str, got: str) -> None:
    with pytest.raises(DocumentNotFetched, match=got):
        read_document(server[0] + path, limits=Limits(seconds=5))


def test_a_server_that_is_not_there_is_an_error() -> None:
    with pytest.raises(DocumentNotFetched):
        read_document("http://127.0.0.1:9/article", limits=SOON)
    with pytest.raises(DocumentNotFetched):
        read_document("http://no such host/article", limits=SOON)


@pytest.mark.parametrize("address", ["file:///etc/hostname", "ftp://example.org/a", "gopher://example.org", "x-y://a"])
def test_other_schemes_than_http_are_refused(address: str) -> None:
    with pytest.raises(DocumentRefused, match="only http"):
        read_document(address)


def test_a_redirect_out_of_the_web_is_refused(server: tuple[str, dict[str, int]]) -> None:
    with pytest.raises(DocumentRefused, match="redirects"):
        read_document(f"{server[0]}/to-file")


def test_a_page_beyond_the_limit_is_refused_also_when_it_is_packed(server: tuple[str, dict[str, int]]) -> None:
    with pytest.raises(DocumentRefused, match="1,024 bytes"):
        read_document(f"{server[0]}/article", limits=Limits(size=1024))
    with pytest.raises(DocumentRefused, match="20,971,520 bytes"):
        read_document(f"{server[0]}/bomb")


@pytest.mark.parametrize(
    ("path", "error"), [("/empty", DocumentEmpty), ("/garbage", DocumentUnreadable), ("/api", DocumentUnreadable)]
)
def test_what_is_no_article_is_named_with_its_address(
    server: tuple[str, dict[str, int]], path: str, error: type[Exception]
) -> None:
    with pytest.raises(error, match=server[0] + path):
        read_document(server[0] + path)


def test_a_file_named_like_an_address_is_none(tmp_path: Path) -> None:
    path = tmp_path / "http:"
    path.mkdir()
    (path / "article.txt").write_text("Britain sanctioned Iran Air.")
    assert read_document(path / "article.txt").text
