"""Articles and ownership in the console."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from lxml import html

from console.test_console_batch import ByHeader
from debar.errors import NotKept
from debar.service.app import create_app
from debar.service.console.desk import KEPT_S, Shelf
from debar.service.console.navigation import PREFIX
from debar.service.settings import Settings
from service_process import running_here

ARTICLE = "Britain and France accused Iran on Tuesday of shipping missiles to Russia, and will sanction Iran Air."
STAKES = "owner,owned,percent\nair,dune,60\ndune,sand,50\nmaple,sand,50\n"


def test_an_article_is_read_into_the_page_of_its_claims(pages: httpx.Client) -> None:
    form = {"text": ARTICLE, "date": "2024-09-10"}
    answer = pages.post(f"{PREFIX}/article", data=form)
    assert answer.status_code == 303
    frame = html.fromstring(pages.get(answer.headers["location"]).text).xpath("//iframe")[0]
    assert "allow-same-origin" not in frame.get("sandbox")
    document = pages.get(frame.get("src"))
    assert "supply of arms" in document.text
    assert "us-ofac-25237" in document.text
    assert "sandbox allow-scripts" in document.headers["content-security-policy"]
    assert document.headers["x-frame-options"] == "SAMEORIGIN"


@pytest.mark.parametrize(("name", "data"), [("a.txt", ARTICLE.encode()), ("a.html", f"<p>{ARTICLE}</p>".encode())])
def test_an_article_may_be_a_file(pages: httpx.Client, name: str, data: bytes) -> None:
    answer = pages.post(f"{PREFIX}/article", files={"file": (name, data)})
    assert "supply of arms" in pages.get(f"{answer.headers['location']}/page.html").text


def test_a_page_that_would_run_in_the_reader_does_not(pages: httpx.Client) -> None:
    trick = "Britain sanctioned Iran Air <script>alert(1)</script> on Tuesday, said a spokesman."
    answer = pages.post(f"{PREFIX}/article", data={"text": trick})
    document = pages.get(f"{answer.headers['location']}/page.html").text
    assert "<script>alert" not in document


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ({}, "there is nothing to read"),
        ({"text": "... 1 2 3"}, "no words"),
        ({"text": ARTICLE, "date": "tuesday"}, "a day is yyyy-mm-dd"),
        ({"url": "ftp://example.org/a"}, "an address begins with http"),
        ({"url": "http://127.0.0.1/healthz"}, "only the public net is reached"),
        ({"url": "http://[::1]:1/"}, "only the public net is reached"),
        ({"url": "http://169.254.169.254/latest/meta-data"}, "only the public net is reached"),
        ({"url": "http://10.0.0.1/"}, "only the public net is reached"),
        ({"text": "é" * 600_000}, "an article has at most"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_to_do(pages: httpx.Client, form: dict[str, str], says: str) -> None:
    answer = pages.post(f"{PREFIX}/article", data=form)
    assert answer.status_code == 400
    assert says in answer.text.lower()


def test_without_fit_lists_an_article_is_read_and_nobody_in_it_is_cleared(own_home: Path) -> None:
    (own_home / "policy.toml").write_text('required = ["ch-seco"]\n')
    with running_here(create_app(Settings(home=own_home))) as client:
        answer = client.post(f"{PREFIX}/article", data={"text": ARTICLE})
        document = client.get(f"{answer.headers['location']}/page.html").text
        assert "NOT LOOKED" in document
        assert "ch-seco" in document


def test_a_reading_is_for_whoever_asked_for_it(console_home: Path) -> None:
    with running_here(create_app(Settings(home=console_home), authoriser=ByHeader())) as client:
        client.headers["x-name"] = "ada"
        address = client.post(f"{PREFIX}/article", data={"text": ARTICLE}).headers["location"]
        assert client.get(address).status_code == 200
        client.headers["x-name"] = "bea"
        assert client.get(address).status_code == 404
        assert client.get(f"{address}/page.html").status_code == 404


def test_what_is_kept_is_gone_after_an_hour() -> None:
    now = [0.0]
    shelf: Shelf[str] = Shelf("this", clock=lambda: now[0])
    id = shelf.put("ada", "value")
    now[0] = KEPT_S - 1
    assert shelf.get("ada", id) == "value"
    now[0] = KEPT_S
    with pytest.raises(NotKept):
        shelf.get("ada", id)


def ownership(client: httpx.Client, **form: object) -> httpx.Response:
    return client.post(f"{PREFIX}/ownership", data={"stakes": STAKES, "listed": "air", **form})


def test_every_rule_gives_its_verdict_with_its_proof_and_picture(pages: httpx.Client) -> None:
    answer = ownership(pages, rule=["ofac", "uk"])
    page = html.fromstring(answer.text)
    rows = {row.xpath("string(./td[1])"): row for row in page.xpath("//div[@id='answer']//table[1]/tbody/tr")}
    sand = [cell.text_content().split()[0] for cell in rows["sand"].xpath("./td")[1:]]
    assert sand == ["blocked", "not"]
    assert len(page.xpath("//div[contains(@class, 'view')]/*[name()='svg']")) == 4
    proof = page.xpath("//section[@aria-labelledby='rule-ofac']//details[.//code='sand']/pre")[0].text
    assert "└─ dune" in proof
    assert "no legal advice" in answer.text
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))


def test_the_lists_say_who_is_listed_where_they_are_asked(pages: httpx.Client) -> None:
    parties = "id,name,schema,country\nair,Iran Air,Company,ir\n"
    answer = ownership(pages, rule="ofac", listed="", tie="1", parties=parties)
    assert "by screening: possible until confirmed" in answer.text
    rows = html.fromstring(answer.text).xpath("//div[@id='answer']//tr[td/code]")
    verdicts = {row.xpath("string(./td[1])"): row.xpath("string(./td[2]/span[1])") for row in rows}
    assert verdicts["us-ofac-25237"] == "blocked"
    assert verdicts["air"] == "possible"


def test_a_listing_that_reaches_nobody_by_a_rule_has_no_verdict_by_it_and_others_keep_their_column(
    pages: httpx.Client,
) -> None:
    parties = "id,name,schema,country\nair,Iran Air,Company,ir\n"
    answer = ownership(pages, rule=["uk", "ofac"], listed="", tie="1", parties=parties)
    page = html.fromstring(answer.text)
    columns = page.xpath("//div[@id='answer']//table[.//th='Party'][1]/thead/tr/th/text()")
    rows = {row.xpath("string(./td[1])"): row for row in page.xpath("//div[@id='answer']//tr[td/code]")}
    ofac = next(place for place, title in enumerate(columns) if "OFAC" in title)
    cells = ["", *(cell.text_content() for cell in rows["us-ofac-25237"].xpath("./td"))]
    assert cells[ofac].startswith("blocked")
    (other,) = [cell for place, cell in enumerate(cells) if place >= 2 and place != ofac]
    assert other == "its listing reaches nobody by this rule"


def test_lists_that_are_not_fit_say_nothing_of_owners(own_home: Path) -> None:
    (own_home / "policy.toml").write_text('required = ["ch-seco"]\n')
    with running_here(create_app(Settings(home=own_home))) as client:
        answer = ownership(client, rule="ofac", tie="1")
        assert answer.status_code == 503
        assert "NOT SCREENED" in answer.text
        assert "not blocked" not in answer.text


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ({"stakes": "", "rule": "ofac"}, "there are none"),
        ({"stakes": "who,whom\na,b\n", "rule": "ofac"}, "owner"),
        ({"rule": "mars"}, "choose one rule at least"),
        ({"rule": "ofac", "listed": ""}, "say who is listed"),
        ({"rule": "ofac", "on": "soon"}, "a day is yyyy-mm-dd"),
    ],
)
def test_stakes_that_cannot_be_used_are_refused_with_what_to_do(
    pages: httpx.Client, form: dict[str, str], says: str
) -> None:
    answer = ownership(pages, **form)
    assert answer.status_code == 400
    assert says in answer.text.lower()


def test_a_rejected_row_is_named_by_its_line(pages: httpx.Client) -> None:
    answer = ownership(pages, rule="ofac", stakes=STAKES + "maple,harbour,lots\n")
    assert "stakes.csv line 5" in answer.text
    assert "rejected" in answer.text
