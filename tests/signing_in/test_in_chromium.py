"""The same in a real browser, which decides by itself which cookies it sends, and says whose page asks."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from chromium_program import NoChromium, chromium
from debar_process import debar
from service_process import running

from .conftest import Site
from .django_provider import PASSWORD

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

QUERY = {"queries": {"q": {"schema": "Person", "properties": {"name": ["Zebulon Quackenbush"]}}}}


@pytest.fixture(scope="module")
def browser_window() -> Iterator[Browser]:
    # The name of a site whose owner has it point at this machine, once its page is loaded.
    context = chromium("--host-resolver-rules=MAP evil.example 127.0.0.1")
    try:
        opened = context.__enter__()
    except NoChromium as error:
        pytest.skip(str(error))
    yield opened
    context.__exit__(None, None, None)


@pytest.fixture
def page(browser_window: Browser) -> Iterator[Page]:
    opened = browser_window.new_context()
    yield opened.new_page()
    opened.close()


@contextmanager
def evil_page(target: str) -> Iterator[str]:
    """A page that uses the service in all the ways that a page has; it tells in its title when it has tried."""
    body = json.dumps(QUERY)
    script = f"""
      const target = {target!r}, body = {body!r}, tried = [];
      const ways = [
        () => fetch(target + '/match/default', {{method: 'POST', mode: 'no-cors', credentials: 'include', body}}),
        () => fetch(target + '/match/default', {{method: 'POST', credentials: 'include', body}}).then(a => a.text()).then(
                text => tried.push('read ' + text)),
        () => fetch(target + '/search/default?q=putin', {{mode: 'no-cors', credentials: 'include'}}),
        () => fetch(target + '/search/default?q=putin', {{credentials: 'include'}}).then(a => a.text()).then(
                text => tried.push('read ' + text)),
        () => new Promise(done => {{ const i = new Image(); i.onerror = i.onload = done;
                i.src = target + '/search/default?q=putin'; }}),
        () => new Promise(done => {{ const f = document.createElement('iframe'); f.onload = done; f.onerror = done;
                f.src = target + '/search/default?q=putin'; document.body.append(f); }}),
        () => new Promise(done => {{ document.forms[0].submit(); setTimeout(done, 500); }}),
        () => new Promise(done => {{ document.forms[1].submit(); setTimeout(done, 500); }}),
      ];
      (async () => {{ for (const way of ways) await way().catch(e => tried.push(String(e)));
        document.title = 'tried ' + tried.filter(one => one.startsWith('read')).join(); }})();
    """
    html = f"""<!doctype html><body>
      <iframe name="f"></iframe><iframe name="g"></iframe>
      <form method="post" enctype="text/plain" target="f" action="{target}/match/default">
      <input name='{body[:-1]},"x":"' value='"}}'></form>
      <form method="post" target="g" action="{target}/signout"></form>
      <script>{script}</script></body>"""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(html.encode())

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            # Another port of the same host is the same site to a browser: it sends the cookie of the session along.
            yield f"http://localhost:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()


def sign_in(page: Page, address: str) -> None:
    page.goto(f"{address}/signin")
    page.fill("input[name=username]", "ada")
    page.fill("input[name=password]", PASSWORD)
    page.click("button")
    page.wait_for_url(re.compile(rf"{address}/(console|signout)"))
    page.goto(f"{address}/signout")


def screenings(home: Path) -> int:
    listed = debar("audit", "list", "--limit", "1000", "--format", "json", home=home)
    return sum(one["kind"] == "screening" for one in json.loads(listed.stdout))


def at_localhost(site: Site) -> str:
    return site.address.replace("127.0.0.1", "localhost")


def test_a_person_signs_in_and_out(site: Site, page: Page) -> None:
    address = at_localhost(site)
    sign_in(page, address)
    assert "You are signed in as ada, and may screen, read." in page.inner_text("body")
    (cookie,) = (one for one in page.context.cookies() if one["name"] == "debar-session")
    assert (cookie["httpOnly"], cookie["sameSite"]) == (True, "Lax")
    page.click("button")
    page.wait_for_url(f"{address}/signout")  # by way of the provider
    assert "Nobody is signed in here." in page.inner_text("body")
    page.goto(f"{address}/signin")
    assert page.locator("input[name=username]").count() == 1


def test_another_sites_page_does_nothing_in_the_name_of_who_is_signed_in(site: Site, page: Page) -> None:
    address = at_localhost(site)
    sign_in(page, address)
    before = screenings(site.home)
    with evil_page(address) as evil:
        page.goto(evil)
        page.wait_for_function("document.title.startsWith('tried')")
        assert page.title() == "tried"
    assert screenings(site.home) == before
    page.goto(f"{address}/signout")
    assert "You are signed in as ada" in page.inner_text("body")


def test_another_sites_page_does_nothing_on_a_service_without_sign_in(
    lists_home: Path, tmp_path: Path, page: Page
) -> None:
    log = tmp_path / "log"
    with running(lists_home, log, "--audit") as address, evil_page(address) as evil:
        before = screenings(lists_home)
        page.goto(evil)
        page.wait_for_function("document.title.startsWith('tried')")
        assert page.title() == "tried"
        assert screenings(lists_home) == before
        answer = page.goto(f"{address}/catalog")
        assert answer is not None
        assert answer.status == 200
        rebound = page.goto(f"{address.replace('127.0.0.1', 'evil.example')}/catalog")
        assert rebound is not None
        assert (rebound.status, "access.origin" in page.inner_text("body")) == (403, True)
    lines = [json.loads(line) for line in log.read_text().splitlines() if '"event":"request"' in line]
    assert sum(one["status"] == 403 for one in lines) >= 7
