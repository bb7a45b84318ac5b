"""Looking parties up by any of their facts: the words must all be there, or the name be alike."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from debar.errors import BadQuery, InputError, NotScreened
from debar.match.algorithms import Lines
from debar.model import SCHEMATA, Entity, Query, Result
from debar.model.countries import name_of
from debar.model.query import IDENTIFIER_PROPERTIES
from debar.screen.columns import kinds
from debar.service.datasets import topics
from debar.service.parameters import SearchParameters

if TYPE_CHECKING:
    from debar.service.current import Lists
    from debar.service.witness import Witness

FACETS = ("datasets", "schema", "countries", "identifiers", "topics", "genders")
_ALIKE = 500
_MOST_LETTERS = 500
_WORDS = re.compile(r'(-?)"([^"]*)"|(-?)(\S+)')
_OPERATORS = re.compile(r"(?:^|\s)(OR|NOT)(?:\s|$)|[*~]|^/|\w+:\(")


class Row(NamedTuple):
    """A party, as it is looked up.

    Args:
        text: all facts, in small letters.
        countries, genders: what the facets count.
    """

    id: str
    caption: str
    source: str
    schema: str
    text: str
    countries: frozenset[str]
    genders: frozenset[str]


class Wanted(NamedTuple):
    """What was asked for: words that must be there, and words that must not."""

    words: tuple[str, ...]
    without: tuple[str, ...]


class Facet(NamedTuple):
    """How often each value is among the parties found."""

    label: str
    values: list[dict[str, object]]


class Alike:
    """Parties of like name, screened; and what of it was shown, for the record.

    Args:
        sources: the lists.
        limit: how many at most.
    """

    def __init__(self, lists: Lists, sources: frozenset[str], limit: int = _ALIKE) -> None:
        self._lists, self._sources, self._limit = lists, sources, limit
        self._result: Result | None = None

    def __call__(self, query: Query) -> list[Entity]:
        """The parties, the likest first.

        Raises:
            NotScreened: nobody could look.
        """
        self._result = self._lists.screener.screen(query, limit=self._limit, sources=self._sources)
        if self._result.status != "screened":
            raise NotScreened(str(self._lists.home.path), reasons=self._result.reasons)
        return [hit.entity for hit in self._result.hits]

    def tell(self, witness: Witness, shown: Set[str]) -> None:
        """Put on record what was asked, with the hits that are shown: those of the pages after it were not answered.

        Args:
            shown: the ids of the parties.
        """
        if self._result is not None:
            hits = tuple([hit for hit in self._result.hits if hit.entity.id in shown])
            policy = self._lists.home.policy
            lines = Lines(policy.threshold, policy.cutoff)
            witness.saw([replace(self._result, hits=hits)], limit=self._limit, lines=lines)


def row_of(entity: Entity) -> Row:
    """A party, ready to be looked up."""
    statements = list(entity.statements())
    more = (entity.id, *(program for one in entity.designations for program in one.programs))
    return Row(
        entity.id,
        entity.caption,
        entity.source,
        entity.schema,
        "\n".join([*(value for _, value in statements), *more]).casefold(),
        frozenset(value for prop, value in statements if kinds().get(prop) == "country" and len(value) == 2),
        frozenset(value for prop, value in statements if prop == "gender"),
    )


def wanted_of(text: str) -> Wanted:
    """The words of a search.

    Raises:
        BadQuery: it uses Lucene's operators, which are not spoken here.

    >>> wanted_of('"iran air" tours -cargo')
    Wanted(words=('iran air', 'tours'), without=('cargo',))
    """
    if (found := _OPERATORS.search(text)) is not None:
        rule = (
            "the search takes words, words in quotes, and -words; of Lucene's operators only AND, which is meant anyway"
        )
        raise BadQuery("q", rule=rule, got=repr(found[0].strip()))
    words: list[str] = []
    without: list[str] = []
    for quoted_minus, quoted, minus, word in _WORDS.findall(text):
        value = (quoted or word).casefold().strip()
        if value and word != "AND":
            (without if quoted_minus or minus else words).append(value)
    return Wanted(tuple(words), tuple(without))


def names_alike(
    asked: SearchParameters, wanted: Wanted, search: Callable[[Query], Iterable[Entity]]
) -> Mapping[str, int]:
    """The places of the parties whose names are like the words, the likest first."""
    text = " ".join(wanted.words)[:_MOST_LETTERS]
    schema = asked.schema if asked.schema in SCHEMATA else "Thing"
    try:
        query = Query(schema=schema, name=text)
    except InputError:
        return {}
    return {entity.id: place for place, entity in enumerate(search(query))}


def look_up(
    rows: Iterable[Row], wanted: Wanted, alike: Mapping[str, int], asked: SearchParameters, sources: frozenset[str]
) -> list[Row]:
    """The parties found: those of like name first, the likest before the others, then by name."""
    schemata = within(asked.schema)
    lists = sources & {*asked.datasets} if asked.datasets else sources
    countries, unwanted = frozenset(one.casefold() for one in asked.countries), {*asked.exclude_schema}
    found = [
        row
        for row in rows
        if row.source in lists
        and (schemata is None or row.schema in schemata)
        and row.schema not in unwanted
        and (not countries or countries & row.countries)
        and not any(word in row.text for word in wanted.without)
        and (row.id in alike or all(word in row.text for word in wanted.words))
    ]
    found.sort(key=lambda row: (alike.get(row.id, _ALIKE), row.caption, row.id))
    return found


def sorted_by(rows: list[Row], order: Sequence[str], value: Callable[[Row, str], str]) -> list[Row]:
    """In the order asked for, the first one weighing most.

    Raises:
        BadQuery: it is no ``property:asc`` or ``property:desc``.
    """
    for one in reversed(order):
        prop, _, way = one.partition(":")
        if way not in ("", "asc", "desc") or not prop:
            raise BadQuery("sort", rule="it is property:asc or property:desc", got=repr(one[:60]))
        if prop != "_score":
            rows = sorted(rows, key=lambda row, prop=prop: value(row, prop), reverse=way == "desc")  # type: ignore[misc]
    return rows


def facets_of(
    rows: Sequence[Row], names: Iterable[str], identifiers: Callable[[Row], Iterable[str]]
) -> dict[str, Facet]:
    """What the facets count.

    Raises:
        BadQuery: there is no such facet.
    """
    values: dict[str, Callable[[Row], Iterable[str]]] = {
        "datasets": lambda row: (row.source,),
        "schema": lambda row: (row.schema,),
        "countries": lambda row: row.countries,
        "topics": lambda row: topics(row.source),
        "genders": lambda row: row.genders,
        "identifiers": identifiers,
    }
    found = {}
    for name in names:
        if name not in values:
            raise BadQuery("facets", rule="each is one of " + ", ".join(FACETS), got=repr(name[:40]))
        counts = Counter(value for row in rows for value in values[name](row))
        label: Callable[[str], str] = (lambda one: name_of(one) or one) if name == "countries" else str
        shown = [{"name": one, "label": label(one), "count": count} for one, count in counts.most_common()]
        found[name] = Facet(name.capitalize(), shown)
    return found


def within(schema: str) -> frozenset[str] | None:
    """The schemata that a schema stands for; None for all.

    Raises:
        BadQuery: there is no such schema.

    >>> sorted(within("Organization"))
    ['Company', 'Organization', 'PublicBody']
    """
    if schema == "Thing":
        return None
    below = _below()
    if schema not in SCHEMATA and schema not in below:
        known = sorted({*SCHEMATA, *below})
        raise BadQuery("schema", rule="the schema must be one of " + ", ".join(known), got=repr(schema[:40]))
    return frozenset((schema, *below.get(schema, ())))


def identifiers_of(entity: Entity) -> frozenset[str]:
    """The values of all identifiers of a party."""
    return frozenset(value for prop, value in entity.statements() if prop in IDENTIFIER_PROPERTIES)


@cache
def _below() -> Mapping[str, tuple[str, ...]]:
    text = files("debar.service").joinpath("data", "kinds.csv").read_text("utf-8")
    found: dict[str, tuple[str, ...]] = {}
    for row in csv.DictReader(text.splitlines()):
        found[row["schema"]] = (*found.get(row["schema"], ()), row["within"])
    return found
