"""Whether a clause tells of a relation: who owns, runs, leads or leaves whom."""

from __future__ import annotations

from debar.news.bans import Bans
from debar.news.cast import Member
from debar.news.clause import Clause, Parsed
from debar.news.language import Frame

_BOARDS = frozenset({"board", "boards"})


_STAKES = frozenset({"stake", "stakes", "share", "shares", "shareholding", "holding", "say", "interest"})


_KEEPING = frozenset({"keep", "retain", "hold", "own", "have"})


_POSTS = frozenset(
    {"post", "posts", "position", "job", "role", "board", "chair", "helm", "directorship", "seat", "company", "firm"}
)


# "seized power in August" enforces no law.
_NO_BOOTY = frozenset({"power", "control", "territory", "land", "chance", "opportunity", "initiative"})


class Relations(Bans):
    """Answers for the classes of relations."""

    def _needs_stake(self, kind: str, frame: Frame, clause: Clause, parsed: Parsed) -> bool:
        return clause.verb.form != "part" and all(each for each in self._holding(clause, parsed))

    def _needs_post(self, kind: str, frame: Frame, clause: Clause, parsed: Parsed) -> bool:
        return clause.verb.form != "part" and all(each for each in self._left(clause, parsed))

    def _needs_board(self, kind: str, frame: Frame, clause: Clause, parsed: Parsed) -> bool:
        return bool(clause.subject) and any(
            parsed.tokens[each.head].low in _BOARDS for each in clause.after("on") if each.of or each.names
        )

    def _needs_party(self, kind: str, frame: Frame, clause: Clause, parsed: Parsed) -> bool:
        patient = self._patient(clause)
        if kind == "relate" and clause.verb.form == "part" and clause.after("by") and patient:
            # "a terminal run by the group"
            return bool(self._class_of(patient[0], parsed) & {"relation"}) or (
                parsed.tokens[patient[0].head].low in self.language.organisation_nouns
            )
        if kind == "member":
            return self._belongs(clause, parsed)
        if not patient or (clause.verb.form == "part" and not self._brings(kind, clause, parsed)):
            return False
        if kind == "sanction":
            return self._names_measure(patient, parsed, strong=True) is None or clause.verb.lemma != "list"
        if kind == "enforce" and clause.verb.lemma == "seize" and parsed.tokens[patient[0].head].low in _NO_BOOTY:
            return False
        if kind == "enforce":
            return any(
                (parsed.tokens[each.head].tag in ("word", "name", "office", "pron") or self.cast.of(each, parsed))
                and not self._class_of(each, parsed)
                for each in patient
            )
        members = self.cast.all_of(patient, parsed)
        if kind == "copula":
            return self._office_of(clause, parsed) is not None
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

    def _brings(self, kind: str, clause: Clause, parsed: Parsed) -> bool:
        """``sanctioned by Washington in 2022``: a participle tells something where it brings by whom or when."""
        if kind not in ("sanction", "enforce", "relate"):
            return False
        if clause.after("by"):
            return True
        follows = parsed.chunks[clause.at + 1 : clause.at + 2]
        return kind == "sanction" and bool(follows) and follows[0].kind == "DATE"

    def _belongs(self, clause: Clause, parsed: Parsed) -> bool:
        """``worked for the group``, ``the firm belongs to his son``."""
        firms = any(each.kind == "company" for each in self.cast.all_of(clause.subject, parsed))
        return (
            bool(clause.subject)
            and clause.verb.form == "finite"
            and any(
                each.kind in ("company", "agency", "group", "government") or (firms and each.kind == "person")
                for each in self.cast.all_of(clause.after("for", "to"), parsed)
            )
        )

    def _holding(self, clause: Clause, parsed: Parsed) -> tuple[list[Member], list[Member]]:
        """``kept 49 percent``, ``his share was cut to 45 percent``: who, and of what; the company last spoken of, if none."""
        patient = self._patient(clause)
        if len(patient) != 1:
            return [], []
        group, tokens = patient[0], parsed.tokens
        head = tokens[group.head].low
        if head not in self.language.shares and head not in _STAKES and not head.endswith("%"):
            return [], []
        if clause.verb.passive:
            owner = self.cast.owner_of(group, tokens)
            who = [owner] if owner is not None else []
        else:
            who = self.cast.all_of(clause.subject, parsed)
        who = [each for each in who if each.kind in ("person", "company", "group", "government", "agency")]
        of = self._met([*group.of, *clause.after("in", "of")], parsed)
        of = [each for each in of if each.kind in ("company", "agency", "vessel") and each not in who]
        keeps = clause.verb.lemma in _KEEPING or clause.verb.passive
        last = self.cast.company_before(tokens[group.first].start)
        if not of and not group.of and keeps and last is not None and last not in who:
            of = [last]
        return who, of

    def _left(self, clause: Clause, parsed: Parsed) -> tuple[list[Member], list[Member]]:
        """``resigned from the board of X``, ``stepped down as a director``, ``left the company``: who, and whom."""
        tokens = parsed.tokens
        if clause.verb.lemma == "step" and not any(
            token.low == "down" for token in tokens[clause.verb.last : clause.verb.last + 1]
        ):
            return [], []
        who = [each for each in self.cast.all_of(clause.subject, parsed) if each.kind == "person"]
        posts = [*clause.object, *clause.after("from"), *clause.after("as"), *clause.after("of")]
        posts = [
            each
            for each in posts
            if tokens[each.head].low in _POSTS | self.language.heads
            or any(one.kind == "company" for one in self.cast.of(each, parsed))
        ]
        if not posts:
            return [], []
        of = self._met([*posts, *(one for each in posts for one in each.of), *clause.after("at", "with")], parsed)
        of = [each for each in of if each.kind in ("company", "agency") and each not in who]
        last = self.cast.company_before(tokens[clause.verb.main].start)
        return who, of or ([last] if last is not None else [])
