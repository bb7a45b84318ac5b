"""What every list reader takes and gives.

A reader is one function, ``read(files, context) -> Iterator[Item]``. It yields, in this order:

1. one `Preface`: which source this is, when it was published, how many records it says it holds;
2. for every record an `Entity`, or a `Reject` with a reason; in between `Event` for what is odd but usable;
3. one `Tally` per file: its records, and how many of them went into entities.

``records == used + rejects`` holds for every file; the tests count the records on their own and compare.
Readers stream: they never hold a whole list, so that a file of millions of records can be read. They raise
`ListTruncated` or `ListMalformed` when the file breaks off or is not well-formed, possibly after many items:
a caller must not use any item before the iterator has ended in peace.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Literal, TypeAlias

import msgspec

from debar.lists.files import Head, ListFile
from debar.model.entity import Entity


class Preface(msgspec.Struct, frozen=True):
    """What a file says about itself. ``published`` is an ISO date or time, or None when the content gives none."""

    source: str
    format: str
    published: str | None = None
    declared: int | None = None


class Reject(msgspec.Struct, frozen=True, array_like=True):
    """A record that could not become (part of) an entity.

    Args:
        file: which file of the set, by its role (``sdn.csv``).
        row: where in it: line number, or ordinal of the record, from 1.
        record: the publisher's id of the record, if it can be read.
        field: the field at fault.
        reason: a sentence.
        given: the record as it stood.
    """

    file: str
    row: int
    record: str | None
    field: str
    reason: str
    given: str


EventKind = Literal[
    "unknown_remark",  # a remark string that no pattern knows
    "unknown_tag",  # an XML tag or attribute that the reader does not know
    "unknown_column",  # a CSV or sheet column that the reader does not know
    "unknown_value",  # a code (type, quality, gender, programme …) that the tables do not know
    "unknown_country",  # words that name no country in the table
    "bad_value",  # a date, number or identifier that is not one; kept as given
    "repaired",  # the reader had to mend something (encoding, stray label, double id); says what
]


class Event(msgspec.Struct, frozen=True, array_like=True):
    """A data-quality event: the record was taken, but something in it is unknown or odd. Nothing is lost by it."""

    kind: EventKind
    file: str
    record: str | None
    field: str
    given: str


class Tally(msgspec.Struct, frozen=True):
    """The account of one file: all its records, and those that went into entities."""

    file: str
    records: int
    used: int


Item: TypeAlias = Preface | Entity | Reject | Event | Tally


class Context(msgspec.Struct, frozen=True):
    """What a reader may not find out by itself.

    Args:
        source: the source, where the caller knows it (own watchlists, downloads); else the reader decides by content.
        partial: the caller knows that files of the set are missing (`--allow-partial`).
        memo: for a source that is read edition after edition: a dict that the reader may keep between calls, to give
            back the very same `Entity` for a record whose bytes did not change. Empty at first; None: do not.
    """

    source: str | None = None
    partial: bool = False
    memo: dict[object, object] | None = None


class Format(msgspec.Struct, frozen=True):
    """A file format of a source.

    Args:
        name: ``ofac-csv``, ``un-xml`` …; stands in the snapshot.
        sources: the sources it may hold.
        role: tells which file of the set this is (``sdn.csv``), or None when it is not of this format.
            It sees the first 64 KiB and the size, never the name: files are recognised by content.
        required: roles without which the set is incomplete.
        optional: further roles of the set.
        primary: the role whose file holds the listings that the others refer to; the one required role by default.
        read: the reader; gets the files by role.
        likely: of a format that holds several sources: which of them files are that cannot be read.
        anybody: whether anybody may publish such a file (FollowTheMoney, a watchlist): then the caller names the source.
        end_mark: whether a cut file shows (a closing tag, OFAC's 0x1A, a workbook's directory). A plain CSV has none:
            cut at the end of a row it looks whole, and only the last good edition can tell.
    """

    name: str
    sources: tuple[str, ...]
    role: Callable[[Head], str | None]
    required: frozenset[str]
    read: Callable[[Mapping[str, ListFile], Context], Iterator[Item]]
    optional: frozenset[str] = frozenset()
    primary: str | None = None
    end_mark: bool = True
    anybody: bool = False
    likely: Callable[[Mapping[str, ListFile]], str] | None = None
