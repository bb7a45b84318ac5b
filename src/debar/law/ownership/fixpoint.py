"""Who is reached: the least set that contains the listed and every company of which it holds enough.

Whole numbers only, no recursion, every stake of a reached owner looked at once. The slow twin that the suite holds this
against is ``tests/law/plain_ownership.py``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

import msgspec

from debar.law.ownership.graph import Graph


class Reach(msgspec.Struct, frozen=True):
    """A least fixpoint.

    Args:
        rank: the parties reached, seeds first, in the order in which they were.
        sums: by slot, the parts that the reached hold, of reached companies and of all others.
        blocks: the joint units that are counted.
    """

    rank: Mapping[int, int]
    sums: Mapping[int, int]
    blocks: Collection[int]


NOBODY = Reach({}, {}, frozenset())
"""Of whom nothing is reached."""


def least(
    graph: Graph, seeds: Iterable[int], weights: Sequence[int], needs: Sequence[int], beyond: Reach = NOBODY
) -> Reach:
    """The least fixpoint from ``seeds``, with the stakes' lower or upper bounds as ``weights``.

    With ``beyond`` it is the fixpoint from the seeds of that one and these together, of which only what is new is walked and
    given: the parties that are new, and the whole sums of slots that grow.
    """
    rank = {
        seed: number for number, seed in enumerate(seed for seed in dict.fromkeys(seeds) if seed not in beyond.rank)
    }
    sums: dict[int, int] = {}
    blocks: set[int] = set()
    queue = list(rank)
    for owner in queue:  # grows while it is walked
        for unit in graph.holds(owner):
            weight = weights[unit]
            if not weight or unit in blocks or unit in beyond.blocks:
                continue
            if unit in graph.joint:
                blocks.add(unit)
            slot = graph.unit_slot[unit]
            total = sums.get(slot)
            if total is None:
                total = beyond.sums.get(slot, 0)
            total = sums[slot] = total + weight
            company = graph.slot_company[slot]
            if total >= needs[slot] and company not in rank and company not in beyond.rank:
                rank[company] = len(rank)
                queue.append(company)
    return Reach(rank, sums, blocks)


def circular(graph: Graph, reach: Reach) -> set[int]:
    """What the greatest fixpoint has beyond the least: companies that would be reached if they already were.

    A circle of companies that hold each other, of which the reached hold too little from outside, bears itself. Circles in
    which the reached hold nothing, directly or through others in the set, are nobody's and left out.
    """
    members: Collection[int] | None = None
    while True:
        found = _touched(graph, reach, members)
        kept = _borne(graph, reach, found)
        if len(kept) == len(found):
            return kept
        members = kept


def _touched(graph: Graph, reach: Reach, inside: Collection[int] | None) -> set[int]:
    """Companies beyond the reached that a chain of stakes leads to from them, through ``inside`` alone."""
    found: set[int] = set()
    queue: list[int] = []

    def take(company: int) -> None:
        if company not in found and company not in reach.rank and (inside is None or company in inside):
            found.add(company)
            queue.append(company)

    for slot in reach.sums:
        take(graph.slot_company[slot])
    for owner in queue:
        for unit in graph.holds(owner):
            if graph.unit_high[unit]:
                take(graph.slot_company[graph.unit_slot[unit]])
    return found


def _borne(graph: Graph, reach: Reach, members: set[int]) -> set[int]:
    """The largest part of ``members`` of which each is held enough by the reached and the others of the part."""
    sums: dict[int, int] = {}
    holders: dict[int, int] = {}
    for owner in members:
        for unit in graph.holds(owner):
            if unit in reach.blocks:
                continue
            if unit in graph.joint:
                holders[unit] = holders.get(unit, 0) + 1
                if holders[unit] > 1:
                    continue
            slot = graph.unit_slot[unit]
            sums[slot] = sums.get(slot, 0) + graph.unit_high[unit]
    kept = set(members)
    met = {company: _met(graph, reach, sums, company) for company in members}
    queue = [company for company, number in met.items() if not number]
    for company in queue:
        kept.discard(company)
        for unit in graph.holds(company):
            if unit in reach.blocks:
                continue
            if unit in graph.joint:
                holders[unit] -= 1
                if holders[unit]:
                    continue
            slot = graph.unit_slot[unit]
            before = sums[slot] + reach.sums.get(slot, 0)
            sums[slot] -= graph.unit_high[unit]
            owned = graph.slot_company[slot]
            if owned in met and before >= graph.slot_need[slot] > before - graph.unit_high[unit]:
                met[owned] -= 1
                if not met[owned]:
                    queue.append(owned)
    return kept


def _met(graph: Graph, reach: Reach, sums: Mapping[int, int], company: int) -> int:
    """How many of a company's slots suffice."""
    return sum(
        sums.get(slot, 0) + reach.sums.get(slot, 0) >= graph.slot_need[slot] for slot in graph.slots_of.get(company, ())
    )
