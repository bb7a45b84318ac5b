"""What is banned: said in nouns ("a ban on Russian gas"), or by a verb ("bar firms from insuring tankers")."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from debar.news.cast import Member
from debar.news.chunks import NounGroup
from debar.news.clause import Clause, Parsed
from debar.news.roles import NOT_MET, Roles, inner_groups
from debar.news.text import Token

_ON = ("on", "against", "over")


class Bans(Roles):
    """Of which kind a ban is, and against whom, by what stands after it."""

    def _ban_kind(self, groups: Iterable[NounGroup], tokens: Sequence[Token]) -> str:
        """``imports`` an import ban, ``flights`` a flight ban; a restriction where no word tells."""
        for each in groups:
            for token in tokens[each.first : each.end]:
                if token.low in self.language.banned:
                    return self.language.banned[token.low]
        return "restriction"

    def _restriction(self, group: NounGroup, at: int, parsed: Parsed) -> tuple[str, list[Member]] | None:
        """``a ban on imports of Russian gas``, ``curbs on sales to Huawei``: the kind, and against whom.

        None where the noun is no ban, or nobody can say against whom: a ban on smoking is none.
        """
        found = next(
            (each for each in group.names if each.kind == "measure" and each.first <= group.head < each.last), None
        )
        if found is None or found.known.country != "weak" or found.known.key not in ("restriction", "export_control"):
            return None
        trailing = self._trailing(parsed, at)
        banned = [
            one
            for word, groups in trailing
            if word in _ON
            for one in groups
            if "designation" not in self._class_of(one, parsed)
            and self._names_measure([one], parsed, strong=True) is None
        ]
        if not banned:
            return None
        further = [one for word, groups in trailing if word in ("to", "with", "by", "from", "in") for one in groups]
        targets = self._against(banned, further, parsed)
        if not targets:
            return None
        kind = self._ban_kind(banned, parsed.tokens)
        kind = found.known.key if kind == "restriction" else kind
        if kind == "restriction" and self._goods_named(banned):
            # "a ban on Russian gas" keeps it out.
            kind = "import_ban"
        return kind, targets

    def _sorts_of_goods(self, group: NounGroup, parsed: Parsed) -> bool:
        """``23 types of equipment``: nobody."""
        return bool(group.of) and parsed.tokens[group.head].low in ("types", "kinds", "sorts", "categories", "pieces")

    def _goods_named(self, groups: Iterable[NounGroup]) -> bool:
        return any(
            found.kind in NOT_MET for each in groups for inner in (each, *inner_groups(each)) for found in inner.names
        )

    def _against(self, banned: Sequence[NounGroup], further: Sequence[NounGroup], parsed: Parsed) -> list[Member]:
        """Whose goods they are, else to whom they go, else who is named."""
        owners: dict[int, Member] = {}
        for each in banned:
            for inner in (each, *inner_groups(each)):
                for found in inner.names:
                    # "Russian and Belarusian fertiliser": both.
                    if found.kind in ("country", "demonym") and found.last <= inner.head:
                        state = self.cast.state(found.known.country)
                        owners.setdefault(id(state), state)
                owner = self.cast.owner_of(inner, parsed.tokens)
                if owner is not None and owner.kind in ("government", "company", "group", "agency"):
                    owners.setdefault(id(owner), owner)
        if owners:
            return list(owners.values())
        for groups in (further, banned):
            members = [
                self.cast.state(each.country) if each.kind == "place" and each.country else each
                for each in self.cast.all_of([one for each in groups for one in (each, *inner_groups(each))], parsed)
                if each.kind not in NOT_MET and (each.kind != "place" or each.country)
            ]
            if members:
                return members
        return []

    def _barred(self, clause: Clause, parsed: Parsed) -> tuple[str, list[Member]] | None:
        """``would bar firms from insuring 60 tankers``: the kind, and whom it is about; None where it is no ban."""
        inner = self._carried(clause, parsed)
        if inner is None or clause.complement is None or clause.complement[0] != "from":
            return None
        kind = self.language.banned.get(parsed.tokens[inner.verb.main].low) or self.language.banned.get(
            inner.verb.lemma, ""
        )
        if not kind:
            return None
        if kind == "travel_ban":
            return kind, self._met(self._patient(clause), parsed)
        told = [*inner.object, *(one for word, groups in inner.prepositions if word != "by" for one in groups)]
        if kind == "services_ban":
            kind = self._ban_kind(inner.object, parsed.tokens)
            kind = kind if kind in ("services_ban", "port_ban") else "services_ban"
        prepositions = [one for word, groups in inner.prepositions if word in ("to", "with", "for") for one in groups]
        targets = self._against(prepositions or inner.object, told, parsed)
        if not targets:
            targets = [
                self.cast.stranger(each, parsed.tokens)
                for each in prepositions or inner.object
                if parsed.tokens[each.head].tag in ("word", "term") and not self._goods_named([each])
            ]
        return kind, targets

    def _carried(self, clause: Clause, parsed: Parsed) -> Clause | None:
        """The clause that a verb carries."""
        if clause.complement is None:
            return None
        at = clause.complement[1]
        return next((each for each in parsed.clauses if each.at == at), None)

    def _proposers(self, groups: Sequence[NounGroup], parsed: Parsed) -> list[Member]:
        """``the EU's draft``, ``a draft of its next package``: whose it is."""
        found: dict[int, Member] = {}
        for clause in parsed.clauses:
            if any(one in clause.object for one in groups) and not clause.verb.passive:
                # "is drawing up rules that would stop …"
                for maker in self.cast.all_of(clause.subject, parsed):
                    signs = maker.kind == "person" and clause.verb.lemma in ("sign", "issue")
                    if signs or maker.kind in ("government", "agency", "organisation"):
                        found.setdefault(id(maker), maker)
        for one in groups:
            for each in (one, *inner_groups(one)):
                owner = self.cast.owner_of(each, parsed.tokens)
                if owner is not None and owner.kind in ("government", "agency", "organisation"):
                    found.setdefault(id(owner), owner)
        return list(found.values())[:1]

    def _proposes(self, groups: Sequence[NounGroup], parsed: Parsed) -> bool:
        """``The bill``, ``the draft regulation``, ``the package``: what measures stand in."""
        return any(self._class_of(each, parsed) & {"proposal", "act"} for each in groups)
