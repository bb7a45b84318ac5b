"""How well parties are told apart and found: per set, per hazard, per script; nomenklatura beside debar if asked for.

    python benchmarks/accuracy.py [--set hazards --set 'another list'] [--half check] [--sample 0] [--peers] [--curves out.svg]

Four tables. Labelled pairs: precision, recall and F1 at the default threshold, average precision, and how many
non-matches have a score of 1.0. Reliability: of the pairs in a band of scores, the share that match. Questions against lists: recall in the first ten, with the own party on top, at the
default threshold, and where 1, 5 and 10 of 1,000 clean names raise an alert. Clean names: false alerts per 1,000 at the
default. The sets and where they come from: `benchmarks/sets/`. ``--sample N`` takes N parties of a set (and ten times as
many clean names); with ``--peers`` take some hundreds at most. ``--half`` takes the half that was not tuned on.
"""

from __future__ import annotations

import argparse
import itertools
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple, Protocol

import sets
from curves import Points, average_precision, curve, draw, line_at
from debar.match import DEFAULT_THRESHOLD, Index, build, compare
from measure import need_shared, table
from peers import ALGORITHMS, Peer
from sets.rows import rank

FALSE_ALERTS = (1, 5, 10)
BANDS = (0.0, 0.3, 0.5, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 1.01)
Hits = list[tuple[str, float]]
Alerts = Mapping[str, Mapping[str, list[float]]]


class System(Protocol):
    """Something that scores pairs and answers questions; debar or a peer."""

    name: str
    threshold: float

    def judge(self, pairs: Sequence[sets.Pair]) -> list[float]: ...

    def ask(self, retrieval: sets.Retrieval) -> list[Hits]: ...


class Debar:
    """debar by its public interface; one index for all sets that are asked against the same list."""

    name = "debar"
    threshold = DEFAULT_THRESHOLD

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack
        self.indexes: dict[int, Index] = {}

    def judge(self, pairs: Sequence[sets.Pair]) -> list[float]:
        """The score of each pair."""
        return [compare(pair.query, pair.entity).score for pair in pairs]

    def ask(self, retrieval: sets.Retrieval) -> list[Hits]:
        """The first ten hits of each question, whatever their score."""
        key = id(retrieval.entities)
        if key not in self.indexes:
            folder = Path(self._stack.enter_context(tempfile.TemporaryDirectory()))
            build(retrieval.entities, folder, about={})
            self.indexes[key] = Index.open(folder)
        queries = [question.query for question in retrieval.questions]
        found = self.indexes[key].search_many(queries, limit=10, cutoff=0.0)
        return [[(hit.entity.id, hit.score) for hit in hits] for hits in found]


class Judged(NamedTuple):
    """Pairs of one set with each system's scores."""

    pairs: Sequence[sets.Pair]
    scores: Mapping[str, Sequence[float]]


class Asked(NamedTuple):
    """Questions of one set with each system's hits."""

    retrieval: sets.Retrieval
    hits: Mapping[str, Sequence[Hits]]


PAIRS: Mapping[str, Callable[[sets.Half | None], list[sets.Pair]]] = {
    "pairs": sets.pairs,
    "hazards": sets.hazards,
    "whole records": sets.records,
    "whole records, identifiers too": lambda share: sets.records(share, identifiers=True),
}
QUESTIONS: Mapping[str, Callable[[sets.Half | None], list[sets.Retrieval]]] = {
    "alias left out": lambda share: [sets.aliases(share)],
    "another list": lambda share: [sets.another_list(target, share) for target in ("SDN", "UN", "AU")],
    "other spellings": lambda share: [sets.other_spellings(target, share) for target in ("SDN", "UN", "AU")],
    "all strong names": lambda share: [sets.another_list("SDN", share, all_names=True)],
    "attributes": lambda share: [sets.attributes(target, share) for target in ("SDN", "UN")],
    "original script": lambda share: [sets.original_script(key, share) for key in ("UN", "AU", "CA", "OS")],
    "mangled": lambda share: [sets.mangled(key, share) for key in ("SDN", "CA")],
    "one name": lambda _share: [sets.one_name()],
}


class Quality(NamedTuple):
    """Of pairs at a threshold."""

    precision: float
    recall: float
    missed: int
    false: int

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def quality(labels: Sequence[bool], scores: Sequence[float], threshold: float) -> Quality:
    """Precision, recall and the two kinds of error; without any alert precision is 1.

    >>> quality([True, True, False], [0.9, 0.4, 0.8], 0.7)
    Quality(precision=0.5, recall=0.5, missed=1, false=1)
    """
    hit = sum(label and score >= threshold for label, score in zip(labels, scores, strict=True))
    false = sum(not label and score >= threshold for label, score in zip(labels, scores, strict=True))
    wanted = sum(labels)
    return Quality(hit / (hit + false) if hit + false else 1.0, hit / wanted if wanted else 1.0, wanted - hit, false)


def own_scores(questions: Sequence[sets.Question], hits: Sequence[Hits]) -> list[float]:
    """For each question the score of the expected party, below zero where it is not among the hits."""
    return [
        max((score for id, score in found if id in question.expected), default=-1.0)
        for question, found in zip(questions, hits, strict=True)
    ]


def alert_scores(hits: Sequence[Hits]) -> list[float]:
    """The best score of each clean name, the highest first."""
    return sorted((found[0][1] if found else -1.0 for found in hits), reverse=True)


def sampled(retrieval: sets.Retrieval, size: int) -> sets.Retrieval:
    """The questions of so many of its clusters, always the same; all when ``size`` is 0."""
    if not size:
        return retrieval
    kept = set(sorted({question.cluster for question in retrieval.questions}, key=rank)[:size])
    return retrieval._replace(questions=tuple(one for one in retrieval.questions if one.cluster in kept))


def pair_rows(judged: Sequence[Judged], systems: Sequence[System]) -> list[list[object]]:
    """A line per set and per hazard of it."""
    rows: list[list[object]] = []
    for pairs, scores in judged:
        for title, places in _groups([pair.set for pair in pairs], [pair.hazard for pair in pairs], least=3):
            labels = [pairs[place].match for place in places]
            row: list[object] = [title, len(labels)]
            for system in systems:
                mine = [scores[system.name][place] for place in places]
                found = quality(labels, mine, system.threshold)
                full = sum(score >= 1.0 and not label for label, score in zip(labels, mine, strict=True))
                row += [
                    f"{found.precision:.3f} / {found.recall:.3f} / **{found.f1:.3f}**",
                    f"{average_precision(labels, mine):.3f}" if any(labels) else "–",
                    f"{found.missed} / {found.false} / {full}",
                ]
            rows.append(row)
    return rows


def reliability_rows(judged: Sequence[Judged]) -> list[list[object]]:
    """How often debar's score is right: of the pairs with such a score, the share that match."""
    both = [
        (score, pair.match) for pairs, scores in judged for score, pair in zip(scores[Debar.name], pairs, strict=True)
    ]
    rows: list[list[object]] = []
    for low, high in itertools.pairwise(BANDS):
        labels = [match for score, match in both if low <= score < high]
        if labels:
            rows.append([f"{low:.2f} to {min(high, 1.0):.2f}", len(labels), f"{sum(labels) / len(labels):.3f}"])
    return rows


def question_rows(asked: Sequence[Asked], clean: Alerts, systems: Sequence[System]) -> list[list[object]]:
    """A line per set and per stratum of it."""
    rows: list[list[object]] = []
    for retrieval, hits in asked:
        names = [retrieval.name] * len(retrieval.questions)
        for title, places in _groups(names, [question.stratum for question in retrieval.questions]):
            questions = [retrieval.questions[place] for place in places]
            row: list[object] = [title, len(questions)]
            for system in systems:
                found = [hits[system.name][place] for place in places]
                row.append(_recalls(questions, found, system, clean))
            rows.append(row)
    return rows


def _recalls(questions: Sequence[sets.Question], hits: Sequence[Hits], system: System, clean: Alerts) -> str:
    own = own_scores(questions, hits)
    top = sum(bool(found) and found[0][0] in question.expected for question, found in zip(questions, hits, strict=True))
    cells = [sum(score >= 0 for score in own), top, sum(score >= system.threshold for score in own)]
    cells += [found_at(questions, own, clean, system.name, rate) for rate in FALSE_ALERTS]
    return " / ".join(f"{cell / len(questions):.3f}" for cell in cells)


def found_at(
    questions: Sequence[sets.Question], own: Sequence[float], clean: Alerts, system: str, per_thousand: float
) -> int:
    """How many questions find their party where so many of 1,000 clean names raise an alert."""
    lines = {kind: line_at(alerts[system], per_thousand) for kind, alerts in clean.items()}
    return sum(score > lines[clean_kind(question)] for question, score in zip(questions, own, strict=True))


def _groups(names: Sequence[str], parts: Sequence[str], *, least: int = 1) -> Iterable[tuple[str, list[int]]]:
    """Each set, then each of its parts where it has several, with the places of its rows; small parts together."""
    for name in dict.fromkeys(names):
        places = [place for place, one in enumerate(names) if one == name]
        yield f"**{name}**", places
        counts = Counter(parts[place] for place in places)
        told = [part if part and counts[part] >= least else "other" for part in parts]
        found = sorted({told[place] for place in places})
        if len(found) > 1:
            for part in found:
                yield f"{name}: {part}", [place for place in places if told[place] == part]


def clean_rows(asked: Sequence[Asked], systems: Sequence[System]) -> list[list[object]]:
    """False alerts per 1,000 clean names at the default threshold, and the line for 5 of them."""
    rows: list[list[object]] = []
    for retrieval, hits in asked:
        names = [retrieval.name] * len(retrieval.questions)
        for title, places in _groups(names, [question.stratum for question in retrieval.questions]):
            row: list[object] = [title, f"{len(places):,}"]
            for system in systems:
                alerts = alert_scores([hits[system.name][place] for place in places])
                over = 1000 * sum(score >= system.threshold for score in alerts) / len(alerts)
                row.append(f"{over:.1f}; 5 at {line_at(alerts, 5):.3f}")
            rows.append(row)
    return rows


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", action="append", choices=[*PAIRS, *QUESTIONS], help="only these; may be repeated")
    parser.add_argument("--half", choices=["tune", "check"])
    parser.add_argument("--sample", type=int, default=0)
    parser.add_argument("--peers", action="store_true")
    parser.add_argument("--curves", type=Path)
    return parser.parse_args()


def main() -> None:
    options = arguments()
    need_shared()
    chosen = frozenset(options.set or [*PAIRS, *QUESTIONS])
    with ExitStack() as stack:
        systems: list[System] = [Debar(stack)]
        if options.peers:
            systems += [stack.enter_context(Peer(algorithm)) for algorithm in ALGORITHMS]
        judged = [
            judged_by(systems, name, pairs)
            for name, read in PAIRS.items()
            if name in chosen and (pairs := read(options.half))
        ]
        wanted = [one for name, read in QUESTIONS.items() if name in chosen for one in read(options.half)]
        asked = [asked_of(systems, sampled(one, options.sample)) for one in wanted]
        kinds = {clean_kind(question) for one in asked for question in one.retrieval.questions}
        alarms = [one for whole in (False, True) if (one := sets.clean(options.half, whole=whole)).name in kinds]
        clean = [asked_of(systems, sampled(one, 10 * options.sample)) for one in alarms]
    report(judged, asked, clean, systems)
    if options.curves:
        draw(options.curves, precision_curves(judged, systems), alert_curves(asked, clean, systems))


def precision_curves(judged: Sequence[Judged], systems: Sequence[System]) -> dict[str, dict[str, Points]]:
    """Per set of pairs and system, precision over recall."""
    found: dict[str, dict[str, Points]] = {}
    for pairs, scores in judged:
        for name in dict.fromkeys(pair.set for pair in pairs):
            places = [place for place, pair in enumerate(pairs) if pair.set == name]
            labels = [pairs[place].match for place in places]
            found[name] = {one.name: curve(labels, [scores[one.name][place] for place in places]) for one in systems}
    return found


def alert_curves(
    asked: Sequence[Asked], clean: Sequence[Asked], systems: Sequence[System]
) -> dict[str, dict[str, Points]]:
    """Per set of questions and system, recall over false alerts per 1,000 clean names."""
    found: dict[str, dict[str, Points]] = {}
    alerts = alerts_of(clean)
    for retrieval, hits in asked:
        found[retrieval.name] = {}
        for name in (system.name for system in systems):
            own = own_scores(retrieval.questions, hits[name])
            counts = [(rate / 4, found_at(retrieval.questions, own, alerts, name, rate / 4)) for rate in range(81)]
            found[retrieval.name][name] = [(rate, count / len(own)) for rate, count in counts]
    return found


def alerts_of(clean: Sequence[Asked]) -> Alerts:
    """Per way of asking for clean names and system, their best scores."""
    return {one.retrieval.name: {system: alert_scores(hits) for system, hits in one.hits.items()} for one in clean}


def clean_kind(question: sets.Question) -> str:
    """The clean names to hold a question against: asked with as much as it is."""
    return f"clean, {'whole records' if len(question.query.properties) > 1 else 'name only'}"


def judged_by(systems: Sequence[System], name: str, pairs: Sequence[sets.Pair]) -> Judged:
    """The pairs with each system's scores; each step is told on stderr."""
    scores = {}
    for system in systems:
        print(f"{system.name}: {name}", file=sys.stderr)
        scores[system.name] = system.judge(pairs)
    return Judged(pairs, scores)


def asked_of(systems: Sequence[System], retrieval: sets.Retrieval) -> Asked:
    """The questions with each system's hits; each step is told on stderr."""
    hits = {}
    for system in systems:
        print(f"{system.name}: {retrieval.name}", file=sys.stderr)
        hits[system.name] = system.ask(retrieval)
    return Asked(retrieval, hits)


def report(judged: Sequence[Judged], asked: Sequence[Asked], clean: Sequence[Asked], systems: Sequence[System]) -> None:
    """Print the tables that there is something for."""
    names = [system.name for system in systems]
    if judged:
        header = ["pairs", "rows"]
        for name in names:
            header += [f"{name}: P / R / F1", "average precision", "missed / false / non-matches at 1.0"]
        table(header, pair_rows(judged, systems))
        table(("debar's score", "pairs", "of these, matches"), reliability_rows(judged))
    if asked:
        told = "first 10 / on top / at the default / at 1 / 5 / 10 false alerts per 1,000"
        table(
            ["asked", "questions", *(f"{name}: {told}" for name in names)],
            question_rows(asked, alerts_of(clean), systems),
        )
        table(["clean", "asked", *(f"{name}: false alerts per 1,000" for name in names)], clean_rows(clean, systems))


if __name__ == "__main__":
    main()
