"""Errors as RFC 9457 problem details, with debar's stable codes."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

import msgspec
from fastapi import FastAPI, Request, Response
from starlette.exceptions import HTTPException
from starlette.routing import Match

from debar.errors import (
    AuditNotWritten,
    DatasetNotFound,
    DayNotHeld,
    DebarError,
    DocumentNotFetched,
    EntityNotFound,
    InputError,
    KeyRefused,
    NotScreened,
    RequestTooLarge,
    ScopeMissing,
    ServiceBusy,
    StoreError,
)

MEDIA_TYPE = "application/problem+json"

_STATUS: tuple[tuple[type[DebarError], int], ...] = (
    (KeyRefused, 401),
    (ScopeMissing, 403),
    (DayNotHeld, 422),
    (NotScreened, 503),
    (ServiceBusy, 503),
    (AuditNotWritten, 503),
    (EntityNotFound, 404),
    (DatasetNotFound, 404),
    (RequestTooLarge, 413),
    (DocumentNotFetched, 502),
    (InputError, 400),
    (StoreError, 503),
)
"""The most particular first."""
_TITLES = {400: "Bad request", 401: "Unauthorized", 403: "Forbidden", 404: "Not found", 405: "Method not allowed"}
_MORE = {401: {"WWW-Authenticate": 'ApiKey realm="debar"'}, 503: {"Retry-After": "1"}}

log = logging.getLogger("debar.service")


class Problem(msgspec.Struct, frozen=True, omit_defaults=True):
    """Why a request failed.

    Args:
        type: a URN that ends with ``code``.
        title: the rule that was broken.
        status: the HTTP status.
        detail: the whole of it in a sentence.
        code: stable; see `debar.errors`.
        instance: the id of the request, as the log has it.
        about, got, fix: what it concerns, what was met, what to do.
        reasons: of 503, why nothing can be screened, a sentence per list.
    """

    type: str
    title: str
    status: int
    detail: str
    code: str
    instance: str = ""
    about: str = ""
    got: str | None = None
    fix: str | None = None
    reasons: tuple[str, ...] = ()


def problem_of(error: DebarError, instance: str = "") -> Problem:
    """An error as a problem.

    >>> problem_of(EntityNotFound("x-1")).status, problem_of(EntityNotFound("x-1")).type
    (404, 'urn:debar:entity.not-found')
    >>> problem_of(KeyRefused("API key")).status, problem_of(ScopeMissing("reader")).status
    (401, 403)
    """
    status = next((status for kind, status in _STATUS if isinstance(error, kind)), 500)
    return Problem(
        f"urn:debar:{error.code}",
        error.broken_rule,
        status,
        str(error).removesuffix(f" [{error.code}]"),
        error.code,
        instance,
        error.about,
        error.got,
        error.fix,
        error.reasons if isinstance(error, NotScreened) else (),
    )


def response(problem: Problem, headers: Mapping[str, str] | None = None) -> Response:
    """A problem as an answer."""
    more = _MORE.get(problem.status, {})
    body = msgspec.json.encode(problem)
    return Response(body, problem.status, {**more, **(headers or {})}, MEDIA_TYPE)


def install(app: FastAPI) -> None:
    """Answer every error of an app with a problem."""

    async def known(request: Request, error: Exception) -> Response:
        assert isinstance(error, DebarError)
        problem = problem_of(error, _instance(request))
        if problem.status >= 500:
            log.error("request.failed", extra={"code": problem.code, "request": problem.instance})
        return response(problem)

    async def http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        title = _TITLES.get(error.status_code, "The request failed")
        code = f"http.{error.status_code}"
        problem = Problem(f"urn:debar:{code}", title, error.status_code, str(error.detail), code, _instance(request))
        headers = _allowed(request) if error.status_code == 405 else error.headers
        return response(problem, headers)

    async def unknown(request: Request, error: Exception) -> Response:
        # The words of an unforeseen error may hold what was asked: they go to the log alone, by their kind.
        log.error("request.crashed", extra={"request": _instance(request)}, exc_info=error)
        text = "something went wrong that nobody foresaw; nothing was screened"
        return response(Problem("urn:debar:service", "Internal error", 500, text, "service", _instance(request)))

    app.add_exception_handler(DebarError, known)
    app.add_exception_handler(HTTPException, http)
    app.add_exception_handler(Exception, unknown)


def _allowed(request: Request) -> dict[str, str]:
    """What may be done with a path: its methods may be several routes, and each knows only its own."""
    fitting = (one for one in request.app.state.routes if one.matches(request.scope)[0] is not Match.NONE)
    return {"Allow": ", ".join(sorted({method for one in fitting for method in getattr(one, "methods", None) or ()}))}


def _instance(request: Request) -> str:
    id: Any = request.scope.get("debar.request", "")
    return f"urn:debar:request:{id}" if id else ""
