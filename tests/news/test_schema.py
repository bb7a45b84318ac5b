"""The published schema is that of the values."""

from __future__ import annotations

import json
import runpy
from pathlib import Path

import jsonschema

from debar.news import schema

TOOL = Path(__file__).resolve().parents[2] / "tools" / "make_news_schema.py"


def test_the_published_schema_is_made_of_the_values() -> None:
    made = runpy.run_path(str(TOOL))["document"]()
    assert schema() == json.loads(json.dumps(made)), f"run {TOOL}"


def test_it_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())
    assert {"document", "parties", "claims", "measures", "effects"} <= set(schema()["$defs"]["Reading"]["properties"])


def test_the_types_of_claims_are_the_sixteen_and_plain_statements() -> None:
    assert len(schema()["$defs"]["Claim"]["properties"]["type"]["enum"]) == 17
