"""`GET /v2/search`: a search in the shape of Moov's Watchman, for those who move from it."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Depends, Request, Response
from msgspec import Meta

from debar.errors import BadQuery, DebarError
from debar.service import matching, parameters
from debar.service.access import authorise, caller_of
from debar.service.current import Lists
from debar.service.datasets import DEFAULT
from debar.service.documented import operation
from debar.service.matching import Asked, Example
from debar.service.parameters import MatchParameters, Values
from debar.service.routes.entities import find
from debar.service.service import json, query_string, service_of, today

router = APIRouter(tags=["watchman"])

_KINDS = {
    "person": "Person",
    "business": "Company",
    "organization": "Organization",
    "aircraft": "Airplane",
    "vessel": "Vessel",
}
_PARAMETERS = {
    "altNames": "alias",
    "gender": "gender",
    "birthDate": "birthDate",
    "titles": "title",
    "created": "incorporationDate",
    "flag": "flag",
    "built": "buildDate",
    "icaoCode": "icaoCode",
    "serialNumber": "serialNumber",
    "imoNumber": "imoNumber",
    "mmsi": "mmsi",
    "callSign": "callSign",
    "email": "email",
    "phone": "phone",
    "website": "website",
    "address": "address",
}
"""Watchman's parameter to FollowTheMoney's property."""


class WatchmanParameters(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`GET /v2/search`."""

    name: Annotated[str, Meta(description="The name.", examples=["Vladimir Putin"])] = ""
    type: Annotated[str, Meta(description="person, business, organization, aircraft or vessel; any, if left out.")] = ""
    source: Annotated[str, Meta(description="One list, by Watchman's name or debar's.")] = ""
    altNames: Annotated[Values, Meta(description="Further names.")] = ()  # noqa: N815
    limit: Annotated[int, Meta(ge=1, le=100, description="At most so many.")] = 10
    minMatch: Annotated[  # noqa: N815
        float | None, Meta(description="From this score on it is shown; the policy's cutoff, if left out.")
    ] = None
    requestID: Annotated[str, Meta(description="Accepted, for the caller's own log.")] = ""  # noqa: N815
    gender: Values = ()
    birthDate: Values = ()  # noqa: N815
    titles: Values = ()
    created: Values = ()
    flag: Values = ()
    built: Values = ()
    icaoCode: Values = ()  # noqa: N815
    serialNumber: Values = ()  # noqa: N815
    imoNumber: Values = ()  # noqa: N815
    mmsi: Values = ()
    callSign: Values = ()  # noqa: N815
    email: Values = ()
    phone: Values = ()
    website: Values = ()
    address: Values = ()
    cryptoAddress: Annotated[Values, Meta(description="`XBT:address`.")] = ()  # noqa: N815


class WatchmanAnswer(msgspec.Struct, frozen=True):
    """The entities found, in Watchman's shape, with debar's record."""

    query: dict[str, Any]
    entities: list[dict[str, Any]]
    record: msgspec.Raw


@router.get(
    "/v2/search",
    summary="Search in Watchman's shape",
    response_class=Response,
    dependencies=[Depends(authorise("screen"))],
    openapi_extra=operation(WatchmanParameters, answer=WatchmanAnswer),
)
async def search(request: Request) -> Response:
    """As Watchman's `/v2/search`; the scores are debar's, so thresholds must be chosen anew."""
    asked = parameters.read(WatchmanParameters, query_string(request))
    service = service_of(request)
    if asked.minMatch is not None and not 0 <= asked.minMatch <= 1:
        raise BadQuery("minMatch", rule="it lies in 0..1", got=str(asked.minMatch))
    if asked.type and asked.type not in _KINDS:
        raise BadQuery("type", rule="it is one of " + ", ".join(_KINDS), got=repr(asked.type[:40]))
    lists = service.current.now()
    dataset = _names().get(asked.source, asked.source) or DEFAULT
    wanted = MatchParameters(limit=asked.limit, cutoff=asked.minMatch)
    terms = matching.terms_of(lists, dataset, wanted, today(), service.recorder)
    example = _example(asked)
    (answer,) = await service.scheduler.do(terms, [Asked(example, caller_of(request))])
    if isinstance(answer, DebarError):
        raise answer
    results = msgspec.json.decode(answer)["results"]
    found = await service.current.aside(_documents, lists, results)
    query = {"name": asked.name, "entityType": asked.type, "requestID": asked.requestID}
    return json(WatchmanAnswer(query, found, lists.record(terms.sources)))


def _example(asked: WatchmanParameters) -> Example:
    properties: dict[str, Any] = {"name": [asked.name]} if asked.name.strip() else {}
    for name, prop in _PARAMETERS.items():
        if values := getattr(asked, name):
            properties[prop] = list(values)
    if asked.cryptoAddress:
        properties["publicKey"] = [one.partition(":")[2] or one for one in asked.cryptoAddress]
    return Example(_KINDS.get(asked.type, "Thing"), properties)


def _documents(lists: Lists, results: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [_document(lists, one) for one in results]


def _document(lists: Lists, result: dict[str, Any]) -> dict[str, Any]:
    entity = find(lists, result["id"])
    properties: dict[str, list[str]] = result["properties"]

    def first(prop: str) -> str | None:
        return next(iter(properties.get(prop, ())), None)

    kind = next((ours for ours, schema in _KINDS.items() if schema == entity.schema), "organization")
    names = [name.value for name in entity.names[1:] if name.kind != "former"]
    told: dict[str, dict[str, Any]] = {
        "person": {"gender": first("gender"), "birthDate": first("birthDate"), "titles": properties.get("title", [])},
        "vessel": {prop: first(prop) for prop in ("imoNumber", "mmsi", "callSign", "flag", "owner")},
        "aircraft": {prop: first(prop) for prop in ("icaoCode", "serialNumber", "model", "flag")},
        "business": {"created": first("incorporationDate"), "dissolved": first("dissolutionDate")},
        "organization": {"created": first("incorporationDate"), "dissolved": first("dissolutionDate")},
    }
    identifiers = [
        {"type": one.type, "country": one.country, "identifier": one.value}
        for one in entity.identifiers
        if one.type != "publicKey"
    ]
    return {
        "name": entity.caption,
        "entityType": kind,
        "sourceList": _back().get(entity.source, entity.source),
        "sourceID": entity.id.rpartition("-")[2],
        kind: {"name": entity.caption, "altNames": names, "governmentIDs": identifiers, **told[kind]},
        "contact": {
            "emailAddresses": properties.get("email", []),
            "phoneNumbers": properties.get("phone", []),
            "websites": properties.get("website", []),
        },
        "addresses": [
            {
                "line1": one.street or one.full,
                "city": one.city,
                "state": one.region,
                "postalCode": one.postal_code,
                "country": one.country,
            }
            for one in entity.addresses
        ],
        "cryptoAddresses": [
            {"currency": (one.label or "").rpartition(" ")[2], "address": one.value}
            for one in entity.identifiers
            if one.type == "publicKey"
        ],
        "affiliations": [{"entityName": one.name, "type": one.kind, "details": one.note} for one in entity.links],
        "sanctionsInfo": {
            "programs": [program for one in entity.designations for program in one.programs],
            "description": "; ".join(remark for one in entity.designations for remark in one.remarks),
        },
        "historicalInfo": [
            {"type": "Former Name", "value": name.value} for name in entity.names if name.kind == "former"
        ],
        "sourceData": {"id": entity.id, "designations": result["designations"]},
        "match": result["score"],
        "details": {
            "pieces": [
                {
                    "pieceType": name,
                    "score": one["score"],
                    "weight": 1.0,
                    "matched": one["score"] > 0,
                    "detail": one["detail"],
                }
                for name, one in result["explanations"].items()
            ]
        },
    }


@cache
def _names() -> Mapping[str, str]:
    """Watchman's name of a list to debar's."""
    text = files("debar.service").joinpath("data", "watchman.csv").read_text("utf-8")
    return {row["watchman"]: row["debar"] for row in csv.DictReader(text.splitlines())}


@cache
def _back() -> Mapping[str, str]:
    return {ours: theirs for theirs, ours in _names().items()}
