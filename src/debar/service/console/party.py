"""A listing: all that is said of it, its history, who stands around it, what it asks."""

from __future__ import annotations

from datetime import date
from typing import Any

from fastapi import APIRouter, Depends, Request, Response

from debar.errors import EntityNotFound, NotScreened
from debar.law.effects import effects_of
from debar.law.tables import bound, nexuses, roles
from debar.screen.listed import listed_on
from debar.service import parameters, searching
from debar.service.console import hits, listing, ties
from debar.service.console.navigation import PREFIX
from debar.service.console.rendering import fields_of, render, viewing
from debar.service.current import Lists
from debar.service.parameters import SearchParameters
from debar.service.service import path_value, query_string, service_of, today
from debar.service.witness import Witness

router = APIRouter(include_in_schema=False)
_PATH = f"{PREFIX}/party"
_SHOWN = 50


class PartyParameters(parameters.EffectsParameters, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The effects asked for on the page of a listing."""


@router.get(_PATH, response_class=Response, dependencies=[Depends(viewing("read"))])
async def form(request: Request) -> Response:
    """The form."""
    return render(request, "party_search.html", page="party", sought="", found=None, total=0)


@router.post(_PATH, response_class=Response, dependencies=[Depends(viewing("read"))])
async def search(request: Request) -> Response:
    """The listings that have all the words in any of their facts, or a name that is like them."""
    sought = (await fields_of(request)).one("q")
    service = service_of(request)
    lists = service.current.now()
    rows, total = await service.current.aside(_search, lists, sought, service.witness(request)) if sought else ([], 0)
    return render(
        request, "party_search.html", part="_party_found.html", page="party", sought=sought, found=rows, total=total
    )


@router.get(f"{_PATH}/{{entity_id}}", response_class=Response, dependencies=[Depends(viewing("read"))])
async def party(request: Request) -> Response:
    """The whole of a listing."""
    service = service_of(request)
    lists = service.current.known
    if lists is None:
        raise NotScreened(str(service.settings.home), reasons=service.current.reasons)
    asked = parameters.read(PartyParameters, query_string(request))
    day = date.fromisoformat(parameters.day_of(asked.on, "on") or today())
    shown = await service.current.aside(_shown, lists, path_value(request, "entity_id"), asked, day)
    return render(
        request, "party.html", part="_party_effects.html" if asked.on or asked.role else None, page="party", **shown
    )


def _search(lists: Lists, sought: str, witness: Witness) -> tuple[list[searching.Row], int]:
    exact = lists.screener.entity(sought)
    asked = SearchParameters(q=sought)
    wanted = searching.wanted_of(sought)
    alike = searching.Alike(lists, lists.datasets.held)
    names = searching.names_alike(asked, wanted, alike) if wanted.words else {}
    rows = searching.look_up(lists.rows, wanted, names, asked, lists.datasets.held)
    first = [searching.row_of(exact)] if exact is not None else []
    rows = [*first, *(row for row in rows if exact is None or row.id != exact.id)]
    shown = rows[:_SHOWN]
    alike.tell(witness, {row.id for row in shown})
    return shown, len(rows)


def _shown(lists: Lists, entity_id: str, asked: PartyParameters, day: date) -> dict[str, Any]:
    versions = lists.home.entity_history(entity_id)
    try:
        entity, gone = lists.home.entity(entity_id), ""
    except EntityNotFound as error:
        entity, gone = versions[-1].entity, error.broken_rule
    chosen = parameters.nexuses_of(asked.nexus)
    listed, looked_at = listed_on(lists.home, entity_id, day)
    effects = [effects_of(listed, nexus, day, role=asked.role or None) for nexus in chosen]
    not_looked: tuple[str, ...] = ()
    try:
        others = listing.alike(lists, entity)
    except NotScreened as error:
        others, not_looked = [], error.reasons
    around = ties.neighbourhood(lists, entity)
    earliest = {
        state.source: min((one.edition for one in lists.home.history.snapshots(state.source)), default="")
        for state in lists.lists
    }
    matching = [lists.home.entity_history(one.entity.id) for one in others if one.match]
    return {
        "entity": entity,
        "gone": gone,
        "source": listing.source_of(entity),
        "state": next((one for one in lists.lists if one.source == entity.source), None),
        "names": listing.names_by_script(entity),
        "identifiers": [(one, listing.identifier_words(one)) for one in entity.identifiers],
        "facts": listing.facts(entity),
        "designations": [(one.authority, listing.designation_facts(one)) for one in entity.designations],
        "timeline": listing.timeline(versions, matching, earliest),
        "others": others,
        "not_looked": not_looked,
        "around": around,
        "drawn": ties.drawing(around, entity.id),
        "chosen": chosen,
        "role": asked.role or "",
        "day": day.isoformat(),
        "looked_at": looked_at,
        "nexuses": {one: bound()[one].words for one in nexuses()},
        "roles": {one.role: one.name for one in roles()},
        "consequences": hits.consequences((each for one in effects for each in one.in_force), chosen, whole=True),
        "unknown": list(dict.fromkeys(event.text for one in effects for event in one.events)),
    }
