"""Finding names without the kernel: the same search in NumPy, and the scores from the plain twin.

For every word of a question the like words of the list are looked up; of the question's words the commonest are left out
as long as they alone could not make a hit; the names that have one of the others are candidates. What the words that meet
allow at most is worked out for all candidates at once, and those that may reach the line are scored one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from zlib import crc32

import numpy as np

from debar.match.alignment import (
    CAPS,
    COMMON,
    EXACT,
    INFORMATIVE,
    LONGER_READ,
    align,
    joined_degree,
    own_rarity,
    points,
    ranked_by,
    weak_discount,
)
from debar.match.arrays import Array
from debar.match.keys import QUIET, acronyms, asked_keys, encoded, raw_key, run_keys, runs, whole_keys
from debar.match.names import ListedNames
from debar.match.session import FOUND, Question
from debar.names import Classes, Group, Reading, likeness
from debar.names.reading import FAMILY, FORM, INITIAL, NAME, NUMBER, PARTICLE, PATRONYMIC, TITLE

_PERSONAL = frozenset({NAME, FAMILY, PATRONYMIC})
_FULL = frozenset({NAME, FAMILY, PATRONYMIC, NUMBER})
_REMEMBERED = 1 << 16
_NO_NAMES: Array = np.zeros(0, dtype=np.int32)


class Candidates:
    """The names of an index, searched in NumPy."""

    def __init__(self, names: ListedNames) -> None:
        self._names = names
        self._arrays = names.arrays
        at = self._arrays["token_at"]
        owners = np.repeat(np.arange(len(at) - 1), np.diff(at))
        # An initial in a listed name may meet any word of the query.
        self._has_initial = np.zeros(len(at) - 1, dtype=bool)
        self._has_initial[owners[self._arrays["token_role"] == ord(INITIAL)]] = True
        self._likes = lru_cache(maxsize=_REMEMBERED)(self._find_likes)
        self._joined = lru_cache(maxsize=_REMEMBERED)(self._find_joined)

    def search(self, questions: Sequence[Question], *, least: int, most: int, exhaustive: bool) -> Array:
        """As `debar.match.kernel.Kernel.search`."""
        found = [
            (place, entity, name, score)
            for place, question in enumerate(questions)
            for entity, name, score in self._answer(question, least, exhaustive=exhaustive)[:most]
        ]
        return np.asarray(found, dtype=FOUND)

    def _answer(self, question: Question, least: int, *, exhaustive: bool) -> list[tuple[int, int, int]]:
        """The entity, its best name and the score, best first."""
        raw, entities, weak = raw_key(question.raw), self._arrays["name_entity"], self._arrays["name_weak"]
        best: dict[int, tuple[int, int]] = {}
        for name in self._worth(question, raw, least, exhaustive=exhaustive).tolist():
            if int(self._arrays["name_raw"][name]) == raw:
                score = ranked_by(own_rarity(question.reading, question.group), EXACT)
            else:
                alignment = align(question.reading, self._names.reading(name), question.group)
                score = alignment.score
                if weak[name]:
                    score = max(0, score - weak_discount(alignment.rarity))
            entity = int(entities[name])
            if score >= least and (entity not in best or (-score, name) < (-best[entity][0], best[entity][1])):
                best[entity] = score, name
        return sorted(
            ((entity, name, score) for entity, (score, name) in best.items()), key=lambda found: (-found[2], found[0])
        )

    def _worth(self, question: Question, raw: int, least: int, *, exhaustive: bool) -> Array:
        """The names to score, in order."""
        if exhaustive:
            return np.flatnonzero(question.allowed)
        certain = [self._run("raw", raw)]
        likely = _NO_NAMES
        if question.reading.tokens:
            certain += self._runs(question)
            parts = self._gather(question.reading, question.group, least)
            likely = np.unique(np.concatenate(parts)) if parts else _NO_NAMES
            likely = likely[question.allowed[likely] > 0]
            likely = likely[self._may_reach(question, likely, least)] if len(likely) else likely
        sure = np.concatenate(certain)
        return np.union1d(sure[question.allowed[sure] > 0], likely)

    def _run(self, table: str, key: int) -> Array:
        keys = self._arrays[f"{table}_key"]
        place = int(np.searchsorted(keys, keys.dtype.type(key)))
        if place == len(keys) or int(keys[place]) != key:
            return _NO_NAMES
        at = self._arrays[f"{table}_at"]
        values: Array = self._arrays[f"{table}_{'word' if table == 'near' else 'name'}"]
        return values[int(at[place]) : int(at[place + 1])]

    def _posted(self, word: int) -> Array:
        at = self._arrays["posting_at"]
        return self._arrays["posting_name"][int(at[word]) : int(at[word + 1])]

    def _find_likes(self, text: str, classes: Classes) -> tuple[tuple[int, ...], int]:
        """The words of the list that are like a word, and how many names have one of them."""
        found = {word for key in dict.fromkeys(asked_keys(text, classes)) for word in self._run("near", key).tolist()}
        alike = tuple(sorted(word for word in found if likeness(text, classes, *self._names.word(word))[0]))
        return alike, sum(len(self._posted(word)) for word in alike)

    def _gather(self, reading: Reading, group: Group, least: int) -> list[Array]:
        """Names that have one of the words without which there is no hit."""
        words = list(zip(reading.tokens, reading.classes, strict=True))
        order = [place for place, role in enumerate(reading.roles) if role not in QUIET] or list(range(len(words)))
        met = set(range(len(words))).difference(order) if len(order) < len(words) else set()
        order.sort(key=lambda place: -self._likes(*words[place])[1])
        found: list[Array] = []
        while order and _most_with(reading, {*met, order[0]}, group) < least:
            skipped = order.pop(0)
            met.add(skipped)
            for word in self._likes(*words[skipped])[0]:
                names = self._posted(word)
                found.append(names[self._has_initial[names]])
        return found + [self._posted(word) for place in order for word in self._likes(*words[place])[0]]

    def _find_joined(self, token: str, classes: Classes) -> Array:
        """The names that have a word as several: of those that share a key what sounds so may look different."""
        names = {name for key in whole_keys(token, classes) for name in self._run("join", key).tolist()}
        kept = [
            name
            for name in sorted(names)
            if any(
                joined_degree(token, classes, joined)
                for _, _, joined in runs(self._names.reading(name))
                if len(token) <= 2 * len(joined) <= 2 * (len(token) + LONGER_READ)
            )
        ]
        return np.asarray(kept, dtype=np.int32)

    def _runs(self, question: Question) -> Iterable[Array]:
        """Names that have two words where the question has one, or the other way round, or its acronym."""
        reading = question.reading
        for token, role, classes in zip(reading.tokens, reading.roles, reading.classes, strict=True):
            if role not in (FORM, PARTICLE, TITLE, INITIAL):
                yield self._joined(token, classes)
            if role == NAME:
                yield self._run("join", crc32(b"#" + encoded(token)))
        for _, _, joined in runs(reading):
            for key in run_keys(joined):
                for word in self._run("near", key).tolist():
                    if joined_degree(*self._names.word(word), joined):
                        yield self._posted(word)
        for letters in acronyms(reading) if question.group == "organisation" else ():
            for word in self._run("near", crc32(b"=" + encoded(letters))).tolist():
                if self._names.word(word)[0] == letters:
                    yield self._posted(word)

    def _may_reach(self, question: Question, names: Array, least: int) -> Array:
        """One flag per name: whether the words that meet allow for so much.

        A bound: whichever pairs are made of the words that meet, what meets nothing is left over.
        """
        reading, price, personal = question.reading, points(question.group), question.group == "person"
        at = self._arrays["token_at"]
        starts, lengths = at[names], at[names + 1] - at[names]
        first = np.cumsum(lengths) - lengths
        tokens = np.arange(int(lengths.sum())) + np.repeat(starts - first, lengths)
        roles = _KINDS[self._arrays["token_role"][tokens]]
        weights = self._arrays["token_weight"][tokens].astype(np.int64)
        query, met = _Side(len(names)), self._meeting(reading, tokens, roles)
        bits = np.bitwise_or.reduceat(met, first)
        for place, (role, weight) in enumerate(zip(reading.roles, reading.weights, strict=True)):
            query.add(bits >> place & 1 > 0, int(_KINDS[ord(role)]), weight)
        query.finish(sum(reading.weights))
        listed = _side_of(met > 0, roles, weights, first)
        both = np.minimum(query.share, listed.share)
        score = EXACT - price["contradiction"] * both // 1000 - price["query omission"] * (query.share - both) // 1000
        score -= price["listed omission"] * (listed.share - both) // 1000
        others = (query.heaviest > 0) | (listed.heaviest > 0)
        thin = np.minimum(price["thin"] * (price["enough"] - query.met) // 100, price["thin at most"])
        score -= np.where((query.met < price["enough"]) & others, thin, 0)
        telling = INFORMATIVE if personal else 1
        score -= np.where((query.heaviest >= telling) & (listed.heaviest >= telling), price["conflict"], 0)
        if personal:
            score -= np.where(others & ((query.rarest < COMMON) | (listed.rarest < COMMON)), price["common"], 0)
            score -= np.where(query.no_family | listed.no_family, price["family name"], 0)
        good = score + 2 >= least
        if personal and CAPS["single"] < least:
            good &= ~(((query.full < 2) | (listed.full < 2)) & others)
        return good

    def _meeting(self, reading: Reading, tokens: Array, kinds: Array) -> Array:
        """For each word of listed names a bit for every word of the question that is like it, or its initial."""
        meets = np.zeros(len(self._arrays["text_at"]) - 1, dtype=np.uint32)
        for place, word in enumerate(zip(reading.tokens, reading.classes, strict=True)):
            meets[list(self._likes(*word)[0])] |= np.uint32(1 << place)
        words = self._arrays["token_word"][tokens]
        found: Array = meets[words]
        initials = kinds & _IS_INITIAL > 0
        if INITIAL in reading.roles or initials.any():
            letters = self._arrays["text"][self._arrays["text_at"][words]]
            for place, (text, role) in enumerate(zip(reading.tokens, reading.roles, strict=True)):
                others = kinds & _IS_PERSONAL > 0 if role == INITIAL else initials if role in _PERSONAL else None
                if others is not None:
                    found |= np.where(others & (letters == encoded(text)[0]), np.uint32(1 << place), np.uint32(0))
        return found


_IS_FULL, _IS_PERSONAL, _IS_FAMILY, _IS_FORM, _IS_INITIAL = (1 << place for place in range(5))
_KINDS: Array = np.zeros(256, dtype=np.uint8)
"""What a role is, as bits."""
for _roles, _bit in (
    (_FULL, _IS_FULL), (_PERSONAL, _IS_PERSONAL), ({FAMILY}, _IS_FAMILY), ({FORM}, _IS_FORM), ({INITIAL}, _IS_INITIAL),
):  # fmt: skip
    _KINDS[[ord(_role) for _role in _roles]] |= _bit


class _Side:
    """For many names at once what of a side meets nothing, added up word by word."""

    __slots__ = ("families", "families_met", "full", "heaviest", "met", "missing", "no_family", "rarest", "share")

    def __init__(self, count: int) -> None:
        self.met, self.missing, self.full, self.heaviest, self.rarest, self.families_met = (
            np.zeros(count, dtype=np.int64) for _ in range(6)
        )
        self.families = 0
        self.share, self.no_family = self.met, np.zeros(count, dtype=bool)

    def add(self, meets: Array, kind: int, weight: int) -> None:
        """A word, and the names in which it meets one."""
        self.met += meets * weight
        self.rarest = np.maximum(self.rarest, meets * weight)
        self.full += meets if kind & _IS_FULL else 0
        if not kind & _IS_FORM:
            self.missing += ~meets * weight
        if kind & _IS_PERSONAL:
            self.heaviest = np.maximum(self.heaviest, ~meets * weight)
        if kind & _IS_FAMILY:
            self.families += 1
            self.families_met += meets

    def finish(self, total: int) -> None:
        """After the last word."""
        self.share = 1000 * self.missing // total
        self.no_family = (self.families_met == 0) & (self.families > 0)


def _side_of(meets: Array, kinds: Array, weights: Array, first: Array) -> _Side:
    """The same of listed names, whose words lie one after the other; ``first`` says where each begins."""
    side = _Side(0)
    met = meets * weights
    side.rarest = np.maximum.reduceat(met, first)
    side.full = np.add.reduceat(meets & (kinds & _IS_FULL > 0), first, dtype=np.int64)
    left = ~meets & (kinds & _IS_FORM == 0)
    side.share = 1000 * np.add.reduceat(left * weights, first) // np.add.reduceat(weights, first)
    side.heaviest = np.maximum.reduceat(~meets * (kinds & _IS_PERSONAL > 0) * weights, first)
    family = kinds & _IS_FAMILY > 0
    side.no_family = np.logical_or.reduceat(family, first) & ~np.logical_or.reduceat(family & meets, first)
    return side


def _most_with(reading: Reading, met: set[int], group: Group) -> int:
    """The most that a name can score in which only these words of the question are met, and which has nothing else."""
    price = points(group)
    weights, roles = reading.weights, reading.roles
    missing = sum(weights[place] for place, role in enumerate(roles) if place not in met and role != FORM)
    weight = sum(weights[place] for place in met)
    share = 1000 * missing // sum(weights)
    score = EXACT - min(price["query omission"], price["contradiction"]) * share // 1000
    full = sum(roles[place] in _FULL for place in met)
    others = any(role in _PERSONAL for place, role in enumerate(roles) if place not in met)
    if weight < price["enough"] and others:
        score -= min(price["thin"] * (price["enough"] - weight) // 100, price["thin at most"])
    if group == "person" and others and all(weights[place] < COMMON for place in met):
        score -= price["common"]
    return min(score, CAPS["single"]) if group == "person" and full < 2 and others else score
