"""The console in a real browser against a real `debar serve`: found, used, read and heard as people do."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from chromium_program import NoChromium, chromium
from console.conftest import TRICK
from debar.service.console.navigation import PAGES
from sample_lists import SAMPLE
from service_process import running

LISTED = "us-ofac-25237"  # Iran Air, on every home that these tests are run with


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    context = chromium()
    try:
        found = context.__enter__()
    except NoChromium as error:
        pytest.skip(str(error))
    yield found
    context.__exit__(None, None, None)


@pytest.fixture(scope="module")
def address(real_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running(real_home, tmp_path_factory.mktemp("console-log") / "log", "--audit") as found:
        yield found


@pytest.fixture
def faults() -> list[str]:
    """What a browser complained of: scripts that failed, things that the policy forbade."""
    return []


@pytest.fixture
def opened(browser: Browser, address: str, faults: list[str]) -> Iterator[Callable[..., Page]]:
    """Opens a page in a fresh browser profile; a test fails if it complained of anything."""
    contexts: list[BrowserContext] = []

    def open_(**options: Any) -> Page:
        context = browser.new_context(base_url=address, viewport={"width": 1280, "height": 900}, **options)
        context.set_default_timeout(60_000)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("dialog", lambda dialog: faults.append(f"a dialog: {dialog.message}"))
        return page

    yield open_
    for context in contexts:
        context.close()
    # That the service answers "not fit", "no such page" and the like is said in the browser's log as well.
    assert [one for one in faults if "the server responded with a status of" not in one] == []


@pytest.fixture
def page(opened: Callable[..., Page]) -> Page:
    return opened()


def screen(page: Page, name: str) -> None:
    page.goto("/console/screen")
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_role("button", name="Screen", exact=True).click()
    page.locator("#outcome").wait_for()


def batch(page: Page) -> None:
    page.goto("/console/batch")
    page.get_by_label("File").set_input_files(SAMPLE / "customers.csv")
    page.get_by_role("button", name="Upload").click()


def test_a_first_time_user_finds_every_page_from_the_first(page: Page) -> None:
    for one in PAGES:
        page.goto("/")
        page.locator("main").get_by_role("link", name=one.title, exact=True).click()
        expect(page).to_have_url(re.compile(f"{one.path}$"))
        expect(page.locator("nav a[aria-current=page]")).to_have_text(one.title)
        expect(page.locator(".fitness")).to_contain_text("Fit to screen.")
    page.goto("/console")
    page.locator("main").get_by_role("link", name="Keys").click()
    expect(page.locator("h1")).to_contain_text("Keys")


def test_an_analyst_screens_a_name_and_follows_the_hit_to_its_listing(page: Page) -> None:
    screen(page, "Iran Air")
    expect(page.locator("#outcome")).to_contain_text("match")
    expect(page.locator("#outcome")).to_be_focused()
    page.locator(".hit").first.get_by_role("link").first.click()
    expect(page.locator("h1")).to_have_text(re.compile("iran air", re.IGNORECASE))
    expect(page.locator("#designations")).to_be_visible()


def test_everything_can_be_done_with_keys_alone(page: Page) -> None:
    page.goto("/console")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("g")
    page.keyboard.press("s")
    page.wait_for_url("**/console/screen")
    page.keyboard.press("/")
    for letter in "Iran Air":
        page.keyboard.press("Space" if letter == " " else letter)
    page.keyboard.press("Enter")
    expect(page.locator("#outcome")).to_be_focused()
    page.keyboard.press("j")
    expect(page.locator(".hit").first).to_be_focused()
    page.keyboard.press("?")
    expect(page.locator("dialog#keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("dialog#keys")).to_be_hidden()
    page.keyboard.press("g")
    page.keyboard.press("l")
    page.wait_for_url("**/console/lists")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/console/lists/*")


def test_what_has_the_focus_is_seen_to_have_it(page: Page) -> None:
    page.goto("/console/screen")
    outlines = set()
    for _ in range(12):
        page.keyboard.press("Tab")
        outlines.add(page.evaluate("getComputedStyle(document.activeElement).outlineStyle"))
    assert "none" not in outlines


def test_keys_can_be_switched_off(page: Page) -> None:
    page.goto("/console/help")
    page.get_by_role("button", name="Switch the single keys off").click()
    page.get_by_role("button", name="Switch the single keys on").wait_for()
    page.keyboard.press("?")
    expect(page.locator("dialog#keys")).to_be_hidden()


def test_the_kind_of_party_changes_the_form_and_keeps_the_name(page: Page) -> None:
    page.goto("/console/screen")
    page.get_by_label("Name", exact=True).fill("ARARAT")
    page.get_by_role("button", name="Vessel").click()
    expect(page.get_by_label("IMO number")).to_be_visible()
    expect(page.get_by_label("Name", exact=True)).to_have_value("ARARAT")
    expect(page.get_by_role("button", name="Vessel")).to_have_attribute("aria-pressed", "true")


def test_the_theme_follows_the_device_and_the_switch(opened: Callable[..., Page]) -> None:
    page = opened(color_scheme="dark")
    page.goto("/console")

    def is_dark() -> bool:
        red = page.evaluate("getComputedStyle(document.body).backgroundColor.match(/\\d+/)[0]")
        return int(red) < 128

    assert is_dark()
    page.get_by_label("Theme").select_option("light")
    assert not is_dark()
    page.goto("/console/lists")
    assert not is_dark()


@pytest.mark.parametrize("scripted", [True, False], ids=["with a script", "without a script"])
def test_a_file_is_uploaded_confirmed_watched_and_taken_home(
    opened: Callable[..., Page], tmp_path: Path, scripted: bool
) -> None:
    page = opened(java_script_enabled=scripted)
    batch(page)
    expect(page.get_by_label("birth_date")).to_have_value("birthDate")
    page.get_by_role("button", name="These are the columns").click()
    expect(page.locator("#state h2")).to_contain_text("42 rows: ")
    expect(page.frame_locator("iframe").locator("h1")).to_have_text("customers.csv")
    with page.expect_download() as kept:
        page.get_by_role("link", name="as CSV").click()
    kept.value.save_as(tmp_path / "answers.csv")
    assert (tmp_path / "answers.csv").read_text("utf-8").startswith("id,row,status,")
    page.get_by_role("button", name="Remove this job and its files").click()
    expect(page.locator("h1")).to_have_text("Screen a file")


def test_without_a_script_every_page_does_its_work(opened: Callable[..., Page]) -> None:
    page = opened(java_script_enabled=False)
    page.goto("/console")
    page.get_by_label("Name").fill("Iran Air")
    page.get_by_role("button", name="Screen", exact=True).click()
    expect(page.locator("#outcome")).to_contain_text("match")
    page.get_by_role("button", name="Vessel").click()
    expect(page.get_by_label("IMO number")).to_be_visible()
    page.goto("/console/party")
    page.get_by_label("Id, name, number or word").fill(LISTED)
    page.get_by_role("button", name="Look up").click()
    expect(page.locator("#found h2")).to_contain_text("listing")
    page.goto(f"/console/party/{LISTED}")
    page.get_by_label("On", exact=True).fill("2024-09-12")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("#effects")).to_contain_text("2024-09-12")
    page.goto("/console/ownership?example")
    page.get_by_role("button", name="Explore").click()
    expect(page.locator("#answer")).to_contain_text("OFAC's 50 percent rule")
    page.goto("/console/audit")
    page.get_by_role("button", name="Verify the whole log").click()
    expect(page.locator("main")).to_contain_text("The log is whole")
    page.get_by_label("Theme").select_option("dark")
    page.get_by_role("button", name="Set").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_a_file_that_cannot_be_used_gets_a_clear_message(page: Page) -> None:
    page.goto("/console/batch")
    page.get_by_label("File").set_input_files({"name": "a.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"})
    page.get_by_role("button", name="Upload").click()
    said = page.get_by_role("alert")
    expect(said).to_contain_text("The file is no CSV, JSON lines or Parquet")
    expect(said).to_contain_text("What to do")
    expect(said).to_contain_text("give a table")


def test_a_name_that_is_markup_is_read_as_text_and_runs_nothing(page: Page) -> None:
    screen(page, f"Marigold {TRICK}")
    expect(page.locator("#answer")).to_contain_text(TRICK)
    page.goto("/console/party/our-list-w-1")
    expect(page.locator("h1")).to_have_text(f"Marigold {TRICK}")
    expect(page).to_have_title(re.compile("debar$"))
    assert page.locator("main img").count() == 0


def test_an_article_is_read_in_its_frame_and_its_claims_answer_to_the_mouse(page: Page) -> None:
    page.goto("/console/article?example")
    page.get_by_role("button", name="Read").click()
    frame = page.frame_locator("iframe")
    expect(frame.locator("h1")).to_contain_text("Three governments")
    frame.locator(".article .c").first.hover()
    expect(frame.locator("#told")).to_be_visible()


def test_a_service_that_is_gone_is_said_to_be_gone(browser: Browser, console_home: Path, tmp_path: Path) -> None:
    with running(console_home, tmp_path / "log") as address:
        context = browser.new_context(base_url=address)
        page = context.new_page()
        page.goto("/console/screen")
        page.get_by_label("Name", exact=True).fill("Iran Air")
    page.get_by_role("button", name="Screen", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing was screened")
    context.close()


def _start(page: Page) -> None:
    page.goto("/console")


def _form(page: Page) -> None:
    page.goto("/console/screen")


def _hits(page: Page) -> None:
    screen(page, "Iran Air")


def _clear(page: Page) -> None:
    screen(page, "Zanthippa Oglethorpe-Vance")


def _search(page: Page) -> None:
    page.goto("/console/party")
    page.get_by_label("Id, name, number or word").fill("iran")
    page.get_by_role("button", name="Look up").click()
    page.locator("#found h2").wait_for()


def _party(page: Page) -> None:
    page.goto(f"/console/party/{LISTED}")


def _lists(page: Page) -> None:
    page.goto("/console/lists")


def _list(page: Page) -> None:
    page.goto("/console/lists/un-sc")


def _columns(page: Page) -> None:
    batch(page)
    page.get_by_role("button", name="These are the columns").wait_for()


def _jobs(page: Page) -> None:
    _columns(page)
    page.goto("/console/batch")


def _answers(page: Page) -> None:
    _columns(page)
    page.get_by_role("button", name="These are the columns").click()
    page.locator("iframe").wait_for()


def _article(page: Page) -> None:
    page.goto("/console/article?example")


def _reading(page: Page) -> None:
    _article(page)
    page.get_by_role("button", name="Read").click()
    page.locator("iframe").wait_for()


def _ownership(page: Page) -> None:
    page.goto("/console/ownership?example")
    page.get_by_role("button", name="Explore").click()
    page.locator("#answer svg").first.wait_for()


def _audit(page: Page) -> None:
    screen(page, "Iran Air")
    page.goto("/console/audit")
    page.get_by_role("button", name="Verify the whole log").click()
    page.locator("#verdict h2").wait_for()


def _record(page: Page) -> None:
    screen(page, "Iran Air")
    page.goto("/console/audit")
    page.locator("#found tbody a").first.click()
    page.locator("iframe").wait_for()


def _help(page: Page) -> None:
    page.goto("/console/help")


def _nowhere(page: Page) -> None:
    page.goto("/console/nowhere")


VIEWS = (
    _start,
    _form,
    _hits,
    _clear,
    _search,
    _party,
    _lists,
    _list,
    _columns,
    _jobs,
    _answers,
    _article,
    _reading,
    _ownership,
    _audit,
    _record,
    _help,
    _nowhere,
)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("view", VIEWS, ids=lambda one: one.__name__.strip("_"))
def test_axe_finds_nothing_serious(opened: Callable[..., Page], view: Callable[[Page], None], theme: str) -> None:
    page = opened(color_scheme=theme)
    view(page)
    for frame in page.frames:
        frame.wait_for_load_state("load")
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    found = Axe().run(page).response["violations"]
    serious = [
        (one["id"], node["target"], node["failureSummary"])
        for one in found
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]
    assert serious == []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("view", [_answers, _reading, _record], ids=lambda one: one.__name__.strip("_"))
def test_axe_finds_nothing_serious_in_the_documents_that_stand_in_frames(
    opened: Callable[..., Page], browser: Browser, view: Callable[[Page], None], theme: str
) -> None:
    page = opened(color_scheme=theme)
    view(page)
    source = page.locator("iframe").get_attribute("src")
    text = page.context.request.get(str(source)).text()
    # In its frame nothing may run, axe neither: it is looked at as it is, outside.
    alone = browser.new_context(color_scheme=theme)
    document = alone.new_page()
    document.set_content(text)
    found = Axe().run(document).response["violations"]
    alone.close()
    assert [(one["id"], one["help"]) for one in found if one["impact"] in ("serious", "critical")] == []


def test_axe_finds_nothing_serious_on_what_is_not_fit_and_on_the_list_of_keys(
    browser: Browser, console_home: Path, tmp_path: Path
) -> None:
    with running(tmp_path / "nowhere", tmp_path / "log") as address:
        context = browser.new_context(base_url=address)
        page = context.new_page()
        page.goto("/console/screen")
        page.get_by_label("Name", exact=True).fill("Iran Air")
        page.get_by_role("button", name="Screen", exact=True).click()
        expect(page.locator("#answer").get_by_role("alert")).to_contain_text("NOT SCREENED")
        page.locator("h1").first.click()
        page.keyboard.press("?")
        expect(page.locator("dialog")).to_be_visible()
        found = Axe().run(page).response["violations"]
        assert [one["id"] for one in found if one["impact"] in ("serious", "critical")] == []
        context.close()
