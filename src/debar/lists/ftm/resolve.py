"""From FollowTheMoney objects to entities: two passes, and what is said about a party goes into it.

The first pass puts everything that is not a party on a `Shelf` (on disk, so memory stays bounded); the second yields
party after party with what the shelf has about it. Every party becomes an entity, targets or not; ``target``,
``topics`` and ``datasets`` stay in its properties, so that a policy can choose among them later. Further:

- ``referents`` (ids that were merged into this one), ``first_seen`` and ``last_change`` go to ``given``.
- ``last_seen`` is left out: it is when the publisher's crawler last ran, it differs in every export, and with it no
  entity would ever equal its former self.
- An object that went into no entity is a `Reject`, as is a party without any name.
- Parties of one file with the same id are one party: their properties are put together, which is a ``repaired`` event;
  if their schemata exclude each other, the later one is a `Reject`. (Until the end of the file such a party waits in
  memory.) Copies of a party that are nested in others are the same object again and are read once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import NamedTuple

import msgspec

from debar.lists.files import ListFile
from debar.lists.ftm import sides
from debar.lists.ftm.draft import Draft, main_name
from debar.lists.ftm.objects import FtmObject, decode_line
from debar.lists.ftm.shelf import Shelf, Side
from debar.lists.ftm.source import Source
from debar.lists.ftm.vocabulary import properties, schemata
from debar.lists.reading import Event, Item, Reject

_NESTED = 1 << 48


class Placed(NamedTuple):
    """An object and where it stands.

    Args:
        file: the file's role.
        row: its line.
        body: the line.
        object: what it says; None with a ``fault``, as (field, sentence).
        nested: it stands inside another object and is no record of its own.
        mended: as in `Line`.
    """

    file: str
    row: int
    body: bytes
    object: FtmObject | None
    fault: tuple[str, str] | None = None
    nested: bool = False
    mended: tuple[tuple[str, str], ...] = ()


Stream = Callable[[], Iterator[Placed]]


def resolve(stream: Stream, source: Source, rejected: Counter[str]) -> Iterator[Item]:
    """Entities, rejects and events of the objects that ``stream`` gives, the same ones each time it is called.

    Args:
        rejected: counts the rejects per file, for the tally.
    """
    with Shelf() as shelf:
        _first_pass(stream(), shelf)
        for item in _Second(shelf, source).items(stream()):
            if isinstance(item, Reject):
                rejected[item.file] += 1
            yield item


def _first_pass(stream: Iterator[Placed], shelf: Shelf) -> None:
    for seq, placed in enumerate(stream):
        found = placed.object
        row = None if found is None else schemata().get(found.schema)
        if found is None or row is None or row.kind == "other":
            continue
        if row.kind == "party":
            shelf.put_party(found.id, _place(seq, placed), name_of(found))
            continue
        body = msgspec.json.encode(found) if placed.nested or placed.mended else placed.body
        parties = [text for tie in row.ties for text in found.texts(tie)]
        shelf.put_side(Side(seq, found.id, row.kind, body, placed.file, placed.row, placed.nested), parties)
    shelf.close_first_pass()


def name_of(found: FtmObject) -> str | None:
    """What a party is called, or None."""
    names = list(dict.fromkeys(text for prop in NAMES for text in (found.first(prop), *found.texts(prop)) if text))
    texts = {prop: found.texts(prop) for prop in found.properties} if not names else {}
    return main_name(found.schema, names, found.caption if isinstance(found.caption, str) else None, texts)


NAMES = tuple(row.name for row in properties().values() if row.goes == "name")


def _place(seq: int, placed: Placed) -> int:
    """Nested copies come after all that stand on their own."""
    return seq + _NESTED if placed.nested else seq


class _Second:
    """The second pass."""

    def __init__(self, shelf: Shelf, source: Source) -> None:
        self._shelf = shelf
        self._source = source
        self._waiting: dict[str, Placed] = {}

    def items(self, stream: Iterator[Placed]) -> Iterator[Item]:
        for seq, placed in enumerate(stream):
            found = placed.object
            record = None if found is None else found.id
            for field, text in placed.mended:
                yield Event("repaired", placed.file, record, field, text)
            if found is None:
                field, reason = placed.fault or ("line", "the line holds no object")
                yield _reject(placed, field, reason)
                continue
            row = schemata().get(found.schema)
            if row is None or row.kind == "other":
                yield from self._outside(placed, found, known=row is not None)
            elif row.kind == "party":
                yield from self._party(_place(seq, placed), placed, found)
        for placed in self._waiting.values():
            yield from self._entity(placed)
        yield from self._left_over()

    def _outside(self, placed: Placed, found: FtmObject, *, known: bool) -> Iterator[Item]:
        reason = f"{found.schema} is no party that can be screened" if known else f"{found.schema} is no known schema"
        if placed.nested:
            yield Event("unknown_value", placed.file, found.id, "schema", reason)
        else:
            yield _reject(placed, "schema", reason)

    def _party(self, place: int, placed: Placed, found: FtmObject) -> Iterator[Item]:
        first = self._shelf.twin_of(found.id)
        if first is None or (placed.nested and first == place) or (first == place and first >= _NESTED):
            yield from self._entity(placed)
        elif placed.nested:
            return
        elif found.id not in self._waiting:
            self._waiting[found.id] = placed
        else:
            yield from self._again(placed, found)

    def _again(self, placed: Placed, found: FtmObject) -> Iterator[Item]:
        """Another party with an id that was there: put its properties to the first one's."""
        first = self._waiting[found.id]
        merged = merge(first.object, found) if first.object else None
        if merged is None:
            yield _reject(placed, "id", f"line {first.row} has this id with a schema that excludes {found.schema}")
            return
        self._waiting[found.id] = first._replace(object=merged)
        yield Event("repaired", placed.file, found.id, "id", f"put together with line {first.row}, which has this id")

    def _entity(self, placed: Placed) -> Iterator[Item]:
        found = placed.object
        assert found is not None
        primary = name_of(found)
        if primary is None:
            if placed.nested:
                yield Event("bad_value", placed.file, found.id, "name", "a party without a name is left aside")
            else:
                yield _reject(placed, "name", "a party must have a name")
            return
        draft = Draft()
        put_own(draft, found)
        if primary not in draft.names:
            draft.event("repaired", "name", f"has none; called {primary}")
        self._refer(draft)
        self._shelf.use(self._say(draft, found))
        for kind, field, given in draft.events:
            yield Event(kind, placed.file, found.id, field, given)
        schema = schemata()[found.schema].becomes
        yield draft.entity(self._source.entity_id(found.id), self._source.name, schema, primary)

    def _refer(self, draft: Draft) -> None:
        """Follow the references that stand in the party itself."""
        for row, id in draft.references:
            if row.goes == "link":
                sides.put_tie(draft, row.kind, id, self._name_of)
                continue
            found = [(side, self._decode(side)) for side in self._shelf.called(id) if side.kind == "address"]
            said = [side.seq for side, address in found if sides.put_address(draft, address)]
            self._shelf.use(said)
            if not said:
                draft.event("bad_value", row.name, f"{id} is not in the file")
                draft.given.append((row.name, id))

    def _say(self, draft: Draft, found: FtmObject) -> list[int]:
        """Put in what others say about the party; the places of those whose facts went in."""
        done: list[int] = []
        copies: set[str] = set()
        for side in self._shelf.about(found.id):
            if side.nested and side.id in copies:
                done.append(side.seq)
                continue
            copies.add(side.id)
            said = self._decode(side)
            used = True
            if side.kind == "sanction":
                sides.put_sanction(draft, said, self._source.name)
            elif side.kind == "identification":
                used = sides.put_identification(draft, said)
            elif side.kind == "link":
                sides.put_link(draft, said, found.id, self._name_of)
            elif side.kind == "occupancy":
                posts = [
                    post for id in said.texts("post") for post in self._shelf.called(id) if post.kind == "position"
                ]
                used = sides.put_occupancy(draft, said, [self._decode(post) for post in posts])
                done += [post.seq for post in posts]
            else:
                sides.put_remark(draft, said)
            done += [side.seq] if used else []
        return done

    def _name_of(self, id: str) -> tuple[str | None, str]:
        there, name = self._shelf.name_of(id)
        return (self._source.entity_id(id), name) if there and name else (None, id)

    def _decode(self, side: Side) -> FtmObject:
        found = decode_line(ListFile(side.file, content=side.body), side.row, side.body).object
        assert found is not None
        return found

    def _left_over(self) -> Iterator[Item]:
        for side in self._shelf.unused():
            field, reason = _UNUSED[side.kind]
            found = self._decode(side)
            if side.kind == "identification" and not (found.texts("number") or found.texts("passportNumber")):
                field, reason = "number", "it bears no number"
            if side.nested:
                yield Event("bad_value", side.file, side.id, field, reason)
            else:
                yield Reject(side.file, side.row, side.id, field, reason, side.body.decode("utf-8"))


_ABSENT = "refers to an entity that is not in the file"
_UNUSED = {
    "sanction": ("entity", _ABSENT),
    "remark": ("entity", _ABSENT),
    "identification": ("holder", _ABSENT),
    "occupancy": ("holder", _ABSENT),
    "link": ("properties", "both of its ends are not in the file"),
    "address": ("id", "no entity in the file refers to it, or it is empty"),
    "position": ("id", "no Occupancy in the file holds it"),
}


def put_own(draft: Draft, found: FtmObject) -> None:
    """What an object says of itself."""
    for prop in sorted(found.properties):
        draft.put(prop, found.texts(prop))
    if found.target is not msgspec.UNSET and found.target is not None:
        draft.properties.append(("target", "true" if found.target else "false"))
    if isinstance(found.datasets, list):
        draft.properties += [("datasets", name) for name in sorted(found.datasets)]
    if isinstance(found.referents, list):
        draft.given += [("referents", name) for name in sorted(found.referents)]
    for field in ("first_seen", "last_change"):
        text = getattr(found, field)
        draft.given += [(field, text)] if isinstance(text, str) else []
    if schemata()[found.schema].becomes != found.schema:
        draft.given.append(("schema", found.schema))
    caption = found.caption.strip() if isinstance(found.caption, str) else ""
    if caption and caption not in draft.names:
        draft.given.append(("caption", caption))


def merge(first: FtmObject, second: FtmObject) -> FtmObject | None:
    """Two objects with one id put together under the narrower schema, or None when their schemata exclude each other.

    >>> merge(FtmObject("a", "LegalEntity", {"name": ["A"]}), FtmObject("a", "Company", {"name": ["B"]})).schema
    'Company'
    """
    if first.schema == second.schema or second.schema in schemata()[first.schema].kinds_of:
        schema = first.schema
    elif first.schema in schemata()[second.schema].kinds_of:
        schema = second.schema
    else:
        return None
    together = {
        prop: [*first.properties.get(prop, ()), *second.properties.get(prop, ())]
        for prop in dict.fromkeys((*first.properties, *second.properties))
    }
    lists = {}
    for field in ("datasets", "referents"):
        both = [value for found in (first, second) if (value := getattr(found, field)) is not msgspec.UNSET]
        if both:
            lists[field] = list(dict.fromkeys(text for texts in both for text in texts))
    target = first.target is True or second.target is True or first.target
    return msgspec.structs.replace(first, schema=schema, properties=together, target=target, **lists)


def _reject(placed: Placed, field: str, reason: str) -> Reject:
    record = placed.object.id if placed.object else None
    return Reject(placed.file, placed.row, record, field, reason, placed.body.decode("utf-8"))
