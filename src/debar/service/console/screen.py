"""Screen one party."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from fastapi import APIRouter, Depends, Request, Response

from debar.errors import BadQuery, DebarError
from debar.law.tables import bound, nexuses, roles
from debar.service import matching, parameters
from debar.service.access import caller_of
from debar.service.console import hits, wording
from debar.service.console.desk import desk_of
from debar.service.console.navigation import PREFIX
from debar.service.console.rendering import Fields, fields_of, render, viewing
from debar.service.datasets import DEFAULT
from debar.service.matching import Asked, Example
from debar.service.parameters import MatchParameters
from debar.service.service import Service, service_of, today

router = APIRouter(include_in_schema=False)
_PATH = f"{PREFIX}/screen"
_NEXUS = ("us", "uk", "eu")
_LIMIT = 10
_decode = msgspec.json.Decoder(hits.Answer).decode


@router.get(_PATH, response_class=Response, dependencies=[Depends(viewing("read"))])
async def form(request: Request) -> Response:
    """The form, empty."""
    return _form(request, Fields({"schema": ["Thing"], "nexus": list(_NEXUS)}))


@router.post(f"{_PATH}/form", response_class=Response, dependencies=[Depends(viewing("read"))])
async def other_kind(request: Request) -> Response:
    """The form for another kind of party; what was filled in stays."""
    given = await fields_of(request)
    return _form(request, given.but(schema=given.one("kind") or given.one("schema")), part="_screen_form.html")


@router.post(_PATH, response_class=Response, dependencies=[Depends(viewing("screen"))])
async def screen(request: Request) -> Response:
    """The answer, below the form."""
    given = await fields_of(request)
    if "nexus" not in given and "sent" not in given:  # from the first page, which asks for a name alone
        given = given.but(nexus=_NEXUS)
    service = service_of(request)
    asked = _asked(given)
    lists = await service.current.at(parameters.day_of(asked.as_of, "as of"))
    terms = matching.terms_of(lists, given.one("dataset") or DEFAULT, asked, today(), service.recorder)
    example = _example(given)
    (answer,) = await service.scheduler.do(terms, [Asked(example, caller_of(request))])
    if isinstance(answer, DebarError):
        raise answer
    record = lists.record(terms.sources, terms.algorithm)
    found = await desk_of(request).aside(_outcome, answer, record, asked.nexus, terms.lines.cutoff)
    return _form(request, given, part="_screen_answer.html", outcome=found)


def _outcome(answer: bytes, record: msgspec.Raw, nexus: Sequence[str], cutoff: float) -> hits.Outcome:
    return hits.outcome(_decode(answer), msgspec.json.decode(record), nexus, cutoff)


def _form(request: Request, given: Fields, *, part: str | None = None, outcome: hits.Outcome | None = None) -> Response:
    kind = next((one for one in wording.KINDS if one.schema == given.one("schema")), wording.KINDS[0])
    return render(
        request,
        "screen.html",
        part=part,
        page="screen",
        given=given,
        kind=kind,
        kinds=wording.KINDS,
        nexuses={one: bound()[one].words for one in nexuses()},
        roles={one.role: one.name for one in roles()},
        datasets=_datasets(service_of(request)),
        outcome=outcome,
    )


def _datasets(service: Service) -> Sequence[str]:
    known = service.current.known
    return [DEFAULT, *sorted(known.datasets.collections), *sorted(known.datasets.held)] if known else [DEFAULT]


def _asked(given: Fields) -> MatchParameters:
    limit = given.one("limit") or str(_LIMIT)
    if not limit.isdigit() or not 1 <= int(limit) <= 500:
        raise BadQuery("at most", rule="it is a number from 1 to 500", got=repr(limit[:20]))
    role = given.one("role")
    if role and role not in {one.role for one in roles()}:
        raise BadQuery("role", rule="it is one of the roles that the form names", got=repr(role[:40]))
    return MatchParameters(
        limit=int(limit),
        as_of=given.one("as_of") or None,
        nexus=parameters.nexuses_of(tuple(given.all("nexus"))),
        role=role or None,
        exhaustive=bool(given.one("exhaustive")),
    )


def _example(given: Fields) -> Example:
    """The party of the form; fields of another kind that it still holds count as well, and are shown."""
    known = {prop for kind in wording.KINDS for prop, _, _ in kind.fields}
    properties: dict[str, Any] = {prop: values for prop, values in _filled(given).items() if prop in known}
    names = [given.one("name"), *given.one("names").split(";")]
    properties = {"name": [one.strip() for one in names if one.strip()], **properties}
    return Example(given.one("schema") or "Thing", {prop: values for prop, values in properties.items() if values})


def _filled(given: Fields) -> Mapping[str, list[str]]:
    return {prop: [one for one in given.all(prop) if one.strip()] for prop in given}
