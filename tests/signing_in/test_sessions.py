"""Sessions: what the database alone cannot use, when they end, and that several processes share them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from debar.errors import BadQuery, SessionsUnusable
from debar.service.sessions import Sessions
from debar.service.starting import sessions_of
from debar_process import debar
from service_process import running

from .browsers import Browser
from .conftest import CLIENT, CLIENT_SECRET, Site
from .django_provider import PASSWORD

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)


class Clock:
    """Stands where it was put."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> None:
        self.now += timedelta(**by)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def sessions(database: str, clock: Clock) -> Iterator[Sessions]:
    opened = Sessions(database, clock=clock)
    yield opened
    opened.close()


def opened(sessions: Sessions, name: str = "ada", instead_of: str | None = None) -> str:
    _, token = sessions.open(
        name,
        f"https://id.example {name}",
        ["screen", "read"],
        address="192.0.2.7",
        id_token="an.id.token",
        instead_of=instead_of,
    )
    return token


def test_a_session_ends_when_it_is_not_used(sessions: Sessions, clock: Clock) -> None:
    token = opened(sessions)
    for _ in range(3):
        clock.forward(minutes=29)
        assert sessions.find(token) is not None
    clock.forward(minutes=31)
    assert sessions.find(token) is None
    assert [one.state(clock.now) for one in sessions.all()] == ["idle"]


def test_a_session_ends_after_a_day_of_work_however_much_it_is_used(sessions: Sessions, clock: Clock) -> None:
    token = opened(sessions)
    for _ in range(12 * 4 - 1):
        clock.forward(minutes=15)
        assert sessions.find(token) is not None
    clock.forward(minutes=15)
    assert sessions.find(token) is None


def test_a_session_that_was_ended_is_over_in_every_process(sessions: Sessions, database: str, clock: Clock) -> None:
    mine, hers = opened(sessions), opened(sessions, "grace")
    another = Sessions(database, clock=clock)
    assert another.find(mine) is not None
    assert [one.name for one in sessions.end_all("ada")] == ["ada"]
    assert (another.find(mine), another.hint(mine)) == (None, "")
    found = another.find(hers)
    assert found is not None
    assert [one.name for one in another.end_all(found.id)] == ["grace"]
    assert sessions.find(hers) is None
    with pytest.raises(BadQuery):
        sessions.end_all("ada")
    another.close()


def test_signing_in_again_ends_the_session_before(sessions: Sessions) -> None:
    first = opened(sessions)
    second = opened(sessions, instead_of=first)
    assert first != second
    assert (sessions.find(first) is None, sessions.find(second) is None) == (True, False)


def test_a_sign_in_is_finished_once_by_its_browser_within_ten_minutes(sessions: Sessions, clock: Clock) -> None:
    begun = sessions.begin("browser", "/console")
    assert sessions.finish("another", begun.state) is None
    assert sessions.finish("browser", begun.state) == (begun, "/console")
    assert sessions.finish("browser", begun.state) is None
    late = sessions.begin("browser", "/console")
    clock.forward(minutes=10)
    assert sessions.finish("browser", late.state) is None


def test_two_tabs_of_a_browser_sign_in_side_by_side(sessions: Sessions) -> None:
    first, second = sessions.begin("browser", "/a"), sessions.begin("browser", "/b")
    assert len({*first, *second}) == 6
    assert sessions.finish("browser", second.state) == (second, "/b")
    assert sessions.finish("browser", first.state) == (first, "/a")


def test_nothing_in_the_database_can_be_used(tmp_path: Path) -> None:
    path = tmp_path / "sessions.sqlite"
    sessions = Sessions(str(path))
    token = opened(sessions)
    begun = sessions.begin("the-cookie-of-the-browser", "/")
    with sqlite3.connect(path) as database:
        dump = "\n".join(database.iterdump())
    for secret in (token, "an.id.token", "the-cookie-of-the-browser", *begun):
        assert secret not in dump
    assert sessions.hint(token) == "an.id.token"
    assert sessions.hint(token + "x") == ""
    assert path.stat().st_mode & 0o077 == 0
    sessions.close()


def test_sessions_are_beside_the_audit_log_in_postgresql(postgresql: str, tmp_path: Path) -> None:
    sessions = sessions_of(tmp_path, {"DEBAR_AUDIT": postgresql})
    token = opened(sessions, "linus")
    assert not list(tmp_path.iterdir())
    again = sessions_of(tmp_path, {"DEBAR_AUDIT": postgresql})
    assert again.find(token) is not None
    again.end_all("linus")
    again.close()
    sessions.close()


def test_a_connection_that_broke_is_made_anew(postgresql: str) -> None:
    import psycopg

    sessions = Sessions(postgresql)
    token = opened(sessions, "broken")
    with psycopg.connect(postgresql, autocommit=True) as other:
        other.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'debar sessions'"
        )
    assert sessions.find(token) is not None
    sessions.end_all("broken")
    sessions.close()


def test_a_place_that_cannot_be_written_is_refused_at_the_start(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SessionsUnusable, match="cannot be kept"):
        Sessions(str(tmp_path / "file" / "sessions.sqlite"))
    (tmp_path / "damaged.sqlite").write_bytes(b"no database" * 100)
    with pytest.raises(SessionsUnusable):
        Sessions(str(tmp_path / "damaged.sqlite"))


def test_a_session_holds_in_a_second_process_until_it_is_ended_from_the_command_line(
    site: Site, browser: Browser, tmp_path: Path
) -> None:
    browser.sign_in(f"{site.address}/signin", "ada", PASSWORD)
    options = ["--oidc-issuer", site.issuer, "--oidc-client-id", CLIENT]
    secret = {"DEBAR_OIDC_CLIENT_SECRET": CLIENT_SECRET}
    with running(site.home, tmp_path / "log", *options, environment=secret) as second:
        assert browser.get(f"{second}/catalog").status_code == 200
        rows = json.loads(debar("sessions", "list", "--format", "json", home=site.home).stdout)
        assert [one["name"] for one in rows if one["state"] == "active"][-1] == "ada"
        assert "ada ended" in debar("sessions", "end", "ada", home=site.home).stdout
        assert browser.get(f"{second}/catalog").status_code == 303
        assert browser.get(f"{site.address}/catalog").status_code == 303
    assert debar("sessions", "end", "ada", home=site.home).returncode == 2
