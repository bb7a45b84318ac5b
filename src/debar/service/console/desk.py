"""What the console keeps between two requests: for one viewer, for an hour, in this process alone."""

from __future__ import annotations

import asyncio
import functools
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Generic, NamedTuple, ParamSpec, TypeVar

from fastapi import Request

from debar.errors import NotKept
from debar.service.access import caller_of
from debar.service.console.jobs import Jobs

P = ParamSpec("P")
T = TypeVar("T")
KEPT_S = 3_600.0
_MOST = 50
_THREADS = 2


class _Kept(NamedTuple, Generic[T]):
    owner: str
    until: float
    value: T


class Shelf(Generic[T]):
    """Values under ids that nobody can guess; gone after an hour, the oldest first when there are too many.

    Args:
        what: what lies here, for the message.
        clock: seconds that only go forward.
    """

    def __init__(self, what: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._what, self._clock = what, clock
        self._kept: OrderedDict[str, _Kept[T]] = OrderedDict()
        self._lock = threading.Lock()

    def put(self, owner: str, value: T) -> str:
        """Keep a value; gives its id."""
        id = secrets.token_urlsafe(16)
        with self._lock:
            self._kept[id] = _Kept(owner, self._clock() + KEPT_S, value)
            self._clear()
        return id

    def get(self, owner: str, id: str) -> T:
        """A value, for whom it was kept for.

        Raises:
            NotKept: it is gone, never was, or is somebody else's; which of these is not said.
        """
        with self._lock:
            self._clear()
            found = self._kept.get(id)
        if found is None or found.owner != owner:
            raise NotKept(self._what, fix="make it anew: it is kept for an hour, by the process that made it")
        return found.value

    def _clear(self) -> None:
        now = self._clock()
        for id in [id for id, one in self._kept.items() if one.until <= now]:
            del self._kept[id]
        while len(self._kept) > _MOST:
            self._kept.popitem(last=False)


class Desk:
    """The shelves, the jobs and the threads of one service's console."""

    def __init__(self) -> None:
        self.articles: Shelf[str] = Shelf("this reading")
        self.jobs = Jobs()
        self._threads = ThreadPoolExecutor(_THREADS, "debar-console")

    async def aside(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do what may take seconds in a thread that neither screens for programs nor serves them."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, functools.partial(work, *args, **kwargs))

    def close(self) -> None:
        """Stop what runs, and remove what is kept."""
        self.jobs.close()
        self._threads.shutdown(wait=True, cancel_futures=True)


def owner_of(request: Request) -> str:
    """By what the one who looks is told from others: what is kept is theirs alone."""
    return caller_of(request).identity


def desk_of(request: Request) -> Desk:
    """The desk of the service that a request came to."""
    desk: Desk = request.app.state.desk
    return desk
