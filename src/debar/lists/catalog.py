"""The catalog of sources: what each list is, where it lives, under which licence, how often it appears."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path

import msgspec

from debar.errors import BadFile


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """One publisher's list.

    Args:
        id: ``us-ofac-sdn``.
        files: the address of each file of the set, by role; empty for a list that is only ever loaded from disk.
        sentinels: ``(entity id, since[, until])``: long-standing listings that an edition of those dates must hold.
        verified: when the addresses were last tried, or ``unverified``.
    """

    id: str
    title: str
    publisher: str = ""
    licence: str = ""
    cadence: str = ""
    format: str = ""
    page: str = ""
    origin: str = ""
    verified: str = "unverified"
    files: dict[str, str] = {}
    sentinels: tuple[tuple[str, ...], ...] = ()

    def sentinels_due(self, edition: str) -> tuple[str, ...]:
        """The ids that an edition of that date must hold."""
        due = []
        for entity_id, since, *until in self.sentinels:
            if since <= edition and (not until or edition < until[0]):
                due.append(entity_id)
        return tuple(due)


Catalog = Mapping[str, Source]


@cache
def official() -> Catalog:
    """The catalog that ships with debar.

    >>> official()["un-sc"].publisher
    'United Nations Security Council'
    """
    return _parse((files("debar.lists") / "data" / "catalog.toml").read_text("utf-8"), "catalog.toml")


def load(path: Path) -> Catalog:
    """The shipped catalog with a user's own on top: mirrors, further sources, own watchlists.

    Raises:
        BadFile: the file is no TOML, or an entry has an unknown or wrongly typed key.
    """
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadFile(str(path), rule="the catalog cannot be read", got=str(error)) from error
    return {**official(), **_parse(text, str(path), base=official())}


def _parse(text: str, name: str, base: Catalog | None = None) -> Catalog:
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadFile(name, rule="the catalog must be TOML", got=str(error)) from error
    found = {}
    for source_id, table in tables.items():
        merged = {
            **(msgspec.to_builtins(base[source_id]) if base and source_id in base else {}),
            **table,
            "id": source_id,
        }
        known = {field.name for field in msgspec.structs.fields(Source)}
        if unknown := sorted(set(merged) - known):
            raise BadFile(f"{name} [{source_id}]", rule="unknown keys in the catalog", got=", ".join(unknown))
        try:
            found[source_id] = msgspec.convert(merged, Source)
        except msgspec.ValidationError as error:
            raise BadFile(f"{name} [{source_id}]", rule="the entry cannot be used", got=str(error)) from error
    return found
