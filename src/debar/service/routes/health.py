"""Whether it lives, whether it is fit to screen, what lists it has, how it scores, and its figures."""

from __future__ import annotations

import hashlib
import hmac
from typing import Any

import msgspec
from fastapi import APIRouter, Depends, HTTPException, Request, Response

from debar.errors import NotScreened
from debar.lists.catalog import official
from debar.match.algorithms import DEBAR, OFAC_SLS
from debar.service import metrics, parameters
from debar.service.access import authorise
from debar.service.current import Lists
from debar.service.datasets import DEFAULT, topics
from debar.service.documented import operation
from debar.service.limits import address_of
from debar.service.parameters import NoParameters, UpdateParameters
from debar.service.parties import moment
from debar.service.routes.match import FEATURES, Feature
from debar.service.service import encode, json, query_string, service_of

router = APIRouter(tags=["service"])
_CATALOG_S = 300


class Status(msgspec.Struct, frozen=True):
    """``ok``."""

    status: str


class Algorithm(msgspec.Struct, frozen=True):
    """A way to score."""

    name: str
    description: str
    docs: dict[str, Feature]


class Algorithms(msgspec.Struct, frozen=True):
    """The ways to score."""

    algorithms: tuple[Algorithm, ...]
    default: str
    best: str


class Catalog(msgspec.Struct, frozen=True):
    """The datasets: the lists of the home, and the collections over them."""

    datasets: list[dict[str, Any]]
    current: list[str]
    outdated: list[str]
    index_stale: bool


ALGORITHMS = Algorithms(
    (
        Algorithm(DEBAR, "Evidence measured on labelled pairs, added up and told line by line.", FEATURES),
        Algorithm(
            OFAC_SLS,
            "The scores of the US Treasury's Sanctions List Search, by name alone.",
            {"name": Feature("The better of the whole name and its parts, by Jaro-Winkler and Soundex.")},
        ),
    ),
    DEBAR,
    DEBAR,
)


@router.get(
    "/healthz",
    summary="Whether it lives",
    response_class=Response,
    openapi_extra=operation(NoParameters, answer=Status, answers={"status": "ok"}, fails=(400,)),
)
async def healthz(request: Request) -> Response:
    """The process answers. Whether it is fit to screen is another question: `/readyz`."""
    parameters.read(NoParameters, query_string(request))
    return json({"status": "ok"})


@router.get(
    "/readyz",
    summary="Whether it is fit to screen",
    response_class=Response,
    openapi_extra=operation(NoParameters, answer=Status, answers={"status": "ok"}, fails=(400, 503)),
)
async def readyz(request: Request) -> Response:
    """200 when the lists are fit to screen under the policy; else 503 with the reasons."""
    parameters.read(NoParameters, query_string(request))
    service_of(request).current.now()
    return json({"status": "ok"})


@router.get(
    "/algorithms",
    summary="The ways to score",
    response_class=Response,
    openapi_extra=operation(NoParameters, answer=Algorithms, fails=(400,)),
)
async def algorithms(request: Request) -> Response:
    """What `algorithm` may be; `best` is the default."""
    parameters.read(NoParameters, query_string(request))
    return json(ALGORITHMS)


@router.get(
    "/catalog",
    summary="The datasets",
    response_class=Response,
    dependencies=[Depends(authorise("read"))],
    openapi_extra=operation(NoParameters, answer=Catalog, fails=(400, 503)),
)
@router.get("/manifest", include_in_schema=False, response_class=Response, dependencies=[Depends(authorise("read"))])
async def catalog(request: Request) -> Response:
    """Every list with its edition, age and fitness, and every collection; `outdated` are those not fit to screen."""
    parameters.read(NoParameters, query_string(request))
    current = service_of(request).current
    lists = current.known
    if lists is None:
        raise NotScreened(str(current.settings.home), reasons=current.reasons)
    outdated = [one.source for one in lists.lists if not one.fit]
    held = [one.source for one in lists.lists if one.fit]
    body = encode(Catalog([*_collections(lists), *_sources(lists)], held, outdated, bool(current.reasons)))
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"ETag": etag, "Cache-Control": f"max-age={_CATALOG_S}"}
    if request.headers.get("if-none-match") == etag:
        return Response(None, 304, headers)
    return Response(body, 200, headers, "application/json")


@router.post(
    "/updatez",
    summary="Look at the home at once",
    response_class=Response,
    openapi_extra=operation(UpdateParameters, answer=Status, answers={"status": "ok"}, fails=(400, 403, 429, 503)),
)
async def updatez(request: Request) -> Response:
    """Put newer editions in place now, rather than within a second. Editions are taken in by `debar update`."""
    asked = parameters.read(UpdateParameters, query_string(request))
    service = service_of(request)
    token = service.settings.update_token
    limits, address = request.app.state.limits, address_of(request.client.host if request.client else None)
    limits.check("failed", address)
    if not token or not hmac.compare_digest(asked.token.encode(), token.encode()):
        limits.failed(address)
        raise HTTPException(403, "the token is not the service's update token")
    swapped = await service.current.look()
    return json({"status": "ok", "swapped": swapped})


@router.get(
    "/metrics",
    summary="Figures for Prometheus",
    response_class=Response,
    dependencies=[Depends(authorise("metrics"))],
    openapi_extra=operation(NoParameters, media="text/plain", fails=(400,)),
)
async def figures(request: Request) -> Response:
    """Requests, latency, scores, and the ages of the lists."""
    parameters.read(NoParameters, query_string(request))
    return Response(service_of(request).metrics.text(), headers={"Content-Type": metrics.MEDIA_TYPE})


def _collections(lists: Lists) -> list[dict[str, Any]]:
    editions = [one.edition or "" for one in lists.lists]
    everything = {
        "name": DEFAULT,
        "title": "All lists of this home",
        "children": sorted(lists.datasets.held),
        "load": True,
        "version": max(editions, default=None),
        "entity_count": sum(one.entities for one in lists.lists),
        "thing_count": sum(one.entities for one in lists.lists),
        "index_current": lists.fit,
        "tags": [],
    }
    sizes = {one.source: one.entities for one in lists.lists}
    return [
        everything,
        *(
            {
                "name": name,
                "title": one.title,
                "children": [source for source in one.sources if source in lists.datasets.held],
                "load": False,
                "entity_count": sum(sizes.get(source, 0) for source in one.sources),
                "thing_count": sum(sizes.get(source, 0) for source in one.sources),
                "index_current": not one.whole or lists.datasets.held.issuperset(one.sources),
                "tags": [],
            }
            for name, one in sorted(lists.datasets.collections.items())
        ),
    ]


def _sources(lists: Lists) -> list[dict[str, Any]]:
    found = []
    for one in lists.lists:
        about = official().get(one.source)
        document: dict[str, Any] = {
            "name": one.source,
            "title": about.title if about else one.source,
            "children": [],
            "load": True,
            "version": one.edition,
            "updated_at": moment(one.edition),
            "last_export": moment(one.retrieved),
            "index_version": one.edition,
            "index_current": one.fit,
            "entity_count": one.entities,
            "thing_count": one.entities,
            "tags": list(topics(one.source)),
            "checked": one.checked,
            "sha256": one.sha256,
            "fit": one.fit,
            "reasons": one.reasons,
            "notes": one.notes,
        }
        if about:
            document |= {"url": about.page, "publisher": {"name": about.publisher, "url": about.page, "official": True}}
            document["licence"] = about.licence
        found.append(document)
    return found
