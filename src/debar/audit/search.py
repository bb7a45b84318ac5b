"""Finding records: by time, by who asked, by the name asked for or found.

There is no table of names beside the records: it would be a second copy of people's data, that nothing signs and that a
removal would have to find. Bodies are read instead, some hundred thousand per second.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

import msgspec

from debar.audit.chain import Record
from debar.audit.entries import Who
from debar.audit.ledger import Ledger


class Asked(msgspec.Struct, frozen=True):
    """The query of a record."""

    schema: str = ""
    properties: dict[str, tuple[str, ...]] = {}
    id: str | None = None

    @property
    def name(self) -> str:
        """The names, or what else was asked for."""
        return " · ".join(self.properties.get("name") or next(iter(self.properties.values()), ()))


class Met(msgspec.Struct, frozen=True):
    """A listed party of a record."""

    id: str
    caption: str
    score: float
    match: bool


class File(msgspec.Struct, frozen=True):
    """A file of a batch job."""

    name: str
    sha256: str


class Said(msgspec.Struct, frozen=True):
    """What a search reads of a body; the rest is passed over."""

    who: Who | None = None
    at: str | None = None
    request: str | None = None
    status: str | None = None
    query: Asked | None = None
    hits: tuple[Met, ...] = ()
    input: File | None = None
    counts: dict[str, int] = {}


class Found(msgspec.Struct, frozen=True):
    """A record that fits, and what it says; None where its body was removed."""

    record: Record
    said: Said | None

    def row(self) -> dict[str, object]:
        """The line of `debar audit list`."""
        header, said = self.record.header, self.said or Said()
        outcome = said.status if said.status != "screened" else _outcome(said)
        asked = said.query.name if said.query else (said.input.name if said.input else None)
        return {
            "id": header.seq,
            "at": header.at,
            "kind": header.kind,
            "who": said.who.name if said.who else None,
            "asked": asked,
            "outcome": outcome if self.said else "removed",
            "best": said.hits[0].id if said.hits else None,
            "score": said.hits[0].score if said.hits else None,
            "request": said.request,
        }


class Search(msgspec.Struct, frozen=True, omit_defaults=True):
    """Which records; what is not given does not matter.

    Args:
        since, until: days or times (UTC, ISO); the second is not part of it.
        name: part of a name, number or entity id that was asked for or found; case and accents do not matter.
        who: who asked.
        kinds: kinds of record; none: all but the lists.
        records: numbers of records.

    >>> Search(name="sojgu").fits_name(Said(query=Asked("Person", {"name": ("Сергей", "Sergej Šojgu")})))
    True
    """

    since: str = ""
    until: str = ""
    name: str = ""
    who: str = ""
    kinds: tuple[str, ...] = ()
    records: tuple[int, ...] = ()

    def run(self, ledger: Ledger) -> Iterator[Found]:
        """The records that fit, oldest first."""
        after = min(self.records) - 1 if self.records else 0
        for record in ledger.records(after=after, since=self.since):
            if self.until and record.header.at >= self.until:
                return
            found = self.fit(record)
            if found is not None:
                yield found

    def newest(self, ledger: Ledger, limit: int) -> list[Found]:
        """The newest so many that fit, oldest first; reads back from the end of the log."""
        found: list[Found] = []
        for record in ledger.newest(until=self.until):
            if record.header.at < self.since or len(found) == limit:
                break
            one = self.fit(record)
            if one is not None:
                found.append(one)
        return found[::-1]

    def fit(self, record: Record) -> Found | None:
        """The record with what it says, if it fits."""
        header = record.header
        in_time = (not self.since or header.at >= self.since) and (not self.until or header.at < self.until)
        named = not self.records or header.seq in self.records
        of_kind = header.kind in self.kinds if self.kinds else header.kind != "lists"
        if not (in_time and named and of_kind):
            return None
        said = read(record)
        if (self.name or self.who) and said is None:
            return None
        if said is not None and not (self._fits_who(said) and self.fits_name(said)):
            return None
        return Found(record, said)

    def fits_name(self, said: Said) -> bool:
        """Whether the name was asked for or found."""
        if not self.name:
            return True
        wanted = _folded(self.name)
        asked = (value for values in (said.query.properties.values() if said.query else ()) for value in values)
        met = (text for hit in said.hits for text in (hit.id, hit.caption))
        return any(wanted in _folded(text) for text in (*asked, *met))

    def _fits_who(self, said: Said) -> bool:
        return not self.who or (said.who is not None and self.who in (said.who.name, said.who.key, said.who.subject))


_read = msgspec.json.Decoder(Said).decode


def read(record: Record) -> Said | None:
    """What a record says; None where its body was removed, or is not what this version writes."""
    if record.body is None:
        return None
    try:
        return _read(record.body)
    except msgspec.MsgspecError:
        return None


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def _outcome(said: Said) -> str:
    if said.counts:
        return f"{said.counts.get('matched', 0):,} of {said.counts.get('rows', 0):,} rows with a match"
    matches = sum(hit.match for hit in said.hits)
    below = len(said.hits) - matches
    if matches:
        return f"{matches} match{'es' if matches != 1 else ''}"
    return f"clear, {below} below the threshold" if below else "clear"
