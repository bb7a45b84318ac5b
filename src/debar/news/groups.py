"""Noun groups joined by commas and "and"."""

from __future__ import annotations

from debar.news.chunks import Chunk, Mark, NounGroup, VerbGroup

# In lists of noun groups and after a verb, so many chunks are looked at: a sentence of a thousand names stays linear.
REACH = 40


def group(chunks: list[Chunk], at: int, *, free: bool) -> tuple[list[NounGroup], int]:
    """The noun groups joined by commas and "and" from ``at`` on, and where they end."""
    first = chunks[at]
    assert isinstance(first, NounGroup)
    found, here = [first], at + 1
    while here + 1 < len(chunks) and here - at < REACH:
        step = _joined(chunks, here)
        if step is None:
            break
        follows = chunks[step]
        assert isinstance(follows, NounGroup)
        last = chunks[here].kind == "C" or step == here + 2
        if last and not free and starts_clause(chunks, step):
            break
        if chunks[here].kind == "comma" and step == here + 1 and not list_goes_on(chunks, step):
            break
        if chunks[here].kind == "comma" and step == here + 1 and _describes(chunks, step):
            # "Orlan Trading, a Dubai broker, and its director"
            here = step + 1
            continue
        found.append(follows)
        here = step + 1
        if last and not _goes_on(chunks, here):
            break
    return found, here


def _describes(chunks: list[Chunk], at: int) -> bool:
    """Whether a noun group between commas only says what the name before it is."""
    before, one = chunks[at - 2], chunks[at]
    follows = chunks[at + 1] if at + 1 < len(chunks) else None
    return (
        isinstance(before, NounGroup)
        and isinstance(one, NounGroup)
        and one.indefinite
        and bool(before.names)
        and before.names[-1].last == before.last
        and before.names[-1].kind in _NAMED
        and (follows is None or follows.kind in ("comma", "stop"))
    )


_NAMED = frozenset({"person", "company", "vessel", "surname", "name", "agency", "group"})


def _goes_on(chunks: list[Chunk], here: int) -> bool:
    """After "A and B": another "and", or ", and"."""
    if here + 1 >= len(chunks):
        return False
    comma = chunks[here].kind == "comma"
    return chunks[here].kind == "C" or (comma and chunks[here + 1].kind == "C" and here + 2 < len(chunks))


def _joined(chunks: list[Chunk], here: int) -> int | None:
    """Where the next member of a list is, if the chunk at ``here`` joins one."""
    one = chunks[here]
    if not isinstance(one, Mark) or one.kind not in ("C", "comma") or one.low in ("but", "nor", "yet"):
        return None
    step = here + 1
    if one.kind == "comma" and isinstance(chunks[step], Mark) and chunks[step].kind == "C" and step + 1 < len(chunks):
        step += 1
    return step if isinstance(chunks[step], NounGroup) else None


def list_goes_on(chunks: list[Chunk], at: int) -> bool:
    """After a comma and a noun group: does an "and" with another one follow?"""
    here = at + 1
    while here < len(chunks) and here - at < REACH:
        one = chunks[here]
        if isinstance(one, Mark) and one.kind == "C":
            return here + 1 < len(chunks) and isinstance(chunks[here + 1], NounGroup)
        if not (isinstance(one, NounGroup) or (isinstance(one, Mark) and one.kind == "comma")):
            return False
        here += 1
    return False


def starts_clause(chunks: list[Chunk], at: int) -> bool:
    """Whether the noun group at ``at`` is the subject of a finite verb that follows."""
    for one in chunks[at + 1 : at + 8]:
        if isinstance(one, VerbGroup):
            return one.form == "finite"
        if isinstance(one, Mark) and one.kind in ("comma", "S", "break", "stop", "C"):
            return False
    return False
