"""PDF: the lines of its pages, put together to paragraphs again."""

from __future__ import annotations

import io
import itertools
import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from debar.errors import BadFile, DocumentEmpty, DocumentRefused, DocumentUnreadable
from debar.news.documents.cuts import clean, joined, words_of
from debar.news.documents.document import Cut

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

_END = re.compile(r"[.!?:][\"'”’)]*$")
_SHOWS = (b"Tj", b"TJ", b"'", b'"')
# Pieces of text that are put on a page: at most its letters, some thousand. Many more take the square of their number.
_MOST_ON_PAGE = 30_000
_MOST_IN_ALL = 300_000
_RUNNING = 3  # pages on which the same first or last line is a running head


def read_pdf(data: bytes, about: str, *, max_pages: int) -> tuple[list[str], tuple[Cut, ...], tuple[str, ...]]:
    """The paragraphs of a PDF, its running heads and page numbers, and notes.

    Raises:
        DocumentUnreadable: it is broken, or encrypted with a password.
        DocumentRefused: it has too many pages.
        DocumentEmpty: its pages are pictures.
        BadFile: what PDF needs is not installed.
    """
    try:
        from pypdf import PdfReader
        from pypdf.errors import DependencyError
    except ImportError as error:
        raise BadFile(about, rule="PDF needs pypdf", fix="run `pip install 'debar[news]'`") from error
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it tells of every repaired flaw; what matters is raised
    try:
        reader = PdfReader(io.BytesIO(data))
        _open(reader, about)
        count = len(reader.pages)
        if count > max_pages:
            raise DocumentRefused(about, got=f"a PDF of {count} pages", fix=f"give at most {max_pages}")
        pieces = itertools.count(1)
        pages = [_page_lines(_text_of(page, about, pieces)) for page in reader.pages]
        created = reader.metadata.get("/CreationDate") if reader.metadata else None
    except (DocumentRefused, DocumentUnreadable, MemoryError):
        raise
    except DependencyError as error:
        fix = "run `pip install cryptography`, or save it decrypted"
        raise DocumentUnreadable(about, rule="the PDF is encrypted with AES", fix=fix) from error
    except Exception as error:  # pypdf raises whatever its objects raise on broken files
        got = f"{type(error).__name__}: {error}"[:200]
        raise DocumentUnreadable(about, rule="the PDF cannot be read", got=got, fix="save it anew as PDF") from error
    if not any(line for lines in pages for line in lines):
        fix = "recognise its text first, for example with `ocrmypdf`"
        raise DocumentEmpty(about, rule="the PDF has no text", got=f"{count} pages of pictures", fix=fix)
    kept, cut = _without_running(pages)
    notes = (f"the PDF was made on {_written(str(created))}",) if created else ()
    return _paragraphs(kept), cut, notes


def _text_of(page: PageObject, about: str, all_pieces: Iterator[int]) -> str:
    pieces = itertools.count(1)

    def no_more(operator: bytes, *_: object) -> None:
        if operator in _SHOWS and (next(pieces) > _MOST_ON_PAGE or next(all_pieces) > _MOST_IN_ALL):
            raise DocumentRefused(about, got="far more text than an article has", fix="save its text and give that")

    return page.extract_text(visitor_operand_before=no_more)


def _open(reader: PdfReader, about: str) -> None:
    if not reader.is_encrypted:
        return
    opened = reader.decrypt("")  # many are encrypted only against change, and open without a password
    if not opened:
        raise DocumentUnreadable(about, rule="the PDF is encrypted", fix="save it without its password")


def _written(created: str) -> str:
    found = re.match(r"(?:D:)?(\d{4})(\d{2})(\d{2})", created)
    return "-".join(found.groups()) if found else created


def _page_lines(text: str) -> list[str]:
    return [line.strip() for line in clean(text).strip().split("\n")]


def _shape(line: str) -> str:
    return re.sub(r"\d+", "0", line)


def _without_running(pages: Sequence[list[str]]) -> tuple[list[list[str]], tuple[Cut, ...]]:
    """Without the first and last lines that stand on several pages alike but for their numbers."""
    edges = Counter(
        shape for lines in pages for shape in {_shape(line) for line in (*_filled(lines)[:2], *_filled(lines)[-2:])}
    )
    cut: list[Cut] = []
    kept = []
    for lines in pages:
        filled = _filled(lines)
        at_edge = {*filled[:2], *filled[-2:]}
        gone = {line for line in at_edge if edges[_shape(line)] >= min(_RUNNING, max(2, len(pages)))}
        cut += [Cut(line, "running head") for line in lines if line in gone]
        kept.append([line for line in lines if line not in gone])
    return kept, tuple(cut)


def _filled(lines: Sequence[str]) -> list[str]:
    return [line for line in lines if line]


def _paragraphs(pages: Sequence[Sequence[str]]) -> list[str]:
    """They end at an empty line, at a line that stops short of the margin with a sentence, and with a headline."""
    widths = sorted(len(line) for lines in pages for line in lines if line)
    full = widths[int(len(widths) * 0.9)]
    blocks: list[list[str]] = [[]]
    for lines in pages:
        for line in lines:
            if not line:
                blocks.append([])
                continue
            blocks[-1].append(line)
            if len(line) < full * 0.8 and (_END.search(line) or len(blocks[-1]) == 1):
                blocks.append([])
        if lines and _END.search(_filled(lines)[-1] if _filled(lines) else ""):
            blocks.append([])
    words = words_of(line for lines in blocks for line in lines)
    return [joined(lines, words) for lines in blocks if lines]
