"""Reading XML lists safely: lxml's iterparse, without document types.

A DOCTYPE is refused outright. ``resolve_entities=False``, the usual advice, silently cuts a name at its first entity
(``M&u;ller`` becomes ``M``), which in a screening engine is a lost designation; so entities stay at lxml's default and
the declaration that could define them is not let in at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from debar.errors import ListMalformed, ListTruncated
from debar.lists.files import ListFile

_DOCTYPE = re.compile(rb"<!DOCTYPE", re.IGNORECASE)


def iterate(file: ListFile, tags: tuple[str, ...], *, namespaces: bool = False) -> Iterator[etree._Element]:
    """Yield each element with one of the (local) tags, whole, and free it afterwards.

    The root is yielded nowhere; read its attributes with `root_of`. An element inside another yielded one belongs to
    the outer one: give tags that do not nest.

    Raises:
        ListTruncated: the document ends before its root is closed.
        ListMalformed: it is not well-formed, or has a DOCTYPE.
    """
    guard(file)
    wanted = tags if namespaces else tuple(f"{{*}}{tag}" for tag in tags)
    with file.open() as stream:
        try:
            for _, element in etree.iterparse(stream, events=("end",), tag=wanted, huge_tree=True):
                yield element
                element.clear()
                parent = element.getparent()
                while parent is not None and element.getprevious() is not None:
                    del parent[0]
        except etree.XMLSyntaxError as error:
            raise broken(file, error) from error


def root_of(file: ListFile) -> etree._Element:
    """The root element with its attributes, without reading the rest.

    Raises:
        ListTruncated, ListMalformed: as `iterate`.
    """
    guard(file)
    with file.open() as stream:
        try:
            root: etree._Element
            for _, root in etree.iterparse(stream, events=("start",), huge_tree=True):
                return root
        except etree.XMLSyntaxError as error:
            raise broken(file, error) from error
    raise ListTruncated(file.name, got="no root element", fix="download the file again")


def guard(file: ListFile) -> None:
    """Refuse HTML pages and documents with a DOCTYPE."""
    if file.head.is_html:
        raise ListMalformed(file.name, rule="this is an HTML page, not a list", fix="download the file again")
    if _DOCTYPE.search(file.head.data):
        raise ListMalformed(file.name, rule="a list must not carry a DOCTYPE", fix="get the file from its publisher")


def broken(file: ListFile, error: etree.XMLSyntaxError) -> ListMalformed | ListTruncated:
    """The error for a document that lxml could not finish."""
    message = str(error)
    ends_early = any(sign in message for sign in ("Premature end", "EndTag: '</' not found", "Document is empty")) or (
        not file.read().rstrip().endswith(b">")
    )
    if ends_early:
        return ListTruncated(file.name, got=message, fix="download the file again")
    return ListMalformed(file.name, got=message, fix="download the file again")


def text_of(element: etree._Element, path: str) -> str | None:
    """The stripped text of the first descendant at ``path`` (with ``{*}`` for any namespace), or None if blank."""
    found = element.find(path)
    if found is None or found.text is None:
        return None
    return found.text.strip() or None


def local(element: etree._Element) -> str:
    """The tag without its namespace."""
    return str(element.tag).rpartition("}")[2]  # etree.QName refuses a name with an undeclared prefix
