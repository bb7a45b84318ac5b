"""The slow twin of the ownership engine: sets, fractions, and "again until nothing changes". Obviously right, one hopes."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from fractions import Fraction
from itertools import groupby
from typing import NamedTuple

from debar.law.ownership import Holdings, Rule, Stake

UNKNOWN = ""


class Plain(NamedTuple):
    """What the twin says of one party."""

    verdict: str
    share: Fraction
    share_high: Fraction
    control: bool
    circular: bool
    if_joint: bool


def assess(holdings: Holdings, listed: Iterable[str], rule: Rule, on: date) -> dict[str, Plain]:
    """The verdict on every party."""
    sure = [one for one in holdings.stakes if one.held_on(on) and one.owner != one.owned]
    doubtful = [one for one in holdings.unread if one.held_on(on) and one.owner != one.owned]
    stakes = [*sure, *doubtful]
    listed = set(listed)
    parties = {id for stake in (*holdings.stakes, *holdings.unread) for id in (stake.owner, stake.owned)}
    parties |= listed | set(holdings.parties)
    parties.discard(UNKNOWN)
    groups = [listed] if rule.across_persons == "together" else [{person} for person in sorted(listed)]
    unknown = {UNKNOWN}

    def fixpoint(seeds: set[str], bound: str, only: str | None = None) -> set[str]:
        reached = set(seeds)
        while True:
            more = {company for company in parties if company not in reached and met(company, reached, bound, only)}
            if not more:
                return reached
            reached |= more

    def met(company: str, reached: Collection[str], bound: str, only: str | None = None) -> bool:
        return any(
            test.met_by(counted(company, test.interest, reached, bound))
            for test in rule.tests
            if only in (None, test.limb)
        )

    def counted(company: str, interest: str, reached: Collection[str], bound: str) -> Fraction:
        total = Fraction(0)
        for block in blocks(company, interest):
            if any(stake.owner in reached for stake in block):
                total += sum((getattr(stake, bound) for stake in block), Fraction(0))
        return total

    def blocks(company: str, interest: str) -> list[list[Stake]]:
        mine = [one for one in stakes if one.owned == company and one.interest == interest]
        if rule.joint == "own part":
            return [[one] for one in mine]
        alone = [[one] for one in mine if one.joint is None]
        joint = sorted((one for one in mine if one.joint is not None), key=lambda one: str(one.joint))
        return alone + [list(group) for _, group in groupby(joint, lambda one: one.joint)]

    def greatest(seeds: set[str]) -> set[str]:
        """The largest set that bears itself and that the seeds have a hand in."""
        members = parties | seeds
        while True:
            kept = {one for one in members if one in seeds or met(one, members, "high")}
            touched = set(seeds)
            while more := {
                stake.owned for block in all_blocks for stake in block
                if stake.owned in kept and stake.owned not in touched
                and any(one.owner in touched for one in block) and any(one.high for one in block)
            }:  # fmt: skip
                touched |= more
            if touched == members:
                return members
            members = touched

    all_blocks = [block for company in parties for test in rule.tests for block in blocks(company, test.interest)]
    surely = union(fixpoint(group, "low") for group in groups)
    maybe = union([*(fixpoint(group | unknown, "high") for group in groups), fixpoint(unknown, "high")])
    surely_owned = union(fixpoint(group, "low", "ownership") for group in groups)
    maybe_owned = union(
        [*(fixpoint(group | unknown, "high", "ownership") for group in groups), fixpoint(unknown, "high", "ownership")]
    )
    together = fixpoint(listed | unknown, "high")
    circle = greatest(listed | unknown) - together

    def share(company: str, bound: str) -> Fraction:
        seeds = [set(), *groups] if bound == "low" else [unknown, *(group | unknown for group in groups)]
        return max(
            (
                counted(company, test.interest, fixpoint(seed, bound), bound)
                for seed in seeds
                for test in rule.tests
                if test.limb == "ownership" and test.threshold is not None
            ),
            default=Fraction(0),
        )

    return {
        company: Plain(
            "blocked" if company in surely else "possible" if company in maybe else "not_blocked",
            share(company, "low"),
            share(company, "high"),
            (company in surely and company not in surely_owned)
            or (company in maybe - surely and company not in maybe_owned),
            company in circle,
            company in together - maybe,
        )
        for company in parties
    }


def union(sets: Iterable[set[str]]) -> set[str]:
    """All of them."""
    return set().union(*sets)
