"""Which form of a verb a word is where it stands, and whether it is one at all."""

from __future__ import annotations

from collections.abc import Sequence

from debar.news.chunks import CLAUSE_TAKERS
from debar.news.language import Language
from debar.news.text import Token

_FINITE_LEFT = frozenset({"word", "term", "name", "pron", "date", "sub", "comma", "close", "poss-pron"})

# Records and officials do so; of these words none is a noun that people use before "that".
_SHOWING = frozenset({"show", "say", "suggest", "indicate", "reveal", "confirm"})


_SAYING = frozenset({"say", "add", "write", "insist", "argue"})


NOMINAL = frozenset({"word", "term", "name", "adj", "num", "office", "det", "hyphen"})


VERBAL = frozenset({"verb", "be", "have", "do", "modal"})


def verb_reading(tokens: Sequence[Token], at: int, before: str, language: Language) -> str:
    """The kind of verb form that a token is here; empty for none, ``unsure`` where only the sentence can tell."""
    token = tokens[at]
    kinds = [kind for _, kind in token.verbs]
    follows = tokens[at + 1].tag if at + 1 < len(tokens) else "end"
    nominal_next = follows in ("word", "term", "name", "adj", "verb?")
    if before in ("to", "modal", "do"):
        return "base" if "base" in kinds else ("ing" if "ing" in kinds and before == "to" else "")
    if "ing" in kinds:
        return _ing(tokens, at, before, language, nominal=nominal_next)
    if any(kind in kinds for kind in ("ed", "past", "part")):
        return _past(kinds, before, token, nominal=nominal_next, follows=follows)
    return _present(tokens, at, before, kinds, follows, language)


def _ing(tokens: Sequence[Token], at: int, before: str, language: Language, *, nominal: bool) -> str:
    if before in ("det", "poss", "num"):
        return ""
    if before == "be":
        return "ing"
    if tokens[at].low == "writing" and at and tokens[at - 1].low == "in" and not nominal:
        # "wanted guarantees in writing"
        return ""
    follows = tokens[at + 1].low if at + 1 < len(tokens) else ""
    if tokens[at].low in language.gerund_nouns and (
        "document" in language.nouns.get(follows, ()) or follows in language.organisation_nouns
    ):
        # "shipping data", "trading companies"
        return ""
    joined = tokens[at + 1].tag == "conj" if at + 1 < len(tokens) else False
    if tokens[at].low in language.gerund_nouns and before == "comma" and (joined or follows in ("and", "or")):
        # "banned the export, shipping and insurance of fuel"
        return ""
    if (
        before == "conj"
        and nominal
        and at > 2
        and tokens[at - 2].tag in ("word", "adj")
        and tokens[at - 3].tag == "det"
    ):
        return ""
    if before == "adj":
        return "ing" if tokens[at - 1].low.endswith("s") else ""
    # "drone manufacturing capabilities", but "a license authorizing transactions".
    return "" if before in ("word", "term") and nominal and tokens[at].low in language.gerund_nouns else "ing"


def _past(kinds: list[str], before: str, token: Token, *, nominal: bool, follows: str) -> str:
    participle = "part" if "part" in kinds else "ed" if "ed" in kinds else ""
    if before in ("be", "have"):
        return participle or "past"
    if before == "num" and nominal:
        # "ten sanctioned companies", but "the three sent missiles": the sentence decides.
        return "unsure"
    if before == "num" and not nominal and any(lemma in _SAYING for lemma, _ in token.verbs):
        # "the three said in a joint statement"
        return "past" if "past" in kinds else participle
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


def _is_asked_that(tokens: Sequence[Token], at: int, language: Language) -> bool:
    """``recommended that the council blacklist the firm``: the plain form after a verb of asking."""
    for here in range(at - 1, max(0, at - 7), -1):
        if tokens[here].low == "that":
            before = tokens[here - 1]
            return before.tag == "verb" and any(kind == "ask" for kind, _ in language.cues.get(before.lemma, ()))
        if tokens[here].tag in VERBAL or tokens[here].tag in ("comma", "break"):
            return False
    return False


def _is_supposed(tokens: Sequence[Token], at: int) -> bool:
    """``Should the three trigger the snapback``: the plain form after a modal that begins the clause."""
    for here in range(at - 1, max(-1, at - 7), -1):
        if tokens[here].tag == "modal":
            begins = here == 0 or tokens[here - 1].tag in ("comma", "quote", "conj")
            return begins and tokens[here].low == "should" and here < at - 1
        if tokens[here].tag in VERBAL or tokens[here].tag in ("comma", "break"):
            return False
    return False


def _is_one_name(tokens: Sequence[Token], at: int) -> bool:
    """Whether one name stands before a word, not the last one of several and no plural."""
    here = at - 1
    if tokens[here].tag != "name" or tokens[here].low.endswith("s"):
        return False
    while here >= 0 and tokens[here].tag == "name":
        here -= 1
    return here < 0 or tokens[here].tag not in ("conj", "comma", "prep")


def _to_verb(tokens: Sequence[Token], at: int, language: Language) -> bool:
    """Whether "to" and the plain form of a verb follow ("the EU plans to impose")."""
    if at + 1 >= len(tokens) or tokens[at].low != "to":
        return False
    return any(kind == "base" for _, kind in language.verbs.get(tokens[at + 1].low, ()))


def _shows(tokens: Sequence[Token], at: int, follows: str) -> bool:
    """``…, data from the firm Tankwise show.``, ``Documents seen by Reuters show that``."""
    if tokens[at].low not in _SHOWING:
        return False
    trails = any(token.tag in ("comma", "quote") for token in tokens[max(0, at - 12) : at - 1])
    return (follows in ("stop", "end") and trails) or follows == "sub"


def _plain_form(
    tokens: Sequence[Token], at: int, before: str, follows: str, language: Language, *, opens: bool
) -> str | None:
    """What a plain form is by the words around it; None where they do not tell."""
    previous = tokens[at - 1 - (at > 1 and tokens[at - 1].tag == "adv")] if at else None
    if previous is not None and at > 1 and previous.low in language.listed_as:
        # "those listed include"
        return "base" if tokens[at - 2].low == "those" and (opens or follows in ("office", "word", "term")) else ""
    if opens and (_is_asked_that(tokens, at, language) or _is_supposed(tokens, at)):
        return "base"
    if before == "name" and _is_one_name(tokens, at) and tokens[at].verbs[0][0] not in CLAUSE_TAKERS:
        # "three Hezbollah finance officials": of one, the verb would end in -s.
        return ""
    return None


def _present(tokens: Sequence[Token], at: int, before: str, kinds: list[str], follows: str, language: Language) -> str:
    nominal = follows in NOMINAL
    nounish = tokens[at].low in language.nounish
    kind = "s" if "s" in kinds else "base"
    if kind == "base" and before in ("name", "word", "term", "office") and _shows(tokens, at, follows):
        return "base"
    previous = tokens[at - 1] if at else None
    if previous is not None and previous.tag == "adv":
        previous = tokens[at - 2] if at > 1 else None
    if before in ("det", "poss", "prep", "num", "adj", "start", "have", "be", "hyphen"):
        return ""
    if before in ("pron", "sub"):
        return kind if before == "pron" or kind == "s" or not nounish else ""
    if (
        kind == "base"
        and follows in ("stop", "end")
        and nounish is False
        and not any(lemma in CLAUSE_TAKERS for lemma, _ in ((previous and tokens[at].verbs) or ()))
    ):
        return ""
    led = next((tokens[here] for here in range(at - 1, max(-1, at - 3), -1) if tokens[here].tag != "quote"), None)
    if kind == "s" and led is not None and led.tag == "verb" and led.verbs[0][1] in ("ing", "base"):
        # "blaming “outlaws” for"
        return ""
    opens = follows in ("det", "name", "pron", "num", "adj", "sub", "quote", "poss-pron")
    if kind == "s" and at > 1 and tokens[at - 1].low in ("longer", "never", "still", "already", "also") and nominal:
        # "no longer supplies tanks", "still holds 40 percent"
        return kind
    settled = _plain_form(tokens, at, before, follows, language, opens=opens) if kind == "base" else None
    if settled is not None:
        return settled
    if not nounish:
        if (
            kind == "base"
            and previous is not None
            and previous.tag in ("word", "term")
            and not previous.low.endswith(("s", "people", "police"))
        ):
            return ""
        return kind if (before in (*_FINITE_LEFT, "conj", "verb", "office") and before != "verb") or kind == "s" else ""
    plural = previous is not None and (previous.low.endswith("s") or previous.low in ("people", "allies", "police"))
    if kind == "base" and plural and before in ("word", "term"):
        last = follows in ("stop", "end") and any(lemma in CLAUSE_TAKERS for lemma, _ in tokens[at].verbs)
        if opens or last:
            # "officials claim that", ", records show."
            return "base"
    if kind == "s" and before == "name" and (follows in ("det", "pron", "sub") or _to_verb(tokens, at + 1, language)):
        return "s"
    return "unsure"
