"""Events said in nouns: "missile transfers from Iran", "sanctions on X", "the cancellation of the agreement"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from debar.news.cast import Member
from debar.news.chunks import Mark, NounGroup, VerbGroup
from debar.news.clause import Clause, Parsed
from debar.news.drafts import CERTAINTIES, Draft, Profile, profile
from debar.news.needs import Needs
from debar.news.roles import NOBODY, NOT_ACTING, NOT_MET, after, inner_groups, span_of, supply_type, terms_of
from debar.news.subjects import governing
from debar.news.values import Certainty

_CONSIDERING = frozenset({"consider", "weigh", "mull", "plan", "prepare", "contemplate", "study"})


class Nouns(Needs):
    """The events of nouns, and whom the clause around them gives for actor and target."""

    def _suit_noun(self, group: NounGroup, at: int, parsed: Parsed, carrier: Clause | None) -> Iterator[Draft]:
        """``an appeal by Shvidler against his designation``, ``Mazepin's lawsuit``."""
        if "suit" not in self._class_of(group, parsed) or parsed.tokens[group.head].low == "case":
            return
        if any(found.first <= group.head < found.last and found.last - found.first > 1 for found in group.names):
            # The Court of Appeal is a body.
            return
        trailing = self._trailing(parsed, at)
        owner = self._possessor(group, parsed)
        planned = False
        actors = self._acting(after(trailing, "by", "from"), parsed, NOBODY, speech=True) or ([owner] if owner else [])
        if (
            not actors
            and carrier is not None
            and carrier.verb.lemma in ("file", "lodge", "bring", "launch", "lose", "win", *_CONSIDERING)
            and not carrier.verb.passive
        ):
            actors = self._acting(carrier.subject, parsed, carrier, speech=True)
            planned = carrier.verb.lemma in _CONSIDERING
        if actors:
            draft = self._noun_draft("APPEAL", "appeal", group, parsed, carrier if planned else None)
            if planned and carrier is not None:
                # "is considering an appeal"
                draft.tense, draft.certainty = "future", "PS" if carrier.verb.lemma not in ("plan", "prepare") else "CT"
            draft.actors = actors
            draft.targets = [each for each in self._met(after(trailing, "against"), parsed) if each not in actors]
            yield draft

    def _of_nouns(self, parsed: Parsed, taken: set[int]) -> Iterator[Draft]:
        for at, one in enumerate(parsed.chunks):
            if isinstance(one, NounGroup) and id(one) not in taken:
                carrier = self._carrier(one, parsed)
                for inner in (one, *inner_groups(one)):
                    if id(inner) in taken:
                        continue
                    taken.add(id(inner))
                    yield from self._supply_noun(inner, one, at, parsed, carrier)
                    yield from self._suit_noun(inner, at, parsed, carrier)
                    told = list(self._measure_noun(inner, one, at, parsed, carrier)) if carrier is not None else []
                    yield from told or self._standing_measure(inner, at, parsed)

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
            each
            for each in (group, *inner_groups(group))
            if any(found.kind in ("weapon", "goods") for found in each.names)
        ]
        kind = "supply" if "supply" in self._class_of(group, parsed) else "procure"
        type_ = supply_type(kind, self._goods_class(goods, parsed.tokens))
        if not type_:
            return
        draft = self._noun_draft(type_, kind, group, parsed, carrier)
        trailing = self._trailing(parsed, at)
        owner = self._possessor(group, parsed)
        actors = [owner] if owner else self._acting(after(trailing, "from", "by"), parsed, NOBODY, speech=False)
        draft.targets = [
            each for each in self._met(after(trailing, "to"), parsed) if each.kind not in NOT_ACTING or each.country
        ]
        if kind == "procure":
            draft.targets = self._acting(after(trailing, "from"), parsed, NOBODY, speech=False)
            actors = [owner] if owner else self._acting(after(trailing, "by"), parsed, NOBODY, speech=False)
        if not actors and carrier is not None:
            actors = self._from_carrier(outer, carrier, parsed, draft)
        draft.actors = actors
        if not draft.targets:
            draft.targets = self._user(at, parsed, actors)
        draft.certainty = self._rumoured(at, parsed) or draft.certainty
        draft.object_span = span_of(goods[0], parsed)
        draft.terms = terms_of(goods)
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

    def _from_carrier(self, group: NounGroup, carrier: Clause, parsed: Parsed, draft: Draft) -> list[Member]:
        lemma = carrier.verb.lemma
        kinds = [kind for kind, _ in self.language.cues.get(lemma, ())]
        if lemma in self.language.carriers and group in self._patient(carrier) and not carrier.verb.passive:
            if self.language.carriers[lemma] == "negative":
                draft.polarity = "negative"
            return self._acting(carrier.subject, parsed, carrier, speech=False)
        if "accuse" in kinds and not carrier.verb.passive:
            return [each for each in self.cast.all_of(carrier.object, parsed) if each.kind not in NOT_MET]
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
            span=span_of(group, parsed),
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
        bearer = self.language.bearers.get(carrier.verb.lemma)
        if bearer is not None and bearer.stage and not (rule is not None and rule.stage):
            found.stage = "proposed" if bearer.stage == "proposed" else "mooted"
            if bearer.stage == "announced" and found.polarity == "positive" and found.certainty == "CT":
                found.stage = "announced"
            found.tense = "future"
            if bearer.certainty:
                found.certainty = CERTAINTIES[bearer.certainty]
        if bearer is not None and bearer.polarity == "negative":
            found.polarity = "positive" if found.polarity == "negative" else "negative"
        if "announce" in kinds:
            found.tense = "future"
        return found

    def _measure_noun(
        self, group: NounGroup, outer: NounGroup, at: int, parsed: Parsed, carrier: Clause
    ) -> Iterator[Draft]:
        kinds = [kind for kind, _ in self.language.cues.get(carrier.verb.lemma, ())]
        rule = governing(carrier, self.language, has_object=False)
        tells = any(kind in ("announce", "vow", "ask", "threaten") for kind in kinds) or (
            rule is not None and bool(rule.stage)
        )
        if not tells and carrier.verb.lemma not in self.language.bearers:
            return
        held = outer in self._patient(carrier) or any(
            outer in groups for word, groups in carrier.prepositions if word in ("for", "with", "to", "on", "out")
        )
        if held:
            yield from self._nominal(group, at, parsed, None, carrier)

    def _standing_measure(self, group: NounGroup, at: int, parsed: Parsed) -> Iterator[Draft]:
        """``a European Union arms embargo on Sudan``: a measure in passing, by whom and on whom both said; no claim."""
        found = self._names_measure([group], parsed, strong=True)
        owner = self._possessor(group, parsed)
        if found is None or (owner is not None and owner.kind not in ("government", "agency", "organisation", "group")):
            return
        targets = self._met(after(self._trailing(parsed, at), "on", "against"), parsed)
        if owner is None and not (targets and self._stands(group, parsed)):
            return
        if found.known.key == "price_cap" and owner is not None and not targets:
            # "above the Group of Seven's price cap": on whom is known, and not said.
            draft = self._noun_draft("IMPOSE_SANCTION", "impose", group, parsed, None)
            draft.measure, draft.measure_span = found.known.key, span_of(group, parsed)
            draft.actors, draft.passing = [owner], True
            yield draft
            return
        if targets and owner not in targets:
            draft = self._noun_draft("IMPOSE_SANCTION", "impose", group, parsed, None)
            draft.measure, draft.measure_span = found.known.key, span_of(group, parsed)
            draft.actors, draft.targets, draft.passing = [owner] if owner is not None else [], targets, True
            yield draft

    def _stands(self, group: NounGroup, parsed: Parsed) -> bool:
        """``has been in place since 2004``, ``remains in force``."""
        return any(
            clause.verb.lemma in ("be", "remain", "stay", "stand")
            and any(parsed.tokens[each.head].low in ("place", "force", "effect") for each in clause.after("in"))
            for clause in parsed.clauses
            if group in clause.subject
        )

    def _joined_targets(self, at: int, parsed: Parsed) -> list[Member]:
        """``asset freezes and travel bans on seven generals``: of the last one, for all."""
        chunks, here = parsed.chunks, at
        while here + 2 < len(chunks) and chunks[here + 1].kind in ("comma", "C"):
            here += 2 if chunks[here + 1].kind == "comma" and isinstance(chunks[here + 2], NounGroup) else 1
            while here < len(chunks) and isinstance(chunks[here], Mark) and chunks[here].kind == "C":
                here += 1
            follows = chunks[here] if here < len(chunks) else None
            if not isinstance(follows, NounGroup) or self._names_measure([follows], parsed, strong=True) is None:
                return []
            targets = self._met(after(self._trailing(parsed, here), "on", "against", "upon"), parsed)
            if targets:
                return targets
        return []

    def _nominal(
        self, group: NounGroup, at: int, parsed: Parsed, parent: Draft | None, carrier: Clause | None = None
    ) -> Iterator[Draft]:
        """A measure said in nouns: "sanctions on X", "the cancellation of the agreement", "the lifting of sanctions"."""
        type_, kind, measure, _found = self._nominal_type(group, parsed)
        banned = self._restriction(group, at, parsed) if not type_ else None
        if banned is not None:
            type_, kind, measure = "IMPOSE_SANCTION", "impose", banned[0]
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
        draft.measure_span = span_of(group, parsed)
        self._nominal_targets(draft, group, at, parsed, banned[1] if banned is not None else None)
        if not draft.targets and parent is not None:
            draft.targets = list(parent.targets)
        if carrier is not None and carrier.verb.lemma == "face":
            draft.targets = self._acting(carrier.subject, parsed, carrier, speech=True)
            owner = self._possessor(group, parsed)
            if owner is not None and owner.kind in ("government", "organisation") and owner not in draft.targets:
                # "will face U.S. sanctions"
                draft.actors = [owner]
        elif carrier is not None and not any(
            kind == "ask" for kind, _ in self.language.cues.get(carrier.verb.lemma, ())
        ):
            self._nominal_actors(draft, group, parsed, carrier)
        if (
            not draft.targets
            and carrier is not None
            and any(kind in ("threaten", "warn") for kind, _ in self.language.cues.get(carrier.verb.lemma, ()))
        ):
            draft.targets = self._met(carrier.object, parsed)
        if parent is not None:
            draft.actors, draft.first_person = list(parent.actors), parent.first_person
        if draft.targets or draft.actors:
            yield draft

    def _nominal_targets(
        self, draft: Draft, group: NounGroup, at: int, parsed: Parsed, banned: list[Member] | None
    ) -> None:
        """After "on" or "against", else after "of", else those of the measures beside it."""
        trailing = self._trailing(parsed, at)
        draft.targets = banned or self._struck(after(trailing, "on", "against", "upon", "with"), parsed)
        if not draft.targets and draft.measure in ("export_control", "import_ban"):
            # "a ban on exports to Belarus"
            draft.targets = self._struck(after(trailing, "to", "from"), parsed)
        if not draft.targets and draft.type == "IMPOSE_SANCTION" and not after(trailing, "on", "against", "upon"):
            draft.targets = self._joined_targets(at, parsed)
        if not draft.targets and group.of:
            draft.targets = self._met(group.of, parsed, "" if draft.kind != "sanction" else "sanction")
            if draft.kind == "sanction" and not draft.targets:
                draft.targets = [self.cast.stranger(each, parsed.tokens) for each in group.of]

    def _nominal_actors(self, draft: Draft, group: NounGroup, parsed: Parsed, carrier: Clause) -> None:
        """Whose measure it is: by its own words, by the verb that bears it, by the package that it stands in."""
        actor = carrier.after("by") if carrier.verb.passive else carrier.subject
        bearer = self.language.bearers.get(carrier.verb.lemma)
        owner = self._possessor(group, parsed)
        if owner is not None and owner.kind in ("government", "organisation", "agency") and bearer is not None:
            # "would back an EU arms embargo"
            draft.actors = [owner]
        elif bearer is None or bearer.acts:
            draft.actors = self._acting(actor, parsed, carrier, speech=True)
        if bearer is not None and not draft.actors and self._proposes(actor, parsed):
            draft.actors = self._proposers(actor, parsed)
            if not draft.actors and parsed.tokens[actor[0].first].low in ("the", "this"):
                # "The package is likely to include …": theirs who were last said to impose.
                draft.actors = list(self.last_actors)
        draft.first_person = any(parsed.tokens[each.head].low in ("we", "i") for each in actor)
