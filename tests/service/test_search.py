"""Looking parties up, and what stands around them."""

from __future__ import annotations

from typing import Any

import httpx
import pytest


def search(client: httpx.Client, dataset: str = "default", **parameters: Any) -> dict[str, Any]:
    answer = client.get(f"/search/{dataset}", params=parameters)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def ids(answer: dict[str, Any]) -> list[str]:
    return [one["id"] for one in answer["results"]]


def test_a_name_is_found_in_any_order_and_with_a_slip(client: httpx.Client) -> None:
    assert ids(search(client, q="vladimir putin"))[0] == "us-ofac-35096"
    assert ids(search(client, q="Putin Wladimir"))[0] == "us-ofac-35096"


def test_any_fact_is_found_and_a_minus_leaves_out(client: httpx.Client) -> None:
    assert "us-ofac-35096" in ids(search(client, q='"novo-ogaryevo"'))
    assert "us-ofac-35096" not in ids(search(client, q="moscow -kremlin", limit=500))


def test_nothing_asked_for_lists_everything(client: httpx.Client) -> None:
    everything = search(client, q="", limit=500)
    assert everything["total"]["value"] == len(everything["results"]) > 80
    pages = [ids(search(client, limit=10, offset=offset)) for offset in (0, 10)]
    assert pages[0] + pages[1] == ids(everything)[:20]


def test_filters_hold(client: httpx.Client) -> None:
    people = search(client, schema="Person", countries="ru", limit=500)
    assert people["results"]
    assert all(one["schema"] == "Person" for one in people["results"])
    assert {one["datasets"][0] for one in search(client, datasets="un-sc", limit=500)["results"]} == {"un-sc"}
    assert ids(search(client, filter="birthDate:1952-10-07", q="putin"))[0] == "us-ofac-35096"
    assert not ids(search(client, filter=["birthDate:1952-10-07", "gender:female"], q="putin"))
    assert ids(search(client, filter=["birthDate:1952-10-07", "gender:female"], filter_op="OR", q="putin"))


def test_what_is_found_is_counted_and_sorted(client: httpx.Client) -> None:
    found = search(client, facets=["datasets", "schema", "countries", "topics", "genders", "identifiers"], limit=500)
    counted = {one["name"]: one["count"] for one in found["facets"]["datasets"]["values"]}
    assert sum(counted.values()) == found["total"]["value"]
    captions = [one["caption"] for one in search(client, sort="caption:desc", limit=500)["results"]]
    assert captions == sorted(captions, reverse=True)


@pytest.mark.parametrize(
    "parameters",
    [{"q": "a OR b"}, {"q": "put*"}, {"schema": "Cat"}, {"facets": "moods"}, {"sort": "x:up"}, {"filter": "x"}],
)
def test_what_is_not_spoken_is_refused(client: httpx.Client, parameters: dict[str, str]) -> None:
    answer = client.get("/search/default", params=parameters)
    assert (answer.status_code, answer.json()["code"]) == (400, "input.query")


def test_a_party_is_shown_flat_and_nested(client: httpx.Client) -> None:
    flat = client.get("/entities/us-ofac-35096", params={"nested": "false"}).json()
    assert "sanctions" not in flat["properties"]
    nested = client.get("/entities/us-ofac-35096").json()
    (sanction,) = nested["properties"]["sanctions"]
    assert sanction["schema"] == "Sanction"
    assert sanction["properties"]["entity"] == ["us-ofac-35096"]


def test_what_stands_around_a_party_is_paged(client: httpx.Client) -> None:
    around = client.get("/entities/us-ofac-35096/adjacent").json()
    assert around["adjacent"]["sanctions"]["total"] == {"value": 1, "relation": "eq"}
    page = client.get("/entities/us-ofac-35096/adjacent/sanctions", params={"offset": 1}).json()
    assert (page["results"], page["offset"]) == ([], 1)


def test_ties_are_shown_from_both_sides(client: httpx.Client) -> None:
    everything = search(client, limit=500)["results"]
    tied = [(one["id"], prop) for one in everything for prop in _edges(client, one["id"])]
    assert tied


def _edges(client: httpx.Client, id: str) -> list[str]:
    return [prop for prop in client.get(f"/entities/{id}/adjacent").json()["adjacent"] if prop != "sanctions"]


def test_a_party_that_is_not_listed_is_a_problem(client: httpx.Client) -> None:
    answer = client.get("/entities/us-ofac-1")
    assert (answer.status_code, answer.json()["code"]) == (404, "entity.not-found")


def test_the_past_of_a_party_can_be_asked(client: httpx.Client) -> None:
    assert client.get("/entities/us-ofac-35096", params={"as_of": "2024-05-04"}).status_code == 200
    assert client.get("/entities/us-ofac-35096", params={"as_of": "1999-01-01"}).status_code == 404
