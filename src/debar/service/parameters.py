"""The query strings that the service understands, as data: read, checked and documented from the same classes."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from typing import Annotated, Any, TypeVar, get_args, get_type_hints
from urllib.parse import parse_qsl

import msgspec
from msgspec import Meta

from debar.errors import BadQuery
from debar.law.tables import nexuses
from debar.match.algorithms import DEBAR, OFAC_SLS

BEST = "best"
ALGORITHMS = {BEST: DEBAR, DEBAR: DEBAR, OFAC_SLS: OFAC_SLS}

T = TypeVar("T", bound=msgspec.Struct)

Limit = Annotated[int, Meta(ge=1, le=500, description="At most so many results.")]
Offset = Annotated[int, Meta(ge=0, le=9_499, description="Leave out so many results.")]
Score = Annotated[float, Meta(ge=0, le=1)]
Values = tuple[str, ...]
Day = Annotated[str, Meta(extra_json_schema={"format": "date"})]
Moment = Annotated[str, Meta(extra_json_schema={"anyOf": [{"format": "date"}, {"format": "date-time"}]})]
_SAYS_NEXUS = (
    "Whose law reaches those who ask, each one of us, us_owned, uk, eu, un, ca, au, ch, none. Also parted by commas."
)


class Scoped(msgspec.Struct, frozen=True, kw_only=True):
    """What narrows a dataset."""

    include_dataset: Annotated[Values, Meta(description="Of the dataset only these lists.")] = ()
    exclude_dataset: Annotated[Values, Meta(description="Without these lists.")] = ()
    exclude_schema: Annotated[Values, Meta(description="Without parties of these schemata.")] = ()
    topics: Annotated[
        Values, Meta(description="Only parties with one of these topics; a list that mixes several always stays.")
    ] = ()
    changed_since: Annotated[
        Moment | None,
        Meta(description="Only parties that an edition since that day added or amended (ISO date or time)."),
    ] = None
    as_of: Annotated[
        Day | None, Meta(description="Against the editions that counted on that day (YYYY-MM-DD); now, if left out.")
    ] = None


class MatchParameters(Scoped, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`POST /match/{dataset}`."""

    limit: Limit = 5
    threshold: Annotated[
        Score | None, Meta(description="From this score on it is a match; the policy's, if left out.")
    ] = None
    cutoff: Annotated[Score | None, Meta(description="From this score on it is shown; the policy's, if left out.")] = (
        None
    )
    algorithm: Annotated[
        str,
        Meta(description="How to score; `best` is debar's own way.", extra_json_schema={"enum": list(ALGORITHMS)}),
    ] = BEST
    exclude_entity_ids: Annotated[Values, Meta(max_length=50, description="Never these parties.")] = ()
    fuzzy: Annotated[bool | None, Meta(description="Accepted and without effect: like names are always found.")] = None
    nexus: Annotated[
        Values,
        Meta(description="With the effects of each hit for those who ask. " + _SAYS_NEXUS),
    ] = ()
    role: Annotated[str | None, Meta(description="Their trade: bank, insurer, airport …")] = None
    exhaustive: Annotated[bool, Meta(description="Compare with every listed name; slow.")] = False


class SearchParameters(Scoped, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`GET /search/{dataset}`."""

    q: Annotated[
        str, Meta(description='Words of a name, an identifier or any other fact; "in quotes" together, -word without.')
    ] = ""
    schema: Annotated[str, Meta(description="The kind of party; Thing for any.")] = "Thing"
    countries: Annotated[Values, Meta(description="Tied to one of these countries (ISO 3166-1 alpha-2).")] = ()
    datasets: Annotated[Values, Meta(description="On one of these lists.")] = ()
    filter: Annotated[Values, Meta(description="`property:value`, any property.")] = ()
    filter_op: Annotated[str, Meta(pattern="^(AND|OR)$", description="Whether all filters must hold, or one.")] = "AND"
    facets: Annotated[
        Values, Meta(description="Count by datasets, schema, countries, topics, identifiers or genders.")
    ] = (
        "countries",
        "topics",
        "datasets",
    )
    sort: Annotated[Values, Meta(description="`property:asc` or `property:desc`; the likest first, if left out.")] = ()
    limit: Annotated[int, Meta(ge=0, le=500, description="At most so many results.")] = 10
    offset: Offset = 0
    fuzzy: Annotated[bool, Meta(description="Accepted and without effect: like names are always found.")] = False
    simple: Annotated[bool, Meta(description="Accepted and without effect: the words are always read simply.")] = False
    target: Annotated[bool | None, Meta(description="Accepted and without effect: every listed party is a target.")] = (
        None
    )


class EntityParameters(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`GET /entities/{id}`."""

    nested: Annotated[bool, Meta(description="With sanctions and the parties one step away.")] = True
    as_of: Annotated[Day | None, Meta(description="As listed on that day (YYYY-MM-DD).")] = None


class AdjacentParameters(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`GET /entities/{id}/adjacent`."""

    limit: Annotated[int, Meta(ge=0, le=500, description="At most so many of each property.")] = 10
    offset: Offset = 0
    sort: Annotated[
        Values, Meta(description="`caption:asc` or `caption:desc`; as the list has them, if left out.")
    ] = ()


class ChangesParameters(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`GET /changes`."""

    since: Annotated[
        Day,
        Meta(description="Compare with the edition that counted on that day (YYYY-MM-DD).", examples=["2024-05-04"]),
    ]
    until: Annotated[Day | None, Meta(description="Up to that day; the newest edition, if left out.")] = None
    source: Annotated[str | None, Meta(description="One list; all, if left out.")] = None
    limit: Annotated[int, Meta(ge=0, le=10_000, description="At most so many changes.")] = 1_000
    offset: Annotated[int, Meta(ge=0, description="Leave out so many changes.")] = 0


class EffectsParameters(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`GET /effects/{id}`."""

    nexus: Annotated[Values, Meta(description=_SAYS_NEXUS)] = (
        "us",
        "uk",
        "eu",
    )
    on: Annotated[Day | None, Meta(description="The day (YYYY-MM-DD); today, if left out.")] = None
    role: Annotated[str | None, Meta(description="Their trade: bank, insurer, airport …")] = None
    all: Annotated[bool, Meta(description="Effects that are over or still to come as well.")] = False


class UpdateParameters(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`POST /updatez`."""

    token: Annotated[str, Meta(description="The service's update token.")] = ""
    sync: Annotated[bool, Meta(description="Answer when it is done.")] = False


class NoParameters(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A path that takes none."""


class PrefixParameters(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """OpenRefine's suggest paths."""

    prefix: Annotated[str, Meta(description="What was typed so far.")] = ""
    limit: Limit = 20
    cursor: Annotated[int, Meta(ge=0, le=9_499, description="Leave out so many.")] = 0


class ExtendParameters(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """OpenRefine asks which properties it may fetch."""

    type: Annotated[str, Meta(description="The schema.")] = "Thing"
    limit: Annotated[int, Meta(ge=1, le=500, description="At most so many.")] = 50


class ReconcileParameters(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`GET /reconcile/{dataset}`."""

    queries: Annotated[str | None, Meta(description="A JSON object of reconciliation queries.")] = None
    extend: Annotated[str | None, Meta(description="A JSON object that asks for properties.")] = None


class OwnershipParameters(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`POST /ownership`."""

    rule: Annotated[str, Meta(description="The rule on owned companies: ofac, eu, uk …", examples=["ofac"])]
    on: Annotated[Day | None, Meta(description="Stakes and rule of that day (YYYY-MM-DD); today, if left out.")] = None


class ReadParameters(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`POST /read`."""

    date: Annotated[
        Day | None,
        Meta(
            description='The day of publication (YYYY-MM-DD), whatever the article says: "on Tuesday" counts from it.'
        ),
    ] = None
    lang: Annotated[
        str | None, Meta(description="The language, as ISO 639-1; what it looks like, if left out.", examples=["en"])
    ] = None
    tie: Annotated[bool, Meta(description="Look the parties up on the lists; without it none of them is cleared.")] = (
        True
    )


@lru_cache(maxsize=512)
def read(kind: type[T], query: str) -> T:
    """The parameters that a query string gives; remembered, since the same ones come again and again.

    Raises:
        BadQuery: one is unknown, is given twice, or has a value that it cannot have.

    >>> read(MatchParameters, "limit=3&exclude_dataset=un-sc&exclude_dataset=eu-fsf&fuzzy=False").exclude_dataset
    ('un-sc', 'eu-fsf')
    """
    known, several = kind.__struct_fields__, _lists_of(kind)
    found: dict[str, Any] = {}
    for name, value in parse_qsl(query, keep_blank_values=True):
        if name not in known:
            fix = "use " + ", ".join(known) if known else "leave it out"
            raise BadQuery(name[:100], rule="there is no such parameter here", fix=fix)
        if name in several:
            found.setdefault(name, []).append(value)
        elif found.setdefault(name, value) != value:
            raise BadQuery(name, rule="the parameter is given twice")
        elif value == "null" and name not in _texts_of(kind):
            raise BadQuery(name, rule="leave out a parameter that has no value", got="null")
    lax = {name: value.lower() if value in ("True", "False") else value for name, value in found.items()}
    try:
        return msgspec.convert(lax, kind, strict=False)
    except msgspec.ValidationError as error:
        raise BadQuery("query string", got=str(error)[:300]) from error


@lru_cache
def _lists_of(kind: type[msgspec.Struct]) -> frozenset[str]:
    """The parameters that may be given several times."""
    return frozenset(name for name, hint in get_type_hints(kind).items() if hint == Values)


@lru_cache
def _texts_of(kind: type[msgspec.Struct]) -> frozenset[str]:
    """The parameters whose values are words."""
    return frozenset(name for name, hint in get_type_hints(kind).items() if hint is str or str in get_args(hint))


def nexuses_of(given: Values) -> tuple[str, ...]:
    """The nexuses asked for, each once.

    Raises:
        BadQuery: one is unknown.

    >>> nexuses_of(("us,uk", "us"))
    ('us', 'uk')
    """
    found = tuple(dict.fromkeys(part.strip().lower() for text in given for part in text.split(",") if part.strip()))
    if not {*found} <= {*nexuses()}:
        raise BadQuery("nexus", rule="each must be one of " + ", ".join(nexuses()), got=repr(found))
    return found


def algorithm_of(name: str) -> str:
    """debar's name of an algorithm.

    Raises:
        BadQuery: there is no such algorithm here.
    """
    found = ALGORITHMS.get(name)
    if found is None:
        fix = "leave it out, or use one of " + ", ".join(ALGORITHMS)
        raise BadQuery(
            "algorithm",
            rule="debar has no such algorithm, and another's scores would mislead",
            got=repr(name[:100]),
            fix=fix,
        )
    return found


def day_of(text: str | None, about: str) -> str | None:
    """An ISO date as given.

    Raises:
        BadQuery: it is none.
    """
    if text is None:
        return None
    try:
        return date.fromisoformat(text if len(text) == len("2024-09-10") else "").isoformat()
    except ValueError:
        raise BadQuery(about, rule="a day is YYYY-MM-DD", got=repr(text[:40])) from None


def moment_of(text: str | None, about: str) -> str | None:
    """The day of an ISO date or time.

    Raises:
        BadQuery: it is neither.
    """
    if text is None:
        return None
    try:
        return datetime.fromisoformat(text).date().isoformat()
    except ValueError:
        raise BadQuery(about, rule="it must be an ISO date or time", got=repr(text[:40])) from None
