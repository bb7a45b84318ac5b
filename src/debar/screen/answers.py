"""The answer to one row as the batch job writes it: JSON lines, and what CSV and Parquet make of them.

One line per row, in order::

    {"id": "q1", "row": 1, "status": "screened", "query": {"schema", "properties"}, "results": [{"id", "caption", "schema",
     "score", "match", "datasets", "properties", "explanations", "designations"}], "lists": {source: edition}}
    {"id": "q2", "row": 2, "status": "rejected", "reason": "…", "given": "the row as it stood"}
    {"id": "q3", "row": 3, "status": "not_screened", "query": {…}, "reason": "…", "lists": {…}}

With ``nexus`` asked for, each result has ``effects``: what the listing means for them (`debar.law.effects.Effect`).
``results`` stands in screened rows alone, so that its being empty means what it says. ``warnings`` names the values of a
row that could not be used, ``algorithm`` what scored it where that is not debar's own. ``given`` shows the first `SHOWN` characters and the length of a longer row.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

import msgspec
from msgspec import UNSET, Raw, UnsetType

from debar.match.algorithms import DEBAR
from debar.model.entity import Designation, Entity
from debar.model.query import Evidence, Hit, ListState, Query, Result
from debar.screen.asking import Row

if TYPE_CHECKING:
    from debar.screen.meaning import Meaning

SHOWN = 1_000
_REMEMBERED = 4_096

Status = Literal["screened", "rejected", "not_screened"]


class Asked(msgspec.Struct, frozen=True):
    """The query of a row."""

    schema: str
    properties: dict[str, tuple[str, ...]]


class Explanation(msgspec.Struct, frozen=True):
    """One reason for a score; as `debar.model.Evidence`."""

    kind: str
    level: str
    query: str
    listed: str
    points: float
    text: str


class Found(msgspec.Struct, frozen=True):
    """A listed party that a row met. ``properties`` and ``designations`` are JSON, read only where they are shown."""

    id: str
    caption: str
    schema: str
    score: float
    match: bool
    datasets: tuple[str, ...]
    properties: Raw
    explanations: tuple[Explanation, ...]
    designations: Raw
    effects: Raw | UnsetType = UNSET


class Answer(msgspec.Struct, frozen=True, omit_defaults=True):
    """One line of the output."""

    id: str
    row: int
    status: Status
    query: Asked | UnsetType = UNSET
    results: tuple[Found, ...] | UnsetType = UNSET
    reason: str | UnsetType = UNSET
    given: str | UnsetType = UNSET
    warnings: tuple[str, ...] = ()
    lists: Raw | UnsetType = UNSET
    algorithm: str = DEBAR

    @property
    def found(self) -> tuple[Found, ...]:
        """The listed parties, the best first; none where the row was not screened."""
        return self.results or ()

    @property
    def matched(self) -> bool:
        """Whether a listed party is at or above the threshold."""
        return any(found.match for found in self.found)


encode = msgspec.json.Encoder().encode
decode = msgspec.json.Decoder(Answer).decode


class Answers:
    """Makes answers; remembers the JSON of the parties it met last, since the same ones come again and again."""

    def __init__(self, lists: Sequence[ListState], algorithm: str = DEBAR, meaning: Meaning | None = None) -> None:
        self._algorithm = algorithm
        self._meaning = meaning
        self._lists = Raw(encode({state.source: state.edition for state in lists}))
        self._parties: dict[tuple[str, str], tuple[Raw, Raw, Raw | UnsetType]] = {}

    def rejected(self, row: Row) -> Answer:
        """The answer to a row that is no query."""
        return Answer(row.id, row.number, "rejected", reason=row.problem or UNSET, given=_shown(row.given))

    def not_screened(self, row: Row, query: Query, reasons: Sequence[str]) -> Answer:
        """The answer to a row that could not be screened."""
        return Answer(
            row.id,
            row.number,
            "not_screened",
            query=_asked(query),
            reason="; ".join(reasons) or "the engine gave no reason",
            warnings=row.warnings,
            lists=self._lists,
            algorithm=self._algorithm,
        )

    def of(self, row: Row, result: Result) -> Answer:
        """The answer to a row, from the engine's result."""
        if result.status != "screened":
            return self.not_screened(row, result.query, result.reasons)
        return Answer(
            row.id,
            row.number,
            "screened",
            query=_asked(result.query),
            results=tuple(self._found(hit) for hit in result.hits),
            warnings=row.warnings,
            lists=self._lists,
            algorithm=self._algorithm,
        )

    def _found(self, hit: Hit) -> Found:
        entity = hit.entity
        properties, designations, effects = self._party(entity)
        return Found(
            entity.id,
            entity.caption,
            entity.schema,
            hit.score,
            hit.match,
            (entity.source,),
            properties,
            tuple(_explanation(evidence) for evidence in hit.evidence),
            designations,
            effects,
        )

    def _party(self, entity: Entity) -> tuple[Raw, Raw, Raw | UnsetType]:
        key = (entity.id, entity.source)
        known = self._parties.get(key)
        if known is None:
            if len(self._parties) >= _REMEMBERED:
                self._parties.clear()
            designations = [_designation(designation) for designation in entity.designations]
            effects = Raw(encode(self._meaning.documents(entity))) if self._meaning else UNSET
            known = Raw(encode(entity.to_properties())), Raw(encode(designations)), effects
            self._parties[key] = known
        return known


def _asked(query: Query) -> Asked:
    return Asked(query.schema, dict(query.properties))


def _explanation(evidence: Evidence) -> Explanation:
    return Explanation(evidence.kind, evidence.level, evidence.query, evidence.listed, evidence.points, evidence.text)


def _designation(designation: Designation) -> dict[str, object]:
    return {field: value for field, value in msgspec.structs.asdict(designation).items() if value}


def _shown(given: str) -> str:
    return given if len(given) <= SHOWN else f"{given[:SHOWN]}… ({len(given):,} characters)"


def answer_document(
    result: Result, warnings: tuple[str, ...] = (), algorithm: str = DEBAR, meaning: Meaning | None = None
) -> dict[str, object]:
    """The answer to a single query as one JSON document: the batch line, with the lists, policy and engine in full."""
    row = Row(1, result.query.id or "1", result.query, None, "", warnings)
    line: dict[str, object] = msgspec.json.decode(encode(Answers(result.lists, meaning=meaning).of(row, result)))
    lists = {
        one.source: {
            "edition": one.edition,
            "retrieved": one.retrieved,
            "checked": one.checked,
            "sha256": one.sha256,
            "entities": one.entities,
            "fit": one.fit,
            "reasons": one.reasons,
            "notes": one.notes,
        }
        for one in result.lists
    }
    del line["row"]
    made_by = {"policy": result.policy, "engine": result.engine, "algorithm": algorithm, "as_of": result.as_of}
    return {**line, "lists": lists, **made_by}
