"""Frozen data: what a listed party, a question and an answer are."""

from debar.model.dates import PartialDate, is_iso_prefix
from debar.model.entity import (
    SCHEMATA,
    Address,
    Country,
    Dated,
    Designation,
    Entity,
    Identifier,
    Link,
    Name,
    NameKind,
)
from debar.model.query import Evidence, Hit, ListState, Query, Result

__all__ = [
    "SCHEMATA",
    "Address",
    "Country",
    "Dated",
    "Designation",
    "Entity",
    "Evidence",
    "Hit",
    "Identifier",
    "Link",
    "ListState",
    "Name",
    "NameKind",
    "PartialDate",
    "Query",
    "Result",
    "is_iso_prefix",
]
