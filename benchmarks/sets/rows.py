"""What a development set is made of: labelled pairs, and questions asked against listed parties."""

from __future__ import annotations

import hashlib
from typing import Literal, NamedTuple

from debar.model import Entity, Query

Half = Literal["tune", "check"]


class Pair(NamedTuple):
    """A query and a listed party, and whether they are one.

    Args:
        set: the development set it belongs to.
        hazard: what makes it hard; a line of its own in the table.
        query, entity: the two sides.
        match: the label.
        cluster: rows with the same cluster are kin; a split never parts them.
    """

    set: str
    hazard: str
    query: Query
    entity: Entity
    match: bool
    cluster: str


class Question(NamedTuple):
    """A query and the ids of the listed parties it should find; none for a clean name."""

    query: Query
    expected: frozenset[str]
    stratum: str
    cluster: str


class Retrieval(NamedTuple):
    """Questions asked against one collection of listed parties.

    `entities` is the very same tuple for sets asked against the same list, so an index can be built once for all.
    """

    name: str
    entities: tuple[Entity, ...]
    questions: tuple[Question, ...]


def half(cluster: str) -> Half:
    """The half of the data that a cluster belongs to, the same on every machine: tune on one, report on the other.

    >>> half("un-6908538"), half("un-6908539")
    ('tune', 'check')
    """
    return "tune" if hashlib.sha256(cluster.encode()).digest()[0] % 2 else "check"


def keep(share: Half | None, cluster: str) -> bool:
    """Whether a cluster belongs to the half asked for; None asks for both."""
    return share is None or half(cluster) == share


def rank(key: str) -> bytes:
    """A fixed pseudo-random order: sorting by it and taking the first rows is a sample that never changes."""
    return hashlib.sha256(b"sample:" + key.encode()).digest()
