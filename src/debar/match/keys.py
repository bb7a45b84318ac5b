"""Under which keys a name is filed, and their hashes. Building and searching use the same functions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import blake2b
from itertools import pairwise

import numpy as np

from debar.match.arrays import Array
from debar.names import Reading, clean, skeleton
from debar.names.reading import FORM, GENERIC, INITIAL, PARTICLE, PROMOTED_WEIGHT, TITLE, WEIGHTS

_QUIET = frozenset({PARTICLE, TITLE, FORM, INITIAL})


def digest(key: str) -> bytes:
    """The 8 bytes that stand for a key; equal on every machine."""
    return blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest()


def hashes(keys: Iterable[str]) -> Array:
    """The keys as a `Table` asks for them."""
    return np.frombuffer(b"".join(map(digest, keys)), dtype="<u8")


def telling(reading: Reading) -> list[int]:
    """The places of the words by which a name is looked up; all of them where none is more than a particle or title."""
    places = [place for place, role in enumerate(reading.roles) if role not in _QUIET]
    return places or list(range(len(reading.tokens)))


def telling_weight(reading: Reading, *, least: bool = False) -> float:
    """How much the words say by which a name is looked up.

    With ``least``, generic words count as such even where they stand in for the name: no less can be asked of a query
    whose own name is not made of generic words only.
    """
    weights = [reading.weights[place] for place in telling(reading)]
    if least:
        weights = [WEIGHTS[GENERIC] if weight == PROMOTED_WEIGHT else weight for weight in weights]
    return sum(weights) / 100


def exact_keys(raw: str, reading: Reading) -> tuple[str, str]:
    """The name as it is written, and as it reads. Whoever asks with either is always shown its bearer."""
    return f"raw {clean(raw)}", f"key {reading.key}"


def whole_keys(reading: Reading) -> Iterator[str]:
    """The name as one word, the consonants of that word, and those of its words in whatever order."""
    words = [reading.tokens[place] for place in telling(reading)]
    if not words:
        return
    yield f"joined {''.join(words)}"
    bones = "".join(skeleton(word) for word in words)
    if len(bones) >= 3:
        yield f"bones {bones}"
        if len(words) > 1:
            yield f"bones {' '.join(sorted(skeleton(word) for word in words))}"


def pair_keys(reading: Reading) -> Iterator[str]:
    """Words next to each other, written as one; particles too ("Al Zawahiri" is "Alzawahiri")."""
    words = [token for token, role in zip(reading.tokens, reading.roles, strict=True) if role not in (TITLE, FORM)]
    for one, other in pairwise(words):
        yield f"joined {one}{other}"


def grams(word: str) -> set[str]:
    """The three-letter pieces of a word, its ends marked.

    >>> sorted(grams("omar"))
    ['^om', 'ar$', 'mar', 'oma']
    """
    marked = f"^{word}$"
    return {marked[place : place + 3] for place in range(len(marked) - 2)}
