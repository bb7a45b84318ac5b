"""Articles from PDF files."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader, PdfWriter

from article_files import HEADLINE, PARAGRAPHS, pdf
from debar.errors import DocumentEmpty, DocumentRefused, DocumentUnreadable
from debar.news.documents import Limits, document_of

LINES = (
    "LONDON — Britain on Tuesday sanctioned Iran Air, saying that the",
    "airline had carried missile parts to Russia.",
    "“We will not tolerate this,” said the foreign secretary. “Those who",
    "carry weapons will pay for it.”",
    "Tehran denied the accusation and summoned the British envoy, state",
    "media reported.",
)


def encrypted(**passwords: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf([LINES]))))
    writer.encrypt(**passwords, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_the_lines_of_a_pdf_are_paragraphs_again() -> None:
    document = document_of(pdf([(HEADLINE, *LINES)]))
    assert document.text.split("\n\n") == [HEADLINE, *PARAGRAPHS]
    assert (document.title, document.media_type, document.encoding) == (HEADLINE, "application/pdf", "pdf")


def test_running_heads_and_page_numbers_are_cut_and_a_paragraph_goes_on_over_the_page() -> None:
    head = "Example News Agency"
    pages = [(head, *LINES[:3], "Page 1 of 2"), (head, *LINES[3:], "Page 2 of 2")]
    document = document_of(pdf(pages))
    assert document.text.split("\n\n") == list(PARAGRAPHS)
    assert [one.text for one in document.cut] == [head, "Page 1 of 2", head, "Page 2 of 2"]


def test_a_scan_has_no_text_and_says_what_to_do() -> None:
    with pytest.raises(DocumentEmpty, match=r"2 pages of pictures.*ocrmypdf"):
        document_of(pdf([[], []]))


def test_a_pdf_with_a_password_is_unreadable_and_one_that_only_forbids_changes_is_read() -> None:
    with pytest.raises(DocumentUnreadable, match="encrypted"):
        document_of(encrypted(user_password="secret"))
    assert document_of(encrypted(user_password="", owner_password="secret")).text.split("\n\n") == list(PARAGRAPHS)


def test_too_many_pages_are_refused() -> None:
    with pytest.raises(DocumentRefused, match="a PDF of 3 pages"):
        document_of(pdf([LINES] * 3), limits=Limits(pages=2))


def test_a_pdf_that_is_cut_off_anywhere_is_read_or_refused() -> None:
    whole = pdf([LINES])
    for end in range(0, len(whole), 7):
        try:
            assert document_of(whole[:end]).text
        except (DocumentUnreadable, DocumentEmpty):
            continue


def test_a_page_of_endless_text_is_refused_soon() -> None:
    with pytest.raises(DocumentRefused, match="far more text"):
        document_of(pdf([["Britain sanctioned Iran Air."] * 40_000]))
