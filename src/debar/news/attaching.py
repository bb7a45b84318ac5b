"""What belongs to a noun group beside its own words: "of" and what follows, "both of whom", "neither … nor"."""

from __future__ import annotations

from collections.abc import Sequence

from debar.news.chunks import Chunk, Mark, NounGroup, VerbGroup
from debar.news.text import Token


def without_ages(chunks: list[Chunk], tokens: Sequence[Token]) -> list[Chunk]:
    """``Sorokoumov, 61, who …``: how old he is, is no member of a list."""
    found: list[Chunk] = []
    closing = -1
    for at, one in enumerate(chunks):
        follows = chunks[at + 1] if at + 1 < len(chunks) else None
        if at == closing and isinstance(follows, VerbGroup):
            # "Veksler, 61, has challenged": neither comma parts anything.
            continue
        if (
            len(found) > 1
            and isinstance(one, NounGroup)
            and one.last - one.first == 1
            and tokens[one.first].text.isdigit()
            and len(tokens[one.first].text) < 4
            and found[-1].kind == "comma"
            and isinstance(before := found[-2], NounGroup)
            and before.names
            and (follows is None or follows.kind == "comma")
        ):
            found.pop()
            closing = at + 1
            continue
        found.append(one)
    return found


def of_whom(chunks: list[Chunk], tokens: Sequence[Token]) -> list[Chunk]:
    """``both of whom``, ``whose assets``: noun groups that begin a relative clause."""
    found: list[Chunk] = []
    at = 0
    while at < len(chunks):
        one = chunks[at]
        of, whom = (chunks[at + 1], chunks[at + 2]) if at + 2 < len(chunks) else (None, None)
        if isinstance(one, NounGroup):
            one.relative = tokens[one.first].low == "whose"
        if (
            isinstance(one, NounGroup)
            and isinstance(of, Mark)
            and of.low == "of"
            and isinstance(whom, Mark)
            and whom.low in ("whom", "which")
        ):
            one.relative, one.last, one.end = True, whom.last, whom.last
            at += 2
        found.append(one)
        at += 1
    return found


def neither(chunks: list[Chunk]) -> list[Chunk]:
    """``neither shells nor drones``: a list, and none of it."""
    found: list[Chunk] = []
    for at, one in enumerate(chunks):
        first = chunks[at + 1] if at + 1 < len(chunks) else None
        if isinstance(one, Mark) and one.low == "neither" and isinstance(first, NounGroup):
            nor = next((each for each in chunks[at + 2 : at + 8] if isinstance(each, Mark) and each.low == "nor"), None)
            if nor is not None:
                first.neither, nor.kind, nor.low = True, "C", "or"
                continue
        found.append(one)
    return found


def attach_of(chunks: list[Chunk], tokens: Sequence[Token]) -> list[Chunk]:
    """Noun groups after "of" go to the noun before it, unless that is a name ("accused Iran of aggression")."""
    found: list[Chunk] = []
    at = 0
    while at < len(chunks):
        one = chunks[at]
        of = chunks[at + 1] if at + 1 < len(chunks) else None
        before = found[-1] if found else None
        if (
            isinstance(one, Mark)
            and one.low == "of"
            and isinstance(before, NounGroup)
            and isinstance(of, NounGroup)
            and (tokens[before.head].tag not in ("name", "pron") or _is_body(before))
        ):
            _innermost(before).of.append(of)
            at += 2
            last = _states_after(chunks, at) if _is_state(of) else at
            before.of.extend(each for each in chunks[at:last] if isinstance(each, NounGroup))
            at = last
            _stretch(before, chunks[at - 1].last)
            continue
        found.append(one)
        at += 1
    return found


def _is_state(one: Chunk) -> bool:
    return (
        isinstance(one, NounGroup)
        and len(one.names) == 1
        and one.names[0].kind in ("country", "capital")
        and one.last - one.first <= 3
    )


def _states_after(chunks: list[Chunk], at: int) -> int:
    """``the ministers of France, Germany and Britain``: where the list of states ends; ``at`` where there is none."""
    here, joined = at, False
    while here + 1 < len(chunks) and not joined:
        mark, state = chunks[here], chunks[here + 1]
        joined = isinstance(mark, Mark) and mark.kind == "C" and mark.low == "and"
        if not (joined or mark.kind == "comma") or not _is_state(state):
            return at
        here += 2
    return here if joined else at


def _is_body(group: NounGroup) -> bool:
    return bool(group.names) and group.names[-1].kind in ("agency", "company", "group")


def _innermost(group: NounGroup) -> NounGroup:
    while group.of:
        group = group.of[-1]
    return group


def _stretch(group: NounGroup, end: int) -> None:
    group.end = end
    for inner in group.of:
        _stretch(inner, end)
