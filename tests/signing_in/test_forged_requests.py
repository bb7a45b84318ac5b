"""No other site's page uses the service through somebody's browser, with a session or without."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from debar.access import Keys
from debar.service.app import create_app
from debar.service.safety import KeyHolders
from debar.service.settings import Settings
from service_process import running_here

from .browsers import Browser, hidden
from .conftest import Site
from .django_provider import PASSWORD

QUERY = {"queries": {"q": {"schema": "Person", "properties": {"name": ["Zebulon Quackenbush"]}}}}
EVIL = "https://evil.example"


@pytest.fixture(scope="module")
def local(lists_home: Path) -> Iterator[httpx.Client]:
    """A service without keys and sign-in, on this machine."""
    with running_here(create_app(Settings(home=lists_home))) as client:
        yield client


@pytest.fixture
def signed_in(site: Site, browser: Browser) -> Browser:
    browser.sign_in(f"{site.address}/signin", "ada", PASSWORD)
    return browser


def problem(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, str(answer.json().get("code"))


FORGED = (403, "access.origin")


def test_what_a_session_changes_needs_its_token(site: Site, signed_in: Browser) -> None:
    url = f"{site.address}/match/default"
    assert problem(signed_in.client.post(url, json=QUERY)) == FORGED
    assert problem(signed_in.client.post(url, json=QUERY, headers={"X-CSRF-Token": "guessed"})) == FORGED
    assert problem(signed_in.client.post(url, data={"csrf_token": "guessed"})) == FORGED
    assert problem(signed_in.client.post(url, files={"file": b"x"}, data={"csrf_token": "guessed"})) == FORGED
    token = hidden(signed_in.get(f"{site.address}/signout"), "csrf_token")
    assert signed_in.client.post(url, json=QUERY, headers={"X-CSRF-Token": token}).status_code == 200


def test_a_token_is_good_for_its_own_session_alone(site: Site, signed_in: Browser, another_browser: Browser) -> None:
    another_browser.sign_in(f"{site.address}/signin", "ada", PASSWORD)
    hers = hidden(another_browser.get(f"{site.address}/signout"), "csrf_token")
    answer = signed_in.client.post(f"{site.address}/match/default", json=QUERY, headers={"X-CSRF-Token": hers})
    assert problem(answer) == FORGED


def test_signing_out_needs_the_token_too(site: Site, signed_in: Browser) -> None:
    assert signed_in.client.post(f"{site.address}/signout").status_code == 403
    assert signed_in.get(f"{site.address}/catalog").status_code == 200


def test_another_sites_form_is_refused_even_with_the_token(site: Site, signed_in: Browser) -> None:
    token = hidden(signed_in.get(f"{site.address}/signout"), "csrf_token")
    url = f"{site.address}/match/default"
    for told in ({"Origin": EVIL}, {"Origin": "null"}, {"Origin": "http://127.0.0.1:1"}):
        assert problem(signed_in.client.post(url, json=QUERY, headers={"X-CSRF-Token": token, **told})) == FORGED
    own = signed_in.client.post(url, json=QUERY, headers={"X-CSRF-Token": token, "Origin": site.address})
    assert own.status_code == 200


@pytest.mark.parametrize("kind", ["application/json", "text/plain", "application/x-www-form-urlencoded"])
def test_without_sign_in_another_sites_page_screens_nobody(local: httpx.Client, kind: str) -> None:
    sent = (
        {"json": QUERY} if kind == "application/json" else {"content": httpx.Request("POST", "/", json=QUERY).content}
    )
    answer = local.post("/match/default", headers={"Content-Type": kind, "Origin": EVIL}, **sent)  # type: ignore[arg-type]
    assert problem(answer) == FORGED
    for site in ("cross-site", "same-site"):
        told = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"}
        assert problem(local.get("/search/default", params={"q": "putin"}, headers=told)) == FORGED
        framed = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe"}
        assert problem(local.get("/search/default", params={"q": "putin"}, headers=framed)) == FORGED


def test_a_link_from_another_site_leads_to_a_page_and_screens_nobody(local: httpx.Client) -> None:
    followed = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    for page in ("/console", "/console/screen"):
        assert local.get(page, headers=followed).status_code == 200
    for data in ("/search/default?q=putin", "/v2/search?name=putin", "/catalog"):
        assert problem(local.get(data, headers=followed)) == FORGED
    assert problem(local.post("/match/default", json=QUERY, headers=followed)) == FORGED


def test_programs_are_not_asked_where_they_come_from(local: httpx.Client) -> None:
    assert local.post("/match/default", json=QUERY).status_code == 200


@pytest.mark.parametrize(
    "name", ["evil.example", "evil.example:8000", "127.0.0.1.nip.io", "localhost.evil.example", "0"]
)
def test_a_name_that_was_pointed_at_this_machine_is_refused(local: httpx.Client, name: str) -> None:
    assert problem(local.get("/catalog", headers={"Host": name})) == FORGED
    assert problem(local.get("/healthz", headers={"Host": name})) == FORGED


@pytest.mark.parametrize("name", ["localhost", "LOCALHOST:8000", "127.0.0.1:1", "[::1]:8000", "debar.localhost"])
def test_the_names_of_this_machine_are_taken(local: httpx.Client, name: str) -> None:
    assert local.get("/catalog", headers={"Host": name}).status_code == 200


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP", "X-Forwarded-Host"])
def test_what_a_proxy_forwards_does_not_count_as_this_machine(local: httpx.Client, header: str) -> None:
    assert problem(local.get("/catalog", headers={header: "192.0.2.7"})) == FORGED


def test_a_service_with_names_is_called_by_them(lists_home: Path) -> None:
    settings = Settings(home=lists_home, hosts=("lists.example",), public="https://debar.example")
    with running_here(create_app(settings)) as client:
        for name in ("lists.example", "debar.example", "DEBAR.example:443", "localhost"):
            answer = client.get("/catalog", headers={"Host": name})
            assert answer.status_code == 200
            assert answer.headers["strict-transport-security"] == "max-age=31536000"
        assert problem(client.get("/catalog", headers={"Host": "evil.example"})) == FORGED
        own = {"Host": "lists.example", "Origin": "https://debar.example"}
        assert client.post("/match/default", json=QUERY, headers=own).status_code == 200
        plain = {"Host": "debar.example", "Origin": "http://debar.example"}
        assert problem(client.post("/match/default", json=QUERY, headers=plain)) == FORGED


def test_the_pages_of_no_site_may_ask_but_those_that_were_named(lists_home: Path, tmp_path: Path) -> None:
    preflight = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
    with running_here(create_app(Settings(home=lists_home))) as client:
        assert client.options("/match/default", headers={"Origin": EVIL, **preflight}).status_code == 403
    friend = "http://127.0.0.1:3333"
    with running_here(create_app(Settings(home=lists_home, cors=(friend,)))) as client:
        allowed = client.options("/match/default", headers={"Origin": friend, **preflight})
        assert allowed.headers["access-control-allow-origin"] == friend
        assert "access-control-allow-credentials" not in allowed.headers
        answer = client.post("/match/default", json=QUERY, headers={"Origin": friend, "Sec-Fetch-Site": "same-site"})
        assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (200, friend)
        refused = client.post("/match/default", json=QUERY, headers={"Origin": EVIL})
        assert problem(refused) == FORGED
        assert "access-control-allow-origin" not in refused.headers


def test_a_request_with_a_key_is_the_keys_wherever_it_comes_from(lists_home: Path, tmp_path: Path) -> None:
    _, token = Keys(tmp_path, write=True).add("payments", ["screen"])
    with running_here(create_app(Settings(home=lists_home), authoriser=KeyHolders(tmp_path))) as client:
        told = {"Authorization": f"ApiKey {token}", "Origin": EVIL, "Sec-Fetch-Site": "cross-site"}
        assert client.post("/match/default", json=QUERY, headers=told).status_code == 200
        basic = {"Authorization": "Basic YTpi", "Origin": EVIL}
        assert problem(client.post("/match/default", json=QUERY, headers=basic)) == FORGED


def test_a_key_counts_before_a_session(site: Site, signed_in: Browser) -> None:
    answer = signed_in.client.get(f"{site.address}/catalog", headers={"X-Api-Key": "debar_x_y", "Accept": "*/*"})
    assert problem(answer) == (401, "access.key")
