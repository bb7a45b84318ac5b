"""Reading a name: its words, the role of each, and how much each says."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

import msgspec

from debar.names.forms import cut, cut_unspaced
from debar.names.script import clean, words_of
from debar.names.tables import Group, words

VERSION = 1
"""Of the way names are read. An index holds readings, so it is good for one version only."""

NAME, FAMILY, PARTICLE, TITLE, GENERIC, PLACE, NUMBER, INITIAL, FORM = "nfptgldix"
"""Roles, one letter each; ``d`` is for digits, ``l`` for a locality, ``x`` for a legal form."""

# How much a word of each role says about who is meant, in hundredths. A name that many bear says less: common words
# come from a fixed table and not from the list screened against, so that a score never changes because others are listed.
WEIGHTS = {NAME: 100, FAMILY: 100, PARTICLE: 10, TITLE: 5, GENERIC: 35, PLACE: 55, NUMBER: 100, INITIAL: 40, FORM: 10}
COMMON_WEIGHT = 80
SHORT_WEIGHT = 70
PROMOTED_WEIGHT = 75

_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)")
_ROMAN = {"ii": "2", "iii": "3", "iv": "4", "vi": "6", "vii": "7", "viii": "8", "ix": "9"}
_ROLE_OF = {"particle": PARTICLE, "title": TITLE, "generic": GENERIC, "place": PLACE, "common": NAME}


class Reading(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A name as it is compared.

    Args:
        tokens: its words, romanised, in the order of the name; legal forms stand last, as ``+`` and their class.
        roles: one letter per token.
        weights: one byte per token: how much it says, in hundredths.
        plain: the cleaned text in lower case; it alone is compared where there are no words (punctuation, symbols).
    """

    tokens: tuple[str, ...]
    roles: str
    weights: bytes
    plain: str

    @property
    def key(self) -> str:
        """What two names that read alike have in common, whatever the order of their words.

        >>> read("PUTIN, Vladimir", "person").key == read("vladimir putin", "person").key
        True
        """
        return " ".join(sorted(self.tokens)) or self.plain

    @property
    def weight(self) -> float:
        """How much the whole name says."""
        return sum(self.weights) / 100


def read(raw: str, group: Group, *, family: Iterable[str] = ()) -> Reading:
    """Read a name as that of a person, an organisation or an object.

    Args:
        raw: the name as written.
        group: whose name it is.
        family: the family name, where the source gives it apart; without it, what stands before the comma.

    >>> read("SIS d.o.o.", "organisation").tokens
    ('sis', '+ltd')
    >>> read("PUTIN, Vladimir V.", "person").roles
    'fni'
    """
    text = clean(raw)
    if group == "person":
        tokens, roles = _person(text, frozenset(word for part in family for word in words_of(clean(part))))
    elif group == "organisation":
        tokens, roles = _organisation(text)
    else:
        tokens, roles = _object(text)
    roles, weights = _weigh(tokens, roles, group)
    return Reading(tuple(tokens), roles, weights, "" if tokens else text.casefold())


def _person(text: str, family: frozenset[str]) -> tuple[list[str], str]:
    before, comma, after = text.partition(",")
    if comma and not family and after.strip():
        family = frozenset(words_of(before))
    table = words("person")
    tokens = [_ordinal(word) for word in words_of(text)]
    roles = "".join(_person_role(word, word in family, table.get(word)) for word in tokens)
    return tokens, roles


def _person_role(word: str, in_family: bool, listed_as: str | None) -> str:
    if any(char.isdigit() for char in word):
        return NUMBER
    if len(word) == 1 and word.isascii():
        return INITIAL
    if listed_as in ("particle", "title"):
        return _ROLE_OF[listed_as]
    return FAMILY if in_family else NAME


def _organisation(text: str) -> tuple[list[str], str]:
    text, unspaced = cut_unspaced(text)
    name, classes = cut(_join_letters(words_of(text)))
    name = [_ordinal(word) for word in name]
    table = words("organisation")
    roles = "".join(NUMBER if _has_digit(word) else _ROLE_OF[table.get(word, "common")] for word in name)
    forms = [f"+{each}" for each in dict.fromkeys([*unspaced, *classes])]
    return name + forms, roles + FORM * len(forms)


def _object(text: str) -> tuple[list[str], str]:
    found = words_of(text)
    table = words("object")
    tokens = [_ROMAN.get(word, word) if place else word for place, word in enumerate(map(_ordinal, found))]
    # "MV", "M/V" and their like are titles before the name only; alone they are the name.
    if len(tokens) > 2 and tokens[0] == "m" and tokens[1] in ("v", "t"):
        tokens[:2] = ["".join(tokens[:2])]
    roles = "".join(
        NUMBER if _has_digit(word) else TITLE if word in table and place + 1 < len(tokens) and place < 2 else NAME
        for place, word in enumerate(tokens)
    )
    return tokens, roles


def _join_letters(found: list[str]) -> list[str]:
    """ "S.A. de C.V." to ``sa de cv``: single letters in a row are one abbreviation."""
    joined: list[str] = []
    open_run = False
    for word in found:
        single = len(word) == 1 and word.isalpha() and word.isascii()
        if single and open_run:
            joined[-1] += word
        else:
            joined.append(word)
        open_run = single
    return joined


def _ordinal(word: str) -> str:
    if not word[0].isdigit():
        return word
    match = _ORDINAL.fullmatch(word)
    digits = match.group(1) if match else word
    return (digits.lstrip("0") or "0") if digits.isdigit() else digits


def _has_digit(word: str) -> bool:
    return any(char.isdigit() for char in word)


@cache
def _common(group: Group) -> frozenset[str]:
    return frozenset(word for word, role in words(group).items() if role == "common")


def _weigh(tokens: list[str], roles: str, group: Group) -> tuple[str, bytes]:
    """Weigh the words; where none is distinctive, the heaviest role there is stands in for the name."""
    weights = [WEIGHTS[role] for role in roles]
    for place, (token, role) in enumerate(zip(tokens, roles, strict=True)):
        if role in (NAME, FAMILY):
            weights[place] = (
                COMMON_WEIGHT if token in _common(group) else SHORT_WEIGHT if len(token) < 3 else weights[place]
            )
    if roles and not any(role in (NAME, FAMILY, NUMBER) for role in roles):
        best = max(weights)
        chosen = [weight == best or role in (GENERIC, PLACE) for role, weight in zip(roles, weights, strict=True)]
        roles = "".join(NAME if take else role for take, role in zip(chosen, roles, strict=True))
        weights = [PROMOTED_WEIGHT if take else weight for take, weight in zip(chosen, weights, strict=True)]
    return roles, bytes(weights)
