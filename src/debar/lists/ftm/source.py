"""Which source FollowTheMoney data is, and what its entities are called.

Data that names its ``datasets`` comes from OpenSanctions' exporters: its source is `OPENSANCTIONS` and an entity's id
is ``os-<their id>``. When the caller names the source (an own watchlist) it is that one, and the id is
``<source>-<their id>``. Their ids are stable: OpenSanctions keeps former ids of merged entities as ``referents``.
"""

from __future__ import annotations

import msgspec

from debar.errors import ListMalformed
from debar.lists.files import ListFile
from debar.lists.reading import Context

OPENSANCTIONS = "opensanctions"


class Source(msgspec.Struct, frozen=True):
    """A source and the beginning of its entities' ids."""

    name: str
    prefix: str

    def entity_id(self, id: str) -> str:
        """The debar id for a publisher's id.

        >>> Source("opensanctions", "os").entity_id("NK-1")
        'os-NK-1'
        """
        return f"{self.prefix}-{id}"


def source_of(file: ListFile, context: Context, *, exported: bool) -> Source:
    """The source of a file.

    Args:
        exported: the content names its data sets, as OpenSanctions' exports do.

    Raises:
        ListMalformed: the content does not say whose it is, and the caller does not either.
    """
    if context.source == OPENSANCTIONS or (context.source is None and exported):
        return Source(OPENSANCTIONS, "os")
    if context.source is None:
        fix = "name the source that this list is to be"
        raise ListMalformed(file.name, rule="the list does not say whose it is", got="no datasets", fix=fix)
    return Source(context.source, context.source)
