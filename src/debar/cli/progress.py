"""Progress on stderr: a moving line on a terminal, plain sentences elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from debar.cli.output import say

_EVERY_S = 5.0  # between two lines where stderr is no terminal


class Reporter(Protocol):
    """What `reporting` gives."""

    def say(self, text: str) -> None: ...

    def downloading(self, role: str, done: int, total: int | None) -> None: ...


class _Plain:
    def __init__(self) -> None:
        self._last = 0.0

    def say(self, text: str) -> None:
        say(text)

    def downloading(self, role: str, done: int, total: int | None) -> None:
        now = time.monotonic()
        if now - self._last >= _EVERY_S:
            self._last = now
            say(f"  {role}: {done / 1e6:.1f} MB" + (f" of {total / 1e6:.1f} MB" if total else ""))


@contextmanager
def reporting() -> Iterator[Reporter]:
    """Report the course of an update to the person."""
    if not sys.stderr.isatty():
        yield _Plain()
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn

    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        console=Console(stderr=True, highlight=False),
        transient=True,
    )

    class Live:
        def __init__(self) -> None:
            self._tasks: dict[str, int] = {}

        def say(self, text: str) -> None:
            bar.console.print(text, markup=False)

        def downloading(self, role: str, done: int, total: int | None) -> None:
            if role not in self._tasks:
                self._tasks[role] = bar.add_task(role, total=total)
            bar.update(self._tasks[role], completed=done, total=total)  # type: ignore[arg-type]

    with bar:
        yield Live()
