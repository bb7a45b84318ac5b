"""The score of two names: their words laid side by side, best likeness first, and what is left over on either side.

A pair of names that read alike scores `EXACT`; every difference takes something off (`debar.match.costs`):

- a pair of words that is alike only, by its degree (`debar.names.likeness`) and the share of the name that it is;
- words that one side has beyond the other (*omission*), by their share of the name;
- words left on both sides (*contradiction*): by share, and a fixed sum besides, for two different family names are two
  persons however long the rest of the name is;
- little in common to go by (*thin*): common words alone do not make a name;
- a name that many bear (*rarity*): even the very same words say less of who is meant the more people bear them. This
  ranks what stands above `LINE`, in proportion to how far it does, and never takes a name below it: whether there is
  enough in common at all is for *thin* to say.

What a single word can prove is capped (`CAPS`): "Vladimir" alone is never Vladimir Putin. All arithmetic is in
thousandths and integers, so that these modules and the compiled kernel (``native/``), which is tested equal to them, come
to the same on every machine.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from rapidfuzz.distance import Indel

from debar.match.costs import (
    CAPS,
    EXACT,
    GOOD,
    PERSONAL,
    UNCOUNTED,
    Cap,
    Pair,
    Side,
    cap_of,
    costs_of,
    forms_of,
    ranked_by,
    rarity_of,
)
from debar.names import Classes, Group, Reading, likeness, skeleton, squeeze
from debar.names.likeness import has_digit, is_comparable, reading_degree
from debar.names.reading import FORM, INITIAL, NAME, PARTICLE, TITLE

_INITIAL_DEGREE = 750
_JOINED_SHARE = 97
LONGEST_RUN = 3
LONGEST_JOINED = 20
_VOICED = frozenset("bcdfgjkpqstvwxz")
SHORTEST_JOINED = 4
_LONGER, LONGER_READ = 3, 6
SHORTEST_LIKE = 7
LONGEST_READ = 12
"""Words written as one are looked for as a reading of another script's letters where they are no longer, or have 4 sounds."""
_ACRONYM_DEGREES = {3: 700, 4: 880}
_ACRONYM_DEGREE = 940
_SHORT_ACRONYM_WITH_FORM, _STATED_ACRONYM_DEGREE = 850, 970
ACRONYM_ENDINGS: Mapping[str, frozenset[str]] = {
    "": frozenset(),
    "c": frozenset({"+co"}),
    "sa": frozenset({"+jsc"}),
    "ag": frozenset({"+jsc"}),
}
"""The letters that a legal form lends to an acronym of three words or more, and the classes of forms that have them."""
_FEWEST_WITH_ENDING = 3
MOST_LETTERS = 8


class Alignment(NamedTuple):
    """Two names side by side: the score in thousandths, what was paired and left over, and what each thing cost.

    ``rarity`` is what an exact name would lose for being borne by many; the share of it that this one lost is among the
    costs.
    """

    score: int
    pairs: tuple[Pair, ...]
    query_left: tuple[int, ...]
    listed_left: tuple[int, ...]
    costs: tuple[tuple[str, int], ...] = ()
    cap: Cap = ""
    exact: bool = False
    rarity: int = 0


@lru_cache(maxsize=4096)
def align(query: Reading, listed: Reading, group: Group) -> Alignment:
    """Score two names of one group.

    >>> from debar.names import read
    >>> found = align(read("Vladimir Putin", "person"), read("PUTIN, Vladimir", "person"), "person")
    >>> found.exact, found.score == ranked_by(found.rarity, EXACT)
    (True, True)
    """
    if not query.tokens or not listed.tokens:
        if query.plain == listed.plain and not query.tokens and not listed.tokens:
            return Alignment(EXACT, (), (), (), exact=True)
        return Alignment(0, (), tuple(range(len(query.tokens))), tuple(range(len(listed.tokens))), (), "none")
    pairs, taken, listed_taken = _pair(query, listed, group)
    query_left, listed_left = free(taken, query), free(listed_taken, listed)
    exact = not query_left and not listed_left and all(pair.degree == 1000 for pair in pairs)
    one, other = Side(query, query_left), Side(listed, listed_left)
    costs = costs_of(one, other, pairs, group, exact=exact)
    cap = "" if exact else cap_of(one, other, pairs, group)
    score = EXACT - sum(cost for _, cost in costs)
    if cap:
        score = min(score, CAPS[cap])
    rarity = rarity_of(query, listed, pairs, group)
    ranked = ranked_by(rarity, score)
    if ranked < score:
        costs.append(("rarity", score - ranked))
    return Alignment(max(0, ranked), tuple(pairs), query_left, listed_left, tuple(costs), cap, exact, rarity)


# A way to pair: how good (smaller is better), then where and how long on either side, then how alike. The merit is how
# alike, then how many words, then how near in place: the same whichever way round.
_Merit: TypeAlias = tuple[int, int, int, int, int]
_Way: TypeAlias = tuple[_Merit, int, int, int, int, int, str]


class _Paired(NamedTuple):
    """Which words meet, the best likeness first; and the places taken on either side, a bit for each."""

    pairs: list[Pair]
    taken: int
    listed_taken: int


def _way(i: int, size: int, j: int, other_size: int, degree: int, level: str) -> _Way:
    merit = (-degree, -size - other_size, abs(i - j), i + j, max(i, j))
    return merit, i, size, j, other_size, degree, level


def _turned(ways: list[_Way]) -> list[_Way]:
    return [_way(j, many, i, one, degree, level) for _, i, one, j, many, degree, level in ways]


def _pair(query: Reading, listed: Reading, group: Group) -> _Paired:
    possible = _possible(query, listed, group)
    paired = _assign(possible)
    # Runs matter only to words that no single word answers well.
    poor = [pair for pair in paired.pairs if pair.degree < GOOD]
    query_open = {*free(paired.taken, query), *(pair.query.start for pair in poor)}
    listed_open = {*free(paired.listed_taken, listed), *(pair.listed.start for pair in poor)}
    if not query_open or not listed_open or len(query_open) + len(listed_open) < 3:
        return paired
    runs = _runs(query, query_open, listed, listed_open) + _turned(_runs(listed, listed_open, query, query_open))
    if group == "organisation":
        runs += _acronyms(query, listed) + _turned(_acronyms(listed, query))
    return _assign(possible + runs) if runs else paired


# A name that on the other side repeats the first letters of the words before it: it answers to them all.
_OWN_ACRONYM = {NAME, PARTICLE}


def _possible(query: Reading, listed: Reading, group: Group) -> list[_Way]:
    found = []
    for i, (one, classes) in enumerate(zip(query.tokens, query.classes, strict=True)):
        for j, (other, other_classes) in enumerate(zip(listed.tokens, listed.classes, strict=True)):
            degree, level = likeness(one, classes, other, other_classes)
            if group == "organisation" and {query.roles[i], listed.roles[j]} == _OWN_ACRONYM:
                continue
            if degree:
                found.append(_way(i, 1, j, 1, degree, level))
            elif one[0] == other[0] and _initial(query.roles[i], listed.roles[j]):
                found.append(_way(i, 1, j, 1, _INITIAL_DEGREE, "initial"))
    return found


def _initial(role: str, other: str) -> bool:
    return (role == INITIAL and other in PERSONAL) or (other == INITIAL and role in PERSONAL)


def _runs(whole: Reading, whole_open: set[int], parts: Reading, parts_open: set[int]) -> list[_Way]:
    """Words of one side that are several words in a row, written together, of the other."""
    found = []
    for i in sorted(whole_open):
        one = whole.tokens[i]
        if len(one) < SHORTEST_JOINED or whole.roles[i] in UNCOUNTED or whole.roles[i] == INITIAL:
            continue
        # A word without its vowels is shorter than what it reads as.
        longer = LONGER_READ if whole.classes[i] and whole.classes[i][0] < 0 else _LONGER
        for j in sorted(parts_open):
            joined = parts.tokens[j]
            for k in range(j + 1, min(j + LONGEST_RUN, len(parts.tokens))):
                if k not in parts_open and parts.roles[k] != PARTICLE:
                    break
                joined += parts.tokens[k]
                if len(joined) > min(LONGEST_JOINED, len(one) + longer):
                    break
                long = len(joined) >= max(SHORTEST_JOINED, (len(one) + 1) // 2)
                degree = joined_degree(one, whole.classes[i], joined) if long else 0
                if degree:
                    found.append(_way(i, 1, j, k + 1 - j, degree * _JOINED_SHARE // 100, "joined"))
    return found


def joined_degree(one: str, classes: Classes, joined: str) -> int:
    """How alike a word is to several written as one: by letters, doubled ones aside, as its reading, or, if long enough,
    by sound."""
    if one == joined:
        return 1000
    if not (is_comparable(one) and is_comparable(joined)) or has_digit(one) or has_digit(joined):
        return 0
    if squeeze(one) == squeeze(joined):
        return 940
    read_as = reading_degree(one, classes, joined, ()) if len(joined) <= LONGEST_READ or _is_long(joined) else 0
    if read_as:
        return read_as
    long = min(len(one), len(joined)) >= SHORTEST_LIKE
    bones = skeleton(one)
    if not long or len(bones) < 4 or bones != skeleton(joined):
        return 0
    if one[0] != joined[0] and not (one[0] in _VOICED and joined[0] in _VOICED):
        return 0
    return 850 if 10 * Indel.similarity(one, joined) >= 7 * (len(one) + len(joined)) else 0


def _is_long(joined: str) -> bool:
    return len(joined) >= SHORTEST_LIKE and len(skeleton(joined)) >= 4


def initials(reading: Reading, *, small: bool, ending: str = "") -> tuple[str, list[int]]:
    """The first letters of the words that an acronym takes, and their places; small words too if wanted.

    A legal form may lend letters of its own ("PDVSA"): ``ending`` is a key of `ACRONYM_ENDINGS`; where the name has no
    such form there is no acronym.
    """
    if ending and ACRONYM_ENDINGS[ending].isdisjoint(reading.tokens):
        return "", []
    places = [
        place for place, role in enumerate(reading.roles) if role not in (FORM, TITLE) and (small or role != PARTICLE)
    ]
    if ending and len(places) < _FEWEST_WITH_ENDING:
        return "", []
    return "".join([reading.tokens[place][0] for place in places]) + ending, places


def _acronyms(whole: Reading, parts: Reading) -> list[_Way]:
    """Words of one side that are the first letters of the other's words."""
    found = []
    for small in (False, True):
        for ending in ACRONYM_ENDINGS:
            letters, places = initials(parts, small=small, ending=ending)
            if places and 3 <= len(letters) <= MOST_LETTERS:
                degree = _acronym_degree(letters, whole, parts)
                size = places[-1] + 1 - places[0]
                found += [
                    _way(i, 1, places[0], size, degree, "acronym")
                    for i, token in enumerate(whole.tokens)
                    if token == letters and whole.roles[i] == NAME
                ]
    return found


def _acronym_degree(letters: str, whole: Reading, parts: Reading) -> int:
    """An acronym that the name itself states is sure; three letters stand for too many, unless the legal form agrees."""
    if letters in parts.tokens:
        return _STATED_ACRONYM_DEGREE
    if len(letters) == min(_ACRONYM_DEGREES) and not forms_of(whole).isdisjoint(forms_of(parts)):
        return _SHORT_ACRONYM_WITH_FORM
    return _ACRONYM_DEGREES.get(len(letters), _ACRONYM_DEGREE)


def _assign(possible: list[_Way]) -> _Paired:
    """The best first, each word once."""
    taken_query = taken_listed = 0
    chosen = []
    for _, i, size, j, other_size, degree, level in sorted(possible):
        query_bits, listed_bits = ((1 << size) - 1) << i, ((1 << other_size) - 1) << j
        if not (taken_query & query_bits or taken_listed & listed_bits):
            taken_query |= query_bits
            taken_listed |= listed_bits
            chosen.append(Pair(range(i, i + size), range(j, j + other_size), degree, level))
    return _Paired(chosen, taken_query, taken_listed)


def free(taken: int, reading: Reading) -> tuple[int, ...]:
    """Places not taken; a legal form is never missed."""
    return tuple([place for place, role in enumerate(reading.roles) if not taken >> place & 1 and role != FORM])
