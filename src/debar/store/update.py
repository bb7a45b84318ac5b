"""Taking editions in: from publishers or from a folder, through the gates, into the history, onto the index.

One call is one transaction. It reads every edition, refuses what fails its gates, builds the index over the new state,
and then commits all of it at once; until that moment the home holds the old state, from then on the new one.
"""

from __future__ import annotations

import fcntl
import re
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from debar.errors import (
    BadFile,
    DebarError,
    HomeLocked,
    ListMalformed,
    ListUnrecognised,
    StoreError,
)
from debar.lists.archives import Unpacker
from debar.lists.catalog import Catalog, Source
from debar.lists.fetching import Progress, Validators, fetch_set
from debar.lists.formats import recognise
from debar.lists.reading import Context, Preface
from debar.lists.sets import FileSet, find, group, one_format_each
from debar.store.history import History
from debar.store.index_folder import IndexBuilder, discard_old, ensure_index
from debar.store.state import Standing
from debar.store.taking import Choices, Outcome, Report, Taking

__all__ = ["Choices", "Outcome", "update"]


def update(
    root: Path,
    catalog: Catalog,
    choices: Choices,
    *,
    build: IndexBuilder,
    now: datetime,
    report: Report = lambda text: None,
    downloading: Progress = lambda role, done, total: None,
) -> tuple[Outcome, ...]:
    """Update a home; make it if there is none.

    Args:
        root: the home's folder.
        build: writes an index (`debar.match.build`).
        now: the time that goes into the record, in UTC.
        report, downloading: are told what is going on.

    Returns:
        What became of every edition met, in the order in which they were read.

    Raises:
        HomeLocked: another update is running.
        BadFile: there is nothing at ``start``, or a source is neither official nor given a file.
        StoreError: the disk is full or fails. The home is as it was before.
    """
    root.mkdir(parents=True, exist_ok=True)
    with _locked(root), tempfile.TemporaryDirectory(prefix="debar-update-") as scratch, Unpacker() as unpacker:
        history = History(root / "history.sqlite", write=True)
        try:
            history.begin()
            taking = Taking(history, catalog, choices, now, report)
            run = _Run(taking, downloading)
            if choices.start is not None:
                run.load(unpacker, choices.start)
            else:
                run.download(Path(scratch))
            state = ensure_index(root, history, taking.state, build=build, report=report)
            history.commit(state)
            discard_old(root, state)
        except (OSError, sqlite3.Error) as error:
            history.rollback()
            fix = "free some space; the home is as it was before"
            raise StoreError(str(root), rule="the home cannot be written", got=str(error), fix=fix) from error
        except BaseException:
            history.rollback()
            raise
        finally:
            history.close()
    return tuple(taking.outcomes)


@contextmanager
def _locked(root: Path) -> Iterator[None]:
    with (root / "lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise HomeLocked(str(root), fix="wait for the other `debar update` to end") from error
        yield


class _Run:
    """Finds the editions: in a folder, or at their publishers."""

    def __init__(self, taking: Taking, downloading: Progress) -> None:
        self.taking = taking
        self.downloading = downloading

    def load(self, unpacker: Unpacker, start: Path) -> None:
        """Everything that lies in a folder or archive."""
        own = [
            source
            for source in self.taking.choices.sources
            if source not in self.taking.catalog or not self.taking.catalog[source].files
        ]
        if len(own) > 1:
            raise BadFile(str(start), rule="one own list can be loaded at a time", got=", ".join(own))
        self.taking.report(f"looking for official files in {start}")
        found = find(unpacker, start, own_watchlists=bool(own))
        for broken in found.broken:
            self.taking.note(Outcome("?", "refused", message=str(broken)))
        dated = []
        for file_set in found.sets:
            try:
                dated.append(self._peek(file_set, own[0] if own else None))
            except DebarError as error:
                # Not even its first words can be read; the format still tells whose list it must be, and that list is
                # then known to be missing, so that nothing is screened without it.
                self.taking.fail(_whose(file_set, own), "refused", error, file_set.dated)
        wanted = [one for one in dated if not self.taking.choices.sources or one[0] in self.taking.choices.sources]
        chosen = list(one_format_each(wanted))
        for source, edition, file_set in wanted:
            if all(file_set is not taken for _, _, taken in chosen):
                self.taking.report(f"{source}: {file_set.name} is edition {edition} in another format, and is not read")
        if found.ignored:
            self.taking.report(f"{len(found.ignored)} other files are no lists, {found.ignored[0]} among them")
        for source, edition, file_set in sorted(chosen, key=lambda one: one[:2]):
            self.taking.take(source, edition, file_set)
        met = {source for source, _, _ in chosen}
        for source in self.taking.choices.sources:
            if source not in met:
                missing = ListUnrecognised(str(start), rule=f"no file of {source} was found", fix="check the folder")
                self.taking.fail(source, "failed", missing)
        if not found.sets and not found.broken and not self.taking.choices.sources:
            raise ListUnrecognised(
                str(start), rule="no official file was found", got=f"{len(found.ignored)} other files"
            )

    def download(self, scratch: Path) -> None:
        """Every wanted source from its publisher."""
        names = self.taking.choices.sources or tuple(
            name for name, source in self.taking.catalog.items() if source.files
        )
        for name in names:
            source = self.taking.catalog.get(name)
            if source is None or not source.files:
                raise BadFile(
                    name,
                    rule="there is no such source to download",
                    fix="give `--from`, or see `debar lists --catalog`",
                )
            try:
                self._download(source, scratch)
            except DebarError as error:
                self.taking.fail(name, "failed", error)

    def _download(self, source: Source, scratch: Path) -> None:
        self.taking.report(f"{source.id}: asking {source.publisher or 'its publisher'}")
        standing = self.taking.sources.get(source.id, Standing())

        def known(url: str) -> Validators | None:
            row = self.taking.history.fetched(url) if standing.snapshot is not None else None
            return Validators(row[0], row[1]) if row else None

        downloads = fetch_set(source.files, scratch, known=known, progress=self.downloading)
        if all(one.file is None for one in downloads.values()):
            self.taking.unchanged(source.id, standing)
            return
        members = []
        for one in downloads.values():
            assert one.file is not None
            found = recognise(one.file.head, own_watchlists=not source.sentinels)
            if found is None:
                rule = "this is an HTML page, not a list" if one.file.head.is_html else None
                raise ListMalformed(one.url, rule=rule, fix="the last good edition stays; look at the address")
            members.append((found[0], found[1], one.file))
        file_set = group(members[0][0], [(role, file) for _, role, file in members])[0]
        if len({one[0].name for one in members}) > 1 or len(file_set.files) != len(members):
            raise ListMalformed(source.id, rule="the files at the source's addresses are not one set")
        # What an official file is, its content decides; only data that anybody may publish takes the name it is given.
        own = source.id if file_set.format.anybody else None
        name, edition, file_set = self._peek(file_set, own)
        if name != source.id:
            raise ListMalformed(source.id, rule="another list lies at its address", got=name, fix="look at the address")
        outcome = self.taking.take(name, edition, file_set)
        if not outcome.bad:
            for one in downloads.values():
                assert one.file is not None
                self.taking.history.remember_fetch(
                    one.url, one.validators.etag, one.validators.modified, one.file.sha256, self.taking.now
                )

    def _peek(self, file_set: FileSet, own: str | None) -> tuple[str, str, FileSet]:
        """Source and edition of a set, from its first words."""
        if (
            file_set.missing
            and not self.taking.choices.allow_partial
            and file_set.format.primary not in (None, *file_set.files)
        ):
            raise self.taking.incomplete(file_set)
        items = file_set.format.read(file_set.files, Context(source=own, partial=file_set.partial))
        try:
            preface = next(items)
        except StopIteration as error:
            raise ListMalformed(file_set.name, rule="the reader found nothing") from error
        finally:
            items.close()  # type: ignore[attr-defined]
        if not isinstance(preface, Preface):
            raise TypeError(f"a reader must start with a Preface (got {preface!r})")
        edition = _to_the_second(preface.published or file_set.dated or self.taking.now)
        return preface.source, edition, file_set


def _whose(file_set: FileSet, own: list[str]) -> str:
    """The source of files that cannot be read."""
    if file_set.format.likely is not None:
        return file_set.format.likely(file_set.files)
    return next(iter(file_set.format.sources or own), "?")


def _to_the_second(edition: str) -> str:
    """An ISO date or time without fractions of a second, so that editions sort as text; the publisher's day stays.

    >>> _to_the_second("2024-11-30T00:00:00.875Z"), _to_the_second("2024-12-11T21:24:35.826+01:00")
    ('2024-11-30T00:00:00Z', '2024-12-11T21:24:35+01:00')
    """
    return re.sub(r"(T\d\d:\d\d:\d\d)[.,]\d+", r"\1", edition)
