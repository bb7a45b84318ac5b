"""Queries by example, as the peer's clients ask them, and the answers in their shape.

An answer never has an empty ``results`` unless it was screened: whatever cannot be screened is an error of the request, or
of the line in a stream of JSON lines.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import msgspec

from debar.errors import BadQuery, DebarError, InputError, RequestTooLarge
from debar.match.algorithms import Lines, lines_for
from debar.model.query import Evidence, Hit, Query, Result
from debar.screen.asking import query_of
from debar.screen.meaning import Meaning
from debar.service.access import Caller
from debar.service.current import Lists
from debar.service.datasets import topics
from debar.service.parameters import MatchParameters, Scoped, algorithm_of, moment_of, nexuses_of
from debar.service.records import Recorder, Screening

encode = msgspec.json.Encoder().encode

Value = str | int | float
MOST_VALUES = 1_000
"""A thousand names take 0.2 s (measured, 100,000 names listed); the longest listing of OFAC has some 100 values."""


class Example(msgspec.Struct, frozen=True):
    """A party as somebody describes it.

    Args:
        schema: ``Person``, ``Company`` …; ``Thing`` for any kind.
        properties: FollowTheMoney properties, each with one value or several.
        id: the caller's own reference.
    """

    schema: str = "Thing"
    properties: dict[str, list[Value | None] | Value | None] = {}
    id: str | None = None

    def pairs(self) -> Iterable[tuple[str, str]]:
        """Property and value, one by one.

        Raises:
            BadQuery: there are more values than any party has.
        """
        count = sum(len(values) if isinstance(values, list) else 1 for values in self.properties.values())
        if count > MOST_VALUES:
            raise BadQuery(self.id or "query", rule=f"a query has at most {MOST_VALUES:,} values", got=f"{count:,}")
        for prop, values in self.properties.items():
            for value in values if isinstance(values, list) else (values,):
                if value is not None:
                    yield prop, value if isinstance(value, str) else str(value)


class MatchBody(msgspec.Struct, frozen=True):
    """The body of `POST /match/{dataset}`."""

    queries: dict[str, Example]
    weights: dict[str, float] = {}
    config: dict[str, Any] = {}


class Filters(NamedTuple):
    """What a hit must be besides like."""

    exclude_schema: frozenset[str] = frozenset()
    exclude_ids: frozenset[str] = frozenset()
    changed_since: str | None = None

    def keep(self, hit: Hit, lists: Lists) -> bool:
        """Whether a hit stays."""
        entity = hit.entity
        if entity.schema in self.exclude_schema or entity.id in self.exclude_ids:
            return False
        changed = lists.dates(entity.id).last_change
        # A party whose date nobody knows stays: it may have changed.
        return self.changed_since is None or changed is None or changed[:10] >= self.changed_since[: len(changed)]


class Terms(NamedTuple):
    """How queries are to be screened; those with equal terms are screened together.

    Args:
        sources: the lists; ``named``: the same, or None for all that there are.
    """

    lists: Lists
    sources: frozenset[str]
    named: frozenset[str] | None
    limit: int
    lines: Lines
    algorithm: str
    exhaustive: bool
    filters: Filters
    meaning: Meaning | None
    recorder: Recorder | None


class Asked(NamedTuple):
    """One query of one caller."""

    example: Example
    caller: Caller


class Explanation(msgspec.Struct, frozen=True):
    """One reason for a score: the peer's fields, and debar's level."""

    score: float
    detail: str
    query: str
    candidate: str
    weight: float
    level: str


class Scored(msgspec.Struct, frozen=True):
    """What a result has besides the party."""

    score: float
    match: bool
    explanations: dict[str, Explanation]
    features: dict[str, float]
    effects: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET


class Total(msgspec.Struct, frozen=True):
    """How many there are: ``eq`` exactly so many, ``gte`` so many or more."""

    value: int
    relation: str = "eq"


class Answered(msgspec.Struct, frozen=True, omit_defaults=True):
    """The answer to one query."""

    status: int
    results: tuple[msgspec.Raw, ...]
    total: Total
    query: dict[str, Any]
    warnings: tuple[str, ...] = ()


def terms_of(lists: Lists, dataset: str, asked: MatchParameters, today: str, recorder: Recorder | None = None) -> Terms:
    """The terms that a request asks for.

    Raises:
        BadQuery: they make no sense.
        DatasetNotFound: there is no such dataset.
        NotScreened: it cannot be screened.
    """
    algorithm = algorithm_of(asked.algorithm)
    since = since_of(asked)
    sources = with_topics(lists.datasets.narrowed(dataset, asked.include_dataset, asked.exclude_dataset), asked.topics)
    policy = lists.home.policy
    nexuses = nexuses_of(asked.nexus)
    return Terms(
        lists,
        sources,
        None if sources == lists.datasets.held else sources,
        asked.limit,
        lines_for(
            algorithm,
            threshold=asked.threshold,
            cutoff=asked.cutoff,
            default=Lines(policy.threshold, policy.cutoff),
        ),
        algorithm,
        asked.exhaustive,
        Filters(
            frozenset(asked.exclude_schema),
            frozenset(asked.exclude_entity_ids),
            since,
        ),
        lists.meaning(nexuses, asked.role, asked.as_of or today) if nexuses else None,
        recorder,
    )


def since_of(asked: Scoped) -> str | None:
    """The day of ``changed_since``.

    Raises:
        BadQuery: it is none, or a past day is asked for as well, of which nobody knows what had changed.
    """
    if asked.changed_since is not None and asked.as_of is not None:
        raise BadQuery("changed_since", rule="it cannot be asked together with as_of", fix="leave out one of them")
    return moment_of(asked.changed_since, "changed_since")


def with_topics(sources: frozenset[str], wanted: Iterable[str]) -> frozenset[str]:
    """The lists that may hold parties with one of these topics; a list that mixes several may.

    Raises:
        BadQuery: none may.
    """
    asked = frozenset(wanted)
    if not asked:
        return sources
    left = frozenset(one for one in sources if not topics(one) or asked & {*topics(one)})
    if not left:
        raise BadQuery("topics", rule="no list here tells of such topics", got=", ".join(sorted(asked)))
    return left


def notes_of(asked: MatchParameters) -> tuple[str, ...]:
    """What was accepted and has no effect."""
    return ("fuzzy has no effect: like names are always found",) if asked.fuzzy is not None else ()


def read_body(body: bytes, most: int) -> MatchBody:
    """The queries of a body.

    Raises:
        BadQuery: it is not as it must be, or asks for what means nothing here.
        RequestTooLarge: there are more queries than are taken.
    """
    try:
        read = _decode_body(body)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BadQuery(
            "body", rule='it must be {"queries": {id: {schema, properties}}}', got=str(error)[:300]
        ) from error
    for name in ("weights", "config"):
        if getattr(read, name):
            raise BadQuery(
                name,
                rule="debar's score is a sum of evidence that was measured, so single features cannot be weighed",
                got=", ".join(getattr(read, name))[:200],
                fix=f"leave {name} out, or choose another algorithm",
            )
    if not read.queries:
        raise BadQuery("queries", rule="there must be one at least")
    if len(read.queries) > most:
        fix = "send several requests, or JSON lines as application/x-ndjson"
        raise RequestTooLarge("queries", got=f"{len(read.queries):,} of {most:,}", fix=fix)
    return read


_decode_body = msgspec.json.Decoder(MatchBody).decode
read_line = msgspec.json.Decoder(Example).decode


def screen(
    terms: Terms, asked: Sequence[Asked], count: Callable[[Sequence[Result]], None] = lambda results: None
) -> list[bytes | DebarError]:
    """Screen queries in one call, in a worker thread; each answer as JSON, or why there is none.

    Args:
        count: is told the results.
    """
    answers: list[bytes | DebarError | None] = []
    queries: list[Query] = []
    warnings: list[tuple[str, ...]] = []
    for one in asked:
        try:
            query, warned = query_of(one.example.schema, one.example.pairs(), one.example.id)
        except InputError as error:
            answers.append(error)
        else:
            answers.append(None)
            queries.append(query)
            warnings.append(warned)
    screened = _search(terms, queries)
    count(screened)
    results = iter(zip(screened, warnings, strict=True))
    done: list[bytes | DebarError] = []
    screenings: list[Screening] = []
    for one, answer in zip(asked, answers, strict=True):
        if answer is None:
            result, warned = next(results)
            answer = _answer(terms, result, warned)
            screenings.append(Screening(one.caller, result, terms.limit, terms.lines, answer))
        done.append(answer)
    if terms.recorder is not None and screenings:
        terms.recorder(screenings)
    return done


def results_of(terms: Terms, queries: Sequence[Query]) -> list[Result]:
    """Screen queries; for those who shape the answer themselves."""
    return _search(terms, queries)


def _search(terms: Terms, queries: Sequence[Query]) -> list[Result]:
    results = _screen(terms, queries, terms.limit)
    if terms.filters == Filters():
        return results
    return [_filtered(terms, result) for result in results]


def _screen(terms: Terms, queries: Sequence[Query], limit: int) -> list[Result]:
    return terms.lists.screener.screen_many(
        queries,
        limit=limit,
        cutoff=terms.lines.cutoff,
        threshold=terms.lines.threshold,
        exhaustive=terms.exhaustive,
        algorithm=terms.algorithm,
        sources=terms.named,
    )


def _filtered(terms: Terms, result: Result) -> Result:
    """The result without the hits that were not wanted; searched deeper until enough are left, or no more are there."""
    limit = terms.limit
    while True:
        kept = [hit for hit in result.hits if terms.filters.keep(hit, terms.lists)]
        if len(kept) >= terms.limit or len(result.hits) < limit:
            return replace(result, hits=tuple(kept[: terms.limit]))
        limit *= 8
        (result,) = _screen(terms, [result.query], limit)


def _answer(terms: Terms, result: Result, warnings: tuple[str, ...]) -> bytes:
    results = tuple([scored(terms, hit) for hit in result.hits])
    total = Total(len(results), "eq" if len(results) < terms.limit else "gte")
    query = {"id": result.query.id, "schema": result.query.schema, "properties": result.query.properties}
    return encode(Answered(200, results, total, query, warnings))


def scored(terms: Terms, hit: Hit) -> msgspec.Raw:
    """A hit as JSON: the party, and how it was found."""
    entity = hit.entity
    explanations = _explanations(hit.evidence)
    found = Scored(
        hit.score,
        hit.match,
        explanations,
        {name: one.score for name, one in explanations.items()},
        msgspec.UNSET if terms.meaning is None else msgspec.Raw(terms.lists.effects(entity, terms.meaning)),
    )
    return msgspec.Raw(terms.lists.party(entity)[:-1] + b"," + encode(found)[1:])


def _explanations(evidence: Sequence[Evidence]) -> dict[str, Explanation]:
    """By kind of evidence; a second one of a kind gets a number."""
    found: dict[str, Explanation] = {}
    for one in evidence:
        name, number = one.kind, 2
        while name in found:
            name, number = f"{one.kind}_{number}", number + 1
        found[name] = Explanation(one.points, one.text, one.query, one.listed, 1.0, one.level)
    return found
