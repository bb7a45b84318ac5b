"""Identity documents of the UN list: type, number, country and validity, wherever the entry has put them."""

from __future__ import annotations

import re
from datetime import datetime

from lxml import etree

from debar.lists.draft import Draft, line, one_line
from debar.lists.tables import patterns
from debar.model.countries import code_of
from debar.model.dates import PartialDate
from debar.model.entity import Identifier

_TABLE = "un_documents.csv"
_UNTYPED = "idNumber"


def add_document(draft: Draft, element: etree._Element) -> None:
    """Add one ``INDIVIDUAL_DOCUMENT``; an empty one is nothing, one without a number is kept as given."""
    fields = {str(child.tag): one_line(child.text or "") for child in element if child.text and child.text.strip()}
    if not fields:
        return
    prop = _property(draft, fields)
    number = _number(draft, fields)
    country = _country(draft, fields, number)
    note = line(number.get("note"), fields.get("NOTE"), _place_of_issue(fields))
    types = dict.fromkeys((fields.get("TYPE_OF_DOCUMENT"), fields.get("TYPE_OF_DOCUMENT2"), number.get("label")))
    label = line(*types)
    if "number" not in number:
        draft.keep("INDIVIDUAL_DOCUMENT", line(*fields.values()))
        draft.event("bad_value", "INDIVIDUAL_DOCUMENT/NUMBER", line(*fields.values()))
        return
    issued = draft.iso_date(fields.get("DATE_OF_ISSUE"), "INDIVIDUAL_DOCUMENT/DATE_OF_ISSUE") or _said(note, "issued")
    draft.identifiers.append(
        Identifier(
            number.get("property") or prop,
            number["number"],
            country,
            label or None,
            issued,
            _said(note, "expires"),
            note or None,
        )
    )


def _property(draft: Draft, fields: dict[str, str]) -> str:
    """By the second type where it says more than the first."""
    first = fields.get("TYPE_OF_DOCUMENT", "")
    prop = next((row["property"] for pattern, row in patterns(_TABLE, "type") if pattern.fullmatch(first)), None)
    if prop is None and first:
        draft.odd("unknown_value", "INDIVIDUAL_DOCUMENT/TYPE_OF_DOCUMENT", first)
    for pattern, row in patterns(_TABLE, "notetype"):
        if pattern.fullmatch(fields.get("NOTE", "")):
            return row["property"]
    second = fields.get("TYPE_OF_DOCUMENT2", "")
    if second:
        found = next((row for pattern, row in patterns(_TABLE, "type2") if pattern.fullmatch(second)), None)
        if found is None:
            draft.odd("unknown_value", "INDIVIDUAL_DOCUMENT/TYPE_OF_DOCUMENT2", second)
        elif found["property"]:
            return found["property"]
    return prop or _UNTYPED


def _number(draft: Draft, fields: dict[str, str]) -> dict[str, str]:
    """The number and what stands around it; from the second type or the note where there is no number field."""
    given = fields.get("NUMBER")
    if given is not None:
        return _taken_apart("number", given, whole=True) or {"number": given}
    for field in ("TYPE_OF_DOCUMENT2", "NOTE"):
        text = fields.get(field, "")
        found = _taken_apart("number" if field != "NOTE" else "notenumber", text, whole=field != "NOTE")
        if found:
            draft.event("repaired", f"INDIVIDUAL_DOCUMENT/{field}", text)
            return found
    return {}


def _taken_apart(field: str, text: str, *, whole: bool) -> dict[str, str]:
    for pattern, row in patterns(_TABLE, field):
        match = pattern.fullmatch(text) if whole else pattern.search(text)
        if match is not None:
            found = {key: value.strip() for key, value in match.groupdict().items() if value and value.strip()}
            return found | ({"property": row["property"]} if row["property"] else {})
    return {}


def _country(draft: Draft, fields: dict[str, str], number: dict[str, str]) -> str | None:
    """As the entry says, or as the words before the number do ("Libyan passport No. …")."""
    issuing = fields.get("ISSUING_COUNTRY")
    if issuing:
        code = draft.code(issuing, "INDIVIDUAL_DOCUMENT/ISSUING_COUNTRY")
        if code is None:
            draft.keep("INDIVIDUAL_DOCUMENT/ISSUING_COUNTRY", issuing)
        return code
    place = fields.get("COUNTRY_OF_ISSUE")
    if place:
        code = draft.code(place, "INDIVIDUAL_DOCUMENT/COUNTRY_OF_ISSUE")
        if code is None:
            draft.keep("INDIVIDUAL_DOCUMENT/COUNTRY_OF_ISSUE", place)
        return code
    return code_of(number["country"]) if "country" in number else None


def _place_of_issue(fields: dict[str, str]) -> str | None:
    place = line(fields.get("CITY_OF_ISSUE"), fields.get("COUNTRY_OF_ISSUE"))
    return f"issued in {place}" if place else None


def _said(note: str, what: str) -> PartialDate | None:
    """The date that a note gives after such words as "expired on"."""
    for pattern, _ in patterns(_TABLE, "note"):
        match = pattern.search(note)
        if match is not None and match.groupdict().get(what):
            return date_in_words(match[what])
    return None


def date_in_words(text: str) -> PartialDate | None:
    """A date such as ``18 Feb. 2013``, ``10 April 2018`` or ``Nov. 1973``; None where it is none.

    >>> str(date_in_words("18 Feb. 2013")), str(date_in_words("August 1961")), date_in_words("30-35 years old")
    ('2013-02-18', '1961-08', None)
    """
    match = re.fullmatch(r"(?:(\d{1,2}) )?([A-Za-z]{3,9})\.? (\d{4})", text.strip())
    if match is None:
        return None
    day, month, year = match.groups()
    try:
        date = datetime.strptime(f"{day or 1} {month[:3]} {year}", "%d %b %Y").date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return None
    return PartialDate(date.isoformat() if day else f"{date:%Y-%m}")
