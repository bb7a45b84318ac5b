"""The EU's consolidated list of financial sanctions (``eu-fsf``): the XML 1.1, the current CSV, and the CSV of 2018.

Ids are ``eu-<logicalId>``, the number that the Financial Sanctions Files give an entry; it is the same in all three
files and over the years. The CSV files have one row per name, address, birth, document or citizenship, which are folded.
An alias that is not ``strong`` is weak. Every regulation that an entry rests on is a designation; its ``amended_on`` is
the publication of that regulation, its ``listed_on`` only what the entry itself calls the date of designation.
"""

from __future__ import annotations

from debar.lists.eu_fsf import tables_csv, xml_1_1
from debar.lists.eu_fsf.party import SOURCE
from debar.lists.files import Head
from debar.lists.reading import Format


def _current(head: Head) -> str | None:
    role = tables_csv.role(head)
    return role if role == tables_csv.ROLES[tables_csv.CURRENT] else None


def _old(head: Head) -> str | None:
    role = tables_csv.role(head)
    return role if role == tables_csv.ROLES[tables_csv.OLD] else None


FORMATS: tuple[Format, ...] = (
    Format(xml_1_1.FORMAT, (SOURCE,), xml_1_1.role, frozenset({xml_1_1.ROLE}), xml_1_1.read),
    Format(
        "eu-csv-1.1",
        (SOURCE,),
        _current,
        frozenset({tables_csv.ROLES[tables_csv.CURRENT]}),
        tables_csv.read,
        end_mark=False,
    ),
    Format(
        "eu-csv-2018", (SOURCE,), _old, frozenset({tables_csv.ROLES[tables_csv.OLD]}), tables_csv.read, end_mark=False
    ),
)
