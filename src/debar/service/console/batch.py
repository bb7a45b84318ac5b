"""A customer file against the lists: upload, columns, progress, answers."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import FileResponse, RedirectResponse
from starlette.datastructures import UploadFile

from debar.errors import BadFile, BadQuery, NotKept, ServiceError
from debar.law.tables import bound, nexuses, roles
from debar.screen.account import Summary
from debar.screen.batch import run
from debar.screen.columns import NO_NAME, kinds
from debar.screen.delimited import head_of
from debar.screen.report import render as report_of
from debar.screen.rows import iterate
from debar.screen.tables import write_csv
from debar.service import parameters
from debar.service.access import Caller, caller_of
from debar.service.console import workbooks
from debar.service.console.desk import desk_of, owner_of
from debar.service.console.jobs import Job
from debar.service.console.navigation import PREFIX
from debar.service.console.rendering import Fields, document, fields_of, form_of, render, viewing
from debar.service.current import Lists
from debar.service.records import RecordsJobs
from debar.service.service import Service, path_value, service_of

router = APIRouter(include_in_schema=False)
_PATH = f"{PREFIX}/batch"
_SHOWN = 4
_CHUNK = 1_000
"""Rows between two looks of whoever waits; a fifth of the command line's, which nobody watches so closely."""
_KINDS = {
    "name": "Names",
    "part": "Parts of a name",
    "identifier": "Identifiers",
    "date": "Dates",
    "country": "Countries",
}
_DOWNLOADS = {"answers.jsonl": "application/jsonl", "answers.csv": "text/csv; charset=utf-8"}


class Column(NamedTuple):
    """A column of the file: its header, what it is taken for, and some of its cells."""

    header: str
    guess: str
    cells: tuple[str, ...]


@router.get(_PATH, response_class=Response, dependencies=[Depends(viewing("read"))])
async def form(request: Request) -> Response:
    """The upload, and the jobs that are kept."""
    jobs = desk_of(request).jobs.of(owner_of(request))
    most = service_of(request).settings.body_bytes // 2**20
    return render(request, "batch.html", page="batch", jobs=jobs, most=most)


@router.post(_PATH, response_class=Response, dependencies=[Depends(viewing("screen"))])
async def upload(request: Request) -> Response:
    """Take a file in."""
    desk = desk_of(request)
    async with form_of(request) as given:
        file = given.get("file")
        if not isinstance(file, UploadFile) or not file.filename:
            raise BadFile("file", rule="no file was chosen", fix="choose a CSV file, a workbook or JSON lines")
        job = desk.jobs.new(owner_of(request), file.filename)
        try:
            await desk.aside(_take, job, file)
        except BadFile:
            desk.jobs.remove(job)
            raise
    return RedirectResponse(f"{_PATH}/{job.id}", 303)


@router.get(f"{_PATH}/{{id}}", response_class=Response, dependencies=[Depends(viewing("read"))])
async def job_page(request: Request) -> Response:
    """A job as it stands: its columns, how far it is, or its answers."""
    job = _job(request)
    columns = await desk_of(request).aside(_columns, job) if job.state == "columns" else ()
    return render(
        request,
        "batch_job.html",
        part="_batch_state.html",
        page="batch",
        job=job,
        columns=columns,
        properties=_properties(),
        nexuses={one: bound()[one].words for one in nexuses()},
        roles={one.role: one.name for one in roles()},
    )


@router.post(f"{_PATH}/{{id}}/start", response_class=Response, dependencies=[Depends(viewing("screen"))])
async def start(request: Request) -> Response:
    """Begin, with the columns as they were confirmed."""
    job, service = _job(request), service_of(request)
    given = await fields_of(request)
    if job.state == "columns":
        lists = await service.current.at(parameters.day_of(given.one("as_of") or None, "as of"))
        work = await desk_of(request).aside(_work, job, given, service, lists, caller_of(request))
        desk_of(request).jobs.start(job, work)
    return RedirectResponse(f"{_PATH}/{job.id}", 303)


@router.post(f"{_PATH}/{{id}}/remove", response_class=Response, dependencies=[Depends(viewing("screen"))])
async def remove(request: Request) -> Response:
    """Stop a job, and remove its files."""
    await desk_of(request).aside(desk_of(request).jobs.remove, _job(request))
    return RedirectResponse(_PATH, 303)


@router.get(f"{_PATH}/{{id}}/report.html", response_class=Response, dependencies=[Depends(viewing("screen"))])
async def report(request: Request) -> Response:
    """The report, to be looked at or kept."""
    job = _done(request)
    text = await desk_of(request).aside(job.report.read_text, "utf-8")
    keep = request.query_params.get("keep") is not None
    return document(request, text, name="report.html" if keep else None)


@router.get(f"{_PATH}/{{id}}/{{file}}", response_class=Response, dependencies=[Depends(viewing("screen"))])
async def download(request: Request) -> Response:
    """The answers."""
    name = path_value(request, "file")
    if name not in _DOWNLOADS:
        raise NotKept(name, fix="use one of " + ", ".join(_DOWNLOADS))
    return FileResponse(_done(request).folder / name, media_type=_DOWNLOADS[name], filename=name)


def _job(request: Request) -> Job:
    return desk_of(request).jobs.get(owner_of(request), path_value(request, "id"))


def _done(request: Request) -> Job:
    job = _job(request)
    if job.state != "done":
        raise NotKept("the answers", rule="there are none yet, or the job has failed", fix="look at the job's page")
    return job


def _take(job: Job, file: UploadFile) -> None:
    """The file into the job's folder; a workbook as CSV."""
    with job.source.open("wb") as stream:
        shutil.copyfileobj(file.file, stream)
    if workbooks.is_workbook(job.source):
        target = job.source.with_name(job.source.stem + ".csv")
        book = job.source if target != job.source else job.source.rename(job.source.with_suffix(".xlsx"))
        sheet = workbooks.to_csv(book, target, job.name)
        book.unlink()
        job.source = target
        others = f"; left out: {', '.join(sheet.others)}" if sheet.others else ""
        job.notes = (f"the sheet “{sheet.name}”, {sheet.rows - 1:,} rows after its header{others}",)
    _columns(job)


def _columns(job: Job) -> tuple[Column, ...]:
    """The columns with what they are taken for; none of a file of JSON lines, which names its properties itself.

    Raises:
        BadFile: it is no such file.
    """
    try:
        rows = iterate(job.source)
    except BadFile as error:
        if error.broken_rule != NO_NAME:
            raise
        head = head_of(job.source, _SHOWN)
        return _shown(head.header, [None] * len(head.header), head.rows)
    if rows.format == "csv":
        return _shown(
            [name for name, _ in rows.columns], [prop for _, prop in rows.columns], head_of(job.source, _SHOWN).rows
        )
    return _shown([name for name, _ in rows.columns], [prop for _, prop in rows.columns], ())


def _shown(header: Sequence[str], guesses: Sequence[str | None], rows: Sequence[Sequence[str]]) -> tuple[Column, ...]:
    return tuple(
        Column(name, guess or "", tuple(row[place] for row in rows if place < len(row)))
        for place, (name, guess) in enumerate(zip(header, guesses, strict=True))
    )


def _properties() -> Mapping[str, list[str]]:
    """What a column can be, in groups."""
    groups: dict[str, list[str]] = {"The row": ["id", "schema"]}
    for prop, kind in kinds().items():
        if prop not in ("id", "schema"):
            groups.setdefault(_KINDS.get(kind, "Other facts"), []).append(prop)
    return groups


def _work(job: Job, given: Fields, service: Service, lists: Lists, caller: Caller) -> Any:
    """What the job does, with everything that can be wrong looked at before it waits.

    Raises:
        BadFile: no column holds a name or an identifier, or one was given what it cannot be.
    """
    columns = {one.header: given.one(f"column-{place}") for place, one in enumerate(_columns(job))}
    iterate(job.source, columns)
    nexus = parameters.nexuses_of(tuple(given.all("nexus")))
    role = given.one("role") or None
    if role is not None and role not in {one.role for one in roles()}:
        raise BadQuery("role", rule="it is one of the roles that the form names", got=repr(role[:40]))
    recorder, policy = service.recorder, lists.home.policy
    if recorder is not None and not isinstance(recorder, RecordsJobs):
        raise ServiceError("batch", rule="what records the screenings of this service knows no batch jobs")

    def work(job: Job) -> Summary:
        summary = run(
            lists.screener,
            job.source,
            job.answers,
            cutoff=policy.cutoff,
            threshold=policy.threshold,
            columns=columns,
            as_of=lists.as_of,
            nexus=nexus,
            role=role,
            progress=job.tell,
            chunk=_CHUNK,
        )
        # Where it lay on this machine for an hour is nobody's concern; its digest names it for good.
        summary = replace(summary, source=job.name, output=job.answers.name)
        if recorder is not None:
            recorder.job(summary, job.answers, caller, role)
        write_csv(job.answers, job.table)
        job.report.write_text(report_of(summary), "utf-8")
        return summary

    return work
