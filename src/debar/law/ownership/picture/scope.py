"""Which parties and holdings of a graph are drawn, and which of them stand in a list instead of a box of their own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

import msgspec

from debar.errors import GraphTooLarge
from debar.law.ownership.picture.graph import Edge, Node, Picture

MOST_NODES = 2_000
"""More than these nobody can read, however well they are laid out; and the page would no longer zoom smoothly."""

MOST_EDGES = 6_000

LISTED_FROM, LISTED_FROM_IN_A_CROWD = 4, 2
"""From so many parties on that hang on one other party alone, they are written as a list."""

CROWD = 100
"""Parties; with more, place is dear."""

LISTED_PARTIES_FROM = 12
"""The same for listed parties, which a reader looks for first."""

_ORDER = {"blocked": 0, "possible": 1, "not_blocked": 2, None: 3}

Side = Literal["owners", "owned", "alone"]


class Member(msgspec.Struct, frozen=True):
    """A line of a ledger: a party, and what it holds of the one other party, or that party of it."""

    node: Node
    edges: tuple[Edge, ...]


class Ledger(msgspec.Struct, frozen=True):
    """Parties written as one list, since each has holdings with one and the same other party alone.

    Args:
        anchor: that other party; None for parties without any holding.
        side: whether they own it or are owned by it.
    """

    anchor: str | None
    side: Side
    members: tuple[Member, ...]


class Scope(msgspec.Struct, frozen=True):
    """What is drawn.

    Args:
        nodes: with a box of their own.
        edges: with a line of their own, ``owner`` and ``owned`` differing.
        loops: holdings of a party in itself, by party.
        ledgers: the lists.
        hidden_nodes, hidden_edges: not drawn, since they do not lead to the entity asked for.
    """

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    loops: dict[str, tuple[Edge, ...]]
    ledgers: tuple[Ledger, ...]
    hidden_nodes: tuple[Node, ...] = ()
    hidden_edges: tuple[Edge, ...] = ()

    @property
    def drawn(self) -> tuple[Node, ...]:
        """All parties that are in the picture, in a box of their own or in a list."""
        return (*self.nodes, *(member.node for ledger in self.ledgers for member in ledger.members))

    @property
    def held(self) -> tuple[Edge, ...]:
        """All holdings that are in the picture."""
        loops = (edge for edges in self.loops.values() for edge in edges)
        lines = (edge for ledger in self.ledgers for member in ledger.members for edge in member.edges)
        return (*self.edges, *loops, *lines)


def choose(picture: Picture) -> Scope:
    """What of the graph is drawn.

    Raises:
        GraphTooLarge: it is more than anybody could read.

    >>> nodes = tuple(Node(id) for id in "xab")
    >>> asked = Picture("", "", nodes, (Edge("x", "a", "50 %"), Edge("a", "b", "50 %")), focus="a")
    >>> scope = choose(asked)
    >>> [node.id for node in scope.nodes], [node.id for node in scope.hidden_nodes]
    (['x', 'a'], ['b'])
    """
    nodes = _all_nodes(picture)
    kept = set(nodes) if picture.focus is None else _bearing_on(picture.focus, nodes, picture.edges)
    shown = {id: node for id, node in nodes.items() if id in kept}
    edges = tuple(edge for edge in picture.edges if edge.owner in kept and edge.owned in kept)
    refuse_too_many(picture.title, len(shown), len(edges), asked=picture.focus is not None)
    ledgers = tuple(_ledgers(shown, edges, picture.focus))
    in_lists = {member.node.id for ledger in ledgers for member in ledger.members}
    loops: dict[str, tuple[Edge, ...]] = {}
    for edge in edges:
        if edge.owner == edge.owned:
            loops[edge.owner] = (*loops.get(edge.owner, ()), edge)
    return Scope(
        nodes=tuple(node for id, node in shown.items() if id not in in_lists),
        edges=tuple(edge for edge in edges if edge.owner != edge.owned and not {edge.owner, edge.owned} & in_lists),
        loops=loops,
        ledgers=ledgers,
        hidden_nodes=tuple(node for id, node in nodes.items() if id not in kept),
        hidden_edges=tuple(edge for edge in picture.edges if not (edge.owner in kept and edge.owned in kept)),
    )


def _all_nodes(picture: Picture) -> dict[str, Node]:
    """By id, the first of an id counting; and one for each id that an edge or the focus names without there being a node."""
    nodes: dict[str, Node] = {}
    for node in picture.nodes:
        nodes.setdefault(node.id, node)
    named = [id for edge in picture.edges for id in (edge.owner, edge.owned)]
    for id in named if picture.focus is None else [*named, picture.focus]:
        nodes.setdefault(id, Node(id))
    return nodes


def leading_to(id: str, pairs: Iterable[tuple[str, str]]) -> set[str]:
    """An entity and all its owners, owners of owners, and so on, from pairs of owner and owned.

    >>> sorted(leading_to("b", [("x", "a"), ("a", "b"), ("b", "c")]))
    ['a', 'b', 'x']
    """
    owners: dict[str, list[str]] = {}
    for owner, owned in pairs:
        owners.setdefault(owned, []).append(owner)
    return _reached((id,), owners)


def _bearing_on(focus: str, nodes: Mapping[str, Node], edges: Iterable[Edge]) -> set[str]:
    """What bears on the verdict on that entity: the ways from listed parties to it, and the other owners along them.

    Where no listed party is above it, all its owners are.
    """
    owners: dict[str, list[str]] = {}
    holdings: dict[str, list[str]] = {}
    for edge in edges:
        owners.setdefault(edge.owned, []).append(edge.owner)
        holdings.setdefault(edge.owner, []).append(edge.owned)
    above = _reached((focus,), owners)
    listed = [id for id in above if nodes[id].listed or nodes[id].verdict in ("blocked", "possible")]
    ways = above & _reached(listed, holdings)
    if not ways - {focus}:
        return above
    ways.add(focus)
    return ways.union(*(owners.get(id, ()) for id in ways))


def _reached(start: Iterable[str], steps: Mapping[str, list[str]]) -> set[str]:
    reached = set(start)
    ahead = list(reached)
    while ahead:
        for id in steps.get(ahead.pop(), ()):
            if id not in reached:
                reached.add(id)
                ahead.append(id)
    return reached


def refuse_too_many(title: str, nodes: int, edges: int, *, asked: bool = False) -> None:
    """Refuse what nobody could read.

    Raises:
        GraphTooLarge: there are too many parties or holdings.
    """
    if nodes > MOST_NODES or edges > MOST_EDGES:
        raise GraphTooLarge(
            title,
            got=f"{nodes:,} parties and {edges:,} holdings; at most {MOST_NODES:,} and {MOST_EDGES:,}",
            fix="choose an entity with fewer owners above it, or read the proof instead"
            if asked
            else "choose one entity, so that only what leads to it is drawn",
        )


def _ledgers(nodes: Mapping[str, Node], edges: Iterable[Edge], focus: str | None) -> Iterable[Ledger]:
    around: dict[str, list[Edge]] = {id: [] for id in nodes}
    for edge in edges:
        around[edge.owner].append(edge)
        if edge.owned != edge.owner:
            around[edge.owned].append(edge)
    groups: dict[tuple[str | None, Side, bool], list[Member]] = {}
    for id, node in nodes.items():
        hangs = _hangs_on(id, around[id]) if id != focus else None
        if hangs:
            groups.setdefault((*hangs, node.listed), []).append(Member(node, tuple(around[id])))
    few = LISTED_FROM_IN_A_CROWD if len(nodes) > CROWD else LISTED_FROM
    for (anchor, side, listed), members in groups.items():
        if len(members) >= (LISTED_PARTIES_FROM if listed else few):
            yield Ledger(anchor, side, tuple(sorted(members, key=lambda member: _ORDER[member.node.verdict])))


def _hangs_on(id: str, edges: list[Edge]) -> tuple[str | None, Side] | None:
    """The one party that it has holdings with, if there is no other and all go one way."""
    if not edges:
        return None, "alone"
    others = {(edge.owned, "owners") if edge.owner == id else (edge.owner, "owned") for edge in edges}
    if len(others) > 1 or any(edge.owner == edge.owned for edge in edges):
        return None
    ((anchor, side),) = others
    return anchor, "owners" if side == "owners" else "owned"
