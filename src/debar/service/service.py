"""What the paths share: the lists, the scheduler, the figures."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec
from fastapi import Request, Response

from debar.errors import DebarError
from debar.service import matching
from debar.service.access import caller_of
from debar.service.articles import Articles
from debar.service.current import Current
from debar.service.edge import pattern_of
from debar.service.matching import Asked, Terms
from debar.service.metrics import Metrics
from debar.service.records import Recorder
from debar.service.scheduler import Scheduler
from debar.service.settings import Settings
from debar.service.witness import Witness

encode = msgspec.json.Encoder().encode


class Service:
    """One running service.

    Attributes:
        current: the lists, as they stand.
        scheduler: screens, off the event loop.
        articles: reads articles, off this process.
        recorder: what every screening passes before it is answered; None: nothing.
    """

    def __init__(self, settings: Settings, recorder: Recorder | None = None) -> None:
        self.settings = settings
        self.current = Current(settings)
        self.metrics = Metrics(self.current)
        self.recorder = recorder
        self.articles = Articles(settings)
        self.scheduler: Scheduler[Asked, bytes | DebarError] = Scheduler(
            self._screen,
            threads=settings.threads,
            wait_s=settings.wait_s,
            most=settings.batch_names,
            waiting=settings.waiting_names,
        )

    async def start(self) -> None:
        """Load the lists."""
        await self.current.start()

    async def stop(self) -> None:
        """Finish what was begun."""
        self.scheduler.close()
        await self.current.stop()

    def witness(self, request: Request) -> Witness:
        """What sees all that is screened for a request beside the scheduler."""
        return Witness(caller_of(request), pattern_of(request.scope), self.recorder, self.metrics.screened)

    def _screen(self, terms: Hashable, asked: Sequence[Asked]) -> list[bytes | DebarError]:
        assert isinstance(terms, Terms)
        return matching.screen(terms, asked, self.metrics.screened)


def service_of(request: Request) -> Service:
    """The service that a request came to."""
    service: Service = request.app.state.service
    return service


def query_string(request: Request) -> str:
    """As it was sent."""
    raw: bytes = request.scope["query_string"]
    return raw.decode("latin-1")


def path_value(request: Request, name: str) -> str:
    """A value of the path."""
    return str(request.path_params[name])


def json(value: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """A JSON answer."""
    return Response(encode(value), status, headers, "application/json")


def today() -> str:
    """The day, in UTC."""
    return datetime.now(UTC).date().isoformat()
