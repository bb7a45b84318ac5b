"""Plain texts taken in, and what any bytes come to."""

from __future__ import annotations

import io
import sys
import unicodedata
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from article_files import page, pdf
from debar.errors import BadFile, DebarError, DocumentEmpty, DocumentRefused, DocumentUnreadable
from debar.news.documents import Cut, Document, Limits, document_of, read_document

ARTICLE = "Airline sanctioned\n\nLONDON — Britain on Tuesday sanctioned Iran Air over the transfer of missiles.\n"


def test_the_seed_is_its_headline_and_its_paragraphs(shared: Path) -> None:
    path = shared / "seed" / "000_694ca5b908b75097.txt"
    document = read_document(path)
    assert document.title == "US and Britain accuse Iran of supplying missiles to Russia for Ukraine"
    assert document.text.startswith(document.title + "\n\nLONDON — On Tuesday, the United States and Britain")
    assert document.text.endswith("to enhance its military production.")
    assert [one.text for one in document.cut] == [
        "Physical Address",
        "304 North Cardinal St.",
        "Dorchester Center, MA 02124",
        "Source: AP",
    ]
    assert (document.language, document.published, document.encoding) == ("en", None, "utf-8")
    assert (document.source, document.sha256) == (str(path), sha256(path.read_bytes()).hexdigest())


def test_the_standard_input_is_a_source() -> None:
    document = read_document("-", stdin=io.BytesIO(ARTICLE.encode()))
    assert (document.source, document.title) == ("-", "Airline sanctioned")


def test_a_single_sentence_is_an_article() -> None:
    assert document_of(b"Britain sanctioned Iran Air.").text == "Britain sanctioned Iran Air."


def test_the_text_is_stable_under_blanks_and_line_ends() -> None:
    plain = document_of(ARTICLE.encode()).text
    for other in (ARTICLE.replace("\n", "\r\n"), "\n\n" + ARTICLE.replace(" ", "\u00a0"), ARTICLE.replace("\n", " \n")):
        assert document_of(other.encode()).text == plain


def test_taking_a_text_in_again_changes_nothing() -> None:
    once = document_of(ARTICLE.encode()).text
    assert document_of(once.encode()).text == once


def test_lines_that_were_wrapped_by_hand_are_one_paragraph() -> None:
    text = (
        "LONDON (AP) — Britain on Tuesday sanctioned Iran Air, saying\nthat the airline had carried parts of short-\n"
        "range missiles to Russia. The sanc-\ntions, the minister said, are sanctions that hurt."
    )
    assert document_of(text.encode()).text == (
        "LONDON (AP) — Britain on Tuesday sanctioned Iran Air, saying that the airline had carried parts of "
        "short-range missiles to Russia. The sanctions, the minister said, are sanctions that hurt."
    )


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Share on Facebook", "share"),
        ("Facebook | Twitter | Email", "share"),
        ("ADVERTISEMENT", "advertisement"),
        ("READ MORE: Airline loses its landing rights", "related"),
        ("Sign up for our daily newsletter", "subscribe"),
        ("FILE - An airliner lands in Tehran, Iran, on Monday, June 3, 2024.", "caption"),
        ("The minister speaks to reporters on Tuesday. (AP Photo/Some Body)", "caption"),
        ("https://example.org/story", "link"),
    ],
)
def test_what_stands_between_paragraphs_is_cut(line: str, reason: str) -> None:
    before, after = (
        "Britain on Tuesday sanctioned Iran Air over missiles.",
        "Tehran denied that it had sent any missiles.",
    )
    document = document_of(f"{before}\n\n{line}\n\n{after}".encode())
    assert (document.text, document.cut) == (f"{before}\n\n{after}", (Cut(line, reason),))


@pytest.mark.parametrize(
    "line",
    [
        "By JANE DOE and JOHN ROE",
        "Source: Reuters",
        "Reporting by Jane Doe; Editing by John Roe",
        "© 2024 Example News. All rights reserved.",
        "Tel: +44 20 7946 0000",
        "newsdesk@example.org",
        "Subject: Airline sanctioned",
        "BC-Britain-Iran-Sanctions",
        "AP-WF-09-10-24 1405GMT",
        "September 10, 2024",
        "Published: Tuesday, 10 September 2024, 14:05",
    ],
)
def test_the_same_lines_are_cut_at_the_edges(line: str) -> None:
    article = "Airline sanctioned\n\nBritain on Tuesday sanctioned Iran Air over the missiles."
    assert document_of(f"{line}\n\n{article}\n".encode()).text == article
    assert document_of(f"{article}\n\n{line}\n".encode()).text == article


@pytest.mark.parametrize(
    "line",
    [
        "Iran Air, 12 Mehrabad Street, Tehran, was added to the list on Tuesday.",
        "“Share the burden,” he said.",
        "The source: a British official who was not allowed to speak in public.",
        "By Tuesday evening the airline had denied it.",
        "Follow the money, prosecutors said, and it leads to Tehran.",
        "Read carefully, the statement admits nothing.",
    ],
)
def test_sentences_that_look_a_little_like_it_stay(line: str) -> None:
    before, after = (
        "Britain on Tuesday sanctioned Iran Air over missiles.",
        "Tehran denied that it had sent any missiles.",
    )
    for text in (f"{before}\n\n{line}\n\n{after}", f"{line}\n\n{after}", f"{before}\n\n{line}"):
        assert document_of(text.encode()).text == text


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("LONDON, Sept. 10, 2024 (Reuters) - Britain sanctioned Iran Air.", date(2024, 9, 10)),
        ("WASHINGTON — September 10, 2024 — The Treasury designated Iran Air.", date(2024, 9, 10)),
        ("Airline sanctioned\n\n10 September 2024\n\nBritain sanctioned Iran Air.", date(2024, 9, 10)),
        ("LONDON, Sept 10 (Reuters) - Britain sanctioned Iran Air.", None),
        ("LONDON (AP) — On September 10, 2024, Britain sanctioned Iran Air.", None),
        ("Updated: September 10, 2024\n\nBritain sanctioned Iran Air.", None),
        ("Britain sanctioned Iran Air.\n\n© 2024 Example News", None),
    ],
)
def test_the_day_of_publication_is_what_the_publisher_writes_or_none(text: str, day: date | None) -> None:
    assert document_of(text.encode()).published == day


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (ARTICLE, "en"),
        ("Die Bundesregierung hat die Fluglinie mit Sanktionen belegt, weil sie die Raketen nach Russland flog.", "de"),
        ("Великобритания ввела санкции против авиакомпании, и это не первый случай, сообщили в Лондоне.", "ru"),
        ("Iran Air", None),
    ],
)
def test_the_language_is_that_of_the_commonest_words(text: str, language: str | None) -> None:
    assert document_of(text.encode()).language == language


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="No such file"):
        read_document(tmp_path / "gone.txt")
    with pytest.raises(BadFile, match="directory"):
        read_document(tmp_path)


@pytest.mark.parametrize("data", [b"", b"  \r\n\t", b"\xef\xbb\xbf", b"\xff\xfe", b"\x00" * 50, b"12 34 - 56", b"!"])
def test_what_holds_no_word_is_empty(data: bytes) -> None:
    with pytest.raises(DocumentEmpty):
        document_of(data)


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
        b"PK\x03\x04" + b"word/document.xml",
        b"{\\rtf1 Britain sanctioned Iran Air.}",
        bytes(range(256)) * 40,
        sha256(b"noise").digest() * 300,
        b"<?xml version='1.0'?><rss><channel><title>News</title></channel></rss>",
    ],
)
def test_what_is_no_text_html_or_pdf_is_unreadable(data: bytes) -> None:
    with pytest.raises(DocumentUnreadable) as caught:
        document_of(data, source="page")
    assert caught.value.about == "page"
    assert caught.value.got
    assert caught.value.fix


def test_a_file_beyond_the_limit_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_text("word " * 1000)
    with pytest.raises(DocumentRefused, match="4,999 bytes"):
        read_document(path, limits=Limits(size=4_999))
    assert read_document(path, limits=Limits(size=5_000)).text


@pytest.mark.parametrize(
    ("library", "data"),
    [
        ("trafilatura", page().encode()),
        ("pypdf", pdf([["Britain sanctioned Iran Air."]])),
        ("charset_normalizer", "Теheран отверг обвинения".encode("koi8_r")),
    ],
)
def test_a_library_that_is_not_installed_is_named_with_what_installs_it(
    library: str, data: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(BadFile, match=r"pip install 'debar\[news\]'"):
        document_of(data)
    assert document_of(ARTICLE.encode()).title == "Airline sanctioned"


BYTES = (
    st.binary()
    | st.text().map(str.encode)
    | st.text().map(lambda text: text.encode("utf-16", "surrogatepass"))
    | st.binary().map(lambda some: b"<html><body><p>" + some)
    | st.text(alphabet="<>/=\"'pdivah1 &;#x\n!-[]").map(lambda text: f"<html>{text}".encode())
    | st.binary().map(lambda some: b"%PDF-1.4\n" + some)
    | st.tuples(st.integers(0, 600), st.binary(max_size=8)).map(
        lambda hole: (whole := pdf([["Britain sanctioned Iran Air."]]))[: hole[0]] + hole[1] + whole[hole[0] + 4 :]
    )
    | st.tuples(st.integers(0, 2500), st.binary(max_size=8)).map(
        lambda hole: (whole := page().encode())[: hole[0]] + hole[1] + whole[hole[0] + 4 :]
    )
)


@settings(deadline=None)
@given(BYTES, st.sampled_from([None, "text/html", "text/plain", "application/pdf", "application/json"]))
def test_any_bytes_are_a_document_or_an_error_of_debar(data: bytes, media_type: str | None) -> None:
    try:
        document = document_of(data, media_type=media_type, charset="utf-8")
    except DebarError:
        return
    assert isinstance(document, Document)
    assert document.text == document.text.strip()
    assert {sign for sign in document.text if unicodedata.category(sign) in ("Cc", "Cs")} <= {"\n"}
    assert "\n\n\n" not in document.text
    assert document.title is None or document.text.startswith(document.title)


LINES = st.sampled_from(
    [
        "Physical Address",
        "304 North Cardinal St.",
        "Share",
        "By Jane Doe",
        "Source: AP",
        "Iran denied it.",
        "Airline sanctioned",
        ARTICLE.split("\n")[2],
        "that the airline had carried parts of missiles",
        "“We will not,” he said.",
        "",
    ]
)


@given(st.lists(LINES).map("\n".join))
def test_every_word_stands_in_the_text_or_among_what_was_cut(text: str) -> None:
    try:
        document = document_of(text.encode())
    except DocumentEmpty:
        return
    found = document.text.split() + [word for one in document.cut for word in one.text.split()]
    assert sorted(found) == sorted(text.split())
