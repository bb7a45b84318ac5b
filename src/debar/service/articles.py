"""Articles: each is read in a process of its own, so that the slowest one keeps no screening waiting."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from datetime import date

import anyio
import anyio.to_process
from anyio import BrokenWorkerProcess, CapacityLimiter

from debar.errors import DocumentRefused, DocumentUnreadable, ServiceBusy
from debar.service import article_work
from debar.service.article_work import Bounds, Sent
from debar.service.settings import Settings


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

    async def take(self, sent: Sent, day: date | None, language: str | None) -> bytes:
        """An article that was taken in and read, and nobody looked up: a `Taken` as MessagePack.

        Raises:
            ServiceBusy: too many wait.
            DocumentError, BadText, BadQuery, BadFile: it cannot be read, or not within the bounds.
        """
        return await self._apart(sent.url or sent.name, article_work.take, sent, day, language, self._bounds)

    async def expose(self, reading: bytes, sent: Sent, entities: Mapping[str, bytes], threshold: float) -> bytes:
        """Whom of the customers that were sent with it an article touches: an `Exposure` as MessagePack.

        Args:
            reading, entities, threshold: as of `debar.service.article_work.expose`.

        Raises:
            ServiceBusy: too many wait.
            BadFile, DocumentError: a table cannot be used, or not within the bounds.
        """
        assert sent.customers is not None
        work = article_work.expose
        return await self._apart(sent.customers.name, work, reading, sent, entities, threshold, self._bounds)

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
