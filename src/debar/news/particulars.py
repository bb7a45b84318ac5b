"""What a class of cues does beyond its frame: whose assets are frozen, who is settled with, who follows whom."""

from __future__ import annotations

from collections.abc import Sequence

from debar.news.cast import Member
from debar.news.chunks import NounGroup
from debar.news.clause import Clause, Parsed
from debar.news.drafts import Draft, profile
from debar.news.language import Frame
from debar.news.roles import (
    NOT_MET,
    STRANGERS,
)
from debar.news.rosters import Rosters

_SERVING = frozenset({"officers", "agents", "detectives", "investigators", "inspectors", "police"})


class Particulars(Rosters):
    """Each ``_also_…`` is for the class of cues in its name."""

    def _object(self, draft: Draft, frame: Frame, clause: Clause, parsed: Parsed) -> None:
        groups = [] if "object" in frame.target and not clause.verb.passive else self._patient(clause)
        if "object" in frame.target:
            groups = self._roles(frame.object, clause)
        if groups:
            draft.object_span = parsed.tokens[groups[0].first].start, parsed.tokens[groups[-1].end - 1].end
            draft.object_parties = self.cast.all_of(groups, parsed)
        if draft.act and not draft.targets and draft.type != "TERMINATE_AGREEMENT":
            self._look_further(draft, clause, parsed)
        if draft.kind in STRANGERS and not draft.targets:
            draft.targets = [
                self.cast.stranger(each, parsed.tokens)
                for each in self._roles(frame.target, clause)
                if not self._class_of(each, parsed)
                and self._names_measure([each], parsed, strong=False) is None
                and parsed.tokens[each.head].tag != "pron"
                and not self._sorts_of_goods(each, parsed)
            ]
        strong = self._names_measure(self._patient(clause), parsed, strong=True) is not None
        if (
            draft.kind in ("lift", "amend")
            and not draft.targets
            and (strong or not self._own(self._patient(clause), parsed))
        ):
            on = clause.after("on", "against")
            draft.targets = [
                self.cast.stranger(each, parsed.tokens) for each in on if parsed.tokens[each.head].tag == "word"
            ]
        if draft.kind == "appeal" and clause.verb.lemma in ("ask", "petition"):
            # The court that is asked is no opponent.
            draft.targets = self._met(clause.after("against"), parsed)
        elif draft.kind == "appeal":
            # Nor is the one in which he sues.
            draft.targets = [
                each
                for each in draft.targets
                if each not in draft.actors and not {"court", "tribunal"} & set(each.name.lower().split())
            ]
        if clause.included and draft.act and draft.targets:
            draft.targets += [each for each in self._met(clause.included, parsed) if each not in draft.targets]
        # What a class of cues does beyond its frame stands in a method of its name.
        also = getattr(self, f"_also_{draft.kind}", None)
        if also is not None:
            also(draft, clause, parsed)

    def _look_further(self, draft: Draft, clause: Clause, parsed: Parsed) -> None:
        """For the target of a measure: what it was imposed on, whose goods it is about, or whom it was last about."""
        draft.targets = self._of_participle(clause, parsed) or self._whose_goods(clause, parsed)
        patient = self._patient(clause)
        if not draft.targets and draft.kind == "lift" and self._own(patient, parsed):
            draft.targets = [each for each in self.last_targets if each not in draft.actors]
        if not draft.targets and draft.kind != "ban" and self._definite(patient, parsed):
            one = patient[0]
            closer = one.last - one.first > 1 or (
                one.last < len(parsed.tokens) and parsed.tokens[one.last].low in self.language.postposed
            )
            if closer and parsed.tokens[one.first].low == "those":
                # "those responsible" are not those who were spoken of.
                draft.targets = [self.cast.stranger(one, parsed.tokens)]
                return
            draft.targets = list(self.last_targets)

    def _also_freeze(self, draft: Draft, clause: Clause, parsed: Parsed) -> None:
        patient = self._patient(clause)
        whose = [inner for each in patient for inner in each.of]
        whose += [each for each in patient if "assets" not in self._class_of(each, parsed)]
        known = self._met(whose, parsed, "sanction")
        if self._those_listed(whose, parsed) and self.last_targets:
            known = list(self.last_targets)
        if not known:
            # "froze the junta's accounts"
            owners = [self.cast.owner_of(each, parsed.tokens) for each in patient]
            known = [each for each in owners if each is not None and each not in draft.actors]
        if not known:
            tokens = parsed.tokens
            strangers = [each for each in whose if tokens[each.head].tag in ("word", "term")]
            known = [self.cast.stranger(each, tokens) for each in strangers]
        draft.targets = known or draft.targets
        draft.targets = draft.targets or self._met(patient, parsed)
        draft.targets = [each for each in draft.targets if each not in draft.actors]
        if not draft.targets and clause.verb.form == "ing" and self.last_step is not None:
            # "imposed sanctions on the firm, freezing its assets"
            draft.targets = list(self.last_targets)

    _also_unfreeze = _also_freeze

    def _also_impose(self, draft: Draft, clause: Clause, parsed: Parsed) -> None:
        """``approved the freezing of assets of three people``: whose they are."""
        if draft.targets:
            return
        patient = self._patient(clause)
        if not patient or not patient[0].of or "assets" not in self._class_of(patient[0], parsed):
            return
        whose = [*patient[0].of, *(each for each in patient[1:] if not self._class_of(each, parsed))]
        tokens = parsed.tokens
        known = self._met(whose, parsed, "sanction")
        draft.targets = known or [self.cast.stranger(one, tokens) for one in whose if tokens[one.head].tag == "word"]

    def _also_ban(self, draft: Draft, clause: Clause, parsed: Parsed) -> None:
        barred = self._barred(clause, parsed)
        if barred is not None:
            draft.targets = barred[1] or draft.targets
        elif len(draft.targets) < 2 and not clause.after("to", "from", "on", "for"):
            # "to ban Russian and Belarusian fertiliser"
            draft.targets = self._against(self._patient(clause), [], parsed) or draft.targets
        if not draft.targets and clause.after("with"):
            # "would ban transactions with 22 banks"
            draft.targets = self._struck(clause.after("with"), parsed)
        draft.targets = draft.targets or self._met(self._patient(clause), parsed)

    def _also_relate(self, draft: Draft, clause: Clause, parsed: Parsed) -> None:
        if draft.kind == "copula" and (found := self._office_of(clause, parsed)) is not None:
            draft.actors, draft.targets = found
        elif share := self._share(clause, parsed):
            draft.targets = self._met(share, parsed)
            again = all(parsed.tokens[each.head].tag == "pron" for each in share)
            last = self.cast.company_before(parsed.tokens[clause.verb.main].start)
            if (
                again
                and last is not None
                and all(each.kind in ("government", "organisation") for each in draft.targets)
            ):
                # "has never held any interest in it": no state is held.
                draft.targets = [last]
        it = [parsed.tokens[each.head].low for each in clause.subject] == ["it"]
        if it and clause.verb.passive and all(each.kind in ("agency", "government") for each in draft.targets):
            # "It is managed by …": the ship or firm, not the ministry that has just spoken.
            ship, firm = (
                self.cast.last_of.get("vessel"),
                self.cast.company_before(parsed.tokens[clause.verb.first].start),
            )
            draft.targets = [each for each in (ship, firm) if each is not None and each not in draft.actors][:1]
        if draft.kind == "relate" and not draft.actors:
            holding = clause.after("by") if clause.verb.passive else clause.subject
            tokens = parsed.tokens
            draft.actors = [
                self.cast.stranger(each, tokens)
                for each in holding
                if tokens[each.head].tag == "word" and not self._class_of(each, parsed)
            ]

    _also_copula = _also_relate

    def _also_stake(self, draft: Draft, clause: Clause, parsed: Parsed) -> None:
        draft.actors, draft.targets = self._holding(clause, parsed)

    def _also_leave(self, draft: Draft, clause: Clause, parsed: Parsed) -> None:
        """``resigned``: the relation has ended."""
        draft.actors, draft.targets = self._left(clause, parsed)
        draft.polarity = "positive" if draft.polarity == "negative" else "negative"

    def _also_seat(self, draft: Draft, clause: Clause, parsed: Parsed) -> None:
        """``sat on the board of the rail monopoly``."""
        boards = clause.after("on")
        draft.targets = [each for each in self._met(boards, parsed) if each not in draft.actors]
        of = [one for each in boards for one in each.of]
        draft.targets = self.cast.all_of(of, parsed) or draft.targets
        if of and not self.cast.all_of(of, parsed):
            draft.targets = [self.cast.stranger(each, parsed.tokens) for each in of]

    def _also_member(self, draft: Draft, clause: Clause, parsed: Parsed) -> None:
        """``the firms belong to his son``: he holds them."""
        owned = [each for each in draft.actors if each.kind == "company"]
        if clause.verb.lemma == "belong" and owned:
            draft.actors, draft.targets = self.cast.all_of(clause.after("to"), parsed), owned

    def _also_lift(self, draft: Draft, clause: Clause, parsed: Parsed) -> None:
        """``annulled the listing of his wife``, ``renewed her listing``: whose it is."""
        if not draft.targets and not clause.verb.passive:
            # "extend a ban on port calls by North Korean ships"
            draft.targets = self.cast.all_of(clause.after("by"), parsed)
        for each in self._patient(clause):
            if "designation" not in self._class_of(each, parsed):
                continue
            owner = self.cast.owner_of(each, parsed.tokens)
            whose = self.cast.all_of(each.of, parsed) or ([owner] if owner is not None else [])
            draft.targets = [one for one in whose if one not in draft.actors] or draft.targets

    _also_amend = _also_lift

    def _also_settle(self, draft: Draft, clause: Clause, parsed: Parsed) -> None:
        draft.targets = self._acting(clause.subject, parsed, clause, speech=True)
        draft.actors = [
            each for each in self._met(clause.after("with"), parsed, "enforce") if each.kind in ("government", "agency")
        ] or self._paid_to(clause, parsed)
        if clause.governor is not None and clause.governor.verb.lemma == "agree":
            # It is settled by agreeing to pay.
            draft.tense = profile(clause.governor, parsed, self.language).tense

    def _also_license(self, draft: Draft, clause: Clause, parsed: Parsed) -> None:
        """``granted the refinery an exemption``: who is given it."""
        if clause.after("+") and not clause.verb.passive:
            draft.targets = self._met(clause.object, parsed) or draft.targets
        if not draft.targets:
            # "withdrew a licence for the group's stations in Finland"
            plain = [each for each in clause.after("for") if parsed.tokens[each.head].tag == "word"]
            draft.targets = [self.cast.stranger(each, parsed.tokens) for each in plain]

    def _also_probed(self, draft: Draft, clause: Clause, parsed: Parsed) -> None:
        """``Two managers are under investigation``: they, however they are described."""
        plain = [each for each in clause.subject if parsed.tokens[each.head].tag == "word"]
        draft.targets = draft.targets or [self.cast.stranger(each, parsed.tokens) for each in plain]

    def _also_follow(self, draft: Draft, clause: Clause, parsed: Parsed) -> None:
        """``Canada followed suit``: the same measure on the same."""
        step = self.last_step
        assert step is not None
        draft.type, draft.targets = step.type, [each for each in step.targets if each not in draft.actors]

    def _also_enforce(self, draft: Draft, clause: Clause, parsed: Parsed) -> None:
        """``officers of the agency arrested``: the agency did; ``searched the offices of the firm``: the firm's."""
        doing = clause.after("by") if clause.verb.passive else clause.subject
        bodies = [
            member
            for each in doing
            if parsed.tokens[each.head].low in _SERVING
            for member in self.cast.all_of(each.of, parsed)
            if member.kind == "agency"
        ]
        draft.actors = bodies or draft.actors
        searched = [one for each in self._patient(clause) for one in each.of]
        if clause.verb.lemma in ("raid", "search") and searched:
            strangers = [self.cast.stranger(each, parsed.tokens) for each in searched]
            draft.targets = self._met(searched, parsed, "enforce") or strangers

    def _also_proceed(self, draft: Draft, clause: Clause, parsed: Parsed) -> None:
        """``faces charges``: the accused is the subject."""
        if clause.verb.lemma == "face":
            draft.actors, draft.targets = [], self._acting(clause.subject, parsed, clause, speech=True)
        elif not draft.targets:
            met = clause.after("into", "against", "on", "over")
            draft.targets = [self.cast.stranger(each, parsed.tokens) for each in met[:1]]

    def _also_ask(self, draft: Draft, clause: Clause, parsed: Parsed) -> None:
        asked = self._acting(clause.object or clause.after("on", "to"), parsed, clause, speech=True)
        if not asked and clause.complement is not None and clause.complement[0] in ("that", "clause"):
            # "demanded that the council publish the reasons"
            at = clause.complement[1]
            inner = next((each for each in parsed.clauses if each.at >= at and each.verb.form == "finite"), None)
            asked = self._acting(inner.subject, parsed, inner, speech=True) if inner is not None else []
            asked = [each for each in asked if each.kind in ("government", "agency", "organisation", "company")]
        if not asked and clause.complement is not None and clause.complement[0] == "to":
            # "urged all parties to return"
            asked = [
                self.cast.stranger(each, parsed.tokens)
                for each in clause.object
                if parsed.tokens[each.head].tag == "word"
            ]
        draft.targets = [each for each in asked if each not in draft.actors]

    def _also_warn(self, draft: Draft, clause: Clause, parsed: Parsed) -> None:
        """``warned that buyers will face sanctions``: it is they who are threatened."""
        if draft.targets or clause.complement is None or clause.complement[0] not in ("that", "clause"):
            return
        inner = next(
            (
                each
                for each in parsed.clauses
                if each.verb.lemma in ("face", "risk") and each.relation in ("that", "clause")
            ),
            None,
        )
        if inner is not None and self._names_measure(inner.object, parsed, strong=True) is not None:
            draft.targets = self._acting(inner.subject, parsed, inner, speech=True)

    def _also_under(self, draft: Draft, clause: Clause, parsed: Parsed) -> None:
        """``has been under U.S. sanctions``: whose the sanctions are imposed them."""
        draft.targets = self._acting(clause.subject, parsed, clause, speech=True)
        whose = [self.cast.owner_of(each, parsed.tokens) for each in clause.subject]
        draft.targets = draft.targets or [each for each in whose if each is not None]
        owners = [
            self._possessor(each, parsed) for each in clause.after("under", "to") or self._on_list(clause, parsed)
        ]
        draft.actors = [owner for owner in owners if owner is not None]

    def _also_allege(self, draft: Draft, clause: Clause, parsed: Parsed) -> None:
        if clause.verb.passive:
            # "who is alleged to have paid"
            draft.targets = self._acting(clause.subject, parsed, clause, speech=True)
            return
        if clause.complement is None:
            return
        at = clause.complement[1]
        inner = next((each for each in parsed.clauses if each.at >= at), None)
        draft.targets = self._acting(inner.subject, parsed, inner, speech=False) if inner else []
        if draft.targets and all(each in draft.actors for each in draft.targets):
            # "designated the firm, alleging that it had helped"
            draft.targets = [each for each in self.last_targets if each not in draft.actors]

    def _of_participle(self, clause: Clause, parsed: Parsed) -> list[Member]:
        """``annulled sanctions imposed on …``"""
        patient = self._patient(clause)
        for other in parsed.clauses:
            if other is not clause and other.gap is not None and [other.gap] == patient[-1:]:
                return self._met(other.after("on", "against", "upon"), parsed, "impose")
            if other.verb.lemma == "belong" and other.subject[:1] == patient[-1:]:
                return self._met(other.after("to"), parsed, "impose")
            if other.verb.form == "part" and other.subject and other.subject[:1] == patient[-1:]:
                return self._met(other.after("on", "against", "upon"), parsed, "impose")
        return []

    def _whose_goods(self, clause: Clause, parsed: Parsed) -> list[Member]:
        """``a ban on imports of Russian diamonds`` is a measure against Russia."""
        for each in self._patient(clause):
            for inner in each.of:
                owner = self.cast.owner_of(inner, parsed.tokens)
                if owner is not None and owner.kind == "government":
                    return [owner]
        return []

    def _also_accuse(self, draft: Draft, clause: Clause, parsed: Parsed) -> None:
        """``condemned Iran's export of missiles``: the accused is whose it is."""
        if clause.verb.passive:
            return
        if any(parsed.tokens[each.head].low in ("other", "another") and not each.names for each in clause.object):
            # "accused each other", "blamed one another"
            draft.targets = list(draft.actors)
            return
        members = [each for each in self.cast.all_of(clause.object, parsed) if each.kind not in NOT_MET]
        if members:
            draft.targets = members
            return
        for each in clause.object:
            owner = self.cast.owner_of(each, parsed.tokens)
            if owner is not None and owner not in draft.targets:
                draft.targets.append(owner)

    def _is_measure(self, groups: Sequence[NounGroup], parsed: Parsed) -> bool:
        """``The package``, ``These measures``: what was spoken of."""
        if len(groups) != 1 or parsed.tokens[groups[0].first].low not in ("the", "this", "these", "those"):
            return False
        return (
            bool(self._class_of(groups[0], parsed) & {"act", "proposal"})
            or self._names_measure(groups, parsed, strong=False) is not None
        )
