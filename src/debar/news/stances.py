"""How the claims of a text stand to each other: who denies, supports, repeats what others say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from debar.news.cast import Member
from debar.news.clause import Parsed
from debar.news.drafts import Draft

_EVENTS = frozenset(
    {
        "SUPPLY_ARMS",
        "SUPPLY_DUAL_USE",
        "PROCURE",
        "IMPOSE_SANCTION",
        "LIFT_SANCTION",
        "AMEND_SANCTION",
        "TERMINATE_AGREEMENT",
        "ENFORCE",
        "APPEAL",
        "RELATE",
    }
)
# A claim is held against so many earlier ones of its kind; a text that repeats itself a thousand times stays linear.
_REMEMBERED = 12
# A denial answers what was said so many paragraphs before, at most.
_PARAGRAPHS = 6

Word = Literal["denies", "supports", "corroborates", "duplicates"]


@dataclass
class Stances:
    """What was claimed so far, by event; claims must be brought in the order of the text."""

    drafts: Sequence[Draft]
    sources: Sequence[frozenset[str]]
    quoted: Sequence[Sequence[Member]] = ()
    found: list[list[tuple[int, Word]]] = field(default_factory=list)
    numbers: dict[int, int] = field(default_factory=dict)

    def read(self) -> list[list[tuple[int, Word]]]:
        """For every claim the claims that it stands to, and how."""
        self.found = [[] for _ in self.drafts]
        self.numbers = {id(draft): number for number, draft in enumerate(self.drafts)}
        events: dict[tuple[str, ...], list[int]] = {}
        accusations: dict[str, list[int]] = {}
        for number, draft in enumerate(self.drafts):
            if draft.type in _EVENTS and draft.certainty != "U":
                for key in _keys(draft):
                    for earlier in reversed(events.get(key, ())[-_REMEMBERED:] if key in events else ()):
                        self._compare(number, earlier)
                    events.setdefault(key, []).append(number)
            if draft.type in ("ACCUSE", "ENFORCE"):
                for target in draft.targets:
                    accusations.setdefault(_state_of(target), []).append(number)
        for number, draft in enumerate(self.drafts):
            if draft.type in ("DENY", "CONFIRM", "ADMIT") and draft.polarity == "positive":
                self._answer(number, draft, accusations)
            if (draft.type == "DENY" or draft.answers) and all(word != "denies" for _, word in self.found[number]):
                self._deny_reports(number, draft)
        return self.found

    def _add(self, number: int, other: int, word: Word) -> None:
        if number != other and all(each != other for each, _ in self.found[number]):
            self.found[number].append((other, word))

    def _compare(self, number: int, earlier: int) -> None:
        one, other = self.drafts[number], self.drafts[earlier]
        if "none" in (one.polarity, other.polarity) or one.clause is other.clause:
            return
        if not _about_the_same(one, other):
            return
        if one.polarity != other.polarity:
            # Denied before it is told ("has always denied arming either side. Khartoum accuses it of …"), or after.
            denied, told = (number, earlier) if one.polarity == "negative" else (earlier, number)
            if self.sources[denied] and self.sources[denied] != self.sources[told]:
                self._add(denied, told, "denies")
            return
        if one.polarity == "negative":
            return
        if one.type == "ENFORCE" and one.lemma != other.lemma:
            # To be charged is not to be arrested.
            return
        same = self.sources[number] == self.sources[earlier]
        self._add(number, earlier, "duplicates" if same else "corroborates")

    def _answer(self, number: int, draft: Draft, accusations: dict[str, list[int]]) -> None:
        """A denial denies what it says is not so, and the accusation against who denies."""
        word: Word = "denies" if draft.type == "DENY" else "supports"
        for content in draft.content:
            at = self.numbers.get(id(content))
            if at is None:
                continue
            for other, stance in self.found[at]:
                if (stance == "denies") == (word == "denies"):
                    self._add(number, other, word)
        if draft.type == "DENY":
            for actor in draft.actors:
                if _vague(draft) or _of_report(draft):
                    break
                for other in accusations.get(_state_of(actor), ())[-_REMEMBERED:]:
                    if self.drafts[other].type == "ENFORCE" and other > number:
                        # Charges that come later are not what was denied.
                        continue
                    if not draft.content or not self.drafts[other].content or _any_same(draft, self.drafts[other]):
                        self._add(number, other, word)

    def _deny_reports(self, number: int, draft: Draft) -> None:
        """``dismissed the report``, ``denied any such deal``: what somebody else claimed of the denier's side, else just before.

        The accuser's other claims about the same, a paragraph around, are denied with it.
        """
        own = _sides(draft.actors)
        best, found = 0, -1
        said = draft.clause is not None and draft.clause.complement is not None and draft.lemma in _DENYING
        report = _of_report(draft)
        for other in range(number - 1, max(-1, number - _REMEMBERED), -1):
            rank = self._deniable(draft, own, other)
            if report and rank and draft.parsed.number - self.drafts[other].parsed.number <= 1:
                # "dismissed the report": what was said in the sentence before.
                rank += 4
            if said and rank < 4 and not self._same_words(draft, other):
                # What it denies is said in full: whoever claimed it used a word of it.
                rank = 0
            if rank > best:
                best, found = rank, other
        if found < 0:
            return
        self._add(number, found, "denies")
        speaker = self._speaker(found)
        for other in range(max(0, found - 2), number):
            near = abs(self.drafts[other].parsed.paragraph - self.drafts[found].parsed.paragraph) <= 1
            if near and speaker == self._speaker(other) and self._deniable(draft, own, other):
                self._add(number, other, "denies")

    def _same_words(self, draft: Draft, other: int) -> bool:
        """Whether what is denied shares a noun or verb, names aside, with the sentence of another claim."""
        scope, claim = draft.scope, self.drafts[other]
        if scope is None:
            return False
        mine, theirs = (
            _words(draft.parsed, scope.start, scope.end),
            _words(claim.parsed, claim.parsed.start, claim.parsed.end),
        )
        return len(mine & theirs) > (draft.parsed.paragraph != claim.parsed.paragraph)

    def _deniable(self, draft: Draft, own: frozenset[str], other: int) -> int:
        """How well an earlier claim fits a denial.

        4 an accusation against the denier, 3 his deed as others tell it, 2 another accusation, 1 what was said just before.
        """
        claim = self.drafts[other]
        apart = draft.parsed.paragraph - claim.parsed.paragraph
        speaker = self._speaker(other)
        refused = claim.polarity == "negative" and claim.type in _EVENTS and apart == 0 and bool(speaker)
        if (claim.polarity != "positive" and not refused) or claim.act is not None or apart > _PARAGRAPHS:
            return 0
        if claim.kind in ("ask", "condemn") or claim.lemma in ("welcome", "praise", "hail"):
            # A demand is nothing to deny.
            return 0
        if speaker & own or (claim.type not in _EVENTS and claim.type not in ("ACCUSE", "STATE")) or claim.answers:
            return 0
        if claim.type in ("RELATE", "ENFORCE", "PROCURE") and not speaker:
            return 0
        if claim.type == "ACCUSE" and own & _sides(claim.targets):
            return 4
        if claim.type in _EVENTS and own & _sides((*claim.actors, *claim.targets)):
            return 3
        if claim.type == "ACCUSE":
            return 2
        # What nobody is named for is the text's own telling.
        if _vague(draft):
            return 0
        near = apart <= 1 or (draft.scope is not None and self._same_words(draft, other))
        return 1 if near and (speaker or claim.type != "STATE") and claim.type != "APPEAL" else 0

    def _speaker(self, number: int) -> frozenset[str]:
        draft = self.drafts[number]
        if draft.type in ("ACCUSE", "STATE"):
            return _sides(draft.actors)
        return _sides(self.quoted[number]) or self.sources[number] if self.quoted else self.sources[number]


_DENYING = frozenset({"deny", "reject", "dismiss", "dispute", "refute", "rebut", "repudiate", "disavow"})
_WRONG = frozenset({"wrongdoing", "misconduct"})
_REPORTS = frozenset({"report", "reports", "it", "this", "that", "suggestion", "story", "claim"})
_SHORTEST = 4


def _vague(draft: Draft) -> bool:
    """``denied any wrongdoing``: no statement in particular."""
    return _object_head(draft) in _WRONG


def _of_report(draft: Draft) -> bool:
    return _object_head(draft) in _REPORTS


def _object_head(draft: Draft) -> str:
    clause = draft.clause
    return draft.parsed.tokens[clause.object[0].head].low if clause is not None and clause.object else ""


def _words(parsed: Parsed, start: int, end: int) -> frozenset[str]:
    """Nouns and verbs between two places, without their endings."""
    return frozenset(
        (token.lemma if token.tag == "verb" else token.low).removesuffix("s")
        for token in parsed.tokens
        if start <= token.start < end and token.tag in ("word", "term", "verb") and len(token.low) >= _SHORTEST
    )


def _sides(members: Iterable[Member]) -> frozenset[str]:
    """Who they are and whose: officials stand for their state, fighters for their group."""
    found: set[str] = set()
    for each in members:
        found.add(_state_of(each))
        if each.part_of is not None:
            found.add(_state_of(each.part_of))
    return frozenset(found)


def _any_same(one: Draft, other: Draft) -> bool:
    return any(
        mine.type == theirs.type and _about_the_same(mine, theirs) for mine in one.content for theirs in other.content
    )


def _keys(draft: Draft) -> list[tuple[str, ...]]:
    if draft.type.startswith("SUPPLY"):
        return [(draft.type, "actor", _state_of(each)) for each in draft.actors] or [
            (draft.type, "target", _state_of(each)) for each in draft.targets
        ]
    return [(draft.type, "target", _state_of(each)) for each in draft.targets] or [
        (draft.type, "actor", _state_of(each)) for each in draft.actors
    ]


def _about_the_same(one: Draft, other: Draft) -> bool:
    if one.act is not None and {each.name for each in one.targets} != {each.name for each in other.targets}:
        # A measure on one company of a state is none on the next.
        return False
    mine, theirs = {_state_of(each) for each in one.targets}, {_state_of(each) for each in other.targets}
    if mine and theirs and not mine & theirs:
        return False
    actors = {_state_of(each) for each in one.actors}, {_state_of(each) for each in other.actors}
    if actors[0] and actors[1] and not actors[0] & actors[1]:
        return False
    goods = one.terms, other.terms
    general = {"weapon", "weaponry", "arm", "military", "aid", "assistance", "support", "equipment"}
    return not (goods[0] and goods[1]) or bool(goods[0] & goods[1]) or bool((goods[0] | goods[1]) & general)


def _state_of(member: Member) -> str:
    """A state for its officials and bodies; companies and people stand for themselves."""
    if member.kind in ("company", "person", "vessel"):
        return member.name
    return member.country or member.name
