"""What stands inside a cell: dates, addresses and documents."""

from __future__ import annotations

import re

import msgspec

from debar.lists.us_csl.tables import labels
from debar.model.countries import code_of
from debar.model.dates import PartialDate, is_iso_prefix

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAY_MONTH_YEAR = re.compile(r"(?:(\d{1,2}) )?([A-Za-z]{3})[a-z]* (\d{4})")
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_DOCUMENT = re.compile(r"(?:(?P<country>[A-Z]{2}), )?(?P<dates>(?:\d{4}-\d\d-\d\d, ){0,2})(?P<number>.*)", re.DOTALL)


class Place(msgspec.Struct, frozen=True):
    """An address or place as given, with its country taken off where its last part is one."""

    full: str
    country: str | None = None
    given: str | None = None


class Document(msgspec.Struct, frozen=True):
    """One item of ``ids``: a document, a feature, or a note that OFAC files among them.

    Args:
        label: what the list calls it; None when the item bears no label that the tables know.
        number: its value.
        country, issued, expires: as given; a lone date of the CSV may be either, and then stands in ``note``.
        given: the whole item.
    """

    label: str | None
    number: str
    given: str
    country: str | None = None
    issued: str | None = None
    expires: str | None = None
    note: str | None = None


def partial_date(text: str) -> PartialDate | None:
    """A date in any of the ways that these lists write it, or None when it is no date.

    >>> str(partial_date("circa 1967")), str(partial_date("1958 to 1960")), str(partial_date("16 Jan 2017"))
    ('1967~', '1958/1960', '2017-01-16')
    >>> partial_date("31 Feb 2017") is None
    True
    """
    body = text.strip()
    circa = body.lower().startswith("circa ")
    start, to, end = (body[6:] if circa else body).partition(" to ")
    first, last = _iso(start), _iso(end.removeprefix("circa ")) if to else None
    if first is None or (to and last is None):
        return None
    date = PartialDate(first, last, circa)
    return date if date.earliest <= date.latest else None


def _iso(text: str) -> str | None:
    found = text.strip()
    if match := _SLASHED.fullmatch(found):
        found = f"{match[3]}-{int(match[1]):02}-{int(match[2]):02}"
    elif (match := _DAY_MONTH_YEAR.fullmatch(found)) and match[2].lower() in _MONTHS:
        month = _MONTHS.index(match[2].lower()) + 1
        found = f"{match[3]}-{month:02}" + (f"-{int(match[1]):02}" if match[1] else "")
    return found if is_iso_prefix(found) and "-00" not in found else None


def place(text: str) -> Place:
    """Take the country off an address or a place of birth.

    >>> place("Aljadriya, Baghdad, IQ")
    Place(full='Aljadriya, Baghdad', country='iq', given='IQ')
    >>> place("MT")
    Place(full='', country='mt', given='MT')
    """
    whole = text.strip()
    parts = whole.split(",")
    for size in (1, 2):
        given = ",".join(parts[-size:]).strip()
        code = code_of(given)
        if code is not None:
            return Place(",".join(parts[:-size]).strip(), code, given)
    return Place(whole)


def document(item: str) -> Document:
    """Read one item of the CSV's ``ids``: ``[country, ][expires, issued, ]number, label``.

    The number may hold commas itself, so it is read from both ends: a label from the tables at the end, and before the
    number only what can be nothing else. Notes and features have neither a country nor dates of their own.

    >>> document("JO, 2014-08-30, 2009-08-31, K475336, Passport").expires
    '2014-08-30'
    >>> document("Korea, North, Nationality of Registration").number
    'Korea, North'
    """
    number, comma, words = item.rpartition(", ")
    label = labels().get(words)
    if not comma or label is None:
        return Document(None, item, item)
    if label.kind != "identifier":
        return Document(words, number, item)
    match = _DOCUMENT.fullmatch(number)
    if match is None or not match["number"] or (match["country"] and code_of(match["country"]) is None):
        return Document(words, number, item)
    dates = [date for date in match["dates"].split(", ") if date]
    expires, issued = dates if len(dates) == 2 and dates[0] >= dates[1] else (None, None)
    note = "; ".join(dates) + " (issued or expires)" if dates and expires is None else None
    return Document(words, match["number"], item, match["country"], issued, expires, note)
