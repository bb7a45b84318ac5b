"""Who has which LEI: the entity records ("level 1") of the Global LEI System, golden copy as CSV.

They hold no stakes. Read beside relationship records they give the parties their names, countries and register numbers,
by which owners are screened. A government entity of its country is a government.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from types import MappingProxyType

from debar.errors import BadFile
from debar.law.ownership.inputs.items import Item, Remarks, Tally
from debar.law.ownership.inputs.tables import table
from debar.law.ownership.inputs.uk_companies import company_id
from debar.law.ownership.stakes import Notice, Party
from debar.lists.files import Head, ListFile
from debar.model.countries import code_of

NAME = "gleif-entities"
_LEI, _LEGAL_NAME = "LEI", "Entity.LegalName"
_COMPANIES_HOUSE = "RA000585"
_OTHER_NAMES = tuple(f"Entity.OtherEntityNames.OtherEntityName.{number}" for number in range(1, 6))


def knows(head: Head) -> bool:
    """Whether a file begins like entity records.

    >>> knows(Head(b'"LEI","Entity.LegalName","Entity.LegalName.xmllang"\\n', 50))
    True
    """
    line = head.text.lstrip("\ufeff \t\r\n").split("\n", 1)[0]
    return line.startswith(('"LEI"', "LEI,")) and _LEGAL_NAME in line


def read(file: ListFile) -> Iterator[Item]:
    """Read entity records.

    Raises:
        BadFile: the file is not CSV in UTF-8, or cut within a quote.
    """
    remarks = Remarks(file.name)
    used = aside = 0
    with file.open() as raw, io.TextIOWrapper(raw, "utf-8-sig", newline="") as text:
        rows = csv.reader(text, strict=True)
        try:
            header = [cell.strip() for cell in next(rows, [])]
            at = {name: place for place, name in enumerate(header)}
            for cells in rows:
                if not cells:
                    continue
                origin = f"{file.name}, line {rows.line_num}"
                if len(cells) != len(header) or not cells[at[_LEI]].strip():
                    aside += 1
                    text_ = f"the row has {len(cells)} cells where the header has {len(header)}, or no LEI"
                    yield Notice("record.unreadable", origin, text_, "", "rejected", _LEI)
                    continue
                used += 1
                yield _party(cells, at, origin, remarks)
        except (csv.Error, UnicodeDecodeError) as error:
            about = f"{file.name}, line {rows.line_num}"
            raise BadFile(
                about, rule="the file is not CSV in UTF-8", got=str(error), fix="get the whole file"
            ) from error
    yield from remarks.notices()
    yield Tally(file.name, NAME, used + aside, used, aside)


@cache
def categories() -> Mapping[str, tuple[str, bool]]:
    """The schema of each category of entity, and whether it is a government."""
    rows = table("gleif_categories.csv")
    return MappingProxyType({row["category"]: (row["schema"], row["government"] == "yes") for row in rows})


def _party(cells: Sequence[str], at: Mapping[str, int], origin: str, remarks: Remarks) -> Party:
    def cell(name: str) -> str:
        place = at.get(name)
        return cells[place].strip() if place is not None else ""

    lei, category = cell(_LEI), cell("Entity.EntityCategory")
    if category and category not in categories():
        remarks.count("gleif.category", origin, f"{category!r} is no category of entity that debar knows")
    schema, government = categories().get(category, ("LegalEntity", False))
    identifiers = [("leiCode", lei)]
    number = cell("Entity.RegistrationAuthority.RegistrationAuthorityEntityID")
    if number and cell("Entity.RegistrationAuthority.RegistrationAuthorityID") == _COMPANIES_HOUSE:
        number = company_id(number).removeprefix("gb-coh-")
    if number:
        identifiers.append(("registrationNumber", number))
    country = code_of(cell("Entity.LegalJurisdiction").partition("-")[0]) or code_of(
        cell("Entity.LegalAddress.Country")
    )
    others = tuple(("alias", other) for name in _OTHER_NAMES if (other := cell(name)))
    return Party(f"lei-{lei}", cell(_LEGAL_NAME), schema, country, government, tuple(identifiers), origin, others)
