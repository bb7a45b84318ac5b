"""The words of a name as they were written, for a reader who has the original before him."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from debar.names import Group, Reading, clean, words_of
from debar.names.concepts import cut_undivided, is_undivided
from debar.names.reading import FORM
from debar.names.script import read_words

_DIVIDERS = re.compile(r"""[\s.,;:/()\[\]{}"“”«»&+_\-–—]+""")


class Written(NamedTuple):
    """A name with the original of each word of its reading.

    Args:
        words: per token of the reading, as written; of other scripts with the reading behind: ``Путин (putin)``.
        scripts: per token, whether it was written in another script than the Latin one.
        form: the legal form as written; empty if the name has none or it cannot be told from the rest.
    """

    words: tuple[str, ...]
    scripts: tuple[bool, ...]
    form: str

    def quoted(self, places: Iterable[int]) -> str:
        """Words in quotation marks, one behind the other.

        >>> from debar.names import read
        >>> written("PUTIN, Vladimir", read("PUTIN, Vladimir", "person"), "person").quoted([1, 0])
        '"Vladimir", "PUTIN"'
        """
        return ", ".join(f'"{self.words[place]}"' for place in places)

    def run(self, places: Iterable[int]) -> str:
        """Words in a row, quoted as one."""
        return f'"{" ".join(self.words[place] for place in places)}"'


@lru_cache(maxsize=1 << 12)
def written(raw: str, reading: Reading, group: Group) -> Written:
    """Find each word of a reading in the name that was read. What cannot be found there stands as it was read."""
    text = clean(raw)
    latin = dict(_latin(text))
    native = dict(_native(text, group))
    found = tuple([native.get(token) or latin.get(token) or token.removeprefix("+") for token in reading.tokens])
    scripts = tuple([token in native for token in reading.tokens])
    return Written(found, scripts, _form(text, reading) if FORM in reading.roles else "")


def _latin(text: str) -> Iterator[tuple[str, str]]:
    for piece in _DIVIDERS.split(text):
        words = _words_of(piece) if piece else ()
        if len(words) == 1:
            yield words[0], piece


@lru_cache(maxsize=1 << 14)
def _words_of(piece: str) -> tuple[str, ...]:
    """The words of a piece; the same pieces come again and again."""
    return tuple(words_of(piece))


def _native(text: str, group: Group) -> Iterator[tuple[str, str]]:
    if text.isascii():
        return
    if group != "person":
        yield from _undivided(text)
    folded = text.casefold()
    for word in read_words(text, person=group == "person"):
        if word.native:
            at = folded.find(word.native) if len(folded) == len(text) else -1
            original = text[at : at + len(word.native)] if at >= 0 else word.native
            yield word.text, f"{original} ({word.text})" if word.text != word.native else original


def _undivided(text: str) -> Iterator[tuple[str, str]]:
    """The known words of writing without spaces."""
    for piece in text.split():
        if is_undivided(piece):
            for part, concept in cut_undivided(piece):
                if concept is not None:
                    yield concept.name, f"{part} ({concept.name})"


def _form(text: str, reading: Reading) -> str:
    """What is left of a name when its words are taken out: of "SIS d.o.o." the "d.o.o."."""
    known = set(reading.tokens)
    left = [piece.strip(",;()") for piece in text.split() if known.isdisjoint(_words_of(piece))]
    return " ".join(left)
