"""``targets.nested.json``: one target per line, with everything that refers to it nested in its properties.

The lines are taken apart into the objects they are made of; then the rules of `resolve` hold. Parties that are nested
in a target (relatives, owners) become entities of their own, once each. Records are the lines.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from debar.lists.ftm.objects import FtmObject
from debar.lists.ftm.resolve import Placed
from debar.lists.ftm.vocabulary import reverse


def flat(stream: Iterator[Placed]) -> Iterator[Placed]:
    """Every object of the stream without others inside, each followed by those that were."""
    for placed in stream:
        if placed.object is None or not has_nested(placed.object):
            yield placed
        else:
            yield from _apart(placed)


def has_nested(found: FtmObject) -> bool:
    """Whether there are objects among its values."""
    return any(value.__class__ is FtmObject for values in found.properties.values() for value in values)


def _apart(placed: Placed) -> Iterator[Placed]:
    found = placed.object
    assert found is not None
    inner: list[FtmObject] = []
    plain: dict[str, list[str | FtmObject]] = {}
    for prop, values in found.properties.items():
        back = reverse().get(prop)
        objects = [value for value in values if isinstance(value, FtmObject)]
        inner += [_referring(value, back, found.id) for value in objects] if back else objects
        kept = [value for value in values if isinstance(value, str)] + ([] if back else [value.id for value in objects])
        if kept:
            plain[prop] = [*kept]
    yield placed._replace(object=msgspec.structs.replace(found, properties=plain))
    for value in inner:
        yield from flat(iter((placed._replace(object=value, nested=True, mended=()),)))


def _referring(value: FtmObject, prop: str, id: str) -> FtmObject:
    """A nested object that says which one it is nested in; exporters leave that out where it would go round in circles."""
    values = value.properties.get(prop, [])
    if any(one == id or (isinstance(one, FtmObject) and one.id == id) for one in values):
        return value
    return msgspec.structs.replace(value, properties={**value.properties, prop: [*values, id]})
