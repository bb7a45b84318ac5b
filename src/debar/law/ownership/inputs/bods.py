"""The Beneficial Ownership Data Standard: statements about entities, people and relationships (version 0.4, and before).

A file is an array of statements or has one per line. An array is decoded whole; of lines only the newest statement about
each record is kept. What is decided here:

- *Replacement.* Of several statements about one record (``recordId``) the newest counts, by ``statementDate``, then by
  publication, then by place. It replaces the others whole, as the standard has it: what was held before stands in it as
  interests that have ended. Before version 0.4 a statement says which ones it replaces.
- *Closed.* The interests of a closed relationship end on the day of the statement, where they have not ended before.
- *Indirect interests* are not counted beside their components. Where all component records are in the data, they carry
  the stakes and the indirect interest is none of its own. Where they are not, it counts as a stake of unknown share,
  whatever figure is given: that figure is a product along the chain, and no rule multiplies (a half of a half reads as
  25 per cent and blocks). Only "indirectly all of it" is what it says.
- *Direct or unknown* interests are counted as declared.
- *Types of interest* are read by the table ``bods_interests.csv``; offices (a board member, a manager) are no holdings.
- *Unknown owners* are kept as parties without a name; "there is no beneficial owner" makes none.
- *States* and their bodies are governments; the country is their jurisdiction.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Mapping
from types import MappingProxyType

import msgspec

from debar.errors import BadFile
from debar.law.ownership.inputs.bods_interests import is_holding, stake_of
from debar.law.ownership.inputs.bods_parties import entity_party, person_party
from debar.law.ownership.inputs.bods_statements import (
    KINDS,
    Details,
    Entity,
    Header,
    Interest,
    Person,
    Relationship,
    Unspecified,
    interested_party,
    subject,
    versions,
)
from debar.law.ownership.inputs.items import Item, Remarks, Tally, anybody
from debar.law.ownership.inputs.json_lines import NOT_JSON, has_keys, raw_lines, unreadable
from debar.law.ownership.inputs.spans import Span, iso_day, span
from debar.law.ownership.stakes import Notice
from debar.lists.files import Head, ListFile

NAME = "bods"
_SIGNS = ('"statementId"', '"statementID"')
_DECODERS: Mapping[str, msgspec.json.Decoder[Details]] = MappingProxyType(
    {
        "entity": msgspec.json.Decoder(Entity),
        "person": msgspec.json.Decoder(Person),
        "relationship": msgspec.json.Decoder(Relationship),
    }
)
_HEADER = msgspec.json.Decoder(Header).decode
_ITEMS = msgspec.json.Decoder(list[msgspec.Raw]).decode
_NOBODY = frozenset({"noBeneficialOwners", "no-beneficial-owners"})


class _SubjectDetails(msgspec.Struct):
    subject: str


class _Subject(msgspec.Struct, rename="camel"):
    record_details: _SubjectDetails


class Record(msgspec.Struct):
    """What is known of one record: its newest statement."""

    id: str
    newest: tuple[str, str, int]
    header: Header
    details: Details
    origin: str


def knows(head: Head) -> bool:
    """Whether a file begins like statements."""
    start = head.text.lstrip("\ufeff \t\r\n")
    if start.startswith("["):
        return any(sign in start[:20_000] for sign in _SIGNS)
    return has_keys(head, "statementId") or has_keys(head, "statementID")


def read(file: ListFile) -> Iterator[Item]:
    """Read statements.

    Raises:
        BadFile: the file is cut, or an array is not well-formed.
    """
    reader = _Reader(file.name)
    for origin, body in _statements(file):
        yield from reader.take(origin, body)
    yield from reader.items()
    yield from reader.remarks.notices()
    yield Tally(file.name, NAME, reader.records, reader.records - reader.aside, reader.aside)


class _Reader:
    def __init__(self, file: str) -> None:
        self.remarks = Remarks(file)
        self.records = self.aside = 0
        self._newest: dict[str, Record] = {}
        self._replaced: dict[str, str] = {}

    def take(self, origin: str, body: bytes | msgspec.Raw) -> Iterator[Item]:
        """Take a statement in, where it is the newest about its record."""
        self.records += 1
        try:
            header = _HEADER(body)
            kind = KINDS.get(header.record_type or header.statement_type or "")
            id = header.record_id or header.statement_id or header.former_id
            if kind is None or not id:
                self.aside += 1
                yield _unusable(origin, header)
                return
            details = _DECODERS[kind].decode(header.record_details if header.record_type else body)
        except NOT_JSON as error:
            self.aside += 1
            notice = unreadable(origin, bytes(body), error, self._subject_of(body))
            yield notice
            if notice.about:
                yield anybody(notice.about, origin)
            return
        if header.version not in versions():
            text = f"version {header.version or 'unnamed'} is none that debar was made for; read as the version it looks like"
            self.remarks.count("bods.version", origin, text)
        header.record_details = msgspec.Raw()
        fresh = Record(id, (header.statement_date or "", header.published, self.records), header, details, origin)
        for old in header.replaces_statements:
            self._replaced[old] = id
        known = self._newest.get(id)
        if known is not None:
            self._set_aside_replaced(min(known, fresh, key=lambda one: one.newest).origin)
            fresh = _newer(known, fresh)
        self._newest[id] = fresh

    def items(self) -> Iterator[Item]:
        """The parties and stakes, when all statements are taken in."""
        described: set[str] = set()
        relationships: list[Record] = []
        for record in self._newest.values():
            if record.id in self._replaced:
                self._set_aside_replaced(record.origin)
                continue
            if isinstance(record.details, Relationship):
                relationships.append(record)
                continue
            if record.header.record_status == "closed":
                self.remarks.count(
                    "bods.closed-party", record.origin, "the record of a party is closed; the party is kept"
                )
            described.add(record.id)
            yield from self._party(record, record.details)
        for record in relationships:
            assert isinstance(record.details, Relationship)
            yield from self._relationship(record, record.details, described)

    def _party(self, record: Record, details: Entity | Person) -> Iterator[Item]:
        if isinstance(details, Person):
            party, hidden = person_party(record.id, details, record.origin)
        else:
            party, hidden = entity_party(record.id, details, record.origin)
        yield party
        if hidden:
            text = "the party is anonymous or unknown; it could be anybody"
            self.remarks.count("bods.anonymous-party", record.origin, text)
            yield anybody(record.id, record.origin)

    def _relationship(self, record: Record, details: Relationship, described: set[str]) -> Iterator[Item]:
        owned, owner = self._current(subject(details)), interested_party(details)
        if owned is None:
            self.aside += 1
            text = "the relationship does not say in whom the interests are; which company it is about cannot be told"
            yield Notice("record.no-subject", record.origin, text, "", "rejected", "subject")
            return
        if isinstance(owner, Unspecified):
            yield from self._unspecified(record, details, owner, owned)
            return
        id = self._current(owner) or owner
        for one in (id, owned):
            if one not in described:
                text = f"{one} is named by its id only; no statement describes it"
                self.remarks.count("party.undescribed", record.origin, text)
        if id == owned:
            yield Notice("stake.self", record.origin, f"{owned} is declared to own itself", owned)
        if not details.interests:
            text = "no interests are declared; counted as a stake of unknown share"
            self.remarks.count("bods.no-interest", record.origin, text)
            details.interests = [Interest(type="unknownInterest")]
        yield from self._stakes(record, details, id, owned)

    def _unspecified(self, record: Record, details: Relationship, owner: Unspecified, owned: str) -> Iterator[Item]:
        """What is held by somebody who is not named."""
        reason = ": ".join(text for text in (owner.reason, owner.description) if text) or "no reason given"
        if owner.reason in _NOBODY:
            text = f"{owned} is said to have no beneficial owner ({reason})"
            yield Notice("bods.no-owner", record.origin, text, owned, field="interestedParty")
            return
        text = f"the owner of {owned} is not named ({reason}); it could be anybody"
        yield Notice("stake.owner-unknown", record.origin, text, owned, field="interestedParty")
        if details.interests:
            yield from self._stakes(record, details, "", owned)
        else:
            yield anybody(owned, record.origin)

    def _stakes(self, record: Record, details: Relationship, owner: str, owned: str) -> Iterator[Item]:
        carried = self._carried_by_components(record, details, (owner, owned))
        for interest in details.interests or ():
            level = interest.direct_or_indirect or interest.interest_level
            if carried and level != "direct":
                text = "an indirect interest whose components are in the data; they carry the stakes"
                self.remarks.count("bods.indirect-by-components", record.origin, text)
                continue
            indirect = level == "indirect" or (level != "direct" and bool(details.components))
            if indirect:
                text = "an indirect interest without all its components; counted as a stake of unknown share"
                self.remarks.count("bods.indirect-alone", record.origin, text)
            yield from stake_of(
                interest,
                (owner, owned),
                self._when(record, interest),
                indirect=indirect,
                beside_shares=any(one.type == "shareholding" for one in details.interests or ()),
                document=_document(record.header),
                origin=record.origin,
                remarks=self.remarks,
            )

    def _carried_by_components(self, record: Record, details: Relationship, ends: tuple[str, str]) -> bool:
        """Whether the components of a relationship say all that it says: they are in the data, each is held for as long,
        and they lead from the one end to the other."""
        links: dict[str, list[str]] = {}
        lasts = record.header.record_status != "closed" and any(not one.end_date for one in details.interests or ())
        for id in details.components:
            component = self._newest.get(self._current(id) or id)
            if component is None or component is record:
                return False
            if isinstance(component.details, Relationship):
                if not _holds(component, component.details, lasts=lasts):
                    return False
                owner, owned = interested_party(component.details), self._current(subject(component.details))
                if isinstance(owner, str) and owned is not None:
                    links.setdefault(self._current(owner) or owner, []).append(owned)
        return _leads(links, *ends)

    def _when(self, record: Record, interest: Interest) -> Span:
        closed = record.header.record_status == "closed" and not interest.end_date
        if not closed:
            return span(interest.start_date, interest.end_date)
        if iso_day(record.header.statement_date):
            return span(interest.start_date, record.header.statement_date)
        start = span(interest.start_date, None).start
        return Span(start, None, False, "the record is closed, but not dated; counted as perhaps still held")

    def _subject_of(self, body: bytes | msgspec.Raw) -> str:
        """The company that a statement is about, where no more than that can be read of it; else empty."""
        try:
            found = msgspec.json.decode(body, type=_Subject).record_details.subject
        except NOT_JSON:
            return ""
        return self._current(found) or ""

    def _current(self, id: str | None) -> str | None:
        """The id of the statement that replaced another one, however often; before version 0.4 only."""
        passed: dict[str, None] = {}
        while id in self._replaced and id not in passed:
            passed[id] = None
            id = self._replaced[id]
        if id is None:
            return None
        if id in passed:  # they replace one another in a circle, which ends here
            del self._replaced[id], passed[id]
        for one in passed:  # the next one who asks gets there in one step
            self._replaced[one] = id
        return id

    def _set_aside_replaced(self, origin: str) -> None:
        self.aside += 1
        self.remarks.count("bods.replaced", origin, "set aside: a newer statement about the record replaces it")


def _holds(record: Record, details: Relationship, *, lasts: bool) -> bool:
    """Whether anything is held by a relationship, and, where it must last, is held still."""
    if lasts and record.header.record_status == "closed":
        return False
    held = [one for one in details.interests or () if is_holding(one) and not (lasts and one.end_date)]
    return bool(held) or not details.interests


def _leads(links: Mapping[str, list[str]], start: str, end: str) -> bool:
    """Whether links lead from the one to the other, by one at least."""
    waiting, seen = list(links.get(start, ())), {start}
    while waiting:
        id = waiting.pop()
        if id == end:
            return True
        if id not in seen:
            seen.add(id)
            waiting += links.get(id, ())
    return False


def _statements(file: ListFile) -> Iterator[tuple[str, bytes | msgspec.Raw]]:
    if not file.head.text.lstrip("\ufeff \t\r\n").startswith("["):
        for number, body in raw_lines(file):
            yield f"{file.name}, line {number}", body
        return
    try:
        found = _ITEMS(file.read().removeprefix(codecs.BOM_UTF8))
    except NOT_JSON as error:
        rule = "the array of statements is not well-formed, or the file ends before its end"
        raise BadFile(file.name, rule=rule, got=str(error), fix="get the whole file") from error
    for number, raw in enumerate(found, 1):
        yield f"{file.name}, statement {number}", raw


def _newer(known: Record, fresh: Record) -> Record:
    """The newer one; a closing statement that repeats no interests closes those of the statement before it."""
    older, newer = sorted((known, fresh), key=lambda one: one.newest)
    if (
        isinstance(newer.details, Relationship)
        and isinstance(older.details, Relationship)
        and newer.header.record_status == "closed"
        and not newer.details.interests
    ):
        newer.details.interests = older.details.interests
        newer.details.interested_party = newer.details.interested_party or older.details.interested_party
        newer.details.subject = newer.details.subject or older.details.subject
    return newer


def _unusable(origin: str, header: Header) -> Notice:
    if header.record_type or header.statement_type:
        met = f"recordType {header.record_type!r}" if header.record_type else f"statementType {header.statement_type!r}"
        id = header.record_id or header.statement_id or header.former_id
        text = f"{met} of {id or 'no id'} is none that debar knows"
        return Notice("record.unreadable", origin, text, "", "rejected", "recordType")
    text = (
        "neither a statement of version 0.4 (recordType) nor of 0.1 to 0.3 (statementType);"
        f" it says of itself version {header.version or 'nothing'}"
    )
    return Notice("bods.version", origin, text, "", "rejected")


def _document(header: Header) -> str:
    id = header.statement_id or header.former_id or header.record_id or ""
    return f"BODS statement {id}, {header.statement_date or 'undated'}"
