"""Lists are swapped under load without a failed request."""

from __future__ import annotations

import asyncio
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from debar_process import debar
from sample_lists import SDN_AFTER, SDN_BEFORE
from service_process import TOKEN, running

QUERY = {"queries": {"q": {"schema": "Person", "properties": {"name": ["Vladimir Putin"]}}}}


def test_no_request_fails_while_a_new_edition_is_put_in_place(tmp_path: Path) -> None:
    home = tmp_path / "home"
    assert debar("update", "--from", SDN_BEFORE, home=home).returncode == 0
    with running(home, tmp_path / "log", "--log-level", "error") as address:
        editions = asyncio.run(_under_load(address, home))
    assert editions[0] == "2024-05-03"
    assert editions[-1] == "2024-09-10"
    # From the first answer of the new edition on, none is of the old one again... but for those already on their way.
    first = editions.index("2024-09-10")
    assert editions[first + 32 :].count("2024-05-03") == 0


def test_who_reads_the_home_on_a_read_only_mount_sees_new_editions_too(tmp_path: Path) -> None:
    home, mounted = tmp_path / "home", tmp_path / "mounted"
    mounted.mkdir()
    assert debar("update", "--from", SDN_BEFORE, home=home).returncode == 0
    with (
        _read_only(home, mounted),
        running(mounted, tmp_path / "log") as address,
        httpx.Client(base_url=address) as client,
    ):
        assert client.post("/match/default", json=QUERY).json()["record"]["lists"][0]["edition"] == "2024-05-03"
        assert debar("update", "--from", SDN_AFTER, home=home).returncode == 0
        client.post("/updatez", params={"token": TOKEN}).raise_for_status()
        answer = client.post("/match/default", json=QUERY)
        assert answer.json()["record"]["lists"][0]["edition"] == "2024-09-10"
        assert client.get("/changes", params={"since": "2024-05-04"}).json()["total"] > 0
        past = client.post("/match/default", params={"as_of": "2024-06-01"}, json=QUERY)
        assert past.json()["record"]["lists"][0]["edition"] == "2024-05-03"


@contextmanager
def _read_only(folder: Path, at: Path) -> Iterator[None]:
    try:
        for command in (["mount", "--bind", folder, at], ["mount", "-o", "remount,ro,bind", at]):
            subprocess.run(command, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        subprocess.run(["umount", at], check=False, capture_output=True)
        pytest.skip("only root may mount a folder read-only")
    try:
        yield
    finally:
        subprocess.run(["umount", at], check=True)


async def _under_load(address: str, home: Path) -> list[str]:
    editions: list[str] = []
    done = asyncio.Event()

    async def asking(client: httpx.AsyncClient) -> None:
        while not done.is_set():
            answer = await client.post("/match/default", json=QUERY)
            assert answer.status_code == 200, answer.text
            found = answer.json()
            first = found["responses"]["q"]["results"][0]
            assert first["id"] == "us-ofac-35096"
            editions.append(found["record"]["lists"][0]["edition"])
            assert first["last_seen"][:10] == editions[-1]  # the record names what was screened against

    async with httpx.AsyncClient(base_url=address, timeout=30) as client:
        workers = [asyncio.create_task(asking(client)) for _ in range(8)]
        async for _ in _moments(0.5):
            break
        updated = await asyncio.to_thread(debar, "update", "--from", SDN_AFTER, home=home)
        assert updated.returncode == 0, updated.stderr
        async for _ in _moments(10):
            if editions[-1] == "2024-09-10" or any(one.done() for one in workers):
                break
        await asyncio.sleep(0.3)
        done.set()
        await asyncio.gather(*workers)
    return editions


async def _moments(seconds: float) -> AsyncIterator[None]:
    for _ in range(int(seconds * 20)):
        await asyncio.sleep(0.05)
        yield
