"""Who the parties are, from a CSV file ``id[,name,schema,country,government]``, and who of them is listed, from a text file.

``country`` may be a code or a name; ``government`` is ``yes`` for a government or a part of one.
"""

from __future__ import annotations

import re
from pathlib import Path

from debar.errors import BadFile
from debar.law.ownership.delimited import Table
from debar.law.ownership.stakes import Notice, Party
from debar.model.countries import code_of

REQUIRED = ("id",)
OPTIONAL = ("name", "schema", "country", "government")
_YES = frozenset(("yes", "y", "true", "1"))
_NO = frozenset(("", "no", "n", "false", "0"))
_COMMENT = re.compile(r"(?:^|\s)#.*")


def read(path: Path) -> tuple[dict[str, Party], list[Notice]]:
    """The parties by id, and a notice for every row that was rejected or says what debar does not know.

    Raises:
        BadFile: the file cannot be read or its header names no ``id``.
    """
    table = Table(path, REQUIRED, OPTIONAL)
    parties: dict[str, Party] = {}
    notices: list[Notice] = []
    for record in table.records():
        origin = f"{path.name} line {record.line}"

        def cell(column: str, cells: tuple[str, ...] = tuple(record.cells)) -> str:
            return cells[table.at[column]].strip() if column in table.at and table.at[column] < len(cells) else ""

        id = cell("id")
        if record.error is not None or not id:
            text = record.error or "id must not be empty"
            notices.append(Notice("party.row", origin, text, row="rejected", field="id" if not record.error else ""))
            continue
        if id in parties:
            text = f"{id} stands in an earlier row, which is kept"
            notices.append(Notice("party.duplicate", origin, text, row="set aside", field="id"))
            continue
        country = code_of(cell("country")) if cell("country") else None
        if cell("country") and country is None:
            text = f"country must be a code or a name of one country (got {cell('country')[:60]!r}); it is left out"
            notices.append(Notice("party.country", origin, text, field="country"))
        word = cell("government").casefold()
        if word not in _YES | _NO:
            text = f"government must be yes or no (got {word[:60]!r}); it is taken as no"
            notices.append(Notice("party.government", origin, text, field="government"))
        parties[id] = Party(id, cell("name"), cell("schema") or "LegalEntity", country, word in _YES, (), origin)
    return parties, notices


def read_listed(path: Path) -> tuple[list[str], list[Notice]]:
    """The listed ids, one per line; blank lines and what follows a ``#`` are passed over. Repeated ids are noted.

    Raises:
        BadFile: the file cannot be read, or names nobody: then everything would be "not blocked".
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise BadFile(
            str(path), got=error.strerror or str(error), fix="give a file of listed ids, one per line"
        ) from error
    except UnicodeDecodeError as error:
        raise BadFile(
            path.name, rule="text must be UTF-8", got=str(error.reason), fix="save the file as UTF-8"
        ) from error
    ids: dict[str, int] = {}
    notices = []
    for number, line in enumerate(text.splitlines(), 1):
        id = _COMMENT.sub("", line).strip()
        if not id:
            continue
        if id in ids:
            text_ = f"{id} stands on line {ids[id]} already"
            notices.append(Notice("listed.duplicate", f"{path.name} line {number}", text_, id, field="id"))
        ids.setdefault(id, number)
    if not ids:
        raise BadFile(path.name, rule="the list names nobody", fix="give one listed id per line")
    return list(ids), notices
