"""The sanctions list of the United Kingdom, source ``uk-sl``.

Since 2026-01-28 there is one list, the UK Sanctions List of the Foreign, Commonwealth and Development Office. It is
read from its XML or its CSV; the same party comes out equal from both where both carry the same facts. Ids are
``uk-<Unique ID>`` (``uk-AFG0001``); the publisher's Unique ID is permanent.

The consolidated list of financial sanctions targets that OFSI kept before is read for history only. Its key, the Group
ID, is legacy: entities are ``uk-ofsi-<Group ID>``, an id space of their own. The current list still carries the number
as ``OFSI Group ID``, which is kept in `Entity.given`, so that the two can be tied.
"""

from __future__ import annotations

from debar.lists.reading import Format
from debar.lists.uk_sl import files

FORMATS: tuple[Format, ...] = (
    Format("uk-xml", ("uk-sl",), files.xml_role, frozenset({files.XML}), files.read_xml),
    Format("uk-csv", ("uk-sl",), files.csv_role, frozenset({files.CSV}), files.read_csv, end_mark=False),
    Format("uk-ofsi-csv", ("uk-sl",), files.ofsi_role, frozenset({files.OFSI}), files.read_ofsi, end_mark=False),
)
