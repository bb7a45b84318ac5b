"""A run as OpenRefine makes it: manifest, reconciliation in batches, suggestions, fetched properties."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

NAMES = ["Vladimir Putin", "Iran Air", "Zebulon Quackenbush"]


@pytest.fixture(scope="module")
def manifest(client: httpx.Client) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/reconcile/sanctions").json()
    return found


def test_the_manifest_says_what_openrefine_needs(manifest: dict[str, Any]) -> None:
    assert "0.2" in manifest["versions"]
    assert manifest["view"]["url"].endswith("/entities/{{id}}")
    assert {"entity", "property", "type"} == {*manifest["suggest"]}


def test_a_column_is_reconciled(client: httpx.Client) -> None:
    queries = {f"q{place}": {"query": name, "limit": 3} for place, name in enumerate(NAMES)}
    queries["q3"] = {
        "query": "Putin",
        "type": "Person",
        "type_strict": "should",
        "properties": [{"pid": "birthDate", "v": "1952-10-07"}, {"pid": "nationality", "v": {"id": "ru", "name": "Russia"}}],
    }  # fmt: skip
    for answer in (
        client.post("/reconcile/sanctions", data={"queries": json.dumps(queries)}),
        client.get("/reconcile/sanctions", params={"queries": json.dumps(queries)}),
    ):
        found = answer.json()
        assert list(found) == list(queries)
        first = found["q0"]["result"][0]
        assert first["id"] == "us-ofac-35096"
        assert first["match"] is True
        assert 90 < first["score"] <= 100
        assert first["type"] == [{"id": "Person", "name": "Person"}]
        assert found["q1"]["result"][0]["name"] == "IRAN AIR"
        assert found["q2"]["result"] == []
        assert found["q3"]["result"][0]["id"] == "us-ofac-35096"


def test_suggestions_come_while_typing(client: httpx.Client, manifest: dict[str, Any]) -> None:
    for what, prefix, expected in (
        ("entity", "put", "us-ofac-35096"),
        ("property", "birth", "birthDate"),
        ("type", "ves", "Vessel"),
    ):
        service = manifest["suggest"][what]
        answer = httpx.get(service["service_url"] + service["service_path"], params={"prefix": prefix})
        assert expected in [one["id"] for one in answer.json()["result"]]


def test_properties_are_fetched(client: httpx.Client, manifest: dict[str, Any]) -> None:
    proposed = manifest["extend"]["propose_properties"]
    answer = httpx.get(proposed["service_url"] + proposed["service_path"], params={"type": "Person"}).json()
    assert "birthDate" in [one["id"] for one in answer["properties"]]
    wanted = {"ids": ["us-ofac-35096"], "properties": [{"id": "birthDate"}, {"id": "position"}]}
    found = client.post("/reconcile/sanctions", data={"extend": json.dumps(wanted)}).json()
    assert found["rows"]["us-ofac-35096"]["birthDate"] == [{"str": "1952-10-07"}]
    assert [one["id"] for one in found["meta"]] == ["birthDate", "position"]


@pytest.mark.parametrize("queries", ["no json", '{"q0": {"query": ""}}', '{"q0": 3}'])
def test_what_cannot_be_reconciled_is_a_problem(client: httpx.Client, queries: str) -> None:
    answer = client.post("/reconcile/sanctions", data={"queries": queries})
    assert (answer.status_code, answer.json()["code"]) == (400, "input.query")
