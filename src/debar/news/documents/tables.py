"""The tables of the intake: what is cut, where a page keeps its date, how languages look."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def rows(table: str) -> tuple[Mapping[str, str], ...]:
    """The rows of one table in ``data/``."""
    text = files("debar.news.documents").joinpath("data", table).read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))
