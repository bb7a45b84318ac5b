"""Reading the EU's ``export`` XML, version 1.1."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lxml import etree

from debar.errors import ListMalformed
from debar.lists.elements import attributes_of, root_in
from debar.lists.eu_fsf.party import SOURCE, items_of
from debar.lists.eu_fsf.record import Record
from debar.lists.files import Head, ListFile
from debar.lists.reading import Context, Item, Preface, Tally
from debar.lists.xml import iterate, local, root_of
from debar.model.entity import Entity

FORMAT = "eu-xml"
ROLE = "xmlFullSanctionsList_1_1.xml"
_NAMESPACE = "http://eu.europa.ec/fpi/fsd/export"


def role(head: Head) -> str | None:
    """Recognise the file by its root and namespace.

    >>> role(Head(b'<export xmlns="http://eu.europa.ec/fpi/fsd/export" generationDate="2024-12-11">', 90))
    'xmlFullSanctionsList_1_1.xml'
    """
    name, attributes = root_in(head)
    return ROLE if name == "export" and _NAMESPACE in attributes.values() else None


def read(files: Mapping[str, ListFile], context: Context) -> Iterator[Item]:
    """Read one edition.

    Raises:
        ListTruncated, ListMalformed: the file breaks off or is not well-formed.
    """
    file = files[ROLE]
    root = root_of(file)
    if root.tag != f"{{{_NAMESPACE}}}export":
        raise ListMalformed(file.name, got=f"root <{root.tag}>", fix="give the EU's XML 1.1, whose root is <export>")
    yield Preface(SOURCE, FORMAT, root.get("generationDate"))
    records = used = 0
    seen: set[str] = set()
    for element in iterate(file, ("sanctionEntity",)):
        records += 1
        for item in items_of(record_of(element), ROLE, (records,), seen):
            used += isinstance(item, Entity)
            yield item
    yield Tally(ROLE, records, used)


def record_of(element: etree._Element) -> Record:
    """The record of a ``sanctionEntity``."""
    record = Record(element.get("logicalId", "").strip())
    remarks = [child.text or "" for child in element.iterchildren("*") if local(child) == "remark"]
    record.add("sanctionEntity", attributes_of(element) | {"remark": "\n".join(remarks)})
    for child in element.iterchildren("*"):
        if local(child) != "remark":
            _add_part(record, child)
    return record


def _add_part(record: Record, element: etree._Element) -> None:
    """Add a part with its remark, its regulation and the parts inside it."""
    fields = attributes_of(element)
    if element.text and element.text.strip():
        fields["text"] = element.text
    inner: list[etree._Element] = []
    for child in element.iterchildren("*"):
        tag = local(child)
        if tag == "regulationSummary":
            fields |= {f"regulationSummary/{name}": text for name, text in attributes_of(child).items()}
        elif not len(child) and not child.attrib:
            fields[tag] = "\n".join(text for text in (fields.get(tag), child.text) if text)
        else:
            inner.append(child)
    record.add(local(element), fields)
    for child in inner:
        _add_part(record, child)
