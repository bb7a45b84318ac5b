"""What comes of a listing: effects, and what in the data a person must look at."""

from __future__ import annotations

from datetime import date

import msgspec

from debar.law.deadlines import Due

NO_ADVICE = "This is information, no legal advice."


class Effect(msgspec.Struct, frozen=True, kw_only=True):
    """One consequence of one listing for somebody.

    Args:
        nexus: for whom it was asked: ``us``, ``us_owned``, ``uk``, ``eu``, ``un``, ``ca``, ``au``, ``ch`` or ``none``.
        binding: whether it binds them; False for ``risk_flag`` and ``unknown``.
        jurisdiction: whose law: ``us``, ``uk`` … ; None where no table knows.
        authority, legal_basis: who administers it, and the rule.
        list: the source, and the list within it where it publishes several.
        programme, programme_name: the tag as listed, and what it stands for.
        measure, measure_name: the id in the tables, and its name.
        action: see `debar.law.tables.Action`.
        bound: who is bound, in words.
        prohibited: what they must or may not do; a sentence with ``bound`` before it.
        covers: the kinds of dealing meant; ``any``; empty where the entry itself must be read.
        tenor_days: for debt, the longest tenor in days that stays permitted.
        conditions: what further decides, in words.
        extends_to_owned: the ownership rule by which it reaches owned companies, ``none``, or ``unsettled``.
        start, end: first day, and first day no more; None where unknown or open.
        reporting, records: duties with their days.
        licences: licences and exceptions of the programme that hold on the day; whether one fits is for a person.
        secondary_exposure: what those risk who are not bound, in words.
        conflict_of_laws: the law that forbids to obey this one, in words.
        for_role: what it comes to in the trade asked for.
        note: what the rows say of themselves: above all what of them is from memory.
        flags: ``unverified``, ``contested``, ``unknown_programme``, ``unknown_words`` …
        status, source, verified_on: whether the rows behind it were verified, where, and when.
    """

    nexus: str
    binding: bool
    jurisdiction: str | None
    authority: str
    legal_basis: str
    list: str
    programme: str
    programme_name: str
    measure: str
    measure_name: str
    action: str
    bound: str
    prohibited: str
    covers: tuple[str, ...] = ()
    tenor_days: int | None = None
    conditions: str = ""
    extends_to_owned: str = "none"
    start: date | None = None
    end: date | None = None
    reporting: tuple[Due, ...] = ()
    records: tuple[Due, ...] = ()
    licences: tuple[str, ...] = ()
    secondary_exposure: str | None = None
    conflict_of_laws: str | None = None
    for_role: str | None = None
    note: str = ""
    flags: tuple[str, ...] = ()
    status: str
    source: str
    verified_on: date

    def holds_on(self, day: date) -> bool:
        """Whether it is in force on that day."""
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)


class Event(msgspec.Struct, frozen=True):
    """Something about the data that a person must look at.

    Args:
        code: ``law.unknown-programme``, ``law.unknown-words`` or ``law.unknown-listing``.
        about: the entity.
        text: the words that no table knows.
    """

    code: str
    about: str
    text: str


class Effects(msgspec.Struct, frozen=True, kw_only=True):
    """All effects of one party on one day for one nexus.

    Args:
        about: the entity's id and name, or the country.
        nexus, on, role: as asked.
        in_force: the effects of that day.
        not_in_force: those that are over, or still to come.
        events: what no table knows.
    """

    about: str
    nexus: str
    on: date
    role: str | None
    in_force: tuple[Effect, ...]
    not_in_force: tuple[Effect, ...]
    events: tuple[Event, ...]
