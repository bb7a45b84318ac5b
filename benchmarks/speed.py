"""Speed and size of the index over list size and batch size, what it misses, and nomenklatura's pace beside it.

    python benchmarks/speed.py [--names 30000,100000,500000,1000000] [--runs 3] [--queries 3000] [--batch 20000]
                               [--misses 20000] [--misses-names 100000] [--curves curves.svg] [--peers]

Each size is measured in a process of its own, on one core unless the column says two threads; figures are the median of
the runs, the least and the most in brackets, and every run asks other questions, so that nothing is remembered from the
last one. ``customers`` have common names of many countries; of the ``mixed`` questions a third are such, a third listed
names with an edit, and a third recombined words of listed names, which lie as close to the list as can be. ``single`` is
one `Index.search` per question, ``read`` the same with the entity and the evidence of every hit read; a batch is one
`Index.search_many`, with ``two threads`` one for each half; ``with attributes`` customers tell date of birth and country;
``exhaustive`` compares with every name. ``self`` is the share of sampled listed names whose own entity is the first hit,
or ties with it in score. ``--misses 0`` leaves out what the index misses; ``--plain-names 0`` what it does without the
kernel.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from debar.match import Index, build
from debar.match.rating import Asked, rate
from debar.model import Entity, Query
from measure import need_shared, peak_mib, size_mb, table
from misses import print_misses
from padded import SEED, ofac, padded, questions
from peers import ALGORITHMS, CANDIDATES, Peer, candidates
from sets.rows import Question, Retrieval

Figures = dict[str, list[float]]
BATCHES = (1, 10, 100, 1_000, 10_000)
SAMPLE = 1_000
PEER_PARTIES = 4_000


def per_second(count: int, work: Callable[[], object]) -> float:
    """How many a second."""
    gc.collect()
    started = time.perf_counter()
    work()
    return count / (time.perf_counter() - started)


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which that share of the values lies.

    >>> percentile([3.0, 1.0, 2.0], 0.5)
    2.0
    """
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def single(index: Index, asked: Sequence[Query], kind: str) -> dict[str, float]:
    """One search after the other: the rate, and how long they take in milliseconds; each under its name with the kind."""
    gc.collect()
    took = []
    for query in asked:
        started = time.perf_counter()
        index.search(query)
        took.append(1e3 * (time.perf_counter() - started))
    return {
        f"{kind}single": 1e3 * len(took) / sum(took),
        f"{kind}p50": percentile(took, 0.5),
        f"{kind}p99": percentile(took, 0.99),
        f"{kind}max": max(took),
    }


def read_all(index: Index, asked: Sequence[Query]) -> None:
    """Search one by one, and read what an answer shows."""
    for query in asked:
        for hit in index.search(query):
            assert hit.entity
            assert hit.evidence


def two_threads(index: Index, asked: Sequence[Query]) -> None:
    """Each thread searches a half."""
    middle = len(asked) // 2
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(index.search_many, (asked[:middle], asked[middle:])))


def self_match(index: Index, entities: Sequence[Entity]) -> float:
    """The share of sampled listed names that find their own entity first, or level with the first."""
    drawn = random.Random(SEED + 3).sample([(entity, name) for entity in entities for name in entity.names], SAMPLE)
    good = 0
    for entity, name in drawn:
        hits = index.search(Query(schema=entity.schema, name=name.value), limit=1_000)
        scores = {hit.entity.id: hit.score for hit in hits}
        good += bool(hits) and scores.get(entity.id) == hits[0].score
    return good / len(drawn)


def run_once(index: Index, entities: Sequence[Entity], run: int, given: argparse.Namespace) -> dict[str, float]:
    """All rates, each on questions that were not asked before."""
    fresh = iter(range(SEED + 100 * run + 10, SEED + 100 * run + 99))

    def mixed(count: int) -> list[Query]:
        return questions(entities, count, next(fresh))

    def clients(count: int, *, attributes: bool = False) -> list[Query]:
        return questions((), count, next(fresh), attributes=attributes)

    index.search_many(mixed(300))
    found = single(index, mixed(given.queries), "")
    found |= single(index, clients(given.queries), "customers ")
    asked = mixed(given.queries)
    found["read"] = per_second(len(asked), lambda: read_all(index, asked))
    many, halves = clients(given.batch), clients(given.batch)
    found["batch"] = per_second(len(many), lambda: index.search_many(many))
    found["two threads"] = per_second(len(halves), lambda: two_threads(index, halves))
    found["ratio"] = found["two threads"] / found["batch"]
    told, crowded = clients(given.batch, attributes=True), mixed(given.batch // 2)
    found["with attributes"] = per_second(len(told), lambda: index.search_many(told))
    found["mixed"] = per_second(len(crowded), lambda: index.search_many(crowded))
    few = clients(given.exhaustive)
    found["exhaustive"] = per_second(len(few), lambda: index.search_many(few, exhaustive=True))
    return found


def measure(names: int, folder: Path, given: argparse.Namespace) -> Figures:
    """The figures of one size, one value per run."""
    entities = padded(ofac(), names)
    if not (folder / "manifest.json").exists():
        started = time.perf_counter()
        build(entities, folder, about={"made for": "benchmarks/speed.py"})
        found: Figures = {"build": [time.perf_counter() - started], "peak": [peak_mib()]}
    else:
        found = {}
    # What the questions are drawn from must not weigh on the collector while it is measured.
    entities = random.Random(SEED).sample(entities, min(len(entities), 20_000))
    gc.collect()
    found["open"] = [opened(folder) for _ in range(given.runs)]
    index = Index.open(folder)
    found |= {"names": [index.name_count], "MB": [size_mb(folder)]}
    for run in range(given.runs):
        for title, value in run_once(index, entities, run, given).items():
            found.setdefault(title, []).append(value)
    found["self"] = [self_match(index, entities)] if given.queries >= SAMPLE else []
    return found


def opened(folder: Path) -> float:
    """Milliseconds to open the index and answer once."""
    started = time.perf_counter()
    Index.open(folder).search(Query(schema="Person", name="Vladimir Putin"))
    return 1e3 * (time.perf_counter() - started)


def in_child(names: int, folder: Path, given: argparse.Namespace, *, kernel: bool = True) -> Figures:
    """`measure` in a process of its own."""
    options = {"runs": given.runs, "queries": given.queries, "batch": given.batch, "exhaustive": given.exhaustive}
    if not kernel:
        options |= {"queries": min(600, given.queries), "batch": min(1_500, given.batch), "exhaustive": 3}
    command = [sys.executable, __file__, "--child", str(names), str(folder)]
    command += [word for name, value in options.items() for word in (f"--{name}", str(value))]
    environment = {**os.environ, "DEBAR_KERNEL": "on" if kernel else "off"}
    print(f"{names:,} names, {'with' if kernel else 'without'} the kernel", file=sys.stderr)
    said = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True).stdout
    found: Figures = json.loads(said)
    return found


def shown(values: Sequence[float], form: str = ",.0f") -> str:
    """The median, and the least and the most of several.

    >>> shown([3000.0, 1000.0, 2000.0])
    '2,000 (1,000–3,000)'
    """
    if not values:
        return ""
    middle = format(statistics.median(values), form)
    return middle if len(values) == 1 else f"{middle} ({format(min(values), form)}–{format(max(values), form)})"


def print_figures(sizes: Sequence[Figures], plain: Sequence[Figures]) -> None:
    """The tables of sizes, single searches, batches and of NumPy alone."""
    columns = {"build s": ("build", ".1f"), "peak MiB of building": ("peak", ",.0f"), "index MB": ("MB", ",.0f")}
    columns |= {"open + first ms": ("open", ".1f"), "self": ("self", ".4f")}
    _print("names", columns, sizes)
    one_by_one = {"single/s": ("single", ",.0f"), "p50 ms": ("p50", ".3f"), "p99 ms": ("p99", ".2f")}
    one_by_one |= {"max ms": ("max", ".1f")}
    of_customers = {title: (f"customers {name}", form) for title, (name, form) in one_by_one.items()}
    _print("customers one by one: names", of_customers, sizes)
    _print("mixed questions one by one: names", {**one_by_one, "read/s": ("read", ",.0f")}, sizes)
    rates = {
        "batch": "customers/s",
        "two threads": "two threads/s",
        "ratio": "ratio",
        "with attributes": "with attributes/s",
    }
    rates |= {"mixed": "mixed/s", "exhaustive": "exhaustive/s"}
    columns = {title: (name, ".2f" if name == "ratio" else ",.0f") for name, title in rates.items()}
    _print("in a batch: names", columns, sizes)
    without = {"customers one by one/s": ("customers single", ",.0f"), "mixed one by one/s": ("single", ",.0f")}
    without |= {"customers in a batch/s": ("batch", ",.0f"), "exhaustive/s": ("exhaustive", ",.1f")}
    _print("without the kernel: names", without, plain)


def _print(title: str, columns: Mapping[str, tuple[str, str]], sizes: Sequence[Figures]) -> None:
    if sizes:
        rows = [
            [shown(found["names"]), *(shown(found.get(key, []), form) for key, form in columns.values())]
            for found in sizes
        ]
        table((title, *columns), rows)
        print()


def batch_curve(folder: Path, runs: int) -> list[tuple[float, float]]:
    """Customers a second over the size of a batch."""
    index = Index.open(folder)
    points = []
    for size in BATCHES:
        rates = []
        for run in range(runs):
            asked = questions((), 10_000 if size >= 1_000 else 3_000, SEED + 7_000 + 50 * run + len(str(size)))
            parts = [asked[start : start + size] for start in range(0, len(asked), size)]
            rates.append(per_second(len(asked), lambda parts=parts: [index.search_many(part) for part in parts]))
        points.append((float(size), statistics.median(rates)))
    return points


def draw(path: Path, sizes: Sequence[Figures], batches: Sequence[tuple[float, float]]) -> None:
    """Two panels: rates over the size of the list, and over that of a batch."""
    try:
        from matplotlib.figure import Figure  # type: ignore[import-not-found, unused-ignore]
    except ImportError:
        sys.exit("the curves are drawn with matplotlib: install the dependency group `bench`")
    figure = Figure(figsize=(9.2, 3.7), layout="constrained")
    left, right = figure.subplots(1, 2)
    for title in ("batch", "two threads", "with attributes", "mixed", "customers single", "single"):
        points = [(found["names"][0], statistics.median(found[title])) for found in sizes]
        left.plot([x for x, _ in points], [y for _, y in points], marker="o", label=title)
    right.plot([x for x, _ in batches], [y for _, y in batches], marker="o", label="batch")
    for axes, across in ((left, "names listed"), (right, "names asked for in one call")):
        axes.set(xscale="log", yscale="log", xlabel=across, ylabel="names a second")
        axes.grid(alpha=0.25, which="both")
        axes.legend(fontsize="small")
    figure.savefig(path, dpi=150)


class Timed(Peer):
    """A peer that counts the seconds of each question."""

    def __init__(self, algorithm: str) -> None:
        super().__init__(algorithm)
        self.took: list[float] = []

    def _scores(self, query: Query, against: Sequence[str]) -> list[float]:
        started = time.perf_counter()
        found = super()._scores(query, against)
        self.took.append(time.perf_counter() - started)
        return found


def asked_of_peer(algorithm: str, retrieval: Retrieval) -> float:
    """The seconds that the questions take; before, while the parties and the peer's tables are read, one of each kind."""
    first = {question.query.schema: question for question in retrieval.questions}
    with Timed(algorithm) as peer:
        peer.ask(retrieval._replace(questions=(*first.values(), *retrieval.questions)))
        return sum(peer.took[len(first) :])


def print_peers(given: argparse.Namespace) -> None:
    """nomenklatura's pace with the nearest candidates of each question, and ours, in the same run."""
    entities = random.Random(SEED).sample(ofac(), PEER_PARTIES)
    asked = questions(entities, given.peer_questions, SEED + 6)
    retrieval = Retrieval(
        "speed", tuple(entities), tuple(Question(query, frozenset(), "", str(at)) for at, query in enumerate(asked))
    )
    chosen = candidates(retrieval)
    pairs = sum(map(len, chosen))
    rows = []
    for algorithm in ALGORITHMS:
        took = [asked_of_peer(algorithm, retrieval) for _ in range(given.runs)]
        rows.append((algorithm, [pairs / one for one in took], [len(asked) / one for one in took]))
    by_id = {entity.id: entity for entity in entities}
    ours = [(Asked(query), [by_id[id] for id in ids]) for query, ids in zip(asked, chosen, strict=True)]
    compared = [
        per_second(pairs, lambda: [rate(query, entity) for query, ids in ours for entity in ids])
        for _ in range(given.runs)
    ]
    with tempfile.TemporaryDirectory(prefix="debar-") as folder:
        build(entities, Path(folder), about={"made for": "benchmarks/speed.py"})
        index = Index.open(Path(folder))
        found = [single(index, questions(entities, 2_000, SEED + 60 + run), "")["single"] for run in range(given.runs)]
    rows.append(("debar: `compare`; search among all", compared, found))
    table(
        ("scorer", "pairs/s", f"screenings/s (peers: with {CANDIDATES} candidates found for them)"),
        [(name, shown(pairs_a_second), shown(screenings, ",.1f")) for name, pairs_a_second, screenings in rows],
    )
    print()


def arguments() -> argparse.Namespace:
    """What was asked on the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--names", default="30000,100000,500000,1000000", help="list sizes, separated by commas")
    parser.add_argument("--plain-names", default="30000,100000", help="list sizes without the kernel; 0 for none")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--queries", type=int, default=3_000, help="single searches per run")
    parser.add_argument("--batch", type=int, default=20_000, help="names of a batch")
    parser.add_argument("--exhaustive", type=int, default=60, help="exhaustive searches per run")
    parser.add_argument(
        "--misses",
        type=int,
        default=20_000,
        help="questions asked both ways, 0 for none: at 100,000 names about eight a second",
    )
    parser.add_argument("--misses-names", type=int, default=100_000)
    parser.add_argument("--curves", type=Path, help="draw the growth curves into this file (svg, png)")
    parser.add_argument("--peers", action="store_true", help="measure nomenklatura too")
    parser.add_argument("--peer-questions", type=int, default=120)
    parser.add_argument("--child", nargs=2, help=argparse.SUPPRESS)
    return parser.parse_args()


def sizes_of(text: str) -> list[int]:
    """The sizes named.

    >>> sizes_of("30000,0")
    [30000]
    """
    return [size for size in map(int, text.split(",")) if size]


def main() -> None:
    """Print the tables asked for."""
    given = arguments()
    need_shared()
    if given.child:
        names, folder = int(given.child[0]), Path(given.child[1])
        print(json.dumps(measure(names, folder, given)))
        return
    found: list[Figures] = []
    plain: list[Figures] = []
    curve: list[tuple[float, float]] = []
    without = sizes_of(given.plain_names)
    sizes = sizes_of(given.names)
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="debar-") as folder:
            found.append(in_child(size, Path(folder), given))
            if size in without:
                plain.append(in_child(size, Path(folder), given, kernel=False))
            if given.curves and size == (100_000 if 100_000 in sizes else sizes[0]):
                curve = batch_curve(Path(folder), given.runs)
    print_figures(found, plain)
    print(f"{given.runs} runs\n")
    if given.misses:
        print_misses(given.misses_names, given.misses)
    if given.peers:
        print_peers(given)
    if given.curves and found:
        draw(given.curves, found, curve)


if __name__ == "__main__":
    main()
