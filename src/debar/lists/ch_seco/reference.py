"""What SECO's targets refer to by number: places, and the sanctions of the programmes."""

from __future__ import annotations

from typing import NamedTuple

from lxml import etree

from debar.lists.ch_seco.names import order_of
from debar.lists.draft import line, one_line
from debar.lists.files import ListFile
from debar.lists.xml import iterate

TOP_LEVEL = ("sanctions-program", "place", "target")
_LANGUAGE = "eng"


class Place(NamedTuple):
    """A place: its town, its region, its country in words and by code."""

    location: str
    area: str
    country: str
    code: str

    @property
    def text(self) -> str:
        """Town and region."""
        return line(self.location, self.area)


class Sanctions(NamedTuple):
    """A set of sanctions of a programme."""

    program: str
    title: str
    measure: str
    origin: str


class References(NamedTuple):
    """Places, sanctions and the targets' names by their ssid."""

    places: dict[str, Place]
    sanctions: dict[str, Sanctions]
    names: dict[str, str]


def references_in(file: ListFile) -> References:
    """Read them ahead, since targets may stand before the places that they name."""
    places: dict[str, Place] = {}
    sanctions: dict[str, Sanctions] = {}
    names: dict[str, str] = {}
    for element in iterate(file, TOP_LEVEL):
        if not is_top_level(element):
            continue
        if element.tag == "place":
            places[element.get("ssid", "")] = _place(element)
        elif element.tag == "sanctions-program":
            sanctions |= _sanctions(element)
        else:
            names[element.get("ssid", "")] = _first_name(element)
    return References(places, sanctions, names)


def is_top_level(element: etree._Element) -> bool:
    """Whether the element stands right under the root, and not in an older state inside a modification."""
    parent = element.getparent()
    return parent is not None and parent.getparent() is None


def _place(element: etree._Element) -> Place:
    country = element.find("country")
    return Place(
        line(*(one_line(child.text or "") for child in element.iterfind("location"))),
        line(*(one_line(child.text or "") for child in element.iterfind("area"))),
        one_line(country.text or "") if country is not None else "",
        country.get("iso-code", "") if country is not None else "",
    )


def _first_name(element: etree._Element) -> str:
    """The first name of a target, as ties between targets show it."""
    name = element.find("*/identity/name")
    parts = [] if name is None else sorted(name.iterfind("name-part"), key=order_of)
    return " ".join(text for part in parts if (text := one_line(part.findtext("value") or "")))


def _sanctions(element: etree._Element) -> dict[str, Sanctions]:
    program, title = _in_english(element, "program-key"), _in_english(element, "program-name")
    origin = one_line(element.findtext("origin") or "")
    sets = [child for child in element.iterfind("sanctions-set") if child.get("ssid")]
    found: dict[str, Sanctions] = {}
    for child in sorted(sets, key=lambda child: child.get("lang") != _LANGUAGE):
        found.setdefault(child.get("ssid", ""), Sanctions(program, title, one_line(child.text or ""), origin))
    return found


def _in_english(element: etree._Element, tag: str) -> str:
    """The English text, or else the first."""
    texts = sorted(element.iterfind(tag), key=lambda child: child.get("lang") != _LANGUAGE)
    return one_line(texts[0].text or "") if texts else ""
