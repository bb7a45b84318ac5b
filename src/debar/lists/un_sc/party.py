"""One ``INDIVIDUAL`` or ``ENTITY`` of the UN list as an entity."""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

from debar.lists.draft import Draft, line, one_line
from debar.lists.elements import words_of
from debar.lists.tables import known, mapping, patterns
from debar.lists.un_sc.birth import add_date_of_birth, add_place_of_birth
from debar.lists.un_sc.documents import add_document
from debar.lists.un_sc.names import add_alias, add_primary
from debar.model.entity import Address, Designation, Entity, Identifier

AUTHORITY = "United Nations Security Council"


def entity_of(draft: Draft, element: etree._Element, source: str) -> Entity | None:
    """The entity of a record, with all that the record says; None where it has no name."""
    schema = mapping("un_values.csv", "code", "value", "SCHEMA")[str(element.tag)]
    add_primary(draft, element)
    for child in element.iterchildren("*"):
        _add_child(draft, child, schema)
    if not draft.names:
        return None
    return draft.build(f"un-{draft.record}", source, schema, (_designation(draft, element),))


def _add_child(draft: Draft, child: etree._Element, schema: str) -> None:
    tag = str(child.tag)
    add = _CHILDREN.get(tag)
    parents = known("un_tags.csv", "parent", "tag")
    if add is not None:
        add(draft, child)
    elif tag not in parents["RECORD"]:
        draft.odd("unknown_tag", tag, words_of(child))
    elif tag == "COMMENTS1":
        _add_comments(draft, child, schema)
    for grandchild in child.iterchildren("*"):
        if grandchild.tag not in parents.get(tag, ()):
            draft.odd("unknown_tag", f"{tag}/{grandchild.tag}", words_of(grandchild))


def _add_comments(draft: Draft, child: etree._Element, schema: str) -> None:
    """Keep the comments; identifiers of an organisation in them are its own where the table's pattern says so."""
    text = (child.text or "").strip()
    draft.property("notes", text)
    for pattern, row in patterns("un_comments.csv", schema):
        for match in pattern.finditer(text):
            if row["kind"] == "identifier":
                draft.identifiers.append(
                    Identifier(row["property"], match[1], label=one_line(match[0]), note="COMMENTS1")
                )
            else:
                for value in match[1].split(";"):
                    draft.property(row["property"], value.strip(" ."))


def _add_nationality(draft: Draft, element: etree._Element) -> None:
    for value in element.iterfind("VALUE"):
        draft.country("nationality", one_line(value.text or ""), "NATIONALITY/VALUE")


def _add_designation(draft: Draft, element: etree._Element) -> None:
    for value in element.iterfind("VALUE"):
        draft.property("position", one_line(value.text or ""))


def _add_title(draft: Draft, element: etree._Element) -> None:
    for value in element.iterfind("VALUE"):
        draft.property("title", one_line(value.text or ""))


def _add_gender(draft: Draft, element: etree._Element) -> None:
    text = (element.text or "").strip()
    gender = mapping("un_values.csv", "code", "value", "GENDER").get(text)
    if gender is not None:
        draft.property("gender", gender)
    elif text:
        draft.odd("unknown_value", "GENDER", text)


def _add_address(draft: Draft, element: etree._Element) -> None:
    fields = {
        tag: one_line(element.findtext(tag) or "") or None for tag in known("un_tags.csv", "parent", "tag")["ADDRESS"]
    }
    country = draft.country("country", fields["COUNTRY"], f"{element.tag}/COUNTRY")
    draft.addresses.append(
        Address(
            line(fields["STREET"], fields["CITY"], fields["STATE_PROVINCE"], fields["ZIP_CODE"]),
            country,
            fields["STREET"],
            fields["CITY"],
            fields["STATE_PROVINCE"],
            fields["ZIP_CODE"],
            fields["NOTE"],
        )
    )


def _keep(draft: Draft, element: etree._Element) -> None:
    draft.keep(str(element.tag), element.text)


_CHILDREN: dict[str, Callable[[Draft, etree._Element], None]] = {
    "INDIVIDUAL_ALIAS": add_alias,
    "ENTITY_ALIAS": add_alias,
    "INDIVIDUAL_DATE_OF_BIRTH": add_date_of_birth,
    "INDIVIDUAL_PLACE_OF_BIRTH": add_place_of_birth,
    "INDIVIDUAL_DOCUMENT": add_document,
    "INDIVIDUAL_ADDRESS": _add_address,
    "ENTITY_ADDRESS": _add_address,
    "NATIONALITY": _add_nationality,
    "DESIGNATION": _add_designation,
    "TITLE": _add_title,
    "GENDER": _add_gender,
    "VERSIONNUM": _keep,
    "SUBMITTED_BY": _keep,
    "SUBMITTED_ON": _keep,
    "SORT_KEY": _keep,
    "SORT_KEY_LAST_MOD": _keep,
}


def _designation(draft: Draft, element: etree._Element) -> Designation:
    program = (element.findtext("UN_LIST_TYPE") or "").strip()
    if program and program not in mapping("un_values.csv", "code", "value", "UN_LIST_TYPE"):
        draft.event("unknown_value", "UN_LIST_TYPE", program)
    listed = draft.iso_date(element.findtext("LISTED_ON"), "LISTED_ON")
    updates = [
        date.value
        for value in element.iterfind("LAST_DAY_UPDATED/VALUE")
        if (date := draft.iso_date(value.text, "LAST_DAY_UPDATED")) is not None
    ]
    for update in updates:
        draft.keep("LAST_DAY_UPDATED", update)
    lists = [value.text.strip() for value in element.iterfind("LIST_TYPE/VALUE") if value.text and value.text.strip()]
    for name in lists[1:]:
        draft.keep("LIST_TYPE", name)
    return Designation(
        AUTHORITY,
        programs=(program,) if program else (),
        list_name=lists[0] if lists else None,
        reference=(element.findtext("REFERENCE_NUMBER") or "").strip() or None,
        listed_on=listed.value if listed else None,
        amended_on=max(updates, default=None),
    )
