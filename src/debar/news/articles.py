"""An article that was taken in, read: with the day and the language that it tells, or those that are asked for."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from debar.errors import BadQuery
from debar.news.documents import Document
from debar.news.language import language
from debar.news.reader import read
from debar.news.values import Reading

if TYPE_CHECKING:
    from debar.news.parsing import Pipeline
    from debar.screen import Screener


def read_article(
    document: Document,
    *,
    day: date | None = None,
    language_code: str | None = None,
    screener: Screener | None = None,
    pipeline: Pipeline | None = None,
    fix: str = "ask for the language en to read it as English all the same",
) -> Reading:
    """Read an article.

    Args:
        document: as `debar.news.documents` took it in.
        day: the day of publication, whatever the article says of it.
        language_code: its language (ISO 639-1), whatever it looks like.
        screener, pipeline: as of `debar.news.read`.
        fix: what to do about a language without tables.

    Raises:
        BadQuery: there are no tables for the language.
        BadText: the text is no text.

    >>> from debar.news.documents import document_of
    >>> read_article(document_of(b"Iran denied it had shipped missiles to Russia.")).claims[0].type
    'DENY'
    """
    return read(
        document.text,
        published=day or document.published,
        screener=screener,
        title=document.title,
        source=document.source,
        language_code=_language(document, language_code, fix),
        pipeline=pipeline,
    )


def _language(document: Document, asked: str | None, fix: str) -> str:
    """The language asked for, else what the article looks like; where neither tells, English.

    An article in a language without tables is not read as English unasked: it would come out nearly empty.
    """
    if asked is not None or document.language is None:
        return asked or "en"
    try:
        language(document.language)
    except BadQuery as error:
        rule = "debar has no tables for reading this language"
        raise BadQuery(document.source, rule=rule, got=repr(document.language), fix=fix) from error
    return document.language
