"""OFAC's ``sdnList`` XML (``sdn.xml``, ``consolidated.xml``), of the old namespace and of the list service's.

``Publish_Date`` is the edition's day and ``Record_Count`` the entries it says it holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache

from lxml import etree

from debar.errors import ListIncomplete, ListMalformed
from debar.lists.files import Head, ListFile
from debar.lists.reading import Context, Event, Item, Preface, Reject, Tally
from debar.lists.us_ofac.facts import Alias, Feature, Odd, Party, Place, locality, person_name
from debar.lists.us_ofac.parties import entity_of
from debar.lists.us_ofac.remarks import read_remark
from debar.lists.us_ofac.tables import rows
from debar.lists.us_ofac.which_list import Votes
from debar.lists.xml import iterate, local, text_of

FORMAT = "ofac-sdnlist-xml"
ROLE = "sdn.xml"
_ROOT = re.compile(r"<(?:\w+:)?sdnList[\s>]")
_KINDS = {"Individual": "individual", "Entity": "entity", "Vessel": "vessel", "Aircraft": "aircraft"}
_ALIAS_KINDS = {"a.k.a.": "aka", "f.k.a.": "fka", "n.k.a.": "nka"}
_CATEGORIES = {"strong": False, "weak": True}
_LISTS = (
    ("dateOfBirthList", "dateOfBirth", "DOB"),
    ("placeOfBirthList", "placeOfBirth", "POB"),
    ("nationalityList", "country", "nationality"),
    ("citizenshipList", "country", "citizen"),
)
_VESSEL = (
    ("callSign", "Vessel Call Sign"),
    ("vesselType", "Vessel Type"),
    ("tonnage", "Tonnage"),
    ("grossRegisteredTonnage", "Gross Registered Tonnage"),
    ("vesselFlag", "Vessel Flag"),
    ("vesselOwner", "Vessel Owner"),
)


def role(head: Head) -> str | None:
    """`ROLE` for an XML file whose root is ``sdnList``."""
    return ROLE if head.is_xml and _ROOT.search(head.text[:2000]) else None


def read(files: Mapping[str, ListFile], context: Context) -> Iterator[Item]:
    """Read the list.

    Raises:
        ListTruncated, ListMalformed: the document breaks off, is not well-formed or does not say when it was published.
    """
    if ROLE not in files:
        raise ListIncomplete(FORMAT, got=f"no {ROLE}", fix="get the file from OFAC's list service")
    file = files[ROLE]
    source = context.source or _source(file)
    published: Preface | None = None
    records = used = 0
    seen: set[str] = set()
    for element in iterate(file, ("publshInformation", "sdnEntry")):
        if local(element) == "publshInformation":
            published = _preface(element, source, file)
            yield published
            continue
        if published is None:
            raise ListMalformed(file.name, got="an entry before publshInformation", fix="download the file again")
        records += 1
        reject = _reject(element, records, seen)
        if reject is not None:
            yield reject
            continue
        used += 1
        entity, events = entity_of(_party(element), source, ROLE)
        yield entity
        yield from events
    if published is None:
        raise ListMalformed(file.name, got="no publshInformation", fix="download the file again")
    if published.declared is not None and published.declared != records:
        yield Event("bad_value", ROLE, None, "Record_Count", f"{published.declared}, but {records} entries")
    yield Tally(ROLE, records, used)


def _reject(entry: etree._Element, ordinal: int, seen: set[str]) -> Reject | None:
    uid = text_of(entry, "{*}uid")
    given = etree.tostring(entry, encoding="unicode").strip()
    if uid is None or not uid.isdigit():
        return Reject(ROLE, ordinal, uid, "uid", "its number is not a number", given)
    if uid in seen:
        return Reject(ROLE, ordinal, uid, "uid", "its number stands in the file twice", given)
    seen.add(uid)
    if text_of(entry, "{*}lastName") is None and text_of(entry, "{*}firstName") is None:
        return Reject(ROLE, ordinal, uid, "lastName", "it has no name", given)
    return None


def _source(file: ListFile) -> str:
    votes = Votes()
    for entry in iterate(file, ("sdnEntry",)):
        votes.add_programs(program.text or "" for program in entry.iterfind("{*}programList/{*}program"))
        votes.add_notes(" ".join(text for text in entry.itertext() if isinstance(text, str)))
    return votes.winner(file.name)


def _preface(element: etree._Element, source: str, file: ListFile) -> Preface:
    words = text_of(element, "{*}Publish_Date") or ""
    count = text_of(element, "{*}Record_Count")
    try:
        month, day, year = (int(part) for part in words.split("/"))
        published = date(year, month, day).isoformat()
    except ValueError as error:
        raise ListMalformed(file.name, rule="Publish_Date must be mm/dd/yyyy", got=repr(words)) from error
    return Preface(source, FORMAT, published, int(count) if count and count.isdigit() else None)


def _party(entry: etree._Element) -> Party:
    unknown: list[Odd] = [("unknown_tag", path, text) for path, text in _unknown_tags(entry)]
    kind_words = text_of(entry, "{*}sdnType") or ""
    if kind_words not in _KINDS:
        unknown.append(("unknown_value", "sdnType", kind_words))
    remarks = text_of(entry, "{*}remarks")
    remark = read_remark(remarks or "", closed=False)
    given = [("remarks", remarks)] if remarks else []
    given += [(path, text) for _, path, text in unknown]
    return Party(
        uid=text_of(entry, "{*}uid") or "",
        kind=_KINDS.get(kind_words, "entity"),
        name=_name(entry),
        programs=tuple(program.text.strip() for program in entry.iterfind("{*}programList/{*}program") if program.text),
        title=text_of(entry, "{*}title"),
        aliases=(*(_alias(aka, unknown) for aka in entry.iterfind("{*}akaList/{*}aka")), *remark.aliases),
        places=tuple(_place(address) for address in entry.iterfind("{*}addressList/{*}address")),
        features=(*_features(entry), *remark.features),
        texts=remark.texts,
        given=tuple(given),
        unknown=tuple(unknown),
    )


def _name(element: etree._Element) -> str:
    return person_name(text_of(element, "{*}lastName"), text_of(element, "{*}firstName"))


def _alias(aka: etree._Element, unknown: list[Odd]) -> Alias:
    kind, category = text_of(aka, "{*}type") or "", text_of(aka, "{*}category") or ""
    if kind not in _ALIAS_KINDS:
        unknown.append(("unknown_value", "akaList/aka/type", kind))
    if category not in _CATEGORIES:
        unknown.append(("unknown_value", "akaList/aka/category", category))
    return Alias(_name(aka), _ALIAS_KINDS.get(kind, "aka"), weak=_CATEGORIES.get(category, False))


def _place(address: etree._Element) -> Place:
    street = ", ".join(filter(None, (text_of(address, f"{{*}}address{n}") for n in (1, 2, 3))))
    city, region = text_of(address, "{*}city"), text_of(address, "{*}stateOrProvince")
    postal_code = text_of(address, "{*}postalCode")
    country = text_of(address, "{*}country") or ""
    return Place(street, locality(city, region, postal_code), country, city, region, postal_code)


def _features(entry: etree._Element) -> Iterator[Feature]:
    for item in entry.iterfind("{*}idList/{*}id"):
        yield Feature(
            text_of(item, "{*}idType") or "",
            text_of(item, "{*}idNumber") or "",
            text_of(item, "{*}idCountry"),
            text_of(item, "{*}issueDate"),
            text_of(item, "{*}expirationDate"),
        )
    for container, field, label in _LISTS:
        for item in entry.iterfind(f"{{*}}{container}/*"):
            text = text_of(item, f"{{*}}{field}")
            if text is not None:
                yield Feature(label, text, main=text_of(item, "{*}mainEntry") != "false")
    for tag, label in _VESSEL:
        text = text_of(entry, f"{{*}}vesselInfo/{{*}}{tag}")
        if text is not None:
            yield Feature(label, text)


@cache
def _known_paths() -> frozenset[str]:
    return frozenset(row["path"] for row in rows("sdn_list_tags.csv"))


def _unknown_tags(entry: etree._Element, prefix: str = "") -> Iterator[tuple[str, str]]:
    for child in entry.iterchildren("{*}*"):
        path = prefix + local(child)
        if len(child):
            yield from _unknown_tags(child, f"{path}/")
        elif path not in _known_paths() and not _is_container(path):
            yield path, (child.text or "").strip()


@cache
def _is_container(path: str) -> bool:
    return any(known.startswith(f"{path}/") for known in _known_paths())
