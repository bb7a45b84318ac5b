"""The score of two names: their words laid side by side, best likeness first, and what is left over on either side.

A pair of names that read alike scores `EXACT`; every difference takes something off (``data/points.csv``):

- a pair of words that is alike only, by its degree (`debar.names.likeness`) and the share of the name that it is;
- words that one side has beyond the other (*omission*), by their share of the name;
- words left on both sides (*contradiction*): by share, and a fixed sum besides, for two different family names are two
  persons however long the rest of the name is;
- little in common to go by (*thin*): common words alone do not make a name.

What a single word can prove is capped (`CAPS`): "Vladimir" alone is never Vladimir Putin. All arithmetic is in
thousandths and integers, so that this module and the compiled kernel (``kernel.c``), which is tested equal to it, come to
the same on every machine.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal, NamedTuple, TypeAlias

from rapidfuzz.distance import Indel

from debar.names import Classes, Group, Reading, likeness, skeleton, squeeze
from debar.names.likeness import has_digit, is_comparable, reading_degree
from debar.names.reading import FAMILY, FORM, GENERIC, INITIAL, NAME, NUMBER, PARTICLE, PATRONYMIC, PLACE, TITLE

EXACT = 970
"""Names that read alike, in thousandths. The rest up to 1 is for birth date, country and the like."""

Cap = Literal["", "number", "single", "sound", "none"]
CAPS: Mapping[Cap, int] = {"number": 600, "single": 550, "sound": 650, "none": 400}
_INITIAL_DEGREE = 750
_JOINED_SHARE = 97
LONGEST_RUN = 3
LONGEST_JOINED = 20
_GOOD = 900
_SURE = 950
_SHORTEST_SURE = 6
_SHORTEST_SOUND = 9
SHORTEST_JOINED = 4
_LONGER, _LONGER_READ = 3, 6
SHORTEST_LIKE = 7
LONGEST_READ = 12
"""Words written as one are looked for as a reading of another script's letters where they are no longer, or have 4 sounds."""
_ACRONYM_DEGREES = {3: 700, 4: 880}
_ACRONYM_DEGREE = 940
MOST_LETTERS = 8
_COMMON = 70
_FEW_GENERIC = 2
_INFORMATIVE = 40
_TELLING_GENERIC = 12
_PERSONAL = frozenset({NAME, FAMILY, PATRONYMIC})
_FULL = frozenset({NAME, FAMILY, PATRONYMIC, NUMBER})
_GENERAL = frozenset({GENERIC, PLACE})
_UNCOUNTED = frozenset({FORM, PARTICLE, TITLE})


class Pair(NamedTuple):
    """Words of the query (a run of places) against words of the listed name; the degree is in thousandths."""

    query: range
    listed: range
    degree: int
    level: str


class Alignment(NamedTuple):
    """Two names side by side: the score in thousandths, what was paired and left over, and what each thing cost."""

    score: int
    pairs: tuple[Pair, ...]
    query_left: tuple[int, ...]
    listed_left: tuple[int, ...]
    costs: tuple[tuple[str, int], ...] = ()
    cap: Cap = ""
    exact: bool = False


@cache
def points(group: Group) -> Mapping[str, int]:
    """What differences cost in names of a group, in thousandths: a column of ``data/points.csv``."""
    text = files("debar.match").joinpath("data", "points.csv").read_text(encoding="utf-8")
    return {row["difference"]: int(row[group]) for row in csv.DictReader(text.splitlines())}


@lru_cache(maxsize=4096)
def align(query: Reading, listed: Reading, group: Group) -> Alignment:
    """Score two names of one group.

    >>> from debar.names import read
    >>> align(read("Vladimir Putin", "person"), read("PUTIN, Vladimir", "person"), "person").score
    970
    """
    if not query.tokens or not listed.tokens:
        if query.plain == listed.plain and not query.tokens and not listed.tokens:
            return Alignment(EXACT, (), (), (), exact=True)
        return Alignment(0, (), tuple(range(len(query.tokens))), tuple(range(len(listed.tokens))), (), "none")
    pairs, query_left, listed_left = _pair(query, listed, group)
    exact = not query_left and not listed_left and all(pair.degree == 1000 for pair in pairs)
    one, other = _Side(query, query_left), _Side(listed, listed_left)
    costs = _costs(one, other, pairs, group, exact=exact)
    cap = "" if exact else _cap(one, other, pairs, group)
    score = EXACT - sum(cost for _, cost in costs)
    if cap:
        score = min(score, CAPS[cap])
    return Alignment(max(0, score), tuple(pairs), query_left, listed_left, tuple(costs), cap, exact)


# A way to pair: how good (smaller is better), then where and how long on either side, then how alike. The merit is how
# alike, then how many words, then how near in place: the same whichever way round.
_Merit: TypeAlias = tuple[int, int, int, int, int]
_Way: TypeAlias = tuple[_Merit, int, int, int, int, int, str]
_Paired: TypeAlias = tuple[list[Pair], tuple[int, ...], tuple[int, ...]]


def _way(i: int, size: int, j: int, other_size: int, degree: int, level: str) -> _Way:
    merit = (-degree, -size - other_size, abs(i - j), i + j, max(i, j))
    return merit, i, size, j, other_size, degree, level


def _turned(ways: list[_Way]) -> list[_Way]:
    return [_way(j, many, i, one, degree, level) for _, i, one, j, many, degree, level in ways]


def _pair(query: Reading, listed: Reading, group: Group) -> _Paired:
    possible = _possible(query, listed)
    paired = _assign(possible, query, listed)
    # Runs matter only to words that no single word answers well.
    poor = [pair for pair in paired[0] if pair.degree < _GOOD]
    query_open = {*paired[1], *(pair.query.start for pair in poor)}
    listed_open = {*paired[2], *(pair.listed.start for pair in poor)}
    if not query_open or not listed_open or len(query_open) + len(listed_open) < 3:
        return paired
    runs = _runs(query, query_open, listed, listed_open) + _turned(_runs(listed, listed_open, query, query_open))
    if group == "organisation":
        runs += _acronyms(query, listed) + _turned(_acronyms(listed, query))
    return _assign(possible + runs, query, listed) if runs else paired


def _possible(query: Reading, listed: Reading) -> list[_Way]:
    found = []
    for i, (one, classes) in enumerate(zip(query.tokens, query.classes, strict=True)):
        for j, (other, other_classes) in enumerate(zip(listed.tokens, listed.classes, strict=True)):
            degree, level = likeness(one, classes, other, other_classes)
            if degree:
                found.append(_way(i, 1, j, 1, degree, level))
            elif one[0] == other[0] and _initial(query.roles[i], listed.roles[j]):
                found.append(_way(i, 1, j, 1, _INITIAL_DEGREE, "initial"))
    return found


def _initial(role: str, other: str) -> bool:
    return (role == INITIAL and other in _PERSONAL) or (other == INITIAL and role in _PERSONAL)


def _runs(whole: Reading, whole_open: set[int], parts: Reading, parts_open: set[int]) -> list[_Way]:
    """Words of one side that are several words in a row, written together, of the other."""
    found = []
    for i in sorted(whole_open):
        one = whole.tokens[i]
        if len(one) < SHORTEST_JOINED or whole.roles[i] in _UNCOUNTED or whole.roles[i] == INITIAL:
            continue
        # A word without its vowels is shorter than what it reads as.
        longer = _LONGER_READ if whole.classes[i] and whole.classes[i][0] < 0 else _LONGER
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
    if not long or one[0] != joined[0] or len(bones) < 4 or bones != skeleton(joined):
        return 0
    return 850 if 10 * Indel.similarity(one, joined) >= 7 * (len(one) + len(joined)) else 0


def _is_long(joined: str) -> bool:
    return len(joined) >= SHORTEST_LIKE and len(skeleton(joined)) >= 4


def initials(reading: Reading, *, small: bool, business: bool) -> tuple[str, list[int]]:
    """The first letters of the words that an acronym takes, and their places; small words too if wanted.

    The "Company" of a name, read as its legal form, is a letter too.
    """
    places = [
        place for place, role in enumerate(reading.roles) if role not in (FORM, TITLE) and (small or role != PARTICLE)
    ]
    letters = "".join([reading.tokens[place][0] for place in places])
    return (letters + "c" if business and "+co" in reading.tokens else letters), places


def _acronyms(whole: Reading, parts: Reading) -> list[_Way]:
    """Words of one side that are the first letters of the other's words."""
    found = []
    for small, business in ((False, False), (True, False), (False, True), (True, True)):
        letters, places = initials(parts, small=small, business=business)
        if places and 3 <= len(letters) <= MOST_LETTERS:
            degree = _ACRONYM_DEGREES.get(len(letters), _ACRONYM_DEGREE)
            size = places[-1] + 1 - places[0]
            found += [
                _way(i, 1, places[0], size, degree, "acronym")
                for i, token in enumerate(whole.tokens)
                if token == letters and whole.roles[i] == NAME
            ]
    return found


def _assign(possible: list[_Way], query: Reading, listed: Reading) -> _Paired:
    """The best first, each word once; and the places left on either side."""
    taken_query = taken_listed = 0
    chosen = []
    for _, i, size, j, other_size, degree, level in sorted(possible):
        query_bits, listed_bits = ((1 << size) - 1) << i, ((1 << other_size) - 1) << j
        if not (taken_query & query_bits or taken_listed & listed_bits):
            taken_query |= query_bits
            taken_listed |= listed_bits
            chosen.append(Pair(range(i, i + size), range(j, j + other_size), degree, level))
    return chosen, _free(taken_query, query), _free(taken_listed, listed)


def _free(taken: int, reading: Reading) -> tuple[int, ...]:
    """Places not taken; a legal form is never missed."""
    return tuple([place for place, role in enumerate(reading.roles) if not taken >> place & 1 and role != FORM])


class _Side:
    """What one side has left over: its share of the name in thousandths, and the heaviest word of each role."""

    __slots__ = ("family", "general", "head", "initial", "left", "name", "number", "place", "reading", "share", "total")

    def __init__(self, reading: Reading, left: tuple[int, ...]) -> None:
        self.reading, self.left = reading, left
        roles, weights = reading.roles, reading.weights
        self.total = sum(weights)
        self.share = 1000 * sum([weights[place] for place in left]) // self.total
        self.name = max([weights[place] for place in left if roles[place] in _PERSONAL], default=0)
        self.general = max([weights[place] for place in left if roles[place] in _GENERAL], default=0)
        self.place = any(roles[place] == PLACE for place in left)
        self.initial = any(roles[place] == INITIAL for place in left)
        self.number = any(roles[place] == NUMBER for place in left)
        families = [place for place, role in enumerate(roles) if role == FAMILY]
        self.family = bool(families) and all(place in left for place in families)
        self.head = not self.family and len(families) > 1 and families[0] in left

    def weight(self, places: Sequence[int]) -> int:
        return sum([self.reading.weights[place] for place in places])


_Costs: TypeAlias = list[tuple[str, int]]


def _costs(one: _Side, other: _Side, pairs: list[Pair], group: Group, *, exact: bool) -> _Costs:
    price = points(group)
    unlike = met = 0
    for pair in pairs:
        weight, other_weight = one.weight(pair.query), other.weight(pair.listed)
        share = (1000 * weight // one.total + 1000 * other_weight // other.total) // 2
        unlike += price["unlike"] * (1000 - pair.degree) * share // 1_000_000
        met += min(weight, other_weight) * pair.degree // 1000
    both = min(one.share, other.share)
    costs = [
        ("unlike", unlike),
        ("contradiction", price["contradiction"] * both // 1000),
        ("query omission", price["query omission"] * (one.share - both) // 1000),
        ("listed omission", price["listed omission"] * (other.share - both) // 1000),
    ]
    costs += _personal(one, other, pairs, price) if group == "person" else _corporate(one, other, pairs, price)
    if one.number != other.number:
        costs.append(("number", price["number"]))
    if not exact:
        more = one.name or other.name
        enough = price["enough"] if more else min(price["enough"], one.total, other.total)
        thin = "thin" if more else "thin alike"
        costs.append((thin, min(price["thin at most"], price[thin] * max(0, enough - met) // 100)))
    return [(name, cost) for name, cost in costs if cost]


def _personal(one: _Side, other: _Side, pairs: list[Pair], price: Mapping[str, int]) -> _Costs:
    costs = []
    if one.name >= _INFORMATIVE and other.name >= _INFORMATIVE:
        costs.append(("conflict", price["conflict"]))
    elif (one.initial and other.name) or (other.initial and one.name):
        costs.append(("initial", price["initial"]))
    if _crossed(one, other, pairs, PATRONYMIC):
        costs.append(("father and son", price["father and son"]))
    if _crossed(one, other, pairs, FAMILY):
        costs.append(("family and given name", price["family and given name"]))
    if one.family or other.family:
        costs.append(("family name", price["family name"]))
    elif one.head or other.head:
        costs.append(("first family name", price["first family name"]))
    if (one.name or other.name) and all(_is_common(one, other, pair) for pair in pairs):
        costs.append(("common", price["common"]))
    return costs


def _crossed(one: _Side, other: _Side, pairs: list[Pair], role: str) -> bool:
    """Whether a word that has a role on one side meets one that has not, both ways: "Omar bin Ali", "Ali bin Omar"."""
    crossing: dict[bool, set[str]] = {True: set(), False: set()}
    for pair in pairs:
        has = one.reading.roles[pair.query.start] == role
        if has != (other.reading.roles[pair.listed.start] == role):
            crossing[has].add(one.reading.tokens[pair.query.start])
    # A word that stands twice ("Ali bin Ali") may have met its like the wrong way round.
    return any(there != back for there in crossing[True] for back in crossing[False])


def _is_common(one: _Side, other: _Side, pair: Pair) -> bool:
    return all(one.reading.weights[place] < _COMMON for place in pair.query) or all(
        other.reading.weights[place] < _COMMON for place in pair.listed
    )


def _corporate(one: _Side, other: _Side, pairs: list[Pair], price: Mapping[str, int]) -> _Costs:
    costs = []
    if one.name and other.name:
        costs.append(("conflict", price["conflict"]))
    elif one.place and other.place:
        costs.append(("other place", price["other place"]))
    elif max(one.name, one.general) >= _TELLING_GENERIC and max(other.name, other.general) >= _TELLING_GENERIC:
        costs.append(("other word", price["other word"]))
    elif one.place or other.place:
        costs.append(("place", price["place"]))
    elif one.general or other.general:
        costs.append(("word", price["word"]))
    if (one.name or other.name) and not any(_is_full(one, other, pair, "organisation") for pair in pairs):
        costs.append(("core", price["core"]))
    forms, others = _forms(one), _forms(other)
    if forms and others and forms.isdisjoint(others):
        costs.append(("form", price["form"]))
    places = [pair.listed.start for pair in sorted(pairs, key=lambda pair: pair.query.start)]
    if places != sorted(places):
        costs.append(("order", price["order"]))
    return costs


def _forms(side: _Side) -> set[str]:
    return {token for token, role in zip(side.reading.tokens, side.reading.roles, strict=True) if role == FORM}


def _cap(one: _Side, other: _Side, pairs: list[Pair], group: Group) -> Cap:
    if one.number and other.number:
        return "number"
    full = [pair for pair in pairs if pair.level != "initial" and _is_full(one, other, pair, group)]
    if not full:
        return "none" if len(pairs) < _FEW_GENERIC else ""
    if len(full) > 1:
        return ""
    if group == "person" and (one.name or other.name):
        return "single"
    if any(_is_counted(one, other, pair) for pair in pairs if pair is not full[0]):
        return ""
    least = _SHORTEST_SOUND if full[0].level == "sound" else _SHORTEST_SURE
    sure = full[0].degree >= _SURE or full[0].level == "acronym" or _shorter(one, other, full[0]) >= least
    return "" if sure else "sound"


def _is_counted(one: _Side, other: _Side, pair: Pair) -> bool:
    """Whether a pair is more than small words and legal forms."""
    return (
        one.reading.roles[pair.query.start] not in _UNCOUNTED
        and other.reading.roles[pair.listed.start] not in _UNCOUNTED
    )


def _shorter(one: _Side, other: _Side, pair: Pair) -> int:
    """Letters of the shorter side of a pair."""
    return min(
        sum([len(one.reading.tokens[place]) for place in pair.query]),
        sum([len(other.reading.tokens[place]) for place in pair.listed]),
    )


def _is_full(one: _Side, other: _Side, pair: Pair, group: Group) -> bool:
    """Whether a pair is of names: of a person on both sides; of others on one, where a word may be general on its own
    ("Petro Iran", "Petroiran")."""
    mine = not _FULL.isdisjoint(one.reading.roles[pair.query.start : pair.query.stop])
    theirs = not _FULL.isdisjoint(other.reading.roles[pair.listed.start : pair.listed.stop])
    return mine and theirs if group == "person" else mine or theirs
