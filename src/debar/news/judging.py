"""Which drafts are claims, and what they take from who says them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from debar.news.attribution import Chains
from debar.news.cast import Member
from debar.news.clause import Clause, Parsed
from debar.news.drafts import Draft, profile
from debar.news.parsing import Parsing, is_speech
from debar.news.speech import Scope

# "called the accusations a comedy": an answer to them, whatever they are called.
_NAMING_CALLS = frozenset({"call", "describe", "brand", "label", "term", "characterize", "characterise"})


_WANTING = frozenset({"want", "wish", "hope", "try", "seek", "attempt", "refuse", "continue", "decline", "fail"})


# What these tell of lasts; said of the past, it is only shifted back.
_STANDING = frozenset(
    {
        "be", "have", "want", "know", "regret", "recognise", "recognize", "believe", "need", "own", "support", "oppose",
        "belong", "expect", "consider", "hope", "depend",
    }
)  # fmt: skip


_ACCUSING = frozenset({"accuse", "allege"})


class Judging(Parsing):
    """A statement is kept where it says something that no other claim tells."""

    def _threatens(self, draft: Draft) -> bool:
        """Whether a warning holds out harm, or tells somebody not to: one of frost does not."""
        if draft.targets or draft.scope is None:
            return bool(draft.targets)
        words = self.text[draft.scope.start : draft.scope.end].lower()
        return any(each.act or each.kind == "threat" for each in draft.content) or any(
            word in words
            for word in (
                "sanction",
                "consequence",
                "retaliat",
                "response",
                "measures",
                "penalt",
                "punish",
                "respond",
                "unanswered",
                "without an answer",
            )
        )

    def _near(self, draft: Draft) -> Iterable[int]:
        """Its sentence, and those beside it: a quotation may run over several."""
        number = draft.parsed.number
        return range(max(0, number - 3), min(len(self.parsed), number + 4))

    def _is_kept(self, draft: Draft, placed: dict[int, list[Scope]]) -> bool:
        if draft.neither and draft.kind != "confirm":
            return False
        inside = placed[id(draft)]
        outer = inside[:-1] if draft.scope is not None else inside
        if outer and outer[-1].clause is not None and outer[-1].clause.asks:
            # "Asked whether Russia had received …"
            return False
        if not is_speech(draft, self.language):
            if draft.kind == "ban" and not draft.targets and draft.measure != "export_control":
                # "banned the sale of oil heaters": against nobody.
                return False
            if draft.clause is not None and draft.clause.condition and draft.clause.relation != "to":
                # "If he still holds half …": nothing is claimed.
                return False
            return bool(draft.actors or draft.targets) or draft.kind == "threat"
        if draft.clause is not None and draft.clause.verb.passive and not draft.actors and draft.kind not in _ACCUSING:
            return False
        speaks = [each for each in draft.actors if each.kind not in ("weapon", "goods", "place")]
        if draft.type == "THREATEN" and draft.scope is not None:
            self._as_threatened(draft, draft.scope)
        if draft.lemma == "plead" and "not guilty" in self.text[draft.cue[1] : draft.cue[1] + 14]:
            return False
        if draft.kind == "admit" and draft.polarity == "negative":
            # "did not admit that they had known": nothing was said.
            return False
        if draft.type != "STATE":
            return bool(speaks or draft.targets)
        kept = self._states(draft, speaks)
        if kept:
            for number in self._near(draft):
                self._told.setdefault(number, []).append(draft)
        return kept

    def _states(self, draft: Draft, speaks: Sequence[Member]) -> bool:
        """Whether a plain statement is worth a claim: somebody says something that no other claim tells."""
        scope, clause = draft.scope, draft.clause
        if scope is not None and not any(char.isalnum() for char in self.text[scope.start : scope.end]):
            # "would propose exactly that"
            return False
        if draft.according and scope is not None:
            near = self._told.get(draft.parsed.number, ())
            told = any(scope.start <= each.cue[0] < scope.end for each in near if each is not draft)
            open_ = self._open(draft, scope)
            if not speaks:
                draft.actors = self._documents(draft, scope)
            if open_:
                standing = profile(open_[0][1], open_[0][0], self.language)
                draft.tense, draft.polarity, draft.certainty = standing.tense, standing.polarity, standing.certainty
            return not told and bool(speaks or self._document(draft)) and bool(open_)
        if scope is None or clause is None or not (speaks or self._document(draft)):
            return False
        if not speaks:
            draft.actors = self._documents(draft, scope)
        if (
            (
                draft.kind in ("say", "claim")
                and clause.complement is None
                and not scope.quoted
                and not self._quotes(draft)
            )
            and scope.start >= draft.cue[1]
            and draft.lemma not in self.language.stating
        ):
            return False
        if draft.polarity == "negative" and draft.cue[1] <= scope.start:
            # "declined to comment", "did not say whether": nothing is said.
            return False
        if draft.kind == "ask" and self.language.anonymous.search(self.text, draft.cue[0], draft.parsed.end):
            return False
        demands = draft.kind == "ask" and clause.complement is not None and clause.complement[0] == "to"
        # "urged the bloc to list the Guards": the demand is told, and beside it the measure.
        demands = demands and bool(draft.targets) and draft.polarity == "positive"
        if (
            not demands
            and clause.complement is not None
            and any(
                each.clause is not None and each.clause.governor is clause and not each.clause.shared
                for each in self._told.get(draft.parsed.number, ())
                if each is not draft
            )
        ):
            return False
        draft.answers = draft.lemma in _NAMING_CALLS and any(
            self.language.nouns.get(draft.parsed.tokens[each.head].low, frozenset()) & {"accusation", "report"}
            for each in clause.object
        )
        wide = self._quotations.get(id(clause), scope)
        scope = wide if wide.start < scope.start and wide.end >= scope.start else scope
        open_ = self._open(draft, scope)
        if not open_ and self._said_clauses(scope):
            return False
        said = self._said_clauses(scope)
        behind = bool(open_) and bool(said) and open_[0][1] is not said[0][1]
        if behind and not self._in_quotation(scope) and self._deed_told(draft, scope):
            # What it says first is a claim of its own; the rest belongs to that.
            return False
        if open_ and draft.polarity != "none":
            self._as_said(draft, scope, clause, *open_[0])
        return True

    def _as_threatened(self, draft: Draft, scope: Scope) -> None:
        """A threat stands where what it holds out stands: ahead, or under an "if"."""
        said = self._said_clauses(scope)
        if not said:
            return
        parsed, last = said[-1]
        ahead = profile(last, parsed, self.language).tense
        if any(each.condition for each in parsed.clauses):
            ahead = "hypothetical"
        if ahead in ("future", "hypothetical"):
            draft.tense = ahead

    def _as_said(self, draft: Draft, scope: Scope, clause: Clause, parsed: Parsed, first: Clause) -> None:
        """Polarity, certainty and tense of a statement are those of what is said."""
        if self._refutes(parsed, first):
            draft.type, draft.kind = "DENY", "deny"
            draft.certainty = "CT"
        if not first.object and first.verb.lemma not in _WANTING and not first.asks:
            # Of "plans to buy" the buying; of "wants to buy" the wanting.
            first = next((each for each in parsed.clauses if each.governor is first and each.relation == "to"), first)
        standing = profile(first, parsed, self.language)
        if draft.type == "STATE":
            draft.tense = standing.tense
            draft.polarity = standing.polarity
            if draft.kind == "doubt":
                draft.polarity = "negative" if standing.polarity == "positive" else "positive"
        if draft.type != "STATE":
            return
        if _stands(first) and clause.verb.tense == "past" and not self._in_quotation(scope):
            # "said that the firm was private": the verb is only shifted back.
            draft.tense = "present"
        if draft.certainty == "CT":
            draft.certainty = standing.certainty

    def _open(self, draft: Draft, scope: Scope) -> list[tuple[Parsed, Clause]]:
        """The clauses of a scope that no other claim tells."""
        near = self._told.get(draft.parsed.number, ())
        told = {id(one) for each in near if each is not draft for one in _with_governors(each.clause)}
        inner = [
            each.scope
            for each in near
            if each is not draft
            and each.scope is not None
            and each.scope.clause is not scope.clause
            and scope.start <= each.cue[0] < scope.end
            and each.scope.end - each.scope.start < scope.end - scope.start
        ]
        return [
            (parsed, clause)
            for parsed, clause in self._said_clauses(scope)
            if id(clause) not in told
            and not any(one.start <= parsed.tokens[clause.verb.main].start < one.end for one in inner)
        ]

    def _deed_told(self, draft: Draft, scope: Scope) -> bool:
        """Whether a deed stands in what is said."""
        return any(
            scope.start <= each.cue[0] < scope.end and not is_speech(each, self.language)
            for each in self._told.get(draft.parsed.number, ())
            if each is not draft
        )

    def _refutes(self, parsed: Parsed, clause: Clause) -> bool:
        """``the allegations are baseless``."""
        if clause.verb.lemma != "be" or clause.verb.negative or not clause.subject:
            return False
        after = parsed.tokens[clause.verb.last : clause.verb.last + 5]
        return any(token.low in self.language.refuting for token in after)

    def _documents(self, draft: Draft, scope: Scope) -> list[Member]:
        """``Leaked minutes suggest``: papers that speak are parties like others who are only described."""
        return [
            self.cast.stranger(each, draft.parsed.tokens)
            for each in scope.groups
            if "document" in self.language.nouns.get(draft.parsed.tokens[each.head].low, ())
        ]

    def _document(self, draft: Draft) -> bool:
        assert draft.scope is not None
        return any(
            "document" in self.language.nouns.get(draft.parsed.tokens[each.head].low, ()) for each in draft.scope.groups
        )

    def _in_quotation(self, scope: Scope) -> bool:
        return scope.quoted or self.text[scope.start : scope.start + 1] in ("“", '"', "«")

    def _quotes(self, draft: Draft) -> bool:
        scope = draft.scope
        assert scope is not None
        return any(mark in self.text[scope.start : scope.end] for mark in '“"«')

    def _said_clauses(self, scope: Scope) -> list[tuple[Parsed, Clause]]:
        found: list[tuple[Parsed, Clause]] = []
        for number in self._touched(scope):
            parsed = self.parsed[number]
            for clause in parsed.clauses:
                at = parsed.tokens[clause.verb.main].start
                if (
                    clause.verb.form == "finite"
                    and scope.start <= at < scope.end
                    and not clause.relative
                    and not clause.condition
                    and not (clause.governor is not None and clause.governor.condition)
                    and clause is not scope.clause
                ):
                    found.append((parsed, clause))
        return found

    def _speakers_as_actors(self, drafts: Sequence[Draft], placed: dict[int, list[Scope]], chains: Chains) -> None:
        """``we`` is who speaks; what a declaration says will be imposed, those impose whose it is."""
        for draft in drafts:
            inside = placed[id(draft)]
            outer = inside[:-1] if draft.scope is not None else inside
            if not outer or draft.actors:
                continue
            speaking = chains.members(outer[-1])
            if draft.first_person or draft.kind == "threat":
                draft.actors = [self._for_state(each) if draft.act else each for each in speaking]
            elif draft.kind == "settle":
                # "agreed to pay $38 million, the Treasury said": it is the Treasury that is paid.
                draft.actors = [
                    each for each in chains.members(outer[0]) if each.kind == "agency" and each not in draft.targets
                ]
            elif draft.act and draft.tense == "future" and draft.clause is not None:
                draft.actors = [each for each in speaking if each.kind in ("government", "agency", "organisation")]

    def _without_own(self, draft: Draft, scopes: list[Scope], chains: Chains) -> list[Scope]:
        """``Prosecutors have charged a dealer …, they said``: his own deed, told after it, needs no source."""
        scopes = [scope for scope in scopes if not _only_does(scope)]
        if is_speech(draft, self.language) or not draft.actors:
            return scopes
        return [
            scope
            for scope in scopes
            if scope.clause is None
            or scope.cited
            or scope.quoted
            or (scope.end > scope.sentence.tokens[scope.clause.verb.main].start and not _only_expected(scope.clause))
            or not (members := chains.members(scope))
            or not all(each in draft.actors for each in members)
        ]

    def _for_state(self, member: Member) -> Member:
        if member.kind == "person" and member.country and member.role:
            return self.cast.state(member.country)
        return member


def _stands(clause: Clause) -> bool:
    """Whether a verb tells of a state: ``was``, ``were``."""
    verb = clause.verb
    if verb.tense != "past" or verb.perfect or verb.modal or verb.passive:
        return False
    # "were looking for solutions", "was ready for talks", "did not recognise them"
    return verb.lemma in _STANDING or verb.lemma.startswith("be ") or verb.going


def _with_governors(clause: Clause | None) -> Iterable[Clause]:
    """A clause and the verbs that carry it."""
    steps = 0
    while clause is not None and steps < 6:
        yield clause
        clause = clause.governor if clause.relation not in ("that", "clause") else None
        steps += 1


def _only_expected(clause: Clause) -> bool:
    """``are expected to announce listings``: they have not spoken."""
    return clause.verb.form == "to" and clause.governor is not None and clause.governor.verb.passive


def _only_does(scope: Scope) -> bool:
    """``agreed to pay``: he says nothing, he does it."""
    clause = scope.clause
    return (
        clause is not None
        and clause.verb.lemma == "agree"
        and clause.complement is not None
        and (clause.complement[0] == "to")
    )


def suppose(draft: Draft, clause: Clause) -> None:
    """``The move would ban imports``: nobody says that he will, so it is no promise."""
    if clause.verb.modal == "would" and draft.stage == "announced":
        draft.tense, draft.stage = "hypothetical", "mooted"


def color(drafts: Sequence[Draft]) -> None:
    """What is said takes from its cue: denied is negative, believed is probable, asked or not said is unknown."""
    for draft in drafts:
        if draft.scope is None:
            continue
        for content in draft.content:
            if content.scope is not None or content.clause is None:
                continue
            if draft.kind in ("deny", "reject", "doubt") and draft.polarity == "positive" and _is_said_in_full(content):
                content.polarity = "negative" if content.polarity == "positive" else "positive"
            if draft.type == "THREATEN" and content.act:
                content.stage = "mooted"
                content.targets = content.targets or draft.targets
            if draft.kind == "ask" and content.act and content.stage == "announced" and content.tense != "past":
                # "recommended that the council blacklist the firm"
                content.stage, content.tense = "mooted", "hypothetical"
            unconfirmed = draft.kind in ("confirm", "admit") and draft.polarity == "negative"
            if draft.polarity == "none" or draft.kind == "ask" or unconfirmed:
                content.certainty = "U"
            elif draft.certainty in ("PR", "PS") and content.certainty == "CT":
                content.certainty = draft.certainty


def _is_said_in_full(draft: Draft) -> bool:
    """It stands in a clause of its own, not in one that its cue's verb carries: that has been seen to."""
    here = draft.clause
    while here is not None:
        if here.relation in ("that", "clause"):
            return True
        here = here.governor
    return False


def once(drafts: Sequence[Draft]) -> list[Draft]:
    """One claim per cue and type."""
    found: dict[tuple[object, ...], Draft] = {}
    for draft in drafts:
        found.setdefault((draft.cue, draft.type), draft)
    return list(found.values())
