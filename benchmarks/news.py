"""How well the news are read: precision and recall per field and set, the worst articles, and how fast.

    python benchmarks/news.py [--set dev --set heldout --set blind --set seed] [--errors 10]
                              [--articles 1000] [--words 800]
    python benchmarks/news.py --lost dev/05-hidden-owner

Sets: `tests/news/corpus/dev`, `heldout` and `blind`, annotated as the guide beside them says, and the report that the
project starts from (`seed`, with its gold in `tests/news/gold/seed.json`, headline and all). Counts are summed over the articles of a set. A claim is found when
its type is the same and its span overlaps the anchor of the gold, one to one; actors, targets and sources are right only as
whole sets. The rows "of those found" are shares of the claims found, all others precision, recall and F1. ``--lost`` prints
what is missing and what is too much in one article. For the speed, sentences of the articles are mixed to reports of so many
words, read in a process of its own on one core; ``--articles 0`` leaves it out.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

import msgspec

from debar.news.documents import Document, read_document
from measure import ROOT, SHARED, peak_mib, run, table
from news_scores import Article, Claim, Measure, Scores, of_gold, of_reading, scores, together, unpaired
from seed_gold import gold_of_seed

CORPUS = ROOT / "tests" / "news" / "corpus"
SEED_GOLD = ROOT / "tests" / "news" / "gold" / "seed.json"
SETS = ("dev", "heldout", "blind", "seed")
MIX = 20_240_910  # the seed of the mixing: the day of the report that the project starts from
DAY = "2024-09-10"
HEADLINE = "A headline of the mixed news"


class Annotated(NamedTuple):
    """An article with its gold."""

    name: str
    document: Document
    gold: Mapping[str, Any]


def corpus(name: str) -> Iterator[Annotated]:
    """The articles of a set; none where the set is not there."""
    if name == "seed":
        if SEED_GOLD.is_file() and (SHARED / "seed").is_dir():
            yield _seed()
        return
    for path in sorted((CORPUS / name).glob("*.json")):
        document = read_document(path.with_suffix(".txt"))
        yield Annotated(f"{name}/{path.stem}", document, json.loads(path.read_text("utf-8")))


def _seed() -> Annotated:
    gold = json.loads(SEED_GOLD.read_text("utf-8"))
    path = SHARED / gold["article"]
    document = read_document(path)
    return Annotated("seed", document, gold_of_seed(gold, path.read_text("utf-8"), document.text))


def reading_of(text: str, published: str | None, title: str | None) -> Mapping[str, Any]:
    """What debar reads in an article, as its JSON."""
    from debar import news

    if not hasattr(news, "read"):
        sys.exit("debar.news has no `read` yet; the scorer itself is tested in tests/news/test_scores.py")
    reading = news.read(text, published=date.fromisoformat(published) if published else None, title=title)
    found: Mapping[str, Any] = msgspec.to_builtins(reading)
    return found


class Judged(NamedTuple):
    """An article with its gold, its reading, and the counts."""

    name: str
    gold: Article
    read: Article
    scores: Scores


def judge(one: Annotated) -> Judged:
    """Read one article and hold it against its gold."""
    text, title = one.document.text, one.document.title
    gold = of_gold(one.gold, text)
    reading = reading_of(text, one.gold["published"], title)
    read = of_reading(reading, headline=one.gold.get("headline", False))
    return Judged(one.name, gold, read, scores(gold, read))


def quality_rows(sets: Mapping[str, Scores]) -> list[list[object]]:
    """A row per field, with the figures of each set."""
    fields = list(dict.fromkeys(name for found in sets.values() for name in found))
    rows: list[list[object]] = []
    for field in fields:
        row: list[object] = [field]
        for found in sets.values():
            count = found[field]
            share = field.endswith("of those found") or field == "kind of party"
            figures = f"{count.precision:.3f} / {count.recall:.3f} / **{count.f1:.3f}**"
            row += [f"**{count.precision:.3f}**" if share else figures, f"{count.right} / {count.read} / {count.gold}"]
        rows.append(row)
    return rows


def worst_rows(judged: Sequence[Judged], most: int) -> list[list[object]]:
    """The articles with the most claims lost or read wrongly."""

    def wrong(one: Judged) -> int:
        count = one.scores["claims: type, actor, target"]
        return count.read + count.gold - 2 * count.right

    rows: list[list[object]] = []
    for one in sorted(judged, key=wrong, reverse=True)[:most]:
        found, whole = one.scores["claims: type"], one.scores["claims: type, actor, target"]
        rows.append([one.name, found.gold, found.read, found.right, whole.right, f"{whole.f1:.3f}"])
    return rows


def print_lost(one: Annotated) -> None:
    """What is missing and what is too much in one article, with the words where it stands."""
    judged = judge(one)
    missing, extra = unpaired(judged.gold, judged.read)
    for title, many in (("missing", missing), ("too much", extra)):
        print(f"\n{one.name}, {title}:")
        for each in many:
            start, end = each.near if isinstance(each, Claim) else each.span
            print(f"  {_told(each)}: {' '.join(one.document.text[max(0, start - 30) : end + 30].split())}")


def _told(one: Claim | Measure) -> str:
    if isinstance(one, Claim):
        return f"{one.type} {', '.join(sorted(one.actors)) or '–'} → {', '.join(sorted(one.targets)) or '–'}"
    return (
        f"{one.act} {one.kind} by {', '.join(sorted(one.imposers)) or '–'} on {', '.join(sorted(one.targets)) or '–'}"
    )


def mixed(count: int, words: int) -> Iterator[str]:
    """Reports of so many words, mixed of the sentences of the corpus; always the same."""
    paragraphs = [each for name in SETS for one in corpus(name) for each in one.document.text.split("\n\n")[1:]]
    sentences = [each for one in paragraphs for each in re.split(r"(?<=[.”])\s+(?=[A-Z“])", one)]
    chance = random.Random(MIX)
    for _ in range(count):
        told: list[str] = []
        size = 0
        while size < words:
            told.append(" ".join(chance.choice(sentences) for _ in range(chance.randint(1, 4))))
            size += len(told[-1].split())
        yield f"{HEADLINE}\n\n" + "\n\n".join(told)


def pace(count: int, words: int) -> None:
    """Read so many reports, and print seconds and the memory before and after; meant for a process of its own."""
    reports = list(mixed(count, words))
    reading_of(reports[0], DAY, HEADLINE)
    before, started, claims = peak_mib(), time.perf_counter(), 0
    for text in reports:
        claims += len(reading_of(text, DAY, HEADLINE)["claims"])
    taken = time.perf_counter() - started
    print(json.dumps({"seconds": taken, "before": before, "peak": peak_mib(), "claims": claims}))


def print_pace(count: int, words: int) -> None:
    """Seconds, reports per second and memory for so many reports."""
    child = run([sys.executable, __file__, "--pace", "--articles", count, "--words", words])
    if child.code:
        sys.exit(f"the process that measures the pace ended with {child.code}")
    found = json.loads(child.said)
    row = [f"{count:,}", words, f"{found['seconds']:.1f}", f"{count / found['seconds']:.1f}", f"{found['claims']:,}"]
    row += [f"{found['peak']:.0f}", f"{found['peak'] - found['before']:.0f}"]
    table(("articles", "words", "seconds", "articles/s", "claims", "peak MiB", "of it while reading"), [row])


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", action="append", choices=SETS, help="only these; may be repeated")
    parser.add_argument("--errors", type=int, default=10)
    parser.add_argument("--lost", help="what is lost in this article")
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--words", type=int, default=800)
    parser.add_argument("--pace", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


def main() -> None:
    options = arguments()
    if options.pace:
        pace(options.articles, options.words)
        return
    articles = {name: list(corpus(name)) for name in options.set or SETS}
    if options.lost:
        for one in (each for many in articles.values() for each in many if each.name == options.lost):
            print_lost(one)
        return
    judged = {name: [judge(one) for one in many] for name, many in articles.items() if many}
    header = ["field"]
    for name, many in judged.items():
        header += [f"{name} ({len(many)}): P / R / F1", "right / read / gold"]
    table(header, quality_rows({name: together(one.scores for one in many) for name, many in judged.items()}))
    everything = [one for many in judged.values() for one in many]
    table(
        ("worst articles", "claims", "read", "found", "with actor and target", "F1"),
        worst_rows(everything, options.errors),
    )
    if options.articles:
        print_pace(options.articles, options.words)


if __name__ == "__main__":
    main()
