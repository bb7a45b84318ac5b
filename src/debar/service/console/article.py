"""Read an article: its page of claims, timeline and graph, inside the console."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec
from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse
from starlette.datastructures import UploadFile

from debar.errors import BadQuery, NotScreened
from debar.news import read
from debar.news.documents import Document, document_of, read_document
from debar.news.in_law import effects_in_law
from debar.news.language import language
from debar.news.page import page
from debar.screen import Screener
from debar.service import parameters
from debar.service.console.desk import desk_of, owner_of
from debar.service.console.navigation import PREFIX
from debar.service.console.rendering import document, form_of, render, text_fields, viewing
from debar.service.service import path_value, service_of

router = APIRouter(include_in_schema=False)
_PATH = f"{PREFIX}/article"
_LONGEST = 1_000_000
"""Characters that are pasted or uploaded at once; a long report has a tenth of it. A million take some 5 s to read."""


@router.get(_PATH, response_class=Response, dependencies=[Depends(viewing("read"))])
async def form(request: Request) -> Response:
    """The form; with an example in it, where that is asked for."""
    example = _example() if request.query_params.get("example") is not None else {}
    return render(
        request, "article.html", page="article", example=example, fetches=service_of(request).settings.fetch_articles
    )


@router.post(_PATH, response_class=Response, dependencies=[Depends(viewing("screen"))])
async def read_article(request: Request) -> Response:
    """Read it, and lead to the page of the reading."""
    service, desk = service_of(request), desk_of(request)
    async with form_of(request) as form:
        given, file = text_fields(form), form.get("file")
        day = parameters.day_of(given.one("date") or None, "date")
        if isinstance(file, UploadFile) and file.filename:
            taken = await desk.aside(_of_bytes, await file.read(_LONGEST + 1), file.filename)
        elif given.one("text"):
            taken = await desk.aside(_of_bytes, given.one("text").encode(), "-")
        elif given.one("url"):
            if not service.settings.fetch_articles:
                raise BadQuery(
                    "address", rule="this service fetches no addresses", fix="paste the text, or upload the page"
                )
            taken = await desk.aside(read_document, _url(given.one("url")), public=True)
        else:
            raise BadQuery(
                "article", rule="there is nothing to read", fix="paste a text, choose a file or give an address"
            )
    try:
        screener: Screener | None = service.witness(request).over(service.current.now().screener)
        reasons: tuple[str, ...] = ()
    except NotScreened as error:
        screener, reasons = None, error.reasons
    text = await desk.aside(_page, taken, date.fromisoformat(day) if day else taken.published, screener, reasons)
    return RedirectResponse(f"{_PATH}/{desk.articles.put(owner_of(request), text)}", 303)


@router.get(f"{_PATH}/{{id}}", response_class=Response, dependencies=[Depends(viewing("read"))])
async def reading(request: Request) -> Response:
    """The page of a reading."""
    id = path_value(request, "id")
    desk_of(request).articles.get(owner_of(request), id)
    return render(request, "article_read.html", page="article", id=id)


@router.get(f"{_PATH}/{{id}}/page.html", response_class=Response, dependencies=[Depends(viewing("read"))])
async def reading_page(request: Request) -> Response:
    """The reading itself, in its frame or to be kept."""
    text = desk_of(request).articles.get(owner_of(request), path_value(request, "id"))
    keep = request.query_params.get("keep") is not None
    return document(request, text, script=True, name="reading.html" if keep else None)


def _url(text: str) -> str:
    if not text.lower().startswith(("http://", "https://")):
        raise BadQuery("address", rule="an address begins with http:// or https://", got=repr(text[:80]))
    return text


def _of_bytes(data: bytes, name: str) -> Document:
    if len(data) > _LONGEST:
        raise BadQuery(
            name if name != "-" else "text",
            rule=f"an article has at most {_LONGEST:,} bytes here",
            got=f"{len(data):,} or more",
            fix="read it with `debar read`",
        )
    return document_of(data, source=name)


def _page(taken: Document, day: date | None, screener: Screener | None, reasons: tuple[str, ...]) -> str:
    if taken.language is not None:
        language(taken.language)  # an article in a language without tables would come out nearly empty
    reading = read(
        taken.text,
        published=day,
        screener=screener,
        title=taken.title,
        source=taken.source,
        language_code=taken.language or "en",
    )
    notes = [f"NOT LOOKED: nobody of the article was compared with the lists: {one}" for one in reasons]
    if day is None:
        notes.append('No day of publication is known, so "on Tuesday" stays open: read it again with the day.')
    taken = msgspec.structs.replace(taken, notes=(*notes, *taken.notes))
    beside: Mapping[str, Any] = {}
    if screener is not None and reading.effects:
        beside = {"effects_in_law": msgspec.to_builtins(effects_in_law(reading, screener.home))}
    return page(reading, taken, beside=beside)


@cache
def _example() -> Mapping[str, str]:
    text = files("debar.service.console").joinpath("data", "article.txt").read_text("utf-8")
    return {"text": text, "date": "2024-09-10"}
