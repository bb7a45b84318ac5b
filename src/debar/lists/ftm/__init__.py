"""FollowTheMoney data: OpenSanctions' exports, and own lists in the same form."""

from debar.lists.ftm import entities, simple_csv
from debar.lists.reading import Format

FORMATS = (
    Format(
        "ftm-entities",
        ("opensanctions",),
        entities.entities_role,
        frozenset({entities.BASE}),
        entities.read_entities,
        optional=frozenset({entities.DELTA}),
        primary=entities.BASE,
        end_mark=False,
        anybody=True,
    ),
    Format(
        "ftm-nested",
        ("opensanctions",),
        entities.nested_role,
        frozenset({entities.NESTED}),
        entities.read_nested,
        end_mark=False,
        anybody=True,
    ),
    Format(
        "ftm-simple-csv",
        ("opensanctions",),
        simple_csv.simple_role,
        frozenset({simple_csv.SIMPLE}),
        simple_csv.read_simple,
        end_mark=False,
        anybody=True,
    ),
)

__all__ = ["FORMATS"]
