"""What stands after a verb: objects, prepositional groups, the clause that it carries."""

from __future__ import annotations

from debar.news.chunks import CLAUSE_TAKERS, Chunk, Mark, NounGroup, VerbGroup
from debar.news.clause import Clause
from debar.news.groups import REACH, group, starts_clause
from debar.news.language import Language


def right(clause: Clause, chunks: list[Chunk], language: Language) -> None:
    here = clause.at + 1
    while here < len(chunks) and here - clause.at < REACH:
        one = chunks[here]
        if isinstance(one, Mark) and one.kind in ("R", "DATE", "quote", "neg"):
            here += 1
        elif _is_while(chunks, here):
            here += 2
        elif isinstance(one, NounGroup):
            here = _noun(clause, one, chunks, here)
            if here < 0:
                return
        elif isinstance(one, VerbGroup):
            if not _carried(clause, one, here, chunks):
                return
            here += 1
        elif one.kind == "P":
            here = _preposition(clause, chunks, here)
            if here < 0:
                return
        elif one.kind == "S" and clause.complement is None and _introduces(one.low, clause, language):
            follows = chunks[here + 1] if here + 1 < len(chunks) else None
            # "weighing whether to blacklist" carries its verb like "planning to".
            to = isinstance(follows, VerbGroup) and follows.form == "to"
            clause.complement = ("to" if to else "that", here + 1)
            clause.asks = one.low in ("whether", "if")
            return
        elif over := _over(clause, chunks, here):
            here = over
        elif one.kind == "comma":
            here = _after_inserted(clause, chunks, here)
            if here < 0:
                return
        else:
            return


def _over(clause: Clause, chunks: list[Chunk], here: int) -> int:
    """Where the clause goes on after a mark that does not end it; 0 where it does."""
    plain = _goes_over(clause, chunks, here) or _closes_adverb(chunks, here) or _on_after_date(clause, chunks, here)
    return _over_description(clause, chunks, here) or (here + 1 if plain else 0)


def _is_while(chunks: list[Chunk], here: int) -> bool:
    """``had imposed hours earlier on five people``: no object."""
    one, follows = chunks[here], chunks[here + 1] if here + 1 < len(chunks) else None
    alone = isinstance(one, NounGroup) and one.last - one.first == 1 and not one.names
    return alone and isinstance(follows, Mark) and follows.kind == "R" and follows.low in ("earlier", "later")


def _noun(clause: Clause, one: NounGroup, chunks: list[Chunk], here: int) -> int:
    """Take a noun group as object, as the second of two, or as the beginning of what is said; -1 ends the clause."""
    if clause.object or clause.prepositions:
        second = len(clause.object) == 1 and not clause.prepositions and clause.verb.lemma in _TWO_OBJECTS
        if not second:
            _content_after(clause, chunks, here)
            return -1
        clause.prepositions.append(("+", [one]))
        return here + 1
    if _said_of_several(clause, chunks, here):
        clause.complement = ("clause", here)
        return -1
    clause.object, here = group(chunks, here, free=False)
    return here


def _said_of_several(clause: Clause, chunks: list[Chunk], here: int) -> bool:
    """``said Hungary and Slovakia could delay``, ``said firms in Turkey had sold``: the noun groups begin what is said."""
    verb = clause.verb
    if verb.lemma not in CLAUSE_TAKERS or verb.lemma in _ADDRESSING or verb.passive or clause.complement is not None:
        return False
    groups, at = group(chunks, here, free=True)
    while at + 1 < len(chunks) and isinstance(chunks[at + 1], NounGroup) and chunks[at].kind == "P":
        groups, at = [*groups, *group(chunks, at + 1, free=True)[0]], group(chunks, at + 1, free=True)[1]
    while at < len(chunks) and isinstance(chunks[at], Mark) and chunks[at].kind in ("DATE", "R"):
        at += 1
    follows = chunks[at] if at < len(chunks) else None
    if isinstance(follows, Mark) and follows.kind == "comma" and at + 1 < len(chunks):
        # "said the workers, most of whom live in China, had earned"
        begins = chunks[at + 1]
        among = isinstance(begins, Mark) and begins.low in ("among", "including")
        aside = (
            among
            or (isinstance(begins, NounGroup) and (begins.relative or begins.indefinite))
            or (isinstance(begins, Mark) and begins.kind == "S" and begins.low in ("who", "which", "whom"))
        )
        closes = next(
            (here for here in range(at + 1, min(len(chunks) - 1, at + 14)) if chunks[here].kind == "comma"), 0
        )
        follows = chunks[closes + 1] if aside and closes else None
        return isinstance(follows, VerbGroup) and follows.form == "finite" and not clause.inverted
    return len(groups) > 1 and isinstance(follows, VerbGroup) and follows.form == "finite"


def _after_inserted(clause: Clause, chunks: list[Chunk], here: int) -> int:
    """Over ``, including A and B,`` and ``, citing A,``; -1 ends the clause."""
    that = _after_cited(chunks, here)
    if that and clause.complement is None:
        # "reported, citing a draft, that …"
        clause.complement = ("that", that)
        return -1
    if not _including_follows(chunks, here):
        return -1
    clause.included, here = group(chunks, here + 2, free=False)
    return here + (here < len(chunks) and chunks[here].kind == "comma")


def _after_cited(chunks: list[Chunk], here: int) -> int:
    """Where the words begin that follow ``, citing A and B, that``; 0 where they do not."""
    if here + 3 >= len(chunks) or chunks[here + 1].kind != "citing":
        return 0
    for at in range(here + 2, min(len(chunks) - 2, here + 12)):
        one = chunks[at]
        if one.kind == "comma":
            that = chunks[at + 1]
            return at + 2 if isinstance(that, Mark) and that.kind == "S" and that.low == "that" else 0
        if isinstance(one, VerbGroup) and one.form == "finite":
            return 0
    return 0


def _goes_over(clause: Clause, chunks: list[Chunk], here: int) -> bool:
    """An "and" before the same preposition, or a comma before an adverb, ends nothing."""
    joined = chunks[here].kind == "C" and clause.prepositions and _same_preposition(clause, chunks, here + 1)
    return bool(joined) or (chunks[here].kind == "comma" and _adjunct_follows(chunks, here))


def _over_description(clause: Clause, chunks: list[Chunk], here: int) -> int:
    """``removed Larisa Orlova, the wife of a banker, from its list``: where it goes on after who she is; 0 for nowhere."""
    if chunks[here].kind != "comma" or clause.prepositions or len(clause.object) != 1:
        return 0
    named = clause.object[0].names
    if not named or named[-1].kind not in ("person", "company", "vessel", "surname", "name"):
        return 0
    at = here + 1
    while at < min(len(chunks), here + 3) and isinstance(chunks[at], NounGroup):
        # "the wife of the Russian billionaire", "Yuri Orlov"
        at += 1
    if at == here + 1 or at + 2 >= len(chunks) or chunks[at].kind != "comma":
        return 0
    word, follows = chunks[at + 1], chunks[at + 2]
    goes_on = isinstance(word, Mark) and word.low in ("from", "to", "on", "off") and isinstance(follows, NounGroup)
    return at + 1 if goes_on else 0


def _on_after_date(clause: Clause, chunks: list[Chunk], here: int) -> bool:
    """``imposed sanctions in January, on two refineries``: the comma only closes the date."""
    if chunks[here].kind != "comma" or chunks[here - 1].kind != "DATE" or not clause.object:
        return False
    one = chunks[here + 1] if here + 1 < len(chunks) else None
    return isinstance(one, Mark) and one.kind == "P" and one.low in ("on", "against")


def _closes_adverb(chunks: list[Chunk], here: int) -> bool:
    """``acknowledged, however, that``: the second comma."""
    return here > 1 and [chunks[at].kind for at in (here - 2, here - 1, here)] == ["comma", "R", "comma"]


def _same_preposition(clause: Clause, chunks: list[Chunk], at: int) -> bool:
    """``on 40 tankers and on their manager``"""
    one = chunks[at] if at < len(chunks) else None
    return isinstance(one, Mark) and one.kind == "P" and one.low == clause.prepositions[-1][0]


def _including_follows(chunks: list[Chunk], here: int) -> bool:
    """``, including A and B,``: an insertion that names some of those meant."""
    if here + 2 >= len(chunks):
        return False
    word, named = chunks[here + 1], chunks[here + 2]
    return isinstance(word, Mark) and word.low == "including" and isinstance(named, NounGroup) and bool(named.names)


# After these an object is who hears it, and "that" begins what he hears.
_ADDRESSING = frozenset(
    {
        "tell",
        "warn",
        "inform",
        "assure",
        "remind",
        "convince",
        "persuade",
        "notify",
        "caution",
        "alert",
        "advise",
        "accuse",
        "promise",
        "show",
        "brief",
        "quote",
    }
)


_TELLING = frozenset({"say", "claim", "announce", "confirm", "admit", "deny", "warn", "vow", "allege", "threaten"})


def _introduces(word: str, clause: Clause, language: Language) -> bool:
    """Whether a word begins what is said or asked; "that" after an object of another verb begins a relative clause."""
    if word == "that" and (clause.object or clause.prepositions):
        kinds = language.cues.get(clause.verb.lemma, ())
        if not any(language.frames[kind].speech for kind, _ in kinds):
            return False
        if clause.object and clause.verb.lemma not in _ADDRESSING:
            return False
        if clause.prepositions and not any(kind in _TELLING for kind, _ in kinds):
            return False
    return word in ("that", "how", "whether", "why", "what") or (
        word == "if" and clause.verb.lemma in ("ask", "wonder", "know", "question")
    )


_TWO_OBJECTS = frozenset(
    {
        "give",
        "send",
        "offer",
        "sell",
        "lend",
        "supply",
        "hand",
        "provide",
        "tell",
        "call",
        "brand",
        "label",
        "fine",
        "grant",
        "award",
    }
)


def _adjunct_follows(chunks: list[Chunk], here: int) -> bool:
    follows = chunks[here + 1] if here + 1 < len(chunks) else None
    return isinstance(follows, Mark) and follows.kind == "R"


def _content_after(clause: Clause, chunks: list[Chunk], here: int) -> None:
    """A further noun group begins the clause that is said ("told reporters Iran had …")."""
    if clause.complement is None and starts_clause(chunks, here):
        clause.complement = ("clause", here)


def _carried(clause: Clause, verb: VerbGroup, here: int, chunks: list[Chunk]) -> bool:
    """Take a verb group to the right as carried; False ends the clause."""
    if clause.complement is not None:
        return False
    if verb.form == "to":
        clause.complement = ("to", here)
    elif verb.form == "ing" and ((not clause.object and not clause.prepositions) or clause.verb.lemma == "plead"):
        # Of "pleaded guilty to exporting" the object is none.
        clause.complement = ("ing", here)
    elif verb.form == "finite" and clause.object and not clause.prepositions:
        # The object was the subject of what is said.
        clause.complement = ("clause", here - _width(clause, chunks, here))
        clause.object = []
    elif verb.form == "part":
        return verb.passive and not clause.object
    return False


def _width(clause: Clause, chunks: list[Chunk], here: int) -> int:
    back = here - 1
    first = clause.object[0]
    while back > clause.at and chunks[back] is not first:
        back -= 1
    return here - back


def _preposition(clause: Clause, chunks: list[Chunk], here: int) -> int:
    """Take a preposition and what follows it; -1 ends the clause."""
    one = chunks[here]
    assert isinstance(one, Mark)
    step = here + 1
    while step < len(chunks) and isinstance(chunks[step], Mark) and chunks[step].kind in ("R", "quote"):
        step += 1
    if step >= len(chunks):
        return -1
    follows = chunks[step]
    if isinstance(follows, NounGroup):
        groups, after = group(chunks, step, free=False)
        clause.prepositions.append((one.low, groups))
        return after
    carried = chunks[step + 1] if step + 1 < len(chunks) else None
    if follows.kind == "S" and isinstance(carried, VerbGroup) and carried.form == "to" and clause.complement is None:
        # "is to vote on whether to extend the embargo"
        clause.complement, clause.asks = ("to", step + 1), True
        return -1
    if isinstance(follows, VerbGroup) and follows.form in ("ing", "part"):
        if clause.complement is None:
            clause.complement = (one.low, step)
        return -1
    if isinstance(follows, Mark) and follows.kind == "P":
        return step
    return -1
