"""The picture of an ownership graph, as one SVG file or one HTML page that works offline."""

from debar.law.ownership.picture.graph import Edge, Node, Picture, Verdict
from debar.law.ownership.picture.page import page
from debar.law.ownership.picture.svg import svg

__all__ = ["Edge", "Node", "Picture", "Verdict", "page", "svg"]
