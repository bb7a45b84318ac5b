"""Who holds how much of whom, as values: exact, dated, with the document that says so."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Literal

import msgspec

Interest = Literal["shares", "votes", "appoint_board", "control"]
"""What is held. Only ``shares`` is ownership in OFAC's sense; the UK counts shares, votes and the right to appoint or
remove a majority of the board; the EU and the UK know ``control`` by other means beside them."""


class Party(msgspec.Struct, frozen=True, gc=False):
    """A party of an ownership graph: a company, a person, a state.

    Args:
        id: the id that stakes name it by.
        name: what to show; the id where no name is known.
        schema: FollowTheMoney schema (``Company``, ``Person``, ``PublicBody`` …).
        country: ISO 3166-1 alpha-2 in lower case.
        government: it is a government or a part of one; some are blocked by definition.
        identifiers: ``(FollowTheMoney property, value)``.
        origin: the file and row or record that says so.
        properties: what else helps to tell who it is, as ``(FollowTheMoney property, value)``: ``birthDate``,
            ``nationality``, ``alias`` …
    """

    id: str
    name: str = ""
    schema: str = "LegalEntity"
    country: str | None = None
    government: bool = False
    identifiers: tuple[tuple[str, str], ...] = ()
    origin: str = ""
    properties: tuple[tuple[str, str], ...] = ()


class Stake(msgspec.Struct, frozen=True, gc=False):
    """One holding of one owner in one company.

    Args:
        owner, owned: party ids.
        low, high: the share held, as exact fractions of the whole, 0 to 1; equal where the share is known exactly,
            apart where a register gives a band (25 to 50 per cent). For ``appoint_board`` and ``control``, which are
            had or not had, both are 1; ``low`` is 0 where it is not certain that it is had.
        interest: what is held.
        start: the first day on which it is held; None: always so far.
        end: the first day on which it is held no more; None: still held.
        joint: holders of one company with the same mark hold jointly (one block of shares), or act under a joint
            arrangement; None: each for itself.
        document: the document that says so, as the input names it.
        origin: the file and row or record that it was read from.
    """

    owner: str
    owned: str
    low: Fraction
    high: Fraction
    interest: Interest = "shares"
    start: date | None = None
    end: date | None = None
    joint: str | None = None
    document: str = ""
    origin: str = ""

    def held_on(self, day: date) -> bool:
        """Whether it is held on that day.

        >>> sold = Stake("x", "a", Fraction(1, 2), Fraction(1, 2), end=date(2024, 9, 11))
        >>> sold.held_on(date(2024, 9, 10)), sold.held_on(date(2024, 9, 11))
        (True, False)
        """
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)


class Notice(msgspec.Struct, frozen=True, gc=False):
    """Something about the input that a reader must know.

    Args:
        code: stable: ``stake.over-100``, ``stake.self``, ``stake.dates``, ``listed.unknown`` …
        origin: file and line or record.
        text: the sentence.
        about: the id of the company whose owners it concerns; empty where that is unknown or nobody's.
        row: what became of the row: ``kept``; ``set aside`` (readable, but never counted as it stands); ``rejected``.
        field: the column or field that it is about.
    """

    code: str
    origin: str
    text: str
    about: str = ""
    row: Literal["kept", "set aside", "rejected"] = "kept"
    field: str = ""


class Holdings(msgspec.Struct, frozen=True):
    """All that one or several inputs say.

    Args:
        stakes: in input order; a company's stakes in itself stand among them and never count.
        parties: those that the input describes, by id.
        notices: what a reader must know.
        unread: what can be known of rows that were rejected or set aside as doubtful: they count for nothing in lower
            bounds, and in upper bounds as far as ``high`` says. An empty ``owner`` is somebody unknown, who may be listed.
        rows: how many rows or records the input has; 0: not counted.
    """

    stakes: tuple[Stake, ...]
    parties: dict[str, Party]
    notices: tuple[Notice, ...] = ()
    unread: tuple[Stake, ...] = ()
    rows: int = 0
