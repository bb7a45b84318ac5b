"""The tables beside the readers, in ``law/data``: read once, never changed."""

from __future__ import annotations

import csv
from functools import cache
from importlib import resources


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a table.

    >>> table("psc_natures.csv")[0]["nature"]
    'ownership-of-shares-25-to-50-percent'
    """
    text = (resources.files("debar.law") / "data" / name).read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))
