"""The tables of this source, from ``lists/data/uk_*.csv``: fields, words, patterns."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

import msgspec

from debar.lists.tables import table

Dialect = Literal["csv", "ofsi", "xml"]


class Field(msgspec.Struct, frozen=True):
    """One field of a listing: its column in either CSV, its leaf tag in the XML, and where it goes.

    ``group`` says which fields belong together (the parts of one name, of one address, of one passport); a ``fact``
    stands alone. ``target`` is ``kind:FollowTheMoney property``. ``many`` marks cells that may hold several values.
    """

    field: str
    group: str
    target: str
    many: bool
    csv: str
    ofsi: str
    xml: str

    @property
    def label(self) -> str:
        """What to call the field in ``given`` and events: the column of the current list."""
        return self.csv or self.ofsi


class Pattern(msgspec.Struct, frozen=True):
    """A shape that certain facts have inside free text."""

    field: str
    target: str
    regex: re.Pattern[str]


@cache
def fields() -> tuple[Field, ...]:
    """Every field, in the order in which facts enter an entity."""
    return tuple(
        Field(row["field"], row["group"], row["target"], bool(row["many"]), row["csv"], row["ofsi"], row["xml"])
        for row in table("uk_fields.csv")
    )


@cache
def by_label(dialect: Dialect) -> dict[str, Field]:
    """Fields by their column or tag."""
    return {label: field for field in fields() if (label := getattr(field, dialect))}


@cache
def by_name() -> dict[str, Field]:
    """Fields by their own name; the first row of the table counts."""
    return {field.field: field for field in reversed(fields()) if field.field}


@cache
def words(field: str) -> dict[str, str]:
    """A field's vocabulary: the publisher's words in lower case, and what they mean."""
    return {row["words"]: row["value"] for row in table("uk_words.csv") if row["field"] == field}


@cache
def patterns(field: str) -> tuple[Pattern, ...]:
    """The patterns for one field, in the table's order."""
    return tuple(
        Pattern(row["field"], row["target"], re.compile(row["pattern"], re.DOTALL))
        for row in table("uk_patterns.csv")
        if row["field"] == field
    )
