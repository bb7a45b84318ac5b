"""The order within each layer, with few crossings: sweeps by barycentre, then exchanges of neighbours."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Sequence
from itertools import pairwise

Neighbours = Sequence[Sequence[int]]

_WORK = 400_000
"""Steps spent on sweeps. A small graph gets all the sweeps that help, a large one ends in time."""


def arrange(layers: list[list[int]], before: Neighbours, after: Neighbours) -> list[list[int]]:
    """The layers, each in an order that has few crossings with the next.

    Args:
        layers: the vertices of each layer.
        before, after: the neighbours of each vertex in the layer before and after its own.

    >>> arrange([[0, 1], [2, 3]], [[], [], [1], [0]], [[3], [2], [], []])
    [[0, 1], [3, 2]]
    """
    lines = sum(map(len, after)) + 1
    best = layers = _untangled(layers, before, after)
    fewest = crossings(layers, after)
    for sweep in range(max(4, min(24, _WORK // lines))):
        if not fewest:
            break
        layers = _swept(layers, before, after, down=sweep % 2 == 0)
        if lines < _WORK // 100:
            layers = _exchanged(layers, before, after)
        count = crossings(layers, after)
        if count < fewest:
            best, fewest = layers, count
    return best


def crossings(layers: Sequence[Sequence[int]], after: Neighbours) -> int:
    """How often lines cross.

    >>> crossings([[0, 1], [2, 3]], [[3], [2], [], []])
    1
    """
    total = 0
    for layer, following in pairwise(layers):
        place = {vertex: at for at, vertex in enumerate(following)}
        ends: list[int] = []
        for vertex in layer:
            heads = sorted(place[head] for head in after[vertex])
            total += sum(len(ends) - bisect_right(ends, head) for head in heads)
            for head in heads:
                insort(ends, head)
    return total


def _untangled(layers: list[list[int]], before: Neighbours, after: Neighbours) -> list[list[int]]:
    """Each vertex beside those that a walk through the graph meets with it: a tree has no crossing then."""
    met: dict[int, None] = {}
    for start in (vertex for layer in layers for vertex in layer):
        ahead = [start]
        while ahead:
            vertex = ahead.pop()
            if vertex not in met:
                met[vertex] = None
                ahead += reversed((*after[vertex], *before[vertex]))
    turn = {vertex: at for at, vertex in enumerate(met)}
    return [sorted(layer, key=turn.__getitem__) for layer in layers]


def _swept(layers: list[list[int]], before: Neighbours, after: Neighbours, *, down: bool) -> list[list[int]]:
    swept = list(layers)
    steps = range(1, len(layers)) if down else range(len(layers) - 2, -1, -1)
    for step in steps:
        fixed = swept[step - 1 if down else step + 1]
        place = {vertex: at for at, vertex in enumerate(fixed)}
        near = before if down else after
        keys = {
            vertex: sum(place[other] for other in near[vertex]) / len(near[vertex])
            for vertex in swept[step]
            if near[vertex]
        }
        # Those without a neighbour there keep their place; only the others change places among themselves.
        moving = iter(sorted((vertex for vertex in swept[step] if vertex in keys), key=keys.__getitem__))
        swept[step] = [next(moving) if vertex in keys else vertex for vertex in swept[step]]
    return swept


def _exchanged(layers: list[list[int]], before: Neighbours, after: Neighbours) -> list[list[int]]:
    layers = [list(layer) for layer in layers]
    for _ in range(3):
        better = False
        for step, layer in enumerate(layers):
            around = [
                ({vertex: at for at, vertex in enumerate(layers[other])}, near)
                for other, near in ((step - 1, before), (step + 1, after))
                if 0 <= other < len(layers)
            ]
            for at in range(len(layer) - 1):
                one, two = layer[at], layer[at + 1]
                gain = sum(
                    _pairs_crossing(place, near[one], near[two]) - _pairs_crossing(place, near[two], near[one])
                    for place, near in around
                )
                if gain > 0:
                    layer[at], layer[at + 1] = two, one
                    better = True
        if not better:
            break
    return layers


def _pairs_crossing(place: dict[int, int], first: Sequence[int], second: Sequence[int]) -> int:
    ends = sorted(place[vertex] for vertex in second)
    return sum(bisect_right(ends, place[vertex] - 1) for vertex in first)
