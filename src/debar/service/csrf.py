"""That a form was sent from our own page: a token bound to the session, which another site's page cannot know.

Asked of every request that changes something and is let in by its cookie. Requests with an API key need none: no page can
make a browser send one. `debar.service.origins` looks at where a request comes from besides.
"""

from __future__ import annotations

import hmac

from fastapi import Request
from markupsafe import Markup

from debar.errors import RequestForged
from debar.service.sessions import derived

FIELD = "csrf_token"
HEADER = "x-csrf-token"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


def token(request: Request) -> str:
    """The token of the session of a request; empty where nobody is signed in.

    A script sends it as ``X-CSRF-Token``.
    """
    secret = request.scope.get("debar.token")
    return derived(secret, "csrf") if secret else ""


def field(request: Request) -> Markup:
    """The hidden field that every form with ``method="post"`` holds; empty where nobody is signed in."""
    made = token(request)
    return Markup('<input type="hidden" name="{}" value="{}">').format(FIELD, made) if made else Markup()


async def check(request: Request) -> None:
    """See that an unsafe request which its cookie let in has the token.

    Raises:
        RequestForged: it does not.
    """
    wanted = token(request)
    if request.method in SAFE or not wanted:
        return
    given = request.headers.get(HEADER, "")
    if not given and request.headers.get("content-type", "").lower().startswith(_FORMS):
        # The form is kept by the request: whoever reads it later gets the same, so its parts may be as large as a body.
        most = request.app.state.service.settings.body_bytes
        found = (await request.form(max_part_size=most)).get(FIELD, "")
        given = found if isinstance(found, str) else ""
    if not hmac.compare_digest(given.encode("utf-8", "surrogatepass"), wanted.encode()):
        raise RequestForged(
            "form",
            rule="the form was not sent from a page of this session",
            got="another CSRF token" if given else "no CSRF token",
            fix="load the page again, then send it",
        )
