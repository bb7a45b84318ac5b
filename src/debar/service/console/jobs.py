"""Batch jobs of the console: a folder each, one running at a time, gone an hour after the last that happened to it."""

from __future__ import annotations

import logging
import re
import secrets
import shutil
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Literal

from debar.errors import DebarError, NotKept, ServiceBusy
from debar.screen.account import Summary
from debar.screen.batch import Progress

KEPT_S = 3_600.0
_MOST = 20
_LONGEST_NAME = 80

State = Literal["columns", "waiting", "running", "done", "failed"]
log = logging.getLogger("debar.service")


class _Stopped(Exception):
    """The service ends, or somebody removed the job."""


class Job:
    """One job.

    Attributes:
        owner: for whom it is; nobody else sees it.
        name: of the file, as it was given.
        folder: all that belongs to it.
        source: the file to screen; a workbook's sheet as CSV.
        notes: what its owner should know of the file.
        state: ``columns`` until its owner has confirmed what they are.
        progress: how far it is, once it runs.
        summary: of a job that is done.
        error: why it failed.
    """

    def __init__(self, owner: str, name: str, touched: float) -> None:
        self.id = secrets.token_urlsafe(16)
        self.owner = owner
        self.name = name
        self.folder = Path(tempfile.mkdtemp(prefix="debar-batch-"))
        self.source = self.folder / file_name(name)
        self.notes: tuple[str, ...] = ()
        self.state: State = "columns"
        self.progress: Progress | None = None
        self.summary: Summary | None = None
        self.error: DebarError | None = None
        self.touched = touched
        self.stopped = threading.Event()

    @property
    def answers(self) -> Path:
        """The answers as JSON lines."""
        return self.folder / "answers.jsonl"

    @property
    def table(self) -> Path:
        """The answers as CSV."""
        return self.folder / "answers.csv"

    @property
    def report(self) -> Path:
        """The report."""
        return self.folder / "report.html"

    @property
    def active(self) -> bool:
        """Whether it waits or runs."""
        return self.state in ("waiting", "running")

    def tell(self, progress: Progress) -> None:
        """Take in how far it is."""
        if self.stopped.is_set():
            raise _Stopped
        self.progress = progress


class Jobs:
    """The jobs of one process.

    Args:
        clock: seconds that only go forward.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._jobs: dict[str, Job] = {}
        self._lock = threading.Lock()
        self._worker = ThreadPoolExecutor(1, "debar-batch")
        self._closed = threading.Event()
        self._sweeper: threading.Thread | None = None

    def new(self, owner: str, name: str) -> Job:
        """A job with an empty folder.

        Raises:
            ServiceBusy: there are too many already.
        """
        self.sweep()
        with self._lock:
            if len(self._jobs) >= _MOST:
                raise ServiceBusy("batch jobs", got=f"{len(self._jobs)} kept", fix="remove one, or wait for an hour")
            job = Job(owner, name, self._clock())
            self._jobs[job.id] = job
            if self._sweeper is None:
                self._sweeper = threading.Thread(target=self._sweep_often, name="debar-batch-end", daemon=True)
                self._sweeper.start()
        return job

    def get(self, owner: str, id: str) -> Job:
        """A job of somebody.

        Raises:
            NotKept: it is gone, never was, or is somebody else's.
        """
        with self._lock:
            job = self._jobs.get(id)
        if job is None or job.owner != owner:
            raise NotKept("this batch job", fix="upload the file again: a job is kept for an hour after its end")
        return job

    def of(self, owner: str) -> list[Job]:
        """The jobs of somebody, the newest first."""
        with self._lock:
            return [job for job in self._jobs.values() if job.owner == owner][::-1]

    def start(self, job: Job, work: Callable[[Job], Summary]) -> None:
        """Do a job when its turn comes; what it raises is its error."""
        job.state = "waiting"
        self._worker.submit(self._do, job, work)

    def remove(self, job: Job) -> None:
        """Stop a job and remove all its files."""
        job.stopped.set()
        with self._lock:
            self._jobs.pop(job.id, None)
        if not job.active:
            shutil.rmtree(job.folder, ignore_errors=True)

    def sweep(self) -> None:
        """Remove the jobs whose hour is over."""
        now = self._clock()
        with self._lock:
            over = [job for job in self._jobs.values() if not job.active and now - job.touched > KEPT_S]
        for job in over:
            self.remove(job)

    def close(self) -> None:
        """Stop and remove everything."""
        self._closed.set()
        with self._lock:
            jobs = list(self._jobs.values())
        for job in jobs:
            self.remove(job)
        self._worker.shutdown(wait=True, cancel_futures=True)
        for job in jobs:
            shutil.rmtree(job.folder, ignore_errors=True)

    def _do(self, job: Job, work: Callable[[Job], Summary]) -> None:
        job.state = "running"
        try:
            job.summary = work(job)
            job.state = "done"
        except DebarError as error:
            job.error, job.state = error, "failed"
            log.warning("batch.failed", extra={"code": error.code})
            _remove_answers(job)
        except _Stopped:
            job.state = "failed"
        except Exception:
            job.state = "failed"
            _remove_answers(job)
            log.exception("batch.crashed")
        finally:
            job.touched = self._clock()
            if job.stopped.is_set():
                shutil.rmtree(job.folder, ignore_errors=True)

    def _sweep_often(self) -> None:
        while not self._closed.wait(60):
            self.sweep()


def _remove_answers(job: Job) -> None:
    """Nothing of a job that failed may be read as an answer."""
    for path in (job.answers, job.table, job.report):
        path.unlink(missing_ok=True)


def file_name(given: str) -> str:
    """A name under which a file may lie in a folder of ours.

    >>> file_name("../../etc/Kunden 2024.csv"), file_name("…"), file_name(".csv")
    ('Kunden_2024.csv', 'customers', 'csv')
    """
    last = re.split(r"[/\\]", given)[-1]
    plain = re.sub(r"[^\w.-]+", "_", last).strip("._-")
    return plain[-_LONGEST_NAME:] or "customers"
