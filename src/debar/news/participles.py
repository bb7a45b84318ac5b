"""Which forms in -ed belong to the noun before them: "drones supplied by Iran"."""

from __future__ import annotations

from collections.abc import Sequence

from debar.news.chunks import CLAUSE_TAKERS, Chunk, Mark, NounGroup, VerbGroup
from debar.news.text import Token


def mark_participles(chunks: list[Chunk], tokens: Sequence[Token]) -> None:
    """A form in -ed without auxiliary is finite, or belongs to the noun before it ("drones supplied by Iran")."""
    for at, here in enumerate(chunks):
        if (
            not isinstance(here, VerbGroup)
            or here.form != "finite"
            or (tokens[here.first].tag != "verb" and tokens[here.first].tag != "adv")
        ):
            continue
        if tokens[here.main].verbs[0][1] != "ed":
            continue
        if _is_reduced(chunks, at, tokens):
            here.form, here.passive = "part", True


def _inserted(chunks: list[Chunk], comma: int, at: int) -> bool:
    """``The vessel, identified as the Sabiti, is controlled by …``"""
    if comma < 1 or not isinstance(chunks[comma - 1], NounGroup):
        return False
    for here in range(at + 1, min(len(chunks) - 1, at + 16)):
        follows = chunks[here + 1]
        if chunks[here].kind == "comma":
            return isinstance(follows, VerbGroup) and follows.form == "finite"
        if isinstance(chunks[here], VerbGroup):
            return False
    return False


_SUBJECTS = frozenset({"he", "she", "they", "it", "we", "i", "who"})
_HELD_TO = frozenset(
    {"believe", "allege", "suspect", "rumour", "rumor", "reckon", "estimate", "understand", "know", "say", "think"}
)
_MEANS = frozenset({"telephone", "phone", "email", "e-mail", "letter", "text", "video", "message", "mail"})
# What stands, sits or arrives has it done by nobody: "two machines stood in the works".
_OF_NOBODY = frozenset({"stand", "sit", "lie", "arrive", "live", "die", "sleep"})
_BOUND_STOPS = frozenset({"comma", "C", "S", "break", "dash", "quote"})


def _is_reduced(chunks: list[Chunk], at: int, tokens: Sequence[Token]) -> bool:
    left = at - 1 - (at > 0 and chunks[at - 1].kind == "R")
    before = chunks[left] if left >= 0 else None
    follows = _after(chunks, at)
    if not isinstance(before, NounGroup) and not (isinstance(before, Mark) and before.kind in ("DATE", "comma")):
        return False
    if isinstance(follows, NounGroup):
        # "through a trading house called Silver Gulf"
        one = chunks[at]
        called = isinstance(one, VerbGroup) and one.lemma in ("call", "name") and bool(follows.names)
        return called and isinstance(before, NounGroup) and _bound(chunks, at - 1)
    if isinstance(before, NounGroup) and tokens[before.head].low in _SUBJECTS:
        # "he said by telephone"
        return False
    verb = chunks[at]
    if isinstance(verb, VerbGroup) and verb.lemma in _OF_NOBODY:
        return False
    by = isinstance(follows, Mark) and follows.kind == "P"
    if by and isinstance(follows, Mark) and follows.low == "by":
        means = next((one for one in chunks[at + 2 : at + 3] if isinstance(one, NounGroup)), None)
        return means is None or tokens[means.head].low not in _MEANS  # "Zhao said by telephone"
    here = chunks[at]
    if (
        isinstance(here, VerbGroup)
        and here.lemma in _HELD_TO
        and isinstance(follows, VerbGroup)
        and follows.form == "to"
    ):
        # "a firm believed to be run by": nobody "believes to".
        return isinstance(before, NounGroup)
    if isinstance(here, VerbGroup) and here.lemma in CLAUSE_TAKERS:
        return False
    if isinstance(before, Mark):
        # ", suspected of carrying oil": after a finished clause, or between a noun and its verb.
        after_clause = any(isinstance(each, VerbGroup) and each.form == "finite" for each in chunks[: at - 1])
        return before.kind == "comma" and by and (after_clause or _inserted(chunks, left, at))
    if tokens[before.head].tag == "pron":
        return tokens[before.head].low in ("those", "one", "anyone", "everyone")
    if tokens[before.head].low in ("those", "anyone"):
        return True
    ends = follows is None or (isinstance(follows, Mark) and follows.kind in ("P", "stop", "comma", "DATE", "R"))
    if not ends and not (isinstance(follows, VerbGroup) and follows.form in ("finite", "to")):
        return False
    if isinstance(follows, VerbGroup) and follows.form == "finite":
        return True
    return _bound(chunks, at - 1) or (_finite_follows(chunks, at + 1) and by)


def _after(chunks: list[Chunk], at: int) -> Chunk | None:
    """What follows a form in -ed, an adverb left out, and a date before "by" ("published last month by the newspaper")."""
    here = at + 1 + (at + 1 < len(chunks) and chunks[at + 1].kind == "R")
    one = chunks[here] if here < len(chunks) else None
    by = chunks[here + 1] if here + 1 < len(chunks) else None
    return by if one is not None and one.kind == "DATE" and isinstance(by, Mark) and by.low == "by" else one


def _bound(chunks: list[Chunk], at: int) -> bool:
    """Whether the noun group at ``at`` is the object of a verb, or after a preposition that a verb or noun carries."""
    here, prepositions = at - 1, 0
    while here >= 0:
        one = chunks[here]
        prepositions += isinstance(one, Mark) and one.kind == "P"
        if isinstance(one, VerbGroup):
            return one.form != "finite" or not _speaks(chunks, here)
        joins = (
            isinstance(one, Mark)
            and one.kind in ("C", "comma")
            and here > 0
            and isinstance(chunks[here - 1], NounGroup)
        )
        if (
            isinstance(one, Mark)
            and one.kind in _BOUND_STOPS
            and not (joins and isinstance(chunks[here + 1], NounGroup))
        ):
            # "…, including sanctions on companies linked to": a verb stood before, and the noun hangs on a preposition.
            return prepositions > 0 and any(
                isinstance(each, VerbGroup) and each.form == "finite" for each in chunks[:here]
            )
        here -= 1
    return False


def _speaks(chunks: list[Chunk], at: int) -> bool:
    one = chunks[at]
    return isinstance(one, VerbGroup) and one.lemma in CLAUSE_TAKERS


def _finite_follows(chunks: list[Chunk], at: int) -> bool:
    for one in chunks[at:]:
        if isinstance(one, VerbGroup):
            return one.form == "finite"
        if isinstance(one, Mark) and one.kind in _BOUND_STOPS:
            return False
    return False
