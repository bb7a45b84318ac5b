"""The screener: a query in, a result out that says on what it rests."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from debar._version import __version__
from debar.errors import HomeDamaged, NotScreened
from debar.match import Index, build
from debar.match.algorithms import DEBAR, Lines, lines_for
from debar.match.treasury import Treasury
from debar.model import Entity, Hit, ListState, Query, Result
from debar.store import Home
from debar.store.state import judge

ENGINE = f"debar/{__version__}"


class Screener:
    """Screens against the current editions of a home, or those of a past day. Cheap to make: it maps the index.

    Args:
        home: the lists.
        as_of: an ISO date; screen against the editions that counted on that day.
        verify: compare the index with its checksums first (some 30 ms for 100,000 names). Off, only missing and cut files
            are noticed.

    A home that is not fit to screen gives results with status ``not_screened`` and the reasons; there is no way to get an
    empty list of hits from it that could be read as "clear".
    """

    def __init__(self, home: Home, *, as_of: str | None = None, verify: bool = True) -> None:
        self.home = home
        self.as_of = as_of
        self._index: Index | None = None
        self._lists: tuple[ListState, ...] = ()
        self._treasury: Treasury | None = None
        self._reasons: tuple[str, ...] = ()
        try:
            if as_of is None:
                folder, self._lists = home.index_folder()
            else:
                folder, self._lists = home.index_folder_as_of(as_of, build=build)
            self._index = Index.open(folder, verify=verify)
        except (NotScreened, HomeDamaged) as error:
            self._reasons = error.reasons if isinstance(error, NotScreened) else (str(error),)
            # Today's lists explain why today cannot be screened; for a past day they would only mislead.
            self._lists = judge(home.state, home.policy, datetime.now(UTC)) if as_of is None else ()

    @property
    def fit(self) -> bool:
        """Whether it can screen at all."""
        return self._index is not None

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why it cannot; empty when it can."""
        return self._reasons

    def lists(self) -> tuple[ListState, ...]:
        """The editions that answers rest on."""
        return self._lists

    def entities(self) -> Iterator[Entity]:
        """All that it screens against; none where it is not fit."""
        return self._index.entities() if self._index is not None else iter(())

    def entity(self, entity_id: str) -> Entity | None:
        """The entity with this id among those that it screens against; None where there is none, or it is not fit."""
        return self._index.entity(entity_id) if self._index is not None else None

    def screen(
        self,
        query: Query,
        *,
        limit: int = 5,
        cutoff: float | None = None,
        threshold: float | None = None,
        exhaustive: bool = False,
        algorithm: str = DEBAR,
        sources: frozenset[str] | None = None,
    ) -> Result:
        """Screen one query.

        Args:
            limit: at most so many hits.
            cutoff, threshold: scores in 0..1 from which a hit is shown, and is a match; the policy's by default, of
                another algorithm those that are usual for it.
            exhaustive: compare with every listed name, not only with those that have a like word.
            algorithm: ``debar``, or ``ofac-sls`` for the scores of the US Treasury's search tool, by name alone. The
                result's ``engine`` names it.
            sources: only parties on these lists, and only these are named by the result; None for all.

        Raises:
            BadQuery: there is no such algorithm.
        """
        return self.screen_many(
            [query],
            limit=limit,
            cutoff=cutoff,
            threshold=threshold,
            exhaustive=exhaustive,
            algorithm=algorithm,
            sources=sources,
        )[0]

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
        """Screen many queries in one call; the arguments are those of `screen`."""
        policy = self.home.policy
        usual = Lines(policy.threshold, policy.cutoff)
        lines = lines_for(algorithm, threshold=threshold, cutoff=cutoff, default=usual)
        engine, label = engine_label(algorithm), policy.label
        lists = self._lists if sources is None else tuple(one for one in self._lists if one.source in sources)
        if self._index is None:
            return [
                Result(query, "not_screened", (), lists, label, engine, self.as_of, self._reasons) for query in queries
            ]
        if algorithm == DEBAR:
            found = self._index.search_many(
                queries,
                limit=limit,
                cutoff=lines.cutoff,
                threshold=lines.threshold,
                exhaustive=exhaustive,
                sources=sources,
                weak_aliases=policy.weak_aliases,
            )
        else:
            found = [self._as_treasury(self._index, query, limit, lines, sources) for query in queries]
        return [
            Result(query, "screened", hits, lists, label, engine, self.as_of)
            for query, hits in zip(queries, found, strict=True)
        ]

    def _as_treasury(
        self, index: Index, query: Query, limit: int, lines: Lines, sources: frozenset[str] | None
    ) -> tuple[Hit, ...]:
        self._treasury = self._treasury or Treasury(index)
        most = limit if sources is None else index.entity_count
        hits = self._treasury.search(query, limit=most, cutoff=lines.cutoff, threshold=lines.threshold)
        return tuple(hit for hit in hits if sources is None or hit.entity.source in sources)[:limit]


def engine_label(algorithm: str) -> str:
    """What answers name as their engine.

    >>> engine_label("ofac-sls").endswith(" ofac-sls"), engine_label("debar") == ENGINE
    (True, True)
    """
    return ENGINE if algorithm == DEBAR else f"{ENGINE} {algorithm}"


class Unfit:
    """What stands for a screener where there is no home at all: every answer is ``not_screened``."""

    def __init__(self, reasons: tuple[str, ...]) -> None:
        self.reasons = reasons

    def lists(self) -> tuple[ListState, ...]:
        """None."""
        return ()

    def screen_many(
        self,
        queries: Sequence[Query],
        *,
        limit: int,
        cutoff: float,
        threshold: float,
        exhaustive: bool = False,
        algorithm: str = DEBAR,
    ) -> list[Result]:
        """One ``not_screened`` per query."""
        engine = engine_label(algorithm)
        return [Result(query, "not_screened", engine=engine, reasons=self.reasons) for query in queries]
