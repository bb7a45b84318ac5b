"""Under which keys words and names are filed. Building and searching, in Python and in the kernel, use the same keys.

A key is the CRC-32 of a letter that says its kind and of the text; what is found under it is always compared, so that a
chance collision costs time and nothing else. The kinds are complete for `debar.names.likeness`: two words that are alike
at any level share a key, and so no like word is ever missed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from hashlib import blake2b
from zlib import crc32

import numpy as np

from debar.match.alignment import (
    ACRONYM_ENDINGS,
    LONGEST_JOINED,
    LONGEST_READ,
    LONGEST_RUN,
    MOST_LETTERS,
    SHORTEST_JOINED,
    SHORTEST_LIKE,
    initials,
)
from debar.match.arrays import Array
from debar.names import Classes, Reading, clean, skeleton, squeeze, syllable
from debar.names.likeness import SYLLABIC, VOWELLESS, has_digit, is_comparable
from debar.names.reading import FORM, INITIAL, PARTICLE, TITLE
from debar.names.sounds import keys_of, sound_key

QUIET = frozenset({PARTICLE, TITLE, FORM, INITIAL})
"""Roles of words by which no name is looked up if it has others."""
_FEW = 1
"""Added to the key of the consonants where only words are filed that have readings: few consonants are of many words."""


def digest(key: str) -> bytes:
    """The 8 bytes that stand for an id or an identifier; equal on every machine."""
    return blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest()


def hashes(keys: Iterable[str]) -> Array:
    """The keys as a `Table` asks for them."""
    return np.frombuffer(b"".join(map(digest, keys)), dtype="<u8")


def raw_key(raw: str) -> int:
    """What names that are written alike, capitals aside, have in common: the CRC-32 of the cleaned text and of it backwards."""
    return written_key(clean(raw))


def written_key(cleaned: str) -> int:
    """The same of a text as `clean` gives it."""
    text = encoded(cleaned.casefold())
    return crc32(text) << 32 | crc32(text[::-1])


def encoded(text: str) -> bytes:
    """A word's bytes."""
    return text.encode("utf-8", "surrogatepass")


def word_keys(text: str, classes: Classes) -> Iterator[int]:
    """The keys of a word: itself, its classes, less doubled letters, less one letter, its consonants, those of its readings.

    >>> set(word_keys("omar", ())) & set(word_keys("oamr", ())) != set()
    True
    """
    yield crc32(b"=" + encoded(text))
    for each in classes:
        if each >= 0 and each not in (VOWELLESS, SYLLABIC):
            yield crc32(b"@" + each.to_bytes(4, "little"))
    for key in keys_of(classes):
        yield from (key, key | _FEW)
    if not _is_plain(text):
        yield crc32(b"%" + encoded(text))
        return
    word, bones, vowels = text.encode(), skeleton(text).encode(), syllable(text).encode()
    yield crc32(b"%" + squeeze(text).encode())
    yield sound_key(skeleton(text))
    if vowels:
        yield crc32(b"^" + bones + vowels)
    if word.startswith(b"abd") and len(word) >= 6:
        yield crc32(b"-" + word[3:])
    if len(word) >= 3:
        yield crc32(b"-" + word)
        yield from (crc32(b"-" + word[:place] + word[place + 1 :]) for place in range(len(word)))


def asked_keys(text: str, classes: Classes) -> Iterator[int]:
    """The keys under which the words are looked for that are like a word: of few consonants only those read as it."""
    few = _is_plain(text) and len(skeleton(text)) < 2
    passed_over = {sound_key(skeleton(text))} - set(keys_of(classes)) if few else set()
    yield from (key for key in word_keys(text, classes) if key not in passed_over)
    if few:
        yield sound_key(skeleton(text)) | _FEW


def runs(reading: Reading) -> list[tuple[int, int, str]]:
    """Words in a row written as one: first place, place after the last, text."""
    tokens, roles = reading.tokens, reading.roles
    found = []
    for place, joined in enumerate(tokens[:-1]):
        if roles[place] == FORM:
            continue
        for end in range(place + 1, min(place + LONGEST_RUN, len(tokens))):
            joined += tokens[end]
            if roles[end] == FORM or len(joined) > LONGEST_JOINED:
                break
            found.append((place, end + 1, joined))
    return found


@lru_cache(maxsize=1 << 16)
def joined_keys(joined: str) -> tuple[int, ...]:
    """The keys of several words written as one."""
    if len(joined) < SHORTEST_JOINED:
        return ()
    if not _is_plain(joined):
        return (crc32(b"%" + encoded(joined)),)
    spelt, bones = crc32(b"%" + squeeze(joined).encode()), skeleton(joined)
    return (spelt, sound_key(bones)) if len(joined) <= LONGEST_READ or _is_long(joined) else (spelt,)


def whole_keys(text: str, classes: Classes) -> Iterator[int]:
    """The keys under which several words are looked for that may be one word, written as one."""
    if len(text) >= SHORTEST_JOINED:
        yield from _spelt(text)
        if _is_plain(text) and _is_long(text):
            yield sound_key(skeleton(text))
        yield from keys_of(classes)


def run_keys(joined: str) -> Iterator[int]:
    """The keys under which a word is looked for that may be several, written as one."""
    if len(joined) < SHORTEST_JOINED:
        return
    yield from _spelt(joined)
    if _is_plain(joined):
        yield sound_key(skeleton(joined)) | (0 if _is_long(joined) else _FEW)


def _spelt(text: str) -> Iterator[int]:
    yield crc32(b"%" + (squeeze(text).encode() if _is_plain(text) else encoded(text)))


def _is_long(text: str) -> bool:
    return len(text) >= SHORTEST_LIKE and len(skeleton(text)) >= 4


def _is_plain(text: str) -> bool:
    """Whether a word is compared by its letters; others are equal or not."""
    return text[0] != "+" and is_comparable(text) and not has_digit(text)


def acronyms(reading: Reading) -> set[str]:
    """The acronyms that may stand for a name, small words left out or not."""
    endings = ACRONYM_ENDINGS if FORM in reading.roles else ("",)  # Forms alone lend letters.
    found = [initials(reading, small=small, ending=ending)[0] for small in (False, True) for ending in endings]
    return {letters for letters in found if 3 <= len(letters) <= MOST_LETTERS}


def name_keys(reading: Reading, *, organisation: bool) -> list[int]:
    """The keys of a name beyond those of its words: words in a row written as one, and the acronyms of an organisation."""
    keys = [key for _, _, joined in runs(reading) for key in joined_keys(joined)]
    if organisation:
        keys += [crc32(b"#" + encoded(letters)) for letters in acronyms(reading)]
    return keys


def posted(roles: Array, names: Array, count: int) -> Array:
    """For each word a flag whether its name is filed under it: all but initials and legal forms, where there are others.

    Titles and particles too, for what is one in the listed name may be a name in the query ("Haji").

    Args:
        roles: of the words, as in `debar.names.Reading`.
        names: to which name each belongs.
        count: how many names there are.
    """
    filed: Array = (roles != ord(INITIAL)) & (roles != ord(FORM))
    has_others = np.zeros(count, dtype=bool)
    has_others[names[filed]] = True
    return filed | ~has_others[names]
