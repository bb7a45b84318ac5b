"""Reading SECO's XML."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lxml import etree

from debar.errors import ListMalformed
from debar.lists.ch_seco.reference import TOP_LEVEL, References, is_top_level, references_in
from debar.lists.ch_seco.target import date_of, entity_of, last_modification
from debar.lists.draft import Draft
from debar.lists.elements import root_in, words_of
from debar.lists.files import Head, ListFile
from debar.lists.reading import Context, Item, Preface, Reject, Tally
from debar.lists.xml import iterate, root_of
from debar.model.entity import Entity

SOURCE = "ch-seco"
FORMAT = "ch-xml"
ROLE = "consolidated-list.xml"
_ROOT = "swiss-sanctions-list"


def role(head: Head) -> str | None:
    """Recognise the file by its root.

    >>> role(Head(b'<?xml version="1.0"?><swiss-sanctions-list list-type="full" date="2024-01-17">', 80))
    'consolidated-list.xml'
    """
    return ROLE if root_in(head)[0] == _ROOT else None


def read(files: Mapping[str, ListFile], context: Context) -> Iterator[Item]:
    """Read one edition.

    Raises:
        ListTruncated, ListMalformed: the file breaks off or is not well-formed.
    """
    file = files[ROLE]
    root = root_of(file)
    if root.tag != _ROOT:
        raise ListMalformed(file.name, got=f"root <{root.tag}>", fix=f"give SECO's XML, whose root is <{_ROOT}>")
    yield Preface(SOURCE, FORMAT, root.get("date"))
    references = references_in(file)
    records = used = 0
    seen: set[str] = set()
    for element in iterate(file, TOP_LEVEL):
        if element.tag != "target" or not is_top_level(element):
            continue
        records += 1
        for item in _items(element, records, references, seen):
            used += isinstance(item, Entity)
            yield item
    yield Tally(ROLE, records, used)


def _items(element: etree._Element, row: int, references: References, seen: set[str]) -> Iterator[Item]:
    """The entity of a live target after its events, or the one reject."""
    record = element.get("ssid", "").strip()
    last = last_modification(element)
    if not record:
        field, reason = "ssid", "the target has no ssid"
    elif record in seen:
        field, reason = "ssid", "another target of this file has the same ssid"
    elif last is not None and last.get("modification-type") == "de-listed":
        field, reason = "modification", f"de-listed on {date_of(last) or 'a day that is not given'}"
    else:
        draft = Draft(ROLE, record)
        entity = entity_of(draft, element, references, SOURCE)
        yield from draft.events
        if entity is not None:
            seen.add(record)
            yield entity
            return
        field, reason = "name", "the target has no name"
    yield Reject(ROLE, row, record or None, field, reason, words_of(element))
