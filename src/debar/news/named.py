"""Names to parties."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from debar.model import countries
from debar.news.chunks import NounGroup
from debar.news.clause import Parsed
from debar.news.language import Language
from debar.news.members import Member, kind_of
from debar.news.naming import Found
from debar.news.text import Token
from debar.news.values import MentionForm, PartyKind

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


def _is_place(tokens: Sequence[Token], found: Found) -> bool:
    """Whether a capital is meant as a town: "in London", "a trip to Kyiv"; not "supplied to Moscow"."""
    before = tokens[found.first - 1] if found.first else None
    after = tokens[found.last] if found.last < len(tokens) else None
    if after is not None and (after.text in "—–" or (after.text == "-" and after.start > tokens[found.last - 1].end)):
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


_FORMS = frozenset({"banque", "bank", "banco", "banca"})


def _without_form(name: str) -> str | None:
    """``SCI Belvedere``, ``Banque Helvion``: what is left without the letters or word that say what it is."""
    first, _, rest = name.partition(" ")
    leads = first.lower() in _FORMS or (first.isupper() and len(first) <= 4 and first.isalpha())
    return rest if leads and rest[:1].isupper() and not rest.isupper() else None


# So many of those who share a surname, or the first word of a name, are looked at: the last ones.
_NAMESAKES = 30


class Named:
    """Who bears which name: in full, by surname, by the beginning of a name, by its letters."""

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
        # Of "the head of the junta, General Omar Diallo," the head is he, and not the junta.
        self._next_of: NounGroup | None = None
        self._for: NounGroup | None = None
        self._parsed: Parsed | None = None
        self._number = self._person_at = -1
        self._persons: list[Member] = []
        self._speaker: list[Member] = []
        self._by_paper = False
        self._spoke_at = self._thing_in = -10
        self._things: list[Member] = []
        self._thing_before: Member | None = None
        self._companies: list[tuple[int, Member]] = []
        # Papers and stations that somebody told something: not what the news are about.
        self._hearers: set[int] = set()
        self._person_met: tuple[Member, int] | None = None
        self._bodies: dict[str, list[Member]] = {}
        self._groups: dict[int, list[Member]] = {}
        self._found: dict[int, Member] = {}
        self._issuers: dict[str, list[Member]] = {}

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
        for each in known[-_NAMESAKES:]:
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
        if known.kind in ("measure", "office", "weapon", "goods", "work"):
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
            short = self._shortened(tokens, found) if known.kind == "company" else None
            member = short or self._new((known.kind, known.key), kind_of(known.kind), name, known.country)
            member.members = member.members or [self.state(code) for code in known.members]
            if known.kind in ("company", "agency") and not member.mentions:
                for word in {word.lower() for word in name.split()[:1]} | {
                    word.lower() for word in name.split() if word.lower() in self.language.organisation_words
                }:
                    self._bodies.setdefault(word, []).append(member)
                if (rest := _without_form(name)) is not None:
                    self._bodies.setdefault(rest.split()[0].lower(), []).append(member)
        member.mention(self.text, start, end, form)
        if found.title:
            self._title(tokens, found, member)
        elif known.kind in ("company", "agency"):
            self._acronym(tokens, found, member)
        self._found[id(found)] = member
        if member.kind in ("vessel", "company"):
            self.last_of[member.kind] = member
        if member.kind == "company" and (not self._companies or self._companies[-1][0] < start):
            self._companies = [*self._companies[-20:], (start, member)]
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
            return self._of_surname(low)
        name = self.text[tokens[found.first].start : tokens[found.last - 1].end]
        known = self.by_key.get(("acronym", name)) or self.by_key.get(("name", name))
        if known is None and (found.first == 0 or tokens[found.first - 1].low not in ("parent", "owner")):
            # "its Russian parent Orlan" is not "Orlan Bulgaria".
            known = self._shortened(tokens, found)
        if known is not None:
            return known
        kind: PartyKind = "person" if low in self.language.given_names and found.kind == "surname" else "company"
        return self._new(("name", name), kind, name)

    def _of_surname(self, surname: str) -> Member:
        """Who is meant by a surname: of several who bear it, the one most spoken of so far; his wife has her full name."""
        return max(self.surnames[surname][-_NAMESAKES:], key=lambda member: len(member.mentions))

    def _shortened(self, tokens: Sequence[Token], found: Found) -> Member | None:
        """A body or company by the beginning of its name, or "the Council" by the word that says what it is."""
        words = [token.low for token in tokens[found.first : found.last]]
        for member in reversed(self._bodies.get(words[0], [])[-_NAMESAKES:]):
            own = member.name.lower().split()
            if (rest := _without_form(member.name)) is not None and rest.lower().split()[: len(words)] == words:
                return member
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
