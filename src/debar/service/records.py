"""The seam for the audit log: every screening passes here before its answer leaves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from debar.match.algorithms import Lines
from debar.model.query import Result
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


Recorder = Callable[[Sequence[Screening]], None]
"""Called in a worker thread, with all that was screened in one call. Where it raises, their requests fail: no answer leaves
that was not recorded."""
