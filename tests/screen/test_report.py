"""The report: one page that says what was screened, against what, and what it is not."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from exact_screener import Exact
from lxml import etree

from debar.screen.account import Summary
from debar.screen.batch import run
from debar.screen.histogram import draw
from debar.screen.report import render

ROWS = """id,name,dob,balance
c-1,Vladimir Putin,1952-10-07,1
c-2,Vladimir Putin,1980,2
c-3,فلاديمير بوتين,,3
<b>c-4</b>,<script>alert(1)</script>,,4
c-5,Ada King,,5
c-6,,,"<img src=x onerror=alert(1)>"
"""


def summary_of(folder: Path, rows: str = ROWS, *, unfit: str | None = None) -> Summary:
    source = folder / "in.csv"
    source.write_text(rows, encoding="utf-8")
    return run(Exact(unfit=unfit), source, folder / "out.jsonl", cutoff=0.5, threshold=0.7)


class Page(HTMLParser):
    """The elements of a page and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in ("meta",):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] != "style":
            self.text += data + "\n"


def test_the_page_is_well_formed_and_fetches_nothing(tmp_path: Path) -> None:
    source = render(summary_of(tmp_path))
    page = Page(source)
    assert page.open == []
    assert {"script", "img", "link", "iframe", "object"}.isdisjoint(tag for tag, _ in page.elements)
    assert not any(name in attributes for _, attributes in page.elements for name in ("src", "href", "onerror"))
    assert "url(" not in source
    assert "$" not in page.text


def test_names_are_shown_and_never_run(tmp_path: Path) -> None:
    source = render(summary_of(tmp_path))
    assert "<script" not in source
    assert "<img" not in source
    assert "<b>" not in source
    text = Page(source).text
    assert "<script>alert(1)</script>" in text
    assert "<b>c-4</b>" in text
    assert "<img src=x onerror=alert(1)>" in text


def test_names_from_right_to_left_have_their_direction(tmp_path: Path) -> None:
    assert '<h3 dir="auto">فلاديمير بوتين</h3>' in render(summary_of(tmp_path))


def test_the_numbers_the_editions_and_the_evidence_are_there(tmp_path: Path) -> None:
    summary = summary_of(tmp_path)
    text = Page(render(summary)).text
    for words in (
        "6 rows",
        summary.sha256,
        "exact/1",
        "default/1",
        "us-ofac-sdn",
        "2023-12-28",
        "PUTIN, Vladimir Vladimirovich",
        "us-ofac-35096",
        "RUSSIA-EO14024",
        "2022-02-25",
        "the birth date 1980 contradicts 1952-10-07",
        "a query needs a name or an identifier",
        "It is no legal advice",
        "dob → birthDate",
        "balance",
    ):
        assert words in text, words


def figures(source: str) -> dict[str, str]:
    return dict(re.findall(r'<dt>([^<]+)</dt><dd class="figure">([\d,]+)', source))


def test_the_outcome_counts_rows(tmp_path: Path) -> None:
    assert figures(render(summary_of(tmp_path))) == {
        "Match": "3",
        "Below the threshold": "1",
        "Clear": "1",
        "Rejected": "1",
    }


def test_unfit_lists_say_not_screened_and_nothing_is_clear(tmp_path: Path) -> None:
    source = render(summary_of(tmp_path, unfit="us-ofac-sdn is missing"))
    assert "NOT SCREENED" in source
    assert "us-ofac-sdn is missing" in source
    assert "Clear" not in figures(source)
    assert figures(source) == {"Rejected": "1", "Not screened": "5"}
    assert "6 rows, not screened" in source


def test_an_unfit_list_that_was_not_required_is_named_beside_the_rows(tmp_path: Path) -> None:
    summary = summary_of(tmp_path)
    unfit = replace(summary.lists[0], source="un-sc", fit=False, reasons=("never taken in",))
    source = render(replace(summary, lists=(*summary.lists, unfit)))
    assert "NOT SCREENED" not in source
    assert "never taken in" in source


def test_an_unfit_list_without_a_screened_row_says_not_screened(tmp_path: Path) -> None:
    summary = summary_of(tmp_path)
    unfit = replace(summary.lists[0], source="un-sc", fit=False, reasons=("never taken in",))
    nothing = replace(summary, lists=(unfit,), matched=0, below=0, clear=0, rejected=summary.rows)
    assert "NOT SCREENED" in render(nothing)


def test_no_list_at_all_is_not_screened(tmp_path: Path) -> None:
    assert "NOT SCREENED" in render(replace(summary_of(tmp_path), lists=()))


def test_a_fit_page_does_not_say_not_screened(tmp_path: Path) -> None:
    assert "NOT SCREENED" not in render(summary_of(tmp_path))


def test_the_page_says_what_it_does_not_show(tmp_path: Path) -> None:
    rows = "id,name\n" + "".join(f"c-{n},{'ARARAT' if n % 2 else ''}\n" for n in range(500))
    source = render(summary_of(tmp_path, rows))
    assert "The 200 highest of 250 rows with a hit" in source
    assert "The other 50 are not shown here" in source
    assert "The first 200; 50 are not shown here." in source
    assert source.count('<article class="row">') == 200


def test_tables_have_scopes_and_pictures_have_words(tmp_path: Path) -> None:
    page = Page(render(summary_of(tmp_path)))
    assert all(attributes.get("scope") in ("row", "col") for tag, attributes in page.elements if tag == "th")
    assert all(attributes.get("aria-label") for tag, attributes in page.elements if tag == "svg")
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch(r"h\d", tag)]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("bins", [[0] * 100, [0] * 99 + [1], [7] * 100, [0] * 50 + [100_000] + [3] * 49])
@pytest.mark.parametrize(
    ("cutoff", "threshold"), [(0.0, 0.5), (0.5, 0.7), (0.7, 0.7), (0.9, 0.95), (1.0, 1.0), (0.8, 0.5)]
)
def test_the_picture_stays_in_its_frame(bins: list[int], cutoff: float, threshold: float) -> None:
    svg = etree.fromstring(draw(bins, cutoff=cutoff, threshold=threshold))
    for bar in svg.iter("rect"):
        x, y, width, height = (float(bar.get(name)) for name in ("x", "y", "width", "height"))
        assert 0 <= x <= x + width <= 640
        assert 0 <= y <= y + height <= 250


def test_the_picture_says_when_its_scale_is_logarithmic() -> None:
    assert "log scale" in draw([0] * 99 + [51], cutoff=0.5, threshold=0.7)
    assert "log scale" not in draw([0] * 99 + [50], cutoff=0.5, threshold=0.7)
