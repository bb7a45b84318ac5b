"""Lists of any size and questions to ask of them: real OFAC names, padded by recombining their words."""

from __future__ import annotations

import csv
import itertools
import random
from collections.abc import Iterator, Sequence

from debar.model import Entity, Name, Query
from measure import LISTS, SHARED

EDITION = LISTS / "ofac" / "2023-12-28"
NAMES = SHARED / "data" / "names"
SEED = 20240910
_SCHEMATA = {"individual": "Person", "vessel": "Vessel", "aircraft": "Airplane"}
_COUNTRIES = ("ru", "ir", "sy", "cn", "us", "de", "gb", "fr", "ae", "tr", "in", "br")


def ofac() -> list[Entity]:
    """The parties of an SDN edition with their aliases; weak ones, which stand in remarks, are left out."""
    aliases: dict[str, list[Name]] = {}
    for row in _rows("alt.csv"):
        aliases.setdefault(row[0], []).append(Name(row[3].strip(), "former" if row[2].strip() == "fka" else "alias"))
    return [
        Entity(
            f"us-ofac-{row[0]}",
            "us-ofac-sdn",
            _SCHEMATA.get(row[2].strip(), "Organization"),
            (Name(row[1].strip()), *aliases.get(row[0], ())),
        )
        for row in _rows("sdn.csv")
    ]


def _rows(file_name: str) -> Iterator[list[str]]:
    with (EDITION / file_name).open(encoding="ascii", newline="") as file:
        yield from (row for row in csv.reader(file) if len(row) > 1)


def padded(entities: list[Entity], names: int) -> list[Entity]:
    """At least so many names: the real ones, then ones whose words are drawn from two real ones of a kind."""
    have = sum(len(entity.names) for entity in entities)
    if have >= names:
        kept = itertools.accumulate(len(entity.names) for entity in entities)
        return [entity for entity, count in zip(entities, kept, strict=True) if count <= names]
    return entities + [
        Entity(f"pad-{place}", "pad", schema, (Name(value),))
        for place, (schema, value) in enumerate(recombined(entities, names - have, SEED))
    ]


def recombined(entities: Sequence[Entity], count: int, seed: int) -> list[tuple[str, str]]:
    """Made-up names, and the kind of party of each."""
    draw = random.Random(seed)
    pools: dict[str, list[list[str]]] = {}
    for entity in entities:
        pools.setdefault(entity.schema, []).append(entity.caption.replace(",", "").split())
    schemata = [draw.choice(entities).schema for _ in range(count)]
    made = []
    for schema in schemata:
        one, other = draw.choice(pools[schema]), draw.choice(pools[schema])
        made.append((schema, " ".join(one[: (len(one) + 1) // 2] + other[len(other) // 2 :])))
    return made


def edited(name: str, draw: random.Random) -> str:
    """The name with one letter doubled, dropped or replaced."""
    place = draw.randrange(len(name))
    return name[:place] + draw.choice((name[place] * 2, "", "e")) + name[place + 1 :]


def customers(count: int, draw: random.Random) -> list[tuple[str, str]]:
    """Common forenames of many countries with common surnames."""
    forenames, surnames = (
        [
            row["Romanized Name"]
            for row in csv.DictReader((NAMES / f"common-{kind}-by-country.csv").open(encoding="utf-8"))
        ]
        for kind in ("forenames", "surnames")
    )
    return [("Person", f"{draw.choice(forenames)} {draw.choice(surnames)}") for _ in range(count)]


def questions(entities: Sequence[Entity], count: int, seed: int, *, attributes: bool = False) -> list[Query]:
    """A third near to listed names, a third customers, a third crowded between listed names; or customers alone.

    Args:
        entities: the list, or some of it; none for customers alone.
        count: how many, about.
        seed: other questions for every seed.
        attributes: whether each says a date of birth (or none, if it is no person) and a country.
    """
    draw = random.Random(seed)
    third = max(1, count // 3)
    near = (
        []
        if not entities
        else [
            (entity.schema, edited(draw.choice(entity.names).value, draw)) for entity in draw.choices(entities, k=third)
        ]
    )
    drawn = near + customers(third if entities else count, draw)
    drawn += recombined(entities, third if entities else 0, seed)
    draw.shuffle(drawn)
    if not attributes:
        return [Query(schema=schema, name=value) for schema, value in drawn if value.strip()]
    return [
        Query(
            schema=schema,
            name=value,
            birth_date=f"{draw.randrange(1940, 2005)}-{draw.randrange(1, 13):02}-11" if schema == "Person" else (),
            country=draw.choice(_COUNTRIES),
        )
        for schema, value in drawn
        if value.strip()
    ]
