"""Screening beside `/match`: what is screened is counted, and put on record before anybody gets it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from debar.match.algorithms import DEBAR, Lines, lines_for
from debar.model import Query, Result
from debar.screen.screener import Screener
from debar.service.access import Caller
from debar.service.records import Recorder, Screening


class Witness(NamedTuple):
    """Sees what is screened for one caller at one path.

    Args:
        path: its pattern.
        recorder: what every screening passes; None: nothing.
        counted: is told the results.
    """

    caller: Caller
    path: str
    recorder: Recorder | None
    counted: Callable[[Sequence[Result]], None]

    def saw(self, results: Sequence[Result], *, limit: int, lines: Lines) -> None:
        """Count results and put them on record; where that fails they must not be answered."""
        self.counted(results)
        if self.recorder is not None and results:
            self.recorder([Screening(self.caller, one, limit, lines, path=self.path) for one in results])

    def over(self, screener: Screener) -> Screener:
        """The screener, so that this sees all that it screens."""
        return _Watched(screener, self)


class _Watched(Screener):
    """A screener whose results are seen before they are given."""

    def __init__(self, screener: Screener, witness: Witness) -> None:
        vars(self).update(vars(screener))  # the same lists, the same mapped index
        self._witness = witness

    def screen_many(
        self,
        queries: Sequence[Query],
        *,
        limit: int = 5,
        cutoff: float | None = None,
        threshold: float | None = None,
        exhaustive: bool = False,
        algorithm: str = DEBAR,
        sources: frozenset[str] | None = None,
    ) -> list[Result]:
        """As of `Screener`."""
        results = super().screen_many(
            queries,
            limit=limit,
            cutoff=cutoff,
            threshold=threshold,
            exhaustive=exhaustive,
            algorithm=algorithm,
            sources=sources,
        )
        usual = Lines(self.home.policy.threshold, self.home.policy.cutoff)
        lines = lines_for(algorithm, threshold=threshold, cutoff=cutoff, default=usual)
        self._witness.saw(results, limit=limit, lines=lines)
        return results
