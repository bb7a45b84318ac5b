"""Articles taken in: from a file, the standard input or an address; plain text, HTML and PDF; any encoding.

>>> document = document_of(b"<title>Airline sanctioned</title><p>Britain on Tuesday sanctioned Iran Air.</p>")
>>> document.text
'Airline sanctioned\\n\\nBritain on Tuesday sanctioned Iran Air.'
"""

from __future__ import annotations

import re
import sys
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from debar.errors import BadFile, DocumentEmpty, DocumentUnreadable
from debar.news.documents.cuts import blocks_of, clean, cut, headline_of, paragraphs_of, reason_to_cut
from debar.news.documents.dates import day_of_text
from debar.news.documents.document import Cut, Document
from debar.news.documents.encodings import declared_in, decode
from debar.news.documents.languages import code_of, language_of
from debar.news.documents.pages import WALL, Page, read_page
from debar.news.documents.pdf import read_pdf
from debar.news.documents.sources import Limits, scheme_of, too_large

if TYPE_CHECKING:
    from httpx import BaseTransport

__all__ = ["Cut", "Document", "Limits", "document_at", "document_of", "read_document"]

_LIMITS = Limits()
_HTML = re.compile(
    r"\s*(?:<!--.{0,2000}?-->\s*)*<(?:!doctype html|html|head|body|title|meta|header|nav|main|section|article|div|p|h1)\b",
    re.I | re.S,
)
_ELEMENT = re.compile(r"</(?:p|div|body|html|article|title)\s*>", re.I)
_XML = re.compile(r"\s*<\?xml|\s*<(?:rss|feed|svg)\b", re.I)
_BINARY = (
    (b"PK\x03\x04", "a zip container, such as a .docx file"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"{\\rtf", "an RTF file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a gzip file"),
    (b"\x7fELF", "a program"),
)
_SAVE = "give an article as plain text, HTML or PDF"
_WORD = re.compile(r"[^\W\d_]{2,}")
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]")
_FEWEST_WORDS = 4  # of running text; "Britain sanctioned Iran Air" is news
_FEWEST_SIGNS = 8  # in scripts without blanks


def read_document(
    source: str | Path, *, limits: Limits = _LIMITS, stdin: BinaryIO | None = None, public: bool = False
) -> Document:
    """Take an article in.

    Args:
        source: a path, an http(s) address, or ``-`` for the standard input.
        limits: of size, time, redirects and pages.
        stdin: read instead of the process's standard input.
        public: fetch from the public net alone (`debar.news.documents.guard`).

    Raises:
        BadFile: there is no such file, or a library of ``debar[news]`` is not installed.
        DocumentNotFetched: the server did not deliver the page.
        DocumentRefused: it is no http(s) address, or more than the limits allow.
        DocumentUnreadable: it is no text, HTML or PDF that can be read.
        DocumentEmpty: there is no article in it.
    """
    name = str(source)
    if isinstance(source, str) and scheme_of(source) is not None:
        if not public:
            return document_at(source, limits=limits)
        from debar.news.documents.guard import Guard

        return document_at(source, limits=limits, guard=Guard())
    return document_of(_bytes_of(name, limits, stdin), source=name, limits=limits)


def document_at(url: str, *, limits: Limits = _LIMITS, guard: BaseTransport | None = None) -> Document:
    """An article from its http(s) address, never from a file.

    Args:
        guard: what connections must pass (`debar.news.documents.guard.Guard`), where others give the address.

    Raises:
        DocumentNotFetched, DocumentRefused, DocumentUnreadable, DocumentEmpty, BadFile: as `read_document`.
    """
    from debar.news.documents.fetching import fetch_page  # httpx is as slow to load as all the rest

    page = fetch_page(url, limits, guard)
    return document_of(
        page.data,
        source=page.url,
        media_type=page.media_type,
        charset=page.charset,
        language=page.language,
        limits=limits,
    )


def _bytes_of(name: str, limits: Limits, stdin: BinaryIO | None) -> bytes:
    try:
        if name == "-":
            data = (stdin or sys.stdin.buffer).read(limits.size + 1)
        else:
            with Path(name).open("rb") as file:
                data = file.read(limits.size + 1)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        got = getattr(error, "strerror", None) or str(error)
        raise BadFile(name, got=got, fix="give a file, `-` or an http(s) address") from error
    if len(data) > limits.size:
        raise too_large(name, limits)
    return data


class _Taken(NamedTuple):
    """One kind of source, read: its paragraphs, and what it says about itself."""

    page: Page
    media_type: str
    encoding: str


def document_of(
    data: bytes,
    *,
    source: str = "-",
    media_type: str | None = None,
    charset: str | None = None,
    language: str | None = None,
    limits: Limits = _LIMITS,
) -> Document:
    """An article from its bytes; what they are decides, and the declarations only where the bytes leave it open.

    Args:
        data: the bytes.
        source: what to name as the source.
        media_type: as a server declares it.
        charset: as a server declares it.
        language: as a server declares it.
        limits: of the pages of a PDF.

    Raises:
        DocumentRefused, DocumentUnreadable, DocumentEmpty, BadFile: as `read_document`.
    """
    if not data.strip(b"\x00\t\n\r\f \xef\xbb\xbf\xff\xfe"):
        raise DocumentEmpty(source, got=f"{len(data)} bytes, none of them text", fix=_SAVE)
    taken = _take(data, source, media_type, charset, limits)
    page = taken.page
    paragraphs, cuts = cut(page.paragraphs)
    title = page.title if taken.media_type == "text/html" else headline_of(paragraphs)
    if title is not None:
        paragraphs = [title, *(one for at, one in enumerate(paragraphs) if at > 0 or one.lower() != title.lower())]
    _need_article(paragraphs[title is not None :], cuts, taken, source)
    notes = page.notes
    if any(one.reason == "paywall" for one in cuts) and WALL not in notes:
        notes += (WALL,)
    text = "\n\n".join(paragraphs)
    dates = [one.text for one in cuts if one.reason == "date"]
    first = paragraphs[title is not None] if len(paragraphs) > 1 else paragraphs[0]
    return Document(
        text=text,
        source=source,
        media_type=taken.media_type,
        sha256=sha256(data).hexdigest(),
        title=title,
        published=page.published or day_of_text(dates, first),
        language=language_of(text) or page.language or code_of(language),
        encoding=taken.encoding,
        notes=notes,
        cut=(*page.cut, *cuts),
    )


def _take(data: bytes, source: str, media_type: str | None, charset: str | None, limits: Limits) -> _Taken:
    if b"%PDF-" in data[:1024]:
        paragraphs, cuts, notes = read_pdf(data, source, max_pages=limits.pages)
        return _Taken(Page(paragraphs, notes=notes, cut=cuts), "application/pdf", "pdf")
    for magic, what in _BINARY:
        if data.startswith(magic):
            raise DocumentUnreadable(source, got=what, fix=_SAVE)
    found = decode(data, source, declared=charset or declared_in(data))
    if _is_html(found.text, media_type):
        page = read_page(found.text, source)
        return _Taken(page._replace(notes=found.notes + page.notes), "text/html", found.encoding)
    if _XML.match(found.text) or (media_type or "").endswith("json"):
        got = media_type if media_type and media_type.endswith(("json", "xml")) else "an XML document"
        raise DocumentUnreadable(source, got=got, fix="give the page of one article")
    paragraphs = paragraphs_of(blocks_of(clean(found.text)))
    return _Taken(Page(paragraphs, notes=found.notes), "text/plain", found.encoding)


def _is_html(text: str, media_type: str | None) -> bool:
    head = text[:4096]
    if _HTML.match(head) or (_XML.match(head) and "<html" in head.lower()):
        return True
    return media_type in ("text/html", "application/xhtml+xml") and _ELEMENT.search(text) is not None


def _need_article(body: list[str], cuts: tuple[Cut, ...], taken: _Taken, source: str) -> None:
    """A page must have running text; a plain text only a word, since whoever gives it means it."""
    if taken.media_type == "text/html":
        enough = any(
            len(_WORD.findall(one)) >= _FEWEST_WORDS or len(_UNSPACED.findall(one)) >= _FEWEST_SIGNS for one in body
        )
    else:
        enough = any(_WORD.search(one) or _UNSPACED.search(one) for one in body)
    if enough:
        return
    reasons = {one.reason for one in cuts}
    if "paywall" in reasons:
        raise DocumentEmpty(source, got="a page that asks for a subscription", fix="give the article's own text")
    if "script" in reasons or any(reason_to_cut(one.text, at_edge=False) == "script" for one in taken.page.cut):
        got = "a page that needs JavaScript to show its article"
        raise DocumentEmpty(source, got=got, fix="save the page from a browser and give its file")
    got = "a page without running text" if taken.media_type == "text/html" else "no words"
    raise DocumentEmpty(source, got=got, fix=_SAVE)
