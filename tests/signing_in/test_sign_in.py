"""People sign in through a real provider; who they are stands in the log, and what they may do is what the rules say."""

from __future__ import annotations

import json
from urllib.parse import urlsplit

import pytest

from debar_process import debar

from .browsers import Browser, asked, hidden
from .conftest import Site
from .django_provider import PASSWORD

QUERY = {"queries": {"q": {"schema": "Person", "properties": {"name": ["Zebulon Quackenbush"]}}}}
SESSION = "debar-session"
START = ("/console", "/signout")
"""Where those are led who did not say where they want to go: the second, where there is no console."""


def test_a_page_sends_whom_we_do_not_know_to_the_provider_and_takes_them_back(site: Site, browser: Browser) -> None:
    wanted = "/entities/us-ofac-35096?nested=false"
    sent = browser.get(site.address + wanted)
    assert (sent.status_code, urlsplit(sent.headers["location"]).path) == (303, "/signin")
    to_provider = browser.get(site.address + sent.headers["location"]).headers["location"]
    assert to_provider.startswith(site.issuer)
    told = asked(to_provider)
    assert (told["response_type"], told["code_challenge_method"]) == ("code", "S256")
    assert {"state", "nonce", "code_challenge"} <= set(told)
    back = browser.sign_in(site.address + wanted, "ada", PASSWORD)
    assert (back.status_code, back.headers["location"]) == (303, wanted)
    assert browser.get(site.address + wanted).status_code == 200


def test_the_cookie_is_kept_from_scripts_and_other_sites(site: Site, browser: Browser) -> None:
    back = browser.sign_in(f"{site.address}/signin", "ada", PASSWORD)
    (cookie,) = (one for one in back.headers.get_list("set-cookie") if one.startswith(SESSION))
    assert {"HttpOnly", "Path=/", "SameSite=lax"} <= set(cookie.split("; "))
    assert "Domain" not in cookie


def test_who_signed_in_is_who_the_audit_log_names(site: Site, browser: Browser) -> None:
    browser.sign_in(f"{site.address}/signin", "ada", PASSWORD)
    token = hidden(browser.get(f"{site.address}/signout"), "csrf_token")
    answer = browser.client.post(f"{site.address}/match/default", json=QUERY, headers={"X-CSRF-Token": token})
    assert answer.status_code == 200, answer.text
    shown = debar("audit", "list", "--who", "ada", "--format", "json", home=site.home)
    entries = json.loads(shown.stdout)
    assert {"screening", "access"} <= {one["kind"] for one in entries}, shown
    assert debar("audit", "verify", home=site.home).returncode == 0
    by_subject = debar("audit", "list", "--who", f"{site.issuer} 1", "--format", "json", home=site.home)
    assert len(json.loads(by_subject.stdout)) == len(entries)


def test_whom_no_rule_fits_is_not_let_in(site: Site, browser: Browser) -> None:
    refused = browser.sign_in(f"{site.address}/signin", "bob", PASSWORD)
    assert refused.status_code == 403
    assert "no rule lets this person in" in refused.text
    assert browser.cookie(SESSION) is None
    assert browser.get(f"{site.address}/catalog").status_code == 303
    refusals = debar("audit", "list", "--who", "bob", "--format", "json", home=site.home)
    assert [one["kind"] for one in json.loads(refusals.stdout)][:1] == ["access"]


def test_a_person_may_do_what_the_rule_says_and_no_more(site: Site, browser: Browser) -> None:
    browser.sign_in(f"{site.address}/signin", "ada", PASSWORD)
    assert browser.get(f"{site.address}/catalog").status_code == 200
    refused = browser.get(f"{site.address}/metrics")
    assert (refused.status_code, refused.json()["code"]) == (403, "access.scope")


def test_signing_out_ends_the_session_here_and_at_the_provider(site: Site, browser: Browser) -> None:
    browser.sign_in(f"{site.address}/signin", "ada", PASSWORD)
    old = browser.cookie(SESSION)
    token = hidden(browser.get(f"{site.address}/signout"), "csrf_token")
    answer = browser.client.post(f"{site.address}/signout", data={"csrf_token": token})
    assert answer.status_code == 200
    assert browser.cookie(SESSION) is None
    browser.client.cookies.set(SESSION, old or "", domain="127.0.0.1")
    assert browser.get(f"{site.address}/catalog").status_code == 303
    (there,) = {part.partition('"')[0] for part in answer.text.replace("&amp;", "&").split('href="')[1:]} - {
        "/signin/page.css",
        "/signin",
    }
    assert there.startswith(f"{site.issuer}/logout/")
    back = browser.get(there)
    assert (back.status_code, back.headers["location"]) == (302, f"{site.address}/signout")
    browser.client.cookies.delete(SESSION)
    assert "username" in browser.follow(browser.get(f"{site.address}/signin"), "/signin/callback").text


def test_a_sign_in_begins_a_new_session_and_ends_the_old_one(site: Site, browser: Browser) -> None:
    callback = browser.to_callback(f"{site.address}/signin?next=/catalog", "ada", PASSWORD)
    assert browser.get(callback).status_code == 303
    first = browser.cookie(SESSION)
    # The browser's second tab was on its way to the provider when the first one came back.
    browser.client.cookies.delete(SESSION)
    second_callback = browser.to_callback(f"{site.address}/signin?next=/catalog", "ada", PASSWORD)
    browser.client.cookies.set(SESSION, first or "", domain="127.0.0.1")
    browser.get(second_callback)
    second = {one.value for one in browser.client.cookies.jar if one.name == SESSION} - {first}
    assert len(second) == 1
    with Browser() as thief:
        thief.client.cookies.set(SESSION, first or "", domain="127.0.0.1")
        assert thief.get(f"{site.address}/catalog").status_code == 303


def test_a_sign_in_is_finished_by_the_browser_that_began_it_and_once(
    site: Site, browser: Browser, another_browser: Browser
) -> None:
    callback = browser.to_callback(f"{site.address}/signin", "ada", PASSWORD)
    stolen = another_browser.get(callback)
    assert stolen.status_code == 403
    assert another_browser.cookie(SESSION) is None
    wrong = browser.get(callback.replace("state=", "state=x"))
    assert (wrong.status_code, browser.cookie(SESSION)) == (403, None)
    assert browser.get(callback).status_code == 303
    again = browser.get(callback)
    assert again.status_code == 403
    assert "You are not signed in" in again.text


def test_two_tabs_sign_in_side_by_side(site: Site, browser: Browser) -> None:
    there = [browser.get(f"{site.address}/signin?next=/catalog").headers["location"] for _ in range(2)]
    callbacks = [browser.to_callback(one, "ada", PASSWORD) for one in there]
    assert [browser.get(one).headers["location"] for one in callbacks] == ["/catalog", "/catalog"]
    assert browser.get(f"{site.address}/catalog").status_code == 200


def test_a_code_that_was_used_is_good_for_nothing(site: Site, browser: Browser, another_browser: Browser) -> None:
    callback = browser.to_callback(f"{site.address}/signin", "ada", PASSWORD)
    used = asked(callback)["code"]
    assert browser.get(callback).status_code == 303
    begun = another_browser.get(f"{site.address}/signin").headers["location"]
    replayed = another_browser.get(f"{site.address}/signin/callback?code={used}&state={asked(begun)['state']}")
    assert replayed.status_code == 403
    assert "invalid_grant" in replayed.text
    assert another_browser.cookie(SESSION) is None


def test_a_person_who_refuses_at_the_provider_is_told_so(site: Site, browser: Browser) -> None:
    state = asked(browser.get(f"{site.address}/signin").headers["location"])["state"]
    refused = browser.get(f"{site.address}/signin/callback?error=access_denied&error_description=Call+me&state={state}")
    assert refused.status_code == 403
    assert "access_denied" in refused.text
    assert "Call me" not in refused.text


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "/%09/evil.example", "javascript:alert(1)"],
)
def test_sign_in_leads_to_no_other_site(site: Site, browser: Browser, elsewhere: str) -> None:
    back = browser.sign_in(f"{site.address}/signin?next={elsewhere}", "ada", PASSWORD)
    again = browser.get(f"{site.address}/signin?next={elsewhere}")
    for answer in (back, again):
        assert (answer.status_code, answer.headers["location"] in START) == (303, True)


def test_the_pages_run_no_script_and_stand_in_no_frame(site: Site, browser: Browser) -> None:
    page = browser.get(f"{site.address}/signout")
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "script" not in page.text
    assert page.headers["cache-control"] == "no-store"
    assert browser.get(f"{site.address}/signin/page.css").headers["content-type"].startswith("text/css")


def test_a_program_without_a_key_gets_a_problem_not_a_page(site: Site, browser: Browser) -> None:
    answer = browser.client.get(f"{site.address}/catalog", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (401, "access.sign-in")
    script = browser.client.get(
        f"{site.address}/catalog", headers={"HX-Request": "true", "HX-Current-URL": f"{site.address}/console/lists"}
    )
    assert (script.status_code, script.headers["hx-redirect"]) == (401, "/signin?next=/console/lists")
