"""The picture of a job's scores, as inline SVG."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape

WIDTH, HEIGHT = 640, 250
_LEFT, _RIGHT, _TOP, _BOTTOM = 52, 12, 28, 42
_LOG_FROM = 50


def draw(bins: Sequence[int], *, cutoff: float, threshold: float) -> str:
    """The rows with hits by their best score, from the cutoff to 1, with a line at the threshold.

    The counts stand on a logarithmic scale where the highest bar is more than 50 rows; the axis says so.

    >>> draw([0] * 99 + [3], cutoff=0.5, threshold=0.7).startswith('<svg viewBox="0 0 640 250" role="img"')
    True
    """
    first = min(int(cutoff * len(bins)), len(bins) - 1)
    tallest = max(bins, default=0)
    scale = _Scale(first / len(bins), tallest, logarithmic=tallest > _LOG_FROM)
    told = f"{sum(bins):,} rows with hits, by best score; the threshold is {threshold:g}"
    return "\n".join(
        [
            f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(told)}">',
            *_counts_axis(scale),
            *_bars(bins, first, scale, threshold),
            *_scores_axis(scale),
            *_threshold(scale, threshold),
            "</svg>",
        ]
    )


class _Scale:
    """Scores and counts to places in the picture."""

    def __init__(self, lowest: float, tallest: int, *, logarithmic: bool) -> None:
        self.lowest = lowest
        self.tallest = max(tallest, 4)
        self.logarithmic = logarithmic

    def x(self, score: float) -> float:
        share = (score - self.lowest) / (1 - self.lowest)
        return round(_LEFT + share * (WIDTH - _LEFT - _RIGHT), 1)

    def y(self, count: int) -> float:
        share = math.log1p(count) / math.log1p(self.tallest) if self.logarithmic else count / self.tallest
        return round(HEIGHT - _BOTTOM - share * (HEIGHT - _TOP - _BOTTOM), 1)

    def ticks(self) -> list[int]:
        if self.logarithmic:
            return [0, *(10**power for power in range(int(math.log10(self.tallest)) + 1))]
        step = max(1, round(self.tallest / 4))
        return list(range(0, self.tallest + 1, step))


def _bars(bins: Sequence[int], first: int, scale: _Scale, threshold: float) -> list[str]:
    bars = []
    for place in range(first, len(bins)):
        if bins[place]:
            left, right = scale.x(place / len(bins)), scale.x((place + 1) / len(bins))
            top, floor = scale.y(bins[place]), scale.y(0)
            tone = "over" if place >= round(threshold * len(bins)) else "under"
            bars.append(
                f'<rect class="{tone}" x="{left + 0.5:.1f}" y="{top}" width="{max(right - left - 1, 1):.1f}" '
                f'height="{floor - top:.1f}"><title>{place / len(bins):.2f}: {bins[place]:,} rows</title></rect>'
            )
    return bars


def _counts_axis(scale: _Scale) -> list[str]:
    marks = [f'<text x="{_LEFT - 40}" y="14">rows with hits{" (log scale)" if scale.logarithmic else ""}</text>']
    for count in scale.ticks():
        y = scale.y(count)
        marks.append(f'<line class="rule" x1="{_LEFT}" x2="{WIDTH - _RIGHT}" y1="{y}" y2="{y}"/>')
        marks.append(f'<text x="{_LEFT - 8}" y="{y + 4}" text-anchor="end">{count:,}</text>')
    return marks


def _scores_axis(scale: _Scale) -> list[str]:
    low = math.ceil(round(scale.lowest * 10, 6))
    floor = HEIGHT - _BOTTOM
    marks = [
        f'<text x="{scale.x(tenth / 10)}" y="{floor + 16}" text-anchor="middle">{tenth / 10:.1f}</text>'
        for tenth in range(low, 11)
    ]
    middle = (_LEFT + WIDTH - _RIGHT) / 2
    return [*marks, f'<text x="{middle}" y="{HEIGHT - 6}" text-anchor="middle">best score of the row</text>']


def _threshold(scale: _Scale, threshold: float) -> list[str]:
    if threshold < scale.lowest:
        return []
    x = scale.x(threshold)
    side, gap = ("end", -5) if threshold > 0.85 else ("start", 5)
    return [
        f'<line class="mark-line" x1="{x}" x2="{x}" y1="{_TOP - 8}" y2="{HEIGHT - _BOTTOM}"/>',
        f'<text class="strong" x="{x + gap}" y="{_TOP - 2}" text-anchor="{side}">threshold {threshold:g}</text>',
    ]
