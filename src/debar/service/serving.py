"""Running the app on uvicorn."""

from __future__ import annotations

import sys

import uvicorn

from debar.service.access import Anybody, Authoriser, must_be_safe
from debar.service.app import create_app
from debar.service.logs import to_stderr
from debar.service.records import Recorder
from debar.service.settings import Settings

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
    authoriser: Authoriser | None = None,
    recorder: Recorder | None = None,
    log_level: str = "info",
) -> None:
    """Serve until told to stop; requests in flight are finished first.

    Raises:
        ServiceUnsafe: others would reach it, and it has no keys.
    """
    must_be_safe(host, authoriser or Anybody())
    to_stderr(log_level)
    sys.setswitchinterval(_SWITCH_S)
    uvicorn.run(
        create_app(settings, authoriser=authoriser, recorder=recorder),
        host=host,
        port=port,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_keep_alive=_KEEP_ALIVE_S,
        timeout_graceful_shutdown=_GRACE_S,
    )
