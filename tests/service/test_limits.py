"""How much a caller may ask, and how large."""

from __future__ import annotations

import contextlib
import random
import socket
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from debar.access import Keys
from debar.errors import TooManyRequests
from debar.service.app import create_app
from debar.service.limits import Limits, Rate, rates
from debar.service.safety import KeyHolders
from debar.service.settings import Settings
from service_process import running_here

QUERY = {"queries": {"q": {"schema": "Person", "properties": {"name": ["Zebulon Quackenbush"]}}}}
SLOW = 0.001


def test_a_key_that_asks_too_fast_is_told_when_to_come_back_and_others_are_not(
    sample_home: Path, tmp_path: Path
) -> None:
    keys = Keys(tmp_path, write=True)
    _, hasty = keys.add("hasty", ["screen"])
    _, other = keys.add("other", ["screen"])
    settings = Settings(home=sample_home, rates=rates((f"key={SLOW}/3",)))
    with running_here(create_app(settings, authoriser=KeyHolders(tmp_path))) as client:

        def ask(token: str) -> httpx.Response:
            return client.post("/match/default", json=QUERY, headers={"X-Api-Key": token})

        assert [ask(hasty).status_code for _ in range(4)] == [200, 200, 200, 429]
        refused = ask(hasty)
        assert refused.headers["content-type"] == "application/problem+json"
        assert refused.json()["code"] == "service.rate"
        assert int(refused.headers["retry-after"]) == pytest.approx(1_000, abs=30)
        assert ask(other).status_code == 200


def test_wrong_keys_end_at_the_limit(sample_home: Path, tmp_path: Path) -> None:
    _, good = Keys(tmp_path, write=True).add("payments", ["screen", "read"])
    settings = Settings(home=sample_home, rates=rates((f"failed={SLOW}/3",)), update_token="right")
    with running_here(create_app(settings, authoriser=KeyHolders(tmp_path))) as client:
        assert client.get("/catalog", headers={"X-Api-Key": good}).status_code == 200
        assert client.get("/catalog").status_code == 401  # without a key nothing was tried
        wrong = [client.get("/catalog", headers={"X-Api-Key": f"debar_a_{n}"}).status_code for n in range(4)]
        assert wrong == [401, 401, 401, 429]
        assert client.post("/updatez", params={"token": "guess"}).status_code == 429
        assert client.get("/catalog", headers={"X-Api-Key": good}).status_code == 429
        assert client.get("/healthz").status_code == 200


def test_wrong_update_tokens_end_at_the_limit(sample_home: Path) -> None:
    settings = Settings(home=sample_home, rates=rates((f"failed={SLOW}/2",)), update_token="right")
    with running_here(create_app(settings)) as client:
        assert client.post("/updatez", params={"token": "right"}).status_code == 200
        tried = [client.post("/updatez", params={"token": "guess"}).status_code for _ in range(3)]
        assert tried == [403, 403, 429]


def test_without_keys_an_address_is_limited_where_that_was_asked_for(sample_home: Path) -> None:
    settings = Settings(home=sample_home, rates=rates((f"address={SLOW}/2",)))
    with running_here(create_app(settings)) as client:
        assert [client.post("/match/default", json=QUERY).status_code for _ in range(3)] == [200, 200, 429]


def test_the_buckets_end_however_many_ask() -> None:
    limits = Limits(rates(("session=1/2",)), most=100, clock=lambda: 0.0)
    for number in range(10_000):
        limits.take("session", str(number))
    assert limits.remembered("session") == 100
    assert limits.remembered("key") == 0


@given(
    rate=st.floats(0.1, 50),
    burst=st.integers(1, 20),
    pauses=st.lists(st.floats(0, 3), max_size=60),
)
def test_no_more_pass_than_the_rate_and_the_burst_allow(rate: float, burst: int, pauses: list[float]) -> None:
    now, passed = 0.0, 0
    limits = Limits({"key": Rate(rate, burst)}, clock=lambda: now)
    for pause in pauses:
        now += pause
        with contextlib.suppress(TooManyRequests):
            limits.take("key", "one")
            passed += 1
    assert passed <= burst + rate * now + 1e-6


@given(wait=st.floats(0, 100), burst=st.integers(1, 5))
def test_who_waits_as_told_passes(wait: float, burst: int) -> None:
    now = wait
    limits = Limits({"key": Rate(0.3, burst)}, clock=lambda: now)
    for _ in range(burst):
        limits.take("key", "one")
    with pytest.raises(TooManyRequests) as refused:
        limits.take("key", "one")
    now += refused.value.after_s
    limits.take("key", "one")


def test_headers_have_an_end(client: httpx.Client) -> None:
    answer = client.get("/healthz", headers={"X-Long": "x" * 40_000})
    assert (answer.status_code, answer.json()["code"]) == (413, "input.request-too-large")
    many = {f"x-{number}": "y" * 30 for number in range(1_000)}
    assert client.get("/healthz", headers=many).status_code == 413


def test_a_head_without_end_is_cut_off_not_kept(address: str) -> None:
    parts = urlsplit(address)
    sent = 0
    with socket.create_connection((parts.hostname, parts.port), timeout=10) as connection:
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Long: ")
        block = random.Random(1).randbytes(4_096).hex().encode()
        try:
            while sent < 64 * 2**20:
                connection.sendall(block)
                sent += len(block)
        except (ConnectionError, TimeoutError):
            pass
    assert sent < 64 * 2**20
    assert httpx.get(f"{address}/healthz").status_code == 200


def test_long_bodies_batches_and_addresses_are_refused(client: httpx.Client) -> None:
    assert client.post("/match/default", content=b"x" * (16 * 2**20 + 1)).status_code == 413
    assert client.get("/search/default", params={"q": "x" * 61_000}).status_code == 413
    one = QUERY["queries"]["q"]
    assert client.post("/match/default", json={"queries": {str(n): one for n in range(501)}}).status_code in {400, 413}
    assert client.get("/healthz").status_code == 200
