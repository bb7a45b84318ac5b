"""`POST /read`: an article in, its claims and measures out, its parties looked up on the lists."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from email.message import Message
from typing import Any, NamedTuple

import msgspec
from fastapi import APIRouter, Depends, Request, Response
from starlette.datastructures import FormData, UploadFile

from debar.errors import BadQuery, DocumentRefused, RequestTooLarge
from debar.match import DEFAULT_THRESHOLD
from debar.news.documents import Document
from debar.news.exposure import Exposure
from debar.news.in_law import InLaw, effects_in_law
from debar.news.reader import tied
from debar.news.values import Reading
from debar.screen.screener import Screener
from debar.service import parameters
from debar.service.access import authorise
from debar.service.article_work import File, Sent, Taken
from debar.service.article_work import encode as pack
from debar.service.documented import operation
from debar.service.parameters import ReadParameters
from debar.service.routes.read_examples import ANSWER, BODIES
from debar.service.service import encode, query_string, service_of
from debar.service.settings import Settings

router = APIRouter(tags=["news"])
_FORM, _JSON = "multipart/form-data", "application/json"
_FILES = ("article", "customers", "stakes")


class ReadBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An article as JSON: its text, or the address that it stands at, where the service fetches addresses."""

    text: str | None = None
    url: str | None = None


class ArticleTaken(msgspec.Struct, frozen=True):
    """How the article was taken in.

    Args:
        sha256: of the bytes.
        published, language: as the article tells them.
        notes: what a reader should know about the reading.
        left_out: what was no part of the article: how many pieces, by reason.
    """

    source: str
    media_type: str
    sha256: str
    published: date | None
    language: str | None
    encoding: str | None
    notes: tuple[str, ...]
    left_out: dict[str, int]


class ReadAnswer(Reading, frozen=True, kw_only=True):
    """A reading, as `debar read --format json` gives it; with how the article was taken in, and the record of the lists.

    Args:
        effects_in_law: what the law asks where the article tells of effects.
        exposure: whom of the customers it touches.
        taken: the intake.
        record: the lists that the parties were looked up on; left out with ``tie=false``, and then no party is cleared.
    """

    effects_in_law: tuple[InLaw, ...] | msgspec.UnsetType = msgspec.UNSET
    exposure: Exposure | msgspec.UnsetType = msgspec.UNSET
    taken: ArticleTaken
    record: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET


@router.post(
    "/read",
    summary="Read an article",
    response_class=Response,
    dependencies=[Depends(authorise("screen"))],
    openapi_extra=operation(
        ReadParameters,
        answer=ReadAnswer,
        answers=ANSWER,
        body=ReadBody,
        fails=(400, 413, 502, 503),
        more={"requestBody": {"required": True, "content": BODIES}},
    ),
)
async def read(request: Request) -> Response:
    """Who claims what in an article, what measures it tells of, and which of its parties stand on the lists, then and now.

    The body is the article: plain text, HTML or PDF, whatever the bytes are; or JSON with its `text`, or its `url` where the
    service fetches addresses; or a form with the files `article` and, if whom it touches is wanted, `customers` and
    `stakes`. News alone never puts a measure in force. A home that is not fit to screen answers 503, never parties that look
    as if they were not listed.
    """
    service = service_of(request)
    asked = parameters.read(ReadParameters, query_string(request))
    day = parameters.day_of(asked.date, "date")
    lists = service.current.now() if asked.tie else None
    sent = await _sent(request, service.settings)
    made = await service.articles.take(sent, date.fromisoformat(day) if day else None, asked.lang)
    screener = service.witness(request).over(lists.screener) if lists is not None else None
    # Large readings are no work for the event loop either.
    found = await service.current.aside(_looked_up, made, screener)
    exposed = None
    if sent.customers is not None:
        threshold = lists.home.policy.threshold if lists is not None else DEFAULT_THRESHOLD
        exposed = await service.articles.expose(pack(found.reading), sent, found.entities, threshold)
    record = lists.record(lists.datasets.held) if lists is not None else None
    return Response(await service.current.aside(_answer, found, exposed, record), media_type=_JSON)


class Found(NamedTuple):
    """A reading whose parties were looked up; what the law asks; the listed entities by their ids, as MessagePack."""

    document: Document
    reading: Reading
    law: tuple[InLaw, ...] = ()
    entities: Mapping[str, bytes] = {}


def _looked_up(made: bytes, screener: Screener | None) -> Found:
    taken = msgspec.msgpack.decode(made, type=Taken)
    if screener is None:
        return Found(taken.document, taken.reading)
    reading = tied(taken.reading, screener)
    law = effects_in_law(reading, screener.home) if reading.effects else ()
    ids = [one.entity for one in reading.parties if one.entity]
    entities = {id: pack(entity) for id in ids if (entity := screener.entity(id)) is not None}
    return Found(taken.document, reading, law, entities)


def _answer(found: Found, exposed: bytes | None, record: msgspec.Raw | None) -> bytes:
    document, reading = found.document, found.reading
    reasons = [one.reason for one in document.cut]
    answer = ReadAnswer(
        **{field: getattr(reading, field) for field in Reading.__struct_fields__},
        effects_in_law=found.law or msgspec.UNSET,
        exposure=msgspec.msgpack.decode(exposed, type=Exposure) if exposed is not None else msgspec.UNSET,
        taken=ArticleTaken(
            document.source,
            document.media_type,
            document.sha256,
            document.published,
            document.language,
            document.encoding,
            document.notes,
            {reason: reasons.count(reason) for reason in dict.fromkeys(reasons)},
        ),
        record=record if record is not None else msgspec.UNSET,
    )
    return encode(answer)


async def _sent(request: Request, settings: Settings) -> Sent:
    """What was sent.

    Raises:
        BadQuery: it is no such body.
        DocumentRefused: an address, where none are fetched.
        RequestTooLarge: an article is larger than the limit.
    """
    declared = Message()
    declared["Content-Type"] = request.headers.get("content-type") or "application/octet-stream"
    kind = declared.get_content_type()
    if kind == _FORM:
        async with request.form(max_files=len(_FILES), max_fields=1) as form:
            sent = await _of_form(form)
    elif kind == _JSON:
        sent = _of_json(await request.body())
    else:
        media_type = kind if "/" in kind and kind != "application/octet-stream" else None
        sent = Sent(await request.body(), media_type=media_type, charset=declared.get_content_charset())
    if sent.url is not None and not settings.fetch_articles:
        rule = "this service fetches no addresses"
        raise DocumentRefused("url", rule=rule, fix="send the article itself, or start it with --fetch-articles")
    if len(sent.data) > settings.article_bytes:
        got = f"{len(sent.data):,} of {settings.article_bytes:,} bytes"
        raise RequestTooLarge("article", got=got, fix="send the article alone")
    return sent


def _of_json(body: bytes) -> Sent:
    try:
        read = msgspec.json.decode(body, type=ReadBody)
        data = (read.text or "").encode()
    except (msgspec.DecodeError, UnicodeError) as error:
        raise BadQuery("body", rule='it must be {"text": …} or {"url": …}', got=str(error)[:300]) from error
    if (read.text is None) is (read.url is None):
        raise BadQuery("body", rule="give either `text` or `url`")
    return Sent(url=read.url) if read.url is not None else Sent(data, charset="utf-8")


async def _of_form(form: FormData) -> Sent:
    unknown = [name for name in form if name not in (*_FILES, "url")]
    if unknown:
        raise BadQuery(unknown[0][:100], rule="there is no such part here", fix="use " + ", ".join((*_FILES, "url")))
    files: dict[str, File] = {}
    declared: Mapping[str, str] = {}
    for name in _FILES:
        part = form.get(name)
        if isinstance(part, UploadFile):
            files[name] = File((part.filename or name)[:200], await part.read())
            declared = part.headers if name == "article" else declared
        elif part is not None:
            raise BadQuery(name, rule="this part must be a file", fix="give it a filename")
    if "stakes" in files and "customers" not in files:
        raise BadQuery("stakes", rule="stakes say which customers are owned; send customers too")
    url = form.get("url")
    if ("article" in files) is (url is not None):
        raise BadQuery("body", rule="send either the file `article` or the field `url`")
    tables: Any = {name: files.get(name) for name in ("customers", "stakes")}
    if url is not None:
        return Sent(url=str(url), **tables)
    about = Message()
    about["Content-Type"] = declared.get("content-type") or "application/octet-stream"
    kind, article = about.get_content_type(), files["article"]
    media_type = None if kind == "application/octet-stream" else kind
    return Sent(article.data, article.name, media_type, about.get_content_charset(), **tables)
