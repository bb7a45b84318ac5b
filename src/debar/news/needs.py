"""Whether a clause has what the class of its verb needs: a measure to impose, goods to supply, a list to be put on."""

from __future__ import annotations

from itertools import pairwise

from debar.news.chunks import NounGroup
from debar.news.clause import Clause, Parsed
from debar.news.drafts import ACTS, proposed
from debar.news.language import Frame
from debar.news.naming import Found
from debar.news.proceedings import Proceedings

_LISTED = frozenset({"designated", "sanctioned", "listed", "blacklisted", "blocked", "frozen"})
# These ban where somebody is stopped from something, not where shipments stop.
_HINDERING = frozenset({"stop", "prevent", "block", "preclude", "keep"})
_CALLING = frozenset({"call", "brand", "label", "term", "describe"})
_REFUTED = frozenset({"baseless", "groundless", "unfounded", "untrue", "false", "fabricated"})


class Needs(Proceedings):
    """Each ``_needs_…`` answers for one word in the column ``needs`` of ``classes.csv``."""

    def _fits(self, kind: str, frame: Frame, clause: Clause, parsed: Parsed) -> bool:
        if clause.verb.form == "part" and not clause.verb.passive and frame.speech:
            return False
        needs = frame.needs
        if not needs:
            return True
        return bool(getattr(self, f"_needs_{needs.replace('-', '_')}")(kind, frame, clause, parsed))

    def _needs_as_listed(self, kind: str, frame: Frame, clause: Clause, parsed: Parsed) -> bool:
        """``will be treated as designated``."""
        after = parsed.tokens[clause.verb.last : clause.verb.last + 4]
        return (
            clause.verb.form == "finite"
            and bool(self._patient(clause))
            and any(token.low == "as" for token in after[:2])
            and any(token.low in _LISTED for token in after[1:])
        )

    def _needs_step(self, kind: str, frame: Frame, clause: Clause, parsed: Parsed) -> bool:
        """``Canada followed suit``, ``The Treasury followed in August``: with what was imposed just before."""
        acting = self.cast.all_of(clause.subject, parsed)
        if clause.verb.form == "part" or clause.verb.passive or clause.verb.negative:
            return False
        if clause.complement is not None or not acting:
            return False
        alone = not clause.object or any(
            parsed.tokens[each.head].low in ("suit", "example", "step", "move", "measures", "sanctions")
            for each in clause.object
        )
        near = self.last_step is not None and parsed.number - self.last_step.parsed.number <= 3
        joins = clause.verb.lemma == "follow" or bool(clause.object)
        return (
            alone and near and joins and all(each.kind in ("government", "agency", "organisation") for each in acting)
        )

    def _needs_measure(self, kind: str, frame: Frame, clause: Clause, parsed: Parsed) -> bool:
        patient = self._patient(clause)
        if kind in ("announce", "vow"):
            return self._announces(clause, parsed)
        if clause.verb.form == "part" or self._proceeding(clause, parsed) is not None:
            return False
        found = self._names_measure(patient, parsed, strong=True)
        if found is not None:
            return (found.known.key == "general_license") == (kind == "license")
        if kind == "license":
            return self._grants(clause, parsed)
        if kind in ("lift", "amend") and any("designation" in self._class_of(each, parsed) for each in patient):
            # "annulled the listing of his wife", "renewed her listing"
            return True
        weak = self._names_measure(patient, parsed, strong=False)
        if (
            weak is not None
            and self._definite(patient, parsed)
            and clause.verb.lemma not in ("put", "place", "apply", "enforce")
        ):
            # "could reimpose the measures": those that were spoken of.
            return bool(self.last_targets)
        if (
            weak is not None
            and kind in ("amend", "lift")
            and self._own(patient, parsed)
            and weak.known.country != "vague"
        ):
            # "tighten its ban on products", "widened its controls"
            return True
        if weak is None or (weak.known.country == "vague" and kind != "impose"):
            return False
        return bool(self.cast.all_of(self._roles(frame.target, clause), parsed)) and weak.known.country != "vague"

    def _grants(self, clause: Clause, parsed: Parsed) -> bool:
        """``The Treasury extended a license under which …``: an agency, and a licence that is no agreement."""
        acting = self.cast.all_of(clause.after("by") if clause.verb.passive else clause.subject, parsed)
        if clause.governor is not None and clause.relation not in ("that", "clause"):
            # "would stop issuing licences"
            return False
        if self._export_licences(clause, parsed):
            return False
        if clause.verb.lemma in ("suspend", "revoke", "withdraw", "cancel") and any(
            each.of or self.cast.owner_of(each, parsed.tokens) is not None for each in self._patient(clause)
        ):
            # "suspended the licence of Al Arz": to do business, not to deal with those listed.
            return False
        return any(each.kind in ("agency", "government", "organisation") for each in acting) and any(
            "waiving" in self._class_of(each, parsed) for each in (*self._patient(clause), *clause.after("+"))
        )

    def _announces(self, clause: Clause, parsed: Parsed) -> bool:
        """Whether what is announced or vowed is a measure: said in nouns, or by a verb that imposes one."""
        groups = [*self._patient(clause)]
        for each in groups:
            found = self._names_measure([each], parsed, strong=True)
            if found is not None and found.known.key == "general_license":
                return False
            if found is not None or self._class_of(each, parsed) & {
                "designation",
                "freezing",
            }:
                return True
            if any(self._names_measure([inner], parsed, strong=True) for inner in each.of):
                return True
            at = next((here for here, one in enumerate(parsed.chunks) if one is each), None)
            if self._nominal_type(each, parsed)[0] or (at is not None and self._restriction(each, at, parsed)):
                return True
        if clause.complement is None:
            return False
        at = clause.complement[1]
        for other in parsed.clauses:
            if other.at >= at and other is not clause:
                for kind, _ in self.language.cues.get(other.verb.lemma, ()):
                    frame = self.language.frames[kind]
                    if (
                        frame.type in ACTS
                        and frame.type != "TERMINATE_AGREEMENT"
                        and not frame.speech
                        and self._fits(kind, frame, other, parsed)
                    ):
                        return True
                return bool(self._takes_steps(other, parsed))
        return False

    def _needs_agreement(self, kind: str, frame: Frame, clause: Clause, parsed: Parsed) -> bool:
        acting = self.cast.all_of(clause.after("by") if clause.verb.passive else clause.subject, parsed)
        if any(each.kind in ("government", "agency", "organisation") for each in acting) and any(
            "waiving" in self._class_of(each, parsed) for each in self._patient(clause)
        ):
            # "revoked a licence": what an authority gave is no agreement.
            return False
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

    def _needs_accusation(self, kind: str, frame: Frame, clause: Clause, parsed: Parsed) -> bool:
        patient = self._patient(clause)
        if any(parsed.tokens[each.head].low in self.language.refuting for each in clause.after("as")):
            return True
        if clause.verb.lemma in _CALLING:
            after = parsed.tokens[clause.verb.last : clause.verb.last + 8]
            said = {"accusation", "report"} & frozenset(one for each in patient for one in self._class_of(each, parsed))
            return bool(said) and any(token.low in _REFUTED for token in after)
        if any(
            "court" in one.name.lower() or "tribunal" in one.name.lower()
            for one in self.cast.all_of(clause.subject, parsed)
        ):
            # What a court rejects, it does not deny.
            return False
        if not patient:
            return clause.complement is not None and clause.complement[0] in ("that", "clause")
        return any(self._class_of(each, parsed) & {"accusation", "report"} for each in patient)

    def _needs_assets(self, kind: str, frame: Frame, clause: Clause, parsed: Parsed) -> bool:
        acting = clause.verb.passive or self.cast.all_of(clause.subject, parsed)
        if clause.verb.form == "part" or not (acting or proposed(clause.subject, parsed.tokens, self.language)):
            return False
        if clause.verb.modal == "must" or (clause.verb.passive and self._stands_frozen(clause, parsed)):
            return False
        if clause.verb.lemma in ("freeze", "block") and clause.verb.passive:
            frozen = self.cast.all_of(clause.subject, parsed)
            if frozen and all(each.kind in ("company", "person", "group") for each in frozen):
                return True
        return any("assets" in self._class_of(each, parsed) for each in self._patient(clause))

    def _export_licences(self, clause: Clause, parsed: Parsed) -> bool:
        """``suspended export licences``: what they are for may not go out."""
        return clause.verb.lemma in ("suspend", "halt", "stop") and any(
            "waiving" in self._class_of(each, parsed)
            and any(token.low in ("export", "arms") for token in parsed.tokens[each.first : each.head])
            for each in self._patient(clause)
        )

    def _stands_frozen(self, clause: Clause, parsed: Parsed) -> bool:
        """``Their funds are frozen``, by nobody: what a measure does, and no further measure."""
        verb = clause.verb
        return (
            verb.tense == "present"
            and not (verb.perfect or verb.modal or verb.going or clause.after("by"))
            and any("assets" in self._class_of(each, parsed) for each in self._patient(clause))
        )

    def _needs_trade(self, kind: str, frame: Frame, clause: Clause, parsed: Parsed) -> bool:
        if clause.verb.form == "part":
            return False
        patient = self._patient(clause)
        acting = self.cast.all_of(clause.after("by") if clause.verb.passive else clause.subject, parsed)
        doers = clause.after("by") if clause.verb.passive else clause.subject
        proposed = self._proposes(doers, parsed)
        if not (proposed or any(each.kind in ("government", "agency", "organisation") for each in acting)):
            return False
        again = all(parsed.tokens[each.head].tag == "pron" for each in self._patient(clause))
        if (not again or clause.verb.modal or not clause.shared) and self._barred(clause, parsed) is not None:
            # "listed three firms and barred them from …" only says what that means.
            return True
        if clause.verb.lemma in _HINDERING:
            return False
        if clause.verb.lemma in ("halt", "suspend"):
            # "halt imports of fertiliser": of deliveries it would be their end, and no measure.
            heads = {parsed.tokens[each.head].low for each in self._patient(clause)}
            if self._export_licences(clause, parsed):
                return True
            return bool(heads & {"flights", "imports", "exports", "import", "export", "trade", "purchases"})
        return any(
            self._class_of(each, parsed) & {"trade", "supply", "procure"}
            or (
                clause.verb.lemma in ("ban", "outlaw", "embargo", "prohibit")
                and (each.names or parsed.tokens[each.head].low in self.language.banned)
            )
            for each in patient
        )

    def _needs_list(self, kind: str, frame: Frame, clause: Clause, parsed: Parsed) -> bool:
        if not self._patient(clause):
            return False
        if clause.verb.lemma in ("propose", "nominate"):
            # "proposed two generals for listing"
            told = parsed.tokens[clause.verb.last : clause.verb.last + 12]
            return any(
                one.low == "for" and after.low in ("listing", "designation", "sanctions", "delisting")
                for one, after in pairwise(told)
            )
        if clause.verb.lemma == "add" and clause.verb.form != "part" and not clause.after("to"):
            # "Brussels would add thirty names"
            acting = self.cast.all_of(clause.after("by") if clause.verb.passive else clause.subject, parsed)
            names = any(parsed.tokens[each.head].low in ("names", "entries") for each in self._patient(clause))
            if names and any(each.kind in ("government", "agency", "organisation") for each in acting):
                return True
        return any(
            "list" in self._class_of(each, parsed) or "sanctions" in parsed.tokens[each.head].low
            for word, groups in clause.prepositions
            if word in ("to", "on", "in", "under", "onto", "from", "off")
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
        if clause.verb.passive:
            return False
        return self._names_measure(clause.after("under"), parsed, strong=True) is not None or bool(
            self._on_list(clause, parsed)
        )

    def _on_list(self, clause: Clause, parsed: Parsed) -> list[NounGroup]:
        """``is on the Swiss list``: the lists of states and bodies, by whose they are."""
        if not clause.subject or clause.object:
            return []
        return [
            each
            for each in clause.after("on")
            if "list" in self._class_of(each, parsed)
            and (owner := self._possessor(each, parsed)) is not None
            and owner.kind in ("government", "organisation", "agency")
            and (not each.of or self._of_listed(each, parsed))
        ]

    def _of_listed(self, group: NounGroup, parsed: Parsed) -> bool:
        """``the EU list of sanctioned persons``, not ``the Swiss list of safe countries``."""
        return any(token.low in self.language.listed_as for token in parsed.tokens[group.last : group.end])

    def _needs_goods(self, kind: str, frame: Frame, clause: Clause, parsed: Parsed) -> bool:
        if clause.verb.form == "part":
            return False
        if clause.verb.lemma == "arm":
            return bool(self._patient(clause))
        return bool(
            self._goods_class(self._goods_groups(clause, parsed), parsed.tokens) or self._goods_before(clause, parsed)
        )

    def _takes_steps(self, clause: Clause, parsed: Parsed) -> bool:
        """``take measures against``."""
        rules = self.language.governors.get(clause.verb.lemma, ())
        if any(kind == "threaten" for kind, _ in self.language.cues.get(clause.verb.lemma, ())):
            # "threatened countermeasures"
            return False
        if clause.verb.lemma not in ("take", "respond", "act") and not any(rule.stage for rule in rules):
            return False
        if clause.verb.form == "part":
            return False
        found = self._names_measure(clause.object, parsed, strong=False)
        return found is not None and found.known.country == "vague"

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
            if found.known.key == "general_license":
                return "AMEND_SANCTION", "license", found.known.key, found
            return "IMPOSE_SANCTION", "impose", found.known.key, found
        return "", "", "", None
