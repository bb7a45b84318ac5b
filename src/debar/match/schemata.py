"""Which kinds of party may be compared, by name and by identifier: the table in ``data/schemata.csv``."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from debar.names import Group

_OBJECTS = frozenset({"Vessel", "Airplane", "Vehicle"})


def group_of(schema: str) -> Group:
    """How the names of such a party are read.

    >>> group_of("Vessel")
    'object'
    """
    return "person" if schema == "Person" else "object" if schema in _OBJECTS else "organisation"


def names_may_match(schema: str, other: str) -> bool:
    """Whether two such parties may be one by name.

    >>> names_may_match("Company", "Organization"), names_may_match("Person", "Vessel")
    (True, False)
    """
    return _table("names").get((schema, other), False)


def identifiers_may_match(schema: str, other: str) -> bool:
    """Whether two such parties may be one by identifier: a wallet and its holder, a security and its issuer too."""
    return _table("identifiers").get((schema, other), False)


@cache
def _table(column: str) -> Mapping[tuple[str, str], bool]:
    found: dict[tuple[str, str], bool] = {}
    text = files("debar.match").joinpath("data", "schemata.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        found[row["schema"], row["other"]] = found[row["other"], row["schema"]] = row[column] == "yes"
    return found
