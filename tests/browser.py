"""A headless Chromium: Debian's own, found or installed."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
from pathlib import Path

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_INSTALL = (
    ("apt-get", "update", "-qq"),
    ("apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-dejavu-core", "fonts-noto-core"),
)


class NoChromium(Exception):
    """Why there is none."""


def chromium() -> str:
    """The program; installs it where root may.

    Raises:
        NoChromium: it is not there, and could not be brought.
    """
    found = _find()
    if found is None and os.geteuid() == 0 and shutil.which("apt-get"):
        with Path("/tmp/debar-apt.lock").open("w") as held:
            fcntl.flock(held, fcntl.LOCK_EX)  # the tests run in several processes
            if _find() is None:
                environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
                for command in _INSTALL:
                    subprocess.run(command, check=False, env=environment, stdout=subprocess.DEVNULL, timeout=600)
        found = _find()
    if found is None:
        raise NoChromium("Chromium is not installed, and apt-get did not bring it")
    return found


def _find() -> str | None:
    return next((path for path in map(shutil.which, _NAMES) if path), None)
