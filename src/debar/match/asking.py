"""A batch of queries as names to ask for: what is asked of the index, and who asked it."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from debar.match.arrays import Array
from debar.match.attributes import most_gained
from debar.match.kernel import perhaps_several
from debar.match.rating import SUPPORTED_FROM, SUPPORTING_IDENTIFIER, Asked, weak_most
from debar.match.session import GROUPS, Bounds, Kind, Question
from debar.match.windows import most_plain_words
from debar.model import Query
from debar.model.policy import WeakAliases
from debar.model.query import NAME_PROPERTIES
from debar.names import Group
from debar.names.several import all_names

MOST_LEVEL = 60
MOST_ENTITIES = 200
_NAMES_ALONE = frozenset(NAME_PROPERTIES)


class Terms(NamedTuple):
    """How is to be searched: the arguments of `debar.match.Index.search`."""

    limit: int
    cutoff: float
    threshold: float
    sources: frozenset[str] | None
    exhaustive: bool
    weak_aliases: WeakAliases


class Among(NamedTuple):
    """The listed names of one group that a kind of query may meet: a flag for each, and the address of the flags."""

    group: Group
    allowed: Array
    address: int


class Batch:
    """Names to ask for, in columns; the queries themselves are read as far as need be only.

    Most queries give nothing but names that the kernel reads by itself, and find nothing: of these nothing else is made,
    for whatever is done here is done with the interpreter's lock held.

    Args:
        queries: who is to be looked for.
        terms: how.
        among: the listed names that a query of a schema may meet.

    Attributes:
        names, chosen: as `debar.match.session.Session.read` takes them.
        owners: for each name the place of its query.
        asked: the queries that have been read.

    Raises:
        BadQuery: a date of a query is none.
    """

    __slots__ = ("_among", "_decide", "_kinds", "_queries", "asked", "chosen", "names", "owners", "terms")

    def __init__(self, queries: Sequence[Query], terms: Terms, among: Callable[[str], Iterable[Among]]) -> None:
        self.terms = terms
        self.names: list[str] = []
        self.owners: list[int] = []
        self.chosen = array("H")
        self.asked: dict[int, Asked] = {}
        self._queries = queries
        self._among: list[Among] = []
        self._kinds: list[Kind] = []
        self._decide: bool | None = None
        self._ask(among)

    @property
    def kinds(self) -> Sequence[Kind]:
        """How names are asked for, as `debar.match.session.Session.read` takes it."""
        return self._kinds

    def _ask(self, among: Callable[[str], Iterable[Among]]) -> None:
        names, owners, chosen = self.names.append, self.owners.append, self.chosen.append
        parted: set[int] = set()
        plain: dict[str, Sequence[int]] = {}
        told_apart: dict[str, Sequence[int]] = {}
        for owner, query in enumerate(self._queries):
            properties, known = query.properties, plain
            if len(properties) == 1 and "name" in properties:
                given = properties["name"]
                if len(given) > 1:
                    given = all_names(given)
                    parted.add(owner)
            else:
                given = self._names_of(owner)
                parted.add(owner)
                known = told_apart if "lastName" in properties else plain
            kinds = known.get(query.schema)
            if kinds is None:
                # A name whose family name is told apart is read by Python.
                most_words = most_plain_words(query.schema) if known is plain else 0
                kinds = known[query.schema] = self._kinds_of(most_words, among(query.schema))
            for kind in kinds:
                for name in given:
                    names(name)
                    owners(owner)
                    chosen(kind)
        for place in perhaps_several(self.names):
            if (owner := self.owners[place]) not in parted:
                for part in all_names((self.names[place],))[1:]:
                    names(part)
                    owners(owner)
                    chosen(self.chosen[place])

    def _names_of(self, owner: int) -> tuple[str, ...]:
        """The names of a query that may give more than names."""
        query = self._queries[owner]
        if query.properties.keys() <= _NAMES_ALONE:
            return all_names(query.names)
        asked = self.of(owner)
        _ = asked.attributes  # A date that is none is an error, whatever is found.
        return asked.names

    def _kinds_of(self, most_words: int, among: Iterable[Among]) -> Sequence[int]:
        """The places of further kinds: of a schema and of so many words."""
        first = len(self._kinds)
        for each in among:
            self._kinds.append(Kind(GROUPS.index(each.group), most_words, each.address))
            self._among.append(each)
        return tuple(range(first, len(self._kinds)))

    def of(self, owner: int) -> Asked:
        """A query, read."""
        asked = self.asked.get(owner)
        if asked is None:
            asked = self.asked[owner] = read_query(self._queries[owner], self.terms)
        return asked

    def is_plain(self, owner: int) -> bool:
        """Whether a query has only names that the kernel has read by itself (they are no texts, and say nothing else), so that
        their scores stand."""
        return owner not in self.asked and self.scores_stand

    def later(self, owner: int) -> Later:
        """A query, read when that is first asked for; the batch is not kept for it."""
        return Later(self._queries[owner], self.terms)

    def question(self, place: int) -> Question:
        """A name as Python reads it."""
        asked, among, name = self.of(self.owners[place]), self._among[self.chosen[place]], self.names[place]
        return Question(name, asked.readings(among.group)[asked.names.index(name)], among.group, among.allowed)

    @property
    def scores_stand(self) -> bool:
        """Whether what names score is what queries by names alone score: so it is unless weak aliases want to be confirmed
        and something in the batch may confirm them."""
        return self.terms.weak_aliases != "confirm" or self._names_decide

    @property
    def _names_decide(self) -> bool:
        """Whether the order of names stands; else birth dates and the like may yet turn it."""
        if self._decide is None:
            self._decide = all(asked.is_name_only for asked in self.asked.values())
        return self._decide

    @property
    def bounds(self) -> Bounds:
        """What is wanted of the finds of a name, once all that Python is to read has been read."""
        limit, exhaustive = self.terms.limit, self.terms.exhaustive
        if self._names_decide:
            weak = weak_most(self.terms.weak_aliases, self.terms.threshold)
            return Bounds(self._least, limit + MOST_LEVEL, limit, weak, exhaustive)
        return Bounds(self._least, limit + MOST_ENTITIES, exhaustive=exhaustive)

    @property
    def _least(self) -> int:
        """What a name must score, in thousandths, to be able to make a hit."""
        line = round(1000 * self.terms.cutoff)
        if line <= SUPPORTED_FROM:
            return line
        # Support counts from there on only, so that names below both lines cannot reach the cutoff.
        return max(SUPPORTED_FROM, line - max(map(_gain, self.asked.values()), default=0))


class Later:
    """A query that is read when it is first called for."""

    __slots__ = ("_asked", "_query", "_terms")

    def __init__(self, query: Query, terms: Terms) -> None:
        self._query, self._terms = query, terms
        self._asked: Asked | None = None

    def __call__(self) -> Asked:
        if self._asked is None:
            self._asked = read_query(self._query, self._terms)
        return self._asked


def read_query(query: Query, terms: Terms) -> Asked:
    """A query, read on these terms."""
    return Asked(query, weak_aliases=terms.weak_aliases, threshold=terms.threshold)


def _gain(asked: Asked) -> int:
    """What all but the name can add at most."""
    return most_gained(asked.attributes) + (SUPPORTING_IDENTIFIER if asked.marks else 0)
