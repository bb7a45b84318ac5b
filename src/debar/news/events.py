"""Clauses and nouns to events: who does what to whom, as the cue's frame says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from debar.news.chunks import NounGroup
from debar.news.clause import Clause, Parsed
from debar.news.drafts import Draft
from debar.news.language import Language
from debar.news.roles import (
    inner_groups,
)
from debar.news.speech import Scope, speech_class
from debar.news.threats import Threats


class Events(Threats):
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
        # Whom a measure is on that is made, before those of one that is only weighed.
        met = [draft for draft in acts if draft.targets]
        made = [draft for draft in met if draft.stage == "announced"]
        self.last_targets = next((draft.targets for draft in reversed(made or met)), self.last_targets)
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
        alone = self._without_cue(clause, parsed)
        if alone is not None:
            yield alone
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
            if draft.act:
                self._remember(draft, clause)
                yield from self._including(draft, clause, parsed)
            return
        if self._bars_entry(clause, parsed):
            yield self._entry_ban(clause, parsed)
        elif scope is not None:
            yield from self._said_plainly(clause, parsed, scope)

    def _without_cue(self, clause: Clause, parsed: Parsed) -> Draft | None:
        """``take measures``, ``also designated were``: what no single word tells."""
        if self._takes_steps(clause, parsed):
            return self._steps(clause, parsed)
        roster = self._roster(clause, parsed)
        if roster is not None:
            roster.clause = clause
        return roster

    def _remember(self, draft: Draft, clause: Clause) -> None:
        """Whom and what "those listed", "the measures" and "followed suit" will mean."""
        if draft.targets:
            self.last_targets = draft.targets
        if _impose(draft):
            self.last_actors = draft.actors
        if draft.targets and draft.kind != "follow" and not clause.relative:
            self.last_step = draft

    def _said_plainly(self, clause: Clause, parsed: Parsed, scope: Scope) -> Iterator[Draft]:
        """What is said by a verb whose class does not fit: it is a statement all the same."""
        speech = speech_class(clause, self.language)
        if speech is None:
            return
        if clause.complement is None:
            trails = scope.end <= parsed.tokens[clause.verb.first].start and not clause.object
            if trails and speech[0] in ("announce", "vow"):
                # "…, the Treasury announced"
                yield self._plain_statement(clause, parsed, scope, speech[1])
            return
        if clause.complement[0] in ("that", "clause") or speech[0] not in ("reject", "deny"):
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

    def _plain_statement(self, clause: Clause, parsed: Parsed, scope: Scope, certainty: str) -> Draft:
        """What is announced, vowed, rejected without being a measure or an accusation."""
        draft = self._draft("say", self.language.frames["say"], clause, parsed)
        assert draft is not None
        self._as_speech(draft, clause, scope, certainty)
        draft.scope = scope
        self.speaking.add(id(clause))
        return draft


def _impose(draft: Draft) -> bool:
    """Whether its actors are of those who impose measures."""
    return any(each.kind in ("government", "agency", "organisation") for each in draft.actors)


def _ordered(cues: Sequence[tuple[str, str]], language: Language) -> list[tuple[str, str]]:
    """Classes that need something stand before those that take anything."""
    return sorted(cues, key=lambda each: not language.frames[each[0]].needs)
