"""`GET /search/{dataset}`: looking parties up. For screening there is `/match`."""

from __future__ import annotations

from typing import Any

import msgspec
from fastapi import APIRouter, Depends, Request, Response

from debar.errors import BadQuery
from debar.match.algorithms import DEBAR
from debar.model import Entity
from debar.service import parameters, searching
from debar.service.access import authorise
from debar.service.current import Lists
from debar.service.documented import operation
from debar.service.matching import Total, since_of, with_topics
from debar.service.parameters import SearchParameters
from debar.service.searching import Alike, Row
from debar.service.service import encode, path_value, query_string, service_of
from debar.service.witness import Witness

router = APIRouter(tags=["search"])


class SearchAnswer(msgspec.Struct, frozen=True):
    """The parties found."""

    results: list[msgspec.Raw]
    facets: dict[str, Any]
    total: Total
    limit: int
    offset: int
    record: msgspec.Raw


@router.get(
    "/search/{dataset}",
    summary="Look parties up",
    response_class=Response,
    dependencies=[Depends(authorise("read"))],
    openapi_extra=operation(SearchParameters, answer=SearchAnswer, path=("dataset",)),
)
async def search(request: Request) -> Response:
    """Parties that have all the words in any of their facts, or a name that is like them, the likest first.

    A word in quotes is taken whole, one with a minus must not be there. This is for people who look around; whether somebody
    is listed is asked of `/match`.
    """
    service = service_of(request)
    asked = parameters.read(SearchParameters, query_string(request))
    lists = await service.current.at(parameters.day_of(asked.as_of, "as_of"))
    sources = lists.datasets.narrowed(path_value(request, "dataset"), asked.include_dataset, asked.exclude_dataset)
    sources = with_topics(sources, asked.topics)
    made = await service.current.aside(_answer, lists, asked, sources, service.witness(request))
    return Response(made, media_type="application/json")


def _answer(lists: Lists, asked: SearchParameters, sources: frozenset[str], witness: Witness) -> bytes:
    alike = Alike(lists, sources)
    rows = _found(lists, asked, sources, alike)
    facets = searching.facets_of(rows, asked.facets, lambda row: searching.identifiers_of(_entity(lists, row)))
    shown = rows[asked.offset : asked.offset + asked.limit]
    results = [msgspec.Raw(lists.party(_entity(lists, row))) for row in shown]
    alike.tell(witness, {row.id for row in shown})
    told = {name: {"label": facet.label, "values": facet.values} for name, facet in facets.items()}
    record = lists.record(sources, DEBAR)
    return encode(SearchAnswer(results, told, Total(len(rows)), asked.limit, asked.offset, record))


def _found(lists: Lists, asked: SearchParameters, sources: frozenset[str], alike: Alike) -> list[Row]:
    wanted = searching.wanted_of(asked.q)
    datasets = tuple(source for one in asked.datasets for source in lists.datasets.sources(one))
    asked = msgspec.structs.replace(asked, datasets=datasets)
    names = searching.names_alike(asked, wanted, alike) if wanted.words else {}
    rows = searching.look_up(lists.rows, wanted, names, asked, sources)
    since = since_of(asked)
    if since is not None:
        rows = [row for row in rows if (lists.dates(row.id).last_change or since) >= since]
    if asked.filter:
        tests = [_test(one) for one in asked.filter]
        whether = all if asked.filter_op == "AND" else any
        rows = [row for row in rows if whether(value in _values(lists, row, prop) for prop, value in tests)]
    return searching.sorted_by(rows, asked.sort, lambda row, prop: min(_values(lists, row, prop), default=""))


def _test(text: str) -> tuple[str, str]:
    prop, colon, value = text.partition(":")
    if not colon or not prop:
        raise BadQuery("filter", rule="it is property:value", got=repr(text[:60]))
    return prop, value


def _values(lists: Lists, row: Row, prop: str) -> list[str]:
    """The values of a property, or of a field of the party."""
    if prop in ("id", "caption", "schema"):
        return [str(getattr(row, prop))]
    if prop == "datasets":
        return [row.source]
    if prop in ("first_seen", "last_change"):
        return [getattr(lists.dates(row.id), prop) or ""]
    document = lists.flat(_entity(lists, row))
    return [str(one) for one in document["properties"].get(prop, ())]


def _entity(lists: Lists, row: Row) -> Entity:
    entity = lists.screener.entity(row.id)
    assert entity is not None
    return entity
