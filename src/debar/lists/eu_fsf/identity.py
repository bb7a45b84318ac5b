"""Identification, birth, citizenship, address and contact of an EU entry."""

from __future__ import annotations

from debar.lists.draft import Draft, line
from debar.lists.eu_fsf.record import Part
from debar.lists.tables import mapping, patterns
from debar.model.dates import PartialDate, is_iso_prefix
from debar.model.entity import Address, Country, Dated, Identifier

_UNTYPED = "idNumber"


def _null(text: str) -> bool:
    return text.upper() in mapping("eu_values.csv", "code", "value", "NULL")


def _country(draft: Draft, part: Part, prop: str) -> str | None:
    """Add the tie to a country, by its description where the code says nothing; give the code."""
    codes = [part.take("countryIso2Code"), part.take("countryIso3Code")]
    words = part.take("countryDescription")
    code = next((code for code in codes if code and not _null(code)), "")
    if not code and (not words or _null(words)):
        draft.keep(f"{part.kind}/countryDescription", words)
        return None
    known = draft.code(code or words, f"{part.kind}/countryIso2Code")
    draft.countries.append(Country(prop, known, words or code))
    return known


def add_citizenship(draft: Draft, part: Part, schema: str) -> None:
    """Add one ``citizenship``; an organisation's is the country that it belongs to."""
    _country(draft, part, "citizenship" if schema == "Person" else "country")


def add_birth(draft: Draft, part: Part) -> None:
    """Add one ``birthdate``: a day, a year or a range of years, and the place."""
    calendar = part.take("calendarType")
    circa = part.take("circa").casefold() == "true"
    values = {
        name: part.take(name)
        for name in ("birthdate", "year", "monthOfYear", "dayOfMonth", "yearRangeFrom", "yearRangeTo")
    }
    given = line(*values.values())
    if calendar and calendar not in mapping("eu_values.csv", "code", "value", "CALENDAR"):
        draft.odd("bad_value", "birthdate", line(calendar, given))
    elif given and not _null(given):
        date = _date(values, circa=circa)
        if date is None:
            draft.odd("bad_value", "birthdate", given)
        else:
            draft.dates.append(Dated("birthDate", date))
    place = line(*(_told(draft, part, name) for name in ("place", "city", "region", "zipCode")))
    draft.property("birthPlace", place)
    _country(draft, part, "birthCountry")


def _told(draft: Draft, part: Part, name: str) -> str | None:
    """A field's text; one that only says that it is unknown is kept as given."""
    text = part.take(name)
    if _null(text):
        draft.keep(f"{part.kind}/{name}", text)
        return None
    return text


def _date(values: dict[str, str], *, circa: bool) -> PartialDate | None:
    """The most exact that the fields give; a year of 0 is none."""
    year = values["year"] if values["year"].strip("0") else ""
    month, day = values["monthOfYear"].zfill(2), values["dayOfMonth"].zfill(2)
    choices = [values["birthdate"].split("T")[0]]
    if year and month != "00":
        choices += [f"{year}-{month}-{day}"] if day != "00" else [f"{year}-{month}"]
    for choice in (*choices, year):
        if choice and is_iso_prefix(choice):
            return PartialDate(choice, None, circa)
    first, last = values["yearRangeFrom"], values["yearRangeTo"]
    if is_iso_prefix(first) and is_iso_prefix(last) and first <= last:
        return PartialDate(first, last if last != first else None, circa)
    return PartialDate(first or last, None, True) if is_iso_prefix(first or last) else None


def add_identification(draft: Draft, part: Part) -> None:
    """Add one ``identification``; flags and remarks go to its note."""
    number, code, words, note = _typed(part)
    latin = part.take("latinNumber")
    row = mapping("eu_identification_types.csv", "code", "property").get(code)
    if code and row is None:
        draft.odd("unknown_value", "identification/identificationTypeCode", code)
    flags = [
        meaning
        for name, meaning in mapping("eu_values.csv", "code", "value", "FLAG").items()
        if part.take(name).casefold() == "true"
    ]
    issuer, holder = part.take("issuedBy"), part.take("nameOnDocument")
    note = line(
        note,
        *flags,
        f"issued by {issuer}" if issuer else None,
        f"in the name of {holder}" if holder else None,
        part.take("region"),
        part.take("remark"),
    )
    country = _country_of_document(draft, part)
    issued = draft.iso_date(part.take("issuedDate"), "identification/issuedDate") or draft.iso_date(
        part.take("validFrom"), "identification/validFrom"
    )
    expires = draft.iso_date(part.take("validTo"), "identification/validTo")
    values = [value for value in dict.fromkeys((number, latin)) if value and not _null(value)]
    if not values:
        draft.odd("bad_value", "identification/number", line(number, code, words, note))
    for value in values:
        draft.identifiers.append(
            Identifier(row or _UNTYPED, value, country, words or code or None, issued, expires, note or None)
        )


def _typed(part: Part) -> tuple[str, str, str, str]:
    """Number, type code, type in words and note; the CSV of 2018 writes all of them into the number."""
    number = part.take("number")
    code, words = part.take("identificationTypeCode"), part.take("identificationTypeDescription")
    if not code:
        for pattern, _ in patterns("eu_patterns.csv", "number"):
            match = pattern.fullmatch(number)
            if match is not None:
                return match["number"].strip(), match["code"], match["description"], (match["note"] or "").strip("()? ")
    return number, code, words, ""


def _country_of_document(draft: Draft, part: Part) -> str | None:
    """The issuer's code; the words stay as given where there is none."""
    codes = [part.take("countryIso2Code"), part.take("countryIso3Code")]
    words = part.take("countryDescription")
    code = next((code for code in codes if code and not _null(code)), "")
    if not code and (not words or _null(words)):
        return None
    known = draft.code(code or words, "identification/countryIso2Code")
    draft.keep("identification/countryDescription", words if known else words or code)
    return known


def add_address(draft: Draft, part: Part) -> None:
    """Add one ``address``."""
    for pattern, _ in patterns("eu_patterns.csv", "contact"):
        contact = part.fields.get("contact", "")
        for match in pattern.finditer(contact):
            _add_contact(draft, match["key"], match["value"])
        if pattern.search(contact):
            part.take("contact")
    box = part.take("poBox")
    number, street, city, place = (part.take(name) for name in ("number", "street", "city", "place"))
    region, code = part.take("region"), part.take("zipCode")
    then = part.take("asAtListingTime").casefold() == "true"
    note = line("as at the time of listing" if then else None, part.take("remark"))
    country = _country(draft, part, "country")
    draft.addresses.append(
        Address(
            line(number, street, f"P.O. Box {box}" if box else None, place, code, city, region),
            country,
            line(number, street) or None,
            city or place or None,
            region or None,
            code or None,
            note or None,
        )
    )


def add_contact(draft: Draft, part: Part) -> None:
    """Add one ``contactInfo``."""
    _add_contact(draft, part.take("key"), part.take("value"))


def _add_contact(draft: Draft, key: str, value: str) -> None:
    contacts = mapping("eu_values.csv", "code", "value", "CONTACT")
    if key.upper() not in contacts:
        draft.odd("unknown_value", f"contactInfo/{key}", value)
    elif contacts[key.upper()]:
        draft.property(contacts[key.upper()], value)
    else:
        draft.keep(f"contactInfo/{key}", value)
