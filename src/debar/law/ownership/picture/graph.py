"""What a picture shows, as values."""

from __future__ import annotations

from typing import Literal

import msgspec

Verdict = Literal["blocked", "possible", "not_blocked"]


class Node(msgspec.Struct, frozen=True, gc=False):
    """A party to draw.

    Args:
        id: what edges name it by.
        name: what to write; the id where no name is known.
        verdict: what the rule says of it; None: nothing was asked or said.
        listed: it is listed itself.
        share: the share that blocked parties hold, in words: ``62.5 %``, ``25–50 %``.
        flags: what a reader must know beside: ``near miss``, ``circular``.
    """

    id: str
    name: str = ""
    verdict: Verdict | None = None
    listed: bool = False
    share: str = ""
    flags: tuple[str, ...] = ()


class Edge(msgspec.Struct, frozen=True, gc=False):
    """A holding to draw.

    Args:
        owner, owned: ids of nodes. An id without a node is drawn as a party of which nothing is known.
        percent: what stands on the line: ``50 %``, ``25–50 %``, ``control``.
        document: the document that says so.
        counted: it counts towards the share that the verdict rests on.
        doubtful: it counts at most: nobody knows whether its owner is blocked, or its row was set aside.
        ended: it is held no more on the day asked for.
    """

    owner: str
    owned: str
    percent: str
    document: str = ""
    counted: bool = False
    doubtful: bool = False
    ended: bool = False


class Picture(msgspec.Struct, frozen=True):
    """Everything that one picture says.

    Args:
        title: what it shows.
        foot: the rule, the day, the sources, and that it is no legal advice.
        nodes, edges: the graph.
        focus: the entity asked for: only what leads to it is drawn. None: everything is.
    """

    title: str
    foot: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...] = ()
    focus: str | None = None
