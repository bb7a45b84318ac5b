"""Finding names without the kernel: the same search in NumPy, and the scores from the plain twin.

For every word of a question the like words of the list are looked up; of the question's words the commonest are left out
as long as they alone could not make a hit; the names that have one of the others are candidates. What the words that meet
allow at most is worked out for all candidates at once, and those that may reach the line are scored one by one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from zlib import crc32

import numpy as np

from debar.match.alignment import LONGER_READ, align, joined_degree
from debar.match.arrays import Array
from debar.match.costs import CAPS, COMMON, EXACT, INFORMATIVE, own_rarity, points, ranked_by, weak_discount
from debar.match.keys import QUIET, acronyms, asked_keys, encoded, raw_key, run_keys, runs, whole_keys
from debar.match.names import ListedNames
from debar.match.session import FOUND, GROUPS, Bounds, Question
from debar.names import Classes, Group, Reading, likeness
from debar.names.reading import FAMILY, FORM, INITIAL, NAME, NUMBER, PARTICLE, PATRONYMIC, TITLE

_PERSONAL = frozenset({NAME, FAMILY, PATRONYMIC})
_FULL = frozenset({NAME, FAMILY, PATRONYMIC, NUMBER})
_REMEMBERED = 1 << 16
_TOGETHER, _MOST_TOGETHER = 64, 20_000
"""Questions that are asked together, and names that are looked at together."""
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

    def search(self, questions: Sequence[Question], bounds: Bounds) -> Array:
        """As `debar.match.kernel.Kernel.search`."""
        found: list[tuple[int, int, int, int]] = []
        for start in range(0, len(questions), _TOGETHER):
            some = questions[start : start + _TOGETHER]
            for place, (question, names) in enumerate(zip(some, self._worth(some, bounds), strict=True), start):
                found += [(place, *each) for each in _wanted(self._answer(question, names, bounds), bounds)]
        return np.asarray(found, dtype=FOUND)

    def _answer(self, question: Question, names: Array, bounds: Bounds) -> list[tuple[int, int, int]]:
        """The entity, its best name and the score, best first."""
        raw, entities, weak = raw_key(question.raw), self._arrays["name_entity"], self._arrays["name_weak"]
        best: dict[int, tuple[int, int]] = {}
        for name in names.tolist():
            if int(self._arrays["name_raw"][name]) == raw:
                score = ranked_by(own_rarity(question.reading, question.group), EXACT)
            else:
                alignment = align(question.reading, self._names.reading(name), question.group)
                score = alignment.score
                if weak[name]:
                    score = max(0, score - weak_discount(alignment.rarity))
            if weak[name]:
                score = min(score, bounds.weak_most)
            entity = int(entities[name])
            if score >= bounds.least and (entity not in best or (-score, name) < (-best[entity][0], best[entity][1])):
                best[entity] = score, name
        return sorted(
            ((entity, name, score) for entity, (score, name) in best.items()), key=lambda found: (-found[2], found[0])
        )

    def _worth(self, questions: Sequence[Question], bounds: Bounds) -> list[Array]:
        """For each question the names to score."""
        if bounds.exhaustive:
            return [np.flatnonzero(question.allowed) for question in questions]
        likely = [self._likely(question, bounds.least) for question in questions]
        for group in GROUPS:
            places = [
                place for place, question in enumerate(questions) if question.group == group and len(likely[place])
            ]
            for some in _in_portions(places, likely):
                flags = self._may_reach([questions[place] for place in some], [likely[place] for place in some], bounds)
                for place, good in zip(some, flags, strict=True):
                    likely[place] = likely[place][good]
        return [
            _distinct([*self._certain(question), names], question.allowed)
            for question, names in zip(questions, likely, strict=True)
        ]

    def _likely(self, question: Question, least: int) -> Array:
        """The names that share a word without which there is no hit."""
        if not question.reading.tokens:
            return _NO_NAMES
        return _distinct(self._gather(question.reading, question.group, least), question.allowed)

    def _certain(self, question: Question) -> Iterator[Array]:
        """Names that are scored whatever words they share."""
        yield self._run("raw", raw_key(question.raw))
        if question.reading.tokens:
            yield from self._runs(question)

    def _run(self, table: str, key: int) -> Array:
        keys = self._arrays[f"{table}_key"]
        place = int(keys.searchsorted(keys.dtype.type(key)))
        if place == len(keys) or int(keys[place]) != key:
            return _NO_NAMES
        at = self._arrays[f"{table}_at"]
        values: Array = self._arrays[f"{table}_{'word' if table == 'near' else 'name'}"]
        return values[int(at[place]) : int(at[place + 1])]

    def _posted(self, word: int) -> Array:
        at = self._arrays["posting_at"]
        return self._arrays["posting_name"][int(at[word]) : int(at[word + 1])]

    def _find_likes(self, text: str, classes: Classes) -> tuple[Array, int]:
        """The words of the list that are like a word, and how many names have one of them."""
        found = {word for key in dict.fromkeys(asked_keys(text, classes)) for word in self._run("near", key).tolist()}
        alike = sorted(word for word in found if likeness(text, classes, *self._names.word(word))[0])
        return np.asarray(alike, dtype=np.int64), sum(len(self._posted(word)) for word in alike)

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
            for word in self._likes(*words[skipped])[0].tolist():
                names = self._posted(word)
                found.append(names[self._has_initial[names]])
        return found + [self._posted(word) for place in order for word in self._likes(*words[place])[0].tolist()]

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

    def _runs(self, question: Question) -> Iterator[Array]:
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

    def _may_reach(self, questions: Sequence[Question], likely: Sequence[Array], bounds: Bounds) -> list[Array]:
        """For each question of one group one flag per name: whether the words that meet allow for so much.

        A bound: whichever pairs are made of the words that meet, what meets nothing is left over. Questions are asked
        together, for NumPy takes longer to begin than to go through the names of one.
        """
        least, price, personal = bounds.least, points(questions[0].group), questions[0].group == "person"
        counts = np.asarray([len(names) for names in likely])
        query, listed = self._sides(questions, np.concatenate(likely), counts)
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
        flags: list[Array] = np.split(good, np.cumsum(counts)[:-1])
        return flags

    def _sides(self, questions: Sequence[Question], names: Array, counts: Array) -> tuple[_Side, _Side]:
        """Both sides of every question and each of so many names; the names of one question stand behind those of another."""
        at = self._arrays["token_at"]
        lengths = at[names + 1] - at[names]
        tokens, first = _laid(at[names], lengths)
        kinds = _KINDS[self._arrays["token_role"][tokens]]
        weights = self._arrays["token_weight"][tokens].astype(np.int64)
        ends = np.add.reduceat(lengths, np.cumsum(counts) - counts).cumsum()
        met = self._meeting(
            [question.reading for question in questions], self._arrays["token_word"][tokens], kinds, ends
        )
        listed = _Side(met > 0, kinds, weights, first)

        sizes = np.asarray([len(question.reading.roles) for question in questions])
        size = np.repeat(sizes, counts)
        words, first = _laid(np.repeat(np.cumsum(sizes) - sizes, counts), size)
        bits = np.repeat(np.bitwise_or.reduceat(met, listed.first), size)
        meets = bits >> (np.arange(len(words)) - np.repeat(first, size)).astype(np.uint32) & 1 > 0
        roles = "".join([question.reading.roles for question in questions]).encode()
        kinds = _KINDS[np.frombuffer(roles, dtype=np.uint8)]
        weights = np.frombuffer(b"".join([question.reading.weights for question in questions]), dtype=np.uint8)
        return _Side(meets, kinds[words], weights.astype(np.int64)[words], first), listed

    def _meeting(self, readings: Sequence[Reading], words: Array, kinds: Array, ends: Array) -> Array:
        """For each word of listed names a bit for every word of the question that is like it, or its initial.

        Args:
            readings: the questions.
            words, kinds: those of the listed names, what belongs to one question behind what belongs to another.
            ends: where the words of each question's names end.
        """
        meets = np.zeros(len(self._arrays["text_at"]) - 1, dtype=np.uint32)
        found = np.empty(len(words), dtype=np.uint32)
        start = 0
        for reading, end in zip(readings, ends.tolist(), strict=True):
            alike = [self._likes(*word)[0] for word in zip(reading.tokens, reading.classes, strict=True)]
            for place, like in enumerate(alike):
                meets[like] |= np.uint32(1 << place)
            found[start:end] = meets[words[start:end]]
            for like in alike:
                meets[like] = 0
            start = end
        initials = kinds & _IS_INITIAL > 0
        start = 0
        for reading, end in zip(readings, ends.tolist(), strict=True):
            here = slice(start, end)
            if INITIAL in reading.roles or initials[here].any():
                found[here] |= self._meeting_initials(reading, words[here], kinds[here])
            start = end
        return found

    def _meeting_initials(self, reading: Reading, words: Array, kinds: Array) -> Array:
        """The same of initials alone."""
        found = np.zeros(len(words), dtype=np.uint32)
        letters = self._arrays["text"][self._arrays["text_at"][words]]
        for place, (text, role) in enumerate(zip(reading.tokens, reading.roles, strict=True)):
            wanted = _IS_PERSONAL if role == INITIAL else _IS_INITIAL if role in _PERSONAL else 0
            found[(kinds & wanted > 0) & (letters == encoded(text)[0])] |= np.uint32(1 << place)
        return found


def _distinct(parts: Sequence[Array], allowed: Array) -> Array:
    """The names that stand in any of these and are allowed, each once."""
    parts = [part for part in parts if len(part)]
    if not parts:
        return _NO_NAMES
    names = np.concatenate(parts)
    if len(parts) > 1:
        names.sort()
        names = names[np.concatenate(([True], names[1:] != names[:-1]))]
    kept: Array = names[allowed[names] > 0]
    return kept


def _in_portions(places: Sequence[int], likely: Sequence[Array]) -> Iterator[list[int]]:
    """Questions whose names are not too many to be looked at together."""
    portion: list[int] = []
    names = 0
    for place in places:
        portion.append(place)
        names += len(likely[place])
        if names > _MOST_TOGETHER:
            yield portion
            portion, names = [], 0
    if portion:
        yield portion


def _laid(starts: Array, lengths: Array) -> tuple[Array, Array]:
    """The places of runs that begin and are as long as told, one run after the other; and where each run begins in that."""
    first = np.cumsum(lengths) - lengths
    return np.arange(int(lengths.sum())) + np.repeat(starts - first, lengths), first


def _wanted(found: list[tuple[int, int, int]], bounds: Bounds) -> list[tuple[int, int, int]]:
    """The first ones: of entity, name and score the scores fall."""
    found = found[: bounds.most]
    if 0 < bounds.enough < len(found):
        last = found[bounds.enough - 1][2]
        found = [each for each in found if each[2] >= last]
    return found


_IS_FULL, _IS_PERSONAL, _IS_FAMILY, _IS_FORM, _IS_INITIAL = (1 << place for place in range(5))
_KINDS: Array = np.zeros(256, dtype=np.uint8)
"""What a role is, as bits."""
for _roles, _bit in (
    (_FULL, _IS_FULL), (_PERSONAL, _IS_PERSONAL), ({FAMILY}, _IS_FAMILY), ({FORM}, _IS_FORM), ({INITIAL}, _IS_INITIAL),
):  # fmt: skip
    _KINDS[[ord(_role) for _role in _roles]] |= _bit


class _Side:
    """For many names at once what of one side meets nothing.

    Args:
        meets, kinds, weights: of all words, which lie one after the other.
        first: where the words of each name begin.
    """

    __slots__ = ("first", "full", "heaviest", "met", "no_family", "rarest", "share")

    def __init__(self, meets: Array, kinds: Array, weights: Array, first: Array) -> None:
        self.first = first
        met = meets * weights
        missed = weights - met
        self.met, self.rarest = np.add.reduceat(met, first), np.maximum.reduceat(met, first)
        self.full = np.add.reduceat(meets & (kinds & _IS_FULL > 0), first, dtype=np.int64)
        left = np.add.reduceat(missed * (kinds & _IS_FORM == 0), first)
        self.share = 1000 * left // np.add.reduceat(weights, first)
        self.heaviest = np.maximum.reduceat(missed * (kinds & _IS_PERSONAL > 0), first)
        family = kinds & _IS_FAMILY > 0
        self.no_family = np.logical_or.reduceat(family, first) & ~np.logical_or.reduceat(family & meets, first)


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
