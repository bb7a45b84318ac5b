"""Chromium without a screen: found, or installed as Debian has it."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser

_COMMANDS = (("apt-get", "update", "-qq"), ("apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"))


class NoChromium(Exception):
    """Why there is none."""


def program() -> str:
    """Its path; installs it where root may."""
    found = shutil.which("chromium")
    if found is None:
        _install()
        found = shutil.which("chromium")
    if found is None:
        raise NoChromium("Chromium is not installed, and apt-get did not bring it")
    return found


@contextmanager
def chromium(*options: str) -> Iterator[Browser]:
    """A running one, driven by Playwright."""
    from playwright.sync_api import sync_playwright

    path = program()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", *options])
        try:
            yield browser
        finally:
            browser.close()


def _install() -> None:
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise NoChromium("Chromium is not installed, and only root with apt-get could install it")
    with Path("/tmp/debar-apt.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # pytest-xdist runs several of us
        if shutil.which("chromium") is not None:
            return
        for command in _COMMANDS:
            environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
            done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=600)
            if done.returncode:
                raise NoChromium(f"`{' '.join(command)}` failed: {done.stderr.strip()[-300:]}")
