"""What a clause is: a verb group with what belongs to it; and a sentence that is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from debar.news.chunks import Chunk, NounGroup, VerbGroup
from debar.news.text import Token


@dataclass(slots=True, eq=False)
class Clause:
    """One verb group and its surroundings. Chunks are those of ``Parsed.chunks``; numbers are positions in it."""

    at: int
    verb: VerbGroup
    subject: list[NounGroup] = field(default_factory=list)
    object: list[NounGroup] = field(default_factory=list)
    prepositions: list[tuple[str, list[NounGroup]]] = field(default_factory=list)
    complement: tuple[str, int] | None = None
    governor: Clause | None = None
    relation: str = ""
    relative: bool = False
    inverted: bool = False
    condition: bool = False
    shared: bool = False
    asks: bool = False
    unsure: bool = False
    included: list[NounGroup] = field(default_factory=list)
    told_by: list[NounGroup] = field(default_factory=list)
    gap: NounGroup | None = None
    subject_prepositions: list[tuple[str, list[NounGroup]]] = field(default_factory=list)

    def after(self, *words: str) -> list[NounGroup]:
        """The noun groups after the first of these prepositions."""
        found = next((word for word, _ in self.prepositions if word in words), None)
        if found is not None:
            return [one for word, groups in self.prepositions if word == found for one in groups]
        if self.verb.passive:
            # "sanctions on the bank were lifted"
            for word, groups in self.subject_prepositions:
                if word in words and word != "by":
                    return groups
        return []


@dataclass(slots=True)
class Parsed:
    """A sentence, read."""

    tokens: Sequence[Token]
    chunks: list[Chunk]
    clauses: list[Clause]
    number: int
    paragraph: int

    @property
    def start(self) -> int:
        """Where it begins in the text."""
        return self.tokens[0].start

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.tokens[-1].end
