"""The audit log: found by name, time, who and outcome; one answer's proof; whether the log is whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from fastapi import APIRouter, Depends, Request, Response

from debar.audit import settings_of
from debar.audit.databases import NO_LOG
from debar.audit.ledger import Ledger
from debar.audit.page import render as proof_page
from debar.audit.proof import prove
from debar.audit.search import Found, Search
from debar.audit.signing import Signer
from debar.audit.verify import Verdict, verify
from debar.errors import AuditError, BadQuery, RecordNotFound
from debar.service import parameters
from debar.service.console.desk import desk_of
from debar.service.console.navigation import PREFIX
from debar.service.console.rendering import Fields, document, fields_of, render, viewing
from debar.service.service import path_value, service_of

router = APIRouter(include_in_schema=False)
_PATH = f"{PREFIX}/audit"
_MAY = [Depends(viewing("admin"))]
"""The log holds what everybody asked: it is for those who answer for it."""
_LIMITS = (50, 200, 1_000)
OUTCOMES = {
    "": "any",
    "match": "with a match",
    "below": "hits below the threshold",
    "clear": "clear",
    "not_screened": "not screened",
}

T = TypeVar("T")


@router.get(_PATH, response_class=Response, dependencies=_MAY)
async def form(request: Request) -> Response:
    """The form, and the newest records."""
    return await _answer(request, Fields({}))


@router.post(_PATH, response_class=Response, dependencies=_MAY)
async def search(request: Request) -> Response:
    """The records that fit."""
    return await _answer(request, await fields_of(request))


@router.post(f"{_PATH}/verify", response_class=Response, dependencies=_MAY)
async def verify_log(request: Request) -> Response:
    """Read the whole log, and compare every link, body and signature."""
    home = service_of(request).settings.home
    verdict, compared = await desk_of(request).aside(_verified, home)
    return render(
        request, "audit_verified.html", part="_audit_verified.html", page="audit", verdict=verdict, compared=compared
    )


@router.get(f"{_PATH}/{{number}}", response_class=Response, dependencies=_MAY)
async def record(request: Request) -> Response:
    """One record, with its proof in a frame."""
    return render(request, "audit_record.html", page="audit", number=_number(request))


@router.get(f"{_PATH}/{{number}}/proof.html", response_class=Response, dependencies=_MAY)
async def proof(request: Request) -> Response:
    """The proof of one record, to be looked at, or to be kept and checked without the log."""
    number = _number(request)
    text = await desk_of(request).aside(_in_log, request, lambda ledger: proof_page(prove(ledger, number)))
    if text is None:
        raise RecordNotFound(str(number), got="there is no log yet")
    keep = request.query_params.get("keep") is not None
    return document(request, text, name=f"proof-{number}.html" if keep else None)


async def _answer(request: Request, given: Fields) -> Response:
    wanted, outcome, limit = _asked(given)
    found = await desk_of(request).aside(_in_log, request, lambda ledger: _newest(wanted, ledger, outcome, limit))
    return render(
        request,
        "audit.html",
        part="_audit_found.html",
        page="audit",
        given=given,
        rows=None if found is None else [one.row() for one in found],
        outcomes=OUTCOMES,
        limit=limit,
        limits=_LIMITS,
        recording=service_of(request).recorder is not None,
    )


def _asked(given: Fields) -> tuple[Search, str, int]:
    outcome, limit = given.one("outcome"), given.one("limit") or str(_LIMITS[0])
    if outcome not in OUTCOMES:
        raise BadQuery("outcome", rule="it is one of those that the form names", got=repr(outcome[:40]))
    if not limit.isdigit() or int(limit) not in _LIMITS:
        raise BadQuery("at most", rule="it is one of " + ", ".join(map(str, _LIMITS)), got=repr(limit[:20]))
    since = parameters.day_of(given.one("since") or None, "since") or ""
    until = parameters.day_of(given.one("until") or None, "until")
    # A day is meant with its evening: what was asked on it counts.
    before = f"{until}T24" if until else ""
    kinds = ("screening", "batch") if outcome else ()
    return (
        Search(since=since, until=before, name=given.one("name"), who=given.one("who"), kinds=kinds),
        outcome,
        int(limit),
    )


def _newest(wanted: Search, ledger: Ledger, outcome: str, limit: int) -> list[Found]:
    """The newest first, so many as fit and had that outcome."""
    found: list[Found] = []
    for one in ledger.newest(until=wanted.until):
        if one.header.at < wanted.since or len(found) == limit:
            break
        fitting = wanted.fit(one)
        if fitting is not None and outcome in ("", outcome_of(fitting)):
            found.append(fitting)
    return found


def outcome_of(found: Found) -> str:
    """The outcome of a record, as the form names it; empty for acts of administration and removed bodies."""
    said = found.said
    if said is None or said.status is None:
        return ""
    if said.status == "not_screened":
        return "not_screened"
    if said.counts:
        names = {"match": "matched", "below": "below"}
        return next((name for name, count in names.items() if said.counts.get(count)), "clear")
    if any(hit.match for hit in said.hits):
        return "match"
    return "below" if said.hits else "clear"


def _verified(home: Path) -> tuple[Verdict | None, bool]:
    """The verdict, and whether it was compared with the key of the home; None where there is no log yet."""
    settings = settings_of(home)
    trusted = [Signer.load(settings.key).public] if settings.key.exists() else []
    with _ledger(home) as ledger:
        return (verify(ledger, trusted=trusted) if ledger is not None else None), bool(trusted)


def _in_log(request: Request, work: Callable[[Ledger], T]) -> T | None:
    with _ledger(service_of(request).settings.home) as ledger:
        return work(ledger) if ledger is not None else None


@contextmanager
def _ledger(home: Path) -> Iterator[Ledger | None]:
    """The log, for reading; None where none has been begun."""
    settings = settings_of(home)
    try:
        ledger = settings.ledger()
    except AuditError as error:
        if error.broken_rule == NO_LOG:
            yield None
            return
        raise
    try:
        yield ledger
    finally:
        ledger.close()


def _number(request: Request) -> int:
    text = path_value(request, "number")
    if not text.isdigit() or len(text) > 15:
        raise RecordNotFound(text[:40], fix="see the newest records")
    return int(text)
