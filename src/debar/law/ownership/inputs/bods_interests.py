"""The interests of a BODS relationship as stakes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cache
from types import MappingProxyType
from typing import NamedTuple, cast

from debar.law.ownership import stakes
from debar.law.ownership.inputs.bods_statements import Interest, Share
from debar.law.ownership.inputs.items import Item, Remarks
from debar.law.ownership.inputs.spans import Span
from debar.law.ownership.inputs.tables import table
from debar.law.ownership.shares import UNKNOWN, WHOLE, above, below, checked, in_percent
from debar.law.ownership.shares import Share as Interval
from debar.law.ownership.stakes import Notice, Stake


class Meaning(NamedTuple):
    """What a type of interest is.

    Args:
        interest: what is held, or ``none``.
        counts: ``full``; ``beside``: in full unless shares are held beside it; ``perhaps``: from nothing up; ``had``: it is
            had or not had; ``no``.
        note: why.
    """

    interest: str
    counts: str
    note: str


@cache
def types() -> Mapping[str, Meaning]:
    """Every type of interest that the table has.

    >>> types()["votingRights"].interest, types()["boardChair"].interest
    ('votes', 'none')
    """
    rows = table("bods_interests.csv")
    return MappingProxyType({row["type"]: Meaning(row["interest"], row["counts"], row["note"]) for row in rows})


def is_holding(interest: Interest) -> bool:
    """Whether an interest gives a stake; one of an unknown type does.

    >>> is_holding(Interest(type="shareholding")), is_holding(Interest(type="boardChair"))
    (True, False)
    """
    meaning = types().get(interest.type or "")
    return meaning is None or meaning.interest != "none"


def stake_of(
    interest: Interest,
    ends: tuple[str, str],
    when: Span,
    *,
    indirect: bool,
    beside_shares: bool,
    document: str,
    origin: str,
    remarks: Remarks,
) -> Iterator[Item]:
    """The stake of an interest, with what must be said of it.

    Args:
        ends: owner and owned.
        indirect: held through others that do not stand in the data; its figure says nothing about what they hold.
        beside_shares: the same holder is said to have shares too.
    """
    if when.problem:
        yield Notice("stake.dates", origin, when.problem, ends[1], field="endDate")
    meaning = types().get(interest.type or "")
    if meaning is None:
        text = f"{interest.type!r} is no type of interest that debar knows; counted as a stake of unknown share"
        yield Notice("bods.unknown-interest", origin, text, ends[1], field="interests.type")
        meaning = Meaning("shares", "perhaps", "")
    if meaning.interest == "none":
        remarks.count("bods.no-stake", origin, f"{interest.type} is no holding: {meaning.note}")
        return
    share = WHOLE
    if meaning.interest in ("shares", "votes"):
        found = interval(interest.share)
        share = UNKNOWN if isinstance(found, str) else found
        if isinstance(found, str):
            yield Notice("stake.share", origin, f"{found}; counted as a stake of unknown share", ends[1], field="share")
        elif share == UNKNOWN:
            remarks.count("bods.no-share", origin, f"no share is declared of {interest.type}; it is counted as unknown")
        share = UNKNOWN if indirect and share != WHOLE else share
    if meaning.counts == "perhaps" or (meaning.counts == "beside" and beside_shares) or not when.certain:
        share = Interval(UNKNOWN.low, share.high)
    held = cast("stakes.Interest", meaning.interest)
    yield Stake(*ends, share.low, share.high, held, when.start, when.end, None, document, origin)


def interval(given: Share | None) -> Interval | str:
    """A declared share as an interval; a sentence where it cannot be one.

    >>> interval(Share(exact=Decimal("33.3")))
    Share(low=Fraction(333, 1000), high=Fraction(333, 1000))
    >>> interval(Share(minimum=Decimal(50), maximum=Decimal(25)))
    'the share goes from 50 to 25 per cent'
    >>> interval(Share(exact=Decimal(120)))
    'the share is 120 per cent'
    """
    if given is None:
        return UNKNOWN
    if given.exact is not None:
        exact = in_percent(given.exact)
        return Interval(exact, exact) if exact is not None else f"the share is {given.exact} per cent"
    low, low_given = _lower(given)
    high, high_given = _upper(given)
    found = None if low is None or high is None else checked(low, high)
    return found or f"the share goes from {low_given} to {high_given} per cent"


def _lower(given: Share) -> tuple[Fraction | None, Decimal]:
    exclusive = given.exclusive_minimum
    if isinstance(exclusive, Decimal):
        bound = in_percent(exclusive)
        return None if bound is None else above(bound), exclusive
    number = given.minimum if given.minimum is not None else Decimal(0)
    bound = in_percent(number)
    return above(bound) if exclusive and bound is not None and given.minimum is not None else bound, number


def _upper(given: Share) -> tuple[Fraction | None, Decimal]:
    """Before version 0.4 a maximum was exclusive unless said otherwise; who left it unsaid seldom meant it, so it counts
    as inclusive, which is the wider reading."""
    exclusive = given.exclusive_maximum
    if isinstance(exclusive, Decimal):
        bound = in_percent(exclusive)
        return None if bound is None else below(bound), exclusive
    number = given.maximum if given.maximum is not None else Decimal(100)
    bound = in_percent(number)
    return below(bound) if exclusive and bound is not None and given.maximum is not None else bound, number
