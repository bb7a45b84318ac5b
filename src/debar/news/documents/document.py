"""An article as the rest of `debar.news` takes it: one stable text, and what is known about it."""

from __future__ import annotations

from datetime import date

import msgspec


class Cut(msgspec.Struct, frozen=True):
    """A piece that stood in the source and is no part of the article.

    Args:
        text: what was cut, as it stood there.
        reason: the rule that says so (``address``, ``credit``, ``share`` …).
    """

    text: str
    reason: str


class Document(msgspec.Struct, frozen=True):
    """One article.

    Args:
        text: the article after cutting: the headline where there is one, then its paragraphs, with one empty line
            between any two. Every offset of `debar.news` counts characters of this string.
        source: where it was read from: a path, an address after redirects, or ``-`` for the standard input.
        media_type: ``text/plain``, ``text/html`` or ``application/pdf``, as found in the bytes.
        sha256: of the bytes as they were read.
        title: the headline; when there is one, ``text`` starts with it.
        published: the day of publication as the publisher writes it; None where nothing says so. It is never guessed:
            not from the copyright line, not from the file's own date, not from a date the article speaks of.
        language: ISO 639-1, by its commonest words or else as the page declares it; None where neither tells.
        encoding: what the bytes were decoded as; ``pdf`` for a PDF.
        notes: what a reader should know about the reading: a wrong declaration, replaced bytes, a paywall.
        cut: what was left out, in order.

    >>> from debar.news.documents import document_of
    >>> document = document_of(b"Source desk\\n\\nLONDON (AP) - Britain sanctioned Iran Air.\\n\\nSource: AP\\n")
    >>> document.text, document.published
    ('Source desk\\n\\nLONDON (AP) - Britain sanctioned Iran Air.', None)
    >>> document.cut
    (Cut(text='Source: AP', reason='credit'),)
    """

    text: str
    source: str
    media_type: str
    sha256: str
    title: str | None = None
    published: date | None = None
    language: str | None = None
    encoding: str | None = None
    notes: tuple[str, ...] = ()
    cut: tuple[Cut, ...] = ()
