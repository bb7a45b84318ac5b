"""An entity in the making: what a reader gathers from one record before it becomes a frozen value."""

from __future__ import annotations

from collections.abc import Iterable

from debar.lists.reading import Event, EventKind
from debar.model.countries import code_of
from debar.model.dates import PartialDate, is_iso_prefix
from debar.model.entity import Address, Country, Dated, Designation, Entity, Identifier, Link, Name, NameKind


class Draft:
    """Gathers the facts of one record, and the events that they raise; repeated facts are kept once.

    Args:
        file: the role of the file, for events.
        record: the publisher's id of the record, for events.
    """

    def __init__(self, file: str, record: str | None) -> None:
        self.file = file
        self.record = record
        self.names: list[Name] = []
        self.identifiers: list[Identifier] = []
        self.dates: list[Dated] = []
        self.countries: list[Country] = []
        self.addresses: list[Address] = []
        self.links: list[Link] = []
        self.properties: list[tuple[str, str]] = []
        self.given: list[tuple[str, str]] = []
        self.events: list[Event] = []

    def event(self, kind: EventKind, field: str, given: str) -> None:
        """Say that something is odd."""
        self.events.append(Event(kind, self.file, self.record, field, given))

    def keep(self, field: str, text: str | None) -> None:
        """Keep what has no field of its own, under the source's name for it."""
        if text and text.strip():
            self.given.append((field, text.strip()))

    def odd(self, kind: EventKind, field: str, text: str) -> None:
        """Keep a text as given, and say that it is odd."""
        self.keep(field, text)
        self.event(kind, field, text)

    def property(self, prop: str, text: str | None) -> None:
        """Add a FollowTheMoney property; a blank text is none."""
        if text and text.strip():
            self.properties.append((prop, text.strip()))

    def name(
        self,
        value: str,
        kind: NameKind,
        *,
        language: str | None = None,
        script: str | None = None,
        parts: tuple[tuple[str, str], ...] = (),
    ) -> None:
        """Add a name; a value that is there already with the same kind is not repeated."""
        text = value.strip()
        if text and not any(name.value == text and name.kind == kind for name in self.names):
            self.names.append(Name(text, kind, language, script, parts))

    def code(self, words: str | None, field: str) -> str | None:
        """The country's code; words that the table does not know raise an event."""
        if not words or not words.strip():
            return None
        code = code_of(words)
        if code is None:
            self.event("unknown_country", field, words)
        return code

    def country(self, prop: str, words: str | None, field: str) -> str | None:
        """Add a tie to a country in the source's own words, and give its code."""
        if not words or not words.strip():
            return None
        code = self.code(words, field)
        self.countries.append(Country(prop, code, words.strip()))
        return code

    def iso_date(self, text: str | None, field: str) -> PartialDate | None:
        """An ISO date or its beginning; a zone is cut off, and a text that is no date is kept as given with an event."""
        if not text or not text.strip():
            return None
        day = text.strip().split("T")[0]
        if len(day) > 10:
            self.keep(field, text)
            day = day[:10]
        if is_iso_prefix(day):
            return PartialDate(day)
        self.odd("bad_value", field, text)
        return None

    def build(self, entity_id: str, source: str, schema: str, designations: Iterable[Designation]) -> Entity:
        """The finished entity; the first primary name leads, or else the first name becomes it."""
        return Entity(
            entity_id,
            source,
            schema,
            _with_one_primary(self.names),
            tuple(dict.fromkeys(self.identifiers)),
            tuple(dict.fromkeys(self.dates)),
            tuple(dict.fromkeys(self.countries)),
            tuple(dict.fromkeys(address for address in self.addresses if address != Address(""))),
            tuple(designations),
            tuple(dict.fromkeys(self.links)),
            tuple(dict.fromkeys(self.properties)),
            tuple(dict.fromkeys(self.given)),
        )


def _with_one_primary(names: list[Name]) -> tuple[Name, ...]:
    lead = next((name for name in names if name.kind == "primary"), names[0])
    rest: dict[Name, None] = {}
    for name in names:
        if name is lead:
            continue
        kind: NameKind = "alias" if name.kind == "primary" else name.kind
        if name.value != lead.value:
            rest[Name(name.value, kind, name.language, name.script, name.parts)] = None
    return (Name(lead.value, "primary", lead.language, lead.script, lead.parts), *rest)


def line(*texts: str | None) -> str:
    """The texts that are not blank, in one line.

    >>> line("5 Street", None, " ", "Kabul")
    '5 Street, Kabul'
    """
    return ", ".join(text.strip() for text in texts if text and text.strip())


def one_line(text: str) -> str:
    """The text without the line breaks and runs of blanks of a pretty-printed file.

    >>> one_line("Civil\\n   identification")
    'Civil identification'
    """
    return " ".join(text.split())
