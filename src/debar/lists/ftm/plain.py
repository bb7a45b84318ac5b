"""One party from its FollowTheMoney properties alone, without a list around it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from debar.errors import BadQuery
from debar.lists.ftm.draft import Draft, main_name
from debar.lists.ftm.vocabulary import schemata
from debar.model import SCHEMATA, Entity


def entity_of(id: str, source: str, schema: str, properties: Mapping[str, Sequence[str]]) -> Entity:
    """The entity that the properties describe.

    Raises:
        BadQuery: the schema is unknown, or there is nothing to call the party by.

    >>> entity_of("x-1", "x", "Person", {"name": ["Ada King"], "birthDate": ["1815-12-10"]}).values("birthDate")
    ('1815-12-10',)
    """
    if schema not in SCHEMATA:
        raise BadQuery("schema", rule="the schema must be one of " + ", ".join(SCHEMATA), got=repr(schema))
    texts = {
        prop: kept for prop, values in properties.items() if (kept := [text.strip() for text in values if text.strip()])
    }
    draft = Draft()
    for prop, values in texts.items():
        draft.put(prop, values)
    known = "LegalEntity" if schema not in schemata() else schema
    primary = main_name(known, draft.names, None, texts)
    if primary is None and draft.identifiers:
        primary = draft.identifiers[0].value
    if primary is None:
        raise BadQuery(id, rule="a party needs a name or an identifier", fix="give `name`")
    return draft.entity(id, source, schema, primary)
