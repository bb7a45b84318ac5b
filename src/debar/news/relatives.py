"""Whom "who", "which" and "that" mean."""

from __future__ import annotations

from debar.news.chunks import CLAUSE_TAKERS, Chunk, Mark, NounGroup, VerbGroup
from debar.news.leftward import skip_left

_PLACES = frozenset({"country", "capital", "place"})


def person_before(chunks: list[Chunk], at: int) -> int:
    """``two judges from Minsk, who``: no place is who."""
    one = chunks[at]
    while (
        at > 1
        and isinstance(one, NounGroup)
        and one.names
        and one.names[-1].kind in _PLACES
        and one.names[-1].last == one.last
        and chunks[at - 1].kind == "P"
        and isinstance(chunks[at - 2], NounGroup)
    ):
        at -= 2
        one = chunks[at]
    return at


def antecedents(chunks: list[Chunk], at: int, last: NounGroup, *, comma: bool) -> list[NounGroup]:
    """``Germany and Austria, which imposed``: both, where they begin the sentence or the part of it."""
    joined = chunks[at - 1] if at > 1 else None
    first = chunks[at - 2] if at > 1 else None
    free = at == 2 or (at > 2 and chunks[at - 3].kind in ("comma", "S", "break", "C", "quote"))
    if comma and free and isinstance(first, NounGroup) and isinstance(joined, Mark) and joined.low == "and":
        return [first, last]
    return [last]


def over_relative(chunks: list[Chunk], first: int) -> int | None:
    """Where the noun is whose relative clause, with an object, ends right before a verb; None for no such clause."""
    verb = chunks[first - 1] if first > 2 else None
    carrying = chunks[first - 2] if first > 3 else None
    if isinstance(verb, VerbGroup) and verb.form in ("ing", "to") and isinstance(carrying, VerbGroup):
        # "countries that keep buying Russian oil will face"
        first, verb = first - 1, carrying
    if not isinstance(verb, VerbGroup) or verb.form != "finite" or verb.lemma in CLAUSE_TAKERS:
        return None
    back = skip_left(chunks, first - 2)
    one = chunks[back] if back > 0 else None
    noun = chunks[back - 1] if back > 0 else None
    if (
        isinstance(one, Mark)
        and one.kind == "S"
        and one.low in ("who", "that", "which")
        and isinstance(noun, NounGroup)
    ):
        return back - 1
    return None
