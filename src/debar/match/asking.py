"""Questions for an index: a batch of names as the arrays that the kernel and its NumPy twin read."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from debar.match.arrays import Array
from debar.match.kernel import GROUPS, Questions
from debar.match.keys import encoded, raw_key
from debar.names import Classes, Group, Reading


class Question(NamedTuple):
    """One name of one query, read for one group, and the listed names that it may meet."""

    raw: str
    reading: Reading
    group: Group
    allowed: Array


def lay_out(questions: Iterable[Question]) -> Questions:
    """The questions as arrays, every distinct word once."""
    words: dict[tuple[str, Classes], int] = {}
    token_at, token_word = array("q", [0]), array("i")
    roles, weights, groups = bytearray(), bytearray(), bytearray()
    raws, allowed = array("Q"), []
    for raw, reading, group, flags in questions:
        for word in zip(reading.tokens, reading.classes, strict=True):
            token_word.append(words.setdefault(word, len(words)))
        token_at.append(len(token_word))
        roles += reading.roles.encode()
        weights += reading.weights
        groups.append(GROUPS.index(group))
        raws.append(raw_key(raw))
        allowed.append(flags)
    texts = [encoded(text) for text, _ in words]
    return Questions(
        b"".join(texts),
        _ends(map(len, texts)),
        np.asarray([each for _, classes in words for each in classes], dtype=np.int32),
        _ends(len(classes) for _, classes in words),
        np.asarray(token_at, dtype=np.int64),
        np.asarray(token_word, dtype=np.int32),
        bytes(roles),
        bytes(weights),
        bytes(groups),
        np.asarray(raws, dtype=np.uint64),
        allowed,
    )


def _ends(lengths: Iterable[int]) -> Array:
    return np.cumsum([0, *lengths], dtype=np.int64)
