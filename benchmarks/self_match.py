"""Every listed name asked for by itself, over all lists at hand in one index: is its own entity the first hit?

    python benchmarks/self_match.py [--sample 0]      (all names take some minutes; --sample N takes N of them)

Each name is asked among its kind. ``first``: the own entity is the first hit. ``level``: another entity that bears or reads as the same name is first with
the same score, or one of another kind where the list does not know the kind. ``lost``: anything else.
"""

from __future__ import annotations

import argparse
import random
import tempfile
from collections import Counter
from pathlib import Path

from debar.lists.archives import Unpacker
from debar.lists.reading import Context
from debar.lists.sets import find
from debar.match import Index, build
from debar.match.schemata import group_of
from debar.model import Entity, Query
from measure import LISTS, need_shared, table

PATHS = (
    "ofac/2023-12-28",
    "ofac/non-sdn-2025-12-19",
    "un/consolidated_2026-02.xml",
    "ca/sema-lmes_2025-05.xml",
    "au/regulation8_consolidated_2024-12.xlsx",
    "uk/sanctionsconlist_2018-04-13.csv",
    "eu/EUSanctionsShort_2018-07-04.csv",
    "us-csl/consolidated_2022-04.csv.gz",
    "us-csl/dpl_2023-11-30.txt",
    "opensanctions/format_sample_wd_persons_2024-03/entities.ftm.json",
)
CHUNK = 1_000


def entities() -> list[Entity]:
    found = []
    for path in PATHS:
        with Unpacker() as unpacker:
            (file_set,) = find(unpacker, LISTS / path).sets
            items = file_set.format.read(file_set.files, Context())
            found += [item for item in items if isinstance(item, Entity)]
    return found


def verdict(index: Index, entity: Entity, name: str) -> str:
    hits = index.search(Query(schema=entity.schema, name=name), limit=3)
    if hits and hits[0].entity.id == entity.id:
        return "first"
    own = next(
        (hit for hit in index.search(Query(schema=entity.schema, name=name), limit=200) if hit.entity.id == entity.id),
        None,
    )
    other_kind = own is not None and group_of(hits[0].entity.schema) != group_of(entity.schema)
    return "level" if own is not None and (own.score == hits[0].score or other_kind) else "lost"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sample", type=int, default=0)
    sample = parser.parse_args().sample
    need_shared()
    listed = entities()
    with tempfile.TemporaryDirectory() as folder:
        build(listed, Path(folder), about={})
        index = Index.open(Path(folder))
        asked = [(entity, name.value) for entity in listed for name in entity.names]
        if sample:
            asked = random.Random(1).sample(asked, sample)
        counts: dict[str, Counter[str]] = {}
        for entity, name in asked:
            counts.setdefault(entity.source, Counter())[verdict(index, entity, name)] += 1
    everything: Counter[str] = sum(counts.values(), Counter())
    rows = [
        (source, f"{one.total():,}", f"{one['first']:,}", f"{one['level']:,}", f"{one['lost']:,}")
        for source, one in (*sorted(counts.items()), ("all", everything))
    ]
    table(("list", "names", "first", "level", "lost"), rows)


if __name__ == "__main__":
    main()
