"""What a batch job did, in numbers: kept while it runs, small however many rows there are."""

from __future__ import annotations

import heapq
from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple

from debar.model.query import ListState
from debar.screen.answers import Answer

BINS = 100
TOP = 200
"""How many rows with hits, the highest scores first, a summary keeps for its report."""
REJECTS = 200
"""How many rejected rows, the first ones, a summary keeps for its report."""


@dataclass(frozen=True, slots=True)
class Summary:
    """A finished batch job.

    Args:
        source, size, sha256: the input file, its bytes and their digest.
        format: of the input: ``csv``, ``jsonl`` or ``parquet``.
        columns: each column with the property it gives, None for one that was not used; empty for JSON lines.
        output: where the answers are.
        started, finished: UTC, ISO.
        engine, policy, as_of: as the results name them; None where there was no result.
        exhaustive: whether every row was compared with every listed name.
        algorithm: what scored them.
        nexus: for whom the answers say what a hit means.
        limit, cutoff, threshold: how many hits a row may have, from which score on, and from which on they match.
        lists: what was screened against.
        rows: all of them; ``matched + below + clear + rejected + not_screened``.
        matched: rows with a listed party at or above the threshold.
        below: rows with listed parties below the threshold only.
        clear: rows that were screened and have no hit at all.
        rejected, not_screened: rows without an answer.
        warned: rows with a value that could not be used.
        hits: listed parties in all the answers.
        histogram: rows with hits by their best score, in 100 bins from 0 to 1.
        top: the rows with hits, the highest scores first, at most `TOP`.
        rejects: the rejected rows, the first `REJECTS`.
        reasons: why rows were not screened, each once.
    """

    source: str
    size: int
    sha256: str
    format: str
    columns: tuple[tuple[str, str | None], ...]
    output: str
    started: str
    finished: str
    engine: str | None
    policy: str | None
    as_of: str | None
    exhaustive: bool
    algorithm: str
    nexus: tuple[str, ...]
    limit: int
    cutoff: float
    threshold: float
    lists: tuple[ListState, ...]
    rows: int
    matched: int
    below: int
    clear: int
    rejected: int
    not_screened: int
    warned: int
    hits: int
    histogram: tuple[int, ...]
    top: tuple[Answer, ...]
    rejects: tuple[Answer, ...]
    reasons: tuple[str, ...]


class _Ranked(NamedTuple):
    match: bool
    score: float
    earlier: int
    answer: Answer


class Account:
    """Takes the answers one by one."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.histogram = [0] * BINS
        self.rejects: list[Answer] = []
        self.reasons: dict[str, None] = {}
        self._top: list[_Ranked] = []

    def add(self, answer: Answer) -> None:
        """Count one answer in."""
        self.counts["rows"] += 1
        self.counts[verdict(answer)] += 1
        self.counts["warned"] += bool(answer.warnings)
        if answer.status == "rejected" and len(self.rejects) < REJECTS:
            self.rejects.append(answer)
        elif answer.status == "not_screened" and isinstance(answer.reason, str):
            self.reasons[answer.reason] = None
        if answer.found:
            self._hits(answer)

    @property
    def top(self) -> tuple[Answer, ...]:
        """The rows with hits: matches first, then by score, then as they came."""
        return tuple(ranked.answer for ranked in sorted(self._top, reverse=True))

    def _hits(self, answer: Answer) -> None:
        self.counts["hits"] += len(answer.found)
        best = max(found.score for found in answer.found)
        self.histogram[min(int(best * BINS), BINS - 1)] += 1
        ranked = _Ranked(answer.matched, best, -answer.row, answer)
        if len(self._top) < TOP:
            heapq.heappush(self._top, ranked)
        elif ranked[:3] > self._top[0][:3]:
            heapq.heapreplace(self._top, ranked)


def verdict(answer: Answer) -> str:
    """The one word that counts a row: ``matched``, ``below``, ``clear``, ``rejected`` or ``not_screened``."""
    if answer.status != "screened":
        return answer.status
    if answer.matched:
        return "matched"
    return "below" if answer.found else "clear"
