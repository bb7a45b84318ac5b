"""Who is looking: the session that a request's cookie stands for, read once per request."""

from __future__ import annotations

from typing import NamedTuple

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Receive, Send
from starlette.types import Scope as Connection

from debar.access import SCOPES
from debar.errors import ScopeMissing, SessionsUnusable, SignInNeeded
from debar.service import problems
from debar.service.access import Caller, Scope, token_of
from debar.service.safety import KeyHolders
from debar.service.sessions import Sessions

_SESSION, _BROWSER = "debar-session", "debar-sign-in"


class Viewer(NamedTuple):
    """Who is looking at a page.

    Args:
        name: as the page and the log show it.
        by: ``oidc``, ``api-key`` or ``loopback``.
        scopes: what they may do.
        session: the id of their session, where they signed in; then they can sign out.
    """

    name: str
    by: str
    scopes: frozenset[str]
    session: str | None = None


def viewer(request: Request) -> Viewer:
    """Who is looking.

    Raises:
        SignInNeeded: nobody that we know; a browser is sent to sign in.
    """
    session, caller = request.scope.get("debar.session"), request.scope.get("debar.caller")
    if session is not None:
        return Viewer(session.name, "oidc", _whole(session.scopes), session.id)
    if isinstance(caller, Caller) and caller.key:
        return Viewer(caller.name, "api-key", request.scope.get("debar.scopes", frozenset()))
    if request.app.state.authoriser.open:
        return Viewer("local", "loopback", frozenset(SCOPES))
    raise SignInNeeded("page", fix="sign in at /signin")


class Visitors:
    """Finds the session of a request, in plain ASGI. A request with an API key is not asked for its cookie.

    Args:
        sessions: those of the service.
        secure: whether cookies go over TLS alone; so they do but on plain http of this machine.
    """

    def __init__(self, app: ASGIApp, *, sessions: Sessions, secure: bool) -> None:
        self._app, self._sessions, self._name = app, sessions, session_cookie(secure=secure)

    async def __call__(self, scope: Connection, receive: Receive, send: Send) -> None:
        """Pass a request on, with the session that it belongs to."""
        if scope["type"] == "http" and (token := self._token(scope)):
            try:
                session = await run_in_threadpool(self._sessions.find, token)
            except SessionsUnusable as error:
                # Not knowing who asks, nobody is let in, not even as a stranger.
                problem = problems.problem_of(error, f"urn:debar:request:{scope.get('debar.request', '')}")
                await problems.response(problem)(scope, receive, send)
                return
            if session is not None:
                scope["debar.session"], scope["debar.token"] = session, token
        await self._app(scope, receive, send)

    def _token(self, scope: Connection) -> str:
        cookies, key, authorization = [], "", ""
        for name, value in scope["headers"]:
            if name == b"cookie":
                cookies.append(value.decode("latin-1"))
            elif name == b"x-api-key":
                key = value.decode("latin-1")
            elif name == b"authorization":
                authorization = value.decode("latin-1")
        if not cookies or token_of(authorization, key):
            return ""
        return cookie_parser("; ".join(cookies)).get(self._name, "")


class SignedIn:
    """Lets in the holders of API keys, and those who signed in, each for what they may do."""

    open = False

    def __init__(self, keys: KeyHolders) -> None:
        self._keys = keys

    def __call__(self, request: Request, scope: Scope) -> str:
        """The name of the key or the person.

        Raises:
            KeyRefused: there is no such key, or it is expired or revoked.
            SignInNeeded: there is neither a key nor a session.
            ScopeMissing: they may do other things.
        """
        if token_of(request.headers.get("authorization", ""), request.headers.get("x-api-key", "")):
            return self._keys(request, scope)
        session = request.scope.get("debar.session")
        if session is None:
            raise SignInNeeded("request", got="no API key and no session", fix="send an API key, or sign in at /signin")
        if scope not in _whole(session.scopes):
            got = f"scopes {', '.join(session.scopes)}"
            raise ScopeMissing(session.name, got=got, fix=f"it needs `{scope}`")
        name: str = session.name
        return name


def session_cookie(*, secure: bool) -> str:
    """The name of the cookie of a session. ``__Host-``: no other name of the domain can have set it."""
    return ("__Host-" if secure else "") + _SESSION


def browser_cookie(*, secure: bool) -> str:
    """The name of the cookie that ties a sign-in to the browser that began it."""
    return ("__Host-" if secure else "") + _BROWSER


def _whole(scopes: tuple[str, ...]) -> frozenset[str]:
    return frozenset(SCOPES if "admin" in scopes else scopes)
