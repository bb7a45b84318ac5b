"""The first page, the keys, and what a browser is told that came to the wrong place."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Form, HTTPException, Request, Response
from fastapi.responses import RedirectResponse

from debar.service.console import wording
from debar.service.console.navigation import HELP, PREFIX, START
from debar.service.console.rendering import preferences, render, viewing

router = APIRouter(include_in_schema=False)
_REMEMBERED_S = 365 * 24 * 3600


@router.get(START.path, response_class=Response, dependencies=[Depends(viewing("read"))])
async def start(request: Request) -> Response:
    """All pages, and whether the lists are fit."""
    return render(request, "start.html", page=START.id, kinds=wording.KINDS)


@router.get(HELP.path, response_class=Response)
async def keys(request: Request) -> Response:
    """The keys, the marks, and what is stored where."""
    return render(request, "help.html", page=HELP.id)


@router.post(f"{PREFIX}/preferences", response_class=Response)
async def prefer(
    request: Request,
    theme: Annotated[str, Form()] = "",
    keys: Annotated[str, Form()] = "on",
    back: Annotated[str, Form()] = PREFIX,
) -> Response:
    """Remember the theme, and whether keys are listened to, in the browser."""
    # Back to a page of the console alone, wherever the form says that it came from.
    ours = back == PREFIX or back.startswith(f"{PREFIX}/")
    answer = RedirectResponse(quote(back, safe="/:?=&%") if ours else PREFIX, 303)
    for name, value in preferences(theme, keys=keys != "off"):
        answer.set_cookie(name, value, max_age=_REMEMBERED_S, path=PREFIX, samesite="lax")
    return answer


@router.get("/", response_class=Response)
async def root(request: Request) -> Response:
    """Browsers are led to the console; programs are told that there is nothing, as ever."""
    if "text/html" in request.headers.get("accept", ""):
        return RedirectResponse(PREFIX, 307)
    raise HTTPException(404)


@router.get(f"{PREFIX}/{{rest:path}}", response_class=Response)
async def nowhere(request: Request) -> Response:
    """An address that no page has."""
    raise HTTPException(404, "there is no such page; the navigation has all that there are")
