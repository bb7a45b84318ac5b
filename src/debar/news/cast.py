"""Who is meant: names, titles, descriptions and pronouns to parties, in the order of the text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from debar.model import countries
from debar.news.clauses import Clause, Parsed
from debar.news.grammar import Mark, NounGroup, VerbGroup
from debar.news.language import Known, Language
from debar.news.naming import Found
from debar.news.text import Token
from debar.news.values import Mention, MentionForm, Party, PartyKind

_PERSONAL = frozenset({"he", "she", "him", "himself", "herself"})
_PLURAL = frozenset({"they", "them", "themselves"})
_POSSESSIVE = frozenset({"his", "her", "its", "their"})
_GOVERNMENT_HEADS = frozenset(
    {"government", "governments", "regime", "authorities", "administration", "leadership", "side"}
)
_BODY_HEADS = frozenset(
    {
        "military",
        "forces",
        "army",
        "navy",
        "police",
        "parliament",
        "ministry",
        "embassy",
        "mission",
        "intelligence",
        "prosecutors",
        "court",
        "courts",
        "troops",
        "delegation",
        "cabinet",
        "bank",
        "treasury",
    }
)
_PAIR_HEADS = frozenset({"two", "both", "pair", "duo", "three", "trio"})
_ALLY_HEADS = frozenset(
    {"allies", "countries", "nations", "states", "sides", "governments", "partners", "powers", "capitals"}
)
_PEOPLE_HEADS = frozenset(
    {"leaders", "ministers", "men", "diplomats", "officials", "secretaries", "presidents", "women"}
)
_COMPANY_HEADS = frozenset(
    {
        "company",
        "bank",
        "firm",
        "airline",
        "carrier",
        "group",
        "manufacturer",
        "agency",
        "ministry",
        "organization",
        "organisation",
        "bloc",
        "watchdog",
        "regulator",
        "department",
        "corporation",
        "network",
        "conglomerate",
        "refiner",
        "shipper",
        "operator",
        "lender",
        "insurer",
    }
)
_PLACE_PREPOSITIONS = frozenset(
    {"in", "at", "near", "outside", "around", "inside", "across", "including", "through", "throughout", "over", "above"}
)
_TRIPS = frozenset(
    {
        "trip",
        "visit",
        "travel",
        "flight",
        "flights",
        "fly",
        "flew",
        "travelled",
        "traveled",
        "journey",
        "went",
        "return",
        "returned",
        "visits",
        "arrived",
        "bound",
    }
)
_SPEAKING_PEOPLE = frozenset(
    {
        "spokesperson",
        "spokesman",
        "spokeswoman",
        "official",
        "lawyer",
        "diplomat",
        "source",
        "minister",
        "director",
        "president",
        "secretary",
        "chief",
        "envoy",
        "adviser",
        "officer",
        "executive",
        "person",
        "man",
        "woman",
        "engineer",
        "commissioner",
    }
)
_LEADING = frozenset({"det", "num", "adv", "quote"})


@dataclass(eq=False)
class Member:
    """A party while the text is being read."""

    kind: PartyKind
    name: str
    key: tuple[str, ...]
    country: str | None = None
    role: str | None = None
    part_of: Member | None = None
    members: list[Member] = field(default_factory=list)
    mentions: dict[tuple[int, int], Mention] = field(default_factory=dict)
    used: bool = False
    id: str = ""
    plural: bool = False
    gender: str = ""

    def mention(self, text: str, start: int, end: int, form: MentionForm) -> None:
        """Remember a place where it stands."""
        if start < end:
            self.mentions.setdefault((start, end), Mention(span=(start, end), text=text[start:end], form=form))


class Cast:
    """The parties of a text. Sentences must be brought in order: a pronoun means what was last spoken of."""

    def __init__(self, text: str, language: Language) -> None:
        self.text = text
        self.language = language
        self.by_key: dict[tuple[str, ...], Member] = {}
        self.surnames: dict[str, list[Member]] = {}
        self.person: Member | None = None
        self.thing: Member | None = None
        self.plural: list[Member] = []
        self.states: list[Member] = []
        self.people: list[Member] = []
        self.last_of: dict[str, Member] = {}
        self._clock = self._plural_at = self._thing_at = 0
        self._joined: list[Member] = []
        self._next: NounGroup | None = None
        self._for: NounGroup | None = None
        self._parsed: Parsed | None = None
        self._number = self._person_at = -1
        self._persons: list[Member] = []
        self._person_met: tuple[Member, int] | None = None
        self._bodies: dict[str, list[Member]] = {}
        self._groups: dict[int, list[Member]] = {}
        self._found: dict[int, Member] = {}
        self._issuers: dict[str, list[Member]] = {}

    # Names -----------------------------------------------------------------------------------------------------------

    def introduce(self, tokens: Sequence[Token], names: Iterable[Found]) -> None:
        """People by their full names, so that a surname finds them even where it stands first."""
        for found in names:
            if found.kind == "person" and found.last - found.first > 1:
                self._person(tokens, found)

    def _person(self, tokens: Sequence[Token], found: Found) -> Member:
        words = [token.text for token in tokens[found.first : found.last]]
        key = ("person", *(word.lower() for word in words))
        surname = words[-1].lower()
        if key in self.by_key:
            return self.by_key[key]
        known = self.surnames.get(surname, [])
        if len(words) == 1 and known:
            return known[-1]
        for each in known:
            if each.name.split()[0].lower() == words[0].lower():
                self.by_key[key] = each
                return each
        name = self.text[tokens[found.first].start : tokens[found.last - 1].end]
        member = self._new(key, "person", name)
        self.surnames.setdefault(surname, []).append(member)
        return member

    def _new(self, key: tuple[str, ...], kind: PartyKind, name: str, country: str | None = None) -> Member:
        member = self.by_key.get(key)
        if member is None:
            member = self.by_key[key] = Member(kind, name, key, country or None)
        return member

    def named(self, tokens: Sequence[Token], found: Found) -> Member | None:
        """The party that a name means; None for goods, measures and offices."""
        known = found.known
        start, end = tokens[found.first].start, tokens[found.last - 1].end
        form: MentionForm = "name"
        if known.kind in ("measure", "office", "weapon", "goods"):
            return None
        if known.kind in ("country", "demonym", "capital"):
            member, form = self._state(tokens, found)
        elif known.kind == "thing":
            member = self._shortened(tokens, found) or self._new(
                ("name", self.text[start:end]), "company", self.text[start:end]
            )
        elif known.kind == "leader":
            member = (
                self.surnames[known.key.lower()][-1]
                if known.key.lower() in self.surnames
                else self._new(("leader", known.key), "person", known.key, known.country)
            )
        elif known.kind in ("person", "surname", "name"):
            member = self._by_name(tokens, found)
        else:
            name = known.key if known.key[:2].strip() != known.country or not known.country else self.text[start:end]
            member = self._new((known.kind, known.key), _kind(known.kind), name, known.country)
            member.members = member.members or [self.state(code) for code in known.members]
            if known.kind in ("company", "agency") and not member.mentions:
                for word in {word.lower() for word in name.split()[:1]} | {
                    word.lower() for word in name.split() if word.lower() in self.language.organisation_words
                }:
                    self._bodies.setdefault(word, []).append(member)
        member.mention(self.text, start, end, form)
        if found.title:
            self._title(tokens, found, member)
        elif known.kind in ("company", "agency"):
            self._acronym(tokens, found, member)
        self._found[id(found)] = member
        if member.kind in ("vessel", "company"):
            self.last_of[member.kind] = member
        return member

    def state(self, code: str) -> Member:
        """A country as a party."""
        name = "European Union" if code == "eu" else countries.name_of(code) or code
        return self._new(("state", code), "government", name, code)

    def _state(self, tokens: Sequence[Token], found: Found) -> tuple[Member, MentionForm]:
        known = found.known
        if known.kind == "capital":
            if _is_place(tokens, found):
                name = self.text[tokens[found.first].start : tokens[found.last - 1].end]
                return self._new(("place", name), "place", name, known.country), "name"
            return self.state(known.country), "metonym"
        return self.state(known.country), "adjective" if known.kind == "demonym" else "name"

    def _by_name(self, tokens: Sequence[Token], found: Found) -> Member:
        if found.kind == "person":
            return self._person(tokens, found)
        low = tokens[found.last - 1].low
        if found.last - found.first == 1 and low in self.surnames:
            return self.surnames[low][-1]
        name = self.text[tokens[found.first].start : tokens[found.last - 1].end]
        known = self.by_key.get(("acronym", name)) or self._shortened(tokens, found)
        if known is not None:
            return known
        kind: PartyKind = "person" if low in self.language.given_names and found.kind == "surname" else "company"
        return self._new(("name", name), kind, name)

    def _shortened(self, tokens: Sequence[Token], found: Found) -> Member | None:
        """A body or company by the beginning of its name, or "the Council" by the word that says what it is."""
        words = [token.low for token in tokens[found.first : found.last]]
        for member in reversed(self._bodies.get(words[0], ())):
            own = member.name.lower().split()
            if own[: len(words)] == words or (
                len(words) == 1 and words[0] in self.language.organisation_words and words[0] in own
            ):
                return member
        return None

    def _title(self, tokens: Sequence[Token], found: Found, member: Member) -> None:
        assert found.title
        first, last = found.title
        member.role = member.role or self.text[tokens[first].start : tokens[last - 1].end]
        if member.country is None:
            member.country = next(iter(self._nearby(tokens, first)), None)

    def _nearby(self, tokens: Sequence[Token], first: int) -> Iterable[str]:
        """The country whose name or adjective stands right before an office."""
        for at in range(first - 1, max(-1, first - 6), -1):
            token = tokens[at]
            if not (
                token.text[0].isupper()
                or token.tag == "poss"
                or token.low in ("foreign", "state", "defense", "ministry")
            ):
                return
            for terms, known in self.language.names.get(token.text, ()):
                last = at + len(terms)
                if last <= first and tuple(each.text for each in tokens[at:last]) == terms and known.country:
                    yield known.country

    def _acronym(self, tokens: Sequence[Token], found: Found, member: Member) -> None:
        """``Shahid Haj Ali Movahed Research Center (SHIG)``."""
        at = found.last
        if (
            at + 2 < len(tokens)
            and tokens[at].text == "("
            and tokens[at + 2].text == ")"
            and tokens[at + 1].text.isupper()
        ):
            self.by_key[("acronym", tokens[at + 1].text)] = member
            member.mention(self.text, tokens[at + 1].start, tokens[at + 1].end, "name")

    # Descriptions and pronouns ---------------------------------------------------------------------------------------

    def of(self, group: NounGroup, parsed: Parsed) -> list[Member]:
        """The parties that a noun group means; empty where it means none or nobody can say."""
        if id(group) not in self._groups:
            self._groups[id(group)] = self._resolve(group, parsed.tokens)
        return self._groups[id(group)]

    def all_of(self, groups: Iterable[NounGroup], parsed: Parsed) -> list[Member]:
        """The parties of several noun groups, each once."""
        found: dict[int, Member] = {}
        for group in groups:
            for member in self.of(group, parsed):
                found.setdefault(id(member), member)
        return list(found.values())

    def _resolve(self, group: NounGroup, tokens: Sequence[Token]) -> list[Member]:
        head = tokens[group.head]
        if head.tag == "pron":
            return self._pronoun(group, tokens)
        at_head = next((found for found in group.names if found.first <= group.head < found.last), None)
        if at_head is not None and at_head.kind not in ("measure", "office"):
            if at_head.kind in ("weapon", "goods"):
                return [self._goods(group, tokens, at_head)]
            member = self._found.get(id(at_head)) or self.named(tokens, at_head)
            return [member] if member else []
        return self._described(group, tokens)

    def _pronoun(self, group: NounGroup, tokens: Sequence[Token]) -> list[Member]:
        low = tokens[group.head].low
        found: list[Member] = []
        if low in _PERSONAL or low in ("his", "her"):
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
            found = [self.thing] if self.thing else []
        others = self._not_subject(group, low, found)
        found = others if others is not None else found
        for member in found:
            if low in _PERSONAL and not member.gender:
                member.gender = "f" if low in ("she", "her", "herself") else "m"
            member.mention(self.text, tokens[group.head].start, tokens[group.head].end, "pronoun")
        return found

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
        company = self.last_of.get("company")
        return [company] if low == "it" and company is not None and company not in acting else []

    def _described(self, group: NounGroup, tokens: Sequence[Token]) -> list[Member]:
        head = tokens[group.head].low
        named = self._apposition(group, tokens)
        if named is not None:
            return [named]
        if head == "one" and group.of:
            # "one of them said"
            return [member for inner in group.of for member in self._resolve(inner, tokens)]
        if head == "one" and group.last - group.first == 1:
            return [each for each in self.plural if each.kind == "group"]
        back = self._back_reference(group, tokens, head)
        if back is not None:
            for member in back:
                member.mention(self.text, *self._words(group, tokens), "descriptor")
            return back
        owner = self._owner(group, tokens)
        if owner is not None and owner.kind == "government" and head in _GOVERNMENT_HEADS:
            owner.mention(self.text, *self._words(group, tokens), "descriptor")
            return [owner]
        if head in self.language.nouns and "document" in self.language.nouns[head]:
            return self._document(group, tokens, owner)
        office = next((found for found in group.names if found.kind == "office"), None)
        if head not in self.language.groups and head not in _BODY_HEADS and office is None:
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
            or (head.endswith("s") and not group.of)
            or group.names
            and any(found.kind in ("weapon", "goods", "measure") for found in group.names)
        ):
            return None
        found = next((each for each in follows.names if each.first <= follows.head < each.last), None)
        if found is None or found.kind not in ("person", "company", "vessel", "surname", "name"):
            return None
        office = any(each.kind == "office" for each in group.names) or head in self.language.groups
        first = tokens[group.first]
        led = first.low in ("a", "an", "the", *_POSSESSIVE) or any(
            tokens[at].tag == "poss" for at in range(group.first, group.head)
        )
        if not (office or head in _COMPANY_HEADS or head == "one" or (led and head not in self.language.nouns)):
            return None
        member = self.named(tokens, found)
        if member is None or (member.kind == "person" and head in _COMPANY_HEADS):
            return None
        start, end = self._words(group, tokens)
        member.mention(self.text, start, end, "descriptor")
        if member.kind == "person":
            member.role = member.role or self.text[start:end]
        return member

    def _group(self, group: NounGroup, tokens: Sequence[Token], head: str, owner: Member | None) -> Member:
        start, end = self._words(group, tokens)
        words = self.text[start:end]
        kind: PartyKind = "agency" if head in _BODY_HEADS and owner is not None else "group"
        key = ("group", *words.lower().split())
        member = self._new(key, kind, words, owner.country if owner else None)
        member.part_of = member.part_of or owner
        member.plural = head.endswith("s") or head == "people"
        member.mention(self.text, start, end, "descriptor")
        return member

    def _document(self, group: NounGroup, tokens: Sequence[Token], owner: Member | None) -> list[Member]:
        head = tokens[group.head].low
        if head in self._issuers:
            for member in self._issuers[head]:
                member.mention(self.text, *self._words(group, tokens), "descriptor")
            return self._issuers[head]
        return [owner] if owner is not None else []

    def stranger(self, group: NounGroup, tokens: Sequence[Token]) -> Member:
        """Somebody who is only described, as a party."""
        found = self._group(group, tokens, tokens[group.head].low, self._owner(group, tokens))
        self._groups[id(group)] = [found]
        return found

    def issued(self, group: NounGroup, tokens: Sequence[Token], by: list[Member]) -> None:
        """Remember whose a declaration, statement or report is."""
        head = tokens[group.head].low
        if by and "document" in self.language.nouns.get(head, ()):
            self._issuers[head] = by

    def _back_reference(self, group: NounGroup, tokens: Sequence[Token], head: str) -> list[Member] | None:
        first = tokens[group.first].low
        kinds = {found.kind for found in group.names}
        if kinds == {"demonym"} and head in _COMPANY_HEADS and first == "the" and group.last - group.first == 3:
            known = self.last_of.get("company")
            return [known] if known else None
        if kinds & {"country", "demonym", "capital", "person", "company", "agency"}:
            return None
        width = group.last - group.first
        if head in _PAIR_HEADS and width <= 2:
            wanted = 3 if head in ("three", "trio") else 2
            return next((each for each in (self.people, self.states, self.plural) if len(each) == wanted), None)
        if head in _ALLY_HEADS and first in ("the", "both", "these", "those") and width <= 3:
            return list(self.states) if len(self.states) > 1 else None
        if head in _PEOPLE_HEADS and first in ("the", "both", "these") and width <= 3 and len(self.people) > 1:
            return list(self.people)
        if (
            head in ("country", "nation", "republic", "kingdom", "bloc", "government", "regime")
            and first == "the"
            and width <= 2
        ):
            last = self.thing.part_of if self.thing and self.thing.part_of else self.last_of.get("government")
            return [last] if last else None
        if self.language.organisation_words.get(head) == "vessel" and first in ("the", "this", "that") and width <= 2:
            ship = self.last_of.get("vessel")
            return [ship] if ship else None
        if head in _COMPANY_HEADS and first in ("the", "this", "that") and width <= 2:
            known = self.last_of.get(
                "agency" if head in ("ministry", "agency", "department", "watchdog", "regulator") else "company"
            )
            return [known] if known else None
        office = next((found for found in group.names if found.kind == "office" and found.last == group.head + 1), None)
        if office and first == "the" and self.person and self.person.role and head in self.person.role.lower():
            return [self.person]
        return None

    def _owner(self, group: NounGroup, tokens: Sequence[Token]) -> Member | None:
        """Whose: the country or body in front ("Iranian officials", "Iran's army", "its army"), or after "of"."""
        for found in group.names:
            if found.last <= group.head and found.kind in (
                "country",
                "demonym",
                "capital",
                "agency",
                "company",
                "group",
                "person",
            ):
                return self._found.get(id(found)) or self.named(tokens, found)
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
                return self.person
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

    # What was last spoken of -----------------------------------------------------------------------------------------

    def sentence(self, parsed: Parsed, names: Sequence[Found]) -> None:
        """Bring in a sentence: its names, then its noun groups, then who was spoken of in it."""
        self._parsed, self._number = parsed, parsed.number
        for found in names:
            self.named(parsed.tokens, found)
        clauses = {each.at: each for each in parsed.clauses}
        for at, one in enumerate(parsed.chunks):
            if isinstance(one, NounGroup):
                self._each(one, parsed, at)
            elif isinstance(one, VerbGroup) and at in clauses:
                self._spoken_of(clauses[at], parsed)
        for each in parsed.clauses:
            self._after(each, parsed)
        for each in parsed.clauses:
            for member in self.all_of(each.object, parsed):
                if member.kind == "person" or (member.kind == "group" and not member.plural and _is_person(member)):
                    self._person_met = member, parsed.number

    def _each(self, group: NounGroup, parsed: Parsed, at: int) -> None:
        chunks = parsed.chunks
        joined = chunks[at - 2] if at > 1 and chunks[at - 1].kind == "C" else None
        joined = joined if isinstance(joined, NounGroup) else None
        follows = chunks[at + 2] if at + 2 < len(chunks) else None
        comma = follows is not None and chunks[at + 1].kind == "comma"
        after = chunks[at + 3] if at + 3 < len(chunks) else None
        closed = after is None or isinstance(after, Mark) and after.kind in ("comma", "stop", "P", "dash", "quote")
        self._next = follows if comma and closed and isinstance(follows, NounGroup) else None
        body = isinstance(follows, NounGroup) and getattr(chunks[at + 1], "low", "") in (
            "for",
            "at",
            "of",
            "from",
            "with",
        )
        self._for = follows if body and isinstance(follows, NounGroup) else None
        # "the U.S. and its allies": whose they are stands before the "and".
        self._joined = self.of(joined, parsed) if joined is not None else []
        self.of(group, parsed)
        self._joined, self._next, self._for = [], None, None
        for inner in group.of:
            self._inner(inner, parsed)

    def _inner(self, group: NounGroup, parsed: Parsed) -> None:
        self.of(group, parsed)
        for inner in group.of:
            self._inner(inner, parsed)

    def _spoken_of(self, clause: Clause, parsed: Parsed) -> None:
        """The subject of a finite verb is what a pronoun after it means."""
        if clause.verb.form != "finite" or clause.inverted:
            return
        members = self.all_of(clause.subject, parsed)
        self._salient(members, many=len(clause.subject) > 1)
        if clause.verb.lemma in ("issue", "publish", "release", "make", "sign") and not clause.verb.passive:
            # Before the object is looked at: "They issued a statement saying …" says it of this very statement.
            for group in clause.object:
                self.issued(group, parsed.tokens, members)

    def _after(self, clause: Clause, parsed: Parsed) -> None:
        if clause.inverted:
            self._salient(self.all_of(clause.subject, parsed), many=len(clause.subject) > 1)
        if clause.verb.passive and clause.after("by"):
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
            elif one.kind == "group" and not one.plural and _is_person(one):
                self.person, self._person_at = one, self._number
                if one.part_of is not None:
                    self.thing, self._thing_at = one.part_of, self._clock
            elif one.plural:
                self.plural, self._plural_at = [one], self._clock
            else:
                self.thing, self._thing_at = one, self._clock
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

    # The end ---------------------------------------------------------------------------------------------------------

    def parties(self) -> list[Member]:
        """All parties that are named, or that somebody used; with ids in the order of their first mention."""
        found = {id(each): each for each in self.by_key.values()}
        kept = [each for each in found.values() if each.mentions and (each.used or _stands_alone(each))]
        kept.sort(key=lambda each: min(each.mentions))
        for number, each in enumerate(kept, 1):
            each.id = f"p{number}"
        return kept


def _is_person(member: Member) -> bool:
    return member.name.lower().split()[-1] in _SPEAKING_PEOPLE


def _kind(kind: str) -> PartyKind:
    kinds: dict[str, PartyKind] = {
        "agency": "agency",
        "company": "company",
        "group": "group",
        "outlet": "outlet",
        "place": "place",
        "vessel": "vessel",
        "government": "government",
    }
    return kinds.get(kind, "company")


def _stands_alone(member: Member) -> bool:
    """Named, not only described; a single unknown word with a capital is no party by itself."""
    return (
        member.key[0] in ("leader", "state", "place", "agency", "company", "outlet", "vessel", "government")
        or (member.key[0] == "group" and any(mention.form == "name" for mention in member.mentions.values()))
        or (member.kind == "person" and len(member.key) > 2)
    )


def _is_place(tokens: Sequence[Token], found: Found) -> bool:
    """Whether a capital is meant as a town: "in London", "a trip to Kyiv"; not "supplied to Moscow"."""
    before = tokens[found.first - 1] if found.first else None
    after = tokens[found.last] if found.last < len(tokens) else None
    if after is not None and (after.text in "—–" or after.text == "-" and after.start > tokens[found.last - 1].end):
        return True
    if before is None:
        return False
    if before.low in _PLACE_PREPOSITIONS:
        return True
    if before.low in ("to", "from", "of", "for") and found.first > 1:
        return any(
            tokens[at].low in _TRIPS or tokens[at].low in ("capital", "city", "streets")
            for at in range(max(0, found.first - 4), found.first - 1)
        )
    return False


def party(member: Member) -> Party:
    """The public value."""
    role = member.role
    # The Union and the United Nations act like states, but are none.
    united = member.key == ("state", "eu") or member.key[0] == "government"
    return Party(
        id=member.id,
        name=member.name,
        kind="organisation" if united else member.kind,
        country=member.country,
        role=role,
        part_of=member.part_of.id or None if member.part_of else None,
        members=tuple(each.id for each in member.members if each.id),
        mentions=tuple(member.mentions[span] for span in sorted(member.mentions)),
    )


__all__ = ["Cast", "Known", "Member", "party"]
