"""Who may ask what. The seam for keys and sign-in: an `Authoriser` decides, by default everybody on this machine may."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Coroutine
from typing import Any, Literal, NamedTuple, Protocol

from fastapi import Request

from debar.errors import KeyRefused, ServiceUnsafe
from debar.service import csrf
from debar.service.limits import Limits, address_of

_WORDS = ("bearer ", "apikey ", "token ")

Scope = Literal["screen", "read", "update", "metrics", "admin"]


class Caller(NamedTuple):
    """Who asks.

    Args:
        name: as the log shows it; never a secret.
        request: the id of the request.
        key: the id of their API key, where they have one; never the key.
        host: where they came from.
        by: how we know them: ``api-key``, ``oidc``, or ``loopback`` for whoever uses this machine.
        subject: of who signed in, the issuer and its own id of them, parted by a blank.
    """

    name: str
    request: str
    key: str | None = None
    host: str | None = None
    by: str = "loopback"
    subject: str | None = None

    @property
    def identity(self) -> str:
        """By what to tell callers apart: a name may be another person's tomorrow.

        >>> Caller("ada", "r-1", by="oidc", subject="https://id.example 7").identity, Caller("local", "r-2").identity
        ('oidc https://id.example 7', 'loopback local')
        """
        return f"{self.by} {self.subject or self.key or self.name}"


class Authoriser(Protocol):
    """Decides who may ask.

    Attributes:
        open: whether it lets in everybody.
    """

    open: bool

    def __call__(self, request: Request, scope: Scope) -> str:
        """The name of the caller.

        Raises:
            fastapi.HTTPException: 401 or 403.
        """
        ...


class Anybody:
    """Lets in everybody; for a service that only this machine reaches."""

    open = True

    def __call__(self, request: Request, scope: Scope) -> str:
        """Whoever uses this machine."""
        return "local"


def authorise(scope: Scope) -> Callable[[Request], Coroutine[Any, Any, Caller]]:
    """A dependency: the caller, if they may do what the scope stands for.

    It raises what the authoriser raises, TooManyRequests beyond the limits, and RequestForged where a session lets somebody
    in and its token is wanting.
    """

    async def may(request: Request) -> Caller:
        host = request.client.host if request.client else None
        limits: Limits = request.app.state.limits
        authoriser: Authoriser = request.app.state.authoriser
        address, token = address_of(host), "" if authoriser.open else _token_of(request)
        if token:
            limits.check("failed", address)
        try:
            name = authoriser(request, scope)
        except KeyRefused:
            if token:
                limits.failed(address)
            raise
        key, session = request.scope.get("debar.key"), request.scope.get("debar.session")
        if key:
            limits.take("key", key)
        elif session is not None:
            limits.take("session", session.id)
            await csrf.check(request)
        else:
            limits.take("address", address)
        by = "api-key" if key else "oidc" if session is not None else "loopback"
        subject = session.subject if session is not None and not key else None
        caller = Caller(name, request.scope.get("debar.request", ""), key, host, by, subject)
        request.scope["debar.caller"] = caller
        return caller

    may.__dict__["scope"] = scope  # for the document of the interface
    return may


def scope_asked(dependency: object) -> Scope | None:
    """The scope that a dependency made by `authorise` asks for; None for any other."""
    found: Scope | None = getattr(dependency, "scope", None)
    return found


def caller_of(request: Request) -> Caller:
    """Who asks, once `authorise` has let them in."""
    caller: Caller = request.scope["debar.caller"]
    return caller


def must_be_safe(host: str, authoriser: Authoriser, *, reached: str | None = None) -> None:
    """Refuse to be reached from beyond this machine without keys or sign-in.

    Args:
        host: the address to listen on: a name or number, or the path of a Unix socket.
        reached: why others reach it though it listens on this machine alone: a proxy, a public address.

    Raises:
        ServiceUnsafe: others would reach it, and the authoriser lets in everybody.

    >>> must_be_safe("127.0.0.1", Anybody())
    >>> must_be_safe("0.0.0.0", Anybody())
    Traceback (most recent call last):
    debar.errors.ServiceUnsafe: 0.0.0.0: the service listens beyond this machine only with keys or sign-in; ... [service.unsafe]
    >>> must_be_safe("127.0.0.1", Anybody(), reached="--forwarded-allow-ips")
    Traceback (most recent call last):
    debar.errors.ServiceUnsafe: --forwarded-allow-ips: the service listens beyond this machine only with keys or ...
    """
    if not authoriser.open or (is_loopback(host) and reached is None):
        return
    raise ServiceUnsafe(
        reached or host, fix="make a key (`debar keys add`), set up sign-in, or listen on 127.0.0.1 alone"
    )


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches an address.

    >>> is_loopback("::1"), is_loopback("localhost"), is_loopback("192.168.1.4"), is_loopback("")
    (True, True, False, False)
    """
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _token_of(request: Request) -> str:
    return token_of(request.headers.get("authorization", ""), request.headers.get("x-api-key", ""))


def token_of(authorization: str, header: str) -> str:
    """The token of a request, from either header; empty where there is none.

    >>> token_of("Bearer abc", ""), token_of("ApiKey abc", ""), token_of("", "abc"), token_of("Basic abc", "")
    ('abc', 'abc', 'abc', '')
    """
    if header:
        return header.strip()
    for word in _WORDS:
        if authorization.lower().startswith(word):
            return authorization[len(word) :].strip()
    return ""
