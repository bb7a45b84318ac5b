"""Clauses and nouns to events: who does what to whom, as the cue's frame says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from debar.news.cast import Member
from debar.news.chunks import Mark, NounGroup
from debar.news.clause import Clause, Parsed
from debar.news.drafts import CERTAINTIES, Draft, profile
from debar.news.groups import group
from debar.news.language import Frame, Language
from debar.news.roles import (
    NOT_ACTING,
    NOT_MET,
    STRANGERS,
    clause_span,
    inner_groups,
    supply_type,
    terms_of,
)
from debar.news.rosters import Rosters
from debar.news.speech import Scope, speech_class
from debar.news.subjects import governing


class Events(Rosters):
    """The events of one sentence after the other."""

    def sentence(self, parsed: Parsed, scopes: Sequence[Scope]) -> list[Draft]:
        """All the events of a sentence, in the order of their cues."""
        found: list[Draft] = []
        taken: set[int] = set()
        self.heads = {
            id(each): parsed.tokens[each.head].low
            for one in parsed.chunks
            if isinstance(one, NounGroup)
            for each in (one, *inner_groups(one))
        }
        by_clause = {id(scope.clause): scope for scope in scopes if scope.clause is not None}
        for clause in parsed.clauses:
            for draft in self._of_clause(clause, parsed, by_clause.get(id(clause))):
                found.append(draft)
                taken.update(self._covered(draft, clause))
        found.extend(self._of_nouns(parsed, taken))
        found.extend(self._threats(parsed))
        found.extend(self._rosters_of_labels(parsed))
        found.extend(self._apposed(parsed))
        for one in parsed.chunks:
            for each in one.names if isinstance(one, NounGroup) else ():
                if each.kind in ("weapon", "goods") and each.known.country:
                    self.last_goods = parsed.number, each.known.country
        found.sort(key=lambda each: each.cue)
        acts = [draft for draft in found if draft.act and not draft.passing]
        self.last_actors = next((draft.actors for draft in reversed(acts) if _impose(draft)), self.last_actors)
        self.last_targets = next((draft.targets for draft in reversed(acts) if draft.targets), self.last_targets)
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
            "doubt",
        ):
            return
        for each in (*clause.object, *(clause.subject if clause.verb.passive else ())):
            yield id(each)
        for word, groups in clause.prepositions:
            if word in ("with", "under"):
                yield from (id(each) for each in groups)

    def _of_clause(self, clause: Clause, parsed: Parsed, scope: Scope | None) -> Iterator[Draft]:
        if self._takes_steps(clause, parsed):
            yield self._steps(clause, parsed)
            return
        roster = self._roster(clause, parsed)
        if roster is not None:
            roster.clause = clause
            yield roster
            return
        for kind, certainty in _ordered(self.language.cues.get(clause.verb.lemma, ()), self.language):
            frame = self.language.frames[kind]
            if not self._fits(kind, frame, clause, parsed) or (clause.verb.neither and clause.shared):
                continue
            draft = self._draft(kind, frame, clause, parsed)
            if draft is None:
                continue
            if kind == "relate" and self._in_general(draft, clause, parsed):
                return
            if frame.speech:
                self._as_speech(draft, clause, scope, certainty)
                draft.scope = scope
            (self.speaking if frame.speech else self.acting).add(id(clause))
            yield draft
            if draft.act and draft.targets:
                self.last_targets = draft.targets
            if draft.act and _impose(draft):
                self.last_actors = draft.actors
            if draft.act and draft.targets and draft.kind != "follow" and not clause.relative:
                self.last_step = draft
            if draft.act:
                yield from self._including(draft, clause, parsed)
            return
        if self._bars_entry(clause, parsed):
            yield self._entry_ban(clause, parsed)
            return
        if scope is None:
            return
        speech = speech_class(clause, self.language)
        if clause.complement is None:
            trails = scope.end <= parsed.tokens[clause.verb.first].start and not clause.object
            if speech and trails and speech[0] in ("announce", "vow"):
                # "…, the Treasury announced"
                yield self._plain_statement(clause, parsed, scope, speech[1])
            return
        if speech and (clause.complement[0] in ("that", "clause") or speech[0] not in ("reject", "deny")):
            draft = self._plain_statement(clause, parsed, scope, speech[1])
            at = clause.complement[1]
            vowed = [*clause.object, *(each for each in parsed.chunks[at : at + 1] if isinstance(each, NounGroup))]
            if speech[0] == "vow" and any("threat" in self._class_of(each, parsed) for each in vowed):
                # "vowed retaliation should it join"
                draft.type, draft.kind = "THREATEN", "threaten"
            yield draft

    def _in_general(self, draft: Draft, clause: Clause, parsed: Parsed) -> bool:
        """``companies that a listed person owns``: nobody in particular."""
        if clause.gap is None or any(each.kind not in ("group",) for each in (*draft.actors, *draft.targets)):
            return False
        return any(parsed.tokens[each.first].low in ("a", "an", "any") for each in clause.subject)

    def _bars_entry(self, clause: Clause, parsed: Parsed) -> bool:
        """``They are barred from entering Iran``, ``may not enter British ports`` is told of those just spoken of."""
        verb = clause.verb
        inner = self._carried(clause, parsed)
        barred = verb.passive and verb.lemma in ("ban", "bar", "prohibit", "forbid") and inner is not None
        allowed = verb.passive and verb.negative and verb.lemma in ("allow", "permit", "let") and inner is not None
        may = verb.negative and verb.modal in ("may", "can", "could", "must") and not verb.passive
        enters = clause if may else inner if barred or allowed else None
        if enters is None or not self.last_targets or clause.relative:
            return False
        foot = enters.verb.lemma == "set" and any(parsed.tokens[each.head].low == "foot" for each in enters.object)
        return foot or enters.verb.lemma in ("enter", "travel", "visit", "dock", "call")

    def _entry_ban(self, clause: Clause, parsed: Parsed) -> Draft:
        """A measure in passing, by those who imposed the one before it; no claim."""
        draft = self._draft("ban", self.language.frames["ban"]._replace(needs=""), clause, parsed)
        assert draft is not None
        named = clause.after("by")
        draft.actors = draft.actors if named else list(self.last_actors)
        pronoun = all(parsed.tokens[each.head].tag == "pron" for each in clause.subject)
        ships = [
            each
            for each in clause.subject
            if self.language.organisation_words.get(parsed.tokens[each.head].low.removesuffix("s")) == "vessel"
        ]
        draft.targets = list(self.last_targets)
        if not pronoun and not ships:
            draft.targets = self.cast.all_of(clause.subject, parsed) or draft.targets
        elif ships:
            # "Ships on the list may not enter British ports": those that were listed.
            draft.targets = [each for each in self.last_targets if each.kind in ("vessel", "group")] or draft.targets
        port = "port" in " ".join(token.low for token in parsed.tokens[clause.verb.first : clause.verb.last + 6])
        draft.measure, draft.passing = ("port_ban" if ships and port else "travel_ban"), True
        draft.polarity, draft.certainty, draft.stage, draft.tense = "positive", "CT", "announced", "present"
        return draft

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
        return draft

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
                and parsed.tokens[each.head].tag != "pron"
                and not self._sorts_of_goods(each, parsed)
            ]
        if draft.kind in ("lift", "amend") and not draft.targets:
            on = clause.after("on", "against")
            draft.targets = [
                self.cast.stranger(each, parsed.tokens) for each in on if parsed.tokens[each.head].tag == "word"
            ]
        if draft.kind == "appeal" and clause.verb.lemma in ("ask", "petition"):
            # The court that is asked is no opponent.
            draft.targets = self._met(clause.after("against"), parsed)
        elif draft.kind == "appeal":
            draft.targets = [each for each in draft.targets if each not in draft.actors]
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
            tokens = parsed.tokens
            strangers = [each for each in whose if tokens[each.head].tag in ("word", "term")]
            known = [self.cast.stranger(each, tokens) for each in strangers]
        draft.targets = known or draft.targets
        draft.targets = draft.targets or self._met(patient, parsed)

    _also_unfreeze = _also_freeze

    def _also_ban(self, draft: Draft, clause: Clause, parsed: Parsed) -> None:
        barred = self._barred(clause, parsed)
        if barred is not None:
            draft.targets = barred[1] or draft.targets
        elif len(draft.targets) < 2 and not clause.after("to", "from", "on", "for"):
            # "to ban Russian and Belarusian fertiliser"
            draft.targets = self._against(self._patient(clause), [], parsed) or draft.targets
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
        ]
        if clause.governor is not None and clause.governor.verb.lemma == "agree":
            # It is settled by agreeing to pay.
            draft.tense = profile(clause.governor, parsed, self.language).tense

    def _also_license(self, draft: Draft, clause: Clause, parsed: Parsed) -> None:
        """``granted the refinery an exemption``: who is given it."""
        if clause.after("+") and not clause.verb.passive:
            draft.targets = self._met(clause.object, parsed) or draft.targets

    def _also_follow(self, draft: Draft, clause: Clause, parsed: Parsed) -> None:
        """``Canada followed suit``: the same measure on the same."""
        step = self.last_step
        assert step is not None
        draft.type, draft.targets = step.type, [each for each in step.targets if each not in draft.actors]

    def _also_proceed(self, draft: Draft, clause: Clause, parsed: Parsed) -> None:
        """``faces charges``: the accused is the subject."""
        if clause.verb.lemma == "face":
            draft.actors, draft.targets = [], self._acting(clause.subject, parsed, clause, speech=True)
        elif not draft.targets:
            met = clause.after("into", "against", "on", "over")
            draft.targets = [self.cast.stranger(each, parsed.tokens) for each in met[:1]]

    def _also_ask(self, draft: Draft, clause: Clause, parsed: Parsed) -> None:
        asked = self._acting(clause.object or clause.after("on", "to"), parsed, clause, speech=True)
        draft.targets = [each for each in asked if each not in draft.actors]

    def _also_under(self, draft: Draft, clause: Clause, parsed: Parsed) -> None:
        """``has been under U.S. sanctions``: whose the sanctions are imposed them."""
        draft.targets = self._acting(clause.subject, parsed, clause, speech=True)
        whose = [self.cast.owner_of(each, parsed.tokens) for each in clause.subject]
        draft.targets = draft.targets or [each for each in whose if each is not None]
        owners = [self._possessor(each, parsed) for each in clause.after("under", "to")]
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
        members = [each for each in self.cast.all_of(clause.object, parsed) if each.kind not in NOT_MET]
        if members:
            draft.targets = members
            return
        for each in clause.object:
            owner = self.cast.owner_of(each, parsed.tokens)
            if owner is not None and owner not in draft.targets:
                draft.targets.append(owner)

    def _measure(self, draft: Draft, clause: Clause, parsed: Parsed) -> None:
        groups = [*self._patient(clause), *clause.after("with"), *clause.after("under")]
        if draft.kind == "aim":
            groups += clause.subject
        found = self._names_measure(groups, parsed, strong=False)
        tokens = parsed.tokens
        if found is not None:
            draft.measure = found.known.key
            if clause.gap is None:
                draft.measure_span = tokens[found.first].start, tokens[found.last - 1].end
            draft.further = [
                (other.known.key, (tokens[other.first].start, tokens[other.last - 1].end))
                for one in groups
                for each in (one, *inner_groups(one))
                for other in each.names
                if other.kind == "measure" and other.known.country == "strong" and other.known.key != found.known.key
            ]
        elif draft.kind == "terminate":
            agreement = next(
                (each for one in self._patient(clause) for each in (one, *inner_groups(one)) if self._agreement(each)),
                None,
            )
            draft.measure = "air_services_agreement" if agreement else "agreement"
        else:
            kinds = {
                "freeze": "asset_freeze",
                "unfreeze": "asset_freeze",
                "ban": self._banned_by(clause, parsed),
                "sanction": "designation",
                "enlist": "designation",
                "aim": "sanctions",
            }
            draft.measure = kinds.get(draft.kind, "designation" if draft.type == "LIFT_SANCTION" else "sanctions")
            if draft.kind in ("enlist", "delist"):
                draft.measure = self._list_kind(clause, parsed) or draft.measure
            if draft.kind == "license":
                draft.measure = "sanctions"
            if draft.kind == "sanction" and draft.lemma == "sanction":
                draft.measure = "sanctions"
        if draft.kind == "follow" and self.last_step is not None:
            draft.measure = self.last_step.measure
        if draft.kind == "sanction":
            self._as_label(draft, clause, parsed)
        if draft.kind in _OF_A_PACKAGE and not draft.actors and self._is_measure(clause.subject, parsed):
            # "The package will lower the price cap": whose the package is lowers it.
            draft.actors = list(self.last_actors)
        if draft.type == "TERMINATE_AGREEMENT" and not draft.targets:
            draft.targets = [
                each for each in self._met(clause.after("with", "between"), parsed) if each not in draft.actors
            ]
            owners = [self._possessor(each, parsed) for each in self._patient(clause)]
            named = [owner for owner in owners if owner is not None and owner not in draft.actors]
            draft.targets = draft.targets or named

    def _banned_by(self, clause: Clause, parsed: Parsed) -> str:
        barred = self._barred(clause, parsed)
        if barred is not None:
            return barred[0]
        kind = self._ban_kind(self._patient(clause), parsed.tokens)
        return "import_ban" if kind == "restriction" and self._goods_named(self._patient(clause)) else kind

    def _list_kind(self, clause: Clause, parsed: Parsed) -> str:
        """``was put on the Entity List``: some lists say what they do."""
        tokens = parsed.tokens
        for each in clause.after("to", "on", "onto", "from", "off", "under"):
            words = " ".join(token.low for token in tokens[each.first : each.end])
            for phrase, kind in self.language.lists:
                if phrase in words:
                    return kind
        return ""

    def _is_measure(self, groups: Sequence[NounGroup], parsed: Parsed) -> bool:
        """``The package``, ``These measures``: what was spoken of."""
        if len(groups) != 1 or parsed.tokens[groups[0].first].low not in ("the", "this", "these", "those"):
            return False
        return (
            bool(self._class_of(groups[0], parsed) & {"act", "proposal"})
            or self._names_measure(groups, parsed, strong=False) is not None
        )

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
            if self._unanswered(clause, parsed):
                draft = self._draft("threat", self.language.frames["threat"], clause, parsed)
                if draft is not None:
                    draft.certainty, draft.polarity, draft.tense = "CT", "positive", "future"
                    draft.actors = []
                    yield draft
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

    def _unanswered(self, clause: Clause, parsed: Parsed) -> bool:
        """``The step will not go unanswered``."""
        verb = clause.verb
        after = parsed.tokens[verb.main + 1 : verb.main + 2]
        future = verb.negative and verb.modal in ("will", "would", "shall") and verb.lemma in ("go", "remain", "be")
        return future and any(token.low in ("unanswered", "unpunished") for token in after)

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

    def _as_speech(self, draft: Draft, clause: Clause, scope: Scope | None, certainty: str) -> None:
        draft.certainty = draft.certainty if certainty == "CT" else CERTAINTIES[certainty]
        if scope is not None and (
            draft.object_span is None or clause.complement is not None or clause.verb.lemma == "tell"
        ):
            draft.object_span = scope.start, scope.end
        if clause.verb.neither and not clause.shared:
            draft.neither = True
            draft.type, draft.polarity, draft.certainty = "CONFIRM", "none", "U"


# What "the package" or "the draft" does, those do whose it is.
_OF_A_PACKAGE = frozenset({"impose", "amend", "ban", "freeze", "lift", "enlist", "sanction", "aim"})


def _is_ministry(member: Member) -> bool:
    return any(word in member.name.lower() for word in ("ministry", "department", "embassy", "mission"))


def _impose(draft: Draft) -> bool:
    """Whether its actors are of those who impose measures."""
    return any(each.kind in ("government", "agency", "organisation") for each in draft.actors)


def _ordered(cues: Sequence[tuple[str, str]], language: Language) -> list[tuple[str, str]]:
    """Classes that need something stand before those that take anything."""
    return sorted(cues, key=lambda each: not language.frames[each[0]].needs)
