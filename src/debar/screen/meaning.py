"""What hits mean for those who asked: the effects of each listed party, for their nexuses, on the day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import msgspec

from debar.law.effects import Effects, effects_of
from debar.model import Entity

_REMEMBERED = 4_096


class Meaning:
    """Effects for a set of nexuses, a day and a trade; the parties met last are remembered.

    Args:
        nexuses: whose law reaches those who ask (see `debar.law.tables.Nexus`).
        on: the day.
        role: their trade, or None.
    """

    def __init__(self, nexuses: Sequence[str], on: date, role: str | None = None) -> None:
        self.nexuses, self.on, self.role = tuple(nexuses), on, role
        self._met: dict[tuple[str, str], tuple[Effects, ...]] = {}

    def of(self, entity: Entity) -> tuple[Effects, ...]:
        """One `Effects` per nexus, in their order."""
        key = (entity.source, entity.id)
        if key not in self._met:
            if len(self._met) >= _REMEMBERED:
                self._met.clear()
            self._met[key] = tuple(effects_of(entity, nexus, self.on, role=self.role) for nexus in self.nexuses)
        return self._met[key]

    def documents(self, entity: Entity) -> list[dict[str, Any]]:
        """The effects in force, as JSON."""
        return [msgspec.to_builtins(effect) for found in self.of(entity) for effect in found.in_force]
