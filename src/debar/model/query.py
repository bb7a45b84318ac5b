"""Questions and answers: who is to be screened, what was found, and on what it rests."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from debar.errors import BadQuery
from debar.model.entity import SCHEMATA, Entity

Properties = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, init=False)
class Query:
    """Who is to be screened, in FollowTheMoney's schema and property names.

    Args:
        schema: ``Person``, ``Company``, ``Vessel`` …; ``Thing`` (the default) asks among all kinds of party.
        name: one name, or several spellings of it.
        birth_date: ``1952``, ``1952-10`` or ``1952-10-07``.
        country: ISO 3166-1 alpha-2 codes or names; nationality, residence or registration alike.
        identifiers: pairs of FollowTheMoney property and value, ``("imoNumber", "9187631")``.
        properties: further properties; they join the ones above.
        id: the caller's own reference; it stands in the answer.

    Raises:
        BadQuery: there is neither a name nor an identifier, or the schema is unknown.

    >>> query = Query(schema="Person", name="Vladimir Putin", birth_date="1952")
    >>> query.properties["birthDate"]
    ('1952',)
    """

    schema: str
    properties: Properties
    id: str | None

    def __init__(
        self,
        *,
        schema: str = "Thing",
        name: str | Iterable[str] = (),
        birth_date: str | Iterable[str] = (),
        country: str | Iterable[str] = (),
        identifiers: Iterable[tuple[str, str]] = (),
        properties: Mapping[str, Iterable[str]] | None = None,
        id: str | None = None,
    ) -> None:
        found: dict[str, dict[str, None]] = {}

        def put(prop: str, values: str | Iterable[str]) -> None:
            for value in (values,) if isinstance(values, str) else values:
                if not isinstance(value, str):
                    raise BadQuery(prop, rule="a property's values must be text", got=repr(value))
                if value.strip():
                    found.setdefault(prop, {})[value] = None

        put("name", name)
        put("birthDate", birth_date)
        put("country", country)
        for prop, value in identifiers:
            put(prop, value)
        for prop, values in (properties or {}).items():
            put(prop, values)
        if schema not in SCHEMATA:
            raise BadQuery("schema", rule="the schema must be one of " + ", ".join(SCHEMATA), got=repr(schema))
        if not any(prop in found for prop in (*NAME_PROPERTIES, *IDENTIFIER_PROPERTIES)):
            raise BadQuery(id or "query", rule="a query needs a name or an identifier", fix="give `name`, or an id")
        object.__setattr__(self, "schema", schema)
        object.__setattr__(self, "properties", {prop: tuple(values) for prop, values in found.items()})
        object.__setattr__(self, "id", id)

    @property
    def names(self) -> tuple[str, ...]:
        """All the names asked for."""
        return tuple(value for prop in NAME_PROPERTIES for value in self.properties.get(prop, ()))


NAME_PROPERTIES = ("name", "alias", "weakAlias", "previousName")

IDENTIFIER_PROPERTIES = (
    "passportNumber",
    "idNumber",
    "taxNumber",
    "vatCode",
    "socialSecurityNumber",
    "registrationNumber",
    "innCode",
    "ogrnCode",
    "kppCode",
    "okpoCode",
    "leiCode",
    "swiftBic",
    "bikCode",
    "dunsCode",
    "uscCode",
    "ibanCode",
    "isinCode",
    "imoNumber",
    "mmsi",
    "callSign",
    "serialNumber",
    "icaoCode",
    "publicKey",
    "email",
    "phone",
    "website",
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason for a score, in words a person can read.

    Args:
        kind: ``name``, ``identifier``, ``birthDate``, ``country``, ``gender``, ``schema`` …
        level: ``same``, ``similar``, ``compatible`` or ``contradicts``.
        query, listed: what stood on either side, as given.
        points: what it adds to (or takes from) the score, in score points.
        text: the sentence.
    """

    kind: str
    level: str
    query: str
    listed: str
    points: float
    text: str


class Hit:
    """Query × entity. ``score`` lies in 0..1 and only ranks; ``match`` is true at or above the threshold.

    The entity is read and the evidence is put into words when first asked for.
    """

    __slots__ = ("_entity", "_evidence", "match", "score")

    def __init__(
        self,
        entity: Entity | Callable[[], Entity],
        score: float,
        match: bool,
        evidence: tuple[Evidence, ...] | Callable[[Entity], tuple[Evidence, ...]],
    ) -> None:
        self._entity, self._evidence = entity, evidence
        self.score = score
        self.match = match

    @property
    def entity(self) -> Entity:
        """The listed party."""
        if callable(self._entity):
            self._entity = self._entity()
        return self._entity

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """The reasons for the score, the name first."""
        if callable(self._evidence):
            self._evidence = self._evidence(self.entity)
        return self._evidence

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Hit):
            return NotImplemented
        mine, theirs = (self.score, self.match), (other.score, other.match)
        return mine == theirs and self.entity == other.entity and self.evidence == other.evidence

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"Hit({self.entity.id!r}, score={self.score}, match={self.match})"


@dataclass(frozen=True, slots=True)
class ListState:
    """One source, as an answer or `debar lists` names it.

    Args:
        source: the list.
        edition: publication date of the edition in use (ISO date or time), None when there is none.
        retrieved: when that edition was taken in (UTC, ISO).
        checked: when the publisher (or a folder) was last asked (UTC, ISO).
        sha256: of the official file, or of the set's files' digests in the order of their names.
        entities, names, rejects: counts.
        fit: whether it may be screened against, now and under the policy.
        reasons: why not, one sentence each; empty when fit.
        notes: what a reader should know all the same (an old edition, a refused newer one).
    """

    source: str
    edition: str | None
    retrieved: str | None
    checked: str | None
    sha256: str | None
    entities: int
    names: int
    rejects: int
    fit: bool
    reasons: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """The answer to one query. ``status`` is ``screened``; without it, ``hits`` being empty means nothing."""

    query: Query
    status: Literal["screened", "not_screened"]
    hits: tuple[Hit, ...] = ()
    lists: tuple[ListState, ...] = ()
    policy: str = ""
    engine: str = ""
    as_of: str | None = None
    reasons: tuple[str, ...] = field(default=())
