"""A scope as a drawing: boxes with their words, lists, lines with their labels, all with their places on the page."""

from __future__ import annotations

import math
from collections.abc import Sequence

import msgspec

from debar.diagram.layers import parts
from debar.diagram.lettering import BOLD, NAME, SMALL, clean, cut, width, wrap
from debar.diagram.place import Box, Line, lay_out
from debar.law.ownership.picture.graph import Edge, Node
from debar.law.ownership.picture.scope import Ledger, Member, Scope
from debar.law.ownership.picture.wording import name_of, percents, verdict_in_words

NAME_LINE, SMALL_LINE = 16.0, 14.5
BOX, PAD, GLYPH = 224.0, 9.0, 24.0
ROW, COLUMN = 17.0, 240.0
HEAD = 22.0

MOST_ROWS = 240
"""So many lines of a list are written; how many more there are is said."""

_LABEL, _WIDEST_LABEL = 15.0, 130.0
_PAGE, _TALLEST = 1_440.0, 1_100.0
_PARTS_GAP = 36.0


_Link = tuple[tuple[Edge, ...], int, int]
"""Holdings that one line stands for, and the numbers of the owner's and the owned one's box."""


class Words(msgspec.Struct, frozen=True):
    """A party's box: its name in lines, and what stands below."""

    node: Node
    name: tuple[str, ...]
    facts: tuple[str, ...]
    loops: tuple[Edge, ...] = ()


class Listing(msgspec.Struct, frozen=True):
    """A ledger's box: columns of lines, and how many lines are left out."""

    ledger: Ledger
    columns: tuple[tuple[Member, ...], ...]
    left_out: tuple[Member, ...]


class Placed(msgspec.Struct, frozen=True):
    """A box in its place."""

    what: Words | Listing
    x: float
    y: float
    width: float
    height: float


class Drawn(msgspec.Struct, frozen=True):
    """A line in its place; ``edges`` are several where it leads to a list. ``down``: layers run down the page."""

    edges: tuple[Edge, ...]
    label: str
    points: tuple[tuple[float, float], ...]
    spot: tuple[float, float]
    down: bool


class Drawing(msgspec.Struct, frozen=True):
    """Boxes and lines in their places, and the size of the whole."""

    boxes: tuple[Placed, ...]
    lines: tuple[Drawn, ...]
    width: float
    height: float


def draw(scope: Scope) -> Drawing:
    """The drawing of everything in the scope.

    Layers run down the page, as lawyers draw it, where that fits a screen's width; else across it, since a tall picture is
    read by scrolling and a wide one is not.
    """
    things: list[Words | Listing] = [_words(node, scope.loops.get(node.id, ())) for node in scope.nodes]
    place = {node.id: number for number, node in enumerate(scope.nodes)}
    lines: list[_Link] = [((edge,), place[edge.owner], place[edge.owned]) for edge in scope.edges]
    for ledger in scope.ledgers:
        if ledger.anchor is not None:
            edges = tuple(edge for member in ledger.members for edge in member.edges)
            ends = (len(things), place[ledger.anchor])
            lines.append((edges, *(ends if ledger.side == "owners" else ends[::-1])))
        things.append(_listing(ledger))
    return min((_drawn(things, lines, down=down) for down in (True, False)), key=_awkward)


def _awkward(drawing: Drawing) -> float:
    return max(drawing.width / _PAGE, 1) ** 2 * max(drawing.height / _TALLEST, 1)


def _words(node: Node, loops: tuple[Edge, ...]) -> Words:
    room = BOX - GLYPH - 2 * PAD
    said = verdict_in_words(node)
    facts = [cut(said, room / BOLD, SMALL)] if said else []
    facts += [f"holds {percents([edge])} of itself" for edge in loops]
    facts += wrap(clean(", ".join(node.flags)), room, SMALL, 2) if node.flags else []
    name = wrap(name_of(node), room / BOLD, NAME, 4)
    return Words(node, name, tuple(cut(fact, room, SMALL) for fact in facts), loops)


def _listing(ledger: Ledger) -> Listing:
    shown, left_out = ledger.members[:MOST_ROWS], ledger.members[MOST_ROWS:]
    # About as wide as tall, so that a list of 200 fits a screen.
    columns = min(5, max(1, round(math.sqrt(len(shown) * ROW / COLUMN))))
    rows = math.ceil(len(shown) / columns)
    return Listing(ledger, tuple(shown[at : at + rows] for at in range(0, len(shown), rows)), left_out)


def _size(thing: Words | Listing) -> tuple[float, float]:
    if isinstance(thing, Words):
        return BOX, 2 * PAD + NAME_LINE * len(thing.name) + SMALL_LINE * len(thing.facts)
    rows = len(thing.columns[0]) + bool(thing.left_out)
    return PAD + COLUMN * len(thing.columns), HEAD + ROW * rows + PAD


def _drawn(things: list[Words | Listing], lines: list[_Link], *, down: bool) -> Drawing:
    sizes = [_size(thing) for thing in things]
    placed, drawn = [], []
    split = parts(len(things), [(owner, owned) for _, owner, owned in lines])
    part_of = {thing: number for number, part in enumerate(split) for thing in part}
    lines_of: list[list[_Link]] = [[] for _ in split]
    for line in lines:
        lines_of[part_of[line[1]]].append(line)
    for part, mine in zip(split, lines_of, strict=True):
        placed.append(_part(part, things, sizes, mine, down=down))
    widest = max((size[0] for *_, size in placed), default=0.0)
    all_boxes: list[Placed] = []
    x = y = tallest = used = 0.0
    for boxes, ways, (wide, high) in sorted(placed, key=lambda each: -len(each[0])):
        if x and x + wide > max(widest, _PAGE):
            x, y, tallest = 0.0, y + tallest + _PARTS_GAP, 0.0
        all_boxes += [msgspec.structs.replace(box, x=round(box.x + x, 1), y=round(box.y + y, 1)) for box in boxes]
        drawn += [_moved(way, x, y) for way in ways]
        tallest, used = max(tallest, high), max(used, x + wide)
        x += wide + _PARTS_GAP
    return Drawing(tuple(all_boxes), tuple(drawn), used, y + tallest)


def _moved(line: Drawn, x: float, y: float) -> Drawn:
    points = tuple((round(px + x, 1), round(py + y, 1)) for px, py in line.points)
    spot = (round(line.spot[0] + x, 1), round(line.spot[1] + y, 1))
    return msgspec.structs.replace(line, points=points, spot=spot)


def _part(
    part: list[int],
    things: Sequence[Words | Listing],
    sizes: Sequence[tuple[float, float]],
    mine: Sequence[_Link],
    *,
    down: bool,
) -> tuple[list[Placed], list[Drawn], tuple[float, float]]:
    number = {thing: place for place, thing in enumerate(part)}
    labels = [_label(edges) for edges, *_ in mine]
    flip = -1 if down else 1
    layout = lay_out(
        [Box(*sizes[thing][::flip]) for thing in part],
        [
            Line(number[owner], number[owned], *_label_size(label)[::flip])
            for (_, owner, owned), label in zip(mine, labels, strict=True)
        ],
        [place for place, thing in enumerate(part) if _is_listed(things[thing])],
    )
    boxes = []
    for thing, corner, breadth in zip(part, layout.corners, layout.breadths, strict=True):
        x, y = corner[::flip]
        wide, high = (max(breadth, sizes[thing][0]), sizes[thing][1]) if down else (sizes[thing][0], breadth)
        boxes.append(Placed(things[thing], x, y, round(wide, 1), round(high, 1)))
    drawn = [
        Drawn(edges, label, tuple(_turned(point, down) for point in way.points), _turned(way.label, down), down)
        for (edges, *_), label, way in zip(mine, labels, layout.ways, strict=True)
    ]
    return boxes, drawn, _turned((layout.length, layout.breadth), down)


def _turned(point: tuple[float, float], down: bool) -> tuple[float, float]:
    return (point[1], point[0]) if down else point


def _is_listed(thing: Words | Listing) -> bool:
    return isinstance(thing, Words) and thing.node.listed


def _label(edges: tuple[Edge, ...]) -> str:
    return cut(percents(edges), _WIDEST_LABEL, SMALL) if len(edges) == 1 else ""


def _label_size(label: str) -> tuple[float, float]:
    return (round(width(label, SMALL) * BOLD + 6, 1), _LABEL) if label else (0.0, 0.0)
