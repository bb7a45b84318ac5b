"""The lists: fitness, ages, gates, rejects, and what changed between two editions."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any, NamedTuple

import msgspec
from fastapi import APIRouter, Depends, Request, Response
from msgspec import Meta

from debar.errors import DatasetNotFound, NotScreened
from debar.lists.catalog import official
from debar.service import parameters
from debar.service.console import wording
from debar.service.console.navigation import PREFIX
from debar.service.console.rendering import render, viewing
from debar.service.current import Lists
from debar.service.service import Service, path_value, query_string, service_of
from debar.store.changes import Change
from debar.store.history import Snapshot

router = APIRouter(include_in_schema=False)
_PATH = f"{PREFIX}/lists"
_PAGE = 100
_REJECTS = 200
_KINDS = ("added", "removed", "amended")


class ChangesAsked(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which changes are looked at."""

    since: str = ""
    until: str = ""
    what: Annotated[str, Meta(pattern="^(added|amended|removed|)$")] = ""
    offset: Annotated[int, Meta(ge=0)] = 0


class Diff(NamedTuple):
    """Two editions, and a page of what lies between them."""

    old: str | None
    new: str
    note: str
    counts: dict[str, int]
    shown: list[tuple[Change, Any]]
    total: int
    offset: int


@router.get(_PATH, response_class=Response, dependencies=[Depends(viewing("read"))])
async def overview(request: Request) -> Response:
    """Every list in a line."""
    service = service_of(request)
    known = service.current.known
    rows = await service.current.aside(_rows, known) if known is not None else []
    reasons = service.current.reasons if known is None else ()
    return render(request, "lists.html", page="lists", rows=rows, reasons=reasons, policy=_policy(known))


@router.get(f"{_PATH}/{{source}}", response_class=Response, dependencies=[Depends(viewing("read"))])
async def one_list(request: Request) -> Response:
    """One list in full."""
    service = service_of(request)
    lists = _known(service)
    asked = parameters.read(ChangesAsked, query_string(request))
    shown = await service.current.aside(_shown, lists, path_value(request, "source"), asked)
    return render(request, "list.html", part="_changes.html", page="lists", asked=asked, page_size=_PAGE, **shown)


def _known(service: Service) -> Lists:
    if service.current.known is None:
        raise NotScreened(str(service.settings.home), reasons=service.current.reasons)
    return service.current.known


def _policy(lists: Lists | None) -> dict[str, Any]:
    if lists is None:
        return {}
    policy = lists.home.policy
    return {
        "label": policy.label,
        "max_age_h": policy.max_age_h,
        "threshold": policy.threshold,
        "required": policy.required,
    }


def _rows(lists: Lists) -> list[dict[str, Any]]:
    now = datetime.now(UTC)
    standings = lists.home.state.sources
    return [
        {
            "state": one,
            "title": official()[one.source].title if one.source in official() else "a list of your own",
            "checked": wording.list_age(one, now),
            "edition_age": wording.edition_age(one.edition, now),
            "events": standings[one.source].events if one.source in standings else 0,
        }
        for one in lists.lists
    ]


def _shown(lists: Lists, source: str, asked: ChangesAsked) -> dict[str, Any]:
    state = next((one for one in lists.lists if one.source == source), None)
    if state is None:
        held = ", ".join(one.source for one in lists.lists)
        raise DatasetNotFound(source, fix=f"use one of {held}")
    history, now = lists.home.history, datetime.now(UTC)
    standing = lists.home.state.sources.get(source)
    snapshots = sorted(history.snapshots(source), key=lambda one: one.key, reverse=True)
    current = next((one for one in snapshots if standing is not None and one.id == standing.snapshot), None)
    current = current or next(iter(snapshots), None)
    rejects = history.rejects(current.id) if current else []
    return {
        "state": state,
        "about": official().get(source),
        "checked": wording.list_age(state, now),
        "edition_age": wording.edition_age(state.edition, now),
        "attempt": standing.attempt if standing else None,
        "snapshots": snapshots,
        "current": current,
        "gates": current.gates if current else (),
        "rejects": rejects[:_REJECTS],
        "rejects_total": len(rejects),
        "events": history.events(current.id) if current else [],
        "diff": _diff(lists, source, snapshots, asked),
    }


def _diff(lists: Lists, source: str, snapshots: list[Snapshot], asked: ChangesAsked) -> Diff | None:
    """The editions asked for; the two newest, if none are. None where there is but one."""
    days = list(dict.fromkeys(one.edition[:10] for one in snapshots))
    since = parameters.moment_of(asked.since or None, "since") or (days[1] if len(days) > 1 else None)
    until = parameters.moment_of(asked.until or None, "until") or (days[0] if days else None)
    if since is None:
        return None
    compared = next(iter(lists.home.changes(since, until, source)), None)
    if compared is None:
        return None
    counts = {kind: sum(one.change == kind for one in compared.changes) for kind in _KINDS}
    wanted = [one for kind in _KINDS for one in compared.changes if one.change == kind and asked.what in ("", kind)]
    page = wanted[asked.offset : asked.offset + _PAGE]
    shown = [(one, wording.change_words(one.fields)) for one in page]
    return Diff(compared.old, compared.new, compared.note, counts, shown, len(wanted), asked.offset)
