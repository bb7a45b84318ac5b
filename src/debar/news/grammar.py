"""Tagged words to chunks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from debar.news.attaching import attach_of, neither, of_whom, without_ages
from debar.news.chunks import Chunk, Mark, NounGroup, VerbGroup
from debar.news.naming import Found
from debar.news.participles import mark_participles
from debar.news.text import Token
from debar.news.verb_forms import NOMINAL

# "be likely to", "be set to": adjectives that carry a verb.
_CARRYING = frozenset(
    {"likely", "unlikely", "able", "set", "ready", "prepared", "due", "about", "poised", "possible", "willing"}
)


_COPULA = frozenset({"be", "become", "remain", "seem", "appear"})


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
    found = neither(of_whom(without_ages(found, tokens), tokens))
    mark_participles(found, tokens)
    return attach_of(found, tokens)


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


@dataclass(slots=True)
class _Auxiliaries:
    """What stands before a verb: the last word of each sort, in small letters."""

    to: bool = False
    modal: str = ""
    be: str = ""
    have: str = ""
    do: str = ""
    negative: bool = False
    neither: bool = False

    def take(self, token: Token, *, first: bool) -> bool:
        """Take a word; False where it is none of them."""
        if token.tag == "modal" and not self.to:
            self.modal = token.low
        elif token.tag == "be":
            self.be = token.low
        elif token.tag == "have":
            self.have = token.low
        elif token.tag == "do":
            self.do = token.low
        elif token.tag == "neg":
            self.negative, self.neither = True, self.neither or token.low == "neither"
        else:
            # "will “absolutely” respond"
            return (token.tag == "adv" and not first) or (token.tag == "quote" and bool(self))
        return True

    def __bool__(self) -> bool:
        return bool(self.modal or self.be or self.have or self.do)


def _verb_group(tokens: Sequence[Token], at: int) -> VerbGroup | None:
    to = tokens[at].low == "to" and tokens[at].tag == "prep"
    before = _Auxiliaries(to=to)
    here = at + to
    while here < len(tokens) and before.take(tokens[here], first=here == at):
        here += 1
    if here < len(tokens) and tokens[here].tag == "verb":
        return _with_verb(tokens, at, here, before)
    if not before or (to and not (before.be or before.have)):
        return None
    return _without_verb(tokens, at, here, before)


def _without_verb(tokens: Sequence[Token], first: int, here: int, before: _Auxiliaries) -> VerbGroup:
    """``is``, ``has``, ``did`` by themselves, and ``is likely``."""
    while here > first + 1 and tokens[here - 1].tag in ("adv", "quote"):
        here -= 1
    lemma = "be" if before.be else "have" if before.have else "do"
    yet = here + 1 < len(tokens) and tokens[here].low == "yet" and tokens[here + 1].low == "to"
    present = (before.be or before.have) in ("being", "having") and not before.modal
    form = "to" if before.to else "ing" if present else "finite"
    main = here - 1
    if here < len(tokens) and before.be and tokens[here].low in _CARRYING:
        lemma, main, here = f"be {tokens[here].low}", here, here + 1
    elif yet:
        # "have yet to agree"
        lemma, here = f"{lemma} yet", here + 1
    return VerbGroup(
        first,
        here,
        main,
        lemma,
        form,
        _tense(before.modal, before.be, before.have if before.be or before.have == "had" else "", ""),
        negative=before.negative,
        modal=before.modal,
        perfect=bool(before.have and before.be),
        neither=before.neither,
    )


def _with_verb(tokens: Sequence[Token], first: int, at: int, before: _Auxiliaries) -> VerbGroup:
    token = tokens[at]
    kind = token.verbs[0][1]
    form = "to" if before.to else "finite"
    if kind in ("ing", "part") and not before:
        form = kind
    if before.be == "being" and not (before.modal or before.have) and tokens[first].low == "being":
        form = "part"
    if before.have == "having" and not before.be:
        form = "ing"
    return VerbGroup(
        first,
        at + 1,
        at,
        token.lemma,
        form,
        _tense(before.modal, before.be, before.have, "past" if before.do == "did" else kind),
        passive=(bool(before.be) and kind in ("ed", "part")) or form == "part",
        perfect=bool(before.have),
        negative=before.negative,
        modal=before.modal,
        neither=before.neither,
        going=bool(before.be) and kind == "ing",
        bare=kind == "base",
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
    if token.tag not in NOMINAL and not (token.tag == "sub" and _that_is_determiner(tokens, at)):
        return None
    names: list[Found] = []
    last, head = at, -1
    while last < len(tokens):
        here = tokens[last]
        if last > at and _new_group(tokens, last, starts, names, head):
            break
        if here.tag in NOMINAL or (last == at and here.tag == "sub"):
            if last in starts:
                names.append(starts[last])
                last, head = starts[last].last, starts[last].last - 1
                continue
            head = (
                last
                if here.tag in ("word", "term", "office", "name")
                or (here.tag in ("num", "adj") and (head < 0 or tokens[head].tag == "num"))
                else head
            )
            last += 1
        elif (
            (here.tag == "poss" and last > at)
            or (
                here.tag == "quote"
                and last > at
                and last + 1 < len(tokens)
                and here.text in '“"‘'
                and tokens[at].tag == "det"
                and tokens[last + 1].tag in ("word", "adj")
            )
            or (
                here.tag == "adv"
                and last + 1 < len(tokens)
                and tokens[last + 1].tag in ("word", "adj", "term")
                and tokens[at].tag in ("det", "num")
            )
            or (here.tag == "conj" and here.low == "and" and _joined_modifier(tokens, last))
        ):
            last += 1
        else:
            break
    while last > at + 1 and tokens[last - 1].tag in ("hyphen", "quote"):
        last -= 1
    if head < 0:
        head = last - 1
    return NounGroup(at, last, head, names, indefinite=tokens[at].low in ("a", "an")) if last > at else None


def _joined_modifier(tokens: Sequence[Token], at: int) -> bool:
    """``the growing and concerning defense collaboration``: two modifiers, one head."""
    return (
        1 < at < len(tokens) - 2
        and (
            tokens[at - 1].tag == "adj"
            or (tokens[at - 2].tag == "det" and tokens[at - 1].low.endswith(("ing", "ed", "al", "ic", "ive", "ous")))
        )
        and tokens[at + 1].tag in ("adj", "word")
        and tokens[at + 2].tag in ("word", "term")
    )


def _new_group(tokens: Sequence[Token], at: int, starts: dict[int, Found], names: list[Found], head: int) -> bool:
    here, before = tokens[at], tokens[at - 1]
    if here.tag == "det":
        return before.tag not in ("det", "num", "adv") and before.low not in ("all", "both", "half")
    if here.tag == "num" and head >= 0 and before.tag != "num" and _is_sum(tokens, at):
        # "fined the broker 1.2 million pounds"
        return True
    if here.tag == "num" and head >= 0 and before.tag in ("name",):
        return False
    if at in starts and starts[at].kind in ("weapon", "goods", "measure"):
        # "Tomahawk missiles": a name before goods is what they are called.
        return False
    if at in starts and names and names[-1].last == at:
        if names[-1].kind == "place" and starts[at].kind == "office":
            # "Europe minister"
            return False
        if names[-1].kind in ("name", "surname", "thing") and starts[at].kind == "office":
            # "Green lawmaker Nele Brandt"
            return False
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
    return bool(at in starts and starts[at].kind in ("person", "surname") and before.tag == "term")


_SUMS = frozenset({"million", "billion", "dollars", "euros", "pounds", "francs", "yen", "yuan", "rubles", "roubles"})


def _is_sum(tokens: Sequence[Token], at: int) -> bool:
    """``$4.2 million``, ``3 million euros``."""
    if tokens[at].text[0] in "$€£":
        return True
    return any(token.low in _SUMS for token in tokens[at + 1 : at + 3])


def _that_is_determiner(tokens: Sequence[Token], at: int) -> bool:
    return (
        tokens[at].low == "that"
        and at > 0
        and tokens[at - 1].tag == "prep"
        and at + 1 < len(tokens)
        and tokens[at + 1].tag in ("word", "term")
    )
