"""OFAC's lists: Specially Designated Nationals (``us-ofac-sdn``) and the consolidated non-SDN list (``us-ofac-cons``).

Ids are ``us-ofac-<ent_num>``; OFAC uses one space of numbers over both lists and all of its formats, and never gives a
number to another party. The same party comes out the same from each format that it stands in; `comparable` takes away
what only some of them can say.
"""

from __future__ import annotations

from debar.lists.reading import Format
from debar.lists.us_ofac import advanced_xml, csv_set, sdn_list_xml
from debar.lists.us_ofac.parties import comparable
from debar.lists.us_ofac.which_list import CONS, SDN

__all__ = ("FORMATS", "comparable")

FORMATS: tuple[Format, ...] = (
    Format(csv_set.FORMAT, (SDN, CONS), csv_set.role, frozenset(csv_set.ROLES), csv_set.read),
    Format(sdn_list_xml.FORMAT, (SDN, CONS), sdn_list_xml.role, frozenset({sdn_list_xml.ROLE}), sdn_list_xml.read),
    Format(advanced_xml.FORMAT, (SDN, CONS), advanced_xml.role, frozenset({advanced_xml.ROLE}), advanced_xml.read),
)
