"""Articles: each is read in a process of its own, so that the slowest one keeps no screening waiting."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from datetime import date

import anyio
import anyio.to_process
import msgspec
from anyio import BrokenWorkerProcess, CapacityLimiter

from debar.errors import DocumentRefused, DocumentUnreadable, ServiceBusy
from debar.model import Entity
from debar.news.exposure import Exposure
from debar.news.values import Reading
from debar.service import article_work
from debar.service.article_work import Bounds, Sent, Taken
from debar.service.settings import Settings

_encode = msgspec.msgpack.Encoder().encode


class Articles:
    """Reads articles, so many at a time. Its processes end with the event loop that they were asked from."""

    def __init__(self, settings: Settings) -> None:
        self._bounds = Bounds(
            settings.article_bytes, settings.article_s, settings.article_memory, settings.article_networks
        )
        self._may_wait = settings.waiting_articles
        self._turn = asyncio.Semaphore(settings.readers)
        self._processes = CapacityLimiter(settings.readers)
        self.waiting = 0

    async def take(self, sent: Sent, day: date | None, language: str | None) -> Taken:
        """An article that was taken in and read; nobody is looked up.

        Raises:
            ServiceBusy: too many wait.
            DocumentError, BadText, BadQuery, BadFile: it cannot be read, or not within the bounds.
        """
        made = await self._apart(sent.url or sent.name, article_work.take, sent, day, language, self._bounds)
        return msgspec.msgpack.decode(made, type=Taken)

    async def expose(self, reading: Reading, sent: Sent, entities: Mapping[str, Entity], threshold: float) -> Exposure:
        """Whom of the customers that were sent with it an article touches.

        Raises:
            ServiceBusy: too many wait.
            BadFile, DocumentError: a table cannot be used, or not within the bounds.
        """
        assert sent.customers is not None
        listed = {id: _encode(one) for id, one in entities.items()}
        made = await self._apart(
            sent.customers.name, article_work.expose, _encode(reading), sent, listed, threshold, self._bounds
        )
        return msgspec.msgpack.decode(made, type=Exposure)

    async def _apart(self, about: str, work: Callable[..., bytes], *args: object) -> bytes:
        if self.waiting >= self._may_wait:
            got = f"{self.waiting} articles are waiting"
            raise ServiceBusy("reading", rule="more articles wait than the service holds", got=got, fix="try again")
        self.waiting += 1
        try:
            async with self._turn:
                with anyio.fail_after(self._bounds.seconds):
                    # Who runs out of time is ended: the next article gets a new process.
                    return await anyio.to_process.run_sync(work, *args, cancellable=True, limiter=self._processes)
        except TimeoutError:
            got, fix = f"more than {self._bounds.seconds:g} s", "send the article alone"
            raise DocumentRefused(about, rule="it takes longer to read than an article may", got=got, fix=fix) from None
        except MemoryError:
            rule = "reading it takes more memory than an article may"
            got = f"more than {self._bounds.memory:,} bytes"
            raise DocumentRefused(about, rule=rule, got=got, fix="send the article alone") from None
        except BrokenWorkerProcess as error:
            raise DocumentUnreadable(about, got="it ended the process that read it") from error
        finally:
            self.waiting -= 1
