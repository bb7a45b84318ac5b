"""What is asked of the kernel: a session reads plain names itself, is taught new words, and takes the rest as they were read."""

from __future__ import annotations

import ctypes
import re
from array import array
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np

from debar.match.alignment import Alignment, free
from debar.match.arrays import Array
from debar.match.costs import CAPS, Cap, Pair, points
from debar.match.keys import encoded, raw_key
from debar.names import Classes, Group, Reading
from debar.names.plain import lesson
from debar.names.reading import MOST_WORDS

GROUPS: tuple[Group, ...] = ("person", "organisation", "object")
FOUND = np.dtype([("question", "<i4"), ("entity", "<i4"), ("name", "<i4"), ("score", "<i4")])
MOST_HELD = 64 << 20
"""Bytes of words and of their likes that a session keeps; one that has more is not used again."""

_MOST_ACRONYMS = 8
"""Of one name: with small words or without, and with each of the endings that legal forms lend."""
_LEFT = re.compile(b"\x01")
"""In the kernel's account of the names that it was given: one that it leaves to Python."""


class Question(NamedTuple):
    """One name of one query, read for one group, and the listed names that it may meet (a flag for each)."""

    raw: str
    reading: Reading
    group: Group
    allowed: Array


class Bounds(NamedTuple):
    """What is wanted of all that answers a question.

    Args:
        least: the score, in thousandths, that it must reach.
        most: how many entities at most.
        enough: after so many only those that are level with the last; 0 for no such end.
        weak_most: the score that a weak alias can reach at most.
        exhaustive: compare with every name, not only with those that share a word or a sound.
    """

    least: int
    most: int
    enough: int = 0
    weak_most: int = 1000
    exhaustive: bool = False


LEVELS = ("none", "same", "class", "spelling", "typo", "sound", "initial", "joined", "acronym")
"""What the kernel calls a level by its place here."""
_CAPS: Mapping[int, Cap] = {0: "", **{score: cap for cap, score in CAPS.items()}}


class Kind(NamedTuple):
    """How a name is asked for: the place of its group in `GROUPS`, of how many words it may be to be plain, and the address of
    the flags of the listed names that it may meet."""

    group: int
    most_words: int
    allowed: int


class Laid(NamedTuple):
    """Questions as an index keeps names, one after the other.

    Args:
        sizes: of how many words each is.
        raws: the keys of their writing.
        words: the words by their numbers; with them ``roles`` and ``weights``.
        key_counts: how many keys each has.
        keys: as `debar.match.keys.name_keys` gives them.
    """

    sizes: Array
    raws: Array
    words: Array
    roles: bytes
    weights: bytes
    key_counts: Array
    keys: Array


class _Kind(ctypes.Structure):
    _fields_ = [("group", ctypes.c_int32), ("most_words", ctypes.c_int32), ("allowed", ctypes.c_void_p)]


class Session:
    """Words asked for, remembered with their likes; and the questions of one search after the other.

    For one thread at a time. The library is called without the interpreter's lock.

    Attributes:
        words: those that it has, with their classes, by number.
    """

    def __init__(self, loaded: ctypes.CDLL, index: int, names: int) -> None:
        self._library, self._index = loaded, index
        self._words: dict[tuple[str, Classes], int] = {}
        self._beside = array("i", bytes(4 * (8 + 2 * len(_differences()) + 6 * MOST_WORDS)))
        self.words: list[tuple[str, Classes]] = []
        self.pointer: int = loaded.debar_session(names)
        if not self.pointer:
            raise MemoryError("no memory to search in")

    def __del__(self) -> None:
        if getattr(self, "pointer", None):
            self._library.debar_free_session(self.pointer)

    @property
    def held(self) -> int:
        """Bytes that it remembers."""
        held: int = self._library.debar_held(self.pointer)
        return held

    def read(self, names: Sequence[str], chosen: array[int], kinds: Sequence[Kind]) -> list[int]:
        """Begin anew with the plain ones of these names as questions; gives the places of those that are left to the caller.

        Args:
            names: as they were given.
            chosen: for each the place of its kind.
            kinds: how names are asked for.
        """
        laid = laid_out(names)
        table = (_Kind * len(kinds))(*[_Kind(*kind) for kind in kinds])
        status = bytearray(len(names))
        into = _into(status)
        while waiting := self._library.debar_read(
            self.pointer, len(names), laid, chosen.buffer_info()[0], ctypes.addressof(table), into
        ):
            if waiting < 0:
                raise MemoryError("the questions do not fit into memory")
            self._learn()
        return [found.start() for found in _LEFT.finditer(status)]

    def add(self, owner: int, question: Question) -> None:
        """Ask one more, which was read by Python; what it finds is told of ``owner``."""
        reading = question.reading
        words = array("i", [self._word(*word) for word in zip(reading.tokens, reading.classes, strict=True)])
        if self._library.debar_add(
            self.pointer, owner, GROUPS.index(question.group), raw_key(question.raw), question.allowed.ctypes.data,
            len(words), words.buffer_info()[0], reading.roles.encode(), reading.weights,
        ):  # fmt: skip
            raise MemoryError("the questions do not fit into memory")

    def search(self, bounds: Bounds) -> Array:
        """What answers the questions, in their order, best first: an array of `FOUND`."""
        count = self._library.debar_search(self._index, self.pointer, *bounds)
        if count < 0:
            raise MemoryError("the answers do not fit into memory")
        if not count:
            return np.empty(0, FOUND)
        return np.frombuffer(ctypes.string_at(self._library.debar_found(self.pointer), count * FOUND.itemsize), FOUND)

    def beside(self, reading: Reading, listed: Reading, group: Group, place: int) -> Alignment | None:
        """What `debar.match.alignment.align` gives of a name and a listed one; None where that is to be asked.

        Args:
            listed: the listed name as it was read.
            place: of it in the index.
        """
        size = len(reading.tokens)
        words = array("i", [self._word(*word) for word in zip(reading.tokens, reading.classes, strict=True)])
        count = self._library.debar_beside(
            self._index, self.pointer, words.buffer_info()[0], reading.roles.encode(), reading.weights, size, place,
            GROUPS.index(group), self._beside.buffer_info()[0],
        )  # fmt: skip
        if count < 0:
            return None
        score, taken, listed_taken, cap, exact, rarity, costs, _, *told = self._beside[:count].tolist()
        names, rest = _differences(), told[2 * costs :]
        return Alignment(
            score,
            tuple(
                [
                    Pair(range(i, i + size), range(j, j + other_size), degree, LEVELS[level])
                    for i, size, j, other_size, degree, level in zip(*[iter(rest)] * 6, strict=True)
                ]
            ),
            free(taken, reading),
            free(listed_taken, listed),
            tuple([(names[told[at]], told[at + 1]) for at in range(0, 2 * costs, 2)]),
            _CAPS[cap],
            bool(exact),
            rarity,
        )

    def laid(self) -> Laid:
        """The questions as an index keeps names."""
        questions, tokens = self._library.debar_questions(self.pointer), self._library.debar_tokens(self.pointer)
        sizes, raws = np.empty(questions, np.int32), np.empty(questions, np.uint64)
        words, roles, weights = np.empty(tokens, np.int32), bytearray(tokens), bytearray(tokens)
        self._library.debar_laid(
            self.pointer, sizes.ctypes.data, raws.ctypes.data, words.ctypes.data, _into(roles), _into(weights)
        )
        counts, keys = np.empty(questions, np.int32), np.empty(4 * tokens + _MOST_ACRONYMS * questions, np.uint32)
        found = self._library.debar_keys(self.pointer, counts.ctypes.data, keys.ctypes.data)
        return Laid(sizes, raws, words, bytes(roles), bytes(weights), counts, keys[:found])

    def readings(self) -> list[tuple[int, Group, Reading, int]]:
        """The questions as they stand: owner, group, reading and the key of the writing. For tests."""
        found = []
        for place in range(self._library.debar_questions(self.pointer)):
            head, words = (ctypes.c_int64 * 4)(), (ctypes.c_int32 * 32)()
            roles, weights = ctypes.create_string_buffer(32), ctypes.create_string_buffer(32)
            self._library.debar_question(self.pointer, place, head, words, roles, weights)
            owner, group, size, raw = head
            tokens = [self.words[word] for word in words[:size]]
            reading = Reading(
                tuple([text for text, _ in tokens]),
                roles.raw[:size].decode(),
                weights.raw[:size],
                tuple([classes for _, classes in tokens]),
                "",
            )
            found.append((owner, GROUPS[group], reading, raw % (1 << 64)))
        return found

    def _learn(self) -> None:
        """Teach what the last reading lacked."""
        size = ctypes.c_int64()
        start = self._library.debar_unknown(self.pointer, ctypes.byref(size))
        for line in dict.fromkeys(ctypes.string_at(start, size.value).splitlines()):
            kind, text = line[0] - ord("0"), line[1:]
            known = lesson(text.decode(), kind)
            if self._library.debar_teach(
                self.pointer, kind, text, len(text), self._word(known.text, known.classes), ord(known.role), known.weight,
                known.flags, *(self._form(each) for each in known.forms), self._form(known.start_form),
            ):  # fmt: skip
                raise MemoryError("the words do not fit into memory")

    def _form(self, text: str) -> int:
        return self._word(text, ()) if text else -1

    def _word(self, text: str, classes: Classes) -> int:
        number = self._words.get((text, classes))
        if number is None:
            kept = np.asarray(classes, dtype=np.int32)
            given = encoded(text)
            number = self._library.debar_keep(self.pointer, given, len(given), kept.ctypes.data, len(classes))
            if number < 0:
                raise MemoryError("the words do not fit into memory")
            self._words[text, classes] = number
            self.words.append((text, classes))
        return number


class Pairs:
    """Names in pairs, to be scored again and again at other prices."""

    def __init__(self, loaded: ctypes.CDLL, asked: Iterable[Question], listed: Iterable[Question]) -> None:
        self._library = loaded
        self._asked, self._listed = Session(loaded, 0, 0), Session(loaded, 0, 0)
        lay_out(self._asked, asked)
        lay_out(self._listed, listed)

    def score(self, query: Array, listed: Array, prices: Array) -> tuple[Array, Array]:
        """The scores of pairs, given as places in what is asked and listed, and what each lost by being borne by many.

        Args:
            query, listed: places, as int32.
            prices: in the order of `debar.match.kernel.prices`.
        """
        scores, rarities = np.empty(len(query), dtype=np.int32), np.empty(len(query), dtype=np.int32)
        self._library.debar_pairs(
            self._asked.pointer, self._listed.pointer, query.ctypes.data, listed.ctypes.data, len(query),
            prices.ctypes.data, scores.ctypes.data, rarities.ctypes.data,
        )  # fmt: skip
        return scores, rarities


@cache
def _differences() -> tuple[str, ...]:
    """The differences by their place in the table of points, as the kernel knows them."""
    return tuple(points(GROUPS[0]))


def laid_out(names: Sequence[str]) -> bytes:
    """Names as the kernel takes them, each ending in 0; no plain name has one inside."""
    text = "\0".join(names)
    if text.count("\0") >= max(1, len(names)):
        text = "\0".join([name.replace("\0", "\1") for name in names])
    return encoded(text)


def _into(values: bytearray) -> ctypes.Array[ctypes.c_char]:
    return (ctypes.c_char * len(values)).from_buffer(values)


def declare(loaded: ctypes.CDLL) -> None:
    """Tell ctypes what the library's functions take and give."""
    pointer, wide, narrow = ctypes.c_void_p, ctypes.c_int64, ctypes.c_int32
    text = ctypes.c_char_p
    for name, gives, takes in (
        ("debar_session", pointer, (narrow,)),
        ("debar_free_session", None, (pointer,)),
        ("debar_held", wide, (pointer,)),
        ("debar_keep", narrow, (pointer, text, narrow, pointer, narrow)),
        ("debar_teach", narrow, (pointer, narrow, text, *(narrow for _ in range(8)))),
        ("debar_read", wide, (pointer, narrow, text, pointer, pointer, pointer)),
        ("debar_unknown", pointer, (pointer, pointer)),
        ("debar_add", narrow, (pointer, narrow, narrow, ctypes.c_uint64, pointer, narrow, pointer, text, text)),
        ("debar_search", wide, (pointer, pointer, narrow, wide, wide, narrow, narrow)),
        ("debar_found", pointer, (pointer,)),
        ("debar_pairs", None, (pointer, pointer, pointer, pointer, wide, pointer, pointer, pointer)),
        ("debar_beside", narrow, (pointer, pointer, pointer, text, text, narrow, narrow, narrow, pointer)),
        ("debar_questions", narrow, (pointer,)),
        ("debar_tokens", wide, (pointer,)),
        ("debar_laid", None, (pointer, pointer, pointer, pointer, pointer, pointer)),
        ("debar_keys", wide, (pointer, pointer, pointer)),
        ("debar_several", None, (text, narrow, pointer)),
        ("debar_question", None, (pointer, narrow, pointer, pointer, pointer, pointer)),
    ):
        function = getattr(loaded, name)
        function.restype, function.argtypes = gives, takes


def lay_out(session: Session, questions: Iterable[Question]) -> None:
    """Begin anew with questions that were read by Python; their places are their owners."""
    session.read((), array("H"), ())
    for place, question in enumerate(questions):
        session.add(place, question)
