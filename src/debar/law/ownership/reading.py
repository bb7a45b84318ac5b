"""What an ownership file is, by its content, and all that it says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from debar.errors import BadFile
from debar.law.ownership import inputs, parties_csv, stakes_csv
from debar.law.ownership.stakes import Holdings, Notice, Party
from debar.lists.files import Head

HEAD = 65_536
"""How many bytes of a file a format is recognised by."""


class Format(NamedTuple):
    """A way to write ownership down.

    Args:
        name: what to call it.
        recognises: whether a file that begins with these bytes is one.
        read: all that the file says.
    """

    name: str
    recognises: Callable[[bytes], bool]
    read: Callable[[Path], Holdings]


_PACKED = (b"PK\x03\x04", b"\x1f\x8b", b"\xfd7zXZ\x00", b"BZh")


def _of_register(format: inputs.Format) -> Format:
    return Format(format.title, lambda head: format.knows(Head(head, len(head))), inputs.read)


FORMATS: list[Format] = [
    *map(_of_register, inputs.FORMATS),
    Format("archive of such files", lambda head: head.startswith(_PACKED), inputs.read),
    Format("CSV of stakes", lambda head: True, stakes_csv.read),
]
"""The formats, most particular first; the CSV, which any text may be, comes last."""


def read_all(paths: Sequence[Path], parties: Path | None = None) -> Holdings:
    """The stakes of several files of any formats together.

    Raises:
        BadFile: a file cannot be read, or is of no format that debar knows.
    """
    if len(paths) == 1:
        return read(paths[0], parties)
    return together([*(read(path) for path in paths[:-1]), read(paths[-1], parties)])


def together(several: Iterable[Holdings]) -> Holdings:
    """Several holdings as one, in their order; of two descriptions of a party the first counts.

    >>> together([Holdings((), {}, rows=2), Holdings((), {}, rows=3)]).rows
    5
    """
    held = list(several)
    parties: dict[str, Party] = {}
    for one in held:
        for id, party in one.parties.items():
            parties.setdefault(id, party)
    return Holdings(
        tuple(stake for one in held for stake in one.stakes),
        parties,
        tuple(notice for one in held for notice in one.notices),
        tuple(stake for one in held for stake in one.unread),
        sum(one.rows for one in held),
    )


def read(path: Path, parties: Path | None = None) -> Holdings:
    """The stakes of a file, with the parties that it or a file of parties describes.

    Raises:
        BadFile: a file cannot be read, or is of no format that debar knows.
    """
    try:
        with path.open("rb") as stream:
            head = stream.read(HEAD)
    except OSError as error:
        fix = "give a file of stakes that can be read"
        raise BadFile(str(path), got=error.strerror or str(error), fix=fix) from error
    holdings = next(format for format in FORMATS if format.recognises(head)).read(path)
    if parties is None:
        return holdings
    described, notices = parties_csv.read(parties)
    described = {**holdings.parties, **described}
    undescribed: dict[str, Notice] = {}
    for stake in holdings.stakes:
        if stake.owner not in described and stake.owner not in undescribed:
            text = f"no row of {parties.name} describes the owner {stake.owner}"
            undescribed[stake.owner] = Notice("party.undescribed", stake.origin, text, field="owner")
    return msgspec.structs.replace(
        holdings, parties=described, notices=(*holdings.notices, *notices, *undescribed.values())
    )
