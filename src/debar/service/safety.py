"""Keys and the audit log of a home, for the service: who may ask, and no answer that is not on record."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from fastapi import Request

from debar.access import Keys
from debar.audit import AuditLog, Who, screening
from debar.errors import KeyRefused
from debar.service.access import Scope
from debar.service.records import Screening

_WORDS = ("bearer ", "apikey ", "token ")


class KeyHolders:
    """Lets in the holders of the home's API keys, each for the scopes of the key.

    The token is sent as ``Authorization: Bearer TOKEN`` (or ``ApiKey TOKEN``), or as ``X-Api-Key``.
    """

    open = False

    def __init__(self, home: Path) -> None:
        self._keys = Keys(home)

    def __call__(self, request: Request, scope: Scope) -> str:
        """The name of the key.

        Raises:
            KeyRefused: there is no token, or no such key, or it is expired or revoked.
            ScopeMissing: it is a good key, for other things.
        """
        token = token_of(request.headers.get("authorization", ""), request.headers.get("x-api-key", ""))
        if not token:
            raise KeyRefused("API key", got="no token", fix="send `Authorization: ApiKey TOKEN`")
        principal = self._keys.authorise(token, scope)
        request.scope["debar.key"] = principal.key
        return principal.name


class Recorded:
    """Puts every screening on record before it is answered; those of one call are made durable together."""

    def __init__(self, log: AuditLog) -> None:
        self._log = log

    def __call__(self, screenings: Sequence[Screening]) -> None:
        """Record them.

        Raises:
            AuditNotWritten: they could not be made durable; then nothing is answered.
        """
        self._log.append_all(
            [
                screening(
                    one.result,
                    Who(one.caller.name, "api-key" if one.caller.key else "loopback", one.caller.key, one.caller.host),
                    options={
                        "limit": one.limit,
                        "cutoff": one.lines.cutoff,
                        "threshold": one.lines.threshold,
                        **({"path": one.path} if one.path else {}),
                    },
                    request=one.caller.request,
                )
                for one in screenings
            ]
        )


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
