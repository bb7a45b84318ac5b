"""Ownership data in the forms that registers and publishers give it, recognised by content.

Each format is a module with ``knows`` (whether a file begins like it) and ``read`` (its parties, stakes and notices as they
come, and the count at the end). `read` here takes files, folders and archives and gives all that they say.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from debar.errors import BadFile
from debar.law.ownership.inputs import bods, ftm, gleif, gleif_entities, uk_psc
from debar.law.ownership.inputs.items import Format, Item, Tally, holdings
from debar.law.ownership.stakes import Holdings, Notice
from debar.lists.archives import Unpacker, Unreadable
from debar.lists.files import ListFile

FORMATS = (
    Format(bods.NAME, "beneficial ownership statements (BODS, JSON)", bods.knows, bods.read),
    Format(uk_psc.NAME, "persons with significant control (Companies House, JSON lines)", uk_psc.knows, uk_psc.read),
    Format(gleif.NAME, "relationship records (GLEIF, CSV, XML or JSON)", gleif.knows, gleif.read),
    Format(gleif_entities.NAME, "entity records (GLEIF, CSV)", gleif_entities.knows, gleif_entities.read),
    Format(ftm.NAME, "FollowTheMoney entities (JSON lines)", ftm.knows, ftm.read),
)
"""The formats, each sure of what it knows: at most one knows a file."""

_NO_STAKES = (
    ("ExceptionCategory", "GLEIF reporting exceptions say why a parent is not named; they hold no stakes"),
    ("Exception.Category", "GLEIF reporting exceptions say why a parent is not named; they hold no stakes"),
)
_FIX = "give BODS statements, UK PSC lines, GLEIF records or FollowTheMoney entities"


def recognise(file: ListFile) -> Format | None:
    """The format of a file, by its content; None where none knows it.

    >>> recognise(ListFile("x", content=b'{"company_number":"1","data":{"kind":"exemptions"}}\\n')).name
    'uk-psc'
    """
    return next((one for one in FORMATS if one.knows(file.head)), None)


def items(*sources: Path | ListFile) -> Iterator[Item]:
    """All that files say, as it comes; folders and archives are opened, and each file in them is told by its content.

    Raises:
        BadFile: a file is of no format that debar reads, cannot be opened, or was cut; a folder or an archive holds no
            file of any.
    """
    given: set[Path] = set()
    for source in sources:
        if isinstance(source, Path) and source.resolve() in given:
            yield Notice("input.twice", str(source), "set aside: it is given twice", row="set aside")
            continue
        if isinstance(source, Path):
            given.add(source.resolve())
        if isinstance(source, ListFile):
            yield from _format_of(source).read(source)
            continue
        with Unpacker() as unpacker:
            yield from _opened(source, unpacker)


def read(*sources: Path | ListFile) -> Holdings:
    """All that files, folders and archives say, as one value; parties of the same id are one.

    Raises:
        BadFile: as `items`.
    """
    return holdings(items(*sources))


def _opened(source: Path, unpacker: Unpacker) -> Iterator[Item]:
    whole = source.is_file()
    read_any = False
    for found in unpacker.walk(source):
        if isinstance(found, Unreadable):
            raise BadFile(found.name, got=str(found.error), fix="get the archive again") from found.error
        file = found
        if whole and file.name == str(source):
            file = ListFile(source.name, path=source)
        elif recognise(file) is None:
            text = f"set aside: {_reason(file)}"
            yield Notice("input.unrecognised", file.name, text, row="set aside")
            continue
        read_any = True
        yield from _format_of(file).read(file)
    if not read_any:
        raise BadFile(str(source), rule="no file in it is ownership data that debar reads", fix=_FIX)


def _format_of(file: ListFile) -> Format:
    found = recognise(file)
    if found is None:
        raise BadFile(file.name, rule=_reason(file), fix=_FIX)
    return found


def _reason(file: ListFile) -> str:
    start = file.head.text[:4_000]
    return next((text for sign, text in _NO_STAKES if sign in start), "this is no ownership data that debar reads")


__all__ = ["FORMATS", "Format", "Item", "Tally", "holdings", "items", "read", "recognise"]
