"""Listed names, read for an index: by the kernel where there is one and the name is plain, else by Python. Either way it becomes the
same index, byte for byte."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from debar.match.kernel import library
from debar.match.keys import name_keys, raw_key
from debar.match.rating import read_listed
from debar.match.session import GROUPS, MOST_HELD, Kind, Session
from debar.model import Name
from debar.names import Classes, Group
from debar.names.reading import MOST_WORDS

_TOLD_APART = len(GROUPS)
"""The kind of names whose family name the source tells apart: none of them is plain."""
_KINDS = (*(Kind(place, MOST_WORDS, 0) for place in range(len(GROUPS))), Kind(0, 0, 0))


class ListedName(NamedTuple):
    """A name as an index keeps it.

    Args:
        raw: the key of its writing.
        words: the places of its words in `ListedReader.words`.
        roles, weights: as in `debar.names.Reading`.
        keys: those of `debar.match.keys.name_keys`.
    """

    raw: int
    words: list[int]
    roles: bytes
    weights: bytes
    keys: list[int]


class ListedReader:
    """Reads listed names; their distinct words are numbered as they come.

    Attributes:
        words: each word with its classes, and its number.
    """

    def __init__(self) -> None:
        self.words: dict[tuple[str, Classes], int] = {}
        self._library = library()
        self._session: Session | None = None
        self._known: list[int] = []

    def read(self, names: Sequence[tuple[Name, Group]]) -> Iterator[ListedName]:
        """The names, each read as one of such a party, in their order."""
        if self._library is None:
            yield from (self._by_python(name, group) for name, group in names)
            return
        if self._session is None or self._session.held > MOST_HELD:
            self._session, self._known = Session(self._library, 0, 0), []
        chosen = array("H", [_TOLD_APART if name.parts else GROUPS.index(group) for name, group in names])
        left = set(self._session.read([name.value for name, _ in names], chosen, _KINDS))
        plain = self._plain(self._session)
        for place, (name, group) in enumerate(names):
            yield self._by_python(name, group) if place in left else next(plain)

    def _by_python(self, name: Name, group: Group) -> ListedName:
        reading, words = read_listed(name, group), self.words
        numbers = [words.setdefault(word, len(words)) for word in zip(reading.tokens, reading.classes, strict=True)]
        keys = name_keys(reading, organisation=group == "organisation")
        return ListedName(raw_key(name.value), numbers, reading.roles.encode(), reading.weights, keys)

    def _plain(self, session: Session) -> Iterator[ListedName]:
        """Those that the kernel has read. A word is numbered when its name is reached, so that the numbers do not tell who
        read the names."""
        laid = session.laid()
        known, texts = self._known, session.words
        known += [-1] * (len(texts) - len(known))
        words, keys = laid.words.tolist(), laid.keys.tolist()
        token = key = 0
        for raw, size, count in zip(laid.raws.tolist(), laid.sizes.tolist(), laid.key_counts.tolist(), strict=True):
            end = token + size
            numbers = []
            for place in words[token:end]:
                number = known[place]
                if number < 0:
                    number = known[place] = self.words.setdefault(texts[place], len(self.words))
                numbers.append(number)
            yield ListedName(raw, numbers, laid.roles[token:end], laid.weights[token:end], keys[key : key + count])
            token, key = end, key + count
