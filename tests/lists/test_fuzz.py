"""Broken files end in entities or in one of debar's own errors, never in anything else."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

import sample_lists as sample
from debar.errors import DebarError
from debar.lists.files import ListFile
from debar.lists.formats import recognise
from debar.lists.reading import Context
from debar.lists.sets import FileSet, group

FILES = sorted(path for path in sample.LISTS.rglob("*") if path.is_file() and "2024-05-03" not in path.parts)
NASTY = (
    b"\x00",
    b"\xff",
    b'"',
    b"<",
    b">",
    b"&",
    b",",
    b";",
    b"\r\n",
    b"-0- ",
    b"\x1a",
    b"{",
    b"]",
    b"\xd8\xa7",
    b"9" * 40,
)


def mutations(body: bytes, tries: int) -> Iterator[bytes]:
    """A few random edits each: a byte flipped, a stretch cut out or doubled, something nasty put in."""
    chance = random.Random(len(body))
    for _ in range(tries):
        changed = bytearray(body)
        for _ in range(chance.randint(1, 4)):
            at = chance.randrange(len(changed) or 1)
            length = chance.choice((1, 1, 2, 8, 64, 500))
            kind = chance.randrange(4)
            if kind == 0:
                changed[at : at + 1] = bytes([chance.randrange(256)])
            elif kind == 1:
                del changed[at : at + length]
            elif kind == 2:
                changed[at:at] = changed[at : at + length]
            else:
                changed[at:at] = chance.choice(NASTY)
        yield bytes(changed)


def read_all(path: Path, body: bytes) -> None:
    file = ListFile(path.name, content=body)
    found = recognise(file.head, own_watchlists=True)
    if found is None:
        return
    format, role = found
    others = {other.name: ListFile(other.name, path=other) for other in path.parent.iterdir() if other != path}
    members = [(role, file)]
    if role in {"sdn.csv", "alt.csv", "add.csv", "sdn_comments.csv"}:
        members += list(others.items())
    for file_set in group(format, members):
        read_set(file_set)


def read_set(file_set: FileSet) -> None:
    context = Context(source="own-list" if file_set.format.anybody else None, partial=file_set.partial)
    with contextlib.suppress(DebarError):
        for _ in file_set.format.read(file_set.files, context):
            pass


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_a_mutated_file_ends_in_entities_or_an_error_of_ours(path: Path) -> None:
    for body in mutations(path.read_bytes(), 40):
        read_all(path, body)


@pytest.mark.long
@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_many_mutated_files_end_in_entities_or_errors_of_ours(path: Path) -> None:
    for body in mutations(path.read_bytes(), 10_000):
        read_all(path, body)
