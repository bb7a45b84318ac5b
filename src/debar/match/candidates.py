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

from debar.match.alignment import CAPS, EXACT, align, joined_degree, points, ranked_by, weak_discount
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
_CODES = {role: ord(role) for role in (*_FULL, FORM, INITIAL)}


class Candidates:
    """The names of an index, searched in NumPy."""

    def __init__(self, names: ListedNames) -> None:
        self._names = names
        self._arrays = names.arrays
        at = self._arrays["token_at"]
        owners = np.repeat(np.arange(len(at) - 1), np.diff(at))
        # An initial in a listed name may meet any word of the query.
        self._has_initial = np.zeros(len(at) - 1, dtype=bool)
        self._has_initial[owners[self._arrays["token_role"] == _CODES[INITIAL]]] = True
        self._likes = lru_cache(maxsize=_REMEMBERED)(self._find_likes)

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
            verbatim = int(self._arrays["name_raw"][name]) == raw
            listed = self._names.reading(name)
            rarity = 0
            if question.reading.tokens and listed.tokens:
                alignment = align(question.reading, listed, question.group)
                rarity = alignment.rarity
                score = ranked_by(rarity, EXACT) if verbatim else alignment.score
            else:
                score = EXACT if verbatim else 0
            if weak[name] and not verbatim:
                score = max(0, score - weak_discount(rarity))
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
            certain += self._runs(question.reading)
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

    def _runs(self, reading: Reading) -> Iterable[Array]:
        """Names that have two words where the question has one, or the other way round, or its acronym."""
        for token, role, classes in zip(reading.tokens, reading.roles, reading.classes, strict=True):
            if role not in (FORM, PARTICLE, TITLE, INITIAL):
                yield from (self._run("join", key) for key in whole_keys(token, classes))
            if role == NAME:
                yield self._run("join", crc32(b"#" + encoded(token)))
        for _, _, joined in runs(reading):
            for key in run_keys(joined):
                for word in self._run("near", key).tolist():
                    if joined_degree(*self._names.word(word), joined):
                        yield self._posted(word)
        for letters in acronyms(reading):
            for word in self._run("near", crc32(b"=" + encoded(letters))).tolist():
                if self._names.word(word)[0] == letters:
                    yield self._posted(word)

    def _may_reach(self, question: Question, names: Array, least: int) -> Array:
        """One flag per name: whether the words that meet allow for so much."""
        reading, price = question.reading, points(question.group)
        at = self._arrays["token_at"]
        starts, lengths = at[names], at[names + 1] - at[names]
        rows = np.repeat(np.arange(len(names)), lengths)
        tokens = np.arange(len(rows)) - np.repeat(np.cumsum(lengths) - lengths, lengths) + np.repeat(starts, lengths)
        words, roles = self._arrays["token_word"][tokens], self._arrays["token_role"][tokens]
        weights = self._arrays["token_weight"][tokens].astype(np.int64)
        missing = np.full(
            len(names), sum(weight for weight, role in zip(reading.weights, reading.roles, strict=True) if role != FORM)
        )
        met_weight, full = np.zeros(len(names), dtype=np.int64), np.zeros(len(names), dtype=np.int64)
        others = np.zeros(len(names), dtype=bool)
        listed_met = np.zeros(len(tokens), dtype=bool)
        for place, word in enumerate(zip(reading.tokens, reading.classes, strict=True)):
            role, weight = reading.roles[place], reading.weights[place]
            meets = np.isin(words, np.asarray(self._likes(*word)[0], dtype=np.int32))
            listed_met |= meets
            met = np.bincount(rows[meets], minlength=len(names)) > 0
            met_weight += met * weight
            if role != FORM:
                missing -= met * weight
            full += met if role in _FULL else 0
            others |= ~met if role in _PERSONAL else False
        is_full = np.isin(roles, [_CODES[role] for role in _FULL])
        personal = np.isin(roles, [_CODES[role] for role in _PERSONAL])
        left = ~listed_met & (roles != _CODES[FORM])
        others |= np.bincount(rows[left & personal], minlength=len(names)) > 0
        listed_full = np.bincount(rows[listed_met & is_full], minlength=len(names))
        one = 1000 * missing // sum(reading.weights)
        totals = np.bincount(rows, weights, minlength=len(names)).astype(np.int64)
        other = 1000 * np.bincount(rows[left], weights[left], minlength=len(names)).astype(np.int64) // totals
        both = np.minimum(one, other)
        score = EXACT - price["contradiction"] * both // 1000 - price["query omission"] * (one - both) // 1000
        score -= price["listed omission"] * (other - both) // 1000
        thin = np.minimum(price["thin"] * (price["enough"] - met_weight) // 100, price["thin at most"])
        score -= np.where((met_weight < price["enough"]) & others, thin, 0)
        good = score + 2 >= least
        if question.group == "person" and CAPS["single"] < least:
            good &= ~(((full < 2) | (listed_full < 2)) & others)
        initial = np.bincount(rows[roles == _CODES[INITIAL]], minlength=len(names)) > 0
        flags: Array = good | initial | (INITIAL in reading.roles)
        return flags


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
    return min(score, CAPS["single"]) if group == "person" and full < 2 and others else score
