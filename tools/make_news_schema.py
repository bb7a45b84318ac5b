"""Write the JSON Schema of a reading: ``src/debar/news/data/reading.schema.json``. Run it when the values change."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec

from debar.news import Reading

FILE = Path(__file__).resolve().parent.parent / "src" / "debar" / "news" / "data" / "reading.schema.json"


def document() -> dict[str, Any]:
    """The schema, with every part under its name."""
    (root,), parts = msgspec.json.schema_components([Reading], ref_template="#/$defs/{name}")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Reading",
        **root,
        "$defs": dict(parts),
    }


if __name__ == "__main__":
    FILE.write_text(json.dumps(document(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(FILE)
