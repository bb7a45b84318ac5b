"""What a text itself says of an unknown name: whether it is a person's or a company's.

"Swan Harbour Petroleum … Swan Harbour": a name that is shortened to its beginning is a company's, one that is shortened to
its end a person's; "Pelikan Denizcilik, a shipping firm" and "the founder of Golden Plain" say it themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from debar.news.language import Language
from debar.news.naming import Found
from debar.news.text import Token

_ARTICLES = frozenset({"a", "an", "the", "another", "its", "their"})
_REACH = 7


_INSIDE = frozenset({"in", "near", "outside", "around", "across", "throughout", "inside"})
_TOWARDS = _INSIDE | {"to", "from", "at", "for", "of", "through", "via", "over"}
_BY_CAPITALS = frozenset({"person", "surname", "name"})
# "invested in Halcyon", "shares in Halcyon": no place.
_HOLDING = frozenset({"invest", "invested", "investing", "investment", "investments", "holding", "holdings", "trust"})


@dataclass(slots=True)
class _Seen:
    """What was seen of the names of a text."""

    single: set[str] = field(default_factory=set)
    first: dict[str, set[int]] = field(default_factory=dict)
    told: set[str] = field(default_factory=set)
    companies: set[tuple[str, ...]] = field(default_factory=set)
    inside: set[str] = field(default_factory=set)
    elsewhere: set[str] = field(default_factory=set)

    def note(self, tokens: Sequence[Token], found: Found, language: Language) -> None:
        """Take in one name."""
        words = tuple(token.text for token in tokens[found.first : found.last])
        name = " ".join(words)
        if found.kind == "company":
            self.companies.update(words[:width] for width in range(2, len(words)))
        if found.kind not in _BY_CAPITALS:
            return
        if len(words) == 1:
            self.single.add(name)
        elif found.title is None and (
            _said_to_be_one(tokens, found, language) or _among_companies(tokens, found, language) or "&" in words
        ):
            self.told.add(name)
        self.first.setdefault(words[0], set()).add(len(words))
        before = tokens[found.first - 1].low if found.first else ""
        further = tokens[found.first - 2].low if found.first > 1 else ""
        held = further in language.shares or further in _HOLDING
        if before in _INSIDE and not held:
            self.inside.add(name)
        if found.title is not None or before not in _TOWARDS or held:
            self.elsewhere.add(name)

    def kind(self, found: Found, words: tuple[str, ...], language: Language) -> str:
        """What a name is after all."""
        name = " ".join(words)
        given = words[0].lower() in language.given_names
        if name in self.inside and name not in self.elsewhere and not given:
            return "place"
        if found.kind != "person" or found.title is not None:
            return found.kind
        shortened = not given and (words in self.companies or _shortened(words, self.single, self.first))
        return "company" if name in self.told or shortened else found.kind


def settle(rows: Sequence[tuple[Sequence[Token], Sequence[Found]]], language: Language) -> None:
    """Make companies and places of those names that the text treats as such."""
    seen = _Seen()
    for tokens, names in rows:
        for found in names:
            seen.note(tokens, found, language)
    for tokens, names in rows:
        for found in names:
            if found.kind in _BY_CAPITALS:
                words = tuple(token.text for token in tokens[found.first : found.last])
                kind = seen.kind(found, words, language)
                if kind != found.kind:
                    found.known = found.known._replace(kind=kind)


def _shortened(words: Sequence[str], single: set[str], first: dict[str, set[int]]) -> bool:
    """Whether the text elsewhere calls it by the beginning of its name, and not by the end."""
    if words[-1] in single:
        return False
    return words[0] in single or any(2 <= width < len(words) for width in first.get(words[0], ()))


def _names_one(near: Sequence[Token], at: int, nouns: frozenset[str]) -> bool:
    """A word for companies that is not only whose somebody is ("the company's founder, …")."""
    return near[at].low in nouns and (at + 1 == len(near) or near[at + 1].low not in ("'s", "'", "’"))


def _among_companies(tokens: Sequence[Token], found: Found, language: Language) -> bool:
    """``two Istanbul companies, Demirtaş Lojistik and Marmara Devre``: names in a list that is one of companies."""
    for at in range(found.first - 1, max(0, found.first - 14), -1):
        token = tokens[at]
        if token.text[0].isupper() or token.text in ",-&" or token.low == "and":
            continue
        return (
            tokens[at + 1].text in ",:"
            and token.low.endswith("s")
            and (token.low in language.organisation_nouns or _singular(token.low) in language.organisation_nouns)
        )
    return False


def _singular(word: str) -> str:
    return word[:-3] + "y" if word.endswith("ies") else word[:-1]


def _said_to_be_one(tokens: Sequence[Token], found: Found, language: Language) -> bool:
    """``a company there, X,``, ``X, a Moscow firm``: a word for companies stands beside the name."""
    nouns = language.organisation_nouns
    before = found.first - 1
    if before >= 1 and tokens[before].text == ",":
        near = tokens[max(0, before - 4) : before]
        if any(_names_one(near, at, nouns) for at in range(len(near))) and not any(
            token.text in ",.;" for token in near[-3:]
        ):
            led = tokens[max(0, before - 6) : before]
            if any(token.low in _ARTICLES or token.text in ("'s", "’s") for token in led):
                return True
    after = found.last
    if after + 1 >= len(tokens) or tokens[after].text != "," or tokens[after + 1].low not in _ARTICLES:
        return False
    for at in range(after + 2, min(len(tokens), after + 2 + _REACH)):
        token = tokens[at]
        if token.text in ",.;" or token.low in ("of", "in", "for", "who", "that", "which", "with", "at"):
            return False
        if token.low in nouns:
            follows = tokens[at + 1] if at + 1 < len(tokens) else None
            # "a company director" is none.
            return follows is None or not follows.text[0].isalpha() or follows.low in language.tags
    return False
