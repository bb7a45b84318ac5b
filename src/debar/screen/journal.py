"""The files of a running batch job, from which a killed one goes on.

``OUT.part`` holds the answers so far, as JSON lines whatever the output's format; ``OUT.part.state`` says how many of its
bytes are certain and what the job was asked. The state is replaced as a whole after the answers are on disk, so that
it never promises more than there is.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType

import msgspec

from debar.errors import BadFile
from debar.match.algorithms import DEBAR
from debar.model.query import ListState, Result
from debar.screen.answers import Answer, decode

if sys.platform != "win32":
    import fcntl


class Terms(msgspec.Struct, frozen=True):
    """What a job was asked; a job goes on only under the same terms."""

    input: str
    columns: tuple[tuple[str, str], ...]
    limit: int
    cutoff: float
    threshold: float
    as_of: str | None
    lists: str
    version: str
    exhaustive: bool = False
    algorithm: str = DEBAR
    nexus: tuple[str, ...] = ()
    role: str | None = None


class State(msgspec.Struct, frozen=True):
    """How far a job is."""

    terms: Terms
    started: str
    rows: int = 0
    bytes: int = 0
    engine: str | None = None
    policy: str | None = None
    as_of: str | None = None


class Journal:
    """The answers of a running job, append-only. At most one process writes it.

    Args:
        output: the job's output; its own files stand beside it.
        state: how a new job starts.
        resume: go on where a job with the same terms stopped; without one, start.

    Raises:
        BadFile: another process is writing it, or the stopped job had other terms or was damaged.
    """

    def __init__(self, output: Path, state: State, *, resume: bool) -> None:
        self.part = output.with_name(output.name + ".part")
        self._state_path = output.with_name(output.name + ".part.state")
        self._stream = os.fdopen(os.open(self.part, os.O_RDWR | os.O_CREAT, 0o666), "r+b")
        try:
            self._lock()
            stopped = self._stopped(state.terms) if resume else None
            if stopped is None:
                self._state_path.unlink(missing_ok=True)
            self.state = stopped or state
            self._stream.truncate(self.state.bytes)
            self._stream.seek(self.state.bytes)
        except BaseException:
            self._stream.close()
            raise

    def __enter__(self) -> Journal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stream.close()

    def answers(self) -> Iterator[Answer]:
        """The answers that are certain, from the first.

        Raises:
            BadFile: they are not what was written.
        """
        rows = 0
        with self.part.open("rb") as stream:
            while stream.tell() < self.state.bytes:
                try:
                    answer = decode(stream.readline())
                except (msgspec.DecodeError, UnicodeDecodeError) as error:
                    raise self._damaged(f"row {rows + 1}: {error}") from error
                rows += 1
                if answer.row != rows:
                    raise self._damaged(f"row {answer.row} where row {rows} should be")
                yield answer
        if rows != self.state.rows:
            raise self._damaged(f"{rows} rows where {self.state.rows} should be")

    def name_engine(self, result: Result) -> None:
        """Note what engine and policy the results are of.

        Raises:
            BadFile: those of the stopped job were others.
        """
        if self.state.engine is None:
            engine, policy, as_of = result.engine, result.policy, result.as_of
            self.state = msgspec.structs.replace(self.state, engine=engine, policy=policy, as_of=as_of)
        elif (self.state.engine, self.state.policy) != (result.engine, result.policy):
            got = f"{self.state.engine} {self.state.policy}, then {result.engine} {result.policy}"
            raise BadFile(self.part.name, rule="engine or policy changed", got=got, fix="start the job anew")

    def append(self, lines: Sequence[bytes]) -> None:
        """Write answers and make them certain."""
        data = b"".join(line + b"\n" for line in lines)
        self._stream.write(data)
        self._stream.flush()
        os.fsync(self._stream.fileno())
        written = self.state.bytes + len(data)
        self.state = msgspec.structs.replace(self.state, rows=self.state.rows + len(lines), bytes=written)
        write_whole(self._state_path, msgspec.json.encode(self.state))

    def publish(self, finished: Path, output: Path) -> None:
        """Put a finished file in the output's place, and clear up."""
        with finished.open("r+b") as stream:
            os.fsync(stream.fileno())
        finished.replace(output)
        _sync_folder(output.parent)
        self.part.unlink(missing_ok=True)
        self._state_path.unlink(missing_ok=True)

    def _stopped(self, terms: Terms) -> State | None:
        size = self.part.stat().st_size
        if not self._state_path.exists() or size == 0:  # empty: it ended between publishing its output and clearing up
            return None
        try:
            state = msgspec.json.decode(self._state_path.read_bytes(), type=State)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise self._damaged(str(error)) from error
        changed = [
            f"{field} was {then!r}, is {now!r}"
            for field in Terms.__struct_fields__
            if (then := getattr(state.terms, field)) != (now := getattr(terms, field))
        ]
        if changed:
            fix = f"give what the stopped job had, or start anew: leave out --resume or delete {self._state_path.name}"
            raise BadFile(self.part.name, rule="the stopped job had other terms", got="; ".join(changed), fix=fix)
        if size < state.bytes:
            raise self._damaged(f"{size} bytes where {state.bytes} should be")
        return state

    def _damaged(self, got: str) -> BadFile:
        return BadFile(self.part.name, rule="the stopped job's answers are damaged", got=got, fix="start the job anew")

    def _lock(self) -> None:
        if sys.platform == "win32":
            return
        try:
            fcntl.flock(self._stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            fix = "wait for it, or choose another output"
            raise BadFile(self.part.name, rule="another job is writing this output", fix=fix) from error


def digest_of(lists: Sequence[ListState]) -> str:
    """Of what is screened against: sources, editions, their bytes and their fitness."""
    seen = sorted((state.source, state.edition, state.sha256, state.fit) for state in lists)
    return hashlib.sha256(msgspec.json.encode(seen)).hexdigest()


def write_whole(path: Path, data: bytes) -> None:
    """Replace a file as a whole: after a crash there is the old one or the new one."""
    fresh = path.with_name(path.name + ".new")
    with fresh.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    fresh.replace(path)
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # Windows cannot open a folder
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
