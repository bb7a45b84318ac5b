"""The index folders of a home: immutable, named by what they hold, put in place by one rename."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Protocol

import msgspec

from debar import names
from debar._version import __version__
from debar.model import Entity
from debar.store.history import History, Snapshot
from debar.store.state import State


class IndexBuilder(Protocol):
    """Writes an index over entities into an empty folder and syncs it to disk."""

    def __call__(self, entities: Iterable[Entity], directory: Path, *, about: Mapping[str, object]) -> None: ...


def index_name(snapshots: Sequence[Snapshot]) -> str:
    """The name of the index over some snapshots: a digest of what they are and of the version that reads their names."""
    parts = [[one.source, one.key, one.sha256] for one in sorted(snapshots, key=lambda one: one.source)]
    text = json.dumps([__version__, names.VERSION, parts])
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def ensure_index(
    root: Path, history: History, state: State, *, build: IndexBuilder, report: Callable[[str], None]
) -> State:
    """Build the index over the current snapshots if it is not there yet; return the state that names it."""
    wanted = {standing.snapshot for standing in state.sources.values() if standing.snapshot is not None}
    snapshots = [one for one in history.snapshots() if one.id in wanted]
    if not snapshots:
        return msgspec.structs.replace(state, index=None)
    return msgspec.structs.replace(state, index=make_index(root, history, snapshots, build=build, report=report).name)


def make_index(
    root: Path, history: History, snapshots: Sequence[Snapshot], *, build: IndexBuilder, report: Callable[[str], None]
) -> Path:
    """The folder of the index over the snapshots, built if it is missing."""
    name = index_name(snapshots)
    folder = root / "index"
    target = folder / name
    if target.is_dir():
        if is_sound(target):
            return target
        report("the index is damaged and is built anew")
        shutil.rmtree(target)
    folder.mkdir(exist_ok=True)
    report(f"building the index over {len(snapshots)} lists")
    temporary = Path(tempfile.mkdtemp(prefix=".building-", dir=folder))
    try:
        about = {one.source: {"edition": one.edition, "key": one.key, "sha256": one.sha256} for one in snapshots}
        build(_all_entities(history, snapshots), temporary, about={"snapshots": about})
        temporary.chmod(0o755)
        sync_folder(temporary)
        try:
            temporary.rename(target)
        except OSError:
            if not target.is_dir():  # otherwise another process has just built the same
                raise
        sync_folder(folder)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
    return target


def is_sound(folder: Path) -> bool:
    """Whether every file of an index is what its manifest says."""
    try:
        files = msgspec.json.decode((folder / "manifest.json").read_bytes())["files"]
        for name, facts in files.items():
            with (folder / name).open("rb") as stream:
                if hashlib.file_digest(stream, "sha256").hexdigest() != facts["sha256"]:
                    return False
    except (OSError, msgspec.DecodeError, UnicodeDecodeError, KeyError, TypeError, AttributeError):
        return False
    return True


def discard_old(root: Path, state: State) -> None:
    """Remove indexes that no state names, and what a killed update left behind. Readers keep what they have mapped."""
    for path in (root / "index").glob("*"):
        if path.name != state.index:
            shutil.rmtree(path, ignore_errors=True)


def sync_folder(folder: Path) -> None:
    """Make a folder's entries durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _all_entities(history: History, snapshots: Iterable[Snapshot]) -> Iterator[Entity]:
    for snapshot in snapshots:
        yield from history.entities(snapshot)
