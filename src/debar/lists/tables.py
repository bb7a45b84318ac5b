"""The tables beside the readers: read once, never changed."""

from __future__ import annotations

import csv
import re
from functools import cache
from importlib import resources


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    """The rows of ``lists/data/<name>``, a CSV with a header.

    >>> table("un_values.csv")[0]["field"]
    'GENDER'
    """
    text = (resources.files("debar.lists") / "data" / name).read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


@cache
def mapping(name: str, key: str, value: str, field: str | None = None) -> dict[str, str]:
    """Two columns of a table as a mapping; with ``field`` only the rows that have this in their column ``field``.

    >>> mapping("un_values.csv", "code", "value", "GENDER")["Male"]
    'male'
    """
    return {row[key]: row[value] for row in table(name) if field is None or row["field"] == field}


@cache
def known(name: str, group: str, member: str) -> dict[str, frozenset[str]]:
    """The members of each group: which children a tag may have, which attributes a part may carry."""
    groups: dict[str, set[str]] = {}
    for row in table(name):
        groups.setdefault(row[group], set()).add(row[member])
    return {key: frozenset(members) for key, members in groups.items()}


@cache
def patterns(name: str, field: str) -> tuple[tuple[re.Pattern[str], dict[str, str]], ...]:
    """The compiled patterns of one field, in the order of the table, each with its row."""
    return tuple((re.compile(row["pattern"]), row) for row in table(name) if row["field"] == field)
