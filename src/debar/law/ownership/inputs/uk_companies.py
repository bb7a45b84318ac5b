"""Numbers of Companies House, and who its entries are."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from debar.law.ownership.inputs.tables import table
from debar.model.countries import code_of

_DIGITS = re.compile(r"\d{1,8}")
# SC, NI, OC, SO, NC, LP, SL, NL, FC, SF, NF, OE, RC, IP, CE …; of Northern Ireland's oldest companies R and seven digits.
_PREFIXED = re.compile(r"([A-Z]{2})(\d{1,6})|(R)(\d{1,7})")


def company_id(number: str) -> str:
    """The party id of the company with this number.

    >>> company_id("1234567"), company_id("sc 12345"), company_id("R0000123")
    ('gb-coh-01234567', 'gb-coh-SC012345', 'gb-coh-R0000123')
    """
    return f"gb-coh-{_normal(number) or number.strip().upper()}"


@lru_cache(1 << 14)
def company_in(number: str, country: str | None, place: str | None) -> str | None:
    """The party id of a company by the register that it is said to be entered in; None where that is not Companies House.

    >>> company_in("1234567", "England", "Companies House"), company_in("1234567", None, "uk register of companies")
    ('gb-coh-01234567', 'gb-coh-01234567')
    >>> company_in("1234567", "Jersey", "Jersey Companies Registry") is None
    True
    """
    normal = _normal(number)
    if normal is None:
        return None
    where = register_country(country)
    if where is not None:
        return f"gb-coh-{normal}" if where == "gb" else None
    words = _folded(place)
    return f"gb-coh-{normal}" if words and any(one.search(words) for one in _patterns("register")) else None


@lru_cache(1 << 14)
def is_government(name: str) -> bool:
    """Whether a legal person's name is that of a government or a part of one.

    >>> is_government("Secretary of State for Transport"), is_government("The Wellcome Trust")
    (True, False)
    """
    words = _folded(name)
    return any(one.search(words) for one in _patterns("government"))


@cache
def _patterns(what: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(row["pattern"]) for row in table("psc_words.csv") if row["is"] == what)


@lru_cache(1 << 14)
def register_country(words: str | None) -> str | None:
    """The country of a register, as owners write it.

    >>> register_country("England & Wales"), register_country("JERSEY"), register_country("Delaware")
    ('gb', 'je', None)
    """
    folded = _folded(words)
    if not folded:
        return None
    return "gb" if any(one.fullmatch(folded) for one in _patterns("country")) else code_of(folded)


def _folded(words: str | None) -> str:
    return " ".join((words or "").casefold().replace("&", " and ").split())


def _normal(number: str) -> str | None:
    bare = re.sub(r"[\s.\-/]", "", number).upper()
    if _DIGITS.fullmatch(bare):
        return bare.zfill(8)
    match = _PREFIXED.fullmatch(bare)
    if match is None:
        return None
    prefix, digits = (match[1], match[2]) if match[1] else (match[3], match[4])
    return prefix + digits.zfill(8 - len(prefix))
