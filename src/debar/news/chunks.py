"""What chunks are: noun groups, verb groups, and the marks between them."""

from __future__ import annotations

from dataclasses import dataclass, field

from debar.news.naming import Found


@dataclass(slots=True, eq=False)
class NounGroup:
    """Tokens ``first`` to ``last`` (exclusive) with a head; ``of`` holds what follows after "of"."""

    first: int
    last: int
    head: int
    names: list[Found] = field(default_factory=list)
    of: list[NounGroup] = field(default_factory=list)
    kind: str = "NP"
    end: int = 0
    indefinite: bool = False
    relative: bool = False
    neither: bool = False

    def __post_init__(self) -> None:
        self.end = self.last


@dataclass(slots=True, eq=False)
class VerbGroup:
    """A verb with its auxiliaries. ``form`` is ``finite``, ``to``, ``ing`` or ``part`` (a participle after its noun)."""

    first: int
    last: int
    main: int
    lemma: str
    form: str
    tense: str = "present"
    passive: bool = False
    perfect: bool = False
    negative: bool = False
    modal: str = ""
    kind: str = "VG"
    neither: bool = False
    going: bool = False
    bare: bool = False


@dataclass(slots=True, eq=False)
class Mark:
    """Anything else: ``P``, ``C`` (and, or, but), ``S`` (that, who, if …), ``comma``, ``break``, ``DATE``, ``R``."""

    first: int
    last: int
    kind: str
    low: str


Chunk = NounGroup | VerbGroup | Mark


# After these a noun group is rather the subject of what is said than their object.
CLAUSE_TAKERS = frozenset(
    {
        "say",
        "state",
        "claim",
        "believe",
        "think",
        "add",
        "insist",
        "argue",
        "confirm",
        "reveal",
        "know",
        "allege",
        "report",
        "announce",
        "suggest",
        "indicate",
        "show",
        "warn",
        "tell",
        "write",
        "note",
        "declare",
        "remark",
        "stress",
        "reply",
        "respond",
        "speak",
        "caution",
        "assert",
        "maintain",
        "contend",
        "testify",
        "conclude",
    }
)
