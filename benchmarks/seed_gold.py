"""The gold of the report that the project starts from, in the form of the corpus.

It was written with offsets into the file as it is, countries by their codes and persons by their last names.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Json = Mapping[str, Any]
Span = tuple[int, int]

_CONTEXT = 25  # characters around a word; enough to find it again in the text without what was cut


def gold_of_seed(gold: Json, raw: str, text: str) -> dict[str, Any]:
    """The gold with spans into the article's text; what lies in what was cut is an error of the gold."""
    named = [*gold["parties"]]
    for one in (*gold["claims"], *gold["measures"]):
        for role in ("actors", "targets", "sources", "imposers"):
            named += [name for name in one.get(role, ()) if _party(named, name) is None]

    def ids(names: Sequence[str]) -> list[str]:
        return [found for name in names if (found := _party(named, name)) is not None]

    def span(one: Sequence[int]) -> Span:
        start, end = one
        before, after = raw[max(0, start - _CONTEXT) : start], raw[end : end + _CONTEXT]
        found = text.index(before + raw[start:end] + after) + len(before)
        return found, found + end - start

    cues = {one["words"]: span(one["cue"]) for one in reversed(gold["claims"])}
    claims = [
        {
            "type": one["type"],
            "actors": ids(one["actors"]),
            "targets": ids(one["targets"]),
            "source": ids(one["sources"]),
            "anonymous": any("officials" in name or "sources" in name for name in one["sources"]),
            **{name: one[name] for name in ("polarity", "certainty", "tense", "date")},
            "span": span(one["cue"]),
            "stance": [
                {"stance": "denies", "span": cues[other]} for word, other in gold["denies"] if word == one["words"]
            ],
        }
        for one in gold["claims"]
    ]
    measures = [
        {
            **{name: one[name] for name in ("kind", "act", "stage", "date")},
            "imposers": ids(one["imposers"]),
            "targets": ids(one["targets"]),
            "span": span(one["at"]),
        }
        for one in gold["measures"]
    ]
    return {
        "published": gold["published"],
        "parties": [_described(name, gold["parties"]) for name in named],
        "claims": claims,
        "measures": measures,
    }


def _party(named: Sequence[str], name: str) -> str | None:
    """The party that a name means: itself, or the fuller name that ends with it."""
    return next((one for one in named if one == name or one.endswith(f" {name}")), None)


def _described(name: str, parties: Sequence[str]) -> dict[str, Any]:
    if len(name) == 2 and name.islower():
        return {"name": name, "kind": "government", "country": name, "aliases": []}
    # The kinds stand not in this gold; what is no party of its own list is a description.
    return {"name": name, "kind": "" if name in parties else "group", "aliases": []}
