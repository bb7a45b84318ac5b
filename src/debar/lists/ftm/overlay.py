"""An export with its deltas laid over it, as one stream of objects."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping

from debar.lists.files import ListFile
from debar.lists.ftm.delta import amiss, read_delta
from debar.lists.ftm.objects import decode_line, read_lines
from debar.lists.ftm.resolve import Placed
from debar.lists.reading import Event


class Overlay:
    """The state of every changed object after all deltas, in a private database that spills to a temporary file.

    Args:
        base: role and file of the export.
        deltas: role → file, in the order in which they apply.

    Call `lay` first; then `stream` gives the objects as they are after the last delta, as often as it is asked.
    """

    def __init__(self, base: tuple[str, ListFile], deltas: Mapping[str, ListFile]) -> None:
        self._role, self._file = base
        self._deltas = deltas
        self.records: Counter[str] = Counter(dict.fromkeys((self._role, *deltas), 0))
        self._base = sqlite3.connect("", isolation_level=None)
        self._base.execute("PRAGMA journal_mode = OFF")
        self._base.execute(
            "CREATE TABLE change (id TEXT PRIMARY KEY, first TEXT, op TEXT, body BLOB, file TEXT, row INTEGER, "
            "first_file TEXT, met INTEGER DEFAULT 0)"
        )

    def close(self) -> None:
        """Drop the database."""
        self._base.close()

    def lay(self) -> Iterator[Event]:
        """Read the deltas, and which of their ids the export has."""
        for role, file in self._deltas.items():
            for change in read_delta(file):
                self.records[role] += 1
                yield from self._keep(role, change.op, change.id, change.body, change.row)
        if self._deltas:
            for line in read_lines(self._file):
                if line.object is not None:
                    self._base.execute("UPDATE change SET met = 1 WHERE id = ?", (line.object.id,))
            yield from self._amiss()

    def stream(self) -> Iterator[Placed]:
        """Every object of the export that no delta touched, then those that deltas brought."""
        count = 0
        for line in read_lines(self._file):
            count += 1
            if line.object is None or not self._touched(line.object.id):
                yield Placed(self._role, line.number, line.body, line.object, line.fault, mended=line.mended)
        self.records[self._role] = count
        rows = self._base.execute("SELECT body, file, row FROM change WHERE op != 'DEL' ORDER BY file, row")
        for body, role, row in rows.fetchall() if self._deltas else ():
            line = decode_line(self._deltas[role], row, body)
            yield Placed(role, row, body, line.object, line.fault, mended=line.mended)

    def _keep(self, role: str, op: str, id: str, body: bytes, row: int) -> Iterator[Event]:
        before = self._base.execute("SELECT op FROM change WHERE id = ?", (id,)).fetchone()
        if before is None:
            first = (id, op, op, body, role, row, role)
            self._base.execute("INSERT INTO change VALUES (?, ?, ?, ?, ?, ?, ?, 0)", first)
            return
        wrong = amiss(op, before[0] != "DEL")
        if wrong:
            yield Event("repaired", role, id, "op", wrong)
        values = (op, body, role, row, id)
        self._base.execute("UPDATE change SET op = ?, body = ?, file = ?, row = ? WHERE id = ?", values)

    def _amiss(self) -> Iterator[Event]:
        for id, op, role, met in self._base.execute("SELECT id, first, first_file, met FROM change"):
            wrong = amiss(op, bool(met))
            if wrong:
                yield Event("repaired", role, id, "op", wrong)

    def _touched(self, id: str) -> bool:
        if not self._deltas:
            return False
        return self._base.execute("SELECT 1 FROM change WHERE id = ?", (id,)).fetchone() is not None
