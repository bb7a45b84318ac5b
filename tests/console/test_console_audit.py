"""What goes on record through the console, and the pages of the record itself."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import httpx
from lxml import html

from debar.access import Keys
from debar.audit import settings_of
from debar.audit.search import Found, Search
from debar.errors import AuditNotWritten
from debar.service.app import create_app
from debar.service.console.navigation import EVERY, PREFIX
from debar.service.safety import KeyHolders, Recorded
from debar.service.settings import Settings
from debar_process import debar
from service_process import running_here

NOBODY = {"name": "Zanthippa Oglethorpe-Vance", "schema": "Person", "sent": "1"}
API = {"queries": {"q": {"schema": "Person", "properties": {"name": ["Zanthippa Oglethorpe-Vance"]}}}}


def records(home: Path) -> list[Found]:
    return Search(kinds=("screening",)).newest(settings_of(home, {}).ledger(), 100)


def test_a_screening_of_the_console_is_on_record_like_one_of_the_api(recorded: httpx.Client, own_home: Path) -> None:
    recorded.post("/match/default", json=API)
    answer = recorded.post(f"{PREFIX}/screen", data=NOBODY)
    assert answer.status_code == 200
    by_program, by_person = records(own_home)
    assert by_program.said is not None
    assert by_person.said is not None
    assert by_person.said.query == by_program.said.query
    assert by_person.said.hits == ()
    assert by_person.said.request == answer.headers["x-request-id"]
    assert by_person.said.who is not None
    assert by_person.said.who.name == "local"


def test_what_cannot_be_recorded_is_not_answered(console_home: Path) -> None:
    def full(screenings: object, /) -> None:
        raise AuditNotWritten("audit", got="the disk is full")

    with running_here(create_app(Settings(home=console_home), recorder=full)) as client:
        stakes = {"stakes": "owner,owned,percent\nA,B,50\n", "rule": "ofac", "tie": "1"}
        stakes["parties"] = "id,name\nA,Zebulon Quackenbush\n"
        answers = [
            client.post(f"{PREFIX}/screen", data=NOBODY),
            client.post(f"{PREFIX}/article", data={"text": "Britain sanctioned Iran Air."}),
            client.post(f"{PREFIX}/ownership", data=stakes),
        ]
    for answer in answers:
        assert answer.status_code == 503
        assert "the disk is full" in answer.text
        assert "Clear" not in answer.text


def test_whom_an_article_names_and_who_owns_whom_is_on_record_once_screened(
    recorded: httpx.Client, own_home: Path
) -> None:
    recorded.post(f"{PREFIX}/article", data={"text": "Britain sanctioned Iran Air and Antony Blinken said so."})
    asked = [one.said.query.name for one in records(own_home) if one.said and one.said.query]
    assert asked == ["Iran Air", "Antony Blinken"]
    stakes = "owner,owned,percent\nA,B,50\n"
    parties = "id,name\nA,Zebulon Quackenbush\nB,Harbour Lights\n"
    form = {"stakes": stakes, "parties": parties, "rule": ["ofac", "uk", "eu"], "tie": "1"}
    assert recorded.post(f"{PREFIX}/ownership", data=form).status_code == 200
    asked = [one.said.query.name for one in records(own_home) if one.said and one.said.query][2:]
    assert sorted(asked) == ["Harbour Lights", "Zebulon Quackenbush"]


def test_records_are_found_by_name_by_who_by_day_and_by_outcome(recorded: httpx.Client) -> None:
    recorded.post(f"{PREFIX}/screen", data=NOBODY)
    recorded.post(f"{PREFIX}/screen", data={"name": "Vladimir Putin", "schema": "Person", "sent": "1"})

    def found(**asked: str) -> list[str]:
        page = html.fromstring(recorded.post(f"{PREFIX}/audit", data=asked).text)
        return [row.xpath("string(./td[4])") for row in page.xpath("//div[@id='found']//tbody/tr")]

    assert found(name="oglethorpe") == ["Zanthippa Oglethorpe-Vance"]
    assert found(name="us-ofac-35096") == ["Vladimir Putin"]
    assert found(who="local") == ["Vladimir Putin", "Zanthippa Oglethorpe-Vance"]
    assert found(who="somebody else") == []
    assert found(outcome="clear") == ["Zanthippa Oglethorpe-Vance"]
    assert found(outcome="match") == ["Vladimir Putin"]
    assert found(until="2020-01-01") == []
    today = recorded.get(f"{PREFIX}/audit").headers["date"]
    assert today
    assert found(since="2099-01-01") == []


def test_the_proof_that_is_kept_is_checked_without_the_log(recorded: httpx.Client, tmp_path: Path) -> None:
    recorded.post(f"{PREFIX}/screen", data=NOBODY)
    page = html.fromstring(recorded.get(f"{PREFIX}/audit").text)
    entry = page.xpath("//div[@id='found']//tbody//a/@href")[0]
    assert f"{entry}/proof.html" in html.fromstring(recorded.get(entry).text).xpath("//iframe/@src")
    kept = recorded.get(f"{entry}/proof.html?keep", headers={"Cookie": "debar-theme=dark"})
    assert kept.headers["content-disposition"].startswith("attachment")
    (tmp_path / "proof.html").write_bytes(kept.content)
    done = debar("audit", "verify", "--proof", tmp_path / "proof.html", home=tmp_path / "no-home")
    assert done.returncode == 0, done.stderr


def test_a_record_that_is_not_there_has_no_page(recorded: httpx.Client) -> None:
    assert recorded.get(f"{PREFIX}/audit/77/proof.html").status_code == 404
    assert recorded.get(f"{PREFIX}/audit/first").status_code == 404


def test_a_whole_log_is_said_to_be_whole_and_a_changed_one_broken_and_where(
    recorded: httpx.Client, own_home: Path
) -> None:
    for _ in range(3):
        recorded.post(f"{PREFIX}/screen", data=NOBODY)
    assert "The log is whole" in recorded.post(f"{PREFIX}/audit/verify").text
    with sqlite3.connect(own_home / "audit.sqlite") as database:
        (seq,) = database.execute("SELECT max(seq) FROM audit_records").fetchone()
        database.execute("PRAGMA writable_schema = ON")
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f"DROP TRIGGER {name}")
        database.execute("UPDATE audit_records SET body = replace(body, 'Zanthippa', 'Somebody') WHERE seq = ?", (seq,))
    database.close()
    answer = recorded.post(f"{PREFIX}/audit/verify").text
    assert f"The log is broken at record {seq}" in answer
    assert "whole</h2>" not in answer


def test_a_service_that_records_nothing_says_so(pages: httpx.Client) -> None:
    answer = pages.get(f"{PREFIX}/audit").text
    assert "This service records nothing" in answer
    assert "There is no log yet" in answer
    assert "There is no log yet" in pages.post(f"{PREFIX}/audit/verify").text


def test_where_keys_are_asked_for_a_page_says_so_and_the_record_is_for_those_who_answer_for_it(
    console_home: Path, tmp_path: Path
) -> None:
    home = Path(shutil.copytree(console_home, tmp_path / "home"))
    keys = Keys(home, write=True)
    _, reads = keys.add("desk", ["read"])
    _, screens = keys.add("clerk", ["read", "screen"])
    _, answers_for_it = keys.add("officer", ["admin"])
    log = settings_of(home, {}).log()
    with running_here(create_app(Settings(home=home), authoriser=KeyHolders(home), recorder=Recorded(log))) as client:
        for one in EVERY[:-1]:
            nobody = client.get(one.path)
            assert nobody.status_code == 401, one.path
            assert nobody.headers["content-type"].startswith("text/html")
        key = {"X-Api-Key": reads}
        assert client.get(f"{PREFIX}/lists", headers=key).status_code == 200
        assert client.post(f"{PREFIX}/screen", data=NOBODY, headers=key).status_code == 403
        assert client.post(f"{PREFIX}/screen", data=NOBODY, headers={"X-Api-Key": screens}).status_code == 200
        assert client.get(f"{PREFIX}/audit", headers={"X-Api-Key": screens}).status_code == 403
        page = client.get(f"{PREFIX}/audit", headers={"X-Api-Key": answers_for_it})
        assert page.status_code == 200
        assert "clerk" in page.text
    log.close()
