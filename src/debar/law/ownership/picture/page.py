"""A picture of an ownership graph as one HTML page: it works offline, prints, and says the same in tables."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from string import Template

import msgspec

from debar.diagram.lettering import clean
from debar.diagram.marks import opening, text_of
from debar.law.ownership.picture.boxes import body
from debar.law.ownership.picture.drawing import draw
from debar.law.ownership.picture.graph import Edge, Node, Picture
from debar.law.ownership.picture.key import key_of
from debar.law.ownership.picture.marks import style
from debar.law.ownership.picture.scope import Scope, choose
from debar.law.ownership.picture.wording import counted, names_of

_KEY_WIDTH = 1_100.0
_SHOWN_OWNERS = 8


def page(picture: Picture) -> str:
    """The whole page.

    Raises:
        GraphTooLarge: it has more parties than anybody could read.

    >>> page(Picture("Alpha", "OFAC 50 %", (Node("a", "Alpha"),))).count("Alpha")
    7
    """
    scope = choose(picture)
    script = _data("page.js")
    return Template(_data("page.html")).substitute(
        # The page runs this one script and no other, whatever a name may hold.
        hash=f"sha256-{b64encode(hashlib.sha256(script.encode()).digest()).decode()}",
        title=text_of(picture.title),
        style=f"{style()}{_data('page.css')}",
        lede=text_of(counted(scope)),
        picture=_picture(scope, picture),
        key=_key(scope),
        parties=_parties(scope),
        holdings=_holdings(scope),
        foot=text_of(picture.foot),
        graph=_graph(scope),
        script=script,
    )


def fragment(picture: Picture) -> str:
    """The drawing and its key, for a page that has the rules of `marks.rules`.

    Raises:
        GraphTooLarge: it has more parties than anybody could read.

    >>> fragment(Picture("Alpha", "OFAC 50 %", ())).startswith("<svg ")
    True
    """
    scope = choose(picture)
    return f"{_picture(scope, picture)}\n{_key(scope)}"


def _key(scope: Scope) -> str:
    key, high = key_of(scope, _KEY_WIDTH)
    return "\n".join((opening(_KEY_WIDTH, high, "own"), "<title>Key</title>", *key, "</svg>"))


def _picture(scope: Scope, picture: Picture) -> str:
    drawing = draw(scope)
    margin = 6
    return "\n".join(
        (
            opening(drawing.width + 2 * margin, drawing.height + 2 * margin + 8, "own"),
            f"<title>{text_of(picture.title)}</title>",
            f'<g transform="translate({margin} {margin})">',
            *body(drawing, scope, picture.focus),
            "</g></svg>",
        )
    )


def _graph(scope: Scope) -> str:
    numbers = {node.id: place for place, node in enumerate(scope.drawn)}
    names = names_of(scope)
    graph = {
        "names": [names[node.id] for node in scope.drawn],
        "edges": [
            [numbers[edge.owner], numbers[edge.owned], _percent(edge), clean(edge.document)] for edge in scope.held
        ],
    }
    # No "<" may stand in it: "</script>" would end it.
    return msgspec.json.encode(graph).decode().replace("<", "\\u003c")


def _parties(scope: Scope) -> str:
    names = names_of(scope)
    owners: dict[str, list[Edge]] = {}
    for edge in scope.held:
        owners.setdefault(edge.owned, []).append(edge)
    rows = (_party(place, node, owners.get(node.id, []), names) for place, node in enumerate(scope.drawn))
    return _table("parties", ("Party", "Id", "Listed", "Verdict", "Share", "Flags", "Owned by"), rows)


def _party(place: int, node: Node, owners: list[Edge], names: dict[str, str]) -> str:
    verdict = node.verdict or "none"
    # Names from right to left must not reorder those beside them.
    said = "; ".join(
        f"<bdi>{text_of(names[edge.owner])}</bdi> {text_of(_percent(edge))}" for edge in owners[:_SHOWN_OWNERS]
    )
    if len(owners) > _SHOWN_OWNERS:
        said += f" and {len(owners) - _SHOWN_OWNERS:,} more"
    return (
        f'<tr id="p{place}"><th scope="row" dir="auto"><a href="#n{place}">{text_of(names[node.id])}</a></th>'
        f"<td><code>{text_of(node.id)}</code></td><td>{'listed' if node.listed else ''}</td>"
        f'<td class="nowrap v-{verdict}">{(node.verdict or "").replace("_", " ")}</td>'
        f'<td class="num">{text_of(node.share)}</td><td>{text_of(", ".join(node.flags))}</td><td>{said}</td></tr>'
    )


def _holdings(scope: Scope) -> str:
    if not scope.held:
        return '<p class="muted">There is none.</p>'
    numbers = {node.id: place for place, node in enumerate(scope.drawn)}
    names = names_of(scope)

    def link(id: str) -> str:
        return f'<a href="#n{numbers[id]}" dir="auto">{text_of(names[id])}</a>'

    rows = (
        f'<tr><th scope="row">{link(edge.owner)}</th><td class="num">{text_of(_percent(edge))}</td><td>{link(edge.owned)}</td>'
        f"<td>{_towards(edge)}</td><td>{text_of(edge.document)}</td></tr>"
        for edge in scope.held
    )
    return _table("holdings", ("Owner", "Holds", "Of", "Towards the share", "Document"), rows)


def _table(name: str, head: tuple[str, ...], rows: Iterable[str]) -> str:
    cells = "".join(f'<th scope="col">{word}</th>' for word in head)
    lines = "\n".join(rows)
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-labelledby="{name}"><table><thead><tr>{cells}</tr></thead>'
        f"<tbody>\n{lines}\n</tbody></table></div>"
    )


def _towards(edge: Edge) -> str:
    if edge.ended or not edge.counted:
        return ""
    return "may count" if edge.doubtful else "counts"


def _percent(edge: Edge) -> str:
    return f"{clean(edge.percent)} (ended)" if edge.ended else clean(edge.percent)


@cache
def _data(name: str) -> str:
    return files("debar.law.ownership.picture").joinpath("data", name).read_text("utf-8")
