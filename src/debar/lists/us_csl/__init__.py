"""The US Consolidated Screening List (trade.gov, CSV and JSON), and the Denied Persons List as BIS itself publishes it.

The Consolidated Screening List joins the lists of three departments. Each record says in ``source`` on which list it
stands; that becomes `Designation.list_name`, and ``data/csl_lists.csv`` says who keeps that list.

Ids are ``us-csl-<_id>``, and ``_id`` is the publisher's own: for a party from OFAC's lists it is OFAC's ``ent_num`` (so
``us-csl-18725`` and ``us-ofac-18725`` are one party), for all others a hash of 40 hexadecimal digits that the publisher
makes. A party from OFAC that stands on several of its lists has one record per list, all with the same ``_id``; they
become one entity with a designation for each. A hash never repeats. As it is made of the record's content, it is stable
only as long as the publisher does not amend the record.

The Denied Persons List has no ids at all: see `denied_persons`.

Records without a ``type`` (all those of BIS and of the State Department) are a ``LegalEntity``: a person or a company,
the list does not say.
"""

from __future__ import annotations

from debar.lists.reading import Format
from debar.lists.us_csl import consolidated, denied_persons

FORMATS: tuple[Format, ...] = (
    Format(
        name="csl-csv",
        sources=(consolidated.SOURCE,),
        role=consolidated.csv_role,
        required=frozenset({consolidated.CSV}),
        read=consolidated.read_csv,
        end_mark=False,
    ),
    Format(
        name="csl-json",
        sources=(consolidated.SOURCE,),
        role=consolidated.json_role,
        required=frozenset({consolidated.JSON}),
        read=consolidated.read_json,
    ),
    Format(
        name="bis-dpl",
        sources=(denied_persons.SOURCE,),
        role=denied_persons.role,
        required=frozenset({denied_persons.ROLE}),
        read=denied_persons.read,
        end_mark=False,
    ),
)
