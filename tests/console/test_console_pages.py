"""The pages as they leave the service: what they say, what they never say, and what they let nobody do."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

import httpx
import pytest
from lxml import html

from console.conftest import TRICK
from debar.service.app import create_app
from debar.service.console.navigation import EVERY, PAGES, PREFIX
from debar.service.settings import Settings
from service_process import running_here

NOBODY = {"name": "Zanthippa Oglethorpe-Vance", "schema": "Person"}
PUTIN = {"name": "Wladimir Putin", "schema": "Person", "birthDate": "1952-10", "nexus": ["us"], "sent": "1"}


def text_of(answer: httpx.Response) -> str:
    return " ".join(html.fromstring(answer.text).text_content().split())


def test_the_first_page_leads_to_every_other(pages: httpx.Client) -> None:
    links = {link for _, _, link, _ in html.fromstring(pages.get(PREFIX).text).iterlinks()}
    assert {one.path for one in EVERY} <= links
    for one in EVERY:
        assert pages.get(one.path).status_code == 200


def test_a_browser_that_comes_to_the_root_is_led_to_the_console_and_a_program_is_not(pages: httpx.Client) -> None:
    browser = pages.get("/", headers={"Accept": "text/html,*/*"})
    assert (browser.status_code, browser.headers["location"]) == (307, PREFIX)
    program = pages.get("/")
    assert (program.status_code, program.json()["code"]) == (404, "http.404")


def test_a_service_without_the_console_has_none(console_home: Path) -> None:
    with running_here(create_app(Settings(home=console_home, console=False))) as client:
        assert client.get(PREFIX).json()["code"] == "http.404"
        assert client.get("/", headers={"Accept": "text/html"}).status_code == 404
        assert client.get("/healthz").status_code == 200


def test_no_page_holds_a_script_or_a_style_of_its_own_and_none_may_run(pages: httpx.Client) -> None:
    answers = [pages.get(one.path) for one in EVERY]
    answers += [pages.post(f"{PREFIX}/screen", data=PUTIN), pages.get(f"{PREFIX}/party/us-ofac-4632")]
    for answer in answers:
        page = html.fromstring(answer.text)
        assert not page.xpath("//script[not(@src)] | //style | //*[@style]"), answer.url
        assert not page.xpath("//@*[starts-with(name(), 'on')]"), answer.url
        policy = answer.headers["content-security-policy"]
        assert "unsafe" not in policy
        assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")


def test_styles_and_scripts_are_kept_for_a_year_under_the_digest_of_what_they_hold(pages: httpx.Client) -> None:
    page = html.fromstring(pages.get(f"{PREFIX}/ownership").text)
    addresses = [*page.xpath("//script/@src"), *page.xpath("//link[@rel='stylesheet']/@href")]
    assert len(addresses) == 4
    for address in addresses:
        answer = pages.get(address)
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert re.search(r"\.[0-9a-f]{12}\.(css|js)$", address)
    assert pages.get(re.sub(r"\.[0-9a-f]{12}\.", ".000000000000.", addresses[0])).status_code == 404


def test_every_form_that_changes_something_carries_the_field_against_forged_requests() -> None:
    templates = Path(str(files("debar.service.console"))) / "templates"
    forms = [
        (file.name, form)
        for file in templates.glob("*.html")
        for form in re.findall(r'<form[^>]*method="post".*?</form>', file.read_text("utf-8"), re.DOTALL)
    ]
    assert len(forms) > 10
    assert [name for name, form in forms if "{{ csrf_field() }}" not in form] == []


def test_pages_themselves_are_kept_by_nobody(pages: httpx.Client) -> None:
    assert pages.get(f"{PREFIX}/screen").headers["cache-control"] == "no-store"


def test_a_hit_shows_what_was_asked_beside_what_is_listed_and_what_follows_for_those_who_asked(
    pages: httpx.Client,
) -> None:
    answer = pages.post(f"{PREFIX}/screen", data=PUTIN)
    page = html.fromstring(answer.text)
    best = page.xpath("//article[contains(@class, 'hit')]")[0]
    assert best.xpath(".//h3/a/@href") == ["/console/party/us-ofac-35096"]
    rows = [[cell.text_content().strip() for cell in row] for row in best.xpath(".//table//tbody/tr")]
    dates = next(row for row in rows if row[0] == "birth date")
    assert dates[1] == "1952-10"
    assert dates[3] == "1952-10-07"
    consequences = [one.text_content() for one in best.xpath(".//details[contains(@class, 'effects')]/summary")]
    assert consequences == ["For a US person: Block"]


def test_a_clear_answer_names_every_list_that_was_looked_at_with_its_edition(pages: httpx.Client) -> None:
    answer = text_of(pages.post(f"{PREFIX}/screen", data=NOBODY))
    assert "Clear against 9 lists" in answer
    lists = pages.get("/catalog").json()["datasets"]
    for one in lists:
        if one["name"].count("-") and "version" in one:
            assert one["name"] in answer
            assert one["version"][:10] in answer
    assert "policy default@" in answer


def test_an_answer_about_one_kind_of_party_says_that_it_is_of_no_other(pages: httpx.Client) -> None:
    as_person = text_of(pages.post(f"{PREFIX}/screen", data={"name": "Iran Air", "schema": "Person", "sent": "1"}))
    assert "Clear against" in as_person
    assert "Asked as a person: by name, only listed parties that may be one were compared." in as_person
    as_any = text_of(pages.post(f"{PREFIX}/screen", data={"name": "Iran Air", "schema": "Thing", "sent": "1"}))
    assert "match" in as_any
    assert "Asked as" not in as_any


def test_lists_that_are_not_fit_are_said_to_be_so_everywhere_and_nobody_is_cleared(own_home: Path) -> None:
    (own_home / "policy.toml").write_text('required = ["us-ofac-sdn", "ch-seco"]\n')
    with running_here(create_app(Settings(home=own_home))) as client:
        for one in EVERY:
            page = text_of(client.get(one.path))
            assert "NOT FIT TO SCREEN" in page
            assert "ch-seco: required by the policy, and not loaded" in page
        answer = client.post(f"{PREFIX}/screen", data=NOBODY)
        assert answer.status_code == 503
        assert "NOT SCREENED" in text_of(answer)
        assert "ch-seco" in text_of(answer)
        assert "Clear" not in answer.text
        part = client.post(f"{PREFIX}/screen", data=NOBODY, headers={"HX-Request": "true"})
        assert part.status_code == 503
        assert "NOT SCREENED" in part.text
        assert "<html" not in part.text


def test_a_home_that_is_not_there_is_said_to_be_so(tmp_path: Path) -> None:
    with running_here(create_app(Settings(home=tmp_path / "nowhere"))) as client:
        for one in PAGES:
            answer = client.get(one.path)
            assert "NOT FIT TO SCREEN" in answer.text, one.path
        assert client.post(f"{PREFIX}/screen", data=NOBODY).status_code == 503
        assert client.get(f"{PREFIX}/party/us-ofac-4632").status_code == 503


def test_another_kind_of_party_has_other_fields_and_what_was_filled_in_stays(pages: httpx.Client) -> None:
    given = {"schema": "Person", "kind": "Vessel", "name": "ARARAT", "birthDate": "1952"}
    page = html.fromstring(pages.post(f"{PREFIX}/screen/form", data=given).text)
    assert page.xpath("//input[@name='schema']/@value") == ["Vessel"]
    assert page.xpath("//input[@name='name']/@value")[0] == "ARARAT"
    assert page.xpath("//input[@name='imoNumber']")
    # What would still be asked is still shown.
    assert page.xpath("//input[@name='birthDate']/@value") == ["1952"]


def test_what_cannot_be_used_is_named_and_the_rest_screened(pages: httpx.Client) -> None:
    answer = text_of(pages.post(f"{PREFIX}/screen", data={**PUTIN, "birthDate": "soon"}))
    assert "birthDate left out: 'soon' is no date; write YYYY-MM-DD" in answer
    assert "match" in answer


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"schema": "Person"}, "a query needs a name or an identifier"),
        ({"schema": "Person", "name": "A", "as_of": "soon"}, "A day is YYYY-MM-DD"),
        ({"schema": "Person", "name": "Ada", "limit": "many"}, "It is a number from 1 to 500"),
        ({"schema": "Person", "name": "Ada", "nexus": "mars"}, "Each must be one of us"),
        ({"schema": "Wizard", "name": "Ada"}, "The kind of party is not known"),
        ({"schema": "Person", "name": "Ada", "dataset": "none-such"}, "none-such"),
    ],
)
def test_a_question_that_cannot_be_asked_gets_a_page_that_says_what_to_do(
    pages: httpx.Client, given: dict[str, str], says: str
) -> None:
    answer = pages.post(f"{PREFIX}/screen", data=given)
    assert answer.status_code in (400, 404)
    assert says.lower() in text_of(answer).lower()
    assert "Clear" not in answer.text


def test_a_past_day_is_answered_by_its_editions(own_home: Path) -> None:
    (own_home / "policy.toml").write_text('required = ["us-ofac-sdn"]\n')
    with running_here(create_app(Settings(home=own_home))) as client:
        then = text_of(client.post(f"{PREFIX}/screen", data={**NOBODY, "as_of": "2024-06-01"}))
        assert "as of 2024-06-01" in then
        assert "2024-05-03" in then
        assert "2024-09-10" not in then.partition("Clear against")[2]
        before = client.post(f"{PREFIX}/screen", data={**NOBODY, "as_of": "1999-01-01"})
        assert before.status_code == 422
        assert "NOT SCREENED" in before.text


def test_a_name_that_is_markup_is_shown_as_text_wherever_it_stands(pages: httpx.Client) -> None:
    answers = [
        pages.post(f"{PREFIX}/screen", data={"name": f"Marigold {TRICK}", "schema": "Person"}),
        pages.post(f"{PREFIX}/screen/form", data={"name": TRICK, "kind": "Company"}),
        pages.post(f"{PREFIX}/party", data={"q": "marigold"}),
        pages.get(f"{PREFIX}/party/our-list-w-1"),
        pages.get(f"{PREFIX}/lists/our-list"),
        pages.post(f"{PREFIX}/screen", data={"name": "Ada", "schema": TRICK}),
    ]
    for answer in answers:
        assert "<script>document" not in answer.text
        assert "<img" not in answer.text
    assert "document.title" in text_of(answers[0])
    assert "document.title" in text_of(answers[3])


def test_an_address_that_no_page_has_gets_a_page_and_one_of_the_api_data(pages: httpx.Client) -> None:
    nowhere = pages.get(f"{PREFIX}/nowhere")
    assert (nowhere.status_code, nowhere.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert "navigation" in nowhere.text
    assert pages.get("/entities/none-such").headers["content-type"] == "application/problem+json"


def test_the_theme_is_remembered_and_leads_back_to_the_console_alone(pages: httpx.Client) -> None:
    answer = pages.post(f"{PREFIX}/preferences", data={"theme": "dark", "back": f"{PREFIX}/lists"})
    assert (answer.status_code, answer.headers["location"]) == (303, f"{PREFIX}/lists")
    page = pages.get(f"{PREFIX}/lists", headers={"Cookie": "debar-theme=dark; debar-keys=off"})
    assert 'data-theme="dark"' in page.text
    assert 'data-keys="off"' in page.text
    away = pages.post(f"{PREFIX}/preferences", data={"theme": "dark", "back": "https://example.org/console"})
    assert away.headers["location"] == PREFIX
    pages.cookies.clear()


def test_the_console_is_no_part_of_the_documented_api(pages: httpx.Client) -> None:
    paths = pages.get("/openapi.json").json()["paths"]
    assert not [path for path in paths if path.startswith(PREFIX)]
    assert "/" not in paths
