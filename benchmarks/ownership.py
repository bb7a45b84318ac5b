"""`debar ownership` over made registers in growing sizes: the whole process, from the CSV of stakes to the verdicts in JSON.

    python benchmarks/ownership.py [--companies 10000 100000 300000 1000000] [--rules ofac uk]

A register has three stakes for every two companies, drawn with a fixed seed: chains of up to 30 companies, groups under few
hands (half of the rest belongs to one owner in a hundred), stakes that are split, bands as registers give them, circles of two
to five companies, sold stakes. One in ten owners is listed, large ones too.
"""

from __future__ import annotations

import argparse
import itertools
import random
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import msgspec

from measure import debar, table

BANDS = ((25, 50), (50, 75), (75, 100))


def register(companies: int, chance: random.Random) -> Iterator[tuple[str, str, str, str, str, str]]:
    """Rows: owner, owned, percent, percent_high, until, document. Exactly three for every two companies."""
    left = companies * 3 // 2
    company = 0
    while company < companies:
        kind = chance.random()
        length = min(chance.randrange(2, 31), companies - company)
        members = [f"C{number}" for number in range(company, company + length)]
        if kind < 0.1:
            members = members[: chance.randrange(2, 6)]
            rows = [*zip(members, members[1:] + members[:1], strict=True)]  # a circle
        elif kind < 0.5:
            rows = [(owner(chance, companies), members[0]), *itertools.pairwise(members)]  # a chain
        else:
            hand = owner(chance, companies)
            rows = [(hand, member) for member in members]  # a group
        company += len(members)
        for holder, member in rows:
            left -= 1
            yield stake(holder, member, chance, least=50 if chance.random() < 0.9 else 1)
    for _ in range(left):
        yield stake(owner(chance, companies), f"C{chance.randrange(companies)}", chance, most=45)


def owner(chance: random.Random, companies: int) -> str:
    """A person or a company; half of what is drawn belongs to one in a hundred."""
    many = companies // 2
    return f"P{chance.randrange(many // 100 if chance.random() < 0.5 else many)}"


def stake(
    holder: str, member: str, chance: random.Random, least: int = 1, most: int = 100
) -> tuple[str, str, str, str, str, str]:
    """A row: a third are bands, one in fifty was sold."""
    bands = [band for band in BANDS if band[1] <= most + 5 and band[0] >= least - 25]
    low, high = chance.choice(bands) if chance.random() < 0.33 else (0, 0)
    percent = str(low) if high else f"{chance.randrange(least * 100, most * 100 + 1) / 100:g}"
    return holder, member, percent, str(high or ""), "2024-06-30" if chance.random() < 0.02 else "", "register"


def write(folder: Path, companies: int) -> int:
    """Make a register and its list; give the number of stakes."""
    chance = random.Random(companies)
    count = 0
    with (folder / "stakes.csv").open("w", encoding="utf-8") as stream:
        stream.write("owner,owned,percent,percent_high,until,document\n")
        for row in register(companies, chance):
            stream.write(",".join(row) + "\n")
            count += 1
    listed = range(0, companies // 2, 10)
    (folder / "listed.txt").write_text("".join(f"P{number}\n" for number in listed), "utf-8")
    return count


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--companies", type=int, nargs="+", default=[10_000, 100_000, 300_000, 1_000_000])
    parser.add_argument("--rules", nargs="+", default=["ofac", "uk"])
    asked = parser.parse_args()
    rows = []
    for companies in asked.companies:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            stakes = write(folder, companies)
            for rule in asked.rules:
                out = folder / "verdicts.jsonl"
                done = debar(
                    *("ownership", folder / "stakes.csv", "--listed", folder / "listed.txt", "--rule", rule),
                    *("--on", "2026-11-26", "--format", "jsonl", "-o", out),
                )
                assert done.code == 0, done
                found: Counter[str] = Counter()
                with out.open("rb") as stream:
                    for line in stream:
                        found[msgspec.json.decode(line)["verdict"]] += 1
                rows.append(
                    (
                        f"{companies:,}",
                        f"{stakes:,}",
                        rule,
                        f"{done.wall_s:.1f}",
                        f"{done.cpu_s:.1f}",
                        f"{done.cpu_s / stakes * 1e6:.1f}",
                        f"{done.peak_mib:,.0f}",
                        f"{found.total():,}",
                        f"{found['blocked']:,}",
                        f"{found['possible']:,}",
                        f"{out.stat().st_size / 1e6:,.0f}",
                    )
                )
    header = (
        "companies",
        "stakes",
        "rule",
        "seconds",
        "CPU s",
        "µs/stake",
        "peak MiB",
        "verdicts",
        "blocked",
        "possible",
        "MB out",
    )
    table(header, rows)
    print("one run each; whole process: the CSV read, all verdicts with their proofs written as JSON lines")


if __name__ == "__main__":
    main()
