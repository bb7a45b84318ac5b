"""OpenRefine's reconciliation service (W3C reconciliation API 0.2): `/reconcile/{dataset}`."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs

import msgspec
from fastapi import APIRouter, Depends, Request, Response

from debar.errors import BadQuery, DebarError, RequestTooLarge
from debar.model import SCHEMATA
from debar.screen.columns import kinds
from debar.service import matching, parameters, searching
from debar.service.access import authorise, caller_of
from debar.service.current import Lists
from debar.service.documented import operation
from debar.service.matching import Asked, Example
from debar.service.parameters import ExtendParameters, MatchParameters, PrefixParameters, ReconcileParameters
from debar.service.routes.entities import find
from debar.service.service import encode, json, path_value, query_string, service_of, today
from debar.service.witness import Witness

router = APIRouter(tags=["reconciliation"])
BATCH = 50
"""How many rows OpenRefine should send at a time."""
_FORM = "application/x-www-form-urlencoded"


class Typed(msgspec.Struct, frozen=True):
    """An id with its name."""

    id: str
    name: str = ""


class Wanted(msgspec.Struct, frozen=True):
    """A further property of a row; ``v`` is a value, several, or an id with a name."""

    pid: str
    v: Any = None


class Asking(msgspec.Struct, frozen=True):
    """A row to be reconciled."""

    query: str = ""
    type: str | list[str] | Typed | None = None
    limit: int = 5
    properties: list[Wanted] = []


class Extend(msgspec.Struct, frozen=True):
    """Properties to be fetched for parties."""

    ids: list[str]
    properties: list[Typed]


class Manifest(msgspec.Struct, frozen=True):
    """What the service can do."""

    versions: list[str]
    name: str
    identifierSpace: str  # noqa: N815
    schemaSpace: str  # noqa: N815
    view: dict[str, str]
    suggest: dict[str, dict[str, str]]
    extend: dict[str, Any]
    batchSize: int  # noqa: N815
    defaultTypes: list[Typed]  # noqa: N815


class Suggested(msgspec.Struct, frozen=True):
    """Suggestions."""

    result: list[dict[str, Any]]


_SCREEN = [Depends(authorise("screen"))]
_BODY = {
    "required": False,
    "content": {
        _FORM: {
            "schema": {
                "type": "object",
                "properties": {"queries": {"type": "string"}, "extend": {"type": "string"}},
            },
            "example": {"queries": '{"q0": {"query": "Vladimir Putin", "type": "Person", "limit": 3}}'},
        }
    },
}


@router.get(
    "/reconcile/{dataset}",
    summary="What the reconciliation service can do; or reconcile",
    response_class=Response,
    dependencies=_SCREEN,
    openapi_extra=operation(ReconcileParameters, path=("dataset",)),
)
async def reconcile_get(request: Request) -> Response:
    """Without `queries` and `extend`: the manifest."""
    asked = parameters.read(ReconcileParameters, query_string(request))
    return await _reconcile(request, asked.queries, asked.extend)


@router.post(
    "/reconcile/{dataset}",
    summary="Reconcile rows of a table",
    response_class=Response,
    dependencies=_SCREEN,
    openapi_extra=operation(ReconcileParameters, path=("dataset",), more={"requestBody": _BODY}),
)
async def reconcile_post(request: Request) -> Response:
    """Each row is screened; `match` says that a listed party reached the threshold."""
    asked = parameters.read(ReconcileParameters, query_string(request))
    body = await request.body()
    try:
        form = parse_qs(body.decode("utf-8"), max_num_fields=100)
    except ValueError as error:
        raise BadQuery("body", rule="it must be a form with `queries` or `extend`", got=type(error).__name__) from error
    return await _reconcile(request, form.get("queries", [asked.queries])[0], form.get("extend", [asked.extend])[0])


@router.get(
    "/reconcile/{dataset}/suggest/entity",
    summary="Suggest parties",
    response_class=Response,
    dependencies=_SCREEN,
    openapi_extra=operation(PrefixParameters, answer=Suggested, path=("dataset",)),
)
async def suggest_entity(request: Request) -> Response:
    """Parties whose name begins with what was typed, or is like it."""
    asked = parameters.read(PrefixParameters, query_string(request))
    service = service_of(request)
    lists = service.current.now()
    sources = lists.datasets.narrowed(path_value(request, "dataset"))
    witness = service.witness(request)
    return json(Suggested(await service.current.aside(_suggested, lists, asked, sources, witness)))


@router.get(
    "/reconcile/{dataset}/suggest/property",
    summary="Suggest properties",
    response_class=Response,
    dependencies=_SCREEN,
    openapi_extra=operation(PrefixParameters, answer=Suggested, path=("dataset",)),
)
async def suggest_property(request: Request) -> Response:
    """Properties with these letters in their name."""
    return _named(request, kinds())


@router.get(
    "/reconcile/{dataset}/suggest/type",
    summary="Suggest kinds of party",
    response_class=Response,
    dependencies=_SCREEN,
    openapi_extra=operation(PrefixParameters, answer=Suggested, path=("dataset",)),
)
async def suggest_type(request: Request) -> Response:
    """Kinds of party with these letters in their name."""
    return _named(request, SCHEMATA)


@router.get(
    "/reconcile/{dataset}/extend/property",
    summary="Properties that may be fetched",
    response_class=Response,
    dependencies=_SCREEN,
    openapi_extra=operation(ExtendParameters, path=("dataset",)),
)
async def extend_property(request: Request) -> Response:
    """All that debar knows."""
    asked = parameters.read(ExtendParameters, query_string(request))
    service_of(request).current.now().datasets.narrowed(path_value(request, "dataset"))
    found = [{"id": prop, "name": prop} for prop in kinds()][: asked.limit]
    return json({"limit": asked.limit, "type": asked.type, "properties": found})


async def _reconcile(request: Request, queries: str | None, extend: str | None) -> Response:
    service = service_of(request)
    dataset = path_value(request, "dataset")
    lists = service.current.now()
    lists.datasets.narrowed(dataset)
    if queries:
        return await _answered(request, lists, _read(queries, dict[str, Asking], "queries"))
    if extend:
        wanted = _read(extend, Extend, "extend")
        return json(await service.current.aside(_extended, lists, wanted))
    return json(_manifest(str(request.base_url).rstrip("/"), dataset))


def _read(text: str, kind: Any, about: str) -> Any:
    try:
        return msgspec.json.decode(text.encode(), type=kind)
    except (msgspec.DecodeError, UnicodeEncodeError) as error:
        raise BadQuery(about, got=str(error)[:300]) from error


async def _answered(request: Request, lists: Lists, queries: dict[str, Asking]) -> Response:
    service = service_of(request)
    if len(queries) > service.settings.queries:
        raise RequestTooLarge("queries", got=f"{len(queries):,} of {service.settings.queries:,}")
    caller = caller_of(request)
    dataset = path_value(request, "dataset")
    by_limit: dict[int, list[str]] = {}
    for key, one in queries.items():
        by_limit.setdefault(min(max(one.limit, 1), 500), []).append(key)
    found: dict[str, Any] = {}
    for limit, keys in by_limit.items():
        terms = matching.terms_of(lists, dataset, MatchParameters(limit=limit), today(), service.recorder)
        asked = [Asked(_example(queries[key]), caller) for key in keys]
        for key, answer in zip(keys, await service.scheduler.do(terms, asked), strict=True):
            if isinstance(answer, DebarError):
                raise BadQuery(
                    f"query {key!r}: {answer.about}", rule=answer.broken_rule, got=answer.got, fix=answer.fix
                )
            found[key] = {"result": [_candidate(one) for one in msgspec.json.decode(answer)["results"]]}
    return Response(encode({key: found[key] for key in queries}), media_type="application/json")


def _example(asking: Asking) -> Example:
    properties: dict[str, Any] = {"name": [asking.query]} if asking.query.strip() else {}
    for one in asking.properties:
        values = one.v if isinstance(one.v, list) else [one.v]
        told = [value.get("id") or value.get("name") if isinstance(value, dict) else value for value in values]
        properties.setdefault(one.pid, []).extend(str(value) for value in told if value not in (None, ""))
    kind = asking.type[0] if isinstance(asking.type, list) and asking.type else asking.type
    schema = kind.id if isinstance(kind, Typed) else kind
    return Example(schema if isinstance(schema, str) and schema else "Thing", properties)


def _candidate(result: dict[str, Any]) -> dict[str, Any]:
    told = "; ".join(one["detail"] for one in result["explanations"].values())
    return {
        "id": result["id"],
        "name": result["caption"],
        "score": round(100 * result["score"], 1),
        "match": result["match"],
        "type": [{"id": result["schema"], "name": result["schema"]}],
        "description": f"{', '.join(result['datasets'])}: {told}",
        "features": [{"id": name, "value": value} for name, value in result["features"].items()],
    }


def _extended(lists: Lists, wanted: Extend) -> dict[str, Any]:
    if len(wanted.ids) * max(1, len(wanted.properties)) > 100_000:
        raise RequestTooLarge("extend", got=f"{len(wanted.ids):,} ids", fix="ask for fewer at a time")
    rows = {}
    for id in wanted.ids:
        properties = find(lists, id).to_properties()
        rows[id] = {one.id: [{"str": value} for value in properties.get(one.id, ())] for one in wanted.properties}
    return {"meta": [{"id": one.id, "name": one.name or one.id} for one in wanted.properties], "rows": rows}


def _suggested(
    lists: Lists, asked: PrefixParameters, sources: frozenset[str], witness: Witness
) -> list[dict[str, Any]]:
    prefix = asked.prefix.casefold().strip()
    begun = [row for row in lists.rows if row.source in sources and row.caption.casefold().startswith(prefix)]
    suggested = [(row.id, row.caption, row.schema, row.source) for row in sorted(begun, key=lambda row: row.caption)]
    alike = searching.Alike(lists, sources, asked.limit)
    if prefix:
        wanted = searching.Wanted((prefix,), ())
        known = {id for id, *_ in suggested}
        found = searching.names_alike(parameters.SearchParameters(), wanted, alike)
        others = (find(lists, id) for id in found if id not in known)
        suggested += [(one.id, one.caption, one.schema, one.source) for one in others]
    shown = suggested[asked.cursor : asked.cursor + asked.limit]
    alike.tell(witness, {id for id, *_ in shown})
    return [
        {"id": id, "name": caption, "notable": [{"id": schema, "name": schema}], "description": f"{schema}, {source}"}
        for id, caption, schema, source in shown
    ]


def _named(request: Request, names: Any) -> Response:
    asked = parameters.read(PrefixParameters, query_string(request))
    service_of(request).current.now().datasets.narrowed(path_value(request, "dataset"))
    found = [name for name in names if asked.prefix.casefold() in name.casefold()]
    shown = found[asked.cursor : asked.cursor + asked.limit]
    return json(Suggested([{"id": name, "name": name} for name in shown]))


def _manifest(base: str, dataset: str) -> Manifest:
    here = f"{base}/reconcile/{dataset}"
    return Manifest(
        ["0.2"],
        f"debar: {dataset}",
        "https://followthemoney.tech/ns/entity",
        "https://followthemoney.tech/explorer/schemata",
        {"url": f"{base}/entities/{{{{id}}}}"},
        {what: {"service_url": here, "service_path": f"/suggest/{what}"} for what in ("entity", "property", "type")},
        {"propose_properties": {"service_url": here, "service_path": "/extend/property"}, "property_settings": []},
        BATCH,
        [Typed(schema, schema) for schema in SCHEMATA if schema != "Thing"],
    )
