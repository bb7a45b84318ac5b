"""Stakes from a CSV file: ``owner,owned,percent[,percent_high,from,until,document,interest,joint]``.

Every row is a stake, is set aside, or is rejected with a notice that names file, line and column; the three add up to the
rows of the file. A rejected row is not forgotten: as far as it can be read, it counts in the upper bound of its company.

========================  ============================================================================================
``owner``, ``owned``      ids, as the list of the listed and the file of parties have them
``percent``               the share in per cent, exactly: ``50``, ``24.99``, ``33.3%``, ``100/3``, or a band ``25-50``; empty
                          for ``appoint_board`` and ``control``
``percent_high``          where the share is known to lie in a band, the other end of it
``from``, ``until``       the first day on which it is held, the first day on which it is held no more (``YYYY-MM-DD``)
``document``              what says so
``interest``              ``shares`` (if empty), ``votes``, ``appoint_board`` or ``control``
``joint``                 one mark for all stakes in a company that are held jointly or under a joint arrangement. Each row
                          has its holder's own part, so that a company's shares still add up to 100.
========================  ============================================================================================
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import get_args

from debar.errors import BadRow
from debar.law.ownership import percent
from debar.law.ownership.delimited import Record, Table
from debar.law.ownership.stakes import Holdings, Interest, Notice, Stake

REQUIRED = ("owner", "owned", "percent")
OPTIONAL = ("percent_high", "from", "until", "document", "interest", "joint")

_NONE = Fraction(0)
_ALL = Fraction(1)
_INTERESTS = frozenset(get_args(Interest))
_AROUND = ' \t"'  # a row of broken quotes is split as it stands
_HAD_OR_NOT = frozenset(("appoint_board", "control"))


def read(path: Path) -> Holdings:
    """The stakes of a file.

    Raises:
        BadFile: the file cannot be read or its header lacks a required column.
    """
    reading = _Reading(path)
    return reading.holdings()


class _Reading:
    """One pass over one file."""

    def __init__(self, path: Path) -> None:
        self._name = path.name
        self._table = Table(path, REQUIRED, OPTIONAL)
        self._stakes: list[Stake] = []
        self._unread: list[Stake] = []
        self._notices: list[Notice] = []
        # Equal texts become one object: ids, shares and days repeat in millions of rows.
        self._ids: dict[str, str] = {}
        self._bands: dict[str, tuple[Fraction, Fraction]] = {}
        self._shares: dict[Fraction, Fraction] = {}
        self._days: dict[str, date] = {}

    def holdings(self) -> Holdings:
        rows = 0
        if self._table.ignored:
            text = f"columns that are not known are ignored: {', '.join(self._table.ignored)}"
            self._notices.append(Notice("stake.column", f"{self._name} line 1", text))
        seen: set[tuple[object, ...]] = set()
        for record in self._table.records():
            rows += 1
            stake = self._stake(record)
            if stake is None:
                continue
            key = (
                stake.owner,
                stake.owned,
                # Equal shares are one object here, and hashing a fraction is dear.
                id(stake.low),
                id(stake.high),
                stake.interest,
                stake.start,
                stake.end,
                stake.joint,
                stake.document,
            )
            count = len(seen)
            seen.add(key)
            if len(seen) == count:
                self._set_aside(stake)
                continue
            if stake.owner == stake.owned:
                text = f"{stake.owner} holds itself: such shares never count as an owner's"
                self._notices.append(Notice("stake.self", stake.origin, text, stake.owned, "set aside", "owner"))
            self._stakes.append(stake)
        return Holdings(tuple(self._stakes), {}, tuple(self._notices), tuple(self._unread), rows)

    def _set_aside(self, stake: Stake) -> None:
        text = (
            f"the same stake of {stake.owner} in {stake.owned} stands in an earlier row; it counts as possible only. "
            "If it is another one, give each its document"
        )
        self._notices.append(Notice("stake.duplicate", stake.origin, text, stake.owned, "set aside"))
        self._unread.append(_at_most(stake, stake.high))

    def _stake(self, record: Record) -> Stake | None:
        """The stake of a row; None where it is rejected."""
        cells, at = record.cells, self._table.at
        origin = f"{self._name} line {record.line}"
        if record.error is not None:
            self._reject(record, origin, BadRow("row", rule=record.error), "stake.row", _ALL)
            return None
        owner, owned = cells[at["owner"]].strip(), cells[at["owned"]].strip()
        interest: Interest = "shares"
        high = _ALL
        try:
            interest = self._interest(cells)
            low, high = self._band(cells, interest)
            if not owner or not owned:
                missing = "owned" if owner else "owner"
                raise BadRow(missing, rule=f"{missing} must not be empty")
            start, end = self._period(cells) if "from" in at or "until" in at else (None, None)
        except BadRow as error:
            self._reject(record, origin, error, f"stake.{error.about}", high, interest)
            return None
        joint = (cells[at["joint"]].strip() or None) if "joint" in at else None
        document = cells[at["document"]].strip() if "document" in at else ""
        ids = self._ids
        return Stake(
            ids.setdefault(owner, owner),
            ids.setdefault(owned, owned),
            low,
            high,
            interest,
            start,
            end,
            joint,
            ids.setdefault(document, document),
            origin,
        )

    def _interest(self, cells: Sequence[str]) -> Interest:
        word = cells[self._table.at["interest"]].strip().casefold() if "interest" in self._table.at else ""
        if word and word not in _INTERESTS:
            raise BadRow("interest", rule=f"interest must be one of {', '.join(get_args(Interest))}", got=repr(word))
        return word or "shares"  # type: ignore[return-value]

    def _band(self, cells: Sequence[str], interest: Interest) -> tuple[Fraction, Fraction]:
        at = self._table.at
        text = cells[at["percent"]]
        other = cells[at["percent_high"]].strip() if "percent_high" in at else ""
        if interest in _HAD_OR_NOT:
            given = f"{text.strip()}{other}"
            if given not in ("", "100", "100%"):
                rule = f"{interest} is had or not had: percent must be empty"
                raise BadRow("percent", rule=rule, got=repr(given[:60]))
            return _ALL, _ALL
        low, high = self._share(text, "percent")
        if other:
            high = self._share(other, "percent_high")[1]
        if high < low:
            got = f"{text.strip()} to {other or text.strip()}"
            raise BadRow("percent_high", rule="percent_high must not be below percent", got=got)
        return low, high

    def _share(self, text: str, field: str) -> tuple[Fraction, Fraction]:
        band = self._bands.get(text)
        if band is None:
            if not text.strip():
                raise BadRow(field, rule=f"{field} must not be empty", fix="write the share in per cent")
            low, high = percent.band_of(text, field)
            band = self._shares.setdefault(low, low), self._shares.setdefault(high, high)
            self._bands[text] = band
        return band

    def _period(self, cells: Sequence[str]) -> tuple[date | None, date | None]:
        at = self._table.at
        start, end = (
            self._day(cells[at[column]].strip(), column) if column in at else None for column in ("from", "until")
        )
        if start is not None and end is not None and end <= start:
            raise BadRow(
                "until", rule="until, the first day it is held no more, must be after from", got=f"{start} to {end}"
            )
        return start, end

    def _day(self, text: str, field: str) -> date | None:
        if not text:
            return None
        day = self._days.get(text)
        if day is None:
            try:
                day = self._days[text] = date.fromisoformat(text) if len(text) == 10 else _no_day(text)
            except ValueError as error:
                raise BadRow(field, rule=f"{field} must be a day, YYYY-MM-DD", got=repr(text[:40])) from error
        return day

    def _reject(
        self,
        record: Record,
        origin: str,
        error: BadRow,
        code: str,
        high: Fraction,
        interest: Interest = "shares",
    ) -> None:
        """Note a row; what it may say of its company is kept as an upper bound."""
        at, cells = self._table.at, record.cells
        owner, owned = (
            cells[at[column]].strip(_AROUND) if at[column] < len(cells) else "" for column in ("owner", "owned")
        )
        text = error.broken_rule if error.got is None else f"{error.broken_rule} (got {error.got})"
        if error.fix is not None:
            text += f"; {error.fix}"
        if not owned:
            text += "; which company it is about cannot be told"
        field = "" if error.about == "row" else error.about
        self._notices.append(Notice(code, origin, text, owned, "rejected", field))
        if owned:
            self._unread.append(Stake(owner, owned, _NONE, high, interest, origin=origin))


def _at_most(stake: Stake, high: Fraction) -> Stake:
    return Stake(
        stake.owner,
        stake.owned,
        _NONE,
        high,
        stake.interest,
        stake.start,
        stake.end,
        stake.joint,
        stake.document,
        stake.origin,
    )


def _no_day(text: str) -> date:
    raise ValueError(text)
