"""The console behind sign-in: a person comes to the page that they wanted, and every form of it holds the token."""

from __future__ import annotations

import json

from debar_process import debar

from .browsers import Browser, hidden
from .conftest import Site
from .django_provider import PASSWORD


def test_a_person_signs_in_to_the_console_and_screens_in_their_own_name(site: Site, browser: Browser) -> None:
    assert browser.get(f"{site.address}/console").status_code == 303
    back = browser.sign_in(f"{site.address}/console/screen", "ada", PASSWORD)
    assert back.headers["location"] == "/console/screen"
    page = browser.get(f"{site.address}/console/screen")
    assert page.text.count('method="post"') == page.text.count('name="csrf_token"')
    form = {"schema": "Person", "name": "Zebulon Quackenbush"}
    assert browser.client.post(f"{site.address}/console/screen", data=form).status_code == 403
    form["csrf_token"] = hidden(page, "csrf_token")
    assert browser.client.post(f"{site.address}/console/screen", data=form).status_code == 200
    shown = debar("audit", "list", "--who", "ada", "--format", "json", home=site.home)
    assert "screening" in {one["kind"] for one in json.loads(shown.stdout)}
    assert browser.get(f"{site.address}/signin").headers["location"] == "/console"
