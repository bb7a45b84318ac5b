"""OFAC's CSV set: ``sdn.csv``, ``alt.csv``, ``add.csv``, ``sdn_comments.csv`` (``cons_prim.csv`` and so on).

No header; 12, 5, 6 and 2 columns; ``-0- `` stands for nothing; the last byte is 0x1A, without which the file is cut.
All bytes are ASCII in every edition from 2018 to 2025, so a byte that is not is damage and refused. A listing is a row
of the primary file with the rows of the other three that bear its number; each such set of rows is read once and
remembered in ``context.memo``, since from one day to the next nearly all of them stay as they are.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Mapping

from debar.errors import ListIncomplete, ListMalformed, ListTruncated
from debar.lists.files import Head, ListFile
from debar.lists.reading import Context, Event, Item, Preface, Reject, Tally
from debar.lists.us_ofac.csv_rows import listing_of
from debar.lists.us_ofac.parties import entity_of
from debar.lists.us_ofac.which_list import Votes
from debar.model.entity import Entity

FORMAT = "ofac-csv"
PRIMARY, ALIASES, ADDRESSES, COMMENTS = "sdn.csv", "alt.csv", "add.csv", "sdn_comments.csv"
ROLES = (PRIMARY, ALIASES, ADDRESSES, COMMENTS)
COLUMNS = {PRIMARY: 12, ALIASES: 5, ADDRESSES: 6, COMMENTS: 2}
_END = b"\x1a"
_HEADERS = (b"ent_num,",)
_PROGRAMS = re.compile(rb'\d+,(?:"(?:[^"]|"")*"|[^,]*),(?:"[^"]*"|[^,]*),"?([^",]*)"?,')
_KINDS = ("-0-", "individual", "vessel", "aircraft", "entity")


def role(head: Head) -> str | None:
    """Which file of the set it is, by its rows.

    >>> role(Head(b'36,12,"aka","AERO-CARIBBEAN",-0- \\r\\n\\x1a', 36))
    'alt.csv'
    """
    if not head.data.isascii() or b"\x00" in head.data:
        return None
    lines = [line for line in head.data.split(b"\n") if line.strip(b"\r\x1a,")]
    if lines and lines[0].startswith(_HEADERS):
        del lines[0]
    if len(head.data) < head.size:
        del lines[-1:]  # the head ends within it
    found = {_role_of_row(line) for line in lines[:50]}
    return found.pop() if len(found) == 1 else None


def _role_of_row(line: bytes) -> str | None:
    try:
        row = next(csv.reader([line.decode("ascii").rstrip("\r")], strict=True))
    except (csv.Error, StopIteration):
        return None
    if not row[0].isdigit():
        return None
    if len(row) == 12 and row[2].strip() in _KINDS and all(row[n].strip() for n in range(12)):
        return PRIMARY
    if len(row) == 5 and row[1].isdigit() and row[2] in ("aka", "fka", "nka"):
        return ALIASES
    if len(row) == 6 and row[1].isdigit() and all(row[n].strip() for n in range(2, 6)):
        return ADDRESSES
    if len(row) == 2 and line.rstrip(b"\r").endswith(b'"') and not row[1].isdigit() and row[1].endswith("."):
        return COMMENTS
    return None


def read(files: Mapping[str, ListFile], context: Context) -> Iterator[Item]:
    """Read a set; without the other three files (``context.partial``) there are no aliases and addresses.

    Raises:
        ListIncomplete: a file of the set is missing and the caller does not know it.
        ListTruncated: a file does not end with 0x1A.
        ListMalformed: a row has the wrong number of columns, a quote is not closed, a byte is not ASCII.
    """
    missing = [name for name in ROLES if name not in files]
    if PRIMARY in missing or (missing and not context.partial):
        raise ListIncomplete(FORMAT, got=f"no {', '.join(missing)}", fix="get all four files of the same day")
    lines = {name: _lines(file) for name, file in files.items() if name in ROLES}
    primary = lines[PRIMARY]
    source = context.source or _source(primary, files[PRIMARY].name)
    yield Preface(source, FORMAT)
    yield from _headers(files)
    others = [_by_number(lines.get(name, [])) for name in ROLES[1:]]
    used = 0
    seen: set[bytes] = set()
    for number, line in enumerate(primary, start=1):
        key = line.partition(b",")[0]
        if key in seen or not key.isdigit():
            reason = "its number stands in the file twice" if key in seen else "its number is not a number"
            text = line.decode("ascii")
            yield Reject(PRIMARY, number, key.decode("ascii"), "ent_num", reason, text)
            continue
        seen.add(key)
        used += 1
        rows = tuple(tuple(other.get(key, ())) for other in others)
        entity, events = _remembered(source, line, rows, context.memo)
        yield entity
        yield from events
    yield Tally(PRIMARY, len(primary), used)
    for name in ROLES[1:]:
        if name in lines:
            yield from _orphans(name, lines[name], seen)


def _remembered(
    source: str, line: bytes, rows: tuple[tuple[bytes, ...], ...], memo: dict[object, object] | None
) -> tuple[Entity, tuple[Event, ...]]:
    if memo is None:
        return entity_of(listing_of(line, rows), source, PRIMARY)
    key = (source, line, rows)
    known = memo.get(key)
    if known is None:
        known = memo[key] = entity_of(listing_of(line, rows), source, PRIMARY)
    return known  # type: ignore[return-value]


def _lines(file: ListFile) -> list[bytes]:
    """The rows as bytes; a row goes over several lines where a quote stays open."""
    data = file.read()
    if not data.isascii():
        at = next(index for index, byte in enumerate(data) if byte > 0x7F)
        raise ListMalformed(file.name, rule="an OFAC CSV is pure ASCII", got=f"byte 0x{data[at]:02x} at {at}")
    body, mark, rest = data.partition(_END)
    if not mark:
        raise ListTruncated(file.name, got="no closing 0x1A byte", fix="download the file again")
    if rest.strip(b"\r\n,"):
        raise ListMalformed(file.name, got=f"{len(rest)} bytes after the closing 0x1A", fix="download the file again")
    if body and not body.endswith(b"\n"):
        raise ListTruncated(file.name, got="a last row without its line end", fix="download the file again")
    lines = body.replace(b"\r\n", b"\n").split(b"\n")
    if body.count(b'"') % 2:
        raise ListMalformed(file.name, got="a quote that is not closed", fix="download the file again")
    rows = [line for line in _joined(lines) if line]
    return rows[1:] if rows and rows[0].startswith(_HEADERS) else rows


def _joined(lines: list[bytes]) -> list[bytes]:
    if not any(line.count(b'"') & 1 for line in lines):
        return lines
    joined: list[bytes] = []
    is_open = False
    for line in lines:
        if is_open:
            joined[-1] += b"\n" + line
        else:
            joined.append(line)
        is_open ^= bool(line.count(b'"') & 1)
    return joined


def _headers(files: Mapping[str, ListFile]) -> Iterator[Event]:
    """A copy that went through a spreadsheet has a header, which OFAC's own files have not."""
    for name, file in files.items():
        if file.head.data.startswith(_HEADERS):
            line = file.head.data.split(b"\n", 1)[0].strip().decode("ascii", errors="replace")
            yield Event("repaired", name, None, "header", line)


def _source(primary: list[bytes], name: str) -> str:
    votes = Votes()
    found = (_PROGRAMS.match(line) for line in primary)
    for cell, parties in Counter(match[1] for match in found if match is not None).items():
        votes.add_programs(cell.decode("ascii").split("] ["), parties)
    if not votes.decided:
        for line in primary:
            votes.add_notes(line.decode("ascii"))
    return votes.winner(name)


def _by_number(lines: list[bytes]) -> Mapping[bytes, list[bytes]]:
    found: dict[bytes, list[bytes]] = {}
    for line in lines:
        found.setdefault(line.partition(b",")[0], []).append(line)
    return found


def _orphans(name: str, lines: list[bytes], seen: set[bytes]) -> Iterator[Item]:
    used = 0
    for number, line in enumerate(lines, start=1):
        key = line.partition(b",")[0]
        if key in seen:
            used += 1
            continue
        reason = f"no row of {PRIMARY} has this number"
        yield Reject(name, number, key.decode("ascii"), "ent_num", reason, line.decode("ascii"))
    yield Tally(name, len(lines), used)
