"""The best one-to-one assignment of two small sets, in plain Python."""

from __future__ import annotations

from collections.abc import Sequence


def assigned(worth: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """Pairs of row and column with the greatest sum of worth; what is worth nothing is not paired.

    The Hungarian method with potentials, O(n² m): some hundred claims take milliseconds.

    >>> assigned([[9, 8, 0], [8, 1, 0]])
    [(0, 1), (1, 0)]
    >>> assigned([[0, 0], [0, 3]]), assigned([])
    ([(1, 1)], [])
    """
    rows, columns = len(worth), len(worth[0]) if worth else 0
    if rows > columns:
        turned = [[worth[row][column] for row in range(rows)] for column in range(columns)]
        return sorted((row, column) for column, row in assigned(turned))
    of_row, of_column = [0.0] * (rows + 1), [0.0] * (columns + 1)
    row_of = [0] * (columns + 1)  # 1-based; column 0 stands for the row that is being placed
    for row in range(1, rows + 1):
        row_of[0] = row
        _augment(worth, row_of, of_row, of_column)
    pairs = ((row_of[column] - 1, column - 1) for column in range(1, columns + 1) if row_of[column])
    return sorted((row, column) for row, column in pairs if worth[row][column] > 0)


def _augment(worth: Sequence[Sequence[float]], row_of: list[int], of_row: list[float], of_column: list[float]) -> None:
    """Place one row, moving others to their next best column where that is better in all."""
    columns = len(row_of) - 1
    slack = [float("inf")] * (columns + 1)
    came_from = [0] * (columns + 1)
    done = [False] * (columns + 1)
    at = 0
    while row_of[at]:
        done[at] = True
        row, least, following = row_of[at], float("inf"), 0
        for column in range(1, columns + 1):
            if done[column]:
                continue
            cost = -worth[row - 1][column - 1] - of_row[row] - of_column[column]
            if cost < slack[column]:
                slack[column], came_from[column] = cost, at
            if slack[column] < least:
                least, following = slack[column], column
        for column in range(columns + 1):
            if done[column]:
                of_row[row_of[column]] += least
                of_column[column] -= least
            else:
                slack[column] -= least
        at = following
    while at:
        row_of[at] = row_of[came_from[at]]
        at = came_from[at]
