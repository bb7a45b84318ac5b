"""A record of the EU list as an entity."""

from __future__ import annotations

from collections.abc import Iterator

from debar.lists.draft import Draft
from debar.lists.eu_fsf.identity import add_address, add_birth, add_citizenship, add_contact, add_identification
from debar.lists.eu_fsf.names import add_names
from debar.lists.eu_fsf.record import Part, Record
from debar.lists.reading import Item, Reject
from debar.lists.tables import known, mapping
from debar.model.entity import Designation, Entity

SOURCE = "eu-fsf"
AUTHORITY = "Council of the European Union"


def items_of(record: Record, file: str, rows: tuple[int, ...], seen: set[str]) -> Iterator[Item]:
    """The entity of a record after its events, or one reject per row that it stands in."""
    delisted = [text for part in record.of("sanctionEntity") if (text := part.fields.get("delistingDate", "").strip())]
    field, reason = "nameAlias", "the entry has no name that can be used"
    if not record.logical_id:
        field, reason = "logicalId", "the entry has no logicalId"
    elif record.logical_id in seen:
        field, reason = "logicalId", "another entry of this file has the same logicalId"
    elif delisted:
        field, reason = "delistingDate", f"delisted on {delisted[0]}"
    else:
        given = record.text()
        draft = Draft(file, record.logical_id)
        entity = entity_of(draft, record)
        yield from draft.events
        if entity is not None:
            seen.add(record.logical_id)
            yield entity
            return
        yield from (Reject(file, row, record.logical_id, field, reason, given) for row in rows)
        return
    yield from (Reject(file, row, record.logical_id or None, field, reason, record.text()) for row in rows)


def entity_of(draft: Draft, record: Record) -> Entity | None:
    """The entity, with all that the record says; None where it has no name."""
    schema = _schema(draft, record)
    add_names(draft, record.of("nameAlias"), schema)
    for part in record.of("identification"):
        add_identification(draft, part)
    for part in record.of("birthdate"):
        add_birth(draft, part)
    for part in record.of("citizenship"):
        add_citizenship(draft, part, schema)
    for part in record.of("address"):
        add_address(draft, part)
    for part in record.of("contactInfo"):
        add_contact(draft, part)
    designations = _designations(draft, record)
    for part in record.parts:
        _keep_rest(draft, part)
    if not draft.names:
        return None
    return draft.build(f"eu-{draft.record}", SOURCE, _vessel_or(draft, schema), designations)


def _schema(draft: Draft, record: Record) -> str:
    """As the subject type says; a type that is unknown makes it a party of unknown kind, with an event."""
    schemata = mapping("eu_values.csv", "code", "value", "SUBJECT")
    for part in record.of("subjectType"):
        for code in (part.take("code"), part.take("classificationCode")):
            if code in schemata:
                return schemata[code]
            if code:
                draft.odd("unknown_value", "subjectType", code)
    return "LegalEntity"


def _vessel_or(draft: Draft, schema: str) -> str:
    """A vessel stands on the list as an enterprise: it is one whose IMO number can be a ship's and not a company's."""
    numbers = [identifier.value for identifier in draft.identifiers if identifier.type == "imoNumber"]
    return "Vessel" if schema == "Organization" and any(map(_is_ship, numbers)) else schema


def _is_ship(text: str) -> bool:
    """By the check digit: a ship's number weighs its digits 7 … 2, a company's 8, 6, 4, 2, 9, 7.

    >>> _is_ship("9187631"), _is_ship("IMO 5342883")
    (True, False)
    """
    digits = [int(sign) for sign in text if sign.isdecimal()]
    if len(digits) != 7:
        return False
    ship = sum(a * b for a, b in zip(digits, (7, 6, 5, 4, 3, 2), strict=False)) % 10
    company = (11 - sum(a * b for a, b in zip(digits, (8, 6, 4, 2, 9, 7), strict=False)) % 11) % 10
    return ship == digits[6] != company


def _designations(draft: Draft, record: Record) -> list[Designation]:
    """One per regulation that the entry rests on."""
    general = record.of("sanctionEntity")
    reference = next((text for part in general if (text := part.take("euReferenceNumber"))), None)
    listed = next(
        (date for part in general if (date := draft.iso_date(part.take("designationDate"), "designationDate"))), None
    )
    remarks = tuple(
        dict.fromkeys(
            _lines(text for part in general for text in (part.take("remark"), part.take("designationDetails")))
        )
    )
    for part in general:
        part.take("logicalId")
        part.take("euReferenceNumber")
    found: dict[Designation, None] = {}
    for part in record.of("regulation") or [Part("regulation", {})]:
        program, title = part.take("programme"), part.take("numberTitle")
        published = draft.iso_date(part.fields.get("publicationDate"), "regulation/publicationDate")
        found[
            Designation(
                AUTHORITY,
                programs=(program,) if program else (),
                legal_basis=(title,) if title else (),
                reference=reference,
                listed_on=listed.value if listed else None,
                amended_on=published.value if published else None,
                remarks=remarks,
            )
        ] = None
    return list(found)


def _lines(texts: Iterator[str]) -> Iterator[str]:
    """Remarks, one per line of the source; the CSV of 2018 writes a line break as backslash and n."""
    for text in texts:
        yield from (line.strip() for line in text.replace("\\n", "\n").splitlines() if line.strip())


def _keep_rest(draft: Draft, part: Part) -> None:
    """Keep what no field has taken; an attribute that the tables do not know raises an event."""
    expected = known("eu_attributes.csv", "part", "attribute").get(part.kind, frozenset())
    for name, text in part.fields.items():
        field = f"{part.kind}/{name}"
        if part.kind == "column":
            draft.keep(name, text)
        elif name in expected:
            draft.keep(field, text)
        else:
            draft.odd("unknown_tag", field, text)
