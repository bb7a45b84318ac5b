"""Fit the prices of `src/debar/match/data/points.csv` to the development sets, and say what they are worth on rows left out.

    python benchmarks/fit.py                 figures of the prices as they stand, per half and on everything
    python benchmarks/fit.py --cross         fit on one half, figures on the other, both ways
    python benchmarks/fit.py --write         fit on everything and write the table

The halves are those of `sets.half`: kin stay together. Every pair of names that may decide is scored in the kernel; a step
changes one price by a part of itself, and is kept only if the aim grows and shrinks on neither of two parts of the rows that
it is fitted on (the halves, or the quarters of a half): what pleases one part alone is chance. The aim is a weighted sum: F1 of the labelled pairs,
of our own hazards and of whole records (with their average precision), recall of the questions at the default threshold and
where 1 and 5 of 1,000 clean names raise an alert, less a fine where more than 5 do at the default. Near a line a score
counts in part, so that no step pays that only carries one row across.
"""

from __future__ import annotations

import argparse
import csv
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from typing import NamedTuple

import numpy as np

import sets
from accuracy import Debar, sampled
from curves import average_precision, line_at
from debar.match.alignment import align
from debar.match.arrays import Array
from debar.match.asking import Question as Way
from debar.match.attributes import compare_attributes
from debar.match.costs import EXACT, LINE, weak_discount
from debar.match.kernel import library, prices
from debar.match.keys import raw_key
from debar.match.rating import (
    NOT_EXACT_MOST,
    SUPPORTED_FROM,
    WINDOW_COST,
    Asked,
    names_of,
    rate,
    readings_of,
)
from debar.match.schemata import group_of, names_may_match
from debar.match.session import GROUPS, Pairs
from debar.match.windows import may_tell, tells
from debar.model import Entity
from debar.names import Group, Reading
from measure import ROOT, need_shared, table
from sets.rows import Half

TABLE = ROOT / "src" / "debar" / "match" / "data" / "points.csv"
SOFT = 20
STEPS = (0.3, 0.12, 0.05)
LEAST_STEP = 4
_WEAK = np.asarray([weak_discount(rarity) for rarity in range(EXACT)])
LEAST_GAIN, LEAST_KEPT = 0.002, 3
MOST_CANDIDATES = 8
NEAR = 260
LEAST_WORTH = 250
# How low the commonest exact name may come: far enough above the line that its place there never hangs on a point.
LEAST_EXACT = 730
WEIGHTS: Mapping[str, float] = {
    "name_bench": 3, "entity_bench": 1.5, "domain": 3, "hazards": 3, "whole records": 4,
    "alias left out": 2, "another list": 2, "other spellings": 2.5, "birth date": 1.5, "original script": 1.5, "mangled": 2,
}  # fmt: skip
HALVES: Mapping[Half, str] = {"tune": "ab", "check": "cd"}
AT = {"at 0.7": 1.0, "at 1": 0.25, "at 2": 0.25, "at 3": 0.25, "at 5": 0.6}
FALSE_ALERTS, FINE = 4.4, 0.6


class Case(NamedTuple):
    """One labelled pair, one question with its own party, or one clean name; ``quarter`` is one of a, b (tune), c, d."""

    set: str
    kind: str
    match: bool
    quarter: str
    whole: bool


class Rows(NamedTuple):
    """Pairs of names: what is asked, what is listed, what the listing's kind takes off, whether written alike; of which
    item. And the items: of which case, what contradicts, what supports, and a fixed score or -1."""

    query: Array
    listed: Array
    discount: Array
    weak: Array
    verbatim: Array
    item: Array
    item_case: Array
    against: Array
    gain: Array
    fixed: Array


class Bench:
    """All cases, laid out for the kernel."""

    def __init__(self) -> None:
        loaded = library()
        if loaded is None:
            sys.exit("the prices are fitted in the kernel: run tools/build_kernel.py")
        self.cases: list[Case] = []
        self._names: tuple[dict[tuple[Reading, Group], int], dict[tuple[Reading, Group], int]] = ({}, {})
        self._rows: list[tuple[int, int, int, bool, bool, int]] = []
        self._items: list[tuple[int, int, int, int]] = []
        self._collect()
        query, listed, discount, weak, verbatim, item = (np.asarray(column) for column in zip(*self._rows, strict=True))
        self.rows = Rows(
            query.astype(np.int32), listed.astype(np.int32), discount, weak, verbatim, item,
            *(np.asarray(column) for column in zip(*self._items, strict=True)),
        )  # fmt: skip
        self._pairs = Pairs(loaded, *map(_ways, self._names))
        self._thin_out()
        self.groups = np.asarray([GROUPS.index(group) for _, group in self._names[0]])
        self._cached: dict[int, tuple[bytes, Array, Array]] = {}

    def scores(self, points: Array) -> Array:
        """The score of every case, in thousandths."""
        rows = self.rows
        score, rarity = np.empty(len(rows.query), np.int64), np.empty(len(rows.query), np.int64)
        table = points.reshape(len(GROUPS), -1)
        for place in range(len(GROUPS)):
            mine = self._of_group[place]
            known = self._cached.get(place)
            if known is None or known[0] != table[place].tobytes():
                found = self._pairs.score(rows.query[mine], rows.listed[mine], points)
                known = self._cached[place] = (table[place].tobytes(), *found)
            score[mine], rarity[mine] = known[1], known[2]
        rarity = np.minimum(rarity, EXACT - LINE - 1)
        score = np.where(rows.verbatim, EXACT - rarity, score) - rows.discount
        score -= np.where(rows.weak, _WEAK[rarity], 0)
        # The best row of each item, with what it lost by rarity.
        both = np.maximum(score, 0) << 12 | rarity
        best = np.maximum.reduceat(both, self._first)
        base, lost = best >> 12, best & 0xFFF
        left = EXACT - LINE - lost
        room = np.maximum(base - LINE, 0) * (EXACT - LINE) // left
        above = np.minimum(rows.against, room)
        after = base - above * left // (EXACT - LINE) - (rows.against - above)
        gained = np.where(base >= SUPPORTED_FROM, np.minimum(rows.gain, np.maximum(NOT_EXACT_MOST - after, 0)), 0)
        final = np.where(rows.fixed >= 0, rows.fixed, np.maximum(after, 0) + gained)
        out = np.zeros(len(self.cases), np.int64)
        np.maximum.at(out, rows.item_case, final)
        return out

    def _collect(self) -> None:
        pairs = [*sets.pairs(), *sets.hazards(), *sets.records()]
        for pair in pairs:
            case = self._case(pair.set, "pair", pair.match, pair.cluster, whole=False)
            self._add(case, Asked(pair.query), pair.entity)
        for retrieval in _questions():
            by_id = {entity.id: entity for entity in retrieval.entities}
            for question in retrieval.questions:
                whole = len(question.query.properties) > 1
                case = self._case(retrieval.name, "question", True, question.cluster, whole=whole)
                asked = Asked(question.query)
                for entity in question.expected:
                    if entity in by_id:
                        self._add(case, asked, by_id[entity])
        self._collect_clean()

    def _collect_clean(self) -> None:
        """Clean names with those of the list that come nearest at the prices as they stand."""
        with ExitStack() as stack:
            retrieval = sets.clean(whole=True)
            system = Debar(stack)
            system.ask(retrieval._replace(questions=retrieval.questions[:1]))
            (index,) = system.indexes.values()
            names = [
                sets.Question(_bare(one.query), one.expected, one.stratum, one.cluster) for one in retrieval.questions
            ]
            found = index.search_many([one.query for one in names], limit=MOST_CANDIDATES, cutoff=0.42)
            for bare, full, hits in zip(names, retrieval.questions, found, strict=True):
                for question, whole in ((bare, False), (full, True)):
                    case = self._case("clean", question.stratum, False, question.cluster, whole=whole)
                    asked = Asked(question.query)
                    for hit in hits:
                        self._add(case, asked, hit.entity)

    def _case(self, name: str, kind: str, match: bool, cluster: str, *, whole: bool) -> int:
        second = sets.half(f"quarter {cluster}") == "check"
        quarter = HALVES[sets.half(cluster)][second]
        self.cases.append(Case(name, kind, match, quarter, whole))
        return len(self.cases) - 1

    def _add(self, case: int, asked: Asked, entity: Entity) -> None:
        """A party that a case may score with."""
        rows = list(self._rows_of(asked, entity)) if names_may_match(asked.query.schema, entity.schema) else []
        rating = rate(asked, entity) if asked.marks else None
        fixed = rating.score if rating is not None and rating.shared is not None else -1
        if not rows and fixed < 0:
            return
        item = len(self._items)
        findings = compare_attributes(asked.attributes, entity)
        if rating is not None:
            findings += [each for each in rating.findings if (each.kind, each.level) == ("identifier", "contradicts")]
        against = -sum(each.points for each in findings if each.points < 0)
        gain = sum(each.points for each in findings if each.points > 0)
        self._items.append((case, against, gain, fixed))
        # An item without names keeps one row that never scores, so that every item has one.
        self._rows += [(*row, item) for row in rows] or [(0, 0, EXACT, False, False, item)]

    def _rows_of(self, asked: Asked, entity: Entity) -> Iterator[tuple[int, int, int, bool, bool]]:
        group = group_of(entity.schema)
        listed = list(zip(names_of(entity), readings_of(entity), strict=True))
        for name, reading in zip(asked.names, asked.readings(group), strict=True):
            raw = raw_key(name)
            for other, listed_reading in listed:
                verbatim = raw == raw_key(other.value)
                weak = other.kind == "weak" and not verbatim
                # What is written alike is as rare as the name asked for is, however the list divides it.
                alike = reading if verbatim else listed_reading
                yield self._name(0, reading, group), self._name(1, alike, group), 0, weak, verbatim
        if group == "object" and not any(window.maritime for window in asked.windows):
            return
        for window, reading in zip(asked.windows, asked.window_readings(group), strict=True):
            if not may_tell(window, reading, group):
                continue
            for other, listed_reading in listed:
                if other.kind != "weak" and tells(
                    window, reading, listed_reading, align(reading, listed_reading, group), group
                ):
                    yield self._name(0, reading, group), self._name(1, listed_reading, group), WINDOW_COST, False, False

    def _name(self, side: int, reading: Reading, group: Group) -> int:
        return self._names[side].setdefault((reading, group), len(self._names[side]))

    def _thin_out(self) -> None:
        """Leave out the rows that no prices will make the best of their item."""
        rows = self.rows
        score, _ = self._pairs.score(rows.query, rows.listed, prices())
        score = np.where(rows.verbatim, EXACT, score)
        first = np.flatnonzero(np.diff(rows.item, prepend=-1))
        best = np.maximum.reduceat(score, first)[rows.item]
        kept = (score >= best - NEAR) & ((score >= LEAST_WORTH) | (score == best))
        self.rows = rows._replace(**{
            name: np.ascontiguousarray(getattr(rows, name)[kept]) for name in ("query", "listed", "discount", "weak", "verbatim", "item")
        })  # fmt: skip
        self._first = np.flatnonzero(np.diff(self.rows.item, prepend=-1))
        groups = np.asarray([GROUPS.index(group) for _, group in self._names[0]])[self.rows.query]
        self._of_group = [np.flatnonzero(groups == place) for place in range(len(GROUPS))]


def _bare(query: sets.Query) -> sets.Query:
    return query.__class__(schema=query.schema, properties={"name": query.properties["name"]}, id=query.id)


def _ways(names: Iterable[tuple[Reading, Group]]) -> Iterator[Way]:
    nothing = np.zeros(1, dtype=np.uint8)
    for place, (reading, group) in enumerate(names):
        yield Way(str(place), reading, group, nothing)


def _questions() -> list[sets.Retrieval]:
    found = [sets.aliases()]
    for target in ("SDN", "UN", "AU"):
        found += [sets.another_list(target), sets.other_spellings(target)]
    found += [sampled(sets.attributes(target), 200) for target in ("SDN", "UN")]
    found += [sets.original_script(key) for key in ("UN", "AU", "CA", "OS")]
    return found + [sampled(sets.mangled(key), 900) for key in ("SDN", "CA")]


class Figures(NamedTuple):
    """What comes of some prices on some cases: the aim, and the figures it is made of by name."""

    aim: float
    found: Mapping[str, float]


class Aim:
    """The aim on some quarters."""

    def __init__(self, cases: Sequence[Case], quarters: str) -> None:
        mine = np.asarray([case.quarter in quarters for case in cases])
        names = [next(name for name in (*WEIGHTS, "clean") if case.set.startswith(name)) for case in cases]
        sets_of = np.asarray(names)
        self._pairs = {
            name: np.flatnonzero(mine & (sets_of == name)) for name in ("name_bench", "entity_bench", "domain", "hazards", "whole records")
        }  # fmt: skip
        whole = np.asarray([case.whole for case in cases])
        self._asked = {
            (name, bool(full)): np.flatnonzero(mine & (sets_of == name) & (whole == full))
            for name in WEIGHTS
            if name not in self._pairs
            for full in (False, True)
        }
        self._asked = {key: places for key, places in self._asked.items() if len(places)}
        self._labels = np.asarray([case.match for case in cases])
        kinds = np.asarray([case.kind for case in cases])
        self._clean = {full: np.flatnonzero(mine & (sets_of == "clean") & (whole == full)) for full in (False, True)}
        self._companies = np.flatnonzero(mine & (sets_of == "clean") & ~whole & (kinds == "companies"))

    def figures(self, scores: Array, *, soft: float = 0) -> Figures:
        """The figures at such scores; with ``soft``, a score so near a line counts in part."""
        found: dict[str, float] = {}
        aim = 0.0
        for name, places in self._pairs.items():
            labels, mine = self._labels[places], scores[places]
            over = _over(mine, LINE, soft)
            hit, false = over[labels].sum(), over[~labels].sum()
            found[f"{name}: F1"] = 2 * hit / max(hit + false + labels.sum(), 1)
            aim += WEIGHTS[name] * found[f"{name}: F1"]
            if name == "whole records" and not soft:
                found[f"{name}: average precision"] = average_precision(labels.tolist(), mine.tolist())
        lines = {full: np.sort(scores[places])[::-1] for full, places in self._clean.items()}
        for (name, full), places in self._asked.items():
            mine = scores[places]
            title = f"{name}{', name only' if not full and (name, True) in self._asked else ''}"
            for what in AT:
                rate = float(what.removeprefix("at "))
                line = LINE if rate < 1 else line_at(lines[full], rate) + 1
                recall = found[f"{title}: {what}"] = float(_over(mine, line, soft).mean())
                aim += WEIGHTS[name] * AT[what] * recall / (1 + ((name, not full) in self._asked))
        for title, places in (
            ("all", self._clean[False]), ("companies", self._companies), ("whole records", self._clean[True]),
        ):  # fmt: skip
            alerts = found[f"false alerts: {title}"] = 1000 * float(_over(scores[places], LINE, soft).mean())
            aim -= FINE * max(0.0, alerts - FALSE_ALERTS)
        return Figures(aim, found)


def _over(scores: Array, line: float, soft: float) -> Array:
    if not soft:
        return (scores >= line).astype(float)
    return np.clip((scores - line + soft) / (2 * soft), 0, 1)


def fit(bench: Bench, points: Array, parts: tuple[str, str]) -> Array:
    """Coordinate search: each price in turn up or down by a part of itself, as long as both parts gain."""
    aims = [Aim(bench.cases, "".join(parts)), *(Aim(bench.cases, part) for part in parts)]

    def judge(points: Array) -> Array:
        scores = bench.scores(points)
        return np.asarray([aim.figures(scores, soft=SOFT).aim for aim in aims])

    best = judge(points)
    points = points.copy()
    began = time.perf_counter()
    for step in STEPS:
        gained = LEAST_KEPT
        while gained >= LEAST_KEPT:
            gained = 0
            for place in range(len(points)):
                for sign in (1, -1):
                    moved = points.copy()
                    moved[place] += sign * max(LEAST_STEP, round(step * moved[place]))
                    if points[place] == 0 or not _allowed(moved):
                        continue
                    now = judge(moved)
                    if now[0] > best[0] + LEAST_GAIN and (now[1:] > best[1:] - LEAST_GAIN).all():
                        points, best, gained = moved, now, gained + 1
            print(f"{'+'.join(parts)}: steps of {step}: {best.round(3)}, {gained} kept, {time.perf_counter() - began:.0f} s", file=sys.stderr)  # fmt: skip
    return points


def _allowed(points: Array) -> bool:
    names = _differences()
    each = points.reshape(len(GROUPS), -1)
    rare, rarity = each[:, names.index("rare")], each[:, names.index("rarity")]
    # What is left over on a second side too never makes two names more alike.
    omission = np.maximum(each[:, names.index("query omission")], each[:, names.index("listed omission")])
    monotone = each[:, names.index("contradiction")] >= omission
    return bool((points >= 0).all() and monotone.all() and (EXACT - rare * rarity // 100 >= LEAST_EXACT).all())


def _differences() -> list[str]:
    return [row["difference"] for row in csv.DictReader(TABLE.read_text("utf-8").splitlines())]


def write(points: Array) -> None:
    """The prices into their table."""
    rows = list(csv.DictReader(TABLE.read_text("utf-8").splitlines()))
    for group, column in zip(GROUPS, points.reshape(len(GROUPS), -1).tolist(), strict=True):
        for row, value in zip(rows, column, strict=True):
            row[group] = str(value)
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def report(bench: Bench, columns: Sequence[tuple[str, Array, str]]) -> None:
    """A table with a column per fit and the cases it is held against."""
    figures = [Aim(bench.cases, quarters).figures(bench.scores(points)) for _, points, quarters in columns]
    rows: list[list[object]] = [["aim", *(f"{one.aim:.3f}" for one in figures)]]
    rows += [[name, *(f"{one.found[name]:.3f}" for one in figures)] for name in figures[0].found]
    table(["figure", *(title for title, _, _ in columns)], rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cross", action="store_true", help="fit on one half, report on the other, both ways")
    parser.add_argument("--write", action="store_true", help="fit on everything and write the table")
    options = parser.parse_args()
    need_shared()
    bench = Bench()
    stand = prices()
    columns = [("as they stand, all", stand, "abcd")]
    columns += [(f"as they stand, {half}", stand, HALVES[half]) for half in HALVES]
    if options.cross:
        for half, other in (("tune", "check"), ("check", "tune")):
            first, second = HALVES[half]
            columns.append(
                (f"fitted on {half}, held against {other}", fit(bench, stand, (first, second)), HALVES[other])
            )
    if options.write:
        points = fit(bench, stand, (HALVES["tune"], HALVES["check"]))
        columns.append(("fitted on all, all", points, "abcd"))
        write(points)
    report(bench, columns)


if __name__ == "__main__":
    main()
