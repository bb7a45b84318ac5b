"""What is recorded: answers, batch jobs and acts of administration, as the bodies of records.

A body is JSON. ``salt`` makes the digest of a removed body tell nothing: without it, whoever guesses the name that was
asked could prove it by the hash that stays. The lists are a record of their own, named by its digest: they are the same
for thousands of answers, and hold nobody's data, so they outlive the bodies that rest on them.
"""

from __future__ import annotations

import getpass
import hashlib
import os
import secrets
import socket
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from debar.audit.canonical import canonical, now, sha256, stamp
from debar.model import Hit, ListState, Result

if TYPE_CHECKING:
    from debar.access import Principal
    from debar.law.effects import Effect
    from debar.screen.account import Summary
    from debar.screen.meaning import Meaning


class Who(msgspec.Struct, frozen=True, omit_defaults=True):
    """Who acted.

    Args:
        name: the user, or the name of the API key.
        by: how that is known: ``os-user``, ``api-key``, ``oidc`` …
        key: the id of the API key; never the key.
        host: where they came from.
        subject: of who signed in, the issuer and its own id of them, parted by a blank: names may change hands.
    """

    name: str
    by: str
    key: str | None = None
    host: str | None = None
    subject: str | None = None

    @classmethod
    def at_the_terminal(cls) -> Who:
        """The user of this process."""
        try:
            name = getpass.getuser()
        except (KeyError, OSError):  # a container runs as a number that has no name
            name = f"uid {os.getuid()}"
        return cls(name, "os-user", host=socket.gethostname())

    @classmethod
    def with_key(cls, principal: Principal, host: str | None = None) -> Who:
        """The holder of an API key."""
        return cls(principal.name, "api-key", principal.key, host)


class Entry(msgspec.Struct, frozen=True):
    """A body to be recorded, and the lists that it names, if any."""

    kind: str
    body: bytes
    lists: bytes | None = None


def screening(
    result: Result,
    who: Who,
    *,
    meaning: Meaning | None = None,
    options: Mapping[str, object] | None = None,
    warnings: Sequence[str] = (),
    request: str | None = None,
    at: datetime | None = None,
    evidence: bool = True,
) -> Entry:
    """One answer: clear, with hits, or not screened.

    Args:
        result: as the screener gave it.
        who: who asked.
        meaning: for whom the effects of matches were asked, if they were.
        options: limit, cutoff, threshold, algorithm … as asked.
        warnings: values of the query that could not be used.
        request: the caller's own reference.
        at: when it was answered; now.
        evidence: the reasons for each score as well.
    """
    lists = lists_body(result.lists)
    body: dict[str, object] = {
        "at": stamp(at or now()),
        "who": who,
        "request": request,
        "query": {"id": result.query.id, "schema": result.query.schema, "properties": result.query.properties},
        "options": dict(options or {}),
        "as_of": result.as_of,
        "status": result.status,
        "reasons": result.reasons,
        "warnings": tuple(warnings),
        "lists": sha256(lists),
        "policy": result.policy,
        "engine": result.engine,
        "hits": [_hit(hit, meaning, evidence=evidence) for hit in result.hits],
        **_asked(meaning),
    }
    return Entry("screening", _salted(body), lists)


def batch(summary: Summary, output: Path, who: Who, *, role: str | None = None, at: datetime | None = None) -> Entry:
    """A batch job as one record: the digests of the two files, the counts, and on what the answers rest.

    Args:
        summary: of the finished job.
        output: the file of answers, read for its digest.
        who: who ran it.
        role: the trade for which effects were asked.
    """
    lists = lists_body(summary.lists)
    with output.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    counts = ("rows", "matched", "below", "clear", "rejected", "not_screened", "warned", "hits")
    options = ("limit", "cutoff", "threshold", "exhaustive", "algorithm")
    body: dict[str, object] = {
        "at": stamp(at or now()),
        "who": who,
        "input": {
            "name": summary.source,
            "bytes": summary.size,
            "sha256": summary.sha256,
            "format": summary.format,
            "columns": summary.columns,
        },
        "output": {"name": summary.output, "bytes": output.stat().st_size, "sha256": digest},
        "started": summary.started,
        "finished": summary.finished,
        "counts": {name: getattr(summary, name) for name in counts},
        "options": {name: getattr(summary, name) for name in options},
        "as_of": summary.as_of,
        "status": "not_screened" if summary.not_screened or summary.reasons else "screened",
        "reasons": summary.reasons,
        "lists": sha256(lists),
        "policy": summary.policy,
        "engine": summary.engine,
        "nexus": summary.nexus,
        "role": role,
    }
    return Entry("batch", _salted(body), lists)


def act(kind: str, who: Who, **what: object) -> Entry:
    """An act of administration: an API key added, a hold, a removal."""
    return Entry(kind, _salted({"at": stamp(now()), "who": who, **what}))


@lru_cache(maxsize=8)
def lists_body(lists: tuple[ListState, ...]) -> bytes:
    """The lists as a body of their own: the same lists, the same bytes, whoever writes them.

    Ages are told by the times in it, and so are not in it. Remembered, since a thousand answers in a row name the same.
    """
    fields = ("source", "edition", "retrieved", "checked", "sha256", "entities", "names", "rejects", "fit", "reasons")
    states = [
        {name: getattr(one, name) for name in (*fields, "notes")} for one in sorted(lists, key=lambda one: one.source)
    ]
    return canonical({"lists": states})


def ages(lists: Sequence[Mapping[str, Any]], at: str) -> dict[str, float | None]:
    """How many hours before a moment each list had last been checked with its publisher.

    >>> ages([{"source": "un-sc", "checked": "2026-11-26T10:30:00Z"}], "2026-11-26T12:00:00.000000Z")
    {'un-sc': 1.5}
    """
    found: dict[str, float | None] = {}
    for one in lists:
        try:
            passed = datetime.fromisoformat(at) - datetime.fromisoformat(one["checked"])
        except (TypeError, ValueError):
            found[one["source"]] = None
        else:
            found[one["source"]] = round(passed.total_seconds() / 3600, 2)
    return found


def _asked(meaning: Meaning | None) -> dict[str, object]:
    if meaning is None:
        return {"nexus": (), "role": None, "effects_on": None}
    return {"nexus": meaning.nexuses, "role": meaning.role, "effects_on": meaning.on}


def _hit(hit: Hit, meaning: Meaning | None, *, evidence: bool) -> dict[str, object]:
    entity = hit.entity
    found: dict[str, object] = {
        "id": entity.id,
        "source": entity.source,
        "caption": entity.caption,
        "schema": entity.schema,
        "score": hit.score,
        "match": hit.match,
        "programs": [program for one in entity.designations for program in one.programs],
    }
    if evidence:
        found["evidence"] = [[one.kind, one.level, one.points, one.text] for one in hit.evidence]
    if meaning is not None:
        found["effects"] = [_effect(effect) for each in meaning.of(entity) for effect in each.in_force]
    return found


def _effect(effect: Effect) -> dict[str, object]:
    named = ("nexus", "binding", "list", "programme", "measure", "measure_name", "action", "legal_basis", "flags")
    return {name: getattr(effect, name) for name in named}


def _salted(body: dict[str, object]) -> bytes:
    return canonical({"salt": secrets.token_hex(16), **body})
