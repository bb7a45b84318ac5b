"""Percentages, exactly: text to fractions of the whole and back. No floating point anywhere: 1/3 and 1/6 are a half."""

from __future__ import annotations

import re
from fractions import Fraction

from debar.errors import BadRow
from debar.law.ownership.shares import without_hair

_NUMBER = re.compile(r"([0-9]{1,20})(?:[.,]([0-9]{1,20}))?|[.,]([0-9]{1,20})")
_FRACTION = re.compile(r"([0-9]{1,20}) ?/ ?([0-9]{1,20})")
_BAND = re.compile(r"([^-–]+)[-–]([^-–]+)")
_WHOLE = Fraction(1)


def share_of(text: str, field: str = "percent") -> Fraction:
    """A percentage as a fraction of the whole, 0 to 1. A comma is a decimal one: there is no percentage in thousands.

    >>> share_of("50"), share_of("24.99 %"), share_of("33,3%"), share_of("100/3"), share_of("1/3%")
    (Fraction(1, 2), Fraction(2499, 10000), Fraction(333, 1000), Fraction(1, 3), Fraction(1, 300))

    Raises:
        BadRow: it is no number, or not between 0 and 100.
    """
    plain = text.strip().removesuffix("%").rstrip()
    negative = plain[:1] in ("-", "−", "–")
    number = _read(plain[1:].lstrip() if negative else plain)
    if number is None:
        got = repr(text if len(text) <= 60 else text[:57] + "…")
        rule = f"{field} must be a number, such as 50, 24.99, 33.3% or 100/3"
        raise BadRow(field, rule=rule, got=got, fix="write the share in per cent")
    if negative and number:
        raise BadRow(field, rule=f"{field} must not be negative", got=repr(text))
    if number > _WHOLE:
        raise BadRow(field, rule=f"{field} must not be over 100", got=repr(text))
    return number


def band_of(text: str, field: str = "percent") -> tuple[Fraction, Fraction]:
    """A percentage or a band of two (``25-50``) as its lowest and highest share.

    >>> band_of("25-50 %"), band_of("50")
    ((Fraction(1, 4), Fraction(1, 2)), (Fraction(1, 2), Fraction(1, 2)))

    Raises:
        BadRow: it is neither.
    """
    parts = _BAND.fullmatch(text.strip())
    if parts is None:
        share = share_of(text, field)
        return share, share
    return share_of(parts[1], field), share_of(parts[2], field)


def text_of(low: Fraction, high: Fraction) -> str:
    """A share or band of shares as text, exactly: decimals where they end, a fraction of per cent where they do not.

    >>> from debar.law.ownership.shares import above, below
    >>> text_of(Fraction(1, 2), Fraction(1, 2)), text_of(Fraction(1, 3), Fraction(1, 3)), text_of(Fraction(1, 4), Fraction(1, 2))
    ('50', '100/3', '25-50')
    >>> text_of(above(Fraction(1, 4)), Fraction(1, 2)), text_of(above(Fraction(1, 2)), below(Fraction(3, 4)))
    ('>25-50', '>50-<75')
    """
    return _text(low) if low == high else f"{_text(low)}-{_text(high)}"


def about(low: Fraction, high: Fraction) -> str:
    """The same with four decimals at most, cut and never rounded, so that 49.99999 does not become 50.

    >>> about(Fraction(1, 3), Fraction(1, 3)), about(Fraction(499999999, 10**9), Fraction(1, 2))
    ('33.3333…', '49.9999…-50')
    """
    return _about(low) if low == high else f"{_about(low)}-{_about(high)}"


def _about(share: Fraction) -> str:
    cut = Fraction(int(share * 1_000_000), 1_000_000)
    return _text(share) if cut == share or without_hair(share)[1] else f"{_text(cut)}…"


def _text(share: Fraction) -> str:
    """An open bound (`debar.law.ownership.shares`) has its sign before it."""
    plain, sign = without_hair(share)
    return f"{sign}{_exactly(plain)}"


def _exactly(share: Fraction) -> str:
    percent = share * 100
    places, rest = 0, percent.denominator
    for prime in (2, 5):
        power = 0
        while rest % prime == 0:
            rest //= prime
            power += 1
        places = max(places, power)
    if rest != 1 or places > 12:
        return f"{percent.numerator}/{percent.denominator}"
    if places == 0:
        return str(percent.numerator)
    digits = str(percent.numerator * 10**places // percent.denominator).rjust(places + 1, "0")
    return f"{digits[:-places]}.{digits[-places:]}"


def _read(text: str) -> Fraction | None:
    """A percentage without its sign, as a share of the whole; None where it is no number."""
    if parts := _NUMBER.fullmatch(text):
        decimals = parts[2] or parts[3] or ""
        return Fraction(int((parts[1] or "0") + decimals), 100 * 10 ** len(decimals))
    if (parts := _FRACTION.fullmatch(text)) and int(parts[2]):
        return Fraction(int(parts[1]), 100 * int(parts[2]))
    return None
