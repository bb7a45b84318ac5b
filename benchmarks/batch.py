"""`debar batch` over a customer file: rate and memory, in growing sizes, and what a resume costs.

    python benchmarks/batch.py [--rows 10000 100000]      (1,000,000 rows take some minutes: --rows 1000000)

The customers are drawn, with a fixed seed, from forenames and surnames by country and company names; one in a hundred
is a listed name with a typing error.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import random
import tempfile
from collections.abc import Iterator
from pathlib import Path

from intake import SETS, gather
from measure import LISTS, SHARED, debar, need_shared, table


def customers(count: int) -> Iterator[tuple[str, str, str, str, str]]:
    """Rows: id, name, schema, birth date, country."""
    chance = random.Random(1)
    names = SHARED / "data" / "names"
    given, family = (
        [line.strip() for line in (names / path).read_text("utf-8").splitlines() if line.strip()]
        for path in ("first_names/all.txt", "surnames/all.txt")
    )
    registrants = SHARED / "data/companies/sec_stocks_cik_to_company_name.json"
    companies = list(json.loads(registrants.read_text("utf-8")).values())
    with gzip.open(LISTS / "us-csl/consolidated_2022-04.csv.gz", "rt", encoding="utf-8", newline="") as stream:
        listed = [row["name"] for row in csv.DictReader(stream)]
    for number in range(count):
        if number % 100 == 7:
            name = chance.choice(listed)
            at = chance.randrange(len(name))
            yield str(number), name[:at] + name[at + 1 :], "", "", ""
        elif number % 4 == 0:
            yield str(number), chance.choice(companies), "Company", "", "us"
        else:
            born = f"{chance.randrange(1930, 2008)}-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}"
            yield (
                str(number),
                f"{chance.choice(given)} {chance.choice(family)}",
                "Person",
                born,
                chance.choice(("de", "gb", "us")),
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=[10_000, 100_000])
    sizes = parser.parse_args().rows
    need_shared()
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        lists, home = Path(folder) / "lists", Path(folder) / "home"
        gather([*SETS["SDN + non-SDN + UN + Canada + Australia"], *SETS["US CSL, CSV of 2022-04"]], lists)
        assert debar("update", "--from", lists, "--home", home).code == 0
        for size in sizes:
            source, output, report = (Path(folder) / name for name in ("in.csv", "out.jsonl", "report.html"))
            with source.open("w", encoding="utf-8", newline="") as stream:
                writer = csv.writer(stream)
                writer.writerow(("id", "name", "schema", "birth_date", "country"))
                writer.writerows(customers(size))
            done = debar("batch", source, "-o", output, "--report", report, "--home", home)
            assert done.code == 0, done
            with output.open("rb") as stream:
                assert sum(1 for _ in stream) == size
            rate = f"{size / done.wall_s:,.0f}"
            rows.append(
                (f"{size:,}", f"{done.wall_s:.1f}", rate, f"{done.peak_mib:.0f}", f"{output.stat().st_size / 1e6:.1f}")
            )
    table(("rows", "seconds", "rows/s", "peak MiB", "answers MB"), rows)
    print("one run each; whole process with report, against SDN, non-SDN, UN, Canada, Australia and the CSL")


if __name__ == "__main__":
    main()
