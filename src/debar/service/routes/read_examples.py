"""What `/openapi.json` shows of `POST /read`: a body of each kind, and an answer."""

from __future__ import annotations

from typing import Any

_TEXT = "Britain on Tuesday sanctioned Iran Air, saying that the airline had carried missile parts to Russia."
_PAGE = f"<!doctype html><html><head><title>Airline sanctioned</title></head><body><article><p>{_TEXT}</p></article></body></html>"
_BYTES = {"type": "string", "format": "binary"}

BODIES: dict[str, Any] = {
    "text/plain": {"schema": {"description": "Any text."}, "example": _TEXT},
    "text/html": {"schema": {"description": "A page."}, "example": _PAGE},
    "application/pdf": {"schema": {"description": "The bytes of a PDF."}, "example": "%PDF-1.7 …"},
    "application/json": {"schema": {"$ref": "#/components/schemas/ReadBody"}, "example": {"text": _TEXT}},
    "multipart/form-data": {
        "schema": {
            "type": "object",
            "properties": {
                "article": {**_BYTES, "description": "Plain text, HTML or PDF."},
                "url": {"type": "string", "description": "Instead of it: its address, where the service fetches any."},
                "customers": {**_BYTES, "description": "CSV, JSON lines or Parquet: whom of them the article touches."},
                "stakes": {**_BYTES, "description": "With customers: who owns whom, as for `debar ownership`."},
            },
            "additionalProperties": False,
        },
        "example": {"article": _TEXT, "customers": "id,name,country\nc-17,Iran Air,ir\n"},
    },
}
ANSWER: dict[str, Any] = {
    "document": {"text": _TEXT, "published": "2024-09-10", "source": "article", "language": "en"},
    "engine": "debar/0.1.0",
    "parties": [
        {
            "id": "p2",
            "name": "Iran Air",
            "kind": "company",
            "entity": "uk-IRN0289",
            "caption": "IRAN AIR",
            "source": "uk-sl",
            "score": 0.97,
            "listed_on": {"published": False, "today": True},
        }
    ],
    "claims": [{"id": "c1", "type": "IMPOSE_SANCTION", "actors": ["p1"], "targets": ["p2"], "tense": "past"}],
    "measures": [{"id": "m1", "kind": "sanctions", "act": "impose", "targets": ["p2"], "stage": "announced"}],
    "effects": [],
    "warnings": [],
    "taken": {"source": "article", "media_type": "text/plain", "language": "en", "notes": [], "left_out": {}},
    "record": {"lists": [{"source": "uk-sl", "edition": "2026-11-24", "age_h": 0.4}], "policy": "default@c7c88793"},
}
