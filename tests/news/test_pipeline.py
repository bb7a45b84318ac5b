"""A user's spaCy pipeline adds names that the rules cannot know."""

from __future__ import annotations

import warnings
from typing import Any

import pytest

from debar.errors import BadQuery
from debar.news import read
from debar.news.pipeline import load


@pytest.fixture(scope="module")
def pipeline() -> Any:
    """A small pipeline without weights, made here: an entity ruler over two patterns."""
    with warnings.catch_warnings():
        # spaCy's own dependencies warn of each other.
        warnings.simplefilter("ignore")
        spacy = pytest.importorskip("spacy")
        made = spacy.blank("en")
        ruler = made.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "ORG", "pattern": "sepehr"}, {"label": "PERSON", "pattern": "Xi Ling"}])
    return made


def test_an_entity_of_the_pipeline_is_a_party_and_takes_part_in_claims(pipeline: Any) -> None:
    text = "The U.S. sanctioned sepehr on Tuesday."
    without = {party.name: party.kind for party in read(text).parties}
    assert without.get("sepehr") != "company"
    reading = read(text, pipeline=pipeline)
    party = next(party for party in reading.parties if party.name == "sepehr")
    assert party.kind == "company"
    (claim,) = reading.claims
    assert claim.targets == (party.id,)


def test_a_name_of_the_tables_stands(pipeline: Any) -> None:
    reading = read("Iran denied it, Xi Ling said.", pipeline=pipeline)
    assert {("Iran", "government"), ("Xi Ling", "person")} <= {(party.name, party.kind) for party in reading.parties}


def test_a_pipeline_that_is_not_installed_is_named() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with pytest.raises(BadQuery, match=r"no such pipeline|not installed"):
            load("xx_no_such_pipeline")
