"""Who said what about whom, drawn: parties as boxes, what they say and do as lines, denials dashed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from debar.diagram.layers import parts
from debar.diagram.lettering import BOLD, NAME, SMALL, cut, width, wrap
from debar.diagram.marks import number, opening, path_of, rect, tip, written
from debar.diagram.place import Box, Layout, Line, lay_out
from debar.errors import GraphTooLarge
from debar.news.page.sayings import Tie, family_of, ties, words_of
from debar.news.page.wording import Book, chips, party, shown, table
from debar.news.values import Party

MOST_TIES = 160
"""So many ties are drawn, those of the parties with most; the table has all."""

_WIDE, _PAD, _LINE, _SMALL_LINE = 168.0, 9.0, 16.0, 14.5
_LABEL, _WIDEST_LABEL = 15.0, 150.0
_PAGE, _TALLEST, _GAP, _MARGIN = 1_060.0, 1_400.0, 30.0, 8.0


class _Box(NamedTuple):
    party: Party
    number: int
    name: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def high(self) -> float:
        return 2 * _PAD + _LINE * len(self.name) + _SMALL_LINE * len(self.notes)


class _Drawn(NamedTuple):
    boxes: list[tuple[_Box, float, float, float, float]]
    lines: list[tuple[int, tuple[tuple[float, float], ...], tuple[float, float]]]
    wide: float
    high: float
    down: bool


def graph(book: Book) -> str:
    """The drawing, and the same as a table."""
    all_ties = ties(book)
    if not all_ties:
        return '<p class="muted">Nobody speaks of anybody else.</p>'
    return f"{_picture(book, _kept(all_ties))}{_table(book, all_ties)}"


def _kept(all_ties: Sequence[Tie]) -> list[Tie]:
    if len(all_ties) <= MOST_TIES:
        return list(all_ties)
    count: dict[str, int] = {}
    for tie in all_ties:
        for id in (tie.tail, tie.head):
            count[id] = count.get(id, 0) + 1
    heaviest = sorted(all_ties, key=lambda tie: -count[tie.tail] - count[tie.head])[:MOST_TIES]
    return [tie for tie in all_ties if tie in heaviest]


def _picture(book: Book, drawn_ties: list[Tie]) -> str:
    numbers = {tie: place for place, tie in enumerate(ties(book))}
    try:
        drawing = min((_draw(book, drawn_ties, down=down) for down in (False, True)), key=_awkward)
    except GraphTooLarge:
        return '<p class="muted">There are too many to draw; the table has all.</p>'
    lines = [
        _line(book, drawn_ties[place], numbers[drawn_ties[place]], points, spot, down=drawing.down)
        for place, points, spot in drawing.lines
    ]
    boxes = [_box(*box) for box in drawing.boxes]
    left_out = len(numbers) - len(drawn_ties)
    note = f'<p class="muted">{left_out} of {len(numbers)} ties are in the table only.</p>' if left_out else ""
    return "\n".join(
        (
            '<div class="view" tabindex="0" role="region" aria-label="Who said what about whom, drawn; the table below says the same">',
            opening(drawing.wide + 2 * _MARGIN, drawing.high + 2 * _MARGIN, "said", links=True),
            "<title>Who said what about whom</title>",
            f'<g transform="translate({number(_MARGIN)} {number(_MARGIN)})">',
            *lines,
            *boxes,
            "</g></svg></div>",
            _KEY,
            note,
        )
    )


_KEY = (
    '<p class="key"><svg class="said" width="34" height="12" aria-hidden="true"><path class="way" d="M0 6H34"/></svg> says of '
    '<svg class="said" width="34" height="12" aria-hidden="true"><g class="deed"><path class="way" d="M0 6H34"/></g></svg> '
    'does, as somebody says <svg class="said" width="34" height="12" aria-hidden="true"><g class="denied"><path class="way" '
    'd="M0 6H34"/></g></svg> denies, or is said not to do. A double frame is a listed party. Lines have the colours of the kinds.</p>'
)


def _awkward(drawing: _Drawn) -> float:
    too_wide, too_high = max(drawing.wide / _PAGE, 1.0), max(drawing.high / _TALLEST, 1.0)
    return too_wide * too_wide * too_high * math.sqrt(drawing.wide * drawing.high)


def _draw(book: Book, drawn_ties: Sequence[Tie], *, down: bool) -> _Drawn:
    ids = list(dict.fromkeys(id for tie in drawn_ties for id in (tie.tail, tie.head)))
    place = {id: at for at, id in enumerate(ids)}
    boxes = [_words(book, id) for id in ids]
    split = parts(len(ids), [(place[tie.tail], place[tie.head]) for tie in drawn_ties])
    part_of = {box: at for at, part in enumerate(split) for box in part}
    mine: list[list[int]] = [[] for _ in split]
    for at, tie in enumerate(drawn_ties):
        mine[part_of[place[tie.tail]]].append(at)
    answers = _answers(drawn_ties)
    done = _Drawn([], [], 0.0, 0.0, down)
    x = y = tallest = wide = 0.0
    for part, tie_numbers in sorted(zip(split, mine, strict=True), key=lambda each: -len(each[0])):
        lines = [_as_line(book, drawn_ties[at], part, place, turned=at in answers, down=down) for at in tie_numbers]
        sizes = [Box(boxes[box].high, _WIDE) if down else Box(_WIDE, boxes[box].high) for box in part]
        layout = lay_out(sizes, lines)
        part_wide, part_high = _turned((layout.length, layout.breadth), down=down)
        if x and x + part_wide > _PAGE:
            x, y, tallest = 0.0, y + tallest + _GAP, 0.0
        _put(done, layout, [boxes[box] for box in part], tie_numbers, (x, y))
        tallest, wide = max(tallest, part_high), max(wide, x + part_wide)
        x += part_wide + _GAP
    turned = [(at, points[::-1] if at in answers else points, spot) for at, points, spot in done.lines]
    return done._replace(lines=turned, wide=wide, high=y + tallest)


def _as_line(book: Book, tie: Tie, part: list[int], place: dict[str, int], *, turned: bool, down: bool) -> Line:
    tail, head = (part.index(place[id]) for id in ((tie.head, tie.tail) if turned else (tie.tail, tie.head)))
    return Line(tail, head, *_label_size(_label(book, tie), down=down))


def _answers(drawn_ties: Sequence[Tie]) -> set[int]:
    """Denials of those who are accused by whom they deny: laid along the accusation, so that accusers stand first."""
    said = {(tie.tail, tie.head) for tie in drawn_ties if not tie.denied}
    return {at for at, tie in enumerate(drawn_ties) if tie.denied and not tie.deed and (tie.head, tie.tail) in said}


def _put(
    done: _Drawn, layout: Layout, boxes: Sequence[_Box], tie_numbers: Sequence[int], by: tuple[float, float]
) -> None:
    def moved(point: tuple[float, float]) -> tuple[float, float]:
        x, y = _turned(point, down=done.down)
        return round(x + by[0], 1), round(y + by[1], 1)

    for box, corner, breadth in zip(boxes, layout.corners, layout.breadths, strict=True):
        size = (max(breadth, _WIDE), box.high) if done.down else (_WIDE, breadth)
        done.boxes.append((box, *moved(corner), *size))
    for tie_number, way in zip(tie_numbers, layout.ways, strict=True):
        done.lines.append((tie_number, tuple(map(moved, way.points)), moved(way.label)))


def _turned(point: tuple[float, float], *, down: bool) -> tuple[float, float]:
    return (point[1], point[0]) if down else point


def _words(book: Book, id: str) -> _Box:
    place, found = book.parties[id]
    room = _WIDE - 2 * _PAD
    notes = [cut(found.role or found.kind, room, SMALL)]
    if found.entity:
        notes.append(cut(found.entity, room, SMALL))
    return _Box(found, place, wrap(found.name, room / BOLD, NAME, 3), tuple(notes))


def _label(book: Book, tie: Tie) -> str:
    return cut(words_of(book, tie), _WIDEST_LABEL, SMALL)


def _label_size(label: str, *, down: bool) -> tuple[float, float]:
    wide = round(width(label, SMALL) * BOLD + 6, 1)
    return (_LABEL, wide) if down else (wide, _LABEL)


def _line(
    book: Book,
    tie: Tie,
    tie_number: int,
    points: tuple[tuple[float, float], ...],
    spot: tuple[float, float],
    *,
    down: bool,
) -> str:
    label = _label(book, tie)
    ends = [book.parties[id] for id in (tie.tail, tie.head)]
    told = f"{ends[0][1].name} → {ends[1][1].name}: {words_of(book, tie)} ({', '.join(tie.claims)})"
    kind = f"line f-{family_of(book, tie)}{' deed' if tie.deed else ''}{' denied' if tie.denied else ''}"
    wide = width(label, SMALL) * BOLD + 4
    return (
        f'<a class="{kind}" href="#s{tie_number}" data-e="{ends[0][0]} {ends[1][0]}"><title>{shown(told)}</title>'
        f'<path class="hold" d="{path_of(points, down=down)}"/><path class="way" d="{path_of(points, down=down)}"/>'
        f"{tip(_before(points, down=down), points[-1])}{rect('paper', spot[0] - wide / 2, spot[1] - 7.5, wide, 15, 0)}"
        f"{written(label, spot[0], spot[1] + 4, 'label', anchor='middle')}</a>"
    )


def _before(points: Sequence[tuple[float, float]], *, down: bool) -> tuple[float, float]:
    """Where the head of an arrow comes from, straight along the layers."""
    x, y = points[-1]
    from_x, from_y = points[-2] if points[-2] != points[-1] else points[-3]
    return (x, from_y) if down else (from_x, y)


def _box(box: _Box, x: float, y: float, wide: float, high: float) -> str:
    lines = [rect("box", x, y, wide, high, 5)]
    if box.party.entity:
        lines.append(rect("inner", x + 3.5, y + 3.5, wide - 7, high - 7, 3))
    top = y + (high - box.high) / 2 + _PAD
    for place, line in enumerate(box.name):
        lines.append(written(line, x + wide / 2, top + _LINE * place + 12, "name", anchor="middle"))
    for place, line in enumerate(box.notes):
        lines.append(
            written(line, x + wide / 2, top + _LINE * len(box.name) + _SMALL_LINE * place + 11, anchor="middle")
        )
    return f'<a class="party" href="#p{box.number}" data-n="{box.number}"><title>{shown(box.party.name)}</title>{"".join(lines)}</a>'


def _table(book: Book, all_ties: Sequence[Tie]) -> str:
    rows = (
        f'<tr id="s{place}"><th scope="row">{party(book, tie.tail)}</th>'
        f"<td>{'<s>' if tie.denied and tie.deed else ''}{shown(words_of(book, tie))}{'</s> (said not to be so)' if tie.denied and tie.deed else ''}</td>"
        f"<td>{party(book, tie.head)}</td><td>{'as it is said' if tie.deed else ''}</td><td>{chips(book, tie.claims)}</td></tr>"
        for place, tie in enumerate(all_ties)
    )
    inner = table("sayings", ("Who", "says or does", "of or to whom", "", "Claims"), rows)
    return f'<details class="all"><summary>The same as a table ({len(all_ties)} ties)</summary>{inner}</details>'


__all__ = ["MOST_TIES", "graph"]
