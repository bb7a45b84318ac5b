"""What the index does not find of what comparing with every name finds; run by ``speed.py --misses``."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from debar.match import Index, build
from debar.match.asking import Batch, Terms
from debar.match.compare import DEFAULT_THRESHOLD
from debar.model import Query
from measure import table
from padded import SEED, ofac, padded, questions

CHUNK = 256


def missed(index: Index, asked: Sequence[Query]) -> tuple[int, int, int]:
    """How many of the questions lose an entity by the index, of how many entities at the threshold, how many are lost."""
    least = round(1000 * DEFAULT_THRESHOLD)
    lossy = pairs = lost = 0
    for start in range(0, len(asked), CHUNK):
        both = [_at_threshold(index, asked[start : start + CHUNK], least, exhaustive=each) for each in (True, False)]
        for owner in both[0].keys() | both[1].keys():
            full, found = both[0].get(owner, set()), both[1].get(owner, set())
            lossy += bool(full - found)
            pairs += len(full)
            lost += len(full - found)
        print(f"{min(start + CHUNK, len(asked)):,} of {len(asked):,} asked both ways, {lossy} lossy", file=sys.stderr)
    return lossy, pairs, lost


def _at_threshold(
    index: Index, asked: Sequence[Query], least: int, *, exhaustive: bool
) -> dict[int, set[tuple[int, int]]]:
    """For each question the entities that reach the line by name, with their scores."""
    terms = Terms(1 << 20, least / 1_000, 1.0, None, exhaustive, "show")
    batch = Batch(asked, terms, lambda schema: index._among(schema, terms))  # noqa: SLF001
    found: dict[int, set[tuple[int, int]]] = {}
    for place, entity, _, score in index._search(batch):  # noqa: SLF001
        found.setdefault(batch.owners[place], set()).add((entity, score))
    return found


def interval(count: int, of: int) -> tuple[float, float]:
    """Clopper and Pearson's 95 % interval of a share.

    >>> [round(each, 5) for each in interval(0, 1000)]
    [0.0, 0.00368]
    """

    def tail(share: float, most: int) -> float:
        """The probability of at most so many."""
        term = total = (1 - share) ** of
        for place in range(most):
            term *= (of - place) / (place + 1) * share / (1 - share)
            total += term
        return total

    def solve(most: int, goal: float) -> float:
        low, high = 0.0, 1.0
        for _ in range(100):
            middle = (low + high) / 2
            low, high = (middle, high) if tail(middle, most) > goal else (low, middle)
        return low

    return (solve(count - 1, 0.975) if count else 0.0), (solve(count, 0.025) if count < of else 1.0)


def print_misses(names: int, count: int) -> None:
    """Ask so many random questions both ways of a list of so many names, and print what was missed."""
    entities = padded(ofac(), names)
    with tempfile.TemporaryDirectory(prefix="debar-") as folder:
        build(entities, Path(folder), about={"made for": "benchmarks/misses.py"})
        asked = questions(entities, count, SEED + 5)
        lossy, pairs, lost = missed(Index.open(Path(folder)), asked)
    low, high = interval(lossy, len(asked))
    columns = ("names", "random questions", "entities at the threshold", "lost", "lossy questions", "95 % interval")
    shares = f"{1e6 * low:,.0f}–{1e6 * high:,.0f} per million"
    table(columns, [[f"{names:,}", f"{len(asked):,}", f"{pairs:,}", lost, lossy, shares]])
    print()
