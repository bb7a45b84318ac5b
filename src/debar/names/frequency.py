"""How common a word is in the names of people, world-wide.

A rough estimate: it tells Vladimir, which says little, from Kuzhugetovich, which says much. The table is
``data/frequency.bin``, made by ``tools/make_names.py``, mapped into memory at the first look-up.
"""

from __future__ import annotations

import mmap
import struct
from functools import cache, lru_cache
from importlib.resources import as_file, files

from debar.names.classes import fold, is_latin, key, latin_of

MAGIC = b"DBRFRQ01"
HEADER = struct.Struct("<8sI")
"""Magic and the number of slots; little-endian, as all that follows."""
SLOT = struct.Struct("<IH")
"""The upper half of a word's key, and how many people in a million bear it; 0 where the slot is free."""
HIGHEST = 0xFFFF
_slot, _FIRST_SLOT, _SLOT_SIZE = SLOT.unpack_from, HEADER.size, SLOT.size


@cache
def _table() -> tuple[mmap.mmap, int]:
    with as_file(files("debar.names").joinpath("data", "frequency.bin")) as path, path.open("rb") as file:
        data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    magic, slots = HEADER.unpack_from(data)
    if magic != MAGIC or len(data) != HEADER.size + slots * SLOT.size:
        raise ValueError("the table of name frequencies is damaged: install debar again")
    return data, slots


@lru_cache(maxsize=1 << 16)
def per_million(word: str) -> int:
    """How many people in a million bear the word in their name, about; 0 if it is not known to be common.

    A word in another script is counted as its usual Latin spelling.

    >>> per_million("maria") > 1000, per_million("Мария") > 1000, per_million("kuzhugetovich")
    (True, True, 0)
    """
    folded = fold(word) if is_latin(word) else latin_of(word)
    return _look_up(folded) if folded else 0


def _look_up(folded: str) -> int:
    data, slots = _table()
    hashed = key(folded)
    check = hashed >> 32
    slot = hashed % slots
    while True:
        held, value = _slot(data, _FIRST_SLOT + slot * _SLOT_SIZE)
        if not value or held == check:
            return int(value)
        slot = (slot + 1) % slots
