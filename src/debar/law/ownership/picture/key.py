"""The key: which kinds of boxes and lines there are, and what each means."""

from __future__ import annotations

from debar.diagram.lettering import SMALL, width
from debar.diagram.marks import at, rect, tip, written
from debar.law.ownership.picture.graph import Edge
from debar.law.ownership.picture.marks import flag, glyph, rounding
from debar.law.ownership.picture.scope import Scope

KINDS = ("counted", "perhaps", "plain", "ended")
"""Of several holdings on one line, the first of these says how it is drawn."""

_KEY = {
    "blocked": "blocked",
    "possible": "possible: the shares known allow both",
    "not_blocked": "not blocked, by these holdings and this rule",
    "none": "no verdict asked for",
    "listed": "listed itself (double frame)",
    "flag": "there is a note on it: point at it",
    "counted": "holding that counts towards the share",
    "perhaps": "holding that may count",
    "plain": "other holding",
    "ended": "holding that has ended",
}


def kinds_of(scope: Scope) -> dict[Edge, str]:
    """How each holding is drawn: ``counted``, ``perhaps`` (it is doubtful, or its owner's verdict is), ``plain``, ``ended``."""
    unsure = {node.id for node in scope.drawn if node.verdict == "possible"}
    kinds = {}
    for edge in scope.held:
        counts = ("perhaps" if edge.doubtful or edge.owner in unsure else "counted") if edge.counted else "plain"
        kinds[edge] = "ended" if edge.ended else counts
    return kinds


def key_of(scope: Scope, room: float) -> tuple[list[str], float]:
    """The key to what is in this picture, and how high it is."""
    verdicts = {node.verdict or "none" for node in scope.drawn}
    kinds = set(kinds_of(scope).values())
    kinds |= verdicts | ({"listed"} if any(node.listed for node in scope.drawn) else set())
    if any(member.node.flags for ledger in scope.ledgers for member in ledger.members):
        kinds.add("flag")
    parts, x, y = [], 0.0, 0.0
    for kind, words in _KEY.items():
        if kind not in kinds:
            continue
        wide = 44 + width(words, SMALL) + 12
        if x and x + wide > room:
            x, y = 0.0, y + 26
        parts.append(_sample(kind, x, y) + written(words, x + 42, y + 14))
        x += wide
    return parts, y + 22


def _sample(kind: str, x: float, y: float) -> str:
    if kind in KINDS:
        ends = (x, y + 10), (x + 34, y + 10)
        return f'<g class="line {kind}"><path class="way" d="M{at(ends[0])}L{at(ends[1])}"/>{tip(*ends)}</g>'
    if kind == "flag":
        return flag(x + 24, y + 10)
    if kind == "listed":
        return f"<g>{rect('box', x, y, 34, 20, 1)}{rect('inner', x + 4, y + 4, 26, 12, 0)}</g>"
    return (
        f'<g class="v-{kind}">{rect("box", x + 1, y + 1, 32, 18, rounding(kind))}{glyph(kind, x + 17, y + 10, 6)}</g>'
    )
