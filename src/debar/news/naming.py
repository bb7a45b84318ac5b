"""Names in a sentence: from the tables, or by their capitals; and terms for goods and measures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from debar.news.capitals import OF, begins, is_capital, run
from debar.news.language import Known, Language, Trie
from debar.news.text import Token


@dataclass(slots=True)
class Found:
    """A name or term at tokens ``first`` to ``last`` (exclusive)."""

    first: int
    last: int
    known: Known
    title: tuple[int, int] | None = None

    @property
    def kind(self) -> str:
        """``country``, ``demonym``, ``capital``, ``place``, ``person``, ``company`` …, ``office``, ``measure``."""
        return self.known.kind


def names_in(tokens: Sequence[Token], language: Language, seen: frozenset[str], *, ships: bool = False) -> list[Found]:
    """The names and terms of a sentence, left to right, none overlapping.

    Args:
        seen: words that the text elsewhere writes with a capital in the middle of a sentence; they decide whether a
            capital at its beginning makes a name.
        ships: the text speaks of ships; "the Sea Lark 7" is then one.
    """
    found: list[Found] = []
    shouted = sum(token.text.isupper() and len(token.text) > 2 for token in tokens) * 2 > len(tokens) > 6
    index = 0
    while index < len(tokens):
        one = _at(tokens, index, language, seen, shouted)
        if one is None:
            index += 1
            continue
        _join_title(found, one)
        if one.kind == "person" and one.title is None and index and tokens[index - 1].low == "the":
            # Nobody says "the" of a person.
            one.known = one.known._replace(kind="vessel" if ships else "thing")
        found.append(one)
        index = one.last
    return found


def _join_title(found: list[Found], one: Found) -> None:
    """An office right before a person is that person's."""
    if (
        found
        and found[-1].kind == "office"
        and found[-1].last == one.first
        and one.kind in ("person", "name", "surname")
        and not (one.known.key.isupper() and len(one.known.key) > 1)
    ):
        one.title = (found[-1].first, found[-1].last)
        one.known = one.known._replace(kind="person")


def _at(tokens: Sequence[Token], index: int, language: Language, seen: frozenset[str], shouted: bool) -> Found | None:
    token = tokens[index]
    if token.tag == "DATE" or not token.text[0].isalnum():
        return None
    listed = _longest(language.names, tokens, index, exact=True)
    office = _office(tokens, index, language)
    term = _longest(language.terms, tokens, index, exact=False)
    if office and term and term.last > office.last:
        # "a general license" has no general in it.
        office = None
    if office and (listed is None or office.last > listed.last):
        return office
    capital = None if shouted else _capitalised(tokens, index, language, seen, listed)
    if capital and (listed is None or capital.last > listed.last):
        return capital
    return listed or term


_PREFIXES = frozenset(
    {
        "deputy",
        "vice",
        "former",
        "acting",
        "first",
        "assistant",
        "senior",
        "late",
        "then",
        "interim",
        "incoming",
        "outgoing",
        "ex",
        "-",
    }
)


def _office(tokens: Sequence[Token], index: int, language: Language) -> Found | None:
    """An office, with what stands before it: ``Deputy Defense Minister``, ``former president``."""
    first = index
    while first < len(tokens) and first - index < 3 and tokens[first].low in _PREFIXES:
        plain = _longest(language.offices, tokens, first, exact=False)
        if plain is not None and plain.last - plain.first > 1:
            break
        first += 1
    found = _longest(language.offices, tokens, first, exact=False) if first < len(tokens) else None
    return Found(index, found.last, found.known) if found is not None else None


def _longest(trie: Trie, tokens: Sequence[Token], index: int, *, exact: bool) -> Found | None:
    token = tokens[index]
    for words, known in trie.get(token.text if exact else token.low.rstrip("."), ()):
        last = index + len(words)
        if last <= len(tokens) and all(
            (here.text if exact else here.low.rstrip(".")) == word
            for here, word in zip(tokens[index:last], words, strict=True)
        ):
            return Found(index, last, known)
    return None


def _capitalised(
    tokens: Sequence[Token], index: int, language: Language, seen: frozenset[str], listed: Found | None
) -> Found | None:
    token = tokens[index]
    if not is_capital(token) or (token.low in language.tags and token.text not in seen):
        return None
    last = run(tokens, index, language)
    organisation = _organisation(tokens, index, last, language)
    if organisation:
        return organisation
    if language.tags.get(token.low) == "adj":
        return None
    if listed and not _is_namesake(tokens, index, last, language, listed):
        return None
    last = _person_end(tokens, index, last, language)
    words = [each.text for each in tokens[index:last]]
    if last - index == 1:
        if begins(tokens, index) and token.text not in seen and _is_word(token, language):
            return None
        kind = "surname" if _is_surname_like(token) else "name"
        if language.tags.get(token.low) in ("pron", "det", "sub", "conj", "poss-pron"):
            return None
        if token.text in language.people:
            return Found(index, last, Known("leader", token.text, language.people[token.text]))
    elif (
        begins(tokens, index)
        and token.text not in seen
        and _is_word(token, language)
        and token.low not in language.given_names
    ):
        # "Former Prime Minister …", "Senior Iranian …": the first word is no part of the name.
        return None
    elif all(_is_word(each, language) and each.low not in language.given_names for each in tokens[index:last]):
        kind = "name"
    else:
        kind = "person"
    if tokens[last - 1].low in language.works:
        # The Entity List, the Caesar Act: a name, but of nobody.
        return Found(index, last, Known("work", " ".join(words)))
    return Found(index, last, Known(_by_neighbours(tokens, index, last, kind, language), " ".join(words)))


def _by_neighbours(tokens: Sequence[Token], index: int, last: int, kind: str, language: Language) -> str:
    """What the words beside a name make it: "the ransomware group Grey Heron", "the tanker Celeste", "Schiphol airport"."""
    after = language.organisation_words.get(tokens[last].low) if last < len(tokens) else None
    if kind in ("name", "surname") and after == "place":
        kind = "place"
    before = tokens[index - 1].low if index else ""
    if before in language.organisation_nouns:
        kind = "company"
    return "vessel" if language.organisation_words.get(before) == "vessel" else kind


def _is_namesake(tokens: Sequence[Token], index: int, last: int, language: Language, listed: Found) -> bool:
    """``Jordan Smith``, ``Milan K.``: a place's name that begins a person's."""
    token = tokens[index]
    if listed.last != index + 1 or last == listed.last or listed.kind not in ("country", "place", "capital"):
        return False
    initial = tokens[index + 1].text
    by_initial = last == index + 2 and len(initial) == 2 and initial[1] == "."
    return by_initial or (token.low in language.given_names and not token.text.isupper())


def _organisation(tokens: Sequence[Token], index: int, last: int, language: Language) -> Found | None:
    """A run with a word such as Bank, Ministry or Airport, if it is more than that word."""
    if tokens[last - 1].low in language.works and tokens[last - 1].low in _STATUTES:
        return None
    for at in range(last - 1, index - 1, -1):
        kind = language.organisation_words.get(tokens[at].low)
        if kind is None or kind == "vessel" or not tokens[at].text[0].isupper():
            continue
        end = _organisation_end(tokens, (index, at, last), kind, language)
        if end - index < 2:
            return None
        if any(tokens[each].low in _PERSONAL for each in range(index, at)):
            return None
        office = next((one for each in range(index, at + 1) if (one := _office(tokens, each, language))), None)
        if office is not None and office.last > at + 1 and kind == "company":
            # "Dutch Trade Minister": the trade is the minister's.
            continue
        first = tokens[index]
        if begins(tokens, index) and first.low in language.tags:
            return None
        words = " ".join(each.text for each in tokens[index:end])
        country, core = "", index
        inner = _longest(language.names, tokens, index, exact=True)
        if inner and inner.kind in ("country", "demonym", "capital"):
            country, core = inner.known.country, inner.last
            if inner.last >= end:
                return None
        elif index > 1 and tokens[index - 1].low == "'s":
            country = _country_at(tokens, index - 1, language)
        if kind == "agency" and country:
            # The Russian Foreign Ministry is Russia's Foreign Ministry, not another state's.
            words = " ".join(each.text for each in tokens[core:end])
            return Found(index, end, Known(kind, f"{country} {words}", country))
        return Found(index, end, Known(kind, words, country))
    return None


def _organisation_end(tokens: Sequence[Token], places: tuple[int, int, int], kind: str, language: Language) -> int:
    """Where a name ends that begins at the first place and has its word for organisations at the second."""
    index, at, last = places
    end = at + 1
    if end < last and tokens[end].low in OF and (kind != "company" or tokens[at].low in _TAKING_OF):
        return _and_further(tokens, end, last, language)
    if kind == "agency" and end == last and (further := _of_the(tokens, end, language)):
        return further
    if end < last and tokens[end].text.isdigit():
        return end + 1
    if at == index and kind == "company" and tokens[at].low in _LEADING:
        return min(last, at + 2)
    return _name_goes_on(tokens, end, last, language) if kind == "company" else end


def _and_further(tokens: Sequence[Token], end: int, last: int, language: Language) -> int:
    """``Office for Economic Affairs and Export Control``: after "for" come fields, and no further party."""
    if tokens[end].low != "for" or last + 1 >= len(tokens) or tokens[last].low != "and":
        return last
    follows = tokens[last + 1]
    if (
        not is_capital(follows)
        or not _is_word(follows, language)
        or _longest(language.names, tokens, last + 1, exact=True)
    ):
        return last
    return run(tokens, last + 1, language)


_STATES = frozenset({"country", "demonym", "capital", "government"})


def _of_the(tokens: Sequence[Token], end: int, language: Language) -> int:
    """``Committee of the Blue Cross``, ``Ministry of the Interior``; 0 where a name of its own follows."""
    if end + 2 >= len(tokens) or tokens[end].low != "of" or tokens[end + 1].low != "the":
        return 0
    named = _longest(language.names, tokens, end + 2, exact=True)
    if not is_capital(tokens[end + 2]) or (named is not None and named.kind in _STATES):
        return 0
    return run(tokens, end + 2, language)


def _name_goes_on(tokens: Sequence[Token], end: int, last: int, language: Language) -> int:
    """``Aegis Marine Transport``: a common word with a capital after the word that makes a company; no office, no name."""
    while (
        end < last
        and tokens[end].text[0].isupper()
        and _is_word(tokens[end], language)
        and tokens[end].low not in _PERSONAL
        and tokens[end].low not in language.given_names
        and _longest(language.offices, tokens, end, exact=False) is None
        and _longest(language.names, tokens, end, exact=True) is None
    ):
        end += 1
    return end


def _country_at(tokens: Sequence[Token], end: int, language: Language) -> str:
    """The country whose name ends at a token."""
    for width in (1, 2, 3):
        if end >= width:
            found = _longest(language.names, tokens, end - width, exact=True)
            if found and found.last == end and found.kind in ("country", "capital"):
                return found.known.country
    return ""


# "Bank Aurum", "Banco Delta": what they are called stands after them.
_LEADING = frozenset({"bank", "banque", "banco", "banca", "grupo", "groupe", "hotel", "compagnie"})
# "Bank of Georgia" is one name, "Swan Harbour Petroleum of Singapore" a name and a place.
_STATUTES = frozenset({"act", "treaty", "convention", "code", "law", "constitution"})
_TAKING_OF = frozenset({"bank", "company", "corporation", "exchange", "fund", "bureau", "works", "trust", "group"})


_PERSONAL = frozenset(
    {
        "mr",
        "mrs",
        "president",
        "minister",
        "secretary",
        "spokesman",
        "spokeswoman",
        "spokesperson",
        "chief",
        "director",
        "chairman",
    }
)


def _person_end(tokens: Sequence[Token], index: int, last: int, language: Language) -> int:
    """A person's name ends before a name from the tables or an office begins; "of" is no part of it."""
    for at in range(index + 1, last):
        if tokens[at].low in OF:
            return at
        if _longest(language.offices, tokens, at, exact=False) or (
            (inner := _longest(language.names, tokens, at, exact=True))
            and inner.kind != "capital"
            and inner.last - at > 1
        ):
            return at if tokens[at - 1].text not in "-&" else at - 1
    return last if tokens[last - 1].text not in "-&" else last - 1


def _is_word(token: Token, language: Language) -> bool:
    low = token.low
    return (
        low in language.tags
        or low in language.verbs
        or low in language.common_words
        or low in language.nouns
        or low in language.groups
        or low in language.terms
        or low in language.organisation_words
        or low.endswith(("ly", "tion", "tions", "ment", "ness", "ing", "ities", "ity"))
    )


def _is_surname_like(token: Token) -> bool:
    return token.text[1:].islower() or "-" in token.text
