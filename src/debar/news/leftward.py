"""What stands left of a verb: where the subject that ends there begins."""

from __future__ import annotations

from debar.news.chunks import Chunk, Mark, NounGroup, VerbGroup
from debar.news.groups import list_goes_on


def skip_left(chunks: list[Chunk], at: int, *, comma: bool = False) -> int:
    kinds = ("R", "DATE", "quote", "neg", "comma") if comma else ("R", "DATE", "neg")
    while at >= 0:
        one = chunks[at]
        if not (isinstance(one, Mark) and one.kind in kinds):
            break
        at -= 1
    # A closing quotation mark between subject and verb is none of the sentence's structure, one after a comma is.
    if at > 0 and chunks[at].kind == "quote" and not comma:
        before = chunks[at - 1]
        if isinstance(before, NounGroup) or (isinstance(before, Mark) and before.kind == "comma"):
            return at - 1
    return at


def run_left(chunks: list[Chunk], at: int) -> tuple[int, bool]:
    """Where the subject that ends at ``at`` begins, and whether a verb's object stands right before it."""
    first = here = at
    while here > 0:
        before = chunks[here - 1]
        if (isinstance(before, Mark) and before.kind in ("P", "R", "DATE", "quote")) or (
            isinstance(before, VerbGroup) and before.form in ("part", "to", "ing")
        ):
            here -= 1
        elif isinstance(before, NounGroup):
            if isinstance(chunks[here], NounGroup):
                # Two noun groups side by side: the second one begins something new.
                return here, True
            here -= 1
            first = here
        elif (
            isinstance(before, Mark)
            and before.kind == "C"
            and here > 1
            and isinstance(chunks[here - 2], NounGroup)
            and isinstance(chunks[here], NounGroup)
        ):
            if _object_left(chunks, here - 2):
                return here, True
            here -= 2
            first = here
        elif isinstance(before, Mark) and before.kind == "comma" and here > 1 and _list_before(chunks, here):
            here -= 2 if isinstance(chunks[here - 2], NounGroup) else 3
            first = here
        else:
            return _first_noun(chunks, here, at), isinstance(before, VerbGroup)
    return _first_noun(chunks, first, at), False


def _first_noun(chunks: list[Chunk], first: int, at: int) -> int:
    """A leading prepositional group is no subject ("In London the minister said")."""
    here = first
    if here > 0 and isinstance(chunks[here - 1], Mark) and chunks[here - 1].kind == "P":
        return at
    if isinstance(chunks[here], Mark) and chunks[here].kind == "P":
        return at
    while here < at and not isinstance(chunks[here], NounGroup):
        here += 1
    return here


def _list_before(chunks: list[Chunk], here: int) -> bool:
    """``A, B and C`` read from the right: the comma before B."""
    if not isinstance(chunks[here], NounGroup) or not isinstance(chunks[here - 2], NounGroup):
        return False
    if here > 2 and isinstance(chunks[here - 3], Mark) and chunks[here - 3].kind == "P":
        return False
    after = chunks[here + 1] if here + 1 < len(chunks) else None
    return (
        isinstance(after, Mark)
        and (after.kind == "C" or after.kind == "comma")
        and not _object_left(chunks, here - 2)
        and list_goes_on(chunks, here)
    )


def _object_left(chunks: list[Chunk], at: int) -> bool:
    """Whether the noun group at ``at`` stands after a verb or preposition, without comma between."""
    here = at - 1
    while here >= 0:
        one = chunks[here]
        if isinstance(one, VerbGroup):
            return True
        if isinstance(one, Mark) and one.kind in ("comma", "S", "C", "break", "dash", "quote"):
            return False
        here -= 1
    return False
