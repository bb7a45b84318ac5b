"""East Slavic surnames in -ov and -ev, which each language and each habit of transliteration writes in its own way.

Belarusian ends them in -ou, -au or -eu and writes an unstressed o as a ("Kavaliou", Russian "Kovalev"); German and Polish write
-ow, French -off. What such spellings have in common is a class of its own (`surname_class`), beside those of names that are
known: a word with it alone is no known name.
"""

from __future__ import annotations

import re
from zlib import crc32

from debar.names.likeness import END_HASHED, FIRST_HASHED

_ENDING = re.compile(r"(?:[iyj]?[oea]u|[iyj]?[oe](?:v|w|ff?))$")
_SOFT = re.compile("[iyj][aeo]")
_SOFT_D = re.compile("dz(?=[ei])")
_ALIKE = str.maketrans({"o": "a", "y": "i", "j": "i", "w": "v", "h": "g"})
_LEAST_STEM = 3
_REPEATS = re.compile(r"(.)\1+")


def surname_class(word: str) -> int | None:
    """The class of a surname in -ov, however it is written; None for other words.

    >>> surname_class("kavaliou") == surname_class("kovalev") == surname_class("kowalew")
    True
    >>> surname_class("karpiankou") == surname_class("karpenkov"), surname_class("belov") == surname_class("balov")
    (True, False)
    >>> surname_class("rousseau"), surname_class("petrenko") is None
    (None, True)
    """
    if not word.isascii() or (ending := _ENDING.search(word)) is None:
        return None
    stem = word[: ending.start()]
    if len(stem) < _LEAST_STEM or stem[-1] in "aeiouyj":
        return None
    stem = _SOFT_D.sub("d", _SOFT.sub("e", stem.replace("kh", "x").replace("ch", "x")))
    key = _REPEATS.sub(r"\1", stem.translate(_ALIKE))
    return FIRST_HASHED + crc32(key.encode()) % (END_HASHED - FIRST_HASHED)
