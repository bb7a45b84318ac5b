"""The gold of the report that the project starts from, in the form of the corpus.

It was written with offsets into the file as it is, countries by their codes and persons by their last names.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Json = Mapping[str, Any]
Span = tuple[int, int]

_ANONYMOUS = frozenset(("officials", "U.S. intelligence sources"))  # the gold does not say it; the text does
_CONTEXT = 25  # characters around a word; enough to find it again in the text without what was cut


def gold_of_seed(gold: Json, raw: str, text: str) -> dict[str, Any]:
    """The gold with spans into the article's text; what lies in what was cut is an error of the gold."""
    parties = gold["parties"]
    said = (
        name
        for one in (*gold["claims"], *gold["measures"])
        for role in ("actors", "targets", "sources", "imposers")
        for name in one.get(role, ())
    )
    descriptions = [name for name in dict.fromkeys(said) if _party(parties, name) == name and name not in parties]

    def ids(names: Sequence[str]) -> list[str]:
        return [_party(parties, name) for name in names]

    def span(one: Sequence[int]) -> Span:
        start, end = one
        for width in range(_CONTEXT, -1, -1):  # narrower where something beside it was cut
            before, after = raw[max(0, start - width) : start], raw[end : end + width]
            found = text.find(before + raw[start:end] + after)
            if found >= 0:
                return found + len(before), found + len(before) + end - start
        raise ValueError(f"{raw[start:end]!r} of the gold is not in the article")

    cues = {one["words"]: span(one["cue"]) for one in reversed(gold["claims"])}
    claims = [
        {
            "type": one["type"],
            "actors": ids(one["actors"]),
            "targets": ids(one["targets"]),
            "source": ids(one["sources"]),
            "anonymous": any(name in _ANONYMOUS for name in one["sources"]),
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
        "headline": True,  # unlike the corpus, it holds every statement, those of the headline too
        "parties": [_described(name, parties) for name in (*parties, *descriptions)],
        "claims": claims,
        "measures": measures,
    }


def _party(parties: Sequence[str], name: str) -> str:
    """The party that a name means: the fuller name that ends with it, or itself."""
    return next((one for one in parties if one == name or one.endswith(f" {name}")), name)


def _described(name: str, parties: Sequence[str]) -> dict[str, Any]:
    if len(name) == 2 and name.islower():
        return {"name": name, "kind": "government", "country": name, "aliases": []}
    # The kinds stand not in this gold; what is no party of its own list is a description.
    return {"name": name, "kind": "" if name in parties else "group", "aliases": []}
