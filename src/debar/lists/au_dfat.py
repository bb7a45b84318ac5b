"""Australia's Consolidated List, source ``au-dfat``: the workbook of the Department of Foreign Affairs and Trade.

A party has several rows, one per name: the references ``2``, ``2a``, ``2b``, ``34c1`` are party 2 and party 34. Its id is
``au-<number>`` (``au-2``): the department's own number for the party, which new parties continue upwards, so that it is
taken to be permanent. The rows of a party need not stand together, so parties are held until the sheet has been read.
Where the rows of a party differ in a fact, all that they say is kept.

A row is a record when any of its cells has content. The day of publication is the day on which the workbook was last
saved, as its properties say; it is not given when they do not.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cache
from typing import Any

import openpyxl

from debar.errors import ListMalformed, ListTruncated
from debar.lists.cells import country_and_remark, enumerated
from debar.lists.files import Head, ListFile
from debar.lists.reading import Context, Event, EventKind, Format, Item, Preface, Reject, Tally
from debar.lists.tables import table
from debar.model.countries import code_of
from debar.model.dates import PartialDate, is_iso_prefix
from debar.model.entity import Address, Country, Dated, Designation, Entity, Identifier, Name, NameKind

ROLE = "regulation8_consolidated.xlsx"
Cells = dict[str, str]
_COLUMN = "Name of Individual or Entity"
_REFERENCE = re.compile(r"(\d+)\s*[a-z]*\d*", re.IGNORECASE)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ABOUT = re.compile(r"(?:approximately|approx\.?|circa|c\.)\s*", re.IGNORECASE)
_RANGE = re.compile(r"(?:between\s+)?(?P<from>.*?\S)\s*(?:-|/|\bto\b|\band\b)\s*(?P<to>.*\d{4})", re.IGNORECASE)
_OR = re.compile(
    r"\s*(?:;|\n|>>|\balt\.? DOB:?|,?\s+\bor\b|,(?=\s*(?:\d{2}/|[Aa]pprox|\d{4}\b))|(?<=\d{4})\s{2,}(?=\d))\s*"
)
_DAY = r"(?P<day>\d{1,2} *[A-Z][a-z]{2,8}\.? *\d{4}|\d{1,2}/\d{1,2}/\d{4})"
_LISTED = re.compile(
    rf"(?<![\w-])(?<!last )(?:listed|designated)\s*(?:\([^()]*\)|[^.;,()]){{0,80}}?(?:on)?:?\s*{_DAY}", re.I
)
_KINDS: tuple[NameKind, ...] = ("primary", "alias", "weak", "former")


def role(head: Head) -> str | None:
    """Whether this is the department's workbook.

    The strings of a workbook often lie beyond the head; then the shape of the sheet has to do: a header of at least
    ten strings, below it a number, strings, and the serial of a day.
    """
    parts = dict(_members(head.data)) if head.is_zip else {}
    sheet = parts.get("xl/worksheets/sheet1.xml", "")
    strings = parts.get("xl/sharedStrings.xml", "") + (sheet if "inlineStr" in sheet else "")
    if strings:
        return ROLE if _COLUMN in strings and "Control Date" in strings else None
    rows = re.findall(r"<row\b.*?</row>", sheet, re.DOTALL)[:2]
    if len(rows) < 2 or len(re.findall(r'<c [^>]*t="s"', rows[0])) < 10:
        return None
    numbers = re.findall(r'<c r="([A-Z]+)2"(?: s="\d+")?><v>(\d+)</v>', rows[1])
    reference_first = len(numbers) >= 2 and numbers[0][0] == "A" and int(numbers[0][1]) < 10_000
    return ROLE if reference_first and 36_500 < int(numbers[-1][1]) < 60_000 else None


def _members(data: bytes) -> Iterator[tuple[str, str]]:
    """The files of a zip that begin within the data, as far as they go."""
    for match in re.finditer(rb"PK\x03\x04.{22}(?P<name>..)(?P<extra>..)", data, re.DOTALL):
        names = match.end()
        body = names + int.from_bytes(match["name"], "little") + int.from_bytes(match["extra"], "little")
        name = data[names : names + int.from_bytes(match["name"], "little")].decode("utf-8", "replace")
        try:
            yield name, zlib.decompressobj(-15).decompress(data[body:], 1 << 20).decode("utf-8", "ignore")
        except zlib.error:
            continue  # stored, encrypted, or no member at all: it tells nothing


def read(files: Mapping[str, ListFile], _context: Context) -> Iterator[Item]:
    """Read the workbook, as the contract of `debar.lists.reading` says."""
    file = files[ROLE]
    yield Preface("au-dfat", "au-xlsx", _published(file))
    parties: dict[str, _Party] = {}
    count = used = 0
    for line, cells in _rows(file):
        count += 1
        match = _REFERENCE.fullmatch(cells.get("Reference", ""))
        if match is None:
            yield Reject(ROLE, line, None, "Reference", "the row has no reference", str(cells))
        elif _COLUMN not in cells:
            yield Reject(ROLE, line, match[0], _COLUMN, "the row has no name", str(cells))
        else:
            parties.setdefault(match[1], _Party(match[1])).add(cells)
            used += 1
    for party in parties.values():
        entity = party.entity()
        yield from party.events
        yield entity
    yield Tally(ROLE, count, used)


FORMATS: tuple[Format, ...] = (Format("au-xlsx", ("au-dfat",), role, frozenset({ROLE}), read),)


def _published(file: ListFile) -> str | None:
    try:
        with file.open() as stream, zipfile.ZipFile(stream) as workbook:
            damaged = workbook.testzip()
            core = workbook.read("docProps/core.xml") if "docProps/core.xml" in workbook.namelist() else b""
    except Exception as error:  # the zip module raises a dozen kinds for broken directories
        kind = ListTruncated if file.head.is_zip else ListMalformed
        raise kind(file.name, got=str(error), fix="download the file again") from error
    if damaged is not None:
        raise ListMalformed(file.name, rule="every part of a workbook must match its checksum", got=damaged)
    match = re.search(rb"<dcterms:modified[^>]*>(\d{4}-\d{2}-\d{2})", core)
    day = match[1].decode() if match else ""
    return day if is_iso_prefix(day) else None


def _rows(file: ListFile) -> Iterator[tuple[int, Cells]]:
    """The rows with content below the header of the first sheet: line and cells by column."""
    with file.open() as stream:
        try:
            workbook = openpyxl.load_workbook(stream, read_only=True, data_only=True)
            sheet = workbook.worksheets[0]
            header: list[str] = []
            for line, row in enumerate(sheet.iter_rows(values_only=True), 1):
                texts = [_text(value) for value in row]
                if not header and _COLUMN in texts:
                    header = texts
                elif header and any(texts):
                    names = header + [""] * (len(texts) - len(header))
                    pairs = zip(names, texts, strict=False)
                    yield line, {name or f"column {at}": text for at, (name, text) in enumerate(pairs, 1) if text}
        except Exception as error:  # openpyxl raises whatever a broken part leads it to
            raise ListMalformed(
                file.name, got=f"{type(error).__name__}: {error}", fix="download the file again"
            ) from error
    if not header:
        raise ListMalformed(file.name, rule=f"the first sheet must have the column {_COLUMN!r}", fix="look at the file")


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


class _Party:
    def __init__(self, number: str) -> None:
        self.number = number
        self.events: list[Event] = []
        self.names: dict[Name, None] = {}
        self.facts: dict[str, dict[str, str]] = {}
        self.given: dict[tuple[str, str], None] = {}
        self.identifiers: dict[Identifier, None] = {}
        self.properties: dict[tuple[str, str], None] = {}

    def add(self, cells: Cells) -> None:
        """Take in one row."""
        for column, text in cells.items():
            field = _columns().get(column)
            if field is None:
                if (column, text) not in self.given:
                    self._unread("unknown_column", column, text)
            elif text.lower() not in _words("null"):
                # Rows differ in blanks and line ends alone; that makes no second fact.
                self.facts.setdefault(field, {}).setdefault(" ".join(text.split()).casefold(), text)
        self.names[Name(cells[_COLUMN], self._kind(cells))] = None

    def entity(self) -> Entity:
        """The entity of all the rows taken in."""
        schema = self._schema()
        self._imo()
        for text in self._texts("information"):
            self._information(text)
        dates = [Dated("birthDate", day) for text in self._texts("birth_date") for day in self._dates(text)]
        countries = [*self._births(), *(c for text in self._texts("citizenship") for c in self._citizenship(text))]
        addresses = [a for text in self._texts("address") for part in _parts(text) if (a := _address(part))]
        return Entity(
            id=f"au-{self.number}",
            source="au-dfat",
            schema=schema,
            names=self._ordered_names(),
            dates=tuple(dict.fromkeys(dates)),
            countries=tuple(dict.fromkeys(countries)),
            addresses=tuple(dict.fromkeys(addresses)),
            designations=(self._designation(),),
            identifiers=tuple(self.identifiers),
            properties=tuple(self.properties),
            given=tuple(self.given),
        )

    def _texts(self, field: str) -> list[str]:
        return list(self.facts.get(field, {}).values())

    def _kind(self, cells: Cells) -> NameKind:
        given = cells.get("Name Type", "")
        kind = _words("name_type").get(given.lower())
        if kind is None:
            self._unread("unknown_value", "Name Type", given)
        strength = cells.get("Alias Strength")
        if strength and kind != "primary":
            if strength.lower() not in _words("alias_strength"):
                self._unread("unknown_value", "Alias Strength", strength)
            kind = _words("alias_strength").get(strength.lower()) or kind
        return next((known for known in _KINDS if known == kind), "alias")

    def _ordered_names(self) -> tuple[Name, ...]:
        names = list(self.names)
        first = next((name for name in names if name.kind == "primary"), None)
        if first is None:
            first = names[0]
            self._event("repaired", "Name Type", f"no primary name; took the first: {first.value}")
        for extra in names:
            if extra.kind == "primary" and extra is not first:
                self._event("repaired", "Name Type", f"a second primary name, kept as an alias: {extra.value}")
        rest = [
            Name(name.value, "alias" if name.kind == "primary" else name.kind) for name in names if name is not first
        ]
        return (Name(first.value), *dict.fromkeys(name for name in rest if name.value != first.value))

    def _schema(self) -> str:
        stated = dict.fromkeys(text.lower() for text in self._texts("type"))
        known = [_words("type")[text] for text in stated if text in _words("type")]
        if len(known) == 1 and len(stated) == 1:
            return known[0]
        self._unread("unknown_value", "Type", ", ".join(stated))
        return known[0] if known else "LegalEntity"

    def _imo(self) -> None:
        for text in self._texts("imo"):
            value = text.upper().removeprefix("IMO").strip()
            if re.fullmatch(r"\d{7}", value):
                self.identifiers[Identifier("imoNumber", value, None, "IMO Number")] = None
            else:
                self._unread("bad_value", "IMO Number", text)

    def _information(self, text: str) -> None:
        self.properties[("notes", text)] = None
        for target, pattern in _patterns():
            kind, _, prop = target.partition(":")
            for match in pattern.finditer(text):
                value = match["value"].strip()
                if kind == "property":
                    self.properties[(prop, value.lower() if prop == "gender" else value)] = None
                else:
                    self.identifiers[Identifier(prop, value, _issuer(match), "Additional Information")] = None

    def _dates(self, text: str) -> list[PartialDate]:
        parts = (part for item in enumerated(text) for part in ([item] if _date(item) else _OR.split(item)))
        found = [_date(part) for part in parts if part.strip(" .,;\xa0")]
        known = [day for day in found if day is not None]
        if len(known) < len(found):
            self._unread("bad_value", "Date of Birth", text)
        return known

    def _births(self) -> Iterator[Country]:
        for text in self._texts("birth_place"):
            for place in enumerated(text):
                self.properties[("birthPlace", place)] = None
                words = place.rpartition(",")[2].strip(" .")
                code, _ = country_and_remark(words) if words else (None, None)
                if code is not None:
                    yield Country("birthCountry", code, words)

    def _citizenship(self, text: str) -> Iterator[Country]:
        for item in _parts(text):
            code, _ = country_and_remark(item)
            several = [part.strip() for part in re.split(r"\s*(?:,|/|\band\b)\s*", item) if part.strip()]
            codes = [code_of(part) for part in several]
            if code is None and len(several) > 1 and all(codes):
                yield from (Country("citizenship", known, part) for known, part in zip(codes, several, strict=True))
                continue
            if code is None:
                self._event("unknown_country", "Citizenship", item)
            yield Country("citizenship", code, item)

    def _designation(self) -> Designation:
        listing = self._texts("listing")
        days = [day for text in listing if (day := _listed_on(text)) is not None]
        controls = [text for text in self._texts("control_date") if is_iso_prefix(text)]
        for text in self._texts("control_date"):
            if not is_iso_prefix(text):
                self._unread("bad_value", "Control Date", text)
        return Designation(
            authority="Department of Foreign Affairs and Trade",
            programs=tuple(self._texts("committee")),
            legal_basis=tuple(self._texts("instrument")),
            reference=self.number,
            listed_on=min(days, default=None),
            amended_on=max(controls, default=None),
            remarks=tuple(listing),
        )

    def _event(self, kind: EventKind, field: str, given: str) -> None:
        self.events.append(Event(kind, ROLE, self.number, field, given))

    def _unread(self, kind: EventKind, column: str, text: str) -> None:
        self._event(kind, column, text)
        self.given[(column, text)] = None


def _issuer(match: re.Match[str]) -> str | None:
    """The country that stands before or behind the number, where the pattern has such a group."""
    words = (text for group, text in match.groupdict().items() if group != "value" and text)
    return next((code for text in words if (code := code_of(text))), None)


def _parts(text: str) -> list[str]:
    return [part.strip() for item in enumerated(text) for part in item.split(";") if part.strip()]


def _address(text: str) -> Address | None:
    """Cut off the country where the last words name one; the rest stays as it stands."""
    line = " ".join(text.split()).strip(" .,")
    if not line:
        return None
    before, _, last = line.rpartition(",")
    code, note = country_and_remark(last.strip())
    if code is None:
        return Address(line)
    return Address(before.strip(" ,"), code, note=note)


def _listed_on(text: str) -> str | None:
    """The day of the (first) listing."""
    if is_iso_prefix(text):
        return text
    match = _LISTED.search(text)
    day = _date(match["day"]) if match else None
    return day.value if day else None


def _date(text: str) -> PartialDate | None:
    """Read one date of birth.

    >>> str(_date("Approximately 1955- 1958")), str(_date("20 Jun. 1987")), _date("na")
    ('1955/1958~', '1987-06-20', None)
    """
    body = re.sub(r"\s+", " ", text).strip(" .,;()")
    about = _ABOUT.match(body)
    body = body[about.end() :] if about else body
    whole = _day(body)
    if whole is not None:
        return PartialDate(whole, None, about is not None)
    match = _RANGE.fullmatch(body)
    if match is None:
        return None
    last = _day(match["to"])
    # "Between Aug. and Sep 1977" names the year once.
    first = _day(match["from"]) or _day(f"{match['from']} {last[:4]}" if last else "")
    if first is None or last is None or PartialDate(first).earliest > PartialDate(last).earliest:
        return None
    return PartialDate(first, last, about is not None)


def _day(text: str) -> str | None:
    for pattern in _date_patterns():
        match = pattern.fullmatch(text.strip())
        if match is None:
            continue
        found: dict[str, str | None] = {"month": None, "day": None, **match.groupdict()}
        word, value = found.get("word"), str(found["year"])
        month = (
            _MONTHS.index(word[:3].lower()) + 1 if word and word[:3].lower() in _MONTHS else int(found["month"] or 0)
        )
        if month:
            value += f"-{month:02}" + (f"-{int(found['day'] or 0):02}" if found["day"] else "")
        elif word:
            return None
        return value if is_iso_prefix(value) and int(value[:4]) > 1800 else None
    return None


@cache
def _columns() -> dict[str, str]:
    return {row["column"]: row["field"] for row in table("au_columns.csv")}


@cache
def _words(field: str) -> dict[str, str]:
    return {row["words"]: row["value"] for row in table("au_words.csv") if row["field"] == field}


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((row["target"], re.compile(row["pattern"])) for row in table("au_patterns.csv"))


@cache
def _date_patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(row["pattern"]) for row in table("au_dates.csv"))
