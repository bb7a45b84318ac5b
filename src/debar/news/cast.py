"""Who is meant: names, titles, descriptions and pronouns to parties, in the order of the text."""

from __future__ import annotations

from collections.abc import Sequence

from debar.news.chunks import Chunk, Mark, NounGroup, VerbGroup
from debar.news.clause import Clause, Parsed
from debar.news.meant import Meant
from debar.news.members import Member, is_person, party, stands_alone
from debar.news.naming import Found
from debar.news.text import Token


class Cast(Meant):
    """The parties of a text. Sentences must be brought in order: a pronoun means what was last spoken of."""

    def stranger(self, group: NounGroup, tokens: Sequence[Token]) -> Member:
        """Somebody who is only described, as a party."""
        found = self._group(group, tokens, tokens[group.head].low, self.owner_of(group, tokens))
        self._groups[id(group)] = [found]
        return found

    def issued(self, group: NounGroup, tokens: Sequence[Token], by: list[Member]) -> None:
        """Remember whose a declaration, statement or report is."""
        head = tokens[group.head].low
        if by and "document" in self.language.nouns.get(head, ()):
            self._issuers[head] = by

    def sentence(self, parsed: Parsed, names: Sequence[Found]) -> None:
        """Bring in a sentence: its names, then its noun groups, then who was spoken of in it."""
        self._parsed, self._number, self._thing_before = parsed, parsed.number, self.thing
        for found in names:
            self.named(parsed.tokens, found)
        clauses = {each.at: each for each in parsed.clauses}
        for at, one in enumerate(parsed.chunks):
            if isinstance(one, NounGroup):
                self._each(one, parsed, at)
            elif isinstance(one, VerbGroup) and at in clauses:
                self._spoken_of(clauses[at], parsed)
            elif one.kind == "according" and at + 2 < len(parsed.chunks):
                follows = parsed.chunks[at + 2]
                if isinstance(follows, NounGroup):
                    self._spoke(self.of(follows, parsed))
        for each in parsed.clauses:
            self._after(each, parsed)

    def _opening(self, parsed: Parsed) -> list[NounGroup]:
        """``In a statement, …``"""
        first = parsed.chunks[:2]
        if len(first) == 2 and isinstance(first[0], Mark) and first[0].low == "in" and isinstance(first[1], NounGroup):
            return [first[1]]
        return []

    def _paper(self, group: NounGroup, parsed: Parsed) -> Member:
        """A document as who speaks; elsewhere it is nobody."""
        return self._group(group, parsed.tokens, parsed.tokens[group.head].low, None)

    def _spoke(self, members: list[Member], *, by_paper: bool = False) -> None:
        """Who ", it said" and ", he added" mean, a sentence or two further on; of a paper, whose it is."""
        members = [each for each in members if each.kind not in ("weapon", "goods", "place")]
        if members:
            self._speaker, self._spoke_at, self._by_paper = members, self._number, by_paper

    def _each(self, group: NounGroup, parsed: Parsed, at: int) -> None:
        chunks = parsed.chunks
        joined = chunks[at - 2] if at > 1 and chunks[at - 1].kind == "C" else None
        joined = joined if isinstance(joined, NounGroup) else None
        follows = chunks[at + 2] if at + 2 < len(chunks) else None
        comma = follows is not None and chunks[at + 1].kind == "comma"
        after = chunks[at + 3] if at + 3 < len(chunks) else None
        closed = after is None or (isinstance(after, Mark) and after.kind in ("comma", "stop", "P", "dash", "quote"))
        self._next = follows if comma and closed and isinstance(follows, NounGroup) else None
        self._next_of = group
        if self._next is None:
            self._next = _apposed_after_place(chunks, at)
        called = chunks[at + 1] if at + 1 < len(chunks) else None
        if isinstance(called, VerbGroup) and called.lemma in ("name", "call") and isinstance(follows, NounGroup):
            # "a Chinese citizen named Gao Feng"
            self._next = follows if called.first == called.main and not called.negative else None
        body = isinstance(follows, NounGroup) and getattr(chunks[at + 1], "low", "") in (
            "for",
            "at",
            "of",
            "from",
            "with",
        )
        self._for = follows if body and isinstance(follows, NounGroup) else None
        written = "document" in self.language.nouns.get(parsed.tokens[group.head].low, ())
        if written and isinstance(follows, NounGroup) and getattr(chunks[at + 1], "low", "") == "to":
            # "In a letter to the Post, its lawyers said"
            self._hearers.update(id(each) for each in self.of(follows, parsed) if each.kind == "company")
        # "the U.S. and its allies": whose they are stands before the "and".
        self._joined = self.of(joined, parsed) if joined is not None else []
        named = self._said_of_name(group, parsed, at)
        if named is not None:
            self._groups[id(group)] = [named]
            named.mention(self.text, *self._words(group, parsed.tokens), "descriptor")
        self.of(group, parsed)
        self._joined, self._next, self._for = [], None, None
        if isinstance(follows, NounGroup) and getattr(chunks[at + 1], "low", "") == "by":
            # "a report by the agency": what "the report" says later is the agency's.
            self.issued(group, parsed.tokens, self.of(follows, parsed))
        people = [each for each in self.of(group, parsed) if each.kind == "person" or is_person(each)]
        if len(people) == 1 and not any(group in each.subject for each in parsed.clauses):
            self._person_met = people[0], parsed.number
        for inner in group.of:
            self._inner(inner, parsed)

    def _said_of_name(self, group: NounGroup, parsed: Parsed, at: int) -> Member | None:
        """``Vadim Ceban, a fugitive businessman who …``: who is described after the comma."""
        before = parsed.chunks[at - 2] if at > 1 and parsed.chunks[at - 1].kind == "comma" else None
        tokens = parsed.tokens
        if not isinstance(before, NounGroup) or tokens[group.first].low not in ("a", "an") or before.of:
            return None
        found = next((each for each in before.names if each.last == before.last), None)
        member = self._found.get(id(found)) if found is not None else None
        head = tokens[group.head].low
        if member is None or any(
            each.first <= group.head < each.last and each.kind != "office" for each in group.names
        ):
            return None
        if member.kind == "person":
            follows = parsed.chunks[at + 1] if at + 1 < len(parsed.chunks) else None
            known = head in self.language.groups or (isinstance(follows, Mark) and follows.low == "who")
            return member if known and head not in self.language.organisation_nouns else None
        return member if member.kind == "company" and head in self.language.organisation_nouns else None

    def _inner(self, group: NounGroup, parsed: Parsed) -> None:
        self.of(group, parsed)
        for inner in group.of:
            self._inner(inner, parsed)

    def _spoken_of(self, clause: Clause, parsed: Parsed) -> None:
        """The subject of a finite verb is what a pronoun after it means."""
        if clause.verb.form != "finite" or clause.inverted:
            return
        members = self.all_of(clause.subject, parsed)
        documents = [
            each for each in clause.subject if "document" in self.language.nouns.get(parsed.tokens[each.head].low, ())
        ]
        if documents and clause.verb.lemma != "be" and not clause.relative:
            # "The report cites records. It says that …"
            head = parsed.tokens[documents[0].head].low
            self._spoke(self._issuers.get(head) or members or [self._paper(documents[0], parsed)], by_paper=True)
        if not documents:
            # "U.S. records show" speaks of the records, not of the country.
            aside = clause.relative and any(each.at < clause.at for each in parsed.clauses)
            if not aside or all(each.kind in ("person", "group") for each in members):
                # What is told of a company in passing is not what the text goes on about.
                self._salient(members, many=len(clause.subject) > 1)
            if clause.verb.lemma in self.language.speaking:
                # "In a letter, his spokesman denied …. …, it said."
                letters = any(
                    "document" in self.language.nouns.get(parsed.tokens[each.head].low, ())
                    for each in (*clause.after("in"), *self._opening(parsed))
                )
                self._spoke(members, by_paper=letters)
        if (
            clause.verb.lemma in ("issue", "publish", "release", "make", "sign", "pass", "adopt")
            and not clause.verb.passive
        ):
            # Before the object is looked at: "They issued a statement saying …" says it of this very statement.
            for group in clause.object:
                self.issued(group, parsed.tokens, members)

    def _after(self, clause: Clause, parsed: Parsed) -> None:
        if clause.verb.lemma == "tell" and not clause.verb.passive:
            self._hearers.update(id(each) for each in self.all_of(clause.object, parsed) if each.kind == "company")
        if clause.inverted:
            self._spoke(self.all_of(clause.subject, parsed))
            self._salient(self.all_of(clause.subject, parsed), many=len(clause.subject) > 1)
        if clause.verb.passive and clause.verb.form == "finite" and clause.after("by"):
            by = self.all_of(clause.after("by"), parsed)
            self._salient(by, many=len(by) > 1)
            for group in clause.subject:
                self.issued(group, parsed.tokens, by)

    def _salient(self, members: list[Member], *, many: bool) -> None:
        members = [each for each in members if each.kind not in ("weapon", "goods", "place")]
        if not members:
            return
        self._clock += 1
        people = [each for each in members if each.kind == "person"]
        if many and len(members) > 1:
            self.plural, self._plural_at = members, self._clock
            if all(each.kind in ("government", "agency", "group") for each in members):
                self.states = members
            if len(people) == len(members):
                self.people = people
        elif len(members) == 1:
            one = members[0]
            if one.kind == "person":
                self.person, self._person_at = one, self._number
                self._persons = [*self._persons[-6:], one]
            elif one.kind == "group" and not one.plural and is_person(one):
                self.person, self._person_at = one, self._number
                if one.part_of is not None:
                    self.thing, self._thing_at = one.part_of, self._clock
            elif one.plural:
                self.plural, self._plural_at = [one], self._clock
            else:
                self.thing, self._thing_at = one, self._clock
                self._thing_in = self._number
                self._things = [*self._things[-6:], one]
                self.last_of[one.kind] = one
                if one.members:
                    self.states = self.plural = list(one.members)
        else:
            self.plural = members
        if len(people) == 1 and len(members) == 1:
            self.person = people[0]
        for each in members:
            if each.kind in ("company", "agency"):
                self.last_of[each.kind] = each

    def parties(self) -> list[Member]:
        """All parties that are named, or that somebody used; with ids in the order of their first mention."""
        found = {id(each): each for each in self.by_key.values()}
        kept = [each for each in found.values() if each.mentions and (each.used or stands_alone(each))]
        kept.sort(key=lambda each: min(each.mentions))
        for number, each in enumerate(kept, 1):
            each.id = f"p{number}"
        return kept


def _apposed_after_place(chunks: list[Chunk], at: int) -> NounGroup | None:
    """``Its ambassador in Vienna, Pavel Grishin, said``: who he is stands after the place."""
    if at + 4 >= len(chunks):
        return None
    word, place, comma, named = chunks[at + 1 : at + 5]
    if not (isinstance(word, Mark) and word.low in ("in", "to", "at") and isinstance(place, NounGroup) and place.names):
        return None
    if comma.kind != "comma" or not isinstance(named, NounGroup) or not named.names:
        return None
    after = chunks[at + 5] if at + 5 < len(chunks) else None
    closed = after is None or (isinstance(after, Mark) and after.kind in ("comma", "stop", "dash"))
    person = named.names[-1].kind == "person" and named.names[-1].last == named.last
    return named if closed and person else None


__all__ = ["Cast", "Member", "party"]
