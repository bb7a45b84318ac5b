"""Shares as inputs write them, as exact intervals.

A `Stake` has closed bounds. Registers speak of open ones too: "more than 25 per cent", "less than 75 per cent". Such a
bound is drawn in by a `HAIR`, so that "more than 50 per cent" is more than a half in every comparison, two holders of
"more than 25 per cent" hold more than a half together, and "less than 75 per cent" never reaches three quarters. The
hair is smaller than one share of any company with fewer than half a million million shares, and no law draws a line
between a share and that share plus a hair. `in_words` and `without_hair` take it out again.
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

_PLACES = 10**6
_MOST_HAIRS = 20
HAIR = Fraction(1, 10**12)
"""How far an open bound is drawn in. A power of ten, so that shares keep denominators that fit machine integers."""


class Share(NamedTuple):
    """A share of the whole, from ``low`` to ``high``, both included."""

    low: Fraction
    high: Fraction


UNKNOWN = Share(Fraction(0), Fraction(1))
"""Some share, nobody says how much: it could be anything, so verdicts that rest on it are "possible" at most."""
WHOLE = Share(Fraction(1), Fraction(1))

_NUMBER = r"\d+(?:[.,]\d+)?"
_BOUND = rf"(?P<{{0}}sign>>=|<=|>|<|≥|≤)?\s*(?P<{{0}}number>{_NUMBER})\s*(?:%|per ?cent|percent)?"
_ONE = re.compile(_BOUND.format("a"))
_TWO = re.compile(_BOUND.format("a") + r"\s*(?:-|–|—|to|and|,|\.\.)\s*" + _BOUND.format("b"))
_WORDS = (
    (re.compile(r"\b(?:not less than|no less than|at least|minimum|min\.?)\s*"), ">="),
    (re.compile(r"\b(?:not more than|no more than|at most|up to|maximum|max\.?)\s*"), "<="),
    (re.compile(r"\b(?:more than|greater than|over|above)\s*"), ">"),
    (re.compile(r"\b(?:less than|under|below)\s*"), "<"),
    (re.compile(r"^(?:between|from)\s+"), ""),
)
_OR_MORE = re.compile(rf"({_NUMBER})\s*(?:%|per ?cent|percent)?\s*(?:\+|or more|or over|and over)")
_OR_LESS = re.compile(rf"({_NUMBER})\s*(?:%|per ?cent|percent)?\s*(?:or less|or under)")
_SIGNED = {"≥": ">=", "≤": "<="}


def above(share: Fraction) -> Fraction:
    """The least share that counts as more than this one."""
    return share + HAIR


def below(share: Fraction) -> Fraction:
    """The greatest share that counts as less than this one."""
    return share - HAIR


def of_percent(number: Decimal | int | str) -> Fraction:
    """A number of per cents, exactly.

    >>> of_percent("33.3"), of_percent(Decimal("0.1"))
    (Fraction(333, 1000), Fraction(1, 1000))
    """
    return Fraction(number) / 100


@lru_cache(1 << 14)
def in_percent(number: Decimal) -> Fraction | None:
    """A number of per cents from a file; None where it is not from 0 to 100, or written with absurd precision.

    >>> in_percent(Decimal("33.3")), in_percent(Decimal("-1")), in_percent(Decimal("1E-999999"))
    (Fraction(333, 1000), None, None)
    """
    if not number.is_finite() or not 0 <= number <= 100:
        return None
    digits = number.as_tuple().exponent
    # A denominator of a million digits would cost the whole run; no register gives shares to thirty.
    return of_percent(number) if isinstance(digits, int) and digits >= -30 else None


def checked(low: Fraction, high: Fraction) -> Share | None:
    """The interval; None where it is none, or reaches below 0 or above 1.

    >>> checked(Fraction(1, 4), Fraction(1, 2))
    Share(low=Fraction(1, 4), high=Fraction(1, 2))
    >>> checked(Fraction(1, 2), Fraction(1, 4)) is None, checked(Fraction(0), Fraction(3, 2)) is None
    (True, True)
    """
    return Share(low, high) if 0 <= low <= high <= 1 else None


@lru_cache(1 << 14)
def share_in(text: str) -> Share | None:
    """The share that a text names in per cents: a number, a range, a bound, in signs or in words; None where it names none.

    >>> share_in("51 %"), share_in("12,5") == share_in("12.5%")
    (Share(low=Fraction(51, 100), high=Fraction(51, 100)), True)
    >>> share_in("25-50"), share_in(">=75") == share_in("75% or more")
    (Share(low=Fraction(1, 4), high=Fraction(1, 2)), True)
    >>> share_in("more than 25% but not more than 50%") == share_in(">25 - <=50")
    True
    >>> share_in("a majority") is None, share_in("150%") is None
    (True, True)
    """
    words = " ".join(text.casefold().replace("\u00a0", " ").split()).replace(" but ", " and ")
    if match := _OR_MORE.fullmatch(words):
        words = f">={match[1]}"
    elif match := _OR_LESS.fullmatch(words):
        words = f"<={match[1]}"
    for pattern, sign in _WORDS:
        words = pattern.sub(sign, words)
    if match := _ONE.fullmatch(words):
        return _bounded([_bound(match, "a")], ranged=False)
    if match := _TWO.fullmatch(words):
        return _bounded([_bound(match, "a"), _bound(match, "b")], ranged=True)
    return None


def may_be_a_fraction(text: str) -> bool:
    """Whether a bare number may be meant as a fraction of the whole as well as per cents: ``0.75``.

    >>> may_be_a_fraction("0.75"), may_be_a_fraction("0.75%"), may_be_a_fraction("1"), may_be_a_fraction("0")
    (True, False, False, False)
    """
    body = text.strip().replace(",", ".")
    return re.fullmatch(r"0?\.\d*[1-9]\d*", body) is not None


def without_hair(share: Fraction) -> tuple[Fraction, str]:
    """A bound as it was before it was drawn in, and ``>`` or ``<`` where it was; sums of such bounds too.

    >>> without_hair(above(Fraction(1, 4))), without_hair(below(Fraction(3, 4)) - HAIR)
    ((Fraction(1, 4), '>'), (Fraction(3, 4), '<'))
    >>> without_hair(Fraction(1, 3))
    (Fraction(1, 3), '')
    """
    if share.denominator <= _PLACES:
        return share, ""
    near = Fraction(round(share * _PLACES), _PLACES)
    hairs = (share - near) / HAIR
    if hairs.denominator != 1 or abs(hairs) > _MOST_HAIRS:
        return share, ""
    return near, ">" if hairs > 0 else "<"


def in_words(low: Fraction, high: Fraction) -> str:
    """An interval for people, open bounds named as such.

    >>> in_words(above(Fraction(1, 4)), Fraction(1, 2)), in_words(Fraction(3, 4), Fraction(1))
    ('more than 25 % up to 50 %', '75 % or more')
    >>> in_words(Fraction(1, 3), Fraction(1, 3)), in_words(*UNKNOWN)
    ('33.3333 %', 'an unknown share')
    """
    (least, over), (most, under) = without_hair(low), without_hair(high)
    if low == high:
        return f"{_percent(low)} %"
    lower = f"more than {_percent(least)} %" if over else f"{_percent(least)} %"
    if high == 1:
        return "an unknown share" if low == 0 else lower if over else f"{lower} or more"
    upper = f"less than {_percent(most)} %" if under else f"up to {_percent(most)} %"
    if low == 0:
        return upper
    return f"{lower} {'but ' if under else ''}{upper}"


def _percent(share: Fraction) -> str:
    return f"{float(share * 100):.4f}".rstrip("0").rstrip(".")


def _bound(match: re.Match[str], group: str) -> tuple[str, Fraction]:
    sign = match[f"{group}sign"] or ""
    return _SIGNED.get(sign, sign), of_percent(match[f"{group}number"].replace(",", "."))


def _bounded(bounds: list[tuple[str, Fraction]], *, ranged: bool) -> Share | None:
    low, high = UNKNOWN
    for place, (sign, number) in enumerate(bounds):
        if not sign and not ranged:
            return checked(number, number)
        if sign.startswith(">") or (not sign and place == 0):
            low = above(number) if sign == ">" else number
        else:
            high = below(number) if sign == "<" else number
    return checked(low, high)
