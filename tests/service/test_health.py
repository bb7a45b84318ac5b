"""Health means fit to screen; what is not fit says so, and never answers an empty result."""

from __future__ import annotations

import json
import shutil
import time
from pathlib import Path

import httpx
import pytest

from debar_process import debar
from service_process import TOKEN, running

QUERY = {"queries": {"q": {"schema": "Person", "properties": {"name": ["Vladimir Putin"]}}}}


def test_a_fit_service_is_alive_and_ready(client: httpx.Client) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json() == {"status": "ok"}


def test_a_health_check_needs_no_other_program(address: str, sample_home: Path, tmp_path: Path) -> None:
    port = address.rpartition(":")[2]
    assert debar("serve", "--check", "--port", port).returncode == 0
    assert debar("serve", "--check", "--host", "0.0.0.0", "--port", port).returncode == 0
    home = Path(shutil.copytree(sample_home, tmp_path / "home"))
    (home / "policy.toml").write_text('required = ["ch-seco"]\n')
    with running(home, tmp_path / "log") as unfit:
        done = debar("serve", "--check", "--port", unfit.rpartition(":")[2])
    assert done.returncode == 3
    assert "ch-seco" in done.stderr
    assert debar("serve", "--check", "--port", unfit.rpartition(":")[2]).returncode == 3


def test_the_catalog_names_lists_and_collections(client: httpx.Client) -> None:
    answer = client.get("/catalog")
    by_name = {one["name"]: one for one in answer.json()["datasets"]}
    assert {"default", "sanctions", "euro", "us-ofac-sdn"} <= {*by_name}
    assert by_name["us-ofac-sdn"]["version"] == "2024-09-10"
    assert by_name["euro"]["children"] == ["eu-fsf", "un-sc"]
    again = client.get("/catalog", headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code in (200, 304)
    assert client.get("/manifest").status_code == 200


def test_the_algorithms_are_named(client: httpx.Client) -> None:
    found = client.get("/algorithms").json()
    assert [one["name"] for one in found["algorithms"]] == ["debar", "ofac-sls"]
    assert found["best"] == "debar"


def test_the_figures_are_told(client: httpx.Client) -> None:
    client.post("/match/default", json=QUERY)
    text = client.get("/metrics").text
    assert 'debar_list_age_seconds{source="un-sc"}' in text
    assert "debar_fit 1.0" in text
    assert 'debar_requests_total{method="POST",path="/match/{dataset}",status="200"}' in text
    assert "debar_best_score_bucket" in text


def test_answers_are_protected_and_cors_is_closed(client: httpx.Client) -> None:
    answer = client.get("/healthz", headers={"Origin": "https://elsewhere.example"})
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert not [name for name in answer.headers if name.startswith("access-control-")]


def test_the_log_does_not_tell_who_was_asked_about(client: httpx.Client, log: Path) -> None:
    client.post("/match/default", params={"limit": 7}, json=QUERY)
    client.get("/search/default", params={"q": "Quackenbush"})
    time.sleep(0.2)
    lines = log.read_text().splitlines()
    assert any(json.loads(line).get("path") == "/match/{dataset}" for line in lines)
    assert "Putin" not in log.read_text()
    assert "Quackenbush" not in log.read_text()


def test_requests_that_are_too_large_are_refused(client: httpx.Client) -> None:
    for answer in (
        client.get("/healthz", params={"x": "y" * 60_000}),
        client.post("/match/default", content=b" " * (16 * 1024 * 1024 + 1)),
        client.post("/match/default", content=(b" " * 1024 * 1024 for _ in range(17))),
    ):
        assert (answer.status_code, answer.json()["code"]) == (413, "input.request-too-large")


def test_unknown_paths_and_methods_are_problems(client: httpx.Client) -> None:
    assert client.get("/nowhere").json()["code"] == "http.404"
    assert client.get("/match/default").status_code == 405
    assert client.get("/match/default").headers["content-type"] == "application/problem+json"


def test_updates_need_the_token(client: httpx.Client) -> None:
    assert client.post("/updatez", params={"token": "wrong"}).status_code == 403
    assert client.post("/updatez", params={"token": TOKEN, "sync": "true"}).json()["status"] == "ok"


@pytest.mark.parametrize("why", ["too old", "no home"])
def test_what_is_not_fit_is_not_screened(sample_home: Path, tmp_path: Path, why: str) -> None:
    home = tmp_path / "home"
    if why == "too old":
        shutil.copytree(sample_home, home)
        (home / "policy.toml").write_text("max_age_h = 0.000001\n")
    with running(home, tmp_path / "log") as address, httpx.Client(base_url=address) as client:
        assert client.get("/healthz").status_code == 200
        for answer in (client.get("/readyz"), client.post("/match/default", json=QUERY)):
            assert answer.status_code == 503
            problem = answer.json()
            assert problem["code"] == "screen.unfit"
            assert problem["reasons"]
            assert "results" not in answer.text
            assert answer.headers["retry-after"]
        lines = client.post(
            "/match/default",
            content=json.dumps(QUERY["queries"]["q"]),
            headers={"Content-Type": "application/x-ndjson"},
        )
        assert lines.status_code == 503
        if why == "too old":
            assert "debar_fit 0.0" in client.get("/metrics").text
            (home / "policy.toml").unlink()
            client.post("/updatez", params={"token": TOKEN, "sync": "true"})
            assert client.get("/readyz").status_code == 200


def test_others_are_not_served_without_keys(sample_home: Path) -> None:
    done = debar("serve", "--host", "0.0.0.0", "--port", "1", home=sample_home)
    assert done.returncode == 3
    assert "service.unsafe" in done.stderr
