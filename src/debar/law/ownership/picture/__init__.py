"""The picture of an ownership graph, as one SVG file or one HTML page; both work offline and run in light and dark.

Owners stand above or left of what they own. Parties that hang on one other party alone (minor owners, subsidiaries
without subsidiaries) are written as a list, so that 300 parties can be read; of an entity asked for, only what bears on it
is drawn. The tables of the page say the same as its picture.

The layered layout is that of `debar.diagram`.

>>> picture = Picture(
...     "Is Alpha blocked?",
...     "OFAC 50 %, holdings as on 2024-09-11. No legal advice.",
...     (Node("x", "X", "blocked", listed=True), Node("a", "Alpha", "blocked", share="50 %")),
...     (Edge("x", "a", "50 %", "register extract", counted=True),),
...     focus="a",
... )
>>> svg(picture).startswith("<svg "), page(picture).startswith("<!doctype html>")
(True, True)
"""

from debar.law.ownership.picture.assessed import picture_of
from debar.law.ownership.picture.graph import Edge, Node, Picture, Verdict
from debar.law.ownership.picture.page import fragment, page
from debar.law.ownership.picture.svg import svg

__all__ = ["Edge", "Node", "Picture", "Verdict", "fragment", "page", "picture_of", "svg"]
