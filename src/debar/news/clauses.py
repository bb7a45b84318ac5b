"""Verb groups with what belongs to them: subject, object, prepositional groups, and the clauses they carry."""

from __future__ import annotations

from collections.abc import Sequence

from debar.news.chunks import Chunk, Mark, NounGroup, VerbGroup
from debar.news.clause import Clause
from debar.news.groups import REACH
from debar.news.language import Language
from debar.news.objects import right
from debar.news.subjects import subject
from debar.news.text import Token

_CLAUSE_PREPOSITIONS = frozenset({"since", "before", "after", "until", "as"})


def clauses(chunks: list[Chunk], tokens: Sequence[Token], language: Language) -> list[Clause]:
    """The clauses of a sentence, in order."""
    _subordinate(chunks)
    found = [Clause(at, one) for at, one in enumerate(chunks) if isinstance(one, VerbGroup)]
    for each in found:
        right(each, chunks, language)
    for index, each in enumerate(found):
        subject(each, chunks, tokens, found[:index], language)
    for each in found:
        _speaks_outside(each, chunks, language)
        _condition(each, chunks, tokens)
    return found


def _subordinate(chunks: list[Chunk]) -> None:
    """``after``, ``before``, ``as`` and their like begin a clause where a subject and a finite verb follow."""
    for at, one in enumerate(chunks[:-2]):
        if isinstance(one, Mark) and one.kind == "P" and one.low in _CLAUSE_PREPOSITIONS:
            verb = chunks[at + 2]
            if isinstance(chunks[at + 1], NounGroup) and isinstance(verb, VerbGroup) and verb.form == "finite":
                one.kind = "S"


def _speaks_outside(clause: Clause, chunks: list[Chunk], language: Language) -> None:
    """``China told the panel that …, the report says``: who speaks last stands outside of what is told."""
    if clause.relation not in ("that", "clause") or clause.complement is not None or clause.object:
        return
    speaks = any(language.frames[kind].speech for kind, _ in language.cues.get(clause.verb.lemma, ()))
    if not speaks or not clause.subject:
        return
    at = next((here for here, one in enumerate(chunks) if one is clause.subject[0]), 0)
    if at and chunks[at - 1].kind in ("comma", "quote"):
        clause.governor, clause.relation = None, ""


_SUPPOSING = frozenset({"suppose", "supposing", "imagine", "assume", "assuming", "provided", "providing"})


def _supposed(clause: Clause, chunks: list[Chunk], tokens: Sequence[Token]) -> bool:
    """``Should the Treasury blacklist a bank, …``, ``Suppose that the allies agreed to …``."""
    for at in range(clause.at - 1, max(-1, clause.at - 8), -1):
        one, word = chunks[at], tokens[chunks[at].first].low
        if one.kind in ("comma", "break"):
            return False
        begins = at == 0 or chunks[at - 1].kind in ("quote", "break", "comma", "R")
        alone = one.last - one.first == 1
        asked = isinstance(one, VerbGroup) and (one.modal == "should" or word == "had") and at + 1 < len(chunks)
        if begins and alone and (word in _SUPPOSING or (asked and isinstance(chunks[at + 1], NounGroup))):
            return True
    return False


def _condition(clause: Clause, chunks: list[Chunk], tokens: Sequence[Token]) -> None:
    """Whether the clause stands under "if" or "unless", in the same part of the sentence."""
    if _supposed(clause, chunks, tokens):
        clause.condition = True
        return
    for back in range(clause.at - 1, max(-1, clause.at - REACH), -1):
        one = chunks[back]
        if isinstance(one, Mark) and (one.kind in ("comma", "break")):
            return
        if isinstance(one, Mark) and one.kind == "S" and one.low in ("if", "unless", "whether", "should"):
            clause.condition = one.low != "whether"
            clause.unsure = one.low == "whether" and clause.verb.form == "finite"
            return
        if isinstance(one, VerbGroup) and one.form == "finite":
            return
