"""A listed party as the peer's clients read it: an entity of FollowTheMoney, flat or with what stands around it."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

import msgspec

from debar.model import Designation, Entity
from debar.model.entity import Link
from debar.service.datasets import topics

Document = dict[str, Any]


class Dates(NamedTuple):
    """The first edition held that lists a party, and the one that last changed it (ISO dates or prefixes)."""

    first_seen: str | None
    last_change: str | None


class Edge(NamedTuple):
    """How a tie of a list stands in FollowTheMoney.

    Args:
        schema: of the thing between the two parties.
        other_is, self_is: its properties for the other party, and for the one whose entry tells of the tie.
        stub, stub_of_other: the property of either party under which it is shown.
    """

    schema: str
    other_is: str
    self_is: str
    stub: str
    stub_of_other: str


def moment(text: str | None) -> str | None:
    """A date, month or time as the time that the peer's clients expect; what is not told becomes the first.

    >>> moment("2025-05"), moment("2024-09-10"), moment("2026-02-27T00:00:09Z"), moment(None)
    ('2025-05-01T00:00:00', '2024-09-10T00:00:00', '2026-02-27T00:00:09Z', None)
    """
    if not text or "T" in text:
        return text
    return f"{text}{'-01-01'[len(text) - 10 :] if len(text) < 10 else ''}T00:00:00"


def flat(entity: Entity, dates: Dates, edition: str | None) -> Document:
    """A party with its own properties and its designations.

    >>> from debar.model import Name
    >>> flat(Entity("x-1", "x", "Vessel", (Name("ARARAT"),)), Dates("2024-01-01", None), None)["first_seen"]
    '2024-01-01T00:00:00'
    """
    properties: dict[str, list[Any]] = dict(entity.to_properties())
    if known := topics(entity.source):
        properties["topics"] = list(known)
    return {
        "id": entity.id,
        "caption": entity.caption,
        "schema": entity.schema,
        "properties": properties,
        "datasets": [entity.source],
        "referents": [],
        "target": True,
        "first_seen": moment(dates.first_seen),
        "last_seen": moment(edition),
        "last_change": moment(dates.last_change),
        "designations": [_designation(one) for one in entity.designations],
    }


def sanction(entity: Entity, number: int, designation: Designation) -> Document:
    """A designation as FollowTheMoney's ``Sanction``."""
    told = {
        "authority": [designation.authority],
        "program": list(designation.programs),
        "authorityId": [designation.reference] if designation.reference else [],
        "listingDate": [designation.listed_on] if designation.listed_on else [],
        "modifiedAt": [designation.amended_on] if designation.amended_on else [],
        "endDate": [designation.ended_on] if designation.ended_on else [],
        "provisions": list(designation.measures),
        "reason": [designation.reason] if designation.reason else [],
        "summary": [*designation.legal_basis, *designation.remarks],
    }
    properties = {"entity": [entity.id], **{prop: values for prop, values in told.items() if values}}
    return _around(f"{entity.id}-sanction-{number}", "Sanction", designation.authority, properties, entity.source)


def tie(entity: Entity, number: int, link: Link, other: Document | None) -> tuple[str, Document]:
    """A tie as FollowTheMoney's edge, and the property of the party that it stands under.

    Args:
        other: the other party; where the list names it alone, None: the name stands in the summary.
    """
    edge = edge_of(link.kind)
    properties: dict[str, list[Any]] = {edge.self_is: [entity.id]}
    if other is not None:
        properties[edge.other_is] = [other]
    properties["role"] = [link.kind]
    properties["summary"] = [f"{link.kind}: {link.name}" + (f" ({link.note})" if link.note else "")]
    return edge.stub, _around(f"{entity.id}-link-{number}", edge.schema, link.name, properties, entity.source)


def told_by(entity: Entity, number: int, link: Link, teller: Document) -> tuple[str, Document]:
    """A tie that another party's entry tells of this one, from this side."""
    edge = edge_of(link.kind)
    properties: dict[str, list[Any]] = {edge.other_is: [entity.id], edge.self_is: [teller], "role": [link.kind]}
    id = f"{teller['id']}-link-{number}"
    return edge.stub_of_other, _around(id, edge.schema, teller["caption"], properties, teller["datasets"][0])


def edge_of(kind: str) -> Edge:
    """The edge for a kind of tie.

    >>> edge_of("owner").schema, edge_of("operator").schema
    ('Ownership', 'UnknownLink')
    """
    return _edges().get(kind) or _edges()["*"]


def _around(id: str, schema: str, caption: str, properties: Mapping[str, Any], source: str) -> Document:
    return {
        "id": id,
        "caption": caption or schema,
        "schema": schema,
        "properties": properties,
        "datasets": [source],
        "referents": [],
        "target": False,
    }


def _designation(designation: Designation) -> Document:
    return {field: value for field, value in msgspec.structs.asdict(designation).items() if value}


@cache
def _edges() -> Mapping[str, Edge]:
    text = files("debar.service").joinpath("data", "edges.csv").read_text("utf-8")
    return {row["kind"]: Edge(*(row[field] for field in Edge._fields)) for row in csv.DictReader(text.splitlines())}
