"""Layers: which boxes stand before which, so that lines run one way.

The first half of the method of Sugiyama, Tagawa and Toda (1981): lines that close a circle are turned round, each box
gets a layer behind all that lead to it, and a line that passes a layer gets a place of its own there.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence

Pairs = Sequence[tuple[int, int]]
"""Lines as ``(from, to)``, both the numbers of boxes."""


def closing(boxes: int, pairs: Pairs, first: Iterable[int] = ()) -> set[int]:
    """The places of lines that close circles: without them there is none.

    Among boxes that lead to each other in a circle, those come first that others lead into, then those in ``first``; from there
    on, lines that lead back are the closing ones.

    >>> closing(3, [(0, 1), (1, 2), (2, 0)]), closing(3, [(0, 1), (1, 2), (2, 0)], first=[1])
    ({2}, {0})
    """
    circle = _circles(boxes, pairs)
    inner: list[list[int]] = [[] for _ in range(boxes)]
    entered: dict[int, None] = {}
    for tail, head in pairs:
        if circle[tail] == circle[head]:
            inner[tail].append(head)
        else:
            entered[head] = None
    # By breadth and not by depth: a thicket then has few layers instead of one long chain.
    turn: dict[int, int] = {}
    for starts in (entered, first, range(boxes)):
        reached = {circle[box] for box in turn}
        ahead = deque(box for box in starts if circle[box] not in reached)
        if starts is not entered:
            ahead = deque({circle[box]: box for box in reversed(ahead)}.values())
        while ahead:
            box = ahead.popleft()
            if box not in turn:
                turn[box] = len(turn)
                ahead.extend(inner[box])
    return {
        place for place, (tail, head) in enumerate(pairs) if circle[tail] == circle[head] and turn[head] <= turn[tail]
    }


def _circles(boxes: int, pairs: Pairs) -> list[int]:
    """For each box the number of the greatest set of boxes around it that all lead to each other (Kosaraju and Sharir)."""
    ahead: list[list[int]] = [[] for _ in range(boxes)]
    back: list[list[int]] = [[] for _ in range(boxes)]
    for tail, head in pairs:
        ahead[tail].append(head)
        back[head].append(tail)
    left: list[int] = []
    seen = [False] * boxes
    for start in range(boxes):
        # By hand and not by recursion: chains may be longer than Python's stack is deep.
        path = [] if seen[start] else [(start, iter(ahead[start]))]
        seen[start] = True
        while path:
            box, heads = path[-1]
            following = next((head for head in heads if not seen[head]), None)
            if following is None:
                left.append(box)
                path.pop()
            else:
                seen[following] = True
                path.append((following, iter(ahead[following])))
    circle = [-1] * boxes
    for start in reversed(left):
        if circle[start] < 0:
            circle[start] = start
            members = [start]
            for box in members:
                for tail in back[box]:
                    if circle[tail] < 0:
                        circle[tail] = start
                        members.append(tail)
    return circle


def rank(boxes: int, pairs: Pairs) -> list[int]:
    """The layer of each box, from 0, such that every line leads to a higher one and lines are short.

    >>> rank(4, [(0, 1), (1, 2), (3, 2)])
    [0, 1, 2, 1]
    """
    before: list[list[int]] = [[] for _ in range(boxes)]
    after: list[list[int]] = [[] for _ in range(boxes)]
    for tail, head in pairs:
        before[head].append(tail)
        after[tail].append(head)
    order = _topological(before, after)
    layer = [0] * boxes
    for box in order:
        layer[box] = max((layer[other] + 1 for other in before[box]), default=0)
    # The longest way puts every box as early as it can stand. Those with more lines ahead than behind (a minor owner that
    # nobody owns) stand better next to what they lead to.
    for _ in range(4):
        for box in reversed(order):
            if after[box] and len(after[box]) >= len(before[box]):
                layer[box] = min(layer[head] for head in after[box]) - 1
        for box in order:
            if before[box] and len(before[box]) > len(after[box]):
                layer[box] = max(layer[other] for other in before[box]) + 1
    lowest = min(layer, default=0)
    return [each - lowest for each in layer]


def _topological(before: list[list[int]], after: list[list[int]]) -> list[int]:
    waiting = [len(each) for each in before]
    order = [box for box, count in enumerate(waiting) if not count]
    for box in order:
        for head in after[box]:
            waiting[head] -= 1
            if not waiting[head]:
                order.append(head)
    return order


def parts(boxes: int, pairs: Pairs) -> list[list[int]]:
    """The boxes of each connected part, in order of their first.

    >>> parts(4, [(0, 2), (3, 1)])
    [[0, 2], [1, 3]]
    """
    root = list(range(boxes))

    def find(box: int) -> int:
        while root[box] != box:
            root[box] = root[root[box]]
            box = root[box]
        return box

    for tail, head in pairs:
        one, other = sorted((find(tail), find(head)))
        root[other] = one
    groups: dict[int, list[int]] = {}
    for box in range(boxes):
        groups.setdefault(find(box), []).append(box)
    return list(groups.values())
