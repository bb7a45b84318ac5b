"""Which listed names are worth scoring for a query: many, cheaply.

A word of the query meets each like word of the list once (its likeness is that of the scorer); the names that have such
words gather weight. Lists of names are read rarest word first, up to a budget; beyond it a word only adds to names that
are candidates already. Names that read exactly as asked, or that are the same when written as one word, come in any case.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable

import numpy as np

from debar.match.alignment import CONTRADICTION, EXACT, OMISSION
from debar.match.arrays import Array, Store
from debar.match.keys import exact_keys, grams, hashes, pair_keys, telling, telling_weight, whole_keys
from debar.names import Group, Reading, likeness, word_keys

Alike = tuple[tuple[int, float, int, int], ...]
"""Words of the list like one of the query: ``(word, degree, start, end)`` of their names."""

_BUDGET = 6_000
_BUDGET_SHARE = 25
_REFINED = 1_024
_LEAST_DEGREE = 0.5
_GOOD_DEGREE = 0.95
_SHORTEST_BY_GRAMS = 5
_GRAM_SHARE = 0.34
_REMEMBERED_WORDS = 20_000
_JOINED_DEGREE = 0.9
_NO_NAMES: Array = np.zeros(0, dtype=np.int32)


class Candidates:
    """The name side of an index, opened for looking up."""

    def __init__(self, store: Store) -> None:
        self._phrases, self._near, self._grams = store.table("phrases"), store.table("near"), store.table("grams")
        self._words = store.blobs("words")
        self._starts, self._names = store.array("postings_starts.i64"), store.array("postings_names.i32")
        self._weight, self._telling = store.array("name_weight.f32"), store.array("name_telling.f32")
        self._budget = _BUDGET + len(self._weight) // _BUDGET_SHARE
        # Customers share words. The memory is bounded and changes no answer: likeness depends on the two words alone.
        self._remembered: dict[str, Alike] = {}
        self._local = threading.local()

    def exact(self, raw: str, reading: Reading) -> Array:
        """All names that are written or read exactly so."""
        return self._phrase_names(exact_keys(raw, reading))

    def likely(self, reading: Reading, group: Group, allowed: Array, *, least: float, most: int) -> Array:
        """The names most like the reading, best first.

        Args:
            reading: of the name asked for.
            group: whose name it is.
            allowed: one flag per name: whether it may be shown.
            least: names that cannot reach this score are left out.
            most: how many names about; those as good as the last one come too, up to twice as many.
        """
        gathered = self._gather(reading, allowed)
        if gathered is None:
            return _NO_NAMES
        names, weights = gathered
        estimates = self._estimate(reading, group, names, weights)
        keep = estimates >= least
        names, estimates = names[keep], estimates[keep]
        if len(names) > most:
            # Names as good as the last one that fits are cut by their place on the list, never by chance.
            line = np.partition(estimates, -most)[-most]
            best = np.flatnonzero(estimates >= line)
            names, estimates = names[best], estimates[best]
        order = np.lexsort((names, -estimates))[: 2 * most]
        best_first: Array = names[order]
        return best_first

    def _estimate(self, reading: Reading, group: Group, names: Array, weights: Array) -> Array:
        """The score that the words met so far allow: that of the scorer, were all else in the names to agree."""
        query_left = np.maximum(0.0, telling_weight(reading) - weights) / reading.weight
        listed_left = np.maximum(0.0, self._telling[names] - weights) / self._weight[names]
        lost = CONTRADICTION * np.minimum(query_left, listed_left)
        estimates: Array = EXACT - lost - OMISSION[group] * np.abs(query_left - listed_left)
        return estimates

    def _gather(self, reading: Reading, allowed: Array) -> tuple[Array, Array] | None:
        """Names and the weight of the query's words that each has."""
        runs: list[tuple[int, int, float]] = []
        for place in telling(reading):
            weight = reading.weights[place] / 100
            runs += [(start, end, weight * degree) for _, degree, start, end in self._alike(reading.tokens[place])]
        runs.sort(key=lambda run: run[1] - run[0])
        parts, values, common = [], [], []
        room = self._budget
        for start, end, value in runs:
            if room > 0:
                parts.append(self._names[start:end])
                values.append(value)
                room -= end - start
            else:
                common.append((start, end, value))
        for names, value in self._joined(reading):
            parts.append(names)
            values.append(value)
        return self._add_up(parts, values, common, allowed) if parts else None

    def _add_up(
        self, parts: list[Array], values: list[float], common: list[tuple[int, int, float]], allowed: Array
    ) -> tuple[Array, Array] | None:
        met = np.concatenate(parts)
        scratch = self._scratch()
        for part, value in zip(parts, values, strict=True):
            scratch[part] += value
        weights = scratch[met]
        keep = allowed[met]
        names, weights = met[keep], weights[keep]
        # Sums are taken: a name met again must not count again.
        scratch[met] = 0.0
        if not len(names):
            return None
        names, firsts = np.unique(names, return_index=True)
        weights = weights[firsts]
        return self._refine(names, weights, common) if common else (names, weights)

    def _refine(self, names: Array, weights: Array, common: list[tuple[int, int, float]]) -> tuple[Array, Array]:
        """Add the words that were too common to read to the names that are candidates without them."""
        if len(names) > _REFINED:
            best = np.sort(np.argpartition(self._weight[names] - 2 * weights, _REFINED)[:_REFINED])
            names, weights = names[best], weights[best]
        for start, end, value in common:
            listed = self._names[start:end]
            places = np.searchsorted(listed, names)
            places[places == len(listed)] = 0
            weights = weights + np.where(listed[places] == names, np.float32(value), np.float32(0))
        return names, weights

    def _scratch(self) -> Array:
        """One cell per name, all zero between uses; each thread has its own."""
        found: Array | None = getattr(self._local, "scratch", None)
        if found is None:
            found = self._local.scratch = np.zeros(len(self._weight), dtype=np.float32)
        return found

    def _joined(self, reading: Reading) -> Iterable[tuple[Array, float]]:
        """Names that have two words where the query has one, or the other way round, or are alike as a whole."""
        whole = list(dict.fromkeys(whole_keys(reading)))
        weight = reading.weight * _JOINED_DEGREE
        keys = dict.fromkeys(whole, weight)
        for place in telling(reading):
            keys.setdefault(f"joined {reading.tokens[place]}", reading.weights[place] / 100)
        for _, start, end, value in self._valued(keys):
            yield self._phrases.values[start:end], value
        pairs = [key.partition(" ")[2] for key in pair_keys(reading)]
        for found in self._near.runs(hashes(f"={pair}" for pair in pairs)):
            for word in self._near.values[found[1] : found[2]].tolist():
                yield self._names[self._starts[word] : self._starts[word + 1]], 1.5

    def _valued(self, keys: dict[str, float]) -> list[tuple[int, int, int, float]]:
        values = list(keys.values())
        return [(place, start, end, values[place]) for place, start, end in self._phrases.runs(hashes(keys))]

    def _phrase_names(self, keys: Iterable[str]) -> Array:
        runs = self._phrases.runs(hashes(keys))
        return (
            np.unique(np.concatenate([self._phrases.values[start:end] for _, start, end in runs]))
            if runs
            else _NO_NAMES
        )

    def _alike(self, token: str) -> Alike:
        found = self._remembered.get(token)
        if found is None:
            if len(self._remembered) >= _REMEMBERED_WORDS:
                self._remembered.clear()
            found = self._remembered[token] = self._find_alike(token)
        return found

    def _find_alike(self, token: str) -> Alike:
        runs = self._near.runs(hashes(word_keys(token)))
        words = {word for _, start, end in runs for word in self._near.values[start:end].tolist()}
        degrees = self._degrees(token, words)
        if len(token) >= _SHORTEST_BY_GRAMS and not any(degree >= _GOOD_DEGREE for _, degree in degrees):
            degrees = self._degrees(token, words | self._by_grams(token))
        return tuple(
            (word, degree, int(self._starts[word]), int(self._starts[word + 1]))
            for word, degree in degrees
            if degree >= _LEAST_DEGREE
        )

    def _degrees(self, token: str, words: set[int]) -> list[tuple[int, float]]:
        return [(word, likeness(token, str(self._words[word], "utf-8", "surrogatepass"))[0]) for word in sorted(words)]

    def _by_grams(self, token: str) -> set[int]:
        """Words that share enough letters with one that nothing else was found for."""
        pieces = grams(token)
        runs = self._grams.runs(hashes(sorted(pieces)))
        if not runs:
            return set()
        words, counts = np.unique(
            np.concatenate([self._grams.values[start:end] for _, start, end in runs]), return_counts=True
        )
        return set(words[counts >= max(2, round(_GRAM_SHARE * len(pieces)))].tolist())
