"""The tables of this source, from ``lists/data/csl_*.csv``: columns, lists, labels of documents, words."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Literal, cast

import msgspec

ColumnKind = Literal[
    "id", "list", "reference", "schema", "name", "alias", "program", "position", "address", "document", "legal_basis",
    "listed_on", "ended_on", "measure", "remark", "identifier", "property", "country", "date", "place", "link", "given",
]  # fmt: skip
LabelKind = Literal["identifier", "property", "country", "date", "link", "measure", "given"]


class Column(msgspec.Struct, frozen=True):
    """A column of the CSV or key of the JSON; ``target`` is a FollowTheMoney property; ``many``: `; ` parts its values."""

    name: str
    kind: ColumnKind
    target: str
    many: bool
    required: bool


class Label(msgspec.Struct, frozen=True):
    """What the list calls a kind of document or feature, and what that is.

    A value that matches ``pattern`` is a ``target`` (and the value is its first group), any other one ``otherwise``.
    """

    kind: LabelKind
    target: str
    pattern: re.Pattern[str] | None
    otherwise: str

    def read(self, value: str) -> tuple[str, str]:
        """The FollowTheMoney property and the value without what the pattern takes for ornament."""
        if self.pattern is None:
            return self.target, value
        match = self.pattern.fullmatch(value)
        return (self.otherwise, value) if match is None else (self.target, match[1])


@cache
def columns() -> Mapping[str, Column]:
    """Every column and key, in the order in which facts enter an entity."""
    return MappingProxyType(
        {
            row["column"]: Column(
                row["column"],
                cast(ColumnKind, row["kind"]),
                row["target"],
                bool(row["many"]),
                bool(row["required"]),
            )
            for row in _rows("csl_columns.csv")
        }
    )


@cache
def labels() -> Mapping[str, Label]:
    """Labels of documents and features by their words."""
    return MappingProxyType(
        {
            row["label"]: Label(
                cast(LabelKind, row["kind"]),
                row["target"],
                re.compile(row["pattern"]) if row["pattern"] else None,
                row["otherwise"],
            )
            for row in _rows("csl_labels.csv")
        }
    )


@cache
def authorities() -> Mapping[str, str]:
    """Who keeps a list, by the list's words."""
    return MappingProxyType({row["list"]: row["authority"] for row in _rows("csl_lists.csv")})


@cache
def words(field: str) -> Mapping[str, str]:
    """A field's vocabulary: the publisher's words in lower case, and what they mean."""
    return MappingProxyType({row["words"]: row["value"] for row in _rows("csl_words.csv") if row["field"] == field})


def _rows(table: str) -> list[dict[str, str]]:
    text = (resources.files("debar.lists") / "data" / table).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
