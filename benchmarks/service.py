"""What the service answers per second: one query per request, and many.

    python benchmarks/service.py [--names 100000] [--connections 32] [--seconds 6] [--runs 3] [--threads 1] [--hits]

A home of real OFAC names, padded to the size; the server in a process of its own on core 0, those who ask on the others (on
the same, where there is only one). Each request asks other names: customers with common names of many countries, or with
``--hits`` a third of them listed names with an edit. Requests are written and answers are read by a small client of our own,
so that the client is not what is measured; the row without queries is what is left for everything else, this machine's
other users among it. Every answer is checked to be 200 and to hold as many answers as queries. While
the row "under a swap" runs, the home gets new editions. The machine is shared: figures are the median of the runs, the
least and the most in brackets.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import csv
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import httpx

from debar.lists.catalog import official
from debar.match import build
from debar.model import Entity, Name, Query
from debar.store.update import Choices, update
from measure import need_shared, table
from padded import SEED, ofac, padded, questions

PATH = "/match/default"
SWAP_S = 20
"""Long enough for the update beside it to end, and for its lists to be put in place."""


class Load(NamedTuple):
    """What one run gave: requests and names a second, and milliseconds."""

    requests: float
    names: float
    p50: float
    p99: float
    worst: float


class Row(NamedTuple):
    """A row of the table: how many queries a request has, and whether lists are swapped meanwhile."""

    title: str
    queries: int
    swap: bool = False


ROWS = (
    Row("none: GET /healthz", 0),
    Row("1", 1),
    Row("100", 100),
    Row("1, under a swap", 1, swap=True),
)


def home_of(entities: Sequence[Entity], folder: Path) -> Path:
    """A home over these parties, as a watchlist."""
    lists = folder / "lists"
    lists.mkdir(exist_ok=True)
    write_list(entities, lists)
    take(folder / "home", lists)
    return folder / "home"


def write_list(entities: Sequence[Entity], lists: Path) -> None:
    """The parties as a file that `debar update` takes."""
    with (lists / "padded.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(("id", "name", "alias", "type"))
        for entity in entities:
            aliases = "; ".join('"' + name.value.replace('"', "") + '"' for name in entity.names[1:])
            writer.writerow((entity.id, entity.caption, aliases, entity.schema))


def take(home: Path, lists: Path) -> None:
    """Take the file into the home."""
    choices = Choices(sources=("padded",), start=lists)
    outcomes = update(home, official(), choices, build=build, now=datetime.now(UTC), report=lambda text: None)
    assert outcomes, "nothing was taken"
    assert all(not outcome.bad for outcome in outcomes), outcomes


@contextlib.contextmanager
def serving(home: Path, threads: int) -> Iterator[int]:
    """The port of a server on core 0."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = int(found.getsockname()[1])
    command = [sys.executable, "-m", "debar", "serve", "--home", str(home), "--port", str(port), "--log-level", "error"]
    command += ["--threads", str(threads)]
    process = subprocess.Popen(["taskset", "-c", "0", *command] if sys.platform == "linux" else command)
    try:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            with contextlib.suppress(httpx.TransportError):
                if httpx.get(f"http://127.0.0.1:{port}/readyz").status_code == 200:
                    break
            time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=60)


def requests_of(asked: Sequence[Query], queries: int) -> list[bytes]:
    """Requests as they go over the wire."""
    if not queries:
        return [b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"]
    made = []
    for start in range(0, len(asked) - queries + 1, queries):
        some = {
            f"q{number}": {"schema": one.schema, "properties": one.properties}
            for number, one in enumerate(asked[start : start + queries])
        }
        body = json.dumps({"queries": some}).encode()
        head = f"POST {PATH} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        made.append(head.encode() + body)
    return made


async def one_connection(port: int, work: Iterator[bytes], queries: int, until: float, took: list[float]) -> None:
    """Ask, read the answer, ask again."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        while time.perf_counter() < until:
            request = next(work)
            started = time.perf_counter()
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            length = next(int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
            body = await reader.readexactly(length)
            took.append(time.perf_counter() - started)
            assert head.startswith(b"HTTP/1.1 200"), (head, body[:500])
            assert body.count(b'"status":200') == queries, body[:500]
    finally:
        writer.close()


async def load(port: int, work: Iterator[bytes], queries: int, connections: int, seconds: float) -> Load:
    """All connections at once for some seconds."""
    took: list[float] = []
    started = time.perf_counter()
    asking = (one_connection(port, work, queries, started + seconds, took) for _ in range(connections))
    await asyncio.gather(*asking)
    passed = time.perf_counter() - started
    took.sort()
    return Load(
        len(took) / passed,
        queries * len(took) / passed,
        1e3 * took[len(took) // 2],
        1e3 * took[int(0.99 * len(took))],
        1e3 * took[-1],
    )


def endless(made: Sequence[bytes]) -> Iterator[bytes]:
    """One after the other, again and again."""
    while True:
        yield from made


def swapping(home: Path, entities: Sequence[Entity], folder: Path) -> subprocess.Popen[bytes]:
    """A process that takes another edition in."""
    write_list(entities, folder / "lists")
    command = [sys.executable, __file__, "--take", str(home), str(folder / "lists")]
    return subprocess.Popen(command)


def measure(given: argparse.Namespace, folder: Path) -> list[list[object]]:
    """The rows of the table."""
    entities = padded(ofac(), given.names)
    home = home_of(entities, folder)
    added = [
        Entity(f"later-{number}", "pad", "Person", (Name(f"LATE, Comer {number}"),)) for number in range(given.runs)
    ]
    rows: list[list[object]] = []
    with serving(home, given.threads) as port:
        for row in ROWS:
            loads = []
            for run in range(given.runs):
                asked = questions(entities if given.hits else (), 20_000, SEED + 50 * run + row.queries)
                work = endless(requests_of(asked, row.queries))
                asyncio.run(load(port, work, row.queries, given.connections, 1.0))
                update = swapping(home, [*entities, *added[: run + 1]], folder) if row.swap else None
                seconds = given.seconds if update is None else SWAP_S
                loads.append(asyncio.run(load(port, work, row.queries, given.connections, seconds)))
                if update is not None:
                    assert update.wait() == 0
            rows.append([row.title, *(shown([getattr(one, field) for one in loads], field) for field in Load._fields)])
        figures = httpx.get(f"http://127.0.0.1:{port}/metrics").text
        swaps = next(line.split()[1] for line in figures.splitlines() if line.startswith("debar_list_swaps "))
        print(f"lists put in place {swaps} times; every answer was 200", file=sys.stderr)
    return rows


def shown(values: Sequence[float], field: str) -> str:
    """The median, and the least and the most."""
    form = ",.0f" if field in ("requests", "names") else ",.1f"
    middle = format(statistics.median(values), form)
    return middle if len(values) == 1 else f"{middle} ({format(min(values), form)}–{format(max(values), form)})"


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--names", type=int, default=100_000)
    parser.add_argument("--connections", type=int, default=32)
    parser.add_argument("--seconds", type=float, default=6)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--hits", action="store_true")
    parser.add_argument("--take", nargs=2, type=Path, metavar=("HOME", "LISTS"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.take:
        take(*given.take)
        return
    need_shared()
    if sys.platform == "linux" and (os.cpu_count() or 1) > 1:
        os.sched_setaffinity(0, range(1, os.cpu_count() or 1))
    with tempfile.TemporaryDirectory(prefix="debar-") as folder:
        rows = measure(given, Path(folder))
    asked = "a third listed names with an edit" if given.hits else "customers"
    title = f"queries per request ({given.names:,} names, {given.connections} connections, {asked})"
    table((title, "requests/s", "names/s", "p50 ms", "p99 ms", "max ms"), rows)
    print(f"load of the shared machine at the end: {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
