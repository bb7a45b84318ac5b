"""`GET /entities/{id}` and what stands around a party."""

from __future__ import annotations

from typing import Any

import msgspec
from fastapi import APIRouter, Depends, Request, Response

from debar.errors import BadQuery, NotScreened
from debar.model import Entity
from debar.service import parameters
from debar.service.access import authorise
from debar.service.current import Lists
from debar.service.documented import operation
from debar.service.matching import Total
from debar.service.parameters import AdjacentParameters, EntityParameters
from debar.service.service import json, path_value, query_string, service_of

router = APIRouter(tags=["parties"])


class ListedParty(msgspec.Struct, frozen=True):
    """A listed party, in FollowTheMoney's terms."""

    id: str
    caption: str
    schema: str
    properties: dict[str, list[Any]]
    datasets: list[str]
    referents: list[str]
    target: bool
    first_seen: str | None
    last_seen: str | None
    last_change: str | None


class Adjacent(msgspec.Struct, frozen=True):
    """The things under one property."""

    results: list[dict[str, Any]]
    total: Total
    limit: int
    offset: int


class AdjacentAnswer(msgspec.Struct, frozen=True):
    """A party, and the things under each of its properties."""

    entity: dict[str, Any]
    adjacent: dict[str, Adjacent]


_READ = [Depends(authorise("read"))]


@router.get(
    "/entities/{entity_id}",
    summary="One party",
    response_class=Response,
    dependencies=_READ,
    openapi_extra=operation(EntityParameters, answer=ListedParty, path=("entity_id",)),
)
async def entity(request: Request) -> Response:
    """The whole listing of a party; with its sanctions and the parties one step away unless `nested=false`."""
    asked = parameters.read(EntityParameters, query_string(request))
    day = parameters.day_of(asked.as_of, "as_of")
    return json(await service_of(request).current.aside(_document, *_of(request), day, nested=asked.nested))


@router.get(
    "/entities/{entity_id}/adjacent",
    summary="What stands around a party",
    response_class=Response,
    dependencies=_READ,
    openapi_extra=operation(AdjacentParameters, answer=AdjacentAnswer, path=("entity_id",)),
)
async def adjacent(request: Request) -> Response:
    """Sanctions, ties and tied parties, by property."""
    asked = parameters.read(AdjacentParameters, query_string(request))
    around, document = await service_of(request).current.aside(_around, *_of(request))
    return json(AdjacentAnswer(document, {prop: _page(things, asked) for prop, things in around.items()}))


@router.get(
    "/entities/{entity_id}/adjacent/{prop}",
    summary="What stands around a party, of one property",
    response_class=Response,
    dependencies=_READ,
    openapi_extra=operation(AdjacentParameters, answer=Adjacent, path=("entity_id", "prop")),
)
async def adjacent_by(request: Request) -> Response:
    """The things under one property, page by page; none where the party has no such things."""
    asked = parameters.read(AdjacentParameters, query_string(request))
    around, _ = await service_of(request).current.aside(_around, *_of(request))
    return json(_page(around.get(path_value(request, "prop"), []), asked))


def _of(request: Request) -> tuple[Lists, str]:
    current = service_of(request).current
    if current.known is None:
        raise NotScreened(str(current.settings.home), reasons=current.reasons)
    return current.known, path_value(request, "entity_id")


def find(lists: Lists, entity_id: str, day: str | None = None) -> Entity:
    """A party as it is listed, now or on a day.

    Raises:
        EntityNotFound: it is not.
    """
    found = lists.screener.entity(entity_id) if day is None else None
    return found or lists.home.entity(entity_id, day)


def _document(lists: Lists, entity_id: str, day: str | None, *, nested: bool) -> dict[str, Any]:
    found = find(lists, entity_id, day)
    return lists.nested(found) if nested else lists.flat(found)


def _around(lists: Lists, entity_id: str) -> tuple[dict[str, list[dict[str, Any]]], dict[str, Any]]:
    found = find(lists, entity_id)
    properties = lists.nested(found)["properties"]
    around = {prop: values for prop, values in properties.items() if isinstance(values[0], dict)}
    return around, lists.flat(found)


def _page(things: list[dict[str, Any]], asked: AdjacentParameters) -> Adjacent:
    for order in reversed(asked.sort):
        if order not in ("caption", "caption:asc", "caption:desc"):
            raise BadQuery("sort", rule="it is caption:asc or caption:desc", got=repr(order[:60]))
        things = sorted(things, key=lambda one: str(one["caption"]), reverse=order.endswith("desc"))
    shown = things[asked.offset : asked.offset + asked.limit]
    return Adjacent(shown, Total(len(things)), asked.limit, asked.offset)
