"""The parties around a listed one, drawn: owners before what they own, other ties with their kind on the line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup

from debar.diagram.lettering import BOLD, NAME, SMALL, cut, width, wrap
from debar.diagram.marks import number, opening, path_of, rect, text_of, tip, written
from debar.diagram.place import Box, Line, lay_out
from debar.errors import GraphTooLarge
from debar.model import Entity
from debar.model.entity import Link
from debar.service.console.wording import drawn, property_words
from debar.service.current import Lists
from debar.service.parties import edge_of

MOST = 40
"""So many parties are drawn; the table has all ties of the one asked for."""
_STEPS = 2
_WIDE, _PAD, _LINE, _SMALL_LINE, _LABEL, _MARGIN = 208.0, 9.0, 16.0, 14.5, 15.0, 8.0
_DIRECTED = frozenset({"Ownership", "Control"})


class Around(NamedTuple):
    """A party in the drawing; ``id`` is its name where it is not listed."""

    id: str
    name: str
    schema: str
    listed: bool


class Tie(NamedTuple):
    """A line in the drawing, and who tells of it."""

    tail: str
    head: str
    kind: str
    note: str


class Neighbourhood(NamedTuple):
    """The parties around one, and their ties.

    Args:
        left_out: whether there are more than are drawn.
    """

    parties: tuple[Around, ...]
    ties: tuple[Tie, ...]
    left_out: bool


def neighbourhood(lists: Lists, entity: Entity) -> Neighbourhood:
    """Who is tied to a party by the lists' own words, and who to those."""
    parties = {entity.id: _around(entity)}
    ties: dict[Tie, None] = {}
    left_out = False
    ring = [entity]
    for _ in range(_STEPS):
        further: list[Entity] = []
        for one in ring:
            for tie, other, known in _ties(lists, one):
                if other.id not in parties and len(parties) >= MOST:
                    left_out = True
                    continue
                if other.id not in parties and known is not None:
                    further.append(known)
                parties.setdefault(other.id, other)
                ties[tie] = None
        ring = further
    return Neighbourhood(tuple(parties.values()), tuple(ties), left_out)


def drawing(around: Neighbourhood, asked: str) -> Markup:
    """The drawing as SVG, in the classes of the ownership pictures; empty where there is nothing to draw.

    Every text in it has passed `debar.diagram.marks.text_of`.
    """
    if not around.ties:
        return Markup("")
    place = {one.id: at for at, one in enumerate(around.parties)}
    labels = [cut(property_words(tie.kind), _WIDE - 30, SMALL) for tie in around.ties]
    boxes = [_words(one) for one in around.parties]
    lines = [
        Line(place[tie.tail], place[tie.head], _LABEL, round(width(label, SMALL) * BOLD + 6, 1))
        for tie, label in zip(around.ties, labels, strict=True)
    ]
    try:
        layout = lay_out([Box(_high(one), _WIDE) for one in boxes], lines, [place[asked]])
    except GraphTooLarge:
        return drawn('<p class="muted">There are too many ties to draw; the table has all.</p>')
    parts = []
    for tie, label, way in zip(around.ties, labels, layout.ways, strict=True):
        points = [(v, u) for u, v in way.points]
        x, y = way.label[1], way.label[0]
        wide = width(label, SMALL) * BOLD + 4
        parts.append(
            f'<g class="line"><title>{text_of(_told(around, tie))}</title><path class="way" d="{path_of(points, down=True)}"/>'
            f"{tip(points[-2], points[-1])}{rect('paper', x - wide / 2, y - 7.5, wide, 15, 0)}"
            f"{written(label, x, y + 4, 'label', anchor='middle')}</g>"
        )
    for one, words, corner, breadth in zip(around.parties, boxes, layout.corners, layout.breadths, strict=True):
        parts.append(_box(one, words, corner[1], corner[0], max(breadth, _WIDE), asked=one.id == asked))
    return drawn(
        opening(layout.breadth + 2 * _MARGIN, layout.length + 2 * _MARGIN, "own ties", links=True)
        + "<title>The parties around it; the table below says the same of its own ties</title>"
        f'<g transform="translate({number(_MARGIN)} {number(_MARGIN)})">{"".join(parts)}</g></svg>'
    )


def _ties(lists: Lists, entity: Entity) -> list[tuple[Tie, Around, Entity | None]]:
    found: list[tuple[Tie, Around, Entity | None]] = []
    for link in entity.links:
        known = lists.screener.entity(link.entity_id) if link.entity_id else None
        other = _around(known) if known else Around(link.entity_id or link.name, link.name, "", listed=False)
        found.append((_tie(entity.id, other.id, link), other, known))
    for told in lists.told(entity.id):
        teller = lists.screener.entity(told.teller)
        if teller is not None:
            found.append((_tie(teller.id, entity.id, told.link), _around(teller), teller))
    return found


def _tie(teller: str, other: str, link: Link) -> Tie:
    edge = edge_of(link.kind)
    turned = edge.schema in _DIRECTED and edge.other_is in ("owner", "controller")
    return Tie(*((other, teller) if turned else (teller, other)), link.kind, link.note or "")


def _around(entity: Entity) -> Around:
    return Around(entity.id, entity.caption, entity.schema, listed=True)


def _told(around: Neighbourhood, tie: Tie) -> str:
    names = {one.id: one.name for one in around.parties}
    note = f" ({tie.note})" if tie.note else ""
    return f"{names[tie.tail]} → {names[tie.head]}: {property_words(tie.kind)}{note}"


def _words(one: Around) -> tuple[Sequence[str], str]:
    room = _WIDE - 2 * _PAD
    return wrap(one.name, room / BOLD, NAME, 3), cut(
        f"{one.schema} · {one.id}" if one.listed else "the list gives no id", room, SMALL
    )


def _high(words: tuple[Sequence[str], str]) -> float:
    return 2 * _PAD + _LINE * len(words[0]) + _SMALL_LINE


def _box(one: Around, words: tuple[Sequence[str], str], x: float, y: float, wide: float, *, asked: bool) -> str:
    high = _high(words)
    parts = [rect("box", x, y, wide, high, 5)]
    if one.listed:
        parts.append(rect("inner", x + 3.5, y + 3.5, wide - 7, high - 7, 3))
    for at, line in enumerate(words[0]):
        parts.append(written(line, x + wide / 2, y + _PAD + _LINE * at + 12, "name", anchor="middle"))
    parts.append(written(words[1], x + wide / 2, y + _PAD + _LINE * len(words[0]) + 11, anchor="middle"))
    inside = f"<title>{text_of(one.name)}</title>{''.join(parts)}"
    kind = f"party{' asked-party' if asked else ''}"
    if one.listed and not asked:
        return f'<a class="{kind}" href="/console/party/{text_of(one.id)}">{inside}</a>'
    return f'<g class="{kind}">{inside}</g>'
