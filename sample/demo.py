"""The demo: the sample lists in, a screened customer file out. Run by `make demo`."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
HOME = HERE.parent / "demo-home"
REPORT = HOME / "report.html"


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
    expect(debar("batch", customers, "-o", HOME / "answers.jsonl", "--report", REPORT, "--home", HOME), 4)
    print(f"\nThe report of this run: {REPORT}")


if __name__ == "__main__":
    main()
