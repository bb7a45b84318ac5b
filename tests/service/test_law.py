"""Beyond the peer: effects, changes, ownership, and Watchman's search."""

from __future__ import annotations

import httpx


def test_effects_say_who_is_bound_to_what(client: httpx.Client) -> None:
    answer = client.get("/effects/us-ofac-35096", params={"nexus": "us,eu", "on": "2024-09-11"}).json()
    assert {one["nexus"] for one in answer["effects"]} == {"us", "eu"}
    assert any(one["action"] == "block" and one["binding"] for one in answer["effects"] if one["nexus"] == "us")
    assert answer["note"] == "This is information, no legal advice."


def test_changes_are_told_field_by_field(client: httpx.Client) -> None:
    answer = client.get("/changes", params={"since": "2024-05-04", "source": "us-ofac-sdn"}).json()
    (counts,) = answer["lists"]
    assert counts["from"] == "2024-05-03"
    assert counts["to"] == "2024-09-10"
    assert answer["total"] == counts["added"] + counts["amended"] + counts["removed"] > 0
    assert client.get("/changes").status_code == 400


def test_ownership_is_proved(client: httpx.Client) -> None:
    body = {
        "stakes": [{"owner": "A", "owned": "B", "percent": 50}, {"owner": "B", "owned": "C", "percent": "49"}],
        "listed": ["A"],
    }
    answer = client.post("/ownership", params={"rule": "ofac"}, json=body).json()
    verdicts = {one["id"]: one["verdict"] for one in answer["verdicts"]}
    assert verdicts == {"A": "blocked", "B": "blocked", "C": "not_blocked"}


def test_ownership_is_tied_to_the_lists(client: httpx.Client) -> None:
    body = {
        "stakes": [{"owner": "P", "owned": "B", "percent": "60"}],
        "parties": [{"id": "P", "name": "IRAN AIR", "schema": "Organization"}, {"id": "B", "name": "Quay Trading"}],
        "tie": True,
    }
    answer = client.post("/ownership", params={"rule": "ofac", "on": "2024-09-11"}, json=body).json()
    assert any(one["party"] == "P" for one in answer["ties"])
    assert {one["id"]: one["verdict"] for one in answer["verdicts"]}["B"] in ("blocked", "possible")


def test_ownership_refuses_what_it_cannot_read(client: httpx.Client) -> None:
    for parameters, body in (
        ({"rule": "ofac"}, {"stakes": [{"owner": "A", "colour": "red"}]}),
        ({"rule": "mars"}, {"stakes": []}),
        ({"rule": "ofac"}, {}),
        ({}, {"stakes": []}),
    ):
        answer = client.post("/ownership", params=parameters, json=body)
        assert answer.status_code == 400, answer.text


def test_watchmans_search_has_its_shape(client: httpx.Client) -> None:
    parameters = {"name": "Vladimir Putin", "type": "person", "source": "us_ofac", "birthDate": "1952-10-07"}
    answer = client.get("/v2/search", params=parameters).json()
    first = answer["entities"][0]
    assert (first["sourceList"], first["sourceID"], first["entityType"]) == ("us_ofac", "35096", "person")
    assert first["person"]["birthDate"] == "1952-10-07"
    assert first["match"] > 0.9
    assert first["details"]["pieces"][0]["pieceType"] == "name"
    assert client.get("/v2/search", params={"name": "x", "nonsense": "1"}).status_code == 400
    assert client.get("/v2/search").status_code == 400
