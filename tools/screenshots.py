"""Screenshots of every page of the console, for the documents: ``python tools/screenshots.py [--dark] [NAME …]``.

A `debar serve` over the sample lists is started, a headless Chromium walks through its pages, and what it sees is written
to ``docs/images/console-*.png``.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tests")]

from chromium_program import chromium  # noqa: E402
from debar_process import debar  # noqa: E402
from sample_lists import LISTS, SAMPLE  # noqa: E402
from service_process import running  # noqa: E402

IMAGES = ROOT / "docs" / "images"
WIDE, HIGH = 1320, 900
TALLEST = 1_500


def start(page: Page) -> None:
    page.goto("/console")


def screen(page: Page) -> None:
    page.goto("/console/screen")
    page.get_by_label("Name", exact=True).fill("Wladimir Putin")
    page.get_by_label("Birth date").fill("1952-10")
    page.get_by_role("button", name="Screen", exact=True).click()
    page.locator(".hit").first.wait_for()


def screen_clear(page: Page) -> None:
    page.goto("/console/screen")
    page.get_by_role("button", name="Company").click()
    page.get_by_label("LEI").wait_for()
    page.get_by_label("Name", exact=True).fill("Quackenbush Bakery Ltd")
    page.get_by_role("button", name="Screen", exact=True).click()
    page.locator(".o-clear").wait_for()


def party(page: Page) -> None:
    page.goto("/console/party/us-ofac-4632")


def lists(page: Page) -> None:
    page.goto("/console/lists")


def changes(page: Page) -> None:
    page.goto("/console/lists/us-ofac-sdn")


def batch_columns(page: Page) -> None:
    page.goto("/console/batch")
    page.get_by_label("File").set_input_files(SAMPLE / "customers.csv")
    page.get_by_role("button", name="Upload").click()
    page.get_by_role("button", name="These are the columns").wait_for()


def batch(page: Page) -> None:
    batch_columns(page)
    page.get_by_label("a US person", exact=True).check()
    page.get_by_role("button", name="These are the columns").click()
    page.locator("iframe").wait_for()


def article(page: Page) -> None:
    page.goto("/console/article?example")
    page.get_by_role("button", name="Read").click()
    page.locator("iframe").wait_for()


def ownership(page: Page) -> None:
    page.goto("/console/ownership?example")
    page.get_by_role("button", name="Explore").click()
    page.locator("#answer svg").first.wait_for()


def audit(page: Page) -> None:
    screen(page)
    page.goto("/console/audit")
    page.get_by_role("button", name="Verify the whole log").click()
    page.locator("#verdict .clear").wait_for()


def audit_record(page: Page) -> None:
    screen(page)
    page.goto("/console/audit")
    page.locator("#found tbody a").first.click()
    page.locator("iframe").wait_for()


def keys(page: Page) -> None:
    page.goto("/console/help")


PAGES: dict[str, Callable[[Page], None]] = {
    "start": start,
    "screen": screen,
    "screen-clear": screen_clear,
    "party": party,
    "lists": lists,
    "list": changes,
    "batch-columns": batch_columns,
    "batch": batch,
    "article": article,
    "ownership": ownership,
    "audit": audit,
    "audit-record": audit_record,
    "keys": keys,
}


def main() -> None:
    """Make them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="pages; all, if left out")
    parser.add_argument("--dark", action="store_true", help="in the dark theme")
    parser.add_argument("--to", type=Path, default=IMAGES, help="the folder")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="debar-shots-") as folder:
        home = Path(folder) / "home"
        debar("update", "--from", LISTS, home=home)
        with running(home, Path(folder) / "log", "--audit") as address, chromium() as browser:
            for name in options.names or PAGES:
                context = browser.new_context(
                    base_url=address,
                    viewport={"width": WIDE, "height": HIGH},
                    color_scheme="dark" if options.dark else "light",
                )
                page = context.new_page()
                PAGES[name](page)
                for frame in page.frames:
                    frame.wait_for_load_state("load")
                high = min(TALLEST, max(HIGH, page.evaluate("document.documentElement.scrollHeight")))
                page.evaluate("window.scrollTo(0, 0)")
                page.set_viewport_size({"width": WIDE, "height": high})
                page.screenshot(path=options.to / f"console-{name}{'-dark' if options.dark else ''}.png")
                context.close()


if __name__ == "__main__":
    main()
