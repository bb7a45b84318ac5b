"""Reading the UN's consolidated XML."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lxml import etree

from debar.errors import ListMalformed
from debar.lists.draft import Draft
from debar.lists.elements import root_in, words_of
from debar.lists.files import Head, ListFile
from debar.lists.reading import Context, Item, Preface, Reject, Tally
from debar.lists.un_sc.party import entity_of
from debar.lists.xml import iterate, root_of
from debar.model.entity import Entity

SOURCE = "un-sc"
ROLE = "consolidated.xml"
_ROOT = "CONSOLIDATED_LIST"
_RECORDS = ("INDIVIDUAL", "ENTITY")


def role(head: Head) -> str | None:
    """Recognise the file by its root and its sections.

    >>> role(Head(b'<?xml version="1.0"?><CONSOLIDATED_LIST dateGenerated="2026-02-27"><INDIVIDUALS>', 80))
    'consolidated.xml'
    """
    name, attributes = root_in(head)
    return ROLE if name == _ROOT and "dateGenerated" in attributes else None


def read(files: Mapping[str, ListFile], context: Context) -> Iterator[Item]:
    """Read one edition.

    Raises:
        ListTruncated, ListMalformed: the file breaks off or is not well-formed.
    """
    file = files[ROLE]
    root = root_of(file)
    if root.tag != _ROOT:
        raise ListMalformed(file.name, got=f"root <{root.tag}>", fix=f"give the UN's XML, whose root is <{_ROOT}>")
    yield Preface(SOURCE, "un-xml", root.get("dateGenerated"))
    records = used = 0
    seen: set[str] = set()
    for element in iterate(file, _RECORDS):
        records += 1
        for item in _items(element, records, seen):
            used += isinstance(item, Entity)
            yield item
    yield Tally(ROLE, records, used)


def _items(element: etree._Element, row: int, seen: set[str]) -> Iterator[Item]:
    """The entity of a record after its events, or the one reject."""
    record = (element.findtext("DATAID") or "").strip() or None
    reason = _refused(element, record, seen)
    if reason is None and record is not None:
        draft = Draft(ROLE, record)
        entity = entity_of(draft, element, SOURCE)
        if entity is not None:
            seen.add(record)
            yield from draft.events
            yield entity
            return
        reason = ("FIRST_NAME", "the entry has no name")
    field, words = reason or ("DATAID", "the entry has no DATAID")
    yield Reject(ROLE, row, record, field, words, words_of(element))


def _refused(element: etree._Element, record: str | None, seen: set[str]) -> tuple[str, str] | None:
    """The field and the reason for which an entry cannot be taken."""
    if record is None:
        return "DATAID", "the entry has no DATAID"
    if record in seen:
        return "DATAID", "another entry of this file has the same DATAID"
    delisted = (element.findtext("DELISTED_ON") or "").strip()
    return ("DELISTED_ON", f"delisted on {delisted}") if delisted else None
