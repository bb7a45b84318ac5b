"""Running the app on uvicorn."""

from __future__ import annotations

import sys
from typing import Any

import msgspec
import uvicorn

from debar.service.access import Anybody, Authoriser, is_loopback, must_be_safe
from debar.service.app import create_app
from debar.service.logs import to_stderr
from debar.service.records import Recorder
from debar.service.settings import Settings
from debar.service.signing_in import SigningIn

_SWITCH_S = 0.001
"""How long a thread may hold the interpreter before another gets its turn: a fifth of Python's own choice, so that the event
loop is not kept waiting by those who screen."""
_KEEP_ALIVE_S = 75
_GRACE_S = 30


def serve(
    settings: Settings,
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    socket: str | None = None,
    forwarded_allow_ips: str | None = None,
    authoriser: Authoriser | None = None,
    recorder: Recorder | None = None,
    sign_in: SigningIn | None = None,
    log_level: str = "info",
) -> None:
    """Serve until told to stop; requests in flight are finished first.

    Args:
        socket: the path of a Unix socket to listen on instead of an address.
        forwarded_allow_ips: proxies whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed, as numbers or networks
            parted by commas; None: nobody's are.

    Raises:
        ServiceUnsafe: others would reach it, and it has neither keys nor sign-in.
    """
    reached = "--forwarded-allow-ips" if forwarded_allow_ips else "--public-url" if settings.public else None
    must_be_safe(socket or host, authoriser or Anybody(), reached=reached)
    if (socket or not is_loopback(host)) and not settings.hosts and settings.public is None:
        # Reached under names that we do not know; keys protect what no name does.
        settings = msgspec.structs.replace(settings, hosts=None)
    to_stderr(log_level)
    sys.setswitchinterval(_SWITCH_S)
    uvicorn.run(
        create_app(settings, authoriser=authoriser, recorder=recorder, sign_in=sign_in),
        host=host,
        port=port,
        uds=socket,
        http=_protocol(),
        proxy_headers=forwarded_allow_ips is not None,
        forwarded_allow_ips=forwarded_allow_ips or "",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_keep_alive=_KEEP_ALIVE_S,
        timeout_graceful_shutdown=_GRACE_S,
    )


def _protocol() -> Any:
    """With httptools, where it is there, a parser with bounds; uvicorn's other one has its own."""
    try:
        from debar.service.protocol import BoundedProtocol
    except ModuleNotFoundError:
        return "auto"
    return BoundedProtocol
