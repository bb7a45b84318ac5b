"""One ``target`` of the SECO list as an entity."""

from __future__ import annotations

from lxml import etree

from debar.lists.ch_seco.identity import add_address, add_dates, add_document, add_nationality, add_place_of_birth
from debar.lists.ch_seco.names import add_name, meaning
from debar.lists.ch_seco.reference import References
from debar.lists.draft import Draft, one_line
from debar.lists.elements import attributes_of, words_of
from debar.lists.tables import known, mapping
from debar.model.entity import Designation, Entity, Link

AUTHORITY = "State Secretariat for Economic Affairs"
_DATES = ("effective-date", "publication-date", "enactment-date")


def last_modification(element: etree._Element) -> etree._Element | None:
    """The latest modification: by its date where all have one, else the last in the file."""
    modifications = element.findall("modification")
    if not modifications:
        return None
    if all(date_of(modification) for modification in modifications):
        return max(reversed(modifications), key=date_of)
    return modifications[-1]


def date_of(modification: etree._Element) -> str:
    """The day from which it has effect, or else that of its publication or enactment; ``""`` where there is none."""
    return next((date for name in _DATES if (date := modification.get(name, "").strip())), "")


def entity_of(draft: Draft, element: etree._Element, references: References, source: str) -> Entity | None:
    """The entity, with all that the target says; None where it has no name."""
    schema = "LegalEntity"
    bodies = [child for child in element if child.tag in ("individual", "entity", "object")]
    for body in bodies:
        schema = _schema(draft, body)
        _check_tags(draft, body)
        for child in body:
            _add_child(draft, child, schema, references)
    for child in element:
        if child.tag == "foreign-identifier":
            draft.keep("foreign-identifier", child.text)
        elif child.tag == "generic-attribute":
            _add_attribute(draft, child)
    _check_children(draft, element)
    designations = _designations(draft, element, references)
    return draft.build(f"ch-{draft.record}", source, schema, designations) if draft.names else None


def _schema(draft: Draft, body: etree._Element) -> str:
    sex = meaning(draft, "SEX", body.get("sex"), "individual/sex")
    if sex:
        draft.property("gender", sex)
    kind = body.get("object-type")
    if kind:
        return meaning(draft, "OBJECT", kind, "object/object-type") or "Thing"
    return mapping("ch_values.csv", "code", "value", "SCHEMA")[str(body.tag)]


def _add_child(draft: Draft, child: etree._Element, schema: str, references: References) -> None:
    if child.tag == "identity":
        main = child.get("main") != "false"
        for fact in child:
            _add_fact(draft, fact, schema, references, main=main)
    elif child.tag == "justification":
        return
    elif child.tag == "relation":
        _add_relation(draft, child, references)
    elif child.tag == "other-information":
        draft.property("notes", one_line(child.text or ""))
    elif child.tag == "generic-attribute":
        _add_attribute(draft, child)


def _add_fact(draft: Draft, fact: etree._Element, schema: str, references: References, *, main: bool) -> None:
    if fact.tag == "name":
        add_name(draft, fact, main=main)
    elif fact.tag == "day-month-year":
        add_dates(draft, fact, schema)
    elif fact.tag == "nationality":
        add_nationality(draft, fact, schema)
    elif fact.tag == "place-of-birth":
        add_place_of_birth(draft, fact, references)
    elif fact.tag == "address":
        add_address(draft, fact, references)
    elif fact.tag == "identification-document":
        add_document(draft, fact, references)


def _add_relation(draft: Draft, element: etree._Element, references: References) -> None:
    target = element.get("target-id", "")
    kind = meaning(draft, "RELATION", element.get("relation-type"), "relation/relation-type") or "linkedTo"
    remark = one_line(element.findtext("remark") or "")
    note = ", ".join(text for text in (element.get("relation-type"), remark) if text)
    draft.links.append(Link(kind, references.names.get(target, ""), f"ch-{target}" if target else None, note or None))


def _add_attribute(draft: Draft, element: etree._Element) -> None:
    draft.keep(f"generic-attribute/{element.get('name', '')}", words_of(element))


def _check_children(draft: Draft, element: etree._Element) -> None:
    expected = known("ch_tags.csv", "parent", "tag")["target"]
    for child in element.iterchildren("*"):
        if child.tag not in expected:
            draft.odd("unknown_tag", child.tag, words_of(child))


def _check_tags(draft: Draft, body: etree._Element) -> None:
    """Keep what the reader does not know of a body, with an event for each."""
    table = known("ch_tags.csv", "parent", "tag")
    for element in body.iter("*"):
        expected = table.get(element.tag, frozenset())
        for name, text in attributes_of(element).items():
            if f"@{name}" not in expected:
                draft.odd("unknown_tag", f"{element.tag}/@{name}", text)
            elif name == "ssid":
                draft.keep(f"{element.tag}/ssid", text)
        for child in element.iterchildren("*"):
            if child.tag not in expected and element.tag in table:
                draft.odd("unknown_tag", f"{element.tag}/{child.tag}", words_of(child))


def _designations(draft: Draft, element: etree._Element, references: References) -> list[Designation]:
    """One per programme, with the measures that the target stands under."""
    listed, amended = _history(draft, element)
    reason = "\n".join(one_line(child.text or "") for child in element.iterfind("*/justification")) or None
    numbers = [number for child in element.iterfind("sanctions-set-id") if (number := (child.text or "").strip())]
    numbers += [number for number in element.get("sanctions-set-id", "").split() if number]
    measures: dict[tuple[str, str, str], list[str]] = {}
    for number in dict.fromkeys(numbers):
        sanctions = references.sanctions.get(number)
        if sanctions is None:
            draft.odd("bad_value", "sanctions-set-id", number)
        else:
            key = (sanctions.program, sanctions.title, sanctions.origin)
            measures.setdefault(key, []).append(sanctions.measure)
    return [
        Designation(
            AUTHORITY,
            programs=(program,) if program else (),
            legal_basis=(title,) if title else (),
            listed_on=listed,
            amended_on=amended,
            measures=tuple(texts),
            reason=reason,
            remarks=(f"Origin: {origin}",) if origin else (),
        )
        for (program, title, origin), texts in (measures or {("", "", ""): []}).items()
    ]


def _history(draft: Draft, element: etree._Element) -> tuple[str | None, str | None]:
    """When it was listed first and amended last; what earlier states said stays as given."""
    dates: dict[str, list[str]] = {"listed": [], "amended": [], "ended": []}
    for modification in element.iterfind("modification"):
        kind = meaning(draft, "MODIFICATION", modification.get("modification-type"), "modification/modification-type")
        date = draft.iso_date(date_of(modification), "modification")
        if kind in dates and date is not None:
            dates[kind].append(date.value)
        draft.keep("modification", " ".join(f"{name}={text}" for name, text in attributes_of(modification).items()))
        for state in modification.iterchildren("*"):
            draft.keep(f"modification/{state.tag}", words_of(state))
    return min(dates["listed"], default=None), max(dates["amended"], default=None)
