"""The score of two names: their words laid side by side, best likeness first, and what is left over on either side.

A pair of names that read alike scores `EXACT`; every difference takes something off:

- a pair of words that is alike only, by its degree (`debar.names.likeness`) and the share of the name that it is;
- words that one side has beyond the other (*omission*): little for people, more for bodies and objects;
- words left on both sides (*contradiction*): dear;
- the whole family name missing, a number that only one side has, other word order in the name of a body.

What a single word can prove is capped (`Cap`): "Vladimir" alone is never Vladimir Putin.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal, NamedTuple, TypeAlias

from debar.names import Group, Reading, likeness
from debar.names.reading import FAMILY, INITIAL, NAME, NUMBER

EXACT = 0.97
"""Names that read alike. The rest up to 1 is for birth date, country and the like."""

Cap = Literal["", "number", "single", "sound", "none"]
CAPS: dict[Cap, float] = {"number": 0.6, "single": 0.55, "sound": 0.65, "none": 0.4}

OMISSION: dict[Group, float] = {"person": 0.35, "organisation": 0.5, "object": 0.6}
CONTRADICTION = 1.0
_UNLIKENESS = 1.2
_NO_FAMILY_NAME = 0.1
_CONFLICT = 0.08
_ONLY_COMMON = 0.1
_NUMBER_OMITTED: dict[Group, float] = {"person": 0.1, "organisation": 0.15, "object": 0.2}
_OTHER_ORDER = 0.03
_RARE_WEIGHT = 100
_FEW_GENERIC = 2
_LONGEST_RUN = 4
_GOOD = 0.9
_LEAST_JOINED = 0.72
_FULL = frozenset({NAME, FAMILY, NUMBER})
_NAMES = frozenset({NAME, FAMILY})


class Pair(NamedTuple):
    """Words of the query (a run of places) against words of the listed name."""

    query: range
    listed: range
    degree: float
    level: str


class Alignment(NamedTuple):
    """Two names side by side, and the score."""

    score: float
    pairs: tuple[Pair, ...]
    query_left: tuple[int, ...]
    listed_left: tuple[int, ...]
    cap: Cap = ""
    exact: bool = False


@lru_cache(maxsize=4096)
def align(query: Reading, listed: Reading, group: Group) -> Alignment:
    """Score two names of one group.

    >>> from debar.names import read
    >>> align(read("Vladimir Putin", "person"), read("PUTIN, Vladimir", "person"), "person").score
    0.97
    """
    if query.tokens == listed.tokens and query.plain == listed.plain:
        return Alignment(EXACT, (), (), (), exact=True)
    if query.tokens and sorted(query.tokens) == sorted(listed.tokens):
        return Alignment(EXACT if group == "person" else EXACT - _OTHER_ORDER, (), (), (), exact=True)
    if not query.tokens or not listed.tokens:
        return Alignment(0.0, (), tuple(range(len(query.tokens))), tuple(range(len(listed.tokens))), "none")
    pairs, query_left, listed_left = _pair(query, listed)
    sides = _Sides(_over(query, query_left), _over(listed, listed_left))
    cap = _cap(query, listed, pairs, sides, group)
    score = EXACT - _penalty(query, listed, pairs, sides, group)
    score = max(0.0, min(score, CAPS[cap]) if cap else score)
    return Alignment(round(score, 4), tuple(pairs), query_left, listed_left, cap)


_Paired: TypeAlias = tuple[list["Pair"], tuple[int, ...], tuple[int, ...]]


def _pair(query: Reading, listed: Reading) -> _Paired:
    possible = _possible(query, listed)
    paired = _assign(possible, len(query.tokens), len(listed.tokens))
    # Runs matter only to words that no single word answers well.
    poor = [pair for pair in paired[0] if pair.degree < _GOOD]
    query_open = (*paired[1], *(pair.query.start for pair in poor))
    listed_open = (*paired[2], *(pair.listed.start for pair in poor))
    if not query_open or not listed_open or len(query_open) + len(listed_open) < 3:
        return paired
    runs = _runs(query, query_open, listed, listed_open)
    turned = _runs(listed, listed_open, query, query_open)
    if not runs and not turned:
        return paired
    runs += [_way(j, many, i, one, degree, level) for _, i, one, j, many, degree, level in turned]
    return _assign(possible + runs, len(query.tokens), len(listed.tokens))


# A way to pair, as a plain tuple, since there are many: in the order of merit, then where and how long on either side,
# then how alike. The merit is how alike, then how many words, then how near in place: the same whichever way round.
_Merit: TypeAlias = tuple[float, int, int, int, int]
_Way: TypeAlias = tuple[_Merit, int, int, int, int, float, str]


def _way(i: int, size: int, j: int, other_size: int, degree: float, level: str) -> _Way:
    merit = (-degree, -size - other_size, abs(i - j), i + j, max(i, j))
    return merit, i, size, j, other_size, degree, level


def _possible(query: Reading, listed: Reading) -> list[_Way]:
    found = []
    for i, one in enumerate(query.tokens):
        for j, other in enumerate(listed.tokens):
            degree, level = likeness(one, other)
            if degree:
                found.append(_way(i, 1, j, 1, degree, level))
            elif one[0] == other[0] and _initial(query.roles[i], listed.roles[j]):
                found.append(_way(i, 1, j, 1, 0.75, "initial"))
    return found


def _initial(role: str, other: str) -> bool:
    return (role == INITIAL and other in _NAMES) or (other == INITIAL and role in _NAMES)


def _runs(whole: Reading, whole_open: tuple[int, ...], parts: Reading, parts_open: tuple[int, ...]) -> list[_Way]:
    """Words of one side that are several words in a row, written together, of the other."""
    found = []
    for i in whole_open:
        one = whole.tokens[i]
        size = len(one)
        if size < 4 or whole.roles[i] not in _FULL:
            continue
        for j in parts_open:
            joined = parts.tokens[j]
            for k in range(j + 1, min(j + _LONGEST_RUN, len(parts.tokens))):
                joined += parts.tokens[k]
                if k not in parts_open or len(joined) > size + 3:
                    break
                if len(joined) >= size - 3:
                    degree, level = likeness(one, joined)
                    if degree >= _LEAST_JOINED:
                        found.append(_way(i, 1, j, k + 1 - j, round(degree * 0.97, 4), f"joined {level}"))
    return found


def _assign(possible: list[_Way], query_size: int, listed_size: int) -> _Paired:
    """The best first, each word once; and the places left on either side."""
    possible.sort()
    taken_query = taken_listed = 0
    chosen = []
    for _, i, size, j, other_size, degree, level in possible:
        query_bits, listed_bits = ((1 << size) - 1) << i, ((1 << other_size) - 1) << j
        if not (taken_query & query_bits or taken_listed & listed_bits):
            taken_query |= query_bits
            taken_listed |= listed_bits
            chosen.append(Pair(range(i, i + size), range(j, j + other_size), degree, level))
    return chosen, _free(taken_query, query_size), _free(taken_listed, listed_size)


def _free(taken: int, size: int) -> tuple[int, ...]:
    return tuple([place for place in range(size) if not taken >> place & 1])


class _Over(NamedTuple):
    """What one side has left: its roles, its share of that name, whether all of the family name is among it."""

    roles: str
    share: float
    family: bool

    @property
    def names(self) -> bool:
        return NAME in self.roles or FAMILY in self.roles


class _Sides(NamedTuple):
    query: _Over
    listed: _Over


def _over(reading: Reading, left: tuple[int, ...]) -> _Over:
    roles = "".join([reading.roles[place] for place in left])
    families = roles.count(FAMILY)
    return _Over(roles, _share(reading, left), families > 0 and families == reading.roles.count(FAMILY))


def _share(reading: Reading, places: range | tuple[int, ...]) -> float:
    weights = reading.weights
    return sum([weights[place] for place in places]) / sum(weights)


def _penalty(query: Reading, listed: Reading, pairs: list[Pair], sides: _Sides, group: Group) -> float:
    lost = 0.0
    for pair in pairs:
        if pair.degree < 1.0:
            share = (_share(query, pair.query) + _share(listed, pair.listed)) / 2
            lost += _UNLIKENESS * (1.0 - pair.degree) * share
    one, other = sides.query.share, sides.listed.share
    lost += CONTRADICTION * min(one, other) + OMISSION[group] * abs(one - other)
    if group == "person":
        lost += _person_penalty(query, listed, pairs, sides)
    elif _out_of_order(pairs):
        lost += _OTHER_ORDER
    if (NUMBER in sides.query.roles) != (NUMBER in sides.listed.roles):
        lost += _NUMBER_OMITTED[group]
    return lost


def _person_penalty(query: Reading, listed: Reading, pairs: list[Pair], sides: _Sides) -> float:
    lost = _NO_FAMILY_NAME if sides.query.family or sides.listed.family else 0.0
    if sides.query.names and sides.listed.names:
        lost += _CONFLICT
    more = sides.query.names or sides.listed.names
    if more and all(_is_common(query, listed, pair) for pair in pairs):
        lost += _ONLY_COMMON
    return lost


def _is_common(query: Reading, listed: Reading, pair: Pair) -> bool:
    return all(query.weights[place] < _RARE_WEIGHT for place in pair.query) or all(
        listed.weights[place] < _RARE_WEIGHT for place in pair.listed
    )


def _out_of_order(pairs: list[Pair]) -> bool:
    places = [pair.listed.start for pair in sorted(pairs, key=lambda pair: pair.query.start)]
    return places != sorted(places)


def _cap(query: Reading, listed: Reading, pairs: list[Pair], sides: _Sides, group: Group) -> Cap:
    if NUMBER in sides.query.roles and NUMBER in sides.listed.roles:
        return "number"
    full = [pair for pair in pairs if pair.level != "initial" and _is_full(query, listed, pair)]
    if not full:
        return "none" if len(pairs) < _FEW_GENERIC else ""
    if len(full) > 1 or len(full[0].query) + len(full[0].listed) > 2:
        return ""
    if group == "person" and (sides.query.names or sides.listed.names):
        return "single"
    return "sound" if full[0].level in ("sound", "near") else ""


def _is_full(query: Reading, listed: Reading, pair: Pair) -> bool:
    return not (
        _FULL.isdisjoint(query.roles[pair.query.start : pair.query.stop])
        or _FULL.isdisjoint(listed.roles[pair.listed.start : pair.listed.stop])
    )
