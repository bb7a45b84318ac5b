"""Whether a clause tells what the law does to somebody: fines, charges, orders, appeals, registers."""

from __future__ import annotations

from debar.news.cast import Member
from debar.news.chunks import NounGroup
from debar.news.clause import Clause, Parsed
from debar.news.language import Frame
from debar.news.relations import Relations

_COURTS = frozenset({"court", "tribunal", "judges", "judge"})


_BENCH = _COURTS | {"magistrates", "magistrate"}


_ORDERED = frozenset({"pay", "repay", "forfeit", "compensate", "surrender", "refund", "give", "disgorge"})


_MONEY = frozenset({"million", "billion", "dollars", "euros", "pounds", "francs", "yen", "yuan", "rubles", "roubles"})


class Proceedings(Relations):
    """Answers for the classes of courts and authorities."""

    def _needs_register(self, kind: str, frame: Frame, clause: Clause, parsed: Parsed) -> bool:
        """``had struck the tanker from its register``, ``the registry deleted the vessel``."""
        tokens = parsed.tokens
        ships = any(each.kind == "vessel" for each in self.cast.all_of(self._patient(clause), parsed)) or any(
            self.language.organisation_words.get(tokens[each.head].low.removesuffix("s")) == "vessel"
            for each in self._patient(clause)
        )
        registers = [*clause.after("from"), *(clause.after("by") if clause.verb.passive else clause.subject)]
        return (
            ships
            and clause.verb.form != "part"
            and (
                clause.verb.lemma in ("deregister", "de-register", "de-flag")
                or any(
                    token.low in ("register", "registry", "registries", "flag")
                    for each in registers
                    for token in tokens[each.first : each.end]
                )
            )
        )

    def _needs_proceeding(self, kind: str, frame: Frame, clause: Clause, parsed: Parsed) -> bool:
        if clause.verb.form == "part" or self._proceeding(clause, parsed) is None:
            return False
        return bool(clause.after("into", "against", "on", "over") or clause.verb.lemma == "face")

    def _proceeding(self, clause: Clause, parsed: Parsed) -> NounGroup | None:
        """``an investigation into``, ``charges against``, ``a $300 million penalty on``: what the law does to somebody."""
        for each in self._patient(clause):
            head = parsed.tokens[each.head].low
            if "proceeding" in self._class_of(each, parsed) or (
                head in ("penalty", "penalties") and self._is_money(each, parsed)
            ):
                return each
        return None

    def _needs_trial(self, kind: str, frame: Frame, clause: Clause, parsed: Parsed) -> bool:
        """``is under investigation``, ``is to stand trial``, ``will appear before magistrates``: somebody who is prosecuted."""
        if clause.verb.passive or not clause.subject:
            return False
        tokens = parsed.tokens
        if clause.verb.lemma == "stand":
            return any(tokens[each.head].low == "trial" for each in clause.object)
        if clause.verb.lemma == "appear":
            return any(tokens[each.head].low in _BENCH for each in clause.after("before", "in"))
        return any(tokens[each.head].low in ("investigation", "arrest", "indictment") for each in clause.after("under"))

    def _needs_order(self, kind: str, frame: Frame, clause: Clause, parsed: Parsed) -> bool:
        """``A court ordered the company to pay 420 million dollars``."""
        inner = self._carried(clause, parsed)
        acting = clause.after("by") if clause.verb.passive else clause.subject
        rules = any(
            "court" in self._class_of(each, parsed)
            or parsed.tokens[each.head].low in _COURTS
            or any(one.kind == "agency" for one in self.cast.of(each, parsed))
            for each in acting
        )
        return bool(
            rules
            and inner is not None
            and inner.verb.form == "to"
            and inner.verb.lemma in _ORDERED
            and self._patient(clause)
        )

    def _needs_penalty(self, kind: str, frame: Frame, clause: Clause, parsed: Parsed) -> bool:
        if clause.verb.passive or clause.verb.form == "part":
            return False
        if (
            clause.verb.lemma == "settle"
            and clause.governor is not None
            and clause.governor.verb.lemma == "pay"
            and clause.relation == "to"
        ):
            # "agreed to pay $38 million to settle claims" is told once.
            return False
        if clause.verb.lemma == "pay" and clause.complement is not None and clause.complement[0] in ("for", "to"):
            # "would pay 95 million dollars for exporting", "pay $38 million to settle claims"
            return any(self._is_money(each, parsed) for each in clause.object)
        if clause.verb.lemma == "pay" and self._paid_to(clause, parsed):
            # "agreed to pay $6 million to the Treasury"
            return any(self._is_money(each, parsed) for each in clause.object)
        return any(self._class_of(each, parsed) & {"accusation", "suit", "penalty"} for each in clause.object)

    def _paid_to(self, clause: Clause, parsed: Parsed) -> list[Member]:
        paid = self.cast.all_of(clause.after("to"), parsed)
        return [each for each in paid if each.kind == "agency"]

    def _needs_court(self, kind: str, frame: Frame, clause: Clause, parsed: Parsed) -> bool:
        if clause.verb.form == "part" or not clause.subject:
            return False
        groups = [*self._patient(clause), *clause.after("against"), *clause.after("in", "to")]
        if clause.verb.lemma in ("ask", "petition"):
            # "will ask the Supreme Court to hear the case", "will petition the Council to strike the firm off"
            inner = self._carried(clause, parsed) if clause.verb.lemma == "petition" else None
            if inner is not None and inner.verb.lemma in ("strike", "remove", "delist", "lift", "drop", "take"):
                return True
            return clause.complement is not None and any(
                "court" in self._class_of(each, parsed) or parsed.tokens[each.head].low in _COURTS
                for each in self._patient(clause)
            )
        strong = clause.verb.lemma in ("appeal", "sue")
        return strong or any(
            self._class_of(each, parsed) & {"court", "designation"} or self._names_measure([each], parsed, strong=True)
            for each in groups
        )

    def _is_money(self, group: NounGroup, parsed: Parsed) -> bool:
        return any(token.low in _MONEY or token.text[0] in "$€£" for token in parsed.tokens[group.first : group.end])
