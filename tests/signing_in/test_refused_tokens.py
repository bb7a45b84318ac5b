"""What a provider, or somebody in its name, may send that must not sign anybody in."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urljoin

import httpx
import pytest

from debar.errors import BadQuery
from debar.service.app import create_app
from debar.service.limits import Rate, rates
from debar.service.provider import Provider
from debar.service.sessions import Sessions
from debar.service.settings import Settings
from debar.service.starting import Told, put_together
from service_process import running_here

from .browsers import Browser
from .twisted_provider import Json, TwistedProvider, twisted

CLIENT, CLIENT_SECRET = "debar-console", "the-secret-of-this-client-for-hmac"
SESSION = "debar-session"


class Place(NamedTuple):
    address: str
    provider: TwistedProvider
    sessions: Sessions
    browser: Browser

    def sign_in(self) -> httpx.Response:
        answer = self.browser.get(f"{self.address}/signin")
        while answer.is_redirect and "/callback" not in str(answer.url):
            answer = self.browser.get(urljoin(str(answer.url), answer.headers["location"]))
        return answer

    def ask_to_sign_in(self) -> None:
        httpx.get(f"{self.address}/signin", timeout=60)

    def nobody_is_signed_in(self) -> bool:
        return self.browser.cookie(SESSION) is None and self.sessions.all() == ()


@pytest.fixture
def place(lists_home: Path, tmp_path: Path) -> Iterator[Place]:
    (tmp_path / "signin.toml").write_text((lists_home / "signin.toml").read_text())
    with twisted(CLIENT, CLIENT_SECRET) as provider:
        told = Told(home=tmp_path, issuer=provider.issuer, client_id=CLIENT, limits=("failed=0",))
        parts = put_together(told, {"DEBAR_OIDC_CLIENT_SECRET": CLIENT_SECRET})
        assert parts.sign_in is not None
        app = create_app(parts.settings, authoriser=parts.authoriser, sign_in=parts.sign_in)
        with running_here(app) as client, Browser() as browser:
            yield Place(str(client.base_url), provider, parts.sign_in.sessions, browser)
        parts.sign_in.sessions.close()
        parts.sign_in.provider.close()


def claim(name: str, value: object) -> Callable[[Json, Json], None]:
    return lambda header, claims: claims.__setitem__(name, value)


def without(name: str) -> Callable[[Json, Json], None]:
    return lambda header, claims: claims.__delitem__(name)


def test_an_honest_token_signs_in(place: Place) -> None:
    assert place.sign_in().status_code == 303
    assert [one.name for one in place.sessions.all()] == ["ada"]
    assert place.browser.get(f"{place.address}/healthz").status_code == 200


TWISTS = {
    "for another client": claim("aud", "another-client"),
    "for another client, in our name": lambda header, claims: claims.update(aud="another-client", azp=CLIENT),
    "for several, and not issued to us": claim("aud", [CLIENT, "another-client"]),
    "issued to another": claim("azp", "another-client"),
    "of another issuer": claim("iss", "https://id.example"),
    "of another sign-in": claim("nonce", "another-nonce"),
    "of no sign-in": without("nonce"),
    "expired": lambda header, claims: claims.update(exp=int(time.time()) - 3_600, iat=int(time.time()) - 7_200),
    "without an end": without("exp"),
    "of tomorrow": claim("iat", int(time.time()) + 86_400),
    "not good before tomorrow": claim("nbf", int(time.time()) + 86_400),
    "of nobody": without("sub"),
    "of an empty name": claim("sub", ""),
    "with another access token": claim("at_hash", "AAAAAAAAAAAAAAAAAAAAAA"),
    "of a key that is not published": lambda header, claims: header.update(kid="unknown"),
}


@pytest.mark.parametrize("twist", TWISTS.values(), ids=TWISTS.keys())
def test_a_token_that_is_not_for_this_sign_in_is_refused(place: Place, twist: Callable[[Json, Json], None]) -> None:
    place.provider.twist = twist
    answer = place.sign_in()
    assert answer.status_code == 403, answer.text
    assert "access.sign-in-refused" in answer.text
    assert place.nobody_is_signed_in()


@pytest.mark.parametrize("how", ["unsigned", "signed_with_our_secret", "signed_with_a_key_of_its_own"])
def test_a_token_that_the_provider_did_not_sign_is_refused(place: Place, how: str) -> None:
    place.provider.sign = getattr(place.provider, how)
    answer = place.sign_in()
    assert answer.status_code == 403, answer.text
    assert place.nobody_is_signed_in()


@pytest.mark.parametrize("id_token", [None, "", "not.a.token", 7])
def test_an_answer_without_an_id_token_signs_nobody_in(place: Place, id_token: object) -> None:
    place.provider.token["id_token"] = id_token
    assert place.sign_in().status_code == 403
    assert place.nobody_is_signed_in()


def test_clocks_may_be_half_a_minute_apart(place: Place) -> None:
    place.provider.twist = lambda header, claims: claims.update(
        exp=int(time.time()) - 30, iat=int(time.time()) - 330, nbf=int(time.time()) + 30
    )
    assert place.sign_in().status_code == 303


def test_a_key_that_the_provider_changed_meanwhile_is_looked_up(place: Place) -> None:
    assert place.sign_in().status_code == 303
    place.provider.key = place.provider.new_key("two")
    place.provider.published = [place.provider.key]
    place.browser.client.cookies.clear()
    assert place.sign_in().status_code == 303


@pytest.mark.parametrize(
    ("told", "issuer"), [(False, "https://evil.example"), (True, "https://evil.example"), (True, None)]
)
def test_the_answer_of_another_provider_is_refused(place: Place, told: bool, issuer: str | None) -> None:
    place.provider.metadata["authorization_response_iss_parameter_supported"] = told
    place.provider.back |= {"iss": issuer} if issuer else {}
    assert place.sign_in().status_code == 403
    assert place.nobody_is_signed_in()
    place.provider.back["iss"] = place.provider.issuer
    assert place.sign_in().status_code == 303


def test_groups_may_come_from_userinfo_of_the_same_person_alone(place: Place) -> None:
    place.provider.twist = without("groups")
    place.provider.metadata["userinfo_endpoint"] = f"{place.provider.issuer}/userinfo"
    place.provider.user.update({"sub": "8", "groups": ["compliance"]})
    assert place.sign_in().status_code == 403
    assert place.nobody_is_signed_in()
    place.provider.user["sub"] = "7"
    assert place.sign_in().status_code == 303


@pytest.mark.parametrize("path", ["/token", "/keys"])
def test_a_provider_that_fails_on_the_way_signs_nobody_in(place: Place, path: str) -> None:
    place.provider.status[path] = 500
    answer = place.sign_in()
    assert answer.status_code == 502
    assert "The sign-in provider cannot be used now" in answer.text
    assert place.nobody_is_signed_in()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("issuer", "https://id.example"),
        ("authorization_endpoint", "http://id.example/authorize"),
        ("authorization_endpoint", "javascript:alert(1)"),
        ("authorization_endpoint", None),
    ],
)
def test_a_provider_that_says_of_itself_what_cannot_be_is_not_used(place: Place, name: str, value: object) -> None:
    place.provider.metadata[name] = value
    answer = place.sign_in()
    assert answer.status_code == 502
    assert place.nobody_is_signed_in()


def test_a_provider_that_is_down_is_told_as_such(place: Place) -> None:
    place.provider.status["/.well-known/openid-configuration"] = 503
    page = place.browser.get(f"{place.address}/signin")
    assert (page.status_code, page.headers["content-type"]) == (502, "text/html; charset=utf-8")
    assert "nobody was signed in" in page.text
    problem = place.browser.client.get(f"{place.address}/signin", headers={"Accept": "application/json"})
    assert (problem.status_code, problem.json()["code"]) == (502, "service.provider")
    place.provider.status.clear()
    assert place.sign_in().status_code == 303


def test_a_provider_that_does_not_answer_holds_up_nobody_who_is_signed_in(place: Place) -> None:
    _, token = place.sessions.open("ada", "x 7", ["read"], address="127.0.0.1", id_token="")
    place.provider.hold.clear()
    asking = [threading.Thread(target=place.ask_to_sign_in) for _ in range(60)]
    for one in asking:
        one.start()
    for _ in range(8):
        place.provider.held.acquire()
    with httpx.Client(base_url=place.address, cookies={SESSION: token}, timeout=120) as ada:
        assert ada.get("/algorithms").status_code == 200
        assert ada.get("/changes").status_code == 400  # she is known, and left out since when
        assert all(one.is_alive() for one in asking)
    place.provider.hold.set()
    for one in asking:
        one.join()


def test_a_session_that_asks_too_fast_is_told_when_to_come_back(lists_home: Path, tmp_path: Path) -> None:
    (tmp_path / "signin.toml").write_text((lists_home / "signin.toml").read_text())
    with twisted(CLIENT, CLIENT_SECRET) as provider, Browser() as browser:
        told = Told(home=tmp_path, issuer=provider.issuer, client_id=CLIENT, limits=("session=0.001/2",))
        parts = put_together(told, {})
        assert parts.sign_in is not None
        app = create_app(parts.settings, authoriser=parts.authoriser, sign_in=parts.sign_in)
        with running_here(app) as client:
            place = Place(str(client.base_url), provider, parts.sign_in.sessions, browser)
            for _ in range(2):  # each session has a bucket of its own
                browser.client.cookies.clear()
                assert place.sign_in().status_code == 303
                answers = [browser.get(f"{place.address}/changes?since=2024-01-01") for _ in range(3)]
                assert [one.status_code == 429 for one in answers] == [False, False, True]
                assert int(answers[-1].headers["retry-after"]) > 0
        parts.sign_in.sessions.close()
        parts.sign_in.provider.close()


def test_failed_sign_ins_end_at_the_limit(lists_home: Path, tmp_path: Path) -> None:
    (tmp_path / "signin.toml").write_text((lists_home / "signin.toml").read_text())
    with twisted(CLIENT, CLIENT_SECRET) as provider:
        told = Told(home=tmp_path, issuer=provider.issuer, client_id=CLIENT, limits=("failed=0.001/3",))
        parts = put_together(told, {})
        assert parts.sign_in is not None
        app = create_app(parts.settings, authoriser=parts.authoriser, sign_in=parts.sign_in)
        with running_here(app) as client:
            guesses = [client.get("/signin/callback", params={"state": "x", "code": "y"}) for _ in range(5)]
            assert [one.status_code for one in guesses] == [403, 403, 403, 429, 429]
            assert int(guesses[-1].headers["retry-after"]) > 0
        parts.sign_in.sessions.close()
        parts.sign_in.provider.close()


@pytest.mark.parametrize(
    "issuer", ["http://id.example", "https://id.example/?x=1", "id.example", "https://u:p@id.example"]
)
def test_an_issuer_is_a_plain_https_address(issuer: str) -> None:
    with pytest.raises(BadQuery):
        Provider(issuer, CLIENT, None, "openid")


def test_limits_are_settings(tmp_path: Path) -> None:
    assert Settings(home=tmp_path, rates=rates(("session=1/1",))).rates["session"] == Rate(1.0, 1)
