"""Two processes behind a real nginx, with the configuration that the documents give."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest

from debar.audit import settings_of
from debar.audit.verify import verify
from debar_process import debar
from nginx_server import NoNginx, program, proxy
from sample_lists import SDN_AFTER, SDN_BEFORE
from service_process import free_port, running

GIVEN = Path(__file__).parents[2] / "packaging" / "nginx" / "debar.conf"
QUERY = {"queries": {"q": {"schema": "Person", "properties": {"name": ["Vladimir Putin"]}}}}


class Set(NamedTuple):
    """A proxy, the processes behind it, and their home."""

    client: httpx.Client
    processes: list[httpx.Client]
    home: Path
    stop_first: ExitStack


@pytest.fixture
def both(tmp_path: Path) -> Iterator[Set]:
    try:
        program()
    except NoNginx as error:
        pytest.skip(str(error))
    home = tmp_path / "home"
    assert debar("update", "--from", SDN_BEFORE, home=home).returncode == 0
    made = debar("keys", "add", "payments", "--scope", "screen,metrics", home=home)
    assert made.returncode == 0, made.stderr
    key = {"Authorization": f"Bearer {made.stdout.strip()}"}
    told = ("--audit", "--forwarded-allow-ips", "127.0.0.1")
    with ExitStack() as stack, ExitStack() as first:
        one = first.enter_context(running(home, tmp_path / "one.log", *told))
        two = stack.enter_context(running(home, tmp_path / "two.log", *told))
        port = free_port()
        address = stack.enter_context(proxy(_configured(one, two, port, tmp_path), tmp_path / "nginx", port))
        clients = [
            stack.enter_context(httpx.Client(base_url=url, timeout=30, headers=key)) for url in (address, one, two)
        ]
        yield Set(clients[0], clients[1:], home, first)


def _configured(one: str, two: str, port: int, folder: Path) -> str:
    """The configuration as it is given, on this machine's ports and without the certificate."""
    text = GIVEN.read_text()
    for theirs, ours in (
        ("127.0.0.1:8001", one.removeprefix("http://")),
        ("127.0.0.1:8002", two.removeprefix("http://")),
        ("listen 443 ssl;", f"listen 127.0.0.1:{port};"),
        ("/var/log/nginx/debar.log", f"{folder}/access.log"),
    ):
        assert theirs in text
        text = text.replace(theirs, ours)
    return re.sub(r"^ *ssl_.*$", "", text, flags=re.M)


def _screened(process: httpx.Client) -> int:
    lines = [line for line in process.get("/metrics").text.splitlines() if line.startswith("debar_queries_total")]
    return sum(int(float(line.split()[-1])) for line in lines)


def test_the_address_of_who_asks_is_on_record_and_cannot_be_made_up(both: Set, tmp_path: Path) -> None:
    answer = both.client.post("/match/default", json=QUERY, headers={"X-Forwarded-For": "203.0.113.7"})
    assert answer.status_code == 200
    assert answer.headers["strict-transport-security"]
    logs = "".join((tmp_path / name).read_text() for name in ("one.log", "two.log"))
    assert "203.0.113.7" not in logs
    assert "203.0.113.7" not in (tmp_path / "access.log").read_text()
    assert debar("audit", "verify", home=both.home).returncode == 0


def test_a_name_that_is_not_the_services_is_not_answered(both: Set) -> None:
    assert both.client.post("/match/default", json=QUERY, headers={"Host": "elsewhere.example"}).status_code == 403


def test_bodies_of_the_services_own_limit_pass_and_larger_ones_do_not(both: Set) -> None:
    line = json.dumps({"schema": "Person", "properties": {"name": ["Zebulon Quackenbush"], "notes": ["x" * 1_400]}})
    body = "\n".join([line] * 10_000)
    assert len(body) > 14_000_000
    answer = both.client.post("/match/default", content=body, headers={"Content-Type": "application/x-ndjson"})
    assert answer.status_code == 200
    assert answer.text.count('"status":200') == 10_000
    assert both.client.post("/match/default", content="x" * 17_000_000).status_code == 413


def test_the_first_lines_come_before_the_last_are_screened(both: Set) -> None:
    line = json.dumps({"schema": "Person", "properties": {"name": ["Vladimir Putin"]}})
    body = "\n".join([line] * 10_000)
    headers = {"Content-Type": "application/x-ndjson"}
    with both.client.stream("POST", "/match/default", content=body, headers=headers) as answer:
        lines = answer.iter_lines()
        assert json.loads(next(lines))["status"] == 200
        assert sum(map(_screened, both.processes)) < 10_000
        assert sum(1 for _ in lines) == 9_999


def test_when_one_process_is_gone_the_other_answers_all(both: Set) -> None:
    both.stop_first.close()
    for _ in range(20):
        assert both.client.post("/match/default", json=QUERY).status_code == 200


def test_one_writer_brings_new_lists_to_all_readers_without_a_failed_request(both: Set) -> None:
    assert debar("update", "--from", SDN_AFTER, home=both.home).returncode == 0
    editions: list[str] = []
    while editions[-8:] != ["2024-09-10"] * 8:
        answer = both.client.post("/match/default", json=QUERY)
        assert answer.status_code == 200
        editions.append(answer.json()["record"]["lists"][0]["edition"])
        assert len(editions) < 5_000


def test_what_is_for_this_machine_alone_is_not_passed_on(both: Set) -> None:
    assert both.client.get("/metrics").status_code == 404
    assert both.client.post("/updatez").status_code == 404
    assert both.client.get("/readyz").status_code == 200


def test_the_writers_of_several_processes_make_one_chain(both: Set) -> None:
    for process in (*both.processes, both.client):
        assert process.post("/match/default", json=QUERY).status_code == 200
    verdict = verify(settings_of(both.home, {}).ledger())
    assert verdict.whole
    assert verdict.records >= 3
