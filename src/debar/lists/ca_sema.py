"""Canada's consolidated autonomous sanctions list, source ``ca-sema``, in XML (``data-set/record``).

It holds those listed under the Special Economic Measures Act and the Justice for Victims of Corrupt Foreign Officials
Act. The tags of 2020 and of 2025 differ; both are known. The file gives no date of its own.

The publisher gives no id. A record is an item of a schedule of a regulation, so the id is
``ca-<regime>-<schedule>-<item>`` (``ca-belarus-1-part-1-8``). Items are not renumbered: a repealed item leaves a gap,
and between 2020 and 2025 nearly all names (1,250 of 1,255) kept theirs, though the publisher came to write the
schedules differently; a table carries the old ways of writing over. A record without an item, and the second record
under one item, get a digest of their name behind that, and raise ``repaired``.

Aliases stand in one cell, split by semicolons and commas; a comma before a legal form, inside brackets or quotation
marks, or before a lower-case Cyrillic word belongs to the name. "or", "and" and a slash are not cut, as names hold them
too.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from functools import cache

from lxml import etree

from debar.lists.files import Head, ListFile
from debar.lists.reading import Context, Event, EventKind, Format, Item, Preface, Reject, Tally
from debar.lists.tables import table
from debar.lists.xml import iterate, local
from debar.model.dates import PartialDate, is_iso_prefix
from debar.model.entity import Dated, Designation, Entity, Identifier, Name

ROLE = "sema-lmes.xml"
_ROOT = re.compile(r"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<data-set[\s>]", re.DOTALL)
_OPENING, _CLOSING = "([“«", ")]”»"
_ALSO = re.compile(r"(?P<name>[^()]+?)\s*\(also\s+known\s+as\s+(?P<also>[^()]+)\)\s*", re.IGNORECASE)
_GROUP = re.compile(r"[^,()]+\b(?:Corporation|Concern|Holding|Group), (?P<member>[^,()]+ [^,()]+)")
_ITEM = re.compile(r"\d+(?:\.\d+)*")


def role(head: Head) -> str | None:
    """Whether this is Canada's list."""
    known = head.is_xml and _ROOT.match(head.text) is not None
    return ROLE if known and "<record" in head.text and "<Item>" in head.text else None


def read(files: Mapping[str, ListFile], _context: Context) -> Iterator[Item]:
    """Read the list, record by record; as the contract of `debar.lists.reading` says."""
    file = files[ROLE]
    yield Preface("ca-sema", "ca-xml", None)
    count = used = 0
    seen: set[str] = set()
    for element in iterate(file, ("record",)):
        count += 1
        record = _Record(element)
        if not record.name():
            given = etree.tostring(element, encoding="unicode", with_tail=False)
            yield Reject(ROLE, count, record.reference, "LastName", "the record has no name", given)
            continue
        entity = record.entity(seen)
        yield from record.events
        yield entity
        used += 1
    yield Tally(ROLE, count, used)


FORMATS: tuple[Format, ...] = (Format("ca-xml", ("ca-sema",), role, frozenset({ROLE}), read),)


class _Record:
    def __init__(self, element: etree._Element) -> None:
        self.events: list[Event] = []
        self.given: list[tuple[str, str]] = []
        self.fields: dict[str, str] = {}
        self.tags: dict[str, str] = {}
        strange: list[tuple[str, str]] = [(f"@{key!s}", str(value)) for key, value in element.attrib.items()]
        for child in element.iterchildren(tag=etree.Element):
            tag, text = local(child), " ".join(map(str, child.itertext())).strip()
            strange += [(f"{tag}@{key!s}", str(value)) for key, value in child.attrib.items()]
            field = _tags().get(tag)
            if not text:
                continue
            if field is None or field in self.fields or len(child):
                strange.append((tag, text))
            else:
                self.fields[field], self.tags[field] = text, tag
        self.reference = self._reference()
        for tag, text in strange:
            self._unread("unknown_tag", tag, text)

    def name(self) -> str:
        """The whole primary name, empty where the record has none."""
        person = " ".join(self.fields[part] for part in ("given_name", "last_name") if part in self.fields)
        return self.fields.get("entity") or person

    def entity(self, seen: set[str]) -> Entity:
        """The entity; its id is added to those seen."""
        schema = self._schema()
        listed_on = self._iso("listed_on")
        return Entity(
            id=self._id(seen),
            source="ca-sema",
            schema=schema,
            names=self._names(schema == "Person"),
            identifiers=self._identifiers(),
            dates=self._dates("buildDate" if schema == "Vessel" else "birthDate"),
            designations=(
                Designation(
                    authority="Global Affairs Canada",
                    programs=(self.fields["regime"],) if "regime" in self.fields else (),
                    reference=self.reference,
                    listed_on=listed_on,
                ),
            ),
            properties=self._properties(schema),
            given=tuple(dict.fromkeys(self.given)),
        )

    def _schema(self) -> str:
        if "imo" in self.fields:
            return "Vessel"
        return "Organization" if "entity" in self.fields else "Person"

    def _reference(self) -> str | None:
        parts = ((label, self.fields.get(label.lower())) for label in ("Schedule", "Item"))
        return ", ".join(f"{label} {text}" for label, text in parts if text and text != "N/A") or None

    def _id(self, seen: set[str]) -> str:
        regime = self._regime()
        written = self.fields.get("schedule", "N/A")
        schedule = _slug(_schedules().get((regime, written), written)) if written != "N/A" else ""
        item = self.fields.get("item", "")
        stem = "-".join(part for part in ("ca", regime, schedule, _slug(item)) if part)
        if _ITEM.fullmatch(item) and stem not in seen:
            seen.add(stem)
            return stem
        id_ = f"{stem}-{hashlib.sha256(self.name().encode()).hexdigest()[:8]}"
        while id_ in seen:
            id_ += "x"
        why = f"item {item!r} under {stem} is no item of its own; made {id_}"
        self._event("repaired", "Item", why)
        seen.add(id_)
        return id_

    def _regime(self) -> str:
        words = self.fields.get("regime", "")
        english = " ".join(words.partition("/")[0].split())
        slug = _regimes().get(english)
        if slug is None:
            self._event("unknown_value", "Country", words)
        return slug or _slug(english)

    def _names(self, person: bool) -> tuple[Name, ...]:
        parts = tuple(
            (prop, self.fields[field])
            for prop, field in (("firstName", "given_name"), ("lastName", "last_name"))
            if person and field in self.fields
        )
        primary = Name(self.name(), parts=parts)
        aliases = [] if person else [*_within(primary.value), *_of_a_group(primary.value)]
        if "aliases" in self.fields:
            aliases += split_aliases(self.fields["aliases"], person=person)
        return (primary, *dict.fromkeys(name for name in aliases if name.value != primary.value))

    def _identifiers(self) -> tuple[Identifier, ...]:
        imo = self.fields.get("imo")
        if imo is None:
            return ()
        if not re.fullmatch(r"(?:IMO\s*)?\d{7}", imo):
            self._unread("bad_value", self.tags["imo"], imo)
            return ()
        return (Identifier("imoNumber", imo[-7:], None, self.tags["imo"]),)

    def _dates(self, prop: str) -> tuple[Dated, ...]:
        text = self.fields.get("date")
        if text is None:
            return ()
        dates = [_date(part) for part in re.split(r"\s+or\s+", text, flags=re.IGNORECASE)]
        known = [date for date in dates if date is not None]
        if len(known) < len(dates):
            self._unread("bad_value", self.tags["date"], text)
        return tuple(Dated(prop, date) for date in dict.fromkeys(known))

    def _iso(self, field: str) -> str | None:
        text = self.fields.get(field)
        if text is None or is_iso_prefix(text):
            return text
        self._unread("bad_value", self.tags[field], text)
        return None

    def _properties(self, schema: str) -> tuple[tuple[str, str], ...]:
        title = self.fields.get("title")
        if title is None:
            return ()
        return (("type" if schema == "Vessel" else "title", title),)

    def _event(self, kind: EventKind, field: str, given: str) -> None:
        self.events.append(Event(kind, ROLE, self.reference, field, given))

    def _unread(self, kind: EventKind, tag: str, text: str) -> None:
        self._event(kind, tag, text)
        self.given.append((tag, text))


def split_aliases(cell: str, *, person: bool = False) -> list[Name]:
    """The names in a cell of aliases.

    >>> [name.value for name in split_aliases("King Royal Technologies Co., Ltd., IGE; НПО «Ижбс», ООО")]
    ['King Royal Technologies Co., Ltd.', 'IGE', 'НПО «Ижбс», ООО']
    >>> split_aliases("Russian: Иван Иванов", person=True)
    [Name(value='Иван Иванов', kind='alias', language='ru', script=None, parts=())]
    """
    names: list[Name] = []
    for group in _cut(_label().sub(r";\g<0>", cell), ";"):
        pieces = _cut(group, ",")
        # "Баранов, Олег Анатольевич" alone in its cell is one name, written surname first.
        if person and len(pieces) == 2 and group == cell.strip() and _inverted(pieces):
            pieces = [group]
        for piece in _with_forms(pieces):
            name = _labelled(piece)
            if name.value and name not in names:
                names.append(name)
    return names


def _inverted(pieces: list[str]) -> bool:
    first, second = pieces
    cyrillic = all("\u0400" <= char <= "\u04ff" for char in first)
    return cyrillic and len(second.split()) >= 2 and ":" not in second


def _cut(text: str, mark: str) -> list[str]:
    """Cut at the mark, but not inside brackets or quotation marks."""
    pieces, depth, start = [], 0, 0
    for at, char in enumerate(text):
        if char in _OPENING or (char == '"' and _opens(text, at)):
            depth += 1
        elif char in _CLOSING or char == '"':
            depth = max(0, depth - 1)
        elif char == mark and (depth == 0 or mark == ";"):
            pieces.append(text[start:at])
            start, depth = at + 1, 0
    pieces.append(text[start:])
    return [bare for piece in pieces if (bare := re.sub(r"^[\s,;]+|[\s,;]+$", "", piece))]


def _opens(text: str, at: int) -> bool:
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    return (not before or before in " \n(") and bool(after.strip())


def _with_forms(pieces: list[str]) -> list[str]:
    """Give legal forms that stand alone, and clauses of Russian names, back to their names."""
    names: list[str] = []
    for piece in pieces:
        if names and (_is_form(piece) or _is_form(names[-1]) or "а" <= piece[0] <= "я"):
            names[-1] = f"{names[-1]}, {piece}"
        else:
            names.append(piece)
    return names


def _is_form(piece: str) -> bool:
    return piece.rstrip(".").casefold() in _words("legal_form")


def _labelled(piece: str) -> Name:
    """Take "Russian:" and a leading "and" off a name."""
    conjunction, _, rest = piece.partition(" ")
    if conjunction.casefold() in _words("conjunction"):
        piece = rest.strip()
    label, colon, rest = piece.partition(":")
    language = _words("language").get(label.strip().casefold()) if colon else None
    return Name(rest.strip(), "alias", language) if language else Name(piece, "alias")


def _within(name: str) -> list[Name]:
    """The names that "X (also known as Y)" holds, where it is certain."""
    match = _ALSO.fullmatch(name)
    if match is None:
        return []
    return [Name(match["name"].strip(), "alias"), *split_aliases(match["also"])]


def _of_a_group(name: str) -> list[Name]:
    """The member of a group that is listed behind its name: "Some Corporation, 12 Repair Plant".

    >>> [name.value for name in _of_a_group("Example Missiles Corporation, ‘Plant Example’ JSC")]
    ['‘Plant Example’ JSC']
    >>> _of_a_group("Example Corporation, Ltd."), _of_a_group("Example Corporation, Minsk")
    ([], [])
    """
    match = _GROUP.fullmatch(" ".join(name.split()))
    if match is None or _is_form(match["member"]):
        return []
    return [Name(match["member"], "alias")]


def _date(text: str) -> PartialDate | None:
    body = text.strip()
    if is_iso_prefix(body):
        return PartialDate(body)
    first, _, last = body.partition("-")
    if len(first) == len(last) == 4 and is_iso_prefix(first) and is_iso_prefix(last) and first <= last:
        return PartialDate(first, last)
    return None


def _slug(text: str) -> str:
    return re.sub(r"[^\w.]+", "-", text.lower()).strip("-")


@cache
def _tags() -> dict[str, str]:
    return {row["tag"]: row["field"] for row in table("ca_tags.csv")}


@cache
def _regimes() -> dict[str, str]:
    return {row["words"]: row["slug"] for row in table("ca_regimes.csv")}


@cache
def _schedules() -> dict[tuple[str, str], str]:
    return {(row["regime"], row["written"]): row["now"] for row in table("ca_schedules.csv")}


@cache
def _label() -> re.Pattern[str]:
    """A language named before an alias, wherever it stands in the cell."""
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, _words('language')))})\s*:", re.IGNORECASE)


@cache
def _words(kind: str) -> dict[str, str]:
    return {row["words"].casefold(): row["value"] for row in table("ca_words.csv") if row["kind"] == kind}
