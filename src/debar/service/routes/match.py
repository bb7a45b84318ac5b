"""`POST /match/{dataset}`: screening by example, one query, many, or a stream of JSON lines."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import msgspec
from fastapi import APIRouter, Depends, Request, Response
from starlette.responses import StreamingResponse

from debar.errors import BadQuery, BadRow, DebarError, RequestTooLarge
from debar.service import matching, parameters, problems
from debar.service.access import Caller, authorise, caller_of
from debar.service.documented import operation
from debar.service.matching import Asked, MatchBody, Terms
from debar.service.parameters import MatchParameters
from debar.service.service import Service, encode, path_value, query_string, service_of, today

router = APIRouter(tags=["screening"])
LINES = "application/x-ndjson"
_AT_ONCE = 1_024
"""How many lines are in the making; while a client reads no further, no more are screened."""


class Feature(msgspec.Struct, frozen=True):
    """A kind of evidence."""

    description: str
    coefficient: float = 1.0
    url: str = ""


class MatchAnswer(msgspec.Struct, frozen=True, omit_defaults=True):
    """The answer to a match request.

    Args:
        responses: by the key of the query.
        matcher: the kinds of evidence that may be told in ``explanations``.
        record: the lists with their editions and ages, the policy and the engine.
        notes: parameters that were accepted and have no effect.
    """

    responses: dict[str, msgspec.Raw]
    matcher: dict[str, Feature]
    limit: int
    record: msgspec.Raw
    notes: tuple[str, ...] = ()


FEATURES = {
    "name": Feature(
        "The name asked for against the listed names; the words of `detail` say what agrees and what differs."
    ),
    "identifier": Feature("A passport, tax, IMO or other number that is on the entry, or another of its kind."),
    "birthDate": Feature("The birth date, or that part of it which either side tells."),
    "country": Feature("Nationality, residence, registration or flag."),
    "gender": Feature("The gender."),
    "address": Feature("The address."),
    "schema": Feature("The kind of party."),
    "obfuscation": Feature("The name is written so that a computer should not read it; worth no points."),
}
_EXAMPLE = {
    "queries": {
        "q1": {
            "schema": "Person",
            "properties": {"name": ["Vladimir Putin"], "birthDate": ["1952"], "nationality": ["ru"]},
        }
    }
}
_ANSWER = {
    "responses": {
        "q1": {
            "status": 200,
            "results": [
                {
                    "id": "us-ofac-35096",
                    "caption": "PUTIN, Vladimir Vladimirovich",
                    "schema": "Person",
                    "properties": {"name": ["PUTIN, Vladimir Vladimirovich"], "birthDate": ["1952-10-07"]},
                    "datasets": ["us-ofac-sdn"],
                    "referents": [],
                    "target": True,
                    "score": 0.98,
                    "match": True,
                    "explanations": {
                        "name": {
                            "score": 0.9,
                            "detail": "…",
                            "query": "Vladimir Putin",
                            "candidate": "PUTIN, Vladimir Vladimirovich",
                            "weight": 1.0,
                            "level": "similar",
                        }
                    },
                    "features": {"name": 0.9},
                }
            ],
            "total": {"value": 1, "relation": "eq"},
            "query": {"id": None, "schema": "Person", "properties": {"name": ["Vladimir Putin"]}},
        }
    },
    "matcher": {"name": {"description": "…", "coefficient": 1.0, "url": ""}},
    "limit": 5,
    "record": {
        "lists": [{"source": "us-ofac-sdn", "edition": "2024-09-10", "age_h": 0.4}],
        "policy": "default@c7c88793",
    },
}
_LINES_DOC = {
    "application/json": {"schema": {"$ref": "#/components/schemas/MatchBody"}, "example": _EXAMPLE},
    LINES: {
        "schema": {
            "description": "One query per line; up to 10,000. As many lines come back, in order.",
        },
        "example": '{"id": "c-17", "schema": "Person", "properties": {"name": ["Vladimir Putin"]}}\n',
    },
}


_DOCUMENT = operation(
    MatchParameters,
    answer=MatchAnswer,
    answers=_ANSWER,
    body=MatchBody,
    path=("dataset",),
    more={"requestBody": {"required": True, "content": _LINES_DOC}},
)
_DOCUMENT["responses"]["200"]["content"][LINES] = {"schema": {"description": "As many lines as came, in their order."}}


@router.post(
    "/match/{dataset}",
    summary="Screen by example",
    response_class=Response,
    dependencies=[Depends(authorise("screen"))],
    openapi_extra=_DOCUMENT,
)
async def match(request: Request) -> Response:
    """Screen one query or many against a list or a collection of lists.

    `results` stands only in what was screened: a home that is not fit to screen answers 503 with the reasons, never an
    empty result. A body of `application/x-ndjson` is a query per line and is answered by a line per query, in order; a line
    that is no query is answered by its problem.
    """
    service = service_of(request)
    asked = parameters.read(MatchParameters, query_string(request))
    lists = await service.current.at(parameters.day_of(asked.as_of, "as_of"))
    terms = matching.terms_of(lists, path_value(request, "dataset"), asked, today(), service.recorder)
    kind = request.headers.get("content-type", "").partition(";")[0].strip()
    body = await request.body()
    if kind == LINES:
        lines = _lines(body, service.settings.stream_queries)
        return StreamingResponse(_stream(service, terms, lines, caller_of(request)), media_type=LINES)
    read = matching.read_body(body, service.settings.queries)
    caller = caller_of(request)
    answers = await service.scheduler.do(terms, [Asked(one, caller) for one in read.queries.values()])
    responses: dict[str, msgspec.Raw] = {}
    for key, answer in zip(read.queries, answers, strict=True):
        if isinstance(answer, DebarError):
            raise _named(key, answer)
        responses[key] = msgspec.Raw(answer)
    record = lists.record(terms.sources, terms.algorithm)
    answered = MatchAnswer(responses, FEATURES, asked.limit, record, matching.notes_of(asked))
    return Response(encode(answered), media_type="application/json")


def _named(key: str, error: DebarError) -> DebarError:
    """The error of a query, with its key: one that cannot be read fails the request, so that nobody reads it as clear."""
    return BadQuery(f"query {key!r}: {error.about}", rule=error.broken_rule, got=error.got, fix=error.fix)


def _lines(body: bytes, most: int) -> list[bytes]:
    lines = body.splitlines()
    if len(lines) > most:
        raise RequestTooLarge("lines", got=f"{len(lines):,} of {most:,}", fix="send them in several requests")
    if not lines:
        raise BadQuery("body", rule="there must be one line at least")
    return lines


async def _stream(service: Service, terms: Terms, lines: list[bytes], caller: Caller) -> AsyncIterator[bytes]:
    record = terms.lists.record(terms.sources, terms.algorithm)
    for start in range(0, len(lines), _AT_ONCE):
        read = [_line(start + place, line) for place, line in enumerate(lines[start : start + _AT_ONCE], 1)]
        asked = [Asked(one, caller) for one in read if isinstance(one, matching.Example)]
        try:
            answers = iter(await service.scheduler.do(terms, asked))
        except DebarError as error:
            # Half of the answer has left already: each line says that it was not screened.
            answers = iter([error] * len(asked))
        made = [
            _answered(number, one, next(answers) if isinstance(one, matching.Example) else one, record)
            for number, one in enumerate(read, start + 1)
        ]
        yield b"".join(made)


def _line(number: int, line: bytes) -> matching.Example | DebarError:
    try:
        return matching.read_line(line)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        return BadRow(f"line {number}", got=str(error)[:200])


def _answered(
    number: int, asked: matching.Example | DebarError, answer: bytes | DebarError, record: msgspec.Raw
) -> bytes:
    id = asked.id if isinstance(asked, matching.Example) and asked.id else str(number)
    if isinstance(answer, DebarError):
        problem = problems.problem_of(answer)
        line: dict[str, Any] = {"id": id, "status": problem.status, "problem": problem}
        return encode(line) + b"\n"
    return b'{"id":' + encode(id) + b"," + answer[1:-1] + b',"record":' + bytes(record) + b"}\n"
