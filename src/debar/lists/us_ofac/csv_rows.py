"""The rows of one listing in OFAC's CSV, as a `Party`."""

from __future__ import annotations

import csv

from debar.errors import ListMalformed
from debar.lists.us_ofac.facts import Alias, Feature, Odd, Party, Place
from debar.lists.us_ofac.remarks import read_remark

_NULL = "-0-"
_KINDS = {"": "entity", "individual": "individual", "vessel": "vessel", "aircraft": "aircraft", "entity": "entity"}
_VESSEL_COLUMNS = (
    (5, "Vessel Call Sign"),
    (6, "Vessel Type"),
    (7, "Tonnage"),
    (8, "Gross Registered Tonnage"),
    (9, "Vessel Flag"),
    (10, "Vessel Owner"),
)


def listing_of(line: bytes, others: tuple[tuple[bytes, ...], ...]) -> Party:
    """The party of a row of the primary file and of its rows of aliases, addresses and comments."""
    row = cells(line, 12, "sdn.csv", verbatim=11)
    alias_lines, address_lines, comment_lines = others
    title = row[4] or None
    remark_text = row[11] + "".join(cells(comment, 2, "sdn_comments.csv", verbatim=1)[1] for comment in comment_lines)
    remark = read_remark(remark_text, title)
    aliases = tuple(_alias(alias) for alias in alias_lines)
    unknown: list[Odd] = []
    if remark.broken is not None:
        unknown.append(("bad_value", "Remarks", f"broken off: {remark.broken}"))
    kind = _KINDS.get(row[2])
    if kind is None:
        unknown.append(("unknown_value", "SDN_Type", row[2]))
    given = [("Remarks", remark_text)] if remark_text else []
    given += [("SDN_Type", row[2])] if kind is None else []
    return Party(
        uid=row[0],
        kind=kind or "entity",
        name=row[1],
        programs=tuple(tag for tag in row[3].split("] [") if tag),
        title=title,
        aliases=(*(alias for alias, _ in aliases), *remark.aliases),
        places=tuple(_place(address, given) for address in address_lines),
        features=(
            *(Feature(label, row[column]) for column, label in _VESSEL_COLUMNS if row[column]),
            *remark.features,
        ),
        texts=remark.texts,
        given=(*given, *(note for _, notes in aliases for note in notes)),
        unknown=tuple(unknown),
    )


def cells(line: bytes, columns: int, file: str, *, verbatim: int | None = None) -> list[str]:
    """The cells of a row, stripped but for the one whose blanks count; nothing stands as the empty string.

    Raises:
        ListMalformed: the row is broken or has another number of columns.
    """
    text = line.decode("ascii")
    try:
        row = next(csv.reader([text], strict=True))
    except (csv.Error, StopIteration) as error:
        raise ListMalformed(file, got=f"row {text[:80]!r}: {error}", fix="download the file again") from error
    if len(row) != columns:
        raise ListMalformed(
            file, rule=f"a row has {columns} columns", got=f"{len(row)} in {text[:80]!r}", fix="download the file again"
        )
    found = [cell.strip() for cell in row]
    if verbatim is not None and found[verbatim] != _NULL:
        found[verbatim] = row[verbatim]
    return ["" if cell == _NULL else cell for cell in found]


def _alias(line: bytes) -> tuple[Alias, list[tuple[str, str]]]:
    row = cells(line, 5, "alt.csv")
    return Alias(row[3], row[2]), [("alt_remarks", row[4])] if row[4] else []


def _place(line: bytes, given: list[tuple[str, str]]) -> Place:
    row = cells(line, 6, "add.csv")
    if row[5]:
        given.append(("add_remarks", row[5]))
    return Place(row[2], row[3], row[4])
