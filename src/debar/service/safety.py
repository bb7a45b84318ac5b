"""Keys and the audit log of a home, for the service: who may ask, and no answer that is not on record."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from fastapi import Request

from debar.access import Keys
from debar.audit import AuditLog, Who, batch, screening
from debar.errors import KeyRefused
from debar.screen.account import Summary
from debar.service.access import Caller, Scope, token_of
from debar.service.records import Screening


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
        request.scope["debar.key"], request.scope["debar.scopes"] = principal.key, principal.scopes
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
                    who_of(one.caller),
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

    def job(self, summary: Summary, output: Path, caller: Caller, role: str | None = None) -> None:
        """Record a finished batch job.

        Raises:
            AuditNotWritten: it could not be made durable; then there are no answers.
        """
        self._log.append(batch(summary, output, who_of(caller), role=role))


def who_of(caller: Caller) -> Who:
    """A caller, as the audit log names them."""
    return Who(caller.name, caller.by, caller.key, caller.host, caller.subject)
