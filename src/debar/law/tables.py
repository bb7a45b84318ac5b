"""The law as rows: measures, programmes, words of lists, duties, roles. Code applies them and knows none by name.

Every jurisdiction has a folder under ``data/`` (``us``, ``uk``, ``eu``, ``un``, ``ca``, ``au``, ``ch``) with tables of the
same columns; a table that a jurisdiction does not need is absent. Every row says where it comes from (``source``), when
that was looked at (``verified_on``) and whether it was found there (``status``: ``verified``, or ``unverified`` for what
stands on memory; users are told).

========================  ==============================================================================================
``measures.csv``          what may be imposed, on whom it binds, and what it prohibits
``programmes.csv``        the tags, regimes and acts that lists name, and the measures that follow
``words.csv``             patterns of the words that lists write beside (remarks, measures, legal bases)
``duties.csv``            reports and records: to whom, by when, for how long
``licences.csv``          licences and exceptions, dated; they never clear anything by themselves
``embargoes.csv``         what holds for a country or its government without any listing
``conflicts.csv``         laws that forbid to obey another's (the EU Blocking Statute)
``holidays.csv``          public holidays, for terms in business days
``listings.csv``          whose law a listing of which list belongs to (beside the folders)
``nexus.csv``             who is meant by each nexus (beside the folders)
``roles.csv``             what an effect comes to in somebody's own trade (beside the folders)
========================  ==============================================================================================
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Literal, TypeVar, get_args

import msgspec

Status = Literal["verified", "unverified"]

Nexus = Literal["us", "us_owned", "uk", "eu", "un", "ca", "au", "ch", "none"]
"""Whose law reaches somebody: a US person, a foreign company that a US person owns or controls, the UK, the EU, a State
that carries out UN sanctions, Canada, Australia, Switzerland, or none of them."""

Action = Literal[
    "block",
    "freeze",
    "reject",
    "restrict",
    "prohibit_export",
    "deny_entry",
    "investment_ban",
    "account_ban",
    "hold",
    "report_only",
    "risk_flag",
    "unknown",
]
"""What is to be done. ``hold`` is for a listing that a law yet to come will carry out; ``risk_flag`` binds nobody;
``unknown`` is for words that no table knows: look at them yourself."""

Dealing = Literal[
    "payment",
    "account",
    "correspondent_account",
    "loan",
    "equity",
    "securities",
    "goods",
    "dual_use_goods",
    "arms",
    "services",
    "financial_services",
    "professional_services",
    "trust_services",
    "insurance",
    "investment",
    "port_call",
    "airport_services",
    "crewing",
    "chartering",
    "ship_registration",
    "travel",
    "directorship",
    "contract_signed_by",
    "broadcasting",
]
"""Kinds of dealing that a measure covers or leaves; ``any`` in a table stands for all of them but ``travel`` and
``directorship``, which only measures that name them cover."""

ROOT = ("us", "uk", "eu", "un", "ca", "au", "ch")


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """What every row says of itself."""

    status: Status
    source: str
    verified_on: date
    note: str = ""

    @property
    def verified(self) -> bool:
        """Whether the source was seen to say so."""
        return self.status == "verified"


class Dated(Row, frozen=True, kw_only=True):
    """A row with its life: ``start`` is the first day it holds, ``end`` the first day it holds no more."""

    start: date | None = None
    end: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether it holds on that day."""
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)


class Measure(Dated, frozen=True, kw_only=True):
    """What may be imposed.

    Args:
        measure: its id: the jurisdiction, a hyphen, a word (``us-block``).
        jurisdiction: the folder's name.
        name: in words ("asset freeze").
        authority: who administers it.
        legal_basis: the rule that says what is prohibited; empty where the programme's own is all.
        action: what is to be done.
        binds: the nexuses that it binds, parted by spaces; empty for ``risk_flag``.
        bound: who that is, in words ("US persons", "US financial institutions").
        prohibited: what exactly is prohibited (or required), a sentence that follows "bound …": "must block …".
        covers: the kinds of dealing, parted by spaces; ``any``; empty where no dealing is meant.
        tenor_days: for debt, the longest tenor in days that stays permitted.
        schemata: the kinds of party it can reach, parted by spaces; empty for all.
        conditions: what further decides (directive, goods, divestment date), in words.
        owned: the ownership rule by which it reaches owned companies (``ofac``, ``uk``, ``eu``, ``eu_sectoral``,
            ``bis``), ``none``, or ``unsettled``.
        duties: ids of duties, parted by spaces.
    """

    measure: str
    jurisdiction: str
    name: str
    authority: str
    legal_basis: str = ""
    action: Action
    binds: tuple[str, ...] = ()
    bound: str
    prohibited: str
    covers: tuple[str, ...] = ()
    tenor_days: int | None = None
    schemata: tuple[str, ...] = ()
    conditions: str = ""
    owned: str = "none"
    duties: tuple[str, ...] = ()


class Programme(Dated, frozen=True, kw_only=True):
    """A tag, regime or act as lists name it.

    Args:
        jurisdiction: the folder's name.
        tag: a regular expression that fits the whole of what a list writes; case does not count.
        name: what it stands for, in words.
        legal_basis: orders, regulations, statutes.
        measures: what follows from a listing under it, ids parted by spaces.
        non_sdn: the same on OFAC's lists beside the SDN list; empty: the words of the entry decide.
        risks: measures (``risk_flag``) for those whom the law does not bind.
        binds_also: further nexuses that this programme binds to its measures.
        conflict: ids of ``conflicts.csv`` whose law forbids to obey it.
        fate: what became of it, where it ended.
    """

    jurisdiction: str
    tag: str
    name: str
    legal_basis: str
    measures: tuple[str, ...] = ()
    non_sdn: tuple[str, ...] = ()
    risks: tuple[str, ...] = ()
    binds_also: tuple[str, ...] = ()
    conflict: tuple[str, ...] = ()
    fate: str = ""


class Words(Row, frozen=True, kw_only=True):
    """A pattern of what lists write beside a listing, and what follows.

    Args:
        jurisdiction: the folder's name.
        field: where it stands: ``remarks``, ``measures``, ``legal_basis``, ``list_name``, ``notes`` (of the party), or ``any`` of
            the first four.
        pattern: a regular expression that fits the whole text; the group ``date`` is a date.
        kind: ``measure`` (``value`` names measures), ``only`` (the same, and they replace those of the programme),
            ``risk`` (``value`` names ``risk_flag`` measures), ``binds`` (``value`` names a nexus bound besides), ``starts``
            (the measures that ``value`` names follow from the day of the group ``date`` on), ``ends`` (until then),
            ``none`` (says nothing of law: a
            link, a place, a tie to another party).
        value: as the kind needs it, parted by spaces.
        programme: a regular expression of the tags meant: for ``only``, those whose measures are replaced; for ``risk``,
            those that bring it; empty: all.
        meaning: in words; shown where it is not empty.
    """

    jurisdiction: str
    field: str
    pattern: str
    kind: Literal["measure", "only", "risk", "binds", "starts", "ends", "none"]
    value: tuple[str, ...] = ()
    programme: str = ""
    meaning: str = ""


class Duty(Dated, frozen=True, kw_only=True):
    """A report to make or records to keep.

    Args:
        duty: its id.
        jurisdiction: the folder's name.
        kind: ``report``, ``annual`` or ``records``.
        who: whom it binds, in words.
        to: to whom, in words.
        what: what is to be done, a sentence.
        rule: where it stands.
        within: when: ``business_days:10`` (of the jurisdiction) or ``days:14`` after the event, ``business_days_after:10``
            of an event yet to come, ``yearly:09-30`` (a day of every year), ``prompt`` (as soon as practicable),
            ``years:10`` (records).
        as_at: for yearly reports, the day whose holdings count (``06-30``).
    """

    duty: str
    jurisdiction: str
    kind: Literal["report", "annual", "records"]
    who: str
    to: str = ""
    what: str
    rule: str
    within: str
    as_at: str = ""


class Licence(Dated, frozen=True, kw_only=True):
    """A general licence or exception. It is named beside an effect and never undoes one: whether it fits is for a person.

    Args:
        licence: its name and version.
        jurisdiction: the folder's name.
        programmes: the tags that it belongs to, as the lists write them, parted by "; "; empty: all of the jurisdiction.
        actions: the actions that it can help with, parted by spaces; empty: all.
        permits: what it permits, in words.
    """

    licence: str
    jurisdiction: str
    programmes: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    permits: str


class Embargo(Dated, frozen=True, kw_only=True):
    """What holds for a country, a region or its government without any listing.

    Args:
        jurisdiction: the folder's name.
        country: ISO 3166-1 alpha-2 in lower case, or a region's code.
        region: the region's name where it is not the whole country.
        party: ``private`` (anyone there) or ``government``.
        programme: what it stands for, in words.
        legal_basis: orders, regulations, statutes.
        measures, binds_also, conflict, fate: as of a programme.
    """

    jurisdiction: str
    country: str
    region: str = ""
    party: Literal["private", "government"]
    programme: str
    legal_basis: str
    measures: tuple[str, ...]
    binds_also: tuple[str, ...] = ()
    conflict: tuple[str, ...] = ()
    fate: str = ""


class Listing(Row, frozen=True, kw_only=True):
    """Whose law a listing belongs to.

    Args:
        list: the source, a regular expression.
        list_name, authority: the same of a designation, regular expressions.
        jurisdiction: the folder's name.
        sdn: whether a programme's ``measures`` follow, or its ``non_sdn``.
        default: the measures of a listing that names neither a programme nor a measure.
        unbound: the ``risk_flag`` measure for those whom the listing does not bind.
    """

    list: str
    list_name: str
    authority: str
    jurisdiction: str
    sdn: Literal["yes", "no"]
    default: tuple[str, ...] = ()
    unbound: str = ""


class Holiday(Dated, frozen=True, kw_only=True):
    """A public holiday of a jurisdiction: ``rule`` is a day of the year (``07-04``) or a weekday of a month (``01:mon:3``,
    ``05:mon:last``)."""

    jurisdiction: str
    name: str
    rule: str


class Conflict(Dated, frozen=True, kw_only=True):
    """A law that forbids its own people to obey another's.

    Args:
        conflict: its id.
        nexus: whom it binds.
        name: the law.
        prohibited: what it forbids, in words.
        duty: what it asks besides, in words.
    """

    conflict: str
    nexus: str
    name: str
    prohibited: str
    duty: str = ""


class Bound(Row, frozen=True, kw_only=True):
    """A nexus in words.

    Args:
        nexus: its id.
        words: one of them ("a US person").
        who: all of them.
    """

    nexus: str
    words: str
    who: str


class Role(Row, frozen=True, kw_only=True):
    """What an action comes to for somebody in a trade.

    Args:
        role: ``bank``, ``insurer``, ``airport``, ``port``, ``exporter``, ``broker`` …
        name: in words ("an airport").
        jurisdiction: the folder of the measures meant; empty for all.
        action: the action meant.
        means: a sentence: what it comes to.
    """

    role: str
    name: str
    jurisdiction: str = ""
    action: str
    means: str


Of = TypeVar("Of", bound=Row)
_SPLIT_AT = {"programmes": ";"}


@cache
def measures() -> Mapping[str, Measure]:
    """Every measure by its id.

    >>> measures()["us-block"].action
    'block'
    """
    return MappingProxyType({one.measure: one for one in rows(Measure, "measures.csv")})


@cache
def duties() -> Mapping[str, Duty]:
    """Every duty by its id."""
    return MappingProxyType({one.duty: one for one in rows(Duty, "duties.csv")})


@cache
def conflicts() -> Mapping[str, Conflict]:
    """Every conflicting law by its id."""
    return MappingProxyType({one.conflict: one for one in rows(Conflict, "conflicts.csv")})


@cache
def programmes(jurisdiction: str) -> tuple[tuple[re.Pattern[str], Programme], ...]:
    """The programmes of a jurisdiction with their compiled tags, in the order of the table."""
    return tuple(
        (re.compile(one.tag, re.IGNORECASE), one)
        for one in rows(Programme, "programmes.csv")
        if one.jurisdiction == jurisdiction
    )


@cache
def words(jurisdiction: str) -> tuple[tuple[re.Pattern[str], Words], ...]:
    """The patterns of a jurisdiction, compiled, in the order of the table: the first that fits the whole text decides."""
    return tuple(
        (re.compile(one.pattern, re.DOTALL), one)
        for one in rows(Words, "words.csv")
        if one.jurisdiction == jurisdiction
    )


@cache
def licences() -> tuple[Licence, ...]:
    """Every licence."""
    return tuple(rows(Licence, "licences.csv"))


@cache
def embargoes() -> tuple[Embargo, ...]:
    """Every embargo."""
    return tuple(rows(Embargo, "embargoes.csv"))


@cache
def listings() -> tuple[Listing, ...]:
    """Every way of telling whose law a listing belongs to; the first that fits decides."""
    return tuple(rows(Listing, "listings.csv"))


@cache
def holidays(jurisdiction: str) -> tuple[Holiday, ...]:
    """The public holidays of a jurisdiction."""
    return tuple(one for one in rows(Holiday, "holidays.csv") if one.jurisdiction == jurisdiction)


@cache
def bound() -> Mapping[str, Bound]:
    """Every nexus in words."""
    return MappingProxyType({one.nexus: one for one in rows(Bound, "nexus.csv")})


@cache
def roles() -> tuple[Role, ...]:
    """Every sentence on a role."""
    return tuple(rows(Role, "roles.csv"))


def rows(kind: type[Of], table: str) -> Iterator[Of]:
    """The rows of one table over all jurisdictions (and of the file beside them, where there is one).

    Raises:
        ValueError: a row is not what its kind says. The table is wrong then, not the caller.
    """
    root = files("debar.law").joinpath("data")
    for place, file in [("", root.joinpath(table)), *((one, root.joinpath(one, table)) for one in ROOT)]:
        if not file.is_file():
            continue
        with file.open(encoding="utf-8") as stream:
            for number, row in enumerate(csv.DictReader(stream), 2):
                given = {"jurisdiction": place, **row} if place else row
                yield _row(kind, given, f"{place}/{table} row {number}")


def _row(kind: type[Of], given: Mapping[str, Any], where: str) -> Of:
    split = {field.name for field in msgspec.structs.fields(kind) if "tuple" in str(field.type)}
    known = {field.name for field in msgspec.structs.fields(kind)}
    if None in given or None in given.values():
        raise ValueError(f"{where}: it must have as many cells as the header")
    cells = {
        name: tuple(part.strip() for part in text.split(_SPLIT_AT.get(name)) if part.strip()) if name in split else text
        for name, text in given.items()
        if text != "" and name in known
    }
    if unknown := [name for name in given if name not in known and name != "jurisdiction"]:
        raise ValueError(f"{where}: no such column (got {', '.join(unknown)})")
    try:
        return msgspec.convert(cells, kind, strict=False)
    except msgspec.ValidationError as error:
        raise ValueError(f"{where}: {error}") from error


def nexuses() -> tuple[str, ...]:
    """All nexuses."""
    return get_args(Nexus)


def dealing_kinds() -> tuple[str, ...]:
    """All kinds of dealing."""
    return get_args(Dealing)
