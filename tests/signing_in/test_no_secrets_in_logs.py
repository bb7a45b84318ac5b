"""What only its holder may know stands in no log, at any level, whatever way a flow goes."""

from __future__ import annotations

import re
from pathlib import Path

from debar.access import Keys
from debar_process import debar
from service_process import TOKEN, running

from .browsers import Browser, asked, hidden
from .conftest import CLIENT, CLIENT_SECRET, Site
from .django_provider import PASSWORD

NAME = "Zebulon Quackenbush"
QUERY = {"queries": {"q": {"schema": "Person", "properties": {"name": [NAME]}}}}


def test_a_whole_flow_leaves_no_secret_in_the_logs(site: Site, tmp_path: Path) -> None:
    _, key = Keys(site.home, write=True).add("payments", ["screen"])
    log = tmp_path / "log"
    secrets = {CLIENT_SECRET, TOKEN, PASSWORD, NAME, key, key.split("_", 2)[2]}
    with Browser() as browser:
        begun = browser.get(f"{site.address}/signin")
        told = asked(begun.headers["location"])
        secrets |= {told["state"], told["nonce"], told["code_challenge"], str(browser.cookie("debar-sign-in"))}
        callback = browser.to_callback(f"{site.address}/signin", "ada", PASSWORD)
        secrets |= {asked(callback)["state"], asked(callback)["code"]}
        browser.get(callback + "&extra=%0d%0aforged")
        browser.get(callback)
        secrets |= {str(browser.cookie("debar-session"))}
        token = hidden(browser.get(f"{site.address}/signout"), "csrf_token")
        secrets |= {token}
        url = f"{site.address}/match/default"
        assert browser.client.post(url, json=QUERY, headers={"X-CSRF-Token": token}).status_code == 200
        assert browser.client.post(url, json=QUERY, headers={"X-CSRF-Token": token + "x"}).status_code == 403
        assert browser.client.post(url, json=QUERY, headers={"X-Api-Key": key}).status_code == 200
        assert browser.client.post(url, json=QUERY, headers={"X-Api-Key": key + "x"}).status_code == 401
        browser.client.post(f"{site.address}/updatez", params={"token": TOKEN})
        out = browser.client.post(f"{site.address}/signout", data={"csrf_token": token})
        secrets |= set(re.findall(r"eyJ[\w.-]+", out.text))
    # The same flow where the provider is not what it should be.
    options = ["--oidc-issuer", f"{site.issuer}/nowhere", "--oidc-client-id", CLIENT, "--log-level", "debug"]
    secret = {"DEBAR_OIDC_CLIENT_SECRET": CLIENT_SECRET}
    with running(site.home, log, *options, environment=secret) as address, Browser() as browser:
        assert browser.get(f"{address}/signin").status_code == 502
        browser.get(f"{address}/signin/callback?code=a-code-of-somebody&state=a-state-of-somebody")
    secrets |= {"a-code-of-somebody", "a-state-of-somebody"}
    assert len({one for one in secrets if one}) >= 16
    written = {"service": site.log.read_text(), "second service": log.read_text()}
    written["audit"] = debar("audit", "list", "--format", "json", home=site.home).stdout.replace(NAME, "")
    written["sessions"] = debar("sessions", "list", "--format", "json", home=site.home).stdout
    assert '"path":"/signin/callback"' in written["service"]
    for where, text in written.items():
        for secret in secrets:
            assert secret not in text, (where, secret)
