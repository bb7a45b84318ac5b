"""The Swiss list of sanctioned individuals, entities and organisations (``ch-seco``), in SECO's XML.

Ids are ``ch-<ssid of the target>``; SECO keeps a target's ssid through all amendments. De-listed targets stay in the
file: a target is live unless its last modification is ``de-listed``, and one that is not live is rejected with the day.
What earlier states said (in ``added`` and ``removed`` blocks of a modification) is kept as given and never matched.
"""

from __future__ import annotations

from debar.lists.ch_seco.reader import FORMAT, ROLE, SOURCE, read, role
from debar.lists.reading import Format

FORMATS: tuple[Format, ...] = (Format(FORMAT, (SOURCE,), role, frozenset({ROLE}), read),)
