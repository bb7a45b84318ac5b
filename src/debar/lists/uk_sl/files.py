"""The three files of this source, each read into listings."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Generator, Iterator, Mapping
from datetime import date, datetime

from lxml import etree

from debar.errors import ListMalformed, ListTruncated
from debar.lists.files import Head, ListFile
from debar.lists.reading import Context, Event, Item, Preface, Reject, Tally
from debar.lists.uk_sl.entity import entity_of
from debar.lists.uk_sl.listing import Listing
from debar.lists.uk_sl.tables import Dialect, by_label, by_name
from debar.lists.xml import guard, iterate, local, text_of
from debar.model.entity import Entity

XML, CSV, OFSI = "uk-sanctions-list.xml", "uk-sanctions-list.csv", "ofsi-consolidated-list.csv"
_ROOT = re.compile(r"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<Designations[\s>]", re.DOTALL)
_REPORT_DATE = re.compile(r'"?Report Date:\s*(?P<date>[^",\r\n]+?)\s*"?,*\r?\n')
_LAST_UPDATED = re.compile(r'"?Last Updated"?,"?(?P<date>\d{2}/\d{2}/\d{4})"?,*\r?\n')
_UTF8_PAIR = re.compile(rb"[\xc2-\xdf][\x80-\xbf]")
_DATE_FORMS = ("%d/%m/%Y", "%d-%b-%Y", "%d %B %Y", "%d-%B-%Y", "%Y-%m-%d", "%d-%b-%y")


def xml_role(head: Head) -> str | None:
    """Whether this is the UK Sanctions List in XML."""
    known = head.is_xml and _ROOT.match(head.text) is not None
    return XML if known and ("<DateGenerated" in head.text or "<UniqueID" in head.text) else None


def csv_role(head: Head) -> str | None:
    """Whether this is the UK Sanctions List in CSV."""
    first = _REPORT_DATE.match(head.text)
    return CSV if first and "Unique ID" in head.text[first.end() :].partition("\n")[0] else None


def ofsi_role(head: Head) -> str | None:
    """Whether this is the former consolidated list of OFSI in CSV."""
    first = _LAST_UPDATED.match(head.text)
    return OFSI if first and "Group ID" in head.text[first.end() :].partition("\n")[0] else None


def read_xml(files: Mapping[str, ListFile], _context: Context) -> Iterator[Item]:
    """Read the XML, designation by designation."""
    file = files[XML]
    yield Preface("uk-sl", "uk-xml", _published(file, _generated(file)))
    count = used = 0
    seen: dict[str, int] = {}
    for element in iterate(file, ("Designation",)):
        count += 1
        listing = Listing(text_of(element, "{*}UniqueID") or "", [count])
        yield from _walk(element, listing, None)
        entity = yield from _finished(listing, "uk", XML, seen)
        if entity is None:
            yield _reject(listing, XML, count, etree.tostring(element, encoding="unicode", with_tail=False))
        else:
            yield entity
            used += 1
    yield Tally(XML, count, used)


def read_csv(files: Mapping[str, ListFile], _context: Context) -> Iterator[Item]:
    """Read the CSV; its rows are folded by Unique ID, wherever they stand, so the parties are held until the end."""
    file = files[CSV]
    text = _decoded(file, "utf-8-sig")
    first = _REPORT_DATE.match(text)
    yield Preface("uk-sl", "uk-csv", _published(file, first["date"] if first else None))
    yield from _folded(file, text, CSV, "csv", "uk")


def read_ofsi(files: Mapping[str, ListFile], _context: Context) -> Iterator[Item]:
    """Read OFSI's CSV; its rows are folded by Group ID, and they stand apart, sorted by name."""
    file = files[OFSI]
    try:
        text, mended = _decoded(file, "utf-8-sig"), False
    except ListMalformed:
        # OFSI saved its CSV from a spreadsheet in the code page of Windows. A damaged UTF-8 file must not pass as one.
        if _UTF8_PAIR.search(file.read()):
            raise
        text, mended = _decoded(file, "cp1252"), True
    first = _LAST_UPDATED.match(text)
    yield Preface("uk-sl", "uk-ofsi-csv", _published(file, first["date"] if first else None))
    if mended:
        yield Event("repaired", OFSI, None, "encoding", "not UTF-8; decoded as windows-1252, strictly")
    yield from _folded(file, text, OFSI, "ofsi", "uk-ofsi")


def _folded(file: ListFile, text: str, role: str, dialect: Dialect, prefix: str) -> Iterator[Item]:
    id_column = getattr(by_name()["publisher_id"], dialect)
    parties: dict[str, Listing] = {}
    count = used = 0
    for line, cells in _rows(file, text, id_column):
        count += 1
        listing = Listing(cells[id_column].strip(), [])
        if listing.record:
            listing = parties.setdefault(listing.record, listing)
            listing.lines.append(line)
            listing.add(cells, dialect)
        else:
            yield _reject(listing, role, line, str(cells))
    for listing in parties.values():
        entity = yield from _finished(listing, prefix, role, {})
        if entity is None:
            for line in listing.lines:
                yield _reject(listing, role, line, str((listing.groups, listing.values)))
        else:
            yield entity
            used += len(listing.lines)
    yield Tally(role, count, used)


def _rows(file: ListFile, text: str, id_column: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Each row below the header, with its line number, by column."""
    if not text.endswith("\n"):
        raise ListTruncated(file.name, got="a last line without its line end", fix="download the file again")
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    header: list[str] = []
    short: tuple[int, int] | None = None
    try:
        next(reader)
        header = [column.strip() for column in next(reader, [])]
        if not header:
            raise ListTruncated(file.name, got="no header", fix="download the file again")
        _check(file, header, id_column)
        for row in reader:
            if short is not None:
                raise ListMalformed(
                    file.name, rule=f"row at line {short[0]} must have {len(header)} columns", got=str(short[1])
                )
            if row and len(row) != len(header):
                short = (reader.line_num, len(row))
            elif row:
                yield reader.line_num, dict(zip(header, row, strict=True))
    except csv.Error as error:
        kind = ListTruncated if "unexpected end" in str(error) else ListMalformed
        raise kind(file.name, got=f"line {reader.line_num}: {error}", fix="download the file again") from error
    if short is not None:
        raise ListTruncated(
            file.name,
            got=f"{short[1]} of {len(header)} columns in the last row, line {short[0]}",
            fix="download the file again",
        )


def _check(file: ListFile, header: list[str], id_column: str) -> None:
    if id_column not in header:
        raise ListMalformed(
            file.name, rule=f"the second line must name the columns, with {id_column!r}", got=str(header)[:200]
        )
    double = sorted({column for column in header if column and header.count(column) > 1})
    if double:
        raise ListMalformed(file.name, rule="a column must stand once", got=", ".join(double))


def _finished(listing: Listing, prefix: str, role: str, seen: dict[str, int]) -> Generator[Item, None, Entity | None]:
    """Yield the events, return the entity; None when the listing lacks its id or a name."""
    if not listing.record:
        return None
    times = seen[listing.record] = seen.get(listing.record, 0) + 1
    id_ = f"{prefix}-{listing.record}" + (f"-{times}" if times > 1 else "")
    entity, events = entity_of(listing, id_, prefix, role)
    yield from events
    if times > 1:
        yield Event("repaired", role, listing.record, "UniqueID", f"the id stands {times} times; made {id_}")
    return entity


def _reject(listing: Listing, role: str, row: int, given: str) -> Reject:
    if not listing.record:
        return Reject(role, row, None, by_name()["publisher_id"].label, "the record has no id", given)
    return Reject(role, row, listing.record, by_name()["name6"].label, "the listing has no name", given)


def _walk(element: etree._Element, listing: Listing, container: str | None) -> Iterator[Event]:
    """Add the leaves of an element, together, then those of the elements inside it."""
    known = by_label("xml")
    leaves: list[tuple[str, str]] = []
    for child in element.iterchildren(tag=etree.Element):
        tag = local(child)
        for name, value in child.attrib.items():
            listing.unknown[(f"{tag}@{name!s}", str(value))] = None
        if len(child):
            field = known.get(tag)
            if field is None or field.group not in ("container", "indicators"):
                yield Event("unknown_tag", XML, listing.record, tag, "an element with elements inside")
            yield from _walk(child, listing, "indicators" if field and field.group == "indicators" else None)
        elif container == "indicators":
            # A false indicator says no more than a missing one.
            if (child.text or "").strip().lower() not in ("", "false", "no", "0"):
                leaves.append((f"SanctionsImposedIndicators/{tag}", child.text or ""))
        else:
            leaves.append((tag, child.text or ""))
    if container == "indicators":
        listing.indicators.update(dict.fromkeys(leaves))
        return
    for record in _records(leaves):
        listing.add(record, "xml")


def _records(leaves: list[tuple[str, str]]) -> Iterator[dict[str, str]]:
    """The leaves of one element as records: a tag that comes again begins the next one."""
    record: dict[str, str] = {}
    for tag, text in leaves:
        if tag in record:
            yield record
            record = {}
        record[tag] = text
    yield record


def _generated(file: ListFile) -> str | None:
    """The text of ``DateGenerated``, which stands before the designations."""
    guard(file)
    match = re.search(r"<DateGenerated[^>]*>([^<]*)</DateGenerated>", file.head.text)
    return match[1].strip() if match else None


def _published(file: ListFile, text: str | None) -> str | None:
    """The date in ISO form; None when the file does not say it."""
    if text is None:
        return None
    body = text.partition("T")[0].strip()
    for form in _DATE_FORMS:
        parsed = _parsed(body, form)
        if parsed is not None:
            return parsed.isoformat()
    raise ListMalformed(
        file.name,
        rule="the date of publication must be a date",
        got=repr(text),
        fix="look at the first lines of the file",
    )


def _parsed(text: str, form: str) -> date | None:
    try:
        return datetime.strptime(text, form).date()  # noqa: DTZ007 - a date without a time
    except ValueError:
        return None


def _decoded(file: ListFile, encoding: str) -> str:
    try:
        return file.read().decode(encoding)
    except UnicodeDecodeError as error:
        got = f"byte {error.object[error.start]:#04x} at offset {error.start}"
        rule = f"the text must be {encoding}"
        raise ListMalformed(file.name, rule=rule, got=got, fix="download the file again") from error
