"""Descriptions and pronouns to parties."""

from __future__ import annotations

from collections.abc import Sequence

from debar.news.chunks import NounGroup
from debar.news.head_words import (
    ALLY_HEADS,
    BODY_HEADS,
    COMPANY_HEADS,
    GOVERNMENT_HEADS,
    MEN,
    OWNED_BODIES,
    PAIR_HEADS,
    PEOPLE_HEADS,
)
from debar.news.members import Member
from debar.news.naming import Found
from debar.news.pronouns import Pronouns
from debar.news.text import Token
from debar.news.values import PartyKind

_POSSESSIVE = frozenset({"his", "her", "its", "their"})


def _is_of_another_word(member: Member) -> bool:
    return any(word in member.name.lower() for word in ("treasury", "department", "office", "court", "council"))


class Meant(Pronouns):
    """Who is meant by "the company", "its allies", "they"."""

    def _resolve(self, group: NounGroup, tokens: Sequence[Token]) -> list[Member]:
        head = tokens[group.head]
        if head.low == "one" and group.of and (named := self._apposition(group, tokens)) is not None:
            # "One of them, Joost Bakker,"
            return [named]
        if head.tag == "pron":
            return self._pronoun(group, tokens)
        at_head = next((found for found in group.names if found.first <= group.head < found.last), None)
        if at_head is not None and at_head.kind not in ("measure", "office", "work"):
            if at_head.kind in ("weapon", "goods"):
                return [self._goods(group, tokens, at_head)]
            member = self._found.get(id(at_head)) or self.named(tokens, at_head)
            if at_head.kind == "demonym" and head.low.endswith("s") and tokens[group.first].tag == "num":
                # "11 Belarusians"
                return [self._group(group, tokens, head.low, member)]
            return [member] if member else []
        return self._described(group, tokens)

    def _body_again(self, head: str, position: int) -> list[Member] | None:
        """``the company``, ``the regulator``, ``the group``: the last one of its sort."""
        if head in ("ministry", "agency", "department", "watchdog", "regulator"):
            known = self._of_that_word(head) or self._spoken_for(head)
            last = self.last_of.get("agency")
            if known is None and last is not None and (head != "ministry" or not _is_of_another_word(last)):
                known = last
        elif head in ("group", "organisation", "organization") and self._of_no_state() is not None:
            known = self._of_no_state()
        else:
            known = self.company_before(position)
        return [known] if known else None

    def _of_that_word(self, head: str) -> Member | None:
        """The agency that was last named with the word in its name: "the ministry" is no department."""
        return next((each for each in reversed(self._bodies.get(head, [])) if each.kind == "agency"), None)

    def _spoken_for(self, head: str) -> Member | None:
        """``Foreign Ministry spokesman Rahbar … The ministry …``: the body that the title names."""
        for one in reversed(self._persons):
            words = (one.role or "").split()
            at = next((here for here, word in enumerate(words) if word.lower() == head), None)
            if at:
                name = " ".join(words[: at + 1])
                return self._new(("agency", one.country or "", name.lower()), "agency", name, one.country)
        return None

    def _client(self) -> Member | None:
        """Whose lawyer speaks of "his client"."""
        for one in reversed(self._persons):
            if one.part_of is not None and one.part_of.kind == "person":
                return one.part_of
            if one.kind == "person" and not any(word in (one.role or "").lower() for word in ("lawyer", "attorney")):
                return one
        return None

    def _of_no_state(self) -> Member | None:
        """The rights group or institute that was last spoken of."""
        known = self.last_of.get("agency")
        return known if known is not None and not known.country else None

    def _described(self, group: NounGroup, tokens: Sequence[Token]) -> list[Member]:
        head = tokens[group.head].low
        named = self._apposition(group, tokens)
        if named is not None:
            return [named]
        if head == "one" and group.of and tokens[group.of[0].head].low == "them" and self.plural:
            # "one of them said"
            return list(self.plural)
        if head == "one" and group.of:
            return [member for inner in group.of for member in self._resolve(inner, tokens)]
        if head == "one" and group.last - group.first == 1:
            return [each for each in self.plural if each.kind == "group"]
        if head == "client" and tokens[group.first].low in _POSSESSIVE and (client := self._client()) is not None:
            client.mention(self.text, *self._words(group, tokens), "descriptor")
            return [client]
        back = self._back_reference(group, tokens, head)
        if back is not None:
            for member in back:
                member.mention(self.text, *self._words(group, tokens), "descriptor")
            return back
        owner = self.owner_of(group, tokens)
        if owner is not None and owner.kind == "government" and head in GOVERNMENT_HEADS:
            owner.mention(self.text, *self._words(group, tokens), "descriptor")
            return [owner]
        if head in self.language.nouns and "document" in self.language.nouns[head]:
            return self._document(group, tokens, owner)
        office = next((found for found in group.names if found.kind == "office"), None)
        owned = head in OWNED_BODIES and owner is not None and owner.kind == "government"
        if head not in self.language.groups and head not in BODY_HEADS and office is None and not owned:
            return []
        if (
            head in ("state", "states", "group", "network", "team", "list")
            and owner is None
            and tokens[group.first].tag != "det"
        ):
            return []
        return [self._group(group, tokens, head, owner)]

    def _apposition(self, group: NounGroup, tokens: Sequence[Token]) -> Member | None:
        """``his lawyer, Astrid Vermeulen,``: the description and the name are one."""
        head = tokens[group.head].low
        follows = self._next
        if (
            follows is None
            or group is not self._next_of
            or (head.endswith("s") and not group.of)
            or (group.names and any(found.kind in ("weapon", "goods", "measure") for found in group.names))
        ):
            return None
        found = next((each for each in follows.names if each.first <= follows.head < each.last), None)
        if found is None or found.kind not in ("person", "company", "vessel", "surname", "name"):
            return None
        office = any(each.kind == "office" for each in group.names) or head in self.language.groups
        first = tokens[group.first]
        led = first.low in ("a", "an", "the", "another", *_POSSESSIVE) or any(
            tokens[at].tag == "poss" for at in range(group.first, group.head)
        )
        firm = led and head in self.language.organisation_nouns
        if not (office or firm or head in COMPANY_HEADS or head == "one" or (led and head not in self.language.nouns)):
            return None
        member = self.named(tokens, found)
        if member is None or (member.kind == "person" and head in COMPANY_HEADS):
            return None
        start, end = self._words(group, tokens)
        member.mention(self.text, start, end, "descriptor")
        if member.kind == "person":
            member.role = member.role or self.text[start:end]
        return member

    def _group(self, group: NounGroup, tokens: Sequence[Token], head: str, owner: Member | None) -> Member:
        start, end = self._words(group, tokens)
        words = self.text[start:end]
        body = head in BODY_HEADS or head in OWNED_BODIES
        kind: PartyKind = "agency" if body and owner is not None else "group"
        key = ("group", *words.lower().split())
        member = self._new(key, kind, words, owner.country if owner else None)
        member.part_of = member.part_of or owner
        member.plural = head.endswith("s") or head == "people"
        states = [
            found.known.country for inner in group.of for found in inner.names if found.kind in ("country", "capital")
        ]
        if member.plural and len(states) > 1:
            # "the foreign ministers of France, Germany and Britain"
            member.members = [self.state(code) for code in states]
            member.part_of = None
        member.mention(self.text, start, end, "descriptor")
        return member

    def _document(self, group: NounGroup, tokens: Sequence[Token], owner: Member | None) -> list[Member]:
        head = tokens[group.head].low
        if head in self._issuers:
            for member in self._issuers[head]:
                member.mention(self.text, *self._words(group, tokens), "descriptor")
            return self._issuers[head]
        if owner is not None and owner.kind == "government" and "record" in self.language.nouns[head]:
            # "Singapore's company register shows": no government says so.
            return []
        return [owner] if owner is not None else []

    def _back_reference(self, group: NounGroup, tokens: Sequence[Token], head: str) -> list[Member] | None:
        first = tokens[group.first].low
        kinds = {found.kind for found in group.names}
        if kinds == {"demonym"} and head in COMPANY_HEADS and first == "the" and group.last - group.first == 3:
            known = self.last_of.get("company")
            return [known] if known else None
        if kinds & {"country", "demonym", "capital", "person", "company", "agency"}:
            return None
        width = group.last - group.first
        if head in PAIR_HEADS and width <= 2:
            wanted = 3 if head in ("three", "trio") else 2
            return next((each for each in (self.people, self.states, self.plural) if len(each) == wanted), None)
        if head in ALLY_HEADS and first in ("the", "both", "these", "those") and width <= 3:
            return list(self.states) if len(self.states) > 1 else None
        if head in PEOPLE_HEADS and first in ("the", "both", "these") and width <= 3 and len(self.people) > 1:
            return list(self.people)
        if (
            head in ("country", "nation", "republic", "kingdom", "bloc", "government", "regime")
            and first == "the"
            and width <= 2
        ):
            if head == "bloc" and ("state", "eu") in self.by_key:
                return [self.by_key[("state", "eu")]]
            last = self.thing.part_of if self.thing and self.thing.part_of else self.last_of.get("government")
            return [last] if last else None
        if self.language.organisation_words.get(head) == "agency" and first == "the" and width <= 2:
            known = next((each for each in reversed(self._bodies.get(head, [])[-30:]) if each.kind == "agency"), None)
            if known is not None:
                return [known]
        if self.language.organisation_words.get(head) == "vessel" and first in ("the", "this", "that") and width <= 2:
            ship = self.last_of.get("vessel")
            return [ship] if ship else None
        if head in COMPANY_HEADS and first in ("the", "this", "that") and width <= 2:
            return self._body_again(head, tokens[group.first].start)
        if head in MEN and first in ("the", "this", "that") and width <= 2 and not kinds and self.person is not None:
            # "The magnate denies that …"
            return [self.person]
        office = next((found for found in group.names if found.kind == "office" and found.last == group.head + 1), None)
        if office and first == "the" and self.person and self.person.role and head in self.person.role.lower():
            return [self.person]
        return None

    def owner_of(self, group: NounGroup, tokens: Sequence[Token]) -> Member | None:
        """Whose: the country or body in front ("Iranian officials", "Iran's army", "its army"), or after "of"."""
        for found in group.names:
            if found.last <= group.head and found.kind in (
                "country",
                "demonym",
                "capital",
                "government",
                "organisation",
                "agency",
                "company",
                "group",
                "person",
            ):
                return self._found.get(id(found)) or self.named(tokens, found)
        if group.relative and self._parsed is not None and tokens[group.first].low == "whose":
            return next(iter(self._before(group, self._parsed)), None)
        mark = next((at for at in range(group.first + 1, group.head) if tokens[at].tag == "poss"), None)
        if mark is not None and not any(each.last <= mark for each in group.names):
            # "the group's leader"
            owners = self._resolve(NounGroup(group.first, mark, mark - 1), tokens)
            if owners:
                return owners[0]
        if tokens[group.first].low in _POSSESSIVE:
            low = tokens[group.first].low
            if low in ("its", "their") and self._joined:
                return self._joined[0]
            owner = (
                self._pronoun(NounGroup(group.first, group.first + 1, group.first), tokens)
                if low in ("its", "their")
                else None
            )
            if owner:
                return owner[0]
            if low in ("his", "her") and self.person:
                return self._pronoun(NounGroup(group.first, group.first + 1, group.first), tokens)[0]
        for inner in (*group.of, *([self._for] if self._for is not None else ())):
            for found in inner.names:
                if found.kind in ("country", "capital", "agency", "company") and found.first <= inner.head < found.last:
                    return self._found.get(id(found)) or self.named(tokens, found)
        return None

    def _words(self, group: NounGroup, tokens: Sequence[Token]) -> tuple[int, int]:
        """The words of a noun group without a leading article."""
        first = group.first
        while first < group.last - 1 and tokens[first].tag in ("det", "quote") and tokens[first].low not in _POSSESSIVE:
            first += 1
        return tokens[first].start, tokens[group.last - 1].end

    def _goods(self, group: NounGroup, tokens: Sequence[Token], found: Found) -> Member:
        start, end = self._words(group, tokens)
        head = tokens[found.last - 1].low
        stem = head.removesuffix("s")
        plain = (
            tokens[group.first].low in ("the", "these", "those", "such", "this")
            or group.last - group.first == found.last - found.first
        )
        known = self.last_of.get(f"goods {stem}")
        words = self.text[start:end]
        if known is None or not (plain or words.lower() in known.name.lower()):
            kind: PartyKind = "weapon" if found.kind == "weapon" else "goods"
            known = self._new((kind, words.lower()), kind, words)
            known.used = True
        self.last_of[f"goods {stem}"] = known
        known.mention(self.text, start, end, "name" if not plain else "descriptor")
        return known
