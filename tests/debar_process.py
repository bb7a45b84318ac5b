"""The command line as a real process."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def debar(*args: object, home: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run a command and give its exit code, stdout and stderr."""
    environment = {**os.environ, "COLUMNS": "160"}
    environment.pop("DEBAR_HOME", None)
    if home is not None:
        environment["DEBAR_HOME"] = str(home)
    command = [sys.executable, "-m", "debar", *map(str, args)]
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False, timeout=120)
