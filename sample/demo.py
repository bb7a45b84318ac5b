"""The demo: the sample lists in, a screened customer file out, what a hit means, who is reached through ownership.

Run by `make demo`.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
HOME = HERE.parent / "demo-home"
REPORT = HOME / "report.html"
PICTURE = HOME / "ownership.html"


def debar(*args: object) -> int:
    """Run a command as a user would, and show it."""
    words = [str(arg).removeprefix(f"{HERE.parent}/") for arg in args]
    print(f"\n$ debar {' '.join(words)}", flush=True)
    return subprocess.run([sys.executable, "-m", "debar", *words], cwd=HERE.parent, check=False).returncode


def expect(code: int, *wanted: int) -> None:
    if code not in wanted:
        sys.exit(f"the demo expected exit code {' or '.join(map(str, wanted))} and got {code}")


def main() -> None:
    shutil.rmtree(HOME, ignore_errors=True)
    expect(debar("update", "--from", HERE / "lists", "--home", HOME), 0)
    expect(debar("update", "own-watchlist", "--from", HERE / "lists" / "own-watchlist", "--home", HOME), 0)
    expect(debar("lists", "--home", HOME), 0)
    expect(debar("changes", "--since", "2024-05-03", "us-ofac-sdn", "--home", HOME), 0)
    customers = HERE / "customers.csv"
    # Exit code 4: two rows of the sample are unusable on purpose, and are named.
    answers = ("-o", HOME / "answers.jsonl", "--report", REPORT, "--nexus", "us,uk,eu")
    expect(debar("batch", customers, *answers, "--home", HOME), 4)
    for day, nexus, role in (("2024-09-09", "us", "bank"), ("2024-09-11", "us,eu", "bank")):
        asked = ("--nexus", nexus, "--on", day, "--role", role)
        expect(debar("effects", "us-ofac-25237", *asked, "--home", HOME), 0)
    stakes = (HERE / "ownership" / "stakes.csv", "--parties", HERE / "ownership" / "parties.csv")
    tied = ("--tie", "--decisions", HERE / "ownership" / "decisions.csv", "--home", HOME)
    asked = ("--rule", "ofac", "--on", "2024-09-11", "--entity", "marine", "--graph", PICTURE)
    expect(debar("ownership", *stakes, *tied, *asked), 0)
    print(f"\nThe report of this run: {REPORT}\nThe picture of who owns whom: {PICTURE}")


if __name__ == "__main__":
    main()
