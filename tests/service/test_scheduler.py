"""Queries of several requests are screened together, off the event loop."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Hashable, Sequence

import pytest

from debar.errors import ServiceBusy
from debar.service.scheduler import Scheduler


class Doubling:
    """Doubles numbers, and remembers how."""

    def __init__(self) -> None:
        self.calls: list[tuple[Hashable, int]] = []
        self.threads: set[int] = set()

    def __call__(self, key: Hashable, items: Sequence[int]) -> list[int]:
        self.calls.append((key, len(items)))
        self.threads.add(threading.get_ident())
        if 13 in items:
            raise ValueError("thirteen")
        return [2 * item for item in items]


def run(work: Callable[[Scheduler[int, int]], object], doubling: Doubling, waiting: int = 1_000) -> None:
    async def main() -> None:
        scheduler = Scheduler(doubling, threads=2, wait_s=0.005, most=10, waiting=waiting)
        try:
            await work(scheduler)  # type: ignore[misc]
        finally:
            scheduler.close()

    asyncio.run(main())


def test_single_items_that_come_together_are_done_in_one_call() -> None:
    doubling = Doubling()

    async def work(scheduler: Scheduler[int, int]) -> None:
        found = await asyncio.gather(*(scheduler.do("a", [number]) for number in range(8)))
        assert found == [[2 * number] for number in range(8)]

    run(work, doubling)
    assert doubling.calls == [("a", 8)]
    assert threading.get_ident() not in doubling.threads


def test_what_asks_otherwise_is_done_apart() -> None:
    doubling = Doubling()

    async def work(scheduler: Scheduler[int, int]) -> None:
        await asyncio.gather(scheduler.do("a", [1]), scheduler.do("b", [2]), scheduler.do("a", [3]))

    run(work, doubling)
    assert sorted(doubling.calls) == [("a", 2), ("b", 1)]


def test_a_large_job_is_cut_and_keeps_its_order() -> None:
    doubling = Doubling()

    async def work(scheduler: Scheduler[int, int]) -> None:
        assert await scheduler.do("a", range(100, 137)) == [2 * number for number in range(100, 137)]
        assert scheduler.waiting == 0

    run(work, doubling)
    assert max(count for _, count in doubling.calls) <= 10


def test_an_error_reaches_all_that_were_done_together() -> None:
    async def work(scheduler: Scheduler[int, int]) -> None:
        found = await asyncio.gather(scheduler.do("a", [1]), scheduler.do("a", [13]), return_exceptions=True)
        assert [type(one) for one in found] == [ValueError, ValueError]

    run(work, Doubling())


def test_too_many_are_refused_and_the_others_done() -> None:
    async def work(scheduler: Scheduler[int, int]) -> None:
        first = asyncio.create_task(scheduler.do("a", range(100, 105)))
        await asyncio.sleep(0)
        with pytest.raises(ServiceBusy):
            await scheduler.do("a", range(200, 206))
        assert len(await first) == 5
        assert await scheduler.do("a", [7]) == [14]

    run(work, Doubling(), waiting=10)


def test_one_who_leaves_takes_nothing_from_the_others() -> None:
    async def work(scheduler: Scheduler[int, int]) -> None:
        leaving = asyncio.create_task(scheduler.do("a", [1]))
        staying = asyncio.create_task(scheduler.do("a", [2]))
        await asyncio.sleep(0)
        leaving.cancel()
        assert await staying == [4]

    run(work, Doubling())
