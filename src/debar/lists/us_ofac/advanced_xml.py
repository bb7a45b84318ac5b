"""OFAC's Advanced XML (``SDN_ADVANCED.XML``, ``CONS_ADVANCED.XML``), of the old namespace and of the list service's.

The richest of the formats: features with their own numbers, names in other scripts, the day of listing, the legal
basis and the ties between parties by number. It is read in two passes, see `advanced_values`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from debar.errors import ListIncomplete
from debar.lists.files import Head, ListFile
from debar.lists.reading import Context, Item, Preface, Reject, Tally
from debar.lists.us_ofac.advanced_values import SECTIONS_ASIDE, Entry, Values, gather, meanings, period
from debar.lists.us_ofac.facts import Alias, Feature, Odd, Party, Place, Relation, person_name
from debar.lists.us_ofac.parties import entity_of
from debar.lists.us_ofac.remarks import read_remark
from debar.lists.us_ofac.which_list import Votes
from debar.lists.xml import iterate, local, text_of

FORMAT = "ofac-advanced-xml"
ROLE = "sdn_advanced.xml"
_ROOT = re.compile(r"<(?:\w+:)?Sanctions[\s>]")
_LATIN = "Latn"
_PROFILE_TAGS = frozenset({"Comment", "Identity", "Feature", "SanctionsEntryReference"})


def role(head: Head) -> str | None:
    """`ROLE` for an XML file whose root is ``Sanctions`` with OFAC's reference value sets."""
    start = head.text
    return ROLE if head.is_xml and _ROOT.search(start[:2000]) and "ReferenceValueSets" in start else None


def read(files: Mapping[str, ListFile], context: Context) -> Iterator[Item]:
    """Read the list.

    Raises:
        ListTruncated, ListMalformed: the document breaks off, is not well-formed or does not say when it was published.
    """
    if ROLE not in files:
        raise ListIncomplete(FORMAT, got=f"no {ROLE}", fix="get the file from OFAC's list service")
    file = files[ROLE]
    values = gather(file)
    source = context.source or _source(values, file)
    yield Preface(source, FORMAT, values.published)
    records = used = 0
    seen: set[str] = set()
    # The other sections were gathered by the first pass; they are named here so that they are freed as they go by.
    for element in iterate(file, ("DistinctParty", "ReferenceValueSets", *SECTIONS_ASIDE)):
        if local(element) != "DistinctParty":
            continue
        records += 1
        uid = element.get("FixedRef") or ""
        party = _party(element, uid, values)
        reason = _fault(uid, seen)
        if party is None or reason is not None:
            given = etree.tostring(element, encoding="unicode").strip()
            field = "FixedRef" if reason else "Profile"
            yield Reject(ROLE, records, uid or None, field, reason or "it has no name", given)
            continue
        seen.add(uid)
        used += 1
        entity, events = entity_of(party, source, ROLE)
        yield entity
        yield from events
    yield Tally(ROLE, records, used)


def _fault(uid: str, seen: set[str]) -> str | None:
    if not uid.isdigit():
        return "its number is not a number"
    return "its number stands in the file twice" if uid in seen else None


def _source(values: Values, file: ListFile) -> str:
    """By the names of the lists that the entries are on, else by programmes."""
    sources: dict[str, int] = {}
    for name, entries in values.list_names().items():
        known = meanings().get(("List", name))
        if known is not None:
            sources[known] = sources.get(known, 0) + entries
    if sources:
        return max(sources, key=sources.__getitem__)
    votes = Votes()
    for entry in values.entries.values():
        votes.add_programs(entry.programs)
        votes.add_notes(" ".join(entry.notes))
    return votes.winner(file.name)


def _party(element: etree._Element, uid: str, values: Values) -> Party | None:
    """The party, or None when it has no name."""
    profile = element.find("{*}Profile")
    if profile is None:
        return None
    unknown: list[Odd] = []
    profile_id = profile.get("ID") or uid
    entry = values.entries.get(profile_id)
    if entry is None:
        entry = Entry()
        unknown.append(("bad_value", "SanctionsEntry", "none for this party"))
    names, documents = _names(profile, values, unknown)
    primary = next((name for name, is_primary in names if is_primary), None)
    if primary is None or not primary.name:
        return None
    features, places, title = _features(profile, values, unknown)
    unknown.extend(
        ("unknown_tag", local(child), " ".join(text.strip() for text in child.itertext() if isinstance(text, str)))
        for child in profile.iterchildren("{*}*")
        if local(child) not in _PROFILE_TAGS
    )
    comment = text_of(element, "{*}Comment") or text_of(profile, "{*}Comment")
    remark = read_remark(comment or "", closed=False)
    given = [("Comment", comment)] if comment else []
    return Party(
        uid=uid,
        kind=_kind(profile, values, unknown),
        name=primary.name,
        programs=tuple(dict.fromkeys(entry.programs)),
        title=title,
        aliases=(*(name for name, is_primary in names if not is_primary), *remark.aliases),
        places=tuple(places),
        features=(*features, *documents, *remark.features),
        texts=remark.texts,
        relations=tuple(
            Relation(kind, values.names.get(other, other), other, note or None)
            for kind, other, note in values.relations.get(profile_id, ())
        ),
        legal_basis=tuple(entry.legal_basis),
        listed_on=entry.listed_on,
        given=(
            *given,
            *((field, text) for kind, field, text in unknown if kind == "unknown_tag" and text),
            *(("SanctionsMeasure", note) for note in entry.notes),
        ),
        unknown=tuple(unknown),
    )


def _kind(profile: etree._Element, values: Values, unknown: list[Odd]) -> str:
    number = profile.get("PartySubTypeID") or ""
    parent = values.parents.get(("PartySubType", number))
    kind = values.meaning("PartySubType", number) or values.meaning("PartyType", parent)
    if kind is None:
        unknown.append(("unknown_value", "PartySubTypeID", values.word("PartySubType", number)))
    return kind or "entity"


def _names(
    profile: etree._Element, values: Values, unknown: list[Odd]
) -> tuple[list[tuple[Alias, bool]], list[Feature]]:
    """All names, each with whether it is the primary one, and the documents of the identities."""
    names: list[tuple[Alias, bool]] = []
    documents: list[Feature] = []
    for identity in profile.iterfind("{*}Identity"):
        documents.extend(values.documents.get(identity.get("ID") or "", ()))
        groups = {
            group.get("ID"): values.meaning("NamePartType", group.get("NamePartTypeID")) or "whole"
            for group in identity.iterfind(".//{*}NamePartGroup")
        }
        for alias in identity.iterfind("{*}Alias"):
            names.extend(_alias_names(alias, identity, groups, values, unknown))
    return names, documents


def _alias_names(
    alias: etree._Element,
    identity: etree._Element,
    groups: Mapping[str | None, str],
    values: Values,
    unknown: list[Odd],
) -> Iterator[tuple[Alias, bool]]:
    kind = values.meaning("AliasType", alias.get("AliasTypeID"))
    if kind is None:
        unknown.append(("unknown_value", "AliasTypeID", values.word("AliasType", alias.get("AliasTypeID"))))
    is_primary = alias.get("Primary") == "true" and identity.get("Primary", "true") == "true"
    for documented in alias.iterfind("{*}DocumentedName"):
        parts: dict[str, list[str]] = {}
        script = None
        for value in documented.iterfind("{*}DocumentedNamePart/{*}NamePartValue"):
            parts.setdefault(groups.get(value.get("NamePartGroupID"), "whole"), []).append((value.text or "").strip())
            script = values.scripts.get(value.get("ScriptID") or "") or None
        last = " ".join(parts.get("whole", []) + parts.get("last", []))
        name = person_name(last, " ".join(parts.get("first", [])))
        is_latin = script in (None, _LATIN)
        weak = alias.get("LowQuality") == "true"
        yield Alias(name, kind if kind in ("fka", "nka") else "aka", weak, script), is_primary and is_latin
        is_primary = is_primary and not is_latin


def _features(
    profile: etree._Element, values: Values, unknown: list[Odd]
) -> tuple[list[Feature], list[Place], str | None]:
    features: list[Feature] = []
    places: list[Place] = []
    titles: list[str] = []
    seen: set[str] = set()
    for element in profile.iterfind("{*}Feature"):
        words = values.word("FeatureType", element.get("FeatureTypeID"))
        label = meanings().get(("FeatureType", words), words)
        for version in element.iterfind("{*}FeatureVersion"):
            location = version.find("{*}VersionLocation")
            place = values.places.get(location.get("LocationID") or "") if location is not None else None
            text = _detail(version, values) or period(version)
            if label == "location":
                places.extend([place] if place is not None else [])
            elif label == "title" and text:
                titles.append(text)
            elif text or place is not None:
                features.append(Feature(label, text or _place_words(place), main=label not in seen))
                seen.add(label)
            else:
                unknown.append(("bad_value", label, "a feature without a value"))
    return features, places, "; ".join(titles) or None


def _detail(version: etree._Element, values: Values) -> str | None:
    for detail in version.iterfind("{*}VersionDetail"):
        text = (detail.text or "").strip()
        if text:
            return text
        if detail.get("DetailReferenceID"):
            return values.word("DetailReference", detail.get("DetailReferenceID"))
    return text_of(version, "{*}Comment")


def _place_words(place: Place | None) -> str:
    """A place of birth or a nationality in words, as the other formats write it."""
    if place is None:
        return ""
    return ", ".join(part for part in (place.street, place.locality, place.country) if part)
