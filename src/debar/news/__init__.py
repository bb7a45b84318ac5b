"""Reading the news: who claims what, what was announced, whom it will touch.

    from debar.news import read

    reading = read(text, published=date(2024, 9, 10))
    for claim in reading.claims: ...

``data/*.schema.json`` are the JSON Schemas of a reading and of what stands beside it; `schema` gives them.
"""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

from debar.errors import BadQuery
from debar.news.reader import read
from debar.news.values import (
    Claim,
    Cue,
    Document,
    Effect,
    Measure,
    Mention,
    Object,
    Party,
    Reading,
    Source,
    Stance,
    Standing,
    When,
)

__all__ = [
    "SCHEMAS",
    "Claim",
    "Cue",
    "Document",
    "Effect",
    "Measure",
    "Mention",
    "Object",
    "Party",
    "Reading",
    "Source",
    "Stance",
    "Standing",
    "When",
    "read",
    "schema",
]


SCHEMAS = ("reading", "watch", "exposure", "effects_in_law")


def schema(of: str = "reading") -> dict[str, Any]:
    """The JSON Schema of what `debar read` and `debar watch` give.

    Args:
        of: ``reading``; ``watch``, the measures that `debar watch` lists; ``exposure`` and ``effects_in_law``, what stands
            beside a reading under these names.

    Raises:
        BadQuery: there is no such schema.

    >>> schema()["title"], schema("watch")["type"]
    ('Reading', 'array')
    """
    if of not in SCHEMAS:
        raise BadQuery("schema", rule=f"debar publishes the schemas {', '.join(SCHEMAS)}", got=repr(of))
    text = files("debar.news").joinpath("data", f"{of}.schema.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found
