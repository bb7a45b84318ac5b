"""The document says all that the service takes and gives, with examples; and what it says holds for whatever is sent."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest

SECONDS = 45
TESTS = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def document(client: httpx.Client) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/openapi.json").json()
    return found


def test_every_operation_is_described(document: dict[str, Any]) -> None:
    for path, operations in document["paths"].items():
        for method, one in operations.items():
            where = f"{method} {path}"
            assert one["summary"], where
            assert one["description"], where
            assert all(parameter.get("description") or path == "/v2/search" for parameter in one["parameters"]), where
            named = {parameter["name"] for parameter in one["parameters"] if parameter["in"] == "path"}
            assert named == {part[1:-1] for part in path.split("/") if part.startswith("{")}, where
            assert "200" in one["responses"], where
            assert "400" in one["responses"], where
            for body in one.get("requestBody", {}).get("content", {}).values():
                assert "example" in body, where


def test_every_path_is_in_the_page_about_the_service(document: dict[str, Any]) -> None:
    page = (TESTS.parent / "docs" / "service.md").read_text("utf-8")
    for path, operations in document["paths"].items():
        for method in operations:
            assert f"`{method.upper()} {path}`" in page


def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    text = json.dumps(document)
    known = {f"#/components/schemas/{name}" for name in document["components"]["schemas"]}
    found = {part.partition('"')[0] for part in text.split('"$ref": "')[1:]}
    assert found <= known


def test_the_examples_are_answered(client: httpx.Client, document: dict[str, Any]) -> None:
    example = document["paths"]["/match/{dataset}"]["post"]["requestBody"]["content"]["application/json"]["example"]
    assert client.post("/match/default", json=example).status_code == 200
    example = document["paths"]["/ownership"]["post"]["requestBody"]["content"]["application/json"]["example"]
    assert client.post("/ownership", params={"rule": "ofac"}, json=example).status_code == 200
    bodies = document["paths"]["/read"]["post"]["requestBody"]["content"]
    for kind in ("text/plain", "text/html"):
        answer = client.post("/read", content=bodies[kind]["example"], headers={"Content-Type": kind})
        assert answer.status_code == 200, answer.text
    assert client.post("/read", json=bodies["application/json"]["example"]).status_code == 200
    form = {name: (f"{name}.txt", text) for name, text in bodies["multipart/form-data"]["example"].items()}
    assert client.post("/read", files=form).status_code == 200


def test_schemathesis_finds_nothing(address: str, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "schemathesis.cli", "run", f"{address}/openapi.json"]
    command += ["--max-time", str(SECONDS), "--max-examples", "15", "--seed", "20240910", "--no-color"]
    # What the service refuses on purpose cannot all be said in a schema: a query without a name, topics that no list has.
    command += ["--exclude-checks", "positive_data_acceptance"]
    environment = {
        **os.environ,
        "SCHEMATHESIS_HOOKS": "schemathesis_hooks",
        "PYTHONPATH": os.pathsep.join([str(TESTS), os.environ.get("PYTHONPATH", "")]),
    }
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=tmp_path, env=environment, timeout=300
    )
    assert done.returncode == 0, done.stdout[-6_000:] + done.stderr[-2_000:]
