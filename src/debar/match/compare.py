"""One pair: a query and a listed party."""

from __future__ import annotations

from debar.match.evidence import hit_of
from debar.match.rating import Asked, rate
from debar.model import Entity, Hit, Query

DEFAULT_THRESHOLD = 0.7
"""From here on a hit is a match."""
DEFAULT_CUTOFF = 0.5
"""From here on a hit is shown."""


def compare(query: Query, entity: Entity, *, threshold: float = DEFAULT_THRESHOLD) -> Hit:
    """Score a query against one party; `Index.search` gives the same score for the pair.

    Raises:
        BadQuery: a date of the query is none.

    >>> from debar.model import Name
    >>> listed = Entity("x-1", "x", "Person", (Name("PUTIN, Vladimir Vladimirovich"),))
    >>> compare(Query(schema="Person", name="Vladimir Putin"), listed).match
    True
    """
    return hit_of(rate(Asked(query), entity), threshold)
