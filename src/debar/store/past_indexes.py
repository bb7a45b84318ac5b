"""Indexes of past days, in a cache of their own: the home stays as it is, and may be read-only.

An index is named by what it holds, so that processes share what one of them built, whichever home they read. The cache is
bounded; the index that was asked for longest ago goes first. Who has one open keeps it.
"""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from debar.errors import StoreError
from debar.store.history import History, Snapshot
from debar.store.index_folder import IndexBuilder, index_name, is_sound, make_index

MOST = 16
MOST_BYTES = 2 * 1024**3
"""An index over 100,000 names has some 60 MB."""


class PastIndexes:
    """A bounded cache of indexes, which processes may share.

    Args:
        folder: ``$DEBAR_CACHE`` by default, or ``debar`` in the user's folder of caches.
        most, most_bytes: how many indexes are kept, and how many bytes. The one asked for last always is.
    """

    def __init__(self, folder: Path | None = None, *, most: int = MOST, most_bytes: int = MOST_BYTES) -> None:
        self._given, self._most, self._most_bytes = folder, most, most_bytes

    def get(self, home: Path, history: History, snapshots: Sequence[Snapshot], *, build: IndexBuilder) -> Path:
        """The folder of the index over some snapshots: that of the home if it has it, else from here, built if need be.

        Raises:
            StoreError: the cache cannot be written.
        """
        own = home / "index" / index_name(snapshots)
        if own.is_dir() and is_sound(own):
            return own
        root = self._given or cache_folder()
        try:
            with _locked(root):
                found = make_index(root, history, snapshots, build=build, report=lambda text: None)
                used = time.time_ns()  # the file system's own clock is too coarse to tell two uses apart
                os.utime(found, ns=(used, used))
                self._discard(found)
        except OSError as error:
            rule = "indexes of past days are kept here, and it cannot be written"
            raise StoreError(str(root), rule=rule, got=error.strerror or str(error), fix="set DEBAR_CACHE") from error
        return found

    def _discard(self, used: Path) -> None:
        """Remove what is beyond the bounds, and what a killed builder left; nobody builds while the lock is held."""
        kept = size = 0
        for folder in sorted(used.parent.iterdir(), key=lambda one: one.lstat().st_mtime_ns, reverse=True):
            if folder.name.startswith("."):
                shutil.rmtree(folder, ignore_errors=True)
                continue
            kept += 1
            size += sum(file.stat().st_size for file in folder.iterdir())
            if folder != used and (kept > self._most or size > self._most_bytes):
                going = folder.with_name(f".going-{folder.name}")
                folder.rename(going)  # whole or not at all, for who looks meanwhile
                shutil.rmtree(going, ignore_errors=True)


def cache_folder() -> Path:
    """Where caches are kept: ``$DEBAR_CACHE``, ``debar`` in ``$XDG_CACHE_HOME`` or ``~/.cache``, or a folder of this user
    among the temporary files.

    Raises:
        StoreError: none of them can be written by this user alone.
    """
    if given := os.environ.get("DEBAR_CACHE"):
        return Path(given).expanduser()
    usual = Path(os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache"))  # noqa: PTH111  there may be no home
    for folder in (usual / "debar", Path(tempfile.gettempdir()) / f"debar-{os.geteuid()}"):
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            about = folder.lstat()
        except OSError:
            continue
        # What lies there is trusted: it must be nobody else's, and no link to elsewhere.
        own = stat.S_ISDIR(about.st_mode) and about.st_uid == os.geteuid() and not about.st_mode & 0o022
        if own and os.access(folder, os.W_OK):
            return folder
    raise StoreError(str(usual), rule="there is no folder for caches", fix="set DEBAR_CACHE to one that can be written")


@contextmanager
def _locked(root: Path) -> Iterator[None]:
    import fcntl  # not everywhere; a home can be read without

    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (root / "lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
