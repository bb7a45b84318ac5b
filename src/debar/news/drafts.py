"""A claim while the text is being read, and how it stands: polarity, certainty, tense, stage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from debar.news.cast import Member
from debar.news.chunks import NounGroup, VerbGroup
from debar.news.clause import Clause, Parsed
from debar.news.language import Language
from debar.news.speech import Scope, speech_class
from debar.news.subjects import governing
from debar.news.text import Token
from debar.news.values import Act, Certainty, ClaimType, Polarity, Stage, Tense

_MODALS = frozenset({"could", "may", "might", "can"})


_MODAL_ADVERBS: dict[str, Certainty] = {
    "reportedly": "PS",
    "allegedly": "U",
    "possibly": "PS",
    "perhaps": "PS",
    "maybe": "PS",
    "probably": "PR",
    "likely": "PR",
    "apparently": "PR",
    "presumably": "PR",
    "purportedly": "U",
}


CERTAINTIES: dict[str, Certainty] = {"CT": "CT", "PR": "PR", "PS": "PS", "U": "U"}
ACTS: dict[str, Act] = {
    "IMPOSE_SANCTION": "impose",
    "LIFT_SANCTION": "lift",
    "AMEND_SANCTION": "amend",
    "TERMINATE_AGREEMENT": "terminate",
}


@dataclass(eq=False)
class Draft:
    """A claim while the text is being read."""

    type: ClaimType
    parsed: Parsed
    cue: tuple[int, int]
    lemma: str
    kind: str
    span: tuple[int, int]
    actors: list[Member] = field(default_factory=list)
    targets: list[Member] = field(default_factory=list)
    object_span: tuple[int, int] | None = None
    object_parties: list[Member] = field(default_factory=list)
    polarity: Polarity = "positive"
    certainty: Certainty = "CT"
    tense: Tense = "past"
    historical: bool = False
    stage: Stage = "announced"
    measure: str = ""
    measure_span: tuple[int, int] | None = None
    further: list[tuple[str, tuple[int, int]]] = field(default_factory=list)
    clause: Clause | None = None
    scope: Scope | None = None
    first_person: bool = False
    goods: list[Member] = field(default_factory=list)
    content: list[Draft] = field(default_factory=list)
    terms: frozenset[str] = frozenset()
    according: bool = False
    neither: bool = False
    passing: bool = False
    answers: bool = False
    roster: bool = False

    @property
    def act(self) -> Act | None:
        """What it does to a measure, if anything."""
        return ACTS.get(self.type)


@dataclass(slots=True)
class Profile:
    """Polarity, certainty, tense and stage of a clause, with all that carries it."""

    polarity: Polarity = "positive"
    certainty: Certainty = "CT"
    tense: Tense = "past"
    stage: Stage = "announced"
    historical: bool = False


def profile(clause: Clause, parsed: Parsed, language: Language) -> Profile:
    """How a clause stands: walked from its verb up through the verbs that carry it."""
    verb = clause.verb
    found = Profile(tense=_own_tense(verb))
    if verb.passive and verb.lemma in _EXPECTING and clause.complement is None:
        # "a decision is expected in June"
        found.tense = "future"
    found.certainty = _told_certainty(clause, parsed, language)
    if verb.form == "ing" and clause.governor is None:
        # "officials denying …": as of when the rest of the sentence speaks.
        main = next(
            (each for each in reversed(parsed.clauses) if each.at < clause.at and each.verb.form == "finite"), None
        )
        found.tense = _own_tense(main.verb) if main is not None else found.tense
    if verb.negative != is_empty(clause, parsed.tokens):
        found.polarity = "negative"
    if _is_denied(clause, parsed, language):
        # "denied reports that it had sent missiles"
        found.polarity = "positive" if found.polarity == "negative" else "negative"
        found.certainty = "CT"
    _adverbs(verb, parsed.tokens, found)
    if verb.modal in _MODALS:
        found.certainty, found.stage = "PS", "mooted"
    elif verb.modal == "should":
        found.stage = "mooted"
    if proposed(clause.subject, parsed.tokens, language) and not verb.passive:
        # "The bill would ban imports": it is not yet made.
        found.stage = "proposed"
        found.tense = "hypothetical" if verb.modal == "would" else "future"
    if clause.condition:
        found.certainty, found.tense, found.stage = "U", "hypothetical", "mooted"
    elif verb.modal in ("will", "would") and any(each.condition for each in parsed.clauses):
        found.tense, found.stage = "hypothetical", "mooted"
    here, steps = clause, 0
    while here.governor is not None and here.relation not in ("that", "clause") and steps < 6:
        _carry(found, here, parsed, language)
        here, steps = here.governor, steps + 1
        if here.condition:
            found.certainty, found.tense, found.stage = "U", "hypothetical", "mooted"
    if verb.form == "to" and verb.perfect and found.tense == "present":
        # "is believed to have shipped"
        found.tense = "past"
    return found


def proposed(groups: Sequence[NounGroup], tokens: Sequence[Token], language: Language) -> bool:
    """``The bill``, ``the draft regulation``, ``a proposed package``: what is not yet made."""
    for each in groups:
        head = tokens[each.head].low
        if "proposal" in language.nouns.get(head, ()):
            return True
        if "act" in language.nouns.get(head, ()) and any(
            token.low in _NOT_YET for token in tokens[each.first : each.head]
        ):
            return True
    return False


_EXPECTING = frozenset({"expect", "schedule", "plan"})
_NOT_YET = frozenset({"draft", "proposed", "planned", "possible", "potential"})


_NOBODY = frozenset({"no", "none", "nobody", "nothing", "neither", "nowhere"})


def is_empty(clause: Clause, tokens: Sequence[Token]) -> bool:
    """``nobody wants this``, ``there was no proof``, ``no request had been received``: the "not" stands in a noun."""
    for each in (*clause.subject[:1], *clause.object[:1]):
        before = tokens[each.first - 1].low if each.first else ""
        if (each.neither or tokens[each.first].low in _NOBODY or before == "neither") and not clause.relative:
            # "Neither bank was sanctioned": of two, and no "nor".
            return True
    return False


def _own_tense(verb: VerbGroup) -> Tense:
    if verb.modal in ("could", "may", "might") and not verb.perfect:
        return "future"
    if verb.modal in ("may", "might"):
        # "may have sent"
        return "past"
    tenses: dict[str, Tense] = {
        "past": "past",
        "future": "future",
        "hypothetical": "hypothetical",
        "present": "present",
    }
    return "past" if verb.form == "part" else tenses.get(verb.tense, "past")


def _adverbs(verb: VerbGroup, tokens: Sequence[Token], found: Profile) -> None:
    for token in tokens[max(0, verb.first - 1) : verb.last]:
        if token.low in _MODAL_ADVERBS and token.tag == "adv":
            found.certainty = _MODAL_ADVERBS[token.low]


def _carry(found: Profile, clause: Clause, parsed: Parsed, language: Language) -> None:
    governor = clause.governor
    assert governor is not None
    rule = governing(governor, language, has_object=bool(governor.object))
    outer = _own_tense(governor.verb)
    if governor.verb.form == "ing" and governor.governor is None:
        outer = profile(governor, parsed, language).tense
    if rule is None:
        _carry_plainly(found, clause, outer, parsed, language)
    else:
        if rule.polarity == "negative" and clause.relation != "against":
            found.polarity = "positive" if found.polarity == "negative" else "negative"
        if rule.certainty:
            found.certainty = CERTAINTIES[rule.certainty]
        if rule.tense in ("future", "hypothetical"):
            found.tense = "future" if rule.tense == "future" else "hypothetical"
        else:
            found.tense = outer
        if rule.stage in ("mooted", "proposed"):
            found.stage = "mooted" if rule.stage == "mooted" else "proposed"
        if clause.relation == "against" and speech_class(governor, language):
            found.tense, found.certainty = "hypothetical", "U"
    if governor.asks and clause.relation == "to":
        # "is to vote on whether to extend"
        found.certainty, found.tense, found.stage = "PS", "future", "mooted"
    if governor.verb.negative or is_empty(governor, parsed.tokens):
        found.polarity = "positive" if found.polarity == "negative" else "negative"
    if governor.verb.modal in _MODALS:
        found.certainty, found.stage, found.tense = "PS", "mooted", "future"
    elif governor.verb.modal in ("will", "would", "shall") and found.tense == "present":
        found.tense = "future"


def _carry_plainly(found: Profile, clause: Clause, outer: Tense, parsed: Parsed, language: Language) -> None:
    """Carried by a verb of which no table says what it does."""
    governor = clause.governor
    assert governor is not None
    if governor.verb.lemma == "have" and _until(governor, parsed):
        # "has two months to appeal"
        found.certainty, found.tense, found.stage = "PS", "future", "mooted"
        return
    if governor.verb.lemma == "be" and clause.relation == "to" and outer == "present" and not governor.object:
        # "is to vote next month"
        found.tense = "future"
        return
    stage = _intent(governor, parsed, language)
    if stage:
        found.stage, found.tense = stage, "future"
    elif clause.relation == "against":
        found.tense, found.certainty = "hypothetical", "U"
    elif clause.verb.form != "finite":
        found.tense = outer


def _told_certainty(clause: Clause, parsed: Parsed, language: Language) -> Certainty:
    """``allegations that``, ``no evidence that``, ``unclear whether``: nobody says that it is so."""
    told = {word for each in clause.told_by for word in language.nouns.get(parsed.tokens[each.head].low, ())}
    nothing = any(parsed.tokens[each.first].low in _NOBODY for each in clause.told_by)
    return "U" if told & {"accusation", "report"} or nothing or clause.unsure else "CT"


def _is_denied(clause: Clause, parsed: Parsed, language: Language) -> bool:
    """Whether what tells of it is what somebody denies: "rejected the claim that …"."""
    return any(
        clause.told_by[:1] == other.object[-1:]
        and not other.verb.negative
        and any(kind in ("deny", "reject") for kind, _ in language.cues.get(other.verb.lemma, ()))
        for other in parsed.clauses
        if clause.told_by and other.object
    )


def _until(clause: Clause, parsed: Parsed) -> bool:
    after = parsed.chunks[clause.at + 1 : clause.at + 2]
    return bool(after) and (
        after[0].kind == "DATE"
        or any(token.low in ("days", "weeks", "months") for token in parsed.tokens[after[0].first : after[0].last])
    )


def _intent(clause: Clause, parsed: Parsed, language: Language) -> Stage | None:
    """``expressed intentions to``: the noun says how far it has come."""
    for each in clause.object:
        classes = language.nouns.get(parsed.tokens[each.head].low, frozenset())
        if "intent" in classes:
            return "mooted"
        if "proposal" in classes:
            return "proposed"
    return None
