"""Clauses and nouns to events: who does what to whom, as the cue's frame says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from debar.news.cast import Cast, Member
from debar.news.clauses import Clause, Parsed, governing, group
from debar.news.grammar import Mark, NounGroup, VerbGroup
from debar.news.language import Frame, Language
from debar.news.naming import Found
from debar.news.speech import Scope, speech_class
from debar.news.text import Token
from debar.news.values import Act, Certainty, ClaimType, Polarity, Stage, Tense

_NOT_ACTING = ("weapon", "goods", "place")
_NOT_MET = ("weapon", "goods")
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
_ACTS: dict[str, Act] = {
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

    @property
    def act(self) -> Act | None:
        """What it does to a measure, if anything."""
        return _ACTS.get(self.type)


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
    if clause.told_by is not None and language.nouns.get(parsed.tokens[clause.told_by.head].low, frozenset()) & {
        "accusation",
        "report",
    }:
        found.certainty = "U"
    if verb.form == "ing" and clause.governor is None:
        # "officials denying …": as of when the rest of the sentence speaks.
        main = next(
            (each for each in reversed(parsed.clauses) if each.at < clause.at and each.verb.form == "finite"), None
        )
        found.tense = _own_tense(main.verb) if main is not None else found.tense
    if verb.negative:
        found.polarity = "negative"
    _adverbs(verb, parsed.tokens, found)
    if verb.modal in _MODALS:
        found.certainty, found.stage = "PS", "mooted"
    elif verb.modal == "should":
        found.certainty, found.stage = "U", "mooted"
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
    return found


def _own_tense(verb: VerbGroup) -> Tense:
    if verb.modal in ("could", "may", "might") and not verb.perfect:
        return "future"
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
        stage = _intent(governor, parsed, language)
        if stage:
            found.stage, found.tense = stage, "future"
        elif clause.relation == "against":
            found.tense, found.certainty = "hypothetical", "U"
        elif clause.verb.form != "finite":
            found.tense = outer
    else:
        if rule.polarity == "negative" and clause.relation != "against":
            found.polarity = "positive" if found.polarity == "negative" else "negative"
        if rule.certainty in ("PR", "PS", "U"):
            found.certainty = rule.certainty
        if rule.tense in ("future", "hypothetical"):
            found.tense = "future" if rule.tense == "future" else "hypothetical"
        else:
            found.tense = outer
        if rule.stage in ("mooted", "proposed"):
            found.stage = "mooted" if rule.stage == "mooted" else "proposed"
        if clause.relation == "against" and speech_class(governor, language):
            found.tense, found.certainty = "hypothetical", "U"
    if governor.verb.negative:
        found.polarity = "positive" if found.polarity == "negative" else "negative"
    if governor.verb.modal in _MODALS:
        found.certainty, found.stage, found.tense = "PS", "mooted", "future"
    elif governor.verb.modal in ("will", "would", "shall") and found.tense == "present":
        found.tense = "future"


def _intent(clause: Clause, parsed: Parsed, language: Language) -> Stage | None:
    """``expressed intentions to``: the noun says how far it has come."""
    for each in clause.object:
        classes = language.nouns.get(parsed.tokens[each.head].low, frozenset())
        if "intent" in classes:
            return "mooted"
        if "proposal" in classes:
            return "proposed"
    return None


class Events:
    """The events of one sentence after the other."""

    def __init__(self, cast: Cast, language: Language) -> None:
        self.cast = cast
        self.language = language
        self.last_targets: list[Member] = []
        self.heads: dict[int, str] = {}
        self.last_goods: tuple[int, str] = (-10, "")
        self.speaking: set[int] = set()
        self.acting: set[int] = set()

    def sentence(self, parsed: Parsed, scopes: Sequence[Scope]) -> list[Draft]:
        """All the events of a sentence, in the order of their cues."""
        found: list[Draft] = []
        taken: set[int] = set()
        self.heads = {
            id(each): parsed.tokens[each.head].low
            for one in parsed.chunks
            if isinstance(one, NounGroup)
            for each in (one, *_inner(one))
        }
        by_clause = {id(scope.clause): scope for scope in scopes if scope.clause is not None}
        for clause in parsed.clauses:
            for draft in self._of_clause(clause, parsed, by_clause.get(id(clause))):
                found.append(draft)
                taken.update(self._covered(draft, clause))
        found.extend(self._of_nouns(parsed, taken))
        found.extend(self._threats(parsed))
        for one in parsed.chunks:
            for each in one.names if isinstance(one, NounGroup) else ():
                if each.kind in ("weapon", "goods") and each.known.country in ("arms", "dual_use"):
                    self.last_goods = parsed.number, each.known.country
        found.sort(key=lambda each: each.cue)
        return found

    def _covered(self, draft: Draft, clause: Clause) -> Iterator[int]:
        """Measure and supply nouns that a verb has already told of."""
        if draft.kind in (
            "say",
            "claim",
            "ask",
            "warn",
            "vow",
            "announce",
            "accuse",
            "deny",
            "reject",
            "confirm",
            "admit",
            "threaten",
            "allege",
        ):
            return
        for each in (*clause.object, *(clause.subject if clause.verb.passive else ())):
            yield id(each)
        for word, groups in clause.prepositions:
            if word in ("with", "under"):
                yield from (id(each) for each in groups)

    # Verbs -----------------------------------------------------------------------------------------------------------

    def _of_clause(self, clause: Clause, parsed: Parsed, scope: Scope | None) -> Iterator[Draft]:
        if _takes_steps(clause, parsed, self):
            yield self._steps(clause, parsed)
            return
        for kind, certainty in _ordered(self.language.cues.get(clause.verb.lemma, ()), self.language):
            frame = self.language.frames[kind]
            if not self._fits(kind, frame, clause, parsed) or (clause.verb.neither and clause.shared):
                continue
            draft = self._draft(kind, frame, clause, parsed)
            if draft is None:
                continue
            if kind == "silent":
                draft.polarity, draft.certainty = "none", "U"
            if frame.speech:
                self._as_speech(draft, clause, scope, certainty)
                draft.scope = scope
            (self.speaking if frame.speech else self.acting).add(id(clause))
            yield draft
            if draft.act and draft.targets:
                self.last_targets = draft.targets
            if draft.act:
                yield from self._including(draft, clause, parsed)
            return
        if scope is not None and (speech := speech_class(clause, self.language)) and clause.complement is not None:
            yield self._plain_statement(clause, parsed, scope, speech[1])

    def _steps(self, clause: Clause, parsed: Parsed) -> Draft:
        """``take measures against``: a measure that nobody has named yet."""
        frame = self.language.frames["take"]
        draft = self._draft("take", frame, clause, parsed)
        assert draft is not None
        rule = governing(clause, self.language, has_object=False)
        if rule is not None and rule.stage:
            draft.tense, draft.stage = "future", "proposed" if rule.stage == "proposed" else "mooted"
            draft.certainty = "PS" if rule.certainty == "PS" else draft.certainty
        draft.measure = "unspecified"
        found = self._names_measure(clause.object, parsed, strong=False)
        if found is not None:
            draft.measure_span = parsed.tokens[found.first].start, parsed.tokens[found.last - 1].end
        return draft

    def _plain_statement(self, clause: Clause, parsed: Parsed, scope: Scope, certainty: str) -> Draft:
        """What is announced, vowed, rejected without being a measure or an accusation."""
        draft = self._draft("say", self.language.frames["say"], clause, parsed)
        assert draft is not None
        self._as_speech(draft, clause, scope, certainty)
        draft.scope = scope
        self.speaking.add(id(clause))
        return draft

    def _draft(self, kind: str, frame: Frame, clause: Clause, parsed: Parsed) -> Draft | None:
        tokens = parsed.tokens
        groups = self._roles(frame.actor, clause), self._roles(frame.target, clause)
        type_ = frame.type
        goods: list[NounGroup] = []
        if frame.needs == "goods":
            goods = self._goods_groups(clause, parsed)
            type_ = _supply_type(kind, self._goods_class(goods, tokens) or self._goods_before(clause, parsed))
            if not type_:
                return None
        main = tokens[clause.verb.main]
        standing = profile(clause, parsed, self.language)
        draft = Draft(
            type=type_,  # type: ignore[arg-type]
            parsed=parsed,
            cue=(main.start, main.end),
            lemma=clause.verb.lemma,
            kind=kind,
            span=_clause_span(clause, parsed),
            polarity=standing.polarity,
            certainty=standing.certainty,
            tense=standing.tense,
            stage=standing.stage,
            clause=clause,
        )
        draft.actors = self._acting(groups[0], parsed, clause, speech=frame.speech)
        draft.targets = self._met(groups[1], parsed, kind)
        draft.first_person = any(tokens[each.head].low in ("we", "i") for each in groups[0])
        if frame.needs == "goods":
            self._supply(draft, goods, clause, parsed)
        else:
            self._object(draft, frame, clause, parsed)
        if draft.act:
            self._measure(draft, clause, parsed)
        return draft

    def _roles(self, roles: Sequence[str], clause: Clause) -> list[NounGroup]:
        verb = clause.verb
        found: list[NounGroup] = []
        for role in roles:
            if role == "subject":
                found = clause.after("by") if verb.passive else clause.subject
            elif role == "object":
                found = clause.subject if verb.passive else clause.object
            elif role == "owner":
                found = []
            elif role == "content":
                found = []
            else:
                found = clause.after(role)
            if found:
                return found
        return found

    def _acting(self, groups: Sequence[NounGroup], parsed: Parsed, clause: Clause, *, speech: bool) -> list[Member]:
        members = [
            each
            for each in self.cast.all_of(groups, parsed)
            if each.kind not in _NOT_ACTING or (each.kind == "place" and each.country)
        ]
        members = [
            self.cast.state(each.country) if each.kind == "place" and each.country and not speech else each
            for each in members
        ]
        if (
            not speech
            and clause.governor is not None
            and clause.relation not in ("that", "clause")
            and speech_class(clause.governor, self.language)
        ):
            # Officials who deny supplying deny it of their state.
            members = [
                each.part_of if each.kind == "group" and each.part_of and each.part_of.kind == "government" else each
                for each in members
            ]
        return members

    def _met(self, groups: Sequence[NounGroup], parsed: Parsed, frame_kind: str = "") -> list[Member]:
        members = [each for each in self.cast.all_of(groups, parsed) if each.kind not in _NOT_MET]
        if members or frame_kind in _STRANGERS:
            return members
        found: list[Member] = []
        for each in groups:
            owner = self.cast._owner(each, parsed.tokens)  # noqa: SLF001 - the same room
            if owner is not None:
                found.append(owner)
        return found

    def _fits(self, kind: str, frame: Frame, clause: Clause, parsed: Parsed) -> bool:
        if clause.verb.form == "part" and not clause.verb.passive and frame.speech:
            return False
        needs = frame.needs
        if kind == "silent":
            at = clause.complement[1] if clause.complement else -1
            carried = next((each for each in parsed.clauses if each.at == at), None)
            return carried is not None and speech_class(carried, self.language) is not None
        if not needs:
            return True
        return bool(getattr(self, f"_needs_{needs.replace('-', '_')}")(kind, frame, clause, parsed))

    def _patient(self, clause: Clause) -> list[NounGroup]:
        return clause.subject if clause.verb.passive or clause.verb.form == "part" else clause.object

    def _needs_party(self, kind: str, frame: Frame, clause: Clause, parsed: Parsed) -> bool:
        patient = self._patient(clause)
        if not patient or clause.verb.form == "part":
            return False
        if kind == "sanction":
            return self._names_measure(patient, parsed, strong=True) is None or clause.verb.lemma != "list"
        if kind == "enforce":
            return any(
                parsed.tokens[each.head].tag in ("word", "name", "office", "pron") and not self._class_of(each, parsed)
                for each in patient
            )
        members = self.cast.all_of(patient, parsed)
        if kind == "copula":
            return self._office_of(clause, parsed) is not None
        if kind == "member":
            return bool(clause.subject) and any(
                each.kind in ("company", "agency", "group")
                for each in self.cast.all_of(clause.after("for", "to"), parsed)
            )
        if kind == "relate" and self._share(clause, parsed):
            return bool(clause.subject)
        if kind == "relate" and clause.verb.lemma in ("hold", "have"):
            return False
        if kind == "relate":
            owned = ("company", "agency", "group", "vessel") if clause.complement is None else ()
            return any(each.kind in owned for each in members) and bool(clause.subject)
        return any(each.kind not in ("weapon", "goods", "place") for each in members) or (
            clause.verb.lemma in ("seize", "confiscate", "impound", "detain", "intercept", "forfeit", "board")
            and bool(patient)
        )

    def _office_of(self, clause: Clause, parsed: Parsed) -> tuple[list[Member], list[Member]] | None:
        """``is chairman of Severkhim``, ``the group's leader is Volchenko``, ``is a subsidiary of Rosneft``: who, of what."""
        if len(clause.subject) != 1 or len(clause.object) != 1 or clause.verb.form != "finite":
            return None
        for office, other in ((clause.object[0], clause.subject[0]), (clause.subject[0], clause.object[0])):
            head = parsed.tokens[office.head].low
            holds = head in self.language.heads
            part = "relation" in self._class_of(office, parsed)
            if not (holds or part):
                continue
            body = [
                each for each in self._met(office.of, parsed, "sanction") if each.kind in ("company", "agency", "group")
            ]
            if (
                not body
                and (owner := self.cast._owner(office, parsed.tokens)) is not None
                and owner.kind in ("company", "agency", "group")
            ):  # noqa: SLF001
                body = [owner]
            who = [
                each
                for each in self.cast.of(other, parsed)
                if each.kind in ("person", "company", "group", "agency", "vessel")
            ]
            if body and who and body != who:
                return (body, who) if part else (who, body)
        return None

    def _share(self, clause: Clause, parsed: Parsed) -> list[NounGroup]:
        """``60 percent of Corvus``, ``a stake in Halcyon``: what it is a share of."""
        if clause.verb.passive or len(clause.object) < 1:
            return []
        first = clause.object[0]
        if parsed.tokens[first.head].low not in self.language.shares:
            return []
        further = [inner for each in clause.object for inner in each.of]
        return further or clause.after("in", "of")

    def _needs_measure(self, kind: str, frame: Frame, clause: Clause, parsed: Parsed) -> bool:
        patient = self._patient(clause)
        if kind in ("announce", "vow"):
            return self._announces(clause, parsed)
        if clause.verb.form == "part":
            return False
        found = self._names_measure(patient, parsed, strong=True)
        if found is not None:
            return found.known.kind == "measure"
        weak = self._names_measure(patient, parsed, strong=False)
        if (
            weak is not None
            and self._definite(patient, parsed)
            and clause.verb.lemma not in ("put", "place", "apply", "enforce")
        ):
            # "could reimpose the measures": those that were spoken of.
            return bool(self.last_targets)
        if weak is None or weak.known.country == "vague" and kind != "impose":
            return False
        return bool(self.cast.all_of(self._roles(frame.target, clause), parsed)) and weak.known.country != "vague"

    def _definite(self, groups: Sequence[NounGroup], parsed: Parsed) -> bool:
        return len(groups) == 1 and parsed.tokens[groups[0].first].low in ("the", "these", "those", "them")

    def _announces(self, clause: Clause, parsed: Parsed) -> bool:
        """Whether what is announced or vowed is a measure: said in nouns, or by a verb that imposes one."""
        groups = [*self._patient(clause)]
        for each in groups:
            if self._names_measure([each], parsed, strong=True) or self._class_of(each, parsed) & {
                "designation",
                "freezing",
            }:
                return True
            if any(self._names_measure([inner], parsed, strong=True) for inner in each.of):
                return True
            if self._nominal_type(each, parsed)[0]:
                return True
        if clause.complement is None:
            return False
        at = clause.complement[1]
        for other in parsed.clauses:
            if other.at >= at and other is not clause:
                for kind, _ in self.language.cues.get(other.verb.lemma, ()):
                    frame = self.language.frames[kind]
                    if frame.type in _ACTS and not frame.speech and self._fits(kind, frame, other, parsed):
                        return True
                if _takes_steps(other, parsed, self):
                    return True
                return False
        return False

    def _needs_agreement(self, kind: str, frame: Frame, clause: Clause, parsed: Parsed) -> bool:
        patient = [
            *self._patient(clause),
            *(clause.after("from") if clause.verb.lemma in ("withdraw", "pull", "exit") else []),
        ]
        return any(
            "agreement" in self._class_of(each, parsed)
            or any("agreement" in self._class_of(inner, parsed) for inner in each.of)
            or self._agreement(each)
            for each in patient
        )

    def _agreement(self, group: NounGroup) -> bool:
        return any(found.kind == "measure" and found.known.country == "agreement" for found in group.names)

    def _needs_accusation(self, kind: str, frame: Frame, clause: Clause, parsed: Parsed) -> bool:
        patient = self._patient(clause)
        if any(parsed.tokens[each.head].low in self.language.refuting for each in clause.after("as")):
            return True
        if not patient:
            return clause.complement is not None and clause.complement[0] in ("that", "clause")
        return any(self._class_of(each, parsed) & {"accusation", "report"} for each in patient)

    def _needs_assets(self, kind: str, frame: Frame, clause: Clause, parsed: Parsed) -> bool:
        if clause.verb.form == "part" or not (clause.verb.passive or self.cast.all_of(clause.subject, parsed)):
            return False
        if clause.verb.lemma == "freeze" and clause.verb.passive:
            frozen = self.cast.all_of(clause.subject, parsed)
            if frozen and all(each.kind in ("company", "person", "group") for each in frozen):
                return True
        return any("assets" in self._class_of(each, parsed) for each in self._patient(clause))

    def _needs_trade(self, kind: str, frame: Frame, clause: Clause, parsed: Parsed) -> bool:
        if clause.verb.form == "part":
            return False
        patient = self._patient(clause)
        acting = self.cast.all_of(clause.after("by") if clause.verb.passive else clause.subject, parsed)
        if not any(each.kind in ("government", "agency", "organisation") for each in acting):
            return False
        return any(
            self._class_of(each, parsed) & {"trade", "supply", "procure"}
            or (clause.verb.lemma in ("ban", "outlaw", "embargo", "prohibit") and each.names)
            for each in patient
        )

    def _needs_list(self, kind: str, frame: Frame, clause: Clause, parsed: Parsed) -> bool:
        if not self._patient(clause):
            return False
        return any(
            "list" in self._class_of(each, parsed) or "sanctions" in parsed.tokens[each.head].low
            for word, groups in clause.prepositions
            if word in ("to", "on", "in", "under", "onto", "from")
            for each in groups
        )

    def _needs_with_measure(self, kind: str, frame: Frame, clause: Clause, parsed: Parsed) -> bool:
        subject = clause.after("by") if clause.verb.passive else clause.subject
        if clause.verb.form != "part" and self._patient(clause) and self._names_measure(subject, parsed, strong=True):
            # "The sanctions target a network of …"
            return True
        return (
            bool(self._patient(clause)) and self._names_measure(clause.after("with"), parsed, strong=True) is not None
        )

    def _needs_under(self, kind: str, frame: Frame, clause: Clause, parsed: Parsed) -> bool:
        return not clause.verb.passive and self._names_measure(clause.after("under"), parsed, strong=True) is not None

    def _needs_penalty(self, kind: str, frame: Frame, clause: Clause, parsed: Parsed) -> bool:
        if clause.verb.passive or clause.verb.form == "part":
            return False
        return any(self._class_of(each, parsed) & {"accusation", "suit", "penalty"} for each in clause.object)

    def _needs_court(self, kind: str, frame: Frame, clause: Clause, parsed: Parsed) -> bool:
        if clause.verb.form == "part" or not clause.subject:
            return False
        groups = [*self._patient(clause), *clause.after("against"), *clause.after("in", "to")]
        strong = clause.verb.lemma in ("appeal", "sue")
        return strong or any(
            self._class_of(each, parsed) & {"court", "designation"} or self._names_measure([each], parsed, strong=True)
            for each in groups
        )

    def _needs_goods(self, kind: str, frame: Frame, clause: Clause, parsed: Parsed) -> bool:
        if clause.verb.form == "part":
            return False
        return bool(
            self._goods_class(self._goods_groups(clause, parsed), parsed.tokens) or self._goods_before(clause, parsed)
        )

    # Goods -----------------------------------------------------------------------------------------------------------

    def _goods_groups(self, clause: Clause, parsed: Parsed) -> list[NounGroup]:
        groups = [*self._patient(clause), *clause.after("with", "+"), *(clause.object if clause.verb.passive else ())]
        return [each for each in groups if self._goods_in(each) is not None or self._pronoun_goods(each, parsed)]

    def _pronoun_goods(self, group: NounGroup, parsed: Parsed) -> bool:
        return False

    def _goods_before(self, clause: Clause, parsed: Parsed) -> str:
        """``Distributors sold them``: the class of the goods that were last spoken of, a sentence or so before."""
        patient = self._patient(clause)
        if len(patient) != 1 or parsed.tokens[patient[0].head].low not in ("them", "it", "they"):
            return ""
        number, kind = self.last_goods
        return kind if parsed.number - number <= 2 else ""

    def _goods_in(self, group: NounGroup) -> Found | None:
        """The goods that a noun group is about: at its head, or after "of"; not a mere modifier."""
        for inner in (group, *_inner(group)):
            last = next((found for found in reversed(inner.names) if found.kind in ("weapon", "goods")), None)
            if last is not None and self._is_about(inner, last):
                return last
        return None

    def _is_about(self, group: NounGroup, goods: Found) -> bool:
        """``missile parts`` are goods, a ``missile maker`` is none."""
        if goods.first <= group.head < goods.last:
            return True
        return self.heads.get(id(group), "") in self.language.containers

    def _goods_class(self, groups: Sequence[NounGroup], tokens: Sequence[Token]) -> str:
        classes = [found.known.country for each in groups for found in self._all_goods(each)]
        return next((kind for kind in ("arms", "dual_use", "other") if kind in classes), "")

    def _all_goods(self, group: NounGroup) -> list[Found]:
        found: list[Found] = []
        for inner in (group, *_inner(group)):
            own = [each for each in inner.names if each.kind in ("weapon", "goods")]
            # "drone components": the last word says what it is.
            found.extend(own[-1:])
        return found

    def _supply(self, draft: Draft, goods: Sequence[NounGroup], clause: Clause, parsed: Parsed) -> None:
        tokens = parsed.tokens
        goods = goods or self._patient(clause)
        first = goods[0]
        draft.object_span = tokens[first.first].start, tokens[first.end - 1].end
        draft.goods = [
            member
            for each in goods
            for inner in (each, *_inner(each))
            for member in self.cast.of(inner, parsed)
            if member.kind in _NOT_MET
        ]
        draft.object_parties = draft.goods
        draft.terms = _terms(goods)
        if draft.targets and draft.kind == "supply" and any(each in draft.actors for each in draft.targets):
            draft.targets = [each for each in draft.targets if each not in draft.actors]
        if draft.kind == "supply" and not draft.targets:
            self._indirect(draft, first, clause, parsed)
        if draft.kind in ("supply", "receive", "procure"):
            draft.targets = [each for each in draft.targets if each.kind != "place" or each.country]

    def _indirect(self, draft: Draft, first: NounGroup, clause: Clause, parsed: Parsed) -> None:
        """``supplied Russia with drones``, ``gave Russia drones``, ``supplied to Russia by Iran``."""
        objects = clause.object if not clause.verb.passive else clause.subject
        others = [each for each in objects if each is not first]
        members = [each for each in self.cast.all_of(others, parsed) if each.kind not in _NOT_ACTING]
        if members:
            draft.targets = members
            return
        lead = next(
            (found for found in first.names if found.first == first.first and found.kind in ("country", "capital")),
            None,
        )
        if (
            lead is not None
            and parsed.tokens[lead.last].tag != "poss"
            and clause.verb.lemma in ("give", "send", "sell", "supply", "offer", "lend", "hand")
        ):
            draft.targets = [self.cast.state(lead.known.country)]

    # Objects and measures --------------------------------------------------------------------------------------------

    def _object(self, draft: Draft, frame: Frame, clause: Clause, parsed: Parsed) -> None:
        groups = [] if "object" in frame.target and not clause.verb.passive else self._patient(clause)
        if "object" in frame.target:
            groups = self._roles(frame.object, clause)
        if groups:
            draft.object_span = parsed.tokens[groups[0].first].start, parsed.tokens[groups[-1].end - 1].end
            draft.object_parties = self.cast.all_of(groups, parsed)
        if draft.act and not draft.targets:
            draft.targets = self._of_participle(clause, parsed) or self._whose_goods(clause, parsed)
        if draft.act and not draft.targets and self._definite(self._patient(clause), parsed):
            draft.targets = list(self.last_targets)
        if draft.kind in _STRANGERS and not draft.targets:
            draft.targets = [
                self.cast.stranger(each, parsed.tokens)
                for each in self._roles(frame.target, clause)
                if not self._class_of(each, parsed) and parsed.tokens[each.head].tag != "pron"
            ]
        if clause.included and draft.act and draft.targets:
            draft.targets += [each for each in self._met(clause.included, parsed) if each not in draft.targets]
        if draft.kind in ("freeze", "unfreeze"):
            patient = self._patient(clause)
            whose = [inner for each in patient for inner in each.of] + [
                each for each in patient if "assets" not in self._class_of(each, parsed)
            ]
            draft.targets = self._met(whose, parsed, "sanction")
            if not draft.targets:
                draft.targets = [
                    self.cast.stranger(each, parsed.tokens)
                    for each in whose
                    if parsed.tokens[each.head].tag in ("word", "term")
                ]
            draft.targets = draft.targets or self._met(patient, parsed)
        if draft.kind == "ban" and not draft.targets:
            draft.targets = self._met(self._patient(clause), parsed)
        if draft.kind == "copula" and (found := self._office_of(clause, parsed)) is not None:
            draft.actors, draft.targets = found
        if draft.kind == "relate" and (share := self._share(clause, parsed)):
            draft.targets = self._met(share, parsed)
        if draft.kind == "ask":
            draft.targets = [
                each for each in self._acting(clause.object, parsed, clause, speech=True) if each not in draft.actors
            ]
        if draft.kind == "under":
            draft.targets = self._acting(clause.subject, parsed, clause, speech=True)
            draft.actors = [
                owner for each in clause.after("under", "to") if (owner := self._possessor(each, parsed)) is not None
            ]
        if draft.kind == "accuse" and not clause.verb.passive:
            self._accused(draft, clause, parsed)
        if draft.kind == "allege" and clause.complement:
            inner = next((each for each in parsed.clauses if each.at >= clause.complement[1]), None)
            draft.targets = self._acting(inner.subject, parsed, inner, speech=False) if inner else []

    def _of_participle(self, clause: Clause, parsed: Parsed) -> list[Member]:
        """``annulled sanctions imposed on …``"""
        patient = self._patient(clause)
        for other in parsed.clauses:
            if other is not clause and other.gap is not None and [other.gap] == patient[-1:]:
                return self._met(other.after("on", "against", "upon"), parsed, "impose")
            if other.verb.form == "part" and other.subject and other.subject[:1] == patient[-1:]:
                return self._met(other.after("on", "against", "upon"), parsed, "impose")
        return []

    def _whose_goods(self, clause: Clause, parsed: Parsed) -> list[Member]:
        """``a ban on imports of Russian diamonds`` is a measure against Russia."""
        for each in self._patient(clause):
            for inner in each.of:
                owner = self.cast._owner(inner, parsed.tokens)  # noqa: SLF001
                if owner is not None and owner.kind == "government":
                    return [owner]
        return []

    def _accused(self, draft: Draft, clause: Clause, parsed: Parsed) -> None:
        """``condemned Iran's export of missiles``: the accused is whose it is."""
        members = [each for each in self.cast.all_of(clause.object, parsed) if each.kind not in _NOT_MET]
        if members:
            draft.targets = members
            return
        for each in clause.object:
            owner = self.cast._owner(each, parsed.tokens)  # noqa: SLF001
            if owner is not None and owner not in draft.targets:
                draft.targets.append(owner)

    def _names_measure(self, groups: Iterable[NounGroup], parsed: Parsed, *, strong: bool) -> Found | None:
        for each in groups:
            for inner in (each, *_inner(each)):
                for found in inner.names:
                    if found.kind != "measure" or not found.first <= inner.head < found.last:
                        continue
                    if found.known.country == "strong" or (not strong and found.known.country in ("weak", "vague")):
                        return found
        return None

    def _class_of(self, group: NounGroup, parsed: Parsed) -> frozenset[str]:
        tokens = parsed.tokens
        head = tokens[group.head].low
        found = self.language.nouns.get(head, frozenset())
        if group.head > group.first:
            found = found | self.language.nouns.get(f"{tokens[group.head - 1].low} {head}", frozenset())
        return found

    def _measure(self, draft: Draft, clause: Clause, parsed: Parsed) -> None:
        groups = [*self._patient(clause), *clause.after("with"), *clause.after("under")]
        if draft.kind == "aim":
            groups += clause.subject
        found = self._names_measure(groups, parsed, strong=False)
        tokens = parsed.tokens
        if found is not None:
            draft.measure = found.known.key
            draft.measure_span = tokens[found.first].start, tokens[found.last - 1].end
            draft.further = [
                (other.known.key, (tokens[other.first].start, tokens[other.last - 1].end))
                for one in groups
                for each in (one, *_inner(one))
                for other in each.names
                if other.kind == "measure" and other.known.country == "strong" and other.known.key != found.known.key
            ]
        elif draft.kind == "terminate":
            agreement = next(
                (each for one in self._patient(clause) for each in (one, *_inner(one)) if self._agreement(each)), None
            )
            draft.measure = "air_services_agreement" if agreement else "agreement"
        else:
            kinds = {
                "freeze": "asset_freeze",
                "unfreeze": "asset_freeze",
                "ban": _trade_kind(self._patient(clause), tokens),
                "sanction": "designation",
                "enlist": "designation",
                "aim": "sanctions",
            }
            draft.measure = kinds.get(draft.kind, "designation" if draft.type == "LIFT_SANCTION" else "sanctions")
            if draft.kind == "sanction" and draft.lemma == "sanction":
                draft.measure = "sanctions"
        if draft.kind == "sanction":
            self._as_label(draft, clause, parsed)
        if draft.type == "TERMINATE_AGREEMENT" and not draft.targets:
            draft.targets = [
                each for each in self._met(clause.after("with", "between"), parsed) if each not in draft.actors
            ]

    def _as_label(self, draft: Draft, clause: Clause, parsed: Parsed) -> None:
        """``designates the IRGC as a terrorist organisation``."""
        for each in clause.after("as", "+"):
            for found in each.names:
                if found.kind == "measure":
                    draft.measure = found.known.key
            if "terrorist" in (token.low for token in parsed.tokens[each.first : each.last]):
                draft.measure = "terrorist_designation"

    def _including(self, draft: Draft, clause: Clause, parsed: Parsed) -> Iterator[Draft]:
        """``penalties …, including the cancellation of … and sanctions on …``: each is a measure of the same."""
        chunks = parsed.chunks
        at = next(
            (
                here
                for here in range(clause.at, len(chunks) - 1)
                if isinstance(chunks[here], Mark)
                and getattr(chunks[here], "low", "") in ("including", "alongside", "plus")
            ),
            None,
        )
        if at is None or not isinstance(chunks[at + 1], NounGroup):
            return
        here = at + 1
        while here < len(chunks) and isinstance(chunks[here], NounGroup):
            groups, after = group(chunks, here, free=False)
            for each in groups:
                yield from self._nominal(each, chunks.index(each), parsed, draft)
            trailing = self._trailing_end(chunks, after)
            if (
                trailing < len(chunks) - 1
                and isinstance(chunks[trailing], Mark)
                and chunks[trailing].kind in ("C", "comma")
            ):
                here = trailing + 1
                if isinstance(chunks[here], Mark) and chunks[here].kind == "C":
                    here += 1
            else:
                return

    def _trailing_end(self, chunks: Sequence[object], at: int) -> int:
        while (
            at + 1 < len(chunks)
            and isinstance(chunks[at], Mark)
            and getattr(chunks[at], "kind", "") == "P"
            and isinstance(chunks[at + 1], NounGroup)
        ):
            at += 2
        return at

    def _retaliation(self, parsed: Parsed) -> Iterator[Draft]:
        """``Moscow would respond in kind``."""
        for clause in parsed.clauses:
            if (
                clause.verb.modal not in ("will", "would", "shall")
                or clause.verb.negative
                or clause.verb.form != "finite"
            ):
                continue
            kind = any(parsed.tokens[each.head].low == "kind" for each in clause.after("in"))
            if clause.verb.lemma in ("retaliate", "reciprocate") or (
                clause.verb.lemma in ("respond", "answer") and kind
            ):
                draft = self._draft("threat", self.language.frames["threat"], clause, parsed)
                if draft is not None:
                    draft.certainty = "CT"
                    yield draft

    def _threats(self, parsed: Parsed) -> Iterator[Draft]:
        """``If the transfer happens, the response will be swift``: no event, but a threat."""
        if not any(clause.condition for clause in parsed.clauses):
            yield from self._retaliation(parsed)
            return
        for clause in parsed.clauses:
            if clause.condition or clause.verb.form != "finite" or clause.verb.modal not in ("will", "would", "shall"):
                continue
            vague = [
                found for each in (*clause.subject, *clause.object) for found in each.names if found.kind == "measure"
            ]
            if not vague and clause.verb.lemma not in ("respond", "retaliate", "punish", "act", "answer", "face"):
                continue
            draft = self._draft("threat", self.language.frames["threat"], clause, parsed)
            if draft is not None:
                if vague:
                    draft.cue = parsed.tokens[vague[0].first].start, parsed.tokens[vague[0].last - 1].end
                draft.tense, draft.certainty, draft.stage = "hypothetical", "U", "mooted"
                yield draft
                return

    # Nouns -----------------------------------------------------------------------------------------------------------

    def _suit_noun(self, group: NounGroup, at: int, parsed: Parsed, carrier: Clause | None) -> Iterator[Draft]:
        """``an appeal by Shvidler against his designation``, ``Mazepin's lawsuit``."""
        if "suit" not in self._class_of(group, parsed) or parsed.tokens[group.head].low == "case":
            return
        trailing = self._trailing(parsed, at)
        owner = self._possessor(group, parsed)
        actors = self._acting(_after(trailing, "by", "from"), parsed, _NOBODY, speech=True) or (
            [owner] if owner else []
        )
        if (
            not actors
            and carrier is not None
            and carrier.verb.lemma in ("file", "lodge", "bring", "launch", "lose", "win")
            and not carrier.verb.passive
        ):
            actors = self._acting(carrier.subject, parsed, carrier, speech=True)
        if actors:
            draft = self._noun_draft("APPEAL", "appeal", group, parsed, None)
            draft.actors = actors
            draft.targets = [each for each in self._met(_after(trailing, "against"), parsed) if each not in actors]
            yield draft

    def _of_nouns(self, parsed: Parsed, taken: set[int]) -> Iterator[Draft]:
        for at, one in enumerate(parsed.chunks):
            if isinstance(one, NounGroup) and id(one) not in taken:
                carrier = self._carrier(one, parsed)
                for inner in (one, *_inner(one)):
                    if id(inner) in taken:
                        continue
                    taken.add(id(inner))
                    yield from self._supply_noun(inner, one, at, parsed, carrier)
                    yield from self._suit_noun(inner, at, parsed, carrier)
                    if carrier is not None:
                        yield from self._measure_noun(inner, one, at, parsed, carrier)

    def _carrier(self, group: NounGroup, parsed: Parsed) -> Clause | None:
        """The clause whose object (or, passive, whose subject) the noun group is."""
        for clause in parsed.clauses:
            if group in self._patient(clause) or any(group in groups for _, groups in clause.prepositions):
                return clause
        return None

    def _supply_noun(
        self, group: NounGroup, outer: NounGroup, at: int, parsed: Parsed, carrier: Clause | None
    ) -> Iterator[Draft]:
        if "supply" not in self._class_of(group, parsed) and "procure" not in self._class_of(group, parsed):
            return
        goods = [
            each for each in (group, *_inner(group)) if any(found.kind in ("weapon", "goods") for found in each.names)
        ]
        kind = "supply" if "supply" in self._class_of(group, parsed) else "procure"
        type_ = _supply_type(kind, self._goods_class(goods, parsed.tokens))
        if not type_:
            return
        draft = self._noun_draft(type_, kind, group, parsed, carrier)
        trailing = self._trailing(parsed, at)
        owner = self._possessor(group, parsed)
        actors = [owner] if owner else self._acting(_after(trailing, "from", "by"), parsed, _NOBODY, speech=False)
        draft.targets = [
            each for each in self._met(_after(trailing, "to"), parsed) if each.kind not in _NOT_ACTING or each.country
        ]
        if kind == "procure":
            draft.targets = self._acting(_after(trailing, "from"), parsed, _NOBODY, speech=False)
            actors = [owner] if owner else self._acting(_after(trailing, "by"), parsed, _NOBODY, speech=False)
        if not actors and carrier is not None:
            actors = self._from_carrier(outer, carrier, parsed, draft)
        draft.actors = actors
        if not draft.targets:
            draft.targets = self._user(at, parsed, actors)
        draft.certainty = self._rumoured(at, parsed) or draft.certainty
        draft.object_span = _span(goods[0], parsed)
        draft.terms = _terms(goods)
        draft.goods = draft.object_parties = [member for each in goods for member in self._goods_members(each, parsed)]
        if draft.actors or draft.targets:
            yield draft

    def _rumoured(self, at: int, parsed: Parsed) -> Certainty | None:
        """``speculation about missile transfers``."""
        before = parsed.chunks[at - 2] if at > 1 else None
        if isinstance(before, NounGroup) and isinstance(parsed.chunks[at - 1], Mark):
            head = parsed.tokens[before.head].low
            if head.startswith(("speculation", "rumour", "rumor", "suggestion", "suspicion", "fear")):
                return "PS"
        return None

    def _goods_members(self, group: NounGroup, parsed: Parsed) -> list[Member]:
        return [each for each in self.cast.of(group, parsed) if each.kind in _NOT_MET]

    def _from_carrier(self, group: NounGroup, carrier: Clause, parsed: Parsed, draft: Draft) -> list[Member]:
        lemma = carrier.verb.lemma
        kinds = [kind for kind, _ in self.language.cues.get(lemma, ())]
        if lemma in self.language.carriers and group in self._patient(carrier) and not carrier.verb.passive:
            if self.language.carriers[lemma] == "negative":
                draft.polarity = "negative"
            return self._acting(carrier.subject, parsed, carrier, speech=False)
        if "accuse" in kinds and not carrier.verb.passive:
            return [each for each in self.cast.all_of(carrier.object, parsed) if each.kind not in _NOT_MET]
        if "accuse" in kinds:
            return self._acting(carrier.subject, parsed, carrier, speech=False)
        if "deny" in kinds:
            return [
                each.part_of if each.part_of and each.part_of.kind == "government" else each
                for each in self._acting(carrier.subject, parsed, carrier, speech=True)
            ]
        return []

    def _user(self, at: int, parsed: Parsed, actors: Sequence[Member]) -> list[Member]:
        """``technology that Moscow uses``: who uses it receives it."""
        chunks = parsed.chunks
        if at + 3 >= len(chunks) or not isinstance(chunks[at + 1], Mark) or chunks[at + 1].kind != "S":
            return []
        who, verb = chunks[at + 2], chunks[at + 3]
        if isinstance(who, NounGroup) and isinstance(verb, VerbGroup) and verb.lemma in self.language.using:
            return [each for each in self.cast.of(who, parsed) if each.kind == "government" and each not in actors]
        return []

    def _possessor(self, group: NounGroup, parsed: Parsed) -> Member | None:
        for found in group.names:
            if found.last <= group.head and found.kind in (
                "country",
                "demonym",
                "capital",
                "company",
                "agency",
                "group",
            ):
                return self.cast.named(parsed.tokens, found)
        if parsed.tokens[group.first].low in ("its", "their"):
            return self.cast._owner(group, parsed.tokens)  # noqa: SLF001
        return None

    def _noun_draft(self, type_: str, kind: str, group: NounGroup, parsed: Parsed, carrier: Clause | None) -> Draft:
        head = parsed.tokens[group.head]
        standing = Profile(tense="past")
        if carrier is not None:
            standing = self._noun_profile(group, carrier, parsed)
        return Draft(
            type=type_,  # type: ignore[arg-type]
            parsed=parsed,
            cue=(head.start, head.end),
            lemma=head.low,
            kind=kind,
            span=_span(group, parsed),
            polarity=standing.polarity,
            certainty=standing.certainty,
            tense=standing.tense,
            stage=standing.stage,
            clause=carrier,
        )

    def _noun_profile(self, group: NounGroup, carrier: Clause, parsed: Parsed) -> Profile:
        found = profile(carrier, parsed, self.language)
        rule = governing(carrier, self.language, has_object=False)
        kinds = [kind for kind, _ in self.language.cues.get(carrier.verb.lemma, ())]
        if "deny" in kinds:
            found.polarity = "negative"
        if "ask" in kinds:
            found.certainty, found.tense, found.stage = "U", "hypothetical", "mooted"
        if "vow" in kinds or "threaten" in kinds:
            found.tense, found.stage = "future", "mooted"
        if rule is not None and rule.stage in ("mooted", "proposed"):
            found.tense, found.stage = "future", "mooted" if rule.stage == "mooted" else "proposed"
            found.certainty = "PS" if rule.certainty == "PS" else found.certainty
        if "announce" in kinds:
            found.tense = "future"
        return found

    def _trailing(self, parsed: Parsed, at: int) -> list[tuple[str, list[NounGroup]]]:
        chunks = parsed.chunks
        found: list[tuple[str, list[NounGroup]]] = []
        here = at + 1
        while here + 1 < len(chunks):
            one = chunks[here]
            if isinstance(one, Mark) and one.kind in ("DATE", "R"):
                here += 1
                continue
            if not (isinstance(one, Mark) and one.kind == "P" and isinstance(chunks[here + 1], NounGroup)):
                break
            groups, here = group(chunks, here + 1, free=False)
            found.append((one.low, groups))
        return found

    def _measure_noun(
        self, group: NounGroup, outer: NounGroup, at: int, parsed: Parsed, carrier: Clause
    ) -> Iterator[Draft]:
        kinds = [kind for kind, _ in self.language.cues.get(carrier.verb.lemma, ())]
        rule = governing(carrier, self.language, has_object=False)
        tells = any(kind in ("announce", "vow", "ask", "threaten") for kind in kinds) or (
            rule is not None and bool(rule.stage)
        )
        if not tells and carrier.verb.lemma not in (
            "face",
            "outline",
            "detail",
            "trigger",
            "prepare",
        ):
            return
        held = outer in self._patient(carrier) or any(
            outer in groups for word, groups in carrier.prepositions if word in ("for", "with", "to")
        )
        if held:
            yield from self._nominal(group, at, parsed, None, carrier)

    def _nominal(
        self, group: NounGroup, at: int, parsed: Parsed, parent: Draft | None, carrier: Clause | None = None
    ) -> Iterator[Draft]:
        """A measure said in nouns: "sanctions on X", "the cancellation of the agreement", "the lifting of sanctions"."""
        type_, kind, measure, found = self._nominal_type(group, parsed)
        if not type_:
            return
        draft = self._noun_draft(
            type_, kind, group, parsed, carrier if carrier is not None else parent.clause if parent else None
        )
        if parent is not None:
            draft.tense, draft.stage, draft.certainty, draft.polarity = (
                parent.tense,
                parent.stage,
                parent.certainty,
                parent.polarity,
            )
        draft.measure = measure
        draft.measure_span = _span(group, parsed)
        trailing = self._trailing(parsed, at)
        draft.targets = self._met(_after(trailing, "on", "against", "upon", "with"), parsed)
        if not draft.targets and group.of:
            draft.targets = self._met(group.of, parsed, "" if kind != "sanction" else "sanction")
            if kind == "sanction" and not draft.targets:
                draft.targets = [self.cast.stranger(each, parsed.tokens) for each in group.of]
        if not draft.targets and parent is not None:
            draft.targets = list(parent.targets)
        if carrier is not None and carrier.verb.lemma == "face":
            draft.targets = self._acting(carrier.subject, parsed, carrier, speech=True)
        elif carrier is not None and not any(
            kind == "ask" for kind, _ in self.language.cues.get(carrier.verb.lemma, ())
        ):
            actor = carrier.after("by") if carrier.verb.passive else carrier.subject
            draft.actors = self._acting(actor, parsed, carrier, speech=True)
            draft.first_person = any(parsed.tokens[each.head].low in ("we", "i") for each in actor)
        if (
            not draft.targets
            and carrier is not None
            and any(kind in ("threaten", "warn") for kind, _ in self.language.cues.get(carrier.verb.lemma, ()))
        ):
            draft.targets = self._met(carrier.object, parsed)
        if parent is not None:
            draft.actors, draft.first_person = list(parent.actors), parent.first_person
        yield draft

    def _nominal_type(self, group: NounGroup, parsed: Parsed) -> tuple[str, str, str, Found | None]:
        classes = self._class_of(group, parsed)
        inner = self._names_measure(group.of, parsed, strong=False)
        if "termination" in classes and any(
            "agreement" in self._class_of(each, parsed) or self._agreement(each) for each in group.of
        ):
            air = any(self._agreement(each) for each in group.of)
            return "TERMINATE_AGREEMENT", "terminate", "air_services_agreement" if air else "agreement", None
        if "lifting" in classes and inner is not None:
            return "LIFT_SANCTION", "lift", inner.known.key, inner
        if "amendment" in classes and inner is not None:
            return "AMEND_SANCTION", "amend", inner.known.key, inner
        if "imposition" in classes and inner is not None:
            return "IMPOSE_SANCTION", "impose", inner.known.key, inner
        if "designation" in classes:
            return "IMPOSE_SANCTION", "sanction", "designation", None
        found = self._names_measure([group], parsed, strong=True)
        if found is not None and found.first <= group.head < found.last:
            return "IMPOSE_SANCTION", "impose", found.known.key, found
        return "", "", "", None

    # Speech ----------------------------------------------------------------------------------------------------------

    def _as_speech(self, draft: Draft, clause: Clause, scope: Scope | None, certainty: str) -> None:
        draft.certainty = draft.certainty if certainty not in ("PR", "PS", "U") else certainty  # type: ignore[assignment]
        if scope is not None and (
            draft.object_span is None or clause.complement is not None or clause.verb.lemma == "tell"
        ):
            draft.object_span = scope.start, scope.end
        if clause.verb.neither and not clause.shared:
            draft.neither = True
            draft.type, draft.polarity, draft.certainty = "CONFIRM", "none", "U"


# Whoever is sanctioned, fined or charged is a party, however he is described.
_STRANGERS = frozenset({"sanction", "enforce", "enlist", "aim", "delist", "impose"})
_NOBODY = Clause(-1, VerbGroup(0, 0, 0, "", "finite"))


def _takes_steps(clause: Clause, parsed: Parsed, events: Events) -> bool:
    """``take measures against``."""
    rules = events.language.governors.get(clause.verb.lemma, ())
    if clause.verb.lemma not in ("take", "respond", "act") and not any(rule.stage for rule in rules):
        return False
    if clause.verb.form == "part":
        return False
    found = events._names_measure(clause.object, parsed, strong=False)  # noqa: SLF001
    return found is not None and found.known.country == "vague"


def _supply_type(kind: str, goods: str) -> str:
    if kind == "procure":
        return "PROCURE" if goods in ("arms", "dual_use") else ""
    return {"arms": "SUPPLY_ARMS", "dual_use": "SUPPLY_DUAL_USE"}.get(goods, "")


def _trade_kind(groups: Sequence[NounGroup], tokens: Sequence[Token]) -> str:
    words = {token.low for each in groups for token in tokens[each.first : each.end]}
    if words & {"import", "imports"}:
        return "import_ban"
    if words & {"export", "exports", "sale", "sales"}:
        return "export_control"
    if words & {"flight", "flights"}:
        return "flight_ban"
    if words & {"travel", "entry"}:
        return "travel_ban"
    if words & {"transactions", "transaction", "dealings"}:
        return "transaction_ban"
    return "restriction"


def _ordered(cues: Sequence[tuple[str, str]], language: Language) -> list[tuple[str, str]]:
    """Classes that need something stand before those that take anything."""
    return sorted(cues, key=lambda each: not language.frames[each[0]].needs)


def _inner(group: NounGroup) -> Iterator[NounGroup]:
    for each in group.of:
        yield each
        yield from _inner(each)


def _terms(groups: Sequence[NounGroup]) -> frozenset[str]:
    """The last word of each kind of goods, in the singular."""
    return frozenset(
        found.known.key.lower().split()[-1].removesuffix("s")
        for each in groups
        for inner in (each, *_inner(each))
        for found in inner.names
        if found.kind in ("weapon", "goods")
    )


def _after(trailing: Sequence[tuple[str, list[NounGroup]]], *words: str) -> list[NounGroup]:
    return next((groups for word, groups in trailing if word in words), [])


def _span(group: NounGroup, parsed: Parsed) -> tuple[int, int]:
    return parsed.tokens[group.first].start, parsed.tokens[group.end - 1].end


def _clause_span(clause: Clause, parsed: Parsed) -> tuple[int, int]:
    tokens = parsed.tokens
    first, last = clause.verb.first, clause.verb.last
    for each in (*clause.subject, *clause.object, *(one for _, groups in clause.prepositions for one in groups)):
        first, last = min(first, each.first), max(last, each.end)
    return tokens[first].start, tokens[last - 1].end
