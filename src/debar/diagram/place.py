"""Places for boxes and ways for lines: the second half of the layered drawing.

Everything here is along or across the layers (``u`` and ``v``); whether layers run down the page or across it is not
known. Boxes cannot touch and labels cannot cover each other by construction: every line that carries a label reaches its
box through an opening of its own, as wide as the label, and labels stand in a strip before the layer where nothing else is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

import msgspec

from debar.diagram.layers import closing, rank
from debar.diagram.order import arrange
from debar.diagram.straight import settle
from debar.errors import GraphTooLarge

ARROW = 12.0
_BOX_GAP, _LINE_GAP, _BESIDE_GAP = 18.0, 7.0, 12.0
_LANE = 4.0
_EDGE_OF_BOX = 8.0
_WORK = 20_000

MOST_LANES = 40_000
"""Lines that pass a layer take a lane there. With more of them a picture is a thicket, and takes minutes."""
_CHANNEL, _WIDEST_CHANNEL = 34.0, 130.0


class Box(msgspec.Struct, frozen=True, gc=False):
    """How long (along the layers) and broad (within its layer) a box is."""

    length: float
    breadth: float


class Line(msgspec.Struct, frozen=True, gc=False):
    """A line from one box to another, and the room that its label needs at the end where it arrives."""

    tail: int
    head: int
    label_length: float = 0.0
    label_breadth: float = 0.0


class Way(msgspec.Struct, frozen=True, gc=False):
    """Where a line runs, from its tail to its head.

    Args:
        points: in pairs; straight from the first to the second of a pair, in a curve to the next pair.
        label: the middle of its label.
    """

    points: tuple[tuple[float, float], ...]
    label: tuple[float, float]


class Layout(msgspec.Struct, frozen=True):
    """Where everything is.

    Args:
        corners: the least ``(u, v)`` of each box.
        breadths: of each box; some are grown, to let all their lines in.
        ways: of each line.
        length, breadth: of the whole.
    """

    corners: list[tuple[float, float]]
    breadths: list[float]
    ways: list[Way]
    length: float
    breadth: float


_Strip = tuple[float, float, float, float]


class _Step(msgspec.Struct, gc=False):
    """A line's piece from one layer to the next: where it leaves and arrives, from the middles of the two vertices."""

    tail: int
    head: int
    weight: float
    leaves: float = 0.0
    arrives: float = 0.0


def lay_out(boxes: Sequence[Box], lines: Sequence[Line], first: Iterable[int] = ()) -> Layout:
    """Places for all boxes and lines of one connected part.

    Args:
        boxes, lines: what to place. No line leads from a box to itself.
        first: boxes that would best stand first where lines go in a circle.

    >>> layout = lay_out([Box(100, 40), Box(100, 40)], [Line(0, 1, 30, 14)])
    >>> layout.corners
    [(0.0, 0.0), (180.0, 0.0)]
    """
    return _Plan(boxes, lines, first).layout()


class _Plan:
    def __init__(self, boxes: Sequence[Box], lines: Sequence[Line], first: Iterable[int]) -> None:
        self.boxes, self.lines = boxes, lines
        pairs = [(line.tail, line.head) for line in lines]
        self.turned = closing(len(boxes), pairs, first)
        for place in self.turned:
            pairs[place] = pairs[place][::-1]
        self.layer = rank(len(boxes), pairs)
        lanes = sum(self.layer[head] - self.layer[tail] - 1 for tail, head in pairs)
        if lanes > MOST_LANES:
            raise GraphTooLarge(
                "the picture",
                rule="so many lines pass so many layers that nobody could follow them",
                got=f"{lanes:,} passes; at most {MOST_LANES:,}",
                fix="draw less: of holdings choose one entity, so that only what leads to it is drawn, or one with fewer owners above it",
            )
        self.chains = [self._chain(tail, head) for tail, head in pairs]
        self.reached = {chain[-1].head for chain in self.chains}
        self.order = self._ordered()
        self.breadths = [box.breadth for box in boxes]
        self._open_sides()
        self.middles = self._settled()

    def _chain(self, tail: int, head: int) -> list[_Step]:
        passed = range(self.layer[tail] + 1, self.layer[head])
        lanes = list(range(len(self.layer), len(self.layer) + len(passed)))
        self.layer += passed
        inner = [1.0 if not lanes else 2.0, *[8.0] * (len(lanes) - 1), *([2.0] if lanes else [])]
        return [
            _Step(one, other, weight)
            for (one, other), weight in zip(pairwise((tail, *lanes, head)), inner, strict=True)
        ]

    def _ordered(self) -> list[list[int]]:
        before: list[list[int]] = [[] for _ in self.layer]
        after: list[list[int]] = [[] for _ in self.layer]
        for chain in self.chains:
            for step in chain:
                after[step.tail].append(step.head)
                before[step.head].append(step.tail)
        layers: list[list[int]] = [[] for _ in range(max(self.layer, default=0) + 1)]
        for vertex, layer in enumerate(self.layer):
            layers[layer].append(vertex)
        return arrange(layers, before, after)

    def _open_sides(self) -> None:
        """An opening for every line with a label, one for all others together, in the order in which they come."""
        at = {vertex: place for layer in self.order for place, vertex in enumerate(layer)}
        arriving: list[list[tuple[int, int]]] = [[] for _ in self.boxes]
        leaving: list[list[tuple[int, int]]] = [[] for _ in self.boxes]
        for place, chain in enumerate(self.chains):
            arriving[chain[-1].head].append((at[chain[-1].tail], place))
            leaving[chain[0].tail].append((at[chain[0].head], place))
        for box, (ends, starts) in enumerate(zip(arriving, leaving, strict=True)):
            for place, offset in self._openings(box, sorted(ends), labelled=lambda place: place not in self.turned):
                self.chains[place][-1].arrives = offset
            for place, offset in self._openings(box, sorted(starts), labelled=self.turned.__contains__):
                self.chains[place][0].leaves = offset

    def _openings(self, box: int, ends: list[tuple[int, int]], labelled: object) -> list[tuple[int, float]]:
        assert callable(labelled)
        plain = [place for _, place in ends if not labelled(place)]
        openings: list[tuple[list[int], float]] = []
        for _, place in ends:
            if labelled(place):
                openings.append(([place], max(self.lines[place].label_breadth, _LANE)))
            elif place == plain[len(plain) // 2]:
                openings.append((plain, _LANE))
        room = sum(breadth for _, breadth in openings)
        self.breadths[box] = max(self.breadths[box], room + _EDGE_OF_BOX)
        offsets, used = [], -room / 2
        for places, breadth in openings:
            offsets += [(place, used + breadth / 2) for place in places]
            used += breadth
        return offsets

    def _settled(self) -> list[float]:
        """The middle of each vertex in its layer: near those that it has lines to, with long lines straight."""
        before: list[list[_Step]] = [[] for _ in self.layer]
        after: list[list[_Step]] = [[] for _ in self.layer]
        for chain in self.chains:
            for step in chain:
                after[step.tail].append(step)
                before[step.head].append(step)
        middles = [0.0] * len(self.layer)
        apart = [self._apart(layer) for layer in self.order]
        for layer, distances in zip(self.order, apart, strict=True):
            for vertex, place in zip(layer, settle([0.0] * len(layer), [1.0] * len(layer), distances), strict=True):
                middles[vertex] = place

        def sweep(layers: Iterable[int], *, back: bool, ahead: bool) -> None:
            for number in layers:
                layer = self.order[number]
                wanted, weights = [], []
                for vertex in layer:
                    total = weight = 0.0
                    for step in before[vertex] if back else ():
                        total += step.weight * (middles[step.tail] + step.leaves - step.arrives)
                        weight += step.weight
                    for step in after[vertex] if ahead else ():
                        total += step.weight * (middles[step.head] + step.arrives - step.leaves)
                        weight += step.weight
                    wanted.append(total / weight if weight else middles[vertex])
                    weights.append(weight or 0.1)
                for vertex, place in zip(layer, settle(wanted, weights, apart[number]), strict=True):
                    middles[vertex] = place

        count = len(self.order)
        last = max(4, min(16, _WORK // len(self.layer)))
        for _ in range(3):
            sweep(range(count), back=True, ahead=False)
            sweep(range(count - 1, -1, -1), back=False, ahead=True)
        for _ in range(last):
            sweep(range(count), back=True, ahead=True)
            sweep(range(count - 1, -1, -1), back=True, ahead=True)
        return middles

    def _apart(self, layer: Sequence[int]) -> list[float]:
        distances = [0.0]
        for one, other in pairwise(layer):
            lanes = (one >= len(self.boxes)) + (other >= len(self.boxes))
            gap = (_BOX_GAP, _BESIDE_GAP, _LINE_GAP)[lanes]
            distances.append((self._breadth(one) + self._breadth(other)) / 2 + gap)
        return distances

    def _breadth(self, vertex: int) -> float:
        return self.breadths[vertex] if vertex < len(self.boxes) else _LANE

    def layout(self) -> Layout:
        least = min(middle - self._breadth(vertex) / 2 for vertex, middle in enumerate(self.middles))
        middles = [round(middle - least, 1) for middle in self.middles]
        strips = self._strips(middles)
        corners = [
            (round(self._start(box, strips), 1), round(middles[box] - self.breadths[box] / 2, 1))
            for box in range(len(self.boxes))
        ]
        return Layout(
            corners=corners,
            breadths=self.breadths,
            ways=[self._way(place, middles, strips) for place in range(len(self.lines))],
            length=round(strips[-1][3], 1),
            breadth=round(max(m + self._breadth(vertex) / 2 for vertex, m in enumerate(middles)), 1),
        )

    def _start(self, box: int, strips: Sequence[_Strip]) -> float:
        """Behind its labels; a box without any stands next to what it owns, however long others of its layer are."""
        _, start, end, _ = strips[self.layer[box]]
        return start if box in self.reached else end - self.boxes[box].length

    def _strips(self, middles: Sequence[float]) -> list[_Strip]:
        """For each layer where its labels begin, its boxes begin, they end, and the labels behind them end."""
        count = len(self.order)
        boxes, labels, behind, spread = [0.0] * count, [0.0] * count, [0.0] * count, [0.0] * count
        for box, size in enumerate(self.boxes):
            boxes[self.layer[box]] = max(boxes[self.layer[box]], size.length)
        for place, (line, chain) in enumerate(zip(self.lines, self.chains, strict=True)):
            strip = behind if place in self.turned else labels
            layer = self.layer[line.head]
            strip[layer] = max(strip[layer], line.label_length + ARROW + (_LANE if line.label_length else 0))
            for step in chain:
                run = abs(middles[step.head] + step.arrives - middles[step.tail] - step.leaves)
                spread[self.layer[step.tail]] = max(spread[self.layer[step.tail]], run)
        strips, used = [], 0.0
        for layer in range(count):
            start = used + labels[layer]
            end = start + boxes[layer]
            strips.append((used, start, end, end + behind[layer]))
            used = end + behind[layer] + min(_CHANNEL + spread[layer] / 6, _WIDEST_CHANNEL)
        return strips

    def _way(self, place: int, middles: Sequence[float], strips: Sequence[_Strip]) -> Way:
        line, chain = self.lines[place], self.chains[place]
        tail, head = chain[0].tail, chain[-1].head
        starts = self._start(tail, strips) + self.boxes[tail].length
        points = [
            (starts, middles[tail] + chain[0].leaves),
            (strips[self.layer[tail]][3], middles[tail] + chain[0].leaves),
        ]
        for step in chain[1:]:
            label, _, _, end = strips[self.layer[step.tail]]
            points += [(label, middles[step.tail]), (end, middles[step.tail])]
        label, box, *_ = strips[self.layer[head]]
        points += [(label, middles[head] + chain[-1].arrives), (box, middles[head] + chain[-1].arrives)]
        if place in self.turned:
            points.reverse()
        away = -1 if place not in self.turned else 1
        u, v = points[-1]
        spot = (u + away * (ARROW + line.label_length / 2), v)
        return Way(tuple((round(u, 1), round(v, 1)) for u, v in points), (round(spot[0], 1), round(spot[1], 1)))
