"""Screening off the event loop: queries of several requests that ask alike are screened in one call.

A single query costs far less in company: it waits at most a millisecond for others. Threads do the work; the kernel gives
the interpreter's lock back while it searches.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Hashable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Generic, TypeVar

from debar.errors import ServiceBusy

T = TypeVar("T")
R = TypeVar("R")


class Scheduler(Generic[T, R]):
    """Gathers jobs under a key, and does each gathering in one call of a worker thread.

    Args:
        work: takes the key and the items of several jobs; gives one outcome per item, in their order.
        threads: how many calls run at a time.
        wait_s: how long the first job waits for others.
        most: how many items at most go into one call; larger jobs are cut.
        waiting: how many items may wait; beyond it jobs are refused.
    """

    def __init__(
        self,
        work: Callable[[Hashable, Sequence[T]], Sequence[R]],
        *,
        threads: int,
        wait_s: float,
        most: int,
        waiting: int,
    ) -> None:
        self._work = work
        self._threads = ThreadPoolExecutor(threads, "debar-screen")
        self._wait_s, self._most, self._may_wait = wait_s, most, waiting
        self._gathering: dict[Hashable, _Gathering[T, R]] = {}
        self.waiting = 0

    async def do(self, key: Hashable, items: Sequence[T]) -> list[R]:
        """The outcomes of some items, in their order.

        Raises:
            ServiceBusy: too many are waiting.
        """
        if self.waiting + len(items) > self._may_wait:
            raise ServiceBusy("screening", got=f"{self.waiting:,} waiting", fix="try again in a second")
        self.waiting += len(items)
        try:
            pieces = [items[start : start + self._most] for start in range(0, len(items), self._most)]
            done = await asyncio.gather(*(self._enter(key, piece) for piece in pieces))
            return [outcome for piece in done for outcome in piece]
        finally:
            self.waiting -= len(items)

    def close(self) -> None:
        """Finish what was begun."""
        self._threads.shutdown(wait=True)

    def _enter(self, key: Hashable, items: Sequence[T]) -> asyncio.Future[list[R]]:
        loop = asyncio.get_running_loop()
        future: asyncio.Future[list[R]] = loop.create_future()
        gathering = self._gathering.get(key)
        if gathering is not None and gathering.count + len(items) > self._most:
            self._start(key)
            gathering = None
        if gathering is None:
            gathering = self._gathering[key] = _Gathering(loop.call_later(self._wait_s, self._start, key))
        gathering.jobs.append((items, future))
        gathering.count += len(items)
        if gathering.count >= self._most:
            self._start(key)
        return future

    def _start(self, key: Hashable) -> None:
        gathering = self._gathering.pop(key)
        gathering.timer.cancel()
        loop = asyncio.get_running_loop()
        items = [item for job, _ in gathering.jobs for item in job]
        running = loop.run_in_executor(self._threads, self._work, key, items)
        running.add_done_callback(lambda done: _hand_out(done, gathering.jobs))


class _Gathering(Generic[T, R]):
    """Jobs that wait for each other."""

    def __init__(self, timer: asyncio.TimerHandle) -> None:
        self.timer = timer
        self.jobs: list[tuple[Sequence[T], asyncio.Future[list[R]]]] = []
        self.count = 0


def _hand_out(done: asyncio.Future[Sequence[R]], jobs: list[tuple[Sequence[T], asyncio.Future[list[R]]]]) -> None:
    error = asyncio.CancelledError() if done.cancelled() else done.exception()
    start = 0
    for items, future in jobs:
        if not future.done():  # a client may have left
            if error is not None:
                future.set_exception(error)
            else:
                future.set_result(list(done.result()[start : start + len(items)]))
        start += len(items)
