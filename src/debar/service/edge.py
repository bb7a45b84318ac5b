"""What every request passes: an id, limits of size, headers that protect, a figure and a line in the log."""

from __future__ import annotations

import itertools
import logging
import os
import time
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from debar.errors import RequestTooLarge
from debar.service import problems
from debar.service.metrics import Metrics
from debar.service.settings import Settings

_HEADERS = [
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
]
"""Answers are data for programs: a browser should do nothing with them. No other site is told where somebody comes from; with
`no-referrer` our own forms would not tell us either (`Origin: null`). Without CORS headers no page may read them."""
_HSTS = (b"strict-transport-security", b"max-age=31536000")
"""Where our address is https: a browser that was here once does not try plain http again."""
_CACHE = (b"cache-control", b"no-store")

log = logging.getLogger("debar.service")


class Edge:
    """The outermost part of the app, in plain ASGI: it costs a few microseconds."""

    def __init__(
        self, app: ASGIApp, settings: Settings, metrics: Metrics, answer: problems.Answers = problems.answer
    ) -> None:
        self._app, self._settings, self._metrics, self._answer = app, settings, metrics, answer
        self._numbers = itertools.count(1)
        self._mark = os.urandom(4).hex()
        self._headers = [*_HEADERS, _HSTS] if (settings.public or "").startswith("https:") else _HEADERS

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and watch over it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        id = f"{self._mark}-{next(self._numbers)}"
        scope["debar.request"] = id
        status = 500

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message = {**message, "headers": self._protected(list(message["headers"]), id)}
            await send(message)

        try:
            if (refused := self._too_large(scope)) is not None:
                answer = self._answer(scope, problems.problem_of(refused, f"urn:debar:request:{id}"))
                await answer(scope, receive, sending)
            else:
                await self._app(scope, self._limited(receive), sending)
        finally:
            self._note(scope, status, time.perf_counter() - started)

    def _too_large(self, scope: Scope) -> RequestTooLarge | None:
        url = len(scope["raw_path"]) + len(scope["query_string"])
        if url > self._settings.url_bytes:
            return RequestTooLarge("address", got=f"{url:,} of {self._settings.url_bytes:,} bytes", fix="use POST")
        told = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
        if told.isdigit() and int(told) > self._settings.body_bytes:
            return _body_too_large(int(told), self._settings.body_bytes)
        headers = sum(len(name) + len(value) for name, value in scope["headers"])
        if headers > self._settings.header_bytes:
            got = f"{headers:,} of {self._settings.header_bytes:,} bytes"
            return RequestTooLarge("headers", got=got, fix="send fewer, or shorter ones")
        return None

    def _limited(self, receive: Receive) -> Receive:
        """Receives, and refuses what grows beyond the limit though it did not say so before."""
        got = 0

        async def receiving() -> Message:
            nonlocal got
            message = await receive()
            if message["type"] == "http.request":
                got += len(message.get("body", b""))
                if got > self._settings.body_bytes:
                    raise _body_too_large(got, self._settings.body_bytes)
            return message

        return receiving

    def _protected(self, headers: list[tuple[bytes, bytes]], id: str) -> list[tuple[bytes, bytes]]:
        names = {name for name, _ in headers}
        headers += [pair for pair in (*self._headers, _CACHE) if pair[0] not in names]
        headers.append((b"x-request-id", id.encode()))
        return headers

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        path = pattern_of(scope)
        self._metrics.answered(scope["method"], path, status, seconds)
        if log.isEnabledFor(logging.INFO):
            # Neither the query string nor the body: they hold whom somebody asks about.
            caller: Any = scope.get("debar.caller")
            line = {
                "request": scope["debar.request"],
                "method": scope["method"],
                "path": path,
                "status": status,
                "ms": round(1e3 * seconds, 2),
                "caller": caller.name if caller else None,
                "from": scope["client"][0] if scope.get("client") else None,
            }
            log.info("request", extra=line)


def pattern_of(scope: Scope) -> str:
    """The pattern of the path, not the path itself: it may hold whom somebody asks about, and there are too many."""
    route = scope.get("route")
    return str(getattr(route, "path", "")) or "(none)"


def _body_too_large(got: int, most: int) -> RequestTooLarge:
    return RequestTooLarge("body", got=f"{got:,} of {most:,} bytes", fix="send it in several requests")
