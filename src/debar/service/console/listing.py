"""A listing as an analyst reads it: everything that its list says, and when it began to say so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from debar.errors import NotScreened
from debar.lists.catalog import Source, official
from debar.lists.scripts import script_of, scripts_in
from debar.model import Designation, Entity, Identifier, Name, Query
from debar.model.countries import name_of
from debar.model.query import IDENTIFIER_PROPERTIES
from debar.screen.page import property_words
from debar.service.console.wording import change_words
from debar.service.current import Lists
from debar.store.changes import Version

_KINDS = {"primary": "", "alias": "alias", "weak": "weak alias", "former": "former name"}
_SCRIPTS = {
    "Latn": "Latin",
    "Cyrl": "Cyrillic",
    "Arab": "Arabic",
    "Hans": "Chinese, simplified",
    "Hant": "Chinese, traditional",
    "Hani": "Chinese",
    "Jpan": "Japanese",
    "Hang": "Korean",
    "Kore": "Korean",
    "Hebr": "Hebrew",
    "Grek": "Greek",
    "Deva": "Devanagari",
    "Thai": "Thai",
    "Geor": "Georgian",
    "Armn": "Armenian",
    "Mymr": "Burmese",
}
_NAMES_ASKED = 20
_ALIKE = 10


class Alike(NamedTuple):
    """A party of another list that is like this one. Whether they are one is for a person to say."""

    entity: Entity
    score: str
    match: bool
    why: str


class Moment(NamedTuple):
    """One line of the timeline.

    Args:
        day: ISO date or a prefix of it.
        source: the list that says so, or whose edition it is.
        party: whose listing; None: the one asked for.
        what: what happened.
        changes: fields that came and went, of an amendment.
        dated: whether the list itself gives the day; else it is that of an edition.
    """

    day: str
    source: str
    party: str | None
    what: str
    changes: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = ()
    dated: bool = True


def names_by_script(entity: Entity) -> list[tuple[str, list[tuple[Name, str]]]]:
    """The names under the script that they are written in, each with what else is said of it.

    >>> some = Entity("x-1", "x", "Person", (Name("Акрин"), Name("Akrin", "weak", language="ru")))
    >>> [(script, [said for _, said in names]) for script, names in names_by_script(some)]
    [('Cyrillic', ['']), ('Latin', ['weak alias, ru'])]
    """
    found: dict[str, list[tuple[Name, str]]] = {}
    for name in entity.names:
        code = name.script or script_of(name.value)
        script = _SCRIPTS.get(code or "", code or "") or " and ".join(
            _SCRIPTS.get(one, one) for one in scripts_in(name.value)
        )
        parts = ", ".join(f"{property_words(part)}: {text}" for part, text in name.parts)
        said = ", ".join(one for one in (_KINDS[name.kind], name.language or "", parts) if one)
        found.setdefault(script or "no letters", []).append((name, said))
    return list(found.items())


def identifier_words(one: Identifier) -> str:
    """What is said of an identifier beside its value."""
    known = [one.label, country(one.country), f"issued {one.issued}" if one.issued else None]
    known += [f"expires {one.expires}" if one.expires else None, one.note]
    return ", ".join(part for part in known if part)


def facts(entity: Entity) -> list[tuple[str, str]]:
    """Dates, countries, addresses and whatever else is said of a party."""
    found = [(property_words(one.property), str(one.date)) for one in entity.dates]
    for tied in entity.countries:
        named = country(tied.code)
        given = f" (given: {tied.given})" if tied.given and tied.given != named else ""
        found.append((property_words(tied.property), f"{named or tied.given or ''}{given if named else ''}"))
    for one in entity.addresses:
        text = ", ".join(part for part in (one.full, country(one.country), one.note) if part)
        found.append(("address", text))
    found += [(property_words(prop), value) for prop, value in entity.properties]
    return found


def designation_facts(one: Designation) -> list[tuple[str, str]]:
    """What a designation says."""
    told = [
        ("Programmes", ", ".join(one.programs)),
        ("Legal basis", "; ".join(one.legal_basis)),
        ("List", one.list_name),
        ("Reference", one.reference),
        ("Listed", one.listed_on),
        ("Amended", one.amended_on),
        ("Ended", one.ended_on),
        ("Measures", "; ".join(one.measures)),
        ("Reason", one.reason),
        *(("Remark", remark) for remark in one.remarks),
    ]
    return [(label, text) for label, text in told if text]


def timeline(
    versions: Sequence[Version],
    others: Iterable[Sequence[Version]] = (),
    earliest: Mapping[str, str] = MappingProxyType({}),
) -> list[Moment]:
    """What happened to a listing, and to those that match it on other lists, the earliest first.

    Args:
        versions: of the listing.
        others: those of each party that matches it.
        earliest: the earliest edition held of each list: who stands in it may have been listed long before.
    """
    found: list[Moment] = []
    for each in (versions, *others):
        if each:
            party = None if each is versions else each[-1].entity.caption
            found += _of_versions(each, earliest, party)
            found += _dated(each[-1].entity, party)
    return sorted(dict.fromkeys(found), key=lambda one: (one.day, one.dated))


def alike(lists: Lists, entity: Entity) -> list[Alike]:
    """Parties of other lists, and others of this one, that are like a listed one.

    Raises:
        NotScreened: nobody could look.
    """
    properties: dict[str, list[str]] = {}
    for prop, value in entity.statements():
        if prop in ("birthDate", "nationality", "country", *IDENTIFIER_PROPERTIES):
            properties.setdefault(prop, []).append(value)
    names = [name.value for name in entity.names if name.kind != "weak"][:_NAMES_ASKED]
    query = Query(schema=entity.schema, name=names or entity.caption, properties=properties)
    result = lists.screener.screen(query, limit=_ALIKE + 1)
    if result.status != "screened":
        raise NotScreened(str(lists.home.path), reasons=result.reasons)
    return [
        Alike(hit.entity, f"{hit.score:.2f}", hit.match, hit.evidence[0].text if hit.evidence else "")
        for hit in result.hits
        if (hit.entity.id, hit.entity.source) != (entity.id, entity.source)
    ]


def source_of(entity: Entity) -> Source | None:
    """Whose list it is, and where; None for a list of the user's own."""
    return official().get(entity.source)


def country(code: str | None) -> str:
    """The name of a country, by its code."""
    return (name_of(code) or code) if code else ""


def _of_versions(versions: Sequence[Version], earliest: Mapping[str, str], party: str | None) -> Iterator[Moment]:
    seen: set[str] = set()
    for place, one in enumerate(versions):
        if one.source not in seen:
            already = one.first == earliest.get(one.source)
            what = "already listed in the earliest edition held" if already else "first edition held that lists it"
            yield Moment(one.first, one.source, party, what, dated=False)
        elif one.changes:
            yield Moment(one.first, one.source, party, "amended", change_words(one.changes), dated=False)
        else:
            yield Moment(one.first, one.source, party, "listed again", dated=False)
        seen.add(one.source)
        following = versions[place + 1] if place + 1 < len(versions) else None
        ended = one.last is not None and one.partial is None and (following is None or following.source != one.source)
        if ended and one.last is not None:
            yield Moment(one.last, one.source, party, "last edition held that lists it", dated=False)


def _dated(entity: Entity, party: str | None) -> Iterator[Moment]:
    for one in entity.designations:
        programs = ", ".join(one.programs)
        for day, what in ((one.listed_on, "listed"), (one.amended_on, "amended"), (one.ended_on, "ended")):
            if day:
                yield Moment(
                    day, entity.source, party, f"{what} by {one.authority}{f': {programs}' if programs else ''}"
                )
