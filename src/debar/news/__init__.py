"""Reading the news: who claims what, what was announced, whom it will touch.

    from debar.news import read

    reading = read(text, published=date(2024, 9, 10))
    for claim in reading.claims: ...

``data/reading.schema.json`` is the JSON Schema of a reading; `schema` gives it.
"""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

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


def schema() -> dict[str, Any]:
    """The JSON Schema of a reading's JSON.

    >>> schema()["title"]
    'Reading'
    """
    text = files("debar.news").joinpath("data", "reading.schema.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found
