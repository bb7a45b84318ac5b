"""From process start to the first answer, over the home of all lists at hand.

    python benchmarks/cold_start.py [--runs 7] [--python .venv/bin/python]

``--python`` names the Python whose environment is measured: tools for tests that hook into its start slow it down.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from pathlib import Path

from intake import SETS, gather
from measure import debar, need_shared, run, table

LIBRARY = """
import sys, debar
home = debar.Home(sys.argv[1])
company, person = debar.Screener(home).screen_many([
    debar.Query(schema="Company", name="Iran Air"),
    debar.Query(schema="Person", name="Vladimir Putin", birth_date="1952"),
])
assert company.hits[0].match
assert person.hits[0].match
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--python", default=sys.executable)
    given = parser.parse_args()
    runs, python = given.runs, given.python
    need_shared()
    with tempfile.TemporaryDirectory() as folder:
        lists, home = Path(folder) / "lists", Path(folder) / "home"
        gather([*SETS["SDN + non-SDN + UN + Canada + Australia"], *SETS["US CSL, CSV of 2022-04"]], lists)
        assert debar("update", "--from", lists, "--home", home).code == 0
        commands = {
            "library: import, open, a company and a person": [python, "-c", LIBRARY, home],
            '`debar screen "Iran Air"`': [python, "-m", "debar", "screen", "Iran Air", "--home", home],
            "`debar --help`": [python, "-m", "debar", "--help"],
            "python -c 'import numpy' (for comparison)": [python, "-c", "import numpy"],
        }
        rows = []
        for title, command in commands.items():
            found = [run(command) for _ in range(runs)]
            wall = sorted(one.wall_s for one in found)
            peak = max(one.peak_mib for one in found)
            rows.append((title, f"{wall[0]:.2f}", f"{statistics.median(wall):.2f}", f"{wall[-1]:.2f}", f"{peak:.0f}"))
    table(("process start → first answer", "best s", "median s", "worst s", "peak MiB"), rows)
    print(f"{runs} runs each, files in the page cache")


if __name__ == "__main__":
    main()
