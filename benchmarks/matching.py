"""Speed, size and self-match of the index, on real OFAC names padded by recombining their words.

    python benchmarks/matching.py [--names 18000,50000,100000] [--lists ../shared/data/lists]

One process, one core. ``single`` is one `Index.search` per query, ``batch`` is `Index.search_many` on other queries; one
third of them are listed names with an edit, a third customers with common forenames and surnames of many countries, a
third recombined words of listed names. ``self`` is the share of sampled listed
names whose own entity is the first hit, or ties with it in score.
"""

from __future__ import annotations

import argparse
import csv
import itertools
import random
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from debar.match import Index, build
from debar.model import Entity, Name, Query
from measure import table

EDITION = Path("ofac") / "2023-12-28"
SCHEMATA = {"individual": "Person", "vessel": "Vessel", "aircraft": "Airplane"}
SEED = 20240910


def ofac(lists: Path) -> list[Entity]:
    """The parties of an SDN edition with their aliases; weak ones, which stand in remarks, are left out."""
    aliases: dict[str, list[Name]] = {}
    for row in _rows(lists / EDITION / "alt.csv"):
        aliases.setdefault(row[0], []).append(Name(row[3].strip(), "former" if row[2].strip() == "fka" else "alias"))
    return [
        Entity(
            f"us-ofac-{row[0]}",
            "us-ofac-sdn",
            SCHEMATA.get(row[2].strip(), "Organization"),
            (Name(row[1].strip()), *aliases.get(row[0], ())),
        )
        for row in _rows(lists / EDITION / "sdn.csv")
    ]


def _rows(path: Path) -> Iterator[list[str]]:
    with path.open(encoding="ascii", newline="") as file:
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


def recombined(entities: list[Entity], count: int, seed: int) -> list[tuple[str, str]]:
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


def customers(names: Path, count: int, draw: random.Random) -> list[tuple[str, str]]:
    """Common forenames with common surnames."""
    forenames, surnames = (
        [
            row["Romanized Name"]
            for row in csv.DictReader((names / f"common-{kind}-by-country.csv").open(encoding="utf-8"))
        ]
        for kind in ("forenames", "surnames")
    )
    return [("Person", f"{draw.choice(forenames)} {draw.choice(surnames)}") for _ in range(count)]


def questions(entities: list[Entity], names: Path, count: int, seed: int) -> list[Query]:
    """A third near to listed names, a third customers, a third crowded between listed names."""
    draw = random.Random(seed)
    third = count // 3
    near = [
        (entity.schema, edited(draw.choice(entity.names).value, draw)) for entity in draw.choices(entities, k=third)
    ]
    drawn = near + customers(names, third, draw) + recombined(entities, third, seed)
    draw.shuffle(drawn)
    return [Query(schema=schema, name=value) for schema, value in drawn if value.strip()]


def self_match(index: Index, entities: list[Entity], sample: int) -> tuple[int, int]:
    """How many of the sampled listed names find their own entity first (or level with the first)."""
    every = [(entity, name) for entity in entities for name in entity.names]
    drawn = random.Random(SEED + 3).sample(every, min(sample, len(every)))
    good = 0
    for entity, name in drawn:
        hits = index.search(Query(schema=entity.schema, name=name.value), limit=1_000)
        scores = {hit.entity.id: hit.score for hit in hits}
        good += bool(hits) and scores.get(entity.id) == hits[0].score
    return good, len(drawn)


def percentile(values: list[float], share: float) -> float:
    """The value below which that share of the values lies."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def measure(entities: list[Entity], names: Path, directory: Path, asked: int, sample: int) -> list[str]:
    """One row of the table."""
    started = time.perf_counter()
    build(entities, directory, about={"made for": "benchmarks/matching.py"})
    built = time.perf_counter() - started
    size = sum(path.stat().st_size for path in directory.iterdir()) / 1e6
    started = time.perf_counter()
    index = Index.open(directory)
    index.search(Query(schema="Person", name="Vladimir Putin"))
    opened = time.perf_counter() - started
    queries = questions(entities, names, asked, SEED + 1)
    singles = []
    for query in queries:
        started = time.perf_counter()
        index.search(query)
        singles.append(1e3 * (time.perf_counter() - started))
    fresh = Index.open(directory)
    others = questions(entities, names, asked, SEED + 2)
    started = time.perf_counter()
    fresh.search_many(others)
    batch = len(others) / (time.perf_counter() - started)
    good, drawn = self_match(index, entities, sample)
    return [
        f"{index.name_count:,}",
        f"{built:.1f}",
        f"{size:.0f}",
        f"{1e3 * opened:.0f}",
        f"{percentile(singles, 0.5):.2f}",
        f"{percentile(singles, 0.99):.2f}",
        f"{batch:,.0f}",
        f"{good}/{drawn}",
    ]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--names", default="18000,50000,100000", help="sizes, separated by commas")
    parser.add_argument("--lists", type=Path, default=Path(__file__).parents[2] / "shared" / "data" / "lists")
    parser.add_argument("--queries", type=int, default=3_000)
    parser.add_argument("--sample", type=int, default=2_000)
    given = parser.parse_args()
    entities = ofac(given.lists)
    columns = ("names", "build s", "index MB", "open + first ms", "single p50 ms", "p99 ms", "batch names/s", "self")
    rows = []
    for names in map(int, given.names.split(",")):
        with tempfile.TemporaryDirectory(prefix="debar-") as folder:
            listed = padded(entities, names)
            rows.append(measure(listed, given.lists.parent / "names", Path(folder), given.queries, given.sample))
    table(columns, rows)


if __name__ == "__main__":
    main()
