"""The ways to score that a caller may choose from, and the lines that each is used with."""

from __future__ import annotations

from typing import NamedTuple

from debar.errors import BadQuery
from debar.match.compare import DEFAULT_CUTOFF, DEFAULT_THRESHOLD

DEBAR, OFAC_SLS = "debar", "ofac-sls"
OFAC_SLS_THRESHOLD, OFAC_SLS_CUTOFF = 0.85, 0.75
"""The Treasury leaves the line to its users; these are a choice of ours, unverified, and either may be given instead."""


class Lines(NamedTuple):
    """From which score on a hit is a match, and from which on it is shown."""

    threshold: float
    cutoff: float


def lines_for(
    algorithm: str,
    *,
    threshold: float | None,
    cutoff: float | None,
    default: Lines | None = None,
) -> Lines:
    """The lines that an algorithm is used with: what the caller says; else what is usual for its scores.

    Args:
        algorithm: `DEBAR` or `OFAC_SLS`.
        threshold, cutoff: None for the usual ones.
        default: the usual ones of debar's own scores, such as a policy's; None for 0.7 and 0.5.

    Raises:
        BadQuery: there is no such algorithm.

    >>> lines_for("ofac-sls", threshold=None, cutoff=None)
    Lines(threshold=0.85, cutoff=0.75)
    >>> lines_for("ofac-sls", threshold=0.7, cutoff=None)
    Lines(threshold=0.7, cutoff=0.7)
    """
    check(algorithm)
    if algorithm == DEBAR:
        usual = default or Lines(DEFAULT_THRESHOLD, DEFAULT_CUTOFF)
    else:
        usual = Lines(OFAC_SLS_THRESHOLD, OFAC_SLS_CUTOFF)
    line = usual.threshold if threshold is None else threshold
    if cutoff is None:
        cutoff = usual.cutoff if algorithm == DEBAR else min(usual.cutoff, line)
    return Lines(line, cutoff)


def check(algorithm: str) -> None:
    """Refuse the name of what is no algorithm.

    Raises:
        BadQuery: it is none.
    """
    if algorithm not in (DEBAR, OFAC_SLS):
        raise BadQuery("algorithm", rule=f"the algorithm must be {DEBAR} or {OFAC_SLS}", got=repr(algorithm))
