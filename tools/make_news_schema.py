"""Write the JSON Schemas of what `debar read` and `debar watch` give. Run it when the values change.

``src/debar/news/data/``: ``reading.schema.json``, ``watch.schema.json`` (measures that are watched, and how each stands),
``exposure.schema.json`` (customers whom an article touches), ``effects_in_law.schema.json``.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec

from debar.news import Reading
from debar.news.exposure import Exposure
from debar.news.fulfilment import Held
from debar.news.in_law import InLaw

FOLDER = Path(__file__).resolve().parent.parent / "src" / "debar" / "news" / "data"
# What is published, with its title; of a list, the type of its members.
PUBLISHED: dict[str, tuple[str, Any]] = {
    "reading": ("Reading", Reading),
    "watch": ("Watched measures", list[Held]),
    "exposure": ("Exposure", Exposure),
    "effects_in_law": ("Effects in law", list[InLaw]),
}


def document(name: str = "reading") -> dict[str, Any]:
    """A schema, with every part under its name."""
    title, type_ = PUBLISHED[name]
    (root,), parts = msgspec.json.schema_components([type_], ref_template="#/$defs/{name}")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        **root,
        "$defs": dict(parts),
    }


if __name__ == "__main__":
    for each in PUBLISHED:
        file = FOLDER / f"{each}.schema.json"
        file.write_text(json.dumps(document(each), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        print(file)
