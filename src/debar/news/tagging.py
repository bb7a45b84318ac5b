"""Words to tags: what is a verb here and what is none. Rules over small closed tables; no statistics, no weights."""

from __future__ import annotations

from collections.abc import Sequence

from debar.news.language import Language
from debar.news.naming import Found
from debar.news.text import Token
from debar.news.verb_forms import NOMINAL, VERBAL, verb_reading

_MARKS = {
    ",": "comma",
    ".": "stop",
    "!": "stop",
    "?": "stop",
    "…": "stop",
    ";": "break",
    ":": "break",
    "—": "dash",
    "--": "dash",
    "–": "dash",
    "(": "open",
    "[": "open",
    ")": "close",
    "]": "close",
}


_QUOTES = frozenset('“”"«»„‘')


def tag(tokens: Sequence[Token], names: Sequence[Found], language: Language) -> None:
    """Give every token its tag."""
    for found in names:
        name = "name" if found.kind not in ("weapon", "goods", "measure", "office", "demonym") else "term"
        name = {"office": "office", "demonym": "adj", "work": "word"}.get(found.kind, name)
        for token in tokens[found.first : found.last]:
            token.tag = name
    for at, token in enumerate(tokens):
        if not token.tag:
            token.tag = _plain_tag(tokens, at, language)
    _take_verbs(tokens, language)


def _plain_tag(tokens: Sequence[Token], at: int, language: Language) -> str:
    token = tokens[at]
    text, low = token.text, token.low
    mark = _mark_tag(tokens, at)
    if mark:
        return mark
    if low in _REFLEXIVE and at and tokens[at - 1].tag in ("name", "word", "term", "be", "have", "modal"):
        # "Pelikan itself"
        return "adv"
    if low in language.verbs and at and tokens[at - 1].tag == "modal" and language.tags.get(low) == "adv":
        # "would back an embargo"
        token.verbs = language.verbs[low]
        return "verb?"
    if low in ("late", "early") and at + 1 < len(tokens) and tokens[at + 1].tag == "DATE":
        # "imposed sanctions on the firm late on Monday"
        return "adv"
    if low in ("last", "first", "since") and _before_past(tokens, at, language):
        return "adv"
    if low in language.tags:
        return _closed(tokens, at, language)
    if low in language.postposed and at + 1 < len(tokens) and language.tags.get(tokens[at + 1].low) == "prep":
        return "adv"
    if text[0].isdigit() or text[0] in "$€£":
        return "num"
    if low in language.verbs:
        token.verbs = language.verbs[low]
        return "verb?"
    if at and low[0] == text[0] and low.isalpha():
        token.verbs = _unknown_verb(low, tokens[at - 1].tag)
        if token.verbs:
            return "verb?"
    if low in ("weekly", "daily") and at and tokens[at - 1].tag == "det":
        # "The weekly Brennglas"
        return "adj"
    if low.endswith("ly") and len(low) > 4 and low not in ("family", "supply", "ally", "assembly", "italy"):
        return "adv"
    return "word"


def _mark_tag(tokens: Sequence[Token], at: int) -> str:
    """The tag of a mark, or of what belongs to the word before it; empty for a word."""
    text, low = tokens[at].text, tokens[at].low
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
    return ""


def _unknown_verb(low: str, before: str) -> tuple[tuple[str, str], ...]:
    """``might upset the talks``, ``had earned``: a verb that no table has, by what stands before it."""
    if before == "modal":
        return ((low, "base"),)
    if before in ("have", "be") and len(low) > 4 and low.endswith("ed"):
        return ((low[:-2], "ed"),)
    return ()


def _before_past(tokens: Sequence[Token], at: int, language: Language) -> bool:
    """``had last been admitted``, ``Washington first barred sales``: no noun follows."""
    if not 0 < at < len(tokens) - 1 or tokens[at - 1].tag not in ("name", "have", "be"):
        return False
    if tokens[at].low == "since" and tokens[at - 1].tag != "have":
        return False
    follows = tokens[at + 1].low
    return follows == "been" or any(kind in ("ed", "past", "part") for _, kind in language.verbs.get(follows, ()))


_REFLEXIVE = frozenset({"itself", "himself", "herself", "themselves"})
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
    if low == "there" and following is not None and language.tags.get(following.low) in ("be", "modal", "have"):
        # "said there was no proof"
        return "pron"
    if low == "no" and following is not None and following.low == "longer":
        return "neg"
    if low == "worth" and following is not None and following.low == "of":
        return "word"
    if low in _APPROXIMATE:
        width = 2 if low in ("at", "more", "less", "fewer", "up") else 1
        number = tokens[at + width] if at + width < len(tokens) else None
        pair = width == 1 or (following is not None and following.low in ("least", "most", "than", "to"))
        if (
            number is not None
            and pair
            and (
                (number.text[0] in "$€£0123456789" and len(number.text) != 4) or language.tags.get(number.low) == "num"
            )
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
            token.tag in ("office", "term")
            and token.low in language.verbs
            and (
                before in ("modal", "to", "do")
                or _controls(tokens, at, before, language)
                or (before == "conj" and form == "base" and at + 1 < len(tokens) and tokens[at + 1].tag in NOMINAL)
            )
        ):
            token.verbs = token.verbs or language.verbs[token.low]
            reading = verb_reading(tokens, at, before, language)
            if (
                reading == ""
                and before == "conj"
                and form == "base"
                and ("base" in (kind for _, kind in token.verbs))
                and at + 1 < len(tokens)
                and tokens[at + 1].tag in NOMINAL | {"verb?"}
            ):
                # "would freeze assets and ban exports"
                reading = "base"
            if reading == "unsure":
                unsure.append(at)
                token.tag = "word"
            elif reading:
                token.tag = "verb"
                token.lemma, token.verbs = _chosen(token, reading)
                finite += reading in ("past", "s", "base", "ed") and before != "to"
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
    else:
        for at in unsure:
            if _alone(tokens, at):
                _take_headline(tokens, [at], at_end=True)


def _controls(tokens: Sequence[Token], at: int, before: str, language: Language) -> bool:
    """``who controls the firm``, ``Zubr Holding controls Nordkontor``: a verb, though "export controls" is a measure."""
    relates = any(
        kind == "relate" for lemma, _ in language.verbs[tokens[at].low] for kind, _ in language.cues.get(lemma, ())
    )
    if not relates or at + 1 >= len(tokens):
        return False
    opens = tokens[at + 1].tag in ("name", "det", "num", "pron", "poss-pron")
    return opens and (before == "name" or (before == "sub" and tokens[at - 1].low in ("who", "which", "that")))


def _chosen(token: Token, reading: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    lemma = next((lemma for lemma, kind in token.verbs if kind == reading), token.verbs[0][0])
    return lemma, ((lemma, reading),)


def _alone(tokens: Sequence[Token], at: int) -> bool:
    """Whether "that", "which" or their like began the clause and it has no other verb ("that the country supplies arms")."""
    for before in range(at - 1, max(-1, at - 12), -1):
        if tokens[before].tag in VERBAL or tokens[before].tag in ("comma", "break", "stop", "conj"):
            return False
        if tokens[before].tag == "sub":
            break
    else:
        return False
    for after in range(at + 1, min(len(tokens), at + 14)):
        if tokens[after].tag in ("comma", "break", "stop", "conj", "sub"):
            return True
        if tokens[after].tag in VERBAL and tokens[after - 1].low != "to":
            return False
    return True


def _take_headline(tokens: Sequence[Token], unsure: Sequence[int], *, at_end: bool = False) -> None:
    """A sentence without any verb: the first word that may be one, between a name and a noun, is."""
    for at in unsure:
        if (
            0 < at < len(tokens) - 1
            and tokens[at - 1].tag in ("name", "word", "term", "num")
            and (tokens[at + 1].tag in NOMINAL or tokens[at + 1].low in ("to", "from", "against") or at_end)
        ):
            kind = next(kind for _, kind in tokens[at].verbs)
            tokens[at].tag = "verb"
            tokens[at].lemma, tokens[at].verbs = _chosen(tokens[at], kind)
            return
