"""Pairs of parties compared one by one, without any list: ``{"id", "schema", "query", "candidate"}`` in, scores out."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from debar.errors import BadFile, BadRow, InputError
from debar.lists.ftm.plain import entity_of
from debar.match import compare
from debar.match.algorithms import DEBAR, check
from debar.match.treasury import compare_as_treasury
from debar.model import SCHEMATA, Query

_encode = msgspec.json.Encoder().encode


def compare_pair(pair: Mapping[str, Any], *, threshold: float, algorithm: str = DEBAR) -> dict[str, Any]:
    """The score of one pair.

    Args:
        threshold: the least score that is a match.
        algorithm: ``debar``, or ``ofac-sls`` for the score that the US Treasury's search tool gives.
        pair: ``id``, ``schema`` (``candidate_schema`` where it differs), ``query`` and ``candidate`` as properties.

    Raises:
        InputError: there is no such algorithm, a side has no usable name or identifier, or a field has the wrong type.

    >>> pair = {"id": "1", "schema": "Person", "query": {"name": ["Ada King"]}, "candidate": {"name": ["KING, Ada"]}}
    >>> compare_pair(pair, threshold=0.7)["match"]
    True
    """
    check(algorithm)
    schema = pair.get("schema") or "Thing"
    candidate_schema = pair.get("candidate_schema") or schema
    if candidate_schema not in SCHEMATA:
        raise BadRow(
            "candidate_schema", rule="the schema must be one of " + ", ".join(SCHEMATA), got=repr(candidate_schema)
        )
    query = Query(schema=schema, properties=_properties(pair, "query"))
    candidate = entity_of("candidate", "pair", candidate_schema, _properties(pair, "candidate"))
    scorer = compare if algorithm == DEBAR else compare_as_treasury
    hit = scorer(query, candidate, threshold=threshold)
    evidence = [
        {field: getattr(one, field) for field in ("kind", "level", "query", "listed", "points", "text")}
        for one in hit.evidence
    ]
    answer = {"id": pair.get("id"), "score": hit.score, "match": hit.match, "evidence": evidence}
    return answer if algorithm == DEBAR else {**answer, "algorithm": algorithm}


def compare_file(source: Path, output: Path | BinaryIO, *, threshold: float, algorithm: str = DEBAR) -> tuple[int, int]:
    """Every pair of a file of JSON lines; as many lines out as in, in order. A path appears only when it is whole.

    Returns:
        How many pairs there were, and how many of them were rejected.

    Raises:
        BadFile: the file cannot be read.
        BadQuery: there is no such algorithm.
    """
    check(algorithm)
    try:
        stream = source.open("rb")
    except OSError as error:
        raise BadFile(str(source), got=str(error.strerror), fix="give two names, or a file of JSON lines") from error
    with stream:
        if not isinstance(output, Path):
            return _compare_lines(stream, output, threshold, algorithm)
        part = output.with_name(output.name + ".part")
        with part.open("wb") as target:
            counts = _compare_lines(stream, target, threshold, algorithm)
            target.flush()
            os.fsync(target.fileno())
        part.replace(output)
        return counts


def _compare_lines(stream: BinaryIO, target: BinaryIO, threshold: float, algorithm: str) -> tuple[int, int]:
    total = rejected = 0
    for number, line in enumerate(stream, start=1):
        total += 1
        given_id: object = None
        try:
            pair = msgspec.json.decode(line)
            if not isinstance(pair, dict):
                raise BadRow(f"line {number}", rule="a pair must be a JSON object", got=type(pair).__name__)
            given_id = pair.get("id")
            answer = compare_pair(pair, threshold=threshold, algorithm=algorithm)
        except (msgspec.DecodeError, InputError, UnicodeDecodeError) as error:
            rejected += 1
            answer = {"id": given_id, "status": "rejected", "reason": f"line {number}: {error}"}
        target.write(_encode(answer) + b"\n")
    return total, rejected


def _properties(pair: Mapping[str, Any], side: str) -> dict[str, list[str]]:
    found = pair.get(side)
    if not isinstance(found, dict):
        raise BadRow(side, rule="it must be an object of properties", got=type(found).__name__)
    properties: dict[str, list[str]] = {}
    for prop, values in found.items():
        listed = [values] if isinstance(values, str) else values
        if not isinstance(listed, list) or not all(isinstance(value, str) for value in listed):
            raise BadRow(f"{side}.{prop}", rule="a property's values must be a list of text", got=repr(values)[:80])
        properties[prop] = listed
    return properties
