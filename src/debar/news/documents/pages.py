"""HTML pages: the article out of the page, and what the page says about it.

`trafilatura` finds the article. It was measured against `readability-lxml` on a page with navigation, a cookie banner,
share buttons, a caption, a newsletter box, comments and a footer: both keep every paragraph; readability keeps the
buttons, the caption and the newsletter box too. Dates are not asked of it: it guesses them where nothing says one.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from lxml import etree, html

from debar.errors import BadFile, DocumentUnreadable
from debar.news.documents.cuts import clean, is_prose
from debar.news.documents.dates import day_of
from debar.news.documents.document import Cut
from debar.news.documents.languages import code_of
from debar.news.documents.tables import rows

_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
_SITE = re.compile(r"\s+[|–—-]\s+[^|–—-]{2,40}$")
_ARTICLE_TYPES = re.compile(r"(?:Article|Report|BlogPosting|PressRelease|WebPage|Statement)$")
_BLOCK_ELEMENTS = """
    address article aside blockquote body br button dd div dl dt fieldset figcaption figure footer form
    h1 h2 h3 h4 h5 h6 header hr label legend li main nav noscript ol option p pre section select
    table tbody td th thead time title tr ul
"""
_BLOCKS = frozenset(_BLOCK_ELEMENTS.split())
_UNSEEN = frozenset(("script", "style", "head", "template", "svg", "iframe"))
_HEAD = frozenset(("title", "meta", "link", "script", "style", "base", "noscript", "template", etree.Comment))
_BREAK = "\ue000"  # stands for a line break while a tree becomes text; private use, no page's own
_HEADLINE_WORDS = 4
_DEEPEST = 40  # levels of JSON-LD; real ones have under ten
WALL = "the page asks for a subscription: this may be only the beginning of the article"


class Page(NamedTuple):
    """What an HTML page holds: the article's paragraphs, and what it says about it."""

    paragraphs: list[str]
    title: str | None = None
    published: date | None = None
    language: str | None = None
    notes: tuple[str, ...] = ()
    cut: tuple[Cut, ...] = ()


def read_page(text: str, about: str) -> Page:
    """The article of an HTML page.

    Raises:
        DocumentUnreadable: it cannot be parsed as HTML.
        BadFile: what HTML needs is not installed.
    """
    try:
        tree = html.document_fromstring(_DECLARATION.sub("", text), parser=html.HTMLParser(encoding=None))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        if not re.sub(r"<[^>]*>", "", text).strip():
            return Page([])
        raise DocumentUnreadable(about, got=str(error), fix="give an article as plain text, HTML or PDF") from error
    _give_body(tree)
    said = _Metadata(tree)
    title = said.title()
    language = said.language()
    published, others = said.published()
    notes: list[str] = []
    if said.first("free") in ("false", "False"):
        notes.append(WALL)
    if others:
        notes.append(f"the page also says {', '.join(map(str, others))} as its day of publication")
    pieces = list(_pieces(tree))
    paragraphs = _article(tree, about)  # last: it takes the tree apart
    body = said.first("body")
    # A page made by scripts shows nothing; trafilatura then gives this same text as one paragraph.
    if body and (len(paragraphs) < 2 or sum(map(len, paragraphs)) < len(body) / 2):
        paragraphs = [line.strip() for line in clean(body).split("\n") if line.strip()]
        notes.append("the text is the page's own JSON-LD, as the page shows less")
    kept = {_key(line) for line in (*paragraphs, title or "")}
    cut = tuple(Cut(piece, "page") for piece in pieces if _key(piece) not in kept)
    return Page(paragraphs, title, published, language, tuple(notes), cut)


def _give_body(tree: html.HtmlElement) -> None:
    """Without ``<body>`` libxml2 leaves what it does not know, such as ``<article>``, in the head: put it where it shows."""
    head = tree.find("head")
    if head is None:
        return
    children = list(head)
    first = next((at for at, child in enumerate(children) if child.tag not in _HEAD), len(children))
    shown = children[first:]
    if not shown:
        return
    body = tree.find("body")
    if body is None:
        body = etree.SubElement(tree, "body")
    for at, child in enumerate(shown):
        body.insert(at, child)


def _key(text: str) -> str:
    return re.sub(r"\W+", "", text).lower()


def _article(tree: html.HtmlElement, about: str) -> list[str]:
    try:
        from trafilatura import bare_extraction
        from trafilatura.settings import use_config
    except ImportError as error:
        raise BadFile(about, rule="HTML needs trafilatura", fix="run `pip install 'debar[news]'`") from error
    for division in tree.iter("div"):
        _as_paragraph(division)
    for line_break in tree.iter("br"):  # trafilatura takes one for a blank, two of them too
        line_break.tail = f"{_BREAK}{line_break.tail or ''}"
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # it warns of every page without an article
    # An article of two sentences is one; below its own 250 characters trafilatura takes all that the page shows.
    config = use_config()
    for limit in ("MIN_EXTRACTED_SIZE", "MIN_OUTPUT_SIZE", "MIN_EXTRACTED_COMM_SIZE"):
        config.set("DEFAULT", limit, "1")
    found = bare_extraction(
        tree,
        # Without `fast` it tries other extractors too when the article is short, and takes navigation with it.
        fast=True,
        include_comments=False,
        include_tables=True,
        with_metadata=False,
        config=config,
        prune_xpath=[row["xpath"] for row in rows("pruned.csv")],
    )
    body = getattr(found, "body", None)
    return [] if body is None else [line for part in body for line in _lines(part)]


def _as_paragraph(division: etree._Element) -> None:
    """Make a ``<div>`` of running text between ``<p>`` one of them; trafilatura leaves it out otherwise."""
    parent = division.getparent()
    if parent is None or parent.find("p") is None or any(child.tag in _BLOCKS - {"br"} for child in division):
        return
    if is_prose(_plain(_text(division))):
        division.tag = "p"


def _lines(part: etree._Element) -> Iterator[str]:
    """The paragraphs of one part of trafilatura's tree: items and rows stand alone, two line breaks part paragraphs."""
    if part.tag in ("list", "quote", "div") and any(child.tag in ("item", "p", "list", "quote") for child in part):
        if part.text and part.text.strip():
            yield _plain(part.text)
        for child in part:
            yield from _lines(child)
            if child.tail and child.tail.strip():
                yield _plain(child.tail)
    elif part.tag == "table":
        for row in part.iter("row"):
            cells = [list(_passages(cell)) for cell in row.iter("cell")]
            if any(len(cell) > 1 or is_prose(line) for cell in cells for line in cell):
                yield from (line for cell in cells for line in cell)  # a table that only lays the page out
            elif any(cells):
                yield " | ".join(line for cell in cells for line in cell)
    else:
        yield from _passages(part)


def _passages(part: etree._Element) -> Iterator[str]:
    for text in re.split(rf"{_BREAK}\s*{_BREAK}", _text(part).strip(_BREAK)):
        if line := _plain(text):
            yield line


def _text(part: etree._Element) -> str:
    return "".join(str(text) for text in part.itertext())


def _plain(text: str) -> str:
    return " ".join(clean(text.replace(_BREAK, " ")).split())


def _pieces(tree: html.HtmlElement) -> Iterator[str]:
    """All that the page shows, block by block."""
    said: list[str] = []
    unseen = 0

    def flush() -> Iterator[str]:
        if piece := _plain("".join(said)):
            yield piece
        said.clear()

    for event, node in etree.iterwalk(tree, events=("start", "end")):
        hidden = not isinstance(node.tag, str) or node.tag in _UNSEEN
        if event == "start":
            unseen += hidden
            if node.tag in _BLOCKS:
                yield from flush()
            if not unseen:
                said.append(node.text or "")
        else:
            unseen -= hidden
            if node.tag in _BLOCKS:
                yield from flush()
            if not unseen:
                said.append(node.tail or "")
    yield from flush()


class _Metadata:
    """What a page says about its article, in the order of the table."""

    def __init__(self, tree: html.HtmlElement) -> None:
        self._tree = tree
        self._meta: dict[str, list[str]] = {}
        for one in tree.iter("meta"):
            name = (one.get("property") or one.get("name") or "").strip().lower()
            self._meta.setdefault(name, []).append(one.get("content") or "")
        self._linked = list(_linked(tree))

    def all(self, field: str) -> Iterator[str]:
        """Every value of a field, the best first."""
        for row in rows("metadata.csv"):
            if row["field"] == field:
                yield from (value.strip() for value in self._values(row) if value and value.strip())

    def first(self, field: str) -> str | None:
        return next(self.all(field), None)

    def _values(self, row: Mapping[str, str]) -> Iterator[str]:
        name = row["name"]
        match row["where"]:
            case "meta":
                yield from self._meta.get(name.lower(), ())
            case "json-ld":
                yield from (str(one[name]) for one in self._linked if isinstance(one.get(name), str | bool))
            case "itemprop":
                for one in self._tree.iterfind(f".//*[@itemprop='{name}']"):
                    yield one.get("content") or one.get("datetime") or one.text or ""
            case "html":
                yield self._tree.get(name) or ""
            case "time":
                # Only within the article: elsewhere on the page stand the times of other articles.
                yield from (one.get("datetime") or "" for one in self._tree.iterfind(".//article//time"))

    def published(self) -> tuple[date | None, list[date]]:
        """The day of publication, and other days that the page names as such."""
        stated = list(dict.fromkeys(day for value in self.all("published") if (day := day_of(value)) is not None))
        return (stated[0], [day for day in stated[1:] if day != stated[0]]) if stated else (None, [])

    def language(self) -> str | None:
        return next((code for value in self.all("language") if (code := code_of(value))), None)

    def title(self) -> str | None:
        """The one heading of the first rank, else what the metadata say, else the page's title without the site."""
        headings = [_plain(one.text_content()) for one in self._tree.iter("h1")]
        headings = [one for one in headings if one]
        if len(headings) == 1:
            return headings[0]
        site = self.first("site")
        title = self.first("title")
        if title is None:
            titles = [_plain(one.text_content()) for one in self._tree.iter("title")]
            title = next((_without_site(one) for one in titles if one), None)
        title = _plain(title) if title else None
        return re.sub(rf"\s+[|–—-]\s+{re.escape(site)}$", "", title) if title and site else title


def _without_site(title: str) -> str:
    """A window's title without the site's name after it, where what remains is still a headline."""
    shorter = _SITE.sub("", title)
    return shorter if len(shorter.split()) >= _HEADLINE_WORDS else title


def _linked(tree: html.HtmlElement) -> Iterator[dict[str, Any]]:
    """The articles in the page's JSON-LD."""
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or ""):
            try:
                yield from _articles(json.loads(script.text or "", strict=False), 0)
            except (ValueError, RecursionError):
                continue  # pages carry broken JSON-LD; it is then as if they had none


def _articles(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for one in value:
            yield from _articles(one, depth + 1)
    elif isinstance(value, dict):
        kinds = value.get("@type")
        kinds = kinds if isinstance(kinds, list) else [kinds]
        if any(isinstance(kind, str) and _ARTICLE_TYPES.search(kind) for kind in kinds):
            yield value
        for name in ("@graph", "mainEntity"):
            yield from _articles(value.get(name), depth + 1)
