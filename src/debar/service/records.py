"""The seam for the audit log: every screening passes here before its answer leaves."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple, Protocol, runtime_checkable

from debar.match.algorithms import Lines
from debar.model.query import Result
from debar.screen.account import Summary
from debar.service.access import Caller


class Screening(NamedTuple):
    """One screening, as it is answered.

    Args:
        caller: who asked.
        result: the query and what was found, with the lists, the policy and the engine.
        limit, lines: how many hits at most, from which score on they are shown, and are matches.
        answer: the JSON that the caller gets; empty where it is part of a larger answer.
        path: the pattern of the path that was asked, where it is not `/match` or one of its like.
    """

    caller: Caller
    result: Result
    limit: int
    lines: Lines
    answer: bytes = b""
    path: str = ""


class Recorder(Protocol):
    """Called in a worker thread, with all that was screened in one call. Where it raises, their requests fail: no answer
    leaves that was not recorded."""

    def __call__(self, screenings: Sequence[Screening], /) -> None: ...


@runtime_checkable
class RecordsJobs(Protocol):
    """A recorder that knows batch jobs: one record for a job, with the digests of its two files."""

    def job(self, summary: Summary, output: Path, caller: Caller, role: str | None = None) -> None:
        """Record a finished job, before its answers are given.

        Raises:
            AuditNotWritten: it could not be made durable; then there are no answers.
        """
