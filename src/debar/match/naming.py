"""What the comparison of two names came to, in sentences: what agrees, and what each difference took off."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from debar.match.alignment import Alignment
from debar.match.costs import EXACT, Cap, Pair, weak_discount
from debar.match.rating import WINDOW_COST, NameMatch
from debar.match.written import Written, written
from debar.model import Evidence
from debar.names import Reading
from debar.names.likeness import FIRST_CONCEPT
from debar.names.obfuscation import undisguise
from debar.names.reading import (
    FAMILY,
    FORM,
    FULL_WEIGHT,
    GENERIC,
    INITIAL,
    NAME,
    NUMBER,
    PARTICLE,
    PATRONYMIC,
    PLACE,
    TITLE,
)

_KIND_WORDS = {"primary": "primary name", "alias": "alias", "former": "former name", "weak": "weak alias"}
_CAP_WORDS: dict[Cap, str] = {
    "": "",
    "number": "The numbers in the names contradict.",
    "single": "Only one word agrees, which is too little for a person.",
    "sound": "The one word agrees by its sound alone.",
    "none": "No word of weight agrees.",
}
_ALIKE = {
    "same": "is",
    "class": "is another form of",
    "spelling": "is another spelling of",
    "typo": "is one letter away from",
    "sound": "sounds like",
    "initial": "may be the initial of",
    "joined": "is written as one word for",
    "acronym": "is the acronym of",
}
_BRIEF_FIRST = frozenset({"joined", "acronym"})


class Line(NamedTuple):
    """A difference: what it takes off in thousandths, how it speaks, and the sentence."""

    cost: int
    level: str
    text: str


class _Sides(NamedTuple):
    match: NameMatch
    query: Written
    listed: Written
    query_reading: Reading
    listed_reading: Reading
    alignment: Alignment


def name_evidence(match: NameMatch) -> Iterator[Evidence]:
    """The reasons for the score of two names; their points add up to it."""
    query_reading, listed_reading = match.query_reading, match.listed_reading
    query = written(match.inside or match.query, query_reading, match.group)
    listed = written(match.listed.value, listed_reading, match.group)
    sides = _Sides(match, query, listed, query_reading, listed_reading, match.alignment)
    left = EXACT
    yield _evidence(match, _overall(match), left, _opening(sides))
    for line in _lines(sides):
        # A name that has nothing left loses nothing more.
        taken = min(line.cost, left)
        left -= taken
        yield _evidence(match, line.level, -taken, line.text)


def _evidence(match: NameMatch, level: str, points: int, text: str) -> Evidence:
    return Evidence("name", level, match.inside or match.query, match.listed.value, points / 1000, text)


def _overall(match: NameMatch) -> str:
    if match.same:
        return "same"
    return "similar" if match.score >= 500 else "contradicts"


def _opening(sides: _Sides) -> str:
    """The names, and the words that agree at no cost."""
    match = sides.match
    asked = f'"{match.inside}", inside the longer text "{match.query}",' if match.inside else f'"{match.query}"'
    listed = f'the {_KIND_WORDS[match.listed.kind]} "{match.listed.value}"'
    if match.verbatim:
        return f"{asked} is {listed}."
    if sides.alignment.exact:
        crossed = _is_latin(match.inside or match.query) != _is_latin(match.listed.value)
        return f"{asked} {'reads the same in another script as' if crossed else 'has the same words as'} {listed}."
    return f"{asked} against {listed}: {_agreeing(sides)}."


def _is_latin(text: str) -> bool:
    return text.isascii() or all(
        unicodedata.name(char, "").startswith("LATIN") for char in undisguise(text) if char.isalpha()
    )


def _agreeing(sides: _Sides) -> str:
    same, crossing = [], []
    for pair in sorted(sides.alignment.pairs, key=lambda pair: pair.query.start):
        if pair.degree < 1000 or sides.query_reading.roles[pair.query.start] == FORM:
            continue
        if _crosses(sides, pair):
            crossing.append(f"{sides.query.run(pair.query)} is {sides.listed.run(pair.listed)} in another script")
        else:
            same += [sides.query.run(pair.query)]
    agree = [f"{_and(same)} {'agrees' if len(same) == 1 else 'agree'}"] if same else []
    return "; ".join(agree + crossing) or "no word is the same"


def _and(words: Sequence[str]) -> str:
    return " and ".join([*([", ".join(words[:-1])] if words[1:] else []), words[-1]])


def _crosses(sides: _Sides, pair: Pair) -> bool:
    """Whether the words of a pair are written in two scripts."""
    return any(sides.query.scripts[place] for place in pair.query) != any(
        sides.listed.scripts[place] for place in pair.listed
    )


def _lines(sides: _Sides) -> Iterator[Line]:
    """Every difference with what it costs."""
    match, alignment = sides.match, sides.alignment
    if not match.verbatim:
        for name, cost in alignment.costs:
            if name == "unlike":
                yield from _unlike(sides, cost)
            else:
                say = _SAY.get(name)
                yield Line(cost, _level(name), say(sides) if say else _meaning(name))
        left = EXACT - sum(cost for _, cost in alignment.costs)
        if alignment.score < left and alignment.cap:
            yield Line(left - alignment.score, "contradicts", _CAP_WORDS[alignment.cap])
    elif match.rarity:
        yield Line(match.rarity, _level("rarity"), _borne_by_many(sides))
    if match.listed.kind == "weak" and not match.verbatim:
        yield Line(weak_discount(alignment.rarity), "compatible", "A weak alias says less than a name.")
    if match.inside:
        yield Line(WINDOW_COST, "compatible", "The listed name is only a part of the text.")


def _level(name: str) -> str:
    return "compatible" if name in _OMISSIONS else "contradicts"


_OMISSIONS = frozenset(
    {
        "query omission", "listed omission", "thin", "thin alike", "common", "query place", "listed place", "query word",
        "listed word", "filler", "order", "rarity",
    }
)  # fmt: skip


def _unlike(sides: _Sides, cost: int) -> Iterator[Line]:
    """The cost of words that are alike only, shared out among them."""
    pairs = [pair for pair in sides.alignment.pairs if pair.degree < 1000]
    parts = [_part(sides, pair) for pair in pairs]
    whole, given, seen = sum(parts) or 1, 0, 0
    for pair, part in sorted(zip(pairs, parts, strict=True), key=lambda each: each[0].query.start):
        seen += part
        share = cost * seen // whole - given
        given += share
        if share or pair.level not in ("same", "joined"):
            yield Line(share, "similar", _alike(sides, pair))


def _part(sides: _Sides, pair: Pair) -> int:
    """How much a pair differs, by its share of either name."""
    one, other = sides.query_reading.weights, sides.listed_reading.weights
    weight, other_weight = sum(one[place] for place in pair.query), sum(other[place] for place in pair.listed)
    return (1000 - pair.degree) * (1000 * weight // sum(one) + 1000 * other_weight // sum(other))


def _alike(sides: _Sides, pair: Pair) -> str:
    one, other = sides.query.run(pair.query), sides.listed.run(pair.listed)
    turned = len(pair.query) > 1 if pair.level in _BRIEF_FIRST else False
    if pair.level == "initial":
        turned = sides.query_reading.roles[pair.query.start] != INITIAL
    if turned:
        one, other = other, one
    words = "means the same as" if pair.level == "class" and _by_meaning(sides, pair) else _ALIKE[pair.level]
    script = " (another script)" if _crosses(sides, pair) else ""
    return f"{one} {words} {other}{script}."


def _by_meaning(sides: _Sides, pair: Pair) -> bool:
    shared = set(sides.query_reading.classes[pair.query.start]).intersection(
        sides.listed_reading.classes[pair.listed.start]
    )
    return bool(shared) and max(shared) >= FIRST_CONCEPT


def _left(sides: _Sides, roles: Iterable[str] = ()) -> tuple[str, str]:
    """What is left over on either side, quoted; of these roles only, if any are."""
    found = []
    for said, reading, left in (
        (sides.query, sides.query_reading, sides.alignment.query_left),
        (sides.listed, sides.listed_reading, sides.alignment.listed_left),
    ):
        chosen = [place for place in left if not roles or reading.roles[place] in roles]
        found.append(said.quoted(chosen))
    return found[0], found[1]


def _against(words: str, roles: Iterable[str] = ()) -> Callable[[_Sides], str]:
    def say(sides: _Sides) -> str:
        one, other = _left(sides, roles)
        return f"{words}: {one} against {other}." if one and other else f"{words}."

    return say


def _only(words: str, roles: Iterable[str] = ()) -> Callable[[_Sides], str]:
    def say(sides: _Sides) -> str:
        one, other = _left(sides, roles)
        return f"{words.format(side='query' if one else 'list')}: {one or other}."

    return say


def _family(sides: _Sides) -> str:
    for said, reading, left in (
        (sides.query, sides.query_reading, sides.alignment.query_left),
        (sides.listed, sides.listed_reading, sides.alignment.listed_left),
    ):
        families = [place for place, role in enumerate(reading.roles) if role == FAMILY]
        if families and set(families) <= set(left):
            return f"Nothing answers to the family name {said.run(families)}."
    return "Nothing answers to the family name."


def _omitted(*, query: bool) -> Callable[[_Sides], str]:
    def say(sides: _Sides) -> str:
        one, other = _left(sides)
        words, rest = (one, other) if query else (other, one)
        if rest:
            return f"More is left over of {'the name asked for' if query else 'the listed name'}: {words}."
        return f"Only the {'query' if query else 'list'} has {words}."

    return say


def _borne_by_many(sides: _Sides) -> str:
    """Which of the words that meet are common, and so leave it open who is meant."""
    reading = sides.query_reading
    met = sorted([pair.query for pair in sides.alignment.pairs], key=lambda run: run.start)
    if sides.match.verbatim:
        met = [range(place, place + 1) for place in range(len(reading.tokens))]
    common = [
        sides.query.run(run)
        for run in met
        if reading.roles[run.start] not in (FORM, PARTICLE, TITLE, INITIAL)
        and min(reading.weights[place] for place in run) < FULL_WEIGHT
    ]
    if not common:
        return "The name says little about who is meant."
    return f"Many bear such a name: {_and(common)} {'is' if len(common) == 1 else 'are'} common."


def _forms(sides: _Sides) -> str:
    said = [
        f'"{side.form}"'
        if side.form
        else ", ".join(f'"{token[1:]}"' for token in reading.tokens if token.startswith("+"))
        for side, reading in (
            (sides.query, sides.query_reading),
            (sides.listed, sides.listed_reading),
        )
    ]
    return f"The legal forms differ: {said[0]} against {said[1]}."


def _plain(text: str) -> Callable[[_Sides], str]:
    return lambda _: text


_GENERAL = (GENERIC, PLACE)
_SAY: Mapping[str, Callable[[_Sides], str]] = {
    "contradiction": _against("Words are left over on both sides"),
    "query omission": _omitted(query=True),
    "listed omission": _omitted(query=False),
    "conflict": _against("Different names are left on either side", (NAME, FAMILY, PATRONYMIC)),
    "family name": _family,
    "first family name": _plain("Nothing answers to the first of the family names."),
    "common": _plain("The words that agree are names that many bear."),
    "initial": _plain("An initial stands on one side where the other has another name."),
    "father and son": _plain("Who is the father on one side is the son on the other."),
    "family and given name": _plain("The family name on one side is a given name on the other."),
    "number": _only("Only the {side} has a number", (NUMBER,)),
    "other place": _against("The places differ", (PLACE,)),
    "other word": _against("The general words differ"),
    "given name": _plain("The given name on one side is a later name on the other."),
    "sex": _plain("The name is a man's on one side and a woman's on the other."),
    "query place": _only("Only the {side} has a place", (PLACE,)),
    "listed place": _only("Only the {side} has a place", (PLACE,)),
    "query word": _only("Only the {side} has a general word", _GENERAL),
    "listed word": _only("Only the {side} has a general word", _GENERAL),
    "filler": _only("Only the {side} has a general word", _GENERAL),
    "rarity": _borne_by_many,
    "core": _plain("The words that tell the names apart do not meet."),
    "form": _forms,
    "unstated form": _forms,
    "order": _plain("The words stand in another order."),
    "thin": _plain("There is little in common to go by."),
    "thin alike": _plain("The names are short or common, and alike only."),
}


@cache
def _meanings() -> Mapping[str, str]:
    text = files("debar.match").joinpath("data", "points.csv").read_text(encoding="utf-8")
    return {row["difference"]: row["meaning"] for row in csv.DictReader(text.splitlines())}


def _meaning(name: str) -> str:
    """What the table of points says of a difference that has no sentence of its own."""
    meaning = _meanings()[name]
    return f"{meaning[0].upper()}{meaning[1:]}."
