"""What is held out, and measures told in passing: threats, steps that nobody has named, who may not enter."""

from __future__ import annotations

from collections.abc import Iterator

from debar.news.clause import Clause, Parsed
from debar.news.drafting import Drafting
from debar.news.drafts import Draft
from debar.news.subjects import governing


class Threats(Drafting):
    """The threats of a sentence, and the steps and bans that no cue tells."""

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
