"""Whatever the text, the reading is sound or the error says why."""

from __future__ import annotations

import json
import sys
from datetime import date
from typing import Any

import jsonschema
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from debar.errors import BadQuery, BadText
from debar.news import Reading, read, schema

WORDS = st.sampled_from(
    [
        "Iran",
        "Russia",
        "accused",
        "of",
        "supplying",
        "missiles",
        "to",
        ",",
        ".",
        "“",
        "”",
        '"',
        "(",
        ")",
        "said",
        "that",
        "denied",
        "Blinken",
        "the",
        "U.S.",
        "on",
        "Tuesday",
        "sanctions",
        "imposed",
        "and",
        "or",
        "not",
        "would",
        "he",
        "they",
        "it",
        "according",
        "citing",
        "has",
        "been",
        "2024",
        "10",
        "—",
        ";",
        "’s",
        "which",
        "Ministry",
        "Bank",
        "drones",
        "\n\n",
    ]
)
PROSE = st.lists(WORDS, max_size=60).map(" ".join)


def spans(value: Any) -> list[tuple[int, int]]:
    if isinstance(value, dict):
        own = [tuple(value["span"])] if "span" in value else []
        return own + [each for one in value.values() for each in spans(one)]
    if isinstance(value, list):
        return [each for one in value for each in spans(one)]
    return []


def check(text: str, reading: Reading) -> None:
    document = json.loads(msgspec.json.encode(reading))
    jsonschema.validate(document, schema())
    assert document["document"]["text"] == text
    ids = {party["id"] for party in document["parties"]}
    for start, end in spans(document):
        assert 0 <= start < end <= len(text)
    for party in document["parties"]:
        assert party["mentions"]
        assert all(text[slice(*each["span"])] == each["text"] for each in party["mentions"])
    claims = {claim["id"] for claim in document["claims"]}
    for claim in document["claims"]:
        assert {*claim["actors"], *claim["targets"]} <= ids
        assert {each["claim"] for each in claim["stance"]} <= claims
        assert text[slice(*claim["cue"]["span"])] == claim["cue"]["text"]
    for measure in document["measures"]:
        assert measure["stage"] in ("mooted", "proposed", "announced")


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300))
def test_any_text_gives_valid_json_with_spans_inside_the_text(text: str) -> None:
    try:
        check(text, read(text, published=date(2024, 9, 10)))
    except BadText:
        assert any(ord(char) < 32 or char == "\ufffd" for char in text)


@settings(max_examples=200, deadline=None)
@given(PROSE)
def test_any_order_of_words_gives_valid_json(text: str) -> None:
    check(text, read(text, published=date(2024, 9, 10)))


def test_an_empty_text_has_nothing_in_it() -> None:
    reading = read("")
    assert (reading.parties, reading.claims, reading.measures, reading.effects) == ((), (), (), ())


def test_binary_garbage_is_refused_with_a_reason() -> None:
    with pytest.raises(BadText, match="control or replacement characters"):
        read(bytes(range(256)).decode("latin-1") * 40)


def test_a_language_without_tables_is_named() -> None:
    with pytest.raises(BadQuery, match="no tables for reading this language"):
        read("Bonjour.", language_code="xx")


def test_mixed_scripts_are_read_around() -> None:
    text = "Министр Лавров заявил. 俄罗斯外交部. Iran denied supplying drones to Russia. إيران"
    reading = read(text)
    check(text, reading)
    assert [claim.type for claim in reading.claims] == ["DENY", "SUPPLY_ARMS"]


@pytest.mark.parametrize(
    "piece",
    [
        "Iran denied supplying drones to Russia, ",
        "“Iran ",
        "Iran and ",
        "and, ",
        "( ",
        "that the of ",
        "x" * 50,
        "of missiles ",
    ],
)
def test_the_work_is_linear_in_the_length_of_one_huge_sentence(piece: str) -> None:
    def calls(copies: int) -> int:
        """Function calls, counted: unlike the clock they do not depend on who else uses the machine."""
        count = 0

        def one(frame: object, event: str, argument: object) -> None:
            nonlocal count
            count += event in ("call", "c_call")

        sys.setprofile(one)
        try:
            read(piece * copies)
        finally:
            sys.setprofile(None)
        return count

    calls(2)
    assert calls(1600) < calls(200) * 8 * 1.5
