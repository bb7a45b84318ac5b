"""The ownership rules as rows: who is counted with whom, which interests, from what share on, and since when.

Three tables under ``law/data/``: ``ownership_rules.csv`` (one row per rule and version), ``ownership_tests.csv`` (which
interests a version counts, and the share that suffices) and ``governments.csv`` (who is blocked by definition, listed or
not). Rows say whence they are; what stands on memory is ``unverified`` and users are told.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import Any, Literal, TypeVar

import msgspec

from debar.errors import BadQuery
from debar.law.ownership.stakes import Interest

Status = Literal["verified", "unverified"]
Standing = Literal["in force", "before its start", "suspended", "resumed, unverified"]


class Test(msgspec.Struct, frozen=True, kw_only=True):
    """One interest that a rule counts.

    Args:
        rule, version_start: the version of the rule that it belongs to.
        interest: what is held.
        limb: ``ownership``; ``control`` can be rebutted.
        threshold: per cent, of which ``comparison`` says whether it suffices itself; None with ``any``: the interest is
            had or not had.
        status, source, verified_on, note: whence this is known.
    """

    __test__ = False  # no test class for pytest

    rule: str
    version_start: date | None = None
    interest: Interest
    limb: Literal["ownership", "control"]
    threshold: int | None = None
    comparison: Literal["at least", "more than", "any"]
    status: Status
    source: str
    verified_on: date
    note: str = ""

    def need(self, denominator: int) -> int:
        """The least number of parts that suffices, where ``denominator`` parts are the whole.

        >>> [test.need(300) for test in rule("eu", date(2026, 1, 1)).tests if test.interest in ("shares", "votes")]
        [150, 151]
        """
        if self.threshold is None:
            return 1
        parts, rest = divmod(self.threshold * denominator, 100)
        return parts + (1 if rest or self.comparison == "more than" else 0)

    def met_by(self, share: Fraction) -> bool:
        """Whether a share of the whole (0 to 1) suffices."""
        if self.threshold is None:
            return share > 0
        threshold = Fraction(self.threshold, 100)
        return share > threshold if self.comparison == "more than" else share >= threshold


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """A rule in one version.

    Args:
        rule: its id: ``ofac``, ``eu``, ``eu_sectoral``, ``uk``, ``bis``.
        start, end: the first day of the version, the first day on which it holds no more; None: not recorded, or none.
        suspended_from, resumes: the first day of a suspension, the first day after it.
        resumption_status: ``unverified`` where nobody found whether it did resume.
        title: what to call it in a sentence.
        jurisdiction: ``US``, ``EU``, ``UK``.
        across_persons: ``together``: stakes of all listed persons are added; ``each alone``: person by person.
        joint: ``own part``: of stakes with one joint mark a holder's own part counts; ``whole for each``: all of them
            count for each of their holders.
        near_miss_from: from this share on, in per cent, a company below the threshold is reported as a near miss.
        bound: who is bound, in words.
        must: what they must do, in words that follow ``bound``.
        authority: who administers it.
        status, source, verified_on, note: whence this is known.
        tests: what it counts.
    """

    rule: str
    start: date | None = None
    end: date | None = None
    suspended_from: date | None = None
    resumes: date | None = None
    resumption_status: Status | None = None
    title: str
    jurisdiction: str
    across_persons: Literal["together", "each alone"]
    joint: Literal["own part", "whole for each"]
    near_miss_from: int
    bound: str
    must: str
    authority: str
    status: Status
    source: str
    verified_on: date
    note: str = ""
    tests: tuple[Test, ...] = ()

    def standing(self, day: date) -> Standing:
        """Whether it holds on that day, as far as the table knows.

        >>> [rule("bis", day).standing(day) for day in (date(2025, 10, 1), date(2026, 1, 1), date(2026, 12, 1))]
        ['in force', 'suspended', 'resumed, unverified']
        """
        if self.start is not None and day < self.start:
            return "before its start"
        if self.suspended_from is None or day < self.suspended_from:
            return "in force"
        if self.resumes is None or day < self.resumes:
            return "suspended"
        return "in force" if self.resumption_status == "verified" else "resumed, unverified"

    def test(self, interest: Interest) -> Test | None:
        """What it asks of an interest; None where it does not count it."""
        return next((test for test in self.tests if test.interest == interest), None)


class Government(msgspec.Struct, frozen=True, kw_only=True):
    """A government that a rule blocks by definition.

    Args:
        rule: the rule's id.
        country: ISO 3166-1 alpha-2 in lower case.
        start, end: the first day, the first day no more.
        start_status: whether the first day is verified.
        legal_basis: what says so.
        status, source, verified_on, note: whence this is known.
    """

    rule: str
    country: str
    start: date | None = None
    end: date | None = None
    start_status: Status
    legal_basis: str
    status: Status
    source: str
    verified_on: date
    note: str = ""

    def holds_on(self, day: date) -> bool:
        """Whether it is blocked on that day."""
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)


def rule(name: str, on: date) -> Rule:
    """The version of a rule for a day; before its first version, the first (`Rule.standing` says so).

    >>> [rule("eu", day).test("shares").comparison for day in (date(2024, 7, 2), date(2024, 7, 3))]
    ['more than', 'at least']

    Raises:
        BadQuery: there is no such rule.
    """
    versions = [one for one in rules() if one.rule == name]
    if not versions:
        known = ", ".join(dict.fromkeys(one.rule for one in rules()))
        raise BadQuery("rule", rule="no ownership rule has this name", got=repr(name), fix=f"give one of {known}")
    return next((one for one in versions if one.end is None or on < one.end), versions[-1])


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule in every version, oldest first."""
    tests = tuple(_rows(Test, "ownership_tests.csv"))
    return tuple(
        msgspec.structs.replace(
            one, tests=tuple(test for test in tests if (test.rule, test.version_start) == (one.rule, one.start))
        )
        for one in _rows(Rule, "ownership_rules.csv")
    )


@cache
def governments() -> tuple[Government, ...]:
    """Every government that is blocked by definition."""
    return tuple(_rows(Government, "governments.csv"))


def blocked_governments(name: str, on: date) -> dict[str, Government]:
    """The governments that a rule blocks by definition on a day, by country.

    >>> sorted(blocked_governments("ofac", date(2025, 6, 30))), sorted(blocked_governments("ofac", date(2025, 7, 1)))
    (['cu', 'ir', 'kp', 'sy', 've'], ['cu', 'ir', 'kp', 've'])
    """
    return {one.country: one for one in governments() if one.rule == name and one.holds_on(on)}


_Row = TypeVar("_Row", Test, Rule, Government)


def _rows(kind: type[_Row], table: str) -> Iterator[_Row]:
    with files("debar.law").joinpath("data", table).open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            given: dict[str, Any] = {column: cell for column, cell in row.items() if cell}
            yield msgspec.convert(given, kind, strict=False)
