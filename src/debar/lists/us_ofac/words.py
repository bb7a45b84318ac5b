"""OFAC's words for dates, countries and numbers of documents."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from debar.lists.us_ofac.tables import no_countries
from debar.model import countries
from debar.model.dates import PartialDate

_MONTHS = {
    name: number
    for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), start=1)  # noqa: SIM905
}
_DAY = r"(?:\d{1,2} )?(?:[A-Z][a-z]{2,8} )?\d{4}"
_POINT = re.compile(r"(?:(?:(\d{1,2}) )?([A-Za-z]{3,9}) )?(\d{4})")
_SPAN = re.compile(rf"(?P<circa>circa )?(?P<start>{_DAY})(?:(?: to |-)(?P<end>{_DAY}))?")
_WHEN = rf"(?:circa )?{_DAY}(?: to {_DAY})?"
_VALIDITY = re.compile(rf"(?P<body>.+?)(?: issued (?P<issued>{_WHEN}))?(?: expires (?P<expires>{_WHEN}))?")
_NOTED = re.compile(r"(?P<body>.+?) (?P<note>(?:issued|expires) .+)")
_IN_BRACKETS = re.compile(r"(?P<body>.*\S) +\((?P<words>[^()]*)\)")


class Number(NamedTuple):
    """A document number; country and dates are in OFAC's words."""

    value: str
    country: str | None = None
    issued: str | None = None
    expires: str | None = None
    note: str | None = None


def date_of(text: str) -> PartialDate | None:
    """The date that OFAC writes, or None.

    >>> str(date_of("circa 1952")), str(date_of("17 Feb 1965")), str(date_of("1950 to 1955"))
    ('1952~', '1965-02-17', '1950/1955')
    >>> date_of("31 Feb 1965") is None
    True
    """
    match = _SPAN.fullmatch(text.strip())
    if match is None:
        return None
    start, end = _point(match["start"]), _point(match["end"]) if match["end"] else None
    if start is None or (match["end"] and end is None):
        return None
    try:
        span = start if end is None else f"{start}/{end}"
        return PartialDate.parse(f"{span}~" if match["circa"] else span)
    except ValueError:
        return None


def _point(text: str) -> str | None:
    match = _POINT.fullmatch(text)
    if match is None:
        return None
    day, month, year = match.groups()
    if month is None:
        return year
    number = _MONTHS.get(month[:3].lower())
    if number is None:
        return None
    return f"{year}-{number:02}" if day is None else f"{year}-{number:02}-{int(day):02}"


@lru_cache(maxsize=4096)
def country_of(words: str) -> str | None:
    """The country's code, or None; OFAC prefixes what is no country of its own with ``Region:``.

    >>> country_of("Korea, North"), country_of("undetermined")
    ('kp', None)
    """
    if says_no_country(words):
        return None
    return countries.code_of(words) or countries.code_of(words.removeprefix("Region: "))


def says_no_country(words: str) -> bool:
    """Whether the words say that there is no country to name."""
    return words in no_countries()


def number_of(text: str) -> Number:
    """Take a document number apart.

    >>> number_of("A123 (Dubai) (United Arab Emirates) expires 02 Jan 2020")
    Number(value='A123', country='United Arab Emirates', issued=None, expires='02 Jan 2020', note='Dubai')
    """
    match = _VALIDITY.fullmatch(text)
    if match is None:
        return Number(text)
    body, notes, country = match["body"], [], None
    noted = _NOTED.fullmatch(body)
    if noted is not None:
        body, notes = noted["body"], [noted["note"]]
    while (bracket := _IN_BRACKETS.fullmatch(body)) is not None:
        body, words = bracket["body"], bracket["words"]
        if country is None and country_of(words) is not None:
            country = words
        else:
            notes.insert(0, words)
    return Number(body, country, match["issued"], match["expires"], "; ".join(notes) or None)
