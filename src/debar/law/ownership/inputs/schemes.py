"""Identifier schemes (``GB-COH``, ``XI-LEI``, ``RUS-PASSPORT``) as FollowTheMoney properties."""

from __future__ import annotations

from fnmatch import fnmatchcase
from functools import cache, lru_cache
from typing import NamedTuple

from debar.law.ownership.inputs.tables import table
from debar.model.countries import code_of

_NOT_COUNTRIES = frozenset({"XI", "XM", "XR"})
"""What org-id.guide writes before schemes that belong to no country."""


class Scheme(NamedTuple):
    """What the identifiers of a scheme are; ``country`` is that of the register, where the scheme has one."""

    property: str
    country: str | None


@lru_cache(1 << 12)
def scheme(name: str) -> Scheme | None:
    """The scheme of that name; None where the table does not know it.

    >>> scheme("GB-COH"), scheme("RUS-PASSPORT")
    (Scheme(property='registrationNumber', country='gb'), Scheme(property='passportNumber', country='ru'))
    >>> scheme("DE-CR"), scheme("XI-SOMETHING") is None, scheme("MISC-Own register") is None
    (Scheme(property='registrationNumber', country='de'), True, True)
    """
    given = name.strip().upper()
    before = given.partition("-")[0]
    for pattern, prop, country in _schemes():
        if not fnmatchcase(given, pattern):
            continue
        if country != "*":
            return Scheme(prop, country or None)
        code = None if before in _NOT_COUNTRIES else code_of(before)
        if code is not None:
            return Scheme(prop, code)
    return None


@cache
def _schemes() -> tuple[tuple[str, str, str], ...]:
    return tuple((row["scheme"], row["property"], row["country"]) for row in table("identifier_schemes.csv"))
