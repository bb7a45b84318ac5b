"""From loose files to sets: which files together are one edition of one list.

An edition in OFAC's CSV is four files. Files of one set lie in one folder or archive. Where a folder holds several
sets of one format (the SDN and the non-SDN list side by side, or many dated editions), a secondary file belongs to the
primary file whose date its name bears, or else to the one whose listings it refers to most.
"""

from __future__ import annotations

import csv
import hashlib
import io
import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from debar.errors import DebarError, ListMalformed, ListUnrecognised
from debar.lists.archives import Unpacker, Unreadable, date_in_name, folder_of
from debar.lists.files import ListFile
from debar.lists.formats import all_formats, recognise
from debar.lists.reading import Format


class FileSet(msgspec.Struct, frozen=True):
    """The files of one edition, by role.

    Args:
        format: how to read them.
        files: role → file.
        dated: the date that names or the file system give the edition, for formats whose content bears none.
    """

    format: Format
    files: dict[str, ListFile]
    dated: str | None

    @property
    def name(self) -> str:
        """What to call the set in messages."""
        if len(self.files) == 1:
            return next(iter(self.files.values())).name
        return f"{folder_of(next(iter(self.files.values())).name)} ({', '.join(sorted(self.files))})"

    @property
    def missing(self) -> tuple[str, ...]:
        """Required roles that no file fills."""
        return tuple(sorted(self.format.required - set(self.files)))

    @property
    def partial(self) -> bool:
        """Whether files of the set are missing."""
        return bool(self.missing)

    @property
    def sha256(self) -> str:
        """Of the one file; of a set: of its files' digests in the order of their roles."""
        if len(self.files) == 1:
            return next(iter(self.files.values())).sha256
        text = "".join(f"{role} {self.files[role].sha256}\n" for role in sorted(self.files))
        return hashlib.sha256(text.encode()).hexdigest()


class Finding(msgspec.Struct, frozen=True):
    """What lies in a folder: sets, files that are no list, files that could not be read."""

    sets: tuple[FileSet, ...]
    ignored: tuple[str, ...]
    broken: tuple[DebarError, ...]


def find(unpacker: Unpacker, start: Path, *, own_watchlists: bool = False) -> Finding:
    """Search a folder or archive in depth for official files.

    Raises:
        BadFile: there is no such file or folder.
    """
    by_format: dict[str, list[tuple[str, ListFile]]] = defaultdict(list)
    formats: dict[str, Format] = {}
    ignored: list[str] = []
    broken: list[DebarError] = []
    for file in unpacker.walk(start):
        if isinstance(file, Unreadable):
            broken.append(file.error)
            continue
        found = recognise(file.head, own_watchlists=own_watchlists)
        if found is None:
            if file.head.is_html:
                broken.append(
                    ListMalformed(file.name, rule="this is an HTML page, not a list", fix="download the file again")
                )
            elif start.is_file():
                broken.append(ListUnrecognised(file.name, fix="see `debar lists --catalog` for the formats"))
            else:
                ignored.append(file.name)
            continue
        format, role = found
        formats[format.name] = format
        by_format[format.name].append((role, file))
    sets = [file_set for name, members in by_format.items() for file_set in group(formats[name], members)]
    return Finding(tuple(sets), tuple(ignored), tuple(broken))


def group(format: Format, members: Iterable[tuple[str, ListFile]]) -> list[FileSet]:
    """Put the recognised files of one format together into sets."""
    if "delta" in format.optional:
        return _with_deltas(format, list(members))
    if len(format.required) <= 1:
        return [_file_set(format, {role: file}) for role, file in members]
    folders: dict[str, list[tuple[str, ListFile]]] = defaultdict(list)
    for role, file in members:
        folders[folder_of(file.name)].append((role, file))
    sets = []
    for folder in folders.values():
        sets += _sets_of_folder(format, folder)
    return sets


def _sets_of_folder(format: Format, members: list[tuple[str, ListFile]]) -> list[FileSet]:
    roles = [role for role, _ in members]
    if len(set(roles)) == len(roles):
        return [_file_set(format, dict(members))]
    primary_role = format.primary or sorted(format.required)[0]
    primaries = [file for role, file in members if role == primary_role]
    if not primaries:
        return [_file_set(format, {role: file}) for role, file in members]
    sets: list[dict[str, ListFile]] = [{primary_role: file} for file in primaries]
    keys: list[set[bytes] | None] = [None] * len(sets)
    for role, file in members:
        if role == primary_role:
            continue
        date = date_in_name(file.name)
        same_date = [i for i, files in enumerate(sets) if date and date_in_name(files[primary_role].name) == date]
        free = [i for i in (same_date or range(len(sets))) if role not in sets[i]]
        if not free:
            sets.append({role: file})
            keys.append(set())
            continue
        if len(free) > 1:
            own = _first_column(file)
            for i in free:
                if keys[i] is None:
                    keys[i] = _first_column(sets[i].get(primary_role, file))
            free.sort(key=lambda i: -len(own & (keys[i] or set())))
        sets[free[0]][role] = file
    return [_file_set(format, files) for files in sets]


def _with_deltas(format: Format, members: list[tuple[str, ListFile]]) -> list[FileSet]:
    """Each base with the deltas that lie nearest to it, in the order of the versions that their folders are named by."""
    bases = [file for role, file in members if role != "delta"]
    sets: list[dict[str, ListFile]] = [{role: file} for role, file in members if role != "delta"]
    stray: list[ListFile] = []
    for file in sorted((file for role, file in members if role == "delta"), key=lambda one: folder_of(one.name)):
        near = [_shared(folder_of(file.name), folder_of(base.name)) for base in bases]
        nearest = [i for i, length in enumerate(near) if length == max(near)]
        if len(nearest) != 1:
            stray.append(file)
            continue
        version = re.split(r"[/\\\\!]", folder_of(file.name))[-1]
        sets[nearest[0]][f"delta/{version}"] = file
    return [_file_set(format, files) for files in (*sets, *({"delta": file} for file in stray))]


def _shared(one: str, other: str) -> int:
    """How many leading folders two paths share."""
    pairs = zip(*(re.split(r"[/\\!]", path) for path in (one, other)), strict=False)
    return len(list(itertools.takewhile(lambda pair: pair[0] == pair[1], pairs)))


def _first_column(file: ListFile) -> set[bytes]:
    """The listings that a CSV file of a set refers to (its first column)."""
    rows = csv.reader(io.StringIO(file.read().decode("latin-1"), newline=""))
    return {row[0].encode("latin-1") for row in rows if row}


def _file_set(format: Format, files: dict[str, ListFile]) -> FileSet:
    names = [file.name for file in files.values()]
    dates = [date for date in (date_in_name(name) for name in names) if date]
    modified = [file.modified for file in files.values() if file.modified]
    return FileSet(format, files, max(dates) if dates else max(modified, default=None))


def one_format_each(sets: Iterable[tuple[str, str, FileSet]]) -> Iterator[tuple[str, str, FileSet]]:
    """Of an edition that lies there in several formats, side by side, only the first in the order of the formats."""
    rank: dict[str, int] = {format.name: i for i, format in enumerate(all_formats())}
    best: dict[tuple[str, str, str], tuple[str, str, FileSet]] = {}
    for one in sets:
        source, edition, file_set = one
        file = next(iter(file_set.files.values()))
        dated = edition if file_set.partial else edition[:10]
        key = (source, dated, folder_of(file.name))
        if key not in best:
            best[key] = one
            continue
        other = best[key][2]
        if other.format.name == file_set.format.name:
            best[(*key[:2], file.name)] = one
        elif (file_set.partial, rank[file_set.format.name]) < (other.partial, rank[other.format.name]):
            best[key] = one
    yield from best.values()
