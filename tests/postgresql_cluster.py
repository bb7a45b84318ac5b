"""A throw-away PostgreSQL: found or installed, started as somebody who is not root, gone after the tests."""

from __future__ import annotations

import fcntl
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

INSTALL = (
    ("apt-get", "update", "-qq"),
    (
        "apt-get",
        "install",
        "-y",
        "-qq",
        "--no-install-recommends",
        "-o",
        "Dpkg::Options::=--force-confold",
        "postgresql",
    ),
)


class NoPostgresql(Exception):
    """Why there is none."""


def binaries() -> Path:
    """The folder of `initdb` and `pg_ctl`; installs them where root may."""
    found = _find()
    if found is None:
        _install()
        found = _find()
    if found is None:
        raise NoPostgresql("PostgreSQL is not installed, and apt-get did not bring it")
    return found


@contextmanager
def cluster() -> Iterator[str]:
    """A running server; its URL. It listens on a socket in its own folder alone."""
    programs = binaries()
    folder = Path(tempfile.mkdtemp(prefix="debar-pg-", dir="/tmp"))
    user = _user()
    try:
        if user is not None:
            shutil.chown(folder, user)
        _run(
            programs / "initdb",
            "-D",
            folder / "data",
            "-U",
            "debar",
            "--auth=trust",
            "-E",
            "UTF8",
            "--locale=C",
            user=user,
        )
        options = f"-c listen_addresses='' -c unix_socket_directories='{folder}'"
        _run(
            programs / "pg_ctl",
            "-D",
            folder / "data",
            "-w",
            "-t",
            "60",
            "-l",
            folder / "log",
            "-o",
            options,
            "start",
            user=user,
        )
        try:
            yield f"postgresql://debar@/postgres?host={folder}"
        finally:
            _run(programs / "pg_ctl", "-D", folder / "data", "-m", "immediate", "stop", user=user)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _find() -> Path | None:
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name), reverse=True)
    on_path = shutil.which("pg_ctl")
    if on_path is not None:
        folders.append(Path(on_path).resolve().parent)
    return next((folder for folder in folders if (folder / "initdb").exists() and (folder / "pg_ctl").exists()), None)


def _install() -> None:
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise NoPostgresql("PostgreSQL is not installed, and only root with apt-get could install it")
    with Path("/tmp/debar-apt.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # pytest-xdist runs several of us
        if _find() is not None:
            return
        for command in INSTALL:
            done = subprocess.run(
                command,
                env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
                capture_output=True,
                text=True,
                timeout=600,
            )
            if done.returncode:
                raise NoPostgresql(f"`{' '.join(command)}` failed: {done.stderr.strip()[-300:]}")


def _user() -> str | None:
    """Whom the server runs as: it refuses root."""
    if os.geteuid() != 0:
        return None
    known = {one.pw_name for one in pwd.getpwall()}
    return next(name for name in ("postgres", "nobody") if name in known)


def _run(*command: object, user: str | None) -> None:
    # A file, not a pipe: the server inherits it, and a pipe would keep us waiting for its end.
    with tempfile.TemporaryFile("w+") as said:
        done = subprocess.run(
            list(map(str, command)),
            stdout=said,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            cwd="/",
            user=user,
            timeout=120,
        )
        said.seek(0)
        if done.returncode:
            raise NoPostgresql(f"{Path(str(command[0])).name}: {said.read()[-300:]}")
