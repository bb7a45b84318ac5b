"""Source chains: from the scopes around a claim to who says it, the outermost first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from debar.news.cast import Cast, Member
from debar.news.chunks import NounGroup
from debar.news.language import Language
from debar.news.members import is_person
from debar.news.speech import Scope
from debar.news.values import Source

_UNNAMED = frozenset({"source", "sources", "person", "people", "official", "diplomat", "insider", "aide"})
_PEOPLE = frozenset(
    {
        "sources",
        "people",
        "officials",
        "diplomats",
        "aides",
        "agents",
        "residents",
        "witnesses",
        "traders",
        "experts",
        "analysts",
        "fishermen",
        "insiders",
        "persons",
        "lawyers",
        "solicitors",
        "attorneys",
        "bankers",
        "exporters",
        "importers",
        "economists",
        "forecasters",
        "inmates",
        "brokers",
        "consultants",
        "employees",
        "workers",
        "colleagues",
        "shippers",
        "investors",
        "lawmakers",
        "survivors",
        "neighbours",
        "neighbors",
    }
)
# There is one of each: who holds the office is known.
_IN_OFFICE = frozenset(
    {
        "minister",
        "director",
        "president",
        "secretary",
        "chief",
        "commissioner",
        "envoy",
        "chairman",
        "ambassador",
        "governor",
    }
)
_COUNTED = frozenset({"officials", "diplomats", "aides", "lawmakers", "executives", "traders", "analysts"})
# So far after the speaker's words may stand that he wants no name ("…, speaking on condition of anonymity").
_ANONYMITY_REACH = 110


def around(scopes: Iterable[Scope], position: int, own: Scope | None) -> list[Scope]:
    """The scopes in which a claim stands, the widest first, its own speaker last; none twice."""
    scopes = list(scopes)
    found = [scope for scope in scopes if scope.start <= position < scope.end and not _same(scope, own)]
    found.sort(key=lambda scope: (scope.start - scope.end, scope.cited))
    chain: list[Scope] = []
    for scope in found:
        if not any(_same(scope, other) for other in chain):
            chain.append(scope)
    if own is None:
        return chain
    cited = [
        scope
        for scope in scopes
        if scope.cited and scope.speaker is not None and _same(scope.speaker, own) and scope not in chain
    ]
    return [*chain, own, *cited]


def _same(one: Scope, other: Scope | None) -> bool:
    return other is not None and (
        one is other or (one.clause is not None and one.clause is other.clause and one.cited == other.cited)
    )


# "citing a draft agreement"
_WRITTEN = frozenset({"agreement", "act", "proposal"})


class Chains:
    """Makes source chains; remembers what each scope's speakers are."""

    def __init__(self, text: str, cast: Cast, language: Language) -> None:
        self.text = text
        self.cast = cast
        self.language = language
        self._sources: dict[int, list[tuple[Source, Member | None]]] = {}

    def chain(self, scopes: Sequence[Scope]) -> tuple[Source, ...]:
        """The sources of a chain of scopes."""
        found: list[Source] = []
        level = 0
        before: set[int] = set()
        for scope in scopes:
            sources = self.sources(scope)
            members = {id(member) for _, member in sources if member is not None}
            if members and members <= before:
                # "They issued a statement saying": one voice, not two.
                continue
            before = members
            for source, member in sources:
                if member is not None:
                    member.used = True
                found.append(_at_level(source, member, level))
            level += bool(sources)
        return tuple(found)

    def members(self, scope: Scope) -> list[Member]:
        """Who speaks in a scope, as far as they are parties."""
        return [member for _, member in self.sources(scope) if member is not None]

    def sources(self, scope: Scope) -> list[tuple[Source, Member | None]]:
        """Who speaks in a scope."""
        if id(scope) not in self._sources:
            self._sources[id(scope)] = [each for one in scope.groups for each in self._of_group(one, scope)]
        return self._sources[id(scope)]

    def _of_group(self, group: NounGroup, scope: Scope) -> Iterable[tuple[Source, Member | None]]:
        tokens = scope.sentence.tokens
        start, end = tokens[group.first].start, tokens[group.end - 1].end
        anonymous = self._is_anonymous(group, scope)
        members = [
            each for each in self.cast.of(group, scope.sentence) if each.kind not in ("weapon", "goods", "place")
        ]
        words = self.text[start : max(end, self._closer(group, scope))]
        document = "document" in self.language.nouns.get(tokens[group.head].low, ())
        written = document or bool(self.language.nouns.get(tokens[group.head].low, frozenset()) & _WRITTEN)
        if not members:
            if document or anonymous or (scope.cited and written):
                # "citing the treatment of prisoners" cites nobody.
                yield (
                    Source(
                        descriptor=words,
                        span=(start, end),
                        anonymous=anonymous,
                        reliability="F" if anonymous else None,
                        org=None,
                    ),
                    None,
                )
            return
        again = tokens[group.head].tag == "pron"
        for member in members:
            unnamed = member.key[0] == "group" and not any(each.form == "name" for each in member.mentions.values())
            yield (
                Source(
                    name=None if unnamed else member.name,
                    # Of "it said" the words say nothing.
                    descriptor=(member.name if again else words) if unnamed or document else None,
                    anonymous=anonymous and unnamed,
                    role=member.role,
                    org=_organisation(member),
                    span=(start, end),
                    reliability="F" if anonymous and unnamed else None,
                ),
                member,
            )

    def _closer(self, group: NounGroup, scope: Scope) -> int:
        """Where "two people familiar with the matter" ends: what says closer who they are belongs to them."""
        tokens = scope.sentence.tokens
        at = group.end
        if at >= len(tokens) or tokens[at].low not in self.language.postposed:
            return 0
        while at + 1 < len(tokens) and tokens[at + 1].tag in (
            "prep",
            "det",
            "adj",
            "word",
            "term",
            "name",
            "poss",
            "conj",
        ):
            at += 1
        return tokens[at].end

    def _is_anonymous(self, group: NounGroup, scope: Scope) -> bool:
        tokens = scope.sentence.tokens
        start = tokens[group.first].start
        end = min(scope.sentence.end, tokens[group.end - 1].end + _ANONYMITY_REACH)
        if self.language.anonymous.search(self.text, start, end):
            return True
        head = tokens[group.head].low
        member = next(iter(self.cast.of(group, scope.sentence)), None)
        if head in ("one", "some", "several", "two", "many") and group.of:
            # "one of them said"
            return any(self._is_anonymous(each, scope) for each in group.of) or self._unnamed(group.of, scope)
        led = tokens[group.first].low in ("a", "an", "one", "another")
        if member is not None and is_person(member) and (head not in _IN_OFFICE or led):
            # A spokeswoman, a lawyer: somebody whom the text does not name.
            return True
        if head == "diplomats" or (head in _PEOPLE and (member is None or member.part_of is None)):
            return True
        counted = any(
            token.tag == "num" or token.low in ("several", "some", "senior", "multiple", "a", "an")
            for token in tokens[group.first : group.head]
        )
        return head in _UNNAMED or (head in _COUNTED and counted)

    def _unnamed(self, groups: Iterable[NounGroup], scope: Scope) -> bool:
        members = self.cast.all_of(groups, scope.sentence)
        return bool(members) and all(
            each.kind == "group" and any(word in _PEOPLE | _COUNTED for word in each.name.lower().split())
            for each in members
        )


def _organisation(member: Member) -> str | None:
    if member.part_of is not None:
        return member.part_of.name
    return member.country if member.kind == "person" else None


def _at_level(source: Source, member: Member | None, level: int) -> Source:
    return Source(
        party=member.id if member is not None else None,
        name=source.name,
        descriptor=source.descriptor,
        anonymous=source.anonymous,
        role=source.role,
        org=source.org,
        span=source.span,
        level=level,
        reliability=source.reliability,
    )
