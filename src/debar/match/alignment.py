"""The score of two names: their words laid side by side, best likeness first, and what is left over on either side.

A pair of names that read alike scores `EXACT`; every difference takes something off (``data/points.csv``):

- a pair of words that is alike only, by its degree (`debar.names.likeness`) and the share of the name that it is;
- words that one side has beyond the other (*omission*), by their share of the name;
- words left on both sides (*contradiction*): by share, and a fixed sum besides, for two different family names are two
  persons however long the rest of the name is;
- little in common to go by (*thin*): common words alone do not make a name;
- a name that many bear (*rarity*): even the very same words say less of who is meant the more people bear them. This
  ranks what stands above `LINE`, in proportion to how far it does, and never takes a name below it: whether there is
  enough in common at all is for *thin* to say.

What a single word can prove is capped (`CAPS`): "Vladimir" alone is never Vladimir Putin. All arithmetic is in
thousandths and integers, so that this module and the compiled kernel (``native/``), which is tested equal to it, come to
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

LINE = 700
"""Where the default threshold is: rarity ranks the names above it."""

WEAK_DISCOUNT = 40
"""What a weak alias costs at least, unless it is asked for to the letter."""
_WEAK_RARITY, _WEAK_PER_RARITY = 100, 2

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
COMMON = 70
_FEW_GENERIC = 2
INFORMATIVE = 40
_TELLING_GENERIC = 12
_PERSONAL = frozenset({NAME, FAMILY, PATRONYMIC})
_FULL = frozenset({NAME, FAMILY, PATRONYMIC, NUMBER})
_GENERAL = frozenset({GENERIC, PLACE})
_COMMONEST = 28
_ABD_BEFORE = "abd"
_FEMININE = ("a", "ia", "iya", "aya", "aia", "aja")
_MASCULINE = ("", "y", "i", "j", "iy", "ii", "ij", "ey")
_SHORTEST_STEM = 3
_UNCOUNTED = frozenset({FORM, PARTICLE, TITLE})


class Pair(NamedTuple):
    """Words of the query (a run of places) against words of the listed name; the degree is in thousandths."""

    query: range
    listed: range
    degree: int
    level: str


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


@cache
def points(group: Group) -> Mapping[str, int]:
    """What differences cost in names of a group, in thousandths: a column of ``data/points.csv``."""
    text = files("debar.match").joinpath("data", "points.csv").read_text(encoding="utf-8")
    return {row["difference"]: int(row[group]) for row in csv.DictReader(text.splitlines())}


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
    pairs, query_left, listed_left = _pair(query, listed, group)
    exact = not query_left and not listed_left and all(pair.degree == 1000 for pair in pairs)
    one, other = _Side(query, query_left), _Side(listed, listed_left)
    costs = _costs(one, other, pairs, group, exact=exact)
    cap = "" if exact else _cap(one, other, pairs, group)
    score = EXACT - sum(cost for _, cost in costs)
    if cap:
        score = min(score, CAPS[cap])
    rarity = _rarity(query, listed, pairs, group)
    ranked = ranked_by(rarity, score)
    if ranked < score:
        costs.append(("rarity", score - ranked))
    return Alignment(max(0, ranked), tuple(pairs), query_left, listed_left, tuple(costs), cap, exact, rarity)


def weak_discount(rarity: int) -> int:
    """What a weak alias costs that is not asked for to the letter: little, and besides, the more people bear it.

    A nickname like "Ahmed" or three letters are no reason to stop all whose name has them.

    >>> weak_discount(0), weak_discount(150)
    (40, 140)
    """
    return WEAK_DISCOUNT + _WEAK_PER_RARITY * max(0, rarity - _WEAK_RARITY)


def own_rarity(reading: Reading, group: Group) -> int:
    """What a name loses against itself for being borne by many: the rarity of names that are written alike.

    Lists divide the same letters into words and parts of their own, and must not stand one before the other for it.

    >>> from debar.names import read
    >>> own_rarity(read("Li Wei", "person"), "person") > own_rarity(read("Dmitry Kuzhugetovich", "person"), "person")
    True
    """
    words = [range(place, place + 1) for place in range(len(reading.tokens))]
    return _rarity(reading, reading, [Pair(word, word, 1000, "same") for word in words], group) if words else 0


def ranked_by(rarity: int, score: int) -> int:
    """What is left of a score for a name that many bear.

    >>> ranked_by(90, 970), ranked_by(90, 835), ranked_by(90, 700)
    (880, 790, 700)
    """
    return score - rarity * max(0, score - LINE) // (EXACT - LINE)


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
    possible = _possible(query, listed, group)
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
    return (role == INITIAL and other in _PERSONAL) or (other == INITIAL and role in _PERSONAL)


def _runs(whole: Reading, whole_open: set[int], parts: Reading, parts_open: set[int]) -> list[_Way]:
    """Words of one side that are several words in a row, written together, of the other."""
    found = []
    for i in sorted(whole_open):
        one = whole.tokens[i]
        if len(one) < SHORTEST_JOINED or whole.roles[i] in _UNCOUNTED or whole.roles[i] == INITIAL:
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
    if len(letters) == min(_ACRONYM_DEGREES) and not _forms(whole).isdisjoint(_forms(parts)):
        return _SHORT_ACRONYM_WITH_FORM
    return _ACRONYM_DEGREES.get(len(letters), _ACRONYM_DEGREE)


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


def _rarity(one: Reading, other: Reading, pairs: list[Pair], group: Group) -> int:
    """What it takes off that the words that meet say little of who is meant. The commonest names of people say next to
    nothing."""
    shared = 0
    for pair in pairs:
        mine, theirs = one.roles[pair.query.start], other.roles[pair.listed.start]
        if group == "person":
            if mine not in _FULL or theirs not in _FULL:
                continue
        elif mine in _UNCOUNTED or theirs in _UNCOUNTED:
            continue
        least = min(sum(one.weights[place] for place in pair.query), sum(other.weights[place] for place in pair.listed))
        if group == "person":
            least = max(0, least - _COMMONEST)
        shared += least * pair.degree // 1000
    price = points(group)
    return price["rarity"] * max(0, price["rare"] - shared) // 100


def _personal(one: _Side, other: _Side, pairs: list[Pair], price: Mapping[str, int]) -> _Costs:
    costs = []
    if (one.name >= INFORMATIVE and other.name >= INFORMATIVE) or _other_abd(one, other, pairs):
        costs.append(("conflict", price["conflict"]))
    elif (one.initial and other.name) or (other.initial and one.name):
        costs.append(("initial", price["initial"]))
    later = {_later(one, other, pairs), _later(other, one, [_mirrored(pair) for pair in pairs])}
    if PATRONYMIC in later or _crossed(one, other, pairs, PATRONYMIC):
        costs.append(("father and son", price["father and son"]))
    if _crossed(one, other, pairs, FAMILY):
        costs.append(("family and given name", price["family and given name"]))
    if NAME in later:
        costs.append(("given name", price["given name"]))
    if _is_of_other_sex(one, other, pairs):
        costs.append(("sex", price["sex"]))
    if one.family or other.family:
        costs.append(("family name", price["family name"]))
    elif one.head or other.head:
        costs.append(("first family name", price["first family name"]))
    if (one.name or other.name) and all(_is_common(one, other, pair) for pair in pairs):
        costs.append(("common", price["common"]))
    return costs


def _mirrored(pair: Pair) -> Pair:
    return Pair(pair.listed, pair.query, pair.degree, pair.level)


def _later(one: _Side, other: _Side, pairs: list[Pair]) -> str:
    """Where the first given name of one side is left over, and that of the other is a later name of it: its role there.

    "Ali ibn Yusuf" against "Yusuf" is a son and his father; "Juan Carlos" against "Carlos" may be one man.
    """
    head, other_head = one.reading.roles.find(NAME), other.reading.roles.find(NAME)
    if head not in one.left or one.reading.weights[head] < INFORMATIVE:
        return ""
    for pair in pairs:
        role = one.reading.roles[pair.query.start]
        if pair.listed.start == other_head and pair.query.start > head and role in (NAME, PATRONYMIC):
            # "Abu Yusuf" is no son: he is called after his own.
            kunya = other_head > 0 and other.reading.roles[other_head - 1] == PARTICLE
            return role if pair.query.start == head + 2 and not kunya else NAME
    return ""


def _is_of_other_sex(one: _Side, other: _Side, pairs: list[Pair]) -> bool:
    """Whether two words at least have the ending of a man on one side and of a woman on the other."""
    found = [_sex(one.reading.tokens[pair.query.start], other.reading.tokens[pair.listed.start]) for pair in pairs]
    return found.count(1) > 1 or found.count(-1) > 1


def _sex(one: str, other: str) -> int:
    """1 where the other word is the feminine form of the first, -1 the other way round, else 0.

    >>> _sex("belov", "belova"), _sex("belskaya", "belsky"), _sex("belov", "belov")
    (1, -1, 0)
    """
    if one[-1:] == "a" and other[-1:] != "a":
        return -_sex(other, one)
    if one[-1:] == "a" or other[-1:] != "a":
        return 0
    return int(
        any(
            one.endswith(ending) and other.endswith(her) and one[: len(one) - len(ending)] == other[: -len(her)]
            for ending in _MASCULINE
            for her in _FEMININE
            if len(one) - len(ending) >= _SHORTEST_STEM
        )
    )


def _other_abd(one: _Side, other: _Side, pairs: list[Pair]) -> bool:
    """Whether one side has "Abd" before a name, and the other another name ("Abdul Jan", "Mohammad Jan")."""
    return any(
        (other.name >= INFORMATIVE and mine == _ABD_BEFORE + theirs)
        or (one.name >= INFORMATIVE and theirs == _ABD_BEFORE + mine)
        for mine, theirs in (
            (one.reading.tokens[pair.query.start], other.reading.tokens[pair.listed.start]) for pair in pairs
        )
    )


def _crossed(one: _Side, other: _Side, pairs: list[Pair], role: str) -> bool:
    """Whether a word that has a role on one side meets one that has not, both ways: "Omar bin Ali", "Ali bin Omar"."""
    if role not in one.reading.roles or role not in other.reading.roles:
        return False
    crossing: dict[bool, set[str]] = {True: set(), False: set()}
    for pair in pairs:
        has = one.reading.roles[pair.query.start] == role
        if has != (other.reading.roles[pair.listed.start] == role):
            crossing[has].add(one.reading.tokens[pair.query.start])
    # A word that stands twice ("Ali bin Ali") may have met its like the wrong way round.
    return any(there != back for there in crossing[True] for back in crossing[False])


def _is_common(one: _Side, other: _Side, pair: Pair) -> bool:
    return all(one.reading.weights[place] < COMMON for place in pair.query) or all(
        other.reading.weights[place] < COMMON for place in pair.listed
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
        costs.append(_either("place", query=one.place, price=price))
    elif max(one.general, other.general) >= _TELLING_GENERIC:
        costs.append(_either("word", query=one.general >= _TELLING_GENERIC, price=price))
    elif one.general or other.general:
        costs.append(("filler", price["filler"]))
    if (one.name or other.name) and not any(_is_full(one, other, pair, "organisation") for pair in pairs):
        costs.append(("core", price["core"]))
    forms, others = _forms(one.reading), _forms(other.reading)
    if forms and others and forms.isdisjoint(others):
        costs.append(("form", price["form"]))
    places = [pair.listed.start for pair in sorted(pairs, key=lambda pair: pair.query.start)]
    if places != sorted(places):
        costs.append(("order", price["order"]))
    return costs


def _either(what: str, *, query: bool, price: Mapping[str, int]) -> tuple[str, int]:
    name = f"{'query' if query else 'listed'} {what}"
    return name, price[name]


def _forms(reading: Reading) -> set[str]:
    return {token for token, role in zip(reading.tokens, reading.roles, strict=True) if role == FORM}


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
    # A reading of another script's letters says as much as a spelling; consonants alone say less.
    least = _SHORTEST_SOUND if full[0].level == "sound" and full[0].degree < _GOOD else _SHORTEST_SURE
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
