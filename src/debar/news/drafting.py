"""A clause and the frame of its cue to a claim: who does what to whom."""

from __future__ import annotations

from collections.abc import Sequence

from debar.news.cast import Member
from debar.news.chunks import NounGroup
from debar.news.clause import Clause, Parsed
from debar.news.drafts import CERTAINTIES, Draft, profile
from debar.news.language import Frame
from debar.news.measuring import Measuring
from debar.news.roles import (
    NOT_ACTING,
    NOT_MET,
    clause_span,
    inner_groups,
    supply_type,
    terms_of,
)
from debar.news.speech import Scope


def _is_ministry(member: Member) -> bool:
    return any(word in member.name.lower() for word in ("ministry", "department", "embassy", "mission"))


class Drafting(Measuring):
    """Drafts the claims of clauses."""

    def _draft(self, kind: str, frame: Frame, clause: Clause, parsed: Parsed) -> Draft | None:
        tokens = parsed.tokens
        groups = self._roles(frame.actor, clause), self._roles(frame.target, clause)
        type_ = frame.type
        goods: list[NounGroup] = []
        if frame.needs == "goods":
            goods = self._goods_groups(clause, parsed)
            arms = clause.verb.lemma == "arm"
            type_ = "SUPPLY_ARMS" if arms else self._supplied(kind, goods, clause, parsed)
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
            span=clause_span(clause, parsed),
            polarity=standing.polarity,
            certainty=standing.certainty,
            tense=standing.tense,
            stage=standing.stage,
            clause=clause,
        )
        draft.actors = self._acting(groups[0], parsed, clause, speech=frame.speech)
        if not draft.actors and draft.act and self._proposes(groups[0], parsed):
            draft.actors = self._proposers(groups[0], parsed)
        draft.targets = self._met(groups[1], parsed, kind)
        draft.first_person = any(tokens[each.head].low in ("we", "i") for each in groups[0])
        if frame.needs == "goods":
            self._supply(draft, goods, clause, parsed)
        else:
            self._object(draft, frame, clause, parsed)
        if draft.act:
            self._measure(draft, clause, parsed)
            self._whose_measure(draft, clause, parsed)
        return draft

    def _whose_measure(self, draft: Draft, clause: Clause, parsed: Parsed) -> None:
        """``UN sanctions on Iran were restored`` by the UN; ``extended the Sudan sanctions`` falls on Sudan."""
        patient = self._patient(clause)
        if len(patient) != 1 or self._names_measure(patient, parsed, strong=True) is None:
            return
        owner = self._possessor(patient[0], parsed)
        if owner is None or owner.kind not in ("government", "organisation", "agency") or owner in draft.targets:
            return
        on = any(word in ("on", "against") for word, _ in (*clause.prepositions, *clause.subject_prepositions))
        if clause.verb.passive and not draft.actors and on and not clause.after("by"):
            draft.actors = [owner]
        elif draft.kind in ("amend", "lift") and draft.actors and owner.kind == "government" and not on:
            sanctioning = any(each.kind == "government" for each in draft.actors) or owner in draft.actors
            draft.targets = draft.targets if sanctioning else [owner]

    def _supplied(self, kind: str, goods: Sequence[NounGroup], clause: Clause, parsed: Parsed) -> str:
        own = self._goods_class(goods, parsed.tokens)
        return supply_type(kind, own if own not in ("", "other") else self._goods_before(clause, parsed) or own)

    def _supply(self, draft: Draft, goods: Sequence[NounGroup], clause: Clause, parsed: Parsed) -> None:
        tokens = parsed.tokens
        goods = goods or self._patient(clause)
        if draft.lemma == "arm" or self._supplies_somebody(clause, parsed):
            # "arming the rebels": they are who receives, whatever it is.
            draft.targets = self._met(self._patient(clause), parsed)
        it = [tokens[each.head].low for each in clause.subject] == ["it"]
        if it and draft.kind == "supply" and not clause.verb.passive:
            # "The ministry has said that it does not supply weapons": its state does not.
            draft.actors = [
                self.cast.state(each.country) if each.kind == "agency" and each.country and _is_ministry(each) else each
                for each in draft.actors
            ]
        first = goods[0]
        draft.object_span = tokens[first.first].start, tokens[first.end - 1].end
        draft.goods = [
            member
            for each in goods
            for inner in (each, *inner_groups(each))
            for member in self.cast.of(inner, parsed)
            if member.kind in NOT_MET
        ]
        draft.object_parties = draft.goods
        draft.terms = terms_of(goods)
        if draft.targets and draft.kind == "supply" and any(each in draft.actors for each in draft.targets):
            draft.targets = [each for each in draft.targets if each not in draft.actors]
        if draft.kind == "supply" and not draft.targets:
            self._indirect(draft, first, clause, parsed)
        if draft.kind == "procure" and not draft.targets:
            # "go on buying Russian oil": of the country whose it is.
            owners = [self.cast.owner_of(each, tokens) for one in goods for each in (one, *inner_groups(one))]
            draft.targets = [each for each in owners if each is not None and each.kind == "government"][:1]
            draft.targets = [each for each in draft.targets if each not in draft.actors]
        if draft.kind in ("supply", "receive", "procure"):
            draft.targets = [each for each in draft.targets if each.kind != "place" or each.country]

    def _indirect(self, draft: Draft, first: NounGroup, clause: Clause, parsed: Parsed) -> None:
        """``supplied Russia with drones``, ``gave Russia drones``, ``supplied to Russia by Iran``."""
        objects = clause.object if not clause.verb.passive else clause.subject
        others = [each for each in objects if each is not first]
        members = [each for each in self.cast.all_of(others, parsed) if each.kind not in NOT_ACTING]
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

    def _as_speech(self, draft: Draft, clause: Clause, scope: Scope | None, certainty: str) -> None:
        draft.certainty = draft.certainty if certainty == "CT" else CERTAINTIES[certainty]
        if scope is not None and (
            draft.object_span is None or clause.complement is not None or clause.verb.lemma == "tell"
        ):
            draft.object_span = scope.start, scope.end
        if clause.verb.neither and not clause.shared:
            draft.neither = True
            draft.type, draft.polarity, draft.certainty = "CONFIRM", "none", "U"
