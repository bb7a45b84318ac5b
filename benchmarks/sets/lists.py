"""The official lists as tuples of listed parties, read once per process, and how a party is turned into a question."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from types import MappingProxyType

import msgspec

from debar.lists.archives import Unpacker
from debar.lists.reading import Context
from debar.lists.sets import find
from debar.model import Entity, Name, Query
from measure import LISTS

PATHS: Mapping[str, str] = MappingProxyType(
    {
        "SDN": "ofac/2023-12-28",
        "non-SDN": "ofac/non-sdn-2025-12-19",
        "UN": "un/consolidated_2026-02.xml",
        "CA": "ca/sema-lmes_2025-05.xml",
        "AU": "au/regulation8_consolidated_2024-12.xlsx",
        "UK": "uk/sanctionsconlist_2018-04-13.csv",
        "EU": "eu/EUSanctionsShort_2018-07-04.csv",
        "OS": "opensanctions/format_sample_wd_persons_2024-03/entities.ftm.json",
    }
)
STRONG = frozenset({"primary", "alias", "former"})


@cache
def listed(key: str) -> tuple[Entity, ...]:
    """The parties of one list, by its key in `PATHS`."""
    with Unpacker() as unpacker:
        (file_set,) = find(unpacker, LISTS / PATHS[key]).sets
        items = file_set.format.read(file_set.files, Context())
        return tuple(item for item in items if isinstance(item, Entity))


def without_names(entity: Entity, gone: Iterable[str]) -> Entity | None:
    """The party without some of its names; None when none would be left."""
    lost = frozenset(gone)
    names = tuple(name for name in entity.names if name.value not in lost)
    if not names:
        return None
    if names[0].kind != "primary":
        names = (msgspec.structs.replace(names[0], kind="primary"), *names[1:])
    return msgspec.structs.replace(entity, names=names)


def is_latin(text: str) -> bool:
    """Whether every letter is Latin, marks and spacing modifiers aside.

    >>> is_latin("Nūr ad-Dīn"), is_latin("Кашин")
    (True, False)
    """
    return all(
        unicodedata.name(char, "").startswith("LATIN") for char in text if unicodedata.category(char) in _LETTERS
    )


def script_of(text: str) -> str:
    """The script of most letters, in Unicode's words ("CYRILLIC", "CJK"), "LATIN" where there are no letters."""
    counts: dict[str, int] = {}
    for char in text:
        if unicodedata.category(char) in _LETTERS:
            script = unicodedata.name(char, "UNKNOWN").split()[0]
            counts[script] = counts.get(script, 0) + 1
    return max(counts, key=lambda script: counts[script]) if counts else "LATIN"


def names_of(entity: Entity, *, latin: bool = True) -> list[Name]:
    """The names that are not weak; by default those in Latin letters only."""
    return [name for name in entity.names if name.kind in STRONG and (not latin or is_latin(name.value))]


def query_schema(entity: Entity) -> str:
    """The schema to ask with: lists disagree on the kinds of organisation, and a customer book knows one only."""
    return entity.schema if entity.schema in {"Person", "Vessel", "Airplane"} else "LegalEntity"


def kind_of(entity: Entity) -> str:
    """``persons``, ``companies`` or ``vessels and aircraft``."""
    if entity.schema == "Person":
        return "persons"
    return "vessels and aircraft" if entity.schema in {"Vessel", "Airplane", "Vehicle"} else "companies"


def record_query(entity: Entity, *, leave: frozenset[str] = frozenset()) -> Query:
    """A question with all that the record holds, except some properties."""
    properties = {prop: values for prop, values in entity.to_properties().items() if prop not in leave}
    return Query(schema=query_schema(entity), properties=properties)


_LETTERS = frozenset({"Lu", "Ll", "Lt", "Lo"})
