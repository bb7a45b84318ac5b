"""The project's own sample of official files, for tests that change them."""

from __future__ import annotations

import shutil
from pathlib import Path

SAMPLE = Path(__file__).resolve().parent.parent / "sample"
LISTS = SAMPLE / "lists"
SDN = LISTS / "us-ofac-sdn"
SDN_BEFORE = SDN / "2024-05-03"
SDN_AFTER = SDN / "2024-09-10"


def copy(source: Path, target: Path) -> Path:
    """A copy that may be changed."""
    if source.is_dir():
        return Path(shutil.copytree(source, target))
    target.parent.mkdir(parents=True, exist_ok=True)
    return Path(shutil.copy(source, target))
