"""Features to typed values: each label of OFAC's goes where ``data/labels.csv`` says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from debar.lists.us_ofac.facts import Alias, Feature, Odd, Party
from debar.lists.us_ofac.tables import Label, labels, prose
from debar.lists.us_ofac.words import country_of, date_of, number_of, says_no_country
from debar.model.dates import PartialDate
from debar.model.entity import Country, Dated, Identifier, Link

_IMO = "IMO "
_WALLET = "Digital Currency Address - "
_LISTED = "Listing Date ("


class Sorted:
    """What came of a party's features and texts."""

    def __init__(self) -> None:
        self.identifiers: list[Identifier] = []
        self.dates: list[Dated] = []
        self.countries: list[Country] = []
        self.links: list[Link] = []
        self.aliases: list[Alias] = []
        self.measures: list[str] = []
        self.listed: list[str] = []
        self.properties: list[tuple[str, str]] = []
        self.given: list[tuple[str, str]] = []
        self.events: list[Odd] = []


def sort_out(party: Party) -> Sorted:
    """Put every feature, text and title of a party where it belongs; the main one of several comes first."""
    found = Sorted()
    for feature in sorted(party.features, key=lambda feature: (not feature.main, feature.value)):
        label = labels().get(feature.label)
        if label is None:
            found.events.append(("unknown_remark", feature.label, feature.value))
            found.given.append((feature.label, feature.value))
        elif feature.value or feature.country:
            _SORTERS[label.kind](feature, label, found)
    for text in party.texts:
        _sort_text(text, party.kind, found)
    if party.title:
        found.properties.extend(("position", part) for part in party.title.split("; ") if part)
    return found


def _identifier(feature: Feature, label: Label, found: Sorted) -> None:
    number = number_of(feature.value)
    words = feature.country or number.country
    country = country_of(words) if words else None
    notes = [number.note] if number.note else []
    if words and country is None:
        notes.append(words)
        if not says_no_country(words):
            found.events.append(("unknown_country", feature.label, words))
    validity: list[PartialDate | None] = []
    for name, text in (("issued", feature.issued or number.issued), ("expires", feature.expires or number.expires)):
        date = date_of(text) if text else None
        if text and date is None:
            notes.append(f"{name} {text}")
            found.events.append(("bad_value", f"{feature.label} {name}", text))
        validity.append(date)
    kind, value = _typed(number.value, label)
    if feature.label.startswith(_WALLET):
        notes.append(feature.label.removeprefix(_WALLET))
    found.identifiers.append(
        Identifier(kind, value, country, feature.label, validity[0], validity[1], "; ".join(notes) or None)
    )


def _typed(value: str, label: Label) -> tuple[str, str]:
    """Type and bare value; OFAC writes the IMO numbers of ships and of their owners into several kinds of document."""
    target = label.target if label.pattern is None or label.pattern.fullmatch(value) else label.otherwise
    if value.startswith(_IMO):
        return (target if target == label.otherwise else "imoNumber"), value.removeprefix(_IMO)
    return target, value.strip("()") if value.startswith("(") else value


def _date(feature: Feature, label: Label, found: Sorted) -> None:
    date = date_of(feature.value)
    if date is None:
        found.events.append(("bad_value", feature.label, feature.value))
        found.given.append((feature.label, feature.value))
    else:
        found.dates.append(Dated(label.target, date))


def _country(feature: Feature, label: Label, found: Sorted) -> None:
    words = feature.value or feature.country or ""
    code = country_of(words)
    if code is None and not says_no_country(words):
        found.events.append(("unknown_country", feature.label, words))
    found.countries.append(Country(label.target, code, words))


def _place(feature: Feature, label: Label, found: Sorted) -> None:
    """A place of birth; its last part is a country more often than not."""
    found.properties.append((label.target, feature.value))
    words = feature.value.rsplit(", ", 1)[-1]
    code = country_of(words) or country_of(feature.value)
    if code is not None:
        found.countries.append(Country("birthCountry", code, words if country_of(words) else feature.value))


def _property(feature: Feature, label: Label, found: Sorted) -> None:
    value = feature.value.lower() if label.target == "gender" else feature.value
    found.properties.append((label.target, value))


def _tonnage(feature: Feature, label: Label, found: Sorted) -> None:
    """The CSV writes thousands with commas, the XML without."""
    found.properties.append((label.target, feature.value.replace(",", "")))


def _target(feature: Feature, label: Label, found: Sorted) -> None:
    found.given.append((label.label, feature.value))


def _given(feature: Feature, label: Label, found: Sorted) -> None:
    words = f" ({feature.country})" if feature.country else ""
    found.given.append((label.label, feature.value + words))


def _link(feature: Feature, label: Label, found: Sorted) -> None:
    found.links.append(Link(label.target, feature.value))


def _measure(feature: Feature, label: Label, found: Sorted) -> None:
    found.measures.append(f"{label.label} {feature.value}")
    if label.label.startswith(_LISTED):
        date = date_of(feature.value)
        if date is not None:
            found.listed.append(str(date))


_SORTERS: Mapping[str, Callable[[Feature, Label, Sorted], None]] = MappingProxyType(
    {
        "identifier": _identifier,
        "date": _date,
        "country": _country,
        "place": _place,
        "property": _property,
        "tonnage": _tonnage,
        "target": _target,
        "given": _given,
        "link": _link,
        "measure": _measure,
    }
)


def _sort_text(text: str, kind: str, found: Sorted) -> None:
    """A remark without a label: the first pattern that fits it whole decides."""
    for row in prose():
        if row.scope == "person" and kind != "individual":
            continue
        match = row.pattern.fullmatch(text)
        if match is None:
            continue
        groups = match.groupdict()
        value = groups.get("value") or text
        if row.kind == "measure":
            found.measures.append(text)
        elif row.kind == "alias":
            found.aliases.append(Alias(value, "aka", weak=True))
        elif row.kind == "link":
            found.links.append(Link(row.target, value, note=groups.get("note")))
        else:
            found.properties.append((row.target, value))
        return
    found.events.append(("unknown_remark", "Remarks", text))
    found.properties.append(("notes", text))
