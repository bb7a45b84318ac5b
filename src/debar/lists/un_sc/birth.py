"""Dates and places of birth of the UN list."""

from __future__ import annotations

import re

from lxml import etree

from debar.lists.draft import Draft, line, one_line
from debar.lists.tables import mapping
from debar.lists.un_sc.documents import date_in_words
from debar.model.dates import PartialDate, is_iso_prefix
from debar.model.entity import Dated

_YEARS = re.compile(r"(\d{4})\s*-\s*(\d{4})")
_NULL = "null"


def add_date_of_birth(draft: Draft, element: etree._Element) -> None:
    """Add one ``INDIVIDUAL_DATE_OF_BIRTH``: a day, a year, about a year, or between two."""
    fields = {str(child.tag): one_line(child.text or "") for child in element if child.text and child.text.strip()}
    kind = fields.pop("TYPE_OF_DATE", "")
    meaning = mapping("un_values.csv", "code", "value", "TYPE_OF_DATE").get(kind)
    if kind and meaning is None:
        draft.odd("unknown_value", "INDIVIDUAL_DATE_OF_BIRTH/TYPE_OF_DATE", kind)
    note = fields.pop("NOTE", "")
    draft.keep("INDIVIDUAL_DATE_OF_BIRTH/NOTE", note)
    value = fields.get("DATE") or fields.get("YEAR") or fields.get("FROM_YEAR")
    circa = meaning == "circa" or note.casefold().startswith(("approximately", "circa", "about"))
    if value is None:
        _add_words(draft, note, circa)
        return
    until = fields.get("TO_YEAR") if value == fields.get("FROM_YEAR") else None
    date = _checked(value, until, circa)
    if date is None:
        draft.odd("bad_value", "INDIVIDUAL_DATE_OF_BIRTH", line(kind, *fields.values()))
    else:
        draft.dates.append(Dated("birthDate", date))


def _add_words(draft: Draft, note: str, circa: bool) -> None:
    """A date of birth that stands in the note alone."""
    if not note:
        return
    date = date_in_words(note)
    if date is None:
        draft.event("bad_value", "INDIVIDUAL_DATE_OF_BIRTH/NOTE", note)
    else:
        draft.dates.append(Dated("birthDate", PartialDate(date.value, None, circa)))


def _checked(value: str, until: str | None, circa: bool) -> PartialDate | None:
    if not is_iso_prefix(value) or (until is not None and not is_iso_prefix(until)):
        return None
    if until is not None and until < value:
        return None
    return PartialDate(value, until if until != value else None, circa)


def add_place_of_birth(draft: Draft, element: etree._Element) -> None:
    """Add one ``INDIVIDUAL_PLACE_OF_BIRTH``."""
    place = line(*(one_line(element.findtext(tag) or "") for tag in ("STREET", "CITY", "STATE_PROVINCE")))
    _add_place(draft, place, element.findtext("COUNTRY"), "INDIVIDUAL_PLACE_OF_BIRTH/COUNTRY")
    draft.keep("INDIVIDUAL_PLACE_OF_BIRTH/NOTE", one_line(element.findtext("NOTE") or ""))


def add_birth_of_alias(draft: Draft, element: etree._Element) -> None:
    """What an alias says of birth: a further date and place of birth of the party."""
    words = (element.findtext("DATE_OF_BIRTH") or "").strip()
    years = _YEARS.fullmatch(words)
    if years is not None and years[1] < years[2]:
        draft.dates.append(Dated("birthDate", PartialDate(years[1], years[2])))
    elif words != _NULL and (date := draft.iso_date(words, f"{element.tag}/DATE_OF_BIRTH")) is not None:
        draft.dates.append(Dated("birthDate", date))
    city = one_line(element.findtext("CITY_OF_BIRTH") or "")
    _add_place(draft, city, element.findtext("COUNTRY_OF_BIRTH"), f"{element.tag}/COUNTRY_OF_BIRTH")


def _add_place(draft: Draft, place: str, country: str | None, field: str) -> None:
    draft.property("birthPlace", place)
    draft.country("birthCountry", one_line(country or ""), field)
