"""The reference part of OFAC's Advanced XML: value sets, locations, documents, entries and relations.

The document is relational: parties point by number at values that stand before them (reference values, locations,
documents) and after them (relations, entries). This module gathers what is pointed at, in small tuples; a first pass
over the file fills it, a second one reads the parties.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from lxml import etree

from debar.errors import ListMalformed
from debar.lists.files import ListFile
from debar.lists.us_ofac.facts import Feature, Place, locality
from debar.lists.us_ofac.tables import rows
from debar.lists.xml import iterate, local, text_of

_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()  # noqa: SIM905
SECTIONS_ASIDE = ("Location", "IDRegDocument", "ProfileRelationship", "SanctionsEntry")
_YEAR_END = ("12", "31")


@cache
def meanings() -> Mapping[tuple[str, str], str]:
    """``(value set, value)`` to what it means here."""
    return MappingProxyType({(row["set"], row["value"]): row["meaning"] for row in rows("advanced_values.csv")})


class Entry:
    """A SanctionsEntry: what puts a party on a list."""

    def __init__(self) -> None:
        self.list_name = ""
        self.programs: list[str] = []
        self.legal_basis: list[str] = []
        self.listed_on: str | None = None
        self.notes: list[str] = []


class Values:
    """Everything that parties point at."""

    def __init__(self) -> None:
        self.published: str | None = None
        self.words: dict[tuple[str, str], str] = {}
        self.parents: dict[tuple[str, str], str] = {}
        self.countries: dict[str, str] = {}
        self.scripts: dict[str, str] = {}
        self.places: dict[str, Place] = {}
        self.documents: dict[str, list[Feature]] = {}
        self.entries: dict[str, Entry] = {}
        self.relations: dict[str, list[tuple[str, str, str]]] = {}
        self.names: dict[str, str] = {}

    def word(self, value_set: str, number: str | None) -> str:
        """The words of a reference value, or its bare number where the file does not define it."""
        return self.words.get((value_set, number or ""), number or "")

    def meaning(self, value_set: str, number: str | None) -> str | None:
        """What a reference value means here, or None when the table does not know it."""
        return meanings().get((value_set, self.word(value_set, number)))

    def list_names(self) -> Counter[str]:
        """How many entries each list has."""
        return Counter(entry.list_name for entry in self.entries.values())


def gather(file: ListFile) -> Values:
    """The first pass.

    Raises:
        ListTruncated, ListMalformed: as `iterate`; or there is no date of issue.
    """
    found = Values()
    takers = {
        "Location": _take_location,
        "IDRegDocument": _take_document,
        "ProfileRelationship": _take_relation,
        "SanctionsEntry": _take_entry,
        "Profile": _take_name,
    }
    for element in iterate(file, ("DateOfIssue", "ReferenceValueSets", *SECTIONS_ASIDE, "Profile")):
        tag = local(element)
        if tag == "DateOfIssue":
            found.published = iso_date(element)
        elif tag == "ReferenceValueSets":
            _take_references(element, found)
        else:
            takers[tag](element, found)
    if found.published is None:
        raise ListMalformed(file.name, got="no DateOfIssue", fix="download the file again")
    return found


def _take_references(element: etree._Element, found: Values) -> None:
    for value_set in element.iterchildren("{*}*"):
        for value in value_set.iterchildren("{*}*"):
            number, tag = value.get("ID"), local(value)
            if number is None:
                continue
            words = (value.text or "").strip()
            found.words[tag, number] = value.get("LegalBasisShortRef") or words
            if tag == "PartySubType":
                found.parents[tag, number] = value.get("PartyTypeID") or ""
            elif tag == "AreaCode":
                found.countries[number] = value.get("Description") or words
            elif tag == "Script":
                found.scripts[number] = value.get("ScriptCode") or ""


def _take_location(element: etree._Element, found: Values) -> None:
    parts: dict[str, list[str]] = {}
    for part in element.iterfind("{*}LocationPart"):
        kind = found.meaning("LocPartType", part.get("LocPartTypeID")) or "street"
        for value in part.iterfind("{*}LocationPartValue"):
            if value.get("Primary", "true") == "true" and (text := text_of(value, "{*}Value")):
                parts.setdefault(kind, []).append(text)
    country = element.find("{*}LocationCountry")
    area = element.find("{*}LocationAreaCode")
    words = ""
    if country is not None:
        words = found.word("Country", country.get("CountryID"))
    elif area is not None:
        words = found.countries.get(area.get("AreaCodeID", ""), "")
    street, city, region, postal_code = (
        ", ".join(parts.get(name, ())) or None for name in ("street", "city", "region", "postal_code")
    )
    place = Place(street or "", locality(city, region, postal_code), words, city, region, postal_code)
    found.places[element.get("ID", "")] = place


def _take_document(element: etree._Element, found: Values) -> None:
    dates = {"issued": None, "expires": None} | {
        found.meaning("IDRegDocDateType", date.get("IDRegDocDateTypeID")) or "issued": period(date)
        for date in element.iterfind("{*}DocumentDate")
    }
    country = element.get("IssuedBy-CountryID")
    comment = text_of(element, "{*}Comment")
    number = text_of(element, "{*}IDRegistrationNo") or ""
    feature = Feature(
        found.word("IDRegDocType", element.get("IDRegDocTypeID")),
        f"{number} ({comment})" if comment else number,
        found.word("Country", country) if country else None,
        dates["issued"],
        dates["expires"],
    )
    found.documents.setdefault(element.get("IdentityID", ""), []).append(feature)


def _take_relation(element: etree._Element, found: Values) -> None:
    number = element.get("RelationTypeID")
    former = "former" if element.get("Former") == "true" else None
    note = "; ".join(filter(None, (found.word("RelationType", number), former, text_of(element, "{*}Comment"))))
    relation = (found.meaning("RelationType", number) or "linkedTo", element.get("To-ProfileID", ""), note)
    found.relations.setdefault(element.get("From-ProfileID", ""), []).append(relation)


def _take_entry(element: etree._Element, found: Values) -> None:
    entry = found.entries.setdefault(element.get("ProfileID", ""), Entry())
    entry.list_name = entry.list_name or found.word("List", element.get("ListID"))
    for event in element.iterfind("{*}EntryEvent"):
        basis = found.word("LegalBasis", event.get("LegalBasisID"))
        if basis and basis not in entry.legal_basis:
            entry.legal_basis.append(basis)
        date = event.find("{*}Date")
        day = iso_date(date) if date is not None else None
        if day is not None and found.meaning("EntryEventType", event.get("EntryEventTypeID")) == "listed":
            entry.listed_on = min(entry.listed_on or day, day)
    for measure in element.iterfind("{*}SanctionsMeasure"):
        comment = text_of(measure, "{*}Comment")
        if comment and found.meaning("SanctionsType", measure.get("SanctionsTypeID")) == "program":
            entry.programs.append(comment)
        elif comment:
            entry.notes.append(f"{found.word('SanctionsType', measure.get('SanctionsTypeID'))}: {comment}")


def _take_name(element: etree._Element, found: Values) -> None:
    """The primary name of a profile, for the relations that point at it."""
    for alias in element.iterfind("{*}Identity[@Primary='true']/{*}Alias[@Primary='true']"):
        parts = [(part.text or "").strip() for part in alias.iterfind(".//{*}NamePartValue")]
        name = ", ".join(filter(None, (parts[0], " ".join(parts[1:])))) if parts else ""
        found.names.setdefault(element.get("ID", ""), name)


def iso_date(element: etree._Element) -> str | None:
    """Year, Month and Day below an element as ``YYYY-MM-DD``."""
    parts = [text_of(element, f"{{*}}{name}") for name in ("Year", "Month", "Day")]
    year, month, day = (part.zfill(2) if part and part.isdigit() else None for part in parts)
    return f"{year}-{month}-{day}" if year and month and day else None


def period(element: etree._Element) -> str | None:
    """A date period in the words of OFAC's other formats (``circa 1952``, ``1950 to 1955``, ``17 Feb 1965``).

    The Advanced XML says every date as a span of days: the whole of 1952 is the year 1952, all of February the month.
    """
    period_element = element.find(".//{*}DatePeriod")
    holder = element if period_element is None else period_element
    start, end = _bounds(holder, "Start", "From"), _bounds(holder, "End", "To")
    if start is None:
        return None
    approximate = any(part.get("Approximate") == "true" for part in holder.iter("{*}Start", "{*}End"))
    words = _span(start, end or start)
    return f"circa {words}" if approximate else words


def _bounds(holder: etree._Element, side: str, edge: str) -> tuple[str, str, str] | None:
    found = holder.find(f"{{*}}{side}/{{*}}{edge}")
    text = None if found is None else iso_date(found)
    if text is None:
        return None
    year, month, day = text.split("-")
    return year, month, day


def _span(start: tuple[str, str, str], end: tuple[str, str, str]) -> str:
    if start == end:
        return _day(start)
    if start[1:] == ("01", "01") and end[1:] == _YEAR_END:
        return start[0] if start[0] == end[0] else f"{start[0]} to {end[0]}"
    if start[2] == "01" and int(end[2]) >= 28:
        first, last = _day(start)[3:], _day(end)[3:]
        return first if first == last else f"{first} to {last}"
    return f"{_day(start)} to {_day(end)}"


def _day(date: tuple[str, str, str]) -> str:
    return f"{date[2]} {_MONTHS[int(date[1]) - 1]} {date[0]}"
