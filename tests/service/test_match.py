"""Screening by example: the peer's request and answer, with debar's evidence, effects and record in it."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

PUTIN = {"schema": "Person", "properties": {"name": ["Vladimir Putin"], "birthDate": ["1952-10-07"]}}
NOBODY = {"schema": "Person", "properties": {"name": ["Zebulon Quackenbush"]}}


def match(client: httpx.Client, query: dict[str, Any], dataset: str = "default", **parameters: Any) -> dict[str, Any]:
    answer = client.post(f"/match/{dataset}", params=parameters, json={"queries": {"q": query}})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def results(answer: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = answer["responses"]["q"]["results"]
    return found


def test_a_listed_person_is_found_with_the_fields_of_the_peer(client: httpx.Client) -> None:
    answer = match(client, PUTIN)
    first = results(answer)[0]
    assert first["id"] == "us-ofac-35096"
    assert first["match"] is True
    assert first["score"] > 0.9
    assert {"caption", "schema", "properties", "datasets", "referents", "target", "first_seen", "last_seen"} <= {*first}
    assert first["properties"]["topics"] == ["sanction"]
    response = answer["responses"]["q"]
    assert response["status"] == 200
    assert response["total"] == {"value": len(response["results"]), "relation": "eq"}
    assert response["query"]["properties"]["name"] == ["Vladimir Putin"]
    assert answer["limit"] == 5


def test_the_evidence_adds_up_to_the_score(client: httpx.Client) -> None:
    first = results(match(client, PUTIN))[0]
    explained = first["explanations"]
    assert explained["name"]["candidate"].startswith("PUTIN")
    assert explained["birthDate"]["level"] == "same"
    assert sum(one["score"] for one in explained.values()) == pytest.approx(first["score"], abs=0.002)
    assert first["features"] == {name: one["score"] for name, one in explained.items()}
    assert {*explained} <= {*match(client, PUTIN)["matcher"]} | {"name_2", "name_3", "country_2"}


def test_every_answer_names_the_lists_it_rests_on(client: httpx.Client) -> None:
    record = match(client, NOBODY)["record"]
    by_source = {one["source"]: one for one in record["lists"]}
    assert by_source["us-ofac-sdn"]["edition"] == "2024-09-10"
    assert len(by_source["us-ofac-sdn"]["sha256"]) == 64
    assert 0 <= by_source["us-ofac-sdn"]["age_h"] < 1
    assert record["policy"].startswith("default@")
    assert record["engine"].startswith("debar/")


def test_effects_are_told_for_the_nexus_asked_for(client: httpx.Client) -> None:
    first = results(match(client, PUTIN, nexus="us"))[0]
    assert any(effect["action"] == "block" and effect["binding"] for effect in first["effects"])
    assert "effects" not in results(match(client, PUTIN))[0]


def test_a_dataset_is_a_list_or_a_collection_and_by_the_peers_name_too(client: httpx.Client) -> None:
    for dataset in ("us-ofac-sdn", "us_ofac_sdn", "sanctions", "default"):
        assert results(match(client, PUTIN, dataset))[0]["id"] == "us-ofac-35096", dataset
    assert {one["source"] for one in match(client, PUTIN, "euro")["record"]["lists"]} == {"eu-fsf", "un-sc"}
    assert client.post("/match/nowhere", json={"queries": {"q": PUTIN}}).status_code == 404


def test_a_collection_that_lacks_a_list_is_not_screened(client: httpx.Client) -> None:
    answer = client.post("/match/wanting", json={"queries": {"q": PUTIN}})
    assert answer.status_code == 503
    assert "ch-seco" in answer.json()["reasons"][0]


def test_what_is_left_out_is_not_found(client: httpx.Client) -> None:
    assert "us-ofac-35096" not in {
        one["id"] for one in results(match(client, PUTIN, exclude_entity_ids="us-ofac-35096"))
    }
    assert all(
        one["datasets"] != ["us-ofac-sdn"] for one in results(match(client, PUTIN, exclude_dataset="us-ofac-sdn"))
    )
    assert not results(match(client, PUTIN, exclude_schema="Person"))
    assert not results(match(client, PUTIN, "us-ofac-sdn", changed_since="2031-01-01"))
    assert results(match(client, PUTIN, "us-ofac-sdn", changed_since="2024-05-03T00:00:00"))
    assert results(match(client, PUTIN, topics="sanction"))


def test_limit_threshold_and_cutoff_hold(client: httpx.Client) -> None:
    assert len(results(match(client, PUTIN, limit=1, cutoff=0.1))) == 1
    by_name = {"schema": "Person", "properties": {"name": ["Vladimir Putin"]}}
    assert results(match(client, by_name))[0]["match"]
    assert not results(match(client, by_name, threshold=1))[0]["match"]
    assert not results(match(client, by_name, cutoff=1))


def test_a_past_day_without_editions_is_not_screened(client: httpx.Client) -> None:
    for day in (
        "1999-01-01",
        "2024-05-04",
    ):  # of the second some lists have editions, others that are required have none
        answer = client.post("/match/us-ofac-sdn", params={"as_of": day}, json={"queries": {"q": PUTIN}})
        assert (answer.status_code, answer.json()["code"]) == (422, "screen.day-not-held")
        assert all(day in reason for reason in answer.json()["reasons"])


def test_a_past_day_is_asked_with_its_own_editions(client: httpx.Client) -> None:
    answer = match(client, PUTIN, "us-ofac-sdn", as_of="2026-11-01")
    assert answer["record"]["as_of"] == "2026-11-01"
    assert results(answer)[0]["id"] == "us-ofac-35096"


def test_the_treasurys_scores_can_be_asked_for(client: httpx.Client) -> None:
    assert match(client, PUTIN, algorithm="ofac-sls")["record"]["engine"].endswith(" ofac-sls")
    assert results(match(client, PUTIN, "us-ofac-sdn", algorithm="ofac-sls"))[0]["id"] == "us-ofac-35096"


@pytest.mark.parametrize(
    ("parameters", "body", "code"),
    [
        ({"algorithm": "logic-v2"}, {}, "input.query"),
        ({"limit": "0"}, {}, "input.query"),
        ({"treshold": "0.9"}, {}, "input.query"),
        ({"nexus": "mars"}, {}, "input.query"),
        ({"as_of": "yesterday"}, {}, "input.query"),
        ({"changed_since": "soon"}, {}, "input.query"),
        ({"topics": "role.pep", "include_dataset": "un-sc"}, {}, "input.query"),
        ({"include_dataset": "un-sc", "exclude_dataset": "un-sc"}, {}, "input.query"),
        ({}, {"weights": {"name_match": 1.0}}, "input.query"),
        ({}, {"config": {"nm_number_mismatch": 0.3}}, "input.query"),
        ({}, {"queries": {}}, "input.query"),
        ({}, {"queries": {"q": {"schema": "Person", "properties": {}}}}, "input.query"),
        ({}, {"queries": {"q": {"schema": "Unicorn", "properties": {"name": ["X"]}}}}, "input.query"),
        ({}, {"queries": {"q": {"schema": "Person", "properties": {"name": [{}]}}}}, "input.query"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_a_stable_code(
    client: httpx.Client, parameters: dict[str, str], body: dict[str, Any], code: str
) -> None:
    answer = client.post("/match/default", params=parameters, json={"queries": {"q": PUTIN}, **body})
    assert answer.status_code == 400, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert (problem["code"], problem["type"], problem["status"]) == (code, f"urn:debar:{code}", 400)
    assert problem["detail"]
    assert problem["instance"].endswith(answer.headers["x-request-id"])


def test_what_has_no_effect_is_accepted_and_noted(client: httpx.Client) -> None:
    assert "fuzzy" in match(client, PUTIN, fuzzy="False")["notes"][0]


def test_a_value_that_could_not_be_used_is_named(client: httpx.Client) -> None:
    query = {"schema": "Person", "properties": {"name": ["Vladimir Putin"], "birthDate": ["soon"]}}
    assert "birthDate" in match(client, query)["responses"]["q"]["warnings"][0]


def test_a_stream_is_answered_line_by_line_in_order(client: httpx.Client) -> None:
    lines = [json.dumps({"id": f"c{number}", **(PUTIN if number % 3 else NOBODY)}) for number in range(3_000)]
    lines[7] = "no json"
    lines[8] = json.dumps({"id": "bare", "schema": "Person", "properties": {}})
    answer = client.post(
        "/match/default", content="\n".join(lines) + "\n", headers={"Content-Type": "application/x-ndjson"}
    )
    assert answer.headers["content-type"] == "application/x-ndjson"
    found = [json.loads(line) for line in answer.text.splitlines()]
    assert len(found) == 3_000
    assert [one["id"] for one in found[:7]] == [f"c{number}" for number in range(7)]
    for refused in (found[7], found[8]):
        assert refused["status"] == 400
        assert "results" not in refused
    assert found[8]["id"] == "bare"
    assert found[2_999]["id"] == "c2999"
    assert all(bool(one["results"]) == bool(number % 3) for number, one in enumerate(found) if number not in (7, 8))
    assert found[0]["record"]["lists"]


def test_a_stream_of_too_many_lines_is_refused(client: httpx.Client) -> None:
    answer = client.post("/match/default", content="{}\n" * 10_001, headers={"Content-Type": "application/x-ndjson"})
    assert (answer.status_code, answer.json()["code"]) == (413, "input.request-too-large")
