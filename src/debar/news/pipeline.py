"""A user's own spaCy pipeline: its entities join the names that the rules find.

spaCy is no dependency of debar; ``pip install 'debar[news]'`` brings it, a trained pipeline is the user's to install.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from debar.errors import BadQuery
from debar.news.language import Known
from debar.news.naming import Found
from debar.news.text import Sentence

# spaCy's labels (OntoNotes, and the four of the Wikipedia-trained pipelines) to kinds of party.
_KINDS = {
    "PERSON": "person",
    "PER": "person",
    "ORG": "company",
    "GPE": "place",
    "LOC": "place",
    "FAC": "place",
    "VESSEL": "vessel",
}
# A pipeline that keeps the whole text in memory gets it in pieces of so many characters.
_PIECE = 100_000


def load(name: str) -> Callable[[str], Any]:
    """The pipeline of that name.

    Raises:
        BadQuery: spaCy, or the pipeline, is not installed.
    """
    try:
        import spacy
    except ImportError as error:
        raise BadQuery("--pipeline", rule="spaCy is not installed", fix="pip install 'debar[news]'") from error
    try:
        return spacy.load(name)
    except OSError as error:
        raise BadQuery(
            "--pipeline", rule="spaCy has no such pipeline", got=repr(name), fix=f"python -m spacy download {name}"
        ) from error


def entities(pipeline: Callable[[str], Any], text: str) -> list[tuple[int, int, str]]:
    """The entities that a pipeline finds: offsets and kind, of the labels that debar knows."""
    found: list[tuple[int, int, str]] = []
    at = 0
    while at < len(text):
        end = min(len(text), at + _PIECE)
        if end < len(text):
            end = max(text.rfind("\n", at, end), at + _PIECE // 2) + 1
        found.extend(
            (at + each.start_char, at + each.end_char, _KINDS[each.label_])
            for each in pipeline(text[at:end]).ents
            if each.label_ in _KINDS
        )
        at = end
    return found


def merged(names: list[Found], row: Sentence, extra: Sequence[tuple[int, int, str]]) -> list[Found]:
    """The names of a sentence with those of the pipeline; a name from the tables stands."""
    found = list(names)
    for start, end, kind in extra:
        if end <= row.start or start >= row.end:
            continue
        inside = [at for at, token in enumerate(row.tokens) if token.start >= start and token.end <= end]
        if not inside:
            continue
        first, last = inside[0], inside[-1] + 1
        over = [each for each in found if each.first < last and each.last > first]
        if any(each.kind not in ("person", "name", "surname", "company") for each in over):
            continue
        words = " ".join(token.text for token in row.tokens[first:last])
        title = next((each.title for each in over if each.title), None)
        found = [each for each in found if each not in over]
        found.append(Found(first, last, Known(kind, words), title))
    return sorted(found, key=lambda each: each.first)
