"""Articles out of pages: all of the article, and nothing of what stands around it."""

from __future__ import annotations

import contextlib
from datetime import date
from pathlib import Path

import pytest

from article_files import HEADLINE, PARAGRAPHS, page
from debar.errors import DocumentEmpty, DocumentUnreadable
from debar.news.documents import document_of

WHOLE = "\n\n".join([HEADLINE, *PARAGRAPHS])
CORPUS = sorted((Path(__file__).parent / "corpus" / "dev").glob("*.txt"))


def test_a_page_is_its_headline_and_its_paragraphs() -> None:
    document = document_of(page().encode())
    assert document.text == WHOLE
    assert (document.title, document.language, document.media_type) == (HEADLINE, "en", "text/html")
    cut = [one.text for one in document.cut]
    assert "An airliner lands in Tehran, Iran. (AP Photo/Some Body, File)" in cut
    assert "Storm closes the ports of the coast" in cut
    assert not {one for one in cut if one in WHOLE}


def test_a_page_of_two_sentences_is_not_filled_up_with_its_navigation() -> None:
    assert document_of(page(PARAGRAPHS[:1]).encode()).text == f"{HEADLINE}\n\n{PARAGRAPHS[0]}"


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_an_article_is_the_same_as_a_page_and_as_a_text(path: Path) -> None:
    title, *paragraphs = path.read_text("utf-8").strip().split("\n\n")
    assert document_of(page(paragraphs, title=title).encode()).text == document_of(path.read_bytes()).text


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:published_time" content="2024-09-10T23:30:00-04:00">',
        '<meta name="DC.date.issued" content="2024-09-10">',
        '<meta name="pubdate" content="Tue, 10 Sep 2024 14:00:00 GMT">',
        '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2024-09-10T14:00Z"}</script>',
        '<script type="application/ld+json">{"@graph": [{"@type": ["NewsArticle"], "datePublished": "September 10, 2024"}]}</script>',
    ],
)
def test_the_day_of_publication_is_the_one_that_the_metadata_state(head: str) -> None:
    document = document_of(page(head=head).encode())
    assert (document.published, document.notes) == (date(2024, 9, 10), ())


def test_a_time_in_the_article_is_its_day_and_one_beside_it_is_not() -> None:
    stamp = '<time datetime="2024-09-10T14:00:00Z">Tuesday</time>'
    assert document_of(page(time=stamp).encode()).published == date(2024, 9, 10)
    assert document_of(page().replace("<aside>", f"<aside>{stamp}").encode()).published is None


def test_a_page_that_names_two_days_is_noted() -> None:
    head = '<meta property="article:published_time" content="2024-09-10"><meta name="date" content="2024-09-12">'
    document = document_of(page(head=head).encode())
    assert document.published == date(2024, 9, 10)
    assert document.notes == ("the page also says 2024-09-12 as its day of publication",)


def test_a_page_without_a_day_has_none() -> None:
    assert document_of(page().encode()).published is None


def test_broken_json_ld_is_as_none() -> None:
    head = '<script type="application/ld+json">{"@type": "NewsArticle", </script>'
    nested = f'<script type="application/ld+json">{"[" * 100_000}</script>'
    assert document_of(page(head=head + nested).encode()).text == WHOLE


def test_the_title_of_the_window_loses_the_name_of_the_site() -> None:
    data = f"<title>{HEADLINE} | Example News</title><body><p>{PARAGRAPHS[0]}</p></body>".encode()
    assert document_of(data).title == HEADLINE
    short = f"<title>Foreign Ministry - Statement</title><body><p>{PARAGRAPHS[0]}</p></body>".encode()
    assert document_of(short).title == "Foreign Ministry - Statement"


def test_breaks_part_paragraphs_and_rows_and_items_stand_alone() -> None:
    data = (
        b"<html><body><article><p>Britain sanctioned<br>two ships.<br><br>Tehran denied it all.</p><ul><li>Port Olya</li>"
        b"<li>Baltiyskiy</li></ul><table><tr><td>Port Olya</td><td>IMO 9481910</td></tr></table></article></body></html>"
    )
    assert document_of(data).text.split("\n\n") == [
        "Britain sanctioned two ships.",
        "Tehran denied it all.",
        "Port Olya",
        "Baltiyskiy",
        "Port Olya | IMO 9481910",
    ]


def test_a_paragraph_that_is_a_div_is_not_lost() -> None:
    data = page().replace("<p>“We", "<div class='x'>“We").replace("for it.”</p>", "for it.”</div>").encode()
    assert document_of(data).text == WHOLE


def test_a_table_that_lays_the_page_out_is_read_as_paragraphs() -> None:
    body = "<br><br>".join(PARAGRAPHS)
    data = f"<html><body><table><tr><td><b>{HEADLINE}</b><br><br>{body}</td></tr></table></body></html>".encode()
    assert document_of(data).text == WHOLE


def test_markup_within_a_sentence_does_not_break_it() -> None:
    data = b"<p>Britain <b>sanct</b>ioned <a href='/i'>Iran&nbsp;Air</a>, <i>state media</i> said&mdash;twice.</p>"
    assert document_of(data, media_type="text/html").text == "Britain sanctioned Iran Air, state media said—twice."


@pytest.mark.parametrize(
    "page",
    [
        "<!doctype html><title>Airline</title><article>{}</article><footer>Contact</footer>",
        "<title>Airline</title><!-- top --><article><h1>Airline</h1>{}</article>",
        "<!doctype html><meta charset=utf-8><title>Airline</title><main><article>{}</article></main>",
        "<main><article><h1>Airline</h1>{}</article></main>",
        "<section><h1>Airline</h1>{}</section>",
    ],
)
def test_an_article_without_html_and_body_around_it_is_read(page: str) -> None:
    told = "Britain on Tuesday sanctioned the carrier and two of its directors, the minister said."
    document = document_of(page.format(f"<p>{told}</p>").encode())
    assert (document.media_type, document.title, document.text) == ("text/html", "Airline", f"Airline\n\n{told}")


@pytest.mark.parametrize(
    ("body", "got"),
    [
        ("", "running text"),
        (
            "<div id=root></div><script>app()</script><noscript>Please enable JavaScript to go on.</noscript>",
            "JavaScript",
        ),
        ("<div>You need to enable JavaScript to run this app.</div>", "JavaScript"),
        (f"<h1>{HEADLINE}</h1><p>Subscribe to continue reading this article.</p>", "subscription"),
        (
            f"<h1>{HEADLINE}</h1><p>This article is for subscribers only.</p><p>Already a subscriber? Log in.</p>",
            "subscr",
        ),
        ("<nav><a href=/>Home</a><a href=/w>World</a></nav>", "running text"),
    ],
)
def test_a_page_without_an_article_says_why(body: str, got: str) -> None:
    with pytest.raises(DocumentEmpty, match=got):
        document_of(f"<!DOCTYPE html><html><head><title>News</title></head><body>{body}</body></html>".encode())


def test_a_page_behind_a_wall_is_what_it_shows_and_says_so() -> None:
    document = document_of(page([*PARAGRAPHS[:1], "Subscribe to continue reading."]).encode())
    assert document.text == f"{HEADLINE}\n\n{PARAGRAPHS[0]}"
    assert document.notes == ("the page asks for a subscription: this may be only the beginning of the article",)
    free = '<script type="application/ld+json">{"@type": "NewsArticle", "isAccessibleForFree": false}</script>'
    assert document_of(page(head=free).encode()).notes == document.notes


def test_a_page_made_by_scripts_is_read_from_its_json_ld() -> None:
    body = "\\n".join(one.replace('"', '\\"') for one in PARAGRAPHS)
    data = (
        f'<html><head><script type="application/ld+json">{{"@type": "NewsArticle", "headline": "{HEADLINE}",'
        f'"articleBody": "{body}"}}</script></head><body><div id="root"></div></body></html>'
    )
    document = document_of(data.encode())
    assert document.text == WHOLE
    assert "JSON-LD" in document.notes[0]


@pytest.mark.parametrize(
    "data",
    [
        b"<!DOCTYPE html>" + b"<div>" * 50_000 + b"Britain sanctioned Iran Air on Tuesday.",
        b"<!DOCTYPE html>" + b'<a href="' * 50_000,
        b"<!DOCTYPE html>" + b"<table><tr><td>" * 5_000,
        b"<!DOCTYPE html>" + b"&" * 500_000,
        b"<html><!-- " + b"- " * 500_000,
        b"<html>" + b"\xff\xd8 <p>" * 10_000,
    ],
    ids=["deep", "open", "tables", "entities", "comment", "binary"],
)
def test_a_hostile_page_ends_as_a_document_or_a_named_error(data: bytes) -> None:
    with contextlib.suppress(DocumentEmpty, DocumentUnreadable):
        document_of(data, media_type="text/html")


def test_a_page_of_5_mb_is_read_whole() -> None:
    whole = " ".join(PARAGRAPHS * 5)
    many = [f"{at}. {whole}" for at in range(5_000_000 // len(whole))]
    data = page(many).encode()
    assert len(data) > 5_000_000
    assert document_of(data).text.split("\n\n") == [HEADLINE, *many]
