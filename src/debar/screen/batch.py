"""A file of customers in, a file of answers out: as many as rows, in their order, whatever happens in between.

The output is JSON lines (`answers` shows their shape), or a table where its name ends in ``.csv`` (one line per row, its
best hit) or ``.parquet``. It appears under its name when it is whole; until then ``OUT.part`` grows. A job that was
killed goes on with ``resume=True`` and writes the very same bytes as one that was not.

A row is ``screened`` (its ``results`` may be empty: clear), ``rejected`` (it is no query; why) or ``not_screened`` (the
lists are not fit; why). Neither of the latter is ever to be read as clear.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

from debar._version import __version__
from debar.errors import BadFile, NotScreened
from debar.match.algorithms import DEBAR, check
from debar.model.query import ListState, Query, Result
from debar.screen.account import Account, Summary
from debar.screen.answers import Answer, Answers, encode
from debar.screen.journal import Journal, State, Terms, digest_of
from debar.screen.meaning import Meaning
from debar.screen.parquet import pyarrow_parquet
from debar.screen.rows import Row, Rows, iterate
from debar.screen.tables import write_csv, write_parquet

CHUNK = 5_000
"""How many rows are screened between two points from which a killed job goes on."""


class Screens(Protocol):
    """What can screen: `debar.Screener`, or anything that answers like it."""

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
        """One result per query, in order."""

    def lists(self) -> tuple[ListState, ...]:
        """What is screened against."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is.

    Args:
        rows: done, those of the stopped job included.
        total_estimate: of all rows, by the share of the file that was read; None before there is one.
        rate: rows per second of this run.
        seconds_left: at that rate; None before there is one.
        hits: rows with a match.
        rejected: rows that are no query.
    """

    rows: int
    total_estimate: int | None
    rate: float
    seconds_left: float | None
    hits: int
    rejected: int


def run(
    screener: Screens,
    source: Path,
    output: Path,
    *,
    cutoff: float,
    threshold: float,
    limit: int = 5,
    exhaustive: bool = False,
    algorithm: str = DEBAR,
    columns: Mapping[str, str] | None = None,
    as_of: str | None = None,
    nexus: Sequence[str] = (),
    role: str | None = None,
    progress: Callable[[Progress], None] | None = None,
    resume: bool = False,
    chunk: int = CHUNK,
) -> Summary:
    """Screen a file.

    Args:
        screener: the engine.
        source: the customers: CSV, JSON lines or Parquet (see `rows.iterate`).
        output: where the answers go; what stands there is replaced when the job is done.
        cutoff: the least score that a hit is written with.
        threshold: the least score that is a match.
        limit: how many hits a row may have.
        exhaustive: compare with every listed name.
        algorithm: ``debar``, or ``ofac-sls`` for the scores of the US Treasury's search tool.
        columns: header to FollowTheMoney property, where the headers do not say it.
        as_of: the day whose lists the screener uses, where it is not today; it stands in the summary.
        nexus: whose law reaches those who ask: each hit says what it means for them; none: it does not.
        role: their trade, for what it means.
        progress: called after every chunk.
        resume: go on where a stopped job with the same input, parameters and lists was; without one, start.
        chunk: rows per call of the engine.

    Raises:
        BadFile: the input or output cannot be used, or the stopped job had other terms.
        BadQuery: there is no such algorithm.
    """
    check(algorithm)
    _check_output(source, output)
    rows = iterate(source, columns)
    before = source.stat()
    lists = screener.lists()
    sha256 = _sha256(source)
    assigned = tuple(sorted((columns or {}).items()))
    terms = Terms(
        sha256,
        assigned,
        limit,
        cutoff,
        threshold,
        as_of,
        digest_of(lists),
        __version__,
        exhaustive,
        algorithm,
        tuple(nexus),
        role,
    )
    with Journal(output, State(terms, _now()), resume=resume) as journal:
        # A job that goes on the next day still speaks of the day on which it began.
        day = date.fromisoformat((as_of or journal.state.started)[:10])
        meaning = Meaning(nexus, day, role) if nexus else None
        job = _Job(screener, journal, Answers(lists, algorithm, meaning), Account())
        job.catch_up(rows)
        job.go(rows, chunk, progress or _silent)
        after = source.stat()
        if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
            raise BadFile(source.name, rule="the file changed while it was read", fix="start the job anew")
        _publish(journal, output)
        return _summary(job, source, sha256, rows, output, lists)


class _Job:
    """The rows on their way from the input to the journal."""

    def __init__(self, screener: Screens, journal: Journal, answers: Answers, account: Account) -> None:
        self.journal = journal
        self.account = account
        self._screener = screener
        self._answers = answers

    def catch_up(self, rows: Rows) -> None:
        """Count in what a stopped job did, and pass over its rows."""
        for answer in self.journal.answers():
            self.account.add(answer)
            next(rows)

    def go(self, rows: Rows, chunk: int, progress: Callable[[Progress], None]) -> None:
        """Screen the rest."""
        start, done = time.monotonic(), self.account.counts["rows"]
        while batch := list(islice(rows, chunk)):
            answers = self._screen(batch)
            self.journal.append([encode(answer) for answer in answers])
            for answer in answers:
                self.account.add(answer)
            progress(_progress(self.account, rows.fraction, done, time.monotonic() - start))

    def _screen(self, batch: Sequence[Row]) -> list[Answer]:
        queries = [row.query for row in batch if row.query is not None]
        try:
            results = self._results(queries)
        except NotScreened as error:
            return [self._unscreened(row, error.reasons) for row in batch]
        remaining = iter(results)
        return [
            self._answers.rejected(row) if row.query is None else self._answers.of(row, next(remaining))
            for row in batch
        ]

    def _results(self, queries: Sequence[Query]) -> list[Result]:
        if not queries:
            return []
        terms = self.journal.state.terms
        # An engine that has but one way to search need not know of others.
        chosen: dict[str, Any] = {"exhaustive": True} if terms.exhaustive else {}
        if terms.algorithm != DEBAR:
            chosen["algorithm"] = terms.algorithm
        results = self._screener.screen_many(
            queries, limit=terms.limit, cutoff=terms.cutoff, threshold=terms.threshold, **chosen
        )
        if len(results) != len(queries):
            raise RuntimeError(f"the engine gave {len(results)} results for {len(queries)} queries")
        self.journal.name_engine(results[0])
        return results

    def _unscreened(self, row: Row, reasons: Sequence[str]) -> Answer:
        if row.query is None:
            return self._answers.rejected(row)
        return self._answers.not_screened(row, row.query, reasons)


def _check_output(source: Path, output: Path) -> None:
    if output.is_dir() or not output.parent.is_dir():
        rule = "the output is a folder" if output.is_dir() else "the output's folder does not exist"
        raise BadFile(str(output), rule=rule, fix="name a file in a folder that exists")
    if output.exists() and source.exists() and output.samefile(source):
        raise BadFile(str(output), rule="the output is the input", fix="choose another output")
    if output.suffix == ".parquet":
        pyarrow_parquet(output.name)


def _publish(journal: Journal, output: Path) -> None:
    writer = {".csv": write_csv, ".parquet": write_parquet}.get(output.suffix.lower())
    if writer is None:
        journal.publish(journal.part, output)
        return
    table = output.with_name(output.name + ".part.table")
    writer(journal.part, table)
    journal.publish(table, output)


def _progress(account: Account, fraction: float, done: int, seconds: float) -> Progress:
    rows = account.counts["rows"]
    total = max(rows, round(rows / fraction)) if fraction > 0 else None
    rate = (rows - done) / seconds if seconds > 0 else 0.0
    left = (total - rows) / rate if total is not None and rate > 0 else None
    return Progress(rows, total, rate, left, account.counts["matched"], account.counts["rejected"])


def _summary(job: _Job, source: Path, sha256: str, rows: Rows, output: Path, lists: tuple[ListState, ...]) -> Summary:
    state, counts = job.journal.state, job.account.counts
    return Summary(
        source=str(source),
        size=source.stat().st_size,
        sha256=sha256,
        format=rows.format,
        columns=rows.columns,
        output=str(output),
        started=state.started,
        finished=_now(),
        engine=state.engine,
        policy=state.policy,
        as_of=state.terms.as_of or state.as_of,
        exhaustive=state.terms.exhaustive,
        algorithm=state.terms.algorithm,
        nexus=state.terms.nexus,
        limit=state.terms.limit,
        cutoff=state.terms.cutoff,
        threshold=state.terms.threshold,
        lists=lists,
        rows=counts["rows"],
        matched=counts["matched"],
        below=counts["below"],
        clear=counts["clear"],
        rejected=counts["rejected"],
        not_screened=counts["not_screened"],
        warned=counts["warned"],
        hits=counts["hits"],
        histogram=tuple(job.account.histogram),
        top=job.account.top,
        rejects=tuple(job.account.rejects),
        reasons=tuple(job.account.reasons),
    )


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _silent(progress: Progress) -> None:
    """Tell nobody."""
