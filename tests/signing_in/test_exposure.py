"""A service that others reach starts with keys or sign-in, and not otherwise."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from debar.access import Keys
from debar.errors import BadFile, BadQuery
from debar.service.admission import admission_of
from debar.service.starting import Told, put_together
from service_process import free_port, running

from .conftest import CLIENT


def started(home: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """A start that is refused; one that is not would run until it is stopped, and fail the test."""
    command = [sys.executable, "-m", "debar", "serve", "--home", str(home), "--port", str(free_port()), *options]
    environment = {**os.environ, "FORWARDED_ALLOW_IPS": "*"}  # uvicorn's own variable must open nothing
    return subprocess.run(command, capture_output=True, text=True, timeout=60, env=environment, check=False)


@contextmanager
def running_at(home: Path, *options: str) -> Iterator[None]:
    command = [sys.executable, "-m", "debar", "serve", "--home", str(home), *options]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        yield
        assert process.poll() is None
    finally:
        process.terminate()
        process.wait(timeout=40)


@pytest.mark.parametrize(
    "options",
    [
        ("--host", "0.0.0.0"),
        ("--host", "::"),
        ("--host", ""),
        ("--host", "0"),
        ("--host", "192.0.2.7"),
        ("--host", "::ffff:192.0.2.7"),
        ("--host", "debar.example"),
        ("--host", "localhost.example"),
        ("--host", socket.gethostname()),
        ("--socket", "debar.sock"),
        ("--forwarded-allow-ips", "10.0.0.1"),
        ("--public-url", "https://debar.example"),
    ],
)
def test_without_keys_it_is_not_reached_from_elsewhere(tmp_path: Path, options: tuple[str, ...]) -> None:
    done = started(tmp_path, *options)
    assert done.returncode == 3
    assert "[service.unsafe]" in done.stderr
    assert not (tmp_path / "debar.sock").exists()


def test_a_revoked_key_is_no_key(tmp_path: Path) -> None:
    keys = Keys(tmp_path, write=True)
    keys.add("payments", ["screen"])
    keys.revoke("payments")
    assert "[service.unsafe]" in started(tmp_path, "--host", "0.0.0.0").stderr


def test_with_a_key_it_listens_on_a_socket_and_asks_for_the_key(lists_home: Path, tmp_path: Path) -> None:
    home = Path(shutil.copytree(lists_home, tmp_path / "home"))
    _, token = Keys(home, write=True).add("payments", ["read"])
    path = tmp_path / "debar.sock"
    with running_at(home, "--socket", str(path)):
        transport = httpx.HTTPTransport(uds=str(path))
        with httpx.Client(transport=transport, base_url="http://debar.example", timeout=120) as client:
            until = time.monotonic() + 30
            while not path.exists() and time.monotonic() < until:
                time.sleep(0.05)
            assert client.get("/catalog").status_code == 401
            assert client.get("/catalog", headers={"X-Api-Key": token}).status_code == 200


def test_forwarded_headers_are_believed_of_the_named_proxy_alone(lists_home: Path, tmp_path: Path) -> None:
    home = Path(shutil.copytree(lists_home, tmp_path / "home"))
    Keys(home, write=True).add("payments", ["read"])
    told = {"X-Forwarded-For": "198.51.100.9"}
    for options, address in ((), "127.0.0.1"), (("--forwarded-allow-ips", "127.0.0.1"), "198.51.100.9"):
        log = tmp_path / "log"
        with running(home, log, *options) as found:
            httpx.get(f"{found}/catalog", headers=told)
        lines = [line for line in log.read_text().splitlines() if '"path":"/catalog"' in line]
        assert [f'"from":"{address}"' in line for line in lines] == [True]


OIDC = {"issuer": "https://id.example", "client_id": CLIENT}


@pytest.mark.parametrize(
    ("told", "option"),
    [
        ({"issuer": "https://id.example"}, "--oidc-client-id"),
        ({"client_id": CLIENT}, "--oidc-issuer"),
        ({**OIDC, "host": "0.0.0.0"}, "--public-url"),
        ({**OIDC, "socket": "debar.sock"}, "--public-url"),
        ({**OIDC, "forwarded": "10.0.0.1"}, "--public-url"),
        ({"public": "http://debar.example"}, "--public-url"),
        ({"public": "https://debar.example/console"}, "--public-url"),
        ({"forwarded": "*"}, "--forwarded-allow-ips"),
        ({"forwarded": ""}, "--forwarded-allow-ips"),
        ({"forwarded": "10.0.0.1,proxy.example"}, "--forwarded-allow-ips"),
        ({"cors": ("*",)}, "--cors-origin"),
        ({"cors": ("null",)}, "--cors-origin"),
        ({"cors": ("https://a.example/",)}, "--cors-origin"),
        ({"limits": ("key=fast",)}, "--limit"),
        ({"limits": ("keys=1",)}, "--limit"),
        ({"limits": ("key=1/0",)}, "--limit"),
    ],
)
def test_an_option_that_cannot_be_used_is_named(lists_home: Path, told: dict[str, str], option: str) -> None:
    with pytest.raises(BadQuery) as refused:
        put_together(Told(home=lists_home, **told), {})  # type: ignore[arg-type]
    assert refused.value.about == option


@pytest.mark.parametrize(
    "told",
    [{"forwarded": "10.0.0.0/8, ::1"}, {"forwarded": "*", "socket": "debar.sock"}, {"cors": ("https://a.example:8",)}],
)
def test_what_can_be_used_is_taken(lists_home: Path, told: dict[str, str]) -> None:
    assert put_together(Told(home=lists_home, **told), {}).sign_in is None  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "rules",
    [
        None,
        "",
        "allow = []",
        "[[allow]]\nclaim = 'groups'\nvalue = 'desk'\nscopes = []",
        "[[allow]]\nclaim = 'groups'\nvalue = 'desk'\nscopes = ['screening']",
        "[[allow]]\nclaim = 'groups'\nscopes = ['read']",
        "[[allow]]\nclaim = 'email'\nvalue = 'a'\ndomain = 'b'\nscopes = ['read']",
        "[[allow]]\nclaim = ''\nvalue = 'a'\nscopes = ['read']",
        "[[allow]]\nclaim = 'groups'\nvalues = 'a'\nscopes = ['read']",
        "idle_minutes = 0\n[[allow]]\nclaim = 'groups'\nvalue = 'a'\nscopes = ['read']",
        "ask = 'profile'\n[[allow]]\nclaim = 'groups'\nvalue = 'a'\nscopes = ['read']",
        "[[allow]\n",
    ],
)
def test_rules_that_cannot_be_used_are_named_before_it_listens(tmp_path: Path, rules: str | None) -> None:
    if rules is not None:
        (tmp_path / "signin.toml").write_text(rules)
    with pytest.raises(BadFile, match=r"signin\.toml"):
        admission_of(tmp_path)
