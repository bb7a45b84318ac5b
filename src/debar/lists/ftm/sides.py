"""What FollowTheMoney says about parties in objects of their own: sanctions, addresses, identifications, links.

An object's own bookkeeping (its id, when it was seen) is left aside; all its properties go into the party.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from debar.lists.ftm.draft import Draft, date_in, iso_in
from debar.lists.ftm.objects import FtmObject
from debar.lists.ftm.vocabulary import links
from debar.model.entity import Address, Designation, Identifier, Link

NameOf = Callable[[str], tuple[str | None, str]]
"""The debar id (None when the list has no such party) and the name of a party, by its FollowTheMoney id."""


def rest(side: FtmObject, taken: Iterable[str]) -> list[str]:
    """Every value that no field took, as ``property: value``, in alphabetical order."""
    done = frozenset(taken)
    return sorted(f"{prop}: {text}" for prop in side.properties if prop not in done for text in side.texts(prop))


def put_sanction(draft: Draft, side: FtmObject, fallback: str) -> None:
    """A `Sanction` becomes a designation. Where it names no authority, its data sets (or ``fallback``) stand for it.

    Of several listing dates the first counts; the others, and a start date beside them, are remarks.
    """
    datasets = side.datasets or [] if isinstance(side.datasets, list) else []
    authorities, references, reasons = side.texts("authority"), side.texts("authorityId"), side.texts("reason")
    remarks = [f"authority: {text}" for text in authorities[1:]] + [f"authorityId: {text}" for text in references[1:]]
    listed = _date(draft, side, "listingDate", min, remarks)
    started = _date(draft, side, "startDate", min, remarks)
    if listed and started and listed != started:
        remarks.append(f"startDate: {started}")
    amended = _date(draft, side, "modifiedAt", max, remarks)
    ended = _date(draft, side, "endDate", max, remarks)
    taken = "entity authority authorityId reason listingDate startDate modifiedAt endDate program programId provisions"
    draft.designations.append(
        Designation(
            authorities[0] if authorities else ", ".join(datasets) or fallback,
            programs=tuple(dict.fromkeys((*side.texts("program"), *side.texts("programId")))),
            list_name=", ".join(datasets) or None,
            reference=references[0] if references else None,
            listed_on=listed or started,
            amended_on=amended,
            ended_on=ended,
            measures=tuple(side.texts("provisions")),
            reason="; ".join(reasons) or None,
            remarks=(*remarks, *rest(side, taken.split())),
        )
    )


def put_identification(draft: Draft, side: FtmObject) -> bool:
    """An `Identification` or `Passport` becomes an identifier; False when it bears no number."""
    passport = side.schema == "Passport"
    numbers = dict.fromkeys((*side.texts("number"), *side.texts("passportNumber")))
    countries, labels = side.texts("country"), side.texts("type")
    taken = {"holder", "number", "passportNumber"}
    issued, expires = side.texts("startDate"), side.texts("endDate")
    start = date_in(issued[0]) if len(issued) == 1 else None
    end = date_in(expires[0]) if len(expires) == 1 else None
    taken |= {"startDate"} if start and str(start) == issued[0] else set()
    taken |= {"endDate"} if end and str(end) == expires[0] else set()
    code = draft.country("country", countries[0]) if len(countries) == 1 else None
    taken |= {"country"} if code and code == countries[0] else set()
    taken |= {"type"} if len(labels) == 1 else set()
    note = "; ".join(rest(side, taken)) or None
    kind = "passportNumber" if passport else "idNumber"
    for number in numbers:
        label = labels[0] if len(labels) == 1 else None
        draft.put_identifier(Identifier(kind, number, code, label, start, end, note))
    return bool(numbers)


def put_address(draft: Draft, side: FtmObject) -> bool:
    """An `Address` becomes an address; False when it says nothing.

    Of several spellings of a part the first stands in its field (of the whole: the caption), the others in the note.
    """
    caption = side.caption.strip() if isinstance(side.caption, str) else None
    fulls = side.texts("full")
    one: dict[str, str] = {}
    for field, props in _ADDRESS.items():
        texts = [text for prop in props for text in side.texts(prop)[:1]]
        if texts:
            one[field] = texts[0]
    full = caption if caption in fulls else fulls[0] if fulls else None
    composed = ", ".join(one[field] for field in ("street", "postalCode", "city", "region") if field in one)
    countries = side.texts("country")
    full = full or composed or (countries[0] if countries else None)
    if full is None:
        return False
    code = draft.country("country", countries[0]) if countries else None
    note = [f"full: {text}" for text in fulls if text != full]
    shown = {*one.values(), code or ""}
    note += [line for line in rest(side, ("full",)) if line.partition(": ")[2] not in shown]
    region = one.get("region")
    address = Address(
        full, code, one.get("street"), one.get("city"), region, one.get("postalCode"), "; ".join(note) or None
    )
    draft.put_address(address)
    return True


_ADDRESS = {
    "street": ("street", "street2"),
    "city": ("city",),
    "region": ("region", "state"),
    "postalCode": ("postalCode",),
}


def put_link(draft: Draft, side: FtmObject, holder: str, name_of: NameOf) -> None:
    """A link becomes a tie to the party at its other end, whose role it is named by.

    Where both ends are alike (family), the note says at which of them this party stands.
    """
    ends = links()[side.schema]
    notes = rest(side, (ends.first, ends.second))
    for own, other, kind in ((ends.first, ends.second, ends.second_is), (ends.second, ends.first, ends.first_is)):
        if holder not in side.texts(own):
            continue
        alike = [f"as {own}"] if ends.first_is == ends.second_is else []
        others = side.texts(other)
        if not others:
            draft.given.append((side.schema, "; ".join((*alike, *notes))))
        for id in others:
            put_tie(draft, kind, id, name_of, "; ".join((*alike, *notes)) or None)


def put_tie(draft: Draft, kind: str, id: str, name_of: NameOf, note: str | None = None) -> None:
    """A tie to a party; one that is not in the list is called by its id, and that raises an event."""
    entity_id, name = name_of(id)
    if entity_id is None:
        draft.event("bad_value", kind, f"{id} is not in the file")
    draft.links.append(Link(kind, name, entity_id, note))


def put_occupancy(draft: Draft, side: FtmObject, posts: Iterable[FtmObject]) -> bool:
    """An `Occupancy` names the holder's position; when and how it is held goes to ``given``. False when it says nothing."""
    held = [(post, text) for post in posts for text in (*post.texts("name"), *post.texts("alias"))[:1]]
    draft.properties += [("position", text) for _, text in held]
    if len(held) < len(side.texts("post")):
        draft.event("bad_value", "post", "; ".join(side.texts("post")) + ": not all are in the file with a name")
        facts = rest(side, ("holder",))
    else:
        facts = [f"post: {text}" for _, text in held] + rest(side, ("holder", "post"))
    for post, text in held:
        facts += [f"post {line}" for line in rest(post, ()) if line != f"name: {text}"]
    if facts:
        draft.given.append(("Occupancy", "; ".join(facts)))
    return bool(facts)


def put_remark(draft: Draft, side: FtmObject) -> None:
    """What has no field of its own (a `Risk`) goes to ``given``."""
    draft.given.append((side.schema, "; ".join(rest(side, ("entity",)))))


def _date(
    draft: Draft, side: FtmObject, prop: str, choose: Callable[[Iterable[str]], str], remarks: list[str]
) -> str | None:
    """The first or last date of a property; the texts it does not say go to the remarks."""
    texts = side.texts(prop)
    dates = {text: iso_in(text) for text in texts}
    for text, date in dates.items():
        if date is None:
            draft.event("bad_value", prop, text)
    known = [date for date in dates.values() if date]
    chosen = choose(known) if known else None
    remarks += [f"{prop}: {text}" for text in texts if text != chosen]
    return chosen
