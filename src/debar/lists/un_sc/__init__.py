"""The United Nations Security Council consolidated list (``un-sc``), in the UN's XML.

Ids are ``un-<DATAID>``; the UN keeps a DATAID over all editions and over its files by name and by reference number.
Names stand in up to four numbered parts in natural order; the numbers are places, not roles, so ``lastName`` is the
fourth part and a name of two parts has none. Entities are all organisations: the vessels of resolution 1718 stand on a
list of their own. The UN describes an alias as good, low, a.k.a. or f.k.a.; a low one is weak.
"""

from __future__ import annotations

from debar.lists.reading import Format
from debar.lists.un_sc.reader import ROLE, SOURCE, read, role

FORMATS: tuple[Format, ...] = (Format("un-xml", (SOURCE,), role, frozenset({ROLE}), read),)
