"""Questions against lists: left-out aliases, the same party on another list, original scripts, mangled and clean names."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice

import msgspec
from rapidfuzz import fuzz

from debar.model import Entity, Name, Query
from measure import LISTS, SHARED
from sets.edits import MANGLES, WRONGS, Properties, wrong
from sets.linking import Link, cluster_of, links, plain
from sets.lists import PATHS, is_latin, kind_of, listed, names_of, query_schema, script_of, without_names
from sets.rows import Half, Question, Retrieval, keep, rank

SOURCES = {"us-ofac-sdn": "SDN", "un-sc": "UN", "au-dfat": "AU"}
_RELATED = 65.0
_ATTRIBUTES = ("birthDate", "nationality", "citizenship", "country")


def aliases(share: Half | None = None) -> Retrieval:
    """The SDN list without 2,000 of its aliases, asked for by them; strata ``related`` and ``unrelated``."""
    questions = []
    for line in (SHARED / "eval" / "aliases.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        (cluster,) = row["expected"]
        if keep(share, cluster):
            query = Query(schema=row["schema"], properties=row["properties"], id=row["id"])
            questions.append(Question(query, frozenset(row["expected"]), row["stratum"], cluster))
    return Retrieval("alias left out", _sdn_without_aliases(), tuple(questions))


@cache
def _sdn_without_aliases() -> tuple[Entity, ...]:
    text = (SHARED / "eval" / "aliases.jsonl").read_text("utf-8")
    rows = {json.loads(line)["alt_row"] for line in text.splitlines()}
    table = (LISTS / PATHS["SDN"] / "alt.csv").read_text("ascii").splitlines()
    gone: dict[str, set[str]] = {}
    for row in csv.reader(table):
        if len(row) > 3 and f"{row[0]},{row[1]}" in rows:
            gone.setdefault(f"us-ofac-{row[0]}", set()).add(row[3].strip())
    kept = (without_names(entity, gone.get(entity.id, ())) for entity in listed("SDN"))
    return tuple(entity for entity in kept if entity is not None)


def another_list(target: str = "SDN", share: Half | None = None, *, all_names: bool = False) -> Retrieval:
    """The same party as another list names it, asked against ``target`` (``SDN``, ``UN`` or ``AU``) by name alone.

    Strata are the kind of party and whether the name asked for stands there in the same words or another spelling.
    """
    questions = []
    for asker, expected in _linked(target, share):
        names = [name.value for name in names_of(asker)] if all_names else [asker.caption]
        query = Query(schema=query_schema(asker), name=names, id=asker.id)
        stratum = f"{kind_of(asker)}, {_spelling(asker.caption, expected)}"
        questions.append(Question(query, frozenset(one.id for one in expected), stratum, cluster_of(asker)))
    what = "all strong names" if all_names else "name only"
    return Retrieval(f"another list → {target}, {what}", listed(target), tuple(questions))


def other_spellings(target: str = "SDN", share: Half | None = None) -> Retrieval:
    """Every other spelling that another list has of a party's names, asked against ``target`` one by one.

    Asked are names of two words at least that do not stand there in the same words but are like one that does; a name
    wholly unlike all of them is another alias, which no comparison of names can find.
    """
    questions = []
    for asker, expected in _linked(target, share):
        for name in {plain(name.value): name.value for name in names_of(asker)}.values():
            if len(plain(name).split()) > 1 and _spelling(name, expected) != "same words" and _related(name, expected):
                query = Query(schema=query_schema(asker), name=name, id=f"{asker.id} {name}")
                ids = frozenset(one.id for one in expected)
                questions.append(Question(query, ids, kind_of(asker), cluster_of(asker)))
    return Retrieval(f"other spellings → {target}", listed(target), tuple(questions))


def _related(name: str, expected: Sequence[Entity]) -> bool:
    theirs = [plain(other.value) for entity in expected for other in entity.names]
    return max(fuzz.token_sort_ratio(plain(name), other) for other in theirs) >= _RELATED


def attributes(target: str = "SDN", share: Half | None = None) -> Retrieval:
    """Persons on another list by name, then with birth date and countries, then with one of these wrong by a digit.

    The strata are ``name only``, ``as listed there`` and the ways of `edits.WRONGS`; the same persons stand in
    the first two, and in each other all to whom the way applies.
    """
    questions = []
    for asker, expected in _linked(target, share):
        known = {prop: asker.values(prop) for prop in _ATTRIBUTES if asker.values(prop)}
        if asker.schema != "Person" or len(known) < 2 or "birthDate" not in known:
            continue
        ids, cluster = frozenset(one.id for one in expected), cluster_of(asker)
        properties = {"name": (asker.caption,), **known}
        ways: dict[str, Properties] = {"name only": {"name": (asker.caption,)}, "as listed there": properties}
        ways |= {way: edited for way in WRONGS if (edited := wrong(way, properties, expected)) is not None}
        for way, one in ways.items():
            query = Query(schema="Person", properties=one, id=f"{asker.id} {way}")
            questions.append(Question(query, ids, way, cluster))
    return Retrieval(f"birth date and nationality → {target}", listed(target), tuple(questions))


def _linked(target: str, share: Half | None) -> Iterator[tuple[Entity, list[Entity]]]:
    """Each record of another list with the records of the target list that are the same party."""
    found: dict[str, tuple[Entity, list[Entity]]] = {}
    for link in links():
        for asker, other in ((link.one, link.other), (link.other, link.one)):
            if SOURCES.get(other.source) == target and keep(share, cluster_of(asker)) and _fair(link, asker):
                found.setdefault(asker.id, (asker, []))[1].append(other)
    return iter(sorted(found.values(), key=lambda pair: pair[0].id))


def _fair(link: Link, asker: Entity) -> bool:
    return link.why != "original name" or is_latin(asker.caption)


def _spelling(name: str, expected: Sequence[Entity]) -> str:
    words = sorted(plain(name).split())
    same = any(sorted(plain(other.value).split()) == words for entity in expected for other in entity.names)
    return "same words" if same else "other spelling"


def original_script(key: str, share: Half | None = None, *, most: int = 600) -> Retrieval:
    """Names in other scripts asked against their own list (``UN``, ``AU``, ``CA``, ``OS``) with Latin names only."""
    bearers: dict[str, set[str]] = {}
    for entity in listed(key):
        for name in entity.names:
            if not is_latin(name.value):
                bearers.setdefault(plain(name.value), set()).add(entity.id)
    asked = [
        (entity, name)
        for entity in _latin_only(key)[1]
        for name in entity.names
        if name.kind in {"primary", "alias"} and not is_latin(name.value) and keep(share, cluster_of(entity))
    ]
    asked.sort(key=lambda pair: rank(pair[0].id + pair[1].value))
    questions = tuple(_in_script(entity, name, bearers) for entity, name in asked[:most])
    return Retrieval(f"original script → {key}", _latin_only(key)[0], questions)


def _in_script(entity: Entity, name: Name, bearers: dict[str, set[str]]) -> Question:
    query = Query(schema=query_schema(entity), name=name.value, id=f"{entity.id} {name.value}")
    expected = frozenset({entity.id, *bearers[plain(name.value)]})
    return Question(query, expected, script_of(name.value).capitalize(), cluster_of(entity))


@cache
def _latin_only(key: str) -> tuple[tuple[Entity, ...], tuple[Entity, ...]]:
    """The list with Latin names only, and its parties as listed that keep at least one."""
    kept, whole = [], []
    for entity in listed(key):
        bare = without_names(entity, [name.value for name in entity.names if not is_latin(name.value)])
        if bare is not None:
            kept.append(msgspec.structs.replace(bare, given=()))
            whole.append(entity)
    return tuple(kept), tuple(whole)


def mangled(key: str = "SDN", share: Half | None = None, *, most: int = 300) -> Retrieval:
    """Primary names of a list, mangled; the strata are the ways of `edits.MANGLES`, ``most`` names for each.

    The SDN list is pure ASCII; what becomes of diacritics is asked of ``CA``.
    """
    entities = [entity for entity in listed(key) if keep(share, cluster_of(entity)) and is_latin(entity.caption)]
    questions = []
    for way, mangle in MANGLES.items():
        changed = (
            (entity, name)
            for entity in sorted(entities, key=lambda one: rank(way + one.id))
            if (name := mangle(entity.caption)) is not None
        )
        for entity, name in islice(changed, most):
            query = Query(schema=query_schema(entity), name=name, id=f"{entity.id} {way}")
            questions.append(Question(query, frozenset({entity.id}), way, cluster_of(entity)))
    return Retrieval(f"mangled → {key}", listed(key), tuple(questions))


def clean(share: Half | None = None, *, whole: bool = False) -> Retrieval:
    """People and companies that are not listed; strata ``persons`` and ``companies``. ``whole`` asks with all fields."""
    questions = []
    for line in (SHARED / "eval" / "clean.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        if keep(share, row["id"]):
            properties = row["properties"] if whole else {"name": row["properties"]["name"]}
            query = Query(schema=row["schema"], properties=properties, id=row["id"])
            stratum = "persons" if row["schema"] == "Person" else "companies"
            questions.append(Question(query, frozenset(), stratum, row["id"]))
    return Retrieval(f"clean, {'whole records' if whole else 'name only'}", listed("SDN"), tuple(questions))


def one_name() -> Retrieval:
    """The spellings of one name in many scripts, against the SDN list where its bearer has the name in one form only."""
    putin = Entity("x-1", "us-ofac-sdn", "Person", (Name("Vladimir Putin"),))
    texts = (SHARED / "eval" / "one_name_many_scripts.txt").read_text("utf-8").splitlines()
    questions = tuple(
        Question(Query(schema="Person", name=text, id=text), frozenset({"x-1"}), script_of(text).capitalize(), "x-1")
        for text in texts
        if text.strip()
    )
    return Retrieval("one name, many scripts", (*_others("us-ofac-35096"), putin), questions)


@cache
def _others(entity_id: str) -> tuple[Entity, ...]:
    return tuple(entity for entity in listed("SDN") if entity.id != entity_id)
