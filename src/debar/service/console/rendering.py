"""What the pages share: templates, who is looking, the headers that keep a page to itself, problems as pages."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import cache, partial
from typing import Any

from fastapi import HTTPException, Request, Response
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.datastructures import FormData
from starlette.types import Scope as AsgiScope

from debar import errors
from debar._version import __version__
from debar.errors import BadQuery
from debar.service import csrf
from debar.service.access import Caller, authorise
from debar.service.console import wording
from debar.service.console.assets import address
from debar.service.console.navigation import EVERY, PAGES, PREFIX
from debar.service.problems import Problem, response

HTML = "text/html; charset=utf-8"
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "frame-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
"""Nothing inline runs or styles: a listed name with markup in it could do nothing even if it were not escaped."""
DOCUMENT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
"""Of documents that carry their own style and stand in a frame: reports, proofs, articles. They are not of this origin."""
NOT_SCREENED = (errors.NotScreened.code, errors.DayNotHeld.code)
THEMES = ("light", "dark")
_LARGEST_FIELD = 4 * 1024 * 1024
"""Bytes of a field of text; a file may be as large as a body."""
_THEME, _KEYS = "debar-theme", "debar-keys"


viewing = authorise
"""A dependency of every page: who is looking, if they may do what the scope stands for."""


def viewer(scope: AsgiScope) -> Caller | None:
    """Who is looking, once `viewing` has let them in: the holder of the key, or "local"."""
    caller: Caller | None = scope.get("debar.caller")
    return caller


class Fields(Mapping[str, list[str]]):
    """The fields of a form, each with all its values.

    >>> given = Fields({"name": ["Ada"], "nexus": ["us", "uk"]})
    >>> given.one("name"), given.one("schema"), given.all("nexus"), given.but(name="Bea").one("name")
    ('Ada', '', ['us', 'uk'], 'Bea')
    """

    def __init__(self, values: Mapping[str, list[str]]) -> None:
        self._values = values

    def __getitem__(self, name: str) -> list[str]:
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def one(self, name: str) -> str:
        """The value of a field without the blanks around it; empty where there is none."""
        return next(iter(self.all(name)), "").strip()

    def all(self, name: str) -> list[str]:
        """All values of a field."""
        return self._values.get(name, [])

    def but(self, **values: str | Sequence[str]) -> Fields:
        """The same with some fields as given."""
        more = {name: [value] if isinstance(value, str) else list(value) for name, value in values.items()}
        return Fields({**self._values, **more})


@asynccontextmanager
async def form_of(request: Request) -> AsyncIterator[FormData]:
    """The form that was sent, its files too, which are closed behind it.

    Raises:
        BadQuery: it is no form.
    """
    try:
        form = await request.form(max_part_size=_LARGEST_FIELD)
    except HTTPException as error:
        raise BadQuery("form", rule="it cannot be read", got=str(error.detail)) from error
    try:
        yield form
    finally:
        await form.close()


async def fields_of(request: Request) -> Fields:
    """The fields of the form that was sent, without its files.

    Raises:
        BadQuery: it is no form.
    """
    async with form_of(request) as form:
        return text_fields(form)


def text_fields(form: FormData) -> Fields:
    """The fields of a form that hold text."""
    found: dict[str, list[str]] = {}
    for name, value in form.multi_items():
        if isinstance(value, str):
            found.setdefault(name, []).append(value)
    return Fields(found)


def csrf_field(scope: AsgiScope) -> Markup:
    """What every form that changes something carries."""
    return csrf.field(Request(scope))


def render(
    request: Request, template: str, *, part: str | None = None, status: int = 200, page: str = "", **values: Any
) -> Response:
    """A page; or, where the script asks for it, only that part of it which changes.

    Args:
        template: the whole page.
        part: the template of the part.
        page: its id in `navigation`.
        values: what the templates show.
    """
    partly = part is not None and request.headers.get("hx-request") == "true"
    name = part if partly and part is not None else template
    text = _environment().get_template(name).render(**_shared(request.scope, page), **values)
    return Response(text, status, {"Content-Security-Policy": POLICY, "Vary": "HX-Request"}, HTML)


def document(request: Request, text: str, *, script: bool = False, name: str | None = None) -> Response:
    """A document of its own, made by other parts of debar: for a frame, or to be kept.

    Args:
        script: whether it brings the script that its own policy names by its digest.
        name: of the file to keep it as; none shows it.
    """
    scripts = "; script-src 'unsafe-inline'" if script else ""
    policy = f"{DOCUMENT_POLICY}{scripts}; sandbox{' allow-scripts' if script else ''} allow-popups"
    headers = {"Content-Security-Policy": policy, "X-Frame-Options": "SAMEORIGIN"}
    if name is not None:
        headers["Content-Disposition"] = f'attachment; filename="{name}"'
    else:
        text = themed(text, theme_of(request.scope))
    return Response(text, 200, headers, HTML)


def themed(text: str, theme: str | None) -> str:
    """A document that follows the device by itself, made to follow the switch.

    >>> themed("@media (prefers-color-scheme: dark) {}", "light")
    '@media not all {}'
    """
    if theme is None:
        return text
    for asked in ("screen and (prefers-color-scheme: dark)", "(prefers-color-scheme: dark)"):
        text = text.replace(f"@media {asked}", "@media screen" if theme == "dark" else "@media not all")
    return text


def problem_page(scope: AsgiScope, problem: Problem, headers: Mapping[str, str] | None = None) -> Response:
    """A problem as a page where it happened on one; else as data."""
    if not is_page(scope):
        return response(problem, headers)
    asked = dict(scope["headers"])
    name = "_problem.html" if asked.get(b"hx-request") == b"true" else "problem.html"
    text = (
        _environment()
        .get_template(name)
        .render(**_shared(scope, ""), problem=problem, not_screened=problem.code in NOT_SCREENED)
    )
    return Response(text, problem.status, {**(headers or {}), "Content-Security-Policy": POLICY}, HTML)


def is_page(scope: AsgiScope) -> bool:
    """Whether a request is for the console."""
    path: str = scope["path"]
    return path == PREFIX or path.startswith(f"{PREFIX}/")


def theme_of(scope: AsgiScope) -> str | None:
    """The theme that the viewer chose; None: that of the device."""
    chosen = _cookie(scope, _THEME)
    return chosen if chosen in THEMES else None


def preferences(theme: str, *, keys: bool) -> list[tuple[str, str]]:
    """What is remembered in the browser: two cookies that hold nothing of anybody."""
    return [(_THEME, theme if theme in THEMES else ""), (_KEYS, "" if keys else "off")]


def _shared(scope: AsgiScope, page: str) -> dict[str, Any]:
    app = scope.get("app")
    service = app.state.service if app is not None else None
    path: str = scope["path"]
    return {
        "page": page,
        "path": path,
        "pages": PAGES,
        "every_page": EVERY,
        "theme": theme_of(scope) or "",
        "keys": _cookie(scope, _KEYS) != "off",
        "caller": viewer(scope),
        "csrf_field": partial(csrf_field, scope),
        "fitness": wording.fitness(service.current, datetime.now(UTC)) if service is not None else None,
        "version": __version__,
    }


def _cookie(scope: AsgiScope, name: str) -> str:
    for header, value in scope["headers"]:
        if header == b"cookie":
            for pair in value.decode("latin-1").split(";"):
                key, _, text = pair.strip().partition("=")
                if key == name:
                    return str(text)
    return ""


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("debar.service.console"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["asset"] = address
    environment.filters |= {
        "count": wording.count,
        "property": wording.property_words,
        "moment": wording.moment,
        "day": wording.day,
    }
    return environment
