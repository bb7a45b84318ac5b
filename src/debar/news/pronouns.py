"""Whom pronouns mean: "they", "it", "both of whom", and who speaks in ", it said"."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence

from debar.news.chunks import NounGroup, VerbGroup
from debar.news.clause import Parsed
from debar.news.members import Member, is_person
from debar.news.named import Named
from debar.news.text import Token

_PERSONAL = frozenset({"he", "she", "him", "himself", "herself"})
_PLURAL = frozenset({"they", "them", "themselves"})


class Pronouns(Named, ABC):
    """Who is meant where only a pronoun stands."""

    @abstractmethod
    def _resolve(self, group: NounGroup, tokens: Sequence[Token]) -> list[Member]:
        """The parties that a noun group means by itself."""

    def of(self, group: NounGroup, parsed: Parsed) -> list[Member]:
        """The parties that a noun group means; empty where it means none or nobody can say."""
        if id(group) not in self._groups:
            whom = group.relative and parsed.tokens[group.first].low != "whose"
            self._groups[id(group)] = self._before(group, parsed) if whom else self._resolve(group, parsed.tokens)
        return self._groups[id(group)]

    def _before(self, group: NounGroup, parsed: Parsed) -> list[Member]:
        """Whom "both of whom" and "whose" mean: those before the comma."""
        chunks = parsed.chunks
        at = next((here for here, one in enumerate(chunks) if one is group), 0) - 1
        at -= at > 0 and chunks[at].kind == "comma"
        found: list[Member] = []
        last = chunks[at] if at >= 0 else None
        while isinstance(last, NounGroup):
            found = [*self.of(last, parsed), *found]
            joined = at > 1 and chunks[at - 1].kind == "C" and parsed.tokens[group.first].low != "whose"
            at -= 2
            last = chunks[at] if joined else None
        return found

    def all_of(self, groups: Iterable[NounGroup], parsed: Parsed) -> list[Member]:
        """The parties of several noun groups, each once."""
        found: dict[int, Member] = {}
        for group in groups:
            for member in self.of(group, parsed):
                found.setdefault(id(member), member)
        return list(found.values())

    def _pronoun(self, group: NounGroup, tokens: Sequence[Token]) -> list[Member]:
        low = tokens[group.head].low
        found: list[Member] = self._who_speaks(group, low)
        if found:
            pass
        elif low == "one":
            found = [each for each in self.plural if each.kind == "group"]
        elif low in _PERSONAL or low in ("his", "her"):
            found = [self.person] if self.person else []
            if self.person is not None and self._wrong(self.person, low):
                other = next((each for each in reversed(self._persons) if not self._wrong(each, low)), None)
                found = [other] if other is not None else found
            elif self._person_met is not None and self._person_met[1] > self._person_at:
                # The last sentence has another person, though not as its subject.
                found = [self._person_met[0]]
        elif low in _PLURAL or low == "their":
            one = [self.thing] if self.thing and self.thing.kind != "vessel" else []
            found = one if one and self._thing_at > self._plural_at else list(self.plural) or one
        elif low in ("it", "itself", "its"):
            before = self._thing_before if low == "it" and self._speaks_after(group) else None
            thing = before or self._company_of_sentence(tokens[group.first].start) or self.thing
            found = [thing] if thing else []
        others = self._not_subject(group, low, found)
        found = others if others is not None else found
        for member in found:
            if low in _PERSONAL and not member.gender:
                member.gender = "f" if low in ("she", "her", "herself") else "m"
            member.mention(self.text, tokens[group.head].start, tokens[group.head].end, "pronoun")
        return found

    def _who_speaks(self, group: NounGroup, low: str) -> list[Member]:
        """``…, it added``: who spoke last; "It said …" too, where nothing else was spoken of since."""
        if low not in ("it", "he", "she", "they") or self._number - self._spoke_at > 2:
            return []
        verb = next(
            (
                each.verb
                for each in (self._parsed.clauses if self._parsed is not None else ())
                if group in each.subject and each.verb.form == "finite" and not each.inverted
            ),
            None,
        )
        if verb is None or verb.lemma not in self.language.speaking or verb.first - group.last > 1:
            return []
        trails = self._speaks_after(group)
        if low == "it" and self._by_paper and (trails or self._thing_in <= self._spoke_at):
            return list(self._speaker)
        one = self._speaker[0] if len(self._speaker) == 1 else None
        if low == "they":
            plural = len(self._speaker) > 1 or (one is not None and one.plural)
            return list(self._speaker) if plural and trails else []
        if one is None or one.plural:
            return []
        person = one.kind == "person" or is_person(one)
        if low == "it":
            return [one] if not person and (trails or self._thing_in <= self._spoke_at) else []
        since = self._person_at > self._spoke_at
        return [one] if person and trails and not since and not self._wrong(one, low) else []

    def _speaks_after(self, group: NounGroup) -> bool:
        """``…, it alleged``: who speaks after his words is not who they are about."""
        parsed = self._parsed
        if parsed is None:
            return False
        at = next((at for at, one in enumerate(parsed.chunks) if one is group), 0)
        if at < 3 or parsed.chunks[at - 1].kind not in ("comma", "quote"):
            return False
        verb = parsed.chunks[at + 1] if at + 1 < len(parsed.chunks) else None
        if not isinstance(verb, VerbGroup) or verb.form != "finite":
            return False
        speech = any(self.language.frames[kind].speech for kind, _ in self.language.cues.get(verb.lemma, ()))
        return speech and any(each.verb is verb and each.complement is None for each in parsed.clauses)

    def _company_of_sentence(self, position: int) -> Member | None:
        """``Shares in Vortex Motors fell after it was fined``: of its own sentence, where that has no party for subject."""
        if self._parsed is None or self._thing_in >= self._number:
            return None
        near = [each for start, each in self._companies if self._parsed.start <= start < position]
        return near[-1] if near and all(each is near[0] for each in near) else None

    def company_before(self, position: int) -> Member | None:
        """The company that was last named before a place in the text."""
        named = (each for start, each in reversed(self._companies) if start < position)
        return next((each for each in named if id(each) not in self._hearers), None)

    def _wrong(self, member: Member, pronoun: str) -> bool:
        """Whether a pronoun cannot mean somebody: by what was said of him or her before, or by the given name."""
        gender = member.gender
        if not gender and member.role and any(word in self.language.female for word in member.role.lower().split()):
            gender = "f"
        if not gender and member.kind == "person" and " " in member.name:
            first = member.name.split()[0].lower()
            gender = "f" if first.endswith("a") and first not in self.language.female else ""
        return bool(gender) and gender != ("f" if pronoun in ("she", "her", "herself") else "m")

    def _not_subject(self, group: NounGroup, low: str, usual: list[Member]) -> list[Member] | None:
        """``…, accusing them of``: an object is not its own subject, but somebody met earlier in the sentence."""
        parsed = self._parsed
        if parsed is None or low not in ("them", "him", "her", "it"):
            return None
        own = next(
            (
                each
                for each in parsed.clauses
                if group in each.object or any(group in one for _, one in each.prepositions)
            ),
            None,
        )
        if own is None:
            return None
        acting = self.all_of(own.subject, parsed)
        if not acting or not {id(each) for each in acting} & {id(each) for each in usual if each}:
            return None
        for each in reversed(parsed.clauses):
            if each.verb.first >= group.first:
                continue
            told = [one for word, one in each.prepositions if word in ("on", "against", "to", "with", "of")]
            for groups in (each.object, *told):
                if any(one.first >= group.first for one in groups):
                    continue
                members = [
                    one
                    for one in self.all_of(groups, parsed)
                    if one not in acting and one.kind not in ("weapon", "goods", "place")
                ]
                fitting = [one for one in members if (one.kind == "person") == (low in ("him", "her")) or low == "them"]
                if fitting and (low == "them") == (len(fitting) > 1 or fitting[0].plural):
                    return fitting
        if low != "it":
            return []
        things = [one for one in reversed(self._things) if one not in acting]
        return things[:1]
