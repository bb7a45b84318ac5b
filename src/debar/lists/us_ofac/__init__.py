"""OFAC's lists: Specially Designated Nationals (``us-ofac-sdn``) and the consolidated non-SDN list (``us-ofac-cons``).

Ids are ``us-ofac-<ent_num>``; OFAC uses one space of numbers over both lists and all of its formats, and never gives a
number to another party. The same party comes out the same from each format that it stands in; `comparable` takes away
what only some of them can say.
"""

from __future__ import annotations

from debar.lists.reading import Format
from debar.lists.us_ofac import advanced_xml, csv_set, sdn_list_xml
from debar.lists.us_ofac.parties import comparable
from debar.lists.us_ofac.which_list import CONS, SDN, likely

__all__ = ("FORMATS", "comparable")

FORMATS: tuple[Format, ...] = tuple(
    Format(module.FORMAT, (SDN, CONS), module.role, frozenset(roles), module.read, likely=likely)
    for module, roles in (
        (csv_set, csv_set.ROLES),
        (sdn_list_xml, (sdn_list_xml.ROLE,)),
        (advanced_xml, (advanced_xml.ROLE,)),
    )
)
