"""A picture of an ownership graph as one SVG file: nothing is fetched, nothing runs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from html import escape
from importlib.resources import files
from string import Template

from debar.law.ownership.picture.drawing import (
    COLUMN,
    GLYPH,
    HEAD,
    NAME_LINE,
    PAD,
    ROW,
    SMALL,
    SMALL_LINE,
    Drawing,
    Drawn,
    Listing,
    Placed,
    Words,
    draw,
    percents,
    words_of,
)
from debar.law.ownership.picture.graph import Edge, Node, Picture
from debar.law.ownership.picture.lettering import clean, cut, runs_right_to_left, width, wrap
from debar.law.ownership.picture.scope import Ledger, Member, Scope, choose

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

MARGIN = 26.0
_TITLE, _TITLE_LINE, _FOOT_LINE = 19.0, 25.0, 16.0
_NARROWEST = 620.0
_SHARE_OF_ROW = 0.45

_KEY = {
    "blocked": "blocked",
    "possible": "possible: the shares known allow both",
    "not_blocked": "not blocked, by these holdings and this rule",
    "none": "no verdict asked for",
    "listed": "listed itself (double frame)",
    "counted": "holding that counts towards the share",
    "plain": "other holding",
    "ended": "holding that has ended",
}


def svg(picture: Picture) -> str:
    """The whole picture, with title, key and foot.

    Raises:
        GraphTooLarge: it has more parties than anybody could read.

    >>> two = Picture("Alpha", "OFAC 50 %", (Node("x", "X", "blocked", listed=True), Node("a", "A")), (Edge("x", "a", "50 %"),))
    >>> svg(two).splitlines()[0]
    '<svg xmlns="http://www.w3.org/2000/svg" class="own" width="672" height="317" viewBox="0 0 672 317" role="img">'
    """
    scope = choose(picture)
    drawing = draw(scope)
    wide = max(drawing.width, _NARROWEST)
    title = wrap(clean(picture.title), wide, _TITLE, 3)
    told = wrap(counted(scope), wide, SMALL, 3)
    head = MARGIN + _TITLE_LINE * len(title) + _FOOT_LINE * len(told) + 14
    key, key_height = key_of(scope, wide)
    key_top = head + drawing.height + 26
    foot = wrap(clean(picture.foot), wide, SMALL, 12)
    foot_top = key_top + key_height + 16
    high = foot_top + _FOOT_LINE * len(foot) + MARGIN - 8
    lines = [
        opening(wide + 2 * MARGIN, high),
        f"<title>{text_of(picture.title)}</title>",
        f"<style>\n{style()}</style>",
        f'<rect class="paper" width="{number(wide + 2 * MARGIN)}" height="{number(high)}"/>',
        *(
            written(line, MARGIN, MARGIN + _TITLE_LINE * place + 14, "title", room=wide)
            for place, line in enumerate(title)
        ),
        *(
            written(line, MARGIN, MARGIN + _TITLE_LINE * len(title) + _FOOT_LINE * place + 10, room=wide)
            for place, line in enumerate(told)
        ),
        f'<g transform="translate({number(MARGIN)} {number(head)})">',
        *body(drawing, scope, picture.focus),
        "</g>",
        f'<g transform="translate({number(MARGIN)} {number(key_top)})">',
        *key,
        "</g>",
        *(
            written(line, MARGIN, foot_top + _FOOT_LINE * place + 8, room=wide)
            for place, line in enumerate(foot)
        ),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def opening(wide: float, high: float) -> str:
    """The first tag, in whole pixels."""
    w, h = int(wide + 0.999), int(high + 0.999)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="own" width="{w}" height="{h}" viewBox="0 0 {w} {h}" role="img">'
    )


@cache
def style() -> str:
    """Colours for light and for dark, and the same for all viewers that know no CSS variables."""
    template = Template(files("debar.law.ownership.picture").joinpath("data", "picture.css").read_text("utf-8"))
    dark = template.substitute(DARK)
    return f"{template.substitute(LIGHT)}@media (prefers-color-scheme: dark) {{\n{dark}}}\n@media print {{\n{template.substitute(LIGHT)}}}\n"


def counted(scope: Scope) -> str:
    """How much is drawn, and how much is not, in a sentence."""
    text = f"{_many(len(scope.drawn), 'party', 'parties')}, {_many(len(scope.held), 'holding', 'holdings')}."
    if scope.hidden_nodes or scope.hidden_edges:
        nodes, edges = len(scope.hidden_nodes), len(scope.hidden_edges)
        text += (
            f" Not drawn, as they do not lead to the entity asked for: {_many(nodes, 'party', 'parties')} "
            f"and {_many(edges, 'holding', 'holdings')}."
        )
    return text


def _many(count: int, one: str, more: str) -> str:
    return f"{count:,} {one if count == 1 else more}"


def body(drawing: Drawing, scope: Scope, focus: str | None) -> list[str]:
    """Lines, then labels over them, then boxes.

    Parties are numbered in the order of ``scope.drawn``; ``data-n``, ``data-a`` (owners) and ``data-b`` (owned) say which
    a thing is about.
    """
    numbers = {node.id: place for place, node in enumerate(scope.drawn)}
    names = {node.id: clean(node.name or node.id) for node in scope.drawn}
    # Those that count are drawn last and so lie on top where lines cross.
    lines = sorted(drawing.lines, key=lambda line: any(edge.counted for edge in line.edges))
    return [
        *(_line(line, numbers, names) for line in lines),
        *(_box(box, numbers, names, focus) for box in drawing.boxes),
    ]


def _line(line: Drawn, numbers: dict[str, int], names: dict[str, str]) -> str:
    first, *rest = line.points
    path = f"M{_at(first)}"
    for place in range(0, len(rest), 2):
        path += f"L{_at(rest[place])}"
        if place + 1 < len(rest):
            path += _curve(rest[place], rest[place + 1], down=line.down)
    kind = "counted" if any(edge.counted for edge in line.edges) else "plain"
    if all(edge.ended for edge in line.edges):
        kind = "ended"
    owners = _numbers((edge.owner for edge in line.edges), numbers)
    owned = _numbers((edge.owned for edge in line.edges), numbers)
    told = told_of(line.edges[0], names) if len(line.edges) == 1 else f"{len(line.edges):,} holdings"
    return (
        f'<g class="line {kind}" data-a="{owners}" data-b="{owned}"><title>{text_of(told)}</title>'
        f'<path class="way" d="{path}"/>{_tip(line.points[-2], line.points[-1])}{_on_line(line)}</g>'
    )


def _curve(start: tuple[float, float], end: tuple[float, float], *, down: bool) -> str:
    (x, y), (to_x, to_y) = start, end
    if down:
        middle = (y + to_y) / 2
        return f"C{_at((x, middle))} {_at((to_x, middle))} {_at(end)}"
    middle = (x + to_x) / 2
    return f"C{_at((middle, y))} {_at((middle, to_y))} {_at(end)}"


def _tip(before: tuple[float, float], end: tuple[float, float]) -> str:
    x, y = end
    back, side = 8.0, 4.0
    if before[0] == x:
        back *= 1 if before[1] > y else -1
        corners = ((x - side, y + back), (x + side, y + back))
    else:
        back *= 1 if before[0] > x else -1
        corners = ((x + back, y - side), (x + back, y + side))
    return f'<path class="tip" d="M{_at(end)}L{_at(corners[0])}L{_at(corners[1])}Z"/>'


def _on_line(line: Drawn) -> str:
    if not line.label:
        return ""
    x, y = line.spot
    wide = width(line.label, SMALL) + 4
    return (
        f'<rect class="paper" x="{number(x - wide / 2)}" y="{number(y - 7.5)}" width="{number(wide)}" height="15"/>'
        f'<text class="label" x="{number(x)}" y="{number(y + 4)}" text-anchor="middle">{text_of(line.label)}</text>'
    )


def told_of(edge: Edge, names: dict[str, str]) -> str:
    """A holding in a sentence: who holds how much of whom, and which document says so."""
    text = f"{names[edge.owner]} → {names[edge.owned]}: {clean(edge.percent)}"
    text += " (ended)" if edge.ended else ", counts" if edge.counted else ", does not count"
    return f"{text}\n{clean(edge.document)}" if edge.document else text


def _box(box: Placed, numbers: dict[str, int], names: dict[str, str], focus: str | None) -> str:
    if isinstance(box.what, Listing):
        return _listing(box, box.what, numbers, names)
    return _party(box, box.what, numbers, names, asked=box.what.node.id == focus)


def _party(box: Placed, words: Words, numbers: dict[str, int], names: dict[str, str], *, asked: bool) -> str:
    node = words.node
    verdict = node.verdict or "none"
    parts = [
        f'<g class="party v-{verdict}" data-n="{numbers[node.id]}"><title>{text_of(_told(node, words.loops, names))}</title>'
    ]
    round_ = {"not_blocked": 9, "none": 9, "possible": 4}.get(verdict, 1)
    if node.listed:
        parts.append(_rect("outer", box.x - 4, box.y - 4, box.width + 8, box.height + 8, round_ + 3))
    parts.append(_rect("box", box.x, box.y, box.width, box.height, round_))
    high = NAME_LINE * len(words.name) + SMALL_LINE * len(words.facts)
    top = box.y + (box.height - high) / 2
    parts.append(glyph(verdict, box.x + PAD + 8, box.y + box.height / 2, 7.5))
    left, room = box.x + PAD + GLYPH, box.width - GLYPH - 2 * PAD
    for place, line in enumerate(words.name):
        parts.append(written(line, left, top + NAME_LINE * place + 12, "name", room=room))
    top += NAME_LINE * len(words.name)
    for place, line in enumerate(words.facts):
        kind = "said" if not place and words_of(node) else ""
        parts.append(written(line, left, top + SMALL_LINE * place + 11, kind, room=room))
    if asked:
        word = "asked for"
        wide = width(word, SMALL) + 10
        x, y = box.x + box.width - wide - 8, box.y + box.height - 8
        parts.append(_rect("asked", x, y, wide, 16, 8))
        parts.append(
            f'<text class="asked-word" x="{number(x + wide / 2)}" y="{number(y + 12)}" text-anchor="middle">{word}</text>'
        )
    return "".join(parts) + "</g>"


def _listing(box: Placed, listing: Listing, numbers: dict[str, int], names: dict[str, str]) -> str:
    parts = ['<g class="list">', _rect("box", box.x, box.y, box.width, box.height, 3)]
    parts.append(written(heading(listing.ledger, names), box.x + PAD, box.y + 16, "head", room=box.width - 2 * PAD))
    for at, column in enumerate(listing.columns):
        for row, member in enumerate(column):
            x, y = box.x + PAD + COLUMN * at, box.y + HEAD + ROW * row
            parts.append(_member(member, x, y, numbers, names))
    if listing.left_out:
        rows = len(listing.columns[0])
        parts.append(written(_left_out(listing.left_out), box.x + PAD, box.y + HEAD + ROW * rows + 12, room=box.width))
    return "".join(parts) + "</g>"


def _member(member: Member, x: float, y: float, numbers: dict[str, int], names: dict[str, str]) -> str:
    node = member.node
    verdict = node.verdict or "none"
    room = COLUMN - PAD - 18
    share = cut(percents(member.edges), room * _SHARE_OF_ROW, SMALL)
    name = cut(names[node.id], room - width(share, SMALL) - 8, SMALL * (1.08 if node.listed else 1))
    listed = " listed" if node.listed else ""
    told = "\n".join((_told(node, (), names), *(told_of(edge, names) for edge in member.edges)))
    right = (
        f'<text x="{number(x + COLUMN - PAD)}" y="{number(y + 12)}" text-anchor="end">{text_of(share)}</text>' if share else ""
    )
    return (
        f'<g class="party member v-{verdict}" data-n="{numbers[node.id]}"><title>{text_of(told)}</title>'
        f'<rect class="hold" fill="none" pointer-events="all" x="{number(x)}" y="{number(y)}" '
        f'width="{number(COLUMN - PAD)}" height="{number(ROW)}"/>'
        f"{glyph(verdict, x + 6, y + 8, 5)}{written(name, x + 18, y + 12, f'row{listed}', room=room - width(share, SMALL))}{right}</g>"
    )


def heading(ledger: Ledger, names: dict[str, str]) -> str:
    """What a list is of.

    >>> heading(Ledger("a", "owners", (Member(Node("x"), ()),) * 4), {"a": "Alpha"})
    '4 more owners of Alpha'
    """
    many = f"{len(ledger.members):,}"
    if ledger.anchor is None:
        return f"{many} without a holding that is known"
    listed = "listed " if all(member.node.listed for member in ledger.members) else ""
    if ledger.side == "owners":
        return f"{many} {listed or 'more '}owners of {names[ledger.anchor]}"
    return f"{many} {listed}companies of {names[ledger.anchor]}"


def _left_out(members: Sequence[Member]) -> str:
    verdicts = Counter((member.node.verdict or "no verdict").replace("_", " ") for member in members)
    told = ", ".join(f"{count:,} {verdict}" for verdict, count in verdicts.items())
    return f"+ {len(members):,} others: {told}"


def _told(node: Node, loops: Iterable[Edge], names: dict[str, str]) -> str:
    name = names[node.id]
    lines = [name if node.name in ("", node.id) else f"{name} ({clean(node.id)})", words_of(node)]
    lines += [clean(flag) for flag in node.flags]
    lines += [told_of(edge, names) for edge in loops]
    return "\n".join(line for line in lines if line)


def glyph(verdict: str, x: float, y: float, r: float) -> str:
    """A mark for each verdict, told apart by shape: octagon with a bar, triangle, ring, dot."""
    if verdict == "blocked":
        c, s = r, r * 0.414
        corners = ((-s, -c), (s, -c), (c, -s), (c, s), (s, c), (-s, c), (-c, s), (-c, -s))
        return (
            f'<path class="g-blocked" d="M{"L".join(_at((x + dx, y + dy)) for dx, dy in corners)}Z"/>'
            f'<path class="cut-out" d="M{_at((x - r * 0.5, y))}H{number(x + r * 0.5)}"/>'
        )
    if verdict == "possible":
        corners = ((0, -r), (r, r * 0.8), (-r, r * 0.8))
        return (
            f'<path class="g-possible" d="M{"L".join(_at((x + dx, y + dy)) for dx, dy in corners)}Z"/>'
            f'<path class="cut-out" d="M{_at((x, y - r * 0.35))}V{number(y + r * 0.15)}M{_at((x, y + r * 0.52))}v.01"/>'
        )
    if verdict == "not_blocked":
        return f'<circle class="g-not_blocked" cx="{number(x)}" cy="{number(y)}" r="{number(r - 1.2)}"/>'
    return f'<circle class="g-none" cx="{number(x)}" cy="{number(y)}" r="{number(r * 0.4)}"/>'


def key_of(scope: Scope, room: float) -> tuple[list[str], float]:
    """The key to what is in this picture, and how high it is."""
    verdicts = {node.verdict or "none" for node in scope.drawn}
    kinds = {"ended" if edge.ended else "counted" if edge.counted else "plain" for edge in scope.held}
    kinds |= verdicts | ({"listed"} if any(node.listed for node in scope.drawn) else set())
    parts, x, y = [], 0.0, 0.0
    for kind, words in _KEY.items():
        if kind not in kinds:
            continue
        wide = 44 + width(words, SMALL) + 12
        if x and x + wide > room:
            x, y = 0.0, y + 26
        parts.append(_sample(kind, x, y) + written(words, x + 42, y + 14, room=room))
        x += wide
    return parts, y + 22


def _sample(kind: str, x: float, y: float) -> str:
    if kind in ("counted", "plain", "ended"):
        ends = (x, y + 10), (x + 34, y + 10)
        return f'<g class="line {kind}"><path class="way" d="M{_at(ends[0])}L{_at(ends[1])}"/>{_tip(*ends)}</g>'
    if kind == "listed":
        return f'<g class="v-none">{_rect("outer", x, y, 34, 20, 4)}{_rect("box", x + 4, y + 4, 26, 12, 2)}</g>'
    round_ = {"not_blocked": 8, "none": 8, "possible": 4}.get(kind, 1)
    return f'<g class="v-{kind}">{_rect("box", x + 1, y + 1, 32, 18, round_)}{glyph(kind, x + 17, y + 10, 6)}</g>'


def written(text: str, x: float, y: float, kind: str = "", *, room: float) -> str:
    """A line of text that starts at the left, and runs from the right where its letters do."""
    run = ' direction="rtl" text-anchor="end"' if runs_right_to_left(text) else ""
    shown = f' class="{kind}"' if kind else ""
    return f'<text{shown} x="{number(x)}" y="{number(y)}"{run}>{text_of(cut(text, room, SMALL) if not kind else text)}</text>'


def text_of(text: str) -> str:
    """The text as it can stand in XML and in HTML, inert."""
    return "\n".join(escape(clean(line)) for line in text.split("\n"))


def number(value: float) -> str:
    """In the fewest characters.

    >>> number(12.0), number(0.25)
    ('12', '0.2')
    """
    return f"{value:.1f}".removesuffix(".0")


def _at(point: tuple[float, float]) -> str:
    return f"{number(point[0])} {number(point[1])}"


def _rect(kind: str, x: float, y: float, wide: float, high: float, round_: float) -> str:
    return (
        f'<rect class="{kind}" x="{number(x)}" y="{number(y)}" width="{number(wide)}" height="{number(high)}" '
        f'rx="{number(round_)}"/>'
    )


def _numbers(ids: Iterable[str], numbers: dict[str, int]) -> str:
    return " ".join(str(place) for place in dict.fromkeys(numbers[id] for id in ids))
