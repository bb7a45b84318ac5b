"""Words to chunks: noun groups and verb groups. Rules over small closed tables; no statistics, no weights."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from debar.news.language import Language
from debar.news.naming import Found
from debar.news.text import Token

_MARKS = {
    ",": "comma",
    ".": "stop",
    "!": "stop",
    "?": "stop",
    "…": "stop",
    ";": "break",
    ":": "break",
    "—": "dash",
    "–": "dash",
    "(": "open",
    "[": "open",
    ")": "close",
    "]": "close",
}
_QUOTES = frozenset('“”"«»„‘')
_NOMINAL = frozenset({"word", "term", "name", "adj", "num", "office", "det", "hyphen"})
_FINITE_LEFT = frozenset({"word", "term", "name", "pron", "date", "sub", "comma", "close", "poss-pron"})
# "be likely to", "be set to": adjectives that carry a verb.
_CARRYING = frozenset(
    {"likely", "unlikely", "able", "set", "ready", "prepared", "due", "about", "poised", "possible", "willing"}
)
_COPULA = frozenset({"be", "become", "remain", "seem", "appear"})


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


@dataclass(slots=True, eq=False)
class Mark:
    """Anything else: ``P``, ``C`` (and, or, but), ``S`` (that, who, if …), ``comma``, ``break``, ``DATE``, ``R``."""

    first: int
    last: int
    kind: str
    low: str


Chunk = NounGroup | VerbGroup | Mark


def tag(tokens: Sequence[Token], names: Sequence[Found], language: Language) -> None:
    """Give every token its tag."""
    for found in names:
        name = "name" if found.kind not in ("weapon", "goods", "measure", "office", "demonym") else "term"
        name = {"office": "office", "demonym": "adj"}.get(found.kind, name)
        for token in tokens[found.first : found.last]:
            token.tag = name
    for at, token in enumerate(tokens):
        if not token.tag:
            token.tag = _plain_tag(tokens, at, language)
    _take_verbs(tokens, language)


def _plain_tag(tokens: Sequence[Token], at: int, language: Language) -> str:
    token = tokens[at]
    text, low = token.text, token.low
    if text in _MARKS:
        return _MARKS[text]
    if text in _QUOTES:
        return "quote"
    if low == "'s" or text in "’'":
        return _apostrophe(tokens, at)
    if text == "-":
        return "hyphen"
    if low == "n't":
        return "neg"
    if not any(char.isalnum() for char in text):
        return "hyphen" if text in "+&" else "mark"
    if low in language.tags:
        return _closed(tokens, at, language)
    if low in language.postposed and at + 1 < len(tokens) and language.tags.get(tokens[at + 1].low) == "prep":
        return "adv"
    if text[0].isdigit() or text[0] in "$€£":
        return "num"
    if low in language.verbs:
        token.verbs = language.verbs[low]
        return "verb?"
    if low.endswith("ly") and len(low) > 4 and low not in ("family", "supply", "ally", "assembly", "italy"):
        return "adv"
    return "word"


_APPROXIMATE = frozenset(
    {
        "about",
        "around",
        "over",
        "under",
        "at",
        "least",
        "most",
        "more",
        "less",
        "fewer",
        "than",
        "up",
        "to",
        "nearly",
        "almost",
    }
)


def _closed(tokens: Sequence[Token], at: int, language: Language) -> str:
    """The tag of a small word; before a number some of them only say that it is about so many."""
    low = tokens[at].low
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if low == "her" and (following is None or not following.text[0].isalpha() or following.low in language.tags):
        return "pron"
    if low in _APPROXIMATE:
        width = 2 if low in ("at", "more", "less", "fewer", "up") else 1
        number = tokens[at + width] if at + width < len(tokens) else None
        pair = width == 1 or (following is not None and following.low in ("least", "most", "than", "to"))
        if (
            number is not None
            and pair
            and (number.text[0].isdigit() and len(number.text) != 4 or language.tags.get(number.low) == "num")
        ):
            return "adv" if low != "to" or tokens[at - 1].low == "up" else "prep"
        if (
            low in ("than", "least", "to")
            and at
            and tokens[at - 1].tag == "adv"
            and tokens[at - 1].low in ("more", "less", "fewer", "at", "up")
        ):
            return "adv"
    return language.tags[low]


def _apostrophe(tokens: Sequence[Token], at: int) -> str:
    before = tokens[at - 1] if at else None
    if before is None or before.end != tokens[at].start or not before.text[-1].isalnum():
        return "quote"
    if tokens[at].low == "'s":
        return "be" if before.tag in ("pron", "sub") else "poss"
    follows = tokens[at + 1] if at + 1 < len(tokens) else None
    return "poss" if before.low.endswith("s") and follows is not None and follows.text[0].isalpha() else "quote"


def _take_verbs(tokens: Sequence[Token], language: Language) -> None:
    unsure: list[int] = []
    finite = 0
    before, form = "start", ""
    for at, token in enumerate(tokens):
        if token.tag == "verb?" or (
            token.tag in ("office", "term") and token.low in language.verbs and before in ("modal", "to", "do")
        ):
            token.verbs = token.verbs or language.verbs[token.low]
            reading = _verb_reading(tokens, at, before, language)
            if (
                reading == ""
                and before == "conj"
                and form == "base"
                and ("base" in (kind for _, kind in token.verbs))
                and at + 1 < len(tokens)
                and tokens[at + 1].tag in _NOMINAL | {"verb?"}
            ):
                # "would freeze assets and ban exports"
                reading = "base"
            if reading == "unsure":
                unsure.append(at)
                token.tag = "word"
            elif reading:
                token.tag = "verb"
                token.lemma, token.verbs = _chosen(token, reading)
                finite += reading in ("past", "s", "base", "ed")
                form = reading
            else:
                token.tag = "word"
        if token.tag in ("be", "modal", "have", "do"):
            finite += 1
        if token.tag not in ("adv", "quote", "neg"):
            before = "to" if token.low == "to" and token.tag == "prep" else token.tag
            if token.tag == "verb" and at and tokens[at - 1].tag == "adv":
                before = "verb"
    if not finite:
        _take_headline(tokens, unsure)


def _chosen(token: Token, reading: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    lemma = next((lemma for lemma, kind in token.verbs if kind == reading), token.verbs[0][0])
    return lemma, ((lemma, reading),)


def _take_headline(tokens: Sequence[Token], unsure: Sequence[int]) -> None:
    """A sentence without any verb: the first word that may be one, between a name and a noun, is."""
    for at in unsure:
        if (
            0 < at < len(tokens) - 1
            and tokens[at - 1].tag in ("name", "word", "term")
            and tokens[at + 1].tag in _NOMINAL
        ):
            kind = next(kind for _, kind in tokens[at].verbs)
            tokens[at].tag = "verb"
            tokens[at].lemma, tokens[at].verbs = _chosen(tokens[at], kind)
            return


def _verb_reading(tokens: Sequence[Token], at: int, before: str, language: Language) -> str:
    """The kind of verb form that a token is here; empty for none, ``unsure`` where only the sentence can tell."""
    token = tokens[at]
    kinds = [kind for _, kind in token.verbs]
    follows = tokens[at + 1].tag if at + 1 < len(tokens) else "end"
    nominal_next = follows in ("word", "term", "name", "adj", "verb?")
    if before in ("to", "modal", "do"):
        return "base" if "base" in kinds else ("ing" if "ing" in kinds and before == "to" else "")
    if "ing" in kinds:
        return _ing(tokens, at, before, nominal=nominal_next)
    if any(kind in kinds for kind in ("ed", "past", "part")):
        return _past(kinds, before, token, nominal=nominal_next, follows=follows)
    return _present(tokens, at, before, kinds, follows, nounish=token.low in language.nounish)


def _ing(tokens: Sequence[Token], at: int, before: str, *, nominal: bool) -> str:
    if before in ("det", "poss", "num"):
        return ""
    if before == "be":
        return "ing"
    if (
        before == "conj"
        and nominal
        and at > 2
        and tokens[at - 2].tag in ("word", "adj")
        and tokens[at - 3].tag == "det"
    ):
        return ""
    if before == "adj" or (before in ("word", "term") and nominal and not tokens[at - 1].low.endswith("s")):
        return "ing" if tokens[at - 1].low.endswith("s") else ""
    return "ing"


def _past(kinds: list[str], before: str, token: Token, *, nominal: bool, follows: str) -> str:
    participle = "part" if "part" in kinds else "ed" if "ed" in kinds else ""
    if before in ("be", "have"):
        return participle or "past"
    if before in ("det", "poss", "num", "adj", "hyphen"):
        # "the alleged transfer", "ten sanctioned"; a demonym as noun is rare enough.
        return "" if nominal or before != "adj" else (participle or "past")
    if before in ("prep", "conj", "verb") and nominal and "past" not in kinds:
        return "ed" if before == "conj" and follows in ("name",) else ("" if before != "conj" else "ed")
    if before in ("start", "comma") and nominal and "past" not in kinds and before == "start":
        return ""
    if "past" in kinds:
        return "past"
    return participle


def _present(tokens: Sequence[Token], at: int, before: str, kinds: list[str], follows: str, *, nounish: bool) -> str:
    kind = "s" if "s" in kinds else "base"
    previous = tokens[at - 1] if at else None
    if previous is not None and previous.tag == "adv":
        previous = tokens[at - 2] if at > 1 else None
    if before in ("det", "poss", "prep", "num", "adj", "start", "have", "be", "hyphen"):
        return ""
    if before == "pron":
        return kind
    if before == "sub":
        return kind if kind == "s" or not nounish else ""
    if (
        kind == "base"
        and follows in ("stop", "end")
        and nounish is False
        and not any(lemma in _CLAUSE_TAKERS for lemma, _ in (previous and tokens[at].verbs or ()))
    ):
        return ""
    opens = follows in ("det", "name", "pron", "num", "adj", "sub", "quote", "poss-pron")
    if not nounish:
        if (
            kind == "base"
            and previous is not None
            and previous.tag in ("word", "term")
            and not previous.low.endswith(("s", "people", "police"))
        ):
            return ""
        return kind if before in (*_FINITE_LEFT, "conj", "verb", "office") and before != "verb" or kind == "s" else ""
    plural = previous is not None and (previous.low.endswith("s") or previous.low in ("people", "allies", "police"))
    if kind == "base" and plural and opens and before in ("word", "term"):
        return "base"
    if kind == "s" and before == "name" and follows in ("det", "pron", "sub"):
        return "s"
    return "unsure"


def chunk(tokens: Sequence[Token], names: Sequence[Found]) -> list[Chunk]:
    """The chunks of a tagged sentence, left to right."""
    starts = {found.first: found for found in names}
    found: list[Chunk] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if token.tag == "DATE":
            last = at + 1
            while last < len(tokens) and tokens[last].tag == "DATE":
                last += 1
            found.append(Mark(at, last, "DATE", ""))
            at = last
            continue
        verb = _verb_group(tokens, at)
        if verb:
            found.append(verb)
            at = verb.last
            continue
        noun = _noun_group(tokens, at, starts)
        if noun:
            found.append(noun)
            at = noun.last
            continue
        found.append(_mark(tokens, at))
        at += 1
    _mark_participles(found, tokens)
    return _attach_of(found, tokens)


_MARK_KINDS = {
    "prep": "P",
    "conj": "C",
    "sub": "S",
    "adv": "R",
    "quote": "quote",
    "according": "according",
    "citing": "citing",
    "neg": "neg",
}


def _mark(tokens: Sequence[Token], at: int) -> Mark:
    token = tokens[at]
    return Mark(at, at + 1, _MARK_KINDS.get(token.tag, token.tag), token.low)


def _verb_group(tokens: Sequence[Token], at: int) -> VerbGroup | None:  # noqa: C901 - the parts of a verb group, in their order
    first, here = at, at
    to = tokens[here].low == "to" and tokens[here].tag == "prep"
    negative = neither = perfect = progressive = False
    modal, be, do, have = "", "", False, ""
    if to:
        here += 1
    while here < len(tokens):
        token = tokens[here]
        if token.tag == "modal" and not to:
            modal = token.low
        elif token.tag == "be":
            be, progressive = token.low, be != "" and token.low == "being"
        elif token.tag == "have":
            have = token.low
        elif token.tag == "do":
            do = True
        elif token.tag == "neg":
            negative, neither = True, neither or token.low == "neither"
        elif token.tag != "adv" or here == first:
            break
        here += 1
    if here == first or (to and here < len(tokens) and tokens[here].tag != "verb" and not be and not have):
        if not (here == first and here < len(tokens) and tokens[here].tag == "verb"):
            return None
    auxiliary = bool(modal or be or have or do)
    if not (auxiliary or to) and here != first and not (here < len(tokens) and tokens[here].tag == "verb"):
        return None
    if here < len(tokens) and tokens[here].tag == "verb":
        return _with_verb(
            tokens, first, here, to=to, modal=modal, be=be, have=have, do=do, negative=negative, neither=neither
        )
    if not auxiliary:
        return None
    while here > first + 1 and tokens[here - 1].tag == "adv":
        here -= 1
    lemma = "be" if be else "have" if have else "do"
    form = "to" if to else "ing" if (be or have) in ("being", "having") and not modal else "finite"
    carrying = here < len(tokens) and be and tokens[here].low in _CARRYING
    main = here - 1
    if carrying:
        lemma, main, here = f"be {tokens[here].low}", here, here + 1
    return VerbGroup(
        first,
        here,
        main,
        lemma,
        form,
        _tense(modal, be, have, ""),
        negative=negative,
        modal=modal,
        perfect=bool(have) and bool(be),
        neither=neither,
    )


def _with_verb(
    tokens: Sequence[Token],
    first: int,
    at: int,
    *,
    to: bool,
    modal: str,
    be: str,
    have: str,
    do: bool,
    negative: bool,
    neither: bool,
) -> VerbGroup:
    token = tokens[at]
    kind = token.verbs[0][1]
    auxiliary = bool(modal or be or have or do)
    form = "to" if to else "finite"
    if kind == "ing" and not auxiliary:
        form = "ing"
    elif kind == "part" and not auxiliary:
        form = "part"
    if be == "being" and not (modal or have) and tokens[first].low == "being":
        form = "part"
    if have == "having" and not be:
        form = "ing"
    passive = bool(be) and kind in ("ed", "part")
    last = at + 1
    # "neither confirmed nor denied", "confirm or deny"
    return VerbGroup(
        first,
        last,
        at,
        token.lemma,
        form,
        _tense(modal, be, have, kind),
        passive,
        bool(have),
        negative,
        modal,
        neither=neither,
    )


def _tense(modal: str, be: str, have: str, kind: str) -> str:
    if modal in ("will", "shall", "wo"):
        return "future"
    if modal == "would":
        return "future"
    if modal in ("could", "may", "might", "can", "should", "must"):
        return "hypothetical"
    if have or be in ("was", "were", "been") or (not be and kind in ("ed", "past")):
        return "past"
    return "present"


def _noun_group(tokens: Sequence[Token], at: int, starts: dict[int, Found]) -> NounGroup | None:
    token = tokens[at]
    if token.tag == "pron":
        return NounGroup(at, at + 1, at)
    if token.tag not in _NOMINAL and not (token.tag == "sub" and _that_is_determiner(tokens, at)):
        return None
    names: list[Found] = []
    last, head = at, -1
    while last < len(tokens):
        here = tokens[last]
        if last > at and _new_group(tokens, last, starts, names, head):
            break
        if here.tag in _NOMINAL or (last == at and here.tag == "sub"):
            if last in starts:
                names.append(starts[last])
                last, head = starts[last].last, starts[last].last - 1
                continue
            head = (
                last
                if here.tag in ("word", "term", "office", "name") or (head < 0 and here.tag in ("num", "adj"))
                else head
            )
            last += 1
        elif here.tag == "poss" and last > at:
            last += 1
        elif (
            here.tag == "quote"
            and last > at
            and last + 1 < len(tokens)
            and here.text in '“"‘'
            and tokens[at].tag == "det"
            and tokens[last + 1].tag in ("word", "adj")
        ):
            last += 1
        elif (
            here.tag == "adv"
            and last + 1 < len(tokens)
            and tokens[last + 1].tag in ("word", "adj", "term")
            and tokens[at].tag in ("det", "num")
        ):
            last += 1
        elif here.tag == "conj" and here.low == "and" and _joined_modifier(tokens, last):
            last += 1
        else:
            break
    while last > at + 1 and tokens[last - 1].tag in ("hyphen", "quote"):
        last -= 1
    if head < 0:
        head = last - 1
    return NounGroup(at, last, head, names) if last > at else None


def _joined_modifier(tokens: Sequence[Token], at: int) -> bool:
    """``the growing and concerning defense collaboration``: two modifiers, one head."""
    return (
        1 < at < len(tokens) - 2
        and (
            tokens[at - 1].tag == "adj"
            or tokens[at - 2].tag == "det"
            and tokens[at - 1].low.endswith(("ing", "ed", "al", "ic", "ive", "ous"))
        )
        and tokens[at + 1].tag in ("adj", "word")
        and tokens[at + 2].tag in ("word", "term")
    )


def _new_group(tokens: Sequence[Token], at: int, starts: dict[int, Found], names: list[Found], head: int) -> bool:
    here, before = tokens[at], tokens[at - 1]
    if here.tag == "det":
        return before.tag not in ("det", "num", "adv") and not (before.low in ("all", "both", "half"))
    if here.tag == "num" and head >= 0 and before.tag in ("name",):
        return False
    if at in starts and starts[at].kind in ("weapon", "goods", "measure"):
        # "Tomahawk missiles": a name before goods is what they are called.
        return False
    if at in starts and names and names[-1].last == at:
        # Two names side by side: the first one may say whose the second is, or be its title.
        return names[-1].kind not in ("country", "demonym", "office", "agency", "company") or starts[at].kind in (
            "country",
            "place",
            "capital",
        )
    if (
        at in starts
        and starts[at].kind in ("country", "place", "capital")
        and before.tag in ("word", "term")
        and before.low.endswith("s")
    ):
        return True
    if at in starts and starts[at].kind in ("person", "surname") and before.tag == "term":
        return True
    return False


def _that_is_determiner(tokens: Sequence[Token], at: int) -> bool:
    return (
        tokens[at].low == "that"
        and at > 0
        and tokens[at - 1].tag == "prep"
        and at + 1 < len(tokens)
        and tokens[at + 1].tag in ("word", "term")
    )


def _mark_participles(chunks: list[Chunk], tokens: Sequence[Token]) -> None:
    """A form in -ed without auxiliary is finite, or belongs to the noun before it ("drones supplied by Iran")."""
    for at, here in enumerate(chunks):
        if (
            not isinstance(here, VerbGroup)
            or here.form != "finite"
            or tokens[here.first].tag != "verb"
            and tokens[here.first].tag != "adv"
        ):
            continue
        if tokens[here.main].verbs[0][1] != "ed":
            continue
        if _is_reduced(chunks, at, tokens):
            here.form, here.passive = "part", True


def _inserted(chunks: list[Chunk], at: int) -> bool:
    """``The vessel, identified as the Sabiti, is controlled by …``"""
    if at < 2 or not isinstance(chunks[at - 2], NounGroup):
        return False
    for here in range(at + 1, min(len(chunks) - 1, at + 16)):
        follows = chunks[here + 1]
        if chunks[here].kind == "comma":
            return isinstance(follows, VerbGroup) and follows.form == "finite"
        if isinstance(chunks[here], VerbGroup):
            return False
    return False


_BOUND_STOPS = frozenset({"comma", "C", "S", "break", "dash", "quote"})


def _is_reduced(chunks: list[Chunk], at: int, tokens: Sequence[Token]) -> bool:
    before = chunks[at - 1] if at else None
    follows = chunks[at + 1] if at + 1 < len(chunks) else None
    if isinstance(before, Mark) and before.kind == "R":
        before = chunks[at - 2] if at > 1 else None
    if isinstance(follows, Mark) and follows.kind == "R":
        follows = chunks[at + 2] if at + 2 < len(chunks) else None
    if not isinstance(before, NounGroup) and not (isinstance(before, Mark) and before.kind in ("DATE", "comma")):
        return False
    if isinstance(follows, NounGroup):
        return False
    by = isinstance(follows, Mark) and follows.kind == "P"
    if by and isinstance(follows, Mark) and follows.low == "by":
        return True
    here = chunks[at]
    if isinstance(here, VerbGroup) and here.lemma in _CLAUSE_TAKERS:
        return False
    if isinstance(before, Mark):
        # ", suspected of carrying oil": after a finished clause, or between a noun and its verb.
        after_clause = any(isinstance(each, VerbGroup) and each.form == "finite" for each in chunks[: at - 1])
        return before.kind == "comma" and by and (after_clause or _inserted(chunks, at))
    if tokens[before.head].tag == "pron":
        return tokens[before.head].low in ("those", "one", "anyone", "everyone")
    if tokens[before.head].low in ("those", "anyone"):
        return True
    ends = follows is None or isinstance(follows, Mark) and follows.kind in ("P", "stop", "comma", "DATE", "R")
    if not ends and not (isinstance(follows, VerbGroup) and follows.form in ("finite", "to")):
        return False
    if isinstance(follows, VerbGroup) and follows.form == "finite":
        return True
    return _bound(chunks, at - 1) or (_finite_follows(chunks, at + 1) and by)


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
    return isinstance(one, VerbGroup) and one.lemma in _CLAUSE_TAKERS


# After these a noun group is rather the subject of what is said than their object.
_CLAUSE_TAKERS = frozenset(
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
    }
)


def _finite_follows(chunks: list[Chunk], at: int) -> bool:
    for one in chunks[at:]:
        if isinstance(one, VerbGroup):
            return one.form == "finite"
        if isinstance(one, Mark) and one.kind in _BOUND_STOPS:
            return False
    return False


def _attach_of(chunks: list[Chunk], tokens: Sequence[Token]) -> list[Chunk]:
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
            _stretch(before, of.last)
            at += 2
            continue
        found.append(one)
        at += 1
    return found


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
