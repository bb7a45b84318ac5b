"""Where keys and the audit log come in: nobody is answered who may not ask, and nothing that was not recorded."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path

import httpx
from fastapi import HTTPException, Request

from debar.service.access import Authoriser, Scope
from debar.service.app import create_app
from debar.service.records import Recorder, Screening
from debar.service.settings import Settings
from service_process import running_here

QUERY = {"queries": {"q": {"schema": "Person", "properties": {"name": ["Zebulon Quackenbush"]}}}}


class Readers:
    """Lets those with the word read, and screen nobody."""

    open = False

    def __call__(self, request: Request, scope: Scope) -> str:
        if request.headers.get("authorization") != "ApiKey word":
            raise HTTPException(401, "no key", {"WWW-Authenticate": "ApiKey"})
        if scope != "read":
            raise HTTPException(403, "the key may not screen")
        return "reader"


def app(
    home: Path, authoriser: Authoriser | None = None, recorder: Recorder | None = None
) -> AbstractContextManager[httpx.Client]:
    return running_here(create_app(Settings(home=home), authoriser=authoriser, recorder=recorder))


def test_who_may_not_ask_is_told_so_in_a_problem(sample_home: Path) -> None:
    with app(sample_home, Readers()) as client:
        nobody = client.get("/entities/us-ofac-35096")
        assert (nobody.status_code, nobody.json()["code"]) == (401, "http.401")
        assert nobody.headers["www-authenticate"] == "ApiKey"
        key = {"Authorization": "ApiKey word"}
        assert client.get("/entities/us-ofac-35096", headers=key).status_code == 200
        assert client.post("/match/default", json=QUERY, headers=key).status_code == 403
        assert client.get("/healthz").status_code == 200


def test_every_screening_is_recorded_those_without_hits_too(sample_home: Path) -> None:
    recorded: list[Screening] = []
    with app(sample_home, recorder=recorded.extend) as client:
        answer = client.post("/match/default", json=QUERY)
        client.get("/v2/search", params={"name": "Zebulon Quackenbush"})
        client.get("/reconcile/default", params={"queries": '{"q0": {"query": "Zebulon Quackenbush"}}'})
    assert len(recorded) == 3
    assert recorded[0].answer in answer.content
    assert recorded[0].result.hits == ()
    assert recorded[0].caller.request == answer.headers["x-request-id"]


def test_what_cannot_be_recorded_is_not_answered(sample_home: Path) -> None:
    def full(screenings: Sequence[Screening]) -> None:
        raise OSError("the disk is full")

    with app(sample_home, recorder=full) as client:
        answer = client.post("/match/default", json=QUERY)
        assert answer.status_code == 500
        assert "results" not in answer.text
        assert "Quackenbush" not in answer.text
