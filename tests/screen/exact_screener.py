"""A small honest engine for the tests of the batch job: a name is found when it is written exactly so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from debar.errors import NotScreened
from debar.model import (
    Country,
    Dated,
    Designation,
    Entity,
    Evidence,
    Hit,
    Identifier,
    ListState,
    Name,
    PartialDate,
    Query,
    Result,
)

STATE = ListState("us-ofac-sdn", "2023-12-28", "2026-11-22T17:00:00Z", "2026-11-22T17:00:00Z", "a3" * 32, 4, 7, 0, True)

PUTIN = Entity(
    "us-ofac-35096",
    "us-ofac-sdn",
    "Person",
    (Name("PUTIN, Vladimir Vladimirovich"), Name("Vladimir Putin", "alias"), Name("فلاديمير بوتين", "alias")),
    dates=(Dated("birthDate", PartialDate("1952-10-07")),),
    countries=(Country("nationality", "ru", "Russia"),),
    designations=(Designation("Office of Foreign Assets Control", ("RUSSIA-EO14024",), listed_on="2022-02-25"),),
)
ARARAT = Entity("us-ofac-15008", "us-ofac-sdn", "Vessel", (Name("ARARAT"),), (Identifier("imoNumber", "9187631"),))
HOSTILE = Entity("us-ofac-1", "us-ofac-sdn", "Company", (Name("<script>alert(1)</script>"),))
FORMULA = Entity("us-ofac-2", "us-ofac-sdn", "Company", (Name("=cmd|' /C calc'!A0"),))


class Exact:
    """Names as written score 0.9; with another birth date than the listed one, 0.6."""

    def __init__(self, *, unfit: str | None = None) -> None:
        self.calls: list[int] = []
        self._unfit = unfit
        self._known = {name.value: entity for entity in (PUTIN, ARARAT, HOSTILE, FORMULA) for name in entity.names}

    def lists(self) -> tuple[ListState, ...]:
        return (replace(STATE, fit=False, reasons=(self._unfit,)) if self._unfit else STATE,)

    def screen_many(
        self,
        queries: Sequence[Query],
        *,
        limit: int,
        cutoff: float,
        threshold: float,
        exhaustive: bool = False,
        algorithm: str = "debar",
    ) -> list[Result]:
        self.calls.append(len(queries))
        if self._unfit:
            raise NotScreened("home", reasons=(self._unfit,))
        return [
            Result(
                query, "screened", self._hits(query, cutoff, threshold)[:limit], self.lists(), "default/1", "exact/1"
            )
            for query in queries
        ]

    def _hits(self, query: Query, cutoff: float, threshold: float) -> tuple[Hit, ...]:
        hits = []
        for name in query.names:
            if name in self._known:
                hit = _hit(query, name, self._known[name], threshold)
                hits += [hit] if hit.score >= cutoff else []
        return tuple(hits)


def _hit(query: Query, name: str, entity: Entity, threshold: float) -> Hit:
    evidence = [Evidence("name", "same", name, name, 6.0, f"the name {name} is listed word for word")]
    asked, listed = query.properties.get("birthDate"), entity.values("birthDate")
    score = 0.9
    if asked and listed and asked != listed:
        score = 0.6
        text = f"the birth date {asked[0]} contradicts {listed[0]}"
        evidence.append(Evidence("birthDate", "contradicts", asked[0], listed[0], -3.0, text))
    return Hit(entity, score, score >= threshold, tuple(evidence))
