"""Who said what about whom, as ties between parties: words from a speaker to whom they are about, deeds as alleged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from debar.news.page.kinds import families, kind_of
from debar.news.page.wording import Book, levels
from debar.news.values import Claim

_LONGEST_CUE = 24
_SPOKEN_OF = frozenset({"person", "government", "organisation", "agency", "company", "group", "vessel", "outlet"})


class Tie(NamedTuple):
    """All that one party says of another, or is said to do to it.

    Args:
        tail, head: party ids.
        deed: it is done, not said.
        denied: it is a denial, or a deed that is said not to be so.
        claims: the claims, by id.
    """

    tail: str
    head: str
    deed: bool
    denied: bool
    claims: tuple[str, ...]


def ties(book: Book) -> list[Tie]:
    """The ties of a reading, in the order in which the text comes to them."""
    inside = {
        id
        for claim in book.reading.claims
        if claim.object is not None and not kind_of(claim.type).deed
        for id in claim.object.claims
    }
    found: dict[tuple[str, str, bool, bool], dict[str, None]] = {}
    for claim in book.reading.claims:
        for tail, head, deed in _ends(book, claim, told=claim.id in inside):
            if tail != head and tail in book.parties and head in book.parties:
                denied = claim.polarity == "negative" or (claim.type == "DENY" and not deed)
                found.setdefault((tail, head, deed, denied), {})[claim.id] = None
    return [Tie(*ends, tuple(claims)) for ends, claims in found.items()]


def _ends(book: Book, claim: Claim, *, told: bool) -> Iterator[tuple[str, str, bool]]:
    """Speaker or doer, whom it is about, and whether it is a deed."""
    voices = speakers(claim)
    if kind_of(claim.type).deed:
        yield from ((actor, target, True) for actor in claim.actors for target in claim.targets)
        if not told:
            # "according to …": no claim of its own says that they speak.
            about = claim.actors or claim.targets
            yield from ((voice, one, False) for voice in voices if voice not in about for one in about)
    else:
        about = tuple(_about(book, claim))
        yield from ((voice, one, False) for voice in voices or claim.actors for one in about)


def speakers(claim: Claim) -> tuple[str, ...]:
    """Those whose words it is, where they are parties: the innermost of the chain."""
    for together in levels(claim.source_chain):
        return tuple(dict.fromkeys(source.party for source in together if source.party))
    return ()


def _about(book: Book, claim: Claim) -> Iterable[str]:
    """Whom words are about: their targets; of a denial those whose words it denies; else who acts, or suffers, in them."""
    if claim.targets:
        return claim.targets
    if claim.type == "DENY":
        denied = [
            book.claims[each.claim][1] for each in claim.stance if each.stance == "denies" and each.claim in book.claims
        ]
        if accusers := dict.fromkeys(voice for one in denied for voice in speakers(one) if voice not in claim.actors):
            return accusers
    if claim.object is None:
        return ()
    said = [book.claims[id][1] for id in claim.object.claims if id in book.claims]
    own = {*speakers(claim), *claim.actors}
    for ends in ([one.actors for one in said], [one.targets for one in said], [claim.object.parties]):
        found = dict.fromkeys(id for ids in ends for id in ids if id not in own and _can_be_spoken_of(book, id))
        if found:
            return found
    return ()


def _can_be_spoken_of(book: Book, id: str) -> bool:
    return id in book.parties and book.parties[id][1].kind in _SPOKEN_OF


def words_of(book: Book, tie: Tie) -> str:
    """What stands on the line: ``accuses ×2, warns``."""
    counts: dict[str, int] = {}
    for id in tie.claims:
        claim = book.claims[id][1]
        kind = kind_of(claim.type)
        verb = kind.verb if kind.deed == tie.deed else f"tells: {kind.noun}"
        if kind.family == "relate" and tie.deed:
            # Owns, heads, is a member of: the text's own word says it best.
            verb = " ".join(claim.cue.text.split())[:_LONGEST_CUE]
        counts[verb] = counts.get(verb, 0) + 1
    return ", ".join(f"{verb} ×{count}" if count > 1 else verb for verb, count in counts.items())


def family_of(book: Book, tie: Tie) -> str:
    """The weightiest family among a tie's claims gives the line its colour."""
    weight = list(families())
    return min((kind_of(book.claims[id][1].type).family for id in tie.claims), key=weight.index)
