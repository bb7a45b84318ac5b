"""Answers to record."""

from __future__ import annotations

from debar.audit import Entry, Who, screening
from debar.model import Designation, Entity, Evidence, Hit, ListState, Name, Query, Result

ALICE = Who("alice", "os-user", host="desk-7")
LISTS = (
    ListState("us-ofac-sdn", "2024-09-10", "2024-09-10T14:00:00Z", "2024-09-10T15:00:00Z", "ab" * 32, 39, 120, 0, True),
    ListState("un-sc", "2024-09-01", "2024-09-02T14:00:00Z", "2024-09-10T15:00:00Z", "cd" * 32, 12, 40, 0, True),
)
IRAN_AIR = Entity(
    "us-ofac-25237",
    "us-ofac-sdn",
    "Company",
    (Name("IRAN AIR"),),
    designations=(Designation("Office of Foreign Assets Control", ("IFSR", "IRAN")),),
)
REASON = Evidence("name", "same", "Iran Air", "IRAN AIR", 0.83, '"Iran Air" is the primary name "IRAN AIR".')


def hit(*, entity: Entity = IRAN_AIR, score: float = 0.834) -> Hit:
    return Hit(entity, score, score >= 0.7, (REASON,))


def result(name: str = "Iran Air", *hits: Hit, lists: tuple[ListState, ...] = LISTS) -> Result:
    return Result(Query(name=name, id="q1"), "screened", hits, lists, "default@c7c88793", "debar/0.1.0")


def unfit(name: str = "Iran Air") -> Result:
    return Result(
        Query(name=name), "not_screened", (), (), "default@c7c88793", "debar/0.1.0", reasons=("un-sc: too old",)
    )


def entry(name: str = "Iran Air", *hits: Hit) -> Entry:
    return screening(result(name, *hits), ALICE)
