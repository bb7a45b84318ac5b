"""The boxes and lines of a drawing, as SVG."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from debar.diagram.lettering import BOLD, SMALL, cut, width
from debar.diagram.marks import number, path_of, rect, text_of, tip, written
from debar.law.ownership.picture.drawing import (
    COLUMN,
    GLYPH,
    HEAD,
    NAME_LINE,
    PAD,
    ROW,
    SMALL_LINE,
    Drawing,
    Drawn,
    Listing,
    Placed,
    Words,
)
from debar.law.ownership.picture.graph import Edge
from debar.law.ownership.picture.key import KINDS, kinds_of
from debar.law.ownership.picture.marks import flag, glyph, rounding
from debar.law.ownership.picture.scope import Member, Scope
from debar.law.ownership.picture.wording import (
    heading,
    holding_in_words,
    left_out,
    names_of,
    party_in_words,
    percents,
    verdict_in_words,
)

_SHARE_OF_ROW = 0.45
_ASKED = "asked for"


def body(drawing: Drawing, scope: Scope, focus: str | None) -> list[str]:
    """Lines, then boxes.

    Parties are numbered in the order of ``scope.drawn`` and holdings in that of ``scope.held``; ``data-n`` and ``data-e``
    say which a thing is about.
    """
    sheet = _Sheet(
        names=names_of(scope),
        kinds=kinds_of(scope),
        parties={node.id: place for place, node in enumerate(scope.drawn)},
        holdings={edge: place for place, edge in enumerate(scope.held)},
        focus=focus,
        first=focus or next((node.id for node in scope.nodes if node.listed), None),
    )
    # Lines that count are drawn last and so lie on top where they cross others.
    lines = sorted(drawing.lines, key=lambda line: -KINDS.index(sheet.kind(line.edges)))
    return [*map(sheet.line, lines), *map(sheet.box, drawing.boxes)]


class _Sheet(msgspec.Struct, frozen=True):
    """What the boxes and lines of one drawing have to know of the graph."""

    names: dict[str, str]
    kinds: dict[Edge, str]
    parties: dict[str, int]
    holdings: dict[Edge, int]
    focus: str | None
    first: str | None

    def kind(self, edges: Iterable[Edge]) -> str:
        return min((self.kinds[edge] for edge in edges), key=KINDS.index)

    def line(self, line: Drawn) -> str:
        path = path_of(line.points, down=line.down)
        of = " ".join(dict.fromkeys(str(self.holdings[edge]) for edge in line.edges))
        told = f"{len(line.edges):,} holdings"
        if len(line.edges) == 1:
            told = holding_in_words(line.edges[0], self.names)
        return (
            f'<g class="line {self.kind(line.edges)}" data-e="{of}"><title>{text_of(told)}</title>'
            f'<path class="way" d="{path}"/>{tip(line.points[-2], line.points[-1])}{_label(line)}</g>'
        )

    def box(self, box: Placed) -> str:
        return self._list(box, box.what) if isinstance(box.what, Listing) else self._party(box, box.what)

    def _party(self, box: Placed, words: Words) -> str:
        node = words.node
        verdict = node.verdict or "none"
        corner = rounding(verdict)
        kind = f"party v-{verdict}{' first' if node.id == self.first else ''}"
        parts = [self._opening(kind, node.id, party_in_words(node, words.loops, self.names))]
        parts.append(rect("box", box.x, box.y, box.width, box.height, corner))
        if node.listed:
            parts.append(rect("inner", box.x + 4, box.y + 4, box.width - 8, box.height - 8, max(corner - 3, 0)))
        parts.append(glyph(verdict, box.x + PAD + 8, box.y + box.height / 2, 7.5))
        x = box.x + PAD + GLYPH
        y = box.y + (box.height - NAME_LINE * len(words.name) - SMALL_LINE * len(words.facts)) / 2
        for line in words.name:
            parts.append(written(line, x, y + 12, "name"))
            y += NAME_LINE
        for line in words.facts:
            parts.append(written(line, x, y + 11, "said" if line is words.facts[0] and verdict_in_words(node) else ""))
            y += SMALL_LINE
        if node.id == self.focus:
            parts.append(_asked(box))
        return "".join(parts) + "</g>"

    def _list(self, box: Placed, listing: Listing) -> str:
        room = box.width - 2 * PAD
        head = cut(heading(listing.ledger, self.names), room / BOLD, SMALL)
        parts = ['<g class="list">', rect("box", box.x, box.y, box.width, box.height, 3)]
        parts.append(written(head, box.x + PAD, box.y + 16, "head"))
        for place, column in enumerate(listing.columns):
            for row, member in enumerate(column):
                parts.append(self._member(member, box.x + PAD + COLUMN * place, box.y + HEAD + ROW * row))
        if listing.left_out:
            y = box.y + HEAD + ROW * len(listing.columns[0]) + 12
            parts.append(written(cut(left_out(listing.left_out), room, SMALL), box.x + PAD, y))
        return "".join(parts) + "</g>"

    def _member(self, member: Member, x: float, y: float) -> str:
        node = member.node
        verdict = node.verdict or "none"
        room = COLUMN - PAD - 18
        share = cut(percents(member.edges), room * _SHARE_OF_ROW, SMALL)
        left = room - width(share, SMALL) - (20 if node.flags else 8)
        name = cut(self.names[node.id], left / BOLD if node.listed else left, SMALL)
        noted = flag(x + COLUMN - PAD - width(share, SMALL) - 12, y + 8) if node.flags else ""
        told = "\n".join(
            (party_in_words(node, (), self.names), *(holding_in_words(edge, self.names) for edge in member.edges))
        )
        return (
            f"{self._opening(f'party member v-{verdict}', node.id, told)}"
            f'<rect class="hold" fill="none" pointer-events="all" x="{number(x)}" y="{number(y)}" '
            f'width="{number(COLUMN - PAD)}" height="{number(ROW)}"/>{glyph(verdict, x + 6, y + 8, 5)}'
            f"{written(name, x + 18, y + 12, 'row listed' if node.listed else 'row')}"
            f"{noted}{written(share, x + COLUMN - PAD, y + 12, anchor='end')}</g>"
        )

    def _opening(self, kind: str, id: str, told: str) -> str:
        place = self.parties[id]
        return f'<g class="{kind}" id="n{place}" data-n="{place}"><title>{text_of(told)}</title>'


def _label(line: Drawn) -> str:
    if not line.label:
        return ""
    x, y = line.spot
    wide = width(line.label, SMALL) * BOLD + 4
    return rect("paper", x - wide / 2, y - 7.5, wide, 15, 0) + written(line.label, x, y + 4, "label", anchor="middle")


def _asked(box: Placed) -> str:
    wide = width(_ASKED, SMALL) * BOLD + 10
    x, y = box.x + box.width - wide - 8, box.y + box.height - 8
    return rect("asked", x, y, wide, 16, 8) + written(_ASKED, x + wide / 2, y + 12, "asked-word", anchor="middle")
