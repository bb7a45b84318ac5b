"""A screener whose every result goes on record, for what is not asked by query: articles and ownership."""

from __future__ import annotations

from collections.abc import Sequence

from debar.match.algorithms import DEBAR, Lines
from debar.model import Query, Result
from debar.screen import Screener
from debar.service.access import Caller
from debar.service.records import Recorder, Screening


class Recording(Screener):
    """The same screener, with a recorder behind it.

    Args:
        screener: the one that screens; what it has mapped is shared.
        recorder: is told every result before it is given; None: nobody is.
        caller: for whom.
    """

    def __init__(self, screener: Screener, recorder: Recorder | None, caller: Caller) -> None:
        self.__dict__.update(vars(screener))
        self._recorder, self._caller = recorder, caller

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
        """As `Screener.screen_many`.

        Raises:
            AuditNotWritten: the results are not on record; then there are none.
        """
        results = super().screen_many(
            queries,
            limit=limit,
            cutoff=cutoff,
            threshold=threshold,
            exhaustive=exhaustive,
            algorithm=algorithm,
            sources=sources,
        )
        if self._recorder is not None and results:
            policy = self.home.policy
            lines = Lines(
                policy.threshold if threshold is None else threshold, policy.cutoff if cutoff is None else cutoff
            )
            self._recorder([Screening(self._caller, one, limit, lines, b"") for one in results])
        return results
