"""What every benchmark shares: where the data lies, a measured child process, a table, the machine in a line."""

from __future__ import annotations

import os
import platform
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("DEBAR_SHARED", ROOT.parent / "shared"))
LISTS = SHARED / "data" / "lists"


class Run(NamedTuple):
    """A finished child: wall seconds, CPU seconds, peak resident MiB, exit code, what it said on stdout."""

    wall_s: float
    cpu_s: float
    peak_mib: float
    code: int
    said: str


def need_shared() -> None:
    """Stop with a clear sentence where the official files are not at hand."""
    if not LISTS.is_dir():
        sys.exit(f"this benchmark reads the official files under {LISTS}; set DEBAR_SHARED to where they lie")


def run(command: Sequence[object], *, one_core: bool = True) -> Run:
    """Run a command on one core and measure it and its children."""
    words = [str(word) for word in command]
    if one_core and sys.platform == "linux":
        words = ["taskset", "-c", "0", *words]
    began = time.perf_counter()
    process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert process.stdout is not None
    said = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - began
    scale = 1024 if sys.platform == "linux" else 1024**2
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / scale, process.returncode, said)


def debar(*args: object, one_core: bool = True) -> Run:
    """Run a debar command."""
    return run([sys.executable, "-m", "debar", *args], one_core=one_core)


def peak_mib() -> float:
    """The peak resident memory of this process."""
    scale = 1024 if sys.platform == "linux" else 1024**2
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / scale


def size_mb(path: Path) -> float:
    """Bytes on disk below a path, in MB."""
    return sum(file.stat().st_size for file in path.rglob("*") if file.is_file()) / 1e6


def machine() -> str:
    """The machine in a line."""
    model = platform.processor() or platform.machine()
    if sys.platform == "linux":
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        model = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), model)
    return f"{model}, {os.cpu_count()} cores, Python {platform.python_version()}; one core used unless said otherwise"


def table(header: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print a Markdown table and the machine it was made on."""
    print("| " + " | ".join(header) + " |")
    print("|" + "---|" * len(header))
    for row in rows:
        print("| " + " | ".join(str(cell) for cell in row) + " |")
    print(f"\n{machine()}")
