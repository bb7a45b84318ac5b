"""Who may ask what. The seam for keys and sign-in: an `Authoriser` decides, by default everybody on this machine may."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Coroutine
from typing import Any, Literal, NamedTuple, Protocol

from fastapi import Request

from debar.errors import ServiceUnsafe

Scope = Literal["screen", "read", "update", "metrics", "admin"]


class Caller(NamedTuple):
    """Who asks.

    Args:
        name: as the log shows it; never a secret.
        request: the id of the request.
        key: the id of their API key, where they have one; never the key.
        host: where they came from.
    """

    name: str
    request: str
    key: str | None = None
    host: str | None = None


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
    """A dependency: the caller, if they may do what the scope stands for."""

    async def may(request: Request) -> Caller:
        name = request.app.state.authoriser(request, scope)
        host = request.client.host if request.client else None
        caller = Caller(name, request.scope.get("debar.request", ""), request.scope.get("debar.key"), host)
        request.scope["debar.caller"] = caller
        return caller

    return may


def caller_of(request: Request) -> Caller:
    """Who asks, once `authorise` has let them in."""
    caller: Caller = request.scope["debar.caller"]
    return caller


def must_be_safe(host: str, authoriser: Authoriser) -> None:
    """Refuse to listen beyond this machine without keys.

    Raises:
        ServiceUnsafe: the address is reached by others, and the authoriser lets in everybody.

    >>> must_be_safe("127.0.0.1", Anybody())
    >>> must_be_safe("0.0.0.0", Anybody())
    Traceback (most recent call last):
    debar.errors.ServiceUnsafe: 0.0.0.0: the service listens beyond this machine only with keys; ... [service.unsafe]
    """
    if not authoriser.open or is_loopback(host):
        return
    raise ServiceUnsafe(host, fix="make a key first, or listen on 127.0.0.1")


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches an address.

    >>> is_loopback("::1"), is_loopback("localhost"), is_loopback("192.168.1.4")
    (True, True, False)
    """
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
