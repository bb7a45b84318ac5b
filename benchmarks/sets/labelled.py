"""Labelled pairs: the shared development rows, and the table of hazards that stands beside this package."""

from __future__ import annotations

import csv
import json
from pathlib import Path

from debar.lists.ftm.plain import entity_of
from debar.model import Query
from measure import SHARED
from sets.rows import Half, Pair, keep

HAZARDS = Path(__file__).resolve().parent.parent / "hazards.csv"


def properties(name: str, more: str) -> dict[str, list[str]]:
    """FollowTheMoney properties from a name column and a JSON column; the latter may hold single values."""
    found = json.loads(more) if more else {}
    return {"name": [name], **{prop: [values] if isinstance(values, str) else values for prop, values in found.items()}}


def pairs(share: Half | None = None) -> list[Pair]:
    """The rows of ``eval/pairs.csv``: sets ``name_bench``, ``entity_bench`` and ``domain``."""
    rows = csv.DictReader((SHARED / "eval" / "pairs.csv").read_text("utf-8").splitlines())
    return [_pair(row, row["set"], row["category"], row["cluster"]) for row in rows if keep(share, row["cluster"])]


def hazards(share: Half | None = None) -> list[Pair]:
    """The rows of ``hazards.csv``; those of one hazard that share a name are kin."""
    rows = list(csv.DictReader(HAZARDS.read_text("utf-8").splitlines()))
    clusters = [f"{row['hazard']}:{row['name2']}" for row in rows]
    return [
        _pair(row, "hazards", row["hazard"], cluster)
        for row, cluster in zip(rows, clusters, strict=True)
        if keep(share, cluster)
    ]


def _pair(row: dict[str, str], set_name: str, hazard: str, cluster: str) -> Pair:
    query = Query(schema=row.get("asked_as") or row["schema"], properties=properties(row["name1"], row["props1"]))
    entity = entity_of("x", "x", row["schema"], properties(row["name2"], row["props2"]))
    return Pair(set_name, hazard, query, entity, row["is_match"] == "true", cluster)
