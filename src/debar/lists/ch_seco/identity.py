"""Birth, nationality, documents and addresses of a SECO identity."""

from __future__ import annotations

from lxml import etree

from debar.lists.ch_seco.names import meaning
from debar.lists.ch_seco.reference import Place, References
from debar.lists.draft import Draft, line, one_line
from debar.lists.elements import attributes_of
from debar.model.dates import PartialDate, is_iso_prefix
from debar.model.entity import Address, Country, Dated, Identifier


def add_dates(draft: Draft, element: etree._Element, schema: str) -> None:
    """Add one ``day-month-year``: a day, a month, a year or a range; of low quality it is approximate."""
    given = " ".join(f"{name}={text}" for name, text in attributes_of(element).items() if name != "ssid")
    calendar = meaning(draft, "CALENDAR", element.get("calendar"), "day-month-year/calendar")
    quality = meaning(draft, "QUALITY", element.get("quality"), "day-month-year/quality")
    start = _joined(element, "")
    end = _joined(element, "-to")
    draft.keep("day-month-year/remark", element.findtext("remark"))
    if calendar is None and element.get("calendar"):
        draft.keep("day-month-year", given)
    elif not is_iso_prefix(start) or (end and (not is_iso_prefix(end) or end < start)):
        draft.odd("bad_value", "day-month-year", given)
    else:
        circa = quality is not None and quality != "good"
        prop = {"Person": "birthDate", "Vessel": "buildDate", "Airplane": "buildDate"}.get(schema, "incorporationDate")
        draft.dates.append(
            Dated(
                prop,
                PartialDate(start, end if end != start else None, circa) if end else PartialDate(start, None, circa),
            )
        )
        if circa:
            draft.keep("day-month-year", given)


def _joined(element: etree._Element, suffix: str) -> str:
    """``YYYY-MM-DD`` as far as given; the end of a range borrows its year from the start."""
    year = element.get(f"year{suffix}") or (element.get("year") if element.get(f"month{suffix}") else None) or ""
    month, day = element.get(f"month{suffix}"), element.get(f"day{suffix}")
    parts = [year.zfill(4)] if year else []
    if parts and month:
        parts.append(month.zfill(2))
        if day:
            parts.append(day.zfill(2))
    return "-".join(parts)


def add_nationality(draft: Draft, element: etree._Element, schema: str) -> None:
    """Add one ``nationality``."""
    prop = "nationality" if schema == "Person" else "country"
    for country in element.iterfind("country"):
        words, code = one_line(country.text or ""), country.get("iso-code", "")
        draft.countries.append(Country(prop, draft.code(code or words, "nationality/country"), words or code))
    draft.keep("nationality/remark", element.findtext("remark"))


def add_place_of_birth(draft: Draft, element: etree._Element, references: References) -> None:
    """Add one ``place-of-birth``."""
    place = _place(draft, element, references)
    if place is not None:
        draft.property("birthPlace", place.text)
        _tie(draft, "birthCountry", place)
    draft.keep("place-of-birth/remark", element.findtext("remark"))


def add_address(draft: Draft, element: etree._Element, references: References) -> None:
    """Add one ``address``."""
    place = _place(draft, element, references)
    country = _tie(draft, "country", place) if place is not None else None
    details = one_line(element.findtext("address-details") or "")
    box, code = one_line(element.findtext("p-o-box") or ""), one_line(element.findtext("zip-code") or "")
    care = one_line(element.findtext("c-o") or "")
    city, area = (place.location, place.area) if place is not None else ("", "")
    full = line(f"c/o {care}" if care else None, details, f"P.O. Box {box}" if box else None, code, city, area)
    remark = one_line(element.findtext("remark") or "")
    draft.addresses.append(
        Address(full, country, details or None, city or None, area or None, code or None, remark or None)
    )


def add_document(draft: Draft, element: etree._Element, references: References) -> None:
    """Add one ``identification-document``."""
    kind = element.get("document-type", "")
    prop = meaning(draft, "DOCUMENT", kind, "identification-document/document-type") or "idNumber"
    number = one_line(element.findtext("number") or "")
    issuer = element.find("issuer")
    words = one_line(issuer.text or "") if issuer is not None else ""
    code = issuer.get("code", "") if issuer is not None else ""
    issued_in = element.find("place-of-issue")
    place = _place(draft, issued_in, references) if issued_in is not None else None
    note = line(
        f"issued in {line(place.text, place.country)}" if place is not None else None,
        one_line(element.findtext("remark") or ""),
        f"issuer: {words}" if words else None,
    )
    if not number:
        draft.odd("bad_value", "identification-document/number", line(kind, words, note))
        return
    country = draft.code(code or words, "identification-document/issuer")
    issued = draft.iso_date(element.findtext("date-of-issue"), "identification-document/date-of-issue")
    expires = draft.iso_date(element.findtext("expiry-date"), "identification-document/expiry-date")
    draft.identifiers.append(Identifier(prop, number, country, kind or None, issued, expires, note or None))


def _place(draft: Draft, element: etree._Element, references: References) -> Place | None:
    number = element.get("place-id")
    if not number:
        return None
    place = references.places.get(number)
    if place is None:
        draft.odd("bad_value", f"{element.tag}/place-id", number)
    return place


def _tie(draft: Draft, prop: str, place: Place) -> str | None:
    if not place.country and not place.code:
        return None
    code = draft.code(place.code or place.country, "place/country")
    draft.countries.append(Country(prop, code, place.country or place.code))
    return code
