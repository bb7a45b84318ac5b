"""The published schema is that of the values."""

from __future__ import annotations

import json
import runpy
from pathlib import Path

import jsonschema
import pytest

from debar.errors import BadQuery
from debar.news import SCHEMAS, schema

TOOL = Path(__file__).resolve().parents[2] / "tools" / "make_news_schema.py"


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_published_schema_is_made_of_the_values(name: str) -> None:
    made = runpy.run_path(str(TOOL))["document"](name)
    assert schema(name) == json.loads(json.dumps(made)), f"run {TOOL}"


@pytest.mark.parametrize("name", SCHEMAS)
def test_it_is_a_schema(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(schema(name))


def test_there_is_no_other_schema() -> None:
    with pytest.raises(BadQuery, match="reading, watch, exposure, effects_in_law"):
        schema("cases")


def test_a_reading_has_what_is_asked_of_it() -> None:
    assert {"document", "parties", "claims", "measures", "effects"} <= set(schema()["$defs"]["Reading"]["properties"])


def test_the_types_of_claims_are_the_sixteen_and_plain_statements() -> None:
    assert len(schema()["$defs"]["Claim"]["properties"]["type"]["enum"]) == 17
