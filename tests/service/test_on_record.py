"""Whatever a path screens is on record before it is answered: asked of every path that the app has."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.routing import Route

from debar.model import Query, Result
from debar.screen import Screener
from debar.service.app import create_app
from debar.service.records import Screening
from debar.service.settings import Settings
from service_process import running_here

WHO = "Zebulon Quackenbush"
ARTICLE = f"Britain on Tuesday sanctioned {WHO}, the chief executive of Quackenbush Shipping."
MATCH = {"queries": {"q": {"schema": "Person", "properties": {"name": [WHO]}}}}
STAKES = {"stakes": [{"owner": "A", "owned": "B", "percent": "50"}], "parties": [{"id": "A", "name": WHO}], "tie": True}
ROW = json.dumps({"q0": {"query": WHO}})

SCREENING: dict[tuple[str, str], dict[str, Any]] = {
    ("POST", "/match/{dataset}"): {"json": MATCH},
    ("GET", "/search/{dataset}"): {"params": {"q": WHO}},
    ("GET", "/v2/search"): {"params": {"name": WHO}},
    ("GET", "/reconcile/{dataset}"): {"params": {"queries": ROW}},
    ("POST", "/reconcile/{dataset}"): {"data": {"queries": ROW}},
    ("GET", "/reconcile/{dataset}/suggest/entity"): {"params": {"prefix": WHO}},
    ("POST", "/ownership"): {"params": {"rule": "ofac"}, "json": STAKES},
    ("POST", "/read"): {"content": ARTICLE},
    ("POST", "/console/party"): {"data": {"q": WHO}},
    ("POST", "/console/screen"): {"data": {"name": WHO, "schema": "Person", "sent": "1"}},
    ("POST", "/console/article"): {"data": {"text": ARTICLE, "date": "2024-09-10"}},
    ("POST", "/console/ownership"): {
        "data": {
            "stakes": "owner,owned,percent\nA,B,50\n",
            "parties": f"id,name\nA,{WHO}\n",
            "tie": "1",
            "rule": "ofac",
        }
    },
}
"""How to make each path screen somebody."""
OTHERS: dict[tuple[str, str], dict[str, Any]] = {
    ("GET", "/entities/{entity_id}"): {},
    ("GET", "/entities/{entity_id}/adjacent"): {},
    ("GET", "/entities/{entity_id}/adjacent/{prop}"): {},
    ("GET", "/effects/{entity_id}"): {},
    ("GET", "/changes"): {"params": {"since": "2020-01-01"}},
    ("GET", "/reconcile/{dataset}/suggest/property"): {"params": {"prefix": "na"}},
    ("GET", "/reconcile/{dataset}/suggest/type"): {"params": {"prefix": "Pe"}},
    ("GET", "/reconcile/{dataset}/extend/property"): {},
    ("GET", "/catalog"): {},
    ("GET", "/manifest"): {},
    ("GET", "/algorithms"): {},
    ("GET", "/healthz"): {},
    ("GET", "/readyz"): {},
    ("GET", "/metrics"): {},
    ("POST", "/updatez"): {"params": {"token": "the token"}},
}
"""The paths that screen nobody, and how they are asked."""
FRAMEWORK = {("GET", "/openapi.json")}
JOBS = {("POST", "/console/batch/{id}/start")}
"""What screens later, with one record for the job: `tests/console/test_console_audit.py`."""
PAGES = {
    *(("GET", f"/console/{page}") for page in ("screen", "article", "ownership", "batch", "lists", "audit", "party", "help")),
    ("GET", "/"), ("GET", "/console"), ("GET", "/console/{rest:path}"), ("GET", "/console/static/{name}"),
    ("POST", "/console/preferences"), ("POST", "/console/screen/form"),
    ("GET", "/console/article/{id}"), ("GET", "/console/article/{id}/page.html"),
    ("POST", "/console/audit"), ("POST", "/console/audit/verify"), ("GET", "/console/audit/{number}"), ("GET", "/console/audit/{number}/proof.html"),
    ("POST", "/console/batch"), ("POST", "/console/batch/{id}/remove"), ("GET", "/console/batch/{id}"), ("GET", "/console/batch/{id}/report.html"),
    ("GET", "/console/batch/{id}/{file}"), ("GET", "/console/lists/{source}"), ("GET", "/console/party/{entity_id}"),
}  # fmt: skip
"""Forms, pages of what was screened before, and of a listing, which is compared with other listings: nobody is asked about."""

Asked = list[tuple[str, ...]]


class Watch:
    """What was screened, and what was recorded, since it was last looked at."""

    def __init__(self) -> None:
        self.screened: Asked = []
        self.recorded: Asked = []

    def begin(self) -> None:
        self.screened.clear()
        self.recorded.clear()


@pytest.fixture(scope="module")
def watch() -> Watch:
    return Watch()


@pytest.fixture(scope="module")
def app_client(sample_home: Path, watch: Watch) -> Iterator[httpx.Client]:
    plain = Screener.screen_many

    def screen_many(self: Screener, queries: Sequence[Query], **how: Any) -> list[Result]:
        watch.screened += [one.names for one in queries]
        return plain(self, queries, **how)

    def recorder(screenings: Sequence[Screening]) -> None:
        watch.recorded += [one.result.query.names for one in screenings]

    app = create_app(Settings(home=sample_home, update_token="the token"), recorder=recorder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Screener, "screen_many", screen_many)  # it listens, and changes nothing
        with running_here(app) as client:
            yield client


def paths(home: Path) -> set[tuple[str, str]]:
    return set(_walk(create_app(Settings(home=home)).routes))


def _walk(routes: Sequence[Any], before: str = "") -> Iterator[tuple[str, str]]:
    """All routes, those of included and mounted parts too."""
    for route in routes:
        inner = getattr(route, "original_router", route)
        if isinstance(route, Route):
            yield from ((method, before + route.path) for method in route.methods or () if method != "HEAD")
        else:
            yield from _walk(getattr(inner, "routes", None) or (), before + getattr(route, "path", ""))


def ask(client: httpx.Client, method: str, path: str, how: dict[str, Any]) -> httpx.Response:
    filled = path.format(dataset="default", entity_id="us-ofac-35096", prop="sanctions") if "{" in path else path
    return client.request(method, filled, **how)


def test_every_path_says_here_whether_it_screens(sample_home: Path) -> None:
    known = {*SCREENING, *OTHERS, *FRAMEWORK, *JOBS, *PAGES}
    new = paths(sample_home) - known
    assert not new, f"say in SCREENING or OTHERS how these are asked: {sorted(new)}"
    assert not {*SCREENING, *OTHERS, *JOBS, *PAGES} - paths(sample_home)


@pytest.mark.parametrize(("method", "path"), SCREENING)
def test_what_it_screens_is_on_record(app_client: httpx.Client, watch: Watch, method: str, path: str) -> None:
    watch.begin()
    answer = ask(app_client, method, path, SCREENING[method, path])
    assert answer.status_code in {200, 303}, answer.text
    assert any(WHO.casefold() in name.casefold() for names in watch.recorded for name in names)
    assert sorted(watch.recorded) == sorted(watch.screened)


@pytest.mark.parametrize(("method", "path"), OTHERS)
def test_it_screens_nobody(app_client: httpx.Client, watch: Watch, method: str, path: str) -> None:
    watch.begin()
    answer = ask(app_client, method, path, OTHERS[method, path])
    assert answer.status_code == 200, answer.text
    assert not watch.screened
    assert not watch.recorded


@pytest.mark.parametrize(("method", "path"), SCREENING)
def test_what_cannot_be_recorded_is_not_answered(sample_home: Path, method: str, path: str) -> None:
    def full(screenings: Sequence[Screening]) -> None:
        raise OSError("the disk is full")

    with running_here(create_app(Settings(home=sample_home), recorder=full)) as client:
        answer = ask(client, method, path, SCREENING[method, path])
    assert answer.status_code == 500
    assert "Quackenbush" not in answer.text
    page = path.startswith("/console")
    assert answer.headers["content-type"].startswith("text/html" if page else "application/problem+json")
