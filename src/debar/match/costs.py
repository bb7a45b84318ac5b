"""What the differences between two names cost that are laid side by side (`debar.match.alignment`), and what single words
can prove at most. The points are in ``data/points.csv``; all arithmetic is in thousandths and integers."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Literal, NamedTuple, TypeAlias

from debar.names import Group, Reading
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
_SURE = 950
GOOD = 900
_SHORTEST_SURE = 6
_SHORTEST_SOUND = 9
COMMON = 70
_FEW_GENERIC = 2
INFORMATIVE = 40
_TELLING_GENERIC = 12
PERSONAL = frozenset({NAME, FAMILY, PATRONYMIC})
_FULL = frozenset({NAME, FAMILY, PATRONYMIC, NUMBER})
_GENERAL = frozenset({GENERIC, PLACE})
_COMMONEST = 28
_ABD_BEFORE = "abd"
_FEMININE = ("a", "ia", "iya", "aya", "aia", "aja")
_MASCULINE = ("", "y", "i", "j", "iy", "ii", "ij", "ey")
_SHORTEST_STEM = 3
UNCOUNTED = frozenset({FORM, PARTICLE, TITLE})


class Pair(NamedTuple):
    """Words of the query (a run of places) against words of the listed name; the degree is in thousandths."""

    query: range
    listed: range
    degree: int
    level: str


@cache
def points(group: Group) -> Mapping[str, int]:
    """What differences cost in names of a group, in thousandths: a column of ``data/points.csv``."""
    text = files("debar.match").joinpath("data", "points.csv").read_text(encoding="utf-8")
    return {row["difference"]: int(row[group]) for row in csv.DictReader(text.splitlines())}


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
    return rarity_of(reading, reading, [Pair(word, word, 1000, "same") for word in words], group) if words else 0


def ranked_by(rarity: int, score: int) -> int:
    """What is left of a score for a name that many bear.

    >>> ranked_by(90, 970), ranked_by(90, 835), ranked_by(90, 700)
    (880, 790, 700)
    """
    return score - rarity * max(0, score - LINE) // (EXACT - LINE)


class Side:
    """What one side has left over: its share of the name in thousandths, and the heaviest word of each role."""

    __slots__ = ("family", "general", "head", "initial", "left", "name", "number", "place", "reading", "share", "total")

    def __init__(self, reading: Reading, left: tuple[int, ...]) -> None:
        self.reading, self.left = reading, left
        roles, weights = reading.roles, reading.weights
        self.total = sum(weights)
        share = self.name = self.general = 0
        self.place = self.initial = self.number = False
        for place in left:
            role, weight = roles[place], weights[place]
            share += weight
            if role in PERSONAL:
                self.name = max(self.name, weight)
            elif role in _GENERAL:
                self.general = max(self.general, weight)
                self.place = self.place or role == PLACE
            elif role == INITIAL:
                self.initial = True
            elif role == NUMBER:
                self.number = True
        self.share = 1000 * share // self.total
        if FAMILY not in roles:
            self.family = self.head = False
            return
        families = [place for place, role in enumerate(roles) if role == FAMILY]
        self.family = all(place in left for place in families)
        self.head = not self.family and len(families) > 1 and families[0] in left

    def weight(self, places: Sequence[int]) -> int:
        """What words say together."""
        return sum([self.reading.weights[place] for place in places])


Costs: TypeAlias = list[tuple[str, int]]


def costs_of(one: Side, other: Side, pairs: list[Pair], group: Group, *, exact: bool) -> Costs:
    """What each difference costs, the free ones left out; ``exact`` where nothing is left over and all pairs are the same."""
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


def rarity_of(one: Reading, other: Reading, pairs: list[Pair], group: Group) -> int:
    """What it takes off that the words that meet say little of who is meant. The commonest names of people say next to
    nothing."""
    shared = 0
    for pair in pairs:
        mine, theirs = one.roles[pair.query.start], other.roles[pair.listed.start]
        if group == "person":
            if mine not in _FULL or theirs not in _FULL:
                continue
        elif mine in UNCOUNTED or theirs in UNCOUNTED:
            continue
        least = min(sum(one.weights[place] for place in pair.query), sum(other.weights[place] for place in pair.listed))
        if group == "person":
            least = max(0, least - _COMMONEST)
        shared += least * pair.degree // 1000
    price = points(group)
    return price["rarity"] * max(0, price["rare"] - shared) // 100


def _personal(one: Side, other: Side, pairs: list[Pair], price: Mapping[str, int]) -> Costs:
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


def _later(one: Side, other: Side, pairs: list[Pair]) -> str:
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


def _is_of_other_sex(one: Side, other: Side, pairs: list[Pair]) -> bool:
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


def _other_abd(one: Side, other: Side, pairs: list[Pair]) -> bool:
    """Whether one side has "Abd" before a name, and the other another name ("Abdul Jan", "Mohammad Jan")."""
    return any(
        (other.name >= INFORMATIVE and mine == _ABD_BEFORE + theirs)
        or (one.name >= INFORMATIVE and theirs == _ABD_BEFORE + mine)
        for mine, theirs in (
            (one.reading.tokens[pair.query.start], other.reading.tokens[pair.listed.start]) for pair in pairs
        )
    )


def _crossed(one: Side, other: Side, pairs: list[Pair], role: str) -> bool:
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


def _is_common(one: Side, other: Side, pair: Pair) -> bool:
    return all(one.reading.weights[place] < COMMON for place in pair.query) or all(
        other.reading.weights[place] < COMMON for place in pair.listed
    )


def _corporate(one: Side, other: Side, pairs: list[Pair], price: Mapping[str, int]) -> Costs:
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
    forms, others = forms_of(one.reading), forms_of(other.reading)
    if forms and others and forms.isdisjoint(others):
        stated = forms - UNSTATED_FORM and others - UNSTATED_FORM
        costs.append(("form", price["form"]) if stated else ("unstated form", price["unstated form"]))
    places = [pair.listed.start for pair in sorted(pairs, key=lambda pair: pair.query.start)]
    if places != sorted(places):
        costs.append(("order", price["order"]))
    return costs


def _either(what: str, *, query: bool, price: Mapping[str, int]) -> tuple[str, int]:
    name = f"{'query' if query else 'listed'} {what}"
    return name, price[name]


UNSTATED_FORM = frozenset({"+co"})
"""A company of whatever legal form: "Trading Company" may well be a limited one."""


def forms_of(reading: Reading) -> set[str]:
    """The classes of a name's legal forms."""
    return {token for token, role in zip(reading.tokens, reading.roles, strict=True) if role == FORM}


def cap_of(one: Side, other: Side, pairs: list[Pair], group: Group) -> Cap:
    """Which of `CAPS` holds for what has met; nothing where it proves enough."""
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
    least = _SHORTEST_SOUND if full[0].level == "sound" and full[0].degree < GOOD else _SHORTEST_SURE
    sure = full[0].degree >= _SURE or full[0].level == "acronym" or _shorter(one, other, full[0]) >= least
    return "" if sure else "sound"


def _is_counted(one: Side, other: Side, pair: Pair) -> bool:
    """Whether a pair is more than small words and legal forms."""
    return (
        one.reading.roles[pair.query.start] not in UNCOUNTED and other.reading.roles[pair.listed.start] not in UNCOUNTED
    )


def _shorter(one: Side, other: Side, pair: Pair) -> int:
    """Letters of the shorter side of a pair."""
    return min(
        sum([len(one.reading.tokens[place]) for place in pair.query]),
        sum([len(other.reading.tokens[place]) for place in pair.listed]),
    )


def _is_full(one: Side, other: Side, pair: Pair, group: Group) -> bool:
    """Whether a pair is of names: of a person on both sides; of others on one, where a word may be general on its own
    ("Petro Iran", "Petroiran")."""
    mine = not _FULL.isdisjoint(one.reading.roles[pair.query.start : pair.query.stop])
    theirs = not _FULL.isdisjoint(other.reading.roles[pair.listed.start : pair.listed.stop])
    return mine and theirs if group == "person" else mine or theirs
