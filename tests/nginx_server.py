"""A throw-away nginx: the one on the machine, or Debian's package unpacked into a folder; nothing is installed."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx


class NoNginx(Exception):
    """Why there is none."""


def program() -> Path:
    """The path of nginx."""
    if found := shutil.which("nginx"):
        return Path(found)
    if shutil.which("apt-get") is None or shutil.which("dpkg") is None:
        raise NoNginx("nginx is not installed, and there is no apt-get to bring it")
    folder = Path(tempfile.gettempdir()) / f"debar-nginx-{os.geteuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # pytest-xdist runs several of us
        unpacked = folder / "root" / "usr" / "sbin" / "nginx"
        if not unpacked.exists():
            _unpack(folder)
    return unpacked


def _unpack(folder: Path) -> None:
    fetched = _run("apt-get", "download", "-qq", "nginx", cwd=folder)
    if fetched.returncode and os.geteuid() == 0:
        _run("apt-get", "update", "-qq", cwd=folder)
        fetched = _run("apt-get", "download", "-qq", "nginx", cwd=folder)
    packages = sorted(folder.glob("nginx_*.deb"))
    if fetched.returncode or not packages:
        raise NoNginx(f"nginx is not installed, and apt-get did not bring it: {fetched.stderr.strip()[-200:]}")
    done = _run("dpkg", "-x", str(packages[-1]), str(folder / "root"), cwd=folder)
    if done.returncode:
        raise NoNginx(done.stderr.strip()[-200:])


def _run(*command: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False, timeout=300)


@contextmanager
def proxy(configuration: str, folder: Path, port: int) -> Iterator[str]:
    """nginx with this inside its `http` block, and its address; it must listen on the port, without TLS."""
    folder.mkdir()
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    text = (
        f"daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/error.log;"
        f"{'user root;' if os.geteuid() == 0 else ''} events {{}} http {{ {temporary}\n{configuration}\n}}"
    )
    file = folder / "nginx.conf"
    file.write_text(text)
    command = [str(program()), "-c", str(file), "-e", str(folder / "error.log"), "-p", str(folder)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        until = time.monotonic() + 20
        while True:
            try:
                httpx.get(f"{address}/healthz")
                break
            except httpx.TransportError:
                said = (folder / "error.log").read_text() if (folder / "error.log").exists() else ""
                assert process.poll() is None, said
                assert time.monotonic() < until, said
                time.sleep(0.05)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=30)
