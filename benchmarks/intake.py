"""Official files → published index, list by list and all together; then the 308 daily SDN editions → history.

python benchmarks/intake.py [--runs 3]
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from pathlib import Path

from measure import LISTS, debar, need_shared, size_mb, table

SETS = {
    "OFAC SDN, CSV set of 2023-12-28": ["ofac/2023-12-28"],
    "OFAC non-SDN, CSV set of 2025-12-19": ["ofac/non-sdn-2025-12-19"],
    "UN, XML of 2026-02": ["un/consolidated_2026-02.xml"],
    "Canada, XML of 2025-05": ["ca/sema-lmes_2025-05.xml"],
    "Australia, workbook of 2024-12": ["au/regulation8_consolidated_2024-12.xlsx"],
    "UK, OFSI layout of 2018-04": ["uk/sanctionsconlist_2018-04-13.csv"],
    "US CSL, CSV of 2022-04": ["us-csl/consolidated_2022-04.csv.gz"],
    "SDN + non-SDN + UN + Canada + Australia": [
        "ofac/2023-12-28",
        "ofac/non-sdn-2025-12-19",
        "un/consolidated_2026-02.xml",
        "ca/sema-lmes_2025-05.xml",
        "au/regulation8_consolidated_2024-12.xlsx",
    ],
}


def gather(paths: list[str], folder: Path) -> None:
    """Link the files of a set into one folder."""
    for path in paths:
        source = LISTS / path
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.symlink_to(source) if source.is_file() else shutil.copytree(source, target)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    runs = parser.parse_args().runs
    need_shared()
    rows = []
    for title, paths in SETS.items():
        found = []
        for _ in range(runs):
            with tempfile.TemporaryDirectory() as folder:
                gather(paths, Path(folder) / "lists")
                home = Path(folder) / "home"
                done = debar("update", "--from", Path(folder) / "lists", "--home", home, "--format", "json")
                outcomes = json.loads(done.said)
                assert done.code == 0, outcomes
                found.append((done, size_mb(home / "index")))
        done, index = min(found, key=lambda one: one[0].wall_s)
        entities, names = (sum(outcome[field] for outcome in outcomes) for field in ("entities", "names"))
        rows.append(
            (title, f"{entities:,}", f"{names:,}", f"{done.wall_s:.1f}", f"{done.peak_mib:.0f}", f"{index:.1f}")
        )
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        done = debar("update", "--from", LISTS / "ofac/history", "--allow-partial", "--home", home, "--format", "json")
        outcomes = json.loads(done.said)
        assert done.code == 0
        title = f"history: {len(outcomes)} SDN editions (one run; {size_mb(home):.1f} MB on disk)"
        rows.append((title, f"{outcomes[-1]['entities']:,}", "", f"{done.wall_s:.1f}", f"{done.peak_mib:.0f}", ""))
    table(("files → published index", "entities", "names", "seconds", "peak MiB", "index MB"), rows)
    print(f"best of {runs} runs; whole processes, start-up included")


if __name__ == "__main__":
    main()
