"""A listed name inside longer text: payment lines, address blocks, remarks that stand where a name should.

Such a text is asked for whole, and in windows besides: runs of up to `LONGEST` words. What answers a window must be
nearly the window, and enough of it to tell who is meant: two words that are no common ones, a long rare one, or general
words with a place, to the letter; of vessels and aircraft, whose names are ordinary words, only where the text speaks of
ships. The table ``data/text_words.csv`` has
the words by which such a text is known, and those that no name begins or ends with.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from debar.match.alignment import Alignment
from debar.match.costs import Pair
from debar.match.identifiers import Mark, mark
from debar.names import Group, Reading
from debar.names.concepts import concept_of
from debar.names.forms import is_form
from debar.names.likeness import FIRST_CONCEPT
from debar.names.reading import FAMILY, NAME, NUMBER, PATRONYMIC

LONGEST = 6
"""Words of a window."""
MOST_WORDS = 200
"""Words of a text that are looked at; the rest is not."""
NEARLY = 800
"""What a window must score at least, in thousandths, as a name of its own."""
_NEARLY_ALIKE = 900
"""The same, what a common name lost by being one left out: that is for the words that tell, below."""
_ORDINARY = 6
"""A name of so many words is no text, unless its words say so."""
_ORDINARY_OF_A_KIND = 12
"""The same where the kind of party is given: who knows that knows that it is a name, and full names are long."""
_ORDINARY_PLAIN = 3
"""The same where a word of payments stands in it and no number."""
_PERSON_TELLING = 150
_TELLING = 150
_RARE, _LONG, _LONG_OBJECT = 96, 7, 6
_SURE = 900
_LEAST_CHARS = 12
_LONGEST_NUMBER = 4
_ENDING = frozenset(",;:)")

_TELLING_ROLES = frozenset({NAME, FAMILY, PATRONYMIC})
_OBJECT_SCHEMATA = frozenset({"Vessel", "Airplane", "Vehicle"})
_SIGNS = re.compile(r"[/:;\n]|\d{3}")
_SPLIT = re.compile(r"\s+")
_ABBREVIATION = re.compile(r"[A-Za-z](?:/[A-Za-z])+")
_EDGES = "\"'.,;:()[]{}<>|-+*#?!“”«»"
_DIGITS = re.compile(r"[\W\d_]*")
_IMO = re.compile(r"\bIMO(?:\s*(?:NUMBER|NO\.?|NR\.?|#|:))*\s*(\d{7})\b", re.IGNORECASE)
_WALLET = re.compile(r"\b0x[0-9a-fA-F]{40}\b")


class Window(NamedTuple):
    """A run of words of a longer text.

    Args:
        text: the run.
        whole: the text that it is of.
        maritime: whether the text speaks of ships.
        apart: whether what stands before and behind it cannot be of the same name: "to", "Inc", "Dubai", a number.
    """

    text: str
    whole: str
    maritime: bool
    apart: bool


@cache
def _words() -> Mapping[str, frozenset[str]]:
    table = files("debar.match").joinpath("data", "text_words.csv").read_text(encoding="utf-8")
    found: dict[str, set[str]] = {}
    for row in csv.DictReader(table.splitlines()):
        found.setdefault(row["kind"], set()).add(row["word"])
    return {kind: frozenset(words) for kind, words in found.items()}


def most_plain_words(schema: str) -> int:
    """Of how many words a name without digits and signs may be and is surely no text, whatever its words say.

    >>> most_plain_words("Person"), most_plain_words("Thing")
    (6, 3)
    """
    return _ORDINARY_PLAIN if schema == "Thing" else _ORDINARY


def windows_of(text: str, schema: str) -> tuple[Window, ...]:
    """The windows of a longer text; none of what is a name.

    Args:
        text: what was given as a name.
        schema: the kind of party asked for.

    >>> [window.text for window in windows_of("Invoice 881734 to Ada King", "Thing")]
    ['Ada', 'Ada King', 'King']
    >>> windows_of("Ada King", "Thing")
    ()
    """
    if len(text) < _LEAST_CHARS or not _is_text(text, schema):
        return ()
    words = list(_divide(text))[:MOST_WORDS]
    folded = [word.casefold().strip(_EDGES.replace(".", "")) for word in words]
    maritime = schema in _OBJECT_SCHEMATA or not _words()["vessel"].isdisjoint(folded)
    edges = [_may_begin(word) for word in folded]
    inner = [edge and not _is_between(word) for edge, word in zip(edges, folded, strict=True)]
    ends = [not follows or word[-1] in _ENDING for follows, word in zip([*inner[1:], False], words, strict=True)]
    begins = [True, *(not before or word[-1] in _ENDING for before, word in zip(inner, words, strict=True))]
    found = {
        " ".join(words[start:end]).strip(_EDGES): begins[start] and ends[end - 1]
        for start in range(len(words))
        if edges[start]
        for end in range(start + 1, min(start + LONGEST, len(words)) + 1)
        if edges[end - 1]
    }
    return tuple(
        [
            Window(run, text, maritime, apart)
            for run, apart in found.items()
            if run != text and not _DIGITS.fullmatch(run)
        ]
    )


def _is_text(text: str, schema: str) -> bool:
    size = text.count(" ") + 1
    if size > (_ORDINARY if schema == "Thing" else _ORDINARY_OF_A_KIND):
        return True
    if schema != "Thing" and (size <= _ORDINARY or not _SIGNS.search(text)):
        return False
    words = text.casefold().split()
    if len(words) < 2:
        return False
    known = _words()
    said = sum(word in known["payment"] or word.strip(_EDGES) in known["payment"] for word in words)
    if schema != "Thing":
        return said > 1
    numbered = bool(_SIGNS.search(text))
    return (said > 0 and (numbered or len(words) > _ORDINARY_PLAIN)) or (
        numbered and len(words) > 2 and _speaks(words, "vessel")
    )


def _speaks(words: list[str], kind: str) -> bool:
    return not _words()[kind].isdisjoint(words)


def _divide(text: str) -> Iterator[str]:
    for piece in _SPLIT.split(text):
        if "/" not in piece or _ABBREVIATION.fullmatch(piece.strip(_EDGES)):
            yield from [piece] if piece else []
        else:
            yield from (part for part in piece.split("/") if part)


def _may_begin(word: str) -> bool:
    """Whether a name may begin or end with a word."""
    known = _words()
    bare = word.strip(_EDGES)
    if not bare or word in known["payment"] or bare in known["payment"] or bare in known["link"]:
        return False
    return len(bare) <= _LONGEST_NUMBER or not _DIGITS.fullmatch(bare)


def _is_between(word: str) -> bool:
    """Whether a word ends a name or stands beside it: a legal form, a place."""
    bare = word.strip(_EDGES)
    concept = concept_of(bare)
    return is_form(bare) or (concept is not None and concept.role == "place")


def may_tell(window: Window, reading: Reading, group: Group) -> bool:
    """Whether any listed name could be told from a window: what says no here need not be looked for."""
    if group == "object":
        return window.maritime and bool(reading.tokens)
    telling = sum(
        role in _TELLING_ROLES and max(classes, default=0) < FIRST_CONCEPT
        for role, classes in zip(reading.roles, reading.classes, strict=True)
    )
    weight = sum(reading.weights)
    if group == "person":
        return telling > 1 and weight >= _PERSON_TELLING
    alone = window.apart and telling > 0 and weight >= _RARE
    return alone or (telling > 1 and weight >= _TELLING) or _names_a_place(reading)


def tells(window: Window, reading: Reading, listed: Reading, alignment: Alignment, group: Group) -> bool:
    """Whether a window answers a listed name so well that the text can be said to have it inside."""
    by_rarity = dict(alignment.costs).get("rarity", 0)
    if alignment.score < NEARLY or alignment.score + by_rarity < _NEARLY_ALIKE or alignment.cap:
        return False
    pairs = [pair for pair in alignment.pairs if pair.degree >= _SURE and pair.level not in ("initial", "acronym")]
    if group == "object":
        named = [pair for pair in pairs if reading.roles[pair.query.start] in (NAME, NUMBER)]
        return window.maritime and (len(named) > 1 or any(_letters(reading, pair) >= _LONG_OBJECT for pair in named))
    told = [pair for pair in pairs if _is_telling(reading, listed, pair)]
    weight = sum(min(_weight(reading, pair.query), _weight(listed, pair.listed)) for pair in told)
    if group == "person":
        return len(told) > 1 and weight >= _PERSON_TELLING
    if (len(told) > 1 and weight >= _TELLING) or (alignment.exact and _names_a_place(reading)):
        return True
    # A word alone may be of a longer name: "Nobility" in "Nobility Homes".
    return window.apart and any(
        _letters(reading, pair) >= _LONG and _weight(reading, pair.query) >= _RARE for pair in told
    )


def _names_a_place(reading: Reading) -> bool:
    """Whether a name is of several words with a place among them: "Bank of Iran" is one, "General Trading" is not."""
    concepts = [concept_of(token) for token in reading.tokens]
    return sum(each is not None for each in concepts) > 1 and any(each and each.role == "place" for each in concepts)


def _is_telling(reading: Reading, listed: Reading, pair: Pair) -> bool:
    """Whether a pair is of names, not of general words that stand in for one."""
    classes = [each for place in pair.query for each in reading.classes[place]]
    return (
        any(reading.roles[place] in _TELLING_ROLES for place in pair.query)
        and any(listed.roles[place] in _TELLING_ROLES for place in pair.listed)
        and max(classes, default=0) < FIRST_CONCEPT
    )


def _weight(reading: Reading, places: range) -> int:
    return sum([reading.weights[place] for place in places])


def _letters(reading: Reading, pair: Pair) -> int:
    return sum([len(reading.tokens[place]) for place in pair.query])


def marks_in(text: str) -> Iterator[Mark]:
    """Identifiers that a text spells out: ``IMO`` and seven digits, an address of a wallet.

    >>> [mark.key for mark in marks_in("CHARTER HIRE MT OCEAN PEARL IMO 9074729")]
    ['imo:9074729']
    """
    if len(text) < 10:
        return
    stated = [("imoNumber", found) for found in _IMO.findall(text)]
    stated += [("publicKey", found) for found in _WALLET.findall(text)]
    for prop, value in stated:
        found = mark(prop, value)
        if found is not None:
            yield found
