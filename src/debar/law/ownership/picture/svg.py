"""A picture of an ownership graph as one SVG file: nothing is fetched, nothing runs."""

from __future__ import annotations

from debar.diagram.lettering import SMALL, clean, wrap
from debar.diagram.marks import number, opening, text_of, written
from debar.law.ownership.picture.boxes import body
from debar.law.ownership.picture.drawing import draw
from debar.law.ownership.picture.graph import Picture
from debar.law.ownership.picture.key import key_of
from debar.law.ownership.picture.marks import style
from debar.law.ownership.picture.scope import choose
from debar.law.ownership.picture.wording import counted

_MARGIN = 26.0
_TITLE, _TITLE_LINE, _FOOT_LINE = 19.0, 25.0, 16.0
_NARROWEST = 620.0


def svg(picture: Picture) -> str:
    """The whole picture, with title, key and foot.

    Raises:
        GraphTooLarge: it has more parties than anybody could read.

    >>> svg(Picture("Alpha", "OFAC 50 %", ())).splitlines()[1]
    '<title>Alpha</title>'
    """
    scope = choose(picture)
    drawing = draw(scope)
    wide = max(drawing.width, _NARROWEST)
    title = wrap(clean(picture.title), wide, _TITLE, 3)
    count = wrap(counted(scope), wide, SMALL, 3)
    head = _MARGIN + _TITLE_LINE * len(title) + _FOOT_LINE * len(count) + 14
    key, key_height = key_of(scope, wide)
    key_top = head + drawing.height + 26
    foot = wrap(clean(picture.foot), wide, SMALL, 12)
    foot_top = key_top + key_height + 16
    high = foot_top + _FOOT_LINE * len(foot) + _MARGIN - 8
    lines = [
        opening(wide + 2 * _MARGIN, high, "own"),
        f"<title>{text_of(picture.title)}</title>",
        f"<style>\n{style()}</style>",
        f'<rect class="paper" width="{number(wide + 2 * _MARGIN)}" height="{number(high)}"/>',
        *(written(line, _MARGIN, _MARGIN + _TITLE_LINE * place + 14, "title") for place, line in enumerate(title)),
        *(
            written(line, _MARGIN, _MARGIN + _TITLE_LINE * len(title) + _FOOT_LINE * place + 10)
            for place, line in enumerate(count)
        ),
        f'<g transform="translate({number(_MARGIN)} {number(head)})">',
        *body(drawing, scope, picture.focus),
        "</g>",
        f'<g transform="translate({number(_MARGIN)} {number(key_top)})">',
        *key,
        "</g>",
        *(written(line, _MARGIN, foot_top + _FOOT_LINE * place + 8) for place, line in enumerate(foot)),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"
