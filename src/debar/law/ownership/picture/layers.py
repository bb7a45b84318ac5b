"""Layers: which boxes stand before which, so that holdings run one way.

The first half of the method of Sugiyama, Tagawa and Toda (1981): holdings that close a circle are turned round, each box
gets a layer behind all its owners, and a line that passes a layer gets a place of its own there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

Pairs = Sequence[tuple[int, int]]
"""Lines as ``(from, to)``, both the numbers of boxes."""


def closing(boxes: int, pairs: Pairs, first: Iterable[int] = ()) -> set[int]:
    """The places of the lines that close a circle: without them there is none.

    The search starts from the boxes that nobody owns, then from those in ``first``, then from any.

    >>> closing(3, [(0, 1), (1, 2), (2, 0)])
    {2}
    """
    leaving: list[list[int]] = [[] for _ in range(boxes)]
    owned = [False] * boxes
    for line, (owner, company) in enumerate(pairs):
        leaving[owner].append(line)
        owned[company] = True
    starts = [*(box for box in range(boxes) if not owned[box]), *first, *range(boxes)]
    turned: set[int] = set()
    seen, open_ = [False] * boxes, [False] * boxes
    for start in starts:
        if seen[start]:
            continue
        # By hand and not by recursion: chains may be longer than Python's stack is deep.
        seen[start] = open_[start] = True
        ahead = [(start, iter(leaving[start]))]
        while ahead:
            box, lines = ahead[-1]
            place = next(lines, None)
            if place is None:
                open_[box] = False
                ahead.pop()
                continue
            head = pairs[place][1]
            if open_[head]:
                turned.add(place)
            elif not seen[head]:
                seen[head] = open_[head] = True
                ahead.append((head, iter(leaving[head])))
    return turned


def rank(boxes: int, pairs: Pairs) -> list[int]:
    """The layer of each box, from 0, such that every line leads to a higher one and lines are short.

    >>> rank(4, [(0, 1), (1, 2), (3, 2)])
    [0, 1, 2, 1]
    """
    owners: list[list[int]] = [[] for _ in range(boxes)]
    holdings: list[list[int]] = [[] for _ in range(boxes)]
    for tail, head in pairs:
        owners[head].append(tail)
        holdings[tail].append(head)
    order = _topological(owners, holdings)
    layer = [0] * boxes
    for box in order:
        layer[box] = max((layer[owner] + 1 for owner in owners[box]), default=0)
    # The longest way puts every box as early as it can stand. Those with more lines ahead than behind (a minor owner that
    # nobody owns) stand better next to what they own.
    for _ in range(4):
        for box in reversed(order):
            if holdings[box] and len(holdings[box]) >= len(owners[box]):
                layer[box] = min(layer[head] for head in holdings[box]) - 1
        for box in order:
            if owners[box] and len(owners[box]) > len(holdings[box]):
                layer[box] = max(layer[owner] for owner in owners[box]) + 1
    lowest = min(layer, default=0)
    return [each - lowest for each in layer]


def _topological(owners: list[list[int]], holdings: list[list[int]]) -> list[int]:
    waiting = [len(each) for each in owners]
    order = [box for box, count in enumerate(waiting) if not count]
    for box in order:
        for head in holdings[box]:
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
