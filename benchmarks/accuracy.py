"""How well the scorer tells pairs apart, and how often a clean name raises an alert, at the default threshold.

    python benchmarks/accuracy.py

Development sets (`shared/eval/README.md`): labelled pairs compared one by one; 13,000 people and companies that are not
listed, screened by name alone against the SDN list of 2023-12-28.
"""

from __future__ import annotations

import csv
import json
import tempfile
from collections import Counter
from pathlib import Path

from debar.lists.archives import Unpacker
from debar.lists.ftm.plain import entity_of
from debar.lists.reading import Context
from debar.lists.sets import find
from debar.match import DEFAULT_THRESHOLD, Index, build, compare
from debar.model import Entity, Query
from measure import LISTS, SHARED, need_shared, table


def properties(name: str, more: str) -> dict[str, list[str]]:
    found = json.loads(more) if more else {}
    return {"name": [name], **{prop: [values] if isinstance(values, str) else values for prop, values in found.items()}}


def pairs() -> list[tuple[str, ...]]:
    counts: dict[str, Counter[tuple[bool, bool]]] = {}
    for row in csv.DictReader((SHARED / "eval" / "pairs.csv").read_text("utf-8").splitlines()):
        query = Query(schema=row["schema"], properties=properties(row["name1"], row["props1"]))
        listed = entity_of("x", "x", row["schema"], properties(row["name2"], row["props2"]))
        found = compare(query, listed).match
        counts.setdefault(row["set"], Counter())[row["is_match"] == "true", found] += 1
    rows = []
    for name, count in counts.items():
        hit, missed, alarm = count[True, True], count[True, False], count[False, True]
        precision, recall = hit / (hit + alarm), hit / (hit + missed)
        f1 = 2 * precision * recall / (precision + recall)
        rows.append((f"pairs: {name}", str(count.total()), f"P {precision:.3f}, R {recall:.3f}, F1 {f1:.3f}"))
    return rows


def clean() -> tuple[str, ...]:
    with Unpacker() as unpacker:
        (file_set,) = find(unpacker, LISTS / "ofac" / "2023-12-28").sets
        items = file_set.format.read(file_set.files, Context())
        listed = [item for item in items if isinstance(item, Entity)]
    queries = []
    for line in (SHARED / "eval" / "clean.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        queries.append(Query(schema=row["schema"], name=row["properties"]["name"]))
    with tempfile.TemporaryDirectory() as folder:
        build(listed, Path(folder), about={})
        found = Index.open(Path(folder)).search_many(queries, limit=1, cutoff=DEFAULT_THRESHOLD)
    alerts = sum(bool(hits) for hits in found)
    return "clean names, name alone", str(len(queries)), f"{1000 * alerts / len(queries):.1f} false alerts per 1,000"


def main() -> None:
    need_shared()
    table(("set", "rows", "result"), [*pairs(), clean()])


if __name__ == "__main__":
    main()
