"""Who decided that a party is, or is not, a listed entity: a small CSV file that is only ever added to.

``party,name,entity,decision,by,on,note``: the party's id and name as they stood, the listed entity, ``confirmed`` or
``rejected``, who decided, on which day, and why. The last decision on a party and an entity counts; those before it stay.
"""

from __future__ import annotations

import csv
import io
import os
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Literal, cast

import msgspec

from debar.errors import BadFile, BadRow

if sys.platform != "win32":
    import fcntl

HEADER = ("party", "name", "entity", "decision", "by", "on", "note")
_DECISIONS = ("confirmed", "rejected")


class Decision(msgspec.Struct, frozen=True):
    """A person's decision on one party and one listed entity.

    Args:
        party: the party's id in the ownership data.
        name: its name as the one who decided saw it: an id alone may mean another party in another file.
        entity: the listed entity's debar id.
        decision: ``confirmed`` or ``rejected``.
        by: who decided.
        on: the day.
        note: why.
        origin: file and line that it was read from.
    """

    party: str
    name: str
    entity: str
    decision: Literal["confirmed", "rejected"]
    by: str
    on: date
    note: str = ""
    origin: str = ""

    @property
    def text(self) -> str:
        """The decision as a sentence.

        >>> Decision("a", "Ada", "us-ofac-1", "rejected", "J. Doe", date(2026, 11, 26), "another birth date").text
        'rejected by J. Doe on 2026-11-26: another birth date'
        """
        return f"{self.decision} by {self.by} on {self.on}" + (f": {self.note}" if self.note else "")


def read_decisions(path: Path) -> tuple[Decision, ...]:
    """All decisions of a file, in its order; none where there is no such file.

    Raises:
        BadFile: it cannot be read, has another header, or was cut.
        BadRow: a row is no decision; the line and the field are named.
    """
    if not path.exists():
        return ()
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadFile(path.name, got=str(error), fix="give a file of decisions, CSV in UTF-8") from error
    if text and not text.endswith("\n"):
        raise BadFile(
            path.name, rule="the file ends before its end", got=repr(text[-40:]), fix="end or remove its last line"
        )
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(rows, None)
        if header is not None and tuple(header) != HEADER:
            raise BadFile(path.name, rule=f"its header must be {','.join(HEADER)}", got=",".join(header))
        return tuple(_decision(row, f"{path.name}, line {rows.line_num}") for row in rows if row)
    except csv.Error as error:
        raise BadFile(
            f"{path.name}, line {rows.line_num}", rule="the row is not well-formed", got=str(error)
        ) from error


def record_decision(path: Path, decision: Decision) -> None:
    """Add a decision to a file, which is made where there is none; what stands in it is never touched.

    Raises:
        BadRow: a field that must be given is empty.
        BadFile: the file cannot be written, or is no file of decisions.
    """
    row = _row(decision)
    _decision(row, path.name)
    try:
        with path.open("a+", encoding="utf-8", newline="") as stream:
            _lock(stream.fileno())
            read_decisions(path)
            writer = csv.writer(stream, lineterminator="\n")
            if path.stat().st_size == 0:
                writer.writerow(HEADER)
            writer.writerow(row)
            stream.flush()
            os.fsync(stream.fileno())
    except OSError as error:
        raise BadFile(path.name, rule="the decision cannot be written", got=error.strerror or str(error)) from error


def newest(decisions: Iterable[Decision]) -> dict[tuple[str, str], Decision]:
    """The decision that counts on each party and entity."""
    return {(one.party, one.entity): one for one in decisions}


def _row(decision: Decision) -> list[str]:
    given = (getattr(decision, field) for field in HEADER)
    return [" ".join(str(value).split()) for value in given]


def _decision(row: list[str], where: str) -> Decision:
    if len(row) != len(HEADER):
        raise BadRow(where, rule=f"a decision has {len(HEADER)} fields", got=str(len(row)))
    cells = dict(zip(HEADER, (cell.strip() for cell in row), strict=True))
    for field in ("party", "entity", "by"):
        if not cells[field]:
            raise BadRow(where, rule=f"{field} must be given")
    if cells["decision"] not in _DECISIONS:
        raise BadRow(where, rule="decision must be confirmed or rejected", got=repr(cells["decision"]))
    try:
        on = date.fromisoformat(cells["on"])
    except ValueError as error:
        raise BadRow(where, rule="on must be a day, YYYY-MM-DD", got=repr(cells["on"])) from error
    decision = cast("Literal['confirmed', 'rejected']", cells["decision"])
    return Decision(cells["party"], cells["name"], cells["entity"], decision, cells["by"], on, cells["note"], where)


def _lock(descriptor: int) -> None:
    if sys.platform != "win32":
        fcntl.flock(descriptor, fcntl.LOCK_EX)
