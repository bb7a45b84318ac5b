"""A party as any of the three files states it, before it becomes an entity.

The XML nests what the CSV spreads over columns and rows; both end up here in the same words and the same order, so
that one constructor serves both and the same facts give the same entity.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from debar.lists.cells import enumerated
from debar.lists.uk_sl.tables import Dialect, Field, by_label, fields

Record = tuple[tuple[str, str], ...]


class Listing(msgspec.Struct):
    """Grows while rows or elements are read.

    Args:
        record: the publisher's id.
        lines: where the records of the file stand that went into it.
        groups: by group (``name``, ``address``, ``passport`` …) the distinct records of ``(field, text)``, in order.
        values: by field the distinct values of the facts that stand alone.
        unknown: ``(column or tag, text)`` that the tables do not know.
        indicators: the sanctions that the XML marks as true.
    """

    record: str
    lines: list[int] = []
    groups: dict[str, dict[Record, None]] = {}
    values: dict[str, dict[str, None]] = {}
    unknown: dict[tuple[str, str], None] = {}
    indicators: dict[tuple[str, str], None] = {}

    def add(self, cells: Mapping[str, str], dialect: Dialect) -> None:
        """Add what stands in one row, or in one element, by column or tag."""
        known = by_label(dialect)
        found: dict[str, dict[str, str]] = {}
        for label, raw in cells.items():
            text = raw.replace("\r\n", "\n").strip()
            if not text:
                continue
            field = known.get(label)
            if field is None or field.group in ("container", "indicators"):
                self.unknown[(label, text)] = None
            elif field.group == "fact":
                self._facts(field, text)
            elif field.group != "id":
                found.setdefault(field.group, {})[field.field] = text
        for group, record in found.items():
            for part in _parallel(record):
                self.groups.setdefault(group, {})[part] = None

    def _facts(self, field: Field, text: str) -> None:
        self.values.setdefault(field.field, {}).update(dict.fromkeys(_several(text) if field.many else (text,)))

    def records(self, group: str) -> Iterable[dict[str, str]]:
        """The records of one group, in the file's order."""
        return [dict(record) for record in self.groups.get(group, ())]

    def facts(self, field: str) -> list[str]:
        """The distinct values of one fact."""
        return list(self.values.get(field, ()))


def _several(text: str) -> tuple[str, ...]:
    parts = (part.strip() for part in text.split("|"))
    return tuple(item for part in parts for item in enumerated(part))


def _parallel(record: dict[str, str]) -> list[Record]:
    """One record, or several where every ``many`` cell enumerates equally many items."""
    ordered = {field.field: record[field.field] for field in fields() if field.field in record}
    many = {field.field for field in fields() if field.many}
    if not many.issuperset(ordered):
        return [tuple(ordered.items())]
    split = {name: _several(text) for name, text in ordered.items()}
    counts = {len(items) for items in split.values()}
    if counts in ({0}, {1}) or len(counts) > 1:
        return [tuple(ordered.items())]
    return [tuple(zip(split, items, strict=True)) for items in zip(*split.values(), strict=True)]
