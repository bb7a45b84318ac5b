"""The curves of an accuracy run: precision over recall, recall over false alerts, and one picture of them all."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

Points = Sequence[tuple[float, float]]


def curve(labels: Sequence[bool], scores: Sequence[float]) -> list[tuple[float, float]]:
    """(recall, precision) at every score there is, from the highest; equal scores fall together."""
    ranked = sorted(zip(scores, labels, strict=True), key=lambda one: -one[0])
    points, hit = [], 0
    for place, (score, label) in enumerate(ranked, start=1):
        hit += label
        if place == len(ranked) or ranked[place][0] != score:
            points.append((hit / max(sum(labels), 1), hit / place))
    return points


def average_precision(labels: Sequence[bool], scores: Sequence[float]) -> float:
    """The mean precision over the steps of recall.

    >>> average_precision([True, False, True], [0.9, 0.8, 0.7])
    0.8333333333333333
    """
    total = before = 0.0
    for recall, precision in curve(labels, scores):
        total += (recall - before) * precision
        before = recall
    return total


def line_at(alerts: Sequence[float], per_thousand: float) -> float:
    """The score that must be passed for at most so many false alerts per 1,000 clean names.

    >>> line_at([0.9, 0.8, 0.7, 0.6], 250)
    0.8
    """
    allowed = int(per_thousand * len(alerts) / 1000)
    return alerts[allowed] if allowed < len(alerts) else -1.0


def draw(path: Path, precision: Mapping[str, Mapping[str, Points]], alerts: Mapping[str, Mapping[str, Points]]) -> None:
    """Draw a panel per set, a line per system; the file's ending says the format (svg, png).

    Args:
        path: where to write.
        precision: per set and system the points (recall, precision).
        alerts: per set and system the points (false alerts per 1,000 clean names, recall).
    """
    try:
        from matplotlib.figure import Figure  # type: ignore[import-not-found, unused-ignore]
    except ImportError:
        sys.exit("the curves are drawn with matplotlib: install the dependency group `bench`")
    panels = [(title, lines, "recall", "precision") for title, lines in precision.items()]
    panels += [(title, lines, "false alerts per 1,000 clean names", "recall") for title, lines in alerts.items()]
    columns = min(3, len(panels))
    height = -(-len(panels) // columns)
    figure = Figure(figsize=(4.6 * columns, 3.7 * height), layout="constrained")
    for place, (title, lines, across, up) in enumerate(panels, start=1):
        axes = figure.add_subplot(height, columns, place)
        _panel(axes, title, lines, across, up)
    figure.savefig(path, dpi=150)


def _panel(axes: Any, title: str, lines: Mapping[str, Points], across: str, up: str) -> None:
    for system, points in lines.items():
        axes.plot([x for x, _ in points], [y for _, y in points], label=system, linewidth=1.6)
    axes.set(title=title, xlabel=across, ylabel=up, ylim=(0, 1.02))
    axes.set_xlim((0, 1) if across == "recall" else (0, 20))
    axes.grid(alpha=0.25)
    axes.legend(loc="lower left" if across == "recall" else "lower right", fontsize="small")
