"""Which names are one name: the spellings and language forms of given and family names, in every script.

A class is a set of words that write the same name (Vladimir, Wladimir, Uladzimir, Владимир, 弗拉基米尔). Words in Latin
letters share a class only if they are also near to each other in sound; a word in another script stands in the classes
of all its readings (陳 is Chen, Chan and Tan, though Chan is not Tan). The table is ``data/classes.bin``, made by
``tools/make_names.py``, mapped into memory at the first look-up.
"""

from __future__ import annotations

import mmap
import re
import struct
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import blake2b
from importlib.resources import as_file, files

from anyascii import anyascii
from rapidfuzz.distance import Indel

from debar.names.script import clean, words_of

MAGIC = b"DBRCLS01"
HEADER = struct.Struct("<8sIIII")
"""Magic, slots, postings, classes, bytes of Latin text; little-endian, as all that follows."""
SLOT = struct.Struct("<II")
"""The upper half of a word's key, and its class; or where its classes stand, with MANY added; or EMPTY."""
U32 = struct.Struct("<I")
EMPTY = 0xFFFFFFFF
MANY = 0x80000000
_slot, _FIRST_SLOT, _SLOT_SIZE = SLOT.unpack_from, HEADER.size, SLOT.size

_ARTICLE = "ال"
_MARKED = re.compile("[\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed]")
_CONSONANTS = re.compile("[\u0590-\u07bf]")
_VOWEL = re.compile("[aeiouwy]")
_DOUBLE = re.compile(r"(.)\1+")
_STRESSED = re.compile("[\u0370-\u03ff\u1f00-\u1fff]")
_ONE_LETTER = {
    "ي": "ىیئۍې",
    "ك": "کڪ",
    "ه": "ۀەہھة",
    "ا": "أإآٱ",
    "و": "ؤ",
    "е": "ё",
    "г": "ґ",
}
"""Letters that stand for others: the many forms of yeh, kaf, heh and alef; ё; the Ukrainian hard g."""
_FOLDED = {
    **{ord(other): letter for letter, others in _ONE_LETTER.items() for other in others},
    **{ord(char): None for char in "ء'’‘ʼʻ`´ʹʾʿ′＇׳״ー"},
    **{hiragana: hiragana + 0x60 for hiragana in range(0x3041, 0x3097)},
}


@dataclass(frozen=True, slots=True)
class _Table:
    data: mmap.mmap
    slots: int
    postings: int
    sizes: int
    offsets: int
    latin: int


@cache
def _table() -> _Table:
    with as_file(files("debar.names").joinpath("data", "classes.bin")) as path, path.open("rb") as file:
        data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    magic, slots, postings, classes, length = HEADER.unpack_from(data)
    start = HEADER.size + slots * SLOT.size
    sizes = start + postings * U32.size
    offsets = sizes + classes
    latin = offsets + (classes + 1) * U32.size
    if magic != MAGIC or len(data) != latin + length:
        raise ValueError("the table of name classes is damaged: install debar again")
    return _Table(data, slots, start, sizes, offsets, latin)


def fold(word: str) -> str:
    """The form in which a word is kept and looked up; empty if it is no single word.

    Latin letters become ASCII as `words_of` does it. Other scripts stay, without case, stress, points and apostrophes;
    letters that Arabic and Persian write in two ways, hiragana and katakana, е and ё are one.

    >>> fold("Wołodymyr"), fold("О’нил"), fold("عَلی"), fold("ひろし")
    ('wolodymyr', 'онил', 'علي', 'ヒロシ')
    """
    if word.isascii():
        found = word.lower() if word.isalnum() else " ".join(words_of(word))
        return found if " " not in found else ""
    bare = clean(word)
    if is_latin(bare):
        found = " ".join(words_of(bare))
        return found if found.isascii() and " " not in found else ""
    bare = _MARKED.sub("", bare).casefold()
    if _STRESSED.search(bare):
        bare = _MARKED.sub("", unicodedata.normalize("NFD", bare))
    bare = bare.translate(_FOLDED)
    return "" if any(unicodedata.category(char)[0] not in "LM" for char in bare) else bare


def is_latin(text: str) -> bool:
    """Whether every letter of the text is a Latin one.

    >>> is_latin("Žižek"), is_latin("Жижек")
    (True, False)
    """
    return text.isascii() or all(char < "\u0370" or "\u1d00" <= char < "\u1f00" or not char.isalpha() for char in text)


@lru_cache(maxsize=1 << 8)
def key(folded: str) -> int:
    """64 bits that stand for a folded word, the same on every machine.

    >>> hex(key("ali"))
    '0xd85f72aa0438890a'
    """
    return int.from_bytes(blake2b(folded.encode(), digest_size=8).digest(), "little")


@lru_cache(maxsize=1 << 16)
def class_ids(word: str) -> tuple[int, ...]:
    """The classes, in ascending order, of which a single word is a form; the word in Latin letters or its own script.

    >>> bool(set(class_ids("vladimir")) & set(class_ids("Уладзімір")))
    True
    >>> class_ids("vladimir putin")
    ()
    """
    folded = fold(word)
    found = _look_up(folded) if folded else ()
    if not found and folded.startswith(_ARTICLE) and len(folded) > len(_ARTICLE) + 2:
        return _look_up(folded.removeprefix(_ARTICLE))
    return found


def _look_up(folded: str) -> tuple[int, ...]:
    table = _table()
    data, slots = table.data, table.slots
    hashed = key(folded)
    check = hashed >> 32
    slot = hashed % slots
    while True:
        held, value = _slot(data, _FIRST_SLOT + slot * _SLOT_SIZE)
        if value == EMPTY:
            return ()
        if held == check:
            return (value,) if value < MANY else _postings(table, value - MANY)
        slot = (slot + 1) % slots


def _postings(table: _Table, index: int) -> tuple[int, ...]:
    start = table.postings + index * U32.size
    (count,) = U32.unpack_from(table.data, start)
    return struct.unpack_from(f"<{count}I", table.data, start + U32.size)


def latin(class_id: int) -> str:
    """The usual spelling of a class in ASCII, in lower case; empty if it has none.

    >>> [latin(found) for found in class_ids("wladimir")]
    ['vladimir']
    """
    table = _table()
    if not 0 <= class_id < table.offsets - table.sizes:
        raise IndexError(f"there is no name class {class_id}")
    start, end = struct.unpack_from("<II", table.data, table.offsets + class_id * U32.size)
    return table.data[table.latin + start : table.latin + end].decode("ascii")


def size(class_id: int) -> int:
    """How many forms a class has, at most 255.

    >>> size(class_ids("mohammed")[0]) > 20
    True
    """
    table = _table()
    if not 0 <= class_id < table.offsets - table.sizes:
        raise IndexError(f"there is no name class {class_id}")
    return table.data[table.sizes + class_id]


@lru_cache(maxsize=1 << 16)
def latin_of(native_word: str) -> str:
    """How a word of another script is usually written in Latin letters as a name; empty if it is not known.

    >>> latin_of("حسين"), latin_of("弗拉基米尔"), latin_of("Qwxyz")
    ('hussein', 'vladimir', '')
    """
    if is_latin(native_word):
        return ""
    spellings = {found: spelling for found in class_ids(native_word) if (spelling := latin(found))}
    if len(spellings) < 2:
        return next(iter(spellings.values()), "")
    plain = _outline(native_word, anyascii(native_word).lower())
    return min(
        (round(Indel.normalized_distance(plain, _outline(native_word, spelling)), 2), -size(found), spelling)
        for found, spelling in spellings.items()
    )[2]


def _outline(native_word: str, spelling: str) -> str:
    """A spelling without what the script of the word leaves out: most vowels and double letters in Arabic and Hebrew."""
    if not _CONSONANTS.search(native_word):
        return spelling
    return _DOUBLE.sub(r"\1", _VOWEL.sub("", spelling))
