"""The marks of an ownership picture: its colours, and what tells verdicts apart by shape."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from string import Template

from debar.diagram.marks import at, number

LIGHT = {
    "paper": "#fbfaf7",
    "card": "#ffffff",
    "ink": "#1d2126",
    "muted": "#5c6470",
    "quiet": "#767d88",
    "blocked": "#b3261e",
    "possible": "#9a5b00",
    "not_blocked": "#1d7a57",
    "blocked_soft": "#fbeae8",
    "possible_soft": "#fdf3df",
}
DARK = {
    "paper": "#14171a",
    "card": "#1b1f24",
    "ink": "#e6e4df",
    "muted": "#a4acb7",
    "quiet": "#8b939e",
    "blocked": "#ff8a7d",
    "possible": "#e6b053",
    "not_blocked": "#62c79d",
    "blocked_soft": "#3a2220",
    "possible_soft": "#33291a",
}


@cache
def style() -> str:
    """How things look by light, in the dark and on paper; without CSS variables, which viewers beside browsers do not know."""
    light, dark = rules()
    # On paper it is light, whatever the screen was.
    return f"{light}@media screen and (prefers-color-scheme: dark) {{\n{dark}}}\n"


@cache
def rules() -> tuple[str, str]:
    """The same, the rules by light and those in the dark apart, for a page that has a switch."""
    template = Template(files("debar.law.ownership.picture").joinpath("data", "picture.css").read_text("utf-8"))
    return template.substitute(LIGHT), template.substitute(DARK)


def glyph(verdict: str, x: float, y: float, r: float) -> str:
    """A mark for each verdict, told apart by shape: octagon with a bar, triangle, ring, dot."""
    if verdict == "blocked":
        c, s = r, r * 0.414
        octagon = ((-s, -c), (s, -c), (c, -s), (c, s), (s, c), (-s, c), (-c, s), (-c, -s))
        return (
            f'<path class="g-blocked" d="M{"L".join(at((x + dx, y + dy)) for dx, dy in octagon)}Z"/>'
            f'<path class="cut-out" d="M{at((x - r * 0.5, y))}H{number(x + r * 0.5)}"/>'
        )
    if verdict == "possible":
        triangle = ((0, -r), (r, r * 0.8), (-r, r * 0.8))
        return (
            f'<path class="g-possible" d="M{"L".join(at((x + dx, y + dy)) for dx, dy in triangle)}Z"/>'
            f'<path class="cut-out" d="M{at((x, y - r * 0.35))}V{number(y + r * 0.15)}M{at((x, y + r * 0.52))}v.01"/>'
        )
    if verdict == "not_blocked":
        return f'<circle class="g-not_blocked" cx="{number(x)}" cy="{number(y)}" r="{number(r - 1.2)}"/>'
    return f'<circle class="g-none" cx="{number(x)}" cy="{number(y)}" r="{number(r * 0.4)}"/>'


def flag(x: float, y: float) -> str:
    """A little flag: there is a note on the party of that line."""
    return f'<path class="flag" d="M{at((x, y + 4.5))}v-9l7 2.8l-7 2.8"/>'


def rounding(verdict: str) -> float:
    """How round the corners of a box are, the more the less the verdict weighs."""
    return {"blocked": 1.0, "possible": 4.0}.get(verdict, 9.0)
