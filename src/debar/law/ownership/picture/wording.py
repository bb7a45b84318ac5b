"""What a picture says in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from debar.diagram.lettering import clean
from debar.law.ownership.picture.graph import Edge, Node
from debar.law.ownership.picture.scope import Ledger, Member, Scope


def verdict_in_words(node: Node) -> str:
    """What the rule says of a party, in words.

    >>> verdict_in_words(Node("x", verdict="not_blocked", share="25 %"))
    'not blocked · 25 %'
    """
    verdict = node.verdict.replace("_", " ") if node.verdict else ""
    return " · ".join(word for word in ("listed" if node.listed else "", verdict, clean(node.share)) if word)


def percents(edges: Sequence[Edge]) -> str:
    """The percentages of several holdings between the same two, in one line."""
    return " + ".join(f"{clean(edge.percent)}{' ended' if edge.ended else ''}" for edge in edges)


def name_of(node: Node) -> str:
    """What is written for a party.

    >>> name_of(Node("x")), name_of(Node(""))
    ('x', 'no name')
    """
    return clean(node.name or node.id).strip() or "no name"


def names_of(scope: Scope) -> dict[str, str]:
    """The same for each party."""
    return {node.id: name_of(node) for node in scope.drawn}


def counted(scope: Scope) -> str:
    """How much is drawn, and how much is not, in a sentence."""
    text = f"{_many(len(scope.drawn), 'party', 'parties')}, {_many(len(scope.held), 'holding', 'holdings')}."
    if scope.hidden_nodes or scope.hidden_edges:
        nodes, edges = len(scope.hidden_nodes), len(scope.hidden_edges)
        text += (
            f" Not drawn, as they do not lead to the entity asked for: {_many(nodes, 'party', 'parties')} "
            f"and {_many(edges, 'holding', 'holdings')}."
        )
    return text


def _many(count: int, one: str, more: str) -> str:
    return f"{count:,} {one if count == 1 else more}"


def holding_in_words(edge: Edge, names: dict[str, str]) -> str:
    """A holding in a sentence: who holds how much of whom, and which document says so."""
    text = f"{names[edge.owner]} → {names[edge.owned]}: {clean(edge.percent)}"
    text += (
        " (ended)"
        if edge.ended
        else ", may count"
        if edge.counted and edge.doubtful
        else ", counts"
        if edge.counted
        else ", does not count"
    )
    return f"{text}\n{clean(edge.document)}" if edge.document else text


def party_in_words(node: Node, loops: Iterable[Edge], names: dict[str, str]) -> str:
    """A party in lines: its name and id, what the rule says of it, its flags, what it holds of itself."""
    name = names[node.id]
    lines = [name if node.name in ("", node.id) else f"{name} ({clean(node.id)})", verdict_in_words(node)]
    lines += [clean(flag) for flag in node.flags]
    lines += [holding_in_words(edge, names) for edge in loops]
    return "\n".join(line for line in lines if line)


def heading(ledger: Ledger, names: dict[str, str]) -> str:
    """What a list is of.

    >>> heading(Ledger("a", "owners", (Member(Node("x"), ()),) * 4), {"a": "Alpha"})
    '4 owners of Alpha'
    """
    many = f"{len(ledger.members):,}"
    if ledger.anchor is None:
        return f"{many} without a holding that is known"
    listed = "listed " if all(member.node.listed for member in ledger.members) else ""
    if ledger.side == "owners":
        return f"{many} {listed}owners of {names[ledger.anchor]}"
    return f"{many} {listed}companies of {names[ledger.anchor]}"


def left_out(members: Sequence[Member]) -> str:
    """Of a list, the lines that are not written.

    >>> left_out([Member(Node("x", verdict="blocked"), ())])
    '+ 1 others: 1 blocked'
    """
    verdicts = Counter((member.node.verdict or "no verdict").replace("_", " ") for member in members)
    told = ", ".join(f"{count:,} {verdict}" for verdict, count in verdicts.items())
    return f"+ {len(members):,} others: {told}"
