"""The ownership explorer: stakes in, a verdict per rule out, with the proof and a picture."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
from fastapi import APIRouter, Depends, Request, Response
from markupsafe import Markup
from starlette.datastructures import UploadFile

from debar.errors import BadFile, BadQuery, GraphTooLarge, RequestTooLarge
from debar.law.effects import NO_ADVICE
from debar.law.ownership import Assessment, Verdict, assess, parties_csv, reading
from debar.law.ownership.picture import fragment, picture_of
from debar.law.ownership.picture.assessed import share_in_words
from debar.law.ownership.rules import rule, rules
from debar.law.ownership.stakes import Holdings
from debar.law.ownership.wording import FLAGS, explain, threshold
from debar.screen.owners import tied
from debar.screen.ties import Tie
from debar.service import parameters
from debar.service.console.desk import desk_of
from debar.service.console.jobs import file_name
from debar.service.console.navigation import PREFIX
from debar.service.console.rendering import Fields, form_of, render, text_fields, viewing
from debar.service.console.wording import drawn
from debar.service.current import Lists
from debar.service.service import service_of, today
from debar.service.witness import Witness

router = APIRouter(include_in_schema=False)
_PATH = f"{PREFIX}/ownership"
_LARGEST = 2 * 1024 * 1024
_MOST_SHOWN = 200
_MOST_PROOFS = 100
_NOTICES = 60
_ORDER = ("blocked", "possible", "not_blocked")
_USUAL = ("ofac", "uk", "eu")


class Input(NamedTuple):
    """What the form gave, as files that the readers of the command line read."""

    stakes: tuple[str, bytes]
    parties: bytes
    listed: str


class Row(NamedTuple):
    """One party, with its verdict by each rule: the word, the share, the flags; None where it is no party by that rule."""

    id: str
    name: str
    listed: bool
    verdicts: tuple[tuple[str, str, tuple[str, ...]] | None, ...]


class ByRule(NamedTuple):
    """One rule and all that it says."""

    rule: str
    title: str
    threshold: str
    foot: str
    warnings: tuple[str, ...]
    counts: Mapping[str, int]
    proofs: tuple[tuple[str, str, str], ...]
    more_proofs: int
    picture: Markup


class Explored(NamedTuple):
    """The answer.

    Args:
        rows: of `total` parties, those that are reached first.
        ties: who of them is on the lists, and how that is known.
        looked_at: the lists; empty where nobody asked them.
    """

    rules: tuple[ByRule, ...]
    rows: tuple[Row, ...]
    total: int
    notices: tuple[str, ...]
    more_notices: int
    ties: tuple[Tie, ...]
    looked_at: str


@router.get(_PATH, response_class=Response, dependencies=[Depends(viewing("read"))])
async def form(request: Request) -> Response:
    """The form; with an example in it, where that is asked for."""
    given = Fields({"rule": list(_USUAL), "tie": ["1"]})
    if request.query_params.get("example") is not None:
        given = _example()
    return _page(request, given, None)


@router.post(_PATH, response_class=Response, dependencies=[Depends(viewing("screen"))])
async def explore(request: Request) -> Response:
    """The verdicts, below the form."""
    service = service_of(request)
    async with form_of(request) as form:
        given = text_fields(form)
        files = {name: await _file(form.get(name)) for name in ("stakes_file", "parties_file")}
    taken = _input(given, files)
    wanted = [one for one in given.all("rule") if one in _titles()]
    if not wanted:
        raise BadQuery("rule", rule="choose one rule at least")
    day = date.fromisoformat(parameters.day_of(given.one("on") or None, "on") or today())
    lists = service.current.now() if given.one("tie") else None
    if lists is None and not taken.listed.strip():
        raise BadQuery(
            "listed", rule="say who is listed: by id, or by asking the lists", fix="tick the box, or give ids"
        )
    found = await desk_of(request).aside(_explored, taken, wanted, day, lists, service.witness(request))
    return _page(request, given, found)


def _page(request: Request, given: Fields, found: Explored | None) -> Response:
    return render(
        request,
        "ownership.html",
        part="_ownership_answer.html",
        page="ownership",
        given=given,
        titles=_titles(),
        found=found,
        flags=FLAGS,
        no_advice=NO_ADVICE,
    )


async def _file(value: Any) -> tuple[str, bytes] | None:
    if not isinstance(value, UploadFile) or not value.filename:
        return None
    data = await value.read(_LARGEST + 1)
    if len(data) > _LARGEST:
        raise RequestTooLarge(value.filename, got=f"more than {_LARGEST:,} bytes", fix="use `debar ownership`")
    return file_name(value.filename), data


def _input(given: Fields, files: Mapping[str, tuple[str, bytes] | None]) -> Input:
    stakes = files["stakes_file"] or (("stakes.csv", given.one("stakes").encode()) if given.one("stakes") else None)
    if stakes is None:
        raise BadFile("stakes", rule="there are none", fix="choose a file, paste rows, or fill in the example")
    parties = files["parties_file"]
    return Input(stakes, parties[1] if parties else given.one("parties").encode(), given.one("listed"))


def _explored(taken: Input, wanted: Sequence[str], day: date, lists: Lists | None, witness: Witness) -> Explored:
    holdings, given = _read(taken)
    ties: dict[Tie, None] = {}
    assessments = []
    for place, name in enumerate(wanted):
        listed, mine = tuple(given), holdings
        if lists is not None:
            # The parties are the same by every rule: they go on record once.
            screener = witness.over(lists.screener) if place == 0 else lists.screener
            mine, listed, found = tied(holdings, screener, rule=name, on=day, given=listed)
            ties |= dict.fromkeys(found.ties)
            mine = msgspec.structs.replace(mine, notices=(*mine.notices, *found.notices))
        assessments.append(assess(mine, listed, rule=name, on=day))
    notices = dict.fromkeys(
        f"{one.origin}{f', {one.field}' if one.field else ''}: {f'{one.row}: ' if one.row != 'kept' else ''}{one.text}"
        for assessment in assessments
        for one in assessment.notices
    )
    rows = _rows(assessments)
    looked_at = ", ".join(f"{one.source} {(one.edition or '')[:10]}" for one in lists.lists) if lists else ""
    return Explored(
        tuple(_by_rule(assessment, taken.stakes[0]) for assessment in assessments),
        tuple(rows[:_MOST_SHOWN]),
        len(rows),
        tuple(notices)[:_NOTICES],
        max(0, len(notices) - _NOTICES),
        tuple(ties),
        looked_at,
    )


def _read(taken: Input) -> tuple[Holdings, list[str]]:
    with tempfile.TemporaryDirectory(prefix="debar-") as folder:
        stakes, parties, listed = (Path(folder) / name for name in (taken.stakes[0], "parties", "listed"))
        stakes.write_bytes(taken.stakes[1])
        parties.write_bytes(taken.parties)
        holdings = reading.read(stakes, parties if taken.parties.strip() else None)
        if not taken.listed.strip():
            return holdings, []
        listed.write_text(taken.listed, "utf-8")
        ids, notices = parties_csv.read_listed(listed)
        return msgspec.structs.replace(holdings, notices=(*holdings.notices, *notices)), ids


def _rows(assessments: Sequence[Assessment]) -> list[Row]:
    """A row per party, those that a rule reaches first.

    A listing that is tied is a party by those rules alone by which it reaches owned companies.
    """
    found = []
    for id in dict.fromkeys(verdict.id for assessment in assessments for verdict in assessment):
        of_each = [_verdict(assessment, id) for assessment in assessments]
        name = next(one.party(id).name for one in assessments if id in one)
        listed = any(one is not None and "listed" in one.flags for one in of_each)
        found.append(Row(id, name, listed, tuple(map(_cell, of_each))))
    return sorted(found, key=lambda row: min(_ORDER.index(one[0]) for one in row.verdicts if one is not None))


def _verdict(assessment: Assessment, id: str) -> Verdict | None:
    return assessment[id] if id in assessment else None  # noqa: SIM401  an assessment has no `get`


def _cell(verdict: Verdict | None) -> tuple[str, str, tuple[str, ...]] | None:
    if verdict is None:
        return None
    share = share_in_words(verdict.share, verdict.share_high) if verdict.share_high else ""
    return verdict.verdict, share, verdict.flags


def _by_rule(assessment: Assessment, name: str) -> ByRule:
    by = assessment.rule
    told = [one for one in assessment if one.verdict != "not_blocked" or one.share_high]
    return ByRule(
        by.rule,
        by.title,
        threshold(by) if any(test.limb == "ownership" and test.threshold is not None for test in by.tests) else "",
        f"{by.source}; {by.status}, as of {by.verified_on}",
        tuple(FLAGS[flag] for flag in assessment.rule_flags),
        Counter(assessment.outcomes()),
        tuple((one.id, one.verdict, explain(assessment, one.id)) for one in told[:_MOST_PROOFS]),
        max(0, len(told) - _MOST_PROOFS),
        _picture(assessment, name),
    )


def _picture(assessment: Assessment, name: str) -> Markup:
    try:
        svg = fragment(picture_of(assessment, (one.id for one in assessment), name))
    except GraphTooLarge as error:
        return Markup('<p class="muted">{}</p>').format(f"There is too much to draw: {error.got}. The table has all.")
    # Several pictures on a page: the ids of their boxes must differ.
    return drawn(svg.replace(' id="n', f' id="{assessment.rule.rule}-n'))


@cache
def _titles() -> Mapping[str, str]:
    return {one.rule: rule(one.rule, date.max).title for one in rules()}


@cache
def _example() -> Fields:
    folder = files("debar.service.console").joinpath("data")
    return Fields(
        {
            "stakes": [folder.joinpath("stakes.txt").read_text("utf-8")],
            "parties": [folder.joinpath("parties.txt").read_text("utf-8")],
            "listed": ["air\n"],
            "rule": list(_USUAL),
            "tie": ["1"],
        }
    )
