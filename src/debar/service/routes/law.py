"""Beyond the peer: what a listing asks of whom, what changed on the lists, whom a rule reaches through ownership."""

from __future__ import annotations

import csv
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
from fastapi import APIRouter, Depends, Request, Response

from debar.errors import BadQuery, NotScreened
from debar.law.effects import NO_ADVICE, Effect, Effects, effects_of
from debar.law.ownership import assess, parties_csv, reading, stakes_csv
from debar.law.ownership.wording import Rows
from debar.screen.listed import listed_on
from debar.screen.owners import tied
from debar.screen.screener import Screener
from debar.service import parameters
from debar.service.access import authorise
from debar.service.current import Lists
from debar.service.documented import operation
from debar.service.parameters import ChangesParameters, EffectsParameters, OwnershipParameters
from debar.service.service import encode, json, path_value, query_string, service_of, today

router = APIRouter(tags=["law"])


class EffectsAnswer(msgspec.Struct, frozen=True):
    """What a listing means, for each nexus asked for; and what no table knows."""

    id: str
    caption: str
    looked_at: str
    on: str
    effects: list[Effect]
    not_in_force: list[Effect]
    events: list[dict[str, str]]
    note: str = NO_ADVICE


class ChangesAnswer(msgspec.Struct, frozen=True):
    """What changed, list by list."""

    lists: list[dict[str, Any]]
    changes: list[dict[str, Any]]
    total: int
    limit: int
    offset: int


class OwnershipBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who owns whom.

    Args:
        stakes: ``owner``, ``owned``, ``percent`` and, where known, ``percent_high``, ``from``, ``until``, ``document``,
            ``interest``, ``joint``; as the columns of `debar ownership`.
        parties: ``id`` and, where known, ``name``, ``schema``, ``country``, ``government``.
        listed: ids of those that are listed.
        tie: look the parties up on the lists as well, by identifier and by screening.
    """

    stakes: list[dict[str, str | int | float]]
    parties: list[dict[str, str]] = []
    listed: list[str] = []
    tie: bool = False


class OwnershipAnswer(msgspec.Struct, frozen=True):
    """A verdict per party, what a reader must know, and whom the lists know."""

    verdicts: list[dict[str, Any]]
    notices: list[Any]
    ties: list[Any]
    note: str = NO_ADVICE


_READ = [Depends(authorise("read"))]
_STAKES = {
    "stakes": [
        {"owner": "A", "owned": "B", "percent": "50"},
        {"owner": "B", "owned": "C", "percent": "50", "document": "register of 2024-01-02"},
    ],
    "listed": ["A"],
}


@router.get(
    "/effects/{entity_id}",
    summary="What a listing asks of whom",
    response_class=Response,
    dependencies=_READ,
    openapi_extra=operation(EffectsParameters, answer=EffectsAnswer, path=("entity_id",)),
)
async def effects(request: Request) -> Response:
    """Who is bound, what is prohibited, under which conditions, what to report by which day. No legal advice."""
    asked = parameters.read(EffectsParameters, query_string(request))
    day = date.fromisoformat(parameters.day_of(asked.on, "on") or today())
    nexuses = parameters.nexuses_of(asked.nexus)
    if not nexuses:
        raise BadQuery("nexus", rule="name one at least")
    lists = _known(request)
    id = path_value(request, "entity_id")
    entity, looked_at = await service_of(request).current.aside(listed_on, lists.home, id, day)
    found = [effects_of(entity, nexus, day, role=asked.role) for nexus in nexuses]
    return json(
        EffectsAnswer(
            entity.id,
            entity.caption,
            looked_at,
            day.isoformat(),
            [effect for one in found for effect in one.in_force],
            [effect for one in found for effect in one.not_in_force] if asked.all else [],
            _events(found),
        )
    )


@router.get(
    "/changes",
    summary="What changed on the lists",
    response_class=Response,
    dependencies=_READ,
    openapi_extra=operation(ChangesParameters, answer=ChangesAnswer),
)
async def changes(request: Request) -> Response:
    """Who was added, amended and removed between two days, with the fields that changed."""
    asked = parameters.read(ChangesParameters, query_string(request))
    since, until = parameters.day_of(asked.since, "since"), parameters.day_of(asked.until, "until")
    lists = _known(request)
    source = None if asked.source is None else next(iter(lists.datasets.sources(asked.source)))
    return Response(
        await service_of(request).current.aside(_changes, lists, str(since), until, source, asked),
        media_type="application/json",
    )


@router.post(
    "/ownership",
    summary="Who is reached through ownership",
    response_class=Response,
    dependencies=[Depends(authorise("screen"))],
    openapi_extra=operation(OwnershipParameters, answer=OwnershipAnswer, body=OwnershipBody, example=_STAKES),
)
async def ownership(request: Request) -> Response:
    """Of every party whether the rule reaches it, with the proof: the owners and their shares. No legal advice."""
    asked = parameters.read(OwnershipParameters, query_string(request))
    day = date.fromisoformat(parameters.day_of(asked.on, "on") or today())
    try:
        body = msgspec.json.decode(await request.body(), type=OwnershipBody)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BadQuery("body", got=str(error)[:300]) from error
    service = service_of(request)
    # All parties that are looked up are screened, and so on record.
    screener = service.witness(request).over(service.current.now().screener) if body.tie else None
    made = await service.current.aside(_ownership, body, asked.rule, day, screener)
    return Response(made, media_type="application/json")


def _known(request: Request) -> Lists:
    current = service_of(request).current
    if current.known is None:
        raise NotScreened(str(current.settings.home), reasons=current.reasons)
    return current.known


def _events(found: list[Effects]) -> list[dict[str, str]]:
    return [msgspec.to_builtins(event) for event in dict.fromkeys(event for one in found for event in one.events)]


def _changes(lists: Lists, since: str, until: str | None, source: str | None, asked: ChangesParameters) -> bytes:
    compared = lists.home.changes(since, until, source)
    counts = [
        {
            "source": one.source,
            "from": one.old,
            "to": one.new,
            "note": one.note,
            **{kind: sum(change.change == kind for change in one.changes) for kind in ("added", "amended", "removed")},
        }
        for one in compared
    ]
    all_of_them = [change for one in compared for change in one.changes]
    shown = all_of_them[asked.offset : asked.offset + asked.limit]
    documents = [msgspec.to_builtins(one) for one in shown]
    return encode(ChangesAnswer(counts, documents, len(all_of_them), asked.limit, asked.offset))


def _ownership(body: OwnershipBody, rule: str, day: date, screener: Screener | None) -> bytes:
    with tempfile.TemporaryDirectory(prefix="debar-") as folder:
        # The readers of the command line: what they reject, and how they say so, is the same here.
        stakes = _csv(Path(folder) / "stakes", body.stakes, (*stakes_csv.REQUIRED, *stakes_csv.OPTIONAL))
        parties = _csv(Path(folder) / "parties", body.parties, (*parties_csv.REQUIRED, *parties_csv.OPTIONAL))
        holdings = reading.read(stakes, parties if body.parties else None)
    listed: tuple[str, ...] = tuple(body.listed)
    ties: list[Any] = []
    if screener is not None:
        holdings, listed, found = tied(holdings, screener, rule=rule, on=day, given=listed)
        ties = [msgspec.to_builtins(one) for one in found.ties]
    assessment = assess(holdings, listed, rule=rule, on=day)
    rows = Rows(assessment)
    return encode(OwnershipAnswer([rows.row(one) for one in assessment], list(assessment.notices), ties))


def _csv(path: Path, rows: list[Any], columns: tuple[str, ...]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, columns)
        writer.writeheader()
        try:
            writer.writerows(rows)
        except ValueError as error:
            raise BadQuery(
                path.name, rule="a row has a field that is none of " + ", ".join(columns), got=str(error)[:200]
            ) from error
    return path
