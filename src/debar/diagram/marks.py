"""Marks of which a drawing is made, as SVG; every text goes through ``text_of``."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape

from debar.diagram.lettering import clean, runs_right_to_left


def opening(wide: float, high: float, kind: str, *, links: bool = False) -> str:
    """The first tag, in whole pixels; ``kind`` is its class.

    Args:
        links: whether it holds links: then it is a group, since what stands in an image nobody can reach who cannot see it.
    """
    w, h = int(wide + 0.999), int(high + 0.999)
    role = "group" if links else "img"
    return f'<svg xmlns="http://www.w3.org/2000/svg" class="{kind}" width="{w}" height="{h}" viewBox="0 0 {w} {h}" role="{role}">'


def path_of(points: Sequence[tuple[float, float]], *, down: bool) -> str:
    """The way of a line: straight from the first to the second of a pair, in a curve to the next pair.

    >>> path_of([(0, 0), (10, 0), (50, 20), (60, 20)], down=False)
    'M0 0L10 0C30 0 30 20 50 20L60 20'
    """
    first, *rest = points
    path = f"M{at(first)}"
    for place in range(0, len(rest), 2):
        path += f"L{at(rest[place])}"
        if place + 1 < len(rest):
            path += _curve(rest[place], rest[place + 1], down=down)
    return path


def _curve(start: tuple[float, float], end: tuple[float, float], *, down: bool) -> str:
    (x, y), (to_x, to_y) = start, end
    if down:
        middle = (y + to_y) / 2
        return f"C{at((x, middle))} {at((to_x, middle))} {at(end)}"
    middle = (x + to_x) / 2
    return f"C{at((middle, y))} {at((middle, to_y))} {at(end)}"


def tip(before: tuple[float, float], end: tuple[float, float]) -> str:
    """The head of an arrow that comes straight from ``before``, along or down the page."""
    (x, y), (from_x, from_y) = end, before
    if from_x == x:
        back = y + math.copysign(8, from_y - y)
        corners = ((x - 4, back), (x + 4, back))
    else:
        back = x + math.copysign(8, from_x - x)
        corners = ((back, y - 4), (back, y + 4))
    return f'<path class="tip" d="M{at(end)}L{at(corners[0])}L{at(corners[1])}Z"/>'


def rect(kind: str, x: float, y: float, wide: float, high: float, corner: float) -> str:
    """A box; ``corner`` is how round it is."""
    return (
        f'<rect class="{kind}" x="{number(x)}" y="{number(y)}" width="{number(wide)}" height="{number(high)}" '
        f'rx="{number(corner)}"/>'
    )


def written(text: str, x: float, y: float, kind: str = "", *, anchor: str = "start") -> str:
    """A line of text. One that starts at the left does so too where its letters run from the right."""
    run = f' text-anchor="{anchor}"' if anchor != "start" else ""
    if anchor == "start" and runs_right_to_left(text):
        run = ' direction="rtl" text-anchor="end"'
    shown = f' class="{kind}"' if kind else ""
    return f'<text{shown} x="{number(x)}" y="{number(y)}"{run}>{text_of(text)}</text>' if text else ""


def text_of(text: str) -> str:
    """The text as it can stand in XML and in HTML, inert."""
    return "\n".join(escape(clean(line)) for line in text.split("\n"))


def number(value: float) -> str:
    """In the fewest characters.

    >>> number(12.0), number(0.25)
    ('12', '0.2')
    """
    return f"{value:.1f}".removesuffix(".0")


def at(point: tuple[float, float]) -> str:
    """A point as a path has it."""
    return f"{number(point[0])} {number(point[1])}"
