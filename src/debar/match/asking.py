"""A batch of queries as names to ask for: what is asked of the index, and who asked it."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from debar.match.arrays import Array
from debar.match.attributes import most_gained
from debar.match.rating import SUPPORTED_FROM, SUPPORTING_IDENTIFIER, Asked
from debar.match.session import GROUPS, Question
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

    Most queries give nothing but names that the kernel reads by itself, and find nothing: of these nothing else is made.

    Attributes:
        names, groups, most_words, allowed: as `debar.match.session.Session.read` takes them.
        owners: for each name the place of its query.
        asked: the queries that have been read.
    """

    __slots__ = ("_among", "_queries", "allowed", "asked", "groups", "most_words", "names", "owners", "terms")

    def __init__(self, queries: Sequence[Query], terms: Terms) -> None:
        self.terms = terms
        self.names: list[str] = []
        self.owners: list[int] = []
        self.groups, self.most_words, self.allowed = bytearray(), bytearray(), array("Q")
        self.asked: dict[int, Asked] = {}
        self._queries = queries
        self._among: list[Among] = []

    def ask(self, owner: int, among: Iterable[Among]) -> None:
        """Ask for the names of a query.

        Raises:
            BadQuery: a date of the query is none.
        """
        query = self._queries[owner]
        if query.properties.keys() <= _NAMES_ALONE:
            names = all_names(query.properties["name"] if len(query.properties) == 1 else query.names)
        else:
            asked = self.of(owner)
            names = asked.names
            _ = asked.attributes  # A date that is none is an error, whatever is found.
        # A name whose family name is told apart is read by Python.
        most_words = 0 if "lastName" in query.properties else most_plain_words(query.schema)
        for each in among:
            code = GROUPS.index(each.group)
            for name in names:
                self.names.append(name)
                self.owners.append(owner)
                self.groups.append(code)
                self.most_words.append(most_words)
                self.allowed.append(each.address)
                self._among.append(each)

    def of(self, owner: int) -> Asked:
        """A query, read."""
        asked = self.asked.get(owner)
        if asked is None:
            terms = self.terms
            asked = Asked(self._queries[owner], weak_aliases=terms.weak_aliases, threshold=terms.threshold)
            self.asked[owner] = asked
        return asked

    def question(self, place: int) -> Question:
        """A name as Python reads it."""
        asked, among, name = self.of(self.owners[place]), self._among[place], self.names[place]
        return Question(name, asked.readings(among.group)[asked.names.index(name)], among.group, among.allowed)

    @property
    def most(self) -> int:
        """How many finds there may be of a name: where names alone decide, their order stands; else birth dates and the
        like may yet turn it."""
        alone = self.terms.weak_aliases != "confirm" and all(asked.is_name_only for asked in self.asked.values())
        return self.terms.limit + (MOST_LEVEL if alone else MOST_ENTITIES)

    @property
    def least(self) -> int:
        """What a name must score, in thousandths, to be able to make a hit."""
        line = round(1000 * self.terms.cutoff)
        if line <= SUPPORTED_FROM:
            return line
        # Support counts from there on only, so that names below both lines cannot reach the cutoff.
        return max(SUPPORTED_FROM, line - max(map(_gain, self.asked.values()), default=0))


def _gain(asked: Asked) -> int:
    """What all but the name can add at most."""
    return most_gained(asked.attributes) + (SUPPORTING_IDENTIFIER if asked.marks else 0)
