"""Answers as a table: one line per row with its best hit, as CSV; or as they are, as Parquet.

In CSV a cell that a spreadsheet would run as a formula (it starts with ``=``, ``+``, ``-``, ``@``, a tab or a carriage
return) gets an apostrophe in front. The full answers, with every hit and all its evidence, are in JSON lines and Parquet.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec

from debar.screen.answers import Answer, Found, decode
from debar.screen.parquet import pyarrow_parquet

CSV_COLUMNS = (
    "id",
    "row",
    "status",
    "name",
    "matches",
    "hits",
    "best_score",
    "best_match",
    "best_id",
    "best_caption",
    "best_schema",
    "best_dataset",
    "best_program",
    "best_evidence",
    "reason",
    "warnings",
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_BATCH = 2_000


def write_csv(answers: Path, target: Path) -> None:
    """Turn a file of answers into CSV (UTF-8, commas, LF)."""
    with target.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(CSV_COLUMNS)
        writer.writerows([defused(cell) for cell in _line(answer)] for answer in _read(answers))


def write_parquet(answers: Path, target: Path) -> None:
    """Turn a file of answers into Parquet; properties, designations and lists are JSON in columns of text.

    Raises:
        BadFile: pyarrow is not installed.
    """
    arrow = pyarrow_parquet(target.name)
    schema = _parquet_schema()
    import pyarrow as pa

    with answers.open("rb") as stream, arrow.ParquetWriter(target, schema) as writer:
        while batch := [_record(line) for line in islice(stream, _BATCH)]:
            writer.write_table(pa.Table.from_pylist(batch, schema=schema))


def defused(cell: str) -> str:
    """The cell so that no spreadsheet runs it.

    >>> defused("=HYPERLINK(0)"), defused("Ada")
    ("'=HYPERLINK(0)", 'Ada')
    """
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _read(answers: Path) -> Iterator[Answer]:
    with answers.open("rb") as stream:
        for line in stream:
            yield decode(line)


def _line(answer: Answer) -> list[str]:
    query = answer.query
    name = query.properties.get("name", ("",))[0] if query else ""
    screened = answer.status == "screened"
    return [
        answer.id,
        str(answer.row),
        answer.status,
        name,
        str(sum(found.match for found in answer.found)) if screened else "",
        str(len(answer.found)) if screened else "",
        *(_best(answer.found[0]) if answer.found else [""] * 8),
        answer.reason or "",
        "; ".join(answer.warnings),
    ]


def _best(found: Found) -> list[str]:
    return [
        f"{found.score:.4f}",
        "true" if found.match else "false",
        found.id,
        found.caption,
        found.schema,
        "; ".join(found.datasets),
        "; ".join(msgspec.json.decode(found.properties).get("program", ())),
        "; ".join(explanation.text for explanation in found.explanations),
    ]


def _record(line: bytes) -> dict[str, Any]:
    record: dict[str, Any] = msgspec.json.decode(line)
    _as_text(record, "query", "lists")
    for found in record.get("results", ()):
        _as_text(found, "properties", "designations")
    return record


def _as_text(record: dict[str, Any], *fields: str) -> None:
    for field in fields:
        if field in record:
            record[field] = msgspec.json.encode(record[field]).decode()


def _parquet_schema() -> Any:
    import pyarrow as pa

    text, texts = pa.string(), pa.list_(pa.string())
    explanation = pa.struct(
        {"kind": text, "level": text, "query": text, "listed": text, "points": pa.float64(), "text": text}.items()
    )
    found = {"id": text, "caption": text, "schema": text, "score": pa.float64(), "match": pa.bool_(), "datasets": texts}
    found |= {"properties": text, "explanations": pa.list_(explanation), "designations": text}
    answer = {"id": text, "row": pa.int64(), "status": text, "query": text}
    answer |= {"results": pa.list_(pa.struct(found.items())), "reason": text, "given": text, "warnings": texts}
    return pa.schema((answer | {"lists": text}).items())
