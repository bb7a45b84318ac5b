"""The best places for things in a row that want to stand somewhere and must not touch."""

from __future__ import annotations

from collections.abc import Sequence


def settle(wanted: Sequence[float], weights: Sequence[float], apart: Sequence[float]) -> list[float]:
    """The places nearest to the wanted ones (least weighted squares) in the given order, with the distances kept.

    By pooling adjacent violators, which is exact.

    Args:
        wanted: where each would stand if it were alone.
        weights: how much each insists.
        apart: the least distance from each to the one before it; the first is not used.

    >>> settle([0, 0, 10], [1, 1, 1], [0, 4, 4])
    [-2.0, 2.0, 10.0]
    """
    offsets, offset = [], 0.0
    for place, distance in enumerate(apart):
        offset += distance if place else 0.0
        offsets.append(offset)
    blocks: list[tuple[float, float, int]] = []  # mean, weight, how many
    for want, weight, offset in zip(wanted, weights, offsets, strict=True):
        mean, total, count = want - offset, weight, 1
        while blocks and blocks[-1][0] > mean:
            other, other_total, other_count = blocks.pop()
            mean = (mean * total + other * other_total) / (total + other_total)
            total, count = total + other_total, count + other_count
        blocks.append((mean, total, count))
    means = [mean for mean, _, count in blocks for _ in range(count)]
    return [mean + offset for mean, offset in zip(means, offsets, strict=True)]
