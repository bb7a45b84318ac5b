"""A service with sign-in through a real provider, both as processes."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest

from debar_process import debar
from sample_lists import LISTS
from service_process import free_port, running

from .browsers import Browser

collect_ignore = ["django_provider_site.py"]  # Django alone can import it, once it is configured

CLIENT = "debar-console"
CLIENT_SECRET = "the secret+of%20this/client"
RULES = """
ask = "openid profile email groups"

[[allow]]
claim = "groups"
value = "compliance"
scopes = ["screen", "read"]
"""


class Site(NamedTuple):
    """The service, and the provider that it sends people to."""

    address: str
    issuer: str
    home: Path
    log: Path


@pytest.fixture(scope="session")
def lists_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the sample lists, to be copied."""
    home = tmp_path_factory.mktemp("signing-in") / "home"
    done = debar("update", "--from", LISTS, home=home)
    assert done.returncode == 0, done.stderr
    (home / "signin.toml").write_text(RULES)
    return home


@pytest.fixture(scope="session")
def ports() -> tuple[int, int]:
    """Of the service and of the provider: each must know the other's before it starts."""
    return free_port(), free_port()


@pytest.fixture(scope="session")
def issuer(ports: tuple[int, int], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Django OAuth Toolkit, started as a process of its own."""
    folder = tmp_path_factory.mktemp("provider")
    theirs = f"http://127.0.0.1:{ports[1]}"
    ours = [f"http://{name}:{ports[0]}" for name in ("127.0.0.1", "localhost")]
    script = Path(__file__).with_name("django_provider.py")
    command = [sys.executable, str(script), str(folder), str(ports[1]), CLIENT, CLIENT_SECRET]
    command += [" ".join(one + path for one in ours) for path in ("/signin/callback", "/signout")]
    log = folder / "log"
    with log.open("w") as stream:
        process = subprocess.Popen(command, stdout=stream, stderr=stream)
    try:
        until = time.monotonic() + 60
        while not _answers(f"{theirs}/o/.well-known/openid-configuration"):
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < until, log.read_text()
            time.sleep(0.1)
        yield f"{theirs}/o"
    finally:
        process.terminate()
        process.wait(timeout=20)


@pytest.fixture(scope="session")
def site(
    ports: tuple[int, int], issuer: str, lists_home: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """`debar serve` with sign-in and an audit log, at debug level."""
    log = tmp_path_factory.mktemp("signing-in-log") / "log"
    options = ["--oidc-issuer", issuer, "--oidc-client-id", CLIENT, "--audit", "--log-level", "debug"]
    options += ["--limit", "failed=0"]  # these tests fail on purpose, and often
    secret = {"DEBAR_OIDC_CLIENT_SECRET": CLIENT_SECRET}
    with running(lists_home, log, *options, port=ports[0], environment=secret) as address:
        yield Site(address, issuer, lists_home, log)


@pytest.fixture
def browser() -> Iterator[Browser]:
    with Browser() as opened:
        yield opened


@pytest.fixture
def another_browser() -> Iterator[Browser]:
    with Browser() as opened:
        yield opened


def _answers(url: str) -> bool:
    try:
        return httpx.get(url).is_success
    except httpx.TransportError:
        return False
