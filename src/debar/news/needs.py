"""Whether a clause has what the class of its verb needs: a measure to impose, goods to supply, a list to be put on."""

from __future__ import annotations

from debar.news.chunks import NounGroup
from debar.news.clause import Clause, Parsed
from debar.news.drafts import ACTS
from debar.news.language import Frame
from debar.news.naming import Found
from debar.news.roles import Roles


class Needs(Roles):
    """Each ``_needs_…`` answers for one word in the column ``needs`` of ``classes.csv``."""

    def _fits(self, kind: str, frame: Frame, clause: Clause, parsed: Parsed) -> bool:
        if clause.verb.form == "part" and not clause.verb.passive and frame.speech:
            return False
        needs = frame.needs
        if not needs:
            return True
        return bool(getattr(self, f"_needs_{needs.replace('-', '_')}")(kind, frame, clause, parsed))

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

    def _needs_measure(self, kind: str, frame: Frame, clause: Clause, parsed: Parsed) -> bool:
        patient = self._patient(clause)
        if kind in ("announce", "vow"):
            return self._announces(clause, parsed)
        if clause.verb.form == "part":
            return False
        found = self._names_measure(patient, parsed, strong=True)
        if found is not None:
            return (found.known.key == "general_license") == (kind == "license")
        if kind == "license":
            return False
        weak = self._names_measure(patient, parsed, strong=False)
        if (
            weak is not None
            and self._definite(patient, parsed)
            and clause.verb.lemma not in ("put", "place", "apply", "enforce")
        ):
            # "could reimpose the measures": those that were spoken of.
            return bool(self.last_targets)
        if weak is None or (weak.known.country == "vague" and kind != "impose"):
            return False
        return bool(self.cast.all_of(self._roles(frame.target, clause), parsed)) and weak.known.country != "vague"

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
            if self._nominal_type(each, parsed)[0]:
                return True
        if clause.complement is None:
            return False
        at = clause.complement[1]
        for other in parsed.clauses:
            if other.at >= at and other is not clause:
                for kind, _ in self.language.cues.get(other.verb.lemma, ()):
                    frame = self.language.frames[kind]
                    if frame.type in ACTS and not frame.speech and self._fits(kind, frame, other, parsed):
                        return True
                return bool(self._takes_steps(other, parsed))
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

    def _takes_steps(self, clause: Clause, parsed: Parsed) -> bool:
        """``take measures against``."""
        rules = self.language.governors.get(clause.verb.lemma, ())
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
