"""Roots, attributes and text of XML lists."""

from __future__ import annotations

import re

from lxml import etree

from debar.lists.files import Head

_ROOT = re.compile(r"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<(?:[\w.-]+:)?([A-Za-z_][\w.-]*)([^>]*)>", re.DOTALL)
_ATTRIBUTE = re.compile(r"""([\w:.-]+)\s*=\s*["']([^"']*)["']""")


def root_in(head: Head) -> tuple[str | None, dict[str, str]]:
    """The local name and the attributes of the root; None where the file is no XML.

    >>> root_in(Head(b'<?xml version="1.0"?><export xmlns="http://eu.europa.ec/fpi/fsd/export">', 60))
    ('export', {'xmlns': 'http://eu.europa.ec/fpi/fsd/export'})
    """
    match = _ROOT.match(head.text.lstrip("\ufeff")) if head.is_xml else None
    if match is None:
        return None, {}
    return match[1], dict(_ATTRIBUTE.findall(match[2]))


def words_of(element: etree._Element) -> str:
    """All the text inside an element, in one line."""
    return " ".join(" ".join(str(text) for text in element.itertext()).split())


def attributes_of(element: etree._Element) -> dict[str, str]:
    """The attributes by their local names."""
    return {str(name).rpartition("}")[2]: str(text) for name, text in element.attrib.items()}
