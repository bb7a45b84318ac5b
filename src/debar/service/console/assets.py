"""Style and script, under names that hold their digest: a browser keeps them for a year and never has old ones."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from fastapi import APIRouter, HTTPException, Request, Response

from debar.law.ownership.picture.marks import rules
from debar.service.console.navigation import PREFIX

router = APIRouter(include_in_schema=False)
_KEPT = "public, max-age=31536000, immutable"
_FILES = {
    "console.css": "text/css; charset=utf-8",
    "console.js": "text/javascript; charset=utf-8",
    "htmx-2.0.11.min.js": "text/javascript; charset=utf-8",
    "icon.svg": "image/svg+xml",
}


class Asset(NamedTuple):
    """A file as it is sent."""

    content: bytes
    media: str
    address: str


@router.get(f"{PREFIX}/static/{{name}}", response_class=Response)
async def static(request: Request) -> Response:
    """A file, by its name with the digest."""
    found = _by_address().get(request.url.path)
    if found is None:
        raise HTTPException(404, "there is no such file")
    return Response(found.content, 200, {"Cache-Control": _KEPT}, found.media)


def address(name: str) -> str:
    """Where a file is."""
    return _assets()[name].address


@cache
def _assets() -> Mapping[str, Asset]:
    folder = files("debar.service.console").joinpath("static")
    contents = {name: (folder.joinpath(name).read_bytes(), media) for name, media in _FILES.items()}
    contents["picture.css"] = (_picture().encode(), _FILES["console.css"])
    return {name: _asset(name, content, media) for name, (content, media) in contents.items()}


@cache
def _by_address() -> Mapping[str, Asset]:
    return {one.address: one for one in _assets().values()}


def _asset(name: str, content: bytes, media: str) -> Asset:
    stem, _, kind = name.rpartition(".")
    return Asset(content, media, f"{PREFIX}/static/{stem}.{hashlib.sha256(content).hexdigest()[:12]}.{kind}")


def _picture() -> str:
    """The style of ownership pictures, by the device and by the switch."""
    light, dark = rules()
    by_device = f":root:not([data-theme=light]) {{\n{dark}}}\n"
    return f"{light}@media screen and (prefers-color-scheme: dark) {{\n{by_device}}}\n:root[data-theme=dark] {{\n{dark}}}\n"
